import CondenseInsight
import Foundation
import Testing

/// Comparisons as pages and as a sheet.
@Suite struct PageTests {
  @Test func everythingIsWellFormed() throws {
    for (name, sample) in SampleComparison.all {
      let comparison = try sample.comparison()
      let html = ComparisonPage.html(comparison), svg = Infographic.svg(comparison)
      _ = try Drawn(svg)
      let page = try Drawn(html)
      #expect(page.elements.contains("h1") && page.elements.contains("table"), "\(name)")
      #expect(html.hasPrefix("<!DOCTYPE html>\n<html"), "\(name)")
      #expect(html.prefix(400).contains("<meta name=\"generator\" content=\"condense\"/>"), "\(name)")
      #expect(svg.prefix(100).contains("<!-- condense -->"), "\(name)")
      for outside in ["<script", "src=", "href=", "url(", "@import", "http:"] {
        let own = html.replacing("http://www.w3.org/1999/xhtml", with: "")
          .replacing("http://www.w3.org/2000/svg", with: "")
        #expect(!own.contains(outside), "\(name): \(outside)")
      }
    }
    for metric in ["auc", "rmse"] {
      let page = try Drawn(PracticePage.html(try SamplePractice.comparison(metric: metric)))
      #expect(page.elements.contains("svg"))
      #expect(page.words.contains(metric == "auc" ? "AUC, higher is better" : "RMSE, lower is better"))
    }
  }

  @Test func namesDoNoHarm() throws {
    let comparison = try SampleComparison.hostile.comparison()
    for text in [ComparisonPage.html(comparison), Infographic.svg(comparison)] {
      let drawn = try Drawn(text)
      #expect(!drawn.elements.contains("script") && !text.contains("\u{202E}"))
      #expect(drawn.words.contains("\"quoted\" & <script>alert('x')</script>"))
      #expect(text.utf8.count < 100_000, "long names are cut")
    }
  }

  @Test func pageSaysWhatIsThereAndWhatIsNot() throws {
    let full = try Drawn(ComparisonPage.html(try SampleComparison().comparison())).words
    for said in [
      "What train does is best: AUC 0.8021", "0.7980 to 0.8060", "under 0.001", "540,929",
      "AUC, higher is better",
      "without a model (the most frequent class): 0.5000", "dense on tf-idf", "There is no text",
      "4,127 numbers a row, 3 of them not 0", "multiplies: 528,256 multiplications a row", "0.003",
      "1 million",
    ] {
      #expect(full.contains(said), "\(said)")
    }
    let two = try Drawn(ComparisonPage.html(try SampleComparison.twoContenders.comparison())).words
    #expect(two.contains("neither an embedding nor dense layers on one-hot numbers were run"))
    #expect(!two.contains("purpose") && !two.contains("Left out") && !two.contains("without a model"))
    let tiny = try Drawn(ComparisonPage.html(try SampleComparison.tinyRegression.comparison())).words
    #expect(tiny.contains("RMSE, lower is better"))
  }

  @Test func practicesAreNamedMeasuredAndExcused() throws {
    let page = try Drawn(PracticePage.html(try SamplePractice.comparison()))
    for said in [
      "means over 3 seeds", "0.8021", "-0.0609", "The network that train builds has no dropout here",
      "355,966",
    ] {
      #expect(page.words.contains(said), "\(said)")
    }
    let rmse = try Drawn(PracticePage.html(try SamplePractice.comparison(metric: "rmse")))
    // Training figures lie 0.0198 above those of validation: with errors the network is worse on what it
    // learned.
    #expect(page.words.contains(" 0.0198 ") && rmse.words.contains(" -0.0198 "))
  }

  @Test func nothingOnTheSheetOverlaps() throws {
    for (name, sample) in SampleComparison.all {
      let sheet = try Drawn(Infographic.svg(try sample.comparison()))
      #expect(sheet.overlaps == [], "\(name)")
      for text in sheet.texts {
        #expect(text.x >= 0 && text.x <= 1188 && text.y < 840, "\(name): \(text.text)")
      }
    }
  }

  @Test func barsAreAsLongAsTheirFigures() throws {
    for (name, sample) in SampleComparison.all {
      let comparison = try sample.comparison()
      let bars = try Drawn(Infographic.svg(comparison)).rectangles.filter { $0.style.hasPrefix("bar ") }
      guard let embedding = comparison.embedding, let dense = comparison.dense else {
        #expect(bars.isEmpty, "\(name)")
        continue
      }
      func prediction(_ layer: LayerFigures) throws -> Double {
        try #require(comparison.contenders.first { $0.contender == layer.contender })
          .microsecondsPerPrediction
      }
      let pairs = [
        (Double(embedding.parameters), Double(dense.parameters)),
        (Double(embedding.multiplications), Double(dense.multiplications)),
        (embedding.rowsPerStep, dense.rowsPerStep), (embedding.secondsPerEpoch, dense.secondsPerEpoch),
        (try prediction(embedding), try prediction(dense)),
      ]
      #expect(bars.count == 2 * pairs.count, "\(name)")
      for (place, pair) in pairs.enumerated() where bars.count == 2 * pairs.count {
        let (first, second) = (bars[2 * place].width, bars[2 * place + 1].width)
        let unit = max(first, second) / max(pair.0, pair.1)
        #expect(abs(first - pair.0 * unit) < 0.02 && abs(second - pair.1 * unit) < 0.02, "\(name) \(place)")
        #expect(max(first, second) > 50, "\(name)")
      }
    }
  }

  /// Every number on the sheet is a figure of the comparison, rounded as it is shown.
  @Test func everyNumberOnTheSheetWasMeasured() throws {
    for (name, sample) in SampleComparison.all {
      let comparison = try sample.comparison()
      let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(comparison))
      var figures: [Double] = [0, 1, 95], sentences = ""
      func collect(_ value: Any) {
        switch value {
        case let fields as [String: Any]: fields.values.forEach(collect)
        case let items as [Any]:
          figures.append(Double(items.count))
          items.forEach(collect)
        case let text as String: sentences += " " + text
        case let number as NSNumber: figures.append(number.doubleValue)
        default: break
        }
      }
      collect(json)
      let number = /-?\d[\d,]*(?:\.\d+)?/
      figures += sentences.matches(of: number).compactMap { Double($0.0.replacing(",", with: "")) }
      let sheet = try Drawn(Infographic.svg(comparison))
      var found = 0
      for text in sheet.texts {
        for match in text.text.matches(of: number) {
          let shown = match.0.replacing(",", with: "")
          let value = try #require(Double(shown))
          let decimals = shown.split(separator: ".").dropFirst().first?.count ?? 0
          let unit = text.text.hasSuffix(" ms") ? 1e3 : text.text.hasSuffix(" µs") ? 1e6 : 1
          let slack = 0.5000001 * pow(10, -Double(decimals))
          let isFigure = figures.contains {
            abs($0 * unit - value) <= slack || unit == 1e6 && abs($0 - value) <= slack
          }
          #expect(isFigure, "\(name): \(match.0) in '\(text.text)' is no figure of the comparison")
          found += 1
        }
      }
      #expect(found > 8, "\(name)")
    }
  }
}
