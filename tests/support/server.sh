#!/bin/sh
# Runs a JupyterHub as deploy/server/install makes it, on what looks like a fresh machine: in a mount namespace of its own, where
# nothing that is written reaches the real one. `unshare --mount --pid --fork --mount-proc --kill-child` starts it, as root.
#
#     server.sh REPOSITORY ENVIRONMENT PYTHON OPTION ...      PYTHON: the prefix that the environment was made from
set -eu
umask 022
repository=$1 environment=$2 python=$3
shift 3

# What is needed of the real machine is kept in sight while folders of the fresh one are put in its place.
mount -t tmpfs -o mode=755 tmpfs /mnt
for name in repository environment python etc; do mkdir /mnt/$name; done
mount --rbind "$repository" /mnt/repository
mount --rbind "$environment" /mnt/environment
mount --rbind "$python" /mnt/python
cp -a /etc/. /mnt/etc
mount --bind /mnt/etc /etc
for place in /home /srv /root /opt /var/lib; do mount -t tmpfs -o mode=755 tmpfs $place; done
for place in /tmp /var/tmp; do mount -t tmpfs -o mode=1777 tmpfs $place; done
for name in repository python; do
    eval "path=\$$name"
    if [ ! -e "$path" ]; then
        mkdir -p "$path"
        mount --rbind "/mnt/$name" "$path"
    fi
done
mkdir /opt/course
mount --rbind /mnt/environment /opt/course

/mnt/repository/deploy/server/install prof homes accounts exchange course settings
for student in ada ben; do useradd --create-home --groups students "$student"; done
for account in prof ada ben; do echo "$account:password of $account"; done | chpasswd
cd /var/lib/jupyterhub
export PATH="/opt/course/bin:$PATH"
exec /opt/course/bin/python -m jupyterhub -f /etc/jupyterhub/jupyterhub_config.py "$@"
