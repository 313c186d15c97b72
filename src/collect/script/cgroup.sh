# The memory cgroup of the process and the levels above it.

# What is kept of every level, and of the own one besides; by the version of cgroups.
name_files() {
  if [ "$group_version" = 1 ]; then
    level_files='usage_in_bytes limit_in_bytes max_usage_in_bytes failcnt oom_control
      memsw.usage_in_bytes memsw.limit_in_bytes'
    own_files='stat soft_limit_in_bytes use_hierarchy'
  else
    level_files='current max high peak events swap.current swap.max'
    own_files='stat events.local low min pressure oom.group'
  fi
}

copy_cgroup() {
  rm -f "$work/levels"
  group_version='' group=''
  { read_group; } 2>/dev/null # the process may just have ended
  top='' below=''
  [ -z "$group_version" ] || {
    find_mount /proc/self/mountinfo '' || find_mount "/proc/$pid/mountinfo" "/proc/$pid/root"
  } 2>/dev/null
  if [ -z "$top" ]; then
    miss cgroup "no memory cgroup of the process can be seen from here" \
      "In a container: look from the host, see docs/containers.md."
    return
  fi
  name_files
  for file in $level_files $own_files; do
    [ ! -r "$top$below/memory.$file" ] || copy "$top$below/memory.$file" "cgroup/memory.$file"
  done
  write_levels
}

# Version 1 where the memory controller is listed there, else version 2.
read_group() {
  while IFS= read -r line; do
    rest=${line#*:}
    case ",${rest%%:*}," in
      *,memory,*) group_version=1 group=${rest#*:} && return ;;
      ,,) group_version=2 group=${rest#*:} ;;
    esac
  done <"/proc/$pid/cgroup"
}

# find_mount MOUNTINFO PREFIX: where the group's folder is, as $top (mount point) and $below.
find_mount() {
  [ -r "$1" ] || return 1
  while read -r _ _ _ root point rest; do
    case $group_version:$rest in
      2:*' - cgroup2 '*) ;;
      1:*' - cgroup '*) case ",${rest##* }," in *,memory,*) ;; *) continue ;; esac ;;
      *) continue ;;
    esac
    base=${root%/} # within the pattern bash would take it for something else
    case $group in
      "$root") below='' ;;
      "$base"/*) below=/${group#"$base"/} ;;
      *) continue ;;
    esac
    below=${below%/}
    case $below/ in */../*) continue ;; esac
    if [ -d "$2$point$below" ]; then
      top=$2$point top_path=$base
      return 0
    fi
  done <"$1"
  return 1
}

# Each level's limits for meta.json, the own one first.
write_levels() {
  separator=''
  while :; do
    printf '%s{"path":"%s","files":{' "$separator" "$(one_line "${top_path}${below:-/}")"
    comma=''
    for file in $level_files; do
      [ -r "$top$below/memory.$file" ] || continue
      printf '%s"memory.%s":"' "$comma" "$file"
      while IFS= read -r line; do printf '%s\\n' "$(one_line "$line")"; done <"$top$below/memory.$file"
      printf '"'
      comma=,
    done
    printf '}}\n'
    separator=,
    [ -n "$below" ] || break
    below=${below%/*}
  done 2>/dev/null >"$work/levels"
}
