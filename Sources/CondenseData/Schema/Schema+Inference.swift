import CondenseCore

extension Schema {
  /// Decides what each column of a table becomes. Every name given is checked, every decision has a reason.
  public static func inferred(from table: Table, options: SchemaOptions) throws(CondenseError) -> Schema {
    var inference = try SchemaInference(table, options)
    return try inference.schema()
  }
}
