import CondenseCore

/// What a text encoder learns first from the training rows: its words, and how many buckets their n-grams need.
///
/// Rows are read in chunks; what these found is put together in their order, so that nothing depends on the
/// number of threads.
struct TextFit {
  /// How many buckets there may be, both powers of two.
  private static let bucketRange = 1 << 12...1 << 23

  /// Buckets for each n-gram that comes again: the more, the seldomer a new one meets a known one's row.
  private static let spread = 8

  /// How many n-grams are looked at; where there are more, those of one in so many buckets are.
  private static let countedNGrams = 1 << 21

  let vocabulary: Vocabulary
  /// The buckets of n-grams: none where no n-gram comes twice, otherwise a power of two.
  let buckets: Int
  /// In how many of the rows each word and bucket is.
  let documents: [Int64]
  /// The buckets that have a row: those that two texts or more fell into.
  let nGrams: NGramRows
  /// How many different n-grams came twice or more.
  let repeatedNGrams: Int
  /// How many of these share a bucket with another.
  let collidingNGrams: Int

  /// The words of some rows.
  private struct Part {
    var words = Interner()
    var counts: [Int] = []
    var codes: [Int32] = []
    /// Where the words of each row end.
    var ends: [Int] = []

    /// The number of runs of 2 to `order` neighbours.
    func neighbours(order: Int) -> Int {
      var total = 0
      var start = 0
      for end in ends where order > 1 {
        for length in 2...order { total += max(0, end - start - length + 1) }
        start = end
      }
      return total
    }
  }

  /// The hash of a word and of each of its runs of characters.
  private struct Hashes {
    var word: UInt64
    var characters: [UInt64] = []
  }

  init(_ column: Column, rows: [Int], options: TextOptions, minimumCount: Int, threads: Int) {
    let parts = ChunkedRows.map(rowCount: rows.count, threads: threads) { Self.part(column, rows[$0]) }
    var words = Interner()
    var counts: [Int] = []
    // For each part, the number among all words of each of its own.
    let places = parts.map { part in
      (0..<part.words.count).map { code in
        let word = Int(part.words.values.withBytes(of: code) { words.intern($0, $1) })
        if word == counts.count { counts.append(0) }
        counts[word] += part.counts[code]
        return word
      }
    }
    let vocabulary = Vocabulary(
      keys: words.values, counts: counts, minimumCount: minimumCount, maximumSize: options.maximumWords)
    self.vocabulary = vocabulary
    let hashes = (0..<words.count).map { word in
      words.values.withBytes(of: word) { Self.hashes(UnsafeBufferPointer(start: $0, count: $1), options) }
    }

    let own = places.map { $0.map { hashes[$0] } }
    let found = Self.repeated(parts, own, order: options.wordOrder, threads: threads)
    let repeated = found.hashes
    repeatedNGrams = repeated.count * found.sampling
    // N-grams that never come again teach nothing.
    let buckets =
      repeated.isEmpty
      ? 0
      : options.buckets.map { Self.powerOfTwo(from: $0) }
        ?? max(Self.bucketRange.lowerBound, Self.powerOfTwo(from: repeatedNGrams * Self.spread))
    self.buckets = buckets
    let taken = repeated.map { $0 & UInt64(max(buckets, 1) - 1) }.sorted()
    let colliding = taken.indices.count { place in
      place > 0 && taken[place - 1] == taken[place]
        || place + 1 < taken.count && taken[place + 1] == taken[place]
    }
    collidingNGrams = colliding * found.sampling
    let ids = (0..<words.count).map { word in
      words.values.withBytes(of: word) {
        vocabulary.id(ofWord: UnsafeBufferPointer(start: $0, count: $1))
      }
    }
    let rowIDs = ChunkedRows.map(count: parts.count, threads: threads) { index in
      Self.idsOfRows(
        parts[index], places[index].map { ids[$0] }, own[index], options.wordOrder,
        wordCount: vocabulary.size, buckets: buckets)
    }
    let wordCount = vocabulary.size
    var kept: [Int64] = []
    var bucket = -wordCount
    nGrams = NGramRows(buckets: buckets) { row in
      for counts in Self.counts(rowIDs, size: wordCount + buckets, threads: threads) {
        for count in counts {
          // One text alone teaches nothing about an n-gram that is not in its words.
          if bucket < 0 || count >= 2 {
            kept.append(Int64(count))
            if bucket >= 0 { row(bucket) }
          }
          bucket += 1
        }
      }
    }
    documents = kept
  }

