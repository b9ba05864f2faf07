import CondenseData
import CondenseModels

/// Measured figures as tables.
package enum EvaluationTable {
  /// Metrics side by side, each beside what costs nothing to know.
  package static func metrics(_ columns: [(name: String, evaluation: Evaluation)]) -> FigureTable {
    var table = FigureTable(
      ["metric"] + columns.map(\.name) + ["without a model"], numeric: Set(1...columns.count + 1))
    var names: [String] = []
    for metric in columns.reversed().flatMap(\.evaluation.metrics) where !names.contains(metric.name) {
      names.append(metric.name)
    }
    for name in names {
      table.add(
        [name] + columns.map { $0.evaluation.metrics[name].map { NumberText.rounded($0) } ?? "–" }
          + [columns.last?.evaluation.baseline[name].map { NumberText.rounded($0) } ?? "–"])
    }
    return table
  }

  /// How often each class was taken for each; nil for numbers, and for more classes than `most`. Cells are shaded by
  /// their share of their row: what is right as what speaks for, what is wrong as what speaks against.
  package static func confusion(_ evaluation: Evaluation, atMost most: Int = 12) -> FigureTable? {
    let classes = evaluation.classes
    guard (2...most).contains(classes.count) else { return nil }
    var table = FigureTable(["really ╲ predicted"] + classes, numeric: Set(1...classes.count))
    for (place, (name, row)) in zip(classes, evaluation.confusion).enumerated() {
      let total = Double(row.reduce(0, +))
      table.add(
        [name] + row.map { NumberText.grouped($0) },
        shades: [nil]
          + row.enumerated().map { Shade.name($0 == place ? Double($1) : -Double($1), largest: total) })
    }
    return table
  }

  /// The pairs of classes that are mistaken most often, the most frequent first.
  package static func mistakes(_ evaluation: Evaluation, atMost most: Int) -> FigureTable? {
    var pairs: [(really: Int, predicted: Int, count: Int, share: Double)] = []
    for (really, row) in evaluation.confusion.enumerated() {
      let total = row.reduce(0, +)
      for (predicted, count) in row.enumerated() where count > 0 && predicted != really {
        pairs.append((really, predicted, count, Double(count) / Double(total)))
      }
    }
    guard !pairs.isEmpty else { return nil }
    pairs.sort { ($1.count, $0.really, $0.predicted) < ($0.count, $1.really, $1.predicted) }
    var table = FigureTable(["really", "predicted", "rows", "of that class"], numeric: [2, 3])
    for pair in pairs.prefix(most) {
      table.add([
        FigureText.name(evaluation.classes[pair.really]), FigureText.name(evaluation.classes[pair.predicted]),
        FigureText.count(pair.count), NumberText.percent(pair.share),
      ])
    }
    return table
  }
}
