import CondenseCore
import Foundation

if let fault = CommandWords.fault {
  Descriptor.writeStandardError("condense: \(fault)\n")
  exit(CondenseError.Kind.usage.rawValue)
}
exit(Program.run(CommandWords.all, environment: ProcessInfo.processInfo.environment))