  /// In how many rows each id is, in pieces: every thread counts the ids of its own.
  private static func counts(_ rowIDs: [[Int32]], size: Int, threads: Int) -> [[Int32]] {
    ChunkedRows.map(sharesOf: size, threads: threads) { share in
      var counts = [Int32](repeating: 0, count: share.count)
      for ids in rowIDs {
        for id in ids {
          let place = Int(id) &- share.lowerBound
          if UInt(bitPattern: place) < UInt(bitPattern: share.count) { counts[place] &+= 1 }
        }
      }
      return counts
    }
  }

  /// The n-grams that come twice or more, or those of one bucket in `sampling`.
  private static func repeated(
    _ parts: [Part], _ hashes: [[Hashes]], order: Int, threads: Int
  ) -> (hashes: [UInt64], sampling: Int) {
    var total = parts.reduce(0) { $0 + $1.neighbours(order: order) }
    for (part, hashes) in zip(parts, hashes) {
      for (count, hash) in zip(part.counts, hashes) { total += hash.characters.count * count }
    }
    var sampling = 1
    while total / sampling > countedNGrams, sampling < bucketRange.lowerBound { sampling *= 2 }
    let counters = ChunkedRows.map(count: total > 0 ? parts.count : 0, threads: threads) { index in
      nGrams(parts[index], hashes[index], order, sampling)
    }
    var all = NGramCounter(sampling: sampling)
    for counter in counters { all.add(counter) }
    return (all.repeated(), sampling)
  }

  /// The least power of two that is not below what was asked for.
  private static func powerOfTwo(from wanted: Int) -> Int {
    var size = 1
    while size < wanted, size < bucketRange.upperBound { size *= 2 }
    return size
  }

  private static func part(_ column: Column, _ rows: ArraySlice<Int>) -> Part {
    var tokenizer = Tokenizer()
    var part = Part()
    for row in rows {
      if !column.isMissing(row) {
        column.withText(row) { tokenizer.read($0) }
        for index in 0..<tokenizer.count {
          let token = tokenizer.token(index)
          guard let base = token.baseAddress else { continue }
          let code = part.words.intern(base, token.count)
          if Int(code) == part.counts.count { part.counts.append(0) }
          part.counts[Int(code)] += 1
          part.codes.append(code)
        }
      }
      part.ends.append(part.codes.count)
    }
    return part
  }

  private static func hashes(_ word: UnsafeBufferPointer<UInt8>, _ options: TextOptions) -> Hashes {
    var hashes = Hashes(word: NGramHash.word(word))
    if !options.characterOrders.isEmpty {
      NGramHash.characters(word, orders: options.characterOrders) { hash, _ in hashes.characters.append(hash)
      }
    }
    return hashes
  }

  private static func nGrams(
    _ part: Part, _ hashes: [Hashes], _ order: Int, _ sampling: Int
  ) -> NGramCounter {
    var counter = NGramCounter(sampling: sampling)
    var row: [UInt64] = []
    var start = 0
    for end in part.ends where order > 1 {
      row.removeAll(keepingCapacity: true)
      for code in part.codes[start..<end] { row.append(hashes[Int(code)].word) }
      NGramHash.neighbours(row, order: order) { hash, _ in counter.add(hash) }
      start = end
    }
    for (code, count) in part.counts.enumerated() {
      for hash in hashes[code].characters { counter.add(hash, Int32(clamping: count)) }
    }
    return counter
  }

  /// The different words and buckets of each row.
  private static func idsOfRows(
    _ part: Part, _ ids: [Int32], _ hashes: [Hashes], _ order: Int, wordCount: Int, buckets: Int
  ) -> [Int32] {
    var found: [Int32] = []
    var seen = SeenIds()
    var row: [UInt64] = []
    var start = 0
    func add(_ id: Int) {
      let id = Int32(truncatingIfNeeded: id)
      if seen.insert(id) { found.append(id) }
    }
    let mask = UInt64(max(buckets, 1) - 1)
    for end in part.ends {
      var most = (end - start) * max(order, 1)
      for code in part.codes[start..<end] { most += hashes[Int(code)].characters.count }
      seen.begin(atMost: most)
      row.removeAll(keepingCapacity: true)
      for code in part.codes[start..<end] {
        let hashes = hashes[Int(code)]
        add(Int(ids[Int(code)]))
        row.append(hashes.word)
        if buckets > 0 { for hash in hashes.characters { add(wordCount + Int(hash & mask)) } }
      }
      if buckets > 0, order > 1 {
        NGramHash.neighbours(row, order: order) { hash, _ in add(wordCount + Int(hash & mask)) }
      }
      start = end
    }
    return found
  }
}
