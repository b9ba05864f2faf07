/// The memory that this process may still take.
public enum AvailableMemory {
  /// Bytes: the least of what the machine has free and what the cgroup leaves; nil where the system does not say.
  public static var bytes: Int? {
    #if os(Linux)
      let machine = Processors.firstLine(of: "/proc/meminfo", after: "MemAvailable:")
        .flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }.map { $0 * 1024 }
      let limit = Processors.firstLine(of: "/sys/fs/cgroup/memory.max").flatMap { Int($0) }
      let used = Processors.firstLine(of: "/sys/fs/cgroup/memory.current").flatMap { Int($0) }
      let left: Int? = if let limit, let used { max(0, limit - used) } else { nil }
      return [machine, left].compactMap(\.self).min()
    #else
      return nil
    #endif
  }
}
