import CondenseData
import CondenseModels

/// What is said of explanations, on the terminal and on pages alike.
package enum ExplanationWords {
  /// `'late' with probability 0.812`, `12.35`.
  package static func prediction(_ prediction: Prediction) -> String {
    if let number = prediction.number { return NumberText.rounded(number) }
    let label = prediction.label ?? ""
    return "'\(FigureText.name(label))' with probability"
      + " \(NumberText.rounded(Double(prediction.probability(of: label) ?? 0), digits: 3))"
  }

  /// What the contributions add up to.
  package static func sum(_ explanation: RowExplanation) -> String {
    "\(explanation.score.name) is \(FigureText.metric(explanation.value)) here and"
      + " \(FigureText.metric(explanation.average)) on average over the \(explanation.backgroundRows) rows it is held"
      + " against; the columns make up the difference of"
      + " \(figures(explanation).text(explanation.value - explanation.average))"
  }

  /// How the contributions of columns are written.
  package static func figures(_ explanation: RowExplanation) -> ContributionFigures {
    ContributionFigures(explanation.columns.map(\.contribution))
  }

  /// What is left of the difference.
  package static func gap(_ explanation: RowExplanation) -> String {
    "\(NumberText.rounded(explanation.gap)) of it"
      + " (\(share(explanation.gap, of: explanation.value - explanation.average, or: explanation.spread)))"
      + " is left over: what the sum that stands for an integral misses"
  }

  private static func share(_ gap: Double, of difference: Double, or spread: Double) -> String {
    if abs(difference) >= spread, difference != 0 {
      return "\(NumberText.fixed(abs(gap / difference) * 100, 2)) % of the difference"
    }
    return spread > 0
      ? "\(NumberText.fixed(abs(gap) / spread * 100, 2)) % of how much the score differs from row to row"
      : "0 %"
  }

  /// The value of a cell as it is shown.
  package static func value(_ column: ColumnContribution, most: Int) -> String {
    if column.pixels != nil { return "an image" }
    guard let value = column.value else { return "(missing)" }
    let line = value.split(whereSeparator: \.isNewline).joined(separator: " ")
    return FigureText.name(line, most: most) + (column.isUnknown ? " (unknown)" : "")
  }

  /// What a piece is called.
  package static func name(_ piece: PieceContribution) -> String {
    FigureText.name(piece.text, most: 40) + (piece.count > 1 ? " ×\(piece.count)" : "")
      + (piece.isUnknown ? " (unknown)" : "")
  }

  /// How what an importance says was measured.
  package static func method(_ importance: Importance) -> String {
    let what = importance.score?.name ?? "the logit of each row's predicted class"
    var sentence =
      "\(Count.of(importance.contributionRows, "row", "rows"))"
      + (importance.contributionRows < importance.rows
        ? " of \(NumberText.grouped(importance.rows)), drawn at random," : "")
      + " taken apart against \(importance.backgroundRows): the mean size of what a column brings to \(what)"
    if let metric = importance.metric {
      sentence =
        "\(Count.of(importance.shuffledRows, "row", "rows"))"
        + (importance.shuffledRows < importance.rows
          ? " of \(NumberText.grouped(importance.rows)), drawn at random" : "")
        + ", each column shuffled \(Count.of(importance.repeats, "time", "times")): how much worse"
        + " \(MetricText.name(metric.name)) gets than \(FigureText.metric(metric.value)). \(sentence)"
    }
    return sentence + ". Intervals of 95 %."
  }

  /// `AUC lost`, `RMSE more`.
  package static func shuffledName(_ metric: String) -> String {
    MetricText.name(metric) + (Metric.isError(metric) ? " more" : " lost")
  }

  /// Of which rows and class the words of a table speak.
  package static func heading(_ piece: PieceImportance, _ importance: Importance) -> String {
    let column = FigureText.name(piece.column)
    if let label = piece.label {
      return "what in '\(column)' speaks for '\(FigureText.name(label))' in rows predicted so"
    }
    return "what in '\(column)' moves \(importance.score?.name ?? importance.target)"
  }
}
