import CondenseCore
import CondenseData
import CondenseModels
import Foundation
import Testing

/// The file of a recommender: the same bytes from every number of threads, and refused when damaged.
@Suite struct RecommenderFileTests {
  /// With ratings, features of items and of users, and in order or not.
  @Test(arguments: [nil, "time"]) func sameBytesOnAnyThreads(order: String?) async throws {
    var files: [[UInt8]] = []
    for threads in [1, 2, 3] {
      let model = try await SmallRecommender.trained {
        $0.orderBy = order
        $0.epochs = 3
        $0.threads = threads
      }
      files.append(try SmallRecommender.bytes(model))
    }
    #expect(files[0] == files[1] && files[0] == files[2])
    let other = try await SmallRecommender.trained {
      $0.orderBy = order
      $0.epochs = 3
      $0.seed = 2
    }
    #expect(try SmallRecommender.bytes(other) != files[0])
  }

  @Test(arguments: [nil, "stars"], [nil, "time"]) func rewritingGivesTheSameBytes(
    rating: String?, order: String?
  ) async throws {
    let model = try await SmallRecommender.trained(rating: rating) {
      $0.orderBy = order
      $0.epochs = 2
    }
    let bytes = try SmallRecommender.bytes(model)
    let again = try SmallRecommender.read(bytes)
    #expect(try SmallRecommender.bytes(again) == bytes)
    #expect(again.roles == model.roles && again.columns == model.columns && again.report == model.report)
    for user in ["u0", "u17", "nobody"] {
      #expect(try again.recommendations(for: user) == model.recommendations(for: user))
      #expect(try again.rating(of: "f3", by: user) == model.rating(of: "f3", by: user))
    }
    #expect(try again.similarItems(to: "f3") == model.similarItems(to: "f3"))
    let rest = SmallRecommender.rest
    #expect(try again.evaluation(on: rest).metrics == model.evaluation(on: rest).metrics)
  }

  /// Columns may be called anything, also as parts of the network are.
  @Test(arguments: ["bias", "vector", "history", "rating", "last1", "user", "film", "item", "whole"])
  func columnsOfAnyName(name: String) async throws {
    let header =
      name == "user" || name == "film"
      ? "\(name == "user" ? "film,user" : "film,item"),stars,time,kind,age"
      : "user,\(name),stars,time,\(name == "kind" ? "x" : "\(name)2"),age"
    let names = header.split(separator: ",").map(String.init)
    for order in [nil, "time"] {
      let model = try await Recommender.train(
        on: SmallRecommender.table(SmallRecommender.lines, header: header), user: names[0], item: names[1],
        rating: "stars"
      ) {
        $0.orderBy = order
        $0.epochs = 1
      }
      #expect(try SmallRecommender.read(SmallRecommender.bytes(model)).roles == model.roles)
    }
    guard name != "user", name != "film" else { return }
    // And features.
    let feature = SmallRecommender.header.replacing("kind", with: name)
    let model = try await SmallRecommender.trained(
      on: SmallRecommender.table(SmallRecommender.lines, header: feature)
    ) { $0.epochs = 1 }
    #expect(model.columns.contains { $0.name == name && $0.role == .itemFeature })
    let bytes = try SmallRecommender.bytes(model)
    #expect(try SmallRecommender.bytes(SmallRecommender.read(bytes)) == bytes)
  }

  // MARK: taken for another

