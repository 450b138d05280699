# Runs a program without network, without the processes and files of this machine, without privileges.
#   sh wrap.sh outer USER EMPTY-DIRECTORY READABLE... -- PROGRAM ARGUMENTS...
# USER is root (a real one, who becomes nobody) or user (one with a user namespace). READABLE are
# files and directories that the program may read, at the paths that they have here.
set -eu
PATH=/usr/bin:/bin:/usr/sbin:/sbin
export PATH

bind() {
  if [ -d "$1" ]; then mkdir -p "$ROOT$1"; else mkdir -p "$ROOT${1%/*}"; : >"$ROOT$1"; fi
  mount --bind "$1" "$ROOT$1"
  mount -o "remount,bind,$2" "$ROOT$1"
}

stage=$1
who=$2
ROOT=$3

if [ "$stage" = outer ]; then
  shift
  if [ "$who" = user ]; then user='--user --map-root-user'; else user=; fi
  # shellcheck disable=SC2086
  exec unshare $user --mount --pid --net --ipc --uts --fork --kill-child --propagation private \
    sh "$0" inner "$@"
fi

shift 3
mount -t tmpfs -o size=1m,mode=755,nosuid,nodev none "$ROOT"
mkdir "$ROOT/proc" "$ROOT/tmp" "$ROOT/.before"
mount -t proc -o nosuid,nodev,noexec none "$ROOT/proc"
mount -t tmpfs -o size=16m,mode=1777,nosuid,nodev,noexec none "$ROOT/tmp"
for system in /bin /sbin /lib /lib32 /lib64 /libx32; do
  if [ -L "$system" ]; then
    ln -s "$(readlink "$system")" "$ROOT$system"
  elif [ -d "$system" ]; then
    bind "$system" ro,nosuid,nodev
  fi
done
for system in /usr/bin /usr/sbin /usr/lib /usr/lib32 /usr/lib64 /usr/libx32; do
  [ -d "$system" ] && bind "$system" ro,nosuid,nodev
done
while [ "$1" != -- ]; do
  [ -e "$ROOT$1" ] || bind "$1" ro,nosuid,nodev
  shift
done
shift
for device in /dev/null /dev/zero /dev/urandom /dev/random; do
  bind "$device" rw,nosuid
done
cd "$ROOT"
pivot_root . .before
cd /
umount -l /.before
mount -o remount,ro,size=1m,mode=755,nosuid,nodev none /
echo 500 >/proc/self/oom_score_adj 2>/dev/null || :
if [ "$who" = user ]; then
  id=
else
  id='--reuid 65534 --regid 65534 --clear-groups'
fi
# shellcheck disable=SC2086
exec env -i TZ=UTC LC_ALL=C.UTF-8 prlimit --core=0 --fsize=0 --nofile=1024 --nproc=4096 \
  setpriv $id --no-new-privs --inh-caps=-all --bounding-set=-all -- "$@"
