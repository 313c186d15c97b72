# What the program says of itself over HTTP.

own_half() {
  if [ -z "$url" ]; then
    miss pprof/heap "$no_url" \
      'Import _ "net/http/pprof" in the program and serve it, or give its URL.'
    return
  fi
  debug=${url%pprof/}
  ask vars.json "${debug}vars" '^{' && redact_vars
  ask pprof/heap "${url}heap"
  ask pprof/heap.debug1.txt "${url}heap?debug=1" '^heap profile'
  ask metrics.txt "${debug%debug/}metrics" '^# '
  name_addresses
  ask pprof/goroutine "${url}goroutine"
  ask pprof/goroutine.debug1.txt "${url}goroutine?debug=1" '^goroutine profile'
  ask pprof/threadcreate.debug1.txt "${url}threadcreate?debug=1" '^threadcreate profile'
  total=$(sed -n '1s/^goroutine profile: total //p' "$here/pprof/goroutine.debug1.txt" 2>/dev/null)
  if [ -n "${DEEP:-}" ] || [ "${total:-0}" -lt 10000 ]; then
    ask pprof/goroutine.debug2.txt "${url}goroutine?debug=2" '^goroutine '
  else
    miss pprof/goroutine.debug2.txt "listing $total goroutines would stop the program for long" \
      "Set DEEP=1 to take them all the same."
  fi
  [ -z "${GC:-}" ] || ask pprof/goroutineleak.debug1.txt "${url}goroutineleak?debug=1" '^goroutineleak'
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
