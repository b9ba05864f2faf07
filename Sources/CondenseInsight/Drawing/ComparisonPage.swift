import CondenseData

/// A comparison as a page: the verdict, the textbook's table in the user's figures, every contender, and
/// pictures.
public enum ComparisonPage {
  /// The page, one self-contained file.
  public static func html(_ comparison: Comparison) -> String {
    let words = ComparisonText(comparison)
    var page = HTMLPage(title: words.title)
    page.verdict(words.verdict)
    page.note(
      [words.rows, words.baseline, words.conditions].compactMap(\.self).joined(separator: "; ") + ".")

    page.heading("The two layers, in figures of this table")
    if let textbook = words.textbook {
      var table = FigureTable(["", "embedding", "dense"])
      for line in textbook { table.add([line.question, line.embedding, line.dense]) }
      page.table(table)
    } else {
      page.paragraph(words.whyNoTextbook)
    }

    page.heading("All contenders")
    var contenders = FigureTable(words.contenderHeader, numeric: Set(1...9))
    for result in comparison.contenders { contenders.add(words.figures(result), ink: result.contender.ink) }
    page.table(contenders)
    page.note(
      "\(words.metricAndDirection). The interval is where the figure would lie 95 times of 100 had"
        + " other rows of"
        + " this kind been measured; p says how often chance alone would give as large a difference.")
    if comparison.contenders.count > 1 { scatter(comparison, words, &page) }
    if comparison.vocabularyCosts.count > 1 { lines(comparison, &page) }

    page.heading("What each contender does")
    page.definitions(
      comparison.contenders.map { (FigureText.name($0.name), FigureText.sentence($0.what)) })
    if !comparison.omitted.isEmpty {
      page.heading("Left out")
      page.definitions(
        comparison.omitted.map { (FigureText.name($0.name), FigureText.sentence($0.reason)) })
    }
    page.details("Every rate that was tried") { page in
      var trials = FigureTable(words.trialHeader, numeric: Set(1...6))
      for result in comparison.contenders {
        for trial in result.trials { trials.add(words.figures(trial, of: result)) }
      }
      page.table(trials)
    }
    return page.text
  }

  private static func scatter(_ comparison: Comparison, _ words: ComparisonText, _ page: inout HTMLPage) {
    let points = comparison.contenders.map {
      ScatterChart.Point(
        FigureText.name($0.name), x: Double($0.parameters), y: $0.metric.value, low: $0.metric.low,
        high: $0.metric.high, $0.contender.ink)
    }
    func chart(_ ticks: Int) -> ScatterChart {
      ScatterChart(
        points,
        x: Axis("parameters", .logarithmic, over: points.map(\.x), most: ticks, text: round),
        y: Axis(words.metricAndDirection, .linear, over: points.flatMap { [$0.low, $0.high] }, most: 7))
    }
    page.heading("What the parameters buy")
    page.picture(
      wide: chart(7).drawing(width: 860, height: 400), narrow: chart(4).drawing(width: 360, height: 420),
      label: "\(words.metric) of each contender against its parameters",
      caption:
        "\(words.metric) on rows that none of it saw, with 95 % intervals, against the numbers that are"
        + " learned. Circles read the columns through an embedding, squares through dense layers.")
  }

  private static func lines(_ comparison: Comparison, _ page: inout HTMLPage) {
    let costs = comparison.vocabularyCosts
    let lines = [
      LineChart.Line(
        "embedding", .embedding, costs.map { (Double($0.vocabularySize), $0.embeddingSeconds) }),
      LineChart.Line(
        "dense on one-hot", .dense,
        costs.compactMap { cost in cost.denseSeconds.map { (Double(cost.vocabularySize), $0) } }),
    ]
    let seconds = lines.flatMap { $0.points.map(\.y) }
    func chart(_ ticks: Int) -> LineChart {
      LineChart(
        lines,
        x: Axis(
          "values in the vocabulary", .logarithmic, over: costs.map { Double($0.vocabularySize) },
          most: ticks, text: round),
        y: Axis("time of a step", .logarithmic, over: seconds, most: 7, text: time))
    }
    page.heading("What a larger vocabulary costs")
    page.picture(
      wide: chart(7).drawing(width: 860, height: 360), narrow: chart(4).drawing(width: 360, height: 360),
      label: "time of a step against the size of the vocabulary, looked up and multiplied",
      caption:
        "A step looks up the rows it needs, or multiplies by all of them. The dense line ends where its"
        + " numbers would not fit.")
    page.details("The figures") { page in
      var table = FigureTable(["values", "embedding, a step", "dense, a step"], numeric: [1, 2])
      for cost in costs {
        table.add([
          FigureText.count(cost.vocabularySize), FigureText.seconds(cost.embeddingSeconds),
          cost.denseSeconds.map(FigureText.seconds) ?? "–",
        ])
      }
      page.table(table)
    }
  }

  /// `500`, `20,000`, `3 million`.
  private static func round(_ count: Double) -> String {
    if count >= 1e9 { return "\(NumberText.shortest(count / 1e9)) billion" }
    if count >= 1e6 { return "\(NumberText.shortest(count / 1e6)) million" }
    return count >= 1 ? FigureText.count(count) : NumberText.shortest(count)
  }

  /// `20 µs`, `1 ms`, `0.5 s`.
  private static func time(_ seconds: Double) -> String {
    let (number, unit) =
      seconds < 0.99e-3 ? (seconds * 1e6, "µs") : seconds < 0.99 ? (seconds * 1e3, "ms") : (seconds, "s")
    return "\(Markup.number(number)) \(unit)"
  }
}
