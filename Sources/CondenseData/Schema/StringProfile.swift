/// What the strings of a column look like.
///
/// Words and signs are counted in at most 5,000 of the different strings, at an even stride, and in the first
/// 4,096 bytes of each.
struct StringProfile {
  let presentCount: Int
  let distinctCount: Int
  /// The mean number of words in a cell.
  let meanWords: Double
  /// The mean number of bytes in a cell.
  let meanLength: Double
  /// The share of characters that belong to scripts without spaces between words.
  let spacelessShare: Double
  /// The mean number of characters in a cell.
  let meanCharacters: Double
  /// How many different words there are, for each word of the different strings.
  let wordVariety: Double
  /// The sign between several values in a cell, where there is one, and how many different values it parts.
  let list: (separator: UInt8, values: Int)?

  init(_ cells: StringCells) {
    let counts = cells.counts()
    var words = 0
    var length = 0
    var distinctWords = 0
    var vocabulary = Interner()
    var separated = [Int](repeating: 0, count: Self.signs.count)
    var spaceless = 0
    var scalars = 0
    let used = counts.indices.filter { counts[$0] > 0 }
    let stride = (used.count + 4999) / 5000
    let sample = used.indices.filter { $0 % stride == 0 }.map { used[$0] }
    var sampled = 0
    let present = counts.reduce(0, +)
    let distinct = used.count
    for value in sample {
      let count = counts[value]
      sampled += count
      cells.values.withBytes(of: value) { p, whole in
        let n = min(whole, 4096)
        var found = 0
        var start = -1
        // A bit for each character of ASCII that stands there.
        var (low, high) = (UInt64(0), UInt64(0))
        var highest: UInt8 = 0
        for i in 0...n {
          let byte = i < n ? p[i] : 0x20
          let bit = UInt64(1) &<< UInt64(byte & 63)
          if byte < 64 { low |= bit } else if byte < 128 { high |= bit }
          if byte > highest { highest = byte }
          let isLetter = byte > 0x20
          if isLetter && start < 0 { start = i }
          if !isLetter && start >= 0 {
            found += 1
            distinctWords += 1
            _ = vocabulary.intern(p + start, i - start)
            start = -1
          }
        }
        words += found * count
        length += whole * count
        for (place, sign) in Self.signs.enumerated()
        where (sign < 64 ? low : high) >> UInt64(sign & 63) & 1 != 0 { separated[place] += count }
        // Scripts without spaces take three bytes a character or more.
        let others = highest >= 0xE0 ? Self.spaceless(p, n) : (found: 0, scalars: n)
        spaceless += others.found * count
        scalars += others.scalars * count
      }
    }
    presentCount = present
    distinctCount = distinct
    meanWords = Double(words) / Double(max(1, sampled))
    spacelessShare = Double(spaceless) / Double(max(1, scalars))
    meanCharacters = Double(scalars) / Double(max(1, sampled))
    meanLength = Double(length) / Double(max(1, sampled))
    wordVariety = Double(vocabulary.count) / Double(max(1, distinctWords))

    let (meanWords, separatedCounts, sampledCount) = (self.meanWords, separated, sampled)
    list =
      Self.signs.indices.lazy.compactMap { place in
        let sign = Self.signs[place]
        // Sentences have commas, and no list has cells of so many words.
        guard separatedCounts[place] * 20 >= sampledCount, sampledCount > 0,
          Self.partsWords(sign) || meanWords <= 8
        else { return nil }
        return Self.list(cells, sample, counts, sign)
      }.first
  }

  /// Whether a sign parts nothing but values.
  private static func partsWords(_ sign: UInt8) -> Bool {
    sign == UInt8(ascii: "|") || sign == UInt8(ascii: ";")
  }

  /// The signs that may part the values of a cell; the first that does counts.
  private static let signs = [
    UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "/"),
  ]

  /// Whether a sign parts values, and how many different ones: values come again in other cells; sentences do not.
  ///
  /// Commas and slashes also stand in names (`Doe, Jane`), places (`Paris, France`) and sentences: there each place in the
  /// cell has values of its own, or values are long.
  private static func list(
    _ cells: StringCells, _ sample: [Int], _ counts: [Int], _ sign: UInt8
  ) -> (separator: UInt8, values: Int)? {
    var values = Interner()
    /// Of each value how often it stands first in a cell, and behind another.
    var first: [Int] = [], behind: [Int] = []
    var total = 0
    var words = 0
    var lengths: Set<Int> = []
    let partsWords = partsWords(sign)
    for value in sample {
      // Sentences between signs hardly ever come again.
      if total > 2000, values.count * 4 > total * 3 { return nil }
      cells.values.withBytes(of: value) { p, n in
        var start = 0
        var found = 0
        for i in 0...n where i == n || p[i] == sign {
          CellKey.withKey(p + start, i - start) { key, length in
            guard length > 0 else { return }
            let code = Int(values.intern(key, length))
            if code == first.count {
              first.append(0)
              behind.append(0)
            }
            if found == 0 { first[code] += 1 } else { behind[code] += 1 }
            found += 1
            total += 1
            if !partsWords { words += 1 + (1..<length).count { key[$0] == 0x20 && key[$0 - 1] != 0x20 } }
          }
          start = i + 1
        }
        lengths.insert(found)
      }
    }
    guard values.count * 2 <= total || values.count <= 50 && values.count < sample.count else { return nil }
    if partsWords { return (sign, values.count) }
    guard total > sample.count, values.count * 2 <= total, words <= total * 2 else { return nil }
    // Values that stand in any place of a cell.
    let anywhere = first.indices.filter { first[$0] > 0 && behind[$0] > 0 }.reduce(0) {
      $0 + first[$1] + behind[$1]
    }
    return anywhere * 2 > total && (lengths.count > 1 || anywhere * 10 > total * 9)
      ? (sign, values.count) : nil
  }

  /// Whether nearly every cell is one word.
  var isOneWord: Bool { meanWords < 1.3 && spacelessShare < 0.5 }

  /// Long strings with spaces, or shorter ones that hardly repeat while their words do.
  var looksLikeText: Bool {
    let unique = Double(distinctCount) / Double(max(1, presentCount))
    if spacelessShare > 0.5 && meanCharacters >= 5 && distinctCount > 20 && unique > 0.4 { return true }
    if meanWords >= 4 && meanLength >= 25 && distinctCount > 20 && unique > 0.2 { return true }
    return meanWords >= 1.5 && distinctCount > 100 && unique > 0.4 && wordVariety < 0.6
  }

  /// How many characters there are, and how many of Chinese, Japanese, Thai, Lao, Khmer or Myanmar.
  private static func spaceless(_ p: UnsafePointer<UInt8>, _ n: Int) -> (found: Int, scalars: Int) {
    let text = String(decoding: UnsafeBufferPointer(start: p, count: n), as: UTF8.self)
    var found = 0
    var scalars = 0
    for scalar in text.unicodeScalars {
      scalars += 1
      switch scalar.value {
      case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF,
        0x4E00...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF:
        found += 1
      default: break
      }
    }
    return (found, scalars)
  }
}
