package index_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/adgang"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/store/sqlite"
)

const ours, theirs = oio.Korsbaek, oio.CVR("22222222")

var (
	bg   = context.Background()
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

type fatal interface {
	Helper()
	Fatal(...any)
}

type world struct {
	*index.Index
	path string
	db   *sqlite.DB
	now  time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{path: filepath.Join(t.TempDir(), "x.db"), now: noon}
	if w.db, err = sqlite.Open(bg, w.path, sqlite.Options{CacheMiB: 2}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.db.Close() })
	w.Index = &index.Index{Store: w.db, Ring: ring, Nu: func() time.Time { return w.now }}
	return w
}

func cpr(t fatal, digits string) oio.CPR {
	t.Helper()
	c, err := oio.ParseCPR(digits)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sag(t fatal, n int, digits, navn string) *oio.Sag {
	t.Helper()
	return &oio.Sag{UUID: oio.NameUUID(fmt.Sprint("sag ", n)), Noegle: fmt.Sprint("s-", n), Titel: "Titel om " + digits, Foelsomhed: oio.Foelsom, Oprettet: 20240103,
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240103}}}, Part: oio.Part{CPR: cpr(t, digits), Navn: navn},
		Ejer: oio.Aktoer{CVR: ours}, Ansvarlig: oio.Aktoer{UUID: oio.UUID{1}, Navn: "Nord", CVR: ours}, KLE: oio.NewKlasse("KLE", "27.35.04", "Mad", ""), System: oio.ITSystem{UUID: oio.UUID{2}}}
}

func bevilling(t fatal, n int, s *oio.Sag) *oio.Bevilling {
	t.Helper()
	return &oio.Bevilling{UUID: oio.NameUUID(fmt.Sprint("bevilling ", n)), Noegle: fmt.Sprint("b-", n), Maengde: "til " + s.Part.CPR.Digits(), Periode: oio.Virkning{Fra: 20240110, Til: 20250101},
		Part: s.Part, Sag: s.UUID, SagTitel: s.Titel, KLE: s.KLE, Ejer: s.Ejer, Ansvarlig: s.Ansvarlig, System: s.System}
}

func (w *world) put(t fatal, kommune oio.CVR, objects ...oio.Objekt) {
	t.Helper()
	var all []oio.Registreret
	for _, o := range objects {
		all = append(all, oio.Registreret{Objekt: o, Tidspunkt: noon.Add(-time.Hour)})
	}
	answers, err := w.Importer(bg, kommune, all)
	if err != nil || len(answers) != len(all) {
		t.Fatal(len(answers), err)
	}
	for _, a := range answers {
		if !a.OK {
			t.Fatal(a.Fejl)
		}
	}
}

