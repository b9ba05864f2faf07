import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What becomes of a process that `ulimit -v` gives no more memory.
///
/// Large buffers come from an allocator that throws; Swift's own arrays and objects end the process where there is no
/// memory for them. Then it says so, and ends as a machine that cannot.
enum MemoryLimit {
  private static let sentence: StaticString =
    "condense: there is no memory left within the limit of this process ('ulimit -v'); raise it, or use fewer rows\n"
  /// The limit in pages, 0 for none.
  private static let pages = Atomic<Int>(0)

  /// From now on a process that ends for want of memory exits with 69.
  static func watch() {
    #if os(Linux)
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < 1 << 50 else {
        return
      }
      pages.store(Int(limit.rlim_cur) / sysconf(Int32(_SC_PAGESIZE)), ordering: .relaxed)
      for number in [SIGABRT, SIGILL, SIGTRAP] {
        signal(number) { MemoryLimit.end(by: $0) }
      }
    #endif
  }

  /// In a signal handler: nothing here asks for memory.
  private static func end(by number: Int32) {
    // More than half of the limit is in use: an allocation that did not fit is why.
    if used() * 2 > pages.load(ordering: .relaxed) {
      StopSignal.removeUnfinished()
      _ = write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
      _exit(69)
    }
    signal(number, SIG_DFL)
    raise(number)
  }

  /// Pages of address space in use.
  private static func used() -> Int {
    let path: StaticString = "/proc/self/statm"
    let file = path.utf8Start.withMemoryRebound(to: CChar.self, capacity: path.utf8CodeUnitCount + 1) {
      open($0, O_RDONLY)
    }
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var digits: (UInt64, UInt64) = (0, 0)
    return withUnsafeMutableBytes(of: &digits) { buffer in
      let count = read(file, buffer.baseAddress, buffer.count)
      var pages = 0
      for place in 0..<max(count, 0) {
        let digit = buffer[place] &- 48
        guard digit < 10 else { break }
        pages = pages &* 10 &+ Int(digit)
      }
      return pages
    }
  }
}
