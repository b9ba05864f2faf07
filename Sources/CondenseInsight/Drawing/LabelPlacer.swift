/// Finds a free place beside a mark for each of several labels.
struct LabelPlacer {
  /// A rectangle of a drawing.
  struct Box {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
    func holds(_ other: Box) -> Bool {
      left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }
  }

  private let bounds: Box
  private var taken: [Box] = []

  init(within bounds: Box) {
    self.bounds = bounds
  }

  /// Keeps labels off something.
  mutating func block(_ box: Box) { taken.append(box) }

  /// The box of a label beside a mark, as near as can be; nil where nothing is free.
  ///
  /// - Parameter steps: half heights that it may stand above or below.
  mutating func place(
    width: Double, height: Double, besideX x: Double, y: Double, gap: Double, steps: Int = 60
  ) -> Box? {
    for step in 0...steps {
      let shifts = step == 0 ? [0.0] : [-Double(step), Double(step)]
      for shift in shifts {
        let top = y - height / 2 + shift * height / 2
        for left in [x + gap, x - gap - width, x - width / 2] {
          let box = Box(left: left, top: top, right: left + width, bottom: top + height)
          guard bounds.holds(box), !taken.contains(where: box.overlaps) else { continue }
          taken.append(box)
          return box
        }
      }
    }
    return nil
  }
}
