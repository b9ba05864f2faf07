import CondenseModels
import CondenseNetworks

/// What a layer of a network takes to predict one example by itself.
public struct LayerCost: Sendable, Equatable, Encodable {
  /// The name of its node.
  public let layer: String
  /// Numbers it learned, those of an embedding that it shares with an earlier layer aside.
  public let parameters: Int
  /// Bytes of them in the model file.
  public let bytes: Int
  /// Additions and multiplications: of a dense layer `2 · inputs · units` and a bias for each unit; nil for a layer
  /// of one's own.
  public let flops: Int?
  /// Bytes of weights, rows and values that are read and written: of an embedding the rows of the example's ids alone.
  /// Dense layers read their weights once for many examples that are predicted together. Nil for a layer of one's own.
  public let bytesMoved: Int?
  /// Ids of a bag that were reckoned with: those of a mean bag in training, or one where that is not known; nil where
  /// there is no bag.
  public let bagLength: Double?

  private enum CodingKeys: String, CodingKey {
    case layer, parameters, bytes, flops
    case bytesMoved = "bytes_moved"
    case bagLength = "bag_length"
  }

  /// The layers of a network in its order.
  ///
  /// - Parameter bagLengths: ids of a mean bag by the name of its input.
  public static func all(_ plan: NetworkPlan, bagLengths: [String: Double] = [:]) -> [LayerCost] {
    var counted = Set<String>()
    return zip(plan.network.nodes, plan.nodes).compactMap { node, place in
      guard case .layer(let layer, let inputs) = node.content else { return nil }
      let fresh = place.parameterPlans.filter { counted.insert($0.name).inserted }
      var bag: Double?
      if case .bag? = place.inputShapes.first { bag = bagLengths[plan.nodes[inputs[0]].name] ?? 1 }
      let work = work(layer, place, bag: bag)
      return LayerCost(
        layer: node.name, parameters: fresh.reduce(0) { $0 + $1.count },
        bytes: fresh.reduce(0) { $0 + $1.count } * 4, flops: work?.flops,
        bytesMoved: work.map { $0.numbers * 4 },
        bagLength: bag)
    }
  }

  /// The layers of a model, with its mean bags.
  public static func all(of model: Predictor) -> [LayerCost] {
    all(model.plan, bagLengths: model.meanBagLengths)
  }

  /// The layers of a recommender, those of ratings last, for the mean user.
  public static func all(of model: Recommender) -> (ranking: [LayerCost], rating: [LayerCost]) {
    let lengths = [Recommender.historyInput: model.meanHistoryLength]
    return (
      all(model.plan, bagLengths: lengths), model.ratingPlan.map { all($0, bagLengths: lengths) } ?? []
    )
  }

  /// Flops, and numbers of four bytes that are moved.
  private static func work(
    _ layer: any Layer, _ place: NodePlace, bag: Double?
  ) -> (flops: Int, numbers: Int)? {
    let out = place.output.size
    let sizes = place.inputShapes.map { if case .value(let shape) = $0 { shape.size } else { 0 } }
    let given = sizes.reduce(0, +)
    switch layer {
    case let dense as Dense:
      let biases = dense.hasBias ? out : 0
      return (2 * given * out + biases, given * out + biases + given + out)
    case let embedding as Embedding:
      guard let bag else { return (0, place.output.count * (2 * embedding.dimension + 1)) }
      // One addition for each number of a row; the ids are read too.
      let length = Int((bag * Double(embedding.dimension + 1)).rounded())
      return (Int((bag * Double(embedding.dimension)).rounded()), length + embedding.dimension)
    // Its inputs are written in its place.
    case is Concatenation: return (0, 0)
    case let addition as Addition:
      return ((sizes.count - 1) * out + (addition.takesMean ? out : 0), given + out)
    case is DotProduct: return (2 * (sizes.last ?? 0), given + out)
    case is PairwiseDot: return (2 * out * (sizes.first ?? 0), given + out)
    case is Dropout, is Shift: return (0, given + out)
    case is OneHot: return (0, 1 + out)
    case is Standardization: return (2 * out, 3 * given + out)
    case is LayerNormalization: return (8 * out, 3 * given + out)
    case is BatchNormalization: return (2 * out, 3 * given + out)
    default: return nil
    }
  }
}
