#!/bin/sh
# Runs govulncheck where its database can be reached, and says so where it cannot.
set -u
out=$("$@" 2>&1)
code=$?
if [ "$code" -ne 0 ] && printf '%s' "$out" | grep -qiE 'fetching vulnerabilities|no such host|connection refused|dial tcp|403|forbidden|timeout|proxyconnect'; then
  echo "govulncheck: its database cannot be reached from here; not checked"
  exit 0
fi
printf '%s\n' "$out"
exit "$code"
