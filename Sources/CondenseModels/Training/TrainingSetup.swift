import CondenseCore
import CondenseData
import CondenseNetworks

/// Everything about training on a table that is decided before the first step: schema, split, encoders, network.
///
/// Training runs it; advice counts it and tries a few of its steps.
package struct TrainingSetup: Sendable {
  /// Fewer rows than this teach nothing that could be checked.
  private static let fewestRows = 10
  static let optimizer = Optimizer.adam()
  static let embeddingOptimizer = Optimizer.lazyAdam()

  package let table: Table
  package let schema: Schema
  /// The rows to learn from, in order.
  package let trainingRows: [Int]
  /// The rows held out.
  package let validationRows: [Int]
  package let encoder: TableEncoder
  /// The network with its shapes.
  package private(set) var plan: NetworkPlan
  /// How each feature enters the network.
  package private(set) var inputs: [InputReport]
  /// Passes over the training rows, at most.
  package private(set) var epochs: Int
  /// Examples of one step.
  package private(set) var batchSize: Int
  private(set) var design: NetworkDesign
  let scale: TargetScale?
  /// The part of the training rows in each class.
  let classShares: [Double]
  /// Worker threads of the run.
  package let threads: Int
  private var options: TrainingOptions
  private let targets: TargetEncoder

  /// Decides, and says what is worth knowing.
  ///
  /// - Throws: `CondenseError` when the table, the target or the options allow no training.
  package init(_ table: Table, predicting target: String, _ options: TrainingOptions) throws {
    try options.check()
    self.table = table
    self.options = options
    threads = options.threads ?? Processors.available
    schema = try options.schema(for: table, predicting: target)
    targets = TargetEncoder(schema)
    let usable = try targets.usableRows(of: table)
    guard usable.count >= Self.fewestRows else {
      throw CondenseError(
        .content,
        "\(table.name) has \(usable.count) row\(usable.count == 1 ? "" : "s") with a '\(target)'; at least"
          + " \(Self.fewestRows) are needed to learn and to check what was learned")
    }
    let missing = try table.column(named: target).missingCount
    if missing > 0 {
      options.onRemark?(
        "\(missing) of \(Count.of(table.rowCount, "row", "rows")) \(missing == 1 ? "has" : "have") no"
          + " '\(target)': left out")
    }
    let others = table.rowCount - usable.count - missing
    if others > 0 {
      options.onRemark?(
        "\(others) of \(Count.of(table.rowCount, "row", "rows")) \(others == 1 ? "holds" : "hold") a '\(target)'"
          + (schema.task == .classes ? " that is none of the schema's classes" : " that is no number")
          + ": left out")
    }
    for remark in schema.remarks { options.onRemark?(remark) }
    (trainingRows, validationRows) = try Self.split(usable, of: table, schema, options)
    var encoding = EncoderOptions()
    encoding.text = options.text
    encoding.normalizes = options.network.normalizes
    // Pairs tell more finely what was; of later rows they told no more than the values alone.
    encoding.crosses = schema.orderBy == nil
    encoder = try TableEncoder.fit(
      schema, to: table, rows: trainingRows, options: encoding, threads: threads)
    guard !encoder.features.isEmpty else {
      let reasons = schema.columns.prefix(6).map { "'\($0.name)' (\($0.reason))" }
      throw CondenseError(
        .content,
        "no column of \(table.name) is left to learn '\(target)' from"
          + (reasons.isEmpty ? "" : ": \(reasons.joined(separator: ", "))")
          + "; add one that differs from row to row, or keep one with --as COLUMN=KIND")
    }
    let crossed = encoder.features.compactMap(\.crossed).map { $0.joined(separator: " × ") }
    if !crossed.isEmpty {
      options.onRemark?("pairs of values with rows enough speak too: \(crossed.joined(separator: ", "))")
    }
    design = NetworkDesign(
      rows: trainingRows.count, features: encoder.features, options.network)
    (plan, inputs) = try Self.network(design, encoder.features, schema)
    epochs = options.epochs ?? design.epochs
    batchSize = options.batchSize ?? design.batchSize
    scale =
      schema.task == .regression
      ? TargetScale(try targets.numbers(of: table, rows: trainingRows)) : nil
    var counts = [Double](repeating: 0, count: schema.classes.count)
    if schema.task == .classes {
      for id in try targets.ids(of: table, rows: trainingRows) { counts[Int(id)] += 1 }
    }
    let rows = Double(trainingRows.count)
    classShares = counts.map { $0 / rows }
  }

  /// The same rows and encoders for another network, or another number of steps.
  func redesigned(_ options: TrainingOptions) throws -> TrainingSetup {
    try options.check()
    var setup = self
    setup.options = options
    setup.design = NetworkDesign(
      rows: trainingRows.count, features: encoder.features, options.network)
    (setup.plan, setup.inputs) = try Self.network(setup.design, encoder.features, schema)
    setup.epochs = options.epochs ?? setup.design.epochs
    setup.batchSize = options.batchSize ?? setup.design.batchSize
    return setup
  }

  /// The same, with all words counting alike.
  func plain() -> TrainingSetup {
    var setup = self
    setup.options.text.favorsTellingWords = false
    return setup
  }

  private static func network(
    _ design: NetworkDesign, _ features: [Feature], _ schema: Schema
  ) throws -> (NetworkPlan, [InputReport]) {
    let outputs = max(schema.classes.count, 1)
    let network = try design.network(
      features, outputs: outputs, loss: schema.task == .classes ? .softmaxCrossEntropy : .squaredError)
    return (try NetworkPlan(network), design.inputs(features, outputs: outputs))
  }

  /// Where the rows to learn from stand among the encoded ones, and those held out.
  var trainingPart: Range<Int> { 0..<trainingRows.count }
  var validationPart: Range<Int> { trainingRows.count..<trainingRows.count + validationRows.count }

  /// Everything random follows from it.
  var seed: UInt64 { options.seed }

  /// Widths of the hidden dense layers.
  package var hidden: [Int] { design.hidden }

  /// Whether bags go through dense layers, so that pooling matters.
  package var poolsBags: Bool {
    encoder.features.contains { feature in
      guard case .bag = feature.shape else { return false }
      return !NetworkDesign.onlySpeaksDirectly(feature)
    }
  }

  /// Rows without a target, or with one that is none of the classes.
  package var rowsWithoutTarget: Int { table.rowCount - trainingRows.count - validationRows.count }

  /// Whether all rows are learned in the end, as long as was best on a part of them.
  package var learnsAllRows: Bool { design.learnsAllRows }

  /// Learning rate of the dense layers, where none is asked for.
  package var learningRate: Double { design.rate }

  /// Whether dense layers stand between the inputs and the outputs.
  package var hasHiddenLayers: Bool {
    !design.hidden.isEmpty && !encoder.features.allSatisfy(NetworkDesign.onlySpeaksDirectly)
  }

  /// Numbers to learn.
  package var parameterCount: Int { plan.parameters.reduce(0) { $0 + $1.count } }

  /// Bytes of optimizer state.
  package var stateBytes: Int {
    plan.stateBytes(optimizer: Self.optimizer, embeddingOptimizer: Self.embeddingOptimizer)
  }

  /// Units of the first dense layers, side by side: what one number more costs in parameters.
  package var firstUnits: Int {
    let outputs = max(schema.classes.count, 1)
    return encoder.features.allSatisfy(NetworkDesign.onlySpeaksDirectly)
      ? outputs : design.members * (design.hidden.first ?? outputs)
  }

  /// Numbers of a vector that an embedding of so many rows would have.
  package func dimension(vocabularySize: Int) -> Int { design.dimension(vocabularySize: vocabularySize) }

  /// Numbers by which a value of a category speaks to the outputs directly.
  package var directNumbers: Int { design.directNumbers(outputs: max(schema.classes.count, 1)) }

  /// The same for those who watch a run.
  var report: TrainingPlan {
    TrainingPlan(
      schema: schema, features: encoder.features, inputs: inputs, trainingRows: trainingRows.count,
      validationRows: validationRows.count, parameters: parameterCount, epochs: epochs, batchSize: batchSize)
  }

  /// A trainer at its start, as `TrainingRun` makes it.
  package func makeTrainer() throws -> Trainer {
    try Trainer(
      plan.network, optimizer: Self.optimizer, embeddingOptimizer: Self.embeddingOptimizer,
      learningRate: Float(design.rate), embeddingLearningRate: Float(design.embeddingRate),
      batchSize: batchSize, seed: options.seed, threads: threads)
  }

  /// The targets of some rows, and how predictions of them are judged.
  func measure(_ rows: [Int], _ scale: TargetScale?) throws -> Measure {
    try Measure(schema: schema, scale: scale, classShares: classShares, table: table, rows: rows)
  }

  // MARK: rows as the engine takes them

  /// Rows as the engine takes them: those to learn from, then those held out.
  func encoded() throws -> TableExamples { try encoded(trainingRows + validationRows) }

  private func encoded(_ rows: [Int]) throws -> TableExamples {
    try TableExamples(
      encoder.encode(table, rows: rows, threads: threads), rows: rows, features: encoder.features)
  }

  /// Rows of the table to learn from.
  package func learned(_ rows: [Int]) throws -> Examples {
    try learned(encoded(rows), 0..<rows.count).examples
  }

  /// Rows to learn from, and for features of texts how much each id counts.
  func learned(
    _ encoded: TableExamples, _ range: Range<Int>
  ) throws -> (examples: Examples, idWeights: [String: [Float]]) {
    let idWeights = try idWeights(encoded, range)
    return (try examples(encoded, range, idWeights, hidesSome: true), idWeights)
  }

  /// Rows to be judged on.
  func judged(
    _ encoded: TableExamples, _ range: Range<Int>, idWeights: [String: [Float]]
  ) throws -> Examples {
    try examples(encoded, range, idWeights, hidesSome: false)
  }

  private func examples(
    _ encoded: TableExamples, _ range: Range<Int>, _ idWeights: [String: [Float]], hidesSome: Bool
  ) throws -> Examples {
    let rows = Array(encoded.rows[range])
    var weights: [Float]?
    if let column = try schema.weight.map({ try table.column(named: $0) }) {
      weights = rows.map { Float(column.number($0) ?? 0) }
    }
    let target: Examples.Target
    if let scale {
      target = try .numbers(targets.numbers(of: table, rows: rows).map(scale.standardized))
    } else {
      let ids = try targets.ids(of: table, rows: rows)
      if options.balancesClasses { weights = Self.balanced(ids, schema.classes.count, weights) }
      target = try .classes(ids, missing: -1)
    }
    return try encoded.examples(
      range, target: target, weights: weights, idWeights: idWeights,
      hidingWith: hidesSome ? options.seed : nil)
  }

  /// How much each id of a text tells of the target: by its classes, or by which side of the median it is on.
  private func idWeights(_ encoded: TableExamples, _ range: Range<Int>) throws -> [String: [Float]] {
    guard options.text.favorsTellingWords, encoder.features.contains(where: \.isText) else { return [:] }
    let rows = Array(encoded.rows[range]), sides: [Int32]
    if schema.task == .classes {
      sides = try targets.ids(of: table, rows: rows)
    } else {
      let numbers = try targets.numbers(of: table, rows: rows)
      let median = numbers.sorted()[numbers.count / 2]
      sides = numbers.map { $0 < median ? 0 : 1 }
    }
    var weights: [String: [Float]] = [:]
    for feature in encoder.features where feature.isText && feature.layer?.isEmbedding != false {
      guard let bags = encoded.bags(of: feature.name, range) else { continue }
      weights[feature.name] = NaiveBayesWeights.weights(
        bags, targets: sides, classes: max(schema.classes.count, 2), threads: threads)
    }
    return weights
  }

  /// Weights under which every class counts the same in sum.
  private static func balanced(_ ids: [Int32], _ classes: Int, _ weights: [Float]?) -> [Float] {
    var sums = [Double](repeating: 0, count: classes)
    for (row, id) in ids.enumerated() { sums[Int(id)] += Double(weights?[row] ?? 1) }
    let total = sums.reduce(0, +)
    return ids.enumerated().map { row, id in
      (weights?[row] ?? 1) * Float(total / (Double(classes) * max(sums[Int(id)], 1e-12)))
    }
  }

  /// The places of the rows to hold out, where rows belong together; nil where they do not.
  package static func held(
    _ count: Int, _ usable: [Int], of table: Table, _ schema: Schema, _ options: TrainingOptions
  ) throws -> Set<Int32>? {
    if let name = options.group {
      let groups = RowGroups(try table.column(named: name, flag: "--group"), rows: usable)
      guard let held = groups.held(count, seed: options.seed) else {
        throw CondenseError(
          .content,
          "\(table.name): nearly all rows belong to one '\(name)', so none can be held out without them; at least two of"
            + " similar size were expected")
      }
      let names = Set(held.map { groups.groups[Int($0)] }).count
      options.onRemark?(
        "rows of one '\(name)' stay together: \(Count.text(names)) of \(Count.text(groups.count)) are held out, with"
          + " \(Count.of(held.count, "row", "rows"))")
      return held
    }
    guard let copies = RowGroups.copies(schema, in: table, rows: usable),
      let held = copies.held(count, seed: options.seed)
    else { return nil }
    options.onRemark?(
      "rows repeat: \(Count.of(usable.count, "row", "rows")) are \(Count.text(copies.count)) different ones; all copies of a"
        + " row are either learned from or held out")
    return held
  }

  /// The rows to learn from, in order, and those to validate on: the last in time, or a random part.
  private static func split(
    _ usable: [Int], of table: Table, _ schema: Schema, _ options: TrainingOptions
  ) throws -> ([Int], [Int]) {
    guard options.validationFraction > 0 else {
      return (try schema.orderBy.map { try table.rowOrder(by: $0, among: usable) } ?? usable, [])
    }
    let count = max(1, min(usable.count - 2, Int(Double(usable.count) * options.validationFraction)))
    if let orderBy = schema.orderBy {
      let order = try table.rowOrder(by: orderBy, among: usable)
      return (Array(order.dropLast(count)), Array(order.suffix(count)))
    }
    if let held = try held(count, usable, of: table, schema, options) {
      return (
        usable.indices.filter { !held.contains(Int32($0)) }.map { usable[$0] },
        usable.indices.filter { held.contains(Int32($0)) }.map { usable[$0] }
      )
    }
    let shuffled = Philox(seed: options.seed, purpose: "split").permutation(count: usable.count, round: 0)
    let held = Set(shuffled.prefix(count))
    return (
      usable.indices.filter { !held.contains(Int32($0)) }.map { usable[$0] },
      usable.indices.filter { held.contains(Int32($0)) }.map { usable[$0] }
    )
  }
}
