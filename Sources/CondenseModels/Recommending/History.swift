import CondenseCore
import CondenseData

/// The items of each user, in their order: what a recommender answers from, and leaves out of its answers.
struct History: Sendable, Equatable {
  /// Where the items of each user start, and after the last where they end.
  let offsets: [Int64]
  /// The items.
  let items: [Int32]

  init(_ interactions: Interactions) {
    offsets = interactions.offsets.map(Int64.init)
    items = interactions.itemIDs
  }

  /// - Throws: `CondenseError` of kind `content` when they do not fit the users and items of a model.
  init(offsets: [Int64], items: [Int32], users: Int, vocabularySize: Int) throws(CondenseError) {
    guard offsets.count == users + 1, offsets.first == 0, offsets.last == Int64(items.count),
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }),
      items.allSatisfy({ $0 > 0 && Int($0) < vocabularySize })
    else { throw CondenseError(.content, "the histories of its users make no sense") }
    self.offsets = offsets
    self.items = items
  }

  /// The items of a user by id.
  func items(ofUser user: Int) -> [Int32] { Array(items[Int(offsets[user])..<Int(offsets[user + 1])]) }
}
