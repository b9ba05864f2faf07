#!/usr/bin/env bash
# Trains and measures on the data sets of ../shared/data and on Fashion-MNIST, and prints the table of scores.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product condense
exec python3 Benchmarks/scores.py "$@"
