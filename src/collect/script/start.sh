#!/bin/sh
# Captures a running Go program as a bundle for Resident, where there is no Node: in a container,
# on a small machine. Needs a POSIX shell, tar, and curl or wget; BusyBox has all of them.
#
#   sh capture.sh [PID or NAME] [URL] > bundle.tgz
#   resident capture --script | kubectl exec -i POD -- sh > bundle.tgz
#
# Without them it takes the only Go program that is there. Settings are variables:
#   COUNT=1 EVERY=5   snapshots, and seconds from one to the next
#   OUT=FILE          write the archive there instead of standard output
#   PREFIX=/path      pprof lies below this path
#   HEADER='A: b'     sent with every request; INSECURE=1 takes any certificate
#   DEEP=1            all goroutines' stacks however many: stops the program for as long
#   GC=1              make the program collect garbage first; also goroutineleak
#
# It reads only, runs as whoever starts it, and removes its temporary folder at the end. Nothing but
# the archive goes to standard output. Of the environment it keeps four variables, of the command
# line what does not look like a secret.
#
# Nothing runs before the last line: a shell that reads this from a pipe must have read it whole, or
# a command could swallow the rest.

main() {
  set -u
  umask 077
  LC_ALL=C
  export LC_ALL
  unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY
  exec 3>&1 1>&2
  if [ -z "${OUT:-}" ] && [ -t 3 ]; then
    die "standard output is a terminal: write > bundle.tgz behind the command, or set OUT=FILE"
  fi
  # shellcheck disable=SC2086 # a PID and a URL are two words
  [ $# -gt 0 ] || set -- ${TARGET:-}
  read_arguments "$@"
  make_folder
  start_clock
  find_fetcher
  find_program
  take_snapshots
  write_bundle_json
  write_archive
}

die() {
  echo "capture: $*" >&2
  exit 2
}

read_arguments() {
  pid='' wanted='' url='' note='' go_version='' start='' goroutines=''
  for word in "$@"; do
    case $word in
      *://* | *:[0-9]*) url=$word ;;
      */*) die "$word is neither a PID nor a process's name nor a URL" ;;
      *[!0-9]*) wanted=$word ;;
      ?*) pid=$word ;;
    esac
  done
  case $url in
    '' | http://* | https://*) ;;
    :*) url=http://localhost$url ;;
    *) url=http://$url ;;
  esac
}

make_folder() {
  work=''
  trap '[ -z "$work" ] || rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP PIPE
  for parent in "${TMPDIR:-/tmp}" /dev/shm /var/tmp /run .; do
    if mkdir "$parent/resident-capture.$$" 2>/dev/null; then
      work=$parent/resident-capture.$$
      mkdir "$work/bundle"
      return
    fi
  done
  die "there is no folder to write to: set TMPDIR to one"
}

find_program() {
  [ -z "$url" ] || url=$(pprof_url "$url")
  [ -n "$pid" ] || find_pid
  if [ -z "$pid" ]; then
    is_pprof "$url" || die "no net/http/pprof answers at $url: $(head -n 1 "$work/error")"
    return
  fi
  start=$(start_ticks "$pid")
  [ -n "$start" ] || die "there is no process $pid"
  if [ -z "$url" ] && [ -r "/proc/$pid/exe" ] && ! is_go "$pid"; then
    die "process $pid is not a Go program"
  fi
  [ -n "$url" ] || find_url
  go_version=$(read_go_version)
  [ -n "$go_version" ] || go_version=$(find_go_version)
}

take_snapshots() {
  taken=0
  while [ "$taken" -lt "${COUNT:-1}" ]; do
    if [ "$taken" -gt 0 ]; then
      sleep "${EVERY:-5}" &
      wait $! # unlike a plain sleep, it ends at once when a signal comes
    fi
    snapshot || break
    taken=$((taken + 1))
  done
  [ "$taken" -gt 0 ] || die "process $pid ended while it was read"
}
