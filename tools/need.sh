#!/bin/sh
# Installs what is missing. Each argument is COMMAND:PACKAGE, python/MODULE:PACKAGE, or /FILE/PATTERN:PACKAGE, by Debian's names.
set -eu
missing=""
for pair in "$@"; do
  want="${pair%%:*}"
  case "$want" in
    python/*) /usr/bin/python3 -c "import ${want#python/}" >/dev/null 2>&1 ;;
    # shellcheck disable=SC2086 # a pattern of names, one for each version
    /*) ls $want >/dev/null 2>&1 ;;
    *) command -v "$want" >/dev/null 2>&1 ;;
  esac || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0
as=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "missing:$missing; install with apt-get as root" >&2; exit 1; }
  as="sudo"
fi
echo "installing:$missing"
$as apt-get update -qq
# shellcheck disable=SC2086 # a list of packages
$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
