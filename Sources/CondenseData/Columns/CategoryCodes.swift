/// The cells of a column as codes of their keys, in the order of first appearance; images have none.
package struct CategoryCodes: Sendable {
  /// One code for each of the rows asked for; −1 where the cell is missing.
  package let codes: [Int32]
  /// The key of each code.
  package let keys: ByteStrings
  /// How many of the rows hold each code.
  package let counts: [Int]

  /// Codes the cells of some rows, or of all.
  package init(_ column: Column, rows: [Int]? = nil) {
    let count = rows?.count ?? column.count
    var codes = [Int32](repeating: -1, count: count)
    var interner = Interner()
    switch column.cells {
    case .numbers(let cells):
      // Numbers are told apart by their bits; the text of a key is made once.
      var bits = Interner()
      for i in 0..<count {
        let value = cells.values[rows?[i] ?? i]
        if value.isNaN { continue }
        codes[i] = withUnsafeBytes(of: (value + 0).bitPattern) { raw in
          bits.intern(raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self), 8)
        }
      }
      for code in 0..<bits.count {
        let value = bits.values.withBytes(of: code) { p, _ in
          Double(bitPattern: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
        }
        _ = ShortestNumber.withBytes(value) { interner.intern($0, $1) }
      }
    case .strings(let cells):
      var keyOfValue = [Int32](repeating: -1, count: cells.values.count)
      for i in 0..<count {
        let value = Int(cells.codes[rows?[i] ?? i])
        if value < 0 { continue }
        if keyOfValue[value] < 0 {
          keyOfValue[value] = cells.values.withBytes(of: value) { p, n in
            CellKey.withKey(p, n) { interner.intern($0, $1) }
          }
        }
        codes[i] = keyOfValue[value]
      }
    case .images: break
    }
    var counts = [Int](repeating: 0, count: interner.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    self.codes = codes
    self.counts = counts
    keys = interner.values
  }

  package var presentCount: Int { counts.reduce(0, +) }

  /// The codes by count descending, then by bytes.
  package func byFrequency() -> [Int] {
    counts.indices.sorted { a, b in
      counts[a] != counts[b] ? counts[a] > counts[b] : keys.precedes(a, b)
    }
  }
}
