package generate

import (
	"time"

	"indeksbro/internal/oio"
)

// Days are counted from 1970-01-01, so that periods are plain arithmetic.

func dag(year, month, day int) int {
	return int(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func civil(day int) (year, month, dayOfMonth int) {
	t := time.Unix(int64(day)*86400, 0).UTC()
	return t.Year(), int(t.Month()), t.Day()
}

func dagOf(d oio.Dato) int { return dag(d.Parts()) }

// kalender writes days as text; those a municipality needs are written once.
type kalender struct {
	first int
	text  []string
}

func newKalender(first, last int) *kalender {
	k := &kalender{first: first}
	for d := first; d <= last; d++ {
		y, m, day := civil(d)
		k.text = append(k.text, oio.Dato(y*10000+m*100+day).String())
	}
	return k
}

func (k *kalender) string(day int) string { return k.text[day-k.first] }
