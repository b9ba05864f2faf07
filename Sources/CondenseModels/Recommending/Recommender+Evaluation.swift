import CondenseCore
import CondenseData

extension Recommender {
  /// How well the recommender foretells the pairs of a table that it does not know.
  ///
  /// Each user's pairs are looked up in the ranking of all items that are not known for the user. An item that
  /// was never trained counts as a miss; a user who was never trained gets the answer for newcomers. Where model
  /// and table have ratings, `rmse` and `mae` of the pairs are given too.
  /// - Throws: `CondenseError` of kind `content` when columns are missing, or every pair is known already.
  public func evaluation(on table: Table, threads: Int = 1) throws -> Evaluation {
    try checkColumns(of: table)
    let pairs = try Interactions(table, InteractionRoles(user: roles.user, item: roles.item))
    var known = Set<UInt64>()
    if let history {
      for user in 1..<max(users.size, 1) {
        for item in history.items(ofUser: user) { known.insert(Self.pair(user, Int(item))) }
      }
    }
    // The table's own ids, as this model knows them.
    let itemIDs = (0..<pairs.items.size).map { place in
      pairs.items.value(of: Int32(place)).flatMap { items.id(of: $0) } ?? 0
    }
    var names: [String] = [], wanted: [[Int32]] = [], rows: [(user: Int, item: Int, row: Int)] = []
    for place in 1..<max(pairs.users.size, 1) {
      guard let name = pairs.users.value(of: Int32(place)) else { continue }
      let user = Int(users.id(of: name) ?? 0)
      var chosen: [Int32] = []
      for pair in pairs.places(ofUser: place) {
        let item = itemIDs[Int(pairs.itemIDs[pair])]
        if user > 0, item > 0, known.contains(Self.pair(user, Int(item))) { continue }
        chosen.append(item)
        rows.append((user, Int(item), pairs.rows[pair]))
      }
      guard !chosen.isEmpty else { continue }
      names.append(name)
      wanted.append(chosen)
    }
    guard !rows.isEmpty else {
      throw CondenseError(
        .content,
        "every pair of \(table.name) is known to the recommender; rows that it did not learn from are needed")
    }
    var evaluation = Evaluation.empty
    let histories = names.map { self.known($0) }
    evaluation.metrics = try metrics(histories, wanted, threads: threads)
    evaluation.baseline = popularityMetrics(histories, wanted)
    evaluation.baselineName = "popularity"
    if let rating, let name = roles.rating, let column = table[name] {
      let rated = rows.filter { column.number($0.row) != nil }
      let answers = try rating.ratings(
        users: rated.map { Int32($0.user) }, items: rated.map { Int32($0.item) },
        histories: rated.map { self.history?.items(ofUser: $0.user) ?? [] }, threads: threads)
      let truth = rated.map { column.number($0.row) ?? 0 }
      if !rated.isEmpty {
        evaluation.metrics += NumberMetrics.all(predictions: answers, targets: truth).filter(Self.isShown)
        evaluation.baseline += NumberMetrics.all(
          predictions: truth.map { _ in rating.scale.mean }, targets: truth
        ).filter(Self.isShown)
        evaluation.baselineName = "popularity, and the mean rating"
      }
    }
    evaluation.rows = rows.count
    evaluation.skipped = table.rowCount - rows.count + table.skippedRows
    for (name, count) in [
      (roles.user, rows.count { $0.user == 0 }), (roles.item, rows.count { $0.item == 0 }),
    ] where count > 0 {
      evaluation.unknown[name] = Double(count) / Double(rows.count)
    }
    return evaluation
  }

  /// - Throws: `CondenseError` of kind `content` when users or items are not in a table.
  func checkColumns(of table: Table) throws(CondenseError) {
    for name in [roles.user, roles.item] where table[name] == nil {
      throw CondenseError(
        .content,
        "\(table.name) has no column '\(name)', which the recommender was trained with"
          + NearestName.question(name, among: table.columns.map(\.name)))
    }
  }

  static func isShown(_ metric: Metric) -> Bool { metric.name == "rmse" || metric.name == "mae" }

  private static func pair(_ user: Int, _ item: Int) -> UInt64 { UInt64(user) << 32 | UInt64(item) }

  private func metrics(_ histories: [[Int32]], _ wanted: [[Int32]], threads: Int) throws -> [Metric] {
    var sums = RankingMetrics(popularity: items.counts)
    try ranking.forEachScores(histories, threads: threads) { place, scores in
      Self.add(wanted[place], Ranking(scores, without: histories[place]), to: &sums)
    }
    return sums.metrics
  }

  private func popularityMetrics(_ histories: [[Int32]], _ wanted: [[Int32]]) -> [Metric] {
    var sums = RankingMetrics(popularity: items.counts)
    let scores = items.counts.map(Float.init)
    for place in histories.indices {
      Self.add(wanted[place], Ranking(scores, without: histories[place]), to: &sums)
    }
    return sums.metrics
  }

  private static func add(_ wanted: [Int32], _ ranking: Ranking, to sums: inout RankingMetrics) {
    let ranked = wanted.filter { $0 > 0 }.map(Int.init)
    sums.add(
      places: ranking.places(of: ranked), unranked: wanted.count - ranked.count,
      top: ranking.top(RankingMetrics.depth))
  }
}
