# Set before: parent, name, expected (SHA-256 of what has to be there, or empty).
set -eu
[ -d "$parent" ] || exit 0
cd -P "$parent"
file=./$name
[ ! -L "$file" ] || { echo 'it is a symbolic link' >&2; exit 41; }
[ -e "$file" ] || exit 0
[ -f "$file" ] || { echo 'it is not a regular file' >&2; exit 42; }
if [ -n "$expected" ]; then
  exec 4< .
  flock -w 60 4
  [ "$(sha256sum < "$file")" = "$expected  -" ] || exit 46
fi
rm -f "$file"
sync .
