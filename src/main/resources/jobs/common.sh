# Functions about the processes of a job. Set before: id.
umask 077
jobs=/var/lib/understudy/jobs
job=$jobs/$id

start_time() { # of process $1, in the kernel's clock ticks
  { read -r line < "/proc/$1/stat"; } 2> /dev/null || return 1
  line=${line##*) }
  set -- $line
  [ "$1" != Z ] && printf '%s' "${20}"
}

members() { # of session $1, the keeper last
  keeper=''
  for stat in /proc/[0-9]*/stat; do
    { read -r line < "$stat"; } 2> /dev/null || continue
    number=${line%% *}
    line=${line##*) }
    set -- "$1" $line
    [ "$5" = "$1" ] && [ "$2" != Z ] || continue
    if [ "$number" = "$1" ]; then keeper=$number; else printf '%s ' "$number"; fi
  done
  printf '%s' "$keeper"
}

alive() { # also when the keeper was killed and its work goes on
  read -r session began boot < "$job/pid" || return 1
  [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] || return 1
  [ "$(start_time "$session")" = "$began" ] || [ -n "$(members "$session")" ]
}

state() {
  if [ ! -d "$job" ]; then
    state=absent
  elif [ -e "$job/status" ]; then
    state=ended
  elif alive; then
    state=running
  elif [ -e "$job/status" ]; then
    state=ended
  else
    state=lost
  fi
}

# Sets $as and $home for user $1.
account() {
  entry=$(getent passwd "$1") || return 1
  home=${entry%:*}
  home=${home##*:}
  entry=${entry#*:*:}
  group=${entry#*:}
  as=''
  [ "${entry%%:*}" = 0 ] \
    || as="setpriv --reuid=${entry%%:*} --regid=${group%%:*} --init-groups"
}
