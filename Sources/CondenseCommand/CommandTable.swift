import Condense

/// All that `condense` can do: parsing, help and completion come from here.
package enum CommandTable {
  package static let version = Version.current

  package static let commands = [
    Command(TrainCommand.verb, run: TrainCommand.run),
    Command(EvaluateCommand.verb, run: EvaluateCommand.run),
    Command(PredictCommand.verb, run: PredictCommand.run),
    Command(RecommendCommand.verb, run: RecommendCommand.run),
    Command(AdviseCommand.verb, run: AdviseCommand.run),
    Command(CompareCommand.verb, run: CompareCommand.run),
    Command(TuneCommand.verb, run: TuneCommand.run),
    Command(ShrinkCommand.verb, run: ShrinkCommand.run),
    Command(SummaryCommand.verb, run: SummaryCommand.run),
    Command(ExplainCommand.verb, run: ExplainCommand.run),
    Command(ReportCommand.verb, run: ReportCommand.run),
    Command(NeuronsCommand.verb, run: NeuronsCommand.run),
    Command(VectorsCommand.verb, run: VectorsCommand.run),
    Command(NeighborsCommand.verb, run: NeighborsCommand.run),
    Command(MapCommand.verb, run: MapCommand.run),
    Command(DoctorCommand.verb, run: DoctorCommand.run),
    Command(HelpCommand.verb, run: HelpCommand.run),
    Command(CompletionsCommand.verb, run: CompletionsCommand.run),
  ]

  package static let verbs: [Verb] = commands.map { $0.verb }
}
