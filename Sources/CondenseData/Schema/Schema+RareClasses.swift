extension Schema {
  /// What is said of classes with hardly a row.
  package static func remark(rareClasses count: Int) -> String {
    "\(Count.of(count, "class has", "classes have")) fewer than five rows; expect little of the predictions for"
      + " \(count == 1 ? "it" : "them")"
  }
}