// dump writes every column of every row of every table.
func (w *world) dump(t fatal) string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+w.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var out strings.Builder
	for _, table := range column(t, db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
		fmt.Fprintf(&out, "-- %s\n", table)
		rows, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			cells := make([]any, len(names))
			for i := range cells {
				cells[i] = new(any)
			}
			if err := rows.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			for i, cell := range cells {
				value := *cell.(*any)
				if b, isBytes := value.([]byte); isBytes {
					value = string(b)
				}
				fmt.Fprintf(&out, "%s=%v\x00", names[i], value)
			}
			out.WriteString("\n")
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func column(t fatal, db *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

func TestNoCPRNumberRestsInAnyColumn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		digits := fmt.Sprintf("%02d%02d%02d%04d", 60+rapid.IntRange(1, 31).Draw(t, "day"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(10, 99).Draw(t, "year"), rapid.IntRange(1000, 9999).Draw(t, "serial"))
		written := digits[:6] + rapid.SampledFrom([]string{"", "-", " "}).Draw(t, "sep") + digits[6:]
		s := sag(t, 1, digits, "Ida "+written+" Holm")
		w.put(t, ours, s, bevilling(t, 1, s))
		s.Titel += " ændret"
		w.put(t, ours, s, bevilling(t, 1, s))
		all := w.dump(t)
		if strings.Contains(all, digits) || strings.Contains(all, written) {
			t.Fatal("the number lies in a column")
		}
		if !strings.Contains(all, "-- objekt\n") || !strings.Contains(all, "ida [cpr] holm") {
			t.Fatal("the dump is not of the index")
		}
		if p, found, err := w.FindCPR(bg, adgang.Alt(ours), cpr(t, digits)); err != nil || !found || p.CPR.Digits() != digits {
			t.Fatal("the citizen is not found by her number", err)
		}
		if _, err := w.Fjern(bg, ours, oio.ArtSag, []oio.UUID{s.UUID}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Fjern(bg, ours, oio.ArtBevilling, []oio.UUID{bevilling(t, 1, s).UUID}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestReplayChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var objects []oio.Objekt
	for n := range 5 {
		s := sag(t, n, fmt.Sprintf("710550%04d", n/2), fmt.Sprint("Ida ", n/2))
		objects = append(objects, s, bevilling(t, n, s))
	}
	w.put(t, ours, objects...)
	before := w.dump(t)
	w.now = noon.Add(48 * time.Hour)
	w.put(t, ours, objects...)
	slices.Reverse(objects)
	for _, o := range objects {
		w.put(t, ours, o)
	}
	if after := w.dump(t); after != before {
		t.Error("the same content again changed the database")
	}
}

func TestAnotherMunicipalitysKeyDoesNotOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := sag(t, 1, "7105500001", "Ida")
	w.put(t, ours, s)
	var rows []index.Raekke
	if err := w.db.SoegObjekter(bg, ours, index.Soegning{}, func(r index.Raekke) error { rows = append(rows, r); return nil }); err != nil {
		t.Fatal(err)
	}
	people, err := w.db.Personer(bg, ours, nil, oio.Borgernoegle{}, 9)
	if err != nil || len(rows) != 1 || len(people) != 1 {
		t.Fatal(rows, people, err)
	}
	if err := w.db.GemObjekter(bg, theirs, slices.Clone(rows), people); err != nil { // as if rows were moved by hand
		t.Fatal(err)
	}
	if _, err := w.Soeg(bg, theirs, index.Soegning{}); !errors.Is(err, seal.ErrOpen) {
		t.Errorf("an object of another municipality opens: %v", err)
	}
	if _, err := w.Personer(bg, adgang.Alt(theirs), oio.Borgernoegle{}, 9); !errors.Is(err, seal.ErrOpen) {
		t.Errorf("a citizen of another municipality opens: %v", err)
	}
	if _, found, err := w.FindCPR(bg, adgang.Alt(theirs), s.Part.CPR); found || err != nil {
		t.Errorf("the same citizen has the same key in two municipalities: %v", err)
	}
	moved := rows[0]
	moved.UUID = oio.UUID{99}
	if err := w.db.GemObjekter(bg, ours, []index.Raekke{moved}, nil); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Objekt(bg, adgang.Alt(ours), oio.ArtSag, moved.UUID); !errors.Is(err, seal.ErrOpen) {
		t.Errorf("a content moved to another object opens: %v", err)
	}
}

func TestObjectsAreFoundAsTheyWereSentWithTheirHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := sag(t, 1, "7105500001", "Ida Holm")
	b := bevilling(t, 1, s)
	other := sag(t, 2, "7105500002", "Bo Holm")
	w.put(t, ours, s, b, other)
	keys, err := w.Ring.Kommune(ours)
	if err != nil {
		t.Fatal(err)
	}
	ids := func(found []oio.Gemt, err error) (out []string) {
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range found {
			out = append(out, g.Objekt.Identitet().String())
		}
		slices.Sort(out)
		return out
	}
	want := func(objects ...oio.Objekt) (out []string) {
		for _, o := range objects {
			out = append(out, o.Identitet().String())
		}
		slices.Sort(out)
		return out
	}
	ida := keys.Borger(s.Part.CPR)
	for name, c := range map[string][2][]string{
		"the citizen's":           {ids(w.Borger(bg, adgang.Alt(ours), ida)), want(s, b)},
		"nobody's":                {ids(w.Borger(bg, adgang.Alt(ours), oio.Borgernoegle{})), nil},
		"the case's":              {ids(w.Sagens(bg, adgang.Alt(ours), s.UUID)), want(b)},
		"no case's":               {ids(w.Sagens(bg, adgang.Alt(ours), oio.UUID{})), nil},
		"in force after it ended": {ids(w.Soeg(bg, ours, index.Soegning{Borger: ida, Aktiv: 20250101})), want(s)},
	} {
		if !slices.Equal(c[0], c[1]) {
			t.Errorf("%s: %v, want %v", name, c[0], c[1])
		}
	}
	w.now = noon.Add(time.Hour)
	changed := *s
	changed.Titel = "Ny titel"
	w.put(t, ours, &changed)
	history, err := w.Historik(bg, ours, oio.ArtSag, s.UUID)
	if err != nil || len(history) != 2 || !reflect.DeepEqual(history[0].Objekt, s) || !reflect.DeepEqual(history[1].Objekt, &changed) {
		t.Fatalf("history %v, %v", len(history), err)
	}
	if !history[0].StsTidspunkt.Equal(noon) || !history[1].StsTidspunkt.Equal(w.now) || !history[1].Tidspunkt.Equal(noon.Add(-time.Hour)) {
		t.Errorf("registered %v and %v", history[0].StsTidspunkt, history[1].StsTidspunkt)
	}
	now, found, err := w.Objekt(bg, adgang.Alt(ours), oio.ArtSag, s.UUID)
	if err != nil || !found || !reflect.DeepEqual(now.Objekt, &changed) {
		t.Errorf("what holds now is %v, %v", now.Objekt, err)
	}
	if _, found, err := w.Objekt(bg, adgang.Alt(ours), oio.ArtBevilling, s.UUID); found || err != nil {
		t.Errorf("a case is found as a grant: %v", err)
	}
	for name, want := range map[string][]string{"holm": {"Bo Holm", "Ida Holm"}, "  HOLM  i": {"Ida Holm"}, "": nil, "olm": nil} {
		people, err := w.FindNavn(bg, adgang.Alt(ours), name, 9)
		var names []string
		for _, p := range people {
			names = append(names, p.Navn)
		}
		if err != nil || !slices.Equal(names, want) {
			t.Errorf("name %q: %v, %v", name, names, err)
		}
	}
	if p, found, err := w.Person(bg, adgang.Alt(ours), ida); err != nil || !found || p.CPR != s.Part.CPR || p.Noegle != ida {
		t.Errorf("by key: %v, %v, %v", p, found, err)
	}
}

func TestR096_RemovedObjectsAndTheirCitizensAreGoneForGood(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	empty := w.dump(t)
	s := sag(t, 1, "7105500001", "Ida")
	b := bevilling(t, 1, s)
	w.put(t, ours, s, b)
	changed := *s
	changed.Titel = "Ny"
	w.put(t, ours, &changed)
	for range 2 { // what is gone is no error
		for art, id := range map[oio.Art]oio.UUID{oio.ArtSag: s.UUID, oio.ArtBevilling: b.UUID} {
			if answers, err := w.Fjern(bg, ours, art, []oio.UUID{id, {77}}); err != nil || len(answers) != 2 || !answers[0].OK || !answers[1].OK {
				t.Fatal(answers, err)
			}
		}
	}
	if left := w.dump(t); left != empty {
		t.Errorf("something is left")
	}
}

// An object without a citizen could be kept and never read again, and would spoil every list it stands in.
func TestAnObjectThatCouldNotBeReadAgainIsRefusedAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := sag(t, 1, "7105500001", "Ida")
	nobody := *s
	nobody.UUID, nobody.Part.CPR = oio.UUID{9}, oio.CPR{}
	answers, err := w.Importer(bg, ours, []oio.Registreret{{Objekt: &nobody}, {Objekt: s, Tidspunkt: noon}})
	if err != nil || len(answers) != 2 || answers[0].OK || answers[0].Fejl == "" || !answers[1].OK {
		t.Fatalf("answers %+v, %v", answers, err)
	}
	if found, err := w.Soeg(bg, ours, index.Soegning{}); err != nil || len(found) != 1 {
		t.Errorf("found %d, %v", len(found), err)
	}
	if people, err := w.Personer(bg, adgang.Alt(ours), oio.Borgernoegle{}, 9); err != nil || len(people) != 1 {
		t.Errorf("citizens %d, %v", len(people), err)
	}
}
