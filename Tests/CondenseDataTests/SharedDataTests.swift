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
}
