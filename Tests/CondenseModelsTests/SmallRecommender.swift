import CondenseData
import CondenseModels
import Foundation

/// Thirty users who each choose eight of the ten films of one of three kinds, and recommenders of them.
enum SmallRecommender {
  static let header = "user,film,stars,time,kind,age"

  /// What user `u` chooses at a place from 0 to 9; two of the ten are left for others to choose.
  static func film(_ user: Int, _ place: Int) -> Int { user % 3 * 10 + (user * 7 + place * 3) % 10 }

  static func line(_ user: Int, _ place: Int) -> String {
    let film = film(user, place), kind = ["a", "b", "c"][film / 10]
    return "u\(user),f\(film),\(stars(user, film)),\(place * 100 + user),\(kind),\(20 + user)"
  }

  /// A liking of the user and a quality of the film.
  static func stars(_ user: Int, _ film: Int) -> Double {
    let liking = user / 3 % 3, quality = film % 2
    return 1 + Double(liking) + 1.5 * Double(quality)
  }

  static let lines = (0..<30).flatMap { user in (0..<8).map { line(user, $0) } }

  static let table = table(lines)

  /// What the users have not chosen: two films of their kind each.
  static let rest = table((0..<30).flatMap { user in (8..<10).map { line(user, $0) } })

  static func table(_ lines: [String], header: String = header, name: String = "ratings.csv") -> Table {
    do {
      return try Table(contentsOf: Array(([header] + lines).joined(separator: "\n").utf8), name: name)
    } catch {
      fatalError("\(error)")
    }
  }

  static func trained(
    on table: Table = table, rating: String? = "stars",
    _ configure: @escaping (inout RecommenderOptions) -> Void = { _ in }
  ) async throws -> Recommender {
    try await Recommender.train(on: table, user: "user", item: "film", rating: rating) {
      $0.epochs = 30
      $0.batchSize = 8
      configure(&$0)
    }
  }

  /// The kind of a film by its name: 0, 1 or 2.
  static func kind(_ film: String) -> Int { (Int(film.dropFirst()) ?? -10) / 10 }

  /// The bytes of the file of a recommender.
  static func bytes(_ model: Recommender) throws -> [UInt8] {
    try SmallModel.inFile([]) { path in
      try model.write(toFile: path)
      return Array(try Data(contentsOf: URL(filePath: path)))
    }
  }

  /// What a file with these bytes is taken for.
  static func read(_ bytes: [UInt8]) throws -> Recommender {
    try SmallModel.inFile(bytes) { try Recommender(contentsOfFile: $0) }
  }
}
