# Puts the guard in place; the new one itself first checks the authority under which this happens.
# Set before: want (SHA-256), temp, words (quoted arguments of the check), and the file on stdin.
set -eu
umask 022
dir=/usr/local/lib/understudy
hash() { sha256sum < "$1" | cut -d ' ' -f 1; }
[ ! -L "$dir" ] || { echo "$dir is a symbolic link" >&2; exit 1; }
mkdir -p "$dir"
cd "$dir"
trap 'rm -f "$temp"' EXIT
set -C
cat > "$temp"
set +C
[ "$(hash "$temp")" = "$want" ] || { echo 'the guard arrived damaged' >&2; exit 1; }
chmod 0755 "$temp"
eval "sh ./$temp $words"
if [ -f guard ] && [ ! -L guard ] && [ "$(hash guard)" = "$want" ] \
  && [ "$(stat -c '%u:%g:%a' guard)" = 0:0:755 ]; then
  exit 0
fi
chown 0:0 "$temp"
sync "$temp"
mv -fT "$temp" guard
sync . ..
echo installed
