package tovholder

import (
	"context"
	"crypto/subtle"
	"strconv"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Kalendernoegle is the secret part of the address that calendars subscribe to; false while nobody may.
func (t *Tovholder) Kalendernoegle(ctx context.Context) (string, bool, error) {
	facts, err := t.Eksport.Fakta(ctx)
	if err != nil {
		return "", false, err
	}
	open, found := facts.Dag(program.Kalender, "")
	if !found {
		return "", false, nil
	}
	return t.kalendernoegle(open.Nr), true, nil
}

// kalendernoegle is the key that a fact opened. It is letters alone: digits in an address could be taken for a citizen's number.
func (t *Tovholder) kalendernoegle(nr int64) string {
	sum := t.Kalender([]byte(strconv.FormatInt(nr, 10)))
	letters := make([]byte, 0, 2*len(sum))
	for _, b := range sum {
		letters = append(letters, 'a'+b>>4, 'a'+b&15)
	}
	return string(letters)
}

// Abonnent reports whether a key is the one that is open.
func (t *Tovholder) Abonnent(ctx context.Context, key string) (bool, error) {
	open, found, err := t.Kalendernoegle(ctx)
	return found && subtle.ConstantTimeCompare([]byte(open), []byte(key)) == 1, err
}

// AabnKalender gives the calendar a new secret address; the one before, if any, is dead.
func (t *Tovholder) AabnKalender(ctx context.Context, af string) error {
	return t.Eksport.Noter(ctx, program.Faktum{Af: af, Emne: program.Kalender, Dato: oio.DatoOf(t.Nu())})
}

// LukKalender makes the address dead.
func (t *Tovholder) LukKalender(ctx context.Context, af string) error {
	return t.Eksport.Noter(ctx, program.Faktum{Af: af, Emne: program.Kalender})
}
