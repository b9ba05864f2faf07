import CondenseCore
import CondenseData
import CondenseNetworks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One safetensors file, as `Predictor`'s. Tensors by name:
///
/// - every parameter as its network calls it: `embedding.movieId` (the items' vectors in histories; in order also
///   those of the last ones, `embedding.movieId.last1`), `scores.weight` (those they are scored by, dimension ×
///   items) and `scores.bias`, each once for each member with its number behind (`scores1.bias`) where there are
///   several; and those of ratings: `embedding.rating.vector.…`, `embedding.rating.bias.…`, for numbers
///   `vector.….weight`, `bias.….weight`;
/// - `vocabulary.movieId` and `vocabulary.userId` with offsets and counts: the value of each row;
/// - `history.offsets`, `history.items`: what each user chose, by the items' rows; absent without a history;
/// - `item.…` and `user.…`: what ratings know of each item and user, a row for each.
extension Recommender {
  /// Writes the model, whole or not at all.
  ///
  /// - Throws: `CondenseError`: `cannotCreate`, or `readOrWrite` midway, with nothing left behind.
  public func write(toFile path: String) throws {
    var file = Safetensors()
    file.add(parameters)
    file.add(items, named: roles.item, rows: items.size)
    file.add(users, named: roles.user, rows: users.size)
    if let history {
      file.add("history.offsets", .int64, shape: [history.offsets.count], history.offsets)
      file.add("history.items", .int32, shape: [history.items.count], history.items)
    }
    if let rating {
      file.add(rating.inference.parameters)
      file.add(rating.itemFeatures)
      file.add(rating.userFeatures)
    }
    try file.describe(
      RecommenderRecord(
        recommends: roles, reading: reading, columns: columns, network: NetworkRecord(plan.network),
        design: ranking.design, keepsHistory: history != nil,
        rating: rating.map { rating in
          RecommenderRecord.Rating(
            network: NetworkRecord(rating.inference.plan.network), design: rating.design, scale: rating.scale,
            least: rating.range.lowerBound, greatest: rating.range.upperBound,
            itemFeatures: rating.itemFeatures.features, userFeatures: rating.userFeatures.features)
        }, report: report))
    try file.write(to: path)
  }

  /// Reads a recommender and checks all of it.
  ///
  /// - Throws: `CondenseError`: `input` when it cannot be read, `content` when it is not a sound recommender.
  public init(contentsOfFile path: String) throws {
    let file = try Safetensors(contentsOfFile: path)
    let text = try file.description(in: path)
    guard file.isRecommender else {
      throw CondenseError(
        .content, "\(path) predicts a column and recommends nothing; condense predict and evaluate take it")
    }
    do {
      try self.init(file, JSONDecoder().decode(RecommenderRecord.self, from: Data(text.utf8)))
    } catch let error as CondenseError {
      throw CondenseError(error.kind, "\(path) is damaged: \(error.message)")
    } catch {
      throw CondenseError(
        .content, "\(path) is damaged: its description makes no sense; copy or train it again")
    }
  }

