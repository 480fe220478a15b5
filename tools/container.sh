#!/bin/sh
# Makes the container: tools/container.sh [DIRECTORY], as one file there that every engine loads (an OCI archive). Nothing is fetched. The same
# sources and certificates give the same bytes: no time but SOURCE_DATE_EPOCH (default: the commit's). What the machine has of images is left alone.
set -eu
cd "$(dirname "$0")/.."
out=${1:-bin}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
version=${VERSION:-0.0~git$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S).$(git rev-parse --short=12 HEAD)}
name=indeksbro:$(echo "$version" | tr '~+' '--')
arch=$(dpkg --print-architecture)
umask 022
work=$(mktemp -d)
buildah="buildah --storage-driver vfs --root $work/images --runroot $work/run"
trap '$buildah rmi --all --force >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

sh tools/rod.sh "$work/in"
$buildah build --quiet --isolation chroot --timestamp "$SOURCE_DATE_EPOCH" --file packaging/Containerfile --tag "$name" "$work/in" >/dev/null
$buildah push --quiet "$name" "oci:$work/image:$name"
mkdir -p "$out"
tar -C "$work/image" --sort=name --format=gnu --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -cf "$out/indeksbro_${version}_$arch.oci.tar" .
echo "$out/indeksbro_${version}_$arch.oci.tar"
