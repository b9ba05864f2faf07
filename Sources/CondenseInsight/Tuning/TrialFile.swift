import CondenseCore
import CondenseModels
import Foundation

/// The trials of a search as they stand in a file, one JSON object a line, so that a search that was ended can go on.
package struct TrialFile {
  /// The first line: what the trials belong to.
  package struct Header: Codable, Equatable {
    /// `condense 0.1.0`
    package var writtenBy: String
    /// CRC-32 of the table.
    package var data: String
    package var target: String
    package var seed: UInt64
    /// All that was asked of training, in one text.
    package var options: String

    private enum CodingKeys: String, CodingKey {
      case data, target, seed, options
      case writtenBy = "trials_written_by"
    }

    package init(writtenBy: String, data: String, target: String, seed: UInt64, options: String) {
      self.writtenBy = writtenBy
      self.data = data
      self.target = target
      self.seed = seed
      self.options = options
    }
  }

  /// The file.
  package let path: String
  /// All trials, in the order in which they were made.
  package private(set) var trials: [Trial] = []
  private let header: Header

  /// A file that goes on where one stands already.
  ///
  /// - Throws: `CondenseError` of kind `content` when it holds trials of something else.
  package init(_ path: String, _ header: Header) throws {
    self.path = path
    self.header = header
    guard let bytes = try? WholeFile.read(path) else { return }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, let found = try? JSONDecoder().decode(Header.self, from: Data(first))
    else {
      return
    }
    guard found == header else {
      let what =
        found.data != header.data
        ? "data" : found.target != header.target ? "target" : found.seed != header.seed ? "seed" : "options"
      throw CondenseError(
        .content, "\(path) holds trials of other \(what); move it away to start anew, or give another -o")
    }
    // A line that was cut is the end.
    for line in lines.dropFirst() {
      guard let trial = try? JSONDecoder().decode(Trial.self, from: Data(line)) else { break }
      trials.append(trial)
    }
  }

  /// Adds a trial and writes the file, whole or not at all.
  package mutating func add(_ trial: Trial) throws {
    trials.append(trial)
    try write()
  }

  private func write() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes = Array(try encoder.encode(header)) + [UInt8(ascii: "\n")]
    for trial in trials { bytes += Array(try encoder.encode(trial)) + [UInt8(ascii: "\n")] }
    try WholeFile.replace(path, with: [bytes])
  }

  /// Whether a file holds trials: what may be replaced without asking.
  package static func isOurs(_ path: String) -> Bool {
    guard let bytes = try? WholeFile.read(path, atMost: 4096),
      let first = bytes.split(separator: UInt8(ascii: "\n")).first
    else { return false }
    return (try? JSONDecoder().decode(Header.self, from: Data(first))) != nil
  }
}
