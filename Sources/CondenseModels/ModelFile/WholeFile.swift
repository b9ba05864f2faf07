import CondenseCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads and replaces files whole.
package enum WholeFile {
  /// - Parameter limit: bytes to stop after.
  /// - Throws: `CondenseError`: `input` when it is missing, a folder or unreadable.
  package static func read(_ path: String, atMost limit: Int = .max) throws(CondenseError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileErrors.reading(path, errno) }
    defer { close(file) }
    var info = stat()
    guard fstat(file, &info) == 0 else { throw FileErrors.reading(path, errno) }
    guard info.st_mode & S_IFMT != S_IFDIR else { throw FileErrors.reading(path, EISDIR) }
    let size = min(Int(info.st_size), limit)
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Self.readSome(file, buffer.baseAddress.map { $0 + count }, size - count)
        if got < 0 { failure = errno }
        if got <= 0 { break }
        count += got
      }
    }
    guard failure == 0 else { throw FileErrors.reading(path, failure) }
    return bytes
  }

  private static func readSome(_ file: Int32, _ target: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(file, target, count)
    #else
      Darwin.read(file, target, count)
    #endif
  }

  /// Writes beside the target, syncs, and renames: the target is whole, old or new, at every moment.
  ///
  /// - Throws: `CondenseError`: `cannotCreate`, or `readOrWrite` midway; nothing is left behind.
  package static func replace(_ path: String, with parts: [UnsafeRawBufferPointer]) throws(CondenseError) {
    let temporary = "\(path).\(getpid()).partial"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileErrors.writing(path, errno) }
    var failure: Int32 = 0
    writing: for part in parts {
      var done = 0
      while done < part.count {
        let wrote = write(file, part.baseAddress.map { $0 + done }, part.count - done)
        guard wrote > 0 else {
          failure = errno
          break writing
        }
        done += wrote
      }
    }
    if failure == 0, fsync(file) != 0 { failure = errno }
    if close(file) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(temporary, path) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw FileErrors.writing(path, failure)
    }
  }
}
