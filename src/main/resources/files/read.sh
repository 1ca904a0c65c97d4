# Set before: path, max. Prints owner, group and mode, then the content as base64.
set -eu
[ ! -L "$path" ] || exit 41
[ -e "$path" ] || exit 40
[ -f "$path" ] || exit 42
exec 3< "$path"
[ "$(stat -c %d:%i "$path")" = "$(stat -L -c %d:%i /proc/self/fd/3)" ] || exit 41
[ "$(stat -L -c %s /proc/self/fd/3)" -le "$max" ] || exit 44
stat -L -c '%U %G %a' /proc/self/fd/3
head -c "$((max + 1))" <&3 | base64 -w 0
