import Foundation

/// The text of a package, judged by the rules of the house.
struct House {
  /// A Swift file: its module, its name, and its code without comments and texts.
  struct Room {
    let module: String
    let file: String
    let code: String

    init(module: String, file: String, text: String) {
      self.module = module
      self.file = file
      let noise = /\/\/[^\n]*|"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"/
      code = text.replacing(noise, with: " ")
    }

    var imports: [String] {
      let line =
        /^[ \t]*(?:@\w+[ \t]+|public[ \t]+|package[ \t]+|internal[ \t]+|private[ \t]+|fileprivate[ \t]+)*import[ \t]+(?:(?:struct|class|enum|protocol|func|var|let|typealias)[ \t]+)?(\w+)/
        .anchorsMatchLineEndings()
      return code.matches(of: line).map { String($0.1) }
    }

    /// Types declared outside any other: nothing stands before them but modifiers.
    var types: Set<String> {
      let declaration =
        /^(?:@\w+(?:\([^)]*\))?[ \t]+)*(?:(?:public|package|internal|open|final|indirect|nonisolated)[ \t]+)*(?:struct|class|enum|protocol|actor|typealias)[ \t]+([A-Z]\w*)/
        .anchorsMatchLineEndings()
      return Set(code.matches(of: declaration).map { String($0.1) })
    }

    var words: Set<String> { Set(code.matches(of: /\w+/).map { String($0.0) }) }
  }

  let rooms: [Room]

  init(rooms: [Room]) {
    self.rooms = rooms
  }

  /// All Swift files under a folder of modules.
  init(sources: URL) throws {
    rooms = try Self.paths(under: sources).filter { $0.hasSuffix(".swift") }.map { path in
      Room(
        module: String(path.prefix { $0 != "/" }), file: path,
        text: try String(contentsOf: sources.appending(path: path), encoding: .utf8))
    }
  }

  /// Paths relative to a folder, sorted; hidden ones are left out, and everything in them.
  static func paths(under folder: URL) throws -> [String] {
    var found: [String] = []
    var open = [""]
    while let path = open.popLast() {
      let here = folder.appending(path: path)
      for name in try FileManager.default.contentsOfDirectory(atPath: here.path) where !name.hasPrefix(".") {
        let inner = path.isEmpty ? name : "\(path)/\(name)"
        found.append(inner)
        let kind = try FileManager.default.attributesOfItem(atPath: folder.appending(path: inner).path)
        if kind[.type] as? FileAttributeType == .typeDirectory { open.append(inner) }
      }
    }
    return found.sorted()
  }

  /// Imports of a module that does not stand on a lower floor, and modules without a floor.
  func upwardImports(floors: [String: Int]) -> [String] {
    rooms.flatMap { room in
      guard let own = floors[room.module] else { return ["\(room.file): \(room.module) has no floor"] }
      return room.imports.compactMap { name in
        guard let floor = floors[name], floor >= own else { return nil }
        return "\(room.file) (floor \(own)) imports \(name) (floor \(floor))"
      }
    }
  }

  /// Pairs of files in one module, each of which names a type of the other.
  func circlesOfTwo() -> [String] {
    Dictionary(grouping: rooms, by: \.module).values.flatMap { rooms in
      let parts = rooms.map { (room: $0, types: $0.types, words: $0.words) }
      return parts.indices.flatMap { i -> [String] in
        parts.indices.dropFirst(i + 1).compactMap { j -> String? in
          let (a, b) = (parts[i], parts[j])
          guard let there = a.words.intersection(b.types.subtracting(a.types)).min(),
            let back = b.words.intersection(a.types.subtracting(b.types)).min()
          else { return nil }
          return "\(a.room.file) uses \(there), \(b.room.file) uses \(back)"
        }
      }
    }.sorted()
  }

  /// Paths that are one path on a file system that ignores case.
  static func caseTwins(of paths: [String]) -> [String] {
    Dictionary(grouping: paths, by: { $0.lowercased() }).values.filter { $0.count > 1 }.flatMap(\.self)
      .sorted()
  }
}
