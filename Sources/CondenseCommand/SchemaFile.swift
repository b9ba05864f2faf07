import Condense
import Foundation

/// A schema as a file: decisions that were made, or edited, before.
package enum SchemaFile {
  /// - Throws: `CondenseError`: `input` when it cannot be read, `content` when it is no schema.
  package static func read(_ path: String) throws -> Schema {
    let bytes = try WholeFile.read(path)
    do {
      return try JSONDecoder().decode(Schema.self, from: Data(bytes))
    } catch {
      throw CondenseError(
        .content, "\(path) is not a schema: JSON with target, task, classes and columns was expected")
    }
  }
}
