import CondenseCommand
import Foundation
import Testing

@Suite struct CompletionTests {
  @Test(arguments: ["bash", "zsh", "fish"])
  func scriptNamesEveryOption(shell: String) throws {
    let script = try CommandRun(["completions", shell])
    #expect(script.code == 0)
    for verb in CommandTable.verbs where !verb.isHidden {
      for option in verb.options { #expect(script.output.contains(option.name)) }
    }
  }

  /// Where a shell is installed.
  private static func program(_ shell: String) -> String? {
    ["/bin", "/usr/bin", "/usr/local/bin"].map { "\($0)/\(shell)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  @Test(.enabled(if: program("bash") != nil, "there is no bash to read its script"))
  func bashUnderstandsItsScript() throws { try isUnderstood(by: "bash") }

  @Test(.enabled(if: program("zsh") != nil, "there is no zsh to read its script"))
  func zshUnderstandsItsScript() throws { try isUnderstood(by: "zsh") }

  @Test(.enabled(if: program("fish") != nil, "there is no fish to read its script"))
  func fishUnderstandsItsScript() throws { try isUnderstood(by: "fish") }

  private func isUnderstood(by shell: String) throws {
    let script = try CommandRun(["completions", shell])
    let check = Process()
    check.executableURL = URL(filePath: try #require(Self.program(shell)))
    check.arguments = ["-n"]
    let input = Pipe()
    check.standardInput = input
    try check.run()
    input.fileHandleForWriting.write(Data(script.output.utf8))
    try input.fileHandleForWriting.close()
    check.waitUntilExit()
    #expect(check.terminationStatus == 0)
  }

  @Test(arguments: [
    (["pre"], "predict"), (["train", "--task", "r"], "regression"), (["predict", "--to"], "--top"),
    (["help", "eva"], "evaluate"),
  ])
  func bashCompletes(words: [String], expected: String) throws {
    let script = BashCompletion.script(for: CommandTable.verbs.filter { !$0.isHidden })
    let line = (["condense"] + words).joined(separator: " ")
    let bash = Process()
    bash.executableURL = URL(filePath: "/bin/bash")
    bash.arguments = [
      "-c", "\(script)COMP_WORDS=(\(line)); COMP_CWORD=\(words.count); _condense; echo \"${COMPREPLY[*]}\"",
    ]
    let output = Pipe()
    bash.standardOutput = output
    try bash.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text == expected + "\n")
  }
}
