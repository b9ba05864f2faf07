#!/usr/bin/env bash
# Builds and runs Examples/Consumer as a stranger would: a package of its own, Condense by URL and version tag.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "consumer: $*" >&2
  exit 1
}

lines=$(wc -l <Examples/Consumer/Sources/Consumer/main.swift)
[ "$lines" -le 40 ] || fail "Examples/Consumer has $lines lines; 40 are to be enough"
command -v git >/dev/null || fail 'git is missing, with which Swift fetches packages'

# A repository of this very state. Author and date are fixed: the same files give the same commit, and what was
# built from it is used again.
export GIT_AUTHOR_NAME=Condense GIT_AUTHOR_EMAIL=condense@example.org GIT_AUTHOR_DATE='2000-01-01T00:00:00Z'
export GIT_COMMITTER_NAME=Condense GIT_COMMITTER_EMAIL=condense@example.org
export GIT_COMMITTER_DATE='2000-01-01T00:00:00Z' GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
work=$PWD/.build/consumer
rm -rf "$work/copy"
mkdir -p "$work/copy"
tar --create --exclude=./.build --exclude=./.git . | tar --extract --directory "$work/copy"
git -C "$work/copy" init --quiet --initial-branch=main
git -C "$work/copy" add --all
git -C "$work/copy" commit --quiet --no-gpg-sign --message=Copy
state=$work/$(git -C "$work/copy" rev-parse --short=12 HEAD)
if [ ! -d "$state" ]; then
  mv "$work/copy" "$work/new"
  find "$work" -mindepth 1 -maxdepth 1 ! -name new -exec rm -rf {} +
  mkdir "$state"
  mv "$work/new" "$state/condense"
  git -C "$state/condense" tag 0.1.0
  cp -R Examples/Consumer "$state/consumer"
fi

export CONDENSE_URL=file://$state/condense
log=$work/build.log
# Packages are fetched into this folder only, so that nothing is left behind in the user's caches.
swift build -c release --package-path "$state/consumer" --cache-path "$work/cache" \
  --security-path "$work/security" >"$log" 2>&1 || {
  cat "$log" >&2
  fail 'Examples/Consumer could not be built'
}
binary=$state/consumer/.build/release/Consumer
output=$("$binary")
echo "consumer: $output"
case $output in
*'the same') ;;
*) fail "Examples/Consumer said '$output'" ;;
esac

# It links zlib and what Swift itself needs, nothing else.
if command -v ldd >/dev/null; then
  strangers=$(ldd "$binary" | awk '{ print $1 }' |
    grep -Ev '^(linux-vdso|/lib.*/ld-linux|libz|libc|libm|libstdc\+\+|libgcc_s|libdispatch|libBlocksRuntime|libswift|lib_?Foundation)' || true)
  [ -z "$strangers" ] || fail "Examples/Consumer links $strangers"
fi
