import CondenseCore
import CondenseData
import Testing

@Suite struct SchemaTests {
  @Test(
    .enabled(if: SharedData.exists, "there is no ../shared/data beside the package"),
    arguments: [
      ("flights", "late", nil), ("loans", "interest_rate", nil), ("ridership", "ridership", "date"),
      ("markets", "DAX_next_return", "day"), ("ratings", "rating", nil), ("flights-later", "late", nil),
      ("reviews", "label", nil),
    ] as [(String, String, String?)])
  func sharedData(folder: String, target: String, order: String?) throws {
    let table = try Table(contentsOfFile: SharedData.path("\(folder)/train.csv.gz"))
    var options = SchemaOptions(target: target)
    options.orderBy = order
    let schema = try Schema.inferred(from: table, options: options)
    let kinds = Dictionary(uniqueKeysWithValues: schema.columns.map { ($0.name, $0.kind) })
    switch folder {
    case "flights":
      #expect(schema.task == .classes && schema.classes == ["no", "yes"])
      #expect(kinds["flight"] == .category && kinds["month"] == .category && kinds["tailnum"] == .category)
      #expect(kinds["distance"] == .number && kinds["sched_dep_time"] == .number)
      #expect(kinds["month+day"] == .category)
    case "flights-later": #expect(kinds["date"] == .date && kinds["date.day"] == .category)
    case "loans":
      #expect(schema.task == .regression && kinds["state"] == .category && kinds["issue_month"] == .date)
      #expect(kinds["annual_income"] == .number && kinds["loan_amount"] == .number)
    case "ridership": #expect(kinds["date"] == .date && !kinds.values.contains(.category))
    case "markets": #expect(kinds["day"] == .ignored)
    case "ratings":
      #expect(kinds["userId"] == .category && kinds["movieId"] == .category && kinds["genres"] == .list)
      #expect(kinds["timestamp"] == .date)
    default: #expect(kinds["text"] == .text)
    }
    let rows = try TargetEncoder(schema).usableRows(of: table)
    #expect(rows.count == table.rowCount)
    let encoder = try TableEncoder.fit(schema, to: table, rows: rows)
    let result = try encoder.encode(table, rows: rows)
    #expect(result.features.count == encoder.features.count && !result.features.isEmpty)
    for (feature, values) in zip(encoder.features, result.features) {
      switch (feature.shape, values) {
      case (.ids(let size), .ids(let ids)):
        #expect(ids.count == rows.count && ids.allSatisfy { $0 >= 0 && $0 < size })
      case (.numbers(let width), .numbers(let numbers, let w)):
        #expect(w == width && numbers.count == rows.count * width && numbers.allSatisfy(\.isFinite))
      case (.bag(let size), .bags(let offsets, let ids, _)):
        #expect(offsets.count == rows.count + 1 && ids.allSatisfy { $0 >= 0 && $0 < size })
      default: Issue.record("shape of \(feature.name)")
      }
    }
    for row in [0, rows.count / 2, rows.count - 1] {
      let cells = Dictionary(
        uniqueKeysWithValues: table.columns.map { column in
          (column.name, column.text(row).map(Cell.text) ?? .missing)
        })
      let alone = try encoder.encode(row: cells)
      let together = try encoder.encode(table, rows: [row])
      #expect(alone.features == together.features)
      #expect(alone.unknown == together.unknown)
    }
  }
}
