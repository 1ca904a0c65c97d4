#!/bin/sh
# understudy guard, protocol 1. Lets one command at a time change a cluster's things on this host,
# refuses authorities older than the newest seen, and keeps its lock until the command has ended,
# whatever becomes of the connection. Needs a POSIX shell, coreutils and util-linux.
#
#   guard run-1 NONCE OWNER CLUSTER EPOCH TERM WAIT GRACE LIMIT INPUT USER SCRIPT
#   guard check-1|take-over-1|remove-1 NONCE OWNER CLUSTER EPOCH TERM WAIT GRACE
#
# CLUSTER is encoded as a file name. WAIT: seconds to wait for a holder of the same term; GRACE:
# seconds after which a holder of an older one is ended; LIMIT: seconds that SCRIPT may take;
# INPUT: bytes of standard input. Answers are lines that begin with NONCE.
set -u
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
umask 077
cd /
state=/var/lib/understudy/guard
run=/run/understudy
base=''

refuse() {
  [ -z "$base" ] || rm -f "$base".*
  printf '\n%s refused %s\n' "$nonce" "$*"
  exit 77
}

number() {
  case $1 in '' | *[!0-9]* | ???????????????????*) return 1 ;; esac
}

newer() { # EPOCH TERM than EPOCH TERM
  [ "$1" -gt "$3" ] || { [ "$1" -eq "$3" ] && [ "$2" -gt "$4" ]; }
}

load() {
  seen_owner='' seen_epoch=0 seen_term=0
  [ -e "$dir/seen" ] || return 0
  { read -r seen_owner seen_epoch seen_term < "$dir/seen"; } 2> /dev/null
  [ -n "$seen_owner" ] && number "$seen_epoch" && number "$seen_term" && return
  # Only a person, who looked at the nodes, may go on without a record.
  [ "$verb" = take-over-1 ] || refuse damaged "$dir/seen"
  seen_owner=''
}

store() {
  # By way of cat, whose complaints name the cause.
  { printf '%s %s %s\n' "$owner" "$epoch" "$term" | cat > "$dir/seen.new" \
    && sync "$dir/seen.new" && mv -f "$dir/seen.new" "$dir/seen" && sync "$dir"; } \
    2> "$base.err" || refuse store "$(cat "$base.err")"
  rm -f "$base.err"
}

# Only ever raises what was seen, also at a take-over: else two authorities could share a number.
publish() { # run or take-over
  exec 8>> "$dir/seen.lock"
  flock -w 20 8 || refuse busy 0 "the guard's own record"
  load
  if [ -n "$seen_owner" ]; then
    [ "$seen_owner" = "$owner" ] || [ "$1" = take-over ] \
      || refuse owner "$seen_owner" "$seen_epoch" "$seen_term"
    newer "$seen_epoch" "$seen_term" "$epoch" "$term" \
      && refuse older "$seen_owner" "$seen_epoch" "$seen_term"
  fi
  [ "$seen_owner $seen_epoch $seen_term" = "$owner $epoch $term" ] || store
  exec 8>&-
}

