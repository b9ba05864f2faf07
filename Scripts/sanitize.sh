#!/usr/bin/env bash
# Runs the tests of Core, Networks, Data and Models under AddressSanitizer, and what threads share under
# ThreadSanitizer. Each is a build of its own, kept under .build.
set -euo pipefail
cd "$(dirname "$0")/.."

run() {
  local sanitizer=$1 filter=$2
  echo "sanitize: $sanitizer"
  swift test -c release --disable-testable-imports --sanitize="$sanitizer" --scratch-path ".build/$sanitizer" \
    --filter "$filter"
}

# Leaks are looked for by another tool: what lives as long as the process is none.
ASAN_OPTIONS=detect_leaks=0 run address \
  '^(CondenseCoreTests|CondenseNetworksTests|CondenseDataTests|CondenseModelsTests)\.'
TSAN_OPTIONS=halt_on_error=1 run thread 'WorkerPoolTests|ReproducibilityTests|RowBitsTests'
