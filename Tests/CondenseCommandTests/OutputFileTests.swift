import CondenseCommand
import Foundation
import Testing

@Suite struct OutputFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "condense-\(UUID().uuidString)").path

  @Test(arguments: [
    ("data/flights.csv.gz", "flights.condense"), ("a.2013.tsv", "a.2013.condense"), ("x", "x.condense"),
    ("/.hidden", ".hidden.condense"), ("/", "model.condense"), ("A.GZ", "A.condense"),
  ])
  func defaultPath(data: String, path: String) {
    #expect(OutputFile.defaultPath(for: data) == path)
  }

  @Test func onlyOurFilesAreReplaced() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/a.condense"
    #expect(try !OutputFile(path, force: false) { _ in false }.replaces)
    try Data().write(to: URL(filePath: path))
    #expect(try OutputFile(path, force: false) { _ in true }.replaces)
    #expect(try OutputFile(path, force: true) { _ in false }.replaces)
    expect(
      "\(path) exists and Condense did not write it; --force replaces it, -o FILE writes elsewhere", path)
    expect("\(folder) is a folder; give a file name with -o", folder)
    expect("\(path)/b cannot be created: there is no folder \(path)", "\(path)/b")
    expect("\(folder)/no/b cannot be created: there is no folder \(folder)/no", "\(folder)/no/b")
    expect("/dev/null is not a plain file; give another name with -o", "/dev/null")
  }

  private func expect(_ message: String, _ path: String) {
    let error = #expect(throws: (any Error).self) { try OutputFile(path, force: false) { _ in false } }
    #expect(error.map { "\($0)" } == message)
  }
}
