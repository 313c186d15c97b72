# meta.json, bundle.json and the archive.

write_meta() {
  {
    echo '{'
    [ -z "$pid" ] || process_facts
    if [ -s "$work/levels" ]; then
      echo "\"cgroup\":{\"version\":$group_version,\"levels\":[" && cat "$work/levels" && echo ']},'
    fi
    echo '"files":{' && sed '$!s/$/,/' "$notes" && echo '}}'
  } >"$here/meta.json"
  rmdir "$here/proc" "$here/cgroup" "$here/pprof" 2>/dev/null
  return 0
}

process_facts() {
  [ -z "$go_version" ] || echo "\"goVersion\":\"$go_version\",\"goVersionIsApproximate\":false,"
  executable=$(readlink "/proc/$pid/exe" 2>/dev/null) &&
    echo "\"executable\":\"$(one_line "$executable")\","
  page=$(getconf PAGESIZE 2>/dev/null) || page=$(kernel_page)
  [ -z "$page" ] || echo "\"pageSize\":$page,"
  mode=$(sed -n 's/.*\[\([a-z]*\)\].*/\1/p' /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null)
  [ -z "$mode" ] || echo "\"hugePages\":\"$mode\","
  booted=$(sed -n 's/^btime //p' /proc/stat)
  hertz=$(getconf CLK_TCK 2>/dev/null) || hertz=100
  [ -z "$booted" ] || printf '"processStart":%d.%02d,\n' $((booted + start / hertz)) \
    $((start % hertz * 100 / hertz))
}

kernel_page() {
  size=$(sed -n '/^KernelPageSize:/{s/[^0-9]//g;p;q;}' "$here/proc/smaps" 2>/dev/null)
  [ -z "$size" ] || echo $((size * 1024))
}

write_bundle_json() {
  name=$(sed -n 's/^Name:[[:space:]]*//p' "$work/bundle/0001/proc/status" 2>/dev/null)
  target=${pid:+"${name:-process} (process $pid)"}
  target=$target${url:+${pid:+ at }$url}
  {
    printf '{"format":1,"target":"%s"' "$(one_line "$target")"
    [ -z "$go_version" ] || printf ',"go":"%s"' "$go_version"
    [ -z "$note" ] || printf ',"note":"%s"' "$(one_line "$note")"
    echo '}'
  } >"$work/bundle/bundle.json"
}

write_archive() {
  if command -v gzip >/dev/null 2>&1; then
    tar -C "$work" -cf - bundle | gzip -c >"$work/archive"
  else
    tar -C "$work" -cf "$work/archive" bundle
  fi || die "the archive could not be written"
  if [ -n "${OUT:-}" ]; then
    cat "$work/archive" >"$OUT" || die "$OUT could not be written"
  else
    cat "$work/archive" >&3
  fi
}
