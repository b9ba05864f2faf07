import Condense
import Foundation

/// Steps of training in a process of its own, where what holds for a whole process is switched.
///
/// After `ready` it answers `numbers` by bits, `huge` by the bytes it has in huge pages, and a count by the seconds that so
/// many steps take.
final class TechniqueProcess {
  private let process = Process()
  private let questions = Pipe(), answers = Pipe()
  private var unread = Data()

  /// - Parameters:
  ///   - steps: `dense`, or the vocabulary of a text.
  ///   - environment: what is added to that of this process.
  init(_ steps: String, hugePages: Bool = true, environment: [String: String] = [:]) throws {
    process.executableURL = Bundle.main.executableURL
    process.arguments = ["technique", steps, hugePages ? "huge" : "small"]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = questions
    process.standardOutput = answers
    try process.run()
    _ = try line()
  }

  deinit {
    try? questions.fileHandleForWriting.close()
    if process.isRunning { process.waitUntilExit() }
  }

  var way: Technique.Way {
    Technique.Way(
      seconds: { Double(try self.answer("\($0)")) ?? 0 },
      numbers: {
        try self.answer("numbers").split(separator: " ").compactMap { UInt32($0) }
          .map(Float.init(bitPattern:))
      }, bytes: { Int(try self.answer("huge")) ?? 0 })
  }

  private func answer(_ question: String) throws -> String {
    try questions.fileHandleForWriting.write(contentsOf: Data((question + "\n").utf8))
    return try line()
  }

  private func line() throws -> String {
    while true {
      if let end = unread.firstIndex(of: 10) {
        defer { unread.removeSubrange(...end) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let more = answers.fileHandleForReading.availableData
      guard !more.isEmpty else { throw CondenseError(.machine, "the steps of a technique ended early") }
      unread += more
    }
  }

  // MARK: in that process

  static func serve(_ steps: String, hugePages: Bool) throws {
    if !hugePages { disableHugePages() }
    let way =
      try steps == "dense"
      ? TechniqueSteps.dense([784, 512, 256, 10], batch: 128).way
      : Int(steps).map { try TechniqueSteps.text(vocabulary: $0, ids: Growth.zipfIds($0)).way }
    guard let way else { throw CondenseError(.usage, "'\(steps)' is neither dense nor a vocabulary") }
    Limits.say("ready")
    while let line = readLine() {
      switch line {
      case "numbers": Limits.say(try way.numbers().map { String($0.bitPattern) }.joined(separator: " "))
      case "huge": Limits.say(String(bytesInHugePages))
      default: Limits.say(String(try way.seconds(Int(line) ?? 1)))
      }
    }
  }

  /// `prctl` takes a variable number of arguments, which Swift does not call by name.
  private static func disableHugePages() {
    #if os(Linux)
      typealias Call = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
      let setting: Int32 = 41  // PR_SET_THP_DISABLE
      guard let symbol = dlsym(nil, "prctl"), unsafeBitCast(symbol, to: Call.self)(setting, 1, 0, 0, 0) == 0
      else { preconditionFailure("huge pages cannot be switched off") }
    #endif
  }

  private static var bytesInHugePages: Int {
    let lines = (try? String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)) ?? ""
    let line = lines.split(separator: "\n").first { $0.hasPrefix("AnonHugePages:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
  }
}
