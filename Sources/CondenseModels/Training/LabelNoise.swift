import CondenseData

/// Labels that look wrong, told from rows held out.
///
/// A model that is sure of an image and yet mistaken has either met a hard image or a wrong label. The tenth of the
/// held-out images it is surest of are not hard: where labels are right it is hardly ever mistaken there, and where
/// a share of them is wrong, it is mistaken as often. Labels wrong in one pair of classes only are not found so.
struct LabelNoise {
  /// Fewer images than this, mistakes among them, and a lesser share of mistakes say nothing.
  private static let fewestRows = 20, fewestMistakes = 5, leastShare = 0.02
  /// Images that are named.
  private static let named = 3

  /// What a model says of some rows of a table, beside their labels.
  struct Judgement {
    let rows: [Int]
    let targets: [Int32]
    let predictions: Predictions

    /// The class that is seen, its probability and that of the label.
    fileprivate func seen(_ place: Int) -> (top: Int, probability: Float, ofLabel: Float) {
      let width = predictions.classes.count
      let top = ClassMetrics.top(predictions.probabilities, place, width)
      let start = place * width
      return (
        top, predictions.probabilities[start + top], predictions.probabilities[start + Int(targets[place])]
      )
    }
  }

  /// A sentence where labels look wrong; nil where nothing speaks for it.
  ///
  /// - Parameter learned: the rows that were learned from, which may be named too.
  static func remark(held: Judgement, learned: Judgement) -> String? {
    let surest = held.rows.indices.map { (place: $0, seen: held.seen($0)) }.sorted {
      $0.seen.probability != $1.seen.probability
        ? $0.seen.probability > $1.seen.probability : $0.place < $1.place
    }.prefix(held.rows.count / 10)
    let mistakes = surest.count { $0.seen.top != Int(held.targets[$0.place]) }
    guard surest.count >= fewestRows, mistakes >= fewestMistakes,
      Double(mistakes) >= leastShare * Double(surest.count)
    else { return nil }

    var doubts: [(row: Int, label: String, top: String, ratio: Float)] = []
    for judgement in [held, learned] {
      let classes = judgement.predictions.classes
      for place in judgement.rows.indices {
        let (top, probability, ofLabel) = judgement.seen(place), label = Int(judgement.targets[place])
        guard top != label else { continue }
        doubts.append(
          (
            judgement.rows[place] + 1, classes[label], classes[top],
            probability / max(ofLabel, .leastNormalMagnitude)
          ))
      }
    }
    doubts.sort { $0.ratio != $1.ratio ? $0.ratio > $1.ratio : $0.row < $1.row }
    let shown = doubts.prefix(named).map {
      "image \($0.row) (labelled '\($0.label)', looks like '\($0.top)')"
    }
    return
      "labels look wrong: of the \(Count.of(surest.count, "held-out image", "held-out images")) that the model is"
      + " surest of, \(mistakes) carry another label than it sees, \(Count.percent(mistakes, of: surest.count)); look"
      + " first at \(shown.joined(separator: ", "))"
  }
}
