import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import Foundation
import Testing

/// Explanations of rows, and what matters over many, against answers that are known.
@Suite struct ExplainerTests {
  /// A number that follows from columns of known strength, and from one not at all.
  private static func strengths(_ rows: Range<Int>) throws -> Table {
    var lines = ["strong,middle,weak,noise,town,y"]
    for row in rows {
      let values = (1...4).map { Double(MadeUp.any(row, 1000, salt: UInt64($0))) / 500 - 1 }
      let town = MadeUp.any(row, 4, salt: 9)
      let error = Double(MadeUp.any(row, 1000, salt: 7)) / 500 - 1
      let y = 4 * values[0] + 2 * values[1] + values[2] + Double(town % 2) * 3 + error / 2
      lines.append((values.map { "\($0)" } + ["t\(town)", "\(y)"]).joined(separator: ","))
    }
    return try Table(contentsOf: Array((lines.joined(separator: "\n") + "\n").utf8), name: "data.csv")
  }

  @Test func importanceHasTheKnownOrder() async throws {
    let model = try await Predictor.train(on: Self.strengths(0..<4000), predicting: "y") {
      $0.epochs = 12
      $0.columns["town"] = .category
    }
    let test = try Self.strengths(4000..<6000)
    let importance = try Explainer(model, background: test).importance(on: test)
    #expect(importance.metric?.name == "rmse" && importance.shuffledRows == 2000 && importance.rows == 2000)
    #expect(importance.contributionRows == 500 && importance.backgroundRows == 100)
    #expect(importance.columns.map(\.column) == ["strong", "town", "middle", "weak", "noise"])
    let byContribution = importance.columns.sorted { $0.contribution.value > $1.contribution.value }
    #expect(byContribution.map(\.column) == ["strong", "town", "middle", "weak", "noise"])
    for column in importance.columns {
      let shuffled = try #require(column.shuffled)
      #expect(shuffled.contains(0) == (column.column == "noise"), "\(column)")
      #expect(shuffled.contains(shuffled.value) && column.contribution.contains(column.contribution.value))
      #expect(shuffled.high - shuffled.low < 0.5)
    }
    // A uniform number of mean size 1/2 brings half its factor; a coin of 3 half of that.
    for (name, expected) in [("strong", 2.0), ("middle", 1), ("weak", 0.5), ("town", 1.5)] {
      let column = try #require(importance.columns.first { $0.column == name })
      #expect(abs(column.contribution.value - expected) < 0.15 * expected + 0.05, "\(column)")
    }
    #expect(importance.largestGap < 0.01)
  }

  /// Dates, categories, pairs of them, lists, texts and numbers, some cells empty.
  private static func mixture(_ rows: Range<Int>, name: String = "data.csv") throws -> Table {
    try MadeUp.table(
      rows.count,
      [
        "date": { "2024-0\(1 + MadeUp.any($0, 9, salt: 3))-1\(MadeUp.any($0, 9, salt: 4))" },
        "town": { "t\(MadeUp.any($0, 12, salt: 5))" },
        "shop": { MadeUp.any($0, 9, salt: 6) == 0 ? nil : "s\(MadeUp.any($0, 3, salt: 7))" },
        "size": { MadeUp.any($0, 11, salt: 8) == 0 ? nil : "\(MadeUp.any($0, 400, salt: 9)).5" },
        "tags": { ["a|b", "b", "", "c|a", "c"][MadeUp.any($0, 5, salt: 10)] },
        "note": { row in
          (0..<5).map {
            ["fine", "dull", "warm", "cold", "film", "plot", "not"][MadeUp.any(row, 7, salt: 20 + UInt64($0))]
          }
          .joined(separator: " ")
        },
        "y": { row in
          let score =
            MadeUp.any(row, 12, salt: 5) + MadeUp.any(row, 400, salt: 9) / 40 + MadeUp.any(row, 12, salt: 11)
          return ["low", "middle", "high"][min(2, score / 11)]
        },
      ], name: name)
  }

