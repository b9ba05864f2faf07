import CZlib
import CondenseCore
import CondenseData
import Foundation
import Testing

@Suite(.serialized) struct SharedDataTests {
  @Test(arguments: [("flights/train.csv.gz", 261_877, 11), ("reviews/train.csv.gz", 25_000, 2)])
  func reading(file: String, rows: Int, columns: Int) throws {
    guard let path = SharedData.path(file) else { return }
    let table = try Table(contentsOfFile: path)
    #expect(table.columns.count == columns)
    #expect(table.rowCount == rows)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/zcat")
    process.arguments = [path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let plain = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    let clock = ContinuousClock()
    for _ in 0..<4 {
      let time = try clock.measure {
        _ = try Table(contentsOf: plain, name: file)
      }
      print(file, time)
    }
    var fingerprint = ""
    print("fingerprint", clock.measure { fingerprint = table.fingerprint }, fingerprint)
  }

  @Test func texts() throws {
    guard let path = SharedData.path("reviews/train.csv.gz") else { return }
    let table = try Table(contentsOfFile: path)
    let column = try table.column(named: "text")
    let rows = Array(0..<table.rowCount)
    let clock = ContinuousClock()
    for threads in [1, 2] {
      var encoder: TextEncoder?
      var bags: Bags?
      let fit = clock.measure {
        encoder = TextEncoder(fitting: column, rows: rows, minimumCount: 2, threads: threads)
      }
      let encode = clock.measure { bags = encoder?.encode(column, rows: rows, threads: threads) }
      let found = try #require(encoder)
      print("fit \(fit), encode \(encode) on \(threads); \(bags?.ids.count ?? 0) ids")
      print(
        "\(found.vocabulary.size) words, \(found.buckets) buckets, \(found.repeatedNGrams) n-grams repeated,"
          + " \(found.collidingNGrams) colliding")
    }
  }
}
