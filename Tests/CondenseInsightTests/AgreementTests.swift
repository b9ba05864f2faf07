import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import Testing

/// How far neighbours agree, how far classes stand apart, and how vectors lie over positions.
@Suite struct AgreementTests {
  /// Points on a ring, each with its nearest four.
  private static func ring(_ count: Int) -> [[Int32]] {
    (0..<count).map { i in [1, count - 1, 2, count - 2].map { Int32((i + $0) % count) } }
  }

  @Test func namesOfNeighbours() throws {
    // Two halves: only points at the two borders have neighbours of another name.
    let halves = try #require(
      NeighborAgreement(names: (0..<80).map { $0 / 40 }, neighbors: Self.ring(80)))
    #expect(halves.value == 1 - 12.0 / 320 && abs(halves.chance - 39.0 / 79) < 0.01)
    #expect(halves.p == 1.0 / 1001 && halves.points == 80)
    let mixed = try #require(
      NeighborAgreement(names: (0..<80).map { ($0 / 2) % 2 }, neighbors: Self.ring(80)))
    #expect(mixed.value == 0.25 && mixed.p > 0.99)
    // The unknown are neither asked nor heard.
    let some = try #require(
      NeighborAgreement(names: (0..<80).map { $0 % 2 == 0 ? $0 / 40 : -1 }, neighbors: Self.ring(80)))
    #expect(some.points == 40 && some.value == 1 - 4.0 / 80)
    #expect(NeighborAgreement(names: [0, 0, 0], neighbors: [[1], [2], [0]]) == nil)
    #expect(NeighborAgreement(names: [-1, -1, 0], neighbors: [[1], [2], [0]]) == nil)
  }

  @Test func numbersOfNeighbours() throws {
    let smooth = try #require(
      NeighborAgreement(
        numbers: (0..<80).map { Double(min($0, 80 - $0)) }, neighbors: Self.ring(80)))
    #expect(smooth.value > 0.99 && smooth.p == 1.0 / 1001 && abs(smooth.chance) < 0.05)
    let jagged = try #require(
      NeighborAgreement(numbers: (0..<80).map { Double($0 * 37 % 80) }, neighbors: Self.ring(80)))
    #expect(jagged.p > 0.05)
    #expect(NeighborAgreement(numbers: [1, 1, 1], neighbors: [[1], [2], [0]]) == nil)
    #expect(NeighborAgreement(numbers: [1, .nan, 2], neighbors: [[1], [2], [0]]) == nil)
  }

  /// Many points are asked by a part that is spread over all, and all are heard.
  @Test func manyPoints() throws {
    let count = 12_000
    let sorted = try #require(
      NeighborAgreement(names: (0..<count).map { $0 / (count / 2) }, neighbors: Self.ring(count)))
    #expect(sorted.points == 5000 && sorted.value > 0.998 && abs(sorted.chance - 0.5) < 0.01)
  }

  @Test(arguments: [1, 3]) func silhouette(threads: Int) throws {
    // Two points 1 apart in each of two classes 10 apart, on a line and in nine dimensions.
    for dimension in [1, 9] {
      let rows = [Float(0), 1, 10, 11].flatMap { [$0] + [Float](repeating: 2, count: dimension - 1) }
      let mean = try #require(
        Silhouette.mean(rows: rows, dimension: dimension, classes: [0, 0, 1, 1], threads: threads))
      #expect(abs(mean - (2 * (1 - 1 / 10.5) + 2 * (1 - 1 / 9.5)) / 4) < 1e-6)
    }
    let alone = Silhouette.mean(rows: [0, 1, 10, 7], dimension: 1, classes: [0, 0, 1, -1], threads: threads)
    let expected: Double = (2 - 1 / 10.0 - 1 / 9.0) / 3
    #expect(abs(try #require(alone) - expected) < 1e-6)
    #expect(Silhouette.mean(rows: [0, 1], dimension: 1, classes: [0, 0], threads: threads) == nil)
    #expect(Silhouette.mean(rows: [], dimension: 1, classes: [], threads: threads) == nil)
  }

  // MARK: positions

  private static let places: [(x: Double, y: Double)] = (0..<30).map {
    (Double($0 * $0 % 17), Double($0 * 7 % 13))
  }

  private static func known(_ places: [(x: Double, y: Double)]) -> [(x: Double, y: Double)?] { places }

  @Test func turnedAndScaled() throws {
    // The places, turned into three dimensions, shrunk and moved.
    let rows: [Float] = Self.places.flatMap { place -> [Float] in
      let (x, y) = (0.6 * place.x - 0.8 * place.y, 0.8 * place.x + 0.6 * place.y)
      return [Float(x / 10 + 3), 5, Float(y / 10 - 7)]
    }
    let all = try #require(Alignment(rows: rows, dimension: 3, over: Self.known(Self.places)))
    #expect(all.explained > 0.999_999)
    for (i, place) in Self.places.enumerated() {
      #expect(abs(all.points[i] - place.x) < 1e-4 && abs(all.points[30 + i] - place.y) < 1e-4)
    }
    // A place that is not known has no part in it, and is found.
    var most = Self.known(Self.places)
    for i in stride(from: 2, to: 30, by: 5) { most[i] = nil }
    let found = try #require(Alignment(rows: rows, dimension: 3, over: most))
    #expect(abs(found.points[2] - Self.places[2].x) < 1e-4)
    // A line explains a part.
    let line = try #require(
      Alignment(rows: Self.places.map { Float($0.x) }, dimension: 1, over: Self.known(Self.places)))
    #expect(line.explained > 0.3 && line.explained < 0.8 && line.points.allSatisfy(\.isFinite))
    let nothing = try #require(
      Alignment(rows: [Float](repeating: 1, count: 30), dimension: 1, over: Self.known(Self.places)))
    #expect(nothing.explained < 1e-12)
    #expect(Alignment(rows: rows, dimension: 3, over: Self.known(Self.places.map { _ in (1, 2) })) == nil)
  }

  private static func vectors(_ rows: [Float]) -> ValueVectors {
    ValueVectors(
      values: (0..<30).map { "t\($0)" }, counts: nil, vectors: rows, dimension: 2, bucketCount: 0)
  }

  private static func about() throws -> KnownValues {
    try KnownValues(
      (0..<30).map { "t\($0)" },
      in: Table(
        name: "about.csv",
        columns: [
          Column(name: "town", strings: (0..<30).map { "t\($0)" }),
          Column(name: "longitude", numbers: places.map(\.x)),
          Column(name: "Lat", numbers: places.map { $0.y + 54 }),
          Column(name: "name", strings: places.map { _ in "x" }),
        ]))
  }

  @Test func overlay() throws {
    let rows: [Float] = Self.places.flatMap { [Float($0.x / 2), Float($0.y)] }
    // East is half as long as north at 60 degrees, the middle of the latitudes.
    let globe = try MapOverlay(
      Self.vectors(rows), over: Self.about(), x: "longitude", y: "Lat")
    #expect(globe.isGlobe && globe.explained > 0.99 && globe.p == 1.0 / 1001)
    let flat = try MapOverlay(Self.vectors(rows), over: Self.about(), x: "Lat", y: "longitude")
    #expect(!flat.isGlobe && flat.explained < globe.explained)
    let noise = Philox(seed: 1, purpose: "noise")
    let random = try MapOverlay(
      Self.vectors((0..<60).map { Philox.unit(noise.block(0, $0)[0]) }), over: Self.about(), x: "longitude",
      y: "Lat")
    #expect(random.p > 0.05 && random.explained < 0.3)
    #expect(
      MapPage.sentence(globe).hasPrefix(
        "turned and scaled over the positions by longitude and Lat of 30 values, the vectors explain R² "))
    func message(_ x: String, _ y: String) throws -> String? {
      let about = try Self.about()
      do throws(CondenseError) {
        _ = try MapOverlay(Self.vectors(rows), over: about, x: x, y: y)
        return nil
      } catch { return error.message }
    }
    #expect(try message("longitud", "Lat") == "about.csv has no column 'longitud'; did you mean 'longitude'?")
    #expect(
      try message("name", "Lat") == "about.csv: the column 'name' holds no numbers, as positions are")
  }

  @Test func projectorFiles() throws {
    let names = MapTests.hostile + (0..<21).map { "t\($0)" }
    let vectors = ValueVectors(
      values: names, counts: names.indices.map(Int64.init),
      vectors: names.indices.flatMap { [Float($0) / 8, -1.5] }, dimension: 2, bucketCount: 0)
    var mapper = Mapper()
    (mapper.threads, mapper.perplexity) = (1, 5)
    let map = try mapper.map(vectors, called: "the \"town\"\nö")
    let aspects = [
      MapAspect(
        Column(name: "height\tin m", numbers: names.indices.map(Double.init)), rows: Array(names.indices))
    ]
    let files = ProjectorFiles(
      map, numbers: vectors.vectors, aspects: aspects, file: "town.tsv", metadataFile: "town.metadata.tsv")
    let lines = files.vectors.split(separator: "\n")
    #expect(lines.count == 30 && lines[1] == "0.125\t-1.5")
    let rows = files.metadata.split(separator: "\n", omittingEmptySubsequences: false)
    // A header, and a row for each whatever its name holds.
    #expect(rows.count == 32 && rows[0] == "name\tgroup\tcount\theight in m" && rows[31].isEmpty)
    #expect(
      rows.dropLast().allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 4 })
    #expect(rows[10].hasPrefix("t0\t") && rows[10].hasSuffix("\t9\t9"))
    #expect(
      files.config == """
        # condense
        embeddings {
          tensor_name: "the \\"town\\"\\012\\303\\266"
          tensor_path: "town.tsv"
          metadata_path: "town.metadata.tsv"
        }

        """)
  }
}
