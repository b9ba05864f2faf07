import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks
import Testing

/// Every way in which a schema may have ids enter a network.
@Suite struct InputLayerTests {
  /// A category of 40 towns, a list of colours and a text; the class follows from the town.
  private static let table: Table = {
    let rows = 0..<600
    let words = ["rain", "sun", "wind", "snow", "fog", "hail", "storm"]
    let columns = [
      Column(name: "town", strings: rows.map { "town \($0 * 17 % 40)" }),
      Column(
        name: "colours",
        strings: rows.map { "\(["red", "blue", "green"][$0 % 3])|\(["red", "grey"][$0 % 2])" }),
      Column(
        name: "note",
        strings: rows.map { "there was \(words[$0 % 7]) and then \(words[$0 / 7 % 7]) on the hill" }),
      Column(name: "y", strings: rows.map { $0 * 17 % 40 < 16 ? "yes" : "no" }),
    ]
    do { return try Table(name: "t", columns: columns) } catch { fatalError("\(error)") }
  }()

  private static func schema(_ layers: [String: InputLayer]) throws -> Schema {
    var options = TrainingOptions()
    options.columns = ["town": .category, "colours": .list, "note": .text]
    var schema = try options.schema(for: table, predicting: "y")
    for place in schema.columns.indices {
      if let layer = layers[schema.columns[place].name] { schema.columns[place].layer = layer }
    }
    return schema
  }

  private static func trained(_ layers: [String: InputLayer], epochs: Int = 2) async throws -> Predictor {
    let schema = try schema(layers)
    return try await Predictor.train(on: table, predicting: "y") {
      $0.schema = schema
      $0.epochs = epochs
      $0.threads = 1
    }
  }

  private static let choices: [(column: String, layer: InputLayer)] =
    [("town", ColumnKind.category), ("colours", .list), ("note", .text)].flatMap { column, kind in
      kind.layers.map { (column, $0) }
    }

