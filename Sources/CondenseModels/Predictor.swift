import CondenseCore
import CondenseData
import CondenseNetworks

/// A trained model of one column of a table: its encoders, its network, its numbers, and how it came about.
///
/// Immutable: predicting is safe from any number of tasks and takes no lock.
public struct Predictor: Sendable {
  /// What each column is to the model.
  public let schema: Schema
  /// How the training file was read: decimal commas, missing cells, header; other files are read alike.
  public let reading: ReadingOptions
  /// Every step from a table to the network's inputs.
  public let encoder: TableEncoder
  /// How it came about.
  public let report: TrainingReport
  /// Name and version of the program that trained it, or that wrote the file it was read from.
  public internal(set) var writtenBy = Version.writer
  /// The network with its shapes.
  public var plan: NetworkPlan { inference.plan }
  /// The learned numbers.
  public var parameters: Parameters { inference.parameters }

  let inference: Inference
  let scale: TargetScale?
  /// The factor of the logits that makes probabilities as sure as they may be.
  let sharpness: Double
  /// What is known without a model: shares of the classes, or nothing but `scale`.
  let classShares: [Double]
  let rowCheck: RowCheck
  /// For each feature of the encoder whether the network reads it: shrinking may leave one out.
  let isRead: [Bool]

  init(
    schema: Schema, reading: ReadingOptions, encoder: TableEncoder, report: TrainingReport,
    inference: Inference,
    scale: TargetScale?, sharpness: Double, classShares: [Double]
  ) {
    self.schema = schema
    self.reading = reading
    self.encoder = encoder
    self.report = report
    self.inference = inference
    self.scale = scale
    self.sharpness = sharpness
    self.classShares = classShares
    rowCheck = RowCheck(schema, encoder, reading)
    let nodes = Set(inference.plan.network.nodes.map(\.name))
    isRead = encoder.features.map { nodes.contains($0.name) }
  }

  /// The same with other learned numbers.
  func with(_ inference: Inference) -> Predictor {
    Predictor(
      schema: schema, reading: reading, encoder: encoder, report: report, inference: inference, scale: scale,
      sharpness: sharpness, classShares: classShares)
  }

  /// The column it predicts.
  public var target: String { schema.target }
  /// Its classes, the most frequent first; empty for numbers.
  public var classes: [String] { schema.classes }

  // MARK: predicting

  /// Predictions for all rows of a table; a target column in it is not read.
  ///
  /// - Throws: `CondenseError` of kind `content` when a column is missing or holds what it must not.
  public func predictions(for table: Table, threads: Int = 1) throws -> Predictions {
    try predictions(for: table, rows: Array(0..<table.rowCount), threads: threads)
  }

  /// Bytes of encoded numbers that predictions hold at a time.
  private static let mostBytes = 64 << 20

  /// Predictions for some rows, a part of them at a time where rows are wide, as images are.
  package func predictions(for table: Table, rows: [Int], threads: Int) throws -> Predictions {
    let width = encoder.features.reduce(1) { sum, feature in
      if case .numbers(let width) = feature.shape { sum + width } else { sum }
    }
    let most = max(1, Self.mostBytes / (4 * width))
    func part(_ rows: [Int]) throws -> Predictions {
      let (examples, encoded) = try examples(of: table, rows: rows, threads: threads)
      var outputs = try inference.outputs(examples, threads: threads)
      return try predictions(of: &outputs, encoded)
    }
    if rows.count <= most { return try part(rows) }
    return Predictions(
      joining: try stride(from: 0, to: rows.count, by: most).map { first in
        try part(Array(rows[first..<min(first + most, rows.count)]))
      })
  }

  /// Predictions for rows that are encoded.
  func predictions(of encoded: TableExamples, _ range: Range<Int>, threads: Int) throws -> Predictions {
    var outputs = try inference.outputs(encoded.examples(range), threads: threads)
    return try predictions(
      of: &outputs, count: range.count, encoded.unknownColumns, encoded.unknown.map { Array($0[range]) })
  }

  /// What the network's outputs for some rows say.
  ///
  /// - Throws: `CondenseError` of kind `content` where one is not finite.
  func predictions(of outputs: inout [Float], _ encoded: EncodedTable) throws -> Predictions {
    try predictions(of: &outputs, count: encoded.rowCount, encoded.unknownColumns, encoded.unknown)
  }

  private func predictions(
    of outputs: inout [Float], count: Int, _ unknownColumns: [String], _ unknown: [[Bool]]
  ) throws -> Predictions {
    if let place = outputs.firstIndex(where: { !$0.isFinite }) {
      throw CondenseError(
        .content,
        "the model gives no finite number for row \(place / max(classes.count, 1) + 1) of \(count): it is damaged, or"
          + " a cell of the row is out of all proportion")
    }
    Self.finish(&outputs, classes: classes.count, sharpness: sharpness)
    return Predictions(
      count: count, classes: classes, probabilities: scale == nil ? outputs : [],
      numbers: scale.map { scale in outputs.map(scale.number) } ?? [],
      unknownColumns: unknownColumns, unknown: unknown)
  }

  /// Turns logits into probabilities; numbers stay.
  static func finish(_ outputs: inout [Float], classes: Int, sharpness: Double) {
    guard classes > 0 else { return }
    if sharpness != 1 { for place in outputs.indices { outputs[place] *= Float(sharpness) } }
    let rows = outputs.count / classes
    outputs.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      LossKernels.softmax(rows: rows, classes: classes, logits: base, stride: classes)
    }
  }

  // MARK: measuring

  /// How well the model does on the rows of a table that have a target.
  ///
  /// - Throws: `CondenseError` of kind `content` when columns are missing or no row has a target.
  public func evaluation(on table: Table, threads: Int = 1) throws -> Evaluation {
    try judgedRows(of: table, threads: threads).evaluation
  }

  /// The rows of a table that have a target.
  ///
  /// - Throws: `CondenseError` of kind `content` when there is none.
  package func labelledRows(of table: Table) throws -> [Int] {
    guard table[target] != nil else {
      throw CondenseError(
        .content,
        "\(table.name) has no column '\(target)', which the model predicts; it cannot be measured on it")
    }
    let rows = try TargetEncoder(schema).usableRows(of: table)
    guard !rows.isEmpty else {
      throw CondenseError(
        .content,
        schema.task == .classes
          ? "\(table.name) has no row whose '\(target)' is one of the model's classes (\(classes.prefix(5).joined(separator: ", ")))"
          : "\(table.name) has no row with a '\(target)'")
    }
    return rows
  }

  // MARK: looking

  /// The learned vector of a value of a column; nil if the value has none.
  ///
  /// - Throws: `CondenseError` of kind `usage` when the column has no embedding.
  public func vector(for value: String, in column: String) throws -> [Float]? {
    for case .category(let category) in encoder.encoders where category.column == column {
      let id = category.id(of: .text(value))
      guard id > 0, let index = parameters.index(of: "embedding.\(category.vocabularyName)")
      else { return nil }
      return parameters.row(Int(id), at: index)
    }
    for case .text(let text) in encoder.encoders where text.column == column {
      guard let id = text.id(ofWord: value), let index = parameters.index(of: "embedding.\(column)") else {
        return nil
      }
      return parameters.row(Int(id), at: index)
    }
    for case .list(let list) in encoder.encoders where list.column == column {
      guard let id = list.vocabulary.id(of: value), let index = parameters.index(of: "embedding.\(column)")
      else { return nil }
      return parameters.row(Int(id), at: index)
    }
    throw CondenseError(.usage, "the model has no embedding of a column '\(column)'")
  }
}
