import Condense

/// The figures of one part of the rows, in `train --json`.
struct MeasuredPart: Encodable {
  let metrics: [String: Double]
  /// What costs nothing to know; left out for the rows that were learned from.
  let baseline: [String: Double]?
  let rows: Int

  /// The rows learned from, and those held out.
  static func both(_ report: TrainingReport) -> (train: MeasuredPart, validation: MeasuredPart) {
    (
      MeasuredPart(
        metrics: JSONText.object(report.training.metrics), baseline: nil, rows: report.trainingRows),
      MeasuredPart(
        metrics: JSONText.object(report.validation.metrics),
        baseline: JSONText.object(report.validation.baseline), rows: report.validationRows)
    )
  }
}
