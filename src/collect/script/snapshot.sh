# One snapshot: the kernel's half, then at once the program's own.

# Where date knows no fraction, /proc/uptime has hundredths.
start_clock() {
  case $(date +%s.%N 2>/dev/null) in
    *[!0-9.]* | *. | '') has_fraction='' ;;
    *) has_fraction=1 ;;
  esac
  first_uptime=$(uptime_hundredths)
  first_second=$(date +%s)
}

uptime_hundredths() {
  read -r uptime _ </proc/uptime
  echo "${uptime%.*}${uptime#*.}"
}

# Unix seconds with a fraction.
now() {
  if [ -n "$has_fraction" ]; then
    nanoseconds=$(date +%s.%N)
    echo "${nanoseconds%??????}"
    return
  fi
  gone=$(($(uptime_hundredths) - first_uptime))
  printf '%d.%02d\n' $((first_second + gone / 100)) $((gone % 100))
}

snapshot() {
  name=$(printf '%04d' $((taken + 1)))
  here=$work/bundle/$name
  notes=$work/notes
  mkdir "$here" "$here/proc" "$here/cgroup" "$here/pprof"
  : >"$notes"
  now >"$here/time"
  if [ -n "$pid" ]; then
    kernel_half
  else
    miss proc/smaps "the process behind the URL can't be found here" "Give its PID as well."
  fi
  own_half
  if [ -n "$pid" ] && [ "$(start_ticks "$pid")" != "$start" ]; then
    rm -rf "$here"
    note="Process $pid ended before snapshot $((taken + 1)) was complete."
    return 1
  fi
  write_meta
}

# miss FILE REASON [REMEDY]
miss() {
  printf '"%s":{"reason":"%s"' "$1" "$(one_line "$2")" >>"$notes"
  [ -z "${3:-}" ] || printf ',"remedy":"%s"' "$(one_line "$3")" >>"$notes"
  echo '}' >>"$notes"
}

# was_read FILE TIME
was_read() {
  echo "\"$1\":{\"readAt\":$2}" >>"$notes"
}

# Text for between the quotes of JSON.
one_line() {
  printf '%s' "$1" | tr '\000-\037' ' ' | sed 's/[\\"]/\\&/g'
}

kernel_half() {
  copy_cgroup
  copy "/proc/$pid/environ" proc/environ keep_variables
  copy "/proc/$pid/cmdline" proc/cmdline redact_command_line
  for file in cgroup mountinfo limits maps smaps_rollup smaps statm status; do
    copy "/proc/$pid/$file" "proc/$file"
  done
}

# copy SOURCE FILE [FILTER]
copy() {
  at=$(now)
  if cat "$1" 2>"$work/error" >"$work/part"; then
    ${3:-cat} <"$work/part" >"$here/$2"
    was_read "$2" "$at"
  else
    miss "$2" "$(sed 's/.*: //' "$work/error")" "$(remedy_for "$work/error")"
  fi
  rm -f "$work/part"
}

remedy_for() {
  grep -q 'ermi' "$1" || return 0
  owner=$(sed -n 's/^Uid:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null)
  if [ "$owner" = "$(id -u)" ] || [ "$(id -u)" = 0 ]; then
    echo "In a container: give it the capability SYS_PTRACE, see docs/containers.md."
  else
    echo "Run as user $owner or as root."
  fi
}
