#if canImport(Glibc)
  import Glibc
#endif

/// The memory that this process may still take.
public enum AvailableMemory {
  /// Bytes: the least of what the machine has free, what the cgroup leaves and what `ulimit -v` leaves; nil where the system
  /// does not say.
  public static var bytes: Int? {
    #if os(Linux)
      let machine = Processors.firstLine(of: "/proc/meminfo", after: "MemAvailable:")
        .flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }.map { $0 * 1024 }
      let limit = Processors.firstLine(of: "/sys/fs/cgroup/memory.max").flatMap { Int($0) }
      let used = Processors.firstLine(of: "/sys/fs/cgroup/memory.current").flatMap { Int($0) }
      let left: Int? = if let limit, let used { max(0, limit - used) } else { nil }
      return [machine, left, addressable].compactMap(\.self).min()
    #else
      return nil
    #endif
  }

  #if os(Linux)
    /// What is left of the address space that the process may use; nil for no limit.
    private static var addressable: Int? {
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < 1 << 50,
        let pages = Processors.firstLine(of: "/proc/self/statm")?.split(separator: " ").first.flatMap({
          Int($0)
        })
      else { return nil }
      return max(0, Int(limit.rlim_cur) - pages * sysconf(Int32(_SC_PAGESIZE)))
    }
  #endif
}
