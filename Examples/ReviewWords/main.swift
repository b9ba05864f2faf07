// Expect: a sentence it never saw is called 'pos', and the words that speak most for either side.
import Condense

let table = try Table(contentsOfFile: "Examples/reviews/invented.csv")
let model = try await Predictor.train(on: table, predicting: "label")

let answer = try model.prediction(for: ["text": "A clever, warm story with a wonderful cast"])
print("\(answer.label ?? "?") with probability \(answer.probability(of: "pos") ?? 0)")

// The vector of a word is what it adds to each class.
let words = try model.vectors(in: "text")
let classes = model.classes.map { $0 == "pos" ? Float(1) : -1 }
let leanings = words.values.indices.map { word in
  (words.values[word], zip(words.vector(word), classes).reduce(0) { $0 + $1.0 * $1.1 })
}.sorted { $0.1 > $1.1 }
print("kindest words:   ", leanings.prefix(5).map(\.0).joined(separator: ", "))
print("unkindest words: ", leanings.suffix(5).reversed().map(\.0).joined(separator: ", "))
