import CondenseCore
import CondenseModels
import Foundation
import Testing

/// A file is replaced whole, as what it was, and nothing is left beside it.
@Suite struct WholeFileTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "condense-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func modeAndLinksStay() throws {
    try withFolder { folder in
      let path = "\(folder)/model", link = "\(folder)/link"
      try WholeFile.replace(path, with: [[1], [], [2, 3]])
      #expect(try WholeFile.read(path) == [1, 2, 3])
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "model")
      try WholeFile.replace(link, with: [[4]])
      #expect(try mode(path) == 0o600)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "model")
      #expect(try WholeFile.read(path) == [4])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["link", "model"])
    }
  }

  @Test func whatDeadProcessesLeftIsSwept() throws {
    try withFolder { folder in
      let path = "\(folder)/model"
      // A process that has ended.
      let process = Process()
      process.executableURL = URL(filePath: "/bin/true")
      try process.run()
      process.waitUntilExit()
      let dead = process.processIdentifier
      let living = ProcessInfo.processInfo.processIdentifier
      let own = "model.\(living).partial"
      let others = ["other.\(dead).partial", "model.1.partial", "model.x.partial"]
      for name in ["model.\(dead).partial", "model.\(dead)-2.partial", own] + others {
        try Data([9]).write(to: URL(filePath: "\(folder)/\(name)"))
      }
      try WholeFile.replace(path, with: [[7]])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == (["model"] + others).sorted())
    }
  }

  @Test func namesThatCannotBeWritten() throws {
    try withFolder { folder in
      let long = "\(folder)/\(String(repeating: "m", count: 240))", link = "\(folder)/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
      for (path, message) in [
        (long, "\(long) cannot be created: its name is longer than 236 bytes"),
        (
          link,
          "\(link) cannot be created: it is a link to a file that is not there; remove the link"
        ),
      ] {
        let error = #expect(throws: CondenseError.self) { try WholeFile.target(of: path) }
        #expect(error?.message == message)
        #expect(throws: CondenseError.self) { try WholeFile.replace(path, with: [[1]]) }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["link"])
    }
  }

  @Test func whatIsNoPlainFileIsNotRead() throws {
    let error = #expect(throws: CondenseError.self) { try WholeFile.read("/dev/null") }
    #expect(error?.message == "/dev/null is no plain file, and is read more than once: copy it to one")
    #expect(error?.kind == .input)
  }

  /// Many threads write one file at once: one of their contents stands there, whole.
  @Test func atOnce() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "condense-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/model"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in UInt8(0)..<12 {
        group.addTask { try WholeFile.replace(path, with: [[UInt8](repeating: number, count: 5000)]) }
      }
      try await group.waitForAll()
    }
    let bytes = try WholeFile.read(path)
    #expect(bytes.count == 5000 && Set(bytes).count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model"])
  }
}
