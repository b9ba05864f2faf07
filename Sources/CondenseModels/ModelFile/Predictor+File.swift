import CondenseCore
import CondenseData
import CondenseNetworks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One safetensors file. Tensors by name:
///
/// - every parameter as the network calls it, `rows × columns`: `embedding.dest`, `dense1.weight`
///   (inputs × units), `dense1.bias`;
/// - for each vocabulary the value of each row of its embedding: `vocabulary.dest` (bytes, UTF-8, one value
///   after the other), `vocabulary.dest.offsets` (one more than rows), `vocabulary.dest.counts`. Row 0,
///   unknown values, and the row of missing ones, if there is one, are empty;
/// - for texts the rows of words are followed by those of n-grams, which have no value: the bits of
///   `vocabulary.review.ngrams` say which buckets have a row, and `vocabulary.review.documents` in how many
///   training rows each id was found.
///
/// The metadata holds `format_version`, `oldest_reader`, `written_by`, checksums, and `condense`: network,
/// schema, encoders, options, metrics and learning curve as JSON with sorted keys. No time, path, host or
/// thread count: equal runs give equal files.
extension Predictor {
  /// Writes the model, whole or not at all.
  ///
  /// - Throws: `CondenseError`: `cannotCreate`, or `readOrWrite` midway, with nothing left behind.
  public func write(toFile path: String) throws {
    var file = Safetensors()
    file.add(parameters)
    for (name, vocabulary) in encoder.vocabularies {
      let rows =
        parameters.index(of: "embedding.\(name)").map { parameters.plans[$0].rows } ?? vocabulary.size
      file.add(vocabulary, named: name, rows: rows)
    }
    try file.describe(
      ModelRecord(
        network: NetworkRecord(plan.network), schema: schema, reading: reading, encoders: encoder.encoders,
        scale: scale, sharpness: sharpness, classShares: classShares, report: report))
    try file.write(to: path)
  }

  /// Reads a model and checks all of it.
  ///
  /// - Throws: `CondenseError`: `input` when it cannot be read, `content` when it is not a sound model.
  public init(contentsOfFile path: String) throws {
    let file = try Safetensors(contentsOfFile: path)
    let text = try file.description(in: path)
    guard !file.isRecommender else {
      throw CondenseError(
        .content, "\(path) recommends and predicts no column; condense recommend and evaluate take it")
    }
    do {
      try self.init(file, JSONDecoder().decode(ModelRecord.self, from: Data(text.utf8)))
    } catch let error as CondenseError {
      throw CondenseError(error.kind, "\(path) is damaged: \(error.message)")
    } catch {
      throw CondenseError(
        .content, "\(path) is damaged: its description makes no sense; copy or train it again")
    }
  }

  private init(_ file: Safetensors, _ record: ModelRecord) throws {
    let plan = try NetworkPlan(record.network.network())
    let parameters = try file.parameters(of: plan)
    var vocabularies: [String: Vocabulary] = [:]
    for name in file.vocabularyNames { vocabularies[name] = try file.vocabulary(named: name) }
    let encoder = try TableEncoder(encoders: record.encoders, vocabularies: vocabularies)
    try Self.check(plan, encoder.features, leftOut: record.report.featuresLeftOut)
    try Self.check(plan, record)
    guard record.report.isSound else {
      throw CondenseError(.content, "what it says of its training makes no sense")
    }
    self.init(
      schema: record.schema, reading: record.reading, encoder: encoder, report: record.report,
      inference: try Inference(plan, parameters: parameters), scale: record.scale,
      sharpness: record.sharpness,
      classShares: record.classShares)
    writtenBy = file.writer
  }

  /// Every feature has an input of its size, but for those that shrinking left out, and there are no other inputs.
  private static func check(_ plan: NetworkPlan, _ features: [Feature], leftOut: Set<String>) throws {
    var waiting: [String: InputShape] = [:]
    for node in plan.network.nodes {
      if case .input(let shape) = node.content { waiting[node.name] = shape }
    }
    for feature in features where waiting[feature.name] != nil || !leftOut.contains(feature.name) {
      let fits =
        switch (feature.shape, waiting.removeValue(forKey: feature.name)) {
        case (.ids(let size), .ids(1, let wanted)?): size == wanted
        case (.bag(let size), .bag(let wanted)?): size == wanted
        case (.numbers(let width), .value(let wanted)?): width == wanted.size
        default: false
        }
      guard fits else {
        throw CondenseError(.content, "its network has no input that fits the column '\(feature.name)'")
      }
    }
    if let name = waiting.keys.min() {
      throw CondenseError(.content, "no column feeds the input '\(name)' of its network")
    }
  }

  /// What comes out of the network is what the schema predicts.
  private static func check(_ plan: NetworkPlan, _ record: ModelRecord) throws {
    let classes = record.schema.classes
    let size = plan.nodes[plan.network.prediction].output.size
    let isSound =
      switch record.schema.task {
      case .classes:
        classes.count >= 2 && Set(classes).count == classes.count && size == classes.count
          && record.scale == nil && record.classShares.count == classes.count
          && record.classShares.allSatisfy(\.isFinite) && record.sharpness.isFinite && record.sharpness > 0
      case .regression:
        classes.isEmpty && size == 1 && record.scale.map { $0.mean.isFinite && $0.deviation > 0 } == true
      }
    guard isSound else {
      throw CondenseError(
        .content, "its network gives \(size) numbers, which do not fit the target '\(record.schema.target)'")
    }
  }

  /// Whether a file is a model of ours, by its header: what may be replaced without asking.
  public static func isModel(atFile path: String) -> Bool {
    Safetensors.isOurs(atFile: path)
  }
}
