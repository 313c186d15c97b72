# Requests to the program: curl or wget, whichever is there.

find_fetcher() {
  fetcher=''
  if command -v curl >/dev/null 2>&1; then
    fetcher=curl
  elif command -v wget >/dev/null 2>&1; then
    fetcher=wget
    wget_bound=''
    case $(wget --help 2>&1) in *-T*) wget_bound='-T 20' ;; esac # BusyBox may lack it
  fi
}

# fetch URL FILE [BODY]: true if the answer is 200. What went wrong is in $work/error.
fetch() {
  : >"$work/error"
  case $fetcher in
    curl) fetch_with_curl "$@" ;;
    wget) fetch_with_wget "$@" ;;
    *) echo "neither curl nor wget is here" >"$work/error" && false ;;
  esac && [ -s "$2" ] && return 0
  rm -f "$2"
  return 1
}

fetch_with_curl() {
  set -- "$1" "$2" ${3:+--data "$3"}
  address=$1 file=$2
  shift 2
  [ -z "${INSECURE:-}" ] || set -- "$@" -k
  [ -z "${HEADER:-}" ] || set -- "$@" -H "$HEADER"
  curl -q -sS -f -g --connect-timeout 10 -m 120 "$@" -o "$file" "$address" 2>"$work/error"
}

fetch_with_wget() {
  set -- "$1" "$2" ${3:+--post-data="$3"}
  address=$1 file=$2
  shift 2
  [ -z "${INSECURE:-}" ] || set -- "$@" --no-check-certificate
  [ -z "${HEADER:-}" ] || set -- "$@" --header "$HEADER"
  # shellcheck disable=SC2086 # an option and its value, or nothing
  wget -q -t 1 $wget_bound "$@" -O "$file" "$address" 2>"$work/error"
}

# http://host:6060 → http://host:6060/debug/pprof/; a path that ends in pprof stays as it is.
pprof_url() {
  address=${1%%\?*}
  rest=${address#*://}
  case $rest in
    */*) path=/${rest#*/} ;;
    *) path='' ;;
  esac
  origin=${address%"$path"}
  path=${path%/}
  [ -n "$path" ] || path=${PREFIX:-}
  path=${path%/}
  case $path in
    */pprof) ;;
    */pprof/*) path=${path%/*} ;;
    */debug) path=$path/pprof ;;
    *) path=$path/debug/pprof ;;
  esac
  echo "$origin$path/"
}

# True if the index page of net/http/pprof is there.
is_pprof() {
  fetch "$1" "$work/index" && grep -q '/debug/pprof/' "$work/index" &&
    grep -q 'goroutine' "$work/index" && grep -q 'heap' "$work/index"
}
