import Condense
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output, held back until the command has succeeded: on failure it stays empty.
///
/// Names and cells come from files: no text steers a terminal, and bytes of data do not where they go to one.
package struct Output {
  private let descriptor: Int32
  private let isTerminal: Bool
  private var bytes: [UInt8] = []

  package init(descriptor: Int32 = STDOUT_FILENO, isTerminal: Bool? = nil) {
    self.descriptor = descriptor
    self.isTerminal = isTerminal ?? (isatty(descriptor) == 1)
  }

  /// Text for people.
  package mutating func write(_ text: String) { bytes += Terminal.harmless(text).utf8 }

  /// Data.
  package mutating func write(_ more: [UInt8]) {
    if isTerminal { write(String(decoding: more, as: UTF8.self)) } else { bytes += more }
  }

  package mutating func line(_ text: String = "") {
    write(text)
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
