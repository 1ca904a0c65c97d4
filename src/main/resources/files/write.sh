# Set before: parent, name, owner, group, mode (as stat prints it), want (SHA-256), temp, expected
# (SHA-256 of what has to be there, "nothing", or empty for whatever is there); content on standard
# input.
set -eu
umask 077
no() {
  printf '%s\n' "$2" >&2
  exit "$1"
}
hash() { sha256sum | cut -d ' ' -f 1; }
[ -d "$parent" ] || no 40 'its directory does not exist'
if [ -L "$parent" ]; then
  link=$(stat -c %U "$parent")
  [ "$link" = root ] || [ "$link" = "$owner" ] || no 41 "its directory is a link made by $link"
fi
cd -P "$parent"
case $(stat -c %04a .) in
  [1357]???) ;;
  *[2367]) no 43 'anybody may write to its directory' ;;
esac
file=./$name
if [ -n "$expected" ]; then
  exec 4< .
  flock -w 60 4
  now=nothing
  [ ! -f "$file" ] || now=$(hash < "$file")
  [ "$now" = "$expected" ] || no 46 'it was changed meanwhile'
fi
[ ! -L "$file" ] || no 41 'it is a symbolic link'
if [ -e "$file" ]; then
  [ -f "$file" ] || no 42 'it is not a regular file'
  if [ "$(stat -c '%U %G %a' "$file")" = "$owner $group $mode" ] \
    && [ "$(hash < "$file")" = "$want" ]; then
    echo same
    exit 0
  fi
fi
trap 'rm -f "$temp"' EXIT
set -C
exec 3> "$temp"
set +C
# By descriptor: whoever may write to the directory could put a link in the name's place.
chown "$owner:$group" /proc/self/fd/3
chmod "$mode" /proc/self/fd/3
cat >&3
[ "$(hash < /proc/self/fd/3)" = "$want" ] || no 45 'its content arrived damaged'
sync /proc/self/fd/3
exec 3>&-
[ ! -e "$file" ] || ln -fT "$file" "$file.understudy-previous"
mv -fT "$temp" "$file"
sync .
echo written
