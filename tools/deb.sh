#!/bin/sh
# Makes the Debian package: tools/deb.sh [DIRECTORY]. The same sources give the same bytes: no time but SOURCE_DATE_EPOCH (default: the
# commit's), no path of this machine, no user of this machine. INDEKSBRO_PROGRAM names a program that is built already.
set -eu
cd "$(dirname "$0")/.."
out=${1:-bin}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
version=${VERSION:-0.0~git$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S).$(git rev-parse --short=12 HEAD)}
arch=$(dpkg --print-architecture)
umask 022
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

put() { # MODE FROM TO
	mkdir -p "$root/$(dirname "$3")"
	install -m "$1" "$2" "$root/$3"
}

if [ -z "${INDEKSBRO_PROGRAM:-}" ]; then
	sh tools/program.sh "$root/program"
	INDEKSBRO_PROGRAM=$root/program
fi
put 755 "$INDEKSBRO_PROGRAM" usr/bin/indeksbro
rm -f "$root/program"
for unit in packaging/systemd/*; do
	put 644 "$unit" "usr/lib/systemd/system/$(basename "$unit")"
done
put 644 packaging/indeksbro.yaml etc/indeksbro/indeksbro.yaml
for text in LICENSE NOTICE README.md CHANGELOG.md docs/*.md; do
	put 644 "$text" "usr/share/doc/indeksbro/$(basename "$text")"
done
cat NOTICE LICENSE > "$root/usr/share/doc/indeksbro/copyright"
mkdir -p "$root/DEBIAN"
for script in packaging/debian/*; do
	put 755 "$script" "DEBIAN/$(basename "$script")"
done
echo /etc/indeksbro/indeksbro.yaml > "$root/DEBIAN/conffiles"
cat > "$root/DEBIAN/control" <<EOF
Package: indeksbro
Version: $version
Architecture: $arch
Maintainer: Indeksbro <indeksbro@localhost>
Installed-Size: $(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f1)
Depends: passwd
Recommends: ca-certificates
Section: net
Priority: optional
Description: carries a municipality's care cases to the shared indexes
 One program that keeps the shared Danish indexes (SDI, YDI) in line with a care
 record, and shows caseworkers and citizens what stands in them.
EOF
(cd "$root" && find usr etc -type f | LC_ALL=C sort | xargs md5sum) > "$root/DEBIAN/md5sums"
chmod 644 "$root/DEBIAN/control" "$root/DEBIAN/conffiles" "$root/DEBIAN/md5sums"
chmod 755 "$root"
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz -z3 --build "$root" "$out/indeksbro_${version}_$arch.deb" >/dev/null
echo "$out/indeksbro_${version}_$arch.deb"
