// Expect: three space films for a user who likes them, three crime films for somebody new, and a rating above 4.
import Condense

// Sixty people, each of one taste, rate films of all kinds; those of their own kind higher and more often.
let kinds = ["space", "crime", "music"]
let random = Philox(seed: 1, purpose: "films")
var users: [String?] = [], films: [String?] = [], stars: [Double?] = []
for person in 0..<60 {
  for watched in 0..<12 {
    let isOwn = watched < 9
    let kind = isOwn ? person % 3 : random.integer(below: 3, UInt64(person), UInt64(watched))
    let number = random.integer(below: 20, UInt64(person), UInt64(watched + 100))
    users.append("person \(person)")
    films.append("\(kinds[kind]) \(number + 1)")
    stars.append(kind == person % 3 ? 5 - Double(number % 2) / 2 : 2)
  }
}
let table = try Table(
  name: "films",
  columns: [
    Column(name: "user", strings: users), Column(name: "film", strings: films),
    Column(name: "stars", numbers: stars),
  ])
let model = try await Recommender.train(on: table, user: "user", item: "film", rating: "stars")

func list(_ films: [Recommendation]) -> String { films.map(\.item).joined(separator: ", ") }
print("for person 0:", list(try model.recommendations(for: "person 0", count: 3)))
print("for somebody new:", list(try model.recommendations(liking: ["crime 1", "crime 2"], count: 3)))
print("like music 1:", list(try model.similarItems(to: "music 1", count: 3) ?? []))
let film = try model.recommendations(for: "person 0", count: 1)[0].item
print("person 0 would give it", try model.rating(of: film, by: "person 0") ?? 0)
