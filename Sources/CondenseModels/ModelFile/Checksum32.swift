import CZlib

/// CRC-32 of bytes, as eight hexadecimal digits.
enum Checksum32 {
  static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    var value = crc32_z(0, nil, 0)
    value = crc32_z(value, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
    return text(UInt32(truncatingIfNeeded: value))
  }

  static func text(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
