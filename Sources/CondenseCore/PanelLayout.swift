/// Where the numbers of a matrix of weights stand in memory.
///
/// `W` is `[inputs × units]`. It is kept in panels of 16 units, `[panels][inputs][16]`: one step of the
/// product kernel reads 64 bytes in order. Columns past `units` are zero and stay zero. The transposed copy,
/// for input gradients, is the same layout of `Wᵀ`: panels of 16 inputs, `[inputs / 16][units][16]`.
package struct PanelLayout: Sendable, Equatable {
  package static let width = 16

  package let inputs: Int
  package let units: Int

  package init(inputs: Int, units: Int) {
    self.inputs = inputs
    self.units = units
  }

  /// Panels of 16 units.
  package var panels: Int { (units + Self.width - 1) / Self.width }
  /// Floats the panels take.
  package var count: Int { panels * inputs * Self.width }
  /// The layout of the transposed copy.
  package var transposed: PanelLayout { PanelLayout(inputs: units, units: inputs) }

  /// Offset of `W[input, unit]`.
  @inline(__always)
  package func offset(input: Int, unit: Int) -> Int {
    ((unit / Self.width) * inputs + input) * Self.width + unit % Self.width
  }
}
