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
  private let isMapped: Bool
  /// Whose memory this is a part of.
  private let owner: AlignedMemory?

  /// Bytes past the end that may be read, never meaningfully: kernels load whole vectors.
  private static var slack: Int { 64 }
  private static var hugePage: Int { 1 << 21 }

  /// - Throws: `CondenseError` of kind `machine` when the memory cannot be had or the size overflows.
  package init(count: Int) throws(CondenseError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard count >= 0, !overflow, bytes < Int.max / 2 else {
      throw CondenseError(.machine, "\(count) numbers are more than this machine can address")
    }
    let whole = bytes + Self.slack
    isMapped = whole >= Self.hugePage
    guard let pointer = isMapped ? Self.map(whole) : Self.allocate(whole) else {
      throw CondenseError(
        .machine, "there are no \(max(1, bytes >> 20)) MB of memory left, of this machine or for this process"
      )
    }
    base = pointer.bindMemory(to: Element.self, capacity: count)
    self.count = count
    owner = nil
  }

  /// A part of a block, in the same memory.
  private init(_ range: Range<Int>, of owner: AlignedMemory) {
    base = owner.base + range.lowerBound
    count = range.count
    isMapped = false
    self.owner = owner
  }

  /// Some of the elements, which stay where they are.
  package func part(_ range: Range<Int>) -> AlignedMemory {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a part of a block lies within it")
    return AlignedMemory(range, of: self)
  }

  private static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
    var pointer: UnsafeMutableRawPointer?
    guard posix_memalign(&pointer, 64, bytes) == 0, let pointer else { return nil }
    return memset(pointer, 0, bytes)
  }

  /// Fresh pages, which the system hands out as zeros: nothing is written before it is used.
  private static func map(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let room = roundedUp(bytes, toMultipleOf: hugePage) + hugePage
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    guard let start = mmap(nil, room, PROT_READ | PROT_WRITE, flags, -1, 0), start != MAP_FAILED else {
      return nil
    }
    let lead = roundedUp(Int(bitPattern: start), toMultipleOf: hugePage) - Int(bitPattern: start)
    if lead > 0 { munmap(start, lead) }
    munmap(start + lead + (room - hugePage), hugePage - lead)
    #if os(Linux)
      let hugePageAdvice: Int32 = 14  // MADV_HUGEPAGE
      madvise(start + lead, room - hugePage, hugePageAdvice)
    #endif
    return start + lead
  }

  package convenience init(copying elements: some Collection<Element>) throws(CondenseError) {
    try self.init(count: elements.count)
    var place = base
    for element in elements {
      place.pointee = element
      place += 1
    }
  }

  deinit {
    if owner != nil { return }
    if isMapped {
      let bytes = count * MemoryLayout<Element>.stride + Self.slack
      munmap(base, roundedUp(bytes, toMultipleOf: Self.hugePage))
    } else {
      free(base)
    }
  }

  package func copy() throws(CondenseError) -> AlignedMemory {
    let other = try AlignedMemory(count: count)
    other.base.update(from: base, count: count)
    return other
  }

  package var elements: UnsafeMutableBufferPointer<Element> { .init(start: base, count: count) }
}

package typealias FloatMemory = AlignedMemory<Float>
