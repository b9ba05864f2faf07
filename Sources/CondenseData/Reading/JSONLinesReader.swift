import CondenseCore

/// Reads one JSON object a line. The keys, in the order of their first appearance, are the columns; an object without one
/// of them misses the cell.
enum JSONLinesReader {
  /// Objects whose keys are looked for at first; all are where a later one has another.
  private static let headLines = 1000

  /// A key that the columns lack.
  private struct LateKey: Error {}

  /// Whether a file is meant to be JSON: by its first byte, or by its name.
  static func recognises(_ text: UnsafeBufferPointer<UInt8>, name: String) -> Bool {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
    let content = text.drop(while: isSpace)
    let next = content.dropFirst().drop(while: isSpace).first
    switch content.first {
    case UInt8(ascii: "{"): return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
    case UInt8(ascii: "["): return next == UInt8(ascii: "{")
    default:
      return [".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"].contains { name.hasSuffix($0) }
    }
  }

  static func table(
    _ text: UnsafeBufferPointer<UInt8>, name: String, options: ReadingOptions
  ) throws(CondenseError) -> Table {
    if text.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
      throw CondenseError(
        .content,
        "\(name) is one JSON list where an object a line was expected; convert it: "
          + "jq -c '.[]' \(shell(name)) > lines.jsonl")
    }
    do {
      return try table(text, name: name, options: options, head: headLines)
    } catch let error as CondenseError {
      throw error
    } catch {
      do {
        return try table(text, name: name, options: options, head: .max)
      } catch {
        throw error as? CondenseError ?? CondenseError(.internalFault, "a key of \(name) that no object has")
      }
    }
  }

  private static func table(
    _ text: UnsafeBufferPointer<UInt8>, name: String, options: ReadingOptions, head: Int
  ) throws -> Table {
    var keys = Interner()
    for (number, line) in TextLines(text).lazy.prefix(head) {
      var object = JSONLine(line)
      do throws(JSONLine.Fault) {
        while try object.next() { _ = keys.intern(object.key) }
      } catch {
        if !options.skipsBadRows { throw explained(error, name, number) }
      }
    }
    guard keys.count > 0 else {
      throw CondenseError(.content, "\(name) has no object with a key; at least one column was expected")
    }
    let names = (0..<keys.count).map { keys.values.string($0) }
    if let empty = names.firstIndex(of: "") {
      throw CondenseError(.content, "\(name): key \(empty + 1) is empty; every column needs a name")
    }
    var spelled: Set<String> = []
    if let twin = names.first(where: { !spelled.insert($0).inserted }) {
      throw CondenseError(
        .content,
        "\(name) has the key '\(ShownText.line(twin))' in two spellings that look the same, composed and "
          + "decomposed; write it in one: uconv -x nfc")
    }
    var grid = CellGrid(columnCount: names.count)
    var filled = [Int](repeating: 0, count: names.count)
    for (number, line) in TextLines(text) {
      grid.addRow(line: number)
      do {
        try read(line, number, into: &grid, keys, &filled, name)
      } catch is CondenseError where options.skipsBadRows {
        grid.removeRow()
      }
    }
    return try grid.table(columns: names, name: name, options: options)
  }

  /// - Parameter filled: the line that last had each key.
  private static func read(
    _ line: UnsafeBufferPointer<UInt8>, _ number: Int, into grid: inout CellGrid, _ keys: Interner,
    _ filled: inout [Int], _ name: String
  ) throws {
    var object = JSONLine(line)
    while true {
      do throws(JSONLine.Fault) {
        guard try object.next() else { return }
      } catch {
        throw explained(error, name, number)
      }
      let column = object.key.withUnsafeBufferPointer { key in
        key.baseAddress.map { Int(keys.find($0, key.count)) } ?? -1
      }
      var shown: String { String(decoding: object.key, as: UTF8.self) }
      guard column >= 0 else { throw LateKey() }
      guard filled[column] != number else {
        throw CondenseError(.content, "\(name) line \(number): the key '\(shown)' stands there twice")
      }
      filled[column] = number
      grid.set(column, object.value)
    }
  }

  private static func explained(_ fault: JSONLine.Fault, _ name: String, _ line: Int) -> CondenseError {
    switch fault {
    case .syntax(let expected, let byte):
      CondenseError(
        .content,
        "\(name) line \(line), byte \(byte): \(expected) was expected; is it one JSON object a line?")
    case .nested(let key, let isList):
      CondenseError(
        .content,
        "\(name) line \(line), column '\(key)': "
          + (isList
            ? "a list is no cell; join its values into one text, as a|b|c"
            : "an object is no cell; give each of its values a key of its own"))
    }
  }

  private static func shell(_ name: String) -> String {
    name == "standard input" ? "in.json" : ShellWord.quoted(name)
  }
}
