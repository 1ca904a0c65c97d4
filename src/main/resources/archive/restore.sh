#!/bin/sh
# Understudy: restore_command of this server. Arguments: standby or recovery, and %f, %p and %r.
# Understudy itself calls it with "proof", to see what the archive alone gives back.
#
# PostgreSQL takes an exit of 1 for "not in the archive", and then streams (a standby) or ends its
# recovery as complete (a targeted one). An exit above 125 stops the server.
set -u
mode=$1 file=$2 destination=$3 restart=${4-}
UNDERSTUDY_RESTORING=$mode
export UNDERSTUDY_RESTORING

# On a standby, until an archive is proved, the one before it may have what it lacks.
lacking() {
  if [ "$mode" = standby ] && [ -x "$0@PROVED@" ]; then
    "$0@PROVED@" "$mode" "$file" "$destination" "$restart" &
    fetch=$!
    wait $fetch && exit 0
  fi
  exit 1
}

say() { printf 'understudy: %s\n' "$1" >&2; }

case $file$destination$restart in
  *[!A-Za-z0-9_./-]*)
    say "an unusual name: $file, $destination"
    exit 200
    ;;
esac

salvage=@SALVAGE@
limit=@LIMIT@
absent=@ABSENT@
patience=@PATIENCE@
short=@SHORT@
case $mode in
  standby | proof) attempts=@STANDBY_ATTEMPTS@ pause=@STANDBY_PAUSE@ ;;
  recovery) attempts=@RECOVERY_ATTEMPTS@ pause=@RECOVERY_PAUSE@ ;;
  *)
    say "neither standby, recovery nor proof: $mode"
    exit 200
    ;;
esac

# While the server is being promoted, clients wait: an archive out of reach is asked once, briefly,
# and then no more. A file that is older than this was forgotten.
being_promoted() {
  [ "$mode" = standby ] && [ -n "$(find "$salvage/@PROMOTING@" -mmin -15 2>/dev/null)" ]
}
give_up() {
  say "$file: the archive is out of reach, and this server is being promoted"
  echo 'out of reach' >"$salvage/@PROMOTING@"
  exit 1
}
! being_promoted || limit=$short

# A fetch that outlived its limit must not write where the next one is expected.
rm -f "$destination".understudy-*
trap 'rm -f "$destination".understudy-*' EXIT
# The server is shut down: it signals this script's group, and waits for it.
fetch=
trap '[ -z "$fetch" ] || kill $fetch 2>/dev/null; exit 143' TERM INT QUIT

if [ "$mode" != proof ] && [ -s "$salvage/$file" ]; then
  part=$destination.understudy-$$-0
  if cp "$salvage/$file" "$part" && mv "$part" "$destination"; then
    say "$file comes from $salvage"
    exit 0
  fi
fi

if being_promoted && [ -s "$salvage/@PROMOTING@" ]; then
  give_up
fi

# Where a standby has just waited in vain, as when a whole site is gone, it is not held up as long
# again: it is to stream, or about to be promoted, for which PostgreSQL asks for several files.
missed=$(dirname "$destination")/.understudy-out-of-reach
again=
if [ "$mode" = standby ] && [ -n "$(find "$missed" -mmin -1 2>/dev/null)" ]; then
  again=yes attempts=1
  [ "$limit" -le "$short" ] || limit=$short
fi

attempt=1
begun=$(date +%s)
while :; do
  part=$destination.understudy-$$-$attempt
  # In a process group of its own, so that nothing of it outlives its limit.
  timeout -k 5 "$limit" sh -c @FETCH@ &
  fetch=$!
  wait $fetch
  status=$?
  if [ $status -eq 0 ]; then
    [ -s "$part" ] && mv "$part" "$destination" && rm -f "$missed" && exit 0
    status='nothing came'
  fi
  case " $absent " in
    *" $status "*)
      rm -f "$missed"
      lacking
      ;;
  esac
  ! being_promoted || give_up
  [ $attempt -lt "$attempts" ] || break
  [ "$mode" != standby ] || [ $(($(date +%s) - begun)) -lt "$patience" ] || break
  say "$file: the archive is out of reach ($status), attempt $attempt of $attempts"
  attempt=$((attempt + 1))
  sleep "$pause"
done

say "$file: the archive is out of reach ($status), given up after attempt $attempt"
# Only the whole patience renews it, so that an archive that is slow is given its time again.
[ "$mode" != standby ] || [ -n "$again" ] || : >"$missed"
[ "$mode" = recovery ] && exit 200
lacking
