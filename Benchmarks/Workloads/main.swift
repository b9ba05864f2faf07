// What is timed, through the public API. `Benchmarks/bench.py` runs this beside the peers:
//
//     CondenseBenchmarks step FOLDER      workload in FOLDER/workload.json: 20 steps, then times on request
//     CondenseBenchmarks serve FOLDER     predictions, in the same way
//     CondenseBenchmarks growth           step T at vocabularies of 10⁴ to 10⁷
//     CondenseBenchmarks scale FOLDER     how costs grow; figures and pictures into FOLDER (docs/scale.md)
//     CondenseBenchmarks layout FOLDER DIMENSION THREADS    a map by t-SNE of FOLDER/rows.f32 (layout.py)
//     CondenseBenchmarks overlap STUDY    neighbours in other models of flights, ratings, distances, images, films
//     CondenseBenchmarks techniques       what each technique of the engine brings (docs/decisions/techniques.md)
//     CondenseBenchmarks technique STEPS PAGES    steps that it times in a process of their own
//     CondenseBenchmarks limits THREADS   this machine's multiply-adds and bandwidths
import Foundation

switch CommandLine.arguments.dropFirst().first {
case "step" where CommandLine.arguments.count == 3:
  try StepWorkload(folder: CommandLine.arguments[2]).serve()
case "serve" where CommandLine.arguments.count == 3:
  try ServingWorkload(folder: CommandLine.arguments[2]).serve()
case "growth":
  let sizes = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
  try Growth.run(sizes.isEmpty ? [10_000, 100_000, 1_000_000, 10_000_000] : sizes)
case "scale" where CommandLine.arguments.count == 3:
  try await ScaleWorkload.run(folder: CommandLine.arguments[2])
case "layout" where CommandLine.arguments.dropFirst(3).compactMap { Int($0) }.count == 2:
  let numbers = CommandLine.arguments.dropFirst(3).compactMap { Int($0) }
  try LayoutWorkload.run(folder: CommandLine.arguments[2], dimension: numbers[0], threads: numbers[1])
case "overlap" where CommandLine.arguments.count == 3:
  try OverlapWorkload.run(CommandLine.arguments[2])
case "techniques":
  try Techniques.run()
case "technique" where CommandLine.arguments.count == 4:
  try TechniqueProcess.serve(CommandLine.arguments[2], hugePages: CommandLine.arguments[3] != "small")
case "limits" where CommandLine.arguments.count == 3:
  Limits.print(threads: max(1, Int(CommandLine.arguments[2]) ?? 1))
default:
  print(
    "usage: CondenseBenchmarks step FOLDER | serve FOLDER | growth | scale FOLDER | layout FOLDER DIMENSION THREADS | overlap STUDY"
      + " | techniques | limits THREADS"
  )
  exit(64)
}
