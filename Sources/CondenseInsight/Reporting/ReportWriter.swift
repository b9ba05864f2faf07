import CondenseData
import CondenseModels

/// What a report says, section by section, on whatever sheet it is written.
struct ReportWriter {
  private static let mostClasses = 12, mostConfusions = 12, mostColumns = 6, mostLayers = 12,
    mostCharacters = 2000

  let report: ModelReport

  func write(to sheet: inout some Sheet) {
    sheet.verdict(verdict)
    for line in report.health { sheet.paragraph(FigureText.sentence(line) + ".") }
    details(&sheet)
    sheet.heading("What each column is, and why")
    sheet.table(report.columns.shortened)
    for remark in report.remarks { sheet.note(FigureText.sentence(remark)) }
    sheet.heading("The layers")
    sheet.paragraph(FigureText.sentence(report.cost) + ".")
    for layers in report.layers {
      if layers.rows.count > Self.mostLayers {
        sheet.details("All \(layers.rows.count) layers") { $0.table(layers.shortened) }
      } else {
        sheet.table(layers.shortened)
      }
    }
    if !report.training.curve.isEmpty { curve(&sheet) }
    performance(&sheet)
    if let measured = report.measured {
      if let importance = measured.importance { matters(importance, &sheet) }
      if !measured.mistakes.isEmpty { mistakes(measured, &sheet) }
    }
    if !report.maps.isEmpty { maps(&sheet) }
    if let maps = report.measured?.layerMaps {
      sheet.heading("Rows, layer by layer")
      sheet.note(LayerMapsPage.method(maps, of: report.target, in: report.measured?.source ?? ""))
      LayerMapsPage.add(maps, to: &sheet)
    }
    if !report.embeddings.isEmpty { health(&sheet) }
    limits(&sheet)
  }

  // MARK: what it is

  /// `AUC is 0.7061 on 49,116 rows of test.csv, and 0.5000 without a model`.
  private var verdict: String {
    let measured = report.measured, evaluation = measured?.evaluation ?? report.training.validation
    guard
      let metric = evaluation.metrics.first(where: { $0.name == report.headline }) ?? evaluation.metrics.first
    else { return "The model has not been measured." }
    let beside = evaluation.baseline[metric.name].map {
      "; without a model (\(Markup.cut(evaluation.baselineName, to: 100))) it would be \(FigureText.metric($0))"
    }
    let rows = Count.of(evaluation.rows, "row", "rows")
    return FigureText.sentence(
      "\(MetricText.name(metric.name)) is \(FigureText.metric(metric.value)) on \(rows)"
        + " \(measured.map { "of \(FigureText.name($0.source))" } ?? "held out in training")\(beside ?? "").")
  }

  private func details(_ sheet: inout some Sheet) {
    let training = report.training, target = FigureText.name(report.target)
    let what =
      switch report.task {
      case .classes(let classes): "the class '\(target)': \(list(classes, most: 12))"
      case .number: "the number '\(target)'"
      case .items(let user, let rating):
        "which '\(target)' fits which '\(FigureText.name(user))'"
          + (rating.map { ", and '\(FigureText.name($0))'" } ?? "")
      }
    var entries = [
      ("Predicts", what),
      (
        "Learned from",
        "\(Count.of(training.trainingRows, "row", "rows"))"
          + "; \(FigureText.count(training.validationRows)) held out"
          + (training.rowsWithoutTarget > 0
            ? "; \(FigureText.count(training.rowsWithoutTarget)) without an answer left out" : "")
      ),
      ("Data fingerprint", "\(training.dataFingerprint) (CRC-32 of names and cells)"),
      (
        "Size",
        "\(FigureText.count(report.parameters)) parameters, \(NumberText.bytes(report.parameters * 4))"
      ),
      (
        "Training",
        "epoch \(training.bestEpoch) of \(training.curve.count) kept; \(FigureText.count(training.stepsRun)) steps"
          + " of \(training.batchSize) at a learning rate of \(Float(training.learningRate)); seed"
          + " \(training.seed)"
          + (training.restarts > 0
            ? "; \(Count.of(training.restarts, "restart", "restarts")) as the loss was not finite" : "")
      ),
    ]
    if let shrinking = training.shrinking {
      entries.append(
        (
          "Shrunk",
          "from \(FigureText.count(shrinking.parameters)) parameters"
            + (shrinking.keep.map { " to keep \(NumberText.percent($0)) of the skill" } ?? "")
            + ", judged on \(Count.of(shrinking.rows, "row", "rows")) with the fingerprint"
            + " \(shrinking.dataFingerprint)"
        ))
    }
    entries.append(
      ("Versions", "written by \(report.writtenBy), reported by condense \(Version.current)"))
    sheet.heading("Model details")
    sheet.definitions(entries)
    if let command = report.command {
      sheet.note("The command that learns the same model, bit for bit, from the same data:")
      sheet.command(command)
    } else {
      sheet.note("The run was set up in a program or by a search; no single command repeats it.")
    }
  }

