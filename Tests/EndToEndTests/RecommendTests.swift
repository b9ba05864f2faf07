import Foundation
import Testing

/// A recommender, from a table to an answer, through the command.
@Suite struct RecommendTests {
  private static let train = "train ratings.csv --recommend --user user --item film"

  /// Pairs that `Sample.ratings` lacks, and some that nobody can know.
  private static let rest: String = {
    var lines = ["user,film,stars,time,kind"]
    for user in 0..<30 { lines.append("u\(user),f\(user % 3 * 10 + (user * 7 + 24) % 10),3.5,1,a") }
    return (lines + ["stranger,f1,2.5,1,a", "u1,unheard,2.5,1,a"]).joined(separator: "\n") + "\n"
  }()

  /// A recommender that learned from no ratings.
  private static let bare: [UInt8] = trained("--epochs 2 --no-history")

  private static func trained(_ flags: String) -> [UInt8] {
    do {
      let box = try Sandbox(["ratings.csv": .text(Sample.ratings)])
      let run = try box.run("\(train) --quiet \(flags)")
      guard run.code == 0 else { fatalError(run.errors) }
      return try box.bytes("ratings.condense")
    } catch {
      fatalError("\(error)")
    }
  }

  private static let files: [String: Sandbox.Content] = [
    "ratings.csv": .text(Sample.ratings), "rest.csv": .text(rest), "m.condense": .bytes(Sample.recommender),
    "bare.condense": .bytes(bare), "y.condense": .bytes(Sample.classes), "data.csv": .text(Sample.table),
  ]

