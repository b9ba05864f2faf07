import Condense
import CondenseInsight

/// A row taken apart, for people.
package struct ExplanationText {
  private static let mostPieces = 12, width = 110, mostText = 4000

  /// Whether words may be coloured.
  let hasColor: Bool

  package init(hasColor: Bool) { self.hasColor = hasColor }

  package func text(_ explanation: RowExplanation, of source: String, _ target: String) -> String {
    var lines = [
      "row \(NumberText.grouped(explanation.row + 1)) of \(source): \(target) is predicted as"
        + " \(ExplanationWords.prediction(explanation.prediction))"
    ]
    lines += Paragraph.lines(ExplanationWords.sum(explanation), width: Self.width)
    lines = lines.map(Terminal.plain) + [""]
    let figures = ExplanationWords.figures(explanation)
    var table = TextTable(["column", "value", "contribution"])
    for column in explanation.columns {
      table.add([
        Terminal.plain(column.column), Terminal.plain(ExplanationWords.value(column, most: 40)),
        figures.text(column.contribution),
      ])
      for part in column.parts {
        table.add(["  \(Terminal.plain(part.name))", "", figures.text(part.contribution)])
      }
    }
    lines.append(table.text)
    for column in explanation.columns where !column.pieces.isEmpty {
      lines.append("'\(Terminal.plain(column.column))' piece by piece")
      if hasColor, let text = column.text { lines.append(coloured(text) + "\n") }
      lines.append(pieces(column))
    }
    lines += Paragraph.lines(ExplanationWords.gap(explanation), width: Self.width)
    return lines.joined(separator: "\n") + "\n"
  }

  private func pieces(_ column: ColumnContribution) -> String {
    let shown = column.pieces.prefix(Self.mostPieces)
    let figures = ContributionFigures(shown.map(\.contribution) + [column.absent ?? 0])
    var table = TextTable(["piece", "contribution"])
    for piece in shown {
      table.add([Terminal.plain(ExplanationWords.name(piece)), figures.text(piece.contribution)])
    }
    let rest = column.pieces.dropFirst(Self.mostPieces)
    if !rest.isEmpty {
      table.add([
        "… \(Count.of(rest.count, "other piece", "other pieces"))",
        figures.text(rest.reduce(0) { $0 + $1.contribution }),
      ])
    }
    table.add([
      "… what other rows have here, and this one has not", figures.text(column.absent ?? 0),
    ])
    return table.text
  }

  /// Words on blue raise the score, on orange they lower it: black letters on the 256 colours of terminals.
  private func coloured(_ text: ColouredText) -> String {
    let raising = [153, 117, 75], lowering = [223, 215, 208], largest = text.largest
    var shown = "", room = Self.mostText
    for stretch in text.stretches where room > 0 {
      room -= stretch.text.count
      let plain = Terminal.plain(stretch.text), contribution = stretch.contribution ?? 0
      let step = largest > 0 ? Int((abs(contribution) / largest * 3).rounded(.up)) : 0
      let isStrong = largest > 0 && abs(contribution) / largest >= 0.1
      shown +=
        isStrong
        ? "\u{1B}[38;5;16;48;5;\((contribution > 0 ? raising : lowering)[min(max(step, 1), 3) - 1])m\(plain)\u{1B}[0m"
        : plain
    }
    return shown + (room <= 0 ? "…" : "")
  }
}
