/// Distinct byte strings, numbered in the order of their first appearance.
package struct Interner: Sendable {
  package private(set) var values = ByteStrings()
  private var hashes: [UInt64] = []
  /// Open addressing: the number of a string plus one, or zero.
  private var slots: [Int32]
  private var mask: Int

  package init() {
    slots = [Int32](repeating: 0, count: 64)
    mask = 63
  }

  package var count: Int { hashes.count }

  /// The number of the string, or −1 when it was never seen.
  @inline(__always)
  package func find(_ p: UnsafePointer<UInt8>, _ length: Int) -> Int32 {
    let hash = ByteHash.hash(p, length)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return -1 }
      let code = Int(entry) &- 1
      if hashes[code] == hash, values.equals(code, p, length) { return entry &- 1 }
      slot = (slot &+ 1) & mask
    }
  }

  /// The number of the string, new if it was never seen.
  @inline(__always)
  package mutating func intern(_ p: UnsafePointer<UInt8>, _ length: Int) -> Int32 {
    let hash = ByteHash.hash(p, length)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      let code = Int(entry) &- 1
      if hashes[code] == hash, values.equals(code, p, length) { return entry &- 1 }
      slot = (slot &+ 1) & mask
    }
    return add(p, length, hash, slot)
  }

  /// The number of the string, or −1 when it was never seen.
  package func find(_ bytes: [UInt8]) -> Int32 {
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        return withUnsafePointer(to: UInt8(0)) { find($0, 0) }
      }
      return find(base, buffer.count)
    }
  }

  package mutating func intern(_ bytes: [UInt8]) -> Int32 {
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        return withUnsafePointer(to: UInt8(0)) { intern($0, 0) }
      }
      return intern(base, buffer.count)
    }
  }

  @inline(never)
  private mutating func add(_ p: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64, _ slot: Int) -> Int32 {
    let code = hashes.count
    values.append(p, length)
    hashes.append(hash)
    slots[slot] = Int32(truncatingIfNeeded: code + 1)
    if hashes.count * 2 > slots.count { grow() }
    return Int32(truncatingIfNeeded: code)
  }

  private mutating func grow() {
    mask = slots.count * 2 - 1
    slots = [Int32](repeating: 0, count: mask + 1)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(truncatingIfNeeded: code + 1)
    }
  }
}
