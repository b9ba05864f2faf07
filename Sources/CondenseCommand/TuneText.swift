import Condense
import CondenseInsight

/// A search for people.
enum TuneText {
  private static let mostTrials = 8
  private static let dimensions = [0, 1, 2, 4, 8, 16, 32, 64]

  /// One trial in a line.
  static func line(_ trial: Trial) -> String {
    let cells = cells(trial)
    let metric = trial.metric.map { ", \($0.name) \(NumberText.rounded($0.value))" } ?? ""
    return "trial \(cells[0]): learning rate \(cells[1]), dropout \(cells[2]), hidden \(cells[3]),"
      + " pooling \(cells[4]), \(Count.of(trial.steps, "step", "steps")): loss \(cells[6])\(metric)"
  }

  private static func cells(_ trial: Trial) -> [String] {
    let given = trial.configuration
    let hidden = given.hidden.map { $0.map(String.init).joined(separator: "-") }
    return [
      trial.candidate == 0 ? "defaults" : String(trial.candidate),
      NumberText.rounded(given.learningRate),
      given.dropout.map { NumberText.rounded(Double($0), digits: 1) } ?? "–",
      hidden ?? "–", given.pooling?.rawValue ?? "–", NumberText.grouped(trial.steps),
      trial.loss.map { NumberText.rounded($0) } ?? "not finite",
      trial.metric.map { NumberText.rounded($0.value) } ?? "–",
    ]
  }

  static func text(_ tuning: Tuning, target: String) -> String {
    let isNumber = tuning.model.classes.isEmpty
    var table = TextTable(
      [
        "trial", "learning rate", "dropout", "hidden", "pooling", "steps", isNumber ? "rmse" : "log_loss",
        tuning.defaults.metric?.name ?? "metric",
      ])
    let order = tuning.trials.sorted {
      ($0.loss ?? .infinity, $0.candidate) < ($1.loss ?? .infinity, $1.candidate)
    }
    for trial in order.prefix(mostTrials) { table.add(cells(trial)) }
    if !order.prefix(mostTrials).contains(tuning.defaults) { table.add(cells(tuning.defaults)) }
    var lines = [
      "the best of \(Count.of(tuning.trials.count, "trial", "trials"))"
        + (tuning.resumed > 0 ? ", \(tuning.resumed) of them made before" : "")
        + ", judged on \(Count.of(tuning.model.report.validationRows, "row", "rows")) held out", "",
      String(table.text.dropLast()),
    ]
    if !tuning.curves.isEmpty {
      lines += [
        "",
        "\(isNumber ? "mean squared error" : "log loss") by the numbers of each embedding's vectors, from one run with the"
          + " most of them", "", String(curves(tuning).dropLast()),
      ]
    }
    lines.append("")
    lines += Paragraph.lines(end(tuning, isNumber: isNumber), width: 110)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func curves(_ tuning: Tuning) -> String {
    let shown = dimensions.filter { dimension in
      tuning.curves.contains { $0.points.contains { $0.dimension == dimension } }
    }
    var table = TextTable(["embedding", "before"] + shown.map(String.init) + ["enough"])
    for curve in tuning.curves {
      table.add(
        [curve.name, tuning.dimensionsBefore[curve.name].map(String.init) ?? "–"]
          + shown.map { dimension in
            curve.points.first { $0.dimension == dimension }.map { NumberText.rounded($0.loss) } ?? "–"
          } + [String(curve.knee)])
    }
    return table.text
  }

  private static func end(_ tuning: Tuning, isNumber: Bool) -> String {
    let name = isNumber ? "rmse" : "log_loss"
    func loss(_ loss: Double?) -> String { loss.map { NumberText.rounded($0) } ?? "not finite" }
    var sentence =
      "\(name) \(loss(tuning.defaults.loss)) by the defaults, \(loss(tuning.best.loss)) by the best trial with"
      + " \(NumberText.grouped(tuning.parameters)) parameters"
    guard let small = tuning.smallParameters else {
      return sentence + (tuning.curves.isEmpty ? "; no time, or nothing, to shorten vectors" : "")
        + "; this is kept. The rows held out chose it: this figure flatters a little"
    }
    sentence +=
      ", \(loss(tuning.smallLoss)) with \(NumberText.grouped(small)) and as long vectors as are enough"
    return sentence
      + (tuning.isSmall ? "; the smaller is kept" : "; the smaller is worse, and the best trial is kept")
      + ". The rows held out chose all of it: these figures flatter a little"
  }
}
