import CondenseCore

/// The encoders of all columns of a schema: what a model needs to read a table.
///
/// Its features are one for each id and each column of images, in the order of the schema, then crosses of them,
/// and last `rest`: the numbers of all other columns.
public struct TableEncoder: Sendable {
  /// The name of the feature that holds all numbers.
  public static let numbersName = "rest"

  /// One encoder for each column in use, and for each derived feature.
  public let encoders: [ColumnEncoder]

  /// What `encode` gives, in order.
  public let features: [Feature]

  /// The crosses, and where the features they are made of stand.
  let crosses: [(encoder: CrossEncoder, first: Int, second: Int)]

  /// Learns from the training rows of a table.
  public static func fit(
    _ schema: Schema, to table: Table, rows: [Int], options: EncoderOptions = .init(),
    threads: Int = Processors.available
  ) throws(CondenseError) -> TableEncoder {
    guard !rows.isEmpty else {
      throw CondenseError(.content, "\(table.name) has no rows to train on")
    }
    try table.check(rows: rows)
    try OptionCheck.threads(threads)
    try options.check()
    let used = schema.columns.filter { $0.kind != .ignored }
    for name in used.flatMap({ $0.sources.isEmpty ? [$0.name] : $0.sources })
      + schema.sharing.joined()
    where table[name] == nil {
      throw CondenseError(
        .content,
        "\(table.name) has no column '\(name)', which the schema names"
          + NearestName.question(name, among: table.columns.map(\.name)))
    }
    let minimum = options.minimumCount ?? (rows.count < 1000 ? 1 : 2)
    var shared: [String: (name: String, vocabulary: Vocabulary, hasMissing: Bool)] = [:]
    for group in schema.sharing {
      var columns: [Column] = []
      for name in group { columns.append(try table.column(named: name)) }
      guard let first = group.first else { continue }
      let vocabulary = Vocabulary(
        counting: columns, rows: rows, minimumCount: minimum, maximumSize: options.maximumVocabularySize)
      let hasMissing = columns.contains { column in rows.contains { column.isMissing($0) } }
      for name in group { shared[name] = (first, vocabulary, hasMissing) }
    }
    var encoders: [ColumnEncoder] = []
    for decision in schema.columns where decision.name != schema.target {
      if !decision.sources.isEmpty {
        guard decision.kind != .ignored else { continue }
        let format = schema.columns.first { [$0.name] == decision.sources }?.dateFormat
        encoders.append(
          .day(
            try DayEncoder(
              fitting: decision, format: format, rows: rows, in: table, minimumCount: minimum)))
        continue
      }
      if decision.kind == .ignored { continue }
      let column = try table.column(named: decision.name)
      if decision.kind != .image { try Self.requireNoImages(column, table) }
      switch decision.kind {
      case .category:
        if let group = shared[decision.name] {
          encoders.append(
            .category(
              CategoryEncoder(
                column: column, rows: rows, vocabularyName: group.name, hasMissingRow: group.hasMissing,
                vocabulary: group.vocabulary
              ).entering(by: decision.layer ?? .embedding)))
        } else {
          encoders.append(
            .category(
              CategoryEncoder(
                fitting: column, rows: rows, minimumCount: minimum,
                maximumSize: options.maximumVocabularySize
              ).entering(by: decision.layer ?? .embedding)))
        }
      case .number:
        try requireNumbers(column, table, rows)
        encoders.append(
          .number(
            NumberEncoder(
              fitting: column, rows: rows, normalizes: options.normalizes, goesOn: decision.goesOn == true)))
      case .date:
        guard let format = decision.dateFormat else {
          throw CondenseError(
            .content, "the schema takes '\(decision.name)' for dates but does not say how they are written")
        }
        encoders.append(
          .date(
            try DateEncoder(
              fitting: column, format: format, rows: rows, in: table,
              foretells: schema.orderBy == decision.name)))
      case .text:
        var text = options.text
        if let characters = decision.characters, text.characterOrders.isEmpty {
          text.characterOrders = characters
        }
        encoders.append(
          .text(
            TextEncoder(
              fitting: column, rows: rows, options: text, layer: decision.layer,
              minimumCount: minimum,
              threads: threads)))
      case .list:
        var list = ListEncoder(
          fitting: column, separator: decision.separator?.utf8.first ?? UInt8(ascii: "|"), rows: rows,
          minimumCount: minimum, maximumSize: options.maximumVocabularySize)
        list.layer = decision.layer
        encoders.append(.list(list))
      case .image:
        guard let images = column.images else { throw Self.noImages(column, table) }
        encoders.append(.image(ImageEncoder(fitting: images, called: column.name, rows: rows)))
      case .ignored: break
      }
    }
    if options.crosses {
      encoders += CrossEncoder.crosses(of: encoders.flatMap(\.ownFeatures), rows: rows.count).map {
        .cross($0)
      }
    }
    return try TableEncoder(encoders)
  }

