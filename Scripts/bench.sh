#!/usr/bin/env bash
# Times Condense beside its peers; says which peer is missing and how to install it.
set -euo pipefail
cd "$(dirname "$0")/.."

CONDENSE_BENCHMARKS=1 swift build -c release --product CondenseBenchmarks
swift build -c release --product condense
exec python3 Benchmarks/bench.py "$@"
