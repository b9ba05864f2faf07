import Condense

/// Predictions as CSV with a header, or as one JSON object a line.
package struct PredictionText {
  /// More classes than this are not written in full unless asked for.
  private static let mostClasses = 20

  package private(set) var bytes: [UInt8] = []
  private let isSafe: Bool

  /// - Parameters:
  ///   - kept: columns to repeat first.
  ///   - top: the most probable classes only.
  ///   - isSafe: whether texts that a spreadsheet would run begin with an apostrophe.
  package init(_ predictions: Predictions, kept: [Column], top: Int?, isJSON: Bool, isSafe: Bool = false) {
    self.isSafe = isSafe
    let classes = predictions.classes
    let top = top ?? (classes.count > Self.mostClasses ? 5 : nil)
    if !isJSON { writeHeader(kept, classes, top) }
    for row in 0..<predictions.count {
      let prediction = predictions[row]
      if isJSON {
        writeObject(prediction, kept, row, top)
      } else {
        writeRow(prediction, kept, row, top)
      }
    }
  }

  /// Writes the file whole, or leaves what stood there.
  package func write(toFile path: String) throws {
    try WholeFile.replace(path, with: [bytes])
  }

  /// Whether a file is a table of predictions of ours, by its header.
  package static func isOurs(_ path: String) -> Bool {
    guard let bytes = try? WholeFile.read(path) else { return false }
    let line = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    return line.hasSuffix(",unknown") && (line.hasPrefix("prediction,") || line.contains(",prediction,"))
      || line.hasPrefix("{") && line.contains("\"prediction\":")
  }

  private static func ranked(_ prediction: Prediction, _ top: Int) -> [(label: String, probability: Float)] {
    Array(
      prediction.probabilities.enumerated().sorted {
        $0.element.probability != $1.element.probability
          ? $0.element.probability > $1.element.probability : $0.offset < $1.offset
      }.map(\.element).prefix(top))
  }

  // MARK: CSV

  private mutating func writeHeader(_ kept: [Column], _ classes: [String], _ top: Int?) {
    var cells = kept.map(\.name) + ["prediction"]
    if !classes.isEmpty {
      cells.append("probability")
      if let top {
        for place in 1..<max(2, min(top, classes.count) + 1) where place > 1 {
          cells += ["prediction_\(place)", "probability_\(place)"]
        }
      } else {
        cells += classes.map { "probability_\($0)" }
      }
    }
    writeLine(cells + ["unknown"])
  }

  private mutating func writeRow(_ prediction: Prediction, _ kept: [Column], _ row: Int, _ top: Int?) {
    var cells = kept.map { $0.text(row) ?? "" }
    if let number = prediction.number {
      cells.append(NumberText.shortest(number))
    } else if let top {
      for (label, probability) in Self.ranked(prediction, top) {
        cells += [label, Self.text(probability)]
      }
    } else {
      let label = prediction.label ?? ""
      cells += [label, Self.text(prediction.probability(of: label) ?? 0)]
      cells += prediction.probabilities.map { Self.text($0.probability) }
    }
    writeLine(cells + [prediction.unknown.joined(separator: "|")])
  }

  private static func text(_ value: Float) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private mutating func writeLine(_ cells: [String]) {
    bytes += CSVText.line(isSafe ? cells.map(CSVText.harmless) : cells)
  }

  // MARK: JSON

  private mutating func writeObject(_ prediction: Prediction, _ kept: [Column], _ row: Int, _ top: Int?) {
    var parts = kept.map { column in
      let value = column.text(row)
      return (column.name, value.map { column.isNumeric ? $0 : JSONText.quoted($0) } ?? "null")
    }
    if let number = prediction.number {
      parts.append(("prediction", NumberText.shortest(number)))
    } else {
      let shown = top.map { Self.ranked(prediction, $0) } ?? prediction.probabilities
      parts.append(("prediction", JSONText.quoted(prediction.label ?? "")))
      parts.append(
        (
          "probabilities",
          "{"
            + shown.map { "\(JSONText.quoted($0.label)):\(Self.text($0.probability))" }.joined(separator: ",")
            + "}"
        ))
    }
    parts.append(("unknown", "[" + prediction.unknown.map(JSONText.quoted).joined(separator: ",") + "]"))
    bytes += ("{" + parts.map { "\(JSONText.quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}\n").utf8
  }
}
