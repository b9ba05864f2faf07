import Condense
import CondenseInsight

/// `condense doctor`: whether this machine and a model are in order.
package enum DoctorCommand {
  package static let verb = Verb(
    "doctor", "check this machine, and a model file if one is given",
    operands: [Operand("MODEL", "a model to check: its sums, shapes and numbers", optional: true)],
    options: [CommonOptions.json, CommonOptions.quiet],
    examples: [
      Example("condense doctor", "Is this machine fit to train?"),
      Example("condense doctor flights.condense", "Is the file whole? Exits with 1 if not"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments
    var checks: [Check] = [
      Check("version", Version.current, true),
      Check("code level", Processors.codeLevel, Processors.runsThisBuild),
      Check("processors", "\(Processors.available) usable", true),
    ]
    if let path = arguments.operand("MODEL") {
      do {
        let health: ModelHealth
        if Recommender.isRecommender(atFile: path) {
          health = ModelHealth(try Recommender(contentsOfFile: path))
        } else {
          health = ModelHealth(try Predictor(contentsOfFile: path))
        }
        checks.append(Check("model", "\(path) is whole: checksums, shapes, description", true))
        checks.append(
          Check("numbers", health.isFinite ? "all finite" : "some are not finite", health.isFinite))
        checks += health.remarks.map { Check("note", $0, true) }
      } catch let error as CondenseError where error.kind == .content {
        checks.append(Check("model", error.message, false))
      }
    }
    return try finish(checks, &invocation)
  }

  private static func finish(_ checks: [Check], _ invocation: inout Invocation) throws -> Outcome {
    if invocation.arguments.flag("json") {
      invocation.output.line(try JSONText.line(checks))
    } else {
      var table = TextTable(["check", "", "found"])
      for check in checks { table.add([check.name, check.isGood ? "good" : "BAD", check.found]) }
      invocation.output.write(table.text)
    }
    return checks.allSatisfy(\.isGood) ? .done : .answerIsNo
  }

  private struct Check: Encodable {
    let name: String
    let found: String
    let isGood: Bool

    init(_ name: String, _ found: String, _ isGood: Bool) {
      self.name = name
      self.found = found
      self.isGood = isGood
    }
  }
}
