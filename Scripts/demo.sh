#!/usr/bin/env bash
# Trains, evaluates and predicts on the flights in Examples; leaves nothing outside .build.
set -euo pipefail
cd "$(dirname "$0")/.."

echo 'Building condense (the first time takes longer) …'
log=.build/demo/build.log
mkdir -p .build/demo
if ! swift build -c release --product condense >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi

condense=.build/release/condense
model=.build/demo/flights.condense
answers=.build/demo/late.csv

show() {
  printf '\n$ condense %s\n' "$*"
  "$condense" "$@"
}

show train Examples/flights/train.csv --predict late -o "$model"
show evaluate "$model" Examples/flights/test.csv
show predict "$model" Examples/flights/test.csv -o "$answers" --keep carrier,flight,origin,dest,late
printf '\n$ head -n 6 %s\n' "$answers"
head -n 6 "$answers"

cat <<END

The model is one file, $model. Next:

  $condense summary $model
      what was built from which column
  $condense train YOUR.csv
      the columns of your own data, and a likely target
  make install
      to call it as plain 'condense'
END
