import Condense
import CondenseInsight

/// How much each column matters, for people.
enum ImportanceText {
  private static let width = 110

  static func text(_ importance: Importance) -> String {
    var lines = ["\(importance.target): what matters to the model in \(importance.source)"]
    lines += Paragraph.lines(ExplanationWords.method(importance), width: width)
    lines = lines.map(Terminal.plain) + [""]
    let metric = importance.metric.map { [ExplanationWords.shuffledName($0.name), "95 % interval"] } ?? []
    var table = TextTable(["column"] + metric + ["mean contribution", "95 % interval"])
    for column in importance.columns {
      table.add(
        [Terminal.plain(FigureText.name(column.column))]
          + (column.shuffled.map { [FigureText.difference($0.value), FigureText.interval($0)] } ?? [])
          + [FigureText.metric(column.contribution.value), FigureText.interval(column.contribution)])
    }
    lines.append(table.text)
    let figures = PieceFigures(importance.pieces)
    for group in figures.groups {
      lines.append(Terminal.plain(ExplanationWords.heading(group[0], importance)))
      var table = TextTable(PieceFigures.header)
      for piece in group { table.add(figures.cells(piece).map(Terminal.plain)) }
      lines.append(table.text)
    }
    lines += Paragraph.lines(
      "what the contributions of a row leave of the score, at most:"
        + " \(NumberText.fixed(importance.largestGap * 100, 2)) % of the difference to the average, or of the score's"
        + " spread where that is more", width: width)
    return lines.joined(separator: "\n") + "\n"
  }
}
