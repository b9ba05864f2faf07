import CondenseCore
import CondenseData
import Foundation
import Testing

/// Pairs of values have ids where rows are enough, the same for a row as for a table.
@Suite struct CrossTests {
  /// Two columns of 8 and 5 values and one of 300, in every row of which the first two agree with a third.
  private static func table(_ rows: Int) throws -> Table {
    try Table(
      name: "t",
      columns: [
        Column(name: "a", strings: (0..<rows).map { $0 % 101 == 0 ? nil : "a\($0 % 8)" }),
        Column(name: "b", strings: (0..<rows).map { "b\($0 / 8 % 5)" }),
        Column(name: "c", strings: (0..<rows).map { "c\($0 % 300)" }),
        Column(name: "x", numbers: (0..<rows).map { Double($0 % 977) + 0.5 }),
        Column(name: "y", strings: (0..<rows).map { $0 % 3 == 0 ? "yes" : "no" }),
      ])
  }

  private static func encoder(_ table: Table, crosses: Bool = true) throws -> TableEncoder {
    let schema = try Schema.inferred(from: table, options: SchemaOptions(target: "y"))
    var options = EncoderOptions()
    options.crosses = crosses
    return try TableEncoder.fit(schema, to: table, rows: Array(0..<table.rowCount), options: options)
  }

  @Test func pairsNeedRows() throws {
    let many = try Self.table(20_000)
    // Ids: 10 of a, its missing one among them; 6 of b; 301 of c, and 301 × 6 are more than 20,000 / 20.
    let encoder = try Self.encoder(many)
    #expect(encoder.features.map(\.name) == ["a", "b", "c", "a×b", "rest"])
    #expect(encoder.features[3].shape == .ids(vocabularySize: 60))
    #expect(encoder.features[3].columns == ["a", "b"] && encoder.features[3].crossed == ["a", "b"])
    #expect(encoder.columns == ["a", "b", "c", "x"])
    let without = ["a", "b", "c", "rest"]
    #expect(try Self.encoder(many, crosses: false).features.map(\.name) == without)
    #expect(try Self.encoder(Self.table(19_999)).features.map(\.name) == without)
    let all = try Self.encoder(Self.table(61_000))
    #expect(all.features.map(\.name) == ["a", "b", "c", "a×c", "b×c", "a×b", "rest"])
  }

  @Test func aPairIsFirstTimesSizePlusSecond() throws {
    let table = try Self.table(20_000)
    let encoder = try Self.encoder(table)
    let rows = [0, 1, 9, 17, 101, 19_999]
    let encoded = try encoder.encode(table, rows: rows)
    guard case .ids(let a) = encoded.features[0], case .ids(let b) = encoded.features[1],
      case .ids(let pairs) = encoded.features[3]
    else {
      Issue.record("no ids")
      return
    }
    #expect(a[0] == 9 && a[4] == 9)
    #expect(pairs == zip(a, b).map { $0 * 6 + $1 })
    for (place, row) in rows.enumerated() {
      let cells: [String: Cell] = [
        "a": row % 101 == 0 ? .missing : .text("a\(row % 8)"), "b": .text("b\(row / 8 % 5)"),
        "c": .text("c\(row % 300)"), "x": .number(Double(row % 977) + 0.5),
      ]
      #expect(try encoder.encode(row: cells).features[3] == .ids([pairs[place]]))
    }
    let new = try encoder.encode(row: ["a": "new", "b": "new", "c": "c1", "x": 1])
    #expect(new.features[3] == .ids([0]))
    #expect(new.unknownNames(inRow: 0) == ["a", "b"])
  }

  @Test func onlyPairsThatFitAreRead() throws {
    let encoder = try Self.encoder(try Self.table(20_000))
    let data = try JSONEncoder().encode(encoder.encoders)
    let text = String(decoding: data, as: UTF8.self)
    func read(_ change: (old: String, new: String)? = nil, reversed: Bool = false) throws -> TableEncoder {
      let changed = change.map { text.replacingOccurrences(of: $0.old, with: $0.new) } ?? text
      #expect(change == nil || changed != text)
      let encoders = try JSONDecoder().decode([ColumnEncoder].self, from: Data(changed.utf8))
      return try TableEncoder(
        encoders: reversed ? encoders.reversed() : encoders, vocabularies: encoder.vocabularies)
    }
    #expect(try read().features == encoder.features)
    let misfit = CondenseError(
      .content, "nothing before the cross 'a×b' of the model fits it; it is damaged")
    #expect(throws: misfit) { try read((#""firstSize":10"#, #""firstSize":11"#)) }
    #expect(throws: misfit) { try read((#""secondSize":6"#, #""secondSize":1"#)) }
    #expect(throws: misfit) { try read(reversed: true) }
    #expect(throws: CondenseError(.content, "the cross of 'a' and 'a', 10 × 6, makes no sense")) {
      try read((#""second":"b""#, #""second":"a""#))
    }
    #expect(throws: CondenseError(.content, "the cross of 'a' and 'b', 10 × 0, makes no sense")) {
      try read((#""secondSize":6"#, #""secondSize":0"#))
    }
    let most = Int.max
    #expect(throws: CondenseError(.content, "the cross of 'a' and 'b', \(most) × 6, makes no sense")) {
      try read((#""firstSize":10"#, #""firstSize":\#(most)"#))
    }
  }
}
