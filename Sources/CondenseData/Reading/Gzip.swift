import CZlib
import CondenseCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Inflating gzip files of one or several members.
enum Gzip {
  static func recognises(_ bytes: borrowing InputBytes) -> Bool {
    bytes.count >= 2 && bytes.base[0] == 0x1f && bytes.base[1] == 0x8b
  }

  static func inflated(_ bytes: borrowing InputBytes, name: String) throws(CondenseError) -> InputBytes {
    var stream = z_stream()
    guard
      inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw InputBytes.tooLarge(name) }
    defer { inflateEnd(&stream) }

    var capacity = capacityHint(bytes)
    var memory = try InputBytes.allocate(capacity, for: name)
    var count = 0
    var consumed = 0
    var status = Z_OK
    while true {
      if status == Z_STREAM_END {
        // Members may follow each other; tools pad the end of a file with zeros.
        var next = consumed
        while next < bytes.count, bytes.base[next] == 0 { next += 1 }
        if next == bytes.count { break }
        consumed = next
        guard inflateReset(&stream) == Z_OK else {
          free(memory)
          throw damaged(name, at: consumed)
        }
      }
      if count == capacity {
        let (doubled, overflows) = capacity.multipliedReportingOverflow(by: 2)
        guard !overflows, let grown = realloc(memory, doubled + InputBytes.padding) else {
          free(memory)
          throw InputBytes.tooLarge(name)
        }
        memory = grown.assumingMemoryBound(to: UInt8.self)
        capacity = doubled
      }
      let offered = min(bytes.count - consumed, 1 << 30)
      let room = min(capacity - count, 1 << 30)
      stream.next_in = bytes.base + consumed
      stream.avail_in = UInt32(offered)
      stream.next_out = memory + count
      stream.avail_out = UInt32(room)
      status = inflate(&stream, Z_NO_FLUSH)
      let taken = offered - Int(stream.avail_in)
      let made = room - Int(stream.avail_out)
      consumed += taken
      count += made
      if status == Z_STREAM_END { continue }
      if status == Z_BUF_ERROR || (status == Z_OK && taken == 0 && made == 0) {
        if consumed == bytes.count && stream.avail_out > 0 {
          free(memory)
          throw truncated(name)
        }
        continue
      }
      if status == Z_MEM_ERROR {
        free(memory)
        throw InputBytes.tooLarge(name)
      }
      guard status == Z_OK else {
        free(memory)
        throw damaged(name, at: consumed)
      }
      if consumed == bytes.count && stream.avail_out > 0 {
        free(memory)
        throw truncated(name)
      }
    }
    return InputBytes(adopting: memory, count: count)
  }

  /// What the last four bytes say (the size modulo 4 GB), where deflate could have reached it.
  private static func capacityHint(_ bytes: borrowing InputBytes) -> Int {
    guard bytes.count >= 18 else { return 1 << 16 }
    var size = 0
    for i in 0..<4 { size |= Int(bytes.base[bytes.count - 4 + i]) << (8 * i) }
    return size <= bytes.count * 1032 ? size + 64 : bytes.count * 4
  }

  private static func truncated(_ name: String) -> CondenseError {
    CondenseError(.content, "\(name) is a gzip file that ends too early; copy or download it again")
  }

  private static func damaged(_ name: String, at offset: Int) -> CondenseError {
    CondenseError(
      .content, "\(name) is a gzip file damaged near byte \(offset); copy or download it again")
  }
}
