import CondenseCore

/// Turns a text into a bag of ids: of its words, and of its n-grams hashed into buckets.
///
/// Id 0 is every word without a row of its own; then come the words by count descending, then the buckets that
/// enough training texts fell into, and last, if the training rows missed some texts, the missing one. Other
/// buckets are left out of bags.
public struct TextEncoder: Codable, Sendable {
  /// The column.
  public let column: String
  /// The name of the rules that cut texts into tokens.
  public let rules: String
  /// The version of Unicode that the rules followed in training.
  public let unicode: String
  /// What was asked for.
  public let options: TextOptions
  /// How many training rows missed the text.
  public let missingCount: Int
  /// How many training rows had one.
  public let textCount: Int
  /// How many rows n-grams are hashed into, 0 or a power of two.
  public let buckets: Int
  /// About how many different n-grams came twice or more in the training rows.
  public let repeatedNGrams: Int
  /// About how many of these share a bucket with another.
  public let collidingNGrams: Int
  /// How the ids enter the network; nil for the usual way.
  public internal(set) var layer: InputLayer?
  /// The words; stored apart.
  public internal(set) var vocabulary: Vocabulary

  private enum CodingKeys: String, CodingKey {
    case column, rules, unicode, options, missingCount, textCount, buckets, repeatedNGrams, collidingNGrams,
      layer
  }

  /// Learns from the training rows.
  public init(
    fitting column: Column, rows: [Int], options: TextOptions = .init(), minimumCount: Int,
    threads: Int = Processors.available
  ) {
    self.column = column.name
    rules = Tokenizer.rules
    unicode = CharacterTable.unicodeVersion
    let options = options.limited
    self.options = options
    missingCount = rows.count { column.isMissing($0) }
    textCount = rows.count - missingCount
    let fit = TextFit(
      column, rows: rows, options: options, minimumCount: options.minimumCount ?? minimumCount,
      threads: threads)
    buckets = fit.buckets
    repeatedNGrams = fit.repeatedNGrams
    collidingNGrams = fit.collidingNGrams
    vocabulary = fit.vocabulary
    vocabulary.nGrams = fit.nGrams
    vocabulary.documents = fit.documents + (missingCount > 0 ? [Int64(missingCount)] : [])
  }

  /// Learns from the training rows what a layer needs: what goes into dense layers are the most frequent words and no
  /// n-grams; hashed vectors are of n-grams too, in a quarter of the rows that these would have.
  init(
    fitting column: Column, rows: [Int], options: TextOptions, layer: InputLayer?, minimumCount: Int,
    threads: Int
  ) {
    var options = options
    switch layer {
    case .deepEmbedding, .oneHot, .sparseOneHot, .tfidf:
      options.wordOrder = 1
      options.characterOrders = []
      options.maximumWords = min(options.maximumWords, Self.mostDenseWords)
      if layer == .tfidf { options.weights = .tfidf }
    case .hashed:
      let whole = TextEncoder(
        fitting: column, rows: rows, options: options, minimumCount: minimumCount, threads: threads)
      options.buckets = max(1, whole.vocabulary.nGrams.count / 4)
    default: break
    }
    self.init(fitting: column, rows: rows, options: options, minimumCount: minimumCount, threads: threads)
    self.layer = layer
  }

  /// Words of a text that dense layers read.
  static let mostDenseWords = 20_000

