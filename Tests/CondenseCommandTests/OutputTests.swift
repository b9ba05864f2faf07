import Foundation
import Testing

@Suite struct OutputTests {
  private func shell(_ script: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    let condense = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    process.arguments = ["-c", script, "bash", condense.appending(path: "condense").path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }

  @Test func aClosedPipeEndsSilently() throws {
    // The reader of the pipe is gone before the command writes.
    let script = #"""
      folder=$(mktemp -d); mkfifo "$folder/pipe"; { : <"$folder/pipe"; } & exec 3>"$folder/pipe"; wait
      "$1" help train 2>&1 >&3; echo "code $?"; rm -r "$folder"
      """#
    #expect(try shell(script) == "code 0\n")
  }

  @Test func aFullDiskIsToldWithItsCode() throws {
    #expect(
      try shell(#""$1" help >/dev/full 2>&1; echo "code $?""#).hasSuffix("code 74\n"))
  }
}
