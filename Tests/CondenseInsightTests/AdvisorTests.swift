import CondenseData
import CondenseInsight
import CondenseModels
import CondenseNetworks
import Testing

/// What is counted before training is what training uses.
struct AdvisorTests {
  /// Every kind of column: numbers, categories, yes or no, a date with days that repeat, a list, a text.
  private static func mixed(_ rows: Int = 400) throws -> Table {
    let words = ["red", "blue", "warm", "cold", "old", "new", "big", "small"]
    return try MadeUp.table(
      rows,
      [
        "y": { MadeUp.coin($0) }, "x": { "\(Double(MadeUp.any($0, 1000)) / 8)" },
        "town": { "town\(MadeUp.any($0, 40, salt: 2))" },
        "home": { "town\(MadeUp.any($0, 40, salt: 3))" },
        "flag": { MadeUp.any($0, 2, salt: 4) == 0 ? "on" : "off" },
        "day": { "2024-0\(1 + MadeUp.any($0, 2, salt: 5))-1\(MadeUp.any($0, 5, salt: 6))" },
        "tags": { "\(words[MadeUp.any($0, 8, salt: 7)])|\(words[MadeUp.any($0, 8, salt: 8)])" },
        "note": { row in
          (0..<6).map { words[MadeUp.any(row, 8, salt: 10 + UInt64($0))] }.joined(separator: " ")
        },
      ])
  }

  @Test(arguments: [["note"], [], ["note", "tags", "day"]])
  func parametersAndBytesAreThoseOfTraining(ignored: [String]) async throws {
    let table = try Self.mixed()
    for sharing in [[], [["town", "home"]]] {
      var training = TrainingOptions()
      (training.ignored, training.sharing, training.epochs, training.seed) = (ignored, sharing, 1, 7)
      let advice = try MadeUp.advice(table) { $0.training = training }
      let model = try await Predictor.train(on: table, predicting: "y") { $0 = training }
      #expect(advice.cost.parameters == model.parameters.count)
      #expect(advice.cost.weightBytes == model.parameters.count * 4)
      #expect(advice.schema == model.schema)
      let setup = try TrainingSetup(table, predicting: "y", training)
      #expect(try advice.cost.stateBytes == setup.makeTrainer().stateBytes)
      let encoded = try [setup.trainingRows, setup.validationRows].reduce(0) {
        try $0 + setup.learned($1).bytes
      }
      #expect(abs(advice.cost.encodedBytes - encoded) * 20 < encoded)
      #expect(advice.cost.memoryBytes > advice.cost.encodedBytes + advice.cost.weightBytes)
    }
  }

