/// Finds the word that somebody probably meant.
package enum Nearest {
  /// The closest of `words`, the earliest of equals; nil when none is close.
  ///
  /// Close is: about a third of its letters changed, added, dropped or swapped at most, or `word` begins it.
  package static func word(to word: String, among words: [String]) -> String? {
    let typed = Array(word.lowercased().utf8)
    var best: (word: String, distance: Int)?
    for candidate in words {
      let letters = Array(candidate.lowercased().utf8)
      let begins = typed.count >= 3 && letters.starts(with: typed)
      let distance = begins ? 1 : edits(from: typed, to: letters)
      guard distance <= max(1, (max(typed.count, letters.count) + 1) / 3) else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
  package static func edits(from a: [UInt8], to b: [UInt8]) -> Int {
    guard a.count <= 64, b.count <= 64 else { return .max }
    var older: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(row[j] + 1, previous[j + 1] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, older[j - 1] + 1) }
        row.append(cost)
      }
      (older, previous) = (previous, row)
    }
    return previous[b.count]
  }
}
