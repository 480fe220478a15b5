package ydi

import (
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

func tekst(s string) *string { return &s }

func valgfri(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func vaerdi(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func uuidAf(s string) oio.UUID {
	u, _ := oio.ParseUUID(s)
	return u
}

func uuidI(u *UnikId) oio.UUID {
	if u == nil {
		return oio.UUID{}
	}
	return uuidAf(vaerdi(u.UUIDIdentifikator))
}

func urnI(u *UnikId) string {
	if u == nil {
		return ""
	}
	return vaerdi(u.URNIdentifikator)
}

// harRolle reports whether a reference to a role is the official one.
func harRolle(u *UnikId, role oio.Rolle) bool {
	official, _ := role.Tekst()
	if u == nil {
		return false
	}
	said := vaerdi(u.UUIDIdentifikator)
	return said == official || strings.EqualFold(said, official)
}

// graenser are a period's ends; a zero end is open.
func graenser(v *Virkning) (from, until time.Time) {
	if v == nil {
		return
	}
	if v.FraTidspunkt != nil {
		from, _ = soap.LaesTid(vaerdi(v.FraTidspunkt.TidsstempelDatoTid))
	}
	if v.TilTidspunkt != nil {
		until, _ = soap.LaesTid(vaerdi(v.TilTidspunkt.TidsstempelDatoTid))
	}
	return from, until
}

func gaelder(v *Virkning, now time.Time) bool {
	if v == nil || v.TilTidspunkt == nil || v.TilTidspunkt.TidsstempelDatoTid == nil {
		return true
	}
	until, err := soap.LaesTid(*v.TilTidspunkt.TidsstempelDatoTid)
	return err != nil || until.IsZero() || now.Before(until)
}

func dato(s *string) oio.Dato {
	if s == nil {
		return 0
	}
	t, err := soap.LaesTid(*s)
	if err != nil {
		return 0
	}
	return oio.DatoOf(t)
}

func partAf(reference *UnikId, navn string) oio.Part {
	p := oio.Part{Navn: navn}
	if digits, ok := strings.CutPrefix(urnI(reference), "urn:oio:cpr-nr:"); ok {
		p.CPR, _ = oio.ParseCPR(digits)
	}
	return p
}

// udvidelser yields the extensions of one type in a list.
func udvidelser[T any](list *LokalUdvidelseListe) func(yield func(*T) bool) {
	return func(yield func(*T) bool) {
		if list == nil {
			return
		}
		for _, u := range list.Indhold {
			if e, ok := u.Vaerdi.(*T); ok && !yield(e) {
				return
			}
		}
	}
}

func udvalg[T any](list []T, keep func(*T) bool) []T {
	var kept []T
	for i := range list {
		if keep(&list[i]) {
			kept = append(kept, list[i])
		}
	}
	return kept
}
