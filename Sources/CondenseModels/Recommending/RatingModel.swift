import CondenseCore
import CondenseData
import CondenseNetworks

/// A trained network that foretells ratings.
struct RatingModel: Sendable {
  let design: RatingDesign
  let inference: Inference
  let scale: TargetScale
  /// The least and the greatest rating of the training rows: answers stay between them.
  let range: ClosedRange<Double>
  let itemFeatures: SideFeatures
  let userFeatures: SideFeatures

  /// The ratings that users would give items, from the histories of the users.
  func ratings(users: [Int32], items: [Int32], histories: [[Int32]], threads: Int) throws -> [Double] {
    let examples = try Self.examples(
      users: users, items: items, histories: histories, of: inference.plan, itemFeatures, userFeatures)
    return try inference.outputs(examples, threads: threads).map {
      min(max(scale.number($0), range.lowerBound), range.upperBound)
    }
  }

  /// Pairs as the network takes them; a history is what the user chose beside the item.
  static func examples(
    users: [Int32], items: [Int32], histories: [[Int32]], of plan: NetworkPlan, _ itemFeatures: SideFeatures,
    _ userFeatures: SideFeatures, target: [Float]? = nil
  ) throws -> Examples {
    func vocabulary(_ name: String) -> Int {
      for node in plan.network.nodes where node.name == name {
        switch node.content {
        case .input(.ids(_, let size)), .input(.bag(let size)): return size
        default: break
        }
      }
      return 0
    }
    var offsets: [Int64] = [0], ids: [Int32] = []
    for history in histories {
      ids += history
      offsets.append(Int64(ids.count))
    }
    var columns = try itemFeatures.columns(of: items)
    columns.merge(try userFeatures.columns(of: users)) { first, _ in first }
    columns[RatingDesign.user] = .ids(
      try IdColumn(users, vocabularySize: vocabulary(RatingDesign.user)))
    columns[RatingDesign.item] = .ids(
      try IdColumn(items, vocabularySize: vocabulary(RatingDesign.item)))
    columns[RatingDesign.history] = .bags(
      try BagColumn(offsets: offsets, ids: ids, vocabularySize: vocabulary(RatingDesign.history)))
    return try Examples(columns: columns, targets: target.map { ["target": try .numbers($0)] } ?? [:])
  }
}