  /// Reads all but the vocabulary, which is attached afterwards.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    column = try container.decode(String.self, forKey: .column)
    rules = try container.decode(String.self, forKey: .rules)
    unicode = try container.decode(String.self, forKey: .unicode)
    options = try container.decode(TextOptions.self, forKey: .options)
    missingCount = try container.decode(Int.self, forKey: .missingCount)
    textCount = try container.decode(Int.self, forKey: .textCount)
    buckets = try container.decode(Int.self, forKey: .buckets)
    repeatedNGrams = try container.decode(Int.self, forKey: .repeatedNGrams)
    collidingNGrams = try container.decode(Int.self, forKey: .collidingNGrams)
    layer = try container.decodeIfPresent(InputLayer.self, forKey: .layer)
    vocabulary = try Vocabulary(values: [], counts: [0])
    guard rules == Tokenizer.rules else {
      throw CondenseError(
        .content,
        "it cuts texts by the rules '\(rules)', which this version does not know; install a later one")
    }
    guard buckets >= 0, buckets <= 1 << 30, buckets & (buckets - 1) == 0, missingCount >= 0, textCount >= 0,
      options == options.limited
    else { throw CondenseError(.content, "the encoder of '\(column)' makes no sense") }
  }

  /// The number of ids.
  public var vocabularySize: Int { vocabulary.size + vocabulary.nGrams.count + (hasMissingRow ? 1 : 0) }

  /// Whether a missing text has an id of its own.
  public var hasMissingRow: Bool { missingCount > 0 }

  /// For each id, in how many training rows it was found.
  public var counts: [Int64] { vocabulary.documents }

  /// The word of an id; nil for unknown, buckets and missing.
  public func word(of id: Int32) -> String? { vocabulary.value(of: id) }

  /// The id of a word, as the rules cut it; nil when it has none.
  public func id(ofWord word: String) -> Int32? {
    var tokenizer = Tokenizer()
    var word = word
    return word.withUTF8 { bytes in
      tokenizer.read(bytes)
      guard tokenizer.count == 1 else { return nil }
      let id = vocabulary.id(ofWord: tokenizer.token(0))
      return id > 0 ? id : nil
    }
  }

  // MARK: Encoding

  /// The bags of some rows, the same for any number of threads.
  public func encode(_ column: Column, rows: [Int], threads: Int = Processors.available) -> Bags {
    let isWeighted = options.weights == .squareRoot || options.weights == .tfidf
    return Bags(
      joining: ChunkedRows.map(rowCount: rows.count, threads: threads) { range in
        var reader = Reader()
        var bags = Bags(isWeighted: isWeighted)
        for row in rows[range] {
          if column.isMissing(row) {
            addMissing(to: &bags)
          } else {
            column.withText(row) { add($0, to: &bags, &reader) }
          }
        }
        return bags
      }, isWeighted: isWeighted)
  }

  /// The bag of one cell.
  public func encode(_ cell: Cell) -> Bags {
    var bags = Bags(isWeighted: options.weights == .squareRoot || options.weights == .tfidf)
    guard var text = cell.asText else {
      addMissing(to: &bags)
      return bags
    }
    var reader = Reader()
    text.withUTF8 { add($0, to: &bags, &reader) }
    return bags
  }

  /// What a thread needs to read texts.
  private struct Reader: ~Copyable {
    var tokenizer = Tokenizer()
    var words: [UInt64] = []
    var ids: [Int32] = []
    var sort = IdSort()
    /// How often each of `ids` comes, once they are made unique.
    var counts: [Int32] = []
  }

  private func addMissing(to bags: inout Bags) {
    if hasMissingRow {
      bags.ids.append(Int32(truncatingIfNeeded: vocabularySize - 1))
      bags.weights?.append(1)
    }
    bags.close(unknown: 0, of: 0)
  }

  private func add(_ text: UnsafeBufferPointer<UInt8>, to bags: inout Bags, _ reader: inout Reader) {
    let unknown = read(text, &reader)
    switch options.weights {
    case .counts: bags.ids += reader.ids
    case .presence:
      Self.makeUnique(&reader)
      bags.ids += reader.ids
    case .squareRoot:
      Self.makeUnique(&reader)
      bags.ids += reader.ids
      bags.weights?.append(contentsOf: reader.counts.map { Float($0).squareRoot() })
    case .tfidf:
      Self.makeUnique(&reader)
      bags.ids += reader.ids
      bags.weights?.append(contentsOf: scaledWeights(reader))
    }
    bags.close(unknown: unknown, of: reader.words.count)
  }

  /// The id of an n-gram by its hash; nil when its bucket has none.
  @inline(__always)
  func id(ofHash hash: UInt64) -> Int32? {
    let bucket = Int(truncatingIfNeeded: hash & UInt64(max(buckets, 1) - 1))
    return vocabulary.nGrams.row(ofBucket: bucket).map { Int32(truncatingIfNeeded: vocabulary.size &+ $0) }
  }

  /// Leaves the ids of a text in the reader; returns how many of its words have no row of their own.
  private func read(_ text: UnsafeBufferPointer<UInt8>, _ reader: inout Reader) -> Int {
    reader.tokenizer.read(text)
    var ids: [Int32] = []
    var words: [UInt64] = []
    swap(&ids, &reader.ids)
    swap(&words, &reader.words)
    ids.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    var unknown = 0
    func addNGram(_ hash: UInt64, _: Range<Int>) {
      if let id = id(ofHash: hash) { ids.append(id) }
    }
    for index in 0..<reader.tokenizer.count {
      let word = reader.tokenizer.token(index)
      let id = vocabulary.id(ofWord: word)
      if id == 0 { unknown += 1 }
      ids.append(id)
      words.append(NGramHash.word(word))
      if buckets > 0, !options.characterOrders.isEmpty {
        NGramHash.characters(word, orders: options.characterOrders, addNGram)
      }
    }
    if buckets > 0, options.wordOrder > 1 {
      NGramHash.neighbours(words, order: options.wordOrder, addNGram)
    }
    swap(&ids, &reader.ids)
    swap(&words, &reader.words)
    return unknown
  }

  /// Leaves each id once, in ascending order, and how often it came.
  private static func makeUnique(_ reader: inout Reader) {
    reader.sort.sort(&reader.ids)
    reader.counts.removeAll(keepingCapacity: true)
    var kept = 0
    for index in reader.ids.indices {
      if kept > 0, reader.ids[kept - 1] == reader.ids[index] {
        reader.counts[kept - 1] += 1
      } else {
        reader.ids[kept] = reader.ids[index]
        reader.counts.append(1)
        kept += 1
      }
    }
    reader.ids.removeLast(reader.ids.count - kept)
  }

  private func scaledWeights(_ reader: borrowing Reader) -> [Float] {
    let weights = zip(reader.ids, reader.counts).map { id, count in
      let rarity = (1 + Double(textCount)) / (1 + Double(vocabulary.documents[Int(id)]))
      return (1 + Elementary.log(Double(count))) * (1 + Elementary.log(max(rarity, 1)))
    }
    let length = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return weights.map { Float(length > 0 ? $0 / length : 0) }
  }
}
