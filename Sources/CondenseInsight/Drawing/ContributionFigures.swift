import CondenseData

/// Contributions that stand under one another: as many decimals as show three digits of the largest.
package struct ContributionFigures {
  private let decimals: Int

  package init(_ contributions: some Sequence<Double>) {
    var size = contributions.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    var decimals = 2
    while size >= 10, decimals > 0 { (size, decimals) = (size / 10, decimals - 1) }
    while size > 0, size < 1, decimals < 9 { (size, decimals) = (size * 10, decimals + 1) }
    self.decimals = decimals
  }

  /// `+0.812`, `-0.060`, `0.000`.
  package func text(_ value: Double) -> String {
    let text = NumberText.fixed(value, decimals)
    return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
  }
}
