import Condense
import CondenseInsight
import Synchronization

/// Tells the user how a training run goes.
package final class TrainingConsole: Sendable {
  private let progress: ProgressLine
  private let last = Mutex<(validation: Pair<Double>?, epochs: Int, isMeasured: Bool)>((nil, 0, true))

  package init(_ progress: ProgressLine) { self.progress = progress }

  package func attach(to options: inout TrainingOptions) {
    options.onRemark = { [progress] in progress.remark($0) }
    options.onPlan = { [self] plan in show(plan) }
    options.onProgress = { [self] in show($0) }
    options.onEpoch = { [self] in show($0) }
  }

  package func attach(to options: inout RecommenderOptions) {
    options.onRemark = { [progress] in progress.remark($0) }
    options.onPlan = { [self] plan in show(plan) }
    options.onProgress = { [self] in show($0) }
    options.onEpoch = { [self] in show($0) }
  }

  private func show(_ now: TrainingProgress) {
    let known = last.withLock { $0.validation }
    progress.update(
      Progress(
        epoch: now.epoch, of: now.epochs, share: now.share, loss: now.loss, validation: known,
        rowsPerSecond: now.rowsPerSecond, secondsLeft: now.secondsLeft))
  }

  private func show(_ report: EpochReport) {
    let (epochs, metric) = last.withLock {
      // Where nothing is held out there is no figure.
      $0.validation = $0.isMeasured ? Pair(report.validation.name, report.validation.value) : nil
      return ($0.epochs, $0.validation)
    }
    progress.endEpoch(
      Progress(
        epoch: report.epoch, of: max(epochs, report.epoch), loss: report.trainingLoss, validation: metric))
  }

  private func show(_ plan: RecommenderPlan) {
    last.withLock { ($0.epochs, $0.isMeasured) = (plan.epochs, plan.validationRows > 0) }
    progress.remark("")
    progress.remark(String(TextTable(ColumnReport.figures(plan.columns)).text.dropLast()))
    progress.remark("")
    progress.remark(
      "learning which of \(NumberText.grouped(plan.items)) items fit from"
        + " \(NumberText.grouped(plan.trainingRows)) pairs, \(NumberText.grouped(plan.validationRows)) held out;"
        + " \(NumberText.grouped(plan.parameters)) parameters, at most \(Count.of(plan.epochs, "epoch", "epochs")),"
        + " \(plan.batchSize) examples a step")
  }

  private func show(_ plan: TrainingPlan) {
    last.withLock { ($0.epochs, $0.isMeasured) = (plan.epochs, plan.validationRows > 0) }
    let columns = ColumnReport.all(plan.schema, plan.inputs, features: plan.features)
    progress.remark("")
    progress.remark(String(TextTable(ColumnReport.figures(columns)).text.dropLast()))
    progress.remark("")
    progress.remark(
      "learning '\(plan.schema.target)' from \(NumberText.grouped(plan.trainingRows)) rows,"
        + " \(NumberText.grouped(plan.validationRows)) held out; \(NumberText.grouped(plan.parameters))"
        + " parameters, at most \(Count.of(plan.epochs, "epoch", "epochs")), \(plan.batchSize) rows a step")
  }
}
