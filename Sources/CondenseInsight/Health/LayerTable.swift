import CondenseData
import CondenseNetworks

/// A network's layers as a table: shapes, parameters, bytes.
package enum LayerTable {
  /// - Parameter costs: what the layers take to predict an example, in their order; nil to leave it out.
  package static func figures(_ plan: NetworkPlan, costs: [LayerCost]? = nil) -> FigureTable {
    var table = FigureTable(
      ["layer", "kind", "in", "out", "parameters", "bytes"] + (costs == nil ? [] : ["flops", "bytes moved"]),
      numeric: Set(4...7))
    var left = costs?[...]
    var counted = Set<String>()
    for (node, place) in zip(plan.network.nodes, plan.nodes) {
      guard case .layer(let layer, _) = node.content else { continue }
      let fresh = place.parameterPlans.filter { counted.insert($0.name).inserted }
      let count = fresh.reduce(0) { $0 + $1.count }
      table.add(
        [
          node.name, describe(layer), list(place.inputShapes.map(describe)),
          place.output.description, NumberText.grouped(count), NumberText.bytes(count * 4),
        ]
          + (left?.popFirst().map {
            [figure($0.flops, NumberText.grouped), figure($0.bytesMoved, NumberText.bytes)]
          } ?? []))
    }
    return table
  }

  /// What an example takes in all.
  package static func sum(_ costs: [LayerCost]) -> String {
    let flops = costs.reduce(0) { $0 + ($1.flops ?? 0) },
      bytes = costs.reduce(0) { $0 + ($1.bytesMoved ?? 0) }
    return
      "an example alone takes about \(NumberText.grouped(flops)) flops and moves \(NumberText.bytes(bytes))"
  }

  /// What a layer takes, or `–` where that is not known.
  private static func figure(_ value: Int?, _ text: (Int) -> String) -> String { value.map(text) ?? "–" }

  /// `4 + 5 + 3`; of many the first two and the last.
  private static func list(_ inputs: [String]) -> String {
    let shown = inputs.count > 6 ? [inputs[0], inputs[1], "…", inputs[inputs.count - 1]] : inputs
    return shown.joined(separator: " + ")
  }

  private static func describe(_ layer: any Layer) -> String {
    switch layer {
    case let dense as Dense:
      dense.activation == .linear ? "dense" : "dense, \(dense.activation.rawValue)"
    case let dropout as Dropout: "dropout \(dropout.rate)"
    case let shift as Shift: "shift, up to \(shift.reach)"
    default: type(of: layer).kind
    }
  }

  private static func describe(_ shape: InputShape) -> String {
    switch shape {
    case .ids(let perExample, let size):
      "\(perExample == 1 ? "id" : "\(perExample) ids") of \(NumberText.grouped(size))"
    case .bag(let size): "bag of \(NumberText.grouped(size))"
    case .value(let shape): shape.description
    }
  }
}
