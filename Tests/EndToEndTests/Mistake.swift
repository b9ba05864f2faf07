import Testing

/// A command line that cannot work, and what its user is told.
struct Mistake: CustomStringConvertible, Sendable {
  let description: String
  let files: [String: Sandbox.Content]
  let line: String
  let code: Int32
  let message: String

  init(
    _ description: String, _ files: [String: Sandbox.Content], _ line: String, _ code: Int32,
    _ message: String
  ) {
    self.description = description
    self.files = files
    self.line = line
    self.code = code
    self.message = message
  }

  /// Makes it: exact words, exit code, nothing on standard output, nothing left behind.
  func check() throws {
    let box = try Sandbox(files)
    let before = try box.contents()
    let run = try box.run(line)
    #expect(run.errors == "condense: \(message)\n", "\(self)")
    #expect(run.code == code, "\(self)")
    #expect(run.output.isEmpty, "\(self)")
    #expect(try box.contents() == before, "\(self)")
  }
}
