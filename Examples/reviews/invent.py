"""Writes invented.csv: 240 sentences about films that do not exist, put together from the parts below.

  python3 Examples/reviews/invent.py > Examples/reviews/invented.csv
"""
import csv
import random
import sys

SUBJECTS = [
    "the story", "the plot", "the ending", "the cast", "the acting", "the music", "the dialogue", "the script",
    "the first half", "the last scene", "the villain", "the camera work", "the humour", "the lead actress",
    "the old lighthouse keeper", "the chase through the harbour",
]
FILMS = [
    "this comedy", "this thriller", "this quiet drama", "this film about a beekeeper", "this sequel",
    "this tale of two sisters", "this mystery", "this western", "this love story", "this film for children",
]
WORDS = {
    "pos": [
        "wonderful", "superb", "clever", "moving", "charming", "funny", "excellent", "gripping", "brilliant",
        "beautiful", "warm", "delightful", "honest", "fresh", "thrilling", "perfect",
    ],
    "neg": [
        "dull", "boring", "silly", "clumsy", "awful", "tedious", "predictable", "terrible", "lazy", "weak",
        "annoying", "pointless", "dreadful", "stale", "confusing", "ridiculous",
    ],
}
VERDICTS = {
    "pos": [
        "I would gladly see it again", "we laughed all evening", "nobody wanted to leave", "I recommend it",
        "it stayed with me for days", "I enjoyed every minute",
    ],
    "neg": [
        "I left before the end", "we yawned all evening", "everybody wanted to leave", "avoid it",
        "I forgot it at once", "I regret every minute",
    ],
}
FORMS = [
    "{Subject} is {a} and {subject2} is {b}",
    "I found {film} {a} and {b}",
    "{Verdict}: {subject} is {a}",
    "{Film} has one {a} scene after another, and {verdict}",
    "My friends called {film} {a}, and {verdict}",
    "{A}, {b} and far from ordinary: {verdict}",
    "With {subject} so {a}, it hardly matters how long {film} is",
    "{Subject}? {A}. {Subject2}? {B}!",
    "Not everyone will agree, but {film} is {a}, and {subject} is {b}",
    "{Film} was shown late on Sunday; {subject} was {a}",
    "What a {a} evening: {subject} is {b}, and {verdict}",
    "After ten minutes I knew that {film} would be {a}",
]


def sentence(random, label):
    subject, subject2 = random.sample(SUBJECTS, 2)
    a, b = random.sample(WORDS[label], 2)
    parts = dict(subject=subject, subject2=subject2, a=a, b=b, film=random.choice(FILMS),
                 verdict=random.choice(VERDICTS[label]))
    parts |= {name.capitalize(): text[0].upper() + text[1:] for name, text in parts.items()}
    return random.choice(FORMS).format(**parts)


def main():
    source = random.Random(2026)
    rows = {}
    while len(rows) < 240:
        label = ("pos", "neg")[len(rows) % 2]
        rows.setdefault(sentence(source, label), label)
    rows = list(rows.items())
    source.shuffle(rows)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["text", "label"])
    out.writerows(rows)


main()