  /// Puts together what a model file stores: the encoders as decoded, and their vocabularies.
  public init(encoders: [ColumnEncoder], vocabularies: [String: Vocabulary]) throws(CondenseError) {
    var complete: [ColumnEncoder] = []
    for var encoder in encoders {
      let counts =
        switch encoder {
        case .category(let encoder): [encoder.missingCount]
        case .number(let encoder): [encoder.missingCount]
        case .list(let encoder): [encoder.missingCount]
        case .text(let encoder):
          [encoder.missingCount, encoder.textCount, encoder.repeatedNGrams, encoder.collidingNGrams]
        case .date, .day, .image, .cross: [0]
        }
      guard counts.allSatisfy({ 0...1 << 53 ~= $0 }) else {
        throw CondenseError(
          .content,
          "what the model counts in '\(encoder.columns.first ?? "")' makes no sense; it is damaged")
      }
      if let name = encoder.vocabulary?.name {
        guard let vocabulary = vocabularies[name] else {
          throw CondenseError(.content, "the model has no vocabulary '\(name)'; it is damaged")
        }
        encoder.vocabulary = (name, vocabulary)
        if case .text(let text) = encoder,
          vocabulary.documents.count != text.vocabularySize || vocabulary.nGrams.buckets < text.buckets
        {
          throw CondenseError(
            .content,
            "the model counts \(vocabulary.documents.count) ids of '\(name)' where there are "
              + "\(text.vocabularySize); it is damaged")
        }
        if vocabulary.documents.contains(where: { $0 < 0 }) {
          throw CondenseError(.content, "the model counts ids of '\(name)' below zero; it is damaged")
        }
      }
      complete.append(encoder)
    }
    try self.init(complete)
  }

  private init(_ encoders: [ColumnEncoder]) throws(CondenseError) {
    self.encoders = encoders
    var features: [Feature] = []
    var crosses: [(encoder: CrossEncoder, first: Int, second: Int)] = []
    for encoder in encoders {
      if case .cross(let cross) = encoder {
        func place(_ name: String, _ size: Int) -> Int? {
          features.firstIndex {
            $0.name == name && $0.shape == .ids(vocabularySize: size) && $0.crossed == nil
          }
        }
        guard let first = place(cross.first, cross.firstSize),
          let second = place(cross.second, cross.secondSize)
        else {
          throw CondenseError(
            .content, "nothing before the cross '\(cross.name)' of the model fits it; it is damaged")
        }
        crosses.append((cross, first, second))
      } else if !crosses.isEmpty {
        throw CondenseError(.content, "the crosses of the model are not its last features; it is damaged")
      }
      features += encoder.ownFeatures
    }
    self.crosses = crosses
    let parts = encoders.flatMap(\.numberParts)
    if !parts.isEmpty {
      var name = Self.numbersName
      while features.contains(where: { $0.name == name }) { name += "_" }
      features.append(Feature(numbers: name, parts: parts))
    }
    self.features = features
  }

