#!/bin/sh
# Understudy: all that the other hosts of the cluster may do here by their keys: hand WAL over, and
# get it back. Argument: the host that asks, as authorized_keys says; what it asks is in
# SSH_ORIGINAL_COMMAND. Exit 1 says that a file is not here; everything above is an error.
set -u
sender=$1
directory=@DIRECTORY@
system=$(cat "$directory/@MARKER@" 2>/dev/null)
PATH=/usr/local/bin:/usr/bin:/bin
export PATH

say() { printf 'understudy: %s\n' "$1" >&2; }

refuse() {
  say "$1"
  exit "${2:-3}"
}

# Whether a file is of this system and whole: the header of its first page says both.
require_own() {
  header=$(od -A n -t u8 -j 24 -N 8 -- "$1" | tr -d ' ')
  [ "$header" = "$system" ] ||
    refuse "$name is of the system $header, and $directory belongs to $system"
  [ "$(od -A n -t u4 -j 32 -N 4 -- "$1" | tr -d ' ')" = "$(stat -c %s -- "$1")" ] ||
    refuse "$name is not whole"
}

# Never over another content: a link fails where its name is taken.
keep() {
  { chmod 0640 "$1" && sync "$1"; } || refuse "$name cannot be kept"
  if ! ln -T -- "$1" "$directory/$name" 2>/dev/null; then
    [ -f "$directory/$name" ] || refuse "$name cannot be kept in $directory"
    cmp -s -- "$1" "$directory/$name" ||
      refuse "$name is in $directory already, with another content" 4
    sync "$directory/$name" || refuse "$name cannot be kept"
  fi
  sync "$directory" || refuse "$directory cannot be written to the disk"
}

# Only as rsync's receiving side, whose options could name other files.
put() {
  expr "x$*" : 'x--server -We\.[A-Za-z]* --timeout=[0-9][0-9]* \. wal$' >/dev/null ||
    refuse "not a way to hand WAL over: $*"
  incoming=$directory/.incoming-$sender
  mkdir -p -- "$incoming" || refuse "$directory cannot be written to"
  exec 9<"$incoming"
  flock -w 20 9 || refuse "an earlier connection of $sender is still at work"
  find "$incoming" -mindepth 1 -delete
  trap 'rm -f -- "$incoming/wal"' EXIT
  rsync --server "$2" --timeout=60 . "$incoming/wal" 9<&- || refuse "$name did not arrive"
  case $name in
    *.history | *.backup) ;;
    *) require_own "$incoming/wal" ;;
  esac
  keep "$incoming/wal"
}

get() {
  [ -e "$directory/$name" ] || exit 1
  cat -- "$directory/$name" || exit 2
}

case $sender in
  '' | *[!A-Za-z0-9_.-]*) refuse "an unusual sender" ;;
esac
[ -n "$system" ] ||
  refuse "$directory does not say whose it is: check that it is mounted, then provision again"
set -f
# Words are split on purpose; patterns are not looked for.
# shellcheck disable=SC2086
set -- ${SSH_ORIGINAL_COMMAND-}
set +f
asked=${1-}
name=${2-}
case $asked in
  hello)
    printf 'understudy %s %s\n' @CLUSTER@ "$system"
    exit 0
    ;;
  put | get) ;;
  *) refuse "only WAL is taken and given here" ;;
esac
expr "x${name%.partial}" : 'x[0-9A-F]\{24\}$' >/dev/null ||
  expr "x$name" : 'x[0-9A-F]\{24\}\.[0-9A-F]\{8\}\.backup$' >/dev/null ||
  expr "x$name" : 'x[0-9A-F]\{8\}\.history$' >/dev/null ||
  refuse "not the name of a file of the WAL"
shift 2
"$asked" "$@"
