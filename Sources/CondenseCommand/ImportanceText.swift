import Condense
import CondenseInsight

/// How much each column matters, for people.
enum ImportanceText {
  private static let width = 110

  static func text(_ importance: Importance) -> String {
    var lines = ["\(importance.target): what matters to the model in \(importance.source)"]
    lines += Paragraph.lines(ExplanationWords.method(importance), width: width)
    lines.append("")
    let metric = importance.metric.map { [ExplanationWords.shuffledName($0.name), "95 % interval"] } ?? []
    var table = TextTable(["column"] + metric + ["mean contribution", "95 % interval"])
    for column in importance.columns {
      table.add(
        [ExplanationText.plain(FigureText.name(column.column))]
          + (column.shuffled.map { [FigureText.difference($0.value), FigureText.interval($0)] } ?? [])
          + [FigureText.metric(column.contribution.value), FigureText.interval(column.contribution)])
    }
    lines.append(table.text)
    var pieces: TextTable?
    var heading = ""
    for piece in importance.pieces {
      let next = ExplanationWords.heading(piece, importance)
      if next != heading {
        if let pieces { lines.append(pieces.text) }
        heading = next
        lines.append(heading)
        pieces = TextTable(["piece", "rows", "in such a row", "in the mean row"])
      }
      pieces?.add([
        ExplanationText.plain(FigureText.name(piece.text, most: 40)), FigureText.count(piece.rows),
        FigureText.contribution(piece.contribution), FigureText.contribution(piece.meanContribution),
      ])
    }
    if let pieces { lines.append(pieces.text) }
    lines += Paragraph.lines(
      "what the contributions of a row leave of the score, at most:"
        + " \(NumberText.fixed(importance.largestGap * 100, 2)) % of the difference to the average, or of the score's"
        + " spread where that is more", width: width)
    return lines.joined(separator: "\n") + "\n"
  }
}
