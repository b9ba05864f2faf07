import Condense
import CondenseInsight

/// Advice for people, 110 columns wide where names allow it.
enum AdviceText {
  private static let width = 110

  static func text(_ advice: Advice) -> String {
    let schema = advice.schema
    var lines = [
      "\(schema.target): \(task(schema)); \(NumberText.grouped(advice.trainingRows)) rows to learn from,"
        + " \(NumberText.grouped(advice.validationRows)) held out",
      "parameters of each column as an embedding, one-hot, hashed or dense stand in the last columns", "",
    ]
    lines.append(table(advice.columns))
    let reasons = reasons(advice.columns)
    let indent = min(26, (reasons.map(\.names.count).max() ?? 0) + 4)
    for reason in reasons {
      lines += Paragraph.entry(reason.names, reason.text, indent: indent, width: width)
    }
    lines.append("")
    lines += Paragraph.lines(advice.verdict, width: width)
    let notes = advice.warnings.map(\.text) + advice.sharing.map(\.reason) + advice.remarks
    if !notes.isEmpty { lines.append("") }
    for note in notes {
      for (place, line) in Paragraph.lines(note, width: width - 2).enumerated() {
        lines.append((place == 0 ? "- " : "  ") + line)
      }
    }
    lines.append("")
    lines += cost(advice.cost)
    lines.append("")
    return lines.joined(separator: "\n")
  }

  /// Neighbouring columns of one reason stand together.
  private static func reasons(_ columns: [ColumnAdvice]) -> [(names: String, text: String)] {
    var groups: [(names: [String], text: String)] = []
    for column in columns {
      if let last = groups.last, last.text == column.reason {
        groups[groups.count - 1].names.append(column.name)
      } else {
        groups.append(([column.name], column.reason))
      }
    }
    return groups.map { group in
      let names =
        group.names.count > 2
        ? "\(group.names[0]) … \(group.names[group.names.count - 1])" : group.names.joined(separator: ", ")
      return (names, group.text)
    }
  }

  private static func task(_ schema: Schema) -> String {
    guard schema.task == .classes else { return "a number" }
    let shown = schema.classes.prefix(6).joined(separator: ", ")
    return "\(schema.classes.count) classes (\(shown)\(schema.classes.count > 6 ? ", …" : ""))"
  }

  private static func table(_ columns: [ColumnAdvice]) -> String {
    let hashes = columns.contains { $0.cost.hashed != nil }
    var table = TextTable(
      ["column", "kind", "distinct", "missing", "rare", "layer", "embedding", "one-hot"]
        + (hashes ? ["hashed"] : []) + ["dense"])
    func count(_ n: Int?) -> String { n.map(NumberText.grouped) ?? "–" }
    for column in columns {
      table.add(
        [
          column.name, column.kind.rawValue, count(column.distinct), count(column.missing),
          count(column.rare),
          column.layer + (column.dimension.map { " \($0)" } ?? ""), count(column.cost.embedding),
          count(column.cost.oneHot),
        ] + (hashes ? [count(column.cost.hashed)] : []) + [count(column.cost.dense)])
    }
    return table.text
  }

  private static func cost(_ cost: TrainingCost) -> [String] {
    let bytes = NumberText.bytes
    var lines = [
      "\(NumberText.grouped(cost.parameters)) parameters"
        + (cost.pairParameters > 0
          ? ", \(NumberText.grouped(cost.pairParameters)) of them of pairs of values" : "")
        + ": \(bytes(cost.weightBytes)) of weights,"
        + " \(bytes(cost.stateBytes)) of optimizer state",
      "\(bytes(cost.encodedBytes)) of encoded rows, \(bytes(cost.memoryBytes)) of memory in all"
        + (cost.availableBytes.map { "; \(bytes($0)) are free" } ?? ""),
    ]
    let epochs = "at most \(Count.of(cost.epochs, "epoch", "epochs")), \(cost.batchSize) rows a step"
    guard let epoch = cost.secondsPerEpoch, let most = cost.secondsAtMost else {
      return lines + ["\(epochs); no step was tried"]
    }
    let second = cost.secondsPerEpochOfAllRows.map { ", then as many on all rows at \(seconds($0)) each" }
    lines.append("\(epochs)\(second ?? "")")
    lines.append("about \(seconds(epoch)) an epoch, \(NumberText.duration(most)) in all or less")
    return lines
  }

  private static func seconds(_ seconds: Double) -> String {
    seconds < 1
      ? "\(NumberText.fixed(max(seconds, 0.001), seconds < 0.1 ? 3 : 2)) s" : NumberText.duration(seconds)
  }
}
