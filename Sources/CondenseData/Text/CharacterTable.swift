/// What each character is to the tokeniser, and its lower case; made once from the standard library's tables.
struct CharacterTable: Sendable {
  /// What a character does to a token.
  enum Role: UInt8 {
    /// Ends a token and is none: spaces, punctuation, controls.
    case separator
    /// A letter or a digit.
    case word
    /// An accent or a vowel sign on the character before it.
    case mark
    /// A letter of a script without spaces: a token of its own.
    case single
    /// An emoji or another symbol: a token of its own.
    case symbol
    /// Says how its neighbours are drawn and is dropped.
    case joiner
  }

  static let shared = CharacterTable()

  /// The version of Unicode that the standard library follows.
  static let unicodeVersion: String = {
    // One character that each version added.
    let added: [UInt32] = [0x20C1, 0x1C89, 0x2FFC, 0x1FAE8, 0x061D, 0x1FAD6]
    for value in added {
      if let age = Unicode.Scalar(value)?.properties.age { return "\(age.major).\(age.minor)" }
    }
    return "12.1"
  }()

  /// Of the characters below U+10000, the role, and in bit 3 whether it never takes part in composing.
  private let roles: [UInt8]
  private let lowerCase: [UInt16]

  private init() {
    var roles = [UInt8](repeating: 0, count: 0x1_0000)
    var lowerCase = [UInt16](repeating: 0, count: 0x1_0000)
    for value in 0..<UInt32(0x1_0000) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let entry = Self.role(scalar).rawValue | (Self.isInert(value) ? 8 : 0)
      roles[Int(value)] = entry
      // Lower case of a character of the first plane stays there.
      lowerCase[Int(value)] = UInt16(truncatingIfNeeded: Self.lowerCase(scalar).value)
    }
    self.roles = roles
    self.lowerCase = lowerCase
  }

  @inline(__always)
  func role(of scalar: Unicode.Scalar) -> Role {
    let value = Int(scalar.value)
    if value < 0x1_0000 { return Role(rawValue: roles[value] & 7) ?? .separator }
    return Self.role(scalar)
  }

  /// Whether a character stays as it is in every composition (NFC) that has nothing but such characters.
  @inline(__always)
  func isInert(_ scalar: Unicode.Scalar) -> Bool {
    let value = Int(scalar.value)
    return value < 0x1_0000 && roles[value] & 8 != 0
  }

  /// The simple lower case: always one character.
  @inline(__always)
  func lowerCase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let value = Int(scalar.value)
    if value < 0x1_0000 { return Unicode.Scalar(lowerCase[value]) ?? scalar }
    return Self.lowerCase(scalar)
  }

  private static func lowerCase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    // The full mapping of U+0130 has two characters, of which the first is the simple one.
    scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
  }

  private static func role(_ scalar: Unicode.Scalar) -> Role {
    let value = scalar.value
    switch value {
    case 0xAD, 0x200C...0x200F, 0x2060, 0xFE00...0xFE0F, 0xFEFF, 0xE0100...0xE01EF: return .joiner
    case 0xFFFC, 0xFFFD: return .separator
    default: break
    }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      return isWithoutSpaces(value) ? .single : .word
    case .otherSymbol: return .symbol
    case .currencySymbol: return value < 0x80 ? .separator : .symbol
    default: return value >= 0x2190 && properties.isEmoji ? .symbol : .separator
    }
  }

  /// Thai, Lao, Myanmar, Khmer, Chinese, Japanese.
  private static func isWithoutSpaces(_ value: UInt32) -> Bool {
    switch value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x3007, 0x3040...0x312F,
      0x31A0...0x31BF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA9E0...0xA9FF, 0xAA60...0xAA7F,
      0xF900...0xFAFF, 0xFF66...0xFF9F, 0x1B000...0x1B16F, 0x20000...0x3FFFF:
      return true
    default:
      return false
    }
  }

  /// Common letters that neither decompose, nor combine with what stands before them, nor are marks.
  /// Latin letters with accents are composed already unless a mark follows, which is not in these ranges.
  private static func isInert(_ value: UInt32) -> Bool {
    switch value {
    case 0x374, 0x37E, 0x387: false
    case 0..<0x300, 0x370..<0x483, 0x48A..<0x530, 0x531...0x556, 0x561...0x587, 0x5D0...0x5EA, 0x620...0x64A,
      0x660...0x669, 0x671...0x6D3, 0x6F0...0x6F9, 0x904...0x928, 0x92A...0x930, 0x935...0x939,
      0xE01...0xE30, 0xE32...0xE33, 0xE3F...0xE46, 0x10D0...0x10FA, 0x1E00...0x1EFF, 0x2018...0x2019,
      0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
      true
    default: false
    }
  }
}
