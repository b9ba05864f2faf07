import CondenseData
import CondenseModels

/// A row taken apart, as a page.
public enum ExplanationPage {
  private static let mostCharacters = 10_000, mostPieces = 24, mostBars = 30

  /// The page, one self-contained file.
  ///
  /// - Parameters:
  ///   - source: what the table is called.
  ///   - target: what the model predicts.
  public static func html(_ explanation: RowExplanation, of source: String, target: String) -> String {
    var page = HTMLPage(
      title: "Why row \(explanation.row + 1): \(FigureText.name(target))")
    page.note("Row \(NumberText.grouped(explanation.row + 1)) of \(FigureText.name(source)).")
    page.verdict("The model predicts \(ExplanationWords.prediction(explanation.prediction)).")
    page.paragraph(FigureText.sentence(ExplanationWords.sum(explanation)) + ".")

    let figures = ExplanationWords.figures(explanation)
    let bars = explanation.columns.prefix(mostBars)
    let chart = ContributionChart(
      rows: bars.map {
        ContributionChart.Row(
          name: "\(FigureText.name($0.column, most: 30)) = \(ExplanationWords.value($0, most: 24))",
          value: $0.contribution, figure: figures.text($0.contribution))
      })
    page.picture(
      wide: chart.drawing(width: 860), narrow: chart.drawing(width: 360, stacks: true),
      label: "what each column brings to \(explanation.score.name)",
      caption: "To the right what raises \(explanation.score.name), to the left, in open bars, what lowers it"
        + (explanation.columns.count > bars.count
          ? "; the \(bars.count) largest of \(explanation.columns.count)" : "") + ".")

    for column in explanation.columns {
      if let text = column.text {
        page.heading("The words of '\(FigureText.name(column.column))'")
        page.shaded(text, most: mostCharacters)
        page.note(
          "Blue words raise \(explanation.score.name), orange ones lower it. A word has its own part and an equal"
            + " share of that of each run of words it stands in.")
      }
      if !column.pieces.isEmpty { add(column, to: &page) }
      if let image = column.pixels {
        page.heading("The pixels of '\(FigureText.name(column.column))'")
        add(image, explanation.score, to: &page)
      }
    }
    page.heading("All columns")
    page.table(table(explanation))
    page.note(FigureText.sentence(ExplanationWords.gap(explanation)) + ".")
    page.note(
      "The row is held against others: the difference of the scores is divided among the columns by the gradients"
        + " along the way from each of them to this row (expected gradients: Sundararajan et al. 2017; Erion et al."
        + " 2021). What is made of several columns, as a pair of values, is shared among them equally. It says what moved the model, not what would move the world."
    )
    return page.text
  }

  private static func add(_ column: ColumnContribution, to page: inout HTMLPage) {
    page.heading("What '\(FigureText.name(column.column))' brings, piece by piece")
    let shown = column.pieces.prefix(mostPieces)
    let figures = ContributionFigures(shown.map(\.contribution) + [column.absent ?? 0])
    var table = FigureTable(["piece", "contribution"], numeric: [1])
    for piece in shown {
      table.add(
        [ExplanationWords.name(piece), figures.text(piece.contribution)],
        ink: piece.contribution < 0 ? .dense : .embedding)
    }
    let rest = column.pieces.dropFirst(shown.count)
    if !rest.isEmpty {
      table.add([
        "\(Count.of(rest.count, "other piece", "other pieces"))",
        figures.text(rest.reduce(0) { $0 + $1.contribution }),
      ])
    }
    table.add(["what other rows have here and this one has not", figures.text(column.absent ?? 0)])
    page.table(table)
  }

  private static func table(_ explanation: RowExplanation) -> FigureTable {
    let figures = ExplanationWords.figures(explanation)
    var table = FigureTable(["column", "value", "contribution"], numeric: [2])
    for column in explanation.columns {
      table.add([
        FigureText.name(column.column), ExplanationWords.value(column, most: 80),
        figures.text(column.contribution),
      ])
      for part in column.parts {
        table.add([
          "– " + FigureText.name(part.name), "of \(FigureText.name(column.column))",
          figures.text(part.contribution),
        ])
      }
    }
    return table
  }

  /// An image, and what its pixels bring.
  static func add(_ image: ImageContributions, _ score: ExplainedScore, to page: inout some Sheet) {
    page.picture(
      picture(image), label: "the image, and what its pixels bring",
      caption:
        "To the left the image; to the right in blue the pixels that raise \(score.name), in orange those that"
        + " lower it.")
  }

  private static func picture(_ image: ImageContributions) -> SVG {
    let side = min(12.0, 400 / Double(max(image.height, image.width)))
    let (high, wide) = (side * Double(image.height), side * Double(image.width))
    var svg = SVG(width: 2 * wide + 20, height: high)
    let largest = image.contributions.reduce(0) { max($0, abs($1)) }
    func draw(_ left: Double, _ shade: (Int) -> String?) {
      PixelPicture.draw(
        into: &svg, left: left, side: side, height: image.height, width: image.width, shade: shade)
    }
    draw(0) { Shade.name(pixel: image.pixels[$0]) }
    draw(wide + 20) { Shade.name(image.contributions[$0], largest: largest) }
    for left in [0, wide + 20] {
      svg.path(
        [(left, 0), (left + wide, 0), (left + wide, high), (left, high)], "grid-line", isClosed: true)
    }
    return svg
  }
}