  private func json(_ text: some StringProtocol) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(String(text).utf8)) as? [String: Any], "\(text)")
  }

  private func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  // MARK: training and measuring

  @Test func summaryTellsHealth() throws {
    let box = try Sandbox(["r.condense": .bytes(Sample.recommender)])
    let text = try box.run("summary r.condense").output
    #expect(text.contains("\nembedding"))
    #expect(text.contains("\nan example alone takes about "))
    #expect(text.split(separator: "\n").filter { $0.hasPrefix("rating.vector.") }.count >= 2)
    let all = try #require(
      JSONSerialization.jsonObject(with: Data(box.run("summary r.condense --json").output.utf8))
        as? [String: Any])
    let embeddings = try #require(all["embeddings"] as? [[String: Any]])
    let items = try #require(embeddings.first { $0["name"] as? String == "rating.vector.item" })
    #expect(items["rows"] as? Int == (all["items"] as? Int).map { $0 + 1 })
    #expect(items["seldom_read"] is Int && items["effective_rank"] is Double)
    #expect((all["layers"] as? [[String: Any]])?.isEmpty == false)
  }

  @Test func trainingSaysWhatItFound() throws {
    let box = try Sandbox(Self.files)
    let run = try box.run("\(Self.train) --rating stars --epochs 4 --json --require ndcg@10=0.01")
    #expect(run.code == 0, "\(run.errors)")
    #expect(
      run.errors.contains("kind    feature of items  the same in all rows of an item; 3 different values\n"))
    #expect(run.errors.contains("time    ignored           differs within users and within items\n"))
    let found = try json(run.output)
    #expect(found["model"] as? String == "ratings.condense" && found["task"] as? String == "recommend")
    #expect(found["target"] as? String == "film" && found["rows"] as? Int == 240)
    #expect(found["users"] as? Int == 30 && found["items"] as? Int == 30)
    let validation = try #require(found["validation"] as? [String: Any])
    let metrics = try #require(validation["metrics"] as? [String: Double])
    #expect(
      metrics.keys.sorted() == [
        "average_popularity@10", "coverage@10", "hit_rate@10", "mae", "map@10", "mrr", "ndcg@10",
        "precision@10", "recall@10", "rmse",
      ])
    #expect((validation["baseline"] as? [String: Double])?.keys.sorted() == metrics.keys.sorted())
    #expect((validation["rows"] as? Int ?? 0) > 20)
    // The same again gives the same file.
    let first = try box.bytes("ratings.condense")
    let again = try box.run("\(Self.train) --rating stars --epochs 4 --threads 2 --quiet")
    #expect(again.code == 0 && again.output.hasSuffix("\nratings.condense (replaced)\n"), "\(again.output)")
    #expect(try box.bytes("ratings.condense") == first)
    let missed = try box.run("\(Self.train) --epochs 2 --quiet --require ndcg@10=1.5")
    #expect(missed.code == 1 && missed.errors.contains("--require ndcg@10=1.5 is missed: ndcg@10 is "))
  }

  @Test func evaluationCountsStrangers() throws {
    let box = try Sandbox(Self.files)
    let run = try box.run("evaluate m.condense rest.csv --json")
    #expect(run.code == 0)
    #expect(
      run.errors == """
        film: 3.1 % of the pairs have an item that was never trained and counts as a miss
        user: 3.1 % of the pairs have a user who was never trained and gets the answer for newcomers

        """)
    let found = try json(run.output)
    #expect(
      found.keys.sorted() == ["baseline", "classes", "confusion", "metrics", "rows", "skipped", "unknown"])
    #expect(found["rows"] as? Int == 32 && found["skipped"] as? Int == 0)
    #expect((found["metrics"] as? [String: Double])?["rmse"] != nil)
    let known = try box.run("evaluate m.condense ratings.csv")
    #expect(known.code == 65 && known.output.isEmpty)
    #expect(
      known.errors
        == "condense: every pair of ratings.csv is known to the recommender; rows that it did not learn from are needed\n"
    )
    try box.write("both.csv", .text(Self.rest + "u0,f0,1.5,1,a\n"))
    #expect(
      try box.run("evaluate m.condense both.csv").errors.hasSuffix(
        "\n1 row left out: known to the recommender, or not whole\n"))
    #expect(try box.run("evaluate m.condense rest.csv --require rmse=0.01 --quiet").code == 1)
  }

  // MARK: answers

  @Test func answersAreCSV() throws {
    let box = try Sandbox(Self.files)
    let run = try box.run("recommend m.condense u1 u5 -k 2")
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    let rows = rows(run.output)
    #expect(rows[0] == ["user", "rank", "item", "score", "known"] && rows.count == 5)
    #expect(rows.dropFirst().map { $0[0] } == ["u1", "u1", "u5", "u5"])
    #expect(rows.dropFirst().map { $0[1] } == ["1", "2", "1", "2"])
    #expect(rows.dropFirst().allSatisfy { $0[4] == "8" && Float($0[3]) != nil })
    // Ten items where no number is asked for.
    #expect(try box.run("recommend m.condense u1").output.split(separator: "\n").count == 11)
    let input = try box.run("recommend m.condense - -k 2", input: "u1\n\n  u5  \n")
    #expect(input.output == run.output && input.code == 0)
    let written = try box.run("recommend m.condense u1 u5 -k 2 -o a.csv")
    #expect(written.output.isEmpty && written.errors == "2 answers in a.csv\n")
    #expect(try box.text("a.csv") == run.output)
    #expect(
      try box.run("recommend m.condense u1 u5 -k 2 -o a.csv").errors == "2 answers in a.csv (replaced)\n")
    let objects = try box.run("recommend m.condense u1 u5 -k 2 --json").output.split(separator: "\n")
    #expect(objects.count == 2)
    let first = try json(objects[0])
    #expect(first.keys.sorted() == ["items", "known", "user"] && first["user"] as? String == "u1")
    let items = try #require(first["items"] as? [[String: Any]])
    #expect(items.map { $0["item"] as? String } == [rows[1][2], rows[2][2]])
    #expect(items[0].keys.sorted() == ["item", "score"] && first["known"] as? Int == 8)
  }

  @Test func strangersAreNoMistake() throws {
    let box = try Sandbox(Self.files)
    let one = try box.run("recommend m.condense u99 -k 1")
    #expect(one.code == 0)
    #expect(
      one.errors == "the user 'u99' is not known: the answer is the one for newcomers, what is popular\n")
    #expect(one.output.hasSuffix(",0\n") && one.output.split(separator: "\n").count == 2)
    let some = try box.run("recommend m.condense u99 u1 u98 -k 1")
    #expect(
      some.code == 0
        && some.errors
          == "2 of 3 users are not known: their answer is the one for newcomers, what is popular\n"
    )
    let bare = try box.run("recommend bare.condense u1 -k 1")
    #expect(
      bare.errors
        == "the model keeps no histories: every answer is the one for newcomers; --liked tells more\n")
  }

  @Test func likingLeavingOutAndAllowing() throws {
    let box = try Sandbox(Self.files)
    let liked = try box.run("recommend m.condense --liked f1,f2 -k 3")
    #expect(liked.code == 0 && liked.errors.isEmpty)
    #expect(rows(liked.output).dropFirst().allSatisfy { $0[0].isEmpty && $0[4] == "2" })
    let best = rows(liked.output)[1][2]
    let without = try box.run("recommend m.condense --liked f1,f2 -k 30 --without \(best)")
    #expect(!without.output.contains(",\(best),") && without.output.split(separator: "\n").count == 28)
    let only = try box.run("recommend m.condense --liked f1 --only f3,f2,f1")
    #expect(Set(rows(only.output).dropFirst().map { $0[2] }) == ["f2", "f3"])
    let typo = try box.run("recommend m.condense --liked f1,f2O -k 1")
    #expect(
      typo.code == 0 && typo.errors == "the item 'f2O' is not known; did you mean 'f2'?\n", "\(typo.errors)")
    #expect(rows(typo.output)[1][4] == "1")
    let none = try box.run("recommend m.condense --liked zzzzzzz -k 1")
    #expect(
      none.errors
        == "the item 'zzzzzzz' is not known\nnone of the liked items is known: the answer is what is popular\n"
    )
  }

  // MARK: other verbs

  @Test func ratingsArePredicted() throws {
    let box = try Sandbox(Self.files)
    let run = try box.run(
      "predict m.condense - --keep user,film", input: "user,film\nu1,f11\nu1,f0\nnew,f9\n")
    #expect(run.code == 0, "\(run.errors)")
    let rows = rows(run.output)
    #expect(rows[0] == ["user", "film", "prediction", "unknown"] && rows.count == 4)
    #expect(rows.dropFirst().allSatisfy { (1.5...9.5).contains(Double($0[2]) ?? 0) })
    #expect(rows.map { $0[3] } == ["unknown", "", "", "user"])
    #expect(
      run.errors
        == "user: 33.3 % of the rows hold a value the model has never seen; they are predicted as an unknown one\n"
    )
  }

  @Test func summariesNameTheRoles() throws {
    let box = try Sandbox(Self.files)
    let text = try box.run("summary m.condense")
    #expect(text.code == 0, "\(text.errors)")
    #expect(
      text.output.hasPrefix(
        "m.condense: recommends 'film' to 'user', foretells 'stars'\nlearned from 240 pairs, checked on "),
      "\(text.output)")
    for line in [
      "\nfilm    item              30 items\n", "\nstars   rating            learned beside the ranking\n",
      "\nscores1 ", "\nvector.item.kind ", "\nndcg@10 ", "\nrmse ",
    ] { #expect(text.output.contains(line), "\(line) in \(text.output)") }
    let bare = try box.run("summary bare.condense").output
    #expect(bare.hasPrefix("bare.condense: recommends 'film' to 'user'; keeps no histories\n"))
    let found = try json(box.run("summary m.condense --json").output)
    #expect(found["task"] as? String == "recommend" && found["keepsHistory"] as? Bool == true)
    let columns = try #require(found["columns"] as? [[String: Any]])
    #expect(
      columns.map { $0["role"] as? String } == ["user", "item", "rating", "ignored", "feature of items"])
    let doctor = try box.run("doctor m.condense")
    #expect(doctor.code == 0 && doctor.output.contains("m.condense is whole"))
    #expect(doctor.output.contains("all finite"))
    try box.write("bad.condense", .bytes(Sample.flipped(Sample.recommender, 9000)))
    #expect(try box.run("doctor bad.condense").code == 1)
  }

  @Test func vectorsOfItems() throws {
    let box = try Sandbox(Self.files)
    let run = try box.run("vectors m.condense film")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("value,count,d1,") && run.output.split(separator: "\n").count == 31)
    #expect(run.output.contains("\nf17,8,"))
  }

  // MARK: mistakes

  private static func table(_ lines: [String]) -> Sandbox.Content {
    .text((["user,film,stars,time"] + lines).joined(separator: "\n") + "\n")
  }

  private static let changed: [String: Sandbox.Content] = [
    "word.csv": .text(Sample.ratings.replacing(",4.5,", with: ",good,")),
    "same.csv": .text(
      Sample.ratings.split(separator: "\n").enumerated().map { place, line in
        let cells = line.split(separator: ",")
        return place == 0 ? String(line) : "\(cells[0]),\(cells[1]),4,\(cells[3]),\(cells[4])"
      }.joined(separator: "\n")),
    "few.csv": table(["a,x,1,1", "a,y,2,2", "b,x,3,3", "b,x,2,3"]),
    "gap.csv": .text(
      Sample.ratings.replacing("\nu2,f24,", with: "\nu2,f24,1.5,,c\nu2,f24,", maxReplacements: 1)),
    "words.csv": .text(Sample.ratings.replacing(/,[0-9]+,([abc])\n/, with: { ",x\($0.1),\($0.1)\n" })),
    "other.csv": "users,film\nu1,f1\n",
  ]

  private static let mistakes: [(line: String, code: Int32, message: String)] = [
    (
      "train ratings.csv --recommend --item film", 64,
      "--recommend needs --user COL and --item COL; --user is missing"
    ),
    (
      "train ratings.csv --recommend --user user", 64,
      "--recommend needs --user COL and --item COL; --item is missing"
    ),
    (
      "train ratings.csv --recommend --user userid --item film", 64,
      "--user userid: ratings.csv has no column 'userid'; did you mean 'user'? Its columns: user, film, stars, time,"
        + " kind"
    ),
    (
      "\(train) --rating star", 64,
      "--rating star: ratings.csv has no column 'star'; did you mean 'stars'? Its columns: user, film, stars, time, kind"
    ),
    (
      "\(train) --order-by when", 64,
      "--order-by when: ratings.csv has no column 'when'; its columns: user, film, stars, time, kind"
    ),
    (
      "train ratings.csv --recommend --user film --item film", 64,
      "--user and --item both name 'film'; each has a column of its own"
    ),
    (
      "\(train) --rating user", 64, "--user and --rating both name 'user'; each has a column of its own"
    ),
    (
      "train word.csv --recommend --user user --item film --rating stars", 65,
      "word.csv line 3, column 'stars': 'good' is no number, which --rating needs; correct the cell or leave it empty"
    ),
    (
      "train same.csv --recommend --user user --item film --rating stars", 65,
      "same.csv: the ratings in 'stars' do not differ; leave out --rating stars"
    ),
    (
      "train few.csv --recommend --user user --item film", 65,
      "few.csv holds 3 different pairs of 2 users and 2 items; at least 20 pairs of two users and two items are"
        + " needed to learn from"
    ),
    (
      "train gap.csv --recommend --user user --item film --order-by time", 65,
      "gap.csv line 18: the column 'time' is empty, so the row has no place in the order"
    ),
    (
      "train words.csv --recommend --user user --item film --order-by time", 65,
      "words.csv: 'time' holds neither dates nor numbers, for example 'xa'; rows cannot be put in order by it"
    ),
    ("\(train) --predict stars", 64, "--predict and --recommend exclude each other; give one of them"),
    ("\(train) --task classes", 64, "--task does not go with --recommend; leave one of them out"),
    (
      "train ratings.csv --predict stars --user user", 64,
      "--user goes with --recommend; without it, --predict COL learns a column"
    ),
    (
      "train ratings.csv --no-history", 64,
      "--no-history goes with --recommend; without it, --predict COL learns a column"
    ),
    (
      "\(train) --require accuracy=0.9", 64,
      "--require: there is no accuracy for a recommender; it has hit_rate@10, ndcg@10, recall@10, precision@10,"
        + " map@10, mrr, coverage@10, average_popularity@10"
    ),
    (
      "recommend y.condense u1", 65,
      "y.condense predicts a column and recommends nothing; condense predict and evaluate take it"
    ),
    ("recommend data.csv u1", 65, "data.csv is not a model file of Condense"),
    (
      "recommend m.condense", 64,
      "recommend needs users, or --liked ITEM,… for somebody new; usage: condense recommend MODEL [USER…|-] [OPTION…]"
    ),
    (
      "recommend m.condense u1 --liked f1", 64, "USER and --liked exclude each other; give one of them"
    ),
    (
      "recommend m.condense -", 65, "standard input is empty; one value a line was expected"
    ),
    (
      "recommend m.condense u1 -o ratings.csv", 73,
      "ratings.csv exists and Condense did not write it; --force replaces it, -o FILE writes elsewhere"
    ),
    (
      "evaluate m.condense other.csv", 65,
      "other.csv has no column 'user', which the recommender was trained with; did you mean 'users'?"
    ),
    (
      "predict m.condense other.csv", 65,
      "other.csv has no column 'user', which the recommender was trained with; did you mean 'users'?"
    ),
    (
      "predict m.condense ratings.csv --top 3", 64, "--top 3: 'stars' is a number and has no classes"
    ),
    (
      "predict bare.condense ratings.csv", 65,
      "bare.condense recommends and learned from no ratings, so it has none to predict; condense recommend and"
        + " evaluate take it, or train it with --rating COL"
    ),
    (
      "vectors m.condense user", 64,
      "'user' has no vectors: a user is what the user chose; 'film' has some"
    ),
    (
      "vectors m.condense kind", 64, "the model has no vectors of a column 'kind'; it has those of 'film'"
    ),
  ]

  @Test func mistakesAreExplained() throws {
    let box = try Sandbox(Self.files.merging(Self.changed) { first, _ in first })
    let before = try box.contents()
    for (line, code, message) in Self.mistakes {
      let run = try box.run(line)
      #expect(run.code == code, "\(line)")
      #expect(run.errors.hasSuffix("condense: \(message)\n"), "\(line): \(run.errors)")
      #expect(run.output.isEmpty, "\(line)")
    }
    #expect(try box.contents() == before)
  }
}
