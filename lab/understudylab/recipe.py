"""What the images are made of. A change of this file makes new images at the next `up`."""

SUITE = "bookworm"

BASE_PACKAGES = (
    "systemd systemd-sysv dbus libpam-systemd openssh-server sudo iproute2 iputils-ping "
    "ca-certificates procps netbase less e2fsprogs"
).split()

# What the offline repository can install on a bare host, with all that it depends on.
OFFERED = "postgresql-15 postgresql-client-15 rsync pgbackrest openssl zstd lz4 faketime curl daemontools".split()

PG15_PACKAGES = "postgresql-15 postgresql-client-15 rsync pgbackrest openssl daemontools".split()

# Units that make no sense, or only cost time, where the kernel is shared.
MASKED = (
    "systemd-udevd.service systemd-udev-trigger.service systemd-udevd-kernel.socket "
    "systemd-udevd-control.socket systemd-timesyncd.service getty.target console-getty.service "
    "apt-daily.timer apt-daily-upgrade.timer apt-daily.service apt-daily-upgrade.service "
    "dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer "
    "systemd-update-utmp.service systemd-update-utmp-runlevel.service "
    "dev-hugepages.mount systemd-sysctl.service systemd-modules-load.service "
    "sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount"
).split()

SOURCES = "deb [trusted=yes] file:/srv/debrepo ./\n"

# Runs as root inside the base image, with the offline repository at /srv/debrepo.
BASE_SCRIPT = r"""
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
rm -f /etc/apt/sources.list.d/* /etc/apt/apt.conf.d/99mmdebstrap
printf '%s' "$SOURCES" > /etc/apt/sources.list
cat > /etc/apt/apt.conf.d/90server <<'END'
APT::Install-Recommends "false";
APT::Periodic::Enable "0";
Acquire::Languages "none";
END
apt-get -q update

echo 'LANG=C.UTF-8' > /etc/default/locale
useradd --create-home --shell /bin/bash --uid 1000 admin
install -d -m 0700 -o admin -g admin /home/admin/.ssh
echo 'admin ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/90-admin
chmod 0440 /etc/sudoers.d/90-admin
cat > /etc/ssh/sshd_config.d/10-server.conf <<'END'
PasswordAuthentication no
KbdInteractiveAuthentication no
UseDNS no
END
rm -f /etc/ssh/ssh_host_*
for unit in $MASKED; do ln -sf /dev/null "/etc/systemd/system/$unit"; done
ln -sf /lib/systemd/system/multi-user.target /etc/systemd/system/default.target
: > /etc/machine-id
rm -f /var/lib/dbus/machine-id /etc/hostname /etc/resolv.conf /etc/fstab
: > /etc/resolv.conf
: > /etc/fstab
install -d -m 2755 -g systemd-journal /var/log/journal
rm -rf /var/cache/apt/archives/*.deb /tmp/*
"""

# Runs as root inside the layer on top of base.
PG15_SCRIPT = r"""
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 LANG=C.UTF-8
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
chmod 0755 /usr/sbin/policy-rc.d
apt-get -q -y install $PG15_PACKAGES
pg_lsclusters -h | grep -q . && pg_dropcluster 15 main
rm -f /usr/sbin/policy-rc.d
rm -f /etc/ssl/private/ssl-cert-snakeoil.key /etc/ssl/certs/ssl-cert-snakeoil.pem
find /etc/ssl/certs -xtype l -delete
rm -rf /var/cache/apt/archives/*.deb /var/log/postgresql/* /tmp/*
"""
