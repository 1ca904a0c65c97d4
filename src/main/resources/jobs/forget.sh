# Set before: temp.
state
[ "$state" != absent ] || exit 0
[ "$state" != running ] || { echo 'it still runs' >&2; exit 48; }
mv -T "$job" "$jobs/$temp" && sync "$jobs" && rm -rf "${jobs:?}/$temp"
