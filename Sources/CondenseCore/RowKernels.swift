import CKernels

/// Reading, pooling and summing rows of an embedding.
package enum RowKernels {
  /// Numbers from one row to the next: whole vectors of 8, but 2 or 4 where these hold a row, so that rows of one or two
  /// numbers, which speak to the outputs directly, take no four times their memory.
  package static func stride(width: Int) -> Int {
    width <= 2 ? 2 : width <= 4 ? 4 : roundedUp(width, toMultipleOf: 8)
  }

  /// Numbers that updating rows works with.
  package static func scratchCount(width: Int) -> Int { 2 * roundedUp(width, toMultipleOf: 8) }

  /// How far ahead rows are asked for.
  private static let ahead = 8

  @inline(__always)
  private static func prefetch(_ row: UnsafePointer<Float>, width: Int) {
    var line = 0
    while line < width {
      ckernels_prefetch(row + line)
      line += 16
    }
  }

  @inline(__always)
  private static func prefetchToWrite(_ row: UnsafePointer<Float>, width: Int) {
    var line = 0
    while line < width {
      ckernels_prefetch_write(row + line)
      line += 16
    }
  }

  /// Copies one row for each id.
  ///
  /// - Parameters:
  ///   - ids: `rows × perRow` ids, the ids of one row next to each other.
  ///   - width: the dimension; `table` rows are `tableStride` apart.
  ///   - y: `rows` rows `yStride` apart; the `perRow` vectors of a row follow each other without gaps.
  package static func gather(
    rows: Int, perRow: Int, ids: UnsafePointer<Int32>, table: UnsafePointer<Float>, tableStride: Int,
    width: Int, y: UnsafeMutablePointer<Float>, yStride: Int
  ) {
    let count = rows * perRow
    var i = 0
    for row in 0..<rows {
      var target = y + row * yStride
      for _ in 0..<perRow {
        if i + ahead < count { prefetch(table + Int(ids[i + ahead]) * tableStride, width: width) }
        let source = table + Int(ids[i]) * tableStride
        var column = 0
        while column + 8 <= width {
          target.store8(source.load8(column), column)
          column += 8
        }
        while column < width {
          target[column] = source[column]
          column += 1
        }
        target += width
        i += 1
      }
    }
  }

  /// Pools the rows of each bag: the sum, times `1 / length` for a mean (an empty bag gives zeros).
  ///
  /// Every number is one chain over the bag's ids in order.
  /// - Parameters:
  ///   - offsets: `rows + 1` places in `ids`.
  ///   - weights: one for each id, or nil for 1; the mean divides by the number of ids.
  package static func pool(
    rows: Int, offsets: UnsafePointer<Int64>, ids: UnsafePointer<Int32>, weights: UnsafePointer<Float>?,
    table: UnsafePointer<Float>, tableStride: Int, width: Int, takesMean: Bool,
    y: UnsafeMutablePointer<Float>, yStride: Int
  ) {
    if Processors.isWide, width % 16 == 0 {
      return ckernels_pool(
        rows, offsets, ids, weights, table, tableStride, width, takesMean ? 1 : 0, ahead, y, yStride)
    }
    let end = Int(offsets[rows])
    for row in 0..<rows {
      let first = Int(offsets[row]), last = Int(offsets[row + 1])
      let target = y + row * yStride
      let scale = takesMean && last > first ? 1 / Float(last - first) : 1
      var column = 0
      // Strips of 64, 32, 16 and 8 numbers cover a row; what the last reads beyond its end is not taken.
      while column < width {
        let left = roundedUp(width - column, toMultipleOf: 8)
        let strip = left >= 64 ? 64 : left >= 32 ? 32 : left >= 16 ? 16 : 8
        let whole = column + strip <= width
        let from = table + column
        withUnsafeTemporaryAllocation(of: Float.self, capacity: whole ? 1 : strip) { spare in
          let out = whole ? target + column : spare.baseAddress!
          switch strip {
          case 64:
            pool64(
              first, last, end, ids, weights, from, tableStride, prefetching: column == 0, scale, out)
          case 32: pool32(first, last, ids, weights, from, tableStride, scale, out)
          case 16: pool16(first, last, ids, weights, from, tableStride, scale, out)
          default: pool8(first, last, ids, weights, from, tableStride, scale, out)
          }
          if !whole { (target + column).update(from: out, count: width - column) }
        }
        column += strip
      }
    }
  }

  @inline(__always)
  private static func pool64(
    _ first: Int, _ last: Int, _ end: Int, _ ids: UnsafePointer<Int32>, _ weights: UnsafePointer<Float>?,
    _ table: UnsafePointer<Float>, _ stride: Int, prefetching: Bool, _ scale: Float,
    _ out: UnsafeMutablePointer<Float>
  ) {
    var a = Float8(), b = Float8(), c = Float8(), d = Float8()
    var e = Float8(), f = Float8(), g = Float8(), h = Float8()
    for i in first..<last {
      if prefetching, i + ahead < end { prefetch(table + Int(ids[i + ahead]) * stride, width: 64) }
      let row = table + Int(ids[i]) * stride
      if let weights {
        let w = Float8(repeating: weights[i])
        a.addProduct(w, row.load8())
        b.addProduct(w, row.load8(8))
        c.addProduct(w, row.load8(16))
        d.addProduct(w, row.load8(24))
        e.addProduct(w, row.load8(32))
        f.addProduct(w, row.load8(40))
        g.addProduct(w, row.load8(48))
        h.addProduct(w, row.load8(56))
      } else {
        a += row.load8()
        b += row.load8(8)
        c += row.load8(16)
        d += row.load8(24)
        e += row.load8(32)
        f += row.load8(40)
        g += row.load8(48)
        h += row.load8(56)
      }
    }
    out.store8(a * scale)
    out.store8(b * scale, 8)
    out.store8(c * scale, 16)
    out.store8(d * scale, 24)
    out.store8(e * scale, 32)
    out.store8(f * scale, 40)
    out.store8(g * scale, 48)
    out.store8(h * scale, 56)
  }

  @inline(__always)
  private static func pool32(
    _ first: Int, _ last: Int, _ ids: UnsafePointer<Int32>, _ weights: UnsafePointer<Float>?,
    _ table: UnsafePointer<Float>, _ stride: Int, _ scale: Float, _ out: UnsafeMutablePointer<Float>
  ) {
    var a = Float8(), b = Float8(), c = Float8(), d = Float8()
    for i in first..<last {
      let row = table + Int(ids[i]) * stride
      let w = Float8(repeating: weights.map { $0[i] } ?? 1)
      a.addProduct(w, row.load8())
      b.addProduct(w, row.load8(8))
      c.addProduct(w, row.load8(16))
      d.addProduct(w, row.load8(24))
    }
    out.store8(a * scale)
    out.store8(b * scale, 8)
    out.store8(c * scale, 16)
    out.store8(d * scale, 24)
  }

  @inline(__always)
  private static func pool16(
    _ first: Int, _ last: Int, _ ids: UnsafePointer<Int32>, _ weights: UnsafePointer<Float>?,
    _ table: UnsafePointer<Float>, _ stride: Int, _ scale: Float, _ out: UnsafeMutablePointer<Float>
  ) {
    var a = Float8(), b = Float8()
    for i in first..<last {
      let row = table + Int(ids[i]) * stride
      let w = Float8(repeating: weights.map { $0[i] } ?? 1)
      a.addProduct(w, row.load8())
      b.addProduct(w, row.load8(8))
    }
    out.store8(a * scale)
    out.store8(b * scale, 8)
  }

  @inline(__always)
  private static func pool8(
    _ first: Int, _ last: Int, _ ids: UnsafePointer<Int32>, _ weights: UnsafePointer<Float>?,
    _ table: UnsafePointer<Float>, _ stride: Int, _ scale: Float, _ out: UnsafeMutablePointer<Float>
  ) {
    var a = Float8()
    for i in first..<last {
      a.addProduct(
        Float8(repeating: weights.map { $0[i] } ?? 1), (table + Int(ids[i]) * stride).load8())
    }
    out.store8(a * scale)
  }

  /// Adds a run of numbers (a multiple of 8) to another.
  package static func add(
    _ numbers: UnsafePointer<Float>, to sum: UnsafeMutablePointer<Float>, count: Int
  ) {
    var i = 0
    while i < count {
      sum.store8(sum.load8(i) + numbers.load8(i), i)
      i += 8
    }
  }

  // MARK: gradients of rows

  /// Where the gradient of one occurrence stands: row `example` of `base`, `within` numbers in.
  package struct GradientRows {
    /// Start of the gradient of the batch's first example; up to seven numbers beyond the last may be read.
    package let base: UnsafePointer<Float>
    package let stride: Int
    /// Occurrences of earlier uses of the same embedding: this use's are counted from here.
    package let firstOccurrence: Int
    /// Ids per example when each has its own vector; 1 for a pooled bag or a single id.
    package let perExample: Int
    /// Example of each occurrence, for bags; nil when it is `occurrence / perExample`.
    package let examples: UnsafePointer<Int32>?
    /// Weight of each occurrence in its bag, or nil for 1.
    package let weights: UnsafePointer<Float>?

    package init(
      base: UnsafePointer<Float>, stride: Int, firstOccurrence: Int, perExample: Int,
      examples: UnsafePointer<Int32>?,
      weights: UnsafePointer<Float>?
    ) {
      self.base = base
      self.stride = stride
      self.firstOccurrence = firstOccurrence
      self.perExample = perExample
      self.examples = examples
      self.weights = weights
    }

    @inline(__always)
    func occurrence(_ key: UInt64) -> Int { Int(key & 0xFFFF_FFFF) - firstOccurrence }

    @inline(__always)
    func row(of occurrence: Int, width: Int) -> UnsafePointer<Float> {
      if let examples { return base + Int(examples[occurrence]) * stride }
      if perExample == 1 { return base + occurrence * stride }
      let (example, place) = occurrence.quotientAndRemainder(dividingBy: perExample)
      return base + (example * stride + place * width)
    }
  }

  /// Occurrences summed together before their sum joins the total: a fixed order that could be cut.
  package static let chunk = 128

  /// Sums the gradients of the occurrences `keys` (their low 32 bits) of one row, in order.
  ///
  /// - Parameter sum: `width` rounded up to 8 numbers, overwritten; numbers past `width` become zero.
  @inline(__always)
  static func sumOccurrences(
    _ keys: UnsafePointer<UInt64>, count: Int, of gradients: GradientRows, width: Int,
    into sum: UnsafeMutablePointer<Float>
  ) {
    var column = 0
    while column < width {
      let left = width - column
      if left >= 32 {
        sumStrip32(keys, count, gradients, width, column, sum + column)
        column += 32
      } else {
        sumStrip8(keys, count, gradients, width, column, sum + column)
        column += 8
      }
    }
    // The last strip may have read beyond a row.
    for place in width..<max(column, width) { sum[place] = 0 }
  }

  @inline(__always)
  private static func sumStrip32(
    _ keys: UnsafePointer<UInt64>, _ count: Int, _ gradients: GradientRows, _ width: Int, _ column: Int,
    _ sum: UnsafeMutablePointer<Float>
  ) {
    var a = Float8(), b = Float8(), c = Float8(), d = Float8()
    var first = 0
    while first < count {
      let last = min(first + chunk, count)
      var e = Float8(), f = Float8(), g = Float8(), h = Float8()
      for i in first..<last {
        let occurrence = gradients.occurrence(keys[i])
        let row = gradients.row(of: occurrence, width: width) + column
        if let weights = gradients.weights {
          let w = Float8(repeating: weights[occurrence])
          e.addProduct(w, row.load8())
          f.addProduct(w, row.load8(8))
          g.addProduct(w, row.load8(16))
          h.addProduct(w, row.load8(24))
        } else {
          e += row.load8()
          f += row.load8(8)
          g += row.load8(16)
          h += row.load8(24)
        }
      }
      a += e
      b += f
      c += g
      d += h
      first = last
    }
    sum.store8(a)
    sum.store8(b, 8)
    sum.store8(c, 16)
    sum.store8(d, 24)
  }

  @inline(__always)
  private static func sumStrip8(
    _ keys: UnsafePointer<UInt64>, _ count: Int, _ gradients: GradientRows, _ width: Int, _ column: Int,
    _ sum: UnsafeMutablePointer<Float>
  ) {
    var a = Float8()
    var first = 0
    while first < count {
      let last = min(first + chunk, count)
      var b = Float8()
      for i in first..<last {
        let occurrence = gradients.occurrence(keys[i])
        let row = gradients.row(of: occurrence, width: width) + column
        b.addProduct(Float8(repeating: gradients.weights.map { $0[occurrence] } ?? 1), row.load8())
      }
      a += b
      first = last
    }
    sum.store8(a)
  }

  /// Everything that updating rows needs to know of one embedding.
  package struct RowUpdate {
    package var table: UnsafeMutablePointer<Float>
    package var width: Int
    package var stride: Int
    /// Optimizer state rows beside the table's, `stride` apart (row-wise state: one number a row).
    package var first: UnsafeMutablePointer<Float>?
    package var second: UnsafeMutablePointer<Float>?
    /// Gradients of each use of the embedding, in the order of uses.
    package var uses: UnsafePointer<GradientRows>
    package var useCount: Int

    package init(
      table: UnsafeMutablePointer<Float>, width: Int, stride: Int, first: UnsafeMutablePointer<Float>?,
      second: UnsafeMutablePointer<Float>?, uses: UnsafePointer<GradientRows>,
      useCount: Int
    ) {
      self.table = table
      self.width = width
      self.stride = stride
      self.first = first
      self.second = second
      self.uses = uses
      self.useCount = useCount
    }

    /// The same for vectors of sixteen, where the embedding is used once.
    var wide: ckernels_rows {
      let use = uses[0]
      return ckernels_rows(
        table: table, first: first, second: second, width: width, stride: stride, gradients: use.base,
        gradient_stride: use.stride, per_example: use.perExample, examples: use.examples,
        weights: use.weights,
        chunk: RowKernels.chunk)
    }
  }

  /// Sums the gradient of each distinct row and updates it, once.
  ///
  /// - Parameters:
  ///   - rows: which of the distinct rows.
  ///   - starts: for each distinct row the place of its first key; one more at the end.
  ///   - keys: `id << 32 | occurrence`, sorted; occurrences count through all uses.
  ///   - scratch: `scratchCount` numbers.
  package static func update(
    rows: Range<Int>, starts: UnsafePointer<Int32>, keys: UnsafePointer<UInt64>, of update: RowUpdate,
    with rule: UpdateRule, scratch: UnsafeMutablePointer<Float>
  ) {
    if update.useCount == 1, update.width % 16 == 0, var rule = rule.wide {
      var wide = update.wide
      return ckernels_update_rows(&wide, &rule, keys, starts, rows.lowerBound, rows.upperBound)
    }
    let stateStride = rule.isRowWise ? 1 : update.stride
    for r in rows {
      if r + 16 < rows.upperBound {
        let next = Int(keys[Int(starts[r + 16])] >> 32)
        prefetchToWrite(update.table + next * update.stride, width: update.width)
        if let first = update.first {
          prefetchToWrite(first + next * stateStride, width: rule.isRowWise ? 1 : update.width)
        }
        if let second = update.second {
          prefetchToWrite(second + next * stateStride, width: update.width)
        }
      }
      let id = Int(keys[Int(starts[r])] >> 32)
      gradient(
        row: r, starts: starts, keys: keys, uses: update.uses, useCount: update.useCount,
        width: update.width, into: scratch)
      rule.apply(
        weights: update.table + id * update.stride, gradient: scratch,
        first: update.first.map { $0 + id * stateStride },
        second: update.second.map { $0 + id * stateStride },
        count: update.stride, width: update.width)
    }
  }

  /// The gradient of one distinct row; its occurrences come sorted, so those of one use stand together.
  ///
  /// - Parameter sum: `scratchCount` numbers; the gradient is left in the first half.
  @inline(__always)
  package static func gradient(
    row: Int, starts: UnsafePointer<Int32>, keys: UnsafePointer<UInt64>,
    uses: UnsafePointer<GradientRows>, useCount: Int, width: Int, into sum: UnsafeMutablePointer<Float>
  ) {
    let begin = Int(starts[row]), end = Int(starts[row + 1])
    guard useCount > 1 else {
      sumOccurrences(keys + begin, count: end - begin, of: uses[0], width: width, into: sum)
      return
    }
    let count = roundedUp(width, toMultipleOf: 8), part = sum + count
    sum.update(repeating: 0, count: count)
    var place = begin
    for use in 0..<useCount where place < end {
      let limit = use + 1 < useCount ? UInt64(uses[use + 1].firstOccurrence) : UInt64(UInt32.max)
      var last = place
      while last < end, keys[last] & 0xFFFF_FFFF < limit { last += 1 }
      guard last > place else { continue }
      sumOccurrences(keys + place, count: last - place, of: uses[use], width: width, into: part)
      add(part, to: sum, count: count)
      place = last
    }
  }
}
