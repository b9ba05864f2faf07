import CondenseData
import CondenseModels

/// What each habit of network builders is worth, as a page.
public enum PracticePage {
  /// The page, one self-contained file.
  public static func html(_ comparison: PracticeComparison) -> String {
    let metric = MetricText.name(comparison.metric)
    let direction = FigureText.direction(comparison.metric)
    let run = comparison.practices.filter { !$0.runs.isEmpty }
    var page = HTMLPage(title: "What each habit is worth: \(FigureText.name(comparison.target))")
    page.note(
      "\(FigureText.name(comparison.source)): "
        + FigureText.rows(
          training: comparison.trainingRows, validation: comparison.validationRows, test: comparison.testRows,
          validationChose: "the epoch")
        + "; means over \(Count.of(run.first?.runs.count ?? 0, "seed", "seeds")). \(metric), \(direction).")

    var table = FigureTable(
      [
        "network", metric, "difference", "p", "training", "validation", "gap", "best epoch", "parameters",
        "seconds", "what it means",
      ], numeric: Set(1...9))
    for practice in comparison.practices {
      table.add(figures(practice, comparison.metric), ink: ink(practice))
    }
    page.table(table)
    page.note(
      "The gap is how much better the network is on rows it learned from than on rows that chose the"
        + " epoch: where it"
        + " is large, the network knows rows by heart.")

    if !run.isEmpty {
      let rows = run.map { practice in
        DotChart.Row(
          FigureText.name(practice.name), ink(practice), practice.runs.map(\.metric),
          figure: FigureText.metric(practice.mean(\.metric)))
      }
      func chart(_ ticks: Int) -> DotChart {
        DotChart(
          rows,
          Axis("\(metric), \(direction)", .linear, over: run.flatMap { $0.runs.map(\.metric) }, most: ticks))
      }
      page.heading("Seed by seed")
      page.picture(
        wide: chart(7).drawing(width: 860), narrow: chart(4).drawing(width: 360, stacks: true),
        label: "\(metric) of each network, a mark for each seed",
        caption: "A mark for each seed, a stroke at their mean, its figure at the end. Where the marks of two"
          + " networks lie among each other, the difference is no more than the luck of a seed.")
    }
    return page.text
  }

  private static func ink(_ practice: PracticeResult) -> Ink {
    switch practice.practice {
    case .chosen: .embedding
    case .withoutEmbedding: .dense
    default: .neutral
    }
  }

  private static func figures(_ practice: PracticeResult, _ metric: String) -> [String] {
    let name = FigureText.name(practice.name), sentence = FigureText.sentence(practice.sentence)
    guard !practice.runs.isEmpty else { return [name] + [String](repeating: "–", count: 9) + [sentence] }
    let training = practice.mean(\.trainingMetric), validation = practice.mean(\.validationMetric)
    return [
      name, FigureText.metric(practice.mean(\.metric)),
      practice.difference.map { FigureText.difference($0.value.value) } ?? "–",
      practice.difference.map { FigureText.p($0.p) } ?? "–", FigureText.metric(training),
      FigureText.metric(validation),
      FigureText.metric(Metric.isError(metric) ? validation - training : training - validation),
      FigureText.count(practice.mean { Double($0.bestEpoch) }), FigureText.count(practice.parameters),
      FigureText.seconds(practice.mean(\.seconds)), sentence,
    ]
  }
}
