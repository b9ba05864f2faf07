import CondenseCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Turns an `Encodable` value into the cells of a row: each property is a column, nil is a missing cell.
///
/// Numbers, strings, booleans, enumerations with such raw values, `URL`, `UUID` and `Decimal` make a cell, and
/// `[UInt8]` and `Data` an image; another list, an object or a `Date` does not, since it could be written in more
/// than one way.
package enum RowEncoder {
  /// - Throws: `CondenseError` of kind `content` that names the property without a cell.
  package static func cells(
    of value: some Encodable, called subject: String = "the row"
  ) throws(CondenseError) -> [String: Cell] {
    let sheet = CellSheet(subject)
    do {
      try value.encode(to: RowSink(sheet))
    } catch {
      throw sheet.refusal ?? error as? CondenseError
        ?? CondenseError(.content, "\(subject) could not be encoded: \(error)")
    }
    if let refusal = sheet.refusal { throw refusal }
    return sheet.cells
  }
}

/// The cells found so far, shared by the containers that one value asks for.
private final class CellSheet {
  let subject: String
  var cells: [String: Cell] = [:]
  /// The first thing that no cell can hold: containers are asked for in calls that cannot throw.
  var refusal: CondenseError?

  init(_ subject: String) { self.subject = subject }

  func refuse(_ column: String?, _ what: String, _ instead: String) {
    guard refusal == nil else { return }
    let place = column.map { "\(subject)'s '\($0)'" } ?? subject
    refusal = CondenseError(.content, "\(place) is \(what); \(instead)")
  }
}

/// Receives a whole row (`column` nil) or the value of one column.
private struct RowSink: Encoder {
  let sheet: CellSheet
  let column: String?
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(_ sheet: CellSheet, column: String? = nil) {
    self.sheet = sheet
    self.column = column
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if column != nil { sheet.refuse(column, "an object", "give each of its values a column of its own") }
    return KeyedEncodingContainer(Properties<Key>(sheet: sheet))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if column == nil {
      sheet.refuse(nil, "a list", "predictions(for:) takes a list of rows")
    } else {
      sheet.refuse(column, "a list", "join its values into one text, as a|b|c")
    }
    return Elements(sheet: sheet)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    if column == nil {
      sheet.refuse(
        nil, "a single value", "a struct or a dictionary with a value for each column was expected")
    }
    return Value(sheet: sheet, column: column ?? "")
  }
}

/// One value of one column.
private struct Value: SingleValueEncodingContainer {
  let sheet: CellSheet
  let column: String
  let codingPath: [any CodingKey] = []

  func set(_ cell: Cell) { sheet.cells[column] = cell }

  func encodeNil() { set(.missing) }
  func encode(_ value: Bool) { set(Cell(booleanLiteral: value)) }
  func encode(_ value: String) { set(.text(value)) }
  func encode(_ value: Double) { set(.number(value)) }
  /// The decimal that the Float stands for: 0.1, not 0.10000000149.
  func encode(_ value: Float) { set(.number(Double(value.description) ?? Double(value))) }
  func encode(_ value: Int) { set(Cell(value)) }
  func encode(_ value: Int8) { set(Cell(value)) }
  func encode(_ value: Int16) { set(Cell(value)) }
  func encode(_ value: Int32) { set(Cell(value)) }
  func encode(_ value: Int64) { set(Cell(value)) }
  func encode(_ value: UInt) { set(Cell(value)) }
  func encode(_ value: UInt8) { set(Cell(value)) }
  func encode(_ value: UInt16) { set(Cell(value)) }
  func encode(_ value: UInt32) { set(Cell(value)) }
  func encode(_ value: UInt64) { set(Cell(value)) }

  func encode(_ value: some Encodable) throws {
    switch value {
    case let url as URL: set(.text(url.absoluteString))
    case let id as UUID: set(.text(id.uuidString))
    case let pixels as [UInt8]: set(.image(pixels))
    case let pixels as Data: set(.image(Array(pixels)))
    case let decimal as Decimal: set(.number(Double(decimal.description) ?? .nan))
    case is Date:
      sheet.refuse(column, "a Date", "write it as text, the way the training file does")
    default: try value.encode(to: RowSink(sheet, column: column))
    }
  }
}

/// The properties of a row.
private struct Properties<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let sheet: CellSheet
  let codingPath: [any CodingKey] = []

  private func value(_ key: Key) -> Value { Value(sheet: sheet, column: key.stringValue) }

  func encodeNil(forKey key: Key) { value(key).encodeNil() }
  func encode(_ value: Bool, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: String, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: Double, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: Float, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: Int, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: Int8, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: Int16, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: Int32, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: Int64, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: UInt, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: UInt8, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: UInt16, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: UInt32, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: UInt64, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: some Encodable, forKey key: Key) throws { try self.value(key).encode(value) }

  // The default of each of these leaves a nil out, which would look like a column that is not there.
  private func optional(_ value: (some Encodable)?, _ key: Key) throws {
    if let value { try self.value(key).encode(value) } else { self.value(key).encodeNil() }
  }
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { try optional(value, key) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    RowSink(sheet, column: key.stringValue).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    RowSink(sheet, column: key.stringValue).unkeyedContainer()
  }

  /// What a subclass's `super` encodes are columns of the same row.
  func superEncoder() -> any Encoder { RowSink(sheet) }
  func superEncoder(forKey key: Key) -> any Encoder { RowSink(sheet) }
}

/// The elements of a list that was refused: they are not kept.
private struct Elements: UnkeyedEncodingContainer {
  let sheet: CellSheet
  let codingPath: [any CodingKey] = []
  let count = 0

  func encodeNil() {}
  func encode(_ value: some Encodable) {}
  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(Properties<Nested>(sheet: sheet))
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
  func superEncoder() -> any Encoder { RowSink(sheet) }
}
