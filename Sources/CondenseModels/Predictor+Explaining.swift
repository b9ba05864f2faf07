import CondenseCore
import CondenseData
import CondenseNetworks

extension Predictor {
  /// What tells how the network's outputs follow from what comes in.
  package func pathGradients() throws -> PathGradients { try PathGradients(inference) }

  /// Some rows of a table as the network takes them.
  ///
  /// - Throws: `CondenseError` of kind `content` when a column is missing or holds what it must not.
  package func examples(
    of table: Table, rows: [Int], threads: Int
  ) throws -> (examples: Examples, encoded: EncodedTable) {
    let encoded = try encoder.encode(table, rows: rows, threads: threads)
    return (try Examples(columns: TableExamples.columns(encoded, encoder.features)), encoded)
  }

  /// What the network gives for some rows, before it becomes probabilities or numbers in the target's units.
  package func outputs(_ examples: Examples, threads: Int) throws -> [Float] {
    try inference.outputs(examples, threads: threads)
  }

  /// The factor that brings differences of outputs to the scale of what is predicted: of logits that of their
  /// sharpening, of numbers the target's spread; and what an output of 0 is there.
  package var outputScale: (factor: Double, offset: Double) {
    scale.map { ($0.deviation, $0.mean) } ?? (sharpness, 0)
  }
}
