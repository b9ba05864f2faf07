import CondenseInsight
import Foundation

/// Comparisons made up to be drawn: read from JSON as `condense compare --json` writes it, with figures such
/// as occur.
struct SampleComparison {
  var json: [String: Any]

  /// Late flights by carrier and destination: seven contenders and one left out.
  init() {
    let vector = [
      0.13241, -0.42117, 0.00731, 0.31892, -0.08815, 0.55023, -0.27146, 0.19007, -0.61233, 0.04418, 0.37755,
      -0.12903, 0.20911, -0.33127, 0.48219, -0.01542,
    ]
    json = [
      "source": "flights.csv", "target": "late", "task": "classes",
      "columns": ["carrier", "dest", "tailnum"],
      "metric": "auc", "training_rows": 209_501, "validation_rows": 23_278, "test_rows": 58_195, "seed": 1,
      "threads": 2, "baseline": 0.5, "baseline_name": "the most frequent class",
      "contenders": [
        Self.contender("as-train", "as train does", 0.80214, 355_966, 12.31, 21.44),
        Self.contender("embedding", "embedding, then dense", 0.79611, 147_264, 9.874, 18.92, p: 0.012),
        Self.contender("one-hot", "dense on one-hot", 0.79133, 540_929, 131.7, 412.2, p: 0.0001),
        Self.contender(
          "one-hot-sparse", "dense on one-hot, sparse", 0.79133, 540_929, 19.42, 25.31, p: 0.0001),
        Self.contender("code", "dense on codes as numbers", 0.72408, 13_185, 8.112, 11.07, p: 0.0001),
        Self.contender("no-hidden-layer", "no hidden layer", 0.77842, 349_001, 6.923, 9.418, p: 0.0001),
        Self.contender("without", "without these columns", 0.70117, 12_801, 5.041, 7.803, p: 0.0001),
      ],
      "omitted": [
        ["form": "tf-idf", "name": "dense on tf-idf", "reason": "there is no text"],
        [
          "form": "hashed", "name": "hashed embedding, then dense",
          "reason": "there are too few values to be worth hashing: under 1,024",
        ],
      ],
      "embedding": [
        "form": "embedding", "parameters": 66_032, "rows": 4127, "rows_per_step": 271.375, "batch_size": 256,
        "non_zeros_in": 3.0, "numbers_in": 4127, "numbers_out": 41, "multiplications": 0,
        "seconds_per_epoch": 0.8128,
      ],
      "dense": [
        "form": "one-hot", "parameters": 528_256, "rows": 4127, "rows_per_step": 4127, "batch_size": 256,
        "non_zeros_in": 3.0, "numbers_in": 4127, "numbers_out": 128, "multiplications": 528_256,
        "seconds_per_epoch": 10.974,
      ],
      "vocabulary_costs": [
        ["vocabulary": 100, "embedding_seconds": 0.000291, "dense_seconds": 0.000412],
        ["vocabulary": 1000, "embedding_seconds": 0.000304, "dense_seconds": 0.001718],
        ["vocabulary": 10_000, "embedding_seconds": 0.000322, "dense_seconds": 0.015903],
        ["vocabulary": 100_000, "embedding_seconds": 0.000418],
        ["vocabulary": 1_000_000, "embedding_seconds": 0.000655],
      ],
      "row": [
        "column": "tailnum", "cell": "N14228", "values": ["N14228"], "ids": [1742], "vocabulary": 4006,
        "vector": vector, "product": vector,
      ],
      "verdict":
        "what train does is best: AUC 0.8021, and chance explains none of its leads. embedding, then"
        + " dense scores"
        + " better than dense on one-hot (0.7961 and 0.7913), with 0.27 times the parameters and 0.074"
        + " times the"
        + " time of a pass.",
    ]
  }

