# Prints what Understudy could have changed on a host: lines "key<TAB>value".
# What differs between two runs that did the same is masked.
export LC_ALL=C
mask() {
  sed -E -e '/^-----BEGIN/,/^-----END/c PEM' \
    -e 's/[A-Za-z0-9]{32}/PASSWORD/g' \
    -e 's/[0-9]{8}T[0-9]{6}Z/TIME/g' \
    -e 's/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/UUID/g'
}
line() { printf '%s\t%s\n' "$1" "$(tr '\n\t' '\v ')"; }

# Debian's unit counts as started only a while after its server is.
for _ in $(seq 100); do
  [ "$(systemctl is-active postgresql@15-main 2>/dev/null)" = activating ] || break
  sleep 0.1
done
data=/var/lib/postgresql/15/main
find /etc/postgresql /etc/postgresql-common /usr/local/lib /etc/systemd/system /etc/sudoers.d \
  /var/lib/postgresql -xdev -path "$data" -prune -o -path "$data.understudy-*" -prune \
  -o -type f -print 2>/dev/null | sort | while IFS= read -r file; do
  { stat -c '%a %U:%G' "$file"; head -c 65536 "$file" | tr -d '\000' | mask; } | line "file $file"
done
for file in postgresql.auto.conf standby.signal recovery.signal recovery.conf backup_label; do
  [ -e "$data/$file" ] && { stat -c '%a %U:%G' "$data/$file"; mask <"$data/$file"; } \
    | line "data $file"
done
find / -xdev \( -path /proc -o -path /sys \) -prune -o -name '*understudy*' -print 2>/dev/null \
  | mask | sort | line names
for state in guard jobs; do
  find "/var/lib/understudy/$state" -mindepth 1 2>/dev/null | mask | sort | line "state $state"
done
find /run/understudy -mindepth 1 2>/dev/null | line "state run"
find /tmp /root /home -xdev -type f ! -name .sudo_as_admin_successful 2>/dev/null | sort | line "places"
stat -c '%a %U:%G' "$data" 2>/dev/null | line "data directory"
ls -d /var/lib/postgresql/15/* 2>/dev/null | mask | line "data directories"
systemctl is-active postgresql@15-main 2>/dev/null | line "unit"
dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\n' | sha256sum | line "packages"
{ pgrep -x pg_basebackup; pgrep -x pg_verifybackup; } | wc -l | line "backups"
pgrep -f '[u]sr/local/lib/understudy' | wc -l | line "guards"

query() {
  (cd / && runuser -u postgres -- psql -qAtX -c "$2") 2>/dev/null | mask | sort | line "$1"
}
if [ "$(systemctl is-active postgresql@15-main 2>/dev/null)" = active ]; then
  query roles "SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
    rolreplication, rolbypassrls, rolconnlimit, split_part(rolpassword, '\$', 1), rolvaliduntil,
    rolconfig, shobj_description(oid, 'pg_authid') FROM pg_authid"
  query memberships "SELECT roleid::regrole, member::regrole, admin_option FROM pg_auth_members"
  query functions "SELECT oid::regprocedure, proacl FROM pg_proc WHERE proacl IS NOT NULL"
  query slots "SELECT slot_name, slot_type, temporary, active, wal_status
    FROM pg_replication_slots"
  query settings "SELECT name, setting, source, sourcefile, pending_restart FROM pg_settings
    WHERE source NOT IN ('default', 'client', 'session', 'override')
    AND name NOT IN ('transaction_isolation')"
  query rules "SELECT * FROM pg_hba_file_rules WHERE error IS NOT NULL"
  query role "SELECT pg_is_in_recovery()"
  query receivers "SELECT status, slot_name, received_tli FROM pg_stat_wal_receiver"
  query senders "SELECT application_name, usename, state FROM pg_stat_replication"
fi
true
