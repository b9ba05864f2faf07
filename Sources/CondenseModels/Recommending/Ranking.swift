/// Items in the order of their scores: the higher score first, of equal ones the more popular, which has the
/// smaller id. Id 0 is no item, and items with a score of −∞ are left out.
package struct Ranking {
  private var scores: [Float]

  /// The ranking by some scores, one for each id, without some items.
  package init(_ scores: some Collection<Float>, without items: some Sequence<Int32>) {
    self.scores = Array(scores)
    if !self.scores.isEmpty { self.scores[0] = -.infinity }
    for item in items { self.scores[Int(item)] = -.infinity }
  }

  /// The first `count` items.
  package func top(_ count: Int) -> [Int] {
    guard count > 0 else { return [] }
    // The worst of the best so far stands last.
    var best: [Int] = []
    var bar = -Float.infinity
    for item in scores.indices where scores[item] > bar {
      let score = scores[item]
      var place = best.count
      while place > 0, scores[best[place - 1]] < score { place -= 1 }
      best.insert(item, at: place)
      if best.count > count { best.removeLast() }
      if best.count == count { bar = scores[best[count - 1]] }
    }
    return best
  }

  /// The places, from 1 and ascending, of some items.
  package func places(of items: [Int]) -> [Int] {
    items.map { item in
      let score = scores[item]
      var before: Int32 = 1
      for other in scores.indices { before &+= scores[other] > score ? 1 : 0 }
      for other in 0..<item { before &+= scores[other] == score ? 1 : 0 }
      return Int(before)
    }.sorted()
  }
}
