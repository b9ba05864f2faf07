import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many processors this process may use.
public enum Processors {
  /// The least of cores online, the affinity mask and the cgroup's quota, at least 1.
  public static var available: Int {
    var count = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    #if os(Linux)
      if let allowed = affinity { count = min(count, allowed) }
      if let quota = cgroupQuota { count = min(count, quota) }
    #endif
    return max(1, count)
  }

  /// As many threads as are asked for, or as the machine gives.
  /// - Throws: `CondenseError` of kind `usage` for a number that makes no sense.
  package static func threads(_ asked: Int?) throws(CondenseError) -> Int {
    try OptionCheck.threads(asked)
    return asked ?? available
  }

  /// Processors of the affinity mask: hexadecimal digits, with commas between words.
  private static var affinity: Int? {
    let mask = firstLine(of: "/proc/self/status", after: "Cpus_allowed:")
    let bits = mask?.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
    return bits == 0 ? nil : bits
  }

  /// Whole processors of the cgroup's quota, rounded up.
  private static var cgroupQuota: Int? {
    guard let words = firstLine(of: "/sys/fs/cgroup/cpu.max")?.split(separator: " "), words.count == 2,
      let quota = Int(words[0]), let period = Int(words[1]), period > 0
    else { return nil }
    return (quota + period - 1) / period
  }

  /// The rest of the first line of a file that starts with `prefix`.
  static func firstLine(of path: String, after prefix: String = "") -> Substring? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 8192)
    while fgets(&buffer, Int32(buffer.count), file) != nil {
      let bytes = buffer.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:))
      let line = String(decoding: bytes, as: UTF8.self)
      if line.hasPrefix(prefix) { return line.dropFirst(prefix.count) }
    }
    return nil
  }

  /// Whether this processor runs what was built: eight-lane fused multiply-add.
  public static var runsThisBuild: Bool {
    #if arch(x86_64) && os(Linux) && !BASELINE
      if let line = firstLine(of: "/proc/cpuinfo", after: "flags") {
        let flags = Set(line.split(separator: " "))
        return ["avx2", "fma", "bmi2", "f16c", "movbe"].allSatisfy { flags.contains($0[...]) }
      }
    #endif
    return true
  }

  /// Whether products and updates run in vectors of sixteen, on processors that have them: the same bits. The
  /// environment's `CONDENSE_CODE_LEVEL=x86-64-v3` keeps to those of eight.
  package static var isWide: Bool { usesWide.load(ordering: .relaxed) }

  /// Whether this processor, and this build, have vectors of sixteen.
  package static var hasWide: Bool {
    #if BASELINE
      false
    #else
      ckernels_has_wide() != 0
    #endif
  }

  private static let usesWide = Atomic(
    hasWide && getenv("CONDENSE_CODE_LEVEL").map { String(cString: $0) } != "x86-64-v3")

  /// Uses vectors of sixteen from now on, or does not, so that tests can run both; nothing but the time changes.
  package static func use(wide: Bool) { usesWide.store(wide && hasWide, ordering: .relaxed) }

  /// The code level the kernels were compiled for, and what they use beyond it.
  public static var codeLevel: String {
    #if arch(x86_64)
      #if BASELINE
        "x86-64 (baseline)"
      #else
        isWide ? "x86-64-v3 and AVX-512" : "x86-64-v3"
      #endif
    #else
      "arm64"
    #endif
  }
}
