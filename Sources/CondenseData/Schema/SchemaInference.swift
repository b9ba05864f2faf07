import CondenseCore

/// Decides what each column becomes: what was asked first, then dates, numbers, text, categories, codes without
/// repeats.
struct SchemaInference {
  private let table: Table
  private let options: SchemaOptions
  private let target: TargetProfile
  private var remarks: [String]

  init(_ table: Table, _ options: SchemaOptions) throws(CondenseError) {
    guard table.rowCount > 0 else {
      throw CondenseError(.content, "\(table.name) has no rows; nothing can be learned")
    }
    self.table = table
    self.options = options
    target = try TargetProfile(table, options)
    remarks = table.remarks + target.remarks
  }

  mutating func schema() throws(CondenseError) -> Schema {
    try checkNames()
    if table.skippedRows > 0 {
      remarks.append(
        "\(Count.of(table.skippedRows, "row", "rows")) with too few or too many cells left out")
    }
    var decisions: [ColumnDecision] = []
    for column in table.columns where column.name != options.target {
      if column.name == options.group {
        decisions.append(
          ColumnDecision(name: column.name, kind: .ignored, reason: "says which rows belong together"))
      } else if column.name == options.weight {
        decisions.append(
          ColumnDecision(name: column.name, kind: .ignored, reason: "says how much each row counts"))
      } else if options.ignored.contains(column.name) {
        decisions.append(ColumnDecision(name: column.name, kind: .ignored, reason: "ignored, as asked"))
      } else if let kind = options.kinds[column.name] {
        decisions.append(try asked(kind, column))
      } else {
        decisions.append(guessed(column))
      }
    }
    remarks += decisions.flatMap { CellRemarks.remarks(on: $0, in: table) }
    if options.group == nil, let name = GroupSearch.name(in: table, decisions) {
      remarks.append(
        "'\(ShownText.line(name))' looks like what rows belong to: rows of one may be learned from and measured on; --group"
          + " \(name) keeps them together")
    }
    decisions += calendarDays(decisions)
    if table.columns.count > 1, table.columns.allSatisfy({ CellKey.isNumber($0.name) }) {
      remarks.append("every column name is a number; if the file has no header, say so with --no-header")
    }
    var names: [String: String] = [:]
    for column in table.columns {
      if let other = names.updateValue(column.name, forKey: column.name.lowercased()) {
        remarks.append(
          "'\(ShownText.line(other))' and '\(ShownText.line(column.name))' are two columns whose names differ in "
            + "case only; give them one name if they are the same")
      }
    }
    var schema = Schema(
      target: target.name, task: target.task, classes: target.classes, columns: decisions, remarks: remarks,
      weight: options.weight, orderBy: options.orderBy, sharing: options.sharing)
    if options.task == nil, options.kinds.isEmpty, options.ignored.isEmpty { schema.isPlain = true }
    try schema.checkSharing()
    return schema
  }

  // MARK: What was asked

  private func checkNames() throws(CondenseError) {
    for name in options.kinds.keys.sorted() {
      _ = try table.column(named: name, flag: "--as")
      if name == options.target {
        throw CondenseError(.usage, "--as \(name): the target's kind follows from --task, not from --as")
      }
    }
    for name in options.ignored {
      _ = try table.column(named: name, flag: "--ignore")
      if name == options.target {
        throw CondenseError(.usage, "--ignore \(name): this is the column to predict")
      }
    }
    if let weight = options.weight {
      let column = try table.column(named: weight, flag: "--weight")
      if weight == options.target {
        throw CondenseError(.usage, "--weight \(weight): this is the column to predict")
      }
      try WeightColumn.check(column, table)
    }
    if let orderBy = options.orderBy {
      _ = try table.column(named: orderBy, flag: "--order-by")
      if orderBy == options.target {
        throw CondenseError(.usage, "--order-by \(orderBy): this is the column to predict")
      }
    }
    if let group = options.group {
      _ = try table.column(named: group, flag: "--group")
      if group == options.target {
        throw CondenseError(.usage, "--group \(group): this is the column to predict")
      }
    }
    for group in options.sharing {
      for name in group { _ = try table.column(named: name, flag: "--share") }
    }
  }

