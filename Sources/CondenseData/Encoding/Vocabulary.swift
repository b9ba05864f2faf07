import CondenseCore

/// What an encoder learned: value → id.
///
/// Id 0 is the unknown row, which rare values train; the others follow by count descending, then by bytes.
public struct Vocabulary: Sendable {
  /// How often each value stood in the training rows; the count of id 0 is that of the rare values together.
  public let counts: [Int64]

  /// For texts: in how many training rows each id of the embedding was found, n-grams and missing included.
  public internal(set) var documents: [Int64] = []

  /// For texts: the buckets of n-grams that have rows, which follow those of the words.
  public internal(set) var nGrams = NGramRows()

  private let interner: Interner

  /// Values that are numbers and not written as we would, `7.0`: the id by the bits of the number, −1 for several.
  private let spellings: [UInt64: Int32]

  /// Counts the keys of some rows. Values seen fewer than `minimumCount` times, and those beyond `maximumSize`
  /// rows (the unknown one included), share the unknown row.
  public init(counting column: Column, rows: [Int], minimumCount: Int, maximumSize: Int = .max) {
    self.init(counting: [column], rows: rows, minimumCount: minimumCount, maximumSize: maximumSize)
  }

  /// Counts the keys of several columns that share one embedding.
  public init(counting columns: [Column], rows: [Int], minimumCount: Int, maximumSize: Int = .max) {
    var all = Interner()
    var counts: [Int] = []
    for column in columns {
      let codes = CategoryCodes(column, rows: rows)
      for code in 0..<codes.keys.count {
        let id = Int(codes.keys.withBytes(of: code) { all.intern($0, $1) })
        if id == counts.count { counts.append(0) }
        counts[id] += codes.counts[code]
      }
    }
    self.init(keys: all.values, counts: counts, minimumCount: minimumCount, maximumSize: maximumSize)
  }

  init(keys: ByteStrings, counts: [Int], minimumCount: Int, maximumSize: Int) {
    let order = counts.indices.filter { counts[$0] >= minimumCount }.sorted { a, b in
      counts[a] != counts[b] ? counts[a] > counts[b] : keys.precedes(a, b)
    }
    var kept = Interner()
    var keptCounts: [Int64] = [0]
    for code in order.prefix(max(0, maximumSize - 1)) {
      _ = keys.withBytes(of: code) { kept.intern($0, $1) }
      keptCounts.append(Int64(counts[code]))
    }
    keptCounts[0] = Int64(counts.reduce(0, +)) - keptCounts.reduce(0, +)
    interner = kept
    spellings = Self.spellings(kept)
    self.counts = keptCounts
  }

  /// Rebuilds a vocabulary from what a model file stores: the values of the ids from 1 and the counts of all ids.
  public init(
    values: [[UInt8]], counts: [Int64], documents: [Int64] = [], nGrams: NGramRows = NGramRows(bytes: [])
  ) throws(CondenseError) {
    guard counts.count == values.count + 1, counts.count < Int(Int32.max), counts.allSatisfy({ $0 >= 0 })
    else {
      throw CondenseError(
        .content,
        "a vocabulary of \(values.count) values came with \(counts.count) counts; the model is damaged")
    }
    for numbers in [counts, documents] where !Self.canBeAdded(numbers) {
      throw CondenseError(.content, "the counts of a vocabulary make no sense; the model is damaged")
    }
    var interner = Interner()
    for (index, value) in values.enumerated() {
      guard interner.intern(value) == index else {
        throw CondenseError(
          .content,
          "a vocabulary holds '\(String(decoding: value, as: UTF8.self))' twice; the model is damaged")
      }
    }
    self.interner = interner
    spellings = Self.spellings(interner)
    self.counts = counts
    self.documents = documents
    self.nGrams = nGrams
  }

  /// Whether numbers are counts of something, all of which can be held in a Double.
  private static func canBeAdded(_ counts: [Int64]) -> Bool {
    var sum: Int64 = 0
    return counts.allSatisfy { count in
      guard count >= 0, count <= 1 << 53 else { return false }
      sum += count
      return sum <= 1 << 53
    }
  }

  /// The number of ids, the unknown one included.
  public var size: Int { counts.count }

  /// Where the bytes of each value from id 1 on start in `bytes`, and after the last where they end.
  public var offsets: [Int64] { interner.values.offsets.map(Int64.init) }

  /// The bytes of all values, one after another.
  public var bytes: [UInt8] { interner.values.bytes }

  /// The id of a text, nil when it was never seen or is rare.
  public func id(of text: String) -> Int32? {
    var text = text
    return text.withUTF8 { buffer in
      guard let base = buffer.baseAddress else { return nil }
      let id = id(ofUTF8: base, count: buffer.count)
      return id > 0 ? id : nil
    }
  }

  /// The value of an id, nil for the unknown row and beyond the last.
  public func value(of id: Int32) -> String? {
    id > 0 && Int(id) < size ? interner.values.string(Int(id) - 1) : nil
  }

  /// The values of the first ids, at most so many.
  public func values(prefix count: Int) -> [String] {
    (0..<max(0, min(count, size - 1))).map { interner.values.string($0) }
  }

  /// The id of a cell's bytes, 0 when it is unknown.
  @inline(__always)
  package func id(ofUTF8 p: UnsafePointer<UInt8>, count: Int) -> Int32 {
    CellKey.withKey(p, count) { p, n in
      let known = interner.find(p, n) &+ 1
      return known > 0 ? known : id(ofSpelling: p, n)
    }
  }

  /// The id of the one value that is an equal number, 0 where there is none or more than one.
  @inline(never)
  private func id(ofSpelling p: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    guard let (value, _) = CellKey.number(p, count) else { return 0 }
    let id = ShortestNumber.withBytes(value) { interner.find($0, $1) &+ 1 }
    guard let other = spellings[value.bitPattern] else { return id }
    return id > 0 ? 0 : max(0, other)
  }

  private static func spellings(_ interner: Interner) -> [UInt64: Int32] {
    var spellings: [UInt64: Int32] = [:]
    for code in 0..<interner.count {
      let number = interner.values.withBytes(of: code) { CellKey.number($0, $1) }
      guard let (value, isShortest) = number, !isShortest else { continue }
      let isFirst =
        spellings.updateValue(Int32(truncatingIfNeeded: code + 1), forKey: value.bitPattern) == nil
      if !isFirst { spellings[value.bitPattern] = -1 }
    }
    return spellings
  }

  /// The id of a word as it stands, 0 when it is unknown.
  @inline(__always)
  func id(ofWord word: UnsafeBufferPointer<UInt8>) -> Int32 {
    guard let base = word.baseAddress else { return 0 }
    return interner.find(base, word.count) &+ 1
  }

  /// The id of a number, 0 when it is unknown.
  package func id(of number: Double) -> Int32 {
    let id = ShortestNumber.withBytes(number + 0) { interner.find($0, $1) &+ 1 }
    guard !spellings.isEmpty, let other = spellings[(number + 0).bitPattern] else { return id }
    // A number from outside is its shortest decimal; another spelling is meant only where that is none.
    return id > 0 ? id : max(0, other)
  }
}
