// Expect: the same probability from a model and from its file.
import Condense
import Foundation

struct Journey: Encodable {
  var day: String
  var minutes: Double?
}

let lines = (0..<200).map {
  "\(["Mon", "Sat"][$0 % 2]),\($0 * 7 % 60),\($0 % 2 == 0 && $0 * 7 % 60 > 20 ? "late" : "fine")"
}
let csv = (["day,minutes,outcome"] + lines).joined(separator: "\n")
let model = try await Predictor.train(
  on: Table(contentsOf: Array(csv.utf8), name: "journeys"), predicting: "outcome")

let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).condense")
defer { try? FileManager.default.removeItem(at: file) }
try model.write(to: file)
let served = try Predictor(contentsOf: file)

let journey = Journey(day: "Mon", minutes: 45)
let before = try model.prediction(for: journey), after = try served.prediction(for: journey)
print(after.label ?? "?", after.probability(of: "late") ?? 0, before == after ? "the same" : "not the same")
