import Foundation

/// Which inputs are tried: some of each kind by `make test`, those that `CONDENSE_FUZZ=KIND:FIRST:COUNT` names by `make
/// fuzz`.
///
/// The number of the input under way stands in the file that `CONDENSE_FUZZ_AT` names, so that a trap tells which it was;
/// an input that takes ten seconds ends the process as a trap does.
struct FuzzRun {
  let kind: String
  let numbers: Range<Int>

  private static let asked: (kind: String, numbers: Range<Int>)? = {
    guard let words = ProcessInfo.processInfo.environment["CONDENSE_FUZZ"]?.split(separator: ":"),
      words.count == 3, let first = Int(words[1]), let count = Int(words[2])
    else { return nil }
    return (String(words[0]), first..<first + count)
  }()

  /// - Parameter usual: inputs that `make test` tries.
  init(_ kind: String, usual: Int) {
    self.kind = kind
    numbers = Self.asked.map { $0.kind == kind ? $0.numbers : 0..<0 } ?? 0..<usual
  }

  func run(_ body: (_ number: Int) throws -> Void) rethrows {
    let path = ProcessInfo.processInfo.environment["CONDENSE_FUZZ_AT"]
    let file = path.map { open($0, O_WRONLY | O_CREAT, 0o644) } ?? -1
    defer { if file >= 0 { close(file) } }
    for number in numbers {
      if file >= 0 {
        var place = number.littleEndian
        pwrite(file, &place, 8, 0)
        alarm(10)
      }
      try body(number)
    }
    if file >= 0 { alarm(0) }
  }
}
