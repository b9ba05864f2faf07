import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import CondenseNetworks
import Foundation
#if canImport(FoundationXML)
  import FoundationXML
#endif
import Testing

/// What layers make of rows, and how classes come apart on the way.
@Suite struct LayerMapTests {
  /// Whether two of four columns of words agree decides the class: nothing that a row of the embedding tells alone.
  private static func table(_ rows: Int, called name: String = "rows.csv") throws -> Table {
    let random = Philox(seed: 4, purpose: "rows")
    func word(_ row: Int, _ column: UInt64) -> Int { random.integer(below: 4, UInt64(row), column) }
    return try Table(
      name: name,
      columns: [
        Column(
          name: "same", strings: (0..<rows).map { word($0, 0) % 2 == word($0, 1) % 2 ? "yes" : "no" }),
        Column(name: "a", strings: (0..<rows).map { "a\(word($0, 0))" }),
        Column(name: "b", strings: (0..<rows).map { "b\(word($0, 1))" }),
        Column(name: "n", numbers: (0..<rows).map { Double(word($0, 2)) + 0.5 * Double($0 % 7) }),
      ])
  }

  private static let model = Result {
    try MadeUp.model(on: table(1500), predicting: "same") {
      $0.epochs = 12
      $0.seed = 3
    }
  }

