#!/bin/sh
# Understudy: archive_command of this server. Arguments: %p and %f.
#
# A file is archived when every other host has it: else this fails, and the server keeps its WAL.
set -u
path=$1 name=$2
configuration=@CONFIGURATION@
notes=@NOTES@/shipped

say() { printf 'understudy: %s\n' "$1" >&2; }

# shellcheck disable=SC2043
for peer in @PEERS@; do set -- "$@" "$peer"; done
shift 2
if [ $# -eq 0 ]; then
  say "no other host takes WAL: $name is kept"
  exit 1
fi
sum=$(sha256sum <"$path") || exit 1
failed=
for peer in "$@"; do
  # What a host has taken is not sent again because of another that is away.
  grep -qsxF -- "$name $sum $peer" "$notes" && continue
  if timeout -k 5 120 rsync --whole-file --no-protect-args --timeout=60 \
    -e "ssh -F $configuration" --rsync-path="put $name" -- "$path" "$peer:wal"; then
    printf '%s\n' "$name $sum $peer" >>"$notes"
  else
    failed="$failed $peer"
  fi
done
if [ -n "$failed" ]; then
  say "$name is kept: not taken by$failed"
  exit 1
fi
rm -f -- "$notes"
exit 0
