# First process of a private mount and PID namespace: DIRECTORY PORT. A host of its own in all that
# the tests touch; it vanishes with this process.
set -eu
dir=$1 port=$2
mount --make-rprivate /
for each in /run /root /home /var/lib /usr/local/lib /srv; do mount -t tmpfs -o mode=0755 sandbox "$each"; done
mkdir -p /run/sshd /run/sudo /home/login
chmod 0700 /root
for each in passwd shadow group; do cp "/etc/$each" "$dir/$each"; done
echo 'login:x:4711:4711::/home/login:/bin/bash' >> "$dir/passwd"
echo 'login:*:19000:0:99999:7:::' >> "$dir/shadow"
echo 'login:x:4711:' >> "$dir/group"
echo 'worker:x:4712:4712::/home/worker:/bin/sh' >> "$dir/passwd"
echo 'worker:*:19000:0:99999:7:::' >> "$dir/shadow"
echo 'worker:x:4712:' >> "$dir/group"
echo 'locked-out:x:4713:4713::/:/usr/sbin/nologin' >> "$dir/passwd"
echo 'locked-out:*:19000:0:99999:7:::' >> "$dir/shadow"
chmod 0640 "$dir/shadow"
for each in passwd shadow group; do mount --bind "$dir/$each" "/etc/$each"; done
mount -t tmpfs -o mode=0750 sandbox /etc/sudoers.d
echo 'login ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/login
chmod 0440 /etc/sudoers.d/login
cat > "$dir/sshd_config" << END
ListenAddress 127.0.0.1:$port
HostKey $dir/host_key
PidFile none
AuthorizedKeysFile $dir/authorized_keys
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
Banner $dir/banner
PrintMotd no
MaxStartups 100
Include $dir/extra.conf
END
/usr/sbin/sshd -D -e -f "$dir/sshd_config" &
while :; do wait || :; sleep 1; done
