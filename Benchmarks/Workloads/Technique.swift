import Condense
import Foundation

/// A technique of the engine: the same work with and without it, timed in turn.
struct Technique {
  /// How the work is done; each way has memory of its own.
  struct Way {
    /// Seconds that doing it so many times takes.
    let seconds: (_ times: Int) throws -> Double
    /// What has come out so far.
    let numbers: () throws -> [Float]
    /// Bytes that are held, of the kind the technique is about.
    var bytes: () throws -> Int = { 0 }
  }

  private static let rounds = 11
  /// A round of the faster way takes as long at least.
  private static let shortest = 0.03

  let name: String
  /// How far the numbers of the two ways may lie apart, as ‖a − b‖ / ‖b‖: 0 for the same bits, nil where they
  /// are meant to differ.
  let tolerance: Double?
  let with: Way
  let without: Way

  /// Prints one line: medians, and how many times as long the work takes without the technique.
  func measure() throws {
    _ = try (with.seconds(3), without.seconds(3))
    let difference = try Self.difference(with.numbers(), without.numbers())
    guard difference <= tolerance ?? .infinity else {
      throw CondenseError(.machine, "\(name): the numbers of both ways differ by \(difference)")
    }
    var times = 1
    while try with.seconds(times) < Self.shortest { times *= 2 }
    var seconds: [(with: Double, without: Double)] = []
    for _ in 0..<Self.rounds { try seconds.append((with.seconds(times), without.seconds(times))) }
    func median(_ numbers: [Double]) -> Double { numbers.sorted()[Self.rounds / 2] / Double(times) * 1e6 }
    let bytes = try (with: with.bytes(), without: without.bytes())
    let ofBytes =
      bytes.with == bytes.without
      ? "" : ", \"with_bytes\": \(bytes.with), \"without_bytes\": \(bytes.without)"
    let ratios = seconds.map { $0.without / $0.with }.sorted()
    Limits.say(
      """
      {"technique": "\(name)", "with_us": \(median(seconds.map(\.with))), \
      "without_us": \(median(seconds.map(\.without))), "ratio": \(ratios[Self.rounds / 2]), \
      "lowest": \(ratios[0]), "highest": \(ratios[Self.rounds - 1]), "difference": \(difference)\(ofBytes)}
      """)
  }

  private static func difference(_ a: [Float], _ b: [Float]) -> Double {
    if a.map(\.bitPattern) == b.map(\.bitPattern) { return 0 }
    func length(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    return length(zip(a, b).map { Double($0) - Double($1) }) / length(b.map(Double.init))
  }
}

extension Technique.Way {
  /// Work of this process.
  init(
    numbers: @escaping () throws -> [Float], bytes: @escaping () throws -> Int = { 0 },
    _ work: @escaping () throws -> Void
  ) {
    self.init(
      seconds: { times in
        let start = Limits.now()
        for _ in 0..<times { try work() }
        return Limits.now() - start
      }, numbers: numbers, bytes: bytes)
  }
}
