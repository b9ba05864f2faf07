/// Finding the name that somebody most likely meant.
package enum NearestName {
  /// The candidate equal but for case, or else within a few edits; nil when none is close.
  package static func find(_ name: String, among candidates: [String]) -> String? {
    let wanted = name.lowercased()
    if let same = candidates.first(where: { $0.lowercased() == wanted }) { return same }
    let letters = Array(wanted.utf8)
    let limit = max(1, letters.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().utf8)
      guard abs(other.count - letters.count) <= limit, other.count <= 256 else { continue }
      let distance = edits(letters, other)
      if distance <= limit, distance < max(letters.count, other.count), distance < best?.distance ?? .max {
        best = (candidate, distance)
      }
    }
    if best == nil, letters.count >= 3 {
      // "dep" for "dep_time": a part of exactly one name.
      let containing = candidates.filter { $0.lowercased().contains(wanted) }
      if containing.count == 1 { return containing[0] }
    }
    return best?.name
  }

  /// `; did you mean 'late'?` or a full stop.
  package static func question(_ name: String, among candidates: [String]) -> String {
    find(name, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Insertions, deletions, replacements and swaps of neighbours.
  private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in 0..<b.count {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