  /// Only the first two contenders, neither of them one of the layers; nothing else was measured.
  static var twoContenders: SampleComparison {
    var sample = SampleComparison()
    sample.json["contenders"] = Array(sample.contenders.prefix(2))
    for key in ["embedding", "dense", "row", "baseline"] { sample.json[key] = nil }
    sample.json["vocabulary_costs"] = [Any]()
    sample.json["omitted"] = [Any]()
    return sample
  }

  /// Names that nobody should give a column, and somebody will.
  static var hostile: SampleComparison {
    var sample = SampleComparison()
    let names = [
      "\"quoted\" & <script>alert('x')</script>", "עמודה של ערכים \u{202E}", "🛫🛬✈️👩‍👩‍👧‍👦 naïve\u{0}\u{8}",
      String(repeating: "long name ", count: 1000),
    ]
    sample.json["columns"] = names
    sample.json["target"] = names[0]
    sample.json["source"] = names[3]
    sample.json["baseline_name"] = names[1]
    for (place, name) in (names + [String(repeating: "unbroken", count: 1250)]).enumerated() {
      sample.contenders[place]["name"] = name
      sample.contenders[place]["what"] = name
    }
    sample.json["row"] = [
      "column": names[3], "cell": names[0] + names[1] + names[3], "values": [names[2], names[0], names[1]],
      "ids": [3, 1, 2], "vocabulary": 5, "vector": [0.5, -0.25], "product": [0.5, -0.25],
    ]
    sample.json["verdict"] = names.joined(separator: " ")
    return sample
  }

  /// A regression, where less is better, on a tiny column of three values.
  static var tinyRegression: SampleComparison {
    var sample = SampleComparison()
    sample.json["metric"] = "rmse"
    sample.json["task"] = "regression"
    sample.json["target"] = "price"
    sample.json["columns"] = ["grade"]
    sample.json["baseline"] = 4.918
    sample.json["baseline_name"] = "the mean"
    sample.json["contenders"] = [
      contender("as-train", "as train does", 3.6312, 2177, 0.412, 3.204, spread: 0.07),
      contender("embedding", "embedding, then dense", 3.6418, 2193, 0.398, 3.127, p: 0.41, spread: 0.07),
      contender("one-hot", "dense on one-hot", 3.6287, 2305, 0.377, 2.916, p: 0.66, spread: 0.07),
      contender("without", "without the column", 4.2109, 1921, 0.301, 2.511, p: 0.0001, spread: 0.08),
    ]
    for (key, parameters, out, seconds, products) in [
      ("embedding", 16, 4, 0.00871, 0), ("dense", 256, 64, 0.00839, 256),
    ] {
      sample.json[key] = [
        "form": key == "dense" ? "one-hot" : "embedding", "parameters": parameters, "rows": 4,
        "rows_per_step": 3.0625, "batch_size": 32, "non_zeros_in": 1.0, "numbers_in": 4, "numbers_out": out,
        "multiplications": products, "seconds_per_epoch": seconds,
      ]
    }
    let vector = [0.71234, -0.20817, 0.00042, 0.93381]
    sample.json["row"] = [
      "column": "grade", "cell": "B", "values": ["B"], "ids": [2], "vocabulary": 4, "vector": vector,
      "product": vector,
    ]
    sample.json["verdict"] =
      "dense on one-hot is ahead, RMSE 3.629 against 3.631 of what train does, and chance explains it:"
      + " take the"
      + " cheaper."
    return sample
  }

