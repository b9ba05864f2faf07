/// How a command ended that did not fail; the value is its exit code.
package enum Outcome: Int32, Sendable {
  case done = 0
  /// Finished, and the answer is no: a fault found, a requirement missed.
  case answerIsNo = 1
  /// Stopped by INT, the best model kept.
  case interrupted = 130
  /// Stopped by TERM, the best model kept.
  case terminated = 143
}
