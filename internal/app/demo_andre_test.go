package app

import (
	"io"
	"reflect"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
)

// TestR115_TheDemoHasOtherSourceSystemsToo delivers the other systems' cases through the services and reads them back as readers do.
func TestR115_TheDemoHasOtherSourceSystemsToo(t *testing.T) {
	t.Parallel()
	o := generate.Options{Borgere: 20, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevetid())}
	dir := t.TempDir()
	if err := goerKlar(t.Context(), dir, o); err != nil {
		t.Fatal(err)
	}
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: dir, kommune: string(oio.Korsbaek)}
	defer m.close()
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := fillAndre(t.Context(), m, b, o); err != nil {
		t.Fatal(err)
	}
	want := generate.Andre(o)
	if again := generate.Andre(o); !reflect.DeepEqual(again, want) {
		t.Error("the same options give other cases")
	}
	var documents, notes, services, parties, profiles, hidden, over, decided int
	kinds := map[oio.Foelsomhed]int{}
	for i := range want {
		w := &want[i]
		g, found, err := b.index.Objekt(t.Context(), adgang.Alt(b.kommune), oio.ArtSag, w.UUID)
		if err != nil || !found {
			t.Fatalf("%s: %v %v", w.Noegle, found, err)
		}
		s := g.Objekt.(*oio.Sag)
		if s.Titel != w.Titel || s.KLE.Noegle != w.KLE.Noegle || s.Part != w.Part || s.System != w.System || s.Foelsomhed != w.Foelsomhed || s.Ansvarlig.UUID != w.Enhed.UUID {
			t.Errorf("%s came as %+v", w.Noegle, s)
		}
		c, err := sdi.Indhold(&g, m.Nu())
		if err != nil {
			t.Fatal(err)
		}
		documents, notes, parties = documents+len(c.Dokumenter), notes+len(c.Notater), parties+len(c.Parter)
		kinds[s.Foelsomhed]++
		over += len(c.Relationer)
		if c.Undtaget {
			hidden++
		}
		if c.Afgoerelse != "" {
			decided++
		}
		message, err := sdi.BeskedAf(&g)
		if err != nil {
			t.Fatal(err)
		}
		profiles += len(sdi.Profil(message.Registrering[0].RelationListe.LokalUdvidelseListe, m.Nu()))
		for _, y := range w.Ydelser {
			services++
			g, found, err := b.index.Objekt(t.Context(), adgang.Alt(b.kommune), oio.ArtBevilling, y.UUID)
			if err != nil || !found || g.Objekt.(*oio.Bevilling).Art != "monetær" || g.Objekt.(*oio.Bevilling).Sag != w.UUID {
				t.Errorf("%s: %v %v %+v", y.Noegle, found, err, g.Objekt)
				continue
			}
			if kept, err := ydi.BeskedAf(&g); err != nil || *kept.Registrering[0].AttributListe.BevilgetYdelse[0].OekonomiskEffektueringsplan[0].Ydelsesbeloeb != y.Beloeb {
				t.Errorf("%s: %v", y.Noegle, err)
			}
		}
		for _, d := range w.Dokumenter {
			if _, found, err := b.index.Objekt(t.Context(), adgang.Alt(b.kommune), oio.ArtDokument, d.UUID); err != nil || !found {
				t.Errorf("%s: %v %v", d.Noegle, found, err)
			}
		}
	}
	if len(want) < 24 || documents < 24 || notes < 8 || services < 8 || parties < 2 || profiles != 1 || hidden != 1 || over != 1 || decided < 5 || len(kinds) != 4 {
		t.Errorf("%d cases with %d documents, %d notes, %d services, %d parties, %d profiles, %d hidden, %d under another, %d decided, of sensitivities %v",
			len(want), documents, notes, services, parties, profiles, hidden, over, decided, kinds)
	}
}
