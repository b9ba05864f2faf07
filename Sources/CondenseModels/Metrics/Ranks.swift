/// Places of numbers in their order.
package enum Ranks {
  /// The rank of each number from 1, the least; equal numbers share the middle of theirs.
  package static func of<Number: Comparable>(_ numbers: [Number]) -> [Double] {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Double](repeating: 0, count: numbers.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, numbers[order[end + 1]] == numbers[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }
}