  private func asked(_ kind: ColumnKind, _ column: Column) throws(CondenseError) -> ColumnDecision {
    var decision = ColumnDecision(name: column.name, kind: kind, reason: "\(kind.rawValue), as asked")
    if (column.images != nil) != (kind == .image), kind != .ignored {
      throw CondenseError(
        .content,
        "\(table.name): the column '\(column.name)' holds"
          + (column.images.map { " images of \($0.shownSize) pixels" } ?? " no images")
          + "; it cannot be read as \(kind.rawValue)")
    }
    switch kind {
    case .number:
      if let row = column.firstRowWithoutNumber() {
        throw CondenseError(
          .content,
          "\(table.name) line \(table.line(ofRow: row)), column '\(column.name)': '\(column.shownText(row))' is no "
            + "number, which --as \(column.name)=number needs; correct the cell or leave it empty")
      }
    case .date:
      guard let guess = DateGuess(column, formats: DateFormat.guessed + DateFormat.ofNumbers) else {
        let row = (0..<table.rowCount).first { !column.isMissing($0) } ?? 0
        throw CondenseError(
          .content,
          "\(table.name): the cells of '\(column.name)', like '\(column.shownText(row))', follow no date format in "
            + "common, which --as \(column.name)=date needs; one of \(Self.formatNames) is expected")
      }
      decision.dateFormat = guess.format
    case .list:
      if case .strings(let cells) = column.cells {
        let sign = StringProfile(cells).list?.separator ?? UInt8(ascii: "|")
        decision.separator = String(UnicodeScalar(sign))
      } else {
        decision.separator = "|"
      }
    case .text:
      // Words that stand alone are told by their letters.
      if case .strings(let cells) = column.cells, StringProfile(cells).isOneWord {
        decision.characters = Self.letters
        decision.reason += ", learned by its letters"
      }
    case .category, .image, .ignored: break
    }
    return decision
  }

  /// The lengths of the runs of letters by which one-word texts are learned.
  private static let letters = [2, 3, 4, 5]

  private static let formatNames = (DateFormat.guessed + DateFormat.ofNumbers).map(\.rawValue).joined(
    separator: ", ")

  // MARK: Guessing

