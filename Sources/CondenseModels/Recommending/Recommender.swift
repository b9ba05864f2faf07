import CondenseCore
import CondenseData
import CondenseNetworks

/// A trained recommender: which items fit a user, from what the user chose before.
///
/// Immutable: asking is safe from any number of tasks and takes no lock.
public struct Recommender: Sendable {
  /// Which columns it learned from.
  public let roles: InteractionRoles
  /// How the training file was read; other files are read alike.
  public let reading: ReadingOptions
  /// What each column is to it, and why.
  public let columns: [ColumnRole]
  /// The users it knows, by id from 1.
  public let users: Vocabulary
  /// The items it ranks, by id from 1, the most popular first.
  public let items: Vocabulary
  /// How it came about.
  public let report: TrainingReport
  /// Name and version of the program that trained it, or that wrote the file it was read from.
  public internal(set) var writtenBy = Version.writer
  let history: History?
  let ranking: RankingModel
  let rating: RatingModel?

  /// The network that ranks, with its shapes.
  public var plan: NetworkPlan { ranking.inference.plan }
  /// The network that foretells ratings, with its shapes; nil where the model learned from none.
  public var ratingPlan: NetworkPlan? { rating?.inference.plan }
  /// The learned numbers of the ranking.
  public var parameters: Parameters { ranking.inference.parameters }
  /// The learned numbers of the ratings; nil where the model learned from none.
  public var ratingParameters: Parameters? { rating?.inference.parameters }
  /// Numbers learned in all, those of ratings included.
  public var parameterCount: Int { parameters.count + (rating?.inference.parameters.count ?? 0) }
  /// Whether it foretells ratings too.
  public var hasRatings: Bool { rating != nil }
  /// Whether it keeps what its users chose.
  public var hasHistory: Bool { history != nil }

  // MARK: asking

  /// Whether the user stood in the training rows.
  public func knows(user: String) -> Bool { users.id(of: user) != nil }
  /// Whether the item stood in the training rows.
  public func knows(item: String) -> Bool { items.id(of: item) != nil }

  /// The items that a user chose in the training rows, in their order; empty for somebody unknown, or where the
  /// model keeps no history.
  public func history(of user: String) -> [String] {
    known(user).compactMap { items.value(of: $0) }
  }

  /// The items that fit a user best, without those chosen before. Somebody unknown gets what fits a newcomer:
  /// what is popular.
  ///
  /// - Parameters:
  ///   - excluding: items to leave out; those that the model does not know are no harm.
  ///   - allowing: the only items that may be named, nil for all.
  public func recommendations(
    for user: String, count: Int = 10, excluding: some Sequence<String> = [], allowing: [String]? = nil
  ) throws -> [Recommendation] {
    try recommendations(
      histories: [known(user)], count: count, ids(excluding), allowing.map { ids($0) }, threads: 1)[0]
  }

  /// The items that fit each of some users best, in their order.
  public func recommendations(
    forUsers users: [String], count: Int = 10, excluding: some Sequence<String> = [],
    allowing: [String]? = nil, threads: Int = 1
  ) throws -> [[Recommendation]] {
    try recommendations(
      histories: users.map(known), count: count, ids(excluding), allowing.map { ids($0) }, threads: threads)
  }

  /// The items that fit somebody new best, from the items that this person likes, the latest last. Items that
  /// the model does not know tell nothing; without any that it knows, the answer is what is popular.
  public func recommendations(
    liking liked: [String], count: Int = 10, excluding: some Sequence<String> = [],
    allowing: [String]? = nil
  ) throws -> [Recommendation] {
    // An item that is named again is liked once.
    var seen: Set<Int32> = []
    return try recommendations(
      histories: [liked.compactMap { items.id(of: $0) }.filter { seen.insert($0).inserted }], count: count,
      ids(excluding),
      allowing.map { ids($0) }, threads: 1)[0]
  }

  /// What a user chose, by id.
  func known(_ user: String) -> [Int32] {
    guard let history, let id = users.id(of: user) else { return [] }
    return history.items(ofUser: Int(id))
  }

  private func ids(_ names: some Sequence<String>) -> Set<Int32> {
    Set(names.compactMap { items.id(of: $0) })
  }

  private func recommendations(
    histories: [[Int32]], count: Int, _ excluded: Set<Int32>, _ allowed: Set<Int32>?, threads: Int
  ) throws -> [[Recommendation]] {
    try OptionCheck.whole("count", count, 1...Int.max)
    try OptionCheck.threads(threads)
    let left = allowed.map { allowed in (0..<Int32(items.size)).filter { !allowed.contains($0) } } ?? []
    var answers: [[Recommendation]] = []
    try ranking.forEachScores(histories, threads: threads) { place, scores in
      let out = [histories[place], left, Array(excluded)].joined()
      answers.append(named(Ranking(scores, without: out).top(count), scores: scores))
    }
    return answers
  }

  /// The items whose vectors point the same way as an item's, by cosine; nil for an item that is not known.
  public func similarItems(to item: String, count: Int = 10) throws -> [Recommendation]? {
    try OptionCheck.whole("count", count, 1...Int.max)
    guard let id = items.id(of: item).map(Int.init) else { return nil }
    let (vectors, width) = try ranking.itemVectors()
    func product(_ a: Int, _ b: Int) -> Float {
      var sum: Float = 0
      for i in 0..<width { sum.addProduct(vectors[a * width + i], vectors[b * width + i]) }
      return sum
    }
    let own = product(id, id).squareRoot()
    let cosines = (0..<items.size).map { other -> Float in
      let length = own * product(other, other).squareRoot()
      return length > 0 ? product(id, other) / length : 0
    }
    return named(Ranking(cosines, without: [Int32(id)]).top(count), scores: cosines)
  }

  private func named(
    _ ids: [Int], scores: some RandomAccessCollection<Float>
  ) -> [Recommendation] {
    ids.map { id in
      Recommendation(
        item: items.value(of: Int32(id)) ?? "", score: scores[scores.index(scores.startIndex, offsetBy: id)])
    }
  }

  /// The rating that a user would give an item; nil where the model learned from no ratings. For a user or an
  /// item that it does not know it answers with what it knows of the other.
  public func rating(of item: String, by user: String) throws -> Double? {
    let item = items.id(of: item) ?? 0
    return try rating?.ratings(
      users: [users.id(of: user) ?? 0], items: [item], histories: [known(user).filter { $0 != item }],
      threads: 1)[0]
  }
}
