#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writing all of some bytes to a file descriptor.
package enum Descriptor {
  /// 0, or the error number of the write that failed.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        #else
          let count = Darwin.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        #endif
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }

  /// Text for the person at the terminal; nobody can be told when it fails.
  package static func writeStandardError(_ text: String) {
    _ = write(Array(text.utf8), to: STDERR_FILENO)
  }
}
