import CondenseCommand
import Foundation
import Testing

@Suite struct CompletionTests {
  @Test(arguments: ["bash", "zsh", "fish"])
  func scriptIsUnderstood(shell: String) throws {
    let script = try CommandRun(["completions", shell])
    #expect(script.code == 0)
    for verb in CommandTable.verbs where !verb.isHidden {
      for option in verb.options { #expect(script.output.contains(option.name)) }
    }
    guard
      let program = ["/bin", "/usr/bin", "/usr/local/bin"].map({ "\($0)/\(shell)" })
        .first(where: FileManager.default.isExecutableFile)
    else { return }
    let check = Process()
    check.executableURL = URL(filePath: program)
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
