import Synchronization

/// Sentences that a training said.
final class Remarks: Sendable {
  private let said = Mutex<[String]>([])

  func add(_ remark: String) { said.withLock { $0.append(remark) } }

  var all: [String] { said.withLock { $0 } }
}
