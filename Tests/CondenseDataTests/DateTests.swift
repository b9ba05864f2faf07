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
    // One cell in twenty may be no date.
    let days = (1...20).map { "2013-01-\($0 < 10 ? "0" : "")\($0)" as String? }
    #expect(guess(days.prefix(10) + ["2013-02-30"]) == nil)
    #expect(guess(days + ["2013-02-30"] + days)?.distinctDays == 20)
    #expect(guess(["04-03-2019", "31-03-2019"])?.format == .dayMonthYearHyphens)
    #expect(guess(["03-04-2019", "03-31-2019"])?.format == .monthDayYearHyphens)
    #expect(guess(["04.03.19", "31.03.19"])?.format == .dayMonthShortYearDots)
    #expect(guess(["03/04/19", "03/31/19"])?.format == .monthDayShortYear)
    #expect(guess(["March 4, 2019", "Mar 31, 2019"])?.format == .monthNameDayYear)
    #expect(guess(["04-Mar-19", "31-Mar-19"])?.format == .dayMonthNameYear)
    #expect(guess(["2019-W10-1", "2019-W13-7"])?.format == .week)
  }

  @Test(
    arguments: [
      ("03/04/2019 05:06:07 PM", .monthDayYear, 61_567, 0, 0),
      ("03/04/2019 12:06 am", .monthDayYear, 360, 0, 0),
      ("2019-03-04 05:06:07 UTC", .yearMonthDay, 18_367, 0, 0),
      ("2019-03-04T05:06:07.045Z", .yearMonthDay, 18_367, 45_000_000, 0),
      ("2019-03-04T05:06:07.5+09:30", .yearMonthDay, 18_367, 500_000_000, 34_200),
      ("2019-03-04 05:06:07-0800", .yearMonthDay, 18_367, 0, -28_800),
      ("4th Mar 2019", .dayMonthNameYear, -1, 0, 0),
      ("Mon, 4 Mar 2019 05:06", .dayMonthNameYear, 18_360, 0, 0), ("2019-W10-1", .week, -1, 0, 0),
      ("2019W101", .week, -1, 0, 0), ("1551675967", .epochSeconds, 18_367, 0, 0),
      ("1551675967250", .epochMilliseconds, 18_367, 250_000_000, 0),
      ("04.03.19", .dayMonthShortYearDots, -1, 0, 0),
    ] as [(String, DateFormat, Int, Int, Int)])
  func times(text: String, format: DateFormat, second: Int, nanosecond: Int, offset: Int) throws {
    let moment = try #require(format.parse(Array(text.utf8), text.utf8.count), "\(text)")
    #expect(CivilDay(daysSince1970: moment.day).text == "2019-03-04")
    #expect(
      moment.second == second && moment.nanosecond == nanosecond && moment.offset == offset, "\(moment)")
  }

  /// By the instant, whatever the clock said, and by fractions.
  @Test func rowsAreOrderedByInstants() throws {
    let texts = [
      "2019-03-04T10:00:00.250Z", "2019-03-04T12:00:00.125+02:00", "2019-03-04T01:59:59-08:00",
      "2019-03-04T10:00:00Z",
    ]
    let table = try Table(name: "t", columns: [Column(name: "at", strings: texts)])
    #expect(try table.rowOrder(by: "at", among: [0, 1, 2, 3]) == [2, 3, 1, 0])
  }

  @Test func impossibleTimes() {
    for text in ["03/04/2019 13:06 PM", "03/04/2019 0:06 AM", "03/04/2019 05:06 XX", "03/04/2019 05:06+9"] {
      #expect(DateFormat.monthDayYear.parse(Array(text.utf8), text.utf8.count) == nil, "\(text)")
    }
    for (text, format) in [("2019-W54-1", .week), ("2019-W10-8", .week), ("12x", .epochSeconds)]
      as [(String, DateFormat)]
    {
      #expect(format.parse(Array(text.utf8), text.utf8.count) == nil, "\(text)")
    }
  }
}
