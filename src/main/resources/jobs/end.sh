# Ends everything in the job's session and waits until it is gone.
state
[ "$state" = running ] || exit 0
kill -TERM $(members "$session") 2> /dev/null
tries=0
while alive; do
  tries=$((tries + 1))
  if [ "$tries" -ge 300 ]; then
    echo 'some of its processes cannot be ended' >&2
    exit 49
  fi
  [ "$tries" -lt 100 ] || kill -KILL $(members "$session") 2> /dev/null
  sleep 0.1
done
if [ ! -e "$job/status" ]; then
  printf '137\n' > "$job/status.new"
  sync "$job/status.new" && mv "$job/status.new" "$job/status" && sync "$job"
fi
