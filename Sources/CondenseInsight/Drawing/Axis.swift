import CondenseCore
import CondenseData

/// One direction of a chart: from the first to the last of ticks that people would choose.
package struct Axis: Sendable {
  /// How steps grow.
  package enum Scale: Sendable {
    /// Equal steps add.
    case linear
    /// Equal steps multiply.
    case logarithmic
  }

  package let title: String
  package let low: Double
  package let high: Double
  package let ticks: [(value: Double, text: String)]
  private let scale: Scale

  /// An axis on which all values find room; with the logarithmic scale those above zero.
  ///
  /// - Parameters:
  ///   - most: ticks that have room.
  ///   - text: how ticks are written; nil for as many decimals as their step needs.
  package init(
    _ title: String, _ scale: Scale, over values: [Double], most: Int, text: ((Double) -> String)? = nil
  ) {
    self.title = title
    self.scale = scale
    let shown = values.filter { $0.isFinite && (scale == .linear || $0 > 0) }
    let low = shown.min() ?? (scale == .linear ? 0 : 1), high = shown.max() ?? low
    switch scale {
    case .linear:
      let (places, decimals) = Self.steps(from: low, to: high, most: max(2, most))
      ticks = places.map { ($0, text?($0) ?? NumberText.fixed($0, decimals)) }
    case .logarithmic:
      ticks = Self.powers(from: low, to: high, most: max(2, most)).map {
        ($0, text?($0) ?? NumberText.shortest($0))
      }
    }
    (self.low, self.high) = (ticks.first?.value ?? low, ticks.last?.value ?? high)
  }

  /// An axis from the first of some ticks to the last.
  package init(_ title: String, _ scale: Scale, ticks: [Double], text: (Double) -> String) {
    self.title = title
    self.scale = scale
    self.ticks = ticks.map { ($0, text($0)) }
    (low, high) = (ticks.first ?? 1, ticks.last ?? 1)
  }

  /// A linear axis from the least of the values to the largest, which are its only ticks: nothing is written
  /// on it that was not measured.
  package init(_ title: String, from low: Double, to high: Double, text: (Double) -> String) {
    self.title = title
    scale = .linear
    self.low = low
    self.high = high > low ? high : low + max(low.magnitude / 100, 1e-9)
    ticks = high > low ? [(low, text(low)), (high, text(high))] : [(low, text(low))]
  }

  /// Where on the axis a value lies: 0 at its start, 1 at its end.
  package func share(of value: Double) -> Double {
    let place =
      switch scale {
      case .linear: (value - low) / (high - low)
      case .logarithmic: value > 0 ? Elementary.log(value / low) / Elementary.log(high / low) : 0
      }
    return place.isFinite ? min(max(place, 0), 1) : 0
  }

  /// Multiples of 1, 2 or 5 times a power of ten that enclose a span.
  private static func steps(from low: Double, to high: Double, most: Int) -> (places: [Double], decimals: Int)
  {
    let spare = high > low ? 0 : max(high.magnitude / 20, 1e-6)
    let (low, high) = (low - spare, high + spare)
    var exponent = -9
    while exponent < 15 {
      for factor in [1.0, 2, 5] {
        let power = power(exponent)
        let step = factor * power
        let first = (low / step + 1e-9).rounded(.down), last = (high / step - 1e-9).rounded(.up)
        guard last - first + 1 <= Double(most), last > first else { continue }
        let places = (0...Int(last - first)).map { multiple((first + Double($0)) * factor, exponent) }
        return (places, max(0, -exponent))
      }
      exponent += 1
    }
    return ([low, high], 0)
  }

  /// 1, 2, 5, 10, 20, … or fewer of them, enclosing a span.
  private static func powers(from low: Double, to high: Double, most: Int) -> [Double] {
    for factors in [[1.0, 2, 5], [1, 3], [1]] {
      let grid = (-12...18).flatMap { exponent in factors.map { multiple($0, exponent) } }
      let places = enclosing(grid, low, high)
      if places.count <= most { return places }
    }
    for stride in 2... {
      let grid = (-12...18).filter { $0 % stride == 0 }.map(power)
      let places = enclosing(grid, low, high)
      if places.count <= most || stride > 15 { return places }
    }
    return [low, high]
  }

  private static func enclosing(_ grid: [Double], _ low: Double, _ high: Double) -> [Double] {
    let first = grid.lastIndex { $0 <= low * (1 + 1e-9) } ?? 0
    let last = grid.firstIndex { $0 >= high * (1 - 1e-9) } ?? grid.count - 1
    if last > first { return Array(grid[first...last]) }
    return Array(grid[max(0, first - 1)...min(grid.count - 1, first + 1)])
  }

  /// A number times a power of ten: divided rather than multiplied by a fraction, so that 3 tenths are 0.3.
  private static func multiple(_ number: Double, _ exponent: Int) -> Double {
    exponent < 0 ? number / power(-exponent) : number * power(exponent)
  }

  private static func power(_ exponent: Int) -> Double {
    let whole = (0..<exponent.magnitude).reduce(1.0) { product, _ in product * 10 }
    return exponent < 0 ? 1 / whole : whole
  }
}
