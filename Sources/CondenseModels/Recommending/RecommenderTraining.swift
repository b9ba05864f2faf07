import CondenseCore
import CondenseData
import CondenseNetworks

/// From a table of choices to a recommender.
struct RecommenderTraining {
  /// Fewer pairs than this teach nothing that could be checked.
  private static let fewestPairs = 20
  /// Users that are looked at after an epoch, at most, and scores of theirs that are held at a time.
  private static let mostValidationUsers = 2000, mostScores = 1 << 25
  /// Users with fewer items are learned from whole.
  private static let fewestToHoldOut = 5

  private let table: Table
  private let roles: InteractionRoles
  private let options: RecommenderOptions
  private let isCancelled: @Sendable () -> Bool
  private let threads: Int

  init(
    _ table: Table, _ roles: InteractionRoles, _ options: RecommenderOptions,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.table = table
    self.roles = roles
    self.options = options
    self.isCancelled = isCancelled
    threads = max(1, options.threads ?? Processors.available)
  }

  func run() throws -> Recommender {
    let clock = Stopwatch()
    let interactions = try Interactions(table, roles)
    let items = interactions.items
    guard interactions.count >= Self.fewestPairs, items.size > 2, interactions.users.size > 2 else {
      throw CondenseError(
        .content,
        "\(table.name) holds \(Count.of(interactions.count, "different pair", "different pairs")) of"
          + " \(Count.of(interactions.users.size - 1, "user", "users")) and"
          + " \(Count.of(items.size - 1, "item", "items")); at least \(Self.fewestPairs) pairs of two users and two"
          + " items are needed to learn from")
    }
    remark(interactions)
    let columns = try ColumnRole.all(table, roles, interactions)
    let (learned, held) = split(interactions)
    var design = RankingDesign(isOrdered: roles.orderBy != nil, items: items.size)
    design.batchSize = options.batchSize ?? design.batchSize
    design.epochs = options.epochs ?? design.epochs
    design.rate = options.learningRate ?? design.rate
    let network = try design.network(table: roles.item, items: items.size)
    let plan = try NetworkPlan(network)
    let examples = RankingExamples(design: design, vocabularySize: items.size)
    let trainingRows = learned.reduce(0) { $0 + $1.count }, validationRows = interactions.count - trainingRows
    let rating = try roles.rating.map { name in
      try RatingTraining(
        table, name, interactions, held: held, columns, options, threads: threads,
        isCancelled: isCancelled)
    }
    options.onPlan?(
      RecommenderPlan(
        columns: columns, users: interactions.users.size - 1, items: items.size - 1,
        trainingRows: trainingRows, validationRows: validationRows,
        parameters: plan.parameters.reduce(rating?.parameterCount ?? 0) { $0 + $1.count },
        epochs: design.epochs, batchSize: design.batchSize))

    let judge = RankingJudge(
      interactions, learned, held,
      mostUsers: min(Self.mostValidationUsers, max(1, Self.mostScores / items.size)), options.seed)
    let validation = try examples.examples(judge.histories)
    // Of a time limit learning from a part takes less than a half, or a third where ratings come too; the rest
    // takes as many steps in proportion, whatever the clock says.
    /// - Parameter first: what was learned from a part; all users' rows are then learned as long.
    func run(_ users: [[Int32]], after first: TrainingRun.Result? = nil) throws -> TrainingRun.Result? {
      let bias = popularityBias(users, size: items.size), count = examples.count(users)
      return try TrainingRun(
        network: network,
        prepare: { parameters in
          for member in 0..<design.members {
            try parameters.set(bias, for: "\(design.scores(member)).bias")
          }
        },
        training: { try examples.training(users, epoch: $0, seed: options.seed) }, trainingCount: count,
        validation: validation, batchSize: design.batchSize, epochs: design.epochs,
        keepsLast: first != nil, patience: design.patience, rate: Float(design.rate),
        embeddingRate: Float(design.rate), optimizer: .adam(), embeddingOptimizer: .lazyAdam(),
        seed: options.seed, threads: threads,
        timeLimit: first == nil
          ? options.timeLimit.map { ($0 - options.elapsed - clock.seconds) * (rating == nil ? 0.45 : 0.3) }
          : nil,
        steps: first.map { $0.steps(for: count, after: examples.count(learned)) } ?? options.steps,
        judge: { outputs in
          guard first == nil else { return (0, Metric("ndcg@10", 0)) }
          let gain = judge.metrics(outputs)["ndcg@10"] ?? 0
          return (1 - gain, Metric("ndcg@10", gain))
        }, isCancelled: isCancelled,
        onEpoch: { if first == nil { options.onEpoch?($0) } }, onProgress: { options.onProgress?($0) }
      ).run()
    }
    func ranking(_ result: TrainingRun.Result) throws -> RankingModel {
      result.parameters.freeze()
      return RankingModel(design: design, inference: try Inference(plan, parameters: result.parameters))
    }
    let planned = (examples.count(learned) + design.batchSize - 1) / design.batchSize * design.epochs
    guard let first = try run(learned) else {
      throw CondenseError(
        .content, "the loss was not finite; try a --learning-rate below \(design.rate) on \(table.name)")
    }
    var model = try ranking(first)
    let scores = try model.scores(judge.histories, threads: threads)
    let ratings =
      first.wasCancelled ? nil : try rating?.run(share: min(1, Double(first.steps) / Double(planned)))
    var wasCancelled = first.wasCancelled
    if !wasCancelled, validationRows > 0 {
      options.onRemark?(
        "learning all rows for \(Count.of(first.best?.epoch ?? 0, "epoch", "epochs")), as measured")
      let whole = zip(learned, held).map { $0 + $1 }
      if let second = try run(whole, after: first) {
        wasCancelled = second.wasCancelled
        if !wasCancelled { model = try ranking(second) }
      }
    }
    let recommender = Recommender(
      roles: roles, reading: table.reading.kept, columns: columns, users: interactions.users, items: items,
      report: report(first, design, judge, trainingRows, validationRows, interactions, scores, ratings),
      history: options.keepsHistory ? History(interactions) : nil, ranking: model, rating: ratings?.model)
    if wasCancelled { throw RecommenderCancelled(best: first.best == nil ? nil : recommender) }
    return recommender
  }

