# Set before: parent, name.
set -eu
[ -d "$parent" ] || exit 0
cd -P "$parent"
file=./$name
[ ! -L "$file" ] || { echo 'it is a symbolic link' >&2; exit 41; }
[ -e "$file" ] || exit 0
[ -f "$file" ] || { echo 'it is not a regular file' >&2; exit 42; }
rm -f "$file"
sync .
