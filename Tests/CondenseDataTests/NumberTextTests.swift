import CondenseData
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.46837, "0.4684"), (12.345, "12.35"), (1234.4, "1,234"), (0.0000012, "1.2e-06"), (0, "0"),
    (-0.5, "-0.5000"), (1e20, "1e+20"), (.nan, "nan"), (.infinity, "inf"),
    (-.greatestFiniteMagnitude, "-1.7976931348623157e+308"),
    (.leastNonzeroMagnitude, "4.9e-324"),
  ])
  func rounded(value: Double, text: String) {
    #expect(NumberText.rounded(value) == text)
  }

  @Test func grouped() {
    #expect(
      [0, 999, 1000, -261_877, .min].map(NumberText.grouped) == [
        "0", "999", "1,000", "-261,877", "-9,223,372,036,854,775,808",
      ])
  }

  @Test func fixed() {
    #expect(NumberText.fixed(0.05, 1) == "0.1")
    #expect(NumberText.fixed(-0.0001, 2) == "0.00")
    #expect(NumberText.fixed(3, 0) == "3")
    #expect(NumberText.percent(0.236) == "23.6 %")
  }

  @Test func sizesAndTimes() {
    #expect(
      [999, 1000, 1_952_657, 999_999].map(NumberText.bytes) == [
        "999 bytes", "1.0 kB", "2.0 MB", "1.0 MB",
      ])
    #expect(
      [0.04, 9.99, 42, 59.6, 187, 3765, .infinity].map(NumberText.duration) == [
        "0.0 s", "10 s", "42 s", "1:00", "3:07", "1:02:45", "?",
      ])
  }
}
