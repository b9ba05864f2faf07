import CondenseCore
import CondenseData
import CondenseNetworks

/// What the ranking network learns from and is asked: histories of items, and the items to foretell.
struct RankingExamples {
  /// The most examples of an epoch: where there are more, each epoch takes others.
  private static let mostExamples = 1 << 17

  /// The share of a user's items that a history shows while training.
  private static let keptShare: Float = 0.9

  let design: RankingDesign
  /// Rows of the items' embedding.
  let vocabularySize: Int

  /// The examples of an epoch over the histories of users: as many in every epoch.
  func training(_ users: [[Int32]], epoch: Int, seed: UInt64) throws -> Examples {
    let random = Philox(seed: seed, purpose: "ranking")
    return try design.isOrdered
      ? choices(users, epoch: epoch, random) : parts(users, epoch: epoch, random)
  }

  /// How many examples an epoch has.
  func count(_ users: [[Int32]]) -> Int {
    min(
      Self.mostExamples,
      design.isOrdered ? users.reduce(0) { $0 + $1.count } : users.count { !$0.isEmpty })
  }

  /// One example a user: a random part of the items, and all of them to be foretold.
  private func parts(_ users: [[Int32]], epoch: Int, _ random: Philox) throws -> Examples {
    let chosen = drawn(users.indices.filter { !users[$0].isEmpty }, epoch: epoch, random)
    var histories: [[Int32]] = []
    var offsets: [Int64] = [0], targets: [Int32] = []
    for user in chosen {
      let items = users[user]
      histories.append(
        items.indices.filter { place in
          Philox.unit(random.block(UInt64(epoch) << 32 | UInt64(user), UInt64(place))[0]) < Self.keptShare
        }.map { items[$0] })
      targets += items
      offsets.append(Int64(targets.count))
    }
    // Users of many items count more, but not as much more as they have items.
    let weights = chosen.map { 1 / Float(users[$0].count).squareRoot() }
    return try examples(
      histories, target: .classes(BagColumn(offsets: offsets, ids: targets, vocabularySize: vocabularySize)),
      weights: weights)
  }

  /// One example a choice: those before it, and the choice to be foretold.
  private func choices(_ users: [[Int32]], epoch: Int, _ random: Philox) throws -> Examples {
    let all = users.indices.flatMap { user in users[user].indices.map { (user, $0) } }
    let chosen = drawn(all, epoch: epoch, random)
    return try examples(
      chosen.map { user, place in Array(users[user][..<place].suffix(design.longestHistory)) },
      target: .classes(chosen.map { users[$0.0][$0.1] }))
  }

  /// All of them, or a random part where there are too many for one epoch.
  private func drawn<Element>(_ all: [Element], epoch: Int, _ random: Philox) -> [Element] {
    guard all.count > Self.mostExamples else { return all }
    return random.permutation(count: all.count, round: 1 << 40 | UInt64(epoch)).prefix(Self.mostExamples)
      .map { all[Int($0)] }
  }

  /// Histories, the latest item last, as the network takes them; ids outside the vocabulary are nothing.
  func examples(
    _ histories: [[Int32]], target: Examples.Target? = nil, weights exampleWeights: [Float]? = nil
  ) throws -> Examples {
    var offsets: [Int64] = [0], ids: [Int32] = [], weights: [Float] = []
    for history in histories {
      let items = history.suffix(design.longestHistory)
      let weight = 1 / Float(max(items.count, 1)).squareRoot()
      ids += items
      weights += items.map { _ in weight }
      offsets.append(Int64(ids.count))
    }
    var columns: [String: Examples.Column] = [
      RankingDesign.history: .bags(
        try BagColumn(offsets: offsets, ids: ids, weights: weights, vocabularySize: vocabularySize))
    ]
    for place in 1...max(design.lastItems, 1) where place <= design.lastItems {
      let last = histories.map { $0.count >= place ? $0[$0.count - place] : 0 }
      columns[RankingDesign.last(place)] = .ids(try IdColumn(last, vocabularySize: vocabularySize))
    }
    return try Examples(
      columns: columns, targets: target.map { ["target": $0] } ?? [:], weights: exampleWeights)
  }
}
