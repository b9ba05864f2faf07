import Condense
import CondenseInsight

/// `advise --json`.
struct AdviceRecord: Encodable {
  private let target: String
  private let task: PredictionTask
  private let trainingRows: Int
  private let validationRows: Int
  private let columns: [ColumnAdvice]
  private let sharing: [SharedEmbedding]
  private let verdict: String
  private let warnings: [AdviceWarning]
  private let remarks: [String]
  private let totals: TrainingCost
  private let schema: String?

  init(_ advice: Advice, schemaPath: String?) {
    target = advice.schema.target
    task = advice.schema.task
    trainingRows = advice.trainingRows
    validationRows = advice.validationRows
    columns = advice.columns
    sharing = advice.sharing
    verdict = advice.verdict
    warnings = advice.warnings
    remarks = advice.remarks
    totals = advice.cost
    schema = schemaPath
  }

  private enum CodingKeys: String, CodingKey {
    case target, task, columns, sharing, verdict, warnings, remarks, totals, schema
    case trainingRows = "training_rows"
    case validationRows = "validation_rows"
  }
}
