import Condense

extension Arguments {
  /// The column to learn, named by `--predict` or by the schema, for a verb that cannot do without.
  func target(for verb: Verb, _ schema: Schema?) throws -> String {
    guard let target = text("predict") ?? schema?.target else {
      throw CondenseError(
        .usage,
        "\(verb.name) needs the column to learn: --predict COL; 'condense train"
          + " \(ShellWord.quoted(requiredOperand("DATA")))' lists the columns")
    }
    try SchemaFile.check(schema, isFor: target, self)
    return target
  }

  /// What training is told: by those of the options that the verb has.
  ///
  /// - Parameter clock: what the time limit is counted by; it was started before anything was read.
  func trainingOptions(
    for verb: Verb, _ schema: Schema?, since clock: Stopwatch
  ) throws(CondenseError) -> TrainingOptions {
    func has(_ name: String) -> Bool { verb.option(name) != nil }
    var options = TrainingOptions()
    options.schema = schema
    options.task = text("task").flatMap(PredictionTask.init(rawValue:))
    options.orderBy = text("order-by")
    for pair in kinds("as") { options.columns[pair.name] = ColumnKind(rawValue: pair.value) }
    options.ignored = list("ignore")
    options.sharing = lists("share")
    options.weight = text("weight")
    options.group = text("group")
    if let orders = span("ngrams") {
      guard orders.lowerBound == 1 else {
        throw CondenseError(
          .usage,
          "--ngrams \(orders.lowerBound)-\(orders.upperBound): words alone are always among them; 1-\(orders.upperBound) was expected"
        )
      }
      options.text.wordOrder = orders.upperBound
    }
    if let orders = span("characters") { options.text.characterOrders = Array(orders) }
    options.balancesClasses = text("class-weights") == "balanced"
    options.seed = UInt64(whole("seed") ?? 1)
    options.threads = whole("threads")
    options.epochs = whole("epochs")
    options.batchSize = whole("batch-size")
    if has("learning-rate") { options.learningRate = number("learning-rate") }
    if has("time") { options.timeLimit = number("time") }
    if has("steps") { options.steps = whole("steps") }
    options.elapsed = clock.seconds
    options.timeSource = clock.source
    options.validationFraction = number("validation") ?? options.validationFraction
    return options
  }
}