  private mutating func guessed(_ column: Column) -> ColumnDecision {
    let missing = column.missingCount
    let present = column.count - missing
    func ignored(_ reason: String) -> ColumnDecision {
      ColumnDecision(name: column.name, kind: .ignored, reason: reason)
    }
    if present == 0 { return ignored("always empty") }
    let missingNote = missing > 0 ? "; \(Count.percent(missing, of: column.count)) missing" : ""
    switch column.cells {
    case .numbers(let cells):
      if let constant = constant(cells), missing == 0 {
        return ignored("always \(ShortestNumber.text(constant))")
      }
      if isCopyOfTarget(column) { return ignored("a copy of the target '\(target.name)'") }
      return guessed(column, cells, present, missingNote)
    case .strings(let cells):
      let profile = StringProfile(cells)
      if profile.distinctCount == 1, missing == 0 {
        let row = (0..<column.count).first { !column.isMissing($0) } ?? 0
        return ignored("always '\(column.shownText(row))'")
      }
      if let units = NumberTexts.units(in: cells) {
        remarks.append(
          "'\(ShownText.line(column.name))' holds numbers in several units (\(units.map { "'\(ShownText.line($0))'" }.joined(separator: ", ")));"
            + " they are read as words; write all in one unit to have them read as numbers")
      }
      if let guess = DateGuess(column) { return date(column.name, guess, missingNote) }
      if profile.list == nil, profile.looksLikeText {
        return ColumnDecision(
          name: column.name, kind: .text,
          reason: "text: \(Int(profile.meanWords.rounded())) words a cell, "
            + "\(Count.percent(profile.distinctCount, of: present)) of the cells differ\(missingNote)")
      }
      if isCopyOfTarget(column) { return ignored("a copy of the target '\(target.name)'") }
      if let list = profile.list {
        return ColumnDecision(
          name: column.name, kind: .list,
          reason: "several values in a cell, \(Count.text(list.values)) different ones\(missingNote)",
          separator: String(UnicodeScalar(list.separator)))
      }
      if profile.isOneWord, profile.distinctCount * 3 > present, LetterProbe(cells, target)?.tells == true {
        return ColumnDecision(
          name: column.name, kind: .text,
          reason:
            "words that hardly repeat (\(Count.text(profile.distinctCount)) different), whose letters tell of the"
            + " target\(missingNote)", characters: Self.letters)
      }
      if profile.meanWords < 1.5, present >= 20, profile.distinctCount * 100 > present * 95 {
        return ignored(
          "another code in nearly every row: \(Count.text(profile.distinctCount)) different in "
            + "\(Count.of(present, "row", "rows"))")
      }
      return ColumnDecision(
        name: column.name, kind: .category,
        reason: "\(Count.of(profile.distinctCount, "value", "different values"))\(missingNote)")
    case .images(let cells):
      if let constant = cells.constant { return ignored("every pixel is always \(constant)") }
      if min(cells.height, cells.width) == 1 {
        remarks.append(
          "'\(column.name)': images of \(cells.shownSize) are lines of single pixels, not pictures; they are"
            + " learned as they stand, without being moved about")
      }
      return ColumnDecision(name: column.name, kind: .image, reason: "\(cells.shownSize) pixels")
    }
  }

  private func date(_ name: String, _ guess: DateGuess, _ missingNote: String) -> ColumnDecision {
    let from = CivilDay(daysSince1970: guess.first.day).text
    let to = CivilDay(daysSince1970: guess.last.day).text
    var reason = "dates (\(guess.format.rawValue)) from \(from) to \(to)"
    if !guess.format.hasDay {
      reason = "months (\(guess.format.rawValue)) from \(from.prefix(7)) to \(to.prefix(7))"
    }
    if guess.isAmbiguous {
      reason += ", read \(guess.format.isDayFirst ? "day" : "month") first: no value tells the order"
    }
    return ColumnDecision(name: name, kind: .date, reason: reason + missingNote, dateFormat: guess.format)
  }

  private func guessed(
    _ column: Column, _ cells: NumberCells, _ present: Int, _ missingNote: String
  ) -> ColumnDecision {
    func decision(_ kind: ColumnKind, _ reason: String) -> ColumnDecision {
      ColumnDecision(name: column.name, kind: kind, reason: reason + missingNote)
    }
    let (low, high) = Self.range(cells.values)
    let span = "\(ShortestNumber.text(low)) to \(ShortestNumber.text(high))"
    guard cells.isWhole else { return decision(.number, "numbers from \(span)") }
    if let guess = dateOfNumbers(column, low, high) { return date(column.name, guess, missingNote) }

    let codes = CategoryCodes(column, isByValue: true)
    let distinct = codes.keys.count
    if distinct == 1 { return decision(.number, "\(ShortestNumber.text(low)) where there is a value") }
    if distinct == 2 {
      return decision(.number, "\(ShortestNumber.text(low)) or \(ShortestNumber.text(high))")
    }
    let isYear = low >= 1500 && high <= 2200
    let whole = "whole numbers from \(span), \(Count.text(distinct)) different"
    if present >= 20, distinct * 100 > present * 95, !isYear, isCounter(cells.values, low, high) {
      return ColumnDecision(
        name: column.name, kind: .ignored,
        reason:
          "a number for each row: \(Count.text(distinct)) different in \(Count.of(present, "row", "rows"))")
    }
    if isYear { return decision(.number, "years from \(span)") }
    guard let probe = CodeProbe(cells.values, codes, target) else { return decision(.number, whole) }
    let shares =
      "(\(Count.decimals(max(probe.codes, 0))) of the target's variance against "
      + "\(Count.decimals(max(probe.smooth, 0))), on rows held out)"
    if probe.isQuantity {
      var count = decision(.number, whole)
      count.goesOn = true
      return count
    }
    if probe.favoursCodes, distinct * 3 <= present {
      if MeasureName.recognises(column.name) {
        return decision(
          .number,
          "\(whole): a quantity by its name, though a mean for each value tells more than a curve \(shares); "
            + "--as \(column.name)=category would give each value a row")
      }
      return decision(.category, "\(whole): a mean for each value tells more than a curve \(shares)")
    }
    // Few values without a tail of rare ones are names rather than counts.
    let rarest = codes.counts.min() ?? 0
    if distinct <= 12, rarest * 200 >= present, probe.allowsCodes {
      return decision(
        .category, "\(whole), each in \(Count.percent(rarest, of: present)) of the rows or more")
    }
    return decision(.number, whole)
  }

