import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// Turns the contributions of numbers into those of columns, words and pixels.
struct RowReader: Sendable {
  let background: Background
  let columns: ExplainedColumns
  private let credits: [BagCredits?]

  init(_ background: Background) {
    self.background = background
    let columns = ExplainedColumns(background.model, background.gradients.head)
    self.columns = columns
    credits = columns.columns.map { column in
      column.bag.map {
        BagCredits(
          $0.entrances, background.model.parameters, background: background.encoded.features[$0.feature])
      }
    }
  }

  /// What each piece of a column's cell contributes, in the order of the cell; empty for a column without.
  func pieces(
    ofColumn place: Int, _ attribution: Attribution, _ encoded: EncodedTable, row: Int, cell: String?
  ) -> (pieces: [(piece: BagPiece, contribution: Double)], words: [Range<Int>]) {
    guard let bag = columns.columns[place].bag, let credits = credits[place] else { return ([], []) }
    var pieces: [BagPiece] = [], words: [Range<Int>] = []
    for encoder in background.model.encoder.encoders {
      switch encoder {
      case .text(let text) where text.column == columns.columns[place].name:
        if let cell { (pieces, words) = text.pieces(of: cell) }
      case .list(let list) where list.column == columns.columns[place].name:
        if let cell { pieces = list.pieces(of: cell) }
      default: break
      }
    }
    var counts: [Int32: Double] = [:]
    for piece in pieces { counts[piece.id, default: 0] += 1 }
    var ofIds: [Int32: Double] = [:]
    for (id, credit) in credits.credits(
      of: encoded.features[bag.feature], row: row, attribution, factor: background.model.outputScale.factor)
    {
      ofIds[id] = credit
    }
    return (
      pieces.map { ($0, (ofIds[$0.id] ?? 0) / (counts[$0.id] ?? 1)) }, words
    )
  }

  /// The columns of a row of a table, the largest contribution first.
  func contributions(
    _ attribution: Attribution, _ encoded: EncodedTable, row: Int, of table: Table, tableRow: Int
  ) -> [ColumnContribution] {
    let unknown = encoded.unknownNames(inRow: row)
    let contributions = columns.contributions(attribution.numbers)
    var result: [ColumnContribution] = []
    for (place, column) in columns.columns.enumerated() {
      let parts = zip(column.parts, contributions[place]).map {
        ColumnContribution.Part(name: $0.name, contribution: $1)
      }
      let total = parts.reduce(0) { $0 + $1.contribution }
      let cell = table[column.name]?.text(tableRow)
      let found = pieces(ofColumn: place, attribution, encoded, row: row, cell: cell)
      var text: ColouredText?
      if let cell, !found.words.isEmpty {
        var ofWords = [Double](repeating: 0, count: found.words.count)
        for (piece, contribution) in found.pieces {
          for word in piece.words { ofWords[word] += contribution / Double(piece.words.count) }
        }
        text = ColouredText(cell, words: found.words, contributions: ofWords)
      }
      result.append(
        ColumnContribution(
          column: column.name, value: cell, isUnknown: unknown.contains(column.name), contribution: total,
          parts: parts.count > 1 ? Self.sorted(parts, by: \.contribution) : [],
          pieces: Self.merged(found.pieces),
          absent: column.bag == nil ? nil : total - found.pieces.reduce(0) { $0 + $1.contribution },
          text: text, pixels: pixels(column, attribution, table, tableRow)))
    }
    return Self.sorted(result, by: \.contribution)
  }

  private func pixels(
    _ column: ExplainedColumns.Column, _ attribution: Attribution, _ table: Table, _ row: Int
  ) -> ImageContributions? {
    guard let image = column.image, case .image(let pixels)? = table[column.name]?.cell(row) else {
      return nil
    }
    let size = image.shape.height * image.shape.width
    return ImageContributions(
      height: image.shape.height, width: image.shape.width,
      contributions: Array(attribution.numbers[image.place..<image.place + size]), pixels: pixels)
  }

  /// Pieces of one text as one, the largest first.
  private static func merged(_ pieces: [(piece: BagPiece, contribution: Double)]) -> [PieceContribution] {
    var places: [String: Int] = [:]
    var merged: [(text: String, count: Int, sum: Double, isUnknown: Bool)] = []
    for (piece, contribution) in pieces {
      if let place = places[piece.text] {
        merged[place].count += 1
        merged[place].sum += contribution
      } else {
        places[piece.text] = merged.count
        merged.append((piece.text, 1, contribution, piece.id == 0))
      }
    }
    return sorted(
      merged.map {
        PieceContribution(text: $0.text, count: $0.count, contribution: $0.sum, isUnknown: $0.isUnknown)
      }, by: \.contribution)
  }

  /// The largest first, either way; equal ones as they came.
  static func sorted<Element>(_ elements: [Element], by contribution: (Element) -> Double) -> [Element] {
    elements.enumerated().sorted {
      let (a, b) = (abs(contribution($0.element)), abs(contribution($1.element)))
      return a != b ? a > b : $0.offset < $1.offset
    }.map(\.element)
  }
}