  private static func trained(
    on table: Table, _ change: @Sendable (inout TrainingOptions) -> Void = { _ in }
  ) async throws -> Predictor {
    try await Predictor.train(on: table, predicting: "y") {
      $0.epochs = 2
      $0.columns = ["tags": .list, "note": .text, "town": .category, "shop": .category]
      change(&$0)
    }
  }

  /// The columns and the gap make up the difference; parts and pieces make up their column.
  private func addsUp(_ explanation: RowExplanation, gap: Double) {
    let difference = explanation.value - explanation.average
    let sum = explanation.columns.reduce(0) { $0 + $1.contribution }
    #expect(abs(sum + explanation.gap - difference) < 1e-9)
    #expect(abs(explanation.gap) <= gap * max(abs(difference), explanation.spread), "\(explanation.gap)")
    for column in explanation.columns {
      if !column.parts.isEmpty {
        #expect(abs(column.parts.reduce(0) { $0 + $1.contribution } - column.contribution) < 1e-9)
      }
      guard let absent = column.absent else { continue }
      #expect(abs(column.pieces.reduce(absent) { $0 + $1.contribution } - column.contribution) < 1e-9)
      if let text = column.text {
        #expect(text.stretches.map(\.text).joined() == column.value)
        let words = text.stretches.reduce(0) { $0 + ($1.contribution ?? 0) }
        #expect(abs(words + absent - column.contribution) < 1e-9)
      }
    }
  }

  /// Eight members of SiLU over all kinds of columns, three classes.
  @Test func aRowAddsUp() async throws {
    let table = try Self.mixture(0..<2500), model = try await Self.trained(on: table)
    let explainer = try Explainer(model, background: table)
    for row in 0..<20 {
      let explanation = try explainer.explanation(ofRow: row, of: table)
      addsUp(explanation, gap: 0.01)
      #expect(Set(explanation.columns.map(\.column)) == Set(model.encoder.columns))
      #expect(explanation.score.label == explanation.prediction.label)
      let sizes = explanation.columns.map { abs($0.contribution) }
      #expect(sizes == sizes.sorted(by: >))
      let shop = try #require(explanation.columns.first { $0.column == "shop" })
      #expect(shop.value == table["shop"]?.text(row))
      // The names of what a date is made of.
      let date = try #require(explanation.columns.first { $0.column == "date" })
      #expect(date.parts.contains { $0.name == "date.month" })
    }
  }

  /// Every layer by which ids may enter.
  @Test(arguments: [
    ["town": InputLayer.code, "tags": .oneHot, "note": .tfidf],
    ["town": .oneHot, "tags": .sparseOneHot, "note": .deepEmbedding],
    ["town": .sparseOneHot, "note": .sparseOneHot], ["town": .hashed, "note": .oneHot],
    ["town": .deepEmbedding, "note": .hashed],
  ]) func everyLayerAddsUp(layers: [String: InputLayer]) async throws {
    let table = try Self.mixture(0..<1200)
    var options = SchemaOptions(target: "y")
    options.kinds = ["tags": .list, "note": .text, "town": .category, "shop": .category]
    var schema = try Schema.inferred(from: table, options: options)
    for place in schema.columns.indices { schema.columns[place].layer = layers[schema.columns[place].name] }
    let wanted = schema
    let model = try await Predictor.train(on: table, predicting: "y") {
      $0.epochs = 1
      $0.schema = wanted
    }
    let explainer = try Explainer(model, background: table)
    for row in 0..<5 { addsUp(try explainer.explanation(ofRow: row, of: table), gap: 0.01) }
  }

