import Condense
import Foundation

/// Rows with two targets, and what is looked at in models of them.
struct OverlapStudy {
  /// The rows with each of the targets, the inputs being the same.
  let tables: [Table]
  let targets: [String]
  /// Rows held out, on which layers are looked at.
  let held: Table
  /// Columns whose vectors are looked at.
  let columns: [String]
  /// Units of each hidden layer.
  let width: Int
  let configure: (inout TrainingOptions) -> Void

  private static var folder: URL {
    URL(filePath: ProcessInfo.processInfo.environment["CONDENSE_DATA"] ?? "../shared/data")
  }

  static func table(_ name: String) throws -> Table {
    try Table(contentsOf: folder.appending(path: name))
  }

  /// - Returns: nil when there is no such study.
  static func named(_ name: String) throws -> OverlapStudy? {
    switch name {
    case "flights": try flights()
    case "ratings": try ratings()
    case "distances": try distances()
    case "images": try images()
    default: nil
    }
  }

  /// Whether a flight is late, or when it leaves, from the columns that give neither away: the same for both.
  private static func flights() throws -> OverlapStudy {
    let inputs = ["month", "day", "carrier", "tailnum", "origin", "dest", "distance"]
    let table = try table("flights/train.csv.gz"), times = try table.column(named: "sched_dep_time")
    let minutes = (0..<table.rowCount).map { row in
      times.number(row).map { ($0 / 100).rounded(.down) * 60 + $0.truncatingRemainder(dividingBy: 100) }
    }
    return try OverlapStudy(
      tables: [
        table.only(inputs + ["late"]), table.only(inputs, and: Column(name: "minute", numbers: minutes)),
      ],
      targets: ["late", "minute"], held: Self.table("flights/test.csv.gz").only(inputs),
      columns: ["month+day", "dest", "tailnum"], width: 128
    ) { _ in }
  }

  /// A rating, or whether it is 4 or more, from user and film.
  private static func ratings() throws -> OverlapStudy {
    let inputs = ["userId", "movieId"]
    let table = try table("ratings/train.csv.gz"), ratings = try table.column(named: "rating")
    let liked = (0..<table.rowCount).map { row in ratings.number(row).map { $0 >= 4 ? "yes" : "no" } }
    return try OverlapStudy(
      tables: [
        table.only(inputs + ["rating"]), table.only(inputs, and: Column(name: "liked", strings: liked)),
      ],
      targets: ["rating", "liked"], held: Self.table("ratings/test.csv.gz").only(inputs), columns: inputs,
      width: 128
    ) { options in
      options.columns = ["userId": .category, "movieId": .category]
    }
  }

  /// The miles between two airports, or whether they are 1,000 or more: the lesson's table, where nothing but vectors that
  /// both columns share can tell.
  private static func distances() throws -> OverlapStudy {
    let inputs = ["from", "to"]
    let all = try Table(contentsOf: URL(filePath: "Examples/Lesson/distances.csv"))
    let (held, table) = all.randomSplit(by: 0.2, seed: 1), miles = try table.column(named: "miles")
    let far = (0..<table.rowCount).map { row in miles.number(row).map { $0 >= 1000 ? "yes" : "no" } }
    return try OverlapStudy(
      tables: [table, table.only(inputs, and: Column(name: "far", strings: far))], targets: ["miles", "far"],
      held: held.only(inputs), columns: ["from"], width: 128
    ) {
      $0.sharing = [["from", "to"]]
    }
  }

  /// Which of ten things an image of Fashion-MNIST shows, or whether it is worn above, below, on the feet or carried.
  private static func images() throws -> OverlapStudy {
    let folder = URL(filePath: "/usr/share/datasets/fashion-mnist")
    func table(_ name: String) throws -> Table {
      try Table(
        images: folder.appending(path: "\(name)-images-idx3-ubyte.gz"),
        labels: folder.appending(path: "\(name)-labels-idx1-ubyte.gz"))
    }
    let train = try table("train"), labels = try train.column(named: "label")
    let groups = ["top", "bottom", "top", "top", "top", "shoe", "top", "shoe", "bag", "shoe"]
    let kinds = (0..<train.rowCount).map { row in labels.number(row).map { groups[Int($0)] } }
    return try OverlapStudy(
      tables: [train, train.only(["image"], and: Column(name: "kind", strings: kinds))],
      targets: ["label", "kind"], held: table("t10k").only(["image"]), columns: [], width: 256
    ) {
      $0.epochs = 3
    }
  }
}

extension Table {
  /// Some of the columns, and another.
  fileprivate func only(_ names: [String], and added: Column? = nil) throws -> Table {
    try Table(name: name, columns: names.map { try column(named: $0) } + (added.map { [$0] } ?? []))
  }
}
