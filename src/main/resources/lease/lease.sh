#!/bin/sh
# understudy lease, protocol 1. PostgreSQL may run as a primary here while this host's boot-time clock
# is below "until"; then it is killed. Two things raise until: a renewal by the service, and a vouch of
# a standby that says it follows this node, counted from before it was asked. Needs a POSIX shell,
# coreutils and util-linux. All that has to be remembered is in memory or in /run, whose files are
# overwritten in place: a full disk changes nothing. Times are hundredths of a second since the boot.
#
#   lease watch CLUSTER                   the unit's program: renews, vouches, kills
#   lease may-start CLUSTER               before the server's start: fails where it would be a primary
#   lease look NONCE CLUSTER              how things are, for the service
#   lease renew NONCE CLUSTER OWNER EPOCH GENERATION BOOT UNTIL LIST    a renewal; vouchers on stdin
#   lease permit CLUSTER OWNER EPOCH GENERATION      one without an end, under the guard's lock
#   lease unfollowed CLUSTER NODE...      whether each of these standbys follows nobody
#   lease allow-primary CLUSTER           a person's word, until the service's next one
#   lease status CLUSTER                  for a person
#   lease vouched SLOT ASKED NAP          called by psql, when a standby has vouched
# shellcheck disable=SC2015,SC3013 # either may fail; every sh that there is knows -ef
set -u
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
umask 077
cd /
ever=999999999999999
slots='0 1 2 3 4 5 6 7'

number() {
  case $1 in '' | *[!0-9]* | ????????????????*) return 1 ;; esac
}

uptime() { # sets $up
  read -r up _ < /proc/uptime
  up=${up%.*}${up#*.}
}

# A container's boots share the kernel's boot id, but not the start of their first process.
boot() { # sets $boot
  read -r boot < /proc/sys/kernel/random/boot_id
  stat_of 1
  boot=$boot.$begun
}

stat_of() { # PID: sets $state, $parent, $begun; fails when there is no such process
  state='' parent='' begun=''
  { read -r line < "/proc/$1/stat"; } 2> /dev/null || return 1
  line=${line##*) }
  # shellcheck disable=SC2086 # split on purpose
  set -- $line
  state=$1 parent=$2 begun=${20}
}

load() { # CLUSTER: its configuration
  case $1 in '' | .* | *[!A-Za-z0-9._%-]*) echo "lease: no cluster is called so: $1" >&2; exit 64 ;; esac
  cluster=$1
  kept=/var/lib/understudy/lease/$cluster
  run=/run/understudy-lease/$cluster
  [ -r "$kept/config" ] || { echo "lease: $kept/config is not there" >&2; exit 78; }
  # Sets me, data, unit, signals, psql, question, apart, lease and check.
  me='' data='' unit='' signals='' psql='' question='' apart='' lease=0 check=0
  # shellcheck disable=SC1091
  . "$kept/config"
  mkdir -p "$run"
}

# What the service and a person have said: sets $granted.
read_granted() {
  granted=0
  { read -r _ _ _ granted < "$run/renewal"; } 2> /dev/null || granted=0
  number "$granted" || granted=0
  [ ! -e "$run/allowed" ] || granted=$ever
}

# In place, so that it takes no room; twice, so that half a text is not taken for a whole one.
note() { # FILE TEXT
  printf '%-40s|%-40s\n' "$2" "$2" 1<> "$1"
}

noted() { # FILE: sets $text; fails where there is none
  text=''
  { IFS= read -r line < "$1"; } 2> /dev/null || return 1
  [ "${line%%|*}" = "${line#*|}" ] || return 1
  text=${line%%|*}
  # shellcheck disable=SC2086
  set -- $text
  text=$*
}

say() {
  printf 'understudy: %s\n' "$*"
}

# A file whose presence makes the server a standby when it starts. One that is made under a running
# primary does not make it one: but that has a WAL writer, which no standby has.
marked_standby() {
  for file in $signals; do
    [ ! -e "$data/$file" ] || return 0
  done
  return 1
}

postmaster() { # sets $pm
  pm=''
  { read -r pm < "$data/postmaster.pid"; } 2> /dev/null || pm=''
  number "$pm" && [ "/proc/$pm/cwd" -ef "$data" ] && return
  pm=''
  return 1
}

writes_wal() {
  kids=''
  { read -r kids < "/proc/$pm/task/$pm/children"; } 2> /dev/null
  for kid in $kids; do
    title=''
    { read -r title < "/proc/$kid/cmdline"; } 2> /dev/null
    title=${title%"${title##*[! ]}"}
    case $title in 'postgres: walwriter' | 'postgres: '*': walwriter') return 0 ;; esac
  done
  return 1
}