  /// The vocabularies by name, each once.
  public var vocabularies: [String: Vocabulary] {
    Dictionary(
      encoders.compactMap(\.vocabulary).map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
  }

  /// The columns a table must have.
  public var columns: [String] {
    var seen: Set<String> = []
    return encoders.flatMap(\.columns).filter { seen.insert($0).inserted }
  }

  /// Throws unless the table has every column that is needed.
  public func check(_ table: Table) throws(CondenseError) {
    let missing = columns.filter { table[$0] == nil }
    guard let first = missing.first else {
      for encoder in encoders {
        if case .image = encoder { continue }
        for column in encoder.columns.compactMap({ table[$0] }) { try Self.requireNoImages(column, table) }
      }
      return
    }
    for case .image(let image) in encoders where missing.contains(image.column) {
      throw CondenseError(
        .content,
        "\(table.name) has no column '\(image.column)'; the model was trained with images of"
          + " \(image.height) × \(image.width) pixels: give it an IDX file of them")
    }
    let names = table.columns.map(\.name)
    if missing.count == 1 {
      var hint = NearestName.question(first, among: names)
      if hint.isEmpty, columns.count == 1, names.count == 1 {
        hint = "; if it has one in every line, add a first line '\(first)'"
      }
      throw CondenseError(
        .content, "\(table.name) has no column '\(first)', which the model was trained with" + hint)
    }
    let shown = Count.names(missing, most: 8)
    throw CondenseError(
      .content,
      "\(table.name) has none of the columns \(shown), which the model was trained with; is this the right file?"
    )
  }

  /// Turns some rows of a table into ids and numbers, the same for any number of threads.
  public func encode(
    _ table: Table, rows: [Int], threads: Int = Processors.available
  ) throws(CondenseError) -> EncodedTable {
    try check(table)
    try table.check(rows: rows)
    try OptionCheck.threads(threads)
    var result: [EncodedFeature] = []
    var unknownColumns: [String] = []
    var unknown: [[Bool]] = []
    let width = numbersWidth
    var numbers = [Float](repeating: 0, count: rows.count * width)
    var offset = 0
    func add(_ bags: Bags, _ column: String) {
      result.append(.bags(offsets: bags.offsets, ids: bags.ids, weights: bags.weights))
      unknownColumns.append(column)
      unknown.append(bags.isUnknown)
    }
    for encoder in encoders {
      switch encoder {
      case .category(let encoder):
        let encoded = encoder.encode(try table.column(named: encoder.column), rows: rows)
        result.append(.ids(encoded.ids))
        unknownColumns.append(encoder.column)
        unknown.append(encoded.unknown)
      case .day(let encoder):
        result.append(.ids(try encoder.encode(table, rows: rows).ids))
      case .text(let encoder):
        let column = try table.column(named: encoder.column)
        add(encoder.encode(column, rows: rows, threads: threads), encoder.column)
      case .list(let encoder):
        add(encoder.encode(try table.column(named: encoder.column), rows: rows), encoder.column)
      case .date(let encoder):
        let column = try table.column(named: encoder.column)
        let moments = try MomentReader(format: encoder.format).moments(column, rows, table)
        for part in encoder.parts { result.append(.ids(moments.map { encoder.id(of: $0, in: part) })) }
        var span = numbers.mutableSpan
        for (i, moment) in moments.enumerated() {
          encoder.encode(moment, into: &span, at: i * width + offset)
        }
        offset += encoder.width
      case .number(let encoder):
        let column = try table.column(named: encoder.column)
        try Self.requireNumbers(column, table, rows)
        var span = numbers.mutableSpan
        if case .numbers(let cells) = column.cells {
          for (i, row) in rows.enumerated() {
            encoder.encode(cells.values[row], into: &span, at: i * width + offset)
          }
        } else {
          for (i, row) in rows.enumerated() {
            encoder.encode(column.number(row), into: &span, at: i * width + offset)
          }
        }
        offset += encoder.width
      case .image(let encoder):
        let column = try table.column(named: encoder.column)
        result.append(
          .numbers(try encoder.encode(column, rows: rows, of: table.name), width: encoder.size))
      case .cross: break
      }
    }
    appendCrosses(to: &result)
    if width > 0 { result.append(.numbers(numbers, width: width)) }
    return EncodedTable(
      rowCount: rows.count, features: result, unknownColumns: unknownColumns, unknown: unknown)
  }

  /// Turns all rows of a table into ids and numbers.
  public func encode(
    _ table: Table, threads: Int = Processors.available
  ) throws(CondenseError) -> EncodedTable {
    try encode(table, rows: Array(0..<table.rowCount), threads: threads)
  }

  /// The ids of pairs, from those of the features before them.
  func appendCrosses(to result: inout [EncodedFeature]) {
    for cross in crosses {
      guard case .ids(let first) = result[cross.first], case .ids(let second) = result[cross.second] else {
        continue
      }
      result.append(.ids(cross.encoder.encode(first, second)))
    }
  }

  /// The numbers of a row that columns other than images give.
  var numbersWidth: Int { encoders.reduce(0) { $0 + $1.numberParts.reduce(0) { $0 + $1.width } } }

  private static func noImages(_ column: Column, _ table: Table) -> CondenseError {
    CondenseError(
      .content, "\(table.name): the schema takes '\(column.name)' for images, and the column holds none")
  }

  private static func requireNoImages(_ column: Column, _ table: Table) throws(CondenseError) {
    guard let images = column.images else { return }
    throw CondenseError(
      .content,
      "\(table.name): the column '\(column.name)' holds images of \(images.shownSize) pixels, where other values"
        + " were expected")
  }

  /// Throws where more than half of the cells of a column are no numbers; fewer count as missing.
  private static func requireNumbers(_ column: Column, _ table: Table, _ rows: [Int]) throws(CondenseError) {
    guard !column.isNumeric, let first = column.firstRowWithoutNumber(among: rows) else { return }
    var odd = 0, present = 0
    for row in rows where !column.isMissing(row) {
      present += 1
      if column.number(row) == nil { odd += 1 }
    }
    if odd * 2 > present {
      throw CondenseError(
        .content,
        "\(table.name) line \(table.line(ofRow: first)), column '\(column.name)': '\(column.shownText(first))' is no "
          + "number, as the model expects here; correct the cell or leave it empty")
    }
  }
}
