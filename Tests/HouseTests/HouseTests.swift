import Foundation
import Testing

/// Modules stand on floors and see only the floors below.
@Suite struct HouseTests {
  static let floors = [
    "CKernels": 0, "CZlib": 0, "COpenBLAS": 0, "CondenseCore": 1, "CondenseNetworks": 2, "CondenseData": 2,
    "CondenseModels": 3, "CondenseInsight": 4, "Condense": 5, "CondenseCommand": 6,
  ]
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func nothingImportsUpward() throws {
    let house = try House(sources: Self.package.appending(path: "Sources"))
    #expect(!house.rooms.isEmpty)
    #expect(house.upwardImports(floors: Self.floors) == [])
  }

  @Test func noTwoFilesGoInACircle() throws {
    #expect(try House(sources: Self.package.appending(path: "Sources")).circlesOfTwo() == [])
  }

  @Test func noNamesDifferOnlyInCase() throws {
    #expect(House.caseTwins(of: try House.paths(under: Self.package)) == [])
  }

  @Test func faultsAreFound() {
    let house = House(rooms: [
      House.Room(
        module: "CondenseCore", file: "a", text: "@_exported import CondenseData\nstruct A { var b: B }"),
      House.Room(
        module: "CondenseCore", file: "b", text: "import struct Condense.X\npublic enum B { case a(A) }"),
      House.Room(
        module: "CondenseData", file: "c", text: "public import CondenseNetworks // import Condense"),
      House.Room(module: "CondenseData", file: "d", text: "import CondenseCore\nimport Foundation\n// A B"),
      House.Room(module: "New", file: "e", text: ""),
    ])
    #expect(
      house.upwardImports(floors: Self.floors) == [
        "a (floor 1) imports CondenseData (floor 2)", "b (floor 1) imports Condense (floor 5)",
        "c (floor 2) imports CondenseNetworks (floor 2)", "e: New has no floor",
      ])
    #expect(house.circlesOfTwo() == ["a uses B, b uses A"])
    #expect(House.caseTwins(of: ["docs", "Docs", "a/b", "a/c"]) == ["Docs", "docs"])
  }
}
