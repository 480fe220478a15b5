// Command indeksbro carries a municipality's cases and services from its care record to the shared indexes and shows them to
// caseworker and citizen. `indeksbro --help` lists what it can do.
package main

import (
	"os"

	"indeksbro/internal/app"
)

func main() {
	os.Exit(app.Main(os.Args[1:]))
}
