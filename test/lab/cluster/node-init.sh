#!/bin/bash
# Process 1 of a node: a host name, mounts, process and ipc namespace of its own; the network is the lab's loopback.
# Killing this process ends every process of the node. Called with the node's folder; BASE, USER_NAME and WAL_MB come from the environment.
set -e
folder=$1
hostname "$HOST_NAME"
# what a remedy writes outside of the node's folder (a rule of sudo, a line of cron) is the node's own, and vanishes with it
for place in etc root var tmp; do
  own="$folder/../over/$(basename "$folder")/$place"
  mkdir -p "$own/upper" "$own/work"
  chmod --reference="/$place" "$own/upper"
  mount -t overlay -o "lowerdir=/$place,upperdir=$own/upper,workdir=$own/work" overlay "/$place"
done
mount -t tmpfs -o mode=755 tmpfs "/$(echo "$BASE" | cut -d/ -f2)"
mkdir -p "$BASE"
mount --bind "$folder" "$BASE"
mount --bind "$folder/home" /var/lib/postgresql
for file in hosts shadow passwd; do mount --bind "$folder/../etc/$file" "/etc/$file"; done
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
# a second volume, for archives and copies
mount -t tmpfs -o size=4g,mode=755 tmpfs /media
mkdir -p /run/sshd /run/postgresql /media/backup
chown "$USER_NAME:" /run/postgresql /media/backup
if [ -n "$WAL_MB" ]; then
  mkdir -p "$BASE/wal"
  mount -t tmpfs -o "size=${WAL_MB}m" tmpfs "$BASE/wal"
  chown "$USER_NAME:" "$BASE/wal"
  chmod 700 "$BASE/wal"
fi
cp "$folder/home/hostkey" /etc/ssh/ssh_host_ed25519_key
cp "$folder/home/hostkey.pub" /etc/ssh/ssh_host_ed25519_key.pub
/usr/sbin/sshd -f "$folder/home/sshd_config"
touch "$folder/init.ready"
while :; do sleep 3600 & wait; done
