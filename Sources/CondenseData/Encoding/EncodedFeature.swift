/// What a feature gives for some rows.
public enum EncodedFeature: Sendable, Equatable {
  /// One id a row.
  case ids([Int32])
  /// `width` numbers a row, row after row.
  case numbers([Float], width: Int)
}
