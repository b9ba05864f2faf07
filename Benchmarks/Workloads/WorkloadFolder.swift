import Condense
import Foundation

/// What a peer wrote of a workload, and where Condense writes what it made of it.
struct WorkloadFolder {
  /// A parameter, and the file that holds it; dense weights are written `units × inputs`.
  struct Tensor {
    let file: String
    let parameter: String
    /// Inputs and units of dense weights.
    let layer: (inputs: Int, units: Int)?
  }

  private let url: URL

  init(_ path: String) { url = URL(filePath: path) }

  func description<Description: Decodable>() throws -> Description {
    try JSONDecoder().decode(Description.self, from: Data(contentsOf: url.appending(path: "workload.json")))
  }

  func read<Element: BitwiseCopyable>(_ name: String) throws -> [Element] {
    try Data(contentsOf: url.appending(path: name)).withUnsafeBytes {
      Array($0.bindMemory(to: Element.self))
    }
  }

  /// The parameters of so many tables and of stacks of dense layers, in their order.
  static func tensors(tables: Int, layers stacks: [[Int]]) -> [Tensor] {
    var tensors = (0..<tables).map {
      Tensor(file: "table\($0 + 1)", parameter: "embedding.table\($0 + 1)", layer: nil)
    }
    let layers = stacks.flatMap { zip($0, $0.dropFirst()) }
    for (place, (inputs, units)) in layers.enumerated() {
      let name = place + 1
      tensors.append(
        Tensor(file: "weight\(name)", parameter: "dense\(name).weight", layer: (inputs, units)))
      tensors.append(Tensor(file: "bias\(name)", parameter: "dense\(name).bias", layer: nil))
    }
    return tensors
  }

  func read(_ tensor: Tensor) throws -> [Float] {
    let values: [Float] = try read("\(tensor.file).f32")
    return tensor.layer.map { Self.transposed(values, rows: $0.units, columns: $0.inputs) } ?? values
  }

  func write(_ values: [Float], as tensor: Tensor) throws {
    try write(
      tensor.layer.map { Self.transposed(values, rows: $0.inputs, columns: $0.units) } ?? values,
      "\(tensor.file).out.f32")
  }

  func write(_ values: [Float], _ name: String) throws {
    try values.withUnsafeBytes { try Data($0).write(to: url.appending(path: name)) }
  }

  private static func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<rows * columns).map { values[($0 % rows) * columns + $0 / rows] }
  }
}
