# A standby by hand, in one go: run as root on the standby, with these variables set.
# Set before: upstream, node, password.
# shellcheck shell=sh disable=SC2016,SC2154
set -eu
cd /
data=/var/lib/postgresql/15/main
conf=/etc/postgresql/15/main
bin=/usr/lib/postgresql/15/bin
as() { runuser -u postgres -- "$@"; }

lay_out() {
  pg_createcluster 15 main >/dev/null
  umask 077
  printf '%s:5432:*:replicator:%s\n' "$upstream" "$password" >/var/lib/postgresql/.pgpass
  chown postgres:postgres /var/lib/postgresql/.pgpass
}

stop() {
  systemctl stop postgresql@15-main
  rm -rf "$data"
}

copy() {
  as "$bin/pg_basebackup" -d "host=$upstream user=replicator application_name=$node" -D "$data" \
    -X stream --checkpoint=fast -C -S "byhand_$node"
  as "$bin/pg_verifybackup" -q "$data"
}

settings() {
  as sh -c 'cat >"$1"' - "$conf/conf.d/standby.conf" <<EOF
primary_conninfo = 'host=$upstream user=replicator application_name=$node'
primary_slot_name = 'byhand_$node'
listen_addresses = '*'
EOF
  as touch "$data/standby.signal"
}

streaming() {
  until [ "$(as "$bin/psql" -XAtc 'SELECT status FROM pg_stat_wal_receiver' 2>/dev/null)" = streaming ]; do
    sleep 0.05
  done
}
