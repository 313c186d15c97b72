# The process's pprof port, from the kernel's table of listening sockets.

find_url() {
  no_url="the process listens on no TCP port"
  if ! ls "/proc/$pid/fd" >/dev/null 2>&1; then
    no_url="which ports the process listens on can't be read: give the URL as well"
    return
  fi
  ours=$(readlink /proc/self/ns/net 2>/dev/null)
  if [ -n "$ours" ] && [ "$(readlink "/proc/$pid/ns/net" 2>/dev/null)" != "$ours" ]; then
    no_url="the process has a network namespace of its own: run this in it (nsenter -t $pid -n)"
    return
  fi
  ls -l "/proc/$pid/fd" >"$work/fd" 2>/dev/null
  sockets=$(sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p' "$work/fd" | tr '\n' ' ')
  for socket in $(listening); do
    try_socket "$socket" && return
  done
}

# address:port in hexadecimal of the sockets that the process listens on, each port once. The table has
# those of the whole namespace, and bash reads a file of it line by line with a seek each: sed is asked for
# the few that listen (state 0A).
listening() {
  for table in tcp tcp6; do
    sed -n '/^ *[0-9]*: [0-9A-F:]* [0-9A-F:]* 0A /p' "/proc/$pid/net/$table" |
      while read -r _ local _ _ _ _ _ _ _ inode _; do
        case " $sockets" in *" $inode "*) echo "$local" ;; esac
      done
  done 2>/dev/null | sort -t : -k 2 -u
}

try_socket() {
  port=$(printf '%d' "0x${1##*:}")
  case ${1%:*} in
    00000000000000000000000001000000 | 00000000000000000000000000000001) host='[::1]' ;;
    0100007F | 00000000 | 00000000000000000000000000000000) host=127.0.0.1 ;;
    ????????) host=$(ipv4 "${1%:*}") ;;
    0000000000000000FFFF0000????????) host=$(ipv4 "${1%:*}") ;;
    *) host=localhost ;;
  esac
  candidate=$(pprof_url "http://$host:$port")
  if is_pprof "$candidate"; then
    url=$candidate
    return 0
  fi
  no_url="no net/http/pprof answers on the ports of the process (last tried: $port)"
  return 1
}

# The last eight digits, which a little-endian kernel prints backwards.
ipv4() {
  echo "$1" | sed 's/.*\(..\)\(..\)\(..\)\(..\)$/0x\4 0x\3 0x\2 0x\1/' | {
    read -r a b c d
    printf '%d.%d.%d.%d\n' "$a" "$b" "$c" "$d"
  }
}
