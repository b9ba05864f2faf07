import CondenseCore
import CondenseData

/// Finds columns that say what an earlier one says: cell for cell, value for value, or along a straight line.
///
/// Those that say exactly the same are found among any number; the others are held against the first 512.
struct DuplicateSearch {
  private static let mostCompared = 512
  private static let sampledRows = 4096, straight = 0.999_99, fewestRenamed = 10

  private let facts: [ColumnFacts]

  init(_ facts: [ColumnFacts]) {
    self.facts = facts.filter { $0.column.images == nil && !$0.isConstant && !($0.isAsked && !$0.isUsed) }
  }

  /// One warning for each column and way of saying the same.
  func warnings() -> [AdviceWarning] {
    var found: [(first: String, way: Way, others: [String])] = []
    func note(_ first: ColumnFacts, _ second: ColumnFacts, _ way: Way) {
      guard first.isUsed, second.isUsed else { return }
      if let place = found.firstIndex(where: { $0.first == first.name && $0.way == way }) {
        found[place].others.append(second.name)
      } else {
        found.append((first.name, way, [second.name]))
      }
    }
    var earlier: [ColumnFacts] = []
    // Columns by what their codes are.
    var alike: [UInt64: [ColumnFacts]] = [:]
    var numbers: [(facts: ColumnFacts, sample: [Double])] = []
    for column in facts {
      let sum = column.codes.codes.withUnsafeBytes { StableHash.hash($0) }
      if let (first, way) = ((alike[sum] ?? []) + earlier).lazy.compactMap({ first in
        says(first, column).map { (first, $0) }
      }).first {
        note(first, column, way)
        continue
      }
      let sample = column.isUsed ? sampled(column) : nil
      alike[sum, default: []].append(column)
      if let sample, let line = numbers.first(where: { isStraight($0.sample, sample) }) {
        note(line.facts, column, .straight)
        continue
      }
      if earlier.count < Self.mostCompared { earlier.append(column) }
      if let sample, numbers.count < Self.mostCompared { numbers.append((column, sample)) }
    }
    return found.map { warning($0.first, $0.way, $0.others) }
  }

  /// How a column says what another says.
  private enum Way {
    case same, renamed, straight
  }

  private func warning(_ first: String, _ way: Way, _ others: [String]) -> AdviceWarning {
    let isOne = others.count == 1
    let list =
      isOne || others.count > 6
      ? Count.names(others, most: 6)
      : "\(Count.names(others.dropLast(), most: 6)) and '\(others[others.count - 1])'"
    let what =
      switch way {
      case .same: "\(list) \(isOne ? "holds" : "hold") what '\(first)' holds, in every row"
      case .renamed:
        "\(list) \(isOne ? "is" : "are") '\(first)' by other names: each value goes with one value there"
      case .straight: "\(list) \(isOne ? "follows" : "follow") from '\(first)' along a straight line"
      }
    return AdviceWarning(
      .duplicate, [first] + others,
      "\(what); one of them is enough: --ignore \(others.joined(separator: ","))")
  }

  /// How a column says what another says; nil where they differ.
  private func says(_ first: ColumnFacts, _ second: ColumnFacts) -> Way? {
    // Values without repeats go together by themselves.
    let repeats = first.distinct * 2 <= first.present && second.distinct * 2 <= second.present
    // Codes count values by their first row, so equal ones stand for values that go together.
    if first.distinct == second.distinct, first.codes.codes == second.codes.codes {
      return first.codes.keys == second.codes.keys ? .same : repeats ? .renamed : nil
    }
    let larger = max(first.distinct, second.distinct), smaller = min(first.distinct, second.distinct)
    guard repeats, smaller >= Self.fewestRenamed, (larger - smaller) * 10 <= larger,
      goes(first, with: second), goes(second, with: first)
    else { return nil }
    return .renamed
  }

  /// Whether each value goes with one value of the other, but for a row in a hundred.
  private func goes(_ first: ColumnFacts, with second: ColumnFacts) -> Bool {
    let a = first.codes.codes, b = second.codes.codes
    // A few rows tell most pairs apart.
    for count in [256, Self.sampledRows] where count < a.count {
      let few = share(of: count, a, b, first.distinct)
      guard few.astray * 10 <= few.known else { return false }
    }
    let all = share(of: a.count, a, b, first.distinct)
    return all.astray * 100 <= all.known && all.known * 10 >= a.count * 9
  }

  /// Rows that hold both, and those of them whose value goes with another than the rest of its rows.
  private func share(of count: Int, _ a: [Int32], _ b: [Int32], _ size: Int) -> (known: Int, astray: Int) {
    // The partner of most rows of a value, by vote.
    var partner = [Int32](repeating: -1, count: size), votes = [Int32](repeating: 0, count: size)
    for row in 0..<count where a[row] >= 0 && b[row] >= 0 {
      let value = Int(a[row])
      if partner[value] == b[row] {
        votes[value] += 1
      } else if votes[value] == 0 {
        (partner[value], votes[value]) = (b[row], 1)
      } else {
        votes[value] -= 1
      }
    }
    var known = 0, astray = 0
    for row in 0..<count where a[row] >= 0 && b[row] >= 0 {
      known += 1
      if partner[Int(a[row])] != b[row] { astray += 1 }
    }
    return (known, astray)
  }

  private func sampled(_ column: ColumnFacts) -> [Double]? {
    guard let numbers = column.numbers, column.distinct > 2 else { return nil }
    let count = min(numbers.count, Self.sampledRows)
    return (0..<count).map { numbers[$0 * numbers.count / count] }
  }

  private func isStraight(_ a: [Double], _ b: [Double]) -> Bool {
    func correlation(_ count: Int) -> Double {
      let both = (0..<count).filter { !a[$0].isNaN && !b[$0].isNaN }
      guard both.count >= 20, both.count * 2 > count else { return count < a.count ? 1 : 0 }
      return abs(Correlation.of(both.map { a[$0] }, both.map { b[$0] }))
    }
    // A few rows tell most pairs apart.
    return correlation(min(64, a.count)) >= 0.99 && correlation(a.count) >= Self.straight
  }
}
