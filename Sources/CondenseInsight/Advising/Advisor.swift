import CondenseCore
import CondenseData
import CondenseModels
import Synchronization

/// Says before any training what a table's columns become, what that costs, and what looks wrong.
///
/// It decides by the code that training decides by, so that what it counts is what training uses.
public struct Advisor: Sendable {
  /// What training would be told.
  public var training = TrainingOptions()
  /// Rows that the model would be tested on.
  public var test: Table?
  /// The most seconds that steps are tried for; 0 tries none.
  public var probeSeconds = 2.0

  /// Bytes of memory that are free; nil where the system does not say.
  package var availableMemory = AvailableMemory.bytes

  /// An advisor for training by the defaults.
  public init() {}

  /// The advice for predicting a column, worked out on a thread of its own.
  ///
  /// - Throws: `CondenseError` where training would throw it before its first step.
  public func advice(on table: Table, predicting target: String) async throws -> Advice {
    try await TrainingThread.run { _ in try advise(on: table, predicting: target) }
  }

  /// The same on the caller's thread.
  package func advise(on table: Table, predicting target: String) throws -> Advice {
    let clock = Stopwatch()
    let remarks = Mutex<[String]>([])
    var options = training
    options.onRemark = { remark in remarks.withLock { $0.append(remark) } }
    let setup = try TrainingSetup(table, predicting: target, options)
    let setupSeconds = clock.seconds
    if let test { try setup.encoder.check(test) }
    let facts = try setup.schema.columns.filter { $0.sources.isEmpty }.map {
      ColumnFacts(try table.column(named: $0.name), $0, isAsked: isAsked($0.name, setup.schema))
    }
    let targets = try TargetValues(setup)
    let adviser = ColumnAdviser(setup, facts)
    let columns = adviser.columns()
    let sharing = SharingSearch(setup, facts).proposals()

    let needs = try MemoryNeeds(setup)
    let fits = availableMemory.map { needs.bytes <= $0 } ?? true
    let probe = try fits && probeSeconds > 0 ? StepProbe(setup, seconds: probeSeconds) : nil
    let cost = TrainingCost(
      parameters: setup.parameterCount, pairParameters: adviser.pairParameters,
      weightBytes: setup.parameterCount * 4, stateBytes: setup.stateBytes,
      encodedBytes: needs.encodedBytes, memoryBytes: needs.bytes, availableBytes: availableMemory,
      epochs: setup.epochs, learnsAllRows: setup.learnsAllRows, batchSize: setup.batchSize,
      secondsPerEpoch: probe?.secondsPerEpoch,
      secondsPerEpochOfAllRows: probe?.secondsPerEpochOfAllRows,
      secondsAtMost: probe.map { training.elapsed + setupSeconds + $0.secondsAtMost })

    var warnings: [AdviceWarning] = []
    if let availableMemory, !fits { warnings.append(needs.warning(available: availableMemory)) }
    warnings += LeakSearch(targets).warnings(facts)
    if let test { warnings += try TestOverlap(setup, facts, test).warnings() }
    warnings += DuplicateSearch(facts).warnings()
    warnings += ColumnWarnings(setup, facts, columns).warnings()
    let small = targets.smallClasses
    if let warning = small.warning { warnings.append(warning) }
    warnings += ColumnWarnings.constants(facts)
    let order = AdviceWarning.Kind.allCases
    warnings.sort {
      (order.firstIndex(of: $0.kind) ?? 0) < (order.firstIndex(of: $1.kind) ?? 0)
    }
    // Said with their names above.
    let said = Schema.remark(rareClasses: small.fewerThanFive)
    return Advice(
      schema: setup.schema, trainingRows: setup.trainingRows.count,
      validationRows: setup.validationRows.count, columns: columns, sharing: sharing,
      verdict: Verdict.sentence(columns), warnings: warnings,
      remarks: remarks.withLock { $0 }.filter { $0 != said }, cost: cost)
  }

  /// Whether the user has decided about a column.
  private func isAsked(_ name: String, _ schema: Schema) -> Bool {
    training.schema != nil || training.ignored.contains(name) || training.columns[name] != nil
      || [schema.weight, schema.orderBy].contains(name)
  }
}