  /// Pairs of values and days from two columns: what they bring is shared.
  @Test func whatIsMadeOfSeveralColumnsAddsUp() async throws {
    let table = try MadeUp.table(
      23_000,
      [
        "month": { "\(1 + MadeUp.any($0, 12, salt: 3))" }, "day": { "\(1 + MadeUp.any($0, 28, salt: 4))" },
        "town": { "t\(MadeUp.any($0, 12, salt: 5))" }, "shop": { "s\(MadeUp.any($0, 5, salt: 6))" },
        "y": { row in
          let isHigh = (MadeUp.any(row, 12, salt: 5) + MadeUp.any(row, 5, salt: 6)) % 4 == 0
          return isHigh == (MadeUp.any(row, 10, salt: 7) > 0) ? "yes" : "no"
        },
      ])
    let model = try await Predictor.train(on: table, predicting: "y") { $0.epochs = 2 }
    let explainer = try Explainer(model, background: table)
    for row in 0..<10 {
      let explanation = try explainer.explanation(ofRow: row, of: table)
      addsUp(explanation, gap: 0.01)
      func part(_ name: String, of column: String) throws -> Double {
        try #require(
          explanation.columns.first { $0.column == column }?.parts.first { $0.name == name }
        ).contribution
      }
      #expect(try part("town×shop", of: "town") == part("town×shop", of: "shop"))
      #expect(try part("month+day", of: "day") == part("month+day", of: "month"))
    }
  }

  /// Squares to the left or to the right, in images that training moves about.
  @Test func pixelsOfImagesAddUp() async throws {
    let images = (0..<300).map { row in
      (0..<81).map { pixel -> UInt8 in
        let isInk = (2...5).contains(pixel / 9) && (row % 2 == 0 ? 1...3 : 5...7).contains(pixel % 9)
        return isInk ? 230 : UInt8(MadeUp.any(row * 81 + pixel, 40))
      }
    }
    let table = try Table(
      name: "images",
      columns: [
        Column(name: "image", images: images, height: 9, width: 9),
        Column(name: "side", strings: (0..<300).map { $0 % 2 == 0 ? "left" : "right" }),
      ])
    let model = try await Predictor.train(on: table, predicting: "side") { $0.epochs = 4 }
    let explainer = try Explainer(model, background: table)
    for row in 0..<6 {
      let explanation = try explainer.explanation(ofRow: row, of: table)
      addsUp(explanation, gap: 0.01)
      #expect(explanation.prediction.label == (row % 2 == 0 ? "left" : "right"))
      let image = try #require(explanation.columns[0].pixels)
      #expect(image.height == 9 && image.width == 9 && image.pixels == images[row])
      #expect(abs(image.contributions.reduce(0, +) - explanation.columns[0].contribution) < 1e-9)
      // Ink and its lack, in both places where it may be, speak for the prediction.
      let telling = (0..<81).filter { (2...5).contains($0 / 9) && ![0, 4, 8].contains($0 % 9) }
      #expect(telling.reduce(0) { $0 + image.contributions[$1] } > 0.8 * explanation.columns[0].contribution)
      #expect(explanation.columns[0].contribution > 1)
      #expect(
        try Drawn(ExplanationPage.html(explanation, of: "images", target: "side")).rectangles.contains {
          $0.style.hasPrefix("for")
        })
    }
  }

  @Test func threadsAndRepetitionChangeNothing() async throws {
    let table = try Self.mixture(0..<600), model = try await Self.trained(on: table)
    func importance(_ threads: Int, seed: UInt64 = 1) throws -> Importance {
      var options = ExplainerOptions()
      (options.threads, options.seed, options.repeats, options.contributionRows) = (threads, seed, 2, 61)
      return try Explainer(model, background: table, options).importance(on: table)
    }
    let one = try importance(1)
    for threads in [2, 3] {
      let other = try importance(threads)
      #expect(
        one.columns == other.columns && one.pieces == other.pieces && one.largestGap == other.largestGap)
    }
    #expect(try one.columns != importance(1, seed: 2).columns)
    // Each row's own class is explained, so words stand under the classes.
    #expect(one.score == nil && Set(one.pieces.compactMap(\.label)).isSubset(of: Set(model.classes)))
    #expect(one.pieces.allSatisfy { $0.contribution > 0 && $0.rows > 0 && $0.label != nil })
  }

  /// Words whose worth is known: `fine` and `warm` speak for, `dull` and `cold` against, `not` turns `good` about.
  private static func reviews(_ rows: Range<Int>, name: String = "reviews.csv") throws -> Table {
    var lines = ["text,y"]
    for row in rows {
      let isGood = MadeUp.any(row, 2, salt: 1) == 0
      let words = isGood ? ["fine", "warm"] : ["dull", "cold"], plain = ["film", "plot", "cast"]
      lines.append(
        "\"the \(plain[MadeUp.any(row, 3, salt: 2)]), \(words[MadeUp.any(row, 2, salt: 3)]); was "
          + "\(isGood ? "good" : "not good")\",\(isGood ? "pos" : "neg")")
    }
    return try Table(contentsOf: Array((lines.joined(separator: "\n") + "\n").utf8), name: name)
  }

  @Test func wordsOfATextAreNamed() async throws {
    let table = try Self.reviews(0..<800)
    let model = try await Predictor.train(on: table, predicting: "y") { $0.columns["text"] = .text }
    var options = ExplainerOptions()
    options.label = "pos"
    let explainer = try Explainer(model, background: table, options)
    for row in 0..<40 {
      let explanation = try explainer.explanation(ofRow: row, of: table)
      let isGood = table["y"]?.text(row) == "pos"
      #expect(explanation.score.name == "the log-odds of 'pos'")
      // Linear: exact but for rounding.
      #expect(abs(explanation.gap) < 1e-4)
      addsUp(explanation, gap: 1e-4)
      let column = explanation.columns[0]
      for piece in column.pieces where ["fine", "warm", "dull", "cold", "not good"].contains(piece.text) {
        #expect((piece.contribution > 0) == isGood, "\(piece)")
      }
      // What all rows have moves nothing.
      let common = try #require(column.pieces.first { $0.text == "the" })
      #expect(abs(common.contribution) < 1e-6)
      let probability = Double(try #require(explanation.prediction.probability(of: "pos")))
      #expect(abs(1 / (1 + Elementary.exp(-explanation.value)) - probability) < 1e-5)
    }
    let pieces = try explainer.importance(on: table).pieces
    let best = try #require(pieces.first), worst = try #require(pieces.last { $0.contribution < 0 })
    #expect(["fine", "warm", "good"].contains { best.text.contains($0) } && best.meanContribution > 0)
    #expect(worst.contribution < 0 && pieces.contains { $0.text == "not good" && $0.contribution < 0 })
    #expect(pieces.allSatisfy { abs($0.meanContribution - $0.contribution * Double($0.rows) / 500) < 1e-9 })
    // Against the same class: all signs turn about.
    options.label = "neg"
    let turned = try Explainer(model, background: table, options).explanation(ofRow: 3, of: table)
    let straight = try explainer.explanation(ofRow: 3, of: table)
    #expect(abs(turned.value + straight.value) < 1e-9 && turned.value != 0)
    #expect(abs(turned.columns[0].contribution + straight.columns[0].contribution) < 1e-6)
  }

  @Test func numbersAreInTheirUnits() async throws {
    let table = try Self.strengths(0..<900)
    let model = try await Predictor.train(on: table, predicting: "y") { $0.epochs = 3 }
    let explainer = try Explainer(model, background: table)
    let predictions = try model.predictions(for: table)
    for row in 0..<10 {
      let explanation = try explainer.explanation(ofRow: row, of: table)
      addsUp(explanation, gap: 0.01)
      #expect(abs(explanation.value - predictions.numbers[row]) < 1e-9)
      #expect(explanation.score.label == nil && explanation.score.name == "the predicted 'y'")
    }
  }

  @Test func unknownAndMissingAreNamed() async throws {
    let table = try Self.mixture(0..<800), model = try await Self.trained(on: table)
    let strange = try Table(
      contentsOf: Array(
        "date,town,shop,size,tags,note\n2024-01-11,elsewhere,,3,zzz,grfl brr\n".utf8), name: "new.csv")
    let explanation = try Explainer(model, background: table).explanation(ofRow: 0, of: strange)
    addsUp(explanation, gap: 0.01)
    func column(_ name: String) throws -> ColumnContribution {
      try #require(explanation.columns.first { $0.column == name })
    }
    #expect(try column("town").isUnknown && column("town").value == "elsewhere")
    #expect(try column("shop").value == nil && !column("shop").isUnknown)
    #expect(try column("note").isUnknown && column("note").pieces.allSatisfy(\.isUnknown))
    #expect(try column("tags").pieces == [column("tags").pieces[0]] && column("tags").pieces[0].isUnknown)
    #expect(explanation.prediction.unknown.contains("town"))
  }

  @Test func importanceWithoutATargetOrALabel() async throws {
    let table = try Self.mixture(0..<500), model = try await Self.trained(on: table)
    let bare = try Table(
      name: "bare.csv", columns: table.columns.filter { $0.name != "y" })
    let importance = try Explainer(model, background: bare).importance(on: bare)
    #expect(importance.metric == nil && importance.columns.allSatisfy { $0.shuffled == nil })
    let sizes = importance.columns.map(\.contribution.value)
    #expect(sizes == sizes.sorted(by: >) && sizes[0] > 0)
  }

  @Test func mistakesAreNamed() async throws {
    let table = try Self.mixture(0..<300), model = try await Self.trained(on: table)
    func message(_ body: () throws -> Void) -> String? {
      do { try body() } catch let error as CondenseError {
        return error.kind == .usage ? error.message : "of another kind"
      } catch { return nil }
      return nil
    }
    var options = ExplainerOptions()
    options.label = "midle"
    #expect(
      message { _ = try Explainer(model, background: table, options) }
        == "the model has no class 'midle'; did you mean 'middle'?")
    #expect(
      message { _ = try Explainer(model, background: table.rows([3])) }
        == "data.csv has 1 row; explaining holds rows against others, so give a background of two or more")
    let explainer = try Explainer(model, background: table)
    #expect(
      message { _ = try explainer.explanation(ofRow: 300, of: table) }
        == "data.csv has 300 rows, and no row 301")
  }

  @Test func pagesAreWellFormedAndSafe() async throws {
    let names = [
      "a\"b", "<script>alert(1)</script>", "\u{202E}שלום, 😀", String(repeating: "y", count: 10_000),
    ]
    func table(_ rows: Int) throws -> Table {
      try Table(
        name: "<b>.csv",
        columns: [
          Column(name: names[0], strings: (0..<rows).map { names[MadeUp.any($0, 4, salt: 2)] }),
          Column(
            name: names[1],
            strings: (0..<rows).map {
              "\(names[1]) \(names[2]) & 'x' \"y\" \(MadeUp.any($0, 2) == 0 ? "good" : "bad") \(names[3])"
            }),
          Column(name: names[3], numbers: (0..<rows).map { Double(MadeUp.any($0, 100, salt: 3)) + 0.5 }),
          Column(name: names[2], strings: (0..<rows).map { MadeUp.any($0, 2) == 0 ? names[1] : "</style>" }),
        ])
    }
    let training = try table(400)
    let model = try await Predictor.train(on: training, predicting: names[2]) {
      $0.epochs = 2
      $0.columns = [names[1]: .text, names[0]: .category]
    }
    let explainer = try Explainer(model, background: training)
    let row = ExplanationPage.html(
      try explainer.explanation(ofRow: 1, of: training), of: training.name, target: model.target)
    let all = ImportancePage.html(try explainer.importance(on: training))
    for page in [row, all] {
      let drawn = try Drawn(page)
      #expect(!drawn.elements.contains("script") && !page.contains("\u{202E}"))
      #expect(drawn.elements.contains("svg") && drawn.elements.contains("table"))
      #expect(page.utf8.count < 200_000, "long names are cut")
      #expect(drawn.words.contains("<script>alert(1)"))
      #expect(page.hasPrefix("<!DOCTYPE html>\n<html"))
    }
    #expect(try Drawn(row).words.contains("good"))
  }
}
