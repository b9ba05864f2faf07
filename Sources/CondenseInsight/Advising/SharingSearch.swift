import CondenseData
import CondenseModels

/// Finds categories that hold mostly the same values.
struct SharingSearch {
  private static let fewestValues = 5
  /// Numbers without gaps are the same in any two columns that count: codes leave most of their range free.
  private static let fewestNumbers = 50, rangeOfCodes = 4.0

  private let setup: TrainingSetup
  private let facts: [ColumnFacts]

  init(_ setup: TrainingSetup, _ facts: [ColumnFacts]) {
    self.setup = setup
    let shared = Set(setup.schema.sharing.joined())
    self.facts = facts.filter {
      $0.decision.kind == .category && $0.decision.layer?.isEmbedding == true && !shared.contains($0.name)
        && Self.mayBeNames($0)
    }
  }

  /// Whether its values are names, or codes with gaps between them.
  private static func mayBeNames(_ column: ColumnFacts) -> Bool {
    guard let present = column.numbers?.lazy.filter({ !$0.isNaN }), let low = present.min(),
      let high = present.max()
    else { return true }
    return high - low > rangeOfCodes * Double(column.distinct)
  }

  /// Each column stands in one proposal at most.
  func proposals() -> [SharedEmbedding] {
    var proposals: [SharedEmbedding] = []
    var taken: Set<String> = []
    for (index, first) in facts.enumerated() where !taken.contains(first.name) {
      var keys = Interner()
      for code in 0..<first.distinct { _ = first.codes.keys.withBytes(of: code) { keys.intern($0, $1) } }
      var group = [first], values = first.distinct, union = first.distinct
      for second in facts[(index + 1)...] where !taken.contains(second.name) {
        let common = (0..<second.distinct).count { code in
          second.codes.keys.withBytes(of: code) { keys.find($0, $1) >= 0 }
        }
        let fewest = first.numbers == nil ? Self.fewestValues : Self.fewestNumbers
        guard common >= fewest, common * 2 > max(first.distinct, second.distinct) else { continue }
        group.append(second)
        values = min(values, common)
        union += second.distinct - common
      }
      guard group.count > 1 else { continue }
      taken.formUnion(group.map(\.name))
      proposals.append(proposal(group, values: values, union: union))
    }
    return proposals
  }

  private func proposal(_ group: [ColumnFacts], values: Int, union: Int) -> SharedEmbedding {
    func rows(_ size: Int) -> Int { size * setup.dimension(vocabularySize: size) }
    let names = group.map(\.name)
    let saves = group.reduce(0) { $0 + rows($1.distinct + 1) } - rows(union + 1)
    let list = names.map { "'\($0)'" }.joined(separator: names.count == 2 ? " and " : ", ")
    return SharedEmbedding(
      columns: names, values: values, saves: saves,
      reason:
        "\(list) have \(Count.text(values)) values in common; with one embedding each learns from the rows of"
        + " the other\(names.count > 2 ? "s" : "")"
        + (saves > 0 ? " and \(Count.of(saves, "parameter", "parameters")) are saved" : "")
        + ": --share \(names.joined(separator: ","))")
  }
}
