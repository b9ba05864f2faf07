import CondenseModels
import CondenseNetworks

/// Names what the neurons of a network read, through embeddings down to values.
struct NeuronInputs {
  /// Inputs that are named on either side.
  private static let most = 5

  private let model: Predictor
  private let weights: [Int: [Float]]
  private let names: [String: [String?]]
  private let counts: [String: [Int64]]

  init(_ model: Predictor) {
    self.model = model
    var weights: [Int: [Float]] = [:]
    for (index, plan) in model.plan.parameters.enumerated() {
      switch plan.kind {
      case .product, .rows: weights[index] = model.parameters.values(at: index)
      case .perTile, .constant: break
      }
    }
    self.weights = weights
    var names: [String: [String?]] = [:], counts: [String: [Int64]] = [:]
    for feature in model.encoder.features {
      names[feature.name] = model.valueNames(of: feature.name)
      counts[feature.name] = model.trainingCounts(of: feature.sharesEmbeddingOf ?? feature.name)
    }
    (self.names, self.counts) = (names, counts)
  }

  /// What a number of a node's output reads.
  func read(by unit: Int, of node: Int) -> (named: [Neuron.Input], pixels: [Float]?) {
    var found: [Neuron.Input] = [], pixels: [Float]?
    let places = model.plan.nodes
    func add(_ name: String, _ weight: Float) {
      if weight != 0 { found.append(Neuron.Input(name: name, weight: weight)) }
    }
    /// The same for each id of a feature, less the mean by how often they come.
    func addValues(_ input: Int, _ size: Int, _ weight: (Int) -> Float) {
      let name = places[input].name
      guard let values = names[name] else { return }
      let all = (0..<size).map(weight), often = counts[name].flatMap { $0.count >= size ? $0 : nil }
      var sum = 0.0, total = 0.0
      for id in 0..<size {
        let times = Double(often?[id] ?? 1)
        sum += times * Double(all[id])
        total += times
      }
      let mean = total > 0 ? Float(sum / total) : 0
      for id in 0..<min(size, values.count) {
        if let value = values[id] { add("\(name) = \(value)", all[id] - mean) }
      }
    }
    func follow(_ node: Int, _ w: [Float]) {
      let place = places[node]
      guard case .layer(let layer, let inputs) = model.plan.network.nodes[node].content else {
        guard let feature = model.encoder.features.first(where: { $0.name == place.name }) else { return }
        if feature.image != nil {
          pixels = w
          return
        }
        var start = 0
        for part in feature.parts {
          for i in 0..<part.width where start + i < w.count {
            add(part.width > 1 ? "\(part.name) \(i + 1)" : part.name, w[start + i])
          }
          start += part.width
        }
        return
      }
      switch layer {
      case is Concatenation:
        var start = 0
        for input in inputs {
          let size = places[input].output.size
          follow(input, Array(w[start..<start + size]))
          start += size
        }
      case is Dropout, is Shift: follow(inputs[0], w)
      case let sum as Addition where sum.activation == .linear:
        let factor = sum.takesMean ? 1 / Float(inputs.count) : 1
        for input in inputs { follow(input, w.map { $0 * factor }) }
      case is OneHot:
        addValues(inputs[0], w.count) { w[$0] }
      case is Code: add("the code of \(places[inputs[0]].name)", w.first ?? 0)
      case let embedding as Embedding where place.output.count == 1:
        guard let table = weights[place.parameters[0]] else { return }
        let d = embedding.dimension
        addValues(inputs[0], table.count / d) { id in
          var sum: Float = 0
          for column in 0..<d { sum += table[id * d + column] * w[column] }
          return sum
        }
      default:
        for (unit, weight) in w.enumerated() { add("\(place.name) \(unit + 1)", weight) }
      }
    }

    /// What a node's own number reads: of a dense layer by its weights, of a sum by those of its parts.
    func read(_ node: Int) {
      let place = places[node], own: [Float] = (0..<place.output.size).map { $0 == unit ? 1 : 0 }
      guard case .layer(let layer, let inputs) = model.plan.network.nodes[node].content else {
        follow(node, own)
        return
      }
      switch layer {
      case is Dense:
        let plan = model.plan.parameters[place.parameters[0]]
        guard let matrix = weights[place.parameters[0]] else { return }
        follow(inputs[0], (0..<plan.rows).map { matrix[$0 * plan.columns + unit] })
      // A sum's activation bends what comes of its parts, not what they are.
      case is Addition: inputs.forEach(read)
      case is Embedding, is OneHot, is Code, is Concatenation, is Dropout, is Shift:
        follow(node, own)
      default: inputs.forEach(read)
      }
    }
    read(node)
    let order = found.indices.sorted {
      found[$0].weight != found[$1].weight ? found[$0].weight > found[$1].weight : $0 < $1
    }
    let raising = order.filter { found[$0].weight > 0 }.prefix(Self.most)
    let lowering = order.reversed().filter { found[$0].weight < 0 }.prefix(Self.most)
    return (raising.map { found[$0] } + lowering.map { found[$0] }, pixels)
  }
}
