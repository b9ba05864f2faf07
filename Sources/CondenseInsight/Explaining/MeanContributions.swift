import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// The contributions of many rows, each taken apart, and what they are on average.
struct MeanContributions {
  /// Words of a column that are told of, for each direction or class.
  private static let mostPieces = 12
  /// Rows that one task takes apart.
  private static let chunk = 8

  let rows: Int
  /// For each column of the model the mean size of its contributions, with an interval from a bootstrap over rows.
  let columns: [MetricInterval]
  let pieces: [PieceImportance]
  let largestGap: Double

  /// What is known of one row.
  private struct Row {
    var label: Int
    var columns: [Double]
    /// For each column with pieces what each of them brings.
    var pieces: [[String: Double]]
    var gap: Double
  }

  init(
    of choice: ScoreChoice, _ reader: RowReader, _ options: ExplainerOptions, _ table: Table
  ) throws {
    let background = reader.background, model = background.model, common = choice.common
    let drawn = RowSample.rows(
      table.rowCount, most: options.contributionRows, options.seed, purpose: "explained rows")
    let (examples, encoded) = try model.examples(of: table, rows: drawn, threads: options.threads)
    let outputs = try model.outputs(examples, threads: options.threads)
    let values = try background.gradients.values(examples), width = background.gradients.head.width
    let places = outputs.count / max(1, drawn.count)
    let chunks = ChunkedRows.map(
      count: (drawn.count + Self.chunk - 1) / Self.chunk, threads: options.threads
    ) { chunk in
      Result {
        let workspace = try background.gradients.makeWorkspace()
        return (chunk * Self.chunk..<min(drawn.count, (chunk + 1) * Self.chunk)).map { row -> Row in
          let own = outputs[row * places..<(row + 1) * places]
          let score = common ?? choice.own(own)
          let attribution = Attribution(
            score, background, values: values[row * width..<(row + 1) * width], outputs: own, workspace, .many
          )
          let pieces = reader.columns.columns.indices.map { column in
            var sums: [String: Double] = [:]
            for (piece, contribution) in reader.pieces(
              ofColumn: column, attribution, encoded, row: row,
              cell: table[reader.columns.columns[column].name]?.text(drawn[row])
            ).pieces { sums[piece.text, default: 0] += contribution }
            return sums
          }
          return Row(
            label: ScoreChoice.top(own),
            columns: reader.columns.contributions(attribution.numbers).map { $0.reduce(0, +) },
            pieces: pieces,
            gap: attribution.relativeGap)
        }
      }
    }
    let found = try chunks.flatMap { try $0.get() }
    rows = found.count
    largestGap = found.reduce(0) { max($0, $1.gap) }
    let bootstrap = MeanBootstrap(rows: found.count, seed: options.seed)
    columns = reader.columns.columns.indices.map { column in
      bootstrap.interval(found.map { abs($0.columns[column]) })
    }
    pieces = reader.columns.columns.indices.flatMap { column in
      let name = reader.columns.columns[column].name
      if common != nil {
        return Self.pieces(found, column, name, label: nil, [true, false])
      }
      return model.classes.indices.flatMap { label in
        Self.pieces(
          found.filter { $0.label == label }, column, name, label: model.classes[label], [true])
      }
    }
  }

  /// The pieces of a column that bring the most to the mean of some rows, those for and those against.
  private static func pieces(
    _ rows: [Row], _ column: Int, _ name: String, label: String?, _ directions: [Bool]
  ) -> [PieceImportance] {
    var sums: [String: (rows: Int, sum: Double)] = [:]
    for row in rows {
      for (text, contribution) in row.pieces[column] {
        sums[text, default: (0, 0)].rows += 1
        sums[text, default: (0, 0)].sum += contribution
      }
    }
    let sorted = sums.sorted { a, b in
      a.value.sum != b.value.sum
        ? a.value.sum > b.value.sum : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
    }
    let chosen = directions.flatMap { isFor in
      isFor
        ? sorted.prefix(mostPieces).filter { $0.value.sum > 0 }
        : sorted.suffix(mostPieces).reversed().filter { $0.value.sum < 0 }
    }
    return chosen.map { text, found in
      PieceImportance(
        column: name, text: text, label: label, rows: found.rows,
        contribution: found.sum / Double(found.rows), meanContribution: found.sum / Double(rows.count))
    }
  }
}
