package kle

import (
	"time"

	"indeksbro/internal/oio"
)

// importTime is when the daily import runs, Danish time: before anybody is at work.
const importTime = 3

// NaesteImport is when the daily import runs next, and so when a changed filter takes effect (R061). A moment at which it runs
// belongs to the day before: what is changed just then waits for the next.
func NaesteImport(nu time.Time) time.Time {
	there := nu.In(oio.Koebenhavn)
	next := time.Date(there.Year(), there.Month(), there.Day(), importTime, 0, 0, 0, oio.Koebenhavn)
	if !next.After(nu) {
		next = time.Date(there.Year(), there.Month(), there.Day()+1, importTime, 0, 0, 0, oio.Koebenhavn)
	}
	return next
}
