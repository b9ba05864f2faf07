import CondenseData

/// Colours of points: one for each of the most frequent names, or for each fifth of the numbers.
struct PointColours {
  /// The colours and what they mean.
  private(set) var entries: [(style: String, text: String)] = []
  /// What each point is drawn in; none where nothing is known.
  private var styles: [String] = []

  init(_ aspect: MapAspect?) {
    switch aspect?.content {
    case .names(let names):
      let order = MapAspect.byFrequency(names)
      let kept = order.count > Palette.shades.count ? Array(order.prefix(Palette.shades.count - 1)) : order
      let places = Dictionary(zip(kept, kept.indices), uniquingKeysWith: { first, _ in first })
      styles = names.map { name in name.flatMap { places[$0] }.map { "shade\($0)" } ?? "muted" }
      entries = kept.enumerated().map { ("shade\($0)", FigureText.name($1)) }
      if order.count > kept.count { entries.append(("muted", "\(order.count - kept.count) others")) }
    case .numbers(let numbers):
      let sorted = numbers.filter(\.isFinite).sorted(), fifths = Palette.ramp.count
      guard !sorted.isEmpty else { return }
      let bounds = (1..<fifths).map { sorted[min(sorted.count - 1, sorted.count * $0 / fifths)] }
      styles = numbers.map { number in
        number.isFinite ? "ramp\(bounds.count { number >= $0 })" : "muted"
      }
      let ends = [sorted[0]] + bounds + [sorted[sorted.count - 1]]
      entries = (0..<fifths).map {
        ("ramp\($0)", "\(NumberText.rounded(ends[$0])) to \(NumberText.rounded(ends[$0 + 1]))")
      }
    case nil: break
    }
  }

  /// What a point is drawn in; nil where nothing is known of any.
  func style(_ point: Int) -> String? { point < styles.count ? styles[point] : nil }
}
