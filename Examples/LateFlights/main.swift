// Expect: an AUC of about 0.76 on flights it never saw, and a probability for one flight.
import Condense

// Properties are called as the columns of the file are; CodingKeys would do it too.
// swift-format-ignore: AlwaysUseLowerCamelCase
struct Flight: Encodable {
  var month: Int, day: Int
  var sched_dep_time: Int, sched_arr_time: Int
  var carrier: String, flight: Int
  var tailnum: String?
  var origin: String, dest: String
  var distance: Double
}

let model = try await Predictor.train(
  on: Table(contentsOfFile: "Examples/flights/train.csv"), predicting: "late"
) {
  $0.onEpoch = { print("epoch \($0.epoch)") }
}
let test = try Table(contentsOfFile: "Examples/flights/test.csv")
let evaluation = try model.evaluation(on: test)
print("AUC", evaluation.metrics["auc"] ?? 0)

let christmas = Flight(
  month: 12, day: 23, sched_dep_time: 1905, sched_arr_time: 2210, carrier: "UA", flight: 1545, tailnum: nil,
  origin: "EWR", dest: "ORD", distance: 719)
let prediction = try model.prediction(for: christmas)
print("late with probability", prediction.probability(of: "yes") ?? 0)
