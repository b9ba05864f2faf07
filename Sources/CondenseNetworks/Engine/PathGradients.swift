import CondenseCore

/// Gradients of a network's prediction by the values that come in, along straight lines from examples of a
/// background to an example: what integrated gradients are made of.
///
///     G(x, b) = ∫₀¹ ∇f(b + t · (x − b)) dt        f(x) − f(b) = (x − b) · G(x, b)
///
/// `f` is a weighted sum of the prediction's numbers, run as when predicting: no dropout, running statistics. The
/// integral is taken with four points of Gauss and Legendre in each of some equal parts of the line; it is exact
/// where `f` is linear.
///
/// Source: Sundararajan, Taly, Yan 2017, "Axiomatic attribution for deep networks", arXiv:1703.01365.
///
/// `@unchecked Sendable`: the transposed weights are written once, in `init`.
package final class PathGradients: @unchecked Sendable {
  /// Where values come in.
  package let head: NetworkHead
  /// Numbers of the prediction.
  package let outputs: Int
  private let inference: Inference
  private let layers: [(any Layer)?]
  private let places: NodePlaces
  private let transposed: [FloatMemory?]
  /// The node of the head for each entrance.
  private let entrances: [Int]

  /// Points in a part of the line, from 0 to 1, and their weights.
  private static let points: [(place: Float, weight: Float)] = {
    let root = (6.0 / 5).squareRoot() * 2 / 7, third = 30.0.squareRoot()
    let inner = (3.0 / 7 - root).squareRoot(), outer = (3.0 / 7 + root).squareRoot()
    let heavy = (18 + third) / 72, light = (18 - third) / 72
    return [(-outer, light), (-inner, heavy), (inner, heavy), (outer, light)].map {
      (Float((1 + $0.0) / 2), Float($0.1))
    }
  }()

  package init(_ inference: Inference) throws {
    self.inference = inference
    let head = try NetworkHead(inference.plan)
    let plan = head.plan
    self.head = head
    outputs = plan.nodes[plan.network.prediction].output.size
    layers = plan.network.nodes.map { if case .layer(let layer, _) = $0.content { layer } else { nil } }
    places = NodePlaces(plan.nodes)
    entrances = plan.network.nodes.indices.filter {
      if case .input = plan.network.nodes[$0].content { true } else { false }
    }
    transposed = try plan.parameters.map { parameter in
      guard case .product = parameter.kind, let memory = Self.memory(of: parameter, in: inference) else {
        return nil
      }
      let layout = parameter.panels
      let copy = try FloatMemory(count: layout.transposed.count)
      for panel in 0..<layout.panels {
        ProductKernels.transpose(
          block: memory + panel * layout.inputs * PanelLayout.width, layout: layout, panel: panel,
          firstInput: 0, inputs: layout.inputs, into: copy.base)
      }
      return copy
    }
  }

  private static func memory(
    of parameter: ParameterPlan, in inference: Inference
  ) -> UnsafeMutablePointer<Float>? {
    inference.parameters.index(of: parameter.name).map { inference.parameters.memory[$0].base }
  }

  /// The values that come in with some examples, `examples × width`.
  ///
  /// - Throws: `CondenseError` when the examples do not fit.
  package func values(_ examples: Examples) throws -> [Float] {
    var all = [Float](repeating: 0, count: examples.count * head.width)
    for entrance in head.entrances {
      let values = try inference.values(of: entrance.node, examples)
      for row in 0..<examples.count {
        let first = row * head.width + entrance.first
        all.replaceSubrange(
          first..<first + entrance.size, with: values[row * entrance.size..<(row + 1) * entrance.size])
      }
    }
    return all
  }

  // MARK: running

  /// Memory for one thread at a time.
  package final class Workspace {
    fileprivate let memory: TileMemory
    private let batch: BatchMemory
    private let tileGradients: [FloatMemory?]
    /// For each example of the background the mean gradient along its line.
    package fileprivate(set) var gradients: [Float] = []

    fileprivate init(_ owner: PathGradients) throws {
      let plan = owner.head.plan
      batch = try BatchMemory(plan, batchSize: Inference.tileRows)
      memory = try TileMemory(plan, tileRows: Inference.tileRows, batch: batch)
      // Layers add the gradients of their own numbers somewhere; nobody reads them.
      tileGradients = try plan.parameters.map {
        $0.kind == .perTile ? try FloatMemory(count: $0.storedCount) : nil
      }
      for (index, parameter) in plan.parameters.enumerated() {
        memory.frame.parameters[index] = PathGradients.memory(of: parameter, in: owner.inference)
        memory.frame.transposed[index] = owner.transposed[index]?.base
        memory.frame.tileGradients[index] = tileGradients[index]?.base
      }
    }
  }

  package func makeWorkspace() throws -> Workspace { try Workspace(self) }

  /// Leaves in a workspace the mean gradient along the line from each example of a background to an example.
  ///
  /// - Parameters:
  ///   - factors: what each number of the prediction counts in `f`.
  ///   - example: `width` values.
  ///   - background: `width` values for each of its examples.
  ///   - parts: parts of the line, with four points each.
  package func run(
    _ factors: [Float], to example: ArraySlice<Float>, from background: [Float], parts: Int,
    _ workspace: Workspace
  ) {
    precondition(factors.count == outputs && example.count == head.width && parts > 0)
    let count = background.count / head.width
    workspace.gradients = [Float](repeating: 0, count: background.count)
    example.withUnsafeBufferPointer { example in
      background.withUnsafeBufferPointer { background in
        workspace.gradients.withUnsafeMutableBufferPointer { gradients in
          guard let x = example.baseAddress, let b = background.baseAddress, let g = gradients.baseAddress
          else { return }
          for first in stride(from: 0, to: count, by: Inference.tileRows) {
            let rows = min(Inference.tileRows, count - first), start = first * head.width
            workspace.memory.prepare(firstRow: 0, rows: rows)
            for part in 0..<parts {
              for point in Self.points {
                run(
                  factors, x, b + start, at: (Float(part) + point.place) / Float(parts),
                  workspace.memory.frame, weight: point.weight / Float(parts), into: g + start)
              }
            }
          }
        }
      }
    }
  }

  /// Adds the gradients at one place of the lines of a tile.
  private func run(
    _ factors: [Float], _ example: UnsafePointer<Float>, _ background: UnsafePointer<Float>, at place: Float,
    _ frame: TileFrame, weight: Float, into gradients: UnsafeMutablePointer<Float>
  ) {
    let width = head.width
    for (entrance, node) in zip(head.entrances, entrances) {
      guard let values = frame.values[node] else { continue }
      let x = example + entrance.first
      for row in 0..<frame.rows {
        let b = background + row * width + entrance.first, value = values[row]
        for i in 0..<entrance.size { value[i] = b[i].addingProduct(place, x[i] - b[i]) }
      }
    }
    for node in layers.indices { layers[node]?.forward(LayerPass(frame, places, node)) }
    guard let seed = frame.gradients[head.plan.network.prediction] else { return }
    for row in 0..<frame.rows {
      for (column, factor) in factors.enumerated() { seed[row][column] = factor }
    }
    for node in layers.indices.reversed() {
      layers[node]?.backward(LayerPass(frame, places, node))
    }
    for (entrance, node) in zip(head.entrances, entrances) {
      guard let gradient = frame.gradients[node] else { continue }
      for row in 0..<frame.rows {
        let sum = gradients + row * width + entrance.first, g = gradient[row]
        for i in 0..<entrance.size { sum[i].addProduct(weight, g[i]) }
      }
    }
  }
}
