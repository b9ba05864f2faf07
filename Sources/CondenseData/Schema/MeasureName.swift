/// Names that tell a quantity from a code.
enum MeasureName {
  private static let words: Set<String> = [
    "age", "amount", "area", "balance", "budget", "cost", "count", "depth", "distance", "duration",
    "elevation",
    "fare", "height", "income", "length", "limit", "mileage", "miles", "minutes", "price", "quantity",
    "revenue",
    "salary", "sales", "seconds", "size", "speed", "sum", "temperature", "total", "volume", "weight", "width",
  ]

  /// Whether a word of the name, as in `loan_amount` or `loanAmount`, measures something.
  static func recognises(_ name: String) -> Bool {
    var word = ""
    var previousIsLower = false
    for letter in name {
      if letter.isLetter {
        if letter.isUppercase && previousIsLower {
          if words.contains(word) { return true }
          word = ""
        }
        word += letter.lowercased()
      } else {
        if words.contains(word) { return true }
        word = ""
      }
      previousIsLower = letter.isLowercase
    }
    return words.contains(word)
  }
}
