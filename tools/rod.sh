#!/bin/sh
# Puts together what is in the container: tools/rod.sh DIRECTORY. The program, the certificates this machine trusts, and the directories it needs.
# INDEKSBRO_PROGRAM names a program that is built already.
set -eu
cd "$(dirname "$0")/.."
umask 022
root=$1/root
mkdir -p "$root/usr/bin" "$root/etc/ssl/certs" "$root/tmp" "$root/var/lib" "$1/data/indeksbro"
if [ -n "${INDEKSBRO_PROGRAM:-}" ]; then
	install -m 755 "$INDEKSBRO_PROGRAM" "$root/usr/bin/indeksbro"
else
	sh tools/program.sh "$root/usr/bin/indeksbro"
fi
install -m 644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
echo 'indeksbro:x:65532:65532::/var/lib/indeksbro:/sbin/nologin' > "$root/etc/passwd"
chmod 1777 "$root/tmp"
chmod 700 "$1/data/indeksbro"
