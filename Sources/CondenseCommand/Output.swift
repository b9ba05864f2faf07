import Condense
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output, held back until the command has succeeded: on failure it stays empty.
package struct Output {
  private let descriptor: Int32
  private var bytes: [UInt8] = []

  package init(descriptor: Int32 = STDOUT_FILENO) {
    self.descriptor = descriptor
  }

  package mutating func write(_ text: String) { bytes += text.utf8 }

  package mutating func write(_ more: [UInt8]) { bytes += more }

  package mutating func line(_ text: String = "") {
    bytes += text.utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Writes everything held back. Throws `OutputClosed` when nobody reads it.
  package mutating func flush() throws {
    let number = Descriptor.write(bytes, to: descriptor)
    bytes = []
    if number == EPIPE { throw OutputClosed() }
    if number != 0 {
      throw CondenseError(
        .readOrWrite, "standard output cannot be written: \(String(cString: strerror(number)))")
    }
  }
}
