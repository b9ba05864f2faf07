import Testing

import CondenseData

@Suite struct DateTests {
  func day(_ text: String, _ format: DateFormat) -> (String, Int)? {
    format.parse(Array(text.utf8), text.utf8.count).map {
      (CivilDay(daysSince1970: $0.day).text, $0.second)
    }
  }

  @Test func everyDayComesBack() throws {
    for days in stride(from: -700_000, through: 2_900_000, by: 1) {
      let civil = CivilDay(daysSince1970: days)
      guard (0...9999).contains(civil.year) else { continue }
      if civil.daysSince1970 != days { Issue.record("\(days)") }
    }
    #expect(CivilDay(year: 1970, month: 1, day: 1)?.daysSince1970 == 0)
    #expect(CivilDay(year: 2000, month: 2, day: 29)?.daysSince1970 == 11_016)
    #expect(CivilDay(year: 1900, month: 2, day: 29) == nil && CivilDay(year: 2023, month: 4, day: 31) == nil)
    #expect(CivilDay.weekday(daysSince1970: 0) == 4 && CivilDay.weekday(daysSince1970: -4) == 7)
    #expect(CivilDay(year: 2024, month: 12, day: 31)?.dayOfYear == 366)
  }

  @Test func formats() {
    let expected = "2013-01-31"
    for (text, format) in [
      ("2013-01-31", .yearMonthDay), ("2013/1/31", .yearMonthDaySlashes), ("31.01.2013", .dayMonthYearDots),
      ("1/31/2013", .monthDayYear), ("31/01/2013", .dayMonthYear), ("31 Jan 2013", .dayMonthNameYear),
      ("31 january 2013", .dayMonthNameYear), ("20130131", .compact),
    ] as [(String, DateFormat)] {
      #expect(day(text, format)?.0 == expected, "\(text)")
      #expect(day(text, format)?.1 == -1)
    }
    #expect(
      day("Mar-2018", .monthNameYear)?.0 == "2018-03-01" && day("2018-03", .yearMonth)?.0 == "2018-03-01")
    for (time, seconds) in [
      ("T05:06", 18_360), (" 05:06:07", 18_367), ("T05:06:07.25Z", 18_367), ("T05:06:07+02:00", 18_367),
    ] {
      #expect(day("2013-01-31" + time, .yearMonthDay)?.1 == seconds, "\(time)")
    }
    for text in ["2013-02-29", "2013-13-01", "2013-01-31x", "2013-01-31T25:00", "13-01-31", "", "2013-01"] {
      #expect(day(text, .yearMonthDay) == nil, "\(text)")
    }
  }

  @Test func guesses() throws {
    func guess(_ cells: [String?]) -> DateGuess? { DateGuess(Column(name: "d", strings: cells)) }
    #expect(guess(["01/02/2013", nil, "01/31/2013"])?.format == .monthDayYear)
    #expect(guess(["01/02/2013", "31/01/2013"])?.format == .dayMonthYear)
    #expect(guess(["01/02/2013", "03/04/2013"])?.isAmbiguous == true)
    #expect(guess(["01/31/2013", "31/01/2013"]) == nil)
    #expect(guess(["2013-01-31", "soon"]) == nil)
  }
}
