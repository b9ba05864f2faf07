import Condense

/// Reads a command line against the table of verbs; every error says what to write instead.
package struct ArgumentParser: Sendable {
  private let verbs: [Verb]

  package init(verbs: [Verb]) {
    self.verbs = verbs
  }

  /// The verb of that name, or an error that suggests the nearest.
  package func verb(named word: String) throws(CondenseError) -> Verb {
    if let verb = verbs.first(where: { $0.name == word }) { return verb }
    if word.hasPrefix("-") {
      throw CondenseError(
        .usage, "a command comes first, '\(word)' after it; 'condense help' lists the commands")
    }
    if let near = Nearest.word(to: word, among: verbs.filter { !$0.isHidden }.map(\.name)) {
      throw CondenseError(.usage, "there is no command '\(word)'; did you mean '\(near)'?")
    }
    if word.contains(".") || word.contains("/") {
      throw CondenseError(
        .usage, "there is no command '\(word)'; to learn from that file: condense train \(word)")
    }
    throw CondenseError(.usage, "there is no command '\(word)'; 'condense help' lists them")
  }

  /// Whether `--help` or `-h` stands among the words, as an option.
  package static func asksForHelp(_ words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
  }

  /// The words after the verb, checked.
  package func parse(_ words: [String], for verb: Verb) throws(CondenseError) -> Arguments {
    var values: [String: [ArgumentValue]] = [:]
    var operands: [String] = []
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--" {
        operands += words[index...]
        break
      }
      guard Self.looksLikeOption(word) else {
        operands.append(word)
        continue
      }
      let (flag, attached) = Self.split(word)
      let option = try option(flag, of: verb)
      if !option.isRepeatable, values[option.name] != nil {
        let advice = option.takesValue ? "it takes one value" : "once is enough"
        throw CondenseError(.usage, "\(option.long) is given twice; \(advice)")
      }
      var text = attached
      if text == nil, option.takesValue {
        text = try Self.value(at: index, of: words, for: flag, option)
        index += 1
      }
      values[option.name, default: []].append(
        try text.map { text throws(CondenseError) in try option.kind.value(of: text, for: flag) } ?? .set)
    }
    try checkExclusions(values, verb)
    try checkRepeats(values, verb)
    let named = try name(operands, for: verb)
    if verb.needsOutputForStandardInput, values["output"] == nil, named.values.contains(["-"]) {
      throw CondenseError(
        .usage, "reading standard input, \(verb.name) needs -o FILE to know where to write")
    }
    for option in verb.options where option.isRequired && values[option.name] == nil {
      throw CondenseError(
        .usage, "\(verb.name) needs \(option.long) \(option.placeholder); usage: \(verb.usage)")
    }
    return Arguments(
      operands: named, values: values,
      declared: Set(verb.operands.map(\.name)).union(verb.options.map(\.name)))
  }

  /// `-5` and `-` are operands, `-o` and `--json` are not.
  private static func looksLikeOption(_ word: String) -> Bool {
    guard word.hasPrefix("-"), let second = word.dropFirst().first else { return false }
    return second != "." && !second.isNumber
  }

  private static func split(_ word: String) -> (flag: String, value: String?) {
    guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  private static func value(
    at index: Int, of words: [String], for flag: String, _ option: Option
  ) throws(CondenseError) -> String {
    guard index < words.count else {
      throw CondenseError(.usage, "\(flag) needs a value: \(flag) \(option.placeholder)")
    }
    let word = words[index]
    if looksLikeOption(word) {
      throw CondenseError(
        .usage,
        "\(flag) needs a value, but '\(word)' follows; write \(flag)=\(word) if that is the value")
    }
    return word
  }

  private func option(_ flag: String, of verb: Verb) throws(CondenseError) -> Option {
    func isNamed(_ option: Option) -> Bool { flag == option.long || flag == option.short.map { "-\($0)" } }
    if let option = verb.options.first(where: isNamed) { return option }
    let unknown = "\(verb.name) has no flag \(flag)"
    let others = verbs.filter { !$0.isHidden && $0.options.contains(where: isNamed) }.map(\.name)
    if !others.isEmpty {
      throw CondenseError(.usage, "\(unknown); that is a flag of \(Self.enumeration(others))")
    }
    let bare = String(flag.drop { $0 == "-" })
    if flag.hasPrefix("--") || bare.count > 2,
      let near = Nearest.word(to: bare, among: verb.options.map(\.name))
    {
      throw CondenseError(.usage, "\(unknown); did you mean --\(near)?")
    }
    if !flag.hasPrefix("--"),
      let option = verb.options.first(where: { $0.short == String(bare.prefix(1)) && $0.takesValue })
    {
      let short = "-\(bare.prefix(1))"
      throw CondenseError(.usage, "\(unknown); a value stands apart: \(short) \(option.placeholder)")
    }
    let advice =
      verb.options.isEmpty ? "it takes none" : "'condense help \(verb.name)' shows all its flags"
    throw CondenseError(.usage, "\(unknown); \(advice)")
  }

  /// `a`, `a and b`, `a, b and c`.
  private static func enumeration(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return "\(words.dropLast().joined(separator: ", ")) and \(last)"
  }

  private func checkExclusions(
    _ values: [String: [ArgumentValue]], _ verb: Verb
  ) throws(CondenseError) {
    for option in verb.options where values[option.name] != nil {
      for other in option.excludes where values[other] != nil {
        throw CondenseError(.usage, "\(option.long) and --\(other) exclude each other; give one of them")
      }
    }
  }

  /// One column cannot have two kinds, nor one metric two bounds.
  private func checkRepeats(_ values: [String: [ArgumentValue]], _ verb: Verb) throws(CondenseError) {
    for option in verb.options {
      var seen: Set<String> = []
      for value in values[option.name] ?? [] {
        let names: [String] =
          switch value {
          case .kinds(let pairs): pairs.map(\.name)
          case .metric(let pair): [pair.name]
          default: []
          }
        for name in names where !seen.insert(name).inserted {
          throw CondenseError(.usage, "\(option.long) names '\(name)' twice; once is enough")
        }
      }
    }
  }

  private func name(_ given: [String], for verb: Verb) throws(CondenseError) -> [String: [String]] {
    if given.count > verb.operands.count, verb.operands.last?.isRepeated != true {
      let extra = given[verb.operands.count]
      throw CondenseError(.usage, "'\(extra)' is one word too many; usage: \(verb.usage)")
    }
    let missing = verb.operands.dropFirst(given.count).filter { !$0.isOptional }.map(\.name)
    if !missing.isEmpty {
      throw CondenseError(
        .usage,
        "\(verb.name) needs \(Self.enumeration(missing)); usage: \(verb.usage)")
    }
    var named: [String: [String]] = [:]
    for (place, text) in given.enumerated() {
      let operand = verb.operands[min(place, verb.operands.count - 1)]
      if text.isEmpty { throw CondenseError(.usage, "\(operand.name) is empty; usage: \(verb.usage)") }
      if text == "-", !operand.allowsStandardInput {
        throw CondenseError(.usage, "\(operand.name) cannot be read from standard input; give a file")
      }
      named[operand.name, default: []].append(text)
    }
    return named
  }
}
