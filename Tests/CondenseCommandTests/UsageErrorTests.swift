import Testing

/// What is printed for a command line that cannot be run: the text is part of the interface.
@Suite struct UsageErrorTests {
  static let trainUsage = "condense train DATA|- --predict COL [-o FILE] [OPTION…]"
  static let metrics =
    "accuracy, log_loss, auc, precision, recall, f1_macro, ece, rmse, mae, mape, r2, skill, hit_rate@10, "
    + "ndcg@10, recall@10, precision@10, map@10, mrr, coverage@10, average_popularity@10, spearman, "
    + "analogy_accuracy"

  static let cases: [(line: String, message: String)] = [
    ("trian a.csv", "there is no command 'trian'; did you mean 'train'?"),
    ("eval m d", "there is no command 'eval'; did you mean 'evaluate'?"),
    ("frobnicate", "there is no command 'frobnicate'; 'condense help' lists them"),
    ("a.csv", "there is no command 'a.csv'; to learn from that file: condense train a.csv"),
    (
      "--json train a.csv",
      "a command comes first, '--json' after it; 'condense help' lists the commands"
    ),
    ("help trane", "there is no command 'trane'; did you mean 'train'?"),
    ("train a.csv --prdict x", "train has no flag --prdict; did you mean --predict?"),
    ("train a.csv --batch_size 5", "train has no flag --batch_size; did you mean --batch-size?"),
    ("train a.csv -predict x", "train has no flag -predict; did you mean --predict?"),
    (
      "train a.csv --frobnicate",
      "train has no flag --frobnicate; 'condense help train' shows all its flags"
    ),
    ("train a.csv --keep x", "train has no flag --keep; that is a flag of predict and shrink"),
    (
      "evaluate m d --force",
      "evaluate has no flag --force; that is a flag of train, predict, recommend, advise, compare, tune, shrink, explain, report, neurons, vectors and map"
    ),
    ("train a.csv -om.condense", "train has no flag -om.condense; a value stands apart: -o FILE"),
    (
      "help --json",
      "help has no flag --json; that is a flag of train, evaluate, predict, recommend, advise, compare, tune, shrink, summary, explain, neurons, vectors, neighbors and doctor"
    ),
    ("help --colour", "help has no flag --colour; it takes none"),
    ("train a.csv --predict", "--predict needs a value: --predict COL"),
    ("train a.csv -o", "-o needs a value: -o FILE"),
    (
      "train a.csv --predict --json",
      "--predict needs a value, but '--json' follows; write --predict=--json if that is the value"
    ),
    ("train a.csv --predict=", "--predict expects a text, not ''"),
    ("train a.csv --json=yes", "--json takes no value, but 'yes' is given"),
    ("train a.csv --epochs ten", "--epochs expects a whole number from 1 to 1000000, not 'ten'"),
    ("train a.csv --epochs 0", "--epochs expects a whole number from 1 to 1000000, not '0'"),
    ("train a.csv --seed -1", "--seed expects a whole number, 0 or more, not '-1'"),
    (
      "train a.csv --seed 99999999999999999999",
      "--seed expects a whole number, 0 or more, not '99999999999999999999'"
    ),
    ("train a.csv --learning-rate 0", "--learning-rate expects a number over 0, at most 100, not '0'"),
    ("train a.csv --learning-rate nan", "--learning-rate expects a number over 0, at most 100, not 'nan'"),
    ("train a.csv --validation 1", "--validation expects a number from 0 to 0.9, not '1'"),
    ("train a.csv --time 90", "--time expects a duration such as 90s, 5m or 1h, at most 1000h, not '90'"),
    (
      "train a.csv --time 1e9h",
      "--time expects a duration such as 90s, 5m or 1h, at most 1000h, not '1e9h'"
    ),
    (
      "train a.csv --task regresion",
      "--task expects regression or classes, not 'regresion'; did you mean 'regression'?"
    ),
    ("train a.csv --class-weights x", "--class-weights expects 'balanced', not 'x'"),
    (
      "train a.csv --as zip",
      "--as expects COL=KIND with a kind among category, number, text, date, list, not 'zip'"
    ),
    (
      "train a.csv --as zip=word",
      "--as expects COL=KIND with a kind among category, number, text, date, list, not 'zip=word'"
    ),
    ("train a.csv --as zip=text --as zip=number", "--as names 'zip' twice; once is enough"),
    ("train a.csv --ignore a,,b", "--ignore expects names separated by commas, none empty, not 'a,,b'"),
    ("train a.csv --share a", "--share expects at least 2 names separated by commas, not 'a'"),
    ("train a.csv --require acuracy=1", "--require knows no metric 'acuracy'; did you mean 'accuracy'?"),
    ("train a.csv --require xyzzy=1", "--require knows no metric 'xyzzy'; there are \(metrics)"),
    ("train a.csv --require auc", "--require expects METRIC=VALUE such as accuracy=0.9, not 'auc'"),
    ("train a.csv --predict a --predict b", "--predict is given twice; it takes one value"),
    ("train a.csv --json --json", "--json is given twice; once is enough"),
    ("train a.csv --time 5m --steps 9", "--time and --steps exclude each other; give one of them"),
    ("train", "train needs DATA; usage: \(trainUsage)"),
    (
      "evaluate",
      "evaluate needs MODEL and DATA; usage: condense evaluate MODEL DATA|- [OPTION…]"
    ),
    ("predict m", "predict needs DATA; usage: condense predict MODEL DATA|- [OPTION…]"),
    ("train a.csv b.csv --predict x", "'b.csv' is one word too many; usage: \(trainUsage)"),
    ("doctor a b", "'b' is one word too many; usage: condense doctor [MODEL] [OPTION…]"),
    ("summary -", "MODEL cannot be read from standard input; give a file"),
    ("train - --predict x", "reading standard input, train needs -o FILE to know where to write"),
    ("completions tcsh", "there are completions for bash, zsh, fish, not for 'tcsh'"),
  ]

  @Test(arguments: cases)
  func message(line: String, message: String) throws {
    let run = try CommandRun(line.split(separator: " ").map(String.init))
    #expect(run.errors == "condense: \(message)\n")
    #expect(run.code == 64)
    #expect(run.output.isEmpty)
  }

  @Test func emptyOperand() throws {
    let run = try CommandRun(["train", ""])
    #expect(run.errors == "condense: DATA is empty; usage: \(Self.trainUsage)\n")
    #expect(run.code == 64)
  }
}
