import Foundation
import Testing

/// Learned vectors in the files that `condense vectors` writes, read by Python as other programs would.
@Suite struct VectorTests {
  private static let table: String = {
    var lines = ["town,y"]
    for row in 0..<80 {
      let town = ["Ulm", "\"New York, NY\"", "\"so \"\"called\"\"\"", "Köln 2"][row % 4]
      lines.append("\(town),\(row % 4 < 2 ? "a" : "b")")
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static let names = ["Köln 2", "New York, NY", "Ulm", "so \"called\""]

  /// What `Tests/References/read_vectors.py` makes of a file; nil where there is no Python with NumPy.
  private func read(_ file: String, in box: Sandbox) throws -> [(String, [Double])]? {
    let python = ProcessInfo.processInfo.environment["CONDENSE_PYTHON"] ?? "python3"
    let run = try box.shell("\(python) \"$package/Tests/References/read_vectors.py\" \(file)")
    guard run.code != 3, run.code != 127 else { return nil }
    try #require(run.code == 0, "\(run.errors)")
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[Any]])
    return rows.map { ($0[0] as? String ?? "", $0[1] as? [Double] ?? []) }
  }

  @Test func pythonReadsEveryFormat() throws {
    let box = try Sandbox(["data.csv": .text(Self.table)])
    try #require(box.run("train data.csv --predict y --epochs 2 --quiet").code == 0)
    var first: [[Double]] = []
    for ending in ["csv", "tsv", "npy", "jsonl", "txt"] {
      let file = "\(ending == "txt" ? "words" : "rows").\(ending)"
      #expect(try box.run("vectors data.condense town -o \(file)").code == 0)
      guard let rows = try read(file, in: box) else {
        print("skipped: no Python with NumPy; CONDENSE_PYTHON names one")
        return
      }
      // word2vec's files part a value from its numbers by a space.
      let expected = ending == "txt" ? Self.names.map { $0.replacing(" ", with: "_") } : Self.names
      #expect(rows.map(\.0).sorted() == expected.sorted(), "\(file)")
      let numbers = rows.map(\.1)
      if first.isEmpty { first = numbers }
      #expect(numbers == first && numbers.allSatisfy { $0.count > 1 }, "\(file)")
    }
  }
}