find_cgroup() { # of the unit, as long as the server runs in it; sets $cgroup
  [ "$pm" != "$cgroup_of" ] || return 0
  cgroup_of=$pm
  while read -r line; do
    path=${line#*:*:}
    case $path in
      */"$unit")
        for mount in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
          [ ! -e "$mount$path/cgroup.procs" ] || { cgroup=$mount$path; return; }
        done
        ;;
    esac
  done < "/proc/$pm/cgroup"
}

in_cgroup() { # whether processes of the server are left in the unit
  [ -n "$cgroup" ] && [ -e "$cgroup/cgroup.procs" ] || return 1
  while read -r pid; do
    name=''
    { read -r name < "/proc/$pid/comm"; } 2> /dev/null
    case $name in postgres | postmaster) return 0 ;; esac
  done < "$cgroup/cgroup.procs"
  return 1
}

left_behind() { # SIGNAL: fails when no process of the server is left; sends it the signal
  found=1
  for dir in /proc/[0-9]*; do
    [ "$dir/cwd" -ef "$data" ] || continue
    name=''
    { read -r name < "$dir/comm"; } 2> /dev/null
    case $name in postgres | postmaster) ;; *) continue ;; esac
    stat_of "${dir#/proc/}" && [ "$state" != Z ] || continue
    found=0
    kill "-$1" "${dir#/proc/}" 2> /dev/null
  done
  return "$found"
}

serves() { # whether a server runs that is no standby, or what a dead one left running
  if postmaster; then
    find_cgroup
    ran=yes
    ! marked_standby || writes_wal
  elif in_cgroup || { [ -n "$ran" ] && left_behind 0; }; then
    ! marked_standby
  else
    ran=''
    return 1
  fi
}

kill_server() {
  rounds=0
  while [ "$rounds" -lt 20 ]; do
    rounds=$((rounds + 1))
    left=''
    if in_cgroup; then
      left=yes
      { echo 1 > "$cgroup/cgroup.kill"; } 2> /dev/null || while read -r pid; do
        kill -9 "$pid" 2> /dev/null
      done < "$cgroup/cgroup.procs"
    fi
    # Those who were started in another way, and those whom a dead postmaster left behind.
    ! left_behind 9 || left=yes
    [ -n "$left" ] || return 0
    sleep 0.02
  done
  return 1
}

# The newest timeline that this server was on: each but the first has a history file.
timeline() { # sets $timeline
  timeline=1
  for file in "$data"/pg_wal/????????.history; do
    file=${file##*/}
    file=${file%.history}
    case $file in *[!0-9A-F]*) continue ;; esac
    digits=$((0x$file))
    [ "$digits" -le "$timeline" ] || timeline=$digits
  done
}

# So that the standby does not end the connection by itself.
patient='-c statement_timeout=2000 -c tcp_keepalives_idle=7200 -c tcp_user_timeout=0'

# The standby keeps the connection for as long as its vouch counts, and the vouch counts only while
# this host's end of it lives. So whoever sees no such connection there knows that no vouch is left.
ask() { # NODE CONNINFO
  slot=$((next_slot % 8))
  next_slot=$((next_slot + 1))
  uptime
  asked=$up
  PGOPTIONS="-c understudy.timeline=$timeline $patient" PGCONNECT_TIMEOUT=2 \
    PGAPPNAME=understudy-lease PGPASSFILE=$kept/passfile \
    "$psql" -XAtqw -v ON_ERROR_STOP=1 -d "$2" > /dev/null 2>&1 << END &
$question \\gset
\\if :vouched
\\! exec /bin/sh $self vouched $run/vouch.$slot $asked $((lease / 100 + 2))
\\endif
END
  holders="$holders $!:$slot:$asked:$1"
}

vouched() { # FILE ASKED NAP: by psql, through a shell that became this
  note "$1" "$2 $PPID"
  exec sleep "$3"
}

listed() { # NODE
  while read -r node _; do
    [ "$node" != "$1" ] || return 0
  done < "$kept/vouchers"
  return 1
}

