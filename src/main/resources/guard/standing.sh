# As root: carries out one command after the other, each asked for on standard input as a line
#   NONCE guard|plain LIMIT SIZE INPUT USER
# which is answered with "ready". Then follow SIZE bytes of script and INPUT bytes of base64, which
# the script gets on its standard input. Ends with the connection. What arrives cut off, as when the
# connection breaks in the middle, is never carried out.
cd /
umask 022
known=''
account() { # sets $as and $home for user $1
  [ "$1" != "$known" ] || return 0
  entry=$(getent passwd "$1") || { echo "sudo: unknown user $1" >&2; exit 1; }
  home=${entry%:*}
  home=${home##*:}
  entry=${entry#*:*:}
  group=${entry#*:}
  as=''
  [ "$1" = root ] || as="setpriv --reuid=${entry%%:*} --regid=${group%%:*} --init-groups"
  known=$1
}
carry_out() {
  if [ "$kind" = guard ]; then
    /bin/sh -c "$script" understudy
  else
    timeout -k 5 "$limit" $as env -i LC_ALL=C "PATH=$PATH" "HOME=$home" "USER=$user" \
      "LOGNAME=$user" SHELL=/bin/sh TERM=dumb /bin/sh -c "$script" understudy
  fi
}
say() {
  printf '\n%s %s\n' "$nonce" "$1" >&2
  printf '\n%s %s\n' "$nonce" "$1"
}
while read -r nonce kind limit size input user; do
  printf '\n%s ready\n' "$nonce"
  script=$(head -c "$size")
  data=''
  [ "$input" -eq 0 ] || data=$(head -c "$input")
  [ "${#script} ${#data}" = "$size $input" ] || exit 1
  [ "$kind" = guard ] || { account "$user" && say begin; }
  if [ "$input" -eq 0 ]; then
    carry_out < /dev/null
  else
    printf '%s' "$data" | base64 -d | carry_out
  fi
  status=$?
  # The guard has said its own last word, unless it was killed.
  if [ "$kind" = guard ]; then say 'refused lost'; else say "end $status"; fi
done
