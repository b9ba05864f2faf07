import CondenseData
import Testing

@Suite struct SchemaPrint {
  @Test(arguments: [
    ("flights", "late", nil), ("loans", "interest_rate", nil), ("ridership", "ridership", "date"),
    ("markets", "DAX_next_return", "day"), ("ratings", "rating", nil), ("flights-later", "late", nil),
    ("reviews", "label", nil),
  ] as [(String, String, String?)])
  func schema(folder: String, target: String, order: String?) throws {
    guard let path = SharedData.path("\(folder)/train.csv.gz") else { return }
    let table = try Table(contentsOfFile: path)
    var options = SchemaOptions(target: target)
    options.orderBy = order
    let clock = ContinuousClock()
    var schema: Schema?
    let time = try clock.measure { schema = try Schema.inferred(from: table, options: options) }
    guard let schema else { return }
    var out = "=== \(folder) \(schema.task) \(schema.classes) \(time)\n"
    for c in schema.columns { out += "  \(c.name): \(c.kind) — \(c.reason)\n" }
    for r in schema.remarks { out += "  * \(r)\n" }
    print(out)
  }
}
