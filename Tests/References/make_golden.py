"""Makes the golden models of a version: small ones of every kind, their input, and what they predict, to the bit.

  python3 Tests/References/make_golden.py CONDENSE Tests/Fixtures/models/VERSION

Run once for a version that is given to users, with its own binary; the files stay for ever (GoldenModelTests). All data are
made up here; the seed is 7.
"""
import os, random, struct, subprocess, sys

condense, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
os.makedirs(folder, exist_ok=True)
g = random.Random(7)

def run(*words):
    result = subprocess.run([condense, *words], cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout

def table(name, lines):
    with open(os.path.join(folder, name), "w", encoding="utf8") as f: f.write("\n".join(lines) + "\n")

def keep(name, text):
    with open(os.path.join(folder, name), "w", encoding="utf8") as f: f.write(text)

towns = ["Ulm", "Bonn", "Kiel", "Köln", "07", "7"]
def row(i, with_target=True):
    town, size = g.choice(towns), g.randint(1, 60)
    day = f"2021-{g.randint(1, 12):02d}-{g.randint(1, 28):02d}"
    tags = "|".join(sorted(g.sample(["red", "blue", "old", "new"], g.randint(1, 3))))
    late = "yes" if (len(town) + size + len(tags)) % 7 < 3 else "no"
    return f"{town},{size},{'' if g.random() < .1 else g.randint(0, 900) / 4},{day},{tags}" + (f",{late}" if with_target else "")
table("table.train.csv", ["town,size,price,day,tags,late"] + [row(i) for i in range(400)])
table("table.csv", ["town,size,price,day,tags"] + [row(i, False) for i in range(30)] + [",,,,", "Rome,7.0,1e3,2031-01-01,green"])
run("train", "table.train.csv", "--predict", "late", "--epochs", "3", "--seed", "7", "-o", "table.condense")
keep("table.expected.csv", run("predict", "table.condense", "table.csv"))
run("train", "table.train.csv", "--predict", "price", "--ignore", "late", "--epochs", "3", "--seed", "7", "-o", "numbers.condense")
keep("numbers.expected.csv", run("predict", "numbers.condense", "table.csv"))

good, bad = ["fine", "warm", "lovely"], ["dull", "cold", "weak"]
def text(i):
    words = good if i % 2 else bad
    return f"the {g.choice(words)} film number {g.randint(1, 40)} had a {g.choice(words)} plot"
table("text.train.csv", ["text,label"] + [f"{text(i)},{'pos' if i % 2 else 'neg'}" for i in range(200)])
table("text.csv", ["text"] + [text(i) for i in range(20)] + ["", "Ein anderes Wort"])
run("train", "text.train.csv", "--predict", "label", "--epochs", "3", "--seed", "7", "-o", "text.condense")
keep("text.expected.csv", run("predict", "text.condense", "text.csv"))

pairs = [f"u{u},f{(u % 3) * 10 + k},{1 + (u + k) % 9}.5,{'abc'[u % 3]}" for u in range(30) for k in g.sample(range(10), 6)]
table("recommender.train.csv", ["user,film,stars,kind"] + pairs)
run("train", "recommender.train.csv", "--recommend", "--user", "user", "--item", "film", "--rating", "stars", "--epochs", "3",
    "--seed", "7", "-o", "recommender.condense")
keep("recommender.expected.csv", run("recommend", "recommender.condense", "u0", "u1", "u29", "-k", "5"))

def idx(name, kind, sizes, values):
    with open(os.path.join(folder, name), "wb") as f:
        f.write(bytes([0, 0, 8, len(sizes)]) + b"".join(struct.pack(">I", n) for n in sizes) + bytes(values))
labels = [i % 3 for i in range(90)]
images = [v for k in labels for v in [min(255, max(0, (200 if c % 3 == k else 20) + g.randint(-19, 19))) for c in range(36)]]
idx("images.idx", 3, [90, 6, 6], images); idx("labels.idx", 1, [90], labels)
run("train", "images.idx", "--labels", "labels.idx", "--epochs", "2", "--seed", "7", "-o", "images.condense")
keep("images.expected.csv", run("predict", "images.condense", "images.idx"))

for name in os.listdir(folder):
    if ".train." in name or name == "labels.idx": os.remove(os.path.join(folder, name))
