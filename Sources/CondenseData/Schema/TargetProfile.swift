import CondenseCore

/// The target column while a schema is inferred: its task, its classes, and its values for the probes.
struct TargetProfile {
  let name: String
  let task: PredictionTask
  let classes: [String]
  let remarks: [String]
  let presentCount: Int

  /// How many numbers stand for one value: 1, or a share for each of up to eight frequent classes.
  let width: Int

  /// The code of each row's key, for classes.
  let codes: CategoryCodes?
  /// The place of each code among the classes.
  private let rank: [Int]
  /// The standardised number of each row, for regression.
  let numbers: [Double]

  /// The target as options and cells have it; throws where nothing can be learned.
  init(_ table: Table, _ options: SchemaOptions) throws(CondenseError) {
    let column = try table.column(named: options.target, flag: "--predict")
    name = column.name
    presentCount = column.count - column.missingCount
    guard presentCount > 0 else {
      throw CondenseError(
        .content,
        "\(table.name): every cell of the target column '\(name)' is missing; nothing can be learned")
    }
    let asked = options.task
    var remarks: [String] = []

    var task = PredictionTask.classes
    var codes: CategoryCodes?
    switch column.cells {
    case .images:
      throw CondenseError(
        .usage, "\(table.name): the column '\(name)' holds images, which cannot be predicted; name another")
    case .strings:
      if asked == .regression { try Self.requireNumbers(column, table) }
      task = asked ?? .classes
    case .numbers(let cells):
      if let asked {
        task = asked
      } else if !cells.isWhole {
        task = .regression
      } else {
        let found = CategoryCodes(column)
        codes = found
        task = found.keys.count > 10 ? .regression : .classes
        if (3...10).contains(found.keys.count) {
          remarks.append(
            "'\(name)' holds \(found.keys.count) different whole numbers, taken for classes; "
              + "--task regression takes them for quantities")
        }
      }
    }
    self.task = task
    switch task {
    case .classes:
      let found = codes ?? CategoryCodes(column)
      let order = found.byFrequency()
      if order.count == 1 {
        throw CondenseError(
          .content,
          "\(table.name): the target column '\(name)' always holds '\(ShownText.line(found.keys.string(order[0])))'; "
            + "two different values are the least that can be told apart")
      }
      if order.count > 1000 {
        throw CondenseError(
          .content,
          "\(table.name): the target column '\(name)' holds \(Count.text(order.count)) different values in "
            + "\(Count.of(presentCount, "row", "rows")); at most 1,000 classes can be told apart: "
            + "give rare ones one name, or leave their cells empty")
      }
      let rare = order.count { found.counts[$0] < 5 }
      if rare > 0 {
        remarks.append(Schema.remark(rareClasses: rare))
      }
      classes = order.map { found.keys.string($0) }
      // Equal to a reader, and to Swift, but of different bytes.
      var spelled: Set<String> = []
      if let twin = classes.first(where: { !spelled.insert($0).inserted }) {
        throw CondenseError(
          .content,
          "\(table.name): the target column '\(name)' holds '\(ShownText.line(twin))' in two spellings that look "
            + "the same, composed and decomposed; write it in one: uconv -x nfc")
      }
      var rank = [Int](repeating: 0, count: order.count)
      for (place, code) in order.enumerated() { rank[code] = place }
      self.rank = rank
      self.codes = found
      width = order.count == 2 ? 1 : min(order.count, 8)
      numbers = []
    case .regression:
      classes = []
      rank = []
      self.codes = nil
      width = 1
      let raw = (0..<column.count).map { column.number($0) ?? .nan }
      let present = raw.lazy.filter { !$0.isNaN }
      let low = present.min() ?? 0
      let high = present.max() ?? 0
      guard high > low else {
        throw CondenseError(
          .content,
          "\(table.name): the target column '\(name)' always holds \(ShortestNumber.text(low)); "
            + "there is nothing to predict")
      }
      // Halved before subtracting, so that no difference overflows.
      let middle = low / 2 + high / 2
      let reach = high / 2 - low / 2
      numbers = raw.map { ($0 / 2 - middle / 2) / reach }
    }
    self.remarks = remarks
  }

  @inline(__always)
  func isPresent(_ row: Int) -> Bool {
    if let codes { return codes.codes[row] >= 0 }
    return !numbers[row].isNaN
  }

  func add(_ row: Int, to sum: inout [Double]) {
    if let codes {
      let place = rank[Int(codes.codes[row])]
      if place < width { sum[place] += 1 }
    } else {
      sum[0] += numbers[row]
    }
  }

  func squaredDistance(_ row: Int, _ point: [Double]) -> Double {
    if let codes {
      let place = rank[Int(codes.codes[row])]
      var sum = 0.0
      for k in 0..<width {
        let d = (k == place ? 1.0 : 0.0) - point[k]
        sum += d * d
      }
      return sum
    }
    let d = numbers[row] - point[0]
    return d * d
  }

  private static func requireNumbers(_ column: Column, _ table: Table) throws(CondenseError) {
    if let row = column.firstRowWithoutNumber() {
      throw CondenseError(
        .content,
        "\(table.name) line \(table.line(ofRow: row)), column '\(column.name)': '\(column.shownText(row))' is no "
          + "number, which --task regression needs; correct the cell or leave it empty")
    }
  }
}
