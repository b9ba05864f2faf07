/// Both layers at work on one row: what the embedding looks up on the left, what the dense layer multiplies
/// on the right; the numbers that come of it meet in the middle.
struct LayersAtWork {
  static let width = 1100.0, height = 356.0
  private static let mostRows = 13, rowHeight = 20.0, top = 66.0
  private static let mostColumns = 7, cell = 18.0
  private static let numbers = 10
  private static let leftMatrix = 224.0, rightMatrixEnd = 876.0, strip = 920.0
  private static let vectorLeft = 398.0, productLeft = 576.0, listWidth = 126.0

  let row: LookedUpRow

  private var rows: Int { min(max(row.vocabularySize, 1), Self.mostRows) }
  private var columns: Int { min(row.vector.count, Self.mostColumns) }

  /// The row of the drawn matrix that is lit: the id itself where all rows are drawn, else as far down as the
  /// id is among all ids, never at the edge.
  private var lit: Int {
    guard let id = row.ids.first else { return 0 }
    if row.vocabularySize <= Self.mostRows { return min(max(id, 0), rows - 1) }
    let share = Double(id) / Double(row.vocabularySize)
    return min(max(Int(share * Double(rows)), 1), rows - 2)
  }

  private var litMiddle: Double { Self.top + (Double(lit) + 0.5) * Self.rowHeight }
  private var matrixWidth: Double { Double(columns) * Self.cell }
  private var hasProduct: Bool { row.product.count == row.vector.count && !row.product.isEmpty }

  func drawing() -> SVG {
    var svg = SVG(width: Self.width, height: Self.height)
    cellAndIds(into: &svg)
    embedding(into: &svg)
    if hasProduct {
      dense(into: &svg)
      sameness(into: &svg)
    }
    return svg
  }

  // MARK: the embedding

  private func cellAndIds(into svg: inout SVG) {
    svg.text(0, 16, "Embedding: one row is looked up", size: 17, .start, "embedding", isBold: true)
    svg.text(
      0, 38, "\(FigureText.count(row.vocabularySize)) rows, each a learned vector", size: 13, .start, "muted")
    let width = 172.0
    svg.text(
      0, 78, TextWidth.fitted("a cell of \(row.column)", size: 12, width: width), size: 12, .start, "muted")
    let lines = TextWidth.lines(row.cell, size: 14, width: width - 20, most: 3)
    let height = Double(max(1, lines.count)) * 19 + 14
    svg.rect(0, 86, width, height, "line", radius: 4, stroke: 1)
    for (place, line) in lines.enumerated() { svg.text(10, 86 + 20 + Double(place) * 19, line, size: 14) }
    let bottom = 86 + height
    svg.arrow(20, bottom + 4, 20, bottom + 30)
    let start = bottom + 46, shown = min(row.values.count, row.ids.count, 4)
    svg.text(0, start, shown == 1 ? "its value" : "its values", size: 12, .start, "muted")
    svg.text(width, start, shown == 1 ? "its id" : "their ids", size: 12, .end, "muted")
    for place in 0..<shown {
      let y = start + 22 + Double(place) * 20
      let id = FigureText.count(row.ids[place])
      let room = width - TextWidth.of(id, size: 14) - 14
      svg.text(
        0, y, TextWidth.fitted(row.values[place], size: 14, width: room), size: 14, .start, "",
        isBold: place == 0)
      svg.text(width, y, id, size: 14, .end, place == 0 ? "embedding" : "muted", isBold: place == 0)
    }
    if row.values.count > 1 {
      svg.text(0, start + 26 + Double(shown) * 20, "all are looked up; the", size: 12, .start, "muted")
      svg.text(0, start + 42 + Double(shown) * 20, "first of them is shown", size: 12, .start, "muted")
    }
    // From the id to its row, along the gap before the matrix.
    let idMiddle = start + 17, gap = 200.0
    svg.path([(width + 6, idMiddle), (gap, idMiddle), (gap, litMiddle)], "muted-line", stroke: 1.5)
    svg.arrow(gap, litMiddle, Self.leftMatrix - 4, litMiddle)
  }

  private func embedding(into svg: inout SVG) {
    matrix(into: &svg, left: Self.leftMatrix, isLit: true)
    svg.arrow(Self.leftMatrix + matrixWidth + 5, litMiddle, Self.vectorLeft - 8, litMiddle)
    list(row.vector, into: &svg, left: Self.vectorLeft, .embedding)
  }

  // MARK: the dense layer

