import Condense
import CondenseInsight

/// How much each column matters, for people.
enum ImportanceText {
  private static let width = 110

  static func text(_ importance: Importance) -> String {
    var lines = ["\(importance.target): what matters to the model in \(importance.source)"]
    lines += Paragraph.lines(ExplanationWords.method(importance), width: width)
    lines = lines.map(Terminal.plain) + [""]
    lines.append(TextTable(ImportancePage.table(importance), showing: Terminal.plain).text)
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
