import CondenseCore
import CondenseData
import CondenseNetworks

/// What the ranking network learns from and is asked: histories of items, and the items to foretell.
struct RankingExamples {
  /// The most examples of an epoch: where there are more, each epoch takes others.
  private static let mostExamples = 1 << 17

  /// Others of a user's items that foretell one of them, at most.
  private static let mostOthers = 100

  /// The share of a user's items that a history shows while training.
  private static let keptShare: Float = 0.9

  let design: RankingDesign
  /// Rows of the items' embedding.
  let vocabularySize: Int
  /// What is looked at in a step, nil for all items.
  var sample: RankingSample?

  /// The examples of an epoch over the histories of users: as many in every epoch.
  func training(_ users: [[Int32]], epoch: Int, seed: UInt64) throws -> Examples {
    let random = Philox(seed: seed, purpose: "ranking")
    return try isByChoice
      ? choices(users, epoch: epoch, random) : parts(users, epoch: epoch, random)
  }

  /// How many examples an epoch has.
  func count(_ users: [[Int32]]) -> Int {
    min(
      most,
      isByChoice ? users.reduce(0) { $0 + $1.count } : users.count { !$0.isEmpty })
  }

  /// Whether an example is a choice rather than a user.
  private var isByChoice: Bool { design.isOrdered || sample != nil }

  private var most: Int { sample == nil ? Self.mostExamples : RankingDesign.mostSampled }

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

  /// One example a choice, foretold by those before it; without order, by some others of its user.
  private func choices(_ users: [[Int32]], epoch: Int, _ random: Philox) throws -> Examples {
    let all = users.indices.flatMap { user in users[user].indices.map { (user, $0) } }
    let chosen = drawn(all, epoch: epoch, random)
    let histories =
      design.isOrdered
      ? chosen.map { user, place in Array(users[user][..<place].suffix(design.longestHistory)) }
      : others(users, of: chosen, epoch: epoch, random)
    let items = chosen.map { users[$0.0][$0.1] }
    guard let sample else { return try examples(histories, target: .classes(items)) }
    return try examples(
      histories, target: .classes([Int32](repeating: 0, count: items.count)),
      candidates: sample.candidates(items, users: chosen.map(\.0), epoch: epoch, random))
  }

  /// For each choice some of its user's other items.
  private func others(
    _ users: [[Int32]], of chosen: [(Int, Int)], epoch: Int, _ random: Philox
  ) -> [[Int32]] {
    let shuffled = users.enumerated().map { user, items in
      random.permutation(count: items.count, round: 2 << 40 | UInt64(epoch) << 32 | UInt64(user))
        .map { items[Int($0)] }
    }
    return chosen.enumerated().map { example, choice in
      let items = shuffled[choice.0], item = users[choice.0][choice.1]
      let wanted = min(Self.mostOthers, Int((Float(items.count) * Self.keptShare).rounded(.up)))
      let first = random.integer(below: items.count, 3 << 40 | UInt64(epoch), UInt64(example))
      return (0..<wanted).map { items[(first + $0) % items.count] }.filter { $0 != item }
    }
  }

  /// All of them, or a random part where there are too many for one epoch; in random order where a sample
  /// follows the steps.
  private func drawn<Element>(_ all: [Element], epoch: Int, _ random: Philox) -> [Element] {
    guard all.count > most || sample != nil else { return all }
    return random.permutation(count: all.count, round: 1 << 40 | UInt64(epoch)).prefix(most)
      .map { all[Int($0)] }
  }

  /// Histories, the latest item last, as the network takes them; ids outside the vocabulary are nothing.
  func examples(
    _ histories: [[Int32]], target: Examples.Target? = nil, weights exampleWeights: [Float]? = nil,
    candidates: IdColumn? = nil
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
    if let candidates { columns[RankingSample.candidates] = .ids(candidates) }
    return try Examples(
      columns: columns, targets: target.map { ["target": $0] } ?? [:], weights: exampleWeights)
  }
}
