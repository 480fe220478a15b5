package app

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// R097: an index that is not ours is held against the source through its official search, and what differs there is told and set right.
func TestR097_AnIndexElsewhereIsVerifiedOverItsOfficialSearch(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: t.TempDir(), kommune: string(oio.Korsbaek)}
	other, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.close)
	mux := http.NewServeMux()
	newTjeneste(m, other, slog.New(slog.DiscardHandler)).registrerSOAP(mux, soap.Aaben{CVR: oio.Korsbaek})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	skal(t, dir, "policy", "set", "maal-sdi="+server.URL+"/soap/SagDokumentIndeks/6")
	skal(t, dir, "policy", "set", "maal-ydi="+server.URL+"/soap")
	skal(t, dir, "export", "activate")
	skal(t, dir, "export", "run", "--once")
	code, clean := verify(t, dir)
	if code != exitDone || clean.Resultat.Ens == 0 || len(clean.Resultat.Forskelle) != 0 {
		t.Fatalf("after the export: %d %+v", code, clean)
	}
	if all, err := lager(t, dir).index.Soeg(t.Context(), oio.Korsbaek, index.Soegning{Antal: 1}); err != nil || len(all) != 0 {
		t.Fatalf("the embedded index was written too: %d %v", len(all), err)
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		all, err := other.index.Soeg(t.Context(), oio.Korsbaek, index.Soegning{Art: art, Antal: 10})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.index.Fjern(t.Context(), oio.Korsbaek, art, []oio.UUID{all[0].Objekt.Identitet()}); err != nil {
			t.Fatal(err)
		}
		var changed, strange oio.Objekt
		switch o := all[1].Objekt.(type) {
		case *oio.Sag:
			a, b := *o, *o
			a.Titel, b.UUID, b.Noegle = "Noget andet", oio.NameUUID("ukendt sag"), "ukendt"
			changed, strange = &a, &b
		case *oio.Bevilling:
			a, b := *o, *o
			a.Navn, b.UUID = "Noget andet", oio.NameUUID("ukendt bevilling")
			changed, strange = &a, &b
		}
		if _, err := other.index.Importer(t.Context(), oio.Korsbaek, []oio.Registreret{{Objekt: changed, Tidspunkt: proevetid()}, {Objekt: strange, Tidspunkt: proevetid()}}); err != nil {
			t.Fatal(err)
		}
	}
	code, found := verify(t, dir)
	if want := "map[andet:2 mangler:2 overskydende:2]"; code != exitFindings || fmt.Sprint(found.Resultat.Antal) != want {
		t.Fatalf("%d %+v, want %s", code, found.Resultat.Antal, want)
	}
	if _, mended := verify(t, dir, "--repair", "--af", "Ida"); mended.Rettet.Gensendes != 4 || mended.Rettet.Fjernet != 2 {
		t.Fatalf("%+v", mended.Rettet)
	}
	skal(t, dir, "export", "run", "--once")
	if code, again := verify(t, dir); code != exitDone || len(again.Resultat.Forskelle) != 0 {
		t.Errorf("after the repair: %d %+v", code, again.Resultat)
	}
	server.Close()
	if code, _, errs := kald(t.Context(), nil, dir, "verify"); code == exitDone || code == exitFindings {
		t.Errorf("an index that does not answer: %d %s", code, errs)
	}
}
