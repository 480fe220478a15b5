package historier

import (
	"context"
	"sync"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

// medKatalog is a store of a program that comes with a release of the catalogue.
type medKatalog struct {
	Store
	katalog *ydelsestype.Katalog
}

// Grundlag implements export.Mirror.
func (m *medKatalog) Grundlag(ctx context.Context, kommune oio.CVR) (*projection.Grundlag, error) {
	g, err := m.Store.Grundlag(ctx, kommune)
	if err == nil {
		g.Katalog = m.katalog
	}
	return g, err
}

// katalogOrd is what each release says, against the first.
var katalogOrd = []string{"as it was at first", "a type has another name", "a type is ended, and another is of another kind", "a code that was unknown is a type"}

// kataloger are the releases.
var kataloger = sync.OnceValue(func() []*ydelsestype.Katalog {
	made := make([]*ydelsestype.Katalog, len(katalogOrd))
	for i, name := range []ydelsestype.Release{"2026-01", "2026-02", "2026-03", "2026-04"} {
		types := ydelsestype.Nyeste().Typer()
		for j := range types {
			t := &types[j]
			switch {
			case i == 1 && t.Noegle == diaet:
				t.Navn += ", omdøbt"
			case i == 2 && t.Noegle == madservice:
				t.Til = name
			case i == 2 && t.Noegle == hygiejne:
				t.Art = ydelsestype.Fysisk
			}
		}
		if i == 3 {
			types = append(types, ydelsestype.Type{Noegle: "FFB#ukendt", Liste: ydelsestype.FFB, Navn: "En ny ydelse", Art: ydelsestype.Fysisk, Kode: "ukendt", Fra: name})
		}
		var err error
		if made[i], err = ydelsestype.New(name, types); err != nil {
			panic(err) // built from a catalogue that holds
		}
	}
	return made
})

// nyUdgave exchanges the program for one with another release of the catalogue: all processes at once, or, where there are several and the
// release is newer, the first of them while the others go on as they are. An older program has to wait until it may work.
func (w *verden) nyUdgave(katalog int) (string, error) {
	before := w.katalog
	w.katalog = katalog
	if before < katalog && len(w.proces) > 1 && w.h.Seed%2 == 1 {
		w.store = &medKatalog{w.store.(*medKatalog).Store, kataloger()[katalog]}
		w.bog.Store = w.store
		w.opgrader(1)
		return "only " + w.proces[0].navn, nil
	}
	if before > katalog {
		w.ur = w.ur.Add(export.Overgang)
	}
	return "", w.genstart()
}

// opgrader exchanges the first processes for such as have the newest release.
func (w *verden) opgrader(n int) {
	for i, p := range w.proces[:n] {
		if p.katalog != w.katalog {
			p.draeb()
			w.proces[i] = w.nyProces(i)
		}
	}
}
