import CZlib
import CondenseCore
import CondenseData
import Foundation
import Testing

@Suite(.serialized) struct SharedDataTests {
  /// What a file of a single gzip member holds.
  private static func unpacked(_ path: String) throws -> [UInt8] {
    var packed = [UInt8](try Data(contentsOf: URL(filePath: path)))
    // A member ends with the length of what it holds.
    let count: Int = packed.suffix(4).reversed().reduce(0) { $0 * 256 + Int($1) }
    var plain = [UInt8](repeating: 0, count: count)
    var stream = z_stream()
    inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { inflateEnd(&stream) }
    var status = Z_DATA_ERROR
    packed.withUnsafeMutableBufferPointer { source in
      plain.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        status = inflate(&stream, Z_FINISH)
      }
    }
    try #require(status == Z_STREAM_END)
    return plain
  }

  /// A file reads as what it holds does, unpacked.
  @Test(
    .enabled(if: SharedData.exists, "there is no ../shared/data beside the package"),
    arguments: [("flights/train.csv.gz", 261_877, 11), ("reviews/train.csv.gz", 25_000, 2)])
  func reading(file: String, rows: Int, columns: Int) throws {
    let path = SharedData.path(file)
    let table = try Table(contentsOfFile: path)
    #expect(table.columns.count == columns)
    #expect(table.rowCount == rows)
    let plain = try Table(contentsOf: try Self.unpacked(path), name: file)
    #expect(plain.columns.map(\.name) == table.columns.map(\.name))
    #expect(plain.rowCount == rows)
    #expect(plain.fingerprint == table.fingerprint)
  }

  /// One thread learns and encodes as two do.
  @Test(
    .enabled(
      if: SharedData.has("reviews/train.csv.gz"),
      "there is no ../shared/data/reviews/train.csv.gz beside the package"))
  func texts() throws {
    let table = try Table(contentsOfFile: SharedData.path("reviews/train.csv.gz"))
    let column = try table.column(named: "text")
    let rows = Array(0..<table.rowCount)
    let one = TextEncoder(fitting: column, rows: rows, minimumCount: 2, threads: 1)
    let two = TextEncoder(fitting: column, rows: rows, minimumCount: 2, threads: 2)
    #expect(one.word(of: 1) == "the" && one.vocabulary.size > 30_000)
    #expect(one.buckets > one.repeatedNGrams && one.repeatedNGrams > one.collidingNGrams)
    #expect(two.vocabulary.size == one.vocabulary.size && two.buckets == one.buckets)
    #expect(two.repeatedNGrams == one.repeatedNGrams && two.collidingNGrams == one.collidingNGrams)
    let bags = one.encode(column, rows: rows, threads: 1)
    #expect(bags.offsets.count == rows.count + 1)
    // Compared apart: nobody wants to read millions of ids.
    let size = Int32(one.vocabularySize)
    let areKnown = bags.ids.allSatisfy { $0 >= 0 && $0 < size }
    let areEqual = two.counts == one.counts && two.encode(column, rows: rows, threads: 2) == bags
    #expect(areKnown && areEqual)
  }
}
