#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A block of zeroed memory, aligned to 64 bytes; from 2 MB on aligned to 2 MB and offered to the system for
/// huge pages, which spares big embeddings most of their address translation misses.
///
/// Owning and plain: no copy on write, because a second reference to an embedding must never double it.
/// `@unchecked Sendable`: whoever holds it decides who may write; `Parameters` and the engine do.
package final class AlignedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int

  /// Bytes past the end that may be read, never meaningfully: kernels load whole vectors.
  private static var slack: Int { 64 }
  private static var hugePage: Int { 1 << 21 }

  /// - Throws: `CondenseError` of kind `machine` when the memory cannot be had or the size overflows.
  package init(count: Int) throws(CondenseError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard count >= 0, !overflow, bytes < Int.max - Self.slack else {
      throw CondenseError(.machine, "\(count) numbers are more than this machine can address")
    }
    let whole = bytes + Self.slack
    let huge = whole >= Self.hugePage
    var pointer: UnsafeMutableRawPointer?
    guard posix_memalign(&pointer, huge ? Self.hugePage : 64, whole) == 0, let pointer else {
      throw CondenseError(.machine, "this machine has no \(bytes >> 20) MB of memory left to give")
    }
    #if os(Linux)
      let hugePageAdvice: Int32 = 14  // MADV_HUGEPAGE
      if huge { madvise(pointer, whole, hugePageAdvice) }
    #endif
    memset(pointer, 0, whole)
    base = pointer.bindMemory(to: Element.self, capacity: count)
    self.count = count
  }

  package convenience init(copying elements: some Collection<Element>) throws(CondenseError) {
    try self.init(count: elements.count)
    var place = base
    for element in elements {
      place.pointee = element
      place += 1
    }
  }

  deinit { free(base) }

  package func copy() throws(CondenseError) -> AlignedMemory {
    let other = try AlignedMemory(count: count)
    other.base.update(from: base, count: count)
    return other
  }

  package var elements: UnsafeMutableBufferPointer<Element> { .init(start: base, count: count) }
}

package typealias FloatMemory = AlignedMemory<Float>
