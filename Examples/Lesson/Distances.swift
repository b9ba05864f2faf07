import Condense

/// Miles between airports, known by nothing but their names.
struct Distances {
  /// The airports, in the order of the alphabet: the number of one is its place.
  let names: [String]
  /// Every row of the table: two airports by number, and thousands of miles.
  let pairs: [(from: Int32, to: Int32, distance: Float)]
  /// What is taken off distances, so that they lie around 0.
  static let middle: Float = 1.2

  init(folder: String) throws {
    let table = try Table(contentsOfFile: "\(folder)/distances.csv")
    let from = try table.column(named: "from"), to = try table.column(named: "to")
    let miles = try table.column(named: "miles")
    let names = Set((0..<table.rowCount).compactMap { from.text($0) }).sorted()
    let places = Dictionary(zip(names, 0..<Int32(names.count)), uniquingKeysWith: { first, _ in first })
    self.names = names
    pairs = (0..<table.rowCount).compactMap { row in
      guard let a = from.text(row).flatMap({ places[$0] }), let b = to.text(row).flatMap({ places[$0] }),
        let distance = miles.number(row)
      else { return nil }
      return (a, b, Float(distance / 1000))
    }
  }

  /// Rows to learn from and, of half of all pairs, both directions to be tested on.
  func split(seed: UInt64) -> (training: [Int], test: [Int]) {
    let random = Philox(seed: seed, purpose: "held-out pairs")
    func isHeld(_ row: Int) -> Bool {
      let (a, b) = (UInt64(min(pairs[row].from, pairs[row].to)), UInt64(max(pairs[row].from, pairs[row].to)))
      return Philox.unit(random.block(a, b)[0]) < 0.5
    }
    return (pairs.indices.filter { !isHeld($0) }, pairs.indices.filter(isHeld))
  }

  /// Rows as a network takes them: two ids, and the same as two plain numbers.
  func examples(_ rows: [Int]) throws -> Examples {
    func code(_ id: Int32) -> Float { (Float(id) - Float(names.count) / 2) / (Float(names.count) * 0.29) }
    return try Examples(
      columns: [
        "from": .ids(IdColumn(rows.map { pairs[$0].from }, vocabularySize: names.count)),
        "to": .ids(IdColumn(rows.map { pairs[$0].to }, vocabularySize: names.count)),
        "codes": .numbers(
          NumberColumns(rows.flatMap { [code(pairs[$0].from), code(pairs[$0].to)] }, width: 2)),
      ], targets: ["target": .numbers(rows.map { pairs[$0].distance - Self.middle })])
  }

  /// Where the airports are: degrees to the east, as long as those to the north, and degrees to the north.
  func positions(folder: String) throws -> [(x: Double, y: Double)] {
    let table = try Table(contentsOfFile: "\(folder)/airports.csv")
    let code = try table.column(named: "code"), lon = try table.column(named: "lon")
    let lat = try table.column(named: "lat")
    let rows = Dictionary(
      (0..<table.rowCount).map { (code.text($0) ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    // The cosine of 39°, the latitude of the middle of the country.
    return names.map { name in
      guard let row = rows[name], let x = lon.number(row), let y = lat.number(row) else { return (0, 0) }
      return (x * 0.777, y)
    }
  }
}