  /// What columns cost, and the layers after the first, are all there is.
  @Test func costsAddUp() throws {
    let table = try Self.mixed()
    var training = TrainingOptions()
    training.ignored = ["note"]
    let advice = try MadeUp.advice(table) { $0.training = training }
    let setup = try TrainingSetup(table, predicting: "y", training)
    let entering = setup.plan.parameters.filter {
      $0.name.hasPrefix("embedding.") || $0.name.hasSuffix(".weight") && $0.columns == 32
    }
    #expect(entering.count > 3)
    #expect(setup.firstUnits % 32 == 0)
    #expect(
      advice.columns.reduce(0) { $0 + $1.cost.chosen } == entering.reduce(0) { $0 + $1.rows * $1.columns })
  }

  @Test func eachWayHasItsPrice() throws {
    let table = try Self.mixed()
    let advice = try MadeUp.advice(table)
    let units = try TrainingSetup(table, predicting: "y", TrainingOptions()).firstUnits
    let columns = Dictionary(uniqueKeysWithValues: advice.columns.map { ($0.name, $0) })
    let town = try #require(columns["town"]), d = try #require(town.dimension)
    #expect(town.kind == .category && town.layer == "embedding")
    // One row more: unknown values.
    let n = town.distinct + 1
    // Each of them speaks to both outputs too.
    #expect(town.cost.embedding == n * (d + 2) + d * units && town.cost.oneHot == n * units)
    #expect(town.cost.chosen == town.cost.embedding && town.cost.hashed == nil && town.cost.dense == nil)
    let x = try #require(columns["x"])
    #expect(x.layer == "dense" && x.cost.dense == units && x.cost.chosen == units && x.rare == nil)
    #expect(columns["note"]?.layer == "embedding bag")
  }

  @Test func manyValuesAreHashed() throws {
    let table = try MadeUp.table(
      6000, ["y": { MadeUp.coin($0) }, "code": { "c\($0 / 3)" }, "x": { "\(Double($0) / 7)" }])
    let column = try #require(MadeUp.advice(table).columns.first { $0.name == "code" })
    #expect(column.kind == .category && column.distinct == 2000)
    let hashed = try #require(column.cost.hashed), embedding = try #require(column.cost.embedding)
    #expect(hashed < embedding)
    #expect(try embedding < #require(column.cost.oneHot))
  }

  @Test func countsAreOfTheTable() throws {
    let table = try MadeUp.table(
      1200,
      [
        "y": { MadeUp.coin($0) },
        // Ten values, then twenty that come once each, then empty cells.
        "town": { $0 < 1100 ? "t\($0 % 10)" : $0 < 1120 ? "once\($0)" : nil },
      ])
    let advice = try MadeUp.advice(table) { $0.training.orderBy = nil }
    let town = try #require(advice.columns.first)
    #expect(town.distinct == 30 && town.missing == 80)
    // Some of the twenty are among the rows held out.
    let rare = try #require(town.rare)
    #expect((10...20).contains(rare))
  }

  // MARK: one-hot

  @Test func tinyCategoriesMayBeOneHot() async throws {
    let table = try Self.mixed()
    let advice = try MadeUp.advice(table)
    let flag = try #require(advice.columns.first { $0.name == "flag" })
    #expect(flag.layer == "embedding")
    #expect(
      flag.reason
        == "2 different values; so few that one-hot would cost no more (\(flag.cost.oneHot ?? 0) parameters for"
        + " \(flag.cost.embedding ?? 0)): \"layer\": \"one-hot\" in the schema does as well")

    var schema = advice.schema
    for place in schema.columns.indices where ["flag", "day.day"].contains(schema.columns[place].name) {
      schema.columns[place].layer = .oneHot
    }
    let other = try MadeUp.advice(table) { $0.training.schema = schema }
    let asked = try #require(other.columns.first { $0.name == "flag" })
    #expect(asked.layer == "one-hot" && asked.dimension == 3 && asked.cost.chosen == flag.cost.oneHot)
    #expect(
      asked.reason
        == "2 different values; one-hot as the schema asks: \(flag.cost.oneHot ?? 0) parameters, where an embedding"
        + " would take \(flag.cost.embedding ?? 0)")
    let model = try await Predictor.train(on: table, predicting: "y") {
      $0.schema = schema
      $0.epochs = 1
    }
    #expect(model.parameters.count == other.cost.parameters)
    #expect(model.parameters.count != advice.cost.parameters)
    #expect(model.parameters.index(of: "embedding.flag") == nil)
    #expect(model.parameters.index(of: "embedding.day.day") == nil)
    #expect(!model.columnsWithVectors.contains("flag") && model.columnsWithVectors.contains("town"))
    // One row, and a value that nobody has seen.
    let row = Dictionary(
      uniqueKeysWithValues: table.columns.map { ($0.name, $0.text(3).map(Cell.text) ?? .missing) })
    #expect(try model.prediction(for: row) == model.predictions(for: table.rows([3]))[0])
    let new = try model.prediction(for: row.merging(["flag": "sideways"]) { $1 })
    #expect(new.unknown == ["flag"])
  }

  // MARK: which layers

  @Test func numbersNeedNoEmbedding() throws {
    let table = try MadeUp.table(
      200, ["y": { MadeUp.coin($0) }, "a": { "\(Double(MadeUp.any($0, 999)) / 8)" }, "b": { "\($0 % 2)" }])
    #expect(try MadeUp.advice(table).verdict == "no column wants an embedding: a dense network is enough")
  }

  @Test func tinyCategoriesNeedNoEmbedding() throws {
    let table = try MadeUp.table(
      200, ["y": { MadeUp.coin($0) }, "a": { $0 % 3 == 0 ? "on" : "off" }, "x": { "\(Double($0 % 97) / 8)" }])
    #expect(
      try MadeUp.advice(table).verdict
        == "no column needs an embedding: the categories are so small that one-hot and a dense network would do"
    )
    var schema = try MadeUp.advice(table).schema
    schema.columns[0].layer = .oneHot
    #expect(
      try MadeUp.advice(table, { $0.training.schema = schema }).verdict
        == "no column wants an embedding: one-hot and a dense network are enough")
  }

  @Test func textAloneNeedsNoDenseLayer() throws {
    let table = try MadeUp.table(
      200,
      [
        "y": { MadeUp.coin($0) },
        "t": { row in (0..<9).map { "w\(MadeUp.any(row, 60, salt: UInt64($0)))" }.joined(separator: " ") },
      ])
    #expect(
      try MadeUp.advice(table).verdict
        == "nothing but text: its words speak to the output directly, and no dense layer is needed")
  }

  @Test func everyKindHasItsLayer() throws {
    #expect(
      try MadeUp.advice(Self.mixed()).verdict
        == "an embedding bag for the text of 'note'; embeddings for 'town', 'home', 'tags', 'day.day'; small"
        + " embeddings for the parts of 'day'; numbers straight into dense layers")
  }

  // MARK: seconds and memory

  @Test func stepsAreTried() throws {
    let advice = try MadeUp.advice(Self.mixed()) { $0.probeSeconds = 0.3 }
    let epoch = try #require(advice.cost.secondsPerEpoch), most = try #require(advice.cost.secondsAtMost)
    #expect(epoch > 0 && most > epoch)
    #expect(try MadeUp.advice(Self.mixed()).cost.secondsPerEpoch == nil)
  }

  @Test func adviceComesOnAThreadOfItsOwn() async throws {
    var advisor = Advisor()
    advisor.probeSeconds = 0
    #expect(try await advisor.advice(on: Self.mixed(), predicting: "y").columns.count == 8)
  }

  @Test func whatDoesNotFitIsSaid() throws {
    let advice = try MadeUp.advice(Self.mixed()) {
      $0.availableMemory = 100_000
      $0.probeSeconds = 2
    }
    #expect(advice.cost.secondsPerEpoch == nil)
    let warning = try #require(advice.warnings.first)
    #expect(warning.kind == .memory)
    #expect(
      warning.text.hasPrefix("training will not fit: it takes about 2")
        && warning.text.contains(" MB of memory, and 100.0 kB are free; the largest part is '"))
  }
}
