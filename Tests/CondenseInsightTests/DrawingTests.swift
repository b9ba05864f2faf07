import CondenseInsight
import Foundation
import Testing

/// What pages, charts and sheets are drawn with.
@Suite struct DrawingTests {
  @Test func textIsEscaped() {
    #expect(
      Markup.escaped("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;")
    #expect(Markup.escaped("a\tb\nc\u{0}\u{202E}d\u{FFFE}") == "a b c\u{FFFD}d\u{FFFD}")
    #expect(Markup.escaped("naïve 🛫 עמודה") == "naïve 🛫 עמודה")
  }

  @Test func textIsCutBetweenCharacters() {
    #expect(Markup.cut("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", to: 2) == "👩‍👩‍👧‍👦…")
    #expect(Markup.cut("abc", to: 3) == "abc")
    #expect(Markup.cut("abcd", to: 3) == "ab…")
    #expect(Markup.cut("", to: 3) == "")
    let prank = "e" + String(repeating: "\u{301}", count: 100_000)
    #expect(Markup.cut("a\(prank)b", to: 5) == "a\u{FFFD}b")
  }

  @Test(arguments: [
    (0, "0"), (3, "3"), (0.5, "0.5"), (-0.25, "-0.25"), (1.006, "1.01"), (2.05, "2.05"), (-0.001, "0"),
    (.nan, "0"), (1e300, "0"),
  ])
  func lengths(value: Double, text: String) {
    #expect(Markup.number(value) == text)
  }