  @Test func eachKindOfFileHasItsReader() async throws {
    let recommender = try SmallRecommender.bytes(
      try await SmallRecommender.trained(rating: nil) { $0.epochs = 1 })
    try SmallModel.inFile(recommender) { path in
      #expect(Recommender.isRecommender(atFile: path) && Predictor.isModel(atFile: path))
      #expect(
        throws: CondenseError(
          .content, "\(path) recommends and predicts no column; condense recommend and evaluate take it")
      ) { try Predictor(contentsOfFile: path) }
    }
    try SmallModel.inFile(SmallModel.bytes(try await SmallModel.trained())) { path in
      #expect(!Recommender.isRecommender(atFile: path))
      #expect(
        throws: CondenseError(
          .content, "\(path) predicts a column and recommends nothing; condense predict and evaluate take it")
      ) { try Recommender(contentsOfFile: path) }
    }
    #expect(!Recommender.isRecommender(atFile: "/no/such/file"))
  }

  // MARK: damage

  private func expectRefusal(_ bytes: [UInt8], _ what: String, _ message: String? = nil) {
    do {
      _ = try SmallRecommender.read(bytes)
      Issue.record("\(what) was read")
    } catch let error as CondenseError {
      #expect(error.kind == .content, "\(what)")
      #expect(!error.message.contains("Swift") && !error.message.contains("DecodingError"), "\(what)")
      if let message { #expect(error.message.hasSuffix(message), "\(what): \(error.message)") }
    } catch {
      Issue.record("\(what): \(error)")
    }
  }

  @Test func damageIsSeen() async throws {
    let good = try SmallRecommender.bytes(try await SmallRecommender.trained { $0.epochs = 1 })
    for i in 0..<300 {
      let place = i * good.count / 300
      var bytes = good
      bytes[place] ^= 1 << (i % 8)
      expectRefusal(bytes, "byte \(place)")
      expectRefusal(Array(good[..<place]), "the first \(place) bytes")
    }
  }

  /// Edits of the header that keep its checksum right.
  static let lies: [(old: String, new: String)] = [
    (#"\"item\":\"film\""#, #"\"item\":\"user\""#), (#"\"user\":\"user\""#, #"\"user\":\"film\""#),
    (#"\"dimension\":128"#, #"\"dimension\":64"#), (#"\"members\":3"#, #"\"members\":2"#),
    (#"\"members\":3"#, #"\"members\":0"#), (#"\"members\":3"#, #"\"members\":-1"#),
    (#"\"members\":3"#, #"\"members\":9223372036854775807"#),
    (#"\"lastItems\":0"#, #"\"lastItems\":2"#), (#"\"lastItems\":0"#, #"\"lastItems\":-1"#),
    (#"\"lastItems\":0"#, #"\"lastItems\":9223372036854775807"#),
    (#"\"longestHistory\":1000"#, #"\"longestHistory\":-1"#),
    (#"\"isOrdered\":false"#, #"\"isOrdered\":true"#),
    (#"\"dimension\":16"#, #"\"dimension\":8"#), (#"\"least\":"#, #"\"least\":9"#),
    (#"\"greatest\":"#, #"\"greatest\":-"#), (#"\"deviation\":"#, #"\"deviation\":-"#),
    (#"\"prediction\":"#, #"\"prediction\":9"#), (#"\"vocabularySize\":31"#, #"\"vocabularySize\":32"#),
    (#""history.items":"#, #""history.itemz":"#), (#""item.kind":"#, #""item.kinds":"#),
    (#""history.offsets":"#, #""history.offsetz":"#), (#""scores1.bias":"#, #""scores9.bias":"#),
    (#"\"recommends\":{"#, #"\"recommendz\":{"#),
  ]

  @Test func liesInTheHeaderAreSeen() async throws {
    let good = try SmallRecommender.bytes(try await SmallRecommender.trained { $0.epochs = 1 })
    for lie in Self.lies {
      let bytes = try #require(
        SmallModel.rewritten(good, lie.old, lie.new), "\(lie.old) is not in the header")
      expectRefusal(bytes, "\(lie.new) for \(lie.old)")
    }
  }

  /// A tensor's first element, with checksums that are right.
  @Test(
    arguments: [
      ("history.items", 31, "the histories of its users make no sense"),
      ("history.items", 0, "the histories of its users make no sense"),
      ("history.items", -1, "the histories of its users make no sense"),
      ("history.offsets", 7, "the histories of its users make no sense"),
      ("item.kind", 99, "'item.kind' does not fit its 31 rows"),
      ("item.kind", -1, "'item.kind' does not fit its 31 rows"),
    ] as [(String, Int64, String)])
  func liesInTensorsAreSeen(name: String, value: Int64, message: String) async throws {
    let good = try SmallRecommender.bytes(try await SmallRecommender.trained { $0.epochs = 1 })
    let bad = try SmallModel.inFile(good) { path in
      var file = try Safetensors(contentsOfFile: path)
      let tensor = try #require(file.tensors[name])
      var bytes = tensor.bytes
      withUnsafeBytes(of: value.littleEndian) {
        bytes.replaceSubrange(
          0..<(tensor.kind == .int64 ? 8 : 4), with: $0.prefix(tensor.kind == .int64 ? 8 : 4))
      }
      file.add(name, tensor.kind, shape: tensor.shape, bytes)
      try file.write(to: path)
      return Array(try Data(contentsOf: URL(filePath: path)))
    }
    expectRefusal(bad, "\(value) in \(name)", "is damaged: \(message)")
  }

  /// A history that ends in the middle of the items, and features of fewer items.
  @Test func tensorsOfAnotherLengthAreSeen() async throws {
    let good = try SmallRecommender.bytes(try await SmallRecommender.trained { $0.epochs = 1 })
    for (name, kind, count, message) in [
      ("history.items", Safetensors.Kind.int32, 239, "the histories of its users make no sense"),
      ("item.kind", .int32, 30, "'item.kind' does not fit its 31 rows"),
    ] {
      let bad = try SmallModel.inFile(good) { path in
        var file = try Safetensors(contentsOfFile: path)
        file.add(name, kind, shape: [count], [Int32](repeating: 1, count: count))
        try file.write(to: path)
        return Array(try Data(contentsOf: URL(filePath: path)))
      }
      expectRefusal(bad, "\(count) numbers in \(name)", "is damaged: \(message)")
    }
  }
}
