#!/usr/bin/env bash
# Runs each benchmark under Benchmarks on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

shopt -s nullglob
programs=(Benchmarks/*/run)
if [ ${#programs[@]} -eq 0 ]; then
  echo 'bench: there are no benchmarks yet (Benchmarks/*/run)' >&2
  exit 1
fi
for program in "${programs[@]}"; do "$program"; done
