import CondenseData
import CondenseModels

/// The target of every row that has one, and the halves by which a claim is made and judged.
struct TargetValues {
  let name: String
  let classes: [String]
  /// Rows of the table.
  let rows: [Int]
  /// The class of each of `rows`; empty for numbers.
  let ids: [Int32]
  /// The number of each of `rows`; empty for classes.
  let numbers: [Double]
  /// Whether each of `rows` judges.
  let judges: [Bool]

  init(_ setup: TrainingSetup) throws {
    let schema = setup.schema, encoder = TargetEncoder(schema)
    name = schema.target
    classes = schema.classes
    let rows = (setup.trainingRows + setup.validationRows).sorted()
    self.rows = rows
    ids = schema.task == .classes ? try encoder.ids(of: setup.table, rows: rows) : []
    numbers = schema.task == .regression ? try encoder.numbers(of: setup.table, rows: rows) : []
    var coin = SplitMix(seed: 0x61_6476_6963_65)
    judges = rows.map { _ in coin.next() & 1 == 1 }
  }

  /// Classes of five rows or fewer; how many have fewer than five, as training remarks.
  var smallClasses: (warning: AdviceWarning?, fewerThanFive: Int) {
    var counts = [Int](repeating: 0, count: classes.count)
    for id in ids { counts[Int(id)] += 1 }
    let small = counts.indices.filter { counts[$0] <= 5 }
    guard !small.isEmpty else { return (nil, 0) }
    let shown = small.prefix(4).map { "'\(ShownText.line(classes[$0]))' (\(counts[$0]))" }.joined(
      separator: ", ")
    let text =
      "\(Count.of(small.count, "class of '\(name)' has", "classes of '\(name)' have")) five rows or fewer:"
      + " \(shown)\(small.count > 4 ? ", …" : ""); that is too few to learn"
      + " \(small.count == 1 ? "it" : "them") or to measure it: give rare ones one name, or leave their rows out"
    return (
      AdviceWarning(.smallClass, small.map { classes[$0] }, text), counts.count { $0 < 5 }
    )
  }
}
