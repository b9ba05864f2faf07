import Condense
import CondenseInsight

/// Comparisons for people, 110 columns wide where names allow it.
enum CompareText {
  private static let width = 110

  static func text(_ comparison: Comparison) -> String {
    let words = ComparisonText(comparison)
    let baseline = words.baseline.map { "; \($0)" } ?? ""
    var lines = Paragraph.lines("\(comparison.target) from \(words.columns); \(words.rows)", width: width)
    lines += Paragraph.lines(
      "\(words.metricAndDirection)\(baseline); p: how often chance gives as large a difference to the first",
      width: width)
    lines.append("")
    var table = TextTable([
      "contender", words.metric, "95 % interval", "p", "parameters", "seconds", "a pass", "memory", "a row",
    ])
    for result in comparison.contenders {
      table.add([
        result.name, FigureText.metric(result.metric.value), FigureText.interval(result.metric),
        result.difference.map { FigureText.p($0.p) } ?? "–", FigureText.count(result.parameters),
        FigureText.seconds(result.seconds), FigureText.seconds(result.secondsPerEpoch),
        FigureText.bytes(result.memoryBytes), FigureText.microseconds(result.microsecondsPerPrediction),
      ])
    }
    lines.append(table.text)
    let indent = min(34, (comparison.contenders.map(\.name.count).max() ?? 0) + 4)
    for result in comparison.contenders {
      lines += Paragraph.entry(result.name, result.what, indent: indent, width: width)
    }
    for one in comparison.omitted {
      lines += Paragraph.entry(one.name, "not run: \(one.reason)", indent: indent, width: width)
    }
    lines.append("")
    lines += Paragraph.lines(comparison.verdict, width: width)
    lines.append("")
    return lines.joined(separator: "\n")
  }

  static func text(_ comparison: PracticeComparison) -> String {
    let metric = MetricText.name(comparison.metric)
    let rows = FigureText.rows(
      training: comparison.trainingRows, validation: comparison.validationRows, test: comparison.testRows,
      validationChose: "the epoch")
    var lines = [
      "\(comparison.target): \(rows); means of \(comparison.practices.first?.runs.count ?? 0) seeds", "",
    ]
    var table = TextTable([
      "network", metric, "difference", "p", "training", "validation", "best epoch", "parameters", "seconds",
    ])
    for result in comparison.practices where !result.runs.isEmpty {
      table.add([
        result.name, FigureText.metric(result.mean(\.metric)),
        result.difference.map { FigureText.difference($0.value.value) } ?? "–",
        result.difference.map { FigureText.p($0.p) } ?? "–", FigureText.metric(result.mean(\.trainingMetric)),
        FigureText.metric(result.mean(\.validationMetric)),
        NumberText.fixed(result.mean { Double($0.bestEpoch) }, 1), FigureText.count(result.parameters),
        FigureText.seconds(result.mean(\.seconds)),
      ])
    }
    lines.append(table.text)
    let indent = (comparison.practices.map(\.name.count).max() ?? 0) + 4
    for result in comparison.practices {
      lines += Paragraph.entry(result.name, result.sentence, indent: indent, width: width)
    }
    lines.append("")
    return lines.joined(separator: "\n")
  }
}
