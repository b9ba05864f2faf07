#!/usr/bin/env bash
# Tries changed inputs, so many of each kind, in one process each; a trap or a hang is told with the number of its input,
# and the others go on.
#
#   fuzz.sh            a minute or two
#   fuzz.sh COUNT KIND…  so many of the kinds named: numbers dates csv tsv json lines idx gzip model commands
set -euo pipefail
cd "$(dirname "$0")/.."

count=${1:-20000}
shift || true
kinds=("$@")
[ ${#kinds[@]} -gt 0 ] || kinds=(numbers dates csv tsv json lines idx gzip model commands)
at=$(mktemp)
trap 'rm -f "$at"' EXIT

swift build -c release --build-tests --disable-testable-imports
faults=0
for kind in "${kinds[@]}"; do
  first=0
  started=$SECONDS
  while [ "$first" -lt "$count" ]; do
    status=0
    CONDENSE_FUZZ=$kind:$first:$((count - first)) CONDENSE_FUZZ_AT=$at timeout 7200 \
      swift test -c release --disable-testable-imports --skip-build --filter 'FuzzTests' >"$at.log" 2>&1 || status=$?
    [ "$status" -ne 0 ] || break
    number=$(od -An -t d8 -N 8 "$at" | tr -d ' ')
    if grep -q 'Test run with' "$at.log"; then
      grep -E 'recorded an issue|Expectation failed' "$at.log" | head -n 20
      faults=$((faults + 1))
      break
    fi
    echo "fuzz: input $number of $kind ended the process ($status)"
    faults=$((faults + 1))
    first=$((number + 1))
  done
  echo "fuzz: $count inputs of $kind in $((SECONDS - started)) s"
done
rm -f "$at.log"
[ "$faults" -eq 0 ] || { echo "fuzz: $faults faults"; exit 1; }
echo 'fuzz: no trap, no hang, no fault'