  @Test func layersByName() throws {
    let model = try Self.model.get(), table = try Self.table(200)
    #expect(model.stages.first == "joined" && model.stages.last?.hasPrefix("output") == true)
    #expect(!model.stages.contains { $0.hasPrefix("dropout") } && model.layers.contains("a.embedding"))
    let activations = try Activations(of: model, on: table, rows: [5, 7, 190], threads: 1)
    let all = try Activations(of: model, on: table, threads: 3)
    for name in model.layers {
      let some = try activations.layer(name), whole = try all.layer(name)
      #expect(some.width == whole.width && some.values.count == 3 * some.width)
      for (place, row) in [5, 7, 190].enumerated() {
        #expect(
          some.values[place * some.width..<(place + 1) * some.width]
            == whole.values[row * some.width..<(row + 1) * some.width])
      }
    }
    // A layer's answer is what the network computes: the embedding of a row's word.
    let embedded = try activations.layer("a.embedding")
    let word = try #require(table["a"]?.text(7))
    #expect(
      try model.vector(for: word, in: "a") == Array(embedded.values[embedded.width..<2 * embedded.width]))
    #expect {
      try activations.layer("dense9")
    } throws: {
      ($0 as? CondenseError)?.message.hasPrefix(
        "the model has no layer 'dense9'; did you mean 'dense1'? its layers on the way to the answer are joined, "
      )
        == true
    }
  }

  @Test func classesComeApart() throws {
    let model = try Self.model.get()
    var mapper = Mapper()
    (mapper.threads, mapper.perplexity) = (2, 10)
    let maps = try LayerMaps(of: model, on: Self.table(400), with: mapper)
    #expect(maps.stages.map(\.map.name) == model.stages)
    let first = try #require(maps.stages.first), last = try #require(maps.stages.last)
    let agreements = try (#require(first.agreement), #require(last.agreement))
    #expect(abs(agreements.0.chance - 0.5) < 0.03 && agreements.1.value > 0.95 && agreements.1.p < 0.01)
    let silhouettes = try (#require(first.silhouette), #require(last.silhouette))
    #expect(silhouettes.0 < 0.2 && silhouettes.1 > 0.5)
    mapper.threads = 1
    let again = try LayerMaps(of: model, on: Self.table(400), with: mapper)
    #expect(again.stages.map(\.map.tsne) == maps.stages.map(\.map.tsne))
    #expect(again.stages.map(\.silhouette) == maps.stages.map(\.silhouette))

    let page = LayerMapsPage.html(maps, target: "same", source: "</main><script>alert(1)</script>")
    #expect(!page.contains("<script") && page.components(separatedBy: "<svg").count == maps.stages.count + 1)
    #expect(page.components(separatedBy: "<circle").count == 400 * maps.stages.count + 1)
    #expect(page.contains("10 nearest agree: \(FigureText.metric(agreements.1.value)); silhouette "))
    #expect(XMLParser(data: Data(page.utf8)).parse())
  }

  @Test func rowsWithoutATarget() throws {
    let model = try Self.model.get(), whole = try Self.table(60)
    let table = try Table(name: "new.csv", columns: Array(whole.columns.dropFirst()))
    var mapper = Mapper()
    (mapper.threads, mapper.perplexity) = (1, 5)
    let maps = try LayerMaps(of: model, on: table, with: mapper)
    #expect(maps.target == nil && maps.stages.allSatisfy { $0.agreement == nil && $0.silhouette == nil })
    let page = LayerMapsPage.html(maps, target: "same", source: "new.csv")
    #expect(page.contains("The file has no &#39;same&#39;, so that the points have no colours."))
  }

  /// Classes that are written as numbers are names all the same.
  @Test func classesThatAreNumbers() throws {
    let whole = try Self.table(900)
    let digits = Column(
      name: "same", numbers: (0..<900).map { whole.columns[0].text($0) == "yes" ? 7 : 3 })
    let table = try Table(name: "digits.csv", columns: [digits] + whole.columns.dropFirst())
    let model = try MadeUp.model(on: table, predicting: "same") {
      $0.epochs = 6
      $0.task = .classes
    }
    var mapper = Mapper()
    (mapper.threads, mapper.perplexity) = (2, 10)
    let last = try #require(LayerMaps(of: model, on: table, with: mapper).stages.last)
    let agreement = try #require(last.agreement)
    #expect(last.silhouette != nil && abs(agreement.chance - 0.5) < 0.03 && agreement.value > 0.8)
  }

  @Test func aSampleOfRows() {
    var mapper = Mapper()
    mapper.mostPoints = 10
    #expect(mapper.rows(of: 10) == Array(0..<10))
    let rows = mapper.rows(of: 1000)
    #expect(rows.count == 10 && rows == rows.sorted() && Set(rows).count == 10 && (rows.last ?? 0) > 500)
    mapper.seed = 2
    #expect(mapper.rows(of: 1000) != rows)
  }

  // MARK: the target of a column's values

  @Test func targetsByValue() throws {
    let table = try Table(
      name: "t.csv",
      columns: [
        Column(name: "y", strings: (0..<400).map { $0 % 4 == 0 || $0 % 8 == 1 ? "yes" : "no" }),
        Column(name: "a", strings: (0..<400).map { "a\($0 % 4)" }),
        Column(name: "m", strings: (0..<400).map { ["p", "q", "r"][$0 % 4 == 3 ? 2 : $0 % 2] }),
        Column(name: "z", numbers: (0..<400).map { Double($0 % 4) + 0.25 * Double($0 % 3) }),
      ])
    let two = try MadeUp.model(on: table, predicting: "y") { $0.epochs = 1 }
    let aspect = try MapAspect(targetOf: two, byValuesOf: "a", in: table, threads: 1)
    #expect(aspect.name == "share of y = yes")
    let values = try two.vectors(in: "a").values
    guard case .numbers(let shares) = aspect.content else {
      Issue.record("a share is a number")
      return
    }
    #expect(Dictionary(uniqueKeysWithValues: zip(values, shares)) == ["a0": 1, "a1": 0.5, "a2": 0, "a3": 0])

    let three = try MadeUp.model(on: table, predicting: "m") { $0.epochs = 1 }
    let names = try MapAspect(targetOf: three, byValuesOf: "a", in: table, threads: 1)
    #expect(names.name == "most frequent m")
    guard case .names(let most) = names.content else {
      Issue.record("a class is a name")
      return
    }
    #expect(
      Dictionary(uniqueKeysWithValues: zip(try three.vectors(in: "a").values, most))
        == ["a0": "p", "a1": "q", "a2": "p", "a3": "r"])

    let number = try MadeUp.model(on: table, predicting: "z") { $0.epochs = 1 }
    let mean = try MapAspect(targetOf: number, byValuesOf: "a", in: table, threads: 1)
    guard case .numbers(let means) = mean.content else {
      Issue.record("a mean is a number")
      return
    }
    let byName = Dictionary(uniqueKeysWithValues: zip(try number.vectors(in: "a").values, means))
    let found = try #require(byName["a2"])
    #expect(mean.name == "mean of z" && abs(found - 2.2475) < 0.01)
  }
}
