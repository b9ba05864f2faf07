import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// The rows that a row is held against, ready for many explanations.
struct Background: Sendable {
  let model: Predictor
  let gradients: PathGradients
  let rows: Int
  /// What enters the network with them, and what comes out.
  let values: [Float]
  let outputs: [Float]
  let encoded: EncodedTable

  init(_ model: Predictor, _ table: Table, _ options: ExplainerOptions) throws {
    guard table.rowCount > 1 else {
      throw CondenseError(
        .usage,
        "\(table.name) has \(Count.of(table.rowCount, "row", "rows")); explaining holds rows against others, so give"
          + " a background of two or more")
    }
    let drawn = RowSample.rows(
      table.rowCount, most: max(2, options.backgroundRows), options.seed, purpose: "background")
    self.model = model
    gradients = try model.pathGradients()
    rows = drawn.count
    let (examples, encoded) = try model.examples(of: table, rows: drawn, threads: options.threads)
    self.encoded = encoded
    values = try gradients.values(examples)
    outputs = try model.outputs(examples, threads: options.threads)
  }
}
