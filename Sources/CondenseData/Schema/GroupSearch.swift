/// Finds a column of people or machines that several rows belong to: those of one should not be both learned from and
/// measured on.
enum GroupSearch {
  private static let words: Set<String> = [
    "patient", "subject", "person", "participant", "user", "customer", "client", "member", "household",
    "family",
    "machine", "device", "sensor", "engine", "vehicle", "session", "visitor", "account", "speaker", "animal",
    "pupil",
    "student", "employee", "player", "respondent",
  ]

  /// The column, nil where there is none. Its name says so, its values have rows enough, and something else is about the
  /// same in all rows of a value.
  static func name(in table: Table, _ decisions: [ColumnDecision]) -> String? {
    decisions.first { decision in
      guard decision.sources.isEmpty, decision.kind != .text, decision.kind != .list, names(decision.name),
        let column = table[decision.name]
      else { return false }
      let codes = CategoryCodes(column)
      guard codes.keys.count >= 5, codes.keys.count * 2 <= codes.presentCount else { return false }
      return decisions.contains { other in
        guard other.name != decision.name, other.kind != .ignored, other.sources.isEmpty,
          let column = table[other.name]
        else { return false }
        return isAlike(column, within: codes) || isConstant(CategoryCodes(column), within: codes)
      }
    }?.name
  }

  private static func names(_ name: String) -> Bool {
    var word = ""
    for letter in name + " " {
      if letter.isLetter, !(letter.isUppercase && word.last?.isLowercase == true) {
        word.append(letter)
        continue
      }
      if words.contains(word.lowercased()) { return true }
      word = letter.isLetter ? String(letter) : ""
    }
    // `patients`, `userid`
    let whole = name.lowercased()
    return words.contains { whole == $0 + "id" || whole == $0 + "s" }
  }

  /// Whether the numbers of a group differ by next to nothing beside those of all rows.
  private static func isAlike(_ column: Column, within groups: CategoryCodes) -> Bool {
    guard case .numbers(let cells) = column.cells else { return false }
    var count = [Double](repeating: 0, count: groups.keys.count), mean = count
    var within = 0.0, total = 0.0, all = 0.0, middle = 0.0
    for (group, value) in zip(groups.codes, cells.values) where group >= 0 && !value.isNaN {
      // Sums of squares as the means move (Welford 1962).
      let group = Int(group)
      count[group] += 1
      var difference = value - mean[group]
      mean[group] += difference / count[group]
      within += difference * (value - mean[group])
      all += 1
      difference = value - middle
      middle += difference / all
      total += difference * (value - middle)
    }
    return total > 0 && within < 0.05 * total
  }

  /// Whether nearly all groups have one value, and there are many.
  private static func isConstant(_ codes: CategoryCodes, within groups: CategoryCodes) -> Bool {
    guard codes.keys.count > 10 else { return false }
    var first = [Int32](repeating: -2, count: groups.keys.count),
      mixed = [Bool](repeating: false, count: groups.keys.count)
    for (group, code) in zip(groups.codes, codes.codes) where group >= 0 && code >= 0 {
      let group = Int(group)
      if first[group] == -2 { first[group] = code } else if first[group] != code { mixed[group] = true }
    }
    let used = first.count { $0 != -2 }
    return used > 0 && mixed.count { $0 } * 20 <= used
  }
}