  /// A model of any layer is the same from its file, and says the same of a row alone as among others.
  @Test(arguments: choices.indices) func staysInTheFile(_ choice: Int) async throws {
    let (column, layer) = Self.choices[choice]
    let model = try await Self.trained([column: layer])
    let again = try SmallModel.read(SmallModel.bytes(model))
    #expect(again.schema == model.schema && again.encoder.features == model.encoder.features)
    let predictions = try model.predictions(for: Self.table)
    #expect(try again.predictions(for: Self.table).probabilities == predictions.probabilities)
    let cells = Dictionary(
      uniqueKeysWithValues: ["town", "colours", "note"].map { ($0, Cell.text(Self.table[$0]?.text(7) ?? "")) }
    )
    #expect(
      try again.prediction(for: cells).probability(of: "yes") == predictions[7].probability(of: "yes"))
  }

  @Test func layersAreWhatTheSchemaSays() async throws {
    func nodes(_ layers: [String: InputLayer]) async throws -> [String: any Layer] {
      let model = try await Self.trained(layers, epochs: 1)
      return model.plan.network.nodes.reduce(into: [:]) { nodes, node in
        if case .layer(let layer, _) = node.content { nodes[node.name] = layer }
      }
    }
    let usual = try await nodes([:])
    #expect(usual["town.embedding"] is Embedding && usual["town.direct"] is Embedding)
    let deep = try await nodes(["town": .deepEmbedding, "note": .deepEmbedding])
    #expect(deep["town.embedding"] is Embedding && deep["town.direct"] == nil)
    #expect((deep["note.embedding"] as? Embedding)?.pooling == .mean)
    let codes = try await nodes(["town": .code, "colours": .oneHot, "note": .tfidf])
    #expect(codes["town.code"] is Code && codes["town.embedding"] == nil)
    #expect(codes["colours.oneHot"] is OneHot && codes["note.embedding"] == nil)
    // The sum of what dense layers read of a row is activated as a dense layer's would be.
    #expect((codes["note.dense1"] as? Embedding)?.dimension == 32)
    #expect((codes["add1"] as? Addition)?.activation == .relu)
  }

  @Test func hashedValuesShareRows() async throws {
    let model = try await Self.trained(["town": .hashed])
    guard case .category(let town)? = model.encoder.encoders.first else {
      Issue.record("no category")
      return
    }
    // 40 towns and the unknown one: an eighth to a quarter of 41.
    #expect(town.buckets == 8 && town.vocabularySize == 9 && town.vocabulary.size == 1)
    let ids = (0..<40).map { town.id(of: .text("town \($0)")) }
    #expect(Set(ids).count > 4 && ids.allSatisfy { (1...8).contains($0) })
    #expect(try model.predictions(for: Self.table).unknownShares["town"] == nil)
    #expect(!model.columnsWithVectors.contains("town"))
    #expect(town.id(of: .text("7")) == town.id(of: .number(7)))
  }

  /// The rows of ones alone, and all numbers: one function of the same weights.
  @Test(arguments: [Activation.relu, .silu]) func sparseEqualsDense(activation: Activation) throws {
    let size = 9, units = 16
    let multiplied = try NeuralNetwork { n in
      let numbers = n.oneHot(n.bag("words", vocabularySize: size))
      n.output(
        n.dense(numbers, units: units, activation: activation, bias: false, name: "y"), loss: .squaredError)
    }
    let read = try NeuralNetwork { n in
      let sum = n.embedding(n.bag("words", vocabularySize: size), dimension: units, pooling: .sum, table: "w")
      n.output(n.add([sum], activation: activation, name: "y"), loss: .squaredError)
    }
    let dense = try Parameters(for: NetworkPlan(multiplied), seed: 3)
    let sparse = try Parameters(for: NetworkPlan(read), seed: 4)
    try sparse.set(dense.values(of: "y.weight"), for: "embedding.w")
    let examples = try Examples(columns: [
      "words": .bags(
        try BagColumn(
          offsets: [0, 3, 3, 5], ids: [1, 4, 8, 2, 2], weights: [0.5, 1, -2, 1, 1], vocabularySize: size))
    ])
    let a = try Inference(NetworkPlan(multiplied), parameters: dense).outputs(examples)
    let b = try Inference(NetworkPlan(read), parameters: sparse).outputs(examples)
    #expect(a.contains { $0 != 0 })
    for (a, b) in zip(a, b) { #expect(abs(a - b) < 1e-6) }
  }

  @Test func networkOptionsAreFollowed() async throws {
    let model = try await Predictor.train(on: Self.table, predicting: "y") {
      $0.columns = ["town": .category, "note": .text]
      $0.epochs = 1
      $0.threads = 1
      $0.network.hidden = [24, 12]
      $0.network.dropout = 0
      $0.network.dimension = 5
    }
    let layers = model.plan.network.nodes.compactMap { node in
      if case .layer(let layer, _) = node.content { layer } else { nil }
    }
    let dense = layers.compactMap { $0 as? Dense }.map(\.units)
    #expect(dense == Array(repeating: [24, 12, 2], count: 8).flatMap(\.self))
    #expect(!layers.contains { $0 is Dropout })
    #expect(try model.vector(for: "town 3", in: "town")?.count == 5)

    let linear = try await Predictor.train(on: Self.table, predicting: "y") {
      $0.epochs = 1
      $0.threads = 1
      $0.network.hidden = []
    }
    #expect(linear.plan.network.nodes.filter { $0.name.hasPrefix("dense") }.isEmpty)
  }

  @Test func numbersMayStayAsTheyAre() throws {
    let column = Column(name: "n", numbers: (0..<200).map { $0 == 7 ? nil : Double($0 * $0 * $0) })
    let encoder = NumberEncoder(fitting: column, rows: Array(0..<200), normalizes: false)
    #expect(encoder.width == 2 && !encoder.isHeavyTailed)
    var numbers: [Float] = [0, 0]
    var span = numbers.mutableSpan
    encoder.encode(8000, into: &span, at: 0)
    #expect(numbers == [8000, 0])
    span = numbers.mutableSpan
    encoder.encode(nil, into: &span, at: 0)
    #expect(numbers == [0, 1])
  }
}
