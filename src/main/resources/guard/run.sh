# NONCE LIMIT SCRIPT, as the wanted user: the output proper stands between lines with the nonce.
cd /
umask 022
printf '\n%s begin\n' "$1" >&2
printf '\n%s begin\n' "$1"
timeout -k 5 "$2" env -i LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  "HOME=${HOME:-/}" "USER=${USER-}" "LOGNAME=${LOGNAME-}" SHELL=/bin/sh TERM=dumb \
  "SSH_CONNECTION=${SSH_CONNECTION-}" /bin/sh -c "$3" understudy
status=$?
printf '\n%s end %s\n' "$1" "$status" >&2
printf '\n%s end %s\n' "$1" "$status"
