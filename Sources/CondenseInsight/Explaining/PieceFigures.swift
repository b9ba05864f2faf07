/// The words and values of an importance as they are shown: a table for each column, or for each class of it.
package struct PieceFigures {
  package static let header = ["piece", "rows", "in such a row", "in the mean row"]

  /// Those of one table.
  package let groups: [[PieceImportance]]
  private let figures: ContributionFigures
  private let meanFigures: ContributionFigures

  package init(_ pieces: [PieceImportance]) {
    var groups: [[PieceImportance]] = []
    for piece in pieces {
      if let last = groups.last?.first, last.column == piece.column, last.label == piece.label {
        groups[groups.count - 1].append(piece)
      } else {
        groups.append([piece])
      }
    }
    self.groups = groups
    figures = ContributionFigures(pieces.map(\.contribution))
    meanFigures = ContributionFigures(pieces.map(\.meanContribution))
  }

  package func cells(_ piece: PieceImportance) -> [String] {
    [
      FigureText.name(piece.text, most: 40), FigureText.count(piece.rows), figures.text(piece.contribution),
      meanFigures.text(piece.meanContribution),
    ]
  }
}
