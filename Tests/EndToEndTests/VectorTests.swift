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

  private static let python = ProcessInfo.processInfo.environment["CONDENSE_PYTHON"] ?? "python3"
  private static let hasNumPy = (try? Sandbox().shell("\(python) -c 'import numpy'"))?.code == 0

  /// What `Tests/References/read_vectors.py` makes of a file.
  private func read(_ file: String, in box: Sandbox) throws -> [(String, [Double])] {
    let run = try box.shell("\(Self.python) \"$package/Tests/References/read_vectors.py\" \(file)")
    try #require(run.code == 0, "\(run.errors)")
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[Any]])
    return rows.map { ($0[0] as? String ?? "", $0[1] as? [Double] ?? []) }
  }

  /// A file of each format; with `rows.npy` comes `rows.txt`, of the values.
  private static let files = ["rows.csv", "rows.tsv", "rows.npy", "rows.jsonl", "words.txt"]

  /// A folder with the vectors of a model in every format.
  private static func vectors() throws -> Sandbox {
    let box = try Sandbox(["data.csv": .text(table)])
    try #require(box.run("train data.csv --predict y --epochs 2 --quiet").code == 0)
    for file in files { #expect(try box.run("vectors data.condense town -o \(file)").code == 0, "\(file)") }
    return box
  }

  @Test func everyFormatIsWritten() throws {
    let box = try Self.vectors()
    for file in Self.files { #expect(try !box.bytes(file).isEmpty, "\(file)") }
  }

  @Test(.enabled(if: hasNumPy, "there is no Python with NumPy; CONDENSE_PYTHON names one"))
  func pythonReadsEveryFormat() throws {
    let box = try Self.vectors()
    var first: [[Double]] = []
    for file in Self.files {
      let rows = try read(file, in: box)
      // word2vec's files part a value from its numbers by a space.
      let expected = file == "words.txt" ? Self.names.map { $0.replacing(" ", with: "_") } : Self.names
      #expect(rows.map(\.0).sorted() == expected.sorted(), "\(file)")
      let numbers = rows.map(\.1)
      if first.isEmpty { first = numbers }
      #expect(numbers == first && numbers.allSatisfy { $0.count > 1 }, "\(file)")
    }
  }
}
