import CZlib

/// A CRC-32 over small pieces, gathered into blocks.
struct Checksum {
  private var block: [UInt8] = []
  private var sum = crc32(0, nil, 0)

  init() { block.reserveCapacity(1 << 16 + 64) }

  mutating func add(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { block.append(contentsOf: $0) }
    if block.count >= 1 << 16 { flush() }
  }

  /// The length and the bytes.
  mutating func add(_ p: UnsafePointer<UInt8>, _ count: Int) {
    add(UInt64(count))
    block.append(contentsOf: UnsafeBufferPointer(start: p, count: count))
    if block.count >= 1 << 16 { flush() }
  }

  mutating func add(_ bytes: [UInt8]) {
    add(UInt64(bytes.count))
    block.append(contentsOf: bytes)
    if block.count >= 1 << 16 { flush() }
  }

  mutating func hexadecimal() -> String {
    flush()
    let digits = String(UInt32(truncatingIfNeeded: sum), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private mutating func flush() {
    var start = 0
    while start < block.count {
      let length = min(block.count - start, 1 << 30)
      sum = block.withUnsafeBufferPointer { crc32(sum, $0.baseAddress.map { $0 + start }, UInt32(length)) }
      start += length
    }
    block.removeAll(keepingCapacity: true)
  }
}
