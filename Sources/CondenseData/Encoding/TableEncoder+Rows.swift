import CondenseCore

extension TableEncoder {
  /// Turns one row into ids and numbers, the same as in a table. Every column that is needed must be there;
  /// others are read over.
  ///
  /// - Parameter subject: what messages call the row.
  public func encode(
    row cells: [String: Cell], called subject: String = "the row"
  ) throws(CondenseError) -> EncodedTable {
    var result: [EncodedFeature] = []
    var unknownColumns: [String] = []
    var unknown: [[Bool]] = []
    let width = numbersWidth
    let images = encoders.compactMap { if case .image(let encoder) = $0 { encoder.column } else { nil } }
    var numbers = [Float](repeating: 0, count: width)
    var offset = 0
    func cell(_ column: String) throws(CondenseError) -> Cell {
      guard let cell = cells[column] else {
        throw CondenseError(
          .content,
          "\(subject) has no '\(column)', which the model was trained with"
            + NearestName.question(column, among: cells.keys.sorted()))
      }
      if case .image = cell, !images.contains(column) {
        throw CondenseError(
          .content,
          "\(subject)'s '\(column)' is \(cell.description), where the model was trained with other values")
      }
      return cell
    }
    func add(_ bags: Bags, _ column: String) {
      result.append(.bags(offsets: bags.offsets, ids: bags.ids, weights: bags.weights))
      unknownColumns.append(column)
      unknown.append(bags.isUnknown)
    }
    for encoder in encoders {
      switch encoder {
      case .category(let encoder):
        let cell = try cell(encoder.column)
        let id = encoder.id(of: cell)
        result.append(.ids([id]))
        unknownColumns.append(encoder.column)
        unknown.append([id == 0 && cell.isPresent])
      case .day(let encoder):
        var sources: [Cell] = []
        for source in encoder.sources { sources.append(try cell(source)) }
        result.append(.ids([encoder.id(of: sources)]))
      case .text(let encoder): add(encoder.encode(try cell(encoder.column)), encoder.column)
      case .list(let encoder): add(encoder.encode(try cell(encoder.column)), encoder.column)
      case .date(let encoder):
        let cell = try cell(encoder.column)
        let moment = MomentReader(format: encoder.format).moment(of: cell)
        if moment == nil, cell.isPresent {
          throw CondenseError(
            .content,
            "\(subject)'s '\(encoder.column)' is '\(cell.shown)', no date like \(encoder.format.rawValue)")
        }
        for part in encoder.parts { result.append(.ids([encoder.id(of: moment, in: part)])) }
        var span = numbers.mutableSpan
        encoder.encode(moment, into: &span, at: offset)
        offset += encoder.width
      case .number(let encoder):
        let cell = try cell(encoder.column)
        let value = cell.number
        if cell.isPresent, value?.isFinite != true {
          throw CondenseError(
            .content,
            "\(subject)'s '\(encoder.column)' is '\(cell.shown)', where the model was trained with numbers")
        }
        var span = numbers.mutableSpan
        encoder.encode(value, into: &span, at: offset)
        offset += encoder.width
      case .image(let encoder):
        let numbers = try encoder.encode(cell(encoder.column), called: subject)
        result.append(.numbers(numbers, width: encoder.size))
      case .cross: break
      }
    }
    appendCrosses(to: &result)
    if width > 0 { result.append(.numbers(numbers, width: width)) }
    return EncodedTable(rowCount: 1, features: result, unknownColumns: unknownColumns, unknown: unknown)
  }
}
