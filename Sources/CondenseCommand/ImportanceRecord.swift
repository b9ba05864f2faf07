import Condense
import CondenseInsight

/// `explain --json`.
struct ImportanceRecord: Encodable {
  let target: String
  let rows: Int
  let shuffledRows: Int
  let contributionRows: Int
  let backgroundRows: Int
  let repeats: Int
  let metric: Metric?
  let score: String?
  let columns: [ColumnImportance]
  let pieces: [PieceImportance]
  let largestGap: Double

  private enum CodingKeys: String, CodingKey {
    case target, rows, repeats, metric, score, columns, pieces
    case shuffledRows = "shuffled_rows"
    case contributionRows = "contribution_rows"
    case backgroundRows = "background_rows"
    case largestGap = "largest_gap"
  }

  init(_ importance: Importance) {
    target = importance.target
    rows = importance.rows
    shuffledRows = importance.shuffledRows
    contributionRows = importance.contributionRows
    backgroundRows = importance.backgroundRows
    repeats = importance.repeats
    metric = importance.metric
    score = importance.score?.name
    columns = importance.columns
    pieces = importance.pieces
    largestGap = importance.largestGap
  }
}
