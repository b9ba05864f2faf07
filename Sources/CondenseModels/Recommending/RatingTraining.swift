import CondenseCore
import CondenseData
import CondenseNetworks

/// What the training of ratings gave.
struct RatingResult {
  let model: RatingModel
  let training: Evaluation
  let validation: Evaluation
}

/// From rated pairs to a network that foretells ratings.
struct RatingTraining {
  private let design: RatingDesign
  private let plan: NetworkPlan
  private let itemFeatures: SideFeatures
  private let userFeatures: SideFeatures
  private let scale: TargetScale
  private let range: ClosedRange<Double>
  /// Pairs with a rating.
  private let learned: Pairs
  private let held: Pairs
  /// What each user chose, to learn from.
  private let histories: [[Int32]]
  private let seed: UInt64
  private let threads: Int
  private let isCancelled: @Sendable () -> Bool

  private struct Pairs {
    var users: [Int32] = []
    var items: [Int32] = []
    var ratings: [Double] = []

    static func + (a: Pairs, b: Pairs) -> Pairs {
      Pairs(users: a.users + b.users, items: a.items + b.items, ratings: a.ratings + b.ratings)
    }

    mutating func append(_ user: Int, _ item: Int32, _ rating: Double) {
      users.append(Int32(truncatingIfNeeded: user))
      items.append(item)
      ratings.append(rating)
    }
  }

  var parameterCount: Int { plan.parameters.reduce(0) { $0 + $1.count } }

  init(
    _ table: Table, _ rating: String, _ interactions: Interactions, held out: [[Int32]],
    _ columns: [ColumnRole], _ options: RecommenderOptions, threads: Int,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    let column = try table.column(named: rating)
    var learned = Pairs(), held = Pairs(), histories: [[Int32]] = []
    var firstOfItem = [Int](repeating: -1, count: interactions.items.size)
    var firstOfUser = [Int](repeating: -1, count: interactions.users.size)
    for user in 0..<interactions.users.size {
      let isOut = Set(out[user])
      var history: [Int32] = []
      for place in interactions.places(ofUser: user) {
        let item = interactions.itemIDs[place], row = interactions.rows[place]
        if firstOfItem[Int(item)] < 0 { firstOfItem[Int(item)] = row }
        if firstOfUser[user] < 0 { firstOfUser[user] = row }
        if !isOut.contains(item) { history.append(item) }
        guard let rating = column.number(row) else { continue }
        if isOut.contains(item) {
          held.append(user, item, rating)
        } else {
          learned.append(user, item, rating)
        }
      }
      histories.append(history)
    }
    guard let low = learned.ratings.min(), let high = learned.ratings.max(), low < high else {
      throw CondenseError(
        .content, "\(table.name): the ratings in '\(rating)' do not differ; leave out --rating \(rating)")
    }
    func features(_ role: ColumnRole.Role, _ firstRows: [Int], _ prefix: String) throws -> SideFeatures {
      try SideFeatures(
        table, columns.filter { $0.role == role }.map(\.name), target: rating,
        firstRows: Array(firstRows.dropFirst()), prefix: prefix, threads: threads)
    }
    itemFeatures = try features(.itemFeature, firstOfItem, "item.")
    userFeatures = try features(.userFeature, firstOfUser, "user.")
    var design = RatingDesign(pairs: learned.ratings.count)
    design.batchSize = options.batchSize ?? design.batchSize
    design.epochs = options.epochs ?? design.epochs
    design.rate = options.learningRate ?? design.rate
    self.design = design
    plan = try NetworkPlan(
      design.network(
        users: interactions.users.size, items: interactions.items.size,
        features: itemFeatures.features.map { ($0, true) } + userFeatures.features.map { ($0, false) }))
    scale = TargetScale(learned.ratings)
    range = low...high
    self.learned = learned
    self.held = held
    self.histories = histories
    seed = options.seed
    self.threads = threads
    self.isCancelled = isCancelled
  }

