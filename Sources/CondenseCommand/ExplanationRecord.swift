import Condense
import CondenseInsight

/// `explain --row --json`.
struct ExplanationRecord: Encodable {
  let row: Int
  let prediction: String?
  let number: Double?
  let probabilities: [String: Float]?
  let unknown: [String]
  let score: String
  let label: String?
  let value: Double
  let average: Double
  let spread: Double
  let gap: Double
  let backgroundRows: Int
  let columns: [ColumnContribution]

  private enum CodingKeys: String, CodingKey {
    case row, prediction, number, probabilities, unknown, score, label, value, average, spread, gap, columns
    case backgroundRows = "background_rows"
  }

  init(_ explanation: RowExplanation) {
    row = explanation.row + 1
    prediction = explanation.prediction.label
    number = explanation.prediction.number
    let all = explanation.prediction.probabilities
    probabilities =
      all.isEmpty
      ? nil
      : Dictionary(all.map { ($0.label, $0.probability) }, uniquingKeysWith: { first, _ in first })
    unknown = explanation.prediction.unknown
    score = explanation.score.name
    label = explanation.score.label
    value = explanation.value
    average = explanation.average
    spread = explanation.spread
    gap = explanation.gap
    backgroundRows = explanation.backgroundRows
    columns = explanation.columns
  }
}