  /// Whole numbers that are days, `20130131`, or seconds or milliseconds since 1970, as their column's name says.
  private func dateOfNumbers(_ column: Column, _ low: Double, _ high: Double) -> DateGuess? {
    switch (low, high) {
    case (19_000_101.0..., ...21_001_231.0):
      guard let guess = DateGuess(column, formats: [.compact]), guess.distinctDays > 10 else { return nil }
      return guess
    case (631_152_000.0..., ...4_102_444_800.0) where Self.namesTime(column.name):
      return DateGuess(column, formats: [.epochSeconds])
    case (631_152_000_000.0..., ...4_102_444_800_000.0) where Self.namesTime(column.name):
      return DateGuess(column, formats: [.epochMilliseconds])
    default: return nil
    }
  }

  private static func namesTime(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["time", "date", "stamp", "epoch", "when", "created", "updated", "moment", "unix"].contains {
      name.contains($0)
    }
      || name == "ts" || name == "t" || name.hasSuffix("_at") || name.hasSuffix("_ts")
  }

  // MARK: What cannot help

  private func constant(_ cells: NumberCells) -> Double? {
    var value = Double.nan
    for x in cells.values where !x.isNaN {
      if value.isNaN { value = x }
      if x != value { return nil }
    }
    return value.isNaN ? nil : value
  }

  private static func range(_ values: [Double]) -> (low: Double, high: Double) {
    var low = Double.infinity
    var high = -Double.infinity
    for x in values where !x.isNaN {
      low = min(low, x)
      high = max(high, x)
    }
    return (low, high)
  }

  /// Numbers that count the rows, in order or not.
  private func isCounter(_ values: [Double], _ low: Double, _ high: Double) -> Bool {
    var present = 0
    var rising = true
    var falling = true
    var last = Double.nan
    for x in values where !x.isNaN {
      present += 1
      if x <= last { rising = false }
      if x >= last { falling = false }
      last = x
    }
    return rising || falling || high - low + 1 <= Double(present) * 1.5
  }

  private func isCopyOfTarget(_ column: Column) -> Bool {
    if let codes = target.codes { return isRenaming(column, codes) }
    return isLinearCopy(column)
  }

  /// Whether the values stand for the classes one to one, in 99.9 % of the rows that have both.
  private func isRenaming(_ column: Column, _ classes: CategoryCodes) -> Bool {
    if case .numbers(let cells) = column.cells, !cells.isWhole { return false }
    let codes = CategoryCodes(column)
    guard codes.keys.count >= classes.keys.count, codes.keys.count <= 4 * classes.keys.count + 16 else {
      return false
    }
    var pairs: [Int64: Int] = [:]
    var both = 0
    for row in 0..<column.count where codes.codes[row] >= 0 && classes.codes[row] >= 0 {
      both += 1
      pairs[Int64(codes.codes[row]) << 32 | Int64(classes.codes[row]), default: 0] += 1
    }
    guard both >= 20, both * 2 > target.presentCount else { return false }
    var bestOfValue = [Int](repeating: 0, count: codes.keys.count)
    var bestOfClass = [Int](repeating: 0, count: classes.keys.count)
    for (pair, count) in pairs {
      let value = Int(pair >> 32)
      let label = Int(pair & 0xffff_ffff)
      bestOfValue[value] = max(bestOfValue[value], count)
      bestOfClass[label] = max(bestOfClass[label], count)
    }
    let needed = Double(both) * 0.999
    return Double(bestOfValue.reduce(0, +)) >= needed && Double(bestOfClass.reduce(0, +)) >= needed
  }

