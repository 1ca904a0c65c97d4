#!/bin/sh
# Understudy: gets one file out of the archive: from this host's own directory, else from another
# host's. Arguments: %f and where to. Exit 1 says that no host has it, 2 that one which may have it is
# out of reach.
set -u
name=$1 part=$2
directory=@DIRECTORY@
configuration=@CONFIGURATION@
system=$(cat "$directory/@MARKER@" 2>/dev/null)

say() { printf 'understudy: %s\n' "$1" >&2; }

# The header of a segment says of which system it is, and how long.
whole() {
  case $name in
    *.history | *.backup) [ -s "$part" ] ;;
    *)
      [ "$(od -A n -t u8 -j 24 -N 8 -- "$part" | tr -d ' ')" = "$system" ] &&
        [ "$(od -A n -t u4 -j 32 -N 4 -- "$part" | tr -d ' ')" = "$(stat -c %s -- "$part")" ]
      ;;
  esac
}

# A file counts as archived when every host has it, so a host that was sent the one before would
# have it too.
sent_here() {
  case $name in
    *.history) [ -n "$(find "$directory" -maxdepth 1 -name '????????????????????????' -print -quit)" ] ;;
    *00000000) false ;;
    ????????????????????????)
      last=${name#????????????????}
      [ -e "$directory/${name%????????}$(printf %08X $((0x$last - 1)))" ]
      ;;
    *) false ;;
  esac
}

away=
# Without its mount the directory here may lack what it has.
[ -n "$system" ] || away=' this host'
if [ -e "$directory/$name" ]; then
  cp -- "$directory/$name" "$part" && whole && exit 0
  say "$directory/$name cannot be used"
  away=' this host'
fi
# shellcheck disable=SC2043
for peer in @PEERS@; do
  timeout -k 5 50 ssh -n -F "$configuration" "$peer" "get $name" >"$part"
  status=$?
  if [ $status -eq 0 ]; then
    whole && exit 0
    say "$peer gives $name back damaged"
  fi
  [ $status -eq 1 ] || away="$away $peer"
done
[ -n "$away" ] || exit 1
# A standby had better stream again, or be promoted, than wait for a host that is down.
[ "${UNDERSTUDY_RESTORING-}" = standby ] && sent_here && exit 1
say "out of reach:$away"
exit 2
