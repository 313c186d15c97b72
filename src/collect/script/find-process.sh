# Which process to look at, and what its executable says.

is_go() {
  grep -q -e 'Go buildinf:' -e '\.gopclntab' "/proc/$1/exe" 2>/dev/null
}

command_of() {
  { tr '\000' ' ' <"/proc/$1/cmdline"; } 2>/dev/null | cut -c 1-100
}

# Field 22 of stat: with the PID it names the process. Empty for none, and for a zombie.
start_ticks() {
  [ -n "$1" ] && stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  # shellcheck disable=SC2086 # the fields are to be split
  set -- ${stat##*) }
  [ "$1" != Z ] && echo "${20}"
}

# The kernel's name of a process, cut at 15 bytes, or its executable's.
is_named() {
  [ "$(cat "/proc/$1/comm" 2>/dev/null)" = "$wanted" ] && return
  executable=$(readlink "/proc/$1/exe" 2>/dev/null) || return 1
  executable=${executable%' (deleted)'}
  [ "${executable##*/}" = "$wanted" ]
}

find_pid() {
  found=''
  for folder in /proc/[0-9]*; do
    candidate=${folder#/proc/}
    [ "$candidate" != "$$" ] || continue
    [ -z "$wanted" ] || is_named "$candidate" || continue
    is_go "$candidate" && found="$found $candidate"
  done
  if [ -n "$url" ] && [ -z "$wanted" ]; then
    find_listener
    return
  fi
  # shellcheck disable=SC2086 # the PIDs are to be split
  set -- $found
  case $# in
    1) pid=$1 ;;
    0) die "no Go program${wanted:+ called $wanted} can be seen here: give its PID or the URL of its pprof" ;;
    *) list_found "$@" ;;
  esac
}

list_found() {
  echo "capture: there are $# Go programs${wanted:+ called $wanted}; give the PID of one:" >&2
  for candidate in "$@"; do
    echo "  $candidate  $(command_of "$candidate" | cut -d ' ' -f 1)" >&2
  done
  exit 2
}

# Which of the Go programs answers at the URL: the one whose command line pprof tells.
find_listener() {
  fetch "${url}cmdline" "$work/cmdline" || return 0
  asked=$(tr '\000' '\n' <"$work/cmdline")
  for candidate in $found; do
    # A candidate may have ended since it was found.
    if [ "$asked" = "$({ tr '\000' '\n' <"/proc/$candidate/cmdline"; } 2>/dev/null)" ]; then
      pid=$candidate
      return
    fi
  done
}

# The version that follows the build info of Go 1.18 and newer.
read_go_version() {
  texts | grep -A 24 'Go buildinf:' |
    sed -n 's/^.\{0,1\}\(go1\.[0-9][0-9]*[.0-9rcbeta]*\).*/\1/p' | head -n 1
}

# Older programs have it among all their strings, without an end: what is part of a path or of a
# longer number is none, and where several versions are left, which is the program's is not known.
find_go_version() {
  texts | sed -n 's/^\(.*[^-@_./]\)\{0,1\}\(go1\.[0-9]\{1,2\}\(\.[0-9]\{1,2\}\)\{0,1\}\)\([^-@_./0-9].*\)\{0,1\}$/\2/p' |
    sort -u | sed -n '$!q; p'
}

texts() {
  { tr -c ' -~' '\n' <"/proc/$pid/exe"; } 2>/dev/null
}
