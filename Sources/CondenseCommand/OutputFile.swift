import Condense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a command writes a file, checked before any work is done.
package struct OutputFile: Sendable, Equatable {
  package let path: String
  /// A file of ours stands there and will be replaced; the command says so.
  package let replaces: Bool

  /// Its path as a result names it.
  package var shown: String { path + (replaces ? " (replaced)" : "") }

  /// Fails with 73 where nothing can be created, where something stands that Condense did not write, or
  /// where one of the inputs stands.
  ///
  /// - Parameter flag: the one that names it.
  package init(
    _ path: String, flag: String = "-o", force: Bool, inputs: [String] = [], isOurs: (String) throws -> Bool
  ) throws {
    if inputs.contains(where: { $0 != "-" && Self.isSame(path, $0) }) {
      throw Self.refused("\(path) is read here and would be overwritten; give another name with \(flag)")
    }
    var info = stat()
    let exists = stat(path, &info) == 0
    if exists {
      let kind = info.st_mode & S_IFMT
      if kind == S_IFDIR { throw Self.refused("\(path) is a folder; give a file name with \(flag)") }
      if kind != S_IFREG { throw Self.refused("\(path) is not a plain file; give another name with \(flag)") }
      if !force, try !isOurs(path) {
        throw Self.refused(
          "\(path) exists and Condense did not write it; --force replaces it, \(flag) FILE writes elsewhere")
      }
    }
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    if stat(folder, &info) != 0 || info.st_mode & S_IFMT != S_IFDIR {
      throw Self.refused("\(path) cannot be created: there is no folder \(folder)")
    }
    if access(folder, W_OK) != 0 {
      throw Self.refused("\(path) cannot be created: the folder \(folder) cannot be written to")
    }
    try WholeFile.target(of: path)
    self.path = path
    replaces = exists
  }

  /// `flights.condense` for `data/flights.csv.gz`, in the working folder.
  package static func defaultPath(for data: String, extension ending: String = "condense") -> String {
    var name = data.split(separator: "/").last ?? ""
    if name.lowercased().hasSuffix(".gz") { name = name.dropLast(3) }
    if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = name[..<dot] }
    return "\(name.isEmpty ? "model" : name).\(ending)"
  }

  /// What the ending of a path asks for.
  ///
  /// - Parameter expected: the endings with what each makes: `.html (a page) or .md (a model card)`.
  /// - Throws: `CondenseError` of kind `usage` for any other.
  static func kind<Kind: CaseIterable & RawRepresentable<String>>(
    of path: String, expecting expected: String
  ) throws(CondenseError) -> Kind {
    guard let kind = Kind.allCases.first(where: { path.lowercased().hasSuffix(".\($0.rawValue)") }) else {
      throw CondenseError(.usage, "-o \(path): the ending says what is made; \(expected) was expected")
    }
    return kind
  }

  /// Bytes of a file; 0 where there is none.
  package static func size(_ path: String) -> Int {
    var info = stat()
    return stat(path, &info) == 0 ? Int(info.st_size) : 0
  }

  /// Whether two names lead to one file.
  package static func isSame(_ first: String, _ second: String) -> Bool {
    var a = stat(), b = stat()
    return stat(first, &a) == 0 && stat(second, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino
  }

  private static func refused(_ message: String) -> CondenseError { CondenseError(.cannotCreate, message) }
}
