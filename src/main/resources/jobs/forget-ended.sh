# Removes the records of every job that does not run.
[ -d "$jobs" ] || exit 0
for job in "$jobs"/* "$jobs"/.[!.]*; do
  [ -d "$job" ] || continue
  state
  [ "$state" = running ] || rm -rf "$job"
done
rmdir "$jobs" 2> /dev/null || sync "$jobs"
