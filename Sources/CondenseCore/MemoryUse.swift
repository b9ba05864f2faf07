import CKernels

#if canImport(Glibc)
  import Glibc
#endif

/// The memory that this process holds, and the most it has held.
package struct MemoryUse {
  private let before: Int

  /// From now on arrays go back to the system when they are freed, where the allocator can: for programs, at their start.
  package static func givesBackArrays() { ckernels_give_back_arrays() }

  /// Gives what was freed back to the system, where the allocator can.
  package static func giveBack() { ckernels_trim() }

  /// Starts to watch: what was freed is given back, and the peak is forgotten. Nil where the system does not let it.
  package init?() {
    #if os(Linux)
      Self.giveBack()
      guard let file = fopen("/proc/self/clear_refs", "w") else { return nil }
      let isWritten = fputs("5\n", file) >= 0
      guard fclose(file) == 0, isWritten, let now = Self.bytes("VmRSS:") else { return nil }
      before = now
    #else
      return nil
    #endif
  }

  /// Bytes by which the peak since then lies above what was held at first.
  package var peakBytes: Int? { Self.bytes("VmHWM:").map { max(0, $0 - before) } }

  private static func bytes(_ name: String) -> Int? {
    Processors.firstLine(of: "/proc/self/status", after: name)
      .flatMap { $0.split { $0 == " " || $0 == "\t" }.first }.flatMap { Int($0) }.map { $0 * 1024 }
  }
}
