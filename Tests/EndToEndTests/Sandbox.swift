import Foundation

/// A fresh folder in which the built `condense`, which lies beside the tests, is run; removed at the end.
final class Sandbox {
  struct Run {
    let output: String
    let errors: String
    let code: Int32
  }

  /// Where all that was built lies.
  static let built = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  static let binary = built.appending(path: "condense").path
  /// The folder of the package.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  let folder: URL
  private let logs: URL

  init(_ files: [String: Content] = [:]) throws {
    let base = FileManager.default.temporaryDirectory.appending(path: "condense-\(UUID().uuidString)")
    folder = base.appending(path: "work")
    logs = base.appending(path: "logs")
    for place in [folder, logs] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    for (name, content) in files { try write(name, content) }
  }

  deinit { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }

  func write(_ name: String, _ content: Content) throws {
    let place = folder.appending(path: name)
    switch content {
    case .folder: try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    case .text(let text): try Data(text.utf8).write(to: place)
    case .bytes(let bytes): try Data(bytes).write(to: place)
    }
  }

  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Everything in the folder with its bytes; folders hold nil.
  func contents() throws -> [String: [UInt8]?] {
    var found: [String: [UInt8]?] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder.path)
      ?? FileManager.DirectoryEnumerator()
    {
      found[name] = .some(try? bytes(name))
    }
    return found
  }

  /// Runs `condense` in the folder.
  func run(_ arguments: [String], input: String = "") throws -> Run {
    try launch(Self.binary, arguments, input: input).finished()
  }

  func run(_ line: String, input: String = "") throws -> Run {
    try run(line.split(separator: " ").map(String.init), input: input)
  }

  /// Runs `condense` by a clock that goes on by so many seconds whenever it is looked at, and never else.
  func run(_ line: String, tick: Double) throws -> Run {
    try launch(
      "/usr/bin/env",
      ["CONDENSE_TICK=\(tick)", Self.binary] + line.split(separator: " ").map(String.init), input: ""
    ).finished()
  }

  /// Runs a shell script in the folder; `$condense` is the command, `$built` the folder it lies in, `$package`
  /// that of the package.
  func shell(_ script: String) throws -> Run {
    let names = "condense='\(Self.binary)'; built='\(Self.built.path)'; package='\(Self.package.path)'"
    return try launch("/bin/sh", ["-c", "\(names); \(script)"], input: "").finished()
  }

  /// Runs a line of bash in the folder, which finds `condense` as if it were installed; nil without bash.
  func bash(_ line: String) throws -> Run? {
    guard let bash = ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"].first(where: Self.isProgram)
    else { return nil }
    let script = "set -o pipefail; PATH='\(Self.built.path)':$PATH; \(line)"
    return try launch(bash, ["-c", script], input: "").finished()
  }

  static func isProgram(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

  func start(_ line: String) throws -> Started {
    try launch(Self.binary, line.split(separator: " ").map(String.init), input: "")
  }

  /// Starts a program that runs the command, as `taskset -c 0`.
  func start(under words: [String], _ line: String) throws -> Started {
    try launch(
      "/usr/bin/env", words + [Self.binary] + line.split(separator: " ").map(String.init), input: "")
  }

  /// A process under way.
  struct Started {
    let process: Process
    let output: URL
    let errors: URL

    /// What it has said so far on standard error.
    var said: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// Waits until it has said so, or has ended without.
    func waits(for text: String) {
      while process.isRunning, !said.contains(text) { usleep(20_000) }
    }

    func finished() throws -> Run {
      process.waitUntilExit()
      return Run(
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
        code: process.terminationStatus)
    }
  }

  private func launch(_ path: String, _ arguments: [String], input: String) throws -> Started {
    let name = UUID().uuidString
    func log(_ kind: String) throws -> (URL, FileHandle) {
      let place = logs.appending(path: "\(name).\(kind)")
      try Data((kind == "in" ? input : "").utf8).write(to: place)
      return (place, try kind == "in" ? FileHandle(forReadingFrom: place) : FileHandle(forWritingTo: place))
    }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let (output, outputHandle) = try log("out")
    let (errors, errorHandle) = try log("err")
    process.standardInput = try log("in").1
    process.standardOutput = outputHandle
    process.standardError = errorHandle
    try process.run()
    return Started(process: process, output: output, errors: errors)
  }

  enum Content {
    case folder
    case text(String)
    case bytes([UInt8])
  }
}

extension Sandbox.Content: ExpressibleByStringLiteral {
  init(stringLiteral value: String) { self = .text(value) }
}
