import CondenseCore

/// Optimizer state beside one embedding, and the steps its rows have missed.
package final class RowState {
  package let plan: ParameterPlan
  package let table: UnsafeMutablePointer<Float>
  package let first: FloatMemory?
  package let second: FloatMemory?
  private let longestReplay: Int
  /// The step each row was last updated in; only where steps are made up for.
  private let lastStep: AlignedMemory<Int32>?
  /// The rule of each step so far, and Σ log(1 − η·λ) up to it.
  private var history: [UpdateRule] = []
  private var logKeep: [Double] = [0]

  package init(_ plan: ParameterPlan, memory: FloatMemory, optimizer: Optimizer) throws {
    self.plan = plan
    longestReplay = optimizer.longestReplay
    table = memory.base
    let isRowWise = if case .rowWiseAdagrad = optimizer { true } else { false }
    let states = optimizer.statesPerWeight
    first =
      isRowWise
      ? try FloatMemory(count: plan.rows) : states > 0 ? try FloatMemory(count: memory.count) : nil
    second = states > 1 ? try FloatMemory(count: memory.count) : nil
    lastStep = optimizer.catchesUp ? try AlignedMemory(count: plan.rows) : nil
    if let first, optimizer.initialState != 0 {
      first.base.update(repeating: optimizer.initialState, count: first.count)
    }
  }

  package var bytes: Int { ((first?.count ?? 0) + (second?.count ?? 0) + (lastStep?.count ?? 0)) * 4 }

  /// Notes the rule of a step; before its rows are updated.
  package func begin(_ rule: UpdateRule) {
    guard lastStep != nil else { return }
    history.append(rule)
    logKeep.append((logKeep.last ?? 0) + (rule.keep == 1 ? 0 : Elementary.log(Double(rule.keep))))
  }

  package func update(
    _ occurrences: RowOccurrences, block: Int, uses: UnsafePointer<RowKernels.GradientRows>,
    rule: UpdateRule, scratch: UnsafeMutablePointer<Float>
  ) {
    let rows = occurrences.rows(ofBlock: block)
    RowKernels.update(
      rows: rows, starts: occurrences.starts, keys: occurrences.keys,
      of: RowKernels.RowUpdate(
        table: table, width: plan.columns, stride: plan.rowStride, first: first?.base,
        second: second?.base, uses: uses, useCount: occurrences.uses.count),
      with: rule, scratch: scratch)
    guard let lastStep else { return }
    for row in rows { lastStep.base[occurrences.id(row)] = Int32(truncatingIfNeeded: history.count) }
  }

  /// Brings the rows of a block to where a dense optimizer would have them after all steps so far.
  package func catchUp(_ occurrences: RowOccurrences, block: Int) {
    for row in occurrences.rows(ofBlock: block) { catchUp(row: occurrences.id(row)) }
  }

  /// The same for rows by number.
  package func catchUp(rows: Range<Int>) {
    guard lastStep != nil else { return }
    for row in rows { catchUp(row: row) }
  }

  /// A row as it would be caught up; nothing changes.
  package func settled(_ row: Int) -> [Float] {
    let stride = plan.rowStride, start = row * stride
    guard let lastStep else { return (0..<plan.columns).map { table[start + $0] } }
    var numbers: [Float] = []
    for memory in [table, first?.base ?? table, second?.base ?? table] {
      numbers += UnsafeBufferPointer(start: memory + start, count: stride)
    }
    numbers.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      coast(
        from: Int(lastStep.base[row]), weights: base, first: first.map { _ in base + stride },
        second: second.map { _ in base + 2 * stride })
    }
    return Array(numbers.prefix(plan.columns))
  }

  private func catchUp(row: Int) {
    guard let lastStep else { return }
    let from = Int(lastStep.base[row]), start = row * plan.rowStride
    guard from < history.count else { return }
    lastStep.base[row] = Int32(truncatingIfNeeded: history.count)
    coast(
      from: from, weights: table + start, first: first.map { $0.base + start },
      second: second.map { $0.base + start })
  }

  /// Moves a row through the steps it has missed.
  private func coast(
    from: Int, weights: UnsafeMutablePointer<Float>, first: UnsafeMutablePointer<Float>?,
    second: UnsafeMutablePointer<Float>?
  ) {
    let to = history.count, stride = plan.rowStride
    // A row that was never updated has no moments; only decay moves it.
    let replayed = from == 0 ? 0 : min(to - from, longestReplay)
    if let first {
      for rule in history[from..<(from + replayed)] {
        if let second {
          rule.coastAdam(weights: weights, mean: first, square: second, count: stride)
        } else {
          rule.coastMomentum(weights: weights, velocity: first, count: stride)
        }
      }
    }
    let rest = to - from - replayed
    guard rest > 0 else { return }
    if logKeep[to] != logKeep[from + replayed] {
      UpdateRule.scale(
        weights, by: Float(Elementary.exp(logKeep[to] - logKeep[from + replayed])), count: stride)
    }
    guard from > 0, let rule = history.last else { return }
    if let first { UpdateRule.scale(first, by: Float(Optimizer.power(rule.beta1, rest)), count: stride) }
    if let second { UpdateRule.scale(second, by: Float(Optimizer.power(rule.beta2, rest)), count: stride) }
  }
}
