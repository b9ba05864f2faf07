/// Many byte strings in one buffer.
package struct ByteStrings: Sendable, Equatable {
  /// Where each string starts, and after the last where it ends.
  package private(set) var offsets: [Int] = [0]
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package var count: Int { offsets.count - 1 }

  package mutating func reserve(count: Int, bytes byteCount: Int) {
    offsets.reserveCapacity(count + 1)
    bytes.reserveCapacity(byteCount)
  }

  @inline(__always)
  package mutating func append(_ p: UnsafePointer<UInt8>, _ length: Int) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: p, count: length))
    offsets.append(bytes.count)
  }

  package mutating func append(_ string: some Collection<UInt8>) {
    bytes.append(contentsOf: string)
    offsets.append(bytes.count)
  }

  /// Calls `body` with the bytes of string `index`; never with a null pointer.
  @inline(__always)
  package func withBytes<R>(of index: Int, _ body: (UnsafePointer<UInt8>, Int) -> R) -> R {
    let start = offsets[index]
    let end = offsets[index + 1]
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        return withUnsafePointer(to: UInt8(0)) { body($0, 0) }
      }
      return body(base + start, end - start)
    }
  }

  @inline(__always)
  func equals(_ index: Int, _ p: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let start = offsets[index]
    if offsets[index + 1] - start != length { return false }
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return length == 0 }
      let own = base + start
      var i = 0
      while i &+ 8 <= length {
        let a = UnsafeRawPointer(own + i).loadUnaligned(as: UInt64.self)
        let b = UnsafeRawPointer(p + i).loadUnaligned(as: UInt64.self)
        if a != b { return false }
        i &+= 8
      }
      while i < length {
        if own[i] != p[i] { return false }
        i &+= 1
      }
      return true
    }
  }

  package func string(_ index: Int) -> String {
    String(decoding: bytes[offsets[index]..<offsets[index + 1]], as: UTF8.self)
  }

  /// Whether string `a` comes before string `b` byte by byte.
  package func precedes(_ a: Int, _ b: Int) -> Bool {
    bytes[offsets[a]..<offsets[a + 1]].lexicographicallyPrecedes(bytes[offsets[b]..<offsets[b + 1]])
  }
}
