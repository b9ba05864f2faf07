import CondenseCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The whole content of a file in memory that this value owns, with zeroed bytes after the end so that
/// scanners may load eight bytes anywhere.
///
/// Files are read, not mapped: a file that shrinks while it is mapped kills the process.
struct InputBytes: ~Copyable {
  static let padding = 64

  let base: UnsafeMutablePointer<UInt8>
  let count: Int

  /// Takes over memory from `malloc` that has room for the padding.
  init(adopting base: UnsafeMutablePointer<UInt8>, count: Int) {
    self.base = base
    self.count = count
    (base + count).initialize(repeating: 0, count: Self.padding)
  }

  init(copying bytes: [UInt8], name: String) throws(CondenseError) {
    let memory = try Self.allocate(bytes.count, for: name)
    bytes.withUnsafeBufferPointer { buffer in
      if let source = buffer.baseAddress { memory.update(from: source, count: buffer.count) }
    }
    self.init(adopting: memory, count: bytes.count)
  }

  init(contentsOfFile path: String) throws(CondenseError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputErrors.opening(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    var expected = 0
    if fstat(descriptor, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR {
        throw InputErrors.folder(path)
      }
      expected = max(0, Int(status.st_size))
    }
    self = try Self.drained(descriptor, expected: expected, name: path)
  }

  init(standardInput name: String) throws(CondenseError) {
    self = try Self.drained(0, expected: 0, name: name)
  }

  deinit { free(base) }

  /// Uninitialised memory for `count` bytes and the padding.
  static func allocate(_ count: Int, for name: String) throws(CondenseError) -> UnsafeMutablePointer<UInt8> {
    guard let memory = malloc(count + padding) else { throw Self.tooLarge(name) }
    return memory.assumingMemoryBound(to: UInt8.self)
  }

  static func tooLarge(_ name: String) -> CondenseError {
    CondenseError(
      .machine, "\(name) does not fit into the memory of this machine; read a part of its rows instead")
  }

  private static func drained(
    _ descriptor: Int32, expected: Int, name: String
  ) throws(CondenseError) -> InputBytes {
    // One byte more than expected, so that the end of a file of known size is seen without growing.
    var capacity = max(expected + 1, 1 << 16)
    var memory = try allocate(capacity, for: name)
    var count = 0
    while true {
      if count == capacity {
        let (doubled, overflows) = capacity.multipliedReportingOverflow(by: 2)
        guard !overflows, let grown = realloc(memory, doubled + padding) else {
          free(memory)
          throw tooLarge(name)
        }
        memory = grown.assumingMemoryBound(to: UInt8.self)
        capacity = doubled
      }
      let got = read(descriptor, memory + count, min(capacity - count, 1 << 30))
      if got == 0 { break }
      if got < 0 {
        let code = errno
        if code == EINTR { continue }
        free(memory)
        if code == EISDIR { throw InputErrors.folder(name) }
        throw CondenseError(
          .readOrWrite, "reading \(name) failed after \(count) bytes; try again or copy it first")
      }
      count += got
    }
    return InputBytes(adopting: memory, count: count)
  }
}
