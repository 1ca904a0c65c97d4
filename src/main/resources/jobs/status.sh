# Prints state and exit status, the progress line, and the end of the output as base64.
# Set before: naps, of 20 ms, for which a running job's end is waited for.
state
if [ "$state" = running ]; then
  while [ "$naps" -gt 0 ] && [ ! -e "$job/status" ]; do
    sleep 0.02
    naps=$((naps - 1))
  done
  state
fi
code=-1
[ "$state" != ended ] || read -r code < "$job/status"
printf '%s %s\n' "$state" "$code"
[ "$state" != absent ] || exit 0
line=''
read -r user < "$job/user"
if [ -s "$job/progress" ] && account "$user"; then
  line=$(timeout 10 $as env -i LC_ALL=C "PATH=$PATH" "HOME=$home" \
    /bin/sh -c "$(cat "$job/progress")" understudy < /dev/null 2> /dev/null \
    | head -n 1 | head -c 200 | tr -cd ' -~')
fi
printf '%s\n' "$line"
tail -c 4096 "$job/out" | base64 -w 0
