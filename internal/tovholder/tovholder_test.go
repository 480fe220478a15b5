package tovholder_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/kle"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/program"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/seal"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/styring"
	"indeksbro/internal/suggest"
	"indeksbro/internal/tovholder"
	"indeksbro/internal/vaerksted"
)

const lister = `{"type":"enhed","id":"en-1","version":1,"navn":"Visitation A"}
{"type":"sagstype","id":"st-1","version":1,"navn":"Forebyggelse"}
{"type":"ydelse","id":"yd-1","version":1,"navn":"Samtale","sagstype":"st-1","lov":"SUL","paragraf":"119"}
`

// begyndt is the first day of the clock: a Monday, noon.
var begyndt = time.Date(2026, 3, 16, 12, 0, 0, 0, oio.Koebenhavn)

// kommune is a municipality with its lists read and nothing done.
type kommune struct {
	*tovholder.Tovholder
	db  *sqlite.DB
	now time.Time
	t   *testing.T
}

func nyKommune(t *testing.T) *kommune {
	t.Helper()
	k := &kommune{now: begyndt, t: t}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "db"), sqlite.Options{CacheMiB: 2})
	k.ok(err)
	t.Cleanup(func() { k.ok(db.Close()) })
	ring, err := seal.NewRing(make([]byte, seal.MasterSize))
	k.ok(err)
	keys, err := ring.Kommune(oio.Korsbaek)
	k.ok(err)
	nu := func() time.Time { return k.now }
	_, err = (&mirror.Loader{Store: db, Kommune: oio.Korsbaek, Noegler: keys, Nu: nu}).Load(t.Context(), strings.NewReader(lister))
	k.ok(err)
	desk := &vaerksted.Vaerksted{Store: db, Kommune: oio.Korsbaek, Nu: nu, Motorer: func(_ context.Context, g *projection.Grundlag, plan *kle.Plan, idag oio.Dato) (vaerksted.Motorer, error) {
		return vaerksted.Motorer{KLE: suggest.NyKLE(plan, idag, nil), Ydelsestype: suggest.NyYdelsestype(g.Katalog, nil, false, nil)}, nil
	}}
	k.db = db
	k.Tovholder = &tovholder.Tovholder{Store: db, Eksport: &styring.Styring{Store: db, Desk: desk, Kommune: oio.Korsbaek, Nu: nu}, Kommune: oio.Korsbaek, Nu: nu, Kalender: keys.Kalender,
		Stop: func(context.Context) ([]forloeb.Kendsgerning, error) { return nil, nil }}
	return k
}

func (k *kommune) ok(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *kommune) dage(n int) { k.now = begyndt.AddDate(0, 0, n) }

func (k *kommune) trin(nr forloeb.Nr) *forloeb.Trin {
	k.t.Helper()
	f, err := k.Forloeb(k.t.Context())
	k.ok(err)
	return f.Find(nr)
}

func (k *kommune) hentKLE() {
	plan := &kle.Plan{Udgivet: 20250501, Klasser: []kle.Klasse{{Nummer: "29", Titel: "Sundhed"}, {Nummer: "29.09", Titel: "Forebyggelse"}, {Nummer: "29.09.04", Titel: "Borgerrettet forebyggelse"}}}
	k.ok(k.db.GemPlan(k.t.Context(), oio.Korsbaek, plan, "27,29", nil, k.now))
}

// TestR121_StepsFollowFromWhatIsThere: the lists, KLE and FK Organisation are there or not, whatever anybody says.
func TestR121_StepsFollowFromWhatIsThere(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	if one := k.trin(forloeb.Skrivebord); one.Tilstand != forloeb.Igang || !one.Fakta[0].Opfyldt {
		t.Errorf("the lists are read, but step 1 is %s: %+v", one.Tilstand, one.Fakta)
	}
	if three := k.trin(forloeb.KLEKoder); three.Tilstand != forloeb.Venter {
		t.Errorf("without KLE step 3 is %s", three.Tilstand)
	}
	k.hentKLE()
	if two, three := k.trin(forloeb.Klassifikation), k.trin(forloeb.KLEKoder); two.Tilstand != forloeb.Gjort || three.Tilstand != forloeb.Gjort || !strings.Contains(three.Fakta[0].Dansk, "1 KLE-nummer") {
		t.Errorf("KLE has come, but steps 2 and 3 are %s and %s: %+v", two.Tilstand, three.Tilstand, three.Fakta)
	}
	k.ok(k.db.GemOrganisation(t.Context(), oio.Korsbaek, organisation.New([]organisation.Enhed{{UUID: oio.NameUUID("a"), Navn: "Visitation A", Status: "Aktiv"}}), nil, k.now))
	if six := k.trin(forloeb.Enhedsbord); !six.Fakta[0].Opfyldt {
		t.Errorf("FK Organisation is read, but %+v", six.Fakta)
	}
	_, err := k.Noter(t.Context(), "Karen", tovholder.Aftale{Ejer: "Karen", Meldt: 20260316, Bevis: "mail 700101-0000"}.Fakta(forloeb.Ydelser)...)
	k.ok(err)
	if four := k.trin(forloeb.Ydelser); four.Tilstand == forloeb.Gjort || four.Meldt == 0 || four.Ejer != "Karen" || strings.Contains(four.Bevis, "700101") {
		t.Errorf("KLIK has step 4 as done: %+v", four)
	}
}

