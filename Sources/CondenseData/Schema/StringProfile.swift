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
    var separated = [0, 0]
    let signs = [UInt8(ascii: "|"), UInt8(ascii: ";")]
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
        for i in 0...n {
          let isLetter = i < n && p[i] > 0x20
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
        for (k, sign) in signs.enumerated() where (0..<n).contains(where: { p[$0] == sign }) {
          separated[k] += count
        }
      }
    }
    presentCount = present
    distinctCount = distinct
    meanWords = Double(words) / Double(max(1, sampled))
    meanLength = Double(length) / Double(max(1, sampled))
    wordVariety = Double(vocabulary.count) / Double(max(1, distinctWords))

    var list: (UInt8, Int)?
    for (k, sign) in signs.enumerated() where list == nil && separated[k] * 20 >= sampled && sampled > 0 {
      var parts = Interner()
      var total = 0
      for value in sample {
        cells.values.withBytes(of: value) { p, n in
          var start = 0
          for i in 0...n where i == n || p[i] == sign {
            CellKey.withKey(p + start, i - start) { key, length in
              guard length > 0 else { return }
              _ = parts.intern(key, length)
              total += 1
            }
            start = i + 1
          }
        }
      }
      // Parts come again in other cells; sentences do not.
      if parts.count * 2 <= total || parts.count <= 50 && parts.count < sample.count {
        list = (sign, parts.count)
      }
    }
    self.list = list
  }

  /// Long strings with spaces, or shorter ones that hardly repeat while their words do.
  var looksLikeText: Bool {
    let unique = Double(distinctCount) / Double(max(1, presentCount))
    if meanWords >= 4 && meanLength >= 25 && distinctCount > 20 && unique > 0.2 { return true }
    return meanWords >= 1.5 && distinctCount > 100 && unique > 0.4 && wordVariety < 0.6
  }
}
