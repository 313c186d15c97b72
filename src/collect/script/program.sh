# What the program says of itself over HTTP.

own_half() {
  if [ -z "$url" ]; then
    miss pprof/heap "$no_url" \
      'Import _ "net/http/pprof" in the program and serve it, or give its URL.'
    return
  fi
  debug=${url%pprof/}
  [ -z "${GC:-}" ] || ask pprof/heap.debug1.txt "${url}heap?gc=1&debug=1" '^heap profile'
  ask vars.json "${debug}vars" '^{' && redact_vars
  [ -n "${GC:-}" ] || ask pprof/heap.debug1.txt "${url}heap?debug=1" '^heap profile'
  ask pprof/heap "${url}heap"
  ask metrics.txt "${debug%debug/}metrics" '^# '
  name_addresses
  ask pprof/threadcreate.debug1.txt "${url}threadcreate?debug=1" '^threadcreate profile'
  [ $((taken + 1)) -lt "${COUNT:-1}" ] && is_last='' || is_last=1
  ask_stacks
  if [ -n "$is_last" ]; then
    [ -z "${DEEP:-}" ] || ask pprof/goroutine "${url}goroutine"
    ask_dump
  else
    miss pprof/goroutine.debug2.txt "it is taken with the last snapshot only"
  fi
  [ -z "${GC:-}" ] || ask pprof/goroutineleak.debug1.txt "${url}goroutineleak?debug=1" '^goroutineleak'
}

# The goroutines grouped by their stacks; of very many not each time, because it costs 5 MiB and more.
ask_stacks() {
  if [ "$taken" -gt 0 ] && [ -z "$is_last" ] && [ "${goroutines:-0}" -ge 20000 ]; then
    miss pprof/goroutine.debug1.txt \
      "of $goroutines goroutines it is taken with the first and the last snapshot only"
    return
  fi
  ask pprof/goroutine.debug1.txt "${url}goroutine?debug=1" '^goroutine profile' || return
  goroutines=$(sed -n '1s/^goroutine profile: total //p' "$here/pprof/goroutine.debug1.txt")
}

# The list of all goroutines, where its text would stay below 4 MiB: writing it stops the program.
ask_dump() {
  size=0
  [ -n "${DEEP:-}" ] || dump_size
  if [ -n "$size" ] && [ "$size" -le 4194304 ]; then
    ask pprof/goroutine.debug2.txt "${url}goroutine?debug=2" '^goroutine '
  else
    miss pprof/goroutine.debug2.txt \
      "writing a list of goroutines of ${size:-unknown size}${size:+ bytes} would stop the program for long" \
      "Set DEEP=1 to take it all the same: it says how long each has waited."
  fi
}

# As dump-size.ts does: for every goroutine of a group the group's frames, and 125 bytes besides.
dump_size() {
  size=''
  [ -s "$here/pprof/goroutine.debug1.txt" ] || return 0
  size=0 members=0
  while IFS= read -r line; do
    case $line in
      '#'*) size=$((size + members * (${#line} + 1))) ;;
      [0-9]*' @'*)
        members=${line%% *}
        size=$((size + members * 125))
        ;;
    esac
  done <"$here/pprof/goroutine.debug1.txt"
}

# ask FILE URL [PATTERN of its first lines]
ask() {
  at=$(now)
  if ! fetch "$2" "$here/$1"; then
    case $(cat "$work/error") in
      *404*) miss "$1" "there is no such page" ;;
      *) miss "$1" "no answer: $(head -n 1 "$work/error")" ;;
    esac
    return 1
  fi
  if ! head -n 5 "$here/$1" | grep -q -e "${3:-^[^<]}"; then
    rm -f "$here/$1"
    miss "$1" "something else answers there"
    return 1
  fi
  was_read "$1" "$at"
}

# Of the command line in /debug/vars only the program's name.
redact_vars() {
  text='"([^"\\]|\\.)*"'
  if sed -E "s/(\"cmdline\": *\\[ *$text)(, *$text)+ *\\]/\\1,\"[secret]\"]/" "$here/vars.json" \
    >"$work/part"; then
    mv "$work/part" "$here/vars.json"
  else
    rm -f "$here/vars.json"
  fi
}

# Heap profiles up to Go 1.7 are text with addresses only.
name_addresses() {
  [ "$(head -c 13 "$here/pprof/heap" 2>/dev/null | tr -d '\000')" = 'heap profile:' ] || return 0
  addresses=$(sed 's/.*@//' "$here/pprof/heap" | tr ' ' '\n' | grep '^0x' | sort -u | tr '\n' '+')
  fetch "${url}symbol" "$here/pprof/symbol.txt" "${addresses%+}" && was_read pprof/symbol.txt "$(now)"
}
