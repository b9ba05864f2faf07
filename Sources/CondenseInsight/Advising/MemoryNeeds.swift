import CondenseData
import CondenseModels
import CondenseNetworks

/// The memory that training takes, from shapes and a sample of the texts.
struct MemoryNeeds {
  private static let sampledRows = 2000

  /// Encoded rows, learned from and held out.
  let encodedBytes: Int
  /// All at the most: the table, the rows (all once more where all are learned in the end), the parameters, the best
  /// of them so far, and the optimizer's state.
  let bytes: Int
  private let largest: ParameterPlan?

  init(_ setup: TrainingSetup) throws {
    let rows = setup.trainingRows.count + setup.validationRows.count
    let sample = min(setup.trainingRows.count, Self.sampledRows)
    let chosen = (0..<sample).map { setup.trainingRows[$0 * setup.trainingRows.count / sample] }
    encodedBytes = Int(Double(try setup.learned(chosen).examples.bytes) / Double(sample) * Double(rows))
    let state = setup.stateBytes
    bytes =
      setup.table.cellBytes + encodedBytes * (setup.learnsAllRows ? 2 : 1) + setup.plan.storedBytes * 2
      + state
    largest = setup.plan.parameters.max { $0.count < $1.count }
  }

  func warning(available: Int) -> AdviceWarning {
    let part = largest.map {
      "; the largest part is '\($0.name)' of \(Count.text($0.rows)) × \(Count.text($0.columns)) numbers, each with two"
        + " of the optimizer's"
    }
    return AdviceWarning(
      .memory, largest.map { [$0.name] } ?? [],
      "training will not fit: it takes about \(Self.gigabytes(bytes)) GB of memory, and \(Self.gigabytes(available))"
        + " GB are free\(part ?? "")")
  }

  private static func gigabytes(_ bytes: Int) -> String {
    let tenths = (bytes + 50_000_000) / 100_000_000
    return "\(Count.text(tenths / 10)).\(tenths % 10)"
  }
}
