/// A figure before something was done, and after.
struct Change<Value: Encodable>: Encodable {
  let before: Value
  let after: Value
}