  private func dense(into svg: inout SVG) {
    let right = Self.width, size = 12.0
    svg.text(right, 16, "Dense: every number is multiplied", size: 17, .end, "dense", isBold: true)
    svg.text(right, 38, "the same row as one-hot numbers, the same matrix", size: 13, .end, "muted")
    let matrixLeft = Self.rightMatrixEnd - matrixWidth
    matrix(into: &svg, left: matrixLeft, isLit: false)
    svg.arrow(matrixLeft - 5, litMiddle, Self.productLeft + Self.listWidth + 8, litMiddle)
    let between = (Self.rightMatrixEnd + Self.strip) / 2
    svg.text(between, litMiddle + 6, "×", size: 20, .middle, "muted")
    for place in 0..<rows {
      let y = Self.top + Double(place) * Self.rowHeight, isOne = place == lit
      if isBreak(place) {
        svg.text(Self.strip + 13, y + 15, "⋮", size: 13, .middle, "muted")
        continue
      }
      svg.rect(
        Self.strip, y + 2, 26, Self.rowHeight - 4, isOne ? "dense" : "grid-line", stroke: isOne ? nil : 1)
      svg.text(
        Self.strip + 13, y + 15, isOne ? "1" : "0", size: 13, .middle, isOne ? "on" : "muted", isBold: isOne)
    }
    let left = Self.strip + 40, room = right - left
    let said = [
      ("\(FigureText.count(row.vocabularySize)) numbers,", true), ("1 of them not 0:", false),
      (row.values.first ?? "", true),
    ]
    for (place, (text, isBold)) in said.enumerated() {
      svg.text(
        left, litMiddle - 14 + Double(place) * 18, TextWidth.fitted(text, size: size + 1, width: room),
        size: size + 1, .start, isBold ? "dense" : "", isBold: isBold)
    }
    list(row.product, into: &svg, left: Self.productLeft, .dense)
  }

  private func sameness(into svg: inout SVG) {
    let middle = (Self.vectorLeft + Self.listWidth + Self.productLeft) / 2
    let isSame = row.vector == row.product
    let y = Self.top + Double(min(row.vector.count, Self.numbers)) / 2 * Self.rowHeight + 8
    svg.text(middle, y, isSame ? "=" : "≈", size: 34, .middle, "", isBold: true)
    svg.text(
      middle, Self.height - 2,
      isSame
        ? "the same numbers: a lookup is the product without its zeros"
        : "nearly the same numbers, summed in another order", size: 14, .middle, "", isBold: true)
  }

  // MARK: parts

  /// Whether the drawn matrix is broken off here: rows that are not drawn lie between.
  private func isBreak(_ place: Int) -> Bool {
    row.vocabularySize > Self.mostRows && (place - lit).magnitude == 2 && place > 0 && place < rows - 1
  }

  /// The matrix, of which some rows are drawn.
  private func matrix(into svg: inout SVG, left: Double, isLit: Bool) {
    for place in 0..<rows {
      let y = Self.top + Double(place) * Self.rowHeight
      if isBreak(place) {
        svg.text(left + matrixWidth / 2, y + 15, "⋮", size: 13, .middle, "muted")
        continue
      }
      for column in 0..<columns {
        let x = left + Double(column) * Self.cell
        let style = isLit && place == lit ? "embedding" : isLit ? "grid-line" : "dense-line"
        svg.rect(x + 1.5, y + 2.5, Self.cell - 3, Self.rowHeight - 5, style, stroke: isLit ? 1 : 0.75)
      }
    }
  }

  /// Numbers as small bars about a zero, with their figures.
  private func list(_ numbers: [Float], into svg: inout SVG, left: Double, _ ink: Ink) {
    let shown = numbers.prefix(Self.numbers)
    let most = shown.map { Double($0.magnitude) }.filter(\.isFinite).max() ?? 0
    let half = 32.0, zero = left + half
    svg.text(
      left + Self.listWidth, Self.top - 8,
      shown.count < numbers.count
        ? "the first of \(FigureText.count(numbers.count)) numbers"
        : "\(FigureText.count(numbers.count)) numbers out",
      size: 12, .end, "muted")
    for (place, number) in shown.enumerated() {
      let y = Self.top + Double(place) * Self.rowHeight
      let length = most > 0 && number.isFinite ? half * Double(number) / most : 0
      svg.bar(zero, y + 4, length: length, height: Self.rowHeight - 8, ink, name: "weight")
      svg.text(left + Self.listWidth, y + 15, FigureText.weight(number), size: 13, .end)
    }
    svg.line(zero, Self.top + 1, zero, Self.top + Double(shown.count) * Self.rowHeight - 1, "muted-line")
  }
}
