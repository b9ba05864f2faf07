import Condense
import Foundation

/// A schema as a file: decisions that were made, or edited, before. JSON, a column a line.
package enum SchemaFile {
  /// What only Condense writes; an edited file keeps it.
  private static let mark = "written_by"

  /// What stands for a schema that was inferred with nothing asked, as long as nobody edits it.
  private static let plainSum = "plain"

  private struct PlainSum: Decodable {
    let plain: String?
  }

  /// The schema of a file, or of a model.
  ///
  /// - Throws: `CondenseError`: `input` when it cannot be read, `content` when it is no schema.
  package static func read(_ path: String) throws -> Schema {
    if Predictor.isModel(atFile: path) { return try Predictor(contentsOfFile: path).schema }
    let bytes = try WholeFile.read(path)
    do {
      var schema = try JSONDecoder().decode(Schema.self, from: Data(bytes))
      schema.isPlain =
        try JSONDecoder().decode(PlainSum.self, from: Data(bytes)).plain == sum(schema) ? true : nil
      return schema
    } catch {
      let fault = (error as? DecodingError).flatMap(Self.fault)
      throw CondenseError(
        .content,
        "\(path) is not a schema: \(fault ?? "JSON with target, task, classes and columns was expected")")
    }
  }

  /// Whether Condense wrote the file.
  package static func isOurs(_ path: String) -> Bool {
    guard let bytes = try? WholeFile.read(path),
      let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
      (object[mark] as? String)?.hasPrefix("condense ") == true
    else { return false }
    return object["columns"] != nil
  }

  /// Writes a schema that `train --schema` takes for what it would have decided itself.
  package static func write(_ schema: Schema, toFile path: String) throws {
    var lines = ["{", "\"\(mark)\": \(JSONText.quoted("condense \(Version.current)")),"]
    lines.append("\"target\": \(JSONText.quoted(schema.target)),")
    lines.append("\"task\": \(JSONText.quoted(schema.task.rawValue)),")
    lines.append("\"classes\": \(try JSONText.line(schema.classes)),")
    if let weight = schema.weight { lines.append("\"weight\": \(JSONText.quoted(weight)),") }
    if let order = schema.orderBy { lines.append("\"orderBy\": \(JSONText.quoted(order)),") }
    lines.append("\"sharing\": \(try JSONText.line(schema.sharing)),")
    lines.append("\"columns\": [")
    for (place, column) in schema.columns.enumerated() {
      lines.append("  " + (try JSONText.line(column)) + (place + 1 < schema.columns.count ? "," : ""))
    }
    lines.append("],")
    if schema.isPlain == true {
      lines.append("\"\(plainSum)\": \(JSONText.quoted(try sum(schema))),")
    }
    lines.append("\"remarks\": \(try JSONText.line(schema.remarks))")
    lines.append("}")
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    try WholeFile.replace(path, with: [bytes])
  }

  /// A sum over all of a schema.
  private static func sum(_ schema: Schema) throws -> String {
    var schema = schema
    schema.isPlain = true
    return String(StableHash.hash(try JSONText.line(schema).utf8), radix: 16)
  }

  /// Refuses a schema for another column than the one named.
  static func check(_ schema: Schema?, isFor target: String, _ arguments: Arguments) throws {
    guard let schema, schema.target != target else { return }
    throw CondenseError(
      .usage, "--predict \(target): the schema \(arguments.text("schema") ?? "") is for '\(schema.target)'")
  }

  /// What is wrong within a schema; nil where it is none at all.
  private static func fault(_ error: DecodingError) -> String? {
    let (path, missing): ([any CodingKey], String?)
    switch error {
    case .keyNotFound(let key, let context): (path, missing) = (context.codingPath, key.stringValue)
    case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
      (path, missing) = (context.codingPath, nil)
    @unknown default: return nil
    }
    let column = path.first?.stringValue == "columns" ? path.lazy.compactMap(\.intValue).first : nil
    let place = column.map { "column \($0 + 1)" }
    if let missing { return place.map { "\($0) has no '\(missing)'" } }
    guard let name = path.last(where: { $0.intValue == nil })?.stringValue, path.count > 1 || name == "task"
    else { return nil }
    let words: [String]? =
      switch name {
      case "kind": ColumnKind.allCases.map(\.rawValue)
      case "layer": InputLayer.allCases.map(\.rawValue)
      case "task": PredictionTask.allCases.map(\.rawValue)
      default: nil
      }
    let subject = place.map { "the '\(name)' of \($0)" } ?? "'\(name)'"
    return words.map { "\(subject) is none of \($0.joined(separator: ", "))" } ?? "\(subject) makes no sense"
  }
}