  /// Learns from a part, measures, and learns all pairs as long.
  ///
  /// - Parameter share: how much of the planned steps is taken: as much as the ranking takes of its own.
  /// - Throws: `CondenseError` when the loss stops being finite.
  func run(share: Double) throws -> RatingResult {
    let perEpoch = (learned.ratings.count + design.batchSize - 1) / design.batchSize
    let steps = max(1, Int(Double(perEpoch * design.epochs) * share))
    guard let first = try run(learned, steps: steps) else {
      throw CondenseError(.content, "the loss of the ratings was not finite; look for extreme ratings")
    }
    let measured = try model(first)
    var final = measured
    if !held.ratings.isEmpty, !first.wasCancelled,
      let second = try run(
        learned + held,
        steps: first.steps(for: learned.ratings.count + held.ratings.count, after: learned.ratings.count),
        keepsLast: true),
      !second.wasCancelled
    {
      final = try model(second)
    }
    return RatingResult(
      model: final, training: try evaluation(of: measured, on: learned),
      validation: held.ratings.isEmpty ? .empty : try evaluation(of: measured, on: held))
  }

  private func run(_ pairs: Pairs, steps: Int, keepsLast: Bool = false) throws -> TrainingRun.Result? {
    let validation = try examples(held, epoch: 0)
    return try TrainingRun(
      network: plan.network, training: { try examples(pairs, epoch: $0) },
      trainingCount: pairs.ratings.count, validationCount: validation.count,
      batchSize: design.batchSize, epochs: design.epochs, keepsLast: keepsLast,
      patience: design.patience, rate: Float(design.rate), embeddingRate: Float(design.rate),
      optimizer: .adam(), embeddingOptimizer: .lazyAdam(), seed: seed, threads: threads, timeLimit: nil,
      steps: steps,
      judge: { inference in
        let rmse = metrics(try inference.outputs(validation, threads: threads), held)["rmse"] ?? 0
        return (rmse, Metric("rmse", rmse))
      }, isCancelled: isCancelled, onEpoch: { _ in }, onProgress: { _ in }
    ).run()
  }

  private func model(_ result: TrainingRun.Result) throws -> RatingModel {
    result.parameters.freeze()
    return RatingModel(
      design: design, inference: try Inference(plan, parameters: result.parameters), scale: scale,
      range: range, itemFeatures: itemFeatures, userFeatures: userFeatures)
  }

  private func evaluation(of model: RatingModel, on pairs: Pairs) throws -> Evaluation {
    var evaluation = Evaluation.empty
    evaluation.metrics = metrics(
      try model.inference.outputs(examples(pairs, epoch: 0), threads: threads), pairs)
    evaluation.baseline = NumberMetrics.all(
      predictions: pairs.ratings.map { _ in scale.mean }, targets: pairs.ratings
    ).filter(Recommender.isShown)
    return evaluation
  }

  private func metrics(_ outputs: [Float], _ pairs: Pairs) -> [Metric] {
    guard !pairs.ratings.isEmpty else { return [] }
    let answers = outputs.map { min(max(scale.number($0), range.lowerBound), range.upperBound) }
    return NumberMetrics.all(predictions: answers, targets: pairs.ratings).filter(Recommender.isShown)
  }

  /// Pairs with some of the other items of their users, others in each epoch.
  private func examples(_ pairs: Pairs, epoch: Int) throws -> Examples {
    let random = Philox(seed: seed, purpose: "rating")
    let shuffled = histories.enumerated().map { user, items in
      random.permutation(count: items.count, round: UInt64(epoch) << 32 | UInt64(user)).map { items[Int($0)] }
    }
    let shown = pairs.users.indices.map { place -> [Int32] in
      let items = shuffled[Int(pairs.users[place])]
      guard items.count > design.longestHistory else { return items.filter { $0 != pairs.items[place] } }
      let first = random.integer(below: items.count, UInt64(epoch) << 32 | 1, UInt64(place))
      return (0..<design.longestHistory).map { items[(first + $0) % items.count] }
        .filter { $0 != pairs.items[place] }
    }
    return try RatingModel.examples(
      users: pairs.users, items: pairs.items, histories: shown, of: plan, itemFeatures, userFeatures,
      target: pairs.ratings.map(scale.standardized))
  }
}
