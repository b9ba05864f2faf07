import CondenseData
import CondenseModels
import CondenseNetworks

/// The memory that training takes, from shapes and a sample of the texts.
struct MemoryNeeds {
  private static let sampledRows = 2000, programBytes = 28_000_000

  /// Encoded rows, learned from and held out.
  let encodedBytes: Int
  /// All at the most; `docs/decisions/advice.md` holds it against what training took.
  let bytes: Int
  private let largest: ParameterPlan?

  init(_ setup: TrainingSetup) throws {
    let rows = setup.trainingRows.count + setup.validationRows.count
    let sample = min(setup.trainingRows.count, Self.sampledRows)
    let chosen = (0..<sample).map { setup.trainingRows[$0 * setup.trainingRows.count / sample] }
    let examples = try setup.learned(chosen), scale = Double(rows) / Double(sample)
    encodedBytes = Int(Double(examples.bytes) * scale)
    let bagBytes = Int(Double(examples.bagBytes) * scale)
    // The program itself; the table and its file; the rows, of which all but bags are made once more for learning,
    // and all again where all are learned in the end; the parameters, the best of them so far, and of dense layers a
    // transposed copy.
    let transposed = setup.plan.parameters.reduce(0) { sum, parameter in
      if case .product = parameter.kind { sum + parameter.storedCount * 4 } else { sum }
    }
    bytes =
      Self.programBytes + 2 * setup.table.cellBytes + (setup.learnsAllRows ? 3 : 2) * encodedBytes - bagBytes
      + 2 * setup.plan.storedBytes + transposed + setup.stateBytes
    largest = setup.plan.parameters.max { $0.count < $1.count }
  }

  func warning(available: Int) -> AdviceWarning {
    let part = largest.map {
      "; the largest part is '\($0.name)' of \(Count.text($0.rows)) × \(Count.text($0.columns)) numbers, each with two"
        + " of the optimizer's"
    }
    return AdviceWarning(
      .memory, largest.map { [$0.name] } ?? [],
      "training will not fit: it takes about \(NumberText.bytes(bytes)) of memory, and \(NumberText.bytes(available)) are"
        + " free\(part ?? "")")
  }
}
