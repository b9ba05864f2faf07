import CondenseData

/// Which layers the data asks for.
enum Verdict {
  /// A sentence about all columns.
  static func sentence(_ columns: [ColumnAdvice]) -> String {
    func names(_ chosen: [ColumnAdvice]) -> String {
      Count.names(chosen.map(\.name), most: 5)
    }
    let bags = columns.filter { $0.kind == .text && $0.layer != "dropped" }
    let embedded = columns.filter { $0.layer.hasPrefix("embedding") && $0.kind != .text }
    let dense = columns.filter { $0.layer.hasSuffix("dense") }
    if embedded.isEmpty, bags.isEmpty {
      return columns.contains { $0.layer == "one-hot" }
        ? "no column wants an embedding: one-hot and a dense network are enough"
        : "no column wants an embedding: a dense network is enough"
    }
    if embedded.isEmpty, dense.isEmpty, columns.allSatisfy({ $0.layer != "one-hot" }) {
      return "nothing but text: its words speak to the output directly, and no dense layer is needed"
    }
    let wanting = embedded.filter { $0.cost.embedding ?? 0 < $0.cost.oneHot ?? .max }
    if wanting.isEmpty, bags.isEmpty {
      return
        "no column needs an embedding: the categories are so small that one-hot and a dense network would do"
    }
    var parts: [String] = []
    if !bags.isEmpty { parts.append("an embedding bag for the text of \(names(bags))") }
    let dates = wanting.filter { $0.kind == .date }, others = wanting.filter { $0.kind != .date }
    if !others.isEmpty { parts.append("embeddings for \(names(others))") }
    if !dates.isEmpty { parts.append("small embeddings for the parts of \(names(dates))") }
    if !dense.isEmpty { parts.append("numbers straight into dense layers") }
    return parts.joined(separator: "; ")
  }
}
