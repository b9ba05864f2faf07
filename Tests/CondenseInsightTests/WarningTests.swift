import CondenseCore
import CondenseData
import CondenseInsight
import Testing

/// What a good colleague would mention, each on a table that has that fault and no other.
struct WarningTests {
  private static func x(_ row: Int) -> String { "\(Double(MadeUp.any(row, 4000, salt: 20)) / 8)" }

  private func warnings(
    rows: Int = 400, _ columns: KeyValuePairs<String, (Int) -> String?>,
    _ change: (inout Advisor) -> Void = { _ in }
  ) throws -> [AdviceWarning] {
    try MadeUp.advice(MadeUp.table(rows, columns), change).warnings
  }

  @Test func aSoundTableHasNone() throws {
    #expect(
      try warnings([
        "y": MadeUp.coin, "x": Self.x, "town": { "t\(MadeUp.any($0, 30, salt: 2))" },
        "n": { "\(MadeUp.any($0, 50, salt: 3))" },
      ]).isEmpty)
  }

  // MARK: leaks

  @Test func aNumberGivesAClassAway() throws {
    let found = try warnings([
      "y": MadeUp.coin, "x": Self.x,
      "delay": { "\((MadeUp.coin($0) == "yes" ? 300 : 0) + MadeUp.any($0, 200, salt: 4)).5" },
    ])
    #expect(found.map(\.kind) == [.leak] && found.map(\.names) == [["delay"]])
    #expect(
      try #require(found.first).text.hasPrefix(
        "'delay' gives 'y' away: alone it puts the two classes in order with AUC 1.000 on "))
    #expect(
      try #require(found.first).text.hasSuffix(
        " rows held out; if it is not known before 'y' is, leave it out: --ignore delay"))
  }

  @Test func valuesGiveAClassAway() throws {
    // Twelve values for two classes: too many to be a copy, each with one class only.
    let found = try warnings([
      "y": MadeUp.coin, "x": Self.x, "status": { "\(MadeUp.coin($0))\(MadeUp.any($0, 12, salt: 5))" },
    ])
    #expect(found.map(\.kind) == [.leak] && found.map(\.names) == [["status"]])
    #expect(
      try #require(found.first).text.hasPrefix("'status' gives 'y' away: its value tells the class in "))
  }

  @Test func rangesGiveOneOfThreeClassesAway() throws {
    let found = try warnings(
      rows: 4000,
      [
        "y": { "c\(MadeUp.any($0, 3, salt: 30))" }, "x": Self.x,
        "score": { "\(MadeUp.any($0, 3, salt: 30) * 300 + MadeUp.any($0, 250, salt: 31)).5" },
      ])
    #expect(found.map(\.kind) == [.leak])
    #expect(found.first?.text.contains("its range tells the class in ") == true)
  }

  @Test func missingCellsGiveAClassAway() throws {
    let found = try warnings([
      "y": MadeUp.coin, "x": Self.x,
      "paid": { MadeUp.coin($0) == "yes" ? "\(MadeUp.any($0, 900, salt: 6)).5" : nil },
    ])
    #expect(found.map(\.kind) == [.leak])
    #expect(found.first?.text.contains("whether its cell is empty tells the class in ") == true)
  }

  @Test func aCopyIsALeakThatIsLeftOut() throws {
    let found = try warnings([
      "y": MadeUp.coin, "x": Self.x, "again": { MadeUp.coin($0) == "yes" ? "Y" : "N" },
    ])
    #expect(found.map(\.kind) == [.leak] && found.allSatisfy { $0.text.hasSuffix("; it is left out") })
  }

  @Test func numbersAreGivenAway() throws {
    func y(_ row: Int) -> Double { Double(MadeUp.any(row, 4000, salt: 7)) / 8 + 1 }
    let near = try warnings([
      "y": { "\(y($0))" }, "x": Self.x,
      "gross": { "\(y($0) * 1.19 + Double(MadeUp.any($0, 40, salt: 8)) / 16)" },
    ])
    #expect(near.map(\.kind) == [.leak])
    #expect(try #require(near.first).text.hasPrefix("'gross' gives 'y' away: alone it has a "))
    let curved = try warnings([
      "y": { "\(y($0))" }, "x": Self.x, "cube": { "\(y($0) * y($0) * y($0))" },
    ])
    #expect(curved.first?.text.contains("a rank correlation of 1.000 with it on ") == true)
    let means = try warnings([
      "y": { "\(Double($0 % 8 * $0 % 8) * 50 + Double(MadeUp.any($0, 16, salt: 9)) / 8)" }, "x": Self.x,
      "grade": { "g\($0 % 8)" },
    ])
    #expect(means.map(\.kind) == [.leak])
    #expect(means.first?.text.contains("the means of its values explain ") == true)
  }

  @Test func aStrongColumnIsNoLeak() throws {
    // Right in nine rows of ten: worth having.
    let found = try warnings([
      "y": MadeUp.coin, "x": Self.x,
      "hint": { row in
        let isRight = MadeUp.any(row, 10, salt: 11) > 0
        return (MadeUp.coin(row) == "yes") == isRight ? "up" : "down"
      },
    ])
    #expect(found.isEmpty)
    // Rare classes: right in 99 of 100 rows is no feat where one class has 99 of 100.
    let rare = try warnings(
      rows: 2000,
      ["y": { $0 % 100 == 7 ? "yes" : "no" }, "x": Self.x, "town": { "t\(MadeUp.any($0, 20, salt: 12))" }])
    #expect(rare.isEmpty)
  }

  // MARK: columns

  @Test func equalColumns() throws {
    let found = try warnings([
      "y": MadeUp.coin, "a": { "t\(MadeUp.any($0, 30))" }, "b": { "t\(MadeUp.any($0, 30))" },
      "c": { "t\(MadeUp.any($0, 30))" }, "x": Self.x,
    ])
    #expect(found.map(\.kind) == [.duplicate] && found.map(\.names) == [["a", "b", "c"]])
    #expect(
      try #require(found.first).text
        == "'b' and 'c' hold what 'a' holds, in every row; one of them is enough: --ignore b,c")
  }

  @Test func columnsByOtherNames() throws {
    let found = try warnings([
      "y": MadeUp.coin, "code": { "t\(MadeUp.any($0, 30))" }, "name": { "Town of \(MadeUp.any($0, 30) * 7)" },
      "x": Self.x,
    ])
    #expect(found.map(\.kind) == [.duplicate])
    #expect(
      try #require(found.first).text
        == "'name' is 'code' by other names: each value goes with one value there; one of them is enough:"
        + " --ignore name")
    // A slip in a row of two hundred does not make them two things.
    let slips = try warnings([
      "y": MadeUp.coin, "code": { "t\(MadeUp.any($0, 30))" },
      "name": { $0 % 200 == 5 ? "n1" : "n\(MadeUp.any($0, 30) * 7)" }, "x": Self.x,
    ])
    #expect(slips.map(\.kind) == [.duplicate])
  }

  @Test func columnsInOtherUnits() throws {
    let found = try warnings([
      "y": MadeUp.coin, "km": { "\(Double(MadeUp.any($0, 4000)) / 8)" },
      "miles": { "\((Double(MadeUp.any($0, 4000)) / 8 * 62.137).rounded() / 100)" },
    ])
    #expect(found.map(\.kind) == [.duplicate])
    #expect(
      try #require(found.first).text
        == "'miles' follows from 'km' along a straight line; one of them is enough: --ignore miles")
  }

  @Test func identifiersAreNamed() throws {
    let found = try warnings(["y": MadeUp.coin, "id": { "u\($0 * 31)" }, "x": Self.x])
    #expect(found.map(\.kind) == [.identifier])
    #expect(
      try #require(found.first).text
        == "'id' names its row (400 different values in 400 rows): a value that never comes again teaches nothing;"
        + " do not embed this, it is left out")
    // Not when the user has said so.
    #expect(
      try warnings(["y": MadeUp.coin, "id": { "u\($0 * 31)" }, "x": Self.x]) { $0.training.ignored = ["id"] }
        .isEmpty)
  }

  @Test func largeVocabulariesAreNamed() throws {
    let found = try warnings(rows: 3000, ["y": MadeUp.coin, "user": { "u\($0 * 2 / 3)" }, "x": Self.x])
    #expect(found.map(\.kind) == [.vocabulary] && found.map(\.names) == [["user"]])
    #expect(
      try #require(found.first).text.hasPrefix("'user' has 2,000 values for 2,700 rows to learn from, "))
    #expect(
      try #require(found.first).text.hasSuffix(
        " of them in a single row: do not embed this unless the same values come again later; --ignore user"))
  }

  @Test func constantsAreNamed() throws {
    let one = try warnings(["y": MadeUp.coin, "x": Self.x, "k": { _ in "7" }])
    #expect(one.map(\.text) == ["'k' is the same in every row and tells nothing: it is left out"])
    let two = try warnings(["y": MadeUp.coin, "x": Self.x, "k": { _ in "7" }, "e": { _ in nil }])
    #expect(
      two.map(\.text) == [
        "2 columns are the same in every row and tell nothing: 'k', 'e'; they are left out"
      ])
  }

  @Test func smallClassesAreNamed() throws {
    func kind(_ row: Int) -> String { row < 4 ? "rare" : row < 9 ? "few" : MadeUp.coin(row) }
    let advice = try MadeUp.advice(MadeUp.table(400, ["y": kind, "x": Self.x]))
    #expect(advice.warnings.map(\.kind) == [.smallClass])
    #expect(
      advice.warnings.first?.text
        == "2 classes of 'y' have five rows or fewer: 'few' (5), 'rare' (4); that is too few to learn them or to"
        + " measure it: give rare ones one name, or leave their rows out")
    #expect(advice.remarks.isEmpty)
  }

  @Test func theGravestComesFirst() throws {
    let found = try warnings([
      "y": MadeUp.coin, "k": { _ in "7" }, "id": { "u\($0 * 31)" }, "x": Self.x,
      "late": { "\(MadeUp.coin($0) == "yes" ? 50 + $0 % 9 : $0 % 9).5" },
    ])
    #expect(found.map(\.kind) == [.leak, .identifier, .constant])
  }

  // MARK: sharing

  @Test func columnsOfTheSameValuesMayShare() throws {
    let table = try MadeUp.table(
      600,
      [
        "y": MadeUp.coin, "from": { "port\(MadeUp.any($0, 30, salt: 1))" },
        "to": { "port\(MadeUp.any($0, 30, salt: 2) + 5)" }, "crew": { "crew\(MadeUp.any($0, 30, salt: 3))" },
      ])
    let proposal = try #require(MadeUp.advice(table).sharing.first)
    #expect(proposal.columns == ["from", "to"] && proposal.values == 25 && proposal.saves > 0)
    #expect(
      proposal.reason
        == "'from' and 'to' have 25 values in common; with one embedding each learns from the rows of the other and"
        + " \(proposal.saves) parameters are saved: --share from,to")
    #expect(try MadeUp.advice(table) { $0.training.sharing = [["from", "to"]] }.sharing.isEmpty)

    // Zip codes are codes; days of a month and hours are not the same for being small.
    let numbers = try MadeUp.table(
      4000,
      [
        "y": MadeUp.coin, "here": { "\(10_000 + MadeUp.any($0, 60, salt: 1) * 31)" },
        "there": { "\(10_000 + MadeUp.any($0, 60, salt: 2) * 31)" },
        "day": { "\(MadeUp.any($0, 60, salt: 3))" }, "hour": { "\(MadeUp.any($0, 60, salt: 4))" },
      ])
    let asCategories = try MadeUp.advice(numbers) { advisor in
      for name in ["here", "there", "day", "hour"] { advisor.training.columns[name] = .category }
    }
    #expect(asCategories.sharing.map(\.columns) == [["here", "there"]])
  }

  // MARK: the test file

  private static func flights(_ rows: Range<Int>, name: String) throws -> Table {
    try MadeUp.table(
      rows.count,
      [
        "y": { MadeUp.coin($0 + rows.lowerBound) }, "x": { x($0 + rows.lowerBound) },
        "day": {
          let day = ($0 + rows.lowerBound) / 40
          return "2024-0\(1 + day / 28)-\(day % 28 < 9 ? "0" : "")\(day % 28 + 1)"
        },
      ], name: name)
  }

  @Test func rowsOfTheTestAreKnown() throws {
    let test = try MadeUp.table(
      100, ["y": MadeUp.coin, "x": { Self.x($0 < 60 ? $0 : $0 + 5000) }], name: "test.csv")
    let found = try warnings(["y": MadeUp.coin, "x": Self.x]) { $0.test = test }
    #expect(found.map(\.kind) == [.sameRows])
    #expect(try #require(found.first).text.contains(" of 100 rows of test.csv stand in data.csv as well ("))
    // Rows of two flags are the same by themselves.
    let flags: KeyValuePairs<String, (Int) -> String?> = [
      "y": MadeUp.coin, "a": { "a\(MadeUp.any($0, 3, salt: 1))" }, "b": { "b\(MadeUp.any($0, 3, salt: 2))" },
    ]
    let twin = try MadeUp.table(100, flags, name: "test.csv")
    #expect(try warnings(rows: 400, flags) { $0.test = twin }.isEmpty)
  }

  @Test func daysOfTheTestAreKnown() throws {
    let table = try Self.flights(0..<1600, name: "data.csv")
    // The other half of the same days.
    let same = try MadeUp.table(
      400, ["y": MadeUp.coin, "x": { Self.x($0 + 9000) }, "day": { "2024-01-\(10 + $0 % 10)" }],
      name: "test.csv")
    let found = try MadeUp.advice(table) { $0.test = same }.warnings
    #expect(found.map(\.kind) == [.sameDays])
    #expect(
      try #require(found.first).text
        == "10 of the 10 days of test.csv are days of data.csv too ('day'): a score there says how well rows of known"
        + " days are filled in, not how well days ahead are foretold; for that, keep the last days for the test"
    )
    let ordered = try MadeUp.advice(table) {
      $0.test = same
      $0.training.orderBy = "day"
    }.warnings
    #expect(
      ordered.first?.text
        == "10 of the 10 days of test.csv are no later than the last of data.csv by 'day', though --order-by says that"
        + " what lies ahead counts; test on later days")
    let later = try Self.flights(1600..<2000, name: "test.csv")
    #expect(try MadeUp.advice(table) { $0.test = later }.warnings.isEmpty)
  }

  @Test func aTestWithoutTheColumnsIsRefused() throws {
    let test = try MadeUp.table(20, ["y": MadeUp.coin, "z": Self.x], name: "test.csv")
    let error = #expect(throws: CondenseError.self) {
      try warnings(["y": MadeUp.coin, "x": Self.x]) { $0.test = test }
    }
    #expect(error?.kind == .content)
    #expect(
      error?.message.hasPrefix("test.csv has no column 'x', which the model was trained with") == true,
      "\(error?.message ?? "")")
  }
}
