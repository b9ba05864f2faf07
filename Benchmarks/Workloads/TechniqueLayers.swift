import Condense

/// Dense layers, rectified but for the last, run forward over a batch in one of several ways.
final class TechniqueLayers {
  /// Rows of a tile, as predictions have them.
  static let tile = 60

  private struct Stage {
    let inputs: Int
    let panels: Int
    let weights: FloatMemory
    let bias: FloatMemory
    var width: Int { panels * PanelLayout.width }
  }

  private let rows: Int
  private let inputs: FloatMemory
  private let stages: [Stage]
  private var outputs: [FloatMemory] = []

  init(_ widths: [Int], rows: Int) throws {
    self.rows = rows
    let random = Philox(seed: 7, purpose: "layers")
    func numbers(_ count: Int, bound: Float) throws -> FloatMemory {
      let memory = try FloatMemory(count: count)
      random.fillUniform(memory.base, count: count, bound: bound, from: 0)
      return memory
    }
    inputs = try numbers(rows * widths[0], bound: 1)
    stages = try zip(widths, widths.dropFirst()).map { inputs, units in
      let layout = PanelLayout(inputs: inputs, units: units)
      return try Stage(
        inputs: inputs, panels: layout.panels,
        weights: numbers(layout.count, bound: (6 / Float(inputs)).squareRoot()),
        bias: numbers(layout.panels * PanelLayout.width, bound: 1))
    }
    try allocate()
  }

  func way(_ work: @escaping (TechniqueLayers) throws -> Void) -> Technique.Way {
    Technique.Way(numbers: { self.outputs.last.map { Array($0.elements) } ?? [] }) { try work(self) }
  }

  /// Memory for what each layer puts out.
  func allocate() throws { outputs = try stages.map { try FloatMemory(count: rows * $0.width) } }

  /// Tile by tile through all layers; what is between two layers stays in the memory of one tile.
  func forward(tile: Int) {
    for first in stride(from: 0, to: rows, by: tile) {
      let count = min(tile, rows - first)
      var x = UnsafePointer(inputs.base + first * stages[0].inputs), stride = stages[0].inputs
      for (place, stage) in stages.enumerated() {
        let isLast = place == stages.count - 1
        let y = outputs[place].base + (isLast ? first * stage.width : 0)
        ProductKernels.multiply(
          rows: count, inputs: stage.inputs, x: x, xStride: stride, panels: stage.weights.base,
          panelCount: stage.panels, start: .bias(stage.bias.base), y: y, yStride: stage.width)
        if !isLast || place == 0 {
          Activation.relu.apply(y, sums: nil, count: count * stage.width)
        }
        (x, stride) = (UnsafePointer(y), stage.width)
      }
    }
  }

  /// One layer over the whole batch: its product, then its bias, then its activation.
  func inPasses() {
    let stage = stages[0], y = outputs[0].base
    ProductKernels.multiply(
      rows: rows, inputs: stage.inputs, x: inputs.base, xStride: stage.inputs, panels: stage.weights.base,
      panelCount: stage.panels, start: .zero, y: y, yStride: stage.width)
    for row in 0..<rows { RowKernels.add(stage.bias.base, to: y + row * stage.width, count: stage.width) }
    Activation.relu.apply(y, sums: nil, count: rows * stage.width)
  }
}
