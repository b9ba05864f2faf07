import Foundation

exit(Program.run(CommandWords.all, environment: ProcessInfo.processInfo.environment))