// What says nothing new is not kept; a day is the step's own when it is not the plan's.
func TestOnlyWhatChangesIsKept(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	k.ok(k.LaegPlan(t.Context(), 20260316, "Karen"))
	plans := k.trin(forloeb.Ydelser).Frist
	for i, c := range []struct {
		said tovholder.Aftale
		want int
	}{{tovholder.Aftale{Frist: plans}, 0}, {tovholder.Aftale{Ejer: " Karen ", Frist: plans}, 1}, {tovholder.Aftale{Ejer: "Karen", Frist: plans.AddDays(1)}, 1}, {tovholder.Aftale{Ejer: "Karen", Frist: plans.AddDays(1)}, 0}, {tovholder.Aftale{}, 2}} {
		n, err := k.Noter(t.Context(), "Karen", c.said.Fakta(forloeb.Ydelser)...)
		k.ok(err)
		if n != c.want {
			t.Errorf("%d: %d facts, want %d", i, n, c.want)
		}
	}
	if four := k.trin(forloeb.Ydelser); four.Frist != plans || four.EgenFrist || four.Ejer != "" {
		t.Errorf("all was taken back, but %+v", four)
	}
	history, err := k.Historie(t.Context(), forloeb.Ydelser)
	k.ok(err)
	if len(history) != 4 || history[3].Tekst != "Karen" {
		t.Errorf("the history: %+v", history)
	}
	if _, err := k.Noter(t.Context(), "Karen", program.Faktum{Emne: program.Trinmeldt, Kode: "4", Dato: 20300101}); !errors.As(err, new(*rules.Brud)) {
		t.Errorf("done in the future: %v", err)
	}
}

func TestR062_TheFilterIsChosenOrRefused(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	k.hentKLE()
	if err := k.VaelgFilter(t.Context(), "27,hest", "Karen"); !errors.As(err, new(*rules.Brud)) {
		t.Errorf("a malformed filter: %v", err)
	}
	k.ok(k.VaelgFilter(t.Context(), " 27, 29 ,17.03", "Karen"))
	now, err := k.Import(t.Context())
	k.ok(err)
	if now.Filter != "17.03,27,29" || now.Antal.Emner != 1 || now.Automatik {
		t.Errorf("%+v", now)
	}
}

// TestR065_TheTasksOfKlassifikationsimporterKeepTheirOrder and have a letter to whoever must act.
func TestR065_TheTasksOfKlassifikationsimporterKeepTheirOrder(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	list, err := k.Klassifikationsliste(t.Context())
	k.ok(err)
	if len(list) != 5 || list[0].Lys != rules.Roed || list[1].Lys != rules.Gul || !strings.Contains(list[1].Brev, "Korsbæk Kommune vil hente KLE-numre") || list[2].Modtager != "den aftaleansvarlige i kommunen" {
		t.Errorf("%+v", list)
	}
	done := func(nr string) error {
		return k.Eksport.Noter(t.Context(), program.Faktum{Af: "Karen", Emne: program.Klassifikation, Kode: nr, Dato: 20260316})
	}
	if err := done("2"); !errors.As(err, new(*rules.Brud)) {
		t.Errorf("the second first: %v", err)
	}
	for _, nr := range []string{"1", "2", "3", "4", "5"} {
		k.ok(done(nr))
	}
	if two := k.trin(forloeb.Klassifikation); two.Tilstand != forloeb.Gjort {
		t.Errorf("all five are done, but step 2 is %s", two.Tilstand)
	}
}

