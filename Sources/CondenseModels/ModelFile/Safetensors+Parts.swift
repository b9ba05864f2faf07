import CondenseCore
import CondenseData
import CondenseNetworks

/// What the files of all models are made of: parameters, and vocabularies.
extension Safetensors {
  /// Adds every parameter as the network calls it, `rows × columns`.
  mutating func add(_ parameters: Parameters) {
    for (index, plan) in parameters.plans.enumerated() {
      add(plan.name, .float32, shape: [plan.rows, plan.columns], parameters.values(at: index))
    }
  }

  /// No parameter is larger: sums of products of such numbers stay finite.
  private static let largest: Float = 1e15

  /// The parameters of a network, frozen.
  ///
  /// - Throws: `CondenseError` of kind `content` when one is missing, has another shape, or holds what no training gives.
  func parameters(of plan: NetworkPlan) throws -> Parameters {
    for parameter in plan.parameters {
      guard let shape = tensors[parameter.name]?.shape, shape == [parameter.rows, parameter.columns] else {
        throw CondenseError(.content, "the tensor '\(parameter.name)' is missing or has another shape")
      }
    }
    let parameters = try Parameters(empty: plan)
    for parameter in plan.parameters {
      let numbers = try elements(parameter.name, .float32, as: Float.self)
      guard numbers.allSatisfy({ abs($0) <= Self.largest }) else {
        throw CondenseError(.content, "the tensor '\(parameter.name)' holds numbers that no training gives")
      }
      try parameters.set(numbers, for: parameter.name)
    }
    parameters.freeze()
    return parameters
  }

  /// Adds a vocabulary: the value of each of `rows` rows of its embedding. Row 0, unknown values, is empty,
  /// and so are rows past the last value; those of n-grams, which may be millions, are left out.
  mutating func add(_ vocabulary: Vocabulary, named name: String, rows: Int) {
    let stem = "vocabulary.\(name)", end = Int64(vocabulary.bytes.count)
    let isText = !vocabulary.documents.isEmpty
    let tail = [Int64](repeating: end, count: isText ? 0 : rows - vocabulary.size)
    add(stem, .uint8, shape: [vocabulary.bytes.count], vocabulary.bytes)
    add(
      "\(stem).offsets", .int64, shape: [vocabulary.size + tail.count + 1], [0] + vocabulary.offsets + tail)
    add("\(stem).counts", .int64, shape: [vocabulary.size], vocabulary.counts)
    guard isText else { return }
    let nGrams = vocabulary.nGrams.bytes
    add("\(stem).ngrams", .uint8, shape: [nGrams.count], nGrams)
    add("\(stem).documents", .int64, shape: [vocabulary.documents.count], vocabulary.documents)
  }

  /// The vocabulary of a name.
  ///
  /// - Throws: `CondenseError` of kind `content` when it is missing or makes no sense.
  func vocabulary(named name: String) throws -> Vocabulary {
    let stem = "vocabulary.\(name)"
    let bytes = try elements(stem, .uint8, as: UInt8.self)
    let offsets = try elements("\(stem).offsets", .int64, as: Int64.self)
    let counts = try elements("\(stem).counts", .int64, as: Int64.self)
    guard offsets.count > counts.count, !counts.isEmpty, offsets.first == 0,
      offsets.last == Int64(bytes.count), zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw CondenseError(.content, "the offsets of '\(stem)' make no sense") }
    let values = (1..<counts.count).map { Array(bytes[Int(offsets[$0])..<Int(offsets[$0 + 1])]) }
    guard tensors["\(stem).documents"] != nil else { return try Vocabulary(values: values, counts: counts) }
    return try Vocabulary(
      values: values, counts: counts,
      documents: elements("\(stem).documents", .int64, as: Int64.self),
      nGrams: NGramRows(bytes: elements("\(stem).ngrams", .uint8, as: UInt8.self)))
  }

  /// The names of all vocabularies.
  var vocabularyNames: [String] {
    let (start, end) = ("vocabulary.", ".counts")
    return tensors.keys.filter { $0.hasPrefix(start) && $0.hasSuffix(end) }.sorted()
      .map { String($0.dropFirst(start.count).dropLast(end.count)) }
  }

  /// Names the version and describes the model in words.
  mutating func describe(_ record: some Encodable) throws {
    metadata = [
      "format_version": String(Version.format), "oldest_reader": String(Version.oldestReader),
      "written_by": Version.writer, "condense": try Self.json(record),
    ]
  }

  /// Who wrote the file.
  var writer: String { metadata["written_by"] ?? "condense" }

  /// The description, where this version can read it.
  ///
  /// - Throws: `CondenseError` of kind `content` when the file is not a model, or of a later version.
  func description(in path: String) throws -> String {
    guard let oldest = metadata["oldest_reader"].flatMap({ Int($0) }), let text = metadata["condense"] else {
      throw CondenseError(.content, "\(path) is a safetensors file, but not a model of Condense")
    }
    guard oldest <= Version.format else {
      throw CondenseError(
        .content,
        "\(path) was written by \(metadata["written_by"] ?? "a later version") in a newer format; this is"
          + " condense \(Version.current): install a later one")
    }
    return text
  }
}