  private func list(_ names: [String], most: Int) -> String {
    names.prefix(most).map { FigureText.name($0, most: 30) }.joined(separator: ", ")
      + (names.count > most ? ", … \(FigureText.count(names.count)) in all" : "")
  }

  // MARK: how it learned

  private func curve<S: Sheet>(_ sheet: inout S) {
    let curve = report.training.curve
    let learned = curve.map { (x: Double($0.epoch), y: $0.trainingLoss) }
    let held = curve.map { (x: Double($0.epoch), y: $0.validationLoss) }
    sheet.heading("How it learned")
    let kept =
      report.training.validationRows > 0
      ? "Epoch \(report.training.bestEpoch), where the loss on rows held out was least, was kept."
      : "No rows were held out; epoch \(report.training.bestEpoch) was kept."
    let epochs = Axis("epoch", .linear, over: learned.map(\.x) + [1], most: 8)
    func chart(_ lines: [LineChart.Line], _ title: String) -> LineChart {
      LineChart(
        lines, x: epochs, y: Axis(title, .linear, over: lines.flatMap { $0.points.map(\.y) }, most: 6))
    }
    let training = LineChart.Line("training", .dense, learned)
    let validation = LineChart.Line("held out", .embedding, held)
    func add(_ lines: [LineChart.Line], _ title: String, _ label: String, _ caption: String) {
      let chart = chart(lines, title)
      sheet.picture(
        wide: chart.drawing(width: 860, height: 280), narrow: chart.drawing(width: 360, height: 240),
        label: "\(label), epoch by epoch", caption: caption)
    }
    let dropout = "The loss of each epoch's steps, dropout included"
    if case .classes = report.task {
      add(
        [training, validation], "log loss", "the loss",
        "\(dropout), and that on rows held out after it. \(kept)")
    } else {
      // Of what a step makes small and of what is measured the scales differ.
      add([training], "training loss", "the training loss", "\(dropout).")
      add([validation], "loss on rows held out", "the loss on rows held out", kept)
    }
    sheet.details("Every epoch") { sheet in
      let metric = curve[0].validation.name
      var table = FigureTable(
        ["epoch", "steps", "training loss", "loss held out", MetricText.name(metric)], numeric: Set(1...4))
      for epoch in curve {
        table.add([
          String(epoch.epoch), FigureText.count(epoch.steps), FigureText.metric(epoch.trainingLoss),
          FigureText.metric(epoch.validationLoss), FigureText.metric(epoch.validation.value),
        ])
      }
      sheet.table(table)
    }
  }

  // MARK: how well it does

  private func performance(_ sheet: inout some Sheet) {
    let training = report.training
    sheet.heading("How well it does")
    var columns: [(name: String, evaluation: Evaluation)] = []
    if !training.training.metrics.isEmpty { columns.append(("learned from", training.training)) }
    if training.validation.rows > 0 { columns.append(("held out", training.validation)) }
    // The last column's baseline stands beside: that of the rows that judge.
    if let measured = report.measured {
      columns.append((FigureText.name(measured.source, most: 30), measured.evaluation))
    }
    if !columns.isEmpty { sheet.table(EvaluationTable.metrics(columns)) }
    let judge = report.measured?.evaluation ?? training.validation
    sheet.note(
      "Without a model: \(Markup.cut(judge.baselineName, to: 100))."
        + (training.shrinking?.keep == nil
          ? "" : " The figures of rows held out and learned from are those before it was shrunk.")
        + (report.isFlattered
          ? " \(FigureText.name(report.measured?.source ?? "")) holds the rows it learned from: its figures flatter it."
          : ""))
    confusion(judge, &sheet)
    if let reliability = report.measured?.reliability { self.reliability(reliability, &sheet) }
  }

