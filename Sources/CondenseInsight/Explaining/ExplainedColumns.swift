import CondenseData
import CondenseModels
import CondenseNetworks

/// Which of the numbers that enter a network belong to which column of the table.
///
/// What comes from several columns, as a pair of values or a day from month and day, is shared among them equally.
struct ExplainedColumns: Sendable {
  /// A part of a column: itself, `date.month`, a pair that it belongs to.
  struct Part: Sendable {
    let name: String
    /// Places among the numbers that enter.
    var ranges: [Range<Int>]
    let share: Double
  }

  /// A column in use and its parts.
  struct Column: Sendable {
    let name: String
    var parts: [Part] = []
    /// The feature of a bag that the column is, and the entrances that read it.
    var bag: (feature: Int, entrances: [NetworkHead.Entrance])?
    /// Where the pixels of an image are, and their shape.
    var image: (place: Int, shape: ImageShape)?
  }

  let columns: [Column]

  init(_ model: Predictor, _ head: NetworkHead) {
    var columns = model.encoder.columns.map { Column(name: $0) }
    func add(_ part: String, of name: String, _ range: Range<Int>, share: Double) {
      guard let column = columns.firstIndex(where: { $0.name == name }) else { return }
      if let known = columns[column].parts.firstIndex(where: { $0.name == part }) {
        columns[column].parts[known].ranges.append(range)
      } else {
        columns[column].parts.append(Part(name: part, ranges: [range], share: share))
      }
    }
    for entrance in head.entrances {
      guard let place = model.encoder.features.firstIndex(where: { $0.name == entrance.input }) else {
        continue
      }
      let feature = model.encoder.features[place]
      if !feature.parts.isEmpty {
        var first = entrance.first
        for part in feature.parts {
          add(part.name, of: part.column, first..<first + part.width, share: 1)
          first += part.width
        }
        continue
      }
      for column in feature.columns {
        add(
          feature.name, of: column, entrance.first..<entrance.first + entrance.size,
          share: 1 / Double(feature.columns.count))
      }
      guard let column = columns.firstIndex(where: { $0.name == feature.name }) else { continue }
      if case .bag = feature.shape {
        columns[column].bag = (place, (columns[column].bag?.entrances ?? []) + [entrance])
      }
      if let image = feature.image { columns[column].image = (entrance.first, image) }
    }
    self.columns = columns
  }

  /// The contribution of each part of each column, of those of all numbers that enter.
  func contributions(_ numbers: [Double]) -> [[Double]] {
    columns.map { column in
      column.parts.map { part in
        part.share * part.ranges.reduce(0.0) { sum, range in range.reduce(sum) { $0 + numbers[$1] } }
      }
    }
  }
}
