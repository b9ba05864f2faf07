import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import Foundation
import Testing

/// Maps of vectors, and the page and drawing of one.
@Suite struct MapTests {
  /// Vectors around three middles, turn by turn.
  private static func vectors(_ names: [String], dimension: Int = 6) -> ValueVectors {
    let random = Philox(seed: 8, purpose: "map")
    return ValueVectors(
      values: names, counts: names.indices.map { Int64(1000 / ($0 + 1)) },
      vectors: names.indices.flatMap { row in
        (0..<dimension).map { column in
          (column % 3 == row % 3 ? 5 : 0) + Philox.unit(random.block(UInt64(row), UInt64(column))[0])
        }
      }, dimension: dimension, bucketCount: 0)
  }

  private static func mapped(_ vectors: ValueVectors, threads: Int = 1) throws -> PointMap {
    var mapper = Mapper()
    (mapper.groups, mapper.perplexity, mapper.threads) = (3, 5, threads)
    return try mapper.map(vectors, called: "town")
  }

  private static let names = (0..<90).map { "town \($0)" }

  @Test func layoutsGroupsAndNeighbours() throws {
    let map = try Self.mapped(Self.vectors(Self.names))
    #expect(map.principal.count == 180 && map.tsne?.count == 180 && map.omitted == 0)
    #expect(map.explained.reduce(0, +) > 0.8)
    for i in 3..<90 {
      #expect(map.groups[i] == map.groups[i % 3])
      #expect(map.neighbors[i].count == 10 && map.neighbors[i].allSatisfy { Int($0) % 3 == i % 3 && $0 != i })
    }
    let again = try Self.mapped(Self.vectors(Self.names), threads: 3)
    #expect(again.tsne == map.tsne && again.principal == map.principal && again.groups == map.groups)
  }

  @Test func manyValuesAreSampled() throws {
    var mapper = Mapper()
    (mapper.mostPoints, mapper.perplexity, mapper.threads) = (40, 5, 1)
    let map = try mapper.map(Self.vectors(Self.names), called: "town")
    #expect(map.names == Array(Self.names.prefix(40)) && map.omitted == 50 && map.principal.count == 80)
    #expect(
      MapPage.notes(map).hasPrefix(
        "40 values of 6 numbers each, the most frequent ones; 50 more are left out."))
    // What is known of all is cut to what is shown.
    #expect(mapper.mostFrequent(Self.vectors(Self.names)).values == map.names)
    let column = Column(name: "third", numbers: Self.names.indices.map { Double($0 % 3) })
    let aspect = MapAspect(column, rows: Array(Self.names.indices)).prefix(40)
    #expect(try #require(aspect.agreement(on: map)).points == 40)
    let shown = try #require(Self.data(MapPage.html(map, leading: [aspect]))["aspects"] as? [[String: Any]])
    #expect((shown[0]["numbers"] as? [Double])?.count == 40)
  }

  @Test(arguments: [1, 2, 4, 5]) func few(count: Int) throws {
    let map = try Self.mapped(Self.vectors(Array(Self.names.prefix(count))))
    #expect((map.tsne == nil) == (count < 5) && map.principal.allSatisfy(\.isFinite))
    #expect(map.neighbors.allSatisfy { $0.count == min(10, count - 1) })
    #expect(MapPage.html(map).contains("<option value=\"tsne\">") == (count >= 5))
    let line = try Self.mapped(Self.vectors(Array(Self.names.prefix(count)), dimension: 1))
    #expect(line.principal.count == 2 * count)
    #expect(throws: CondenseError.self) { try Self.mapped(Self.vectors([])) }
  }

  // MARK: the page

  static let hostile = [
    "</script><script>alert(1)</script>", "\"quotes\" & 'more', \\ back", "שלום עולם", "👩‍🚀🇦🇶", "a\nb\tc\u{0}",
    "\u{2028}", String(repeating: "long ", count: 2000), "<!--", "",
  ]

  /// The data of a page, as a browser reads it.
  static func data(_ page: String) throws -> [String: Any] {
    let start = try #require(page.range(of: "id=\"data\">"))
    let rest = page[start.upperBound...]
    let end = try #require(rest.range(of: "</script>"))
    return try #require(
      try JSONSerialization.jsonObject(with: Data(rest[..<end.lowerBound].utf8)) as? [String: Any])
  }

  @Test func namesStayWhatTheyAre() throws {
    let names = Self.hostile + Self.names
    let map = try Self.mapped(Self.vectors(names))
    let table = try Table(
      name: "about",
      columns: [
        Column(name: "code", strings: names.map { $0 == "town 3" ? "other" : $0 }),
        Column(name: "</script>", strings: names.indices.map { "kind \($0 % 12)" }),
        Column(name: "height", numbers: names.indices.map { Double($0) / 3 }),
      ])
    let known = try KnownValues(names, in: table)
    #expect(known.known == names.count - 1)
    let page = MapPage.html(map, aspects: known.aspects)
    // Nothing of the data is markup.
    #expect(page.components(separatedBy: "<script").count == 3)
    let data = try Self.data(page)
    #expect(data["names"] as? [String] == names)
    #expect((data["counts"] as? [Int])?.count == names.count)
    #expect(
      (data["neighbors"] as? [[Int]])?.map { $0.map(Int32.init) } == map.neighbors.map { Array($0.prefix(5)) }
    )
    for layout in ["tsne", "principal"] {
      let points = try #require(data[layout] as? [String: [Int]])
      let all = (points["x"] ?? []) + (points["y"] ?? [])
      #expect(all.count == 2 * names.count && all.min() == 0 && all.max() == 10_000)
    }
    let shown = try #require(data["aspects"] as? [[String: Any]])
    #expect(shown.compactMap { $0["title"] as? String } == ["group", "how often", "</script>", "height"])
    let kinds = try #require(shown[2]["names"] as? [String])
    #expect(kinds.count == 10 && kinds.last == "3 others")
    let codes = try #require(shown[2]["codes"] as? [Int])
    #expect(codes[12] == -1 && codes.count { $0 == -1 } == 1)
    let heights = try #require(shown[3]["numbers"] as? [Any])
    #expect(heights[12] is NSNull && heights[9] as? Double == 3)
  }

  @Test func drawing() throws {
    let map = try Self.mapped(Self.vectors(Self.hostile + Self.names))
    let svg = MapDrawing.svg(map)
    #expect(svg.components(separatedBy: "<circle").count == map.names.count + 1)
    #expect(svg.contains(">town 0</text>") && !svg.contains("<script>alert"))
    #expect(try Drawn(svg).texts.count > 40)
  }

  @Test func tablesThatDoNotFit() throws {
    let one = try Table(name: "about.csv", columns: [Column(name: "code", strings: ["a"])])
    let other = try Table(
      name: "about.csv", columns: [Column(name: "code", strings: ["x"]), Column(name: "n", strings: ["y"])])
    func message(_ table: Table) -> String? {
      do {
        _ = try KnownValues(["a", "b"], in: table)
        return nil
      } catch { return error.message }
    }
    #expect(
      message(one)
        == "about.csv has one column; the values in the first and what is known of them in others are needed")
    #expect(message(other) == "about.csv: the first column, 'code', holds none of the values, such as 'a'")
  }
}
