# Session leader of a job: directory as built, final directory, user, home, words to become the user.
# The job exists from the rename on, which only one starter can win.
trap '' HUP INT TERM PIPE
umask 077
cd "$1" || exit 1
read -r line < "/proc/$$/stat"
line=${line##*) }
words() { printf '%s' "${20}"; }
printf '%s %s %s\n' "$$" "$(words $line)" "$(cat /proc/sys/kernel/random/boot_id)" > pid || exit 1
: > out && sync pid out . && mv -T "$1" "$2" || { rm -rf "$1"; exit 1; }
sync "${2%/*}"
(
  trap - HUP INT TERM PIPE
  script=$(cat script)
  exec > out 2>&1
  cd /
  umask 022
  exec $5 env -i LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "HOME=$4" "USER=$3" "LOGNAME=$3" SHELL=/bin/sh TERM=dumb /bin/sh -c "$script" understudy
)
status=$?
printf '%s\n' "$status" > status.new && sync status.new && mv status.new status && sync .