  private func isLinearCopy(_ column: Column) -> Bool {
    guard case .numbers(let cells) = column.cells else { return false }
    let (low, high) = Self.range(cells.values)
    let middle = low / 2 + high / 2
    let reach = high / 2 - low / 2
    guard reach > 0 else { return false }
    var n = 0.0
    var x1 = 0.0, y1 = 0.0, xx = 0.0, yy = 0.0, xy = 0.0
    for row in 0..<column.count where !cells.values[row].isNaN && target.isPresent(row) {
      let x = (cells.values[row] / 2 - middle / 2) / reach
      let y = target.numbers[row]
      n += 1
      x1 += x
      y1 += y
      xx += x * x
      yy += y * y
      xy += x * y
    }
    guard n >= 20, n * 2 > Double(target.presentCount) else { return false }
    let covariance = xy - x1 * y1 / n
    let product = (xx - x1 * x1 / n) * (yy - y1 * y1 / n)
    return product > 0 && covariance * covariance > product * (1 - 1e-6)
  }

  // MARK: Days that come again

  /// The day itself, where rows share days.
  private mutating func calendarDays(_ decisions: [ColumnDecision]) -> [ColumnDecision] {
    var derived: [ColumnDecision] = []
    let used = decisions.filter { $0.kind != .ignored }
    func find(_ names: [String], _ range: ClosedRange<Double>) -> Column? {
      for decision in used where names.contains(decision.name.lowercased()) {
        guard let column = table[decision.name], case .numbers(let cells) = column.cells, cells.isWhole
        else { continue }
        let (low, high) = Self.range(cells.values)
        if range.contains(low), range.contains(high) { return column }
      }
      return nil
    }
    for decision in used {
      guard decision.kind == .date, let format = decision.dateFormat, format.hasDay,
        let column = table[decision.name], let guess = DateGuess(column, formats: [format])
      else { continue }
      if let day = repeating(decision.name + ".day", [decision.name], guess.distinctDays) {
        derived.append(day)
      }
    }
    // A date says the day already.
    if derived.isEmpty, let month = find(["month"], 1...12),
      let day = find(["day", "dayofmonth", "day_of_month", "dom"], 1...31)
    {
      let year = find(["year"], 1500...2200)
      let columns = [year, month, day].compactMap(\.self)
      let days = distinctRows(columns)
      let name = columns.map(\.name).joined(separator: "+")
      if let decision = repeating(name, columns.map(\.name), days) { derived.append(decision) }
    }
    return derived
  }

  private mutating func repeating(_ name: String, _ sources: [String], _ days: Int) -> ColumnDecision? {
    guard days > 1, table.rowCount / days >= 20 else { return nil }
    if options.orderBy != nil {
      remarks.append(
        "\(sources.joined(separator: " and ")): the day itself is left out, for days ahead are never in the "
          + "training rows")
      return nil
    }
    return ColumnDecision(
      name: name, kind: .category,
      reason:
        "the day itself: \(Count.text(days)) days with \(Count.text(table.rowCount / days)) rows each on "
        + "average",
      sources: sources)
  }

  private func distinctRows(_ columns: [Column]) -> Int {
    var seen: Set<[Double]> = []
    for row in 0..<table.rowCount { seen.insert(columns.map { $0.number(row) ?? -1 }) }
    return seen.count
  }
}
