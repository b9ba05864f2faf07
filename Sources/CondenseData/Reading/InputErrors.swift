import CondenseCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system says of a file that cannot be read, in words of ours.
package enum InputErrors {
  /// A file that cannot be opened, with the error number of the attempt.
  package static func opening(_ path: String, _ code: Int32) -> CondenseError {
    switch code {
    case EACCES, EPERM:
      return CondenseError(.input, "'\(path)' may not be read by this user; check its permissions")
    case EISDIR: return folder(path)
    case ENOENT, ENOTDIR:
      let (folder, file) = split(path)
      guard let names = names(inFolder: folder) else {
        return CondenseError(.input, "no file '\(path)': there is no folder '\(folder)'")
      }
      let near = NearestName.find(file, among: names)
      let hint = near.map { "; did you mean '\(folder == "." ? $0 : joined(folder, $0))'?" } ?? ""
      return CondenseError(.input, "no file '\(path)'\(hint)")
    default:
      return CondenseError(.input, "'\(path)' cannot be opened for reading")
    }
  }

  /// A folder where a file was expected.
  package static func folder(_ path: String) -> CondenseError {
    CondenseError(.input, "'\(path)' is a folder; a file was expected")
  }

  private static func joined(_ folder: String, _ file: String) -> String {
    folder.hasSuffix("/") ? folder + file : folder + "/" + file
  }

  private static func split(_ path: String) -> (folder: String, file: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }

  /// The names in a folder, sorted; nil when there is no such folder.
  private static func names(inFolder folder: String) -> [String]? {
    guard let directory = opendir(folder) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while names.count < 10_000, let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
