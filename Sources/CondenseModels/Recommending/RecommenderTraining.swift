import CondenseCore
import CondenseData
import CondenseNetworks

/// From a table of choices to a recommender.
struct RecommenderTraining {
  /// Fewer pairs than this teach nothing that could be checked.
  private static let fewestPairs = 20
  /// Of users with fewer items, one is held out from as many as makes the share that was asked for.
  private static let fewestToHoldOut = 5

  private let table: Table
  private let roles: InteractionRoles
  private let options: RecommenderOptions
  private let isCancelled: @Sendable () -> Bool
  private let threads: Int

  init(
    _ table: Table, _ roles: InteractionRoles, _ options: RecommenderOptions,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    try options.check()
    self.table = table
    self.roles = roles
    self.options = options
    self.isCancelled = isCancelled
    threads = options.threads ?? Processors.available
  }

  func run() throws -> Recommender {
    let clock = Stopwatch(options.timeSource)
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
    let ranking = try RankingTraining(
      interactions, roles, learned: learned, held: held, options, threads: threads, isCancelled: isCancelled)
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
        parameters: ranking.plan.parameters.reduce(rating?.parameterCount ?? 0) { $0 + $1.count },
        epochs: ranking.design.epochs, batchSize: ranking.design.batchSize))

    // Of a time limit learning from a part takes less than a half, or a third where ratings come too; the rest
    // takes as many steps in proportion, whatever the clock says.
    let first = try ranking.learnPart(
      timeLimit: options.timeLimit.map {
        ($0 - options.elapsed - clock.seconds) * (rating == nil ? 0.45 : 0.3)
      })
    var model = first.model
    let scores = try model.scores(ranking.judge.histories, threads: threads)
    var wasCancelled = first.result.wasCancelled
    var shown = (run: first.result, loss: validationRows > 0 ? "1 − ndcg@10" : nil)
    let ratings =
      wasCancelled
      ? nil : try rating?.run(share: min(1, Double(first.result.steps) / Double(ranking.plannedSteps)))
    if !wasCancelled, validationRows > 0 {
      options.onRemark?(
        "learning all rows for \(Count.of(first.result.best?.epoch ?? 0, "epoch", "epochs")), as measured")
      if let whole = try ranking.learnAll(after: first.result) {
        wasCancelled = whole.result.wasCancelled
        if !wasCancelled {
          model = whole.model
          shown = (whole.result, nil)
        }
      }
    }
    let recommender = Recommender(
      roles: roles, reading: table.reading.kept, columns: columns, users: interactions.users, items: items,
      report: report(first.result, ranking, trainingRows, validationRows, interactions, scores, ratings),
      history: options.keepsHistory ? History(interactions) : nil, ranking: model, rating: ratings?.model)
    if let film = try shown.run.film(of: model.inference.parameters, validationLoss: shown.loss) {
      options.onFilm?(film)
    }
    if wasCancelled { throw RecommenderCancelled(best: first.result.best == nil ? nil : recommender) }
    return recommender
  }

  private func remark(_ interactions: Interactions) {
    for remark in table.remarks { options.onRemark?(remark) }
    if let odd = roles.rating.flatMap({ table[$0] }).flatMap({ CellRemarks.oddNumbers($0, table) }) {
      options.onRemark?(odd)
    }
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
      let isFew = items.count < Self.fewestToHoldOut
      let share = min(1, Double(items.count) * options.validationFraction)
      guard items.count > 1, options.validationFraction > 0,
        !isFew || Double(Philox.unit(random.block(1 << 62, UInt64(user))[0])) < share
      else {
        learned.append(items)
        held.append([])
        continue
      }
      let count = min(
        max(1, items.count - 2), max(1, Int((Double(items.count) * options.validationFraction).rounded())))
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

  private func report(
    _ result: TrainingRun.Result, _ ranking: RankingTraining, _ trainingRows: Int, _ validationRows: Int,
    _ interactions: Interactions, _ scores: [Float], _ rating: RatingResult?
  ) -> TrainingReport {
    var validation = Evaluation.empty
    // Nothing held out is measured by nothing.
    if validationRows > 0 {
      validation.metrics = ranking.judge.metrics(scores) + (rating?.validation.metrics ?? [])
      validation.baseline = ranking.judge.baseline() + (rating?.validation.baseline ?? [])
    }
    validation.baselineName = rating == nil ? "popularity" : "popularity, and the mean rating"
    validation.rows = validationRows
    var training = Evaluation.empty
    training.metrics = rating?.training.metrics ?? []
    training.rows = trainingRows
    return TrainingReport(
      dataFingerprint: table.fingerprint, rows: table.rowCount,
      rowsWithoutTarget: interactions.rowsWithoutPair, trainingRows: trainingRows,
      validationRows: validationRows, inputs: [], curve: result.curve, bestEpoch: result.best?.epoch ?? 0,
      steps: result.steps, batchSize: ranking.design.batchSize,
      learningRate: ranking.design.rate, seed: options.seed,
      restarts: 0, training: training, validation: validation, choices: TrainingChoices(options))
  }
}
