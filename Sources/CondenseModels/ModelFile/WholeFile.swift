import CondenseCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads and replaces files whole.
///
/// A file is written beside its target, under its name with `.PID.partial` behind, locked while it is written, and renamed:
/// the target is whole, old or new, at every moment. What a process that was killed left behind is swept by the next one
/// that writes the same target.
package enum WholeFile {
  /// - Parameter limit: bytes to stop after.
  /// - Throws: `CondenseError`: `input` when it is missing, no plain file or unreadable.
  package static func read(_ path: String, atMost limit: Int = .max) throws(CondenseError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw FileErrors.reading(path, errno) }
    defer { close(file) }
    var info = stat()
    guard fstat(file, &info) == 0 else { throw FileErrors.reading(path, errno) }
    guard info.st_mode & S_IFMT != S_IFDIR else { throw FileErrors.reading(path, EISDIR) }
    guard info.st_mode & S_IFMT == S_IFREG else {
      throw CondenseError(.input, "\(path) is no plain file, and is read more than once: copy it to one")
    }
    let size = min(Int(info.st_size), limit)
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Self.readSome(file, buffer.baseAddress.map { $0 + count }, size - count)
        if got < 0, errno == EINTR { continue }
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

  // MARK: replacing

  /// Replaces a file; a link to one is followed, and the mode of the old file stays.
  ///
  /// - Throws: `CondenseError`: `cannotCreate`, or `readOrWrite` midway; nothing is left behind.
  package static func replace(_ path: String, with parts: [[UInt8]]) throws(CondenseError) {
    let target = try target(of: path)
    sweep(target)
    let (temporary, file) = try create(for: target, shownAs: path)
    defer { Unfinished.forget(temporary) }
    var failure: Int32 = 0
    var old = stat()
    if stat(target, &old) == 0, fchmod(file, old.st_mode & 0o7777) != 0 { failure = errno }
    for part in parts where failure == 0 { failure = write(part, to: file) }
    if failure == 0, fsync(file) != 0 { failure = errno }
    if failure == 0, rename(temporary, target) != 0 { failure = errno }
    if failure != 0 { unlink(temporary) }
    // The lock goes with the file.
    if close(file) != 0, failure == 0, errno != EINTR { failure = errno }
    guard failure == 0 else { throw FileErrors.writing(path, failure) }
    syncFolder(of: target)
  }

  /// The file that a path leads to, where a new one can stand beside it under a longer name.
  ///
  /// - Throws: `CondenseError` of kind `cannotCreate` for a link to nothing, and for a name that is too long.
  @discardableResult
  package static func target(of path: String) throws(CondenseError) -> String {
    var target = path
    var info = stat()
    if lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFLNK {
      guard let resolved = realpath(path, nil) else {
        throw CondenseError(
          .cannotCreate,
          "\(path) cannot be created: it is a link to a file that is not there; remove the link"
        )
      }
      defer { free(resolved) }
      target = String(cString: resolved)
    }
    let longest = 255 - partialEnding(.max).utf8.count
    guard split(target).name.utf8.count <= longest else {
      throw CondenseError(
        .cannotCreate, "\(path) cannot be created: its name is longer than \(longest) bytes")
    }
    return target
  }

  private static func partialEnding(_ process: Int32, _ number: Int = 0) -> String {
    ".\(process)\(number > 0 ? "-\(number)" : "").partial"
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.utf8.index(after: slash)...]))
  }

  /// A new file beside the target, which nobody else has open, locked.
  private static func create(
    for target: String, shownAs path: String
  ) throws(CondenseError) -> (path: String, file: Int32) {
    for number in 0..<64 {
      let temporary = target + partialEnding(getpid(), number)
      // Written to by another thread of ours.
      guard Unfinished.note(temporary) else { continue }
      var file: Int32 = -1
      for _ in 0..<2 {
        file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        // A process of the same number left it behind.
        guard file < 0, errno == EEXIST, removeUnlocked(temporary) else { break }
      }
      if file >= 0 {
        flock(file, LOCK_EX | LOCK_NB)
        return (temporary, file)
      }
      let failure = errno
      Unfinished.forget(temporary)
      guard failure == EEXIST else { throw FileErrors.writing(path, failure) }
    }
    throw FileErrors.writing(path, EEXIST)
  }

  /// The number of the error, 0 for none.
  private static func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
    bytes.withUnsafeBytes { part in
      var done = 0
      while done < part.count {
        let wrote = writeSome(file, part.baseAddress.map { $0 + done }, part.count - done)
        if wrote < 0, errno == EINTR { continue }
        guard wrote > 0 else { return wrote == 0 ? EIO : errno }
        done += wrote
      }
      return 0
    }
  }

  private static func writeSome(_ file: Int32, _ source: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, source, count)
    #else
      Darwin.write(file, source, count)
    #endif
  }

  private static func syncFolder(of target: String) {
    let folder = open(split(target).folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  // MARK: leftovers

  /// Removes what processes that are gone left of writing a target.
  private static func sweep(_ target: String) {
    let (folder, name) = split(target)
    guard let entries = opendir(folder) else { return }
    defer { closedir(entries) }
    let start = Array("\(name).".utf8), end = Array(".partial".utf8)
    while let entry = readdir(entries) {
      let found = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { text in
          Array(UnsafeBufferPointer(start: text, count: strnlen(text, 256))).map(UInt8.init(bitPattern:))
        }
      }
      guard found.count > start.count + end.count, found.starts(with: start),
        found.suffix(end.count).elementsEqual(end)
      else { continue }
      let digits = found.dropFirst(start.count).dropLast(end.count).prefix { $0 &- 48 < 10 }
      guard let process = Int32(String(decoding: digits, as: UTF8.self)), process != getpid(),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      _ = removeUnlocked("\(folder)/\(String(decoding: found, as: UTF8.self))")
    }
  }

  /// Removes a file that nobody holds locked.
  private static func removeUnlocked(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    return flock(file, LOCK_EX | LOCK_NB) == 0 && unlink(path) == 0
  }

  /// Removes the files that are being written: safe to call in a signal handler, before the process ends.
  package static func removeUnfinished() { Unfinished.removeAll() }

  /// Names of files that are being written, where a signal handler can read them.
  private enum Unfinished {
    /// The address of a name, 0 for none.
    private final class Slot: Sendable { let name = Atomic<UInt>(0) }

    private static let slots = (0..<8).map { _ in Slot() }
    /// The slot of each name, −1 where there were too many at once.
    private static let active = Mutex<[String: Int]>([:])

    /// False where it is noted already.
    static func note(_ path: String) -> Bool {
      active.withLock { active in
        guard active[path] == nil else { return false }
        let place = slots.indices.first { place in !active.values.contains(place) } ?? -1
        active[path] = place
        if place >= 0 { slots[place].name.store(UInt(bitPattern: strdup(path)), ordering: .releasing) }
        return true
      }
    }

    static func forget(_ path: String) {
      active.withLock { active in
        guard let place = active.removeValue(forKey: path), place >= 0 else { return }
        free(
          UnsafeMutableRawPointer(bitPattern: slots[place].name.exchange(0, ordering: .acquiringAndReleasing))
        )
      }
    }

    static func removeAll() {
      for slot in slots {
        if let name = UnsafePointer<CChar>(bitPattern: slot.name.load(ordering: .acquiring)) { unlink(name) }
      }
    }
  }
}
