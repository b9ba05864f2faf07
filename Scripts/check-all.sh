#!/usr/bin/env bash
# All that can be checked on one machine; `make test` is the first part of it.
set -euo pipefail
cd "$(dirname "$0")/.."

flags='-Xswiftc -warnings-as-errors'

step() { printf '\ncheck-all: %s\n' "$1"; }

# Other programs read what Condense writes.
export CONDENSE_PYTHON=$PWD/.build/python/bin/python3
[ -x "$CONDENSE_PYTHON" ] || python3 -m venv .build/python
"$CONDENSE_PYTHON" -m pip install --quiet --disable-pip-version-check numpy safetensors

step 'tests'
# shellcheck disable=SC2086 # the flags are several words
swift test -c release --disable-testable-imports $flags
step 'a package that uses this one by its URL'
Scripts/consumer.sh
step 'kernels and bits as built for any x86-64'
CONDENSE_CODE_LEVEL=baseline swift test -c release --disable-testable-imports --scratch-path .build/baseline \
  --filter 'KernelTests|GoldenModelTests'
step 'sanitizers'
Scripts/sanitize.sh
echo 'check-all: all passed'