  /// A column of texts with 200,000 words and n-grams.
  static var text: SampleComparison {
    var sample = SampleComparison()
    sample.json["source"] = "reviews.csv"
    sample.json["target"] = "label"
    sample.json["columns"] = ["review"]
    sample.json["metric"] = "accuracy"
    sample.json["contenders"] = [
      contender("as-train", "as train does", 0.92208, 400_002, 3.117, 61.42),
      contender("embedding", "embedding bag, then dense", 0.91904, 12_804_226, 21.38, 88.17, p: 0.0712),
      contender("hashed", "hashed embedding, then dense", 0.91577, 1_604_226, 17.02, 85.31, p: 0.003),
      contender("one-hot", "dense on the bag of words", 0.88412, 1_280_258, 412.6, 1843.0, p: 0.0001),
      contender("tf-idf", "dense on tf-idf", 0.90123, 1_280_258, 402.9, 1911.0, p: 0.0001),
    ]
    sample.json["embedding"] = [
      "form": "embedding", "parameters": 12_800_000, "rows": 200_000, "rows_per_step": 14_211.84,
      "batch_size": 256, "non_zeros_in": 231.73, "numbers_in": 200_000, "numbers_out": 64,
      "multiplications": 0,
      "seconds_per_epoch": 4.2277,
    ]
    sample.json["dense"] = [
      "form": "one-hot", "parameters": 1_280_000, "rows": 20_000, "rows_per_step": 20_000, "batch_size": 256,
      "non_zeros_in": 141.28, "numbers_in": 20_000, "numbers_out": 64, "multiplications": 1_280_000,
      "seconds_per_epoch": 81.93,
    ]
    let vector = (0..<64).map { Double($0 % 7) * 0.11 - 0.3 }
    let cell =
      "The last scene was superb, and the music made up for a plot that a child could have written; I"
      + " would see it"
      + " again for the villain alone."
    let values = ["the", "last", "scene", "was", "superb", "and", "music", "made"]
    let ids = [1, 214, 187, 9, 1811, 2, 402, 97]
    sample.json["row"] =
      [
        "column": "review", "cell": cell, "values": values, "ids": ids, "vocabulary": 200_000,
        "vector": vector, "product": vector,
      ] as [String: Any]
    return sample
  }

  static var all: [(name: String, sample: SampleComparison)] {
    [
      ("flights", SampleComparison()), ("two", twoContenders), ("hostile", hostile), ("tiny", tinyRegression),
      ("text", text),
    ]
  }

  var contenders: [[String: Any]] {
    get { json["contenders"] as? [[String: Any]] ?? [] }
    set { json["contenders"] = newValue }
  }

  func comparison() throws -> Comparison {
    try JSONDecoder().decode(Comparison.self, from: JSONSerialization.data(withJSONObject: json))
  }

  /// A contender with the figures that the tests look at, and others made from them.
  private static func contender(
    _ form: String, _ name: String, _ metric: Double, _ parameters: Int, _ seconds: Double,
    _ prediction: Double,
    p: Double? = nil, spread: Double = 0.0041
  ) -> [String: Any] {
    var trials: [[String: Any]] = []
    for (place, rate) in [0.001, 0.003, 0.01].enumerated() {
      let step = Double(place)
      let loss: Double = 0.4312 + step * 0.0071, reached: Double = metric - step * 0.0032
      let took: Double = seconds * (1 + step / 8)
      trials.append([
        "rate": rate, "validation_loss": loss, "validation_metric": reached, "epochs": 12 - place,
        "best_epoch": 9 - place, "seconds": took,
      ])
    }
    let low: Double = metric - spread, high: Double = metric + spread * 0.93
    let interval: [String: Any] = ["value": metric, "low": low, "high": high]
    let bytes = parameters * 4, memory = parameters * 12 + 31_000_000, pass: Double = seconds / 12
    var contender: [String: Any] = [
      "form": form, "name": name, "what": "a vector for each value, then dense layers, and nothing else",
      "metric": interval, "rate": 0.003, "trials": trials, "parameters": parameters, "bytes": bytes,
      "seconds": seconds, "seconds_per_epoch": pass, "memory_bytes": memory,
      "microseconds_per_prediction": prediction,
    ]
    if let p {
      contender["difference"] = ["value": ["value": -0.0060, "low": -0.0103, "high": -0.0019], "p": p]
    }
    return contender
  }
}
