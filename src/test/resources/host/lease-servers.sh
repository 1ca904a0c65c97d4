# In a sandbox: a primary (6001) and a standby (6002) of it, in /srv; functions for tests to use.
B=/usr/lib/postgresql/15/bin
pg() { (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); }
sql() { "$B/psql" -h /srv/p -p "$1" -U postgres -XAtc "$2"; }
launch() { pg "$B/pg_ctl" -w -s -t 30 -D "/srv/p/$1" -l "/srv/p/$1.log" start; }
halt() { pg "$B/pg_ctl" -w -s -m immediate -D "/srv/p/$1" stop; }
pid() { head -n 1 "/srv/p/$1/postmaster.pid"; }
make() {
  mkdir -p /srv/p
  chown postgres /srv/p
  pg "$B/initdb" -N -D /srv/p/a -A trust > /dev/null
  pg tee -a /srv/p/a/postgresql.conf > /dev/null << END
port = 6001
listen_addresses = '127.0.0.1'
unix_socket_directories = '/srv/p'
fsync = off
shared_buffers = 16MB
END
  launch a
  pg "$B/pg_basebackup" -h 127.0.0.1 -p 6001 -D /srv/p/b -c fast
  pg touch /srv/p/b/standby.signal
  echo 'port = 6002' | pg tee -a /srv/p/b/postgresql.conf > /dev/null
  follow 6001
  launch b
}
follow() { # PORT, in force with the next reload or start
  echo "primary_conninfo = 'host=''127.0.0.1'' port=''$1'' user=''postgres'''" \
    | pg tee /srv/p/b/postgresql.auto.conf > /dev/null
}
emptied() {
  : | pg tee /srv/p/b/postgresql.auto.conf > /dev/null
  sql 6002 'SELECT pg_reload_conf()'
}