  @Test func linesAreBrokenToFit() {
    let text = "one two three four five six seven eight nine ten eleven twelve"
    let lines = TextWidth.lines(text, size: 10, width: 100, most: 3)
    #expect(lines.count == 3 && lines.last?.hasSuffix("…") == true)
    #expect(lines.allSatisfy { TextWidth.of($0, size: 10) <= 100 })
    #expect(TextWidth.lines(text, size: 10, width: 1000, most: 3) == [text])
    #expect(TextWidth.lines("", size: 10, width: 100, most: 3) == [])
    let unbroken = TextWidth.lines(String(repeating: "m", count: 500), size: 10, width: 100, most: 3)
    #expect(
      unbroken.allSatisfy { TextWidth.of($0, size: 10) <= 100 } && unbroken.first?.hasSuffix("…") == true)
  }

  @Test func linearTicksAreRound() {
    func ticks(_ values: [Double], _ most: Int = 7) -> [String] {
      Axis("", .linear, over: values, most: most).ticks.map(\.text)
    }
    #expect(ticks([0.701, 0.806]) == ["0.70", "0.72", "0.74", "0.76", "0.78", "0.80", "0.82"])
    #expect(ticks([0.701, 0.806], 4) == ["0.70", "0.75", "0.80", "0.85"])
    #expect(ticks([-3, 12]) == ["-5", "0", "5", "10", "15"])
    #expect(ticks([1200, 4800]) == ["1000", "2000", "3000", "4000", "5000"])
    #expect(ticks([0.5, 0.5]) == ["0.47", "0.48", "0.49", "0.50", "0.51", "0.52", "0.53"])
    #expect(ticks([.nan, .infinity]).count >= 2)
    #expect(ticks([]).count >= 2)
  }

  @Test func logarithmicTicksAreRound() {
    func ticks(_ values: [Double], _ most: Int = 7) -> [String] {
      Axis("", .logarithmic, over: values, most: most).ticks.map(\.text)
    }
    #expect(ticks([100, 1e6]) == ["100", "1000", "10000", "100000", "1000000"])
    #expect(ticks([8000, 9000]) == ["5000", "10000"])
    #expect(ticks([0.0002, 0.0159]) == ["0.0002", "0.0005", "0.001", "0.002", "0.005", "0.01", "0.02"])
    #expect(ticks([0.01, 3]) == ["0.01", "0.03", "0.1", "0.3", "1", "3"])
    #expect(ticks([1, 1e9], 4) == ["1", "1000", "1000000", "1000000000"])
    #expect(ticks([5000, 5000]).count >= 2)
    #expect(ticks([0, -1]).count >= 2)
  }

  @Test func valuesLieWhereTheyBelong() {
    let linear = Axis("", .linear, over: [0, 10], most: 6)
    #expect([0, 2.5, 10, 11, .nan].map(linear.share) == [0, 0.25, 1, 1, 0])
    let powers = Axis("", .logarithmic, over: [1, 10_000], most: 6)
    #expect(abs(powers.share(of: 100) - 0.5) < 1e-12)
    #expect(powers.share(of: 0) == 0)
    let given = Axis("", .logarithmic, ticks: [4, 16, 256]) { "\(Int($0))" }
    #expect(given.ticks.map(\.text) == ["4", "16", "256"] && abs(given.share(of: 32) - 0.5) < 1e-12)
  }

  @Test func lettersCanBeRead() throws {
    func brightness(_ colour: String) throws -> Double {
      let number = try #require(Int(colour.dropFirst(), radix: 16))
      let parts = [16, 8, 0].map { shift -> Double in
        let part = Double(number >> shift & 255) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    for palette in [Palette.light, .dark] {
      let paper = try brightness(palette.paper)
      for colour in palette.textColours {
        let letters = try brightness(colour)
        #expect((max(paper, letters) + 0.05) / (min(paper, letters) + 0.05) >= 4.5, "\(colour)")
      }
    }
  }

  @Test func labelsKeepOffEachOther() throws {
    let names = (0..<9).map { "a contender of a long name \($0)" }
    let points = names.map { ScatterChart.Point($0, x: 1000, y: 0.8, low: 0.79, high: 0.81, .dense) }
    for width in [860.0, 360] {
      let chart = ScatterChart(
        points, x: Axis("parameters", .logarithmic, over: [1000], most: 5),
        y: Axis("AUC", .linear, over: [0.79, 0.81], most: 5)
      ).drawing(width: width, height: 420)
      let drawn = try Drawn(chart.inline(label: "a \"chart\""))
      #expect(drawn.texts.count { $0.text.hasPrefix("a contender") } == 9)
      #expect(drawn.overlaps == [])
    }
  }

  @Test func guidesHaveNoMarks() throws {
    let axis = Axis("", .linear, over: [0, 4], most: 5)
    let points = [(x: 0.0, y: 0.0), (x: 4, y: 4)]
    func drawn(isGuide: Bool) -> String {
      LineChart([.init("in proportion", .embedding, points, isGuide: isGuide)], x: axis, y: axis)
        .drawing(width: 300, height: 200).inline(label: "")
    }
    #expect(drawn(isGuide: false).components(separatedBy: "<circle").count == 3)
    let guide = drawn(isGuide: true)
    #expect(!guide.contains("<circle"))
    #expect(guide.contains(">in proportion</text>") && guide.contains("stroke-dasharray"))
  }

  @Test func chartsTakeNoMatterWhat() throws {
    let bad = [Double.nan, .infinity, -.infinity, 0, -1, 1e300]
    let points = bad.map { ScatterChart.Point("x", x: $0, y: $0, low: $0, high: $0, .neutral) }
    let lines = [LineChart.Line("x", .embedding, bad.map { ($0, $0) }), LineChart.Line("none", .dense, [])]
    let rows = [DotChart.Row("x", .neutral, bad), DotChart.Row("none", .dense, [])]
    for scale in [Axis.Scale.linear, .logarithmic] {
      let axis = Axis("a", scale, over: bad, most: 5)
      for drawing in [
        ScatterChart(points, x: axis, y: axis).drawing(width: 300, height: 200),
        LineChart(lines, x: axis, y: axis).drawing(width: 300, height: 200),
        DotChart(rows, axis, reference: .nan).drawing(width: 300),
      ] {
        let text = drawing.inline(label: "")
        _ = try Drawn(text)
        #expect(!text.contains("nan") && !text.contains("inf"))
      }
    }
  }
}
