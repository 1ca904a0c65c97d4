# Shared by demo, test and .ci/run; sourced, never run.
# Output: sections, plain lines, checks. Waiting: for a condition, with a limit.
# shellcheck shell=bash

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' cyan=$'\e[36m'
  plain=$'\e[0m'
else
  bold='' dim='' red='' green='' yellow='' cyan='' plain=''
fi

# Milliseconds since the epoch.
now() { printf '%s' "${EPOCHREALTIME//[.,]/}" | head -c -3; }

# seconds FROM-MS: how long ago that was, as 12.3.
seconds() {
  local gone=$(($(now) - $1))
  printf '%d.%d' $((gone / 1000)) $((gone % 1000 / 100))
}

section() { printf '\n%s%s── %s%s\n' "$bold" "$cyan" "$*" "$plain"; }
say() { printf '   %s\n' "$*"; }
note() { printf '   %s%s%s\n' "$dim" "$*" "$plain"; }
warn() { printf '   %s%s%s\n' "$yellow" "$*" "$plain"; }
shown() { printf '   %s$ %s%s\n' "$bold" "$*" "$plain"; }
indented() { sed 's/^/     /'; }
die() {
  printf '%s%s: %s%s\n' "$red" "${0##*/}" "$*" "$plain" >&2
  exit 1
}

# holds TEXT CMD...: one line with ✓ or ✗; counts the failures in $failures.
failures=0
holds() {
  local text=$1
  shift
  if "$@"; then
    printf '   %s✓%s %s\n' "$green" "$plain" "$text"
  else
    printf '   %s✗ %s%s\n' "$red" "$text" "$plain"
    failures=$((failures + 1))
  fi
}

# until_true SECONDS WHAT CMD...: polls until the command succeeds.
until_true() {
  local limit=$1 what=$2 end
  shift 2
  end=$(($(now) + limit * 1000))
  until "$@"; do
    if [ "$(now)" -ge "$end" ]; then
      warn "waited $limit s in vain: $what"
      return 1
    fi
    sleep 0.1
  done
}

need_root() {
  [ "$(id -u)" -eq 0 ] || die "needs root, since hosts are made of namespaces and mounts: sudo $0"
}

# java_major HOME: 17 for a JDK 17. Fails if there is no compiler in it.
java_major() {
  local version
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ -n "$version" ] && printf '%s' "$version"
}

# find_jdk: the home of a JDK 17 or newer: $JAVA_HOME, the one on the PATH, the oldest installed.
find_jdk() {
  local home major best='' lowest=1000
  local on_path=''
  if command -v javac >/dev/null; then
    on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  fi
  for home in "${JAVA_HOME:-}" "$on_path"; do
    if [ -n "$home" ] && major=$(java_major "$home") && [ "$major" -ge 17 ]; then
      printf '%s' "$home"
      return
    fi
  done
  for home in /usr/lib/jvm/*; do
    major=$(java_major "$home") || continue
    if [ "$major" -ge 17 ] && [ "$major" -lt "$lowest" ]; then
      lowest=$major best=$home
    fi
  done
  [ -n "$best" ] && printf '%s' "$best"
}

# give_back CHECKOUT: what root built in somebody's checkout becomes theirs.
give_back() {
  [ ! -e "$1/target" ] || chown -R --reference="$1" "$1/target"
}