started() { # the start time of process $1, so that a reused number is not taken for it
  { read -r line < "/proc/$1/stat"; } 2> /dev/null || return 1
  line=${line##*) }
  # shellcheck disable=SC2086 # split on purpose
  set -- $line
  [ "$1" != Z ] && printf '%s' "${20}"
}

signal_session() { # SIGNAL SESSION
  kill "-$1" "-$2" 2> /dev/null
  for stat in /proc/[0-9]*/stat; do
    { read -r line < "$stat"; } 2> /dev/null || continue
    pid=${line%% *}
    line=${line##*) }
    # shellcheck disable=SC2086
    set -- "$1" "$2" $line
    [ "$6" = "$2" ] && kill "-$1" "$pid" 2> /dev/null
  done
}

runs() { # the holder's command
  [ -n "$held_session" ] && [ "$(started "$held_session")" = "$held_start" ]
}

end_holder() { # SIGNAL
  runs && signal_session "$1" "$held_session"
}

holder() {
  held_owner='' held_epoch=0 held_term=0 held_session='' held_start='' held_what=''
  { read -r held_owner held_epoch held_term held_session held_start held_what \
    < "$dir/holder"; } 2> /dev/null
}

superseded() {
  [ -n "$held_owner" ] || return 1
  [ "$held_owner" != "$owner" ] || newer "$epoch" "$term" "$held_epoch" "$held_term"
}

acquire() {
  waited=0
  while :; do
    exec 9>> "$dir/lock"
    if flock -w 1 9; then
      # A lock file that was removed meanwhile protects nothing.
      [ "$dir/lock" -ef /proc/self/fd/9 ] || continue
      holder
      # Without its supervisor, killed by whatever, a command still counts as the holder.
      runs || break
      exec 9>&-
      sleep 1
    else
      holder
    fi
    waited=$((waited + 1))
    if superseded; then
      [ "$waited" -eq "$grace" ] && end_holder TERM
      [ "$waited" -ge "$((grace + 2))" ] && end_holder KILL
      [ "$waited" -ge "$((grace + 12))" ] && refuse busy "$held_session" "$held_what"
    else
      [ "$waited" -ge "$wait" ] && refuse busy "$held_session" "$held_what"
      # While this one waited, a newer term may have come.
      load
      [ "$seen_owner $seen_epoch $seen_term" = "$owner $epoch $term" ] \
        || refuse older "$seen_owner" "$seen_epoch" "$seen_term"
    fi
  done
  rm -f "$dir/holder"
  load
  [ "$seen_owner $seen_epoch $seen_term" = "$owner $epoch $term" ] \
    || refuse older "$seen_owner" "$seen_epoch" "$seen_term"
}

sweep() { # leftovers of guards that were killed
  for left in "$run"/[0-9]*; do
    number="${left##*/}"
    [ -e "$left" ] && [ ! -e "/proc/${number%%.*}" ] && rm -f "$left"
  done
}

spool() { # a command never sees input that was cut off by a lost connection
  if [ "$input" -eq 0 ]; then
    exec 7< /dev/null
    return
  fi
  head -c "$input" > "$base.in" 2> "$base.err" || refuse store "$(cat "$base.err")"
  [ "$(stat -c %s "$base.in")" = "$input" ] || { rm -f "$base.in"; refuse input; }
  exec 7< "$base.in"
  rm -f "$base.in"
}

account() {
  entry=$(getent passwd "$user") || refuse user "$user"
  home=${entry%:*}
  home=${home##*:}
  entry=${entry#*:*:}
  uid=${entry%%:*}
  entry=${entry#*:}
  as=''
  [ "$(id -u)" = "$uid" ] || as="setpriv --reuid=$uid --regid=${entry%%:*} --init-groups"
}

# Its own session, so that nothing that ends the connection's processes reaches it, and one signal
# reaches all of it. setpriv rather than runuser: it is replaced by the command, so that the process
# waited for is the command itself.
execute() {
  trap - HUP INT QUIT TERM PIPE
  umask 022
  # shellcheck disable=SC2086
  exec setsid timeout -k 5 "$limit" $as env -i LC_ALL=C "PATH=$PATH" "HOME=$home" \
    "USER=$user" "LOGNAME=$user" SHELL=/bin/sh TERM=dumb /bin/sh -c "$script" understudy
}

uptime() {
  read -r up _ < /proc/uptime
  up=${up%.*}
}

words() { # of the script, in one line
  set -f
  # shellcheck disable=SC2086
  set -- $script
  printf '%s' "$*"
}

supervise() {
  trap '' HUP INT QUIT TERM PIPE
  uptime
  begun=$up
  (execute) <&7 > "$base.out" 2> "$base.err" 7<&- 8>&- 9>&- &
  session=$!
  printf '%s %s %s %s %s %.160s\n' "$owner" "$epoch" "$term" "$session" "$(started "$session")" \
    "$(words)" > "$dir/holder.new" && mv -f "$dir/holder.new" "$dir/holder"
  wait "$session"
  status=$?
  [ "$status" -le 128 ] || signal_session KILL "$session"
  uptime
  case $status in 124 | 137) [ "$((up - begun))" -lt "$limit" ] || status=timeout ;; esac
  printf '%s\n' "$status" > "$base.status.new" && mv -f "$base.status.new" "$base.status"
  rm -f "$dir/holder"
}

answer() {
  [ -e "$base.status" ] || refuse lost
  read -r status < "$base.status"
  [ "$status" != timeout ] || refuse timeout
  cat "$base.out"
  cat "$base.err" >&2
  rm -f "$base.out" "$base.err" "$base.status"
  printf '\n%s end %s\n' "$nonce" "$status" >&2
  printf '\n%s end %s\n' "$nonce" "$status"
}

run() {
  limit=$1 input=$2 user=$3 script=$4
  account
  spool
  publish run
  acquire
  # Fails, and so ends this shell, when nobody is there any more to be answered.
  printf '\n%s begin\n' "$nonce" >&2 && printf '\n%s begin\n' "$nonce" || exit 77
  (supervise) < /dev/null > /dev/null 2>&1 &
  supervisor=$!
  exec 7<&- 9>&-
  wait "$supervisor"
  answer
}

[ $# -ge 8 ] || { echo 'guard: too few arguments' >&2; exit 64; }
verb=$1 nonce=$2 owner=$3 cluster=$4 epoch=$5 term=$6 wait=$7 grace=$8
shift 8
case $owner in '' | *[!A-Za-z0-9._-]*) refuse damaged "the owner's name" ;; esac
case $cluster in '' | .* | *[!A-Za-z0-9._%-]*) refuse damaged "the cluster's name" ;; esac
number "$epoch" && number "$term" || refuse damaged "epoch or term"
dir=$state/$cluster
base=$run/$$
if [ ! -d "$dir" ]; then
  mkdir -p -m 0700 "$dir" && sync "$dir" "$state" "${state%/*}" "${state%/*/*}" \
    || refuse store "could not make $dir"
fi
mkdir -p -m 0700 "$run" || refuse store "could not make $run"
sweep
case $verb in
  run-1) run "$@" ;;
  check-1) publish run ;;
  take-over-1) publish take-over && acquire ;;
  remove-1)
    publish run
    acquire
    rm -rf "$dir" && sync "$state"
    if rmdir "$state" 2> /dev/null; then
      rm -f "$0"
      rmdir "${0%/*}" "$run" "${state%/*}/jobs" "${state%/*}" 2> /dev/null
    fi
    ;;
  *) refuse version ;;
esac
case $verb in run-1) ;; *) printf '\n%s accepted\n' "$nonce" ;; esac
