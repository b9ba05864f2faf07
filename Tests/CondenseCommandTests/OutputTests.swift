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
    #expect(
      try shell(#"exec 3>&1; { sleep 0.2; "$1" help train 2>&3; echo "code $?" >&3; } | true"#) == "code 0\n")
  }

  @Test func aFullDiskIsToldWithItsCode() throws {
    #expect(
      try shell(#""$1" help >/dev/full 2>&1; echo "code $?""#).hasSuffix("code 74\n"))
  }
}
