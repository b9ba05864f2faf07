import CondenseData
import CondenseModels

/// A comparison on one sheet of paper, A4 across, for a wall or a lesson.
public enum Infographic {
  private static let width = 1188.0, height = 840.0, millimetres = 297.0
  private static let margin = 44.0

  /// The sheet, an SVG file of its own.
  public static func svg(_ comparison: Comparison) -> String {
    let words = ComparisonText(comparison)
    let room = width - 2 * margin
    var svg = SVG(width: width, height: height)
    svg.text(
      margin, 54, TextWidth.fitted(words.title, size: 27, width: room), size: 27, .start, "", isBold: true)
    svg.text(margin, 78, TextWidth.fitted(words.rows, size: 13, width: room), size: 13, .start, "muted")
    var y = 104.0
    if let row = comparison.row, !row.vector.isEmpty {
      svg.add(LayersAtWork(row: row).drawing(), margin, y)
      y += LayersAtWork.height + 14
    }
    svg.line(margin, y, width - margin, y, "grid-line")
    y += 26
    let figures = figures(comparison, words)
    svg.add(figures, margin, y)
    y = min(y + figures.height + 30, height - 78)
    for line in TextWidth.lines(words.verdict, size: 15, width: room, most: 3) {
      svg.text(margin, y, line, size: 15, .start, "", isBold: true)
      y += 20
    }
    svg.text(width - margin, height - 16, "condense compare: \(words.conditions)", size: 11, .end, "muted")
    return svg.document(label: words.title, millimetres: millimetres)
  }

  /// Counts and times of the two layers, and the scores of all contenders.
  private static func figures(_ comparison: Comparison, _ words: ComparisonText) -> SVG {
    let room = width - 2 * margin, head = 26.0
    guard let embedding = comparison.embedding, let dense = comparison.dense else {
      return scores(comparison, words, width: room)
    }
    let counts = BarPairs(pairs: [
      .init(
        title: "numbers learned",
        embedding: (Double(embedding.parameters), FigureText.count(embedding.parameters)),
        dense: (Double(dense.parameters), FigureText.count(dense.parameters))),
      .init(
        title: "multiplications for a row",
        embedding: (Double(embedding.multiplications), FigureText.count(embedding.multiplications)),
        dense: (Double(dense.multiplications), FigureText.count(dense.multiplications))),
      .init(
        title: embedding.batchSize == dense.batchSize
          ? "matrix rows touched by a step of \(FigureText.count(embedding.batchSize))"
          : "matrix rows touched by a step",
        embedding: (embedding.rowsPerStep, FigureText.count(embedding.rowsPerStep)),
        dense: (dense.rowsPerStep, FigureText.count(dense.rowsPerStep))),
    ]).drawing(width: 350)
    var times = [
      BarPairs.Pair(
        title: "a pass over the rows",
        embedding: (embedding.secondsPerEpoch, FigureText.seconds(embedding.secondsPerEpoch)),
        dense: (dense.secondsPerEpoch, FigureText.seconds(dense.secondsPerEpoch)))
    ]
    func prediction(_ layer: LayerFigures) -> (Double, String)? {
      comparison.contenders.first { $0.contender == layer.contender }.map {
        ($0.microsecondsPerPrediction, FigureText.microseconds($0.microsecondsPerPrediction))
      }
    }
    if let first = prediction(embedding), let second = prediction(dense) {
      times.append(.init(title: "a prediction", embedding: first, dense: second))
    }
    let scores = scores(comparison, words, width: 420)
    var svg = SVG(width: room, height: max(head + counts.height, scores.height))
    svg.text(0, 6, "Counts, each pair to its own scale", size: 14, .start, "", isBold: true)
    svg.add(counts, 0, head)
    svg.text(390, 6, "Time", size: 14, .start, "", isBold: true)
    svg.add(BarPairs(pairs: times).drawing(width: 250), 390, head)
    svg.add(scores, 680, 0)
    return svg
  }

  private static func scores(_ comparison: Comparison, _ words: ComparisonText, width: Double) -> SVG {
    let rows = comparison.contenders.prefix(9).map { result in
      let figure = result.metric
      return DotChart.Row(
        FigureText.name(result.name), result.contender.ink, [figure.value],
        interval: figure.low <= figure.high ? figure.low...figure.high : nil,
        figure: FigureText.metric(figure.value))
    }
    let ends = rows.flatMap { [$0.interval?.lowerBound, $0.interval?.upperBound].compactMap(\.self) }
    let low = ends.min() ?? 0, high = ends.max() ?? low
    // What costs nothing to know stands among the rest where it does not press them together.
    let reference = comparison.baseline.flatMap {
      max(high, $0) - min(low, $0) <= 1.5 * (high - low) ? $0 : nil
    }
    let axis = Axis(
      "", from: min(low, reference ?? low), to: max(high, reference ?? high), text: FigureText.metric)
    let rowHeight = min(28, 160 / Double(max(rows.count, 1)))
    let chart = DotChart(rows, axis, reference: reference).drawing(
      width: width, rowHeight: rowHeight, nameShare: 0.46)
    var svg = SVG(width: width, height: chart.height + 40)
    svg.text(
      0, 6, TextWidth.fitted("\(words.metricAndDirection), with 95 % intervals", size: 14, width: width),
      size: 14,
      .start, "", isBold: true)
    svg.add(chart, 0, 8)
    if let baseline = words.baseline {
      svg.text(
        0, chart.height + 24,
        TextWidth.fitted((reference == nil ? "" : "dashed: ") + baseline, size: 12, width: width), size: 12,
        .start, "muted")
    }
    return svg
  }
}
