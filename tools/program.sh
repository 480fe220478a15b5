#!/bin/sh
# Builds the program as it is given out: tools/program.sh FILE. It tells its revision; the same sources give the same bytes.
set -eu
cd "$(dirname "$0")/.."
at=$(TZ=UTC0 git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)
stamp="-X indeksbro/internal/app.revision=$(git rev-parse HEAD) -X indeksbro/internal/app.revisionTid=$at"
CGO_ENABLED=0 ${GO:-go} build -trimpath -ldflags="-s -w -buildid= $stamp" -o "$1" ./cmd/indeksbro
