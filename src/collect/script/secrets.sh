# What is not kept: the environment but for four variables, and what looks like a secret.

keep_variables() {
  tr '\000\n' '\n\001' | grep -e '^GOGC=' -e '^GOMEMLIMIT=' -e '^GODEBUG=' -e '^GOMAXPROCS=' |
    tr '\n\001' '\000\n'
}

# As redact.ts does, more roughly: without awk only the program's own name is kept.
redact_command_line() {
  if ! command -v awk >/dev/null 2>&1; then
    tr '\000' '\n' | sed '1!s/.*/[secret]/' | tr '\n' '\000'
    return
  fi
  tr '\000\n' '\n ' | awk '
    function is_secret(name) {
      if (name ~ /[a-z]/) gsub(/[A-Z]/, "-&", name)
      name = tolower(name)
      if (name ~ /[-_.](file|path|dir|name|ttl|timeout|age|size|len|count|url|type|format|mode|enabled)$/) return 0
      if (name ~ /passw|passphrase|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|signing|encryption|credential/) return 1
      return name ~ /(^|[-_.])(pass|pwd|pw|key|apikey|auth|authorization|bearer|jwt|cookie|dsn|salt|sig|signature|pin|otp)([-_.]|$)/
    }
    hide { print "[secret]"; hide = 0; next }
    /^--?[A-Za-z_][A-Za-z0-9_.-]*$/ { hide = is_secret($0); print; next }
    match($0, /^-?-?[A-Za-z_][A-Za-z0-9_.:-]*=/) && is_secret(substr($0, 1, RLENGTH - 1)) {
      print substr($0, 1, RLENGTH) "[secret]"
      next
    }
    /^[A-Za-z0-9_.-]+:[^ \/]+@/ { print "[secret]"; next }
    /(gh[pousr]_|github_pat_|glpat-|xox[a-z]-|sk-|AKIA|ASIA|AIza|eyJ)[A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-]/ { print "[secret]"; next }
    tolower($0) ~ /(bearer|basic|cookie|token|passw(or)?d|passphrase|pwd|secret|private key|api.?key)[^a-z]/ { print "[secret]"; next }
    { gsub(/:\/\/[^ \/@]*@/, "://[secret]@"); print }
  ' | tr '\n' '\000'
}
