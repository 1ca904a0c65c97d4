# In the login's own shell: NONCE USER RUN ARGUMENT... Becomes USER, or stays the login when empty,
# and hands over to RUN.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
export PATH LC_ALL
nonce=$1 user=$2 run=$3
shift 3
[ -n "$user" ] && [ "$user" != "$(id -un)" ] || exec /bin/sh -c "$run" understudy "$nonce" "$@"
if [ "$(id -u)" -eq 0 ]; then
  entry=$(getent passwd "$user") || { echo "sudo: unknown user $user" >&2; exit 1; }
  entry=${entry%:*}
  exec setpriv --reuid="$(id -u "$user")" --regid="$(id -g "$user")" --init-groups \
    env "HOME=${entry##*:}" "USER=$user" "LOGNAME=$user" \
    /bin/sh -c "$run" understudy "$nonce" "$@"
fi
exec sudo -n -H -u "$user" -- /bin/sh -c "$run" understudy "$nonce" "$@"
