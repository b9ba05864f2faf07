import CondenseCore
import CondenseData
import CondenseNetworks

/// From the histories of users to a ranking: a part of each is learned and the rest measured, then all is
/// learned as long.
struct RankingTraining {
  /// Users that are looked at after an epoch, at most, and scores of theirs that are held at a time.
  private static let mostValidationUsers = 2000, mostScores = 1 << 25

  let design: RankingDesign
  let judge: RankingJudge
  /// The network over all items, which the model holds.
  let plan: NetworkPlan
  private let learned: [[Int32]]
  private let held: [[Int32]]
  private let table: String
  private let recorder: FilmRecorder?
  private let options: RecommenderOptions
  private let threads: Int
  private let isCancelled: @Sendable () -> Bool

  /// - Parameters:
  ///   - learned: the items of each user to learn from.
  ///   - held: those that measure.
  init(
    _ interactions: Interactions, _ roles: InteractionRoles, learned: [[Int32]], held: [[Int32]],
    _ options: RecommenderOptions, threads: Int, isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    let items = interactions.items.size
    var design = RankingDesign(
      isOrdered: roles.orderBy != nil, items: items, pairs: learned.reduce(0) { $0 + $1.count },
      mostForAll: options.mostItemsOfAStep)
    design.batchSize = options.batchSize ?? design.batchSize
    design.epochs = options.epochs ?? design.epochs
    design.rate = options.learningRate ?? design.rate
    self.design = design
    judge = RankingJudge(
      interactions, learned, held,
      mostUsers: min(Self.mostValidationUsers, max(1, Self.mostScores / items)), options.seed)
    plan = try NetworkPlan(design.network(table: roles.item, items: items))
    table = roles.item
    recorder = options.onFilm.map { _ in
      let words = interactions.items
      return FilmRecorder(
        roles.item, embedding: "embedding.\(roles.item)\(design.members > 1 ? "1" : "")",
        ids: Array(1..<words.size), counts: words.counts,
        value: { words.value(of: Int32(truncatingIfNeeded: $0)) ?? "" })
    }
    if let recorder { options.onRemark?(recorder.remark(offersOthers: false)) }
    self.learned = learned
    self.held = held
    self.options = options
    self.threads = threads
    self.isCancelled = isCancelled
  }

  private var items: Int { plan.nodes[plan.network.prediction].output.size }
  private var examples: RankingExamples { RankingExamples(design: design, vocabularySize: items) }

  /// Steps that are planned for the first part.
  var plannedSteps: Int {
    (examples.count(learned) + design.batchSize - 1) / design.batchSize * design.epochs
  }

  /// Learns from a part and measures.
  ///
  /// - Parameter timeLimit: seconds for it.
  /// - Throws: `CondenseError` when the loss stops being finite.
  func learnPart(timeLimit: Double?) throws -> (result: TrainingRun.Result, model: RankingModel) {
    guard let result = try run(learned, timeLimit: timeLimit) else {
      throw CondenseError(
        .content, "the loss was not finite; try a --learning-rate below \(design.rate)")
    }
    return (result, try model(result))
  }

  /// Learns all items in as many steps as were best for a part.
  ///
  /// - Returns: nil when the loss stopped being finite.
  func learnAll(after first: TrainingRun.Result) throws -> (result: TrainingRun.Result, model: RankingModel)?
  {
    guard let result = try run(zip(learned, held).map { $0 + $1 }, after: first) else { return nil }
    return (result, try model(result))
  }

  private func run(
    _ users: [[Int32]], after first: TrainingRun.Result? = nil, timeLimit: Double? = nil
  ) throws -> TrainingRun.Result? {
    var counts = [Double](repeating: 0, count: items)
    for items in users { for item in items { counts[Int(item)] += 1 } }
    let bias = popularityBias(counts, users: users.count { !$0.isEmpty })
    let sample = design.isSampled ? RankingSample(design, users: users, counts: counts) : nil
    var examples = examples
    examples.sample = sample
    let count = examples.count(users)
    let histories = try examples.examples(judge.histories)
    let result = try TrainingRun(
      network: sample?.network(table: table) ?? plan.network,
      prepare: { parameters in
        if let sample { return try sample.start(parameters, at: bias) }
        for member in 0..<design.members { try parameters.set(bias, for: "\(design.scores(member)).bias") }
      },
      training: { try examples.training(users, epoch: $0, seed: options.seed) }, trainingCount: count,
      shuffles: sample == nil, validationCount: judge.histories.count, batchSize: design.batchSize,
      epochs: design.epochs, keepsLast: first != nil || judge.histories.isEmpty, patience: design.patience,
      rate: Float(design.rate),
      embeddingRate: Float(design.rate), optimizer: .adam(), embeddingOptimizer: .lazyAdam(),
      seed: options.seed, threads: threads, timeLimit: timeLimit, timeSource: options.timeSource,
      steps: first.map { $0.steps(for: count, after: examples.count(learned)) } ?? options.steps,
      judge: { inference in
        guard first == nil, !judge.histories.isEmpty else { return (0, Metric("ndcg@10", 0)) }
        let inference =
          try sample.map { try Inference(plan, parameters: $0.served(inference.parameters, as: plan)) }
          ?? inference
        let gain = judge.metrics(try inference.outputs(histories, threads: threads))["ndcg@10"] ?? 0
        return (1 - gain, Metric("ndcg@10", gain))
      }, film: recorder, isCancelled: isCancelled,
      onEpoch: { if first == nil { options.onEpoch?($0) } }, onProgress: { options.onProgress?($0) }
    ).run()
    guard var result, let sample else { return result }
    result.parameters = try sample.served(result.parameters, as: plan)
    return result
  }

  private func model(_ result: TrainingRun.Result) throws -> RankingModel {
    result.parameters.freeze()
    return RankingModel(design: design, inference: try Inference(plan, parameters: result.parameters))
  }

  /// Where the scores start: at the logarithm of how often an item is chosen, or of its odds.
  private func popularityBias(_ counts: [Double], users: Int) -> [Float] {
    if !design.isOrdered, !design.isSampled {
      let users = Double(users)
      return counts.map { Float(Elementary.log(($0 + 0.3) / (users + 0.7 - $0))) }
    }
    let mean = counts.reduce(0, +) / Double(counts.count)
    return counts.map { Float(Elementary.log(($0 + 0.5) / (mean + 0.5))) }
  }
}
