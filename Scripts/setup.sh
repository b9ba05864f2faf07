#!/usr/bin/env bash
# Installs what Condense needs and this machine lacks; instant and offline when nothing is missing.
#
#   setup.sh demo    what building and the demo need
#   setup.sh         and what the tests need
#   setup.sh all     and what `make check-all` needs
set -euo pipefail

packages=(
  zlib1g-dev # reading .gz, and the checksums of model files
)
[ "${1:-}" = demo ] || packages+=(
  libopenblas-dev # LAPACK's eigenvectors, loaded by condense shrink, tune and summary
)
[ "${1:-}" != all ] || packages+=(
  git                # Examples/Consumer fetches Condense by URL
  chromium           # pages are opened
  bash-completion    # completions are tried
  python3-venv       # files are read and made by others
)

fail() {
  echo "setup: $*" >&2
  exit 1
}

command -v swift >/dev/null || fail 'swift is missing; install Swift 6.2 or later from https://www.swift.org/install'
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
[ -n "$version" ] || fail "'swift --version' names no version; install Swift 6.2 or later from https://www.swift.org/install"
if [ "$(printf '%s\n' 6.2 "$version" | sort -V | head -n 1)" != 6.2 ]; then
  fail "Swift $version is too old; install Swift 6.2 or later from https://www.swift.org/install"
fi

if [ "$(uname)" = Darwin ]; then
  exit 0 # The SDK has zlib.
fi
if ! command -v dpkg-query >/dev/null; then
  echo "setup: not Debian or Ubuntu, so nothing is installed; needed, by their Debian names: ${packages[*]}" >&2
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "${missing[*]} missing, and no sudo; as root: apt-get install ${missing[*]}"
  root=(sudo)
fi
echo "setup: installing ${missing[*]}"
apt() {
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"
}
apt install --yes --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || {
  # Package lists may be absent or old: fetch them once, and let errors be seen.
  apt update
  apt install --yes --no-install-recommends "${missing[@]}" >/dev/null
} || fail "apt-get could not install ${missing[*]}; its reason stands above"
