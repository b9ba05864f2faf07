#!/usr/bin/env bash
# Tries changed inputs, so many of each kind, in one process each; a trap or a hang is told with the number of its input,
# and the others go on.
#
#   fuzz.sh              some of each kind, a few minutes
#   fuzz.sh COUNT KIND…  so many of the kinds named: numbers dates csv tsv json lines idx gzip model commands
set -euo pipefail
cd "$(dirname "$0")/.."

asked=${1:-}
shift || true
kinds=("$@")
[ ${#kinds[@]} -gt 0 ] || kinds=(numbers dates csv tsv json lines idx gzip model commands)
at=$(mktemp)
trap 'rm -f "$at" "$at.log"' EXIT

# shellcheck disable=SC2206 # the flags are several words
flags=(${SWIFTFLAGS:-})
swift build -c release --build-tests "${flags[@]}"
faults=0
for kind in "${kinds[@]}"; do
  # Commands take the longest.
  case $kind in
  model) count=${asked:-1000} ;;
  commands) count=${asked:-200} ;;
  numbers | dates | csv | tsv | json | lines | idx | gzip) count=${asked:-20000} ;;
  *)
    echo "fuzz: there is no kind '$kind'" >&2
    exit 64
    ;;
  esac
  first=0
  : >"$at"
  started=$SECONDS
  while [ "$first" -lt "$count" ]; do
    status=0
    CONDENSE_FUZZ=$kind:$first:$((count - first)) CONDENSE_FUZZ_AT=$at timeout 7200 \
      swift test -c release --disable-testable-imports --skip-build --filter 'FuzzTests' "${flags[@]}" \
      >"$at.log" 2>&1 || status=$?
    [ "$status" -ne 0 ] || break
    number=$(od -An -t d8 -N 8 "$at" | tr -d ' ')
    [ -n "$number" ] || {
      cat "$at.log" >&2
      echo "fuzz: the tests of $kind did not start" >&2
      exit 1
    }
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
[ "$faults" -eq 0 ] || {
  echo "fuzz: $faults faults"
  exit 1
}
echo 'fuzz: no trap, no hang, no fault'
