# Runs a program without network, without the processes and files of this machine, without privileges.
#   sh wrap.sh outer PARTS EMPTY-DIRECTORY READABLE... -- PROGRAM ARGUMENTS...
# PARTS are words between commas, what is left out is not done:
#   user        in a user namespace: for who is not root and wants one of the next three
#   network     a network of its own, with nobody in it
#   processes   a process namespace of its own
#   files       a root with nothing but Java, READABLE and a small /tmp; a real root becomes nobody
#   privileges  no capabilities, and none to gain
#   limits      few descriptors and threads, no core dumps, no files
# READABLE are files and directories that the program may read, at the paths that they have here.
# Signals of a terminal or of a service manager are the node's: it ends the program by its pipe.
set -eu
umask 022
trap '' HUP INT TERM
PATH=/usr/bin:/bin:/usr/sbin:/sbin
export PATH

has() {
  case ,$PARTS, in *",$1,"*) return 0 ;; *) return 1 ;; esac
}

bind() {
  if [ -d "$1" ]; then mkdir -p "$ROOT$1"; else mkdir -p "$ROOT${1%/*}"; : >"$ROOT$1"; fi
  mount --bind "$1" "$ROOT$1"
  mount -o "remount,bind,$2" "$ROOT$1"
}

stage=$1
PARTS=$2
ROOT=$3

# The program must not outlive who started it, not even when both are stuck.
die=
if setpriv --pdeathsig KILL true 2>/dev/null; then die='--pdeathsig KILL'; fi

if [ "$stage" = outer ]; then
  shift
  spaces=
  if has user; then spaces='--user --map-root-user'; fi
  if has network; then spaces="$spaces --net"; fi
  if has files; then spaces="$spaces --mount --ipc --uts --propagation private"; fi
  if has processes; then spaces="$spaces --pid --fork --kill-child"; fi
  # shellcheck disable=SC2086
  if [ -n "$spaces" ]; then
    exec ${die:+setpriv $die} unshare $spaces sh "$0" inner "$@"
  fi
  exec ${die:+setpriv $die} sh "$0" inner "$@"
fi

shift 3
if has files; then
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
    if [ -d "$system" ]; then bind "$system" ro,nosuid,nodev; fi
  done
  while [ "$1" != -- ]; do
    if ! [ -e "$ROOT$1" ]; then bind "$1" ro,nosuid,nodev; fi
    shift
  done
  for device in /dev/null /dev/zero /dev/urandom /dev/random; do
    bind "$device" rw,nosuid
  done
  cd "$ROOT"
  pivot_root . .before
  cd /
  umount -l /.before
  mount -o remount,ro,size=1m,mode=755,nosuid,nodev none /
else
  while [ "$1" != -- ]; do shift; done
fi
shift
# When memory or processors are short the node comes first: its others have to hear that it lives.
echo 500 2>/dev/null >/proc/self/oom_score_adj || :
behind=
if command -v nice >/dev/null; then behind='nice -n 5'; fi
limits=
if has limits; then limits='prlimit --core=0 --fsize=0 --nofile=1024 --nproc=4096'; fi
who=
if has files && ! has user; then who='--reuid 65534 --regid 65534 --clear-groups'; fi
if has privileges; then who="$who --no-new-privs --inh-caps=-all --bounding-set=-all"; fi
# shellcheck disable=SC2086
exec env -i TZ=UTC LC_ALL=C.UTF-8 $behind $limits ${who:+setpriv $who --} ${die:+setpriv $die --} "$@"
