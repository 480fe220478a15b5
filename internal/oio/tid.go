package oio

import (
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // a machine without zone files must still know Danish midnight
)

// Koebenhavn is the zone of every civil date (05b A.8: local Danish midnight).
var Koebenhavn = mustZone("Europe/Copenhagen")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// Dato is a civil date, held as the number yyyymmdd so that dates compare as numbers. Zero means "none": not closed, not
// ended, no limit.
type Dato int32

var errDato = errors.New("date must be yyyy-mm-dd and exist")

// ParseDato reads yyyy-mm-dd. Dates that do not exist are refused.
func ParseDato(s string) (Dato, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, errDato
	}
	number := 0
	for i := range len(s) {
		if i == 4 || i == 7 {
			continue
		}
		if !isDigit(s[i]) {
			return 0, errDato
		}
		number = number*10 + int(s[i]-'0')
	}
	year, month, day := number/10000, number/100%100, number%100
	if year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, errDato
	}
	return Dato(number), nil
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// DatoOf is the Danish civil date of an instant.
func DatoOf(t time.Time) Dato {
	year, month, day := t.In(Koebenhavn).Date()
	return Dato(year*10000 + int(month)*100 + day)
}

// IsZero reports whether there is no date.
func (d Dato) IsZero() bool { return d == 0 }

// Parts gives year, month and day.
func (d Dato) Parts() (year, month, day int) { return int(d) / 10000, int(d) / 100 % 100, int(d) % 100 }

// Midnat is the instant at which the date begins in Denmark.
func (d Dato) Midnat() time.Time {
	year, month, day := d.Parts()
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, Koebenhavn)
}

// AddDays moves the date by n days.
func (d Dato) AddDays(n int) Dato {
	year, month, day := d.Parts()
	t := time.Date(year, time.Month(month), day+n, 0, 0, 0, 0, time.UTC)
	return Dato(t.Year()*10000 + int(t.Month())*100 + t.Day())
}

// String writes yyyy-mm-dd, or nothing for no date.
func (d Dato) String() string {
	if d == 0 {
		return ""
	}
	b, _ := d.MarshalText()
	return string(b)
}

// MarshalText writes yyyy-mm-dd, or nothing for no date.
func (d Dato) MarshalText() ([]byte, error) {
	if d == 0 {
		return []byte{}, nil
	}
	year, month, day := d.Parts()
	return []byte{
		byte('0' + year/1000), byte('0' + year/100%10), byte('0' + year/10%10), byte('0' + year%10), '-',
		byte('0' + month/10), byte('0' + month%10), '-', byte('0' + day/10), byte('0' + day%10),
	}, nil
}

// UnmarshalText is the inverse of MarshalText.
func (d *Dato) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDato(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Virkning is a period of valid time (SF1470 §6): Fra is inclusive and never infinite, Til is exclusive and zero while the
// period is open. Who is behind it follows from the object's Master system, since the care record does not tell the person.
type Virkning struct {
	Fra Dato `json:"fra"`
	Til Dato `json:"til,omitzero"`
}

// Holds reports whether the date lies inside the period.
func (v Virkning) Holds(d Dato) bool { return v.Fra <= d && (v.Til == 0 || d < v.Til) }

// Valid reports whether the period has a start and is not empty (SDI-36, SDI-37, YDI-12).
func (v Virkning) Valid() bool { return v.Fra != 0 && (v.Til == 0 || v.Fra < v.Til) }

// FormatTid writes an instant as the OIO documents want it: milliseconds and zone, in Danish time (SF1470 §6).
func FormatTid(t time.Time) string {
	t = t.In(Koebenhavn)
	var room [32]byte
	b := t.AppendFormat(room[:0], time.RFC3339) // which package time writes without looking at the layout piece by piece
	if len(b) != len("2006-01-02T15:04:05-07:00") {
		return t.Format("2006-01-02T15:04:05.000-07:00")
	}
	milli := t.Nanosecond() / int(time.Millisecond)
	zone := [...]byte{'.', byte('0' + milli/100), byte('0' + milli/10%10), byte('0' + milli%10), b[19], b[20], b[21], b[22], b[23], b[24]}
	return string(append(b[:19], zone[:]...))
}

// Foelsomhed is the sensitivity ladder: access to a step includes the steps below (SF1470 §4.3).
type Foelsomhed uint8

// The four official steps. Zero is "not stated", which readers treat as the highest.
const (
	IkkeFortrolig Foelsomhed = iota + 1
	Fortrolig
	Foelsom
	VIP
)

var foelsomhedNavne = [...]string{"", "IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER"}

// ParseFoelsomhed reads one of the four official values.
func ParseFoelsomhed(s string) (Foelsomhed, error) {
	for i, name := range foelsomhedNavne {
		if i > 0 && s == name {
			return Foelsomhed(i), nil
		}
	}
	return 0, fmt.Errorf("foelsomhed must be one of %v", foelsomhedNavne[1:])
}

// String is the official value.
func (f Foelsomhed) String() string {
	if int(f) < len(foelsomhedNavne) {
		return foelsomhedNavne[f]
	}
	return ""
}

// MarshalText writes the official value.
func (f Foelsomhed) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads an official value, or nothing.
func (f *Foelsomhed) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*f = 0
		return nil
	}
	v, err := ParseFoelsomhed(string(b))
	if err != nil {
		return err
	}
	*f = v
	return nil
}