  private func confusion(_ evaluation: Evaluation, _ sheet: inout some Sheet) {
    if let table = EvaluationTable.confusion(evaluation, atMost: Self.mostClasses) {
      sheet.heading("Which classes are mistaken", level: 3)
      sheet.table(table.shortened)
      sheet.note("A row for what is true, a column for what was predicted.")
    } else if let table = EvaluationTable.mistakes(evaluation, atMost: Self.mostConfusions) {
      sheet.heading("Which classes are mistaken", level: 3)
      sheet.table(table)
    }
  }

  private func reliability(_ reliability: Reliability, _ sheet: inout some Sheet) {
    let said: String, truth: String
    switch reliability.subject {
    case .probability(let label):
      (said, truth) = ("predicted probability of '\(FigureText.name(label))'", "share where it is true")
    case .confidence: (said, truth) = ("probability of the predicted class", "share where it is true")
    case .number: (said, truth) = ("predicted", "true, on average")
    }
    sheet.heading("Whether it can be believed", level: 3)
    let bins = reliability.bins
    let points = bins.map {
      ScatterChart.Point(
        "", x: $0.predicted, y: $0.actual.value, low: $0.actual.low, high: $0.actual.high, .embedding)
    }
    let all = bins.flatMap { [$0.predicted, $0.actual.low, $0.actual.high] }
    let chart = ScatterChart(
      points, x: Axis(said, .linear, over: all, most: 6), y: Axis(truth, .linear, over: all, most: 6),
      showsDiagonal: true)
    sheet.picture(
      wide: chart.drawing(width: 860, height: 440), narrow: chart.drawing(width: 360, height: 320),
      label: "what was predicted beside what came true",
      caption:
        "\(Count.of(bins.count, "group", "groups")) of equally many rows, by what was predicted, with intervals of"
        + " 95 %. On the dashed line predictions can be taken at their word.")
    sheet.details("The groups in figures") { sheet in
      var table = FigureTable([said, truth, "95 % interval", "rows"], numeric: Set(0...3))
      for bin in bins {
        table.add([
          FigureText.metric(bin.predicted), FigureText.metric(bin.actual.value),
          FigureText.interval(bin.actual), FigureText.count(bin.rows),
        ])
      }
      sheet.table(table)
    }
  }

  // MARK: why

  private func matters(_ importance: Importance, _ sheet: inout some Sheet) {
    sheet.heading("What matters")
    sheet.paragraph(ExplanationWords.method(importance))
    ImportancePage.addShuffled(importance, to: &sheet)
    sheet.details("All columns, measured in two ways") { $0.table(ImportancePage.table(importance)) }
    ImportancePage.addPieces(importance, to: &sheet)
    sheet.note(ImportancePage.sources)
  }

  private func mistakes(_ measured: ModelReport.Measured, _ sheet: inout some Sheet) {
    sheet.heading("Where it is most wrong")
    sheet.note(
      "The rows of \(FigureText.name(measured.source)) with the largest loss, and what moved the model there. They"
        + " stand here with their cells: mind who reads this.")
    for mistake in measured.mistakes {
      let explanation = mistake.explanation
      sheet.heading("Row \(FigureText.count(explanation.row + 1))", level: 3)
      sheet.paragraph(
        "It is \(mistake.truth); the model says \(ExplanationWords.prediction(explanation.prediction)).")
      let figures = ExplanationWords.figures(explanation)
      let shown = explanation.columns.prefix(Self.mostColumns)
      var table = FigureTable(
        ["column", "value", "brings to \(explanation.score.name)"], numeric: [2])
      for column in shown {
        table.add([
          FigureText.name(column.column), ExplanationWords.value(column, most: 80),
          figures.text(column.contribution),
        ])
      }
      let rest = explanation.columns.dropFirst(shown.count)
      if !rest.isEmpty {
        table.add([
          Count.of(rest.count, "other column", "other columns"), "",
          figures.text(rest.reduce(0) { $0 + $1.contribution }),
        ])
      }
      sheet.table(table)
      for column in shown {
        if let text = column.text { sheet.shaded(text, most: Self.mostCharacters) }
        if let image = column.pixels { ExplanationPage.add(image, explanation.score, to: &sheet) }
      }
    }
  }