  private init(_ file: Safetensors, _ record: RecommenderRecord) throws {
    let plan = try NetworkPlan(record.network.network())
    let items = try file.vocabulary(named: record.recommends.item)
    let users = try file.vocabulary(named: record.recommends.user)
    guard record.design.isSound, record.recommends.user != record.recommends.item else {
      throw CondenseError(.content, "what it says of its design makes no sense")
    }
    guard record.report.isSound else {
      throw CondenseError(.content, "what it says of its training makes no sense")
    }
    let expected = try record.design.network(table: record.recommends.item, items: items.size)
    guard try Safetensors.json(NetworkRecord(expected)) == Safetensors.json(record.network) else {
      throw CondenseError(.content, "its network does not fit its \(items.size - 1) items")
    }
    var history: History?
    if record.keepsHistory {
      history = try History(
        offsets: file.elements("history.offsets", .int64, as: Int64.self),
        items: file.elements("history.items", .int32, as: Int32.self), users: users.size,
        vocabularySize: items.size)
    }
    let rating = try record.rating.map { record in
      let plan = try NetworkPlan(record.network.network())
      guard record.least.isFinite, record.greatest.isFinite, record.least < record.greatest,
        record.scale.mean.isFinite, record.scale.deviation > 0
      else { throw CondenseError(.content, "the range of its ratings makes no sense") }
      let expected = try record.design.network(
        users: users.size, items: items.size,
        features: record.itemFeatures.map { ($0, true) } + record.userFeatures.map { ($0, false) })
      guard try Safetensors.json(NetworkRecord(expected)) == Safetensors.json(record.network) else {
        throw CondenseError(.content, "the network of its ratings does not fit its users and items")
      }
      return RatingModel(
        design: record.design, inference: try Inference(plan, parameters: file.parameters(of: plan)),
        scale: record.scale, range: record.least...record.greatest,
        itemFeatures: try file.sideFeatures(record.itemFeatures, rows: items.size),
        userFeatures: try file.sideFeatures(record.userFeatures, rows: users.size))
    }
    self.init(
      roles: record.recommends, reading: record.reading, columns: record.columns, users: users, items: items,
      report: record.report, history: history,
      ranking: RankingModel(
        design: record.design, inference: try Inference(plan, parameters: file.parameters(of: plan))),
      rating: rating)
    writtenBy = file.writer
  }

  /// Whether a file is a recommender of ours, by its header.
  public static func isRecommender(atFile path: String) -> Bool {
    // Within the header the description is a string of JSON, whose quotes are escaped.
    Safetensors.isOurs(atFile: path, holding: "\\\"recommends\\\":{")
  }
}

extension Safetensors {
  /// Whether the description is that of a recommender.
  var isRecommender: Bool { metadata["condense"]?.contains("\"recommends\":{") == true }

  /// Adds what is known of each id.
  fileprivate mutating func add(_ side: SideFeatures) {
    for (feature, content) in zip(side.features, side.content) {
      switch content {
      case .ids(let ids): add(feature.name, .int32, shape: [ids.count], ids)
      case .bags(let offsets, let ids, let weights):
        add("\(feature.name).offsets", .int64, shape: [offsets.count], offsets)
        add("\(feature.name).ids", .int32, shape: [ids.count], ids)
        if let weights { add("\(feature.name).weights", .float32, shape: [weights.count], weights) }
      case .numbers(let numbers, let width):
        add(feature.name, .float32, shape: [numbers.count / max(width, 1), width], numbers)
      }
    }
  }

  /// - Throws: `CondenseError` of kind `content` when a feature is missing or has not a row for each id.
  fileprivate func sideFeatures(_ features: [Feature], rows: Int) throws -> SideFeatures {
    func damaged(_ feature: Feature) -> CondenseError {
      CondenseError(.content, "'\(feature.name)' does not fit its \(rows) rows")
    }
    let content = try features.map { feature -> EncodedFeature in
      switch feature.shape {
      case .ids(let size):
        let ids = try elements(feature.name, .int32, as: Int32.self)
        guard ids.count == rows, ids.allSatisfy({ 0..<size ~= Int($0) }) else { throw damaged(feature) }
        return .ids(ids)
      case .bag(let size):
        let offsets = try elements("\(feature.name).offsets", .int64, as: Int64.self)
        let ids = try elements("\(feature.name).ids", .int32, as: Int32.self)
        let weights =
          tensors["\(feature.name).weights"] == nil
          ? nil : try elements("\(feature.name).weights", .float32, as: Float.self)
        guard offsets.count == rows + 1, offsets.first == 0, offsets.last == Int64(ids.count),
          zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }),
          ids.allSatisfy({ 0..<size ~= Int($0) }), weights.map({ $0.count == ids.count }) != false
        else { throw damaged(feature) }
        return .bags(offsets: offsets, ids: ids, weights: weights)
      case .numbers(let width):
        let numbers = try elements(feature.name, .float32, as: Float.self)
        guard numbers.count == rows * width else { throw damaged(feature) }
        return .numbers(numbers, width: width)
      }
    }
    return SideFeatures(features: features, content: content)
  }
}
