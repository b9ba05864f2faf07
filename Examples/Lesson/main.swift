// Expect: miles off below 20 with one shared embedding, three times that with one-hot, over 500 with codes; the map above 0.9.
import Condense
import CondenseInsight
import Foundation

// Where the tables of the lesson are, and where the map is drawn and the film of its making is put.
let folder = CommandLine.arguments.dropFirst().first ?? "Examples/Lesson"
let drawing = CommandLine.arguments.dropFirst(2).first, page = CommandLine.arguments.dropFirst(3).first
let lesson = try Distances(folder: folder)
let seeds: [UInt64] = [1, 2, 3]

// 1. A lookup is a product without its zeros.
let names = lesson.names.count, dimension = 3
let looking = try NeuralNetwork { n in
  let airport = n.id("from", vocabularySize: names)
  n.output(n.embedding(airport, dimension: dimension, name: "vector"), loss: .squaredError)
}
let multiplying = try NeuralNetwork { n in
  let airport = n.oneHot(n.id("from", vocabularySize: names))
  n.output(n.dense(airport, units: dimension, bias: false, name: "vector"), loss: .squaredError)
}
let embedding = try Parameters(for: NetworkPlan(looking), seed: 1)
let dense = try Parameters(for: NetworkPlan(multiplying), seed: 2)
try dense.set(embedding.values(of: "embedding.from"), for: "vector.weight")
let all = try lesson.examples(Array(lesson.pairs.indices))
let looked = try Inference(NetworkPlan(looking), parameters: embedding).outputs(all)
let multiplied = try Inference(NetworkPlan(multiplying), parameters: dense).outputs(all)
print(
  "1. \(lesson.names[0]) looked up:   \(looked.prefix(dimension).map(\.description).joined(separator: "  "))")
print("   the same multiplied: \(multiplied.prefix(dimension).map(\.description).joined(separator: "  "))")
print("   equal in all \(lesson.pairs.count) rows: \(looked == multiplied)")
print("   multiplications of a row: 0 looked up, \(names) × \(dimension) = \(names * dimension) multiplied")

// 2. Three ways to tell a network which airport is meant.
print("2. miles off on pairs that were held out, both directions together; seeds 1, 2, 3")
var shared: [Float] = []
for way in Way.allCases {
  var errors: [Double] = [], parameters = 0
  for seed in seeds {
    let run = try Run(way, on: lesson, dimension: dimension, seed: seed)
    errors.append(run.milesOff)
    parameters = run.parameters.count
    if way == .shared { shared += try run.parameters.values(of: "embedding.airport") }
  }
  let shown = errors.map { String(format: "%.1f", $0) }.joined(separator: ", ")
  print("   \(way.rawValue): \(shown) miles; \(parameters) parameters")
}

// 3. The rows that were learned, turned until their shadow lies on the map.
let truth = try lesson.positions(folder: folder)
for (place, seed) in seeds.enumerated() {
  let size = names * dimension
  let map = DrawnMap(shared[place * size..<(place + 1) * size].map(Double.init), dimension, over: truth)
  print("3. seed \(seed): the learned rows draw the map with R² \(String(format: "%.3f", map.explained))")
  if seed == 1, let drawing { try Data(map.svg(lesson.names).utf8).write(to: URL(filePath: drawing)) }
}

// 4. A film of it: fewer epochs, as the map is there after the first few, seen from where the last frame fits the places.
if let page,
  let film = try Run(.shared, on: lesson, dimension: dimension, seed: 1, epochs: 16, isFilmed: true).film
{
  try Data(FilmPage.html(Film(film, over: truth)).utf8).write(to: URL(filePath: page))
}
