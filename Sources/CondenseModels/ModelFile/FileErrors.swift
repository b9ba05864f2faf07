import CondenseCore
import CondenseData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system says of a file, in words of ours.
enum FileErrors {
  static func reading(_ path: String, _ number: Int32) -> CondenseError {
    switch number {
    case ENOENT, ENOTDIR, EACCES, EPERM, EISDIR: InputErrors.opening(path, number)
    default: CondenseError(.readOrWrite, "reading \(path) failed: \(String(cString: strerror(number)))")
    }
  }

  static func writing(_ path: String, _ number: Int32) -> CondenseError {
    switch number {
    case ENOSPC, EDQUOT:
      CondenseError(.readOrWrite, "the disk is full; \(path) was not written and nothing is left behind")
    case ENOENT, ENOTDIR: CondenseError(.cannotCreate, "\(path) cannot be created: there is no such folder")
    case EACCES, EPERM, EROFS:
      CondenseError(.cannotCreate, "\(path) cannot be created: permission denied")
    default:
      CondenseError(
        .readOrWrite,
        "writing \(path) failed: \(String(cString: strerror(number))); nothing is left behind")
    }
  }
}
