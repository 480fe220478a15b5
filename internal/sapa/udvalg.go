package sapa

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"indeksbro/internal/oio"
)

// Udvalg is what a caseworker asks of the tables (S8). It stands in the address, so it may hold nothing personal.
type Udvalg struct {
	Sorter   string // one of the Kolonner, with a minus before it for falling order; empty: active first, newest first
	Aktive   bool   // leave out what is over
	KLE      string // a number of two, four or six digits; shorter ones take all below
	Enhed    oio.UUID
	Kilde    oio.UUID // the source system
	Fra, Til oio.Dato // in force some time from the one day to the other, both included; zero: from ever, for ever
}

// Kolonner are the words Sorter accepts (06 §1.3).
func Kolonner() []string {
	return []string{"kle", "titel", "status", "fra", "til", "enhed", "kilde", "kommune"}
}

// Normal is the same choice with everything unknown removed.
func (u Udvalg) Normal() Udvalg {
	if !slices.Contains(Kolonner(), strings.TrimPrefix(u.Sorter, "-")) {
		u.Sorter = ""
	}
	if !kleDel.MatchString(u.KLE) {
		u.KLE = ""
	}
	return u
}

// Efter is the choice after a click on a column: rising first, falling when it already rises.
func (u Udvalg) Efter(kolonne string) Udvalg {
	if u.Sorter == kolonne {
		kolonne = "-" + kolonne
	}
	u.Sorter = kolonne
	return u
}

// pick filters and sorts rows in place.
func (u Udvalg) pick(rows []Raekke) []Raekke {
	u = u.Normal()
	rows = slices.DeleteFunc(rows, func(r Raekke) bool {
		return !u.tager(&r)
	})
	column, falling := strings.CutPrefix(u.Sorter, "-")
	slices.SortFunc(rows, func(a, b Raekke) int {
		order := a.compare(b, column)
		if falling {
			order = -order
		}
		return cmp.Or(order, a.standard(b))
	})
	return rows
}

var kleDel = regexp.MustCompile(`^[0-9]{2}(\.[0-9]{2}){0,2}$`)

// tager reports whether a row is chosen.
func (u *Udvalg) tager(r *Raekke) bool {
	return (!u.Aktive || r.Aktiv) &&
		(u.KLE == "" || r.KLE == u.KLE || strings.HasPrefix(r.KLE, u.KLE+".")) &&
		(u.Enhed.IsZero() || r.EnhedUUID == u.Enhed) && (u.Kilde.IsZero() || r.KildeUUID == u.Kilde) &&
		(u.Til == 0 || r.fra <= u.Til) && (u.Fra == 0 || r.til == 0 || r.til > u.Fra)
}

// Begraenset reports whether anything but the order is chosen.
func (u Udvalg) Begraenset() bool {
	u.Sorter = ""
	return u != Udvalg{}
}

// compare orders two rows by a column. Text is compared without regard to case, in the Danish alphabet.
func (r *Raekke) compare(o Raekke, column string) int {
	switch column {
	case "kle":
		return cmp.Compare(r.KLE, o.KLE)
	case "titel":
		return fold(r.Titel, o.Titel)
	case "status":
		return cmp.Or(cmp.Compare(r.rang, o.rang), fold(r.Status, o.Status))
	case "fra":
		return cmp.Compare(r.fra, o.fra)
	case "til":
		return cmp.Compare(open(r.til), open(o.til))
	case "enhed":
		return fold(r.Enhed, o.Enhed)
	case "kilde":
		return fold(r.Kilde, o.Kilde)
	case "kommune":
		return fold(r.Kommune, o.Kommune)
	}
	return 0
}

// standard is the order without a choice: active first, then newest, then identity.
func (r *Raekke) standard(o Raekke) int {
	if r.Aktiv != o.Aktiv {
		if r.Aktiv {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(o.fra, r.fra), slices.Compare(r.UUID[:], o.UUID[:]))
}
