package sprog

import (
	"strconv"
	"time"

	"indeksbro/internal/oio"
)

// Sprog is a language pages are written in, as HTML's lang attribute has it.
type Sprog string

// The languages. What is empty is Danish.
const (
	Dansk   Sprog = "da"
	Engelsk Sprog = "en"
)

// Vaelg is the text in the language.
func (s Sprog) Vaelg(dansk, engelsk string) string {
	if s == Engelsk {
		return engelsk
	}
	return dansk
}

// Kode is the language for a lang attribute.
func (s Sprog) Kode() string { return s.Vaelg("da", "en") }

// Dato writes `3. maj 2024` or `3 May 2024`, or nothing for no date.
func (s Sprog) Dato(d oio.Dato) string {
	if s != Engelsk || d.IsZero() {
		return Dato(d)
	}
	year, month, day := d.Parts()
	return strconv.Itoa(day) + " " + time.Month(month).String() + " " + strconv.Itoa(year)
}

// Tidspunkt writes `3. maj 2024 kl. 12.04` or `3 May 2024 at 12:04` in Danish time, or nothing for the zero time.
func (s Sprog) Tidspunkt(t time.Time) string {
	if s != Engelsk || t.IsZero() {
		return Tidspunkt(t)
	}
	return s.Dato(oio.DatoOf(t)) + " at " + t.In(oio.Koebenhavn).Format("15:04")
}
