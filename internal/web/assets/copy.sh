#!/bin/sh
# Copies the files of Det Fælles Designsystem that the pages use from node_modules to dist/, which the binary embeds: the large texts compressed, as
# they are served.
# Run it after `npm ci` in the root of the repository. The relative urls of the stylesheet (../img) keep working.
set -eu
cd "$(dirname "$0")"
from=../../../node_modules/dkfds/dist
[ -f "$from/css/dkfds.min.css" ] || { echo "copy.sh: $from is missing: run 'npm ci' in the repository's root first" >&2; exit 2; }

rm -rf dist/css dist/js dist/img dist/fonts dist/LICENSE.md
mkdir -p dist/css dist/js dist/img/svg-icons dist/fonts

# The stylesheet's own font rules name the complete fonts, which are too heavy; own/app.css declares the Latin-1 ones.
sed -E -e 's/@font-face\{[^}]*IBMPlexSans[^}]*\}//g' -e 's#/\*. sourceMappingURL=[^*]*\*/##' "$from/css/dkfds.min.css" | gzip -9n > dist/css/dkfds.min.css.gz
sed -E 's#^//. sourceMappingURL=.*$##' "$from/js/dkfds.min.js" | gzip -9n > dist/js/dkfds.min.js.gz
for weight in Regular SemiBold; do
	cp "$from/fonts/IBMPlexSans/split/woff2/IBMPlexSans-$weight-Latin1.woff2" dist/fonts/
done
# The icons the stylesheet asks for in the components in use; add to the list with a new component.
for icon in chevron-down chevron-up; do
	cp "$from/img/svg-icons/$icon.svg" dist/img/svg-icons/
done
cp "$from/LICENSE.md" dist/LICENSE.md
