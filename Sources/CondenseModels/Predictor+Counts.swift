import CondenseCore
import CondenseData

extension Predictor {
  /// How often each row of an embedding was read in training, the unknown and the missing one included; for texts in
  /// how many of them. Nil for parts of dates and pairs of values, which a model does not count.
  ///
  /// - Parameter embedding: the name of the embedding, `dest` for `embedding.dest`.
  package func trainingCounts(of embedding: String) -> [Int64]? {
    var counts: [Int64]?
    func add(_ category: CategoryEncoder) {
      var all = counts ?? category.vocabulary.counts
      if category.hasMissingRow {
        if all.count < category.vocabularySize { all.append(0) }
        all[category.vocabularySize - 1] += Int64(category.missingCount)
      }
      counts = all
    }
    for encoder in encoder.encoders {
      switch encoder {
      // Columns that share an embedding are counted together in one vocabulary, but for their missing cells.
      case .category(let category) where category.vocabularyName == embedding: add(category)
      case .day(let day) where day.name == embedding: add(day.days)
      case .list(let list) where list.column == embedding:
        counts = list.vocabulary.counts + (list.missingCount > 0 ? [Int64(list.missingCount)] : [])
      case .text(let text) where text.column == embedding: counts = text.counts
      default: break
      }
    }
    return counts
  }

  /// Ids of a bag in the mean training row, by the name of the feature.
  package var meanBagLengths: [String: Double] {
    var lengths: [String: Double] = [:]
    for encoder in encoder.encoders {
      switch encoder {
      case .list(let list):
        let values = list.vocabulary.counts.reduce(0, +) + Int64(list.missingCount)
        lengths[list.column] = Double(values) / Double(max(report.trainingRows, 1))
      case .text(let text):
        // Each id once; a text that repeats words and counts them has some more.
        lengths[text.column] =
          Double(text.counts.reduce(0, +)) / Double(max(text.textCount + text.missingCount, 1))
      default: break
      }
    }
    return lengths
  }
}
