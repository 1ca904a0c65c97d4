# Set before: temp, user, size (of the script, on standard input before the progress script), keeper.
set -eu
[ ! -d "$job" ] || exit 0
account "$user" || { echo "no such user: $user" >&2; exit 46; }
if [ ! -d "$jobs" ]; then
  mkdir -p -m 0700 "$jobs"
  sync "${jobs%/*}" "${jobs%/*/*}"
fi
find "$jobs" -maxdepth 1 -name '.new-*' -mmin +60 -exec rm -rf {} +
mkdir "$jobs/$temp"
cd "$jobs/$temp"
head -c "$size" > script
cat > progress
printf '%s\n' "$user" > user
sync script progress user
cd /
setsid /bin/sh -c "$keeper" understudy "$jobs/$temp" "$job" "$user" "$home" "$as" \
  < /dev/null > /dev/null 2>&1 &
tries=0
while [ -d "$jobs/$temp" ] && [ "$tries" -lt 200 ]; do
  sleep 0.02
  tries=$((tries + 1))
done
[ -d "$job" ] || { echo 'the job did not come up' >&2; exit 47; }
