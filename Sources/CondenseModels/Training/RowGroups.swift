import CondenseCore
import CondenseData

/// Rows that must not be both learned from and measured on: those of one value of a column, or copies of one another.
struct RowGroups {
  /// The group of each of the rows asked for.
  let groups: [Int32]
  let count: Int

  /// The rows of each value of a column; a row without one is a group by itself.
  init(_ column: Column, rows: [Int]) {
    let codes = CategoryCodes(column, rows: rows)
    var next = Int32(truncatingIfNeeded: codes.keys.count)
    groups = codes.codes.map { code in
      if code >= 0 { return code }
      next += 1
      return next - 1
    }
    count = Int(next)
  }

  private init(groups: [Int32], count: Int) { (self.groups, self.count) = (groups, count) }

  /// Copies: rows that are the same in every column that is used, target included.
  ///
  /// Nil where none are, and where rows are alike because there are few combinations: where far fewer pairs of rows are
  /// expected to be the same if the columns had nothing to do with each other, and where rows that are alike differ in
  /// their target.
  static func copies(_ schema: Schema, in table: Table, rows: [Int]) -> RowGroups? {
    var keys = [UInt64](repeating: 0, count: rows.count)
    // The chance that two rows agree.
    var agreement = 1.0
    for decision in schema.columns where decision.kind != .ignored && decision.sources.isEmpty {
      guard let column = table[decision.name], column.images == nil else { return nil }
      agreement *= add(column, rows, to: &keys)
    }
    let alike = counted(keys)
    guard alike.count < rows.count, let target = table[schema.target] else { return nil }
    var whole = keys
    _ = add(target, rows, to: &whole)
    let same = counted(whole)
    func pairs(_ counts: [Int]) -> Double { counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 } }
    let copied = zip(same.groups, rows).count { same.counts[Int($0.0)] > 1 }
    let found = pairs(alike.counts), expected = Double(rows.count) * Double(rows.count) / 2 * agreement
    guard copied * 20 >= rows.count, found > 10 * expected, pairs(same.counts) >= 0.98 * found else {
      return nil
    }
    return RowGroups(groups: same.groups, count: same.count)
  }

  /// Rows by which the chance is told.
  private static let sampleCount = 8192

  /// Mixes the cells of a column into the keys of rows; the chance that two rows agree in it.
  private static func add(_ column: Column, _ rows: [Int], to keys: inout [UInt64]) -> Double {
    var counts: [UInt64: Int] = [:]
    var sampled = 0.0
    let step = max(1, rows.count / sampleCount)
    func mix(_ row: Int, _ value: UInt64) {
      if row % step == 0 {
        counts[value, default: 0] += 1
        sampled += 1
      }
      keys[row] = StableHash.mix(keys[row], value)
    }
    switch column.cells {
    case .numbers(let cells):
      for (place, row) in rows.enumerated() { mix(place, (cells.values[row] + 0).bitPattern) }
    case .strings(let cells) where cells.isDistinct:
      for (place, row) in rows.enumerated() { mix(place, UInt64(bitPattern: Int64(cells.codes[row]))) }
    case .strings(let cells):
      for (place, row) in rows.enumerated() {
        let code = Int(cells.codes[row])
        mix(
          place,
          code < 0
            ? 0
            : cells.values.withBytes(of: code) {
              StableHash.hash(UnsafeRawBufferPointer(start: $0, count: $1))
            })
      }
    case .images: break
    }
    // A pair of one row with itself is none.
    let pairs = counts.values.reduce(0) { $0 + Double($1) * Double($1 - 1) }
    return max(pairs, 1) / max(sampled * (sampled - 1), 1)
  }

  private static func counted(_ keys: [UInt64]) -> (groups: [Int32], counts: [Int], count: Int) {
    var places: [UInt64: Int32] = [:]
    var counts: [Int] = []
    let groups = keys.map { key in
      let place = places[key] ?? Int32(truncatingIfNeeded: counts.count)
      if Int(place) == counts.count {
        places[key] = place
        counts.append(0)
      }
      counts[Int(place)] += 1
      return place
    }
    return (groups, counts, counts.count)
  }

  /// The places of the rows to hold out: whole groups, in random order, until there are so many.
  ///
  /// - Returns: nil where no group can be held out without holding out all.
  func held(_ wanted: Int, seed: UInt64) -> Set<Int32>? {
    var sizes = [Int](repeating: 0, count: count)
    for group in groups { sizes[Int(group)] += 1 }
    var isHeld = [Bool](repeating: false, count: count)
    var taken = 0
    for group in Philox(seed: seed, purpose: "split").permutation(count: count, round: 0) where taken < wanted
    {
      // A group that would be far too much stays, if there are others.
      if taken + sizes[Int(group)] > max(2 * wanted, groups.count / 2) { continue }
      isHeld[Int(group)] = true
      taken += sizes[Int(group)]
    }
    guard taken > 0, taken < groups.count - 1 else { return nil }
    return Set(groups.indices.filter { isHeld[Int(groups[$0])] }.map { Int32(truncatingIfNeeded: $0) })
  }
}
