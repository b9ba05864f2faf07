// Expect: a loss of 0.69 that falls below 0.05: the network learns which pairs of towns have a train.
import Condense

// A train runs where the numbers of two of twelve towns are both even or both odd: neither town tells alone.
let pairs = (0..<144).map { (from: Int32($0 / 12), to: Int32($0 % 12)) }
let examples = try Examples(
  columns: [
    "from": .ids(IdColumn(pairs.map(\.from), vocabularySize: 12)),
    "to": .ids(IdColumn(pairs.map(\.to), vocabularySize: 12)),
  ],
  targets: ["target": .classes(pairs.map { ($0.from + $0.to) % 2 })])

let network = try NeuralNetwork { n in
  let from = n.id("from", vocabularySize: 12), to = n.id("to", vocabularySize: 12)
  // Both ends of a journey share one embedding.
  let journey = n.concatenate(
    n.embedding(from, dimension: 4, table: "town"), n.embedding(to, dimension: 4, table: "town"))
  let hidden = n.dense(journey, units: 16, activation: .relu)
  n.output(n.dense(hidden, units: 2), loss: .softmaxCrossEntropy)
}
let trainer = try Trainer(network, optimizer: .adam(), batchSize: 144)
for epoch in 0...400 {
  let loss = try trainer.step(examples, rows: 0..<144)
  if epoch % 100 == 0 { print("epoch \(epoch): loss \(loss)") }
}

// One row at a time, without taking memory for it.
let inference = try Inference(trainer.plan, parameters: trainer.finish())
let workspace = try inference.makeWorkspace(rows: 1)
var logits: [Float] = [0, 0]
for (from, to) in [([3], [7]), ([3], [8])] as [([Int32], [Int32])] {
  try workspace.set(ids: from.span, of: "from")
  try workspace.set(ids: to.span, of: "to")
  var output = logits.mutableSpan
  try inference.output(of: workspace, into: &output)
  print("a train from \(from[0]) to \(to[0]):", logits[0] > logits[1])
}
