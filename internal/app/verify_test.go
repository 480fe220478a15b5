package app

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
	"indeksbro/internal/verifikation"
)

type fundne struct {
	Resultat struct {
		Sammenlignet, Ens, Udenfor, Venter int
		Antal                              map[string]int
		Forskelle                          []struct{ Slags, UUID, Hvorfor string }
	}
	Rettet struct{ Gensendes, Fjernet, Afventer int }
}

func verify(t *testing.T, dir string, args ...string) (int, fundne) {
	t.Helper()
	code, out, errs := kald(t.Context(), nil, dir, append([]string{"verify", "--json"}, args...)...)
	var f fundne
	if err := json.Unmarshal([]byte(out), &f); err != nil {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	return code, f
}

// R097: what differs between source, ledger and index is found, told why, and set right; what only waits is no difference.
func TestR097_DifferencesAreFoundAndRepaired(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	if code, f := verify(t, dir); code != exitDone || f.Resultat.Venter == 0 || len(f.Resultat.Forskelle) != 0 {
		t.Errorf("before activation: %d %+v", code, f)
	}
	skal(t, dir, "export", "activate", "--trods", "prøve")
	skal(t, dir, "export", "run", "--once")
	before, n, err := testkit.HashOf(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	code, clean := verify(t, dir)
	if r := clean.Resultat; code != exitDone || r.Ens != n || r.Ens+r.Udenfor+r.Venter != r.Sammenlignet || r.Venter != 0 {
		t.Fatalf("a fresh export with %d objects: %d %+v", n, code, clean)
	}
	b := lager(t, dir)
	cases, err := b.index.Soeg(t.Context(), b.kommune, index.Soegning{Art: oio.ArtSag, Antal: 10})
	if err != nil {
		t.Fatal(err)
	}
	gone, changed := cases[0].Objekt.(*oio.Sag), *cases[1].Objekt.(*oio.Sag)
	changed.Titel = "Noget helt andet"
	strange, foreign := changed, changed
	strange.UUID, foreign.UUID, foreign.System = oio.NameUUID("ukendt"), oio.NameUUID("et andet systems"), oio.ITSystem{UUID: oio.NameUUID("et andet system")}
	if _, err := b.index.Fjern(t.Context(), b.kommune, oio.ArtSag, []oio.UUID{gone.UUID}); err != nil {
		t.Fatal(err)
	}
	for _, s := range []oio.Sag{changed, strange, foreign} {
		if _, err := b.index.Importer(t.Context(), b.kommune, []oio.Registreret{{Objekt: &s, Tidspunkt: proevetid()}}); err != nil {
			t.Fatal(err)
		}
	}
	code, found := verify(t, dir)
	if want := "map[andet:1 mangler:1 overskydende:1]"; code != exitFindings || fmt.Sprint(found.Resultat.Antal) != want {
		t.Errorf("%d %+v", code, found)
	}
	for _, f := range found.Resultat.Forskelle {
		if f.UUID == foreign.UUID.String() {
			t.Error("another system's object is none of ours")
		}
		if f.UUID == gone.UUID.String() && !strings.Contains(f.Hvorfor, "bogen tror, den er som den skal være") {
			t.Errorf("%+v", f)
		}
	}
	if code, f := verify(t, dir, "--repair"); code != exitDone || f.Rettet.Gensendes != 2 || f.Rettet.Fjernet != 1 {
		t.Errorf("repair: %d %+v", code, f.Rettet)
	}
	skal(t, dir, "export", "run", "--once")
	if code, f := verify(t, dir); code != exitDone || f.Resultat.Ens != n {
		t.Errorf("after the repair: %d %+v", code, f)
	}
	if _, err := b.index.Fjern(t.Context(), b.kommune, oio.ArtSag, []oio.UUID{foreign.UUID}); err != nil {
		t.Fatal(err)
	}
	if after, _, err := testkit.HashOf(t.Context(), dir); err != nil || after != before {
		t.Errorf("the index is not as it was: %v", err)
	}
	skal(t, dir, "export", "status") // R102: the counts still add up, or it would say so
}

// R100: a repair that would remove more than the limits waits for a named person.
func TestR100_ARepairDoesNotRemoveManyByItself(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	skal(t, dir, "export", "activate", "--trods", "prøve")
	skal(t, dir, "export", "run", "--once")
	skal(t, dir, "policy", "set", "deletion-citizens=1")
	b := lager(t, dir)
	cases, err := b.index.Soeg(t.Context(), b.kommune, index.Soegning{Art: oio.ArtSag, Antal: 3})
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range cases {
		s := *g.Objekt.(*oio.Sag)
		s.UUID = oio.NameUUID(fmt.Sprint("ukendt", i))
		if _, err := b.index.Importer(t.Context(), b.kommune, []oio.Registreret{{Objekt: &s, Tidspunkt: proevetid()}}); err != nil {
			t.Fatal(err)
		}
	}
	if code, f := verify(t, dir, "--repair"); code != exitFindings || f.Rettet.Afventer != 3 || f.Rettet.Fjernet != 0 {
		t.Errorf("%d %+v", code, f.Rettet)
	}
	if code, f := verify(t, dir, "--repair", "--af", "Anna Berg"); code != exitDone || f.Rettet.Fjernet != 3 {
		t.Errorf("%d %+v", code, f.Rettet)
	}
}

func TestASampleFindsWhatIsWrongEverywhere(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	skal(t, dir, "export", "activate", "--trods", "prøve")
	skal(t, dir, "export", "run", "--once")
	b := lager(t, dir)
	for _, art := range []oio.Art{oio.ArtBevilling, oio.ArtSag} {
		all, err := b.index.Soeg(t.Context(), b.kommune, index.Soegning{Art: art, Antal: 100_000})
		if err != nil {
			t.Fatal(err)
		}
		var ids []oio.UUID
		for _, g := range all {
			ids = append(ids, g.Objekt.Identitet())
		}
		if _, err := b.index.Fjern(t.Context(), b.kommune, art, ids); err != nil {
			t.Fatal(err)
		}
	}
	code, f := verify(t, dir, "--sample", "40")
	if code != exitFindings || f.Resultat.Sammenlignet != 40 || f.Resultat.Antal["mangler"] < 10 {
		t.Errorf("an emptied index: %d %+v", code, f.Resultat)
	}
	// A lost index is filled again from the source.
	if code, _ := verify(t, dir, "--repair"); code != exitDone {
		t.Errorf("repair: %d", code)
	}
	skal(t, dir, "export", "run", "--once")
	if code, f := verify(t, dir); code != exitDone || f.Resultat.Ens == 0 {
		t.Errorf("afterwards: %d %+v", code, f.Resultat)
	}
}

// A ledger that is lost is made again from source and index, and nothing is different afterwards.
func TestALostLedgerIsMadeAgain(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	skal(t, dir, "export", "activate", "--trods", "prøve")
	skal(t, dir, "export", "run", "--once")
	before, n, err := testkit.HashOf(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"ledger", "ledger_antal"} {
		if _, err := db.ExecContext(t.Context(), "DELETE FROM "+table); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	code, f := verify(t, dir, "--repair")
	if f.Resultat.Antal["ledger"] != n {
		t.Errorf("%d objects, %d of them unknown to the ledger (%d)", n, f.Resultat.Antal["ledger"], code)
	}
	skal(t, dir, "export", "run", "--once")
	if code, f := verify(t, dir); code != exitDone || f.Resultat.Ens != n {
		t.Errorf("afterwards: %d %+v", code, f.Resultat)
	}
	if after, _, err := testkit.HashOf(t.Context(), dir); err != nil || after != before {
		t.Errorf("the index changed: %v", err)
	}
}

// R097: a part is looked at each night; what differs stands in the log and in the figures.
func TestR097_TheNightTellsWhatDiffers(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	skal(t, dir, "export", "activate", "--trods", "prøve")
	skal(t, dir, "export", "run", "--once")
	b := lager(t, dir)
	var log bytes.Buffer
	service := newTjeneste(&miljoe{World: World{Stdout: discard{}, Stderr: discard{}, Nu: proevetid}, data: dir, kommune: string(b.kommune)}, b, slog.New(slog.NewTextHandler(&log, nil)))
	figure := func() string {
		recorder := httptest.NewRecorder()
		service.metrics.handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		_, after, _ := strings.Cut(recorder.Body.String(), "\nindeksbro_verify_differences{kommune=\"11111111\"} ")
		value, _, _ := strings.Cut(after, "\n")
		return value
	}
	service.natkontrol(t.Context())
	if figure() != "0" || strings.Contains(log.String(), "ERROR") {
		t.Errorf("%s: %s", figure(), log.String())
	}
	all, err := b.index.Soeg(t.Context(), b.kommune, index.Soegning{Art: oio.ArtSag, Antal: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range all {
		if _, err := b.index.Fjern(t.Context(), b.kommune, oio.ArtSag, []oio.UUID{g.Objekt.Identitet()}); err != nil {
			t.Fatal(err)
		}
	}
	service.natkontrol(t.Context())
	if figure() == "0" || !strings.Contains(log.String(), "found differences") {
		t.Errorf("%s: %s", figure(), log.String())
	}
}

// R097: what is looked at night by night is everything, once, both ways.
func TestR097_TheNightsTogetherAreTheWhole(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	skal(t, dir, "export", "activate")
	skal(t, dir, "export", "run", "--once")
	b := lager(t, dir)
	cases, err := b.index.Soeg(t.Context(), b.kommune, index.Soegning{Art: oio.ArtSag, Antal: 10})
	if err != nil {
		t.Fatal(err)
	}
	strange := *cases[1].Objekt.(*oio.Sag)
	strange.UUID = oio.NameUUID("ukendt")
	if _, err := b.index.Fjern(t.Context(), b.kommune, oio.ArtSag, []oio.UUID{cases[0].Objekt.Identitet()}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.index.Importer(t.Context(), b.kommune, []oio.Registreret{{Objekt: &strange, Tidspunkt: proevetid()}}); err != nil {
		t.Fatal(err)
	}
	v, _, err := b.kontrol(t.Context(), &miljoe{World: World{Nu: proevetid}, data: dir})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := v.Fuld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	compared, found := 0, map[string]int{}
	for night := range natdele {
		part, err := v.Del(t.Context(), night, natdele)
		if err != nil {
			t.Fatal(err)
		}
		compared += part.Sammenlignet
		for _, f := range part.Forskelle {
			found[string(f.Slags())]++
		}
	}
	if want := "map[mangler:1 overskydende:1]"; compared != whole.Sammenlignet || len(whole.Forskelle) != 2 || fmt.Sprint(found) != want {
		t.Errorf("%d compared in %d nights and found %v; at once %d and %d", compared, natdele, found, whole.Sammenlignet, len(whole.Forskelle))
	}
}

// travlKilde is a source that changes while it is read: before the first read something happens to it.
type travlKilde struct {
	verifikation.Store
	foer func()
}

func (k *travlKilde) AendredeSager(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]export.SagRaekke, error) {
	if k.foer != nil {
		happens := k.foer
		k.foer = nil
		happens()
	}
	return k.Store.AendredeSager(ctx, kommune, after, upTo, n)
}

// R097: what changes or comes while the source is read is judged like everything else, and is no object that the source does not know.
func TestR097_WhatChangesWhileItIsVerifiedIsNoDifference(t *testing.T) {
	t.Parallel()
	data := lilleVerden(t)
	skal(t, data, "mapping", "set", "ydelse", "yd-4", "type=sul-119-borgerrettet-forebyggelse")
	skal(t, data, "mapping", "set", "sagstype", "st-12", "kle=29.09.04")
	skal(t, data, "export", "activate", "--trods", "prøve")
	skal(t, data, "export", "run", "--once")
	b := lager(t, data)
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(oio.Korsbaek)}
	v, _, err := b.kontrol(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	v.Store = &travlKilde{Store: v.Store, foer: func() {
		feed := `{"type":"sag","id":"s-1001","version":8,"sagstype":"st-12","cpr":"7105500001","partNavn":"Anna Andersen","titel":"Kost","enhed":"en-3","oprettet":"2024-01-03"}
{"type":"sag","id":"s-1009","version":1,"sagstype":"st-12","cpr":"7208600002","partNavn":"Bent Bentsen","titel":"Ny","enhed":"en-3","oprettet":"2025-02-01"}
{"type":"bevilling","id":"b-99","version":1,"sag":"s-1009","ydelse":"yd-4","fra":"2025-02-10","til":null}
`
		if code, out, errs := kald(t.Context(), strings.NewReader(feed), data, "eoj", "load", "-"); code != exitDone {
			t.Errorf("load: %d %s %s", code, out, errs)
		}
		skal(t, data, "export", "run", "--once")
	}}
	found, err := v.Fuld(t.Context())
	if err != nil || len(found.Forskelle) > 0 || found.Ens+found.Udenfor+found.Venter != found.Sammenlignet || found.Sammenlignet != 8 {
		t.Errorf("%+v %v", found, err)
	}
}