  // MARK: what it sees

  private func maps(_ sheet: inout some Sheet) {
    sheet.heading("What its embeddings know")
    sheet.note(
      "Values by their learned vectors, laid out by t-SNE: neighbours stay together, distances between groups mean little."
        + " condense map shows each of them to search in.")
    sheet.panels(
      report.maps.map { column in
        let name = FigureText.name(column.map.name), colours = PointColours(column.target)
        return Panel(
          drawing: SmallMap.drawing(column.map, colours), label: "the values of \(name)", title: name,
          caption: caption(column, colours))
      })
    guard report.maps.contains(where: { $0.agreement != nil }) else { return }
    var table = FigureTable(
      ["column", "values", "numbers", "10 nearest alike in", "figure", "by chance", "p"],
      numeric: [1, 2, 4, 5, 6])
    for column in report.maps {
      table.add([
        FigureText.name(column.map.name), FigureText.count(column.map.names.count),
        FigureText.count(column.map.dimension), FigureText.name(column.target?.name ?? "–"),
        FigureText.metric(column.agreement?.value), FigureText.metric(column.agreement?.chance),
        column.agreement.map { FigureText.p($0.p) } ?? "–",
      ])
    }
    sheet.table(table)
    sheet.note(
      "The figure is the rank correlation of a value's target with that of its 10 nearest, or for names the share that"
        + " agree; chance is the mean of 1,000 shuffles, and p how many of them reach the figure.")
  }

  private func caption(_ column: ModelReport.ColumnMap, _ colours: PointColours) -> String {
    let map = column.map
    let count =
      map.omitted > 0
      ? "the \(FigureText.count(map.names.count)) most frequent of"
        + " \(Count.of(map.names.count + map.omitted, "value", "values"))"
      : Count.of(map.names.count, "value", "values")
    guard let target = column.target, let first = colours.entries.first, let last = colours.entries.last
    else { return count }
    guard case .numbers = target.content else { return "\(count), by \(FigureText.name(target.name))" }
    return "\(count), by \(FigureText.name(target.name)): dark \(first.text), bright \(last.text)"
  }

  private func health(_ sheet: inout some Sheet) {
    sheet.heading("How well its embeddings are used")
    sheet.table(EmbeddingTable.figures(report.embeddings).shortened)
    sheet.note(
      "The effective rank is how many directions the vectors really take. Rows that were read under"
        + " \(EmbeddingHealth.fewUpdates) times learned next to nothing. A vector's length often follows how frequent its"
        + " value is; unknown is the share of rare values that share a row.")
  }

  private func limits(_ sheet: inout some Sheet) {
    sheet.heading("Limits")
    var lines = [
      "It needs the column\(report.needed.count == 1 ? "" : "s") \(list(report.needed, most: 40))."
    ]
    switch report.task {
    case .classes(let classes):
      lines.append(
        "Its answer is one of the \(FigureText.count(classes.count)) classes it knows, whatever the row.")
    case .number: lines.append("It does not say how sure it is of a number.")
    case .items:
      lines.append("Items that it never saw are never recommended; somebody new is given what is popular.")
    }
    lines.append(
      "It learned what went together in its rows, which need not be what brings about what; where rows to come differ from"
        + " these, the figures above no longer hold.")
    if let measured = report.measured {
      for (column, share) in measured.evaluation.unknown.sorted(by: {
        ($1.value, $0.key) < ($0.value, $1.key)
      }) {
        lines.append(
          "\(NumberText.percent(share)) of the rows of \(FigureText.name(measured.source)) hold a value of"
            + " '\(FigureText.name(column))' that it has never seen.")
      }
      if measured.evaluation.skipped > 0 {
        lines.append(
          "\(Count.of(measured.evaluation.skipped, "row", "rows")) of \(FigureText.name(measured.source)) could not be"
            + " measured: no answer that it knows, or unreadable.")
      }
    } else {
      lines.append(
        "It is measured here only on rows held out in training, which chose the epoch and so flatter it a little; with"
          + " DATA the report measures it on other rows, and says what matters and where it is wrong.")
    }
    for line in lines { sheet.paragraph(line) }
  }
}