  private func remark(_ interactions: Interactions) {
    let total = Count.of(table.rowCount, "row", "rows")
    if interactions.rowsWithoutPair > 0 {
      options.onRemark?(
        "\(interactions.rowsWithoutPair) of \(total) have no '\(roles.user)' or no '\(roles.item)':"
          + " left out")
    }
    if interactions.repeatedRows > 0 {
      options.onRemark?(
        "\(interactions.repeatedRows) of \(total) hold a pair that comes again later: the last counts"
      )
    }
  }

  /// What each user chose: to learn from, and held out; the last ones where rows have an order, else a random
  /// part.
  private func split(_ interactions: Interactions) -> (learned: [[Int32]], held: [[Int32]]) {
    let random = Philox(seed: options.seed, purpose: "hold out")
    var learned: [[Int32]] = [], held: [[Int32]] = []
    for user in 0..<interactions.users.size {
      let items = Array(interactions.itemIDs[interactions.places(ofUser: user)])
      guard items.count >= Self.fewestToHoldOut, options.validationFraction > 0 else {
        learned.append(items)
        held.append([])
        continue
      }
      let count = min(
        items.count - 2, max(1, Int((Double(items.count) * options.validationFraction).rounded())))
      if roles.orderBy != nil {
        learned.append(Array(items.dropLast(count)))
        held.append(Array(items.suffix(count)))
      } else {
        let out = Set(random.permutation(count: items.count, round: UInt64(user)).prefix(count))
        learned.append(items.indices.filter { !out.contains(Int32($0)) }.map { items[$0] })
        held.append(items.indices.filter { out.contains(Int32($0)) }.map { items[$0] })
      }
    }
    return (learned, held)
  }

  /// Where the scores start: at the logarithm of how often an item is chosen, or of its odds.
  private func popularityBias(_ learned: [[Int32]], size: Int) -> [Float] {
    var counts = [Double](repeating: 0, count: size)
    for items in learned { for item in items { counts[Int(item)] += 1 } }
    if roles.orderBy == nil {
      let users = Double(learned.count { !$0.isEmpty })
      return counts.map { Float(Elementary.log(($0 + 0.3) / (users + 0.7 - $0))) }
    }
    let mean = counts.reduce(0, +) / Double(size)
    return counts.map { Float(Elementary.log(($0 + 0.5) / (mean + 0.5))) }
  }

  private func report(
    _ result: TrainingRun.Result, _ design: RankingDesign, _ judge: RankingJudge, _ trainingRows: Int,
    _ validationRows: Int, _ interactions: Interactions, _ scores: [Float], _ rating: RatingResult?
  ) -> TrainingReport {
    var validation = Evaluation.empty
    validation.metrics = judge.metrics(scores) + (rating?.validation.metrics ?? [])
    validation.baseline = judge.baseline() + (rating?.validation.baseline ?? [])
    validation.baselineName = rating == nil ? "popularity" : "popularity, and the mean rating"
    validation.rows = validationRows
    var training = Evaluation.empty
    training.metrics = rating?.training.metrics ?? []
    training.rows = trainingRows
    return TrainingReport(
      dataFingerprint: table.fingerprint, rows: table.rowCount,
      rowsWithoutTarget: interactions.rowsWithoutPair, trainingRows: trainingRows,
      validationRows: validationRows, inputs: [], curve: result.curve, bestEpoch: result.best?.epoch ?? 0,
      steps: result.steps, batchSize: design.batchSize, learningRate: design.rate, seed: options.seed,
      restarts: 0, training: training, validation: validation)
  }
}
