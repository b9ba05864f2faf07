import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// Whether dense layers on all numbers of a one-hot input can be run here: in memory, and in a time that anybody waits.
enum DenseBudget {
  /// The most numbers that are written out for an example.
  private static let mostNumbers = 1 << 16
  /// Multiply-adds a second that a thread is sure to do, and the seconds that three rates may take.
  private static let speed = 1e10, mostSeconds = 900.0

  /// Why a contender is not run; nil where it can be.
  static func reason(against edit: ContenderEdit, _ table: Table, _ target: String) throws -> String? {
    guard edit.contender == .oneHot else { return nil }
    let setup: TrainingSetup
    do {
      setup = try TrainingSetup(table, predicting: target, edit.options)
    } catch let error as CondenseError where error.kind == .content {
      return
        "it would take \(Count.text(mostNumbers)) numbers a row and more; the sparse form learns the same"
    }
    let numbers = setup.inputs.filter { $0.layer == "one-hot" }.reduce(0) { $0 + $1.dimension }
    let weights = Double(numbers) * Double(setup.firstUnits)
    let bytes = weights * 16 + Double(numbers) * Double(setup.batchSize) * 8
    if let available = AvailableMemory.bytes, bytes > Double(available) / 2 {
      return "\(Count.text(numbers)) numbers a row do not fit into memory; the sparse form learns the same"
    }
    let rows = Double(setup.trainingRows.count) * Double(setup.epochs) * (setup.learnsAllRows ? 2 : 1)
    let seconds = 3 * rows * weights * 2 / speed / Double(setup.threads)
    guard seconds > mostSeconds else { return nil }
    return
      "\(Count.text(numbers)) numbers a row at \(Count.text(setup.firstUnits)) units would take about"
      + " \(Count.text(Int(seconds / 60))) minutes; the sparse form learns the same"
  }
}
