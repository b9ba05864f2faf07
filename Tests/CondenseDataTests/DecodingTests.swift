import CondenseCore
import CondenseData
import Foundation
import Testing

/// Encoders from a file are refused where they could not have been learned.
@Suite struct DecodingTests {
  private static let number = NumberEncoder(
    column: "x", values: (0..<200).map { Double($0 * $0) + Double(1 << ($0 / 5)) })

  private func expectRefusal<Encoder: Codable>(
    _ encoder: Encoder, _ key: String, _ value: Any, _ message: String
  ) throws {
    let data = try JSONEncoder().encode(encoder)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object[key] != nil, "\(key)")
    _ = try JSONDecoder().decode(Encoder.self, from: JSONSerialization.data(withJSONObject: object))
    object[key] = value
    let changed = try JSONSerialization.data(withJSONObject: object)
    #expect(throws: CondenseError(.content, message), "\(key)") {
      try JSONDecoder().decode(Encoder.self, from: changed)
    }
  }

  @Test func numbers() throws {
    #expect(Self.number.isHeavyTailed)
    let again = try JSONDecoder().decode(NumberEncoder.self, from: JSONEncoder().encode(Self.number))
    #expect(again == Self.number)
    let scale = "the numbers that scale 'x' make no sense"
    let quantiles = "the quantiles of 'x' make no sense"
    try expectRefusal(Self.number, "deviation", 0, scale)
    try expectRefusal(Self.number, "deviation", -1, scale)
    try expectRefusal(Self.number, "inverse", -1, scale)
    try expectRefusal(Self.number, "minimum", 1e300, scale)
    try expectRefusal(Self.number, "low", 1e300, scale)
    try expectRefusal(Self.number, "missingCount", -1, scale)
    try expectRefusal(Self.number, "quantiles", [0, 1], quantiles)
    try expectRefusal(Self.number, "scores", [Double](), quantiles)
    try expectRefusal(Self.number, "scores", Self.number.scores.reversed() as [Double], quantiles)
    try expectRefusal(Self.number, "quantiles", Self.number.quantiles.map { _ in 0.0 }, quantiles)
  }

  @Test func dates() throws {
    let cells = (1...28).map { "2013-02-\($0 < 10 ? "0" : "")\($0)" }
    let table = try Table(name: "t", columns: [Column(name: "day", strings: cells)])
    let encoder = try DateEncoder(
      fitting: table.columns[0], format: .yearMonthDay, rows: Array(0..<28), in: table)
    let again = try JSONDecoder().decode(DateEncoder.self, from: JSONEncoder().encode(encoder))
    #expect(again == encoder)
    try expectRefusal(encoder, "firstYear", 2014, "the years of 'day', 2014 to 2013, make no sense")
    try expectRefusal(encoder, "firstYear", -1, "the years of 'day', -1 to 2013, make no sense")
    try expectRefusal(
      encoder, "lastYear", Int.max, "the years of 'day', 2013 to \(Int.max), make no sense")
    try expectRefusal(encoder, "parts", ["weekday", "weekday"], "the date 'day' has a part twice")
  }
}
