import CondenseData
import CondenseModels

/// The vectors of a map as the TensorBoard projector reads them: a folder with numbers, what is known of each row, and
/// a configuration that names both.
///
/// Source: https://www.tensorflow.org/tensorboard/tensorboard_projector_plugin
public struct ProjectorFiles: Sendable {
  /// The name that TensorBoard looks for in its folder.
  public static let configuration = "projector_config.pbtxt"

  /// Numbers, a row a line.
  public let vectors: String
  /// The columns `name`, `group` and others, with a header.
  public let metadata: String
  /// Names of the first two files, and of the tensor.
  public let config: String

  /// - Parameters:
  ///   - numbers: the vectors of the map's points.
  ///   - file: the name of the file of numbers in the folder of all.
  ///   - metadataFile: the name of the file of metadata there.
  public init(
    _ map: PointMap, numbers: [Float], aspects: [MapAspect], file: String, metadataFile: String
  ) {
    var lines = ""
    for point in map.names.indices {
      let row = numbers[point * map.dimension..<(point + 1) * map.dimension]
      lines += row.map { NumberText.shortest(Double($0)) }.joined(separator: "\t") + "\n"
    }
    vectors = lines
    var columns: [(title: String, cells: (Int) -> String)] = [
      ("name", { map.names[$0] }), ("group", { String(map.groups[$0] + 1) }),
    ]
    if let counts = map.counts { columns.append(("count", { String(counts[$0]) })) }
    for aspect in aspects {
      switch aspect.content {
      case .numbers(let values):
        columns.append((aspect.name, { values[$0].isFinite ? NumberText.shortest(values[$0]) : "" }))
      case .names(let names): columns.append((aspect.name, { names[$0] ?? "" }))
      }
    }
    var table = columns.map { Self.cell($0.title) }.joined(separator: "\t") + "\n"
    for point in map.names.indices {
      table += columns.map { Self.cell($0.cells(point)) }.joined(separator: "\t") + "\n"
    }
    metadata = table
    config = """
      # condense
      embeddings {
        tensor_name: \(Self.quoted(map.name))
        tensor_path: \(Self.quoted(file))
        metadata_path: \(Self.quoted(metadataFile))
      }

      """
  }

  /// A cell has neither tabs nor line ends; the projector knows no quotes.
  private static func cell(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  /// A string of a text protocol buffer, on one line.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7F: quoted.unicodeScalars.append(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 8)
        quoted += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return quoted + "\""
  }
}
