import CondenseData
import CondenseModels

/// How much each column matters, as a page.
public enum ImportancePage {
  private static let mostBars = 40

  /// The page, one self-contained file.
  public static func html(_ importance: Importance) -> String {
    var page = HTMLPage(title: "What matters: \(FigureText.name(importance.target))")
    page.note(FigureText.name(importance.source) + ".")
    page.paragraph(ExplanationWords.method(importance))
    if importance.metric != nil {
      page.heading("When a column is shuffled")
      addShuffled(importance, to: &page)
    }
    page.heading("What a column brings")
    let bars = importance.columns.sorted { $0.contribution.value > $1.contribution.value }
    add(
      bars.prefix(mostBars).map { ($0.column, $0.contribution) }, to: &page,
      "the mean size of what each column brings",
      "How much a column moves \(importance.score?.name ?? "the logit of the predicted class"), up or down, in the"
        + " mean row." + rest(importance))
    page.heading("All columns")
    page.table(table(importance))
    addPieces(importance, to: &page)
    page.note(sources)
    return page.text
  }

  /// Where the two measures come from.
  static let sources =
    "Shuffling: Breiman 2001; contributions: expected gradients (Sundararajan et al. 2017; Erion et al. 2021). What"
    + " matters to the model need not be what matters in the world."

  /// How much worse the metric gets without each column; nothing without a target.
  static func addShuffled(_ importance: Importance, to page: inout some Sheet) {
    guard let metric = importance.metric else { return }
    let name = ExplanationWords.shuffledName(metric.name)
    add(
      importance.columns.prefix(mostBars).compactMap { column in
        column.shuffled.map { (column.column, $0) }
      }, to: &page, "\(name) when the cells of a column are dealt out to other rows",
      "\(name). An interval that holds zero: the model would hardly miss the column. Two columns that say the same"
        + " stand in for each other, and each seems to matter less than it does." + rest(importance))
  }

  private static func rest(_ importance: Importance) -> String {
    importance.columns.count > mostBars ? " The first \(mostBars) columns." : ""
  }

  /// Both measures of every column.
  package static func table(_ importance: Importance) -> FigureTable {
    var table = FigureTable(
      ["column"]
        + (importance.metric.map { [ExplanationWords.shuffledName($0.name), "95 % interval"] } ?? [])
        + ["mean contribution", "95 % interval"], numeric: Set(1...4))
    for column in importance.columns {
      table.add(
        [FigureText.name(column.column)]
          + (column.shuffled.map { [FigureText.difference($0.value), FigureText.interval($0)] } ?? [])
          + [FigureText.metric(column.contribution.value), FigureText.interval(column.contribution)])
    }
    return table
  }

  private static func add(
    _ bars: [(name: String, interval: MetricInterval)], to page: inout some Sheet, _ label: String,
    _ caption: String
  ) {
    let chart = ContributionChart(
      rows: bars.map {
        ContributionChart.Row(
          name: FigureText.name($0.name), value: $0.interval.value, interval: $0.interval,
          figure: FigureText.metric($0.interval.value))
      })
    page.picture(
      wide: chart.drawing(width: 860), narrow: chart.drawing(width: 360, stacks: true), label: label,
      caption: caption)
  }

  /// The words, n-grams and values that bring the most.
  static func addPieces(_ importance: Importance, to page: inout some Sheet) {
    let figures = PieceFigures(importance.pieces)
    for group in figures.groups {
      page.heading(FigureText.sentence(ExplanationWords.heading(group[0], importance)), level: 3)
      var table = FigureTable(PieceFigures.header, numeric: [1, 2, 3])
      for piece in group {
        table.add(figures.cells(piece), ink: piece.contribution < 0 ? .dense : .embedding)
      }
      page.table(table)
    }
  }
}
