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
    var known: CategoryCodes?
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
        let values = CategoryCodes(column, isByValue: true), distinct = values.keys.count
        if cells.written == nil { known = values }
        task = distinct > 10 ? .regression : .classes
        if (3...10).contains(distinct) {
          remarks.append(
            "'\(name)' holds \(distinct) different whole numbers, taken for classes; "
              + "--task regression takes them for quantities")
        } else if (11...30).contains(distinct) {
          remarks.append(
            "'\(name)' holds \(distinct) different whole numbers, taken for quantities; "
              + "--task classes takes them for classes")
        }
      }
      if task == .regression {
        if let odd = CellRemarks.oddNumbers(column, table) { remarks.append(odd) }
      } else if cells.oddCount > 0 {
        remarks.append(
          "'\(name)' holds numbers, and \(Count.of(cells.oddCount, "cell", "cells")) of other classes than numbers"
        )
      }
    }
    if let word = column.missingWords.first {
      let count = column.missingWords.reduce(0) { $0 + $1.count }
      let words = table.reading.missing.filter { text in
        !text.isEmpty && !column.missingWords.contains { $0.text.lowercased() == text.lowercased() }
      }
      remarks.append(
        "'\(ShownText.line(word.text))' in line \(table.line(ofRow: word.row))"
          + "\(count > 1 ? " and \(Count.of(count - 1, "cell", "cells")) more" : "") of '\(name)' \(count > 1 ? "are" : "is") read as"
          + " missing; if it is a class, list the words that mean missing without it: --missing"
          + " \(words.prefix(3).joined(separator: ",")),…")
    }
    self.task = task
    switch task {
    case .classes:
      let found = (known ?? CategoryCodes(column)).composed()
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
      remarks += Self.lookalikes(classes, name)
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

  /// Classes that a reader takes for one: different in case, blanks, or characters that cannot be seen.
  private static func lookalikes(_ classes: [String], _ name: String) -> [String] {
    var seen: [String: String] = [:]
    var remarks: [String] = []
    for label in classes {
      let plain = Self.plain(label)
      guard let other = seen[plain] else {
        seen[plain] = label
        continue
      }
      let isCase = label.lowercased() == other.lowercased()
      remarks.append(
        "'\(name)' has two classes that look alike, '\(Self.shown(other))' and '\(Self.shown(label))': different"
          + " \(isCase ? "in case only" : "by blanks or invisible characters only"); write them as one if they are the same"
      )
      if remarks.count == 3 { break }
    }
    return remarks
  }

  /// Lower case, without what cannot be seen, one blank for any run of blanks.
  private static func plain(_ label: String) -> String {
    let visible = label.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
    return String(String.UnicodeScalarView(visible)).lowercased().split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  /// A class with what cannot be seen written out: `spam<U+00A0>`.
  private static func shown(_ label: String) -> String {
    label.unicodeScalars.map { scalar in
      let isHidden =
        scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isWhitespace && scalar != " "
      return isHidden
        ? "<U+" + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).count))
          + String(scalar.value, radix: 16, uppercase: true) + ">" : String(scalar)
    }.joined()
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