// TestR124_EachThingIsRemindedOfOnceAStage lets the days go: one mail an address and day, each stage once, nothing about what is done.
func TestR124_EachThingIsRemindedOfOnceAStage(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	k.ok(k.LaegPlan(t.Context(), 20260316, "Karen"))
	if err := k.GemKontakter(t.Context(), []tovholder.Kontakt{{Rolle: adgang.CuraAdministrator, Mail: "ikke en adresse"}}, "Karen"); !errors.As(err, new(*rules.Brud)) {
		t.Errorf("no address, but %v", err)
	}
	k.ok(k.GemKontakter(t.Context(), []tovholder.Kontakt{{Rolle: adgang.CuraAdministrator, Mail: "karen@example.dk"}, {Rolle: adgang.SapaAdministrator, Mail: "torben@example.dk"}}, "Karen"))
	type seen struct{ day, letters, lines int }
	var got []seen
	for day := range 18 {
		k.dage(day)
		for range 2 { // the second time that day there is nothing more
			letters, err := k.Breve(t.Context(), "https://indeksbro.example.dk")
			k.ok(err)
			lines := 0
			for _, l := range letters {
				lines += strings.Count(l.Tekst, "/program/trin/")
				if strings.Contains(l.Tekst, "Karen") || !strings.HasPrefix(l.Emne, "Indeksbro: ") || strings.Contains(l.Emne, "0 opgaver") {
					t.Errorf("%q\n%s", l.Emne, l.Tekst)
				}
				k.ok(k.Sendt(t.Context(), l))
			}
			if len(letters) > 0 {
				got = append(got, seen{day, len(letters), lines})
			}
		}
	}
	// Day 4: step 2 is due in three days. 8: it was due. 11: 1, 3 and 6 for Karen, A for Torben. 15: those were due.
	want := []seen{{4, 1, 1}, {8, 1, 1}, {11, 2, 4}, {15, 2, 4}}
	if len(got) != len(want) {
		t.Fatalf("reminded %+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("reminded %+v, want %+v", got[i], want[i])
		}
	}
	// A deadline that is moved is another thing; without an address of the pages there is no link.
	_, err := k.Noter(t.Context(), "Karen", program.Faktum{Emne: program.Trinfrist, Kode: "1", Dato: oio.DatoOf(k.now).AddDays(1)})
	k.ok(err)
	letters, err := k.Breve(t.Context(), "")
	k.ok(err)
	if len(letters) != 1 || letters[0].Til != "karen@example.dk" || !strings.Contains(letters[0].Tekst, "Trin 1, Skrivebordsmapning") || strings.Contains(letters[0].Tekst, "http") {
		t.Errorf("after the deadline was moved: %+v", letters)
	}
}

// The calendar's address is secret, is another each time it is opened, and is dead when it is closed.
func TestTheCalendarsAddressMayBeTakenBack(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	key := func() string {
		key, _, err := k.Kalendernoegle(t.Context())
		k.ok(err)
		return key
	}
	may := func(key string) bool {
		may, err := k.Abonnent(t.Context(), key)
		k.ok(err)
		return may
	}
	if key() != "" || may("") {
		t.Error("nobody opened it")
	}
	k.ok(k.AabnKalender(t.Context(), "Karen"))
	first := key()
	if len(first) != 32 || strings.ContainsAny(first, "0123456789") || !may(first) || may(first[1:]) {
		t.Errorf("the key is %q", first)
	}
	k.ok(k.AabnKalender(t.Context(), "Karen"))
	second := key()
	if first == second || may(first) || !may(second) {
		t.Errorf("opened again: %q, %q", first, second)
	}
	k.ok(k.LukKalender(t.Context(), "Karen"))
	if may(second) || key() != "" {
		t.Error("closed, but the address lives")
	}
}

// TestR120_TheBoardShowsHowFarBehindItIs: what stands on the board changes with the facts, and not without them.
func TestR120_TheBoardShowsHowFarBehindItIs(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	k.ok(k.LaegPlan(t.Context(), 20260316, "Karen"))
	k.dage(10)
	k.ok(k.VisStand(t.Context()))
	all, err := k.Store.Kommunestande(t.Context())
	k.ok(err)
	if len(all) != 1 || all[0].Forsinket != 3 || len(all[0].Trin) != 10 || all[0].Klassifikation {
		t.Fatalf("%+v", all)
	}
	k.now = k.now.Add(time.Minute)
	k.ok(k.VisStand(t.Context()))
	again, err := k.Store.Kommunestande(t.Context())
	k.ok(err)
	if !again[0].Tid.Equal(all[0].Tid) {
		t.Error("nothing changed, but it was shown again")
	}
	k.hentKLE()
	k.ok(k.VisStand(t.Context()))
	if again, err = k.Store.Kommunestande(t.Context()); err != nil || !again[0].Klassifikation || again[0].Forsinket != 0 {
		t.Errorf("KLE has come: %+v, %v", again, err)
	}
}
