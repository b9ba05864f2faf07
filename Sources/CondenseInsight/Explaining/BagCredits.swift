import CondenseData
import CondenseModels
import CondenseNetworks

/// What each id in a row's bag contributes: the integrated gradient by how often it is there.
///
/// A pooled vector is a weighted sum of rows, `v = Σ wᵢ · Eᵢ`, so of the difference between a row and a row of the
/// background an id brings `(wᵢ(x) − wᵢ(b)) · Eᵢ · G`. Ids that the row has get theirs; those that only the background
/// has are left over.
struct BagCredits: Sendable {
  /// One layer that pools the bag.
  private struct Reader {
    let first: Int
    let size: Int
    let isMean: Bool
    /// The embedding's place among the parameters; nil for one-hot.
    let table: Int?
  }

  private let readers: [Reader]
  private let parameters: Parameters
  /// For each id the rows of the background that hold it, and its weight there.
  private var background: [Int32: [(row: Int, weight: Double, length: Double)]] = [:]

  init(_ entrances: [NetworkHead.Entrance], _ parameters: Parameters, background bags: EncodedFeature) {
    self.parameters = parameters
    readers = entrances.map { entrance in
      let embedding = entrance.layer as? Embedding
      return Reader(
        first: entrance.first, size: entrance.size, isMean: embedding?.pooling == .mean,
        table: embedding.flatMap { parameters.index(of: "embedding.\($0.table ?? entrance.node)") })
    }
    guard case .bags(let offsets, _, _) = bags else { return }
    for row in 0..<offsets.count - 1 {
      let (weights, length) = Self.weights(bags, row)
      for (id, weight) in weights { background[id, default: []].append((row, weight, length)) }
    }
  }

  /// The weight of each id in a row, in ascending order, and how many ids there are.
  private static func weights(
    _ bags: EncodedFeature, _ row: Int
  ) -> (weights: [(id: Int32, weight: Double)], length: Double) {
    guard case .bags(let offsets, let ids, let weights) = bags else { return ([], 0) }
    let range = Int(offsets[row])..<Int(offsets[row + 1])
    var result: [(id: Int32, weight: Double)] = []
    for place in range.sorted(by: { (ids[$0], $0) < (ids[$1], $1) }) {
      let weight = Double(weights?[place] ?? 1)
      if let last = result.last, last.id == ids[place] {
        result[result.count - 1].weight += weight
      } else {
        result.append((ids[place], weight))
      }
    }
    return (result, Double(max(range.count, 1)))
  }

  /// - Parameter factor: what brings the gradients to the scale of the score.
  func credits(
    of bags: EncodedFeature, row: Int, _ attribution: Attribution, factor: Double
  ) -> [(id: Int32, credit: Double)] {
    let mean = attribution.meanGradients, gradients = attribution.gradients, width = mean.count
    let (weights, length) = Self.weights(bags, row), rows = Double(gradients.count / width)
    return weights.map { id, weight in
      var credit = 0.0
      for reader in readers {
        func product(_ gradient: (Int) -> Double) -> Double {
          guard let table = reader.table else { return gradient(reader.first + Int(id)) }
          let row = parameters.row(Int(id), at: table)
          return (0..<reader.size).reduce(0) { $0 + Double(row[$1]) * gradient(reader.first + $1) }
        }
        credit += product { mean[$0] } * weight / (reader.isMean ? length : 1)
        for other in background[id] ?? [] {
          let share = other.weight / (reader.isMean ? other.length : 1) * factor / rows
          credit -= share * product { Double(gradients[other.row * width + $0]) }
        }
      }
      return (id, credit)
    }
  }
}
