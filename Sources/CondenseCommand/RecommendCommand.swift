import Condense

/// `condense recommend`: the items that fit somebody best.
package enum RecommendCommand {
  package static let verb = Verb(
    "recommend", "name the items that fit users best, as CSV",
    operands: [
      Operand("MODEL", "a model that condense train --recommend wrote"),
      Operand(
        "USER", "users of the training data, one a line", kind: .words([]),
        optional: true,
        repeated: true, standardInput: true),
    ],
    options: [
      Option("count", short: "k", .whole(1...Int.max), "N", in: .task, "How many items. Default: 10."),
      Option(
        "liked", .names(atLeast: 1), "ITEM,…", in: .task, repeatable: true,
        "For somebody new: the items this person likes, the latest last."),
      Option(
        "only", .names(atLeast: 1), "ITEM,…", in: .task, repeatable: true, "Name no other items than these."),
      Option(
        "without", .names(atLeast: 1), "ITEM,…", in: .task, repeatable: true, "Never name these items."),
      CommonOptions.threads,
      CommonOptions.output("Where the answers go. Default: standard output."), CommonOptions.force,
      Option("json", in: .result, "One JSON object a user and line instead of CSV."), CommonOptions.quiet,
    ],
    examples: [
      Example("condense recommend ratings.condense 42", "Ten films for user 42"),
      Example(
        "condense recommend ratings.condense --liked 1193,260 -k 5", "Five for somebody who likes these two"),
      Example(
        "cut -d, -f1 users.csv | condense recommend ratings.condense - -o answers.csv", "For many users"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments
    var listed: Set<String> = []
    let liked = arguments.list("liked").filter { listed.insert($0).inserted },
      named = arguments.operands("USER")
    guard liked.isEmpty != named.isEmpty else {
      throw CondenseError(
        .usage,
        liked.isEmpty
          ? "recommend needs users, or --liked ITEM,… for somebody new; usage: \(verb.usage)"
          : "USER and --liked exclude each other; give one of them")
    }
    let path = arguments.requiredOperand("MODEL")
    let model = try Recommender(contentsOfFile: path)
    let file = try arguments.text("output").map { output in
      try OutputFile(
        output, force: arguments.flag("force"), inputs: [path], isOurs: RecommendationText.isOurs)
    }
    let only = arguments.list("only"), without = arguments.list("without")
    remarkUnknown(liked + only + without, model, invocation.progress)
    let count = arguments.whole("count") ?? 10
    var text = RecommendationText(isJSON: arguments.flag("json"))
    if !liked.isEmpty {
      let known = liked.count { model.knows(item: $0) }
      if known == 0 {
        invocation.progress.remark("none of the liked items is known: the answer is what is popular")
      }
      text.add(
        user: "", known: known,
        try model.recommendations(
          liking: liked, count: count, excluding: without, allowing: only.isEmpty ? nil : only))
    } else {
      let users = named == ["-"] ? try StandardInput.lines() : named
      let answers = try model.recommendations(
        forUsers: users, count: count, excluding: without, allowing: only.isEmpty ? nil : only,
        threads: arguments.whole("threads") ?? Processors.available)
      remark(users, model, invocation.progress)
      for (user, answer) in zip(users, answers) {
        text.add(user: user, known: model.history(of: user).count, answer)
      }
    }
    if text.emptyCount > 0 {
      invocation.progress.remark(
        "\(text.emptyCount == 1 ? "one answer names" : "\(NumberText.grouped(text.emptyCount)) answers name") no item: all are known already"
          + (only.isEmpty && without.isEmpty ? "" : ", or left out by --only or --without"))
    }
    if let file {
      try text.write(toFile: file.path)
      invocation.progress.remark(
        "\(Count.of(text.count, "answer", "answers")) in \(file.shown)")
    } else {
      invocation.output.write(text.bytes)
    }
    return .done
  }

  private static func remarkUnknown(_ items: [String], _ model: Recommender, _ progress: ProgressLine) {
    for item in items where !model.knows(item: item) {
      progress.remark(
        "the item '\(item)' is not known"
          + NearestName.question(item, among: model.items.values(prefix: 20_000)))
    }
  }

  private static func remark(_ users: [String], _ model: Recommender, _ progress: ProgressLine) {
    let strangers = users.filter { !model.knows(user: $0) }
    if let first = strangers.first {
      progress.remark(
        strangers.count == 1
          ? "the user '\(first)' is not known: the answer is the one for newcomers, what is popular"
          : "\(NumberText.grouped(strangers.count)) of \(NumberText.grouped(users.count)) users are not known:"
            + " their answer is the one for newcomers, what is popular")
    }
    if !model.hasHistory, strangers.count < users.count {
      progress.remark(
        "the model keeps no histories: every answer is the one for newcomers; --liked tells more")
    }
  }
}