alive() { # PID of a psql of ours
  stat_of "$1" && [ "$state" != Z ] && [ "$parent" = "$$" ]
}

# Sets $vouched, by those who have vouched and whose connection is there.
gather() {
  vouched=0
  keep=''
  for holder in $holders; do
    pid=${holder%%:*}
    rest=${holder#*:}
    slot=${rest%%:*}
    rest=${rest#*:}
    asked=${rest%%:*}
    alive "$pid" || continue
    if noted "$run/vouch.$slot" && [ "$text" = "$asked $pid" ]; then
      end=$((asked + lease))
    else
      end=0
    fi
    # The list may have become shorter since this one was asked.
    if [ "$end" -gt "$up" ] && listed "${rest#*:}"; then
      [ "$end" -le "$vouched" ] || vouched=$end
    elif [ "$end" -gt 0 ] || [ "$up" -gt "$((asked + 200))" ]; then
      kill -9 "$pid" 2> /dev/null
      continue
    fi
    keep="$keep $holder"
  done
  holders=$keep
}

ask_all() {
  [ "$up" -ge "$ask_next" ] || return 0
  ask_next=$((up + lease / 8))
  [ "$((lease / 8))" -gt "$check" ] || ask_next=$((up + check))
  timeline
  {
    read -r _
    while read -r name conninfo; do
      ask "$name" "$conninfo"
    done
  } < "$kept/vouchers"
}

pause() { # until the next look, or the end of the permission
  rest=$check
  [ "$until" -le "$up" ] || [ "$((until - up))" -ge "$rest" ] || rest=$((until - up))
  [ "$rest" -gt 0 ] || rest=1
  frac=$((rest % 100))
  [ "$frac" -ge 10 ] || frac=0$frac
  sleep "$((rest / 100)).$frac"
}

watch() {
  trap '' HUP PIPE
  holders='' next_slot=0 ask_next=0 cgroup='' cgroup_of='' ran='' until=0 first_look=yes killed=''
  for slot in $slots; do
    note "$run/vouch.$slot" none
  done
  while :; do
    read_granted
    uptime
    gather
    until=$granted
    [ "$vouched" -le "$until" ] || until=$vouched
    note "$run/until" "$until"
    note "$run/alive" "$up"
    if serves; then
      if [ "$up" -ge "$until" ]; then
        # What an earlier process of the unit had heard is gone: its standbys are asked once more.
        if [ -z "$first_look" ]; then
          [ -n "$killed" ] || say "the permission to be primary has run out: PostgreSQL is killed"
          kill_server && killed=yes
        fi
      else
        killed=''
      fi
      [ "$((until - up))" -gt "$((lease * 5 / 8))" ] || ask_all
    elif [ -e "$run/wanted" ]; then
      if marked_standby; then
        rm -f "$run/wanted"
      elif [ "$up" -lt "$until" ]; then
        start
      else
        ask_all
      fi
    fi
    first_look=''
    pause
  done
}

start() {
  say "there is a permission to be primary now: PostgreSQL is started"
  rm -f "$run/wanted"
  [ ! -d /run/systemd/system ] || systemctl start --no-block "$unit"
}

may_start() {
  ! marked_standby || exit 0
  naps=0
  while [ "$naps" -lt 50 ]; do
    uptime
    read_granted
    noted "$run/until" && [ "$text" -gt "$granted" ] && granted=$text
    if [ "$granted" -gt "$up" ]; then
      rm -f "$run/wanted"
      exit 0
    fi
    : > "$run/wanted"
    naps=$((naps + 1))
    sleep 0.1
  done
  echo "understudy: this node may not be a primary: neither the service nor a standby says so." >&2
  echo "It starts by itself as soon as one does. To decide it here: understudy-guard allow-primary $cluster" >&2
  exit 1
}

answer() { # WORD
  uptime
  boot
  read_granted
  list=0
  { read -r _ list < "$kept/vouchers"; } 2> /dev/null
  enforced=no
  noted "$run/alive" && [ "$((up - text))" -lt "$((check * 3 + 100))" ] && enforced=yes
  printf '\n%s %s %s %s %s %s %s\n' "$nonce" "$1" "$up" "$boot" "$list" "$enforced" "$granted"
}

refuse() {
  printf '\n%s refused %s\n' "$nonce" "$*"
  exit 77
}

older() { # OWNER EPOCH GENERATION than what was accepted last
  { read -r last_owner last_epoch last_generation last_until < "$run/renewal"; } 2> /dev/null || return 1
  [ "$last_owner" = "$1" ] || return 1
  [ "$2" -lt "$last_epoch" ] || { [ "$2" -eq "$last_epoch" ] && [ "$3" -lt "$last_generation" ]; }
}

put() { # FILE, from standard input
  cat > "$1.new" && sync "$1.new" && mv -f "$1.new" "$1" && sync "${1%/*}"
}

renew() { # OWNER EPOCH GENERATION BOOT UNTIL LIST
  [ $# -eq 6 ] && number "$2" && number "$3" && number "$5" && number "$6" || refuse damaged
  exec 9>> "$run/lock"
  flock -w 2 9 || refuse busy
  { read -r seen seen_epoch _ < "/var/lib/understudy/guard/$cluster/seen"; } 2> /dev/null \
    || refuse missing
  [ "$seen" = "$1" ] || refuse owner "$seen"
  [ "$2" -ge "$seen_epoch" ] || refuse older "$seen" "$seen_epoch" 0
  last_until=0
  ! older "$1" "$2" "$3" || refuse older "$last_owner" "$last_epoch" "$last_generation"
  boot
  [ "$4" = this ] || [ "$boot" = "$4" ] || refuse boot "$boot"
  uptime
  [ "$5" = "$ever" ] || [ "$5" -le "$((up + lease))" ] || refuse later "$5"
  until=$5
  # One that was held up on its way changes nothing.
  [ "${last_owner-} ${last_epoch-} ${last_generation-}" != "$1 $2 $3" ] \
    || [ "$last_until" -le "$until" ] || until=$last_until
  list=0
  { read -r _ list < "$kept/vouchers"; } 2> /dev/null
  [ "$6" = 0 ] || [ "$6" = "$list" ] || { printf 'list %s\n' "$6"; cat; } | put "$kept/vouchers" \
    || refuse store "$kept/vouchers"
  printf '%s %s %s %s\n' "$1" "$2" "$3" "$until" > "$run/renewal.new" \
    && mv -f "$run/renewal.new" "$run/renewal" || refuse store "$run/renewal"
  rm -f "$run/allowed"
  answer accepted
}

# Asked as the last thing before this node is promoted.
unfollowed() { # NODE... but this one
  for wanted in "$@"; do
    [ "$wanted" != "$me" ] || continue
    said=''
    while read -r node conninfo; do
      [ "$node" = "$wanted" ] || continue
      said=$(PGCONNECT_TIMEOUT=2 PGOPTIONS='-c statement_timeout=2000' PGPASSFILE=$kept/passfile \
        timeout 5 "$psql" -XAtqw -d "$conninfo" -c "$apart" 2> /dev/null < /dev/null)
    done < "$kept/vouchers"
    [ "$said" = t ] || { echo "$wanted"; exit 1; }
  done
}

status() {
  uptime
  read_granted
  until=0
  ! noted "$run/until" || until=$text
  if [ "$until" -ge "$ever" ]; then
    echo "may be primary until the service says otherwise"
  elif [ "$until" -gt "$up" ]; then
    echo "may be primary for $(((until - up) / 100)) s more"
  else
    echo "may not be primary"
  fi
}

allow_primary() {
  : > "$run/allowed"
  echo "PostgreSQL may be a primary here until the service says otherwise or the host boots."
  status
}

self=$0
verb=${1-}
[ $# -eq 0 ] || shift
case $verb in
  watch) load "$1" && watch ;;
  may-start) load "$1" && may_start ;;
  look | renew)
    nonce=$1
    shift
    load "$1"
    shift
    case $verb in look) answer seen ;; *) renew "$@" ;; esac
    ;;
  permit)
    load "$1"
    nonce=permit
    renew "$2" "$3" "$4" this "$ever" 0
    ;;
  unfollowed)
    load "$1"
    shift
    unfollowed "$@"
    ;;
  vouched) vouched "$@" ;;
  allow-primary) load "${1-}" && allow_primary ;;
  status) load "${1-}" && status ;;
  *)
    echo "usage: understudy-guard status|allow-primary CLUSTER" >&2
    exit 64
    ;;
esac
