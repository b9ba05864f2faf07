/// Stops the program with a sentence where a caller breaks a rule that returns no error: an index outside its range, say.
///
/// `precondition` would stop it too, but in release builds without a word.
@inline(__always)
package func require(_ holds: Bool, _ rule: @autoclosure () -> String) {
  if !holds { stop(rule()) }
}

@inline(never)
private func stop(_ rule: String) -> Never { fatalError(rule) }
