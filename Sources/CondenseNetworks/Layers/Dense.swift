import CondenseCore

/// A dense layer: every output is an activation of a weighted sum of all inputs.
///
///     y = activation(x · W + b)        x: inputs   W: inputs × units   y: units
///     s = dy ⊙ activation′             dx = s · Wᵀ    dW = Xᵀ · S    db = Σ s
///
/// Several vectors for one example are read as one long vector.
///
/// **Cost** per example: `2 · inputs · units` flops forward, twice that backward (without an input gradient
/// once that).
public struct Dense: Layer {
  /// `dense`
  public static let kind = "dense"

  /// Numbers that come out.
  public var units: Int
  /// What is done to the weighted sums.
  public var activation: Activation
  /// Whether `b` is there.
  public var hasBias: Bool

  /// A dense layer of `units` outputs.
  public init(units: Int, activation: Activation = .linear, hasBias: Bool = true) {
    self.units = units
    self.activation = activation
    self.hasBias = hasBias
  }

  /// Weights start even within ±√(6 / inputs) before a rectifier (He et al. 2015, arXiv:1502.01852) and
  /// ±√(6 / (inputs + units)) otherwise (Glorot and Bengio 2010); biases start at 0.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first, inputs.count == 1 else {
      throw CondenseError(.content, "dense layer '\(name)' takes one input of numbers")
    }
    guard units > 0, units <= 1 << 20 else {
      throw CondenseError(
        .content, "dense layer '\(name)' has \(units) units; they go from 1 to \(1 << 20)")
    }
    let rectifies = activation == .relu || activation == .gelu || activation == .silu
    let fan = Float(rectifies ? shape.size : shape.size + units)
    var parameters = [
      ParameterPlan(
        name: "\(name).weight", rows: shape.size, columns: units, kind: .product(input: 0),
        initial: .uniform(bound: (6 / fan).squareRoot()))
    ]
    if hasBias {
      parameters.append(
        ParameterPlan(
          name: "\(name).bias", rows: 1, columns: units, kind: .perTile, initial: .constant(0)))
    }
    return LayerPlan(
      output: ValueShape(width: units), parameters: parameters,
      slots: activation.needsSum ? [units] : [],
      writesOnlyItsColumns: units % PanelLayout.width == 0)
  }

  /// Sums by the product kernel, then the activation while the row is in cache.
  public func forward(_ pass: LayerPass) {
    let x = pass.input(0), y = pass.output
    let panels = (units + PanelLayout.width - 1) / PanelLayout.width
    ProductKernels.multiply(
      rows: pass.rows, inputs: pass.inputSize(0), x: x.start, xStride: x.stride,
      panels: pass.parameter(0), panelCount: panels,
      start: hasBias ? .bias(pass.parameter(1)) : .zero, y: y.start, yStride: y.stride)
    guard activation != .linear else { return }
    let sums = activation.needsSum ? pass.slot(0) : nil
    for row in 0..<pass.rows {
      activation.apply(y[row], sums: sums?[row], count: panels * PanelLayout.width)
    }
  }

  /// Turns the output gradient into that of the sums, in place; padding becomes 0.
  public func backward(_ pass: LayerPass) {
    let dy = pass.outputGradient, y = pass.output
    let padded = roundedUp(units, toMultipleOf: PanelLayout.width)
    let sums = activation.needsSum ? pass.slot(0) : nil
    for row in 0..<pass.rows {
      activation.differentiate(dy[row], outputs: y[row], sums: sums?[row], count: padded)
      if padded > units { (dy[row] + units).update(repeating: 0, count: padded - units) }
    }
    if hasBias {
      let db = pass.gradient(1)
      for row in 0..<pass.rows { RowKernels.add(dy[row], to: db, count: padded) }
    }
    if let transposed = pass.transposed(0), let (dx, isStarted) = pass.startedInputGradient(0) {
      let inputs = pass.inputSize(0)
      let panels = (inputs + PanelLayout.width - 1) / PanelLayout.width
      ProductKernels.multiply(
        rows: pass.rows, inputs: units, x: dy.start, xStride: dy.stride, panels: transposed,
        panelCount: panels, start: isStarted ? .output : .zero, y: dx.start, yStride: dx.stride)
    }
  }
}
