import Foundation

/// The cells of a column as codes of their keys, in the order of first appearance; images have none.
package struct CategoryCodes: Sendable {
  /// One code for each of the rows asked for; −1 where the cell is missing.
  package let codes: [Int32]
  /// The key of each code.
  package let keys: ByteStrings
  /// How many of the rows hold each code.
  package let counts: [Int]

  /// Codes the cells of some rows, or of all.
  ///
  /// - Parameter isByValue: whether numbers are told apart by their values, however they are written, and odd cells are
  ///   missing.
  package init(_ column: Column, rows: [Int]? = nil, isByValue: Bool = false) {
    if let rows { column.requireRows(rows) }
    let count = rows?.count ?? column.count
    var codes = [Int32](repeating: -1, count: count)
    var interner = Interner()
    switch column.cells {
    case .numbers(let cells):
      // Numbers are told apart by their bits; the text of a key is made once.
      var bits = Interner()
      let written = isByValue ? nil : cells.written?.codes(ofRows: cells.values.count)
      for i in 0..<count {
        let row = rows?[i] ?? i, value = cells.values[row]
        if value.isNaN || written.map({ $0[row] >= 0 }) == true { continue }
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
      // Cells that are written in another way are values of their own.
      if let written, let texts = cells.written?.texts {
        for i in 0..<count where written[rows?[i] ?? i] >= 0 {
          codes[i] = texts.withBytes(of: Int(written[rows?[i] ?? i])) { interner.intern($0, $1) }
        }
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

  private init(codes: [Int32], keys: ByteStrings, counts: [Int]) {
    (self.codes, self.keys, self.counts) = (codes, keys, counts)
  }

  /// The same with keys that differ only in how characters are composed (Unicode's NFC) as one.
  package func composed() -> CategoryCodes {
    var interner = Interner()
    let places = (0..<keys.count).map { interner.intern(Self.composed(keys, $0)) }
    if interner.count == keys.count, keys == interner.values { return self }
    var merged = [Int](repeating: 0, count: interner.count)
    for (code, count) in counts.enumerated() { merged[Int(places[code])] += count }
    return CategoryCodes(
      codes: codes.map { $0 < 0 ? -1 : places[Int($0)] }, keys: interner.values, counts: merged)
  }

  /// A key in NFC; bytes that are no UTF-8 stay.
  private static func composed(_ keys: ByteStrings, _ code: Int) -> [UInt8] {
    let bytes = keys.withBytes(of: code) { Array(UnsafeBufferPointer(start: $0, count: $1)) }
    guard bytes.contains(where: { $0 >= 0x80 }), let text = String(validating: bytes, as: UTF8.self) else {
      return bytes
    }
    return Array(text.precomposedStringWithCanonicalMapping.utf8)
  }

  package var presentCount: Int { counts.reduce(0, +) }

  /// The codes by count descending, then by bytes.
  package func byFrequency() -> [Int] {
    counts.indices.sorted { a, b in
      counts[a] != counts[b] ? counts[a] > counts[b] : keys.precedes(a, b)
    }
  }
}
