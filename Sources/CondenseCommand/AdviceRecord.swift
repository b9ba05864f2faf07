import Condense
import CondenseInsight

/// `advise --json`.
struct AdviceRecord: Encodable {
  private let target: String
  private let task: String
  private let trainingRows: Int
  private let validationRows: Int
  private let columns: [ColumnRecord]
  private let sharing: [SharingRecord]
  private let verdict: String
  private let warnings: [WarningRecord]
  private let remarks: [String]
  private let totals: TotalsRecord
  private let schema: String?

  init(_ advice: Advice, schemaPath: String?) {
    target = advice.schema.target
    task = advice.schema.task.rawValue
    trainingRows = advice.trainingRows
    validationRows = advice.validationRows
    columns = advice.columns.map(ColumnRecord.init)
    sharing = advice.sharing.map { SharingRecord(columns: $0.columns, values: $0.values, saves: $0.saves) }
    verdict = advice.verdict
    warnings = advice.warnings.map {
      WarningRecord(kind: $0.kind.rawValue, names: $0.names, text: $0.text)
    }
    remarks = advice.remarks
    totals = TotalsRecord(advice.cost)
    schema = schemaPath
  }

  private enum CodingKeys: String, CodingKey {
    case target, task, columns, sharing, verdict, warnings, remarks, totals, schema
    case trainingRows = "training_rows"
    case validationRows = "validation_rows"
  }

  private struct ColumnRecord: Encodable {
    let name: String
    let kind: String
    let distinct: Int
    let missing: Int
    let rare: Int?
    let layer: String
    let dimension: Int?
    let parameters: CostRecord
    let reason: String

    init(_ column: ColumnAdvice) {
      name = column.name
      kind = column.kind.rawValue
      distinct = column.distinct
      missing = column.missing
      rare = column.rare
      layer = column.layer
      dimension = column.dimension
      parameters = CostRecord(
        chosen: column.cost.chosen, embedding: column.cost.embedding, oneHot: column.cost.oneHot,
        hashed: column.cost.hashed, dense: column.cost.dense)
      reason = column.reason
    }
  }

  private struct CostRecord: Encodable {
    let chosen: Int
    let embedding: Int?
    let oneHot: Int?
    let hashed: Int?
    let dense: Int?

    private enum CodingKeys: String, CodingKey {
      case chosen, embedding, hashed, dense
      case oneHot = "one_hot"
    }
  }

  private struct SharingRecord: Encodable {
    let columns: [String]
    let values: Int
    let saves: Int
  }

  private struct WarningRecord: Encodable {
    let kind: String
    let names: [String]
    let text: String
  }

  private struct TotalsRecord: Encodable {
    let parameters: Int
    let pairParameters: Int
    let bytes: Int
    let optimizerBytes: Int
    let encodedBytes: Int
    let memoryBytes: Int
    let availableBytes: Int?
    let epochs: Int
    let learnsAllRows: Bool
    let batchSize: Int
    let secondsPerEpoch: Double?
    let secondsPerEpochOfAllRows: Double?
    let secondsAtMost: Double?

    init(_ cost: TrainingCost) {
      parameters = cost.parameters
      pairParameters = cost.pairParameters
      bytes = cost.weightBytes
      optimizerBytes = cost.stateBytes
      encodedBytes = cost.encodedBytes
      memoryBytes = cost.memoryBytes
      availableBytes = cost.availableBytes
      epochs = cost.epochs
      learnsAllRows = cost.learnsAllRows
      batchSize = cost.batchSize
      secondsPerEpoch = cost.secondsPerEpoch
      secondsPerEpochOfAllRows = cost.secondsPerEpochOfAllRows
      secondsAtMost = cost.secondsAtMost
    }

    private enum CodingKeys: String, CodingKey {
      case parameters, bytes, epochs
      case pairParameters = "pair_parameters"
      case optimizerBytes = "optimizer_bytes"
      case encodedBytes = "encoded_bytes"
      case memoryBytes = "memory_bytes"
      case availableBytes = "available_bytes"
      case learnsAllRows = "learns_all_rows"
      case batchSize = "batch_size"
      case secondsPerEpoch = "seconds_per_epoch"
      case secondsPerEpochOfAllRows = "seconds_per_epoch_of_all_rows"
      case secondsAtMost = "seconds_at_most"
    }
  }
}
