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
    for (index, plan) in parameters.plans.enumerated() {
      file.add(plan.name, .float32, shape: [plan.rows, plan.columns], parameters.values(at: index))
    }
    var vocabularies: [String: Vocabulary] = [:]
    for (name, vocabulary) in encoder.vocabularies { vocabularies[name] = vocabulary }
    for (name, vocabulary) in vocabularies {
      let rows =
        parameters.index(of: "embedding.\(name)").map { parameters.plans[$0].rows } ?? vocabulary.size
      let end = Int64(vocabulary.bytes.count)
      // Rows of n-grams have no value, and there may be millions.
      let isText = !vocabulary.documents.isEmpty
      let tail = [Int64](repeating: end, count: isText ? 0 : rows - vocabulary.size)
      file.add(
        "vocabulary.\(name)", .uint8, shape: [vocabulary.bytes.count], vocabulary.bytes)
      file.add(
        "vocabulary.\(name).offsets", .int64, shape: [vocabulary.size + tail.count + 1],
        [0] + vocabulary.offsets + tail)
      file.add(
        "vocabulary.\(name).counts", .int64, shape: [vocabulary.size], vocabulary.counts)
      if isText {
        let nGrams = vocabulary.nGrams.bytes
        file.add("vocabulary.\(name).ngrams", .uint8, shape: [nGrams.count], nGrams)
        file.add(
          "vocabulary.\(name).documents", .int64, shape: [vocabulary.documents.count], vocabulary.documents)
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let record = ModelRecord(
      network: NetworkRecord(plan.network), schema: schema, reading: reading, encoders: self.encoder.encoders,
      scale: scale,
      classShares: classShares, report: report)
    file.metadata = [
      "format_version": String(Version.format), "oldest_reader": String(Version.oldestReader),
      "written_by": "condense \(Version.current)",
      "condense": String(decoding: try encoder.encode(record), as: UTF8.self),
    ]
    try file.write(to: path)
  }

  /// Reads a model and checks all of it.
  ///
  /// - Throws: `CondenseError`: `input` when it cannot be read, `content` when it is not a sound model.
  public init(contentsOfFile path: String) throws {
    let file = try Safetensors(contentsOfFile: path)
    guard let oldest = file.metadata["oldest_reader"].flatMap({ Int($0) }),
      let text = file.metadata["condense"]
    else {
      throw CondenseError(.content, "\(path) is a safetensors file, but not a model of Condense")
    }
    guard oldest <= Version.format else {
      throw CondenseError(
        .content,
        "\(path) was written by \(file.metadata["written_by"] ?? "a later version") in a newer format; this is"
          + " condense \(Version.current): install a later one")
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
    for parameter in plan.parameters {
      guard let shape = file.tensors[parameter.name]?.shape, shape == [parameter.rows, parameter.columns]
      else {
        throw CondenseError(.content, "the tensor '\(parameter.name)' is missing or has another shape")
      }
    }
    let parameters = try Parameters(empty: plan)
    for parameter in plan.parameters {
      try parameters.set(
        file.elements(parameter.name, .float32, as: Float.self), for: parameter.name)
    }
    parameters.freeze()
    var vocabularies: [String: Vocabulary] = [:]
    for name in file.tensors.keys.sorted() where name.hasPrefix("vocabulary.") && name.hasSuffix(".counts") {
      let stem = name.dropLast(".counts".count)
      vocabularies[String(stem.dropFirst("vocabulary.".count))] = try Self.vocabulary(file, String(stem))
    }
    let encoder = try TableEncoder(encoders: record.encoders, vocabularies: vocabularies)
    try Self.check(plan, encoder.features)
    try Self.check(plan, record)
    self.init(
      schema: record.schema, reading: record.reading, encoder: encoder, report: record.report,
      inference: try Inference(plan, parameters: parameters), scale: record.scale,
      classShares: record.classShares)
  }

  /// Every feature has an input of its size, and there are no other inputs.
  private static func check(_ plan: NetworkPlan, _ features: [Feature]) throws {
    var waiting: [String: InputShape] = [:]
    for node in plan.network.nodes {
      if case .input(let shape) = node.content { waiting[node.name] = shape }
    }
    for feature in features {
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
    let output = plan.network.outputs[0], classes = record.schema.classes
    let size = plan.nodes[output.node].output.size
    let isSound =
      switch record.schema.task {
      case .classes:
        classes.count >= 2 && Set(classes).count == classes.count && size == classes.count
          && record.scale == nil && record.classShares.count == classes.count
          && record.classShares.allSatisfy(\.isFinite)
      case .regression:
        classes.isEmpty && size == 1 && record.scale.map { $0.mean.isFinite && $0.deviation > 0 } == true
      }
    guard isSound else {
      throw CondenseError(
        .content, "its network gives \(size) numbers, which do not fit the target '\(record.schema.target)'")
    }
  }

  private static func vocabulary(_ file: Safetensors, _ stem: String) throws -> Vocabulary {
    let bytes = try file.elements(stem, .uint8, as: UInt8.self)
    let offsets = try file.elements("\(stem).offsets", .int64, as: Int64.self)
    let counts = try file.elements("\(stem).counts", .int64, as: Int64.self)
    guard offsets.count > counts.count, !counts.isEmpty, offsets.first == 0,
      offsets.last == Int64(bytes.count), zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw CondenseError(.content, "the offsets of '\(stem)' make no sense") }
    let values = (1..<counts.count).map { Array(bytes[Int(offsets[$0])..<Int(offsets[$0 + 1])]) }
    guard file.tensors["\(stem).documents"] != nil else {
      return try Vocabulary(values: values, counts: counts)
    }
    return try Vocabulary(
      values: values, counts: counts,
      documents: file.elements("\(stem).documents", .int64, as: Int64.self),
      nGrams: NGramRows(bytes: file.elements("\(stem).ngrams", .uint8, as: UInt8.self)))
  }

  /// Whether a file is a model of ours, by its header: what may be replaced without asking.
  public static func isModel(atFile path: String) -> Bool {
    guard let bytes = try? WholeFile.read(path) else { return false }
    return Safetensors.isOurs(bytes)
  }
}
