package tilsyn_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/hop"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/projection"
	"indeksbro/internal/revision"
	"indeksbro/internal/rules"
	"indeksbro/internal/seal"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/suggest"
	"indeksbro/internal/tilsyn"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/visning"
)

const cprtal = "7001019998"

var (
	middag = time.Date(2026, 3, 16, 12, 0, 0, 0, oio.Koebenhavn)
	system = oio.UUID{2}
)

// kommune is a municipality with nothing but its keys.
type kommune struct {
	*tilsyn.Tilsyn
	db  *sqlite.DB
	now time.Time
	t   *testing.T
}

func nyKommune(t *testing.T) *kommune {
	t.Helper()
	k := &kommune{now: middag, t: t}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "db"), sqlite.Options{CacheMiB: 2})
	k.ok(err)
	t.Cleanup(func() { k.ok(db.Close()) })
	ring, err := seal.NewRing(make([]byte, seal.MasterSize))
	k.ok(err)
	keys, err := ring.Kommune(oio.Korsbaek)
	k.ok(err)
	nu := func() time.Time { return k.now }
	desk := &vaerksted.Vaerksted{Store: db, Kommune: oio.Korsbaek, Nu: nu, Motorer: func(_ context.Context, g *projection.Grundlag, plan *kle.Plan, idag oio.Dato) (vaerksted.Motorer, error) {
		return vaerksted.Motorer{KLE: suggest.NyKLE(plan, idag, nil), Ydelsestype: suggest.NyYdelsestype(g.Katalog, nil, false, nil)}, nil
	}}
	k.db = db
	k.Tilsyn = &tilsyn.Tilsyn{Store: db, Bord: desk.Bord, Indeks: &index.Index{Store: db, Ring: ring, Nu: nu}, Noegler: keys, Kommune: oio.Korsbaek, Nu: nu}
	return k
}

func (k *kommune) ok(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// brydes demands that something was refused under a rule.
func (k *kommune) brydes(err error, rule string) *rules.Brud {
	k.t.Helper()
	var broken *rules.Brud
	if !errors.As(err, &broken) || broken.Regel != rule || broken.Dansk == "" {
		k.t.Fatalf("got %v, want a refusal by %s in words", err, rule)
	}
	return broken
}

func (k *kommune) politik(key, value string) {
	k.t.Helper()
	k.ok(k.db.SetPolitik(k.t.Context(), oio.Korsbaek, key, value, "Inge", k.now))
}

func (k *kommune) log(entries ...revision.Post) {
	k.t.Helper()
	k.ok(k.db.GemRevision(k.t.Context(), oio.Korsbaek, entries, k.Noegler.Revision))
}

func cpr(t *testing.T) oio.CPR {
	t.Helper()
	c, err := oio.ParseCPR(cprtal)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sag puts the citizen's case into the index, as it is called at a time.
func (k *kommune) sag(titel string, tid time.Time) *oio.Sag {
	k.t.Helper()
	s := &oio.Sag{UUID: oio.NameUUID("sag 1"), Noegle: "s-1", Titel: titel, Foelsomhed: oio.Foelsom, Oprettet: 20240103, Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240103}}},
		Part: oio.Part{CPR: cpr(k.t), Navn: "Ida Holm"}, Ejer: oio.Aktoer{CVR: oio.Korsbaek}, Ansvarlig: oio.Aktoer{UUID: oio.UUID{1}, Navn: "Nord", CVR: oio.Korsbaek},
		KLE: oio.NewKlasse("KLE", "27.35.04", "Mad", ""), System: oio.ITSystem{UUID: system}}
	answers, err := k.Indeks.Importer(k.t.Context(), oio.Korsbaek, []oio.Registreret{{Objekt: s, Tidspunkt: tid}})
	if err != nil || !answers[0].OK {
		k.t.Fatal(answers, err)
	}
	return s
}

// slaaetOp is a look-up of the citizen so many minutes ago.
func (k *kommune) slaaetOp(hvem string, hvad revision.Hvad, minutter int, i revision.Indhold) revision.Post {
	return revision.Post{Tid: k.now.Add(-time.Duration(minutter) * time.Minute), Hvem: hvem, Borger: k.Noegler.Borger(cpr(k.t)), Hvad: hvad, Indhold: i}
}

// TestR110_StepAIsSignedWhenEveryListedRoleIsDecided goes from no list to a signature, and tries the short cuts.
func TestR110_StepAIsSignedWhenEveryListedRoleIsDecided(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	if broken := k.brydes(k.Underskriv(t.Context(), "Torben", ""), "R110"); !broken.KanTrodses {
		t.Error("without a list nobody may say why not")
	}
	const list = "rolle;id;brugersystemroller;kle;foelsomhed;orgenhed;itsystem;antal\nBorgerservice;r2;overblik;;;;;40\nJobcenter;r3;overblik;32.*;;;;7\n"
	read, err := k.IndlaesRoller(t.Context(), []byte(list), "Torben")
	if err != nil || read.Roller != 2 || read.Aendret != 2 {
		t.Fatalf("%+v %v, want two roles, both new", read, err)
	}
	if again, err := k.IndlaesRoller(t.Context(), []byte(list), "Torben"); err != nil || again.Aendret+again.Fjernet != 0 {
		t.Errorf("the same list again changes %+v (%v)", again, err)
	}
	if broken := k.brydes(k.Underskriv(t.Context(), "Torben", ""), "R110"); !strings.Contains(broken.Dansk, "1 rolle mangler") {
		t.Errorf("the refusal says %q", broken.Dansk)
	}
	k.brydes(k.Afgoer(t.Context(), []string{"r2"}, adgang.Rollebeslutning{Valg: adgang.Behold}, "Torben"), "R110")
	k.brydes(k.Afgoer(t.Context(), []string{"r2", "r9"}, adgang.Rollebeslutning{Valg: adgang.Behold, Grund: "front"}, "Torben"), "R110")
	k.brydes(k.Afgoer(t.Context(), []string{"r2"}, adgang.Rollebeslutning{Valg: adgang.Behold, Grund: "front"}, " "), "R110")
	if a, err := k.TrinA(t.Context()); err != nil || a.Mangler() != 1 {
		t.Errorf("after refusals %d roles wait (%v), want one", a.Mangler(), err)
	}
	k.ok(k.Afgoer(t.Context(), []string{"r2"}, adgang.Rollebeslutning{Valg: adgang.Behold, Grund: "front"}, "Torben"))
	k.ok(k.Underskriv(t.Context(), "Torben", "not needed"))
	if f := k.faktum(program.TrinA, ""); f.Dato != oio.DatoOf(middag) || f.Af != "Torben" || f.Tekst != "" {
		t.Errorf("signed as %+v, want the day, who, and no reason where nothing was in the way", f)
	}
	k.ok(k.Genoptag(t.Context(), "Torben"))
	if f := k.faktum(program.TrinA, ""); f.Dato != 0 {
		t.Errorf("taken back, and still signed: %+v", f)
	}
}

// faktum is the last one about something.
func (k *kommune) faktum(emne program.Emne, kode string) (last program.Faktum) {
	k.t.Helper()
	all, err := k.db.Fakta(k.t.Context(), oio.Korsbaek)
	k.ok(err)
	for _, f := range all {
		if f.Emne == emne && f.Kode == kode {
			last = f
		}
	}
	return last
}

// TestR114_AJumpNeedsTheRightTheBoundaryAndTheAddress takes each away in turn.
func TestR114_AJumpNeedsTheRightTheBoundaryAndTheAddress(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	s := k.sag("Hjælp", middag)
	group := func(kle string, rights ...adgang.Ret) []adgang.Gruppe {
		g := adgang.Gruppe{Navn: "Visitator", Kommune: oio.Korsbaek, Retter: rights}
		if kle != "" {
			emner, err := adgang.ParseEmner(kle)
			k.ok(err)
			g.KLE = emner
		}
		return []adgang.Gruppe{g}
	}
	jump := func(groups []adgang.Gruppe) (tilsyn.Spring, error) {
		return k.Spring(t.Context(), tilsyn.Springer{Bruger: "susanne", Grupper: groups}, oio.ArtSag, s.UUID, "tilfældig")
	}
	fails := func(what string, groups []adgang.Gruppe, want error) {
		t.Helper()
		if _, err := jump(groups); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	}
	both := group("27.*", adgang.Opslag, adgang.Hop)
	fails("without the right", group("27.*", adgang.Opslag), tilsyn.ErrIngenRet)
	fails("before the system is opened", both, tilsyn.ErrIkkeFundet)
	k.ok(k.db.GemFakta(t.Context(), oio.Korsbaek, []program.Faktum{{Tid: middag, Af: "Inge", Emne: program.Aabnet, Kode: visning.Aabning(visning.Sapa, system), Dato: 20260301}}))
	fails("without an address", both, tilsyn.ErrIngenAdresse)
	for _, address := range []string{"http://fag.example/hop", "https://inge@fag.example/hop", "https://fag.example/" + cprtal} {
		k.brydes(k.SaetHop(t.Context(), system, address, false, "Torben"), "R114")
	}
	k.ok(k.SaetHop(t.Context(), system, "https://fag.example/hop", false, "Torben"))
	fails("beyond the boundary", group("32.*", adgang.Opslag, adgang.Hop), tilsyn.ErrIkkeFundet)
	made, err := jump(both)
	if err != nil || !strings.HasPrefix(made.Adresse, "https://fag.example/hop?") || made.Gruppe != "Visitator" || made.Borger != k.Noegler.Borger(cpr(t)) || strings.Contains(made.Adresse, cprtal) {
		t.Errorf("%+v %v", made, err)
	}
	k.politik("noedadgang", "true")
	k.log(k.slaaetOp("susanne", revision.Noed, 1, revision.Indhold{Formaal: "akut"}))
	if made, err := jump(group("32.*", adgang.Opslag, adgang.Hop)); err != nil || made.Gruppe != "nødadgang" {
		t.Errorf("with a reason within the hour: %+v %v", made, err)
	}
	k.ok(k.SaetHop(t.Context(), system, "", false, "Torben"))
	fails("after the address was taken back", both, tilsyn.ErrIngenAdresse)
}

// TestR118_TheTasksOfAJumpAreNotedInOrder refuses a mail about no address, a day ahead and a task there is not.
func TestR118_TheTasksOfAJumpAreNotedInOrder(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	today := oio.DatoOf(middag)
	k.ok(k.NoterHop(t.Context(), system, hop.Aktiveret, today, "Torben"))
	k.brydes(k.NoterHop(t.Context(), system, hop.Sendt, today, "Torben"), "R118")
	k.ok(k.SaetHop(t.Context(), system, "https://fag.example/hop", false, "Torben"))
	k.brydes(k.NoterHop(t.Context(), system, hop.Sendt, today.AddDays(1), "Torben"), "R118")
	k.brydes(k.NoterHop(t.Context(), system, hop.Adressen, today, "Torben"), "R118")
	k.ok(k.NoterHop(t.Context(), system, hop.Sendt, today, "Torben"))
	systems, err := k.Fagsystemer(t.Context())
	k.ok(err)
	at := slices.IndexFunc(systems, func(f tilsyn.Fagsystem) bool { return f.System == system })
	if at < 0 || len(systems[at].Gjort) != 2 || !strings.Contains(systems[at].Brev, "https://fag.example/hop") {
		t.Errorf("%+v", systems)
	}
}

// TestR116_AccessBeyondTheBoundaryLastsAnHour asks as others, about others, too late, and where the municipality has not allowed it.
func TestR116_AccessBeyondTheBoundaryLastsAnHour(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	key := k.Noegler.Borger(cpr(t))
	k.log(k.slaaetOp("susanne", revision.Noed, 0, revision.Indhold{Formaal: "akut"}))
	may := func(user string, citizen oio.Borgernoegle) bool {
		t.Helper()
		may, err := k.Noed(t.Context(), user, citizen)
		k.ok(err)
		return may
	}
	if may("susanne", key) {
		t.Error("the municipality has not allowed it")
	}
	k.politik("noedadgang", "true")
	if !may("susanne", key) || may("mette", key) || may("", key) || may("susanne", oio.Borgernoegle{}) || may("susanne", oio.Borgernoegle{1}) {
		t.Error("it holds for her, about that citizen, and for nobody else")
	}
	k.now = middag.Add(tilsyn.Noedvarighed)
	if !may("susanne", key) {
		t.Error("within the hour")
	}
	k.now = k.now.Add(time.Second)
	if may("susanne", key) {
		t.Error("after an hour")
	}
}

// TestR116_ACitizenSeesWhoLookedWithoutNames reads the log as she does.
func TestR116_ACitizenSeesWhoLookedWithoutNames(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	key := k.Noegler.Borger(cpr(t))
	k.log(
		k.slaaetOp("susanne", "borger", 5, revision.Indhold{Gruppe: "Visitator", Formaal: "ansøgning"}),
		k.slaaetOp("susanne", "sag", 4, revision.Indhold{Gruppe: "Visitator"}),
		k.slaaetOp("torben", revision.LogLaest, 3, revision.Indhold{}),
		k.slaaetOp("ida", revision.EgenLog, 2, revision.Indhold{}),
		k.slaaetOp("susanne", revision.Noed, 1, revision.Indhold{Gruppe: "Visitator", Formaal: "akut"}),
	)
	if lines, shown, err := k.EgenLog(t.Context(), key); err != nil || shown || lines != nil {
		t.Errorf("the municipality does not show it: %v %v", lines, err)
	}
	k.politik("borger-ser-log", "true")
	lines, shown, err := k.EgenLog(t.Context(), key)
	k.ok(err)
	var said []string
	for _, l := range lines {
		said = append(said, l.Hvem+": "+l.Hvad)
		if strings.Contains(l.Hvem+l.Hvad+l.Formaal, "susanne") {
			t.Errorf("an employee's name: %+v", l)
		}
	}
	want := []string{"Visitator: Åbnede dine sager med en særlig begrundelse", "Visitator: Så en sag", "Visitator: Så dit overblik"}
	if !shown || !slices.Equal(said, want) || !lines[0].Noed || lines[2].Formaal != "ansøgning" {
		t.Errorf("she sees %q, want %q", said, want)
	}
}

// TestR116_ASampleIsKeptAndTickedOff draws one, answers it, and lets retention take an entry.
func TestR116_ASampleIsKeptAndTickedOff(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	from, first := middag.AddDate(0, 0, -7), func(int) int { return 0 }
	_, err := k.TraekStikproeve(t.Context(), from, middag, 2, first, "Lone")
	k.brydes(err, "R116")
	k.log(k.slaaetOp("susanne", "sag", 3*24*60, revision.Indhold{}), k.slaaetOp("mette", "sag", 60, revision.Indhold{}))
	id, err := k.TraekStikproeve(t.Context(), from, middag, 2, first, "Lone")
	k.ok(err)
	sample := func() tilsyn.Stikproeve {
		t.Helper()
		all, err := k.Stikproever(t.Context())
		k.ok(err)
		if len(all) != 1 || all[0].ID != id || len(all[0].Linjer) != 2 {
			t.Fatalf("%+v", all)
		}
		return all[0]
	}
	s := sample()
	if s.Mangler() != 2 || s.Af != "Lone" || s.Linjer[0].Post == nil || s.Linjer[1].Post == nil {
		t.Errorf("drawn: %+v", s)
	}
	k.brydes(k.Afkryds(t.Context(), id, s.Linjer[0].Nr, "måske", "", "Lone"), "R116")
	k.brydes(k.Afkryds(t.Context(), id+"/1", s.Linjer[0].Nr, "ok", "", "Lone"), "R116")
	k.ok(k.Afkryds(t.Context(), id, s.Linjer[0].Nr, "undersoeg", "hvorfor "+cprtal+"?", "Lone"))
	if s = sample(); s.Mangler() != 1 || s.Linjer[0].Svar != "undersoeg" || s.Linjer[0].SvarAf != "Lone" || strings.Contains(s.Linjer[0].Note, cprtal) {
		t.Errorf("ticked off: %+v", s)
	}
	_, err = k.db.RydRevision(t.Context(), oio.Korsbaek, middag.AddDate(0, 0, -1), revision.Post{Tid: middag, Hvem: "indeksbro"}, k.Noegler.Revision)
	k.ok(err)
	gone := 0
	for _, l := range sample().Linjer {
		if l.Post == nil {
			gone++
		}
	}
	if gone != 1 {
		t.Errorf("%d entries of the sample are gone, want the one that retention took", gone)
	}
}

// TestAColleagueIsListedWithoutHerNumber puts an employee on the list that alarms read, and takes her off.
func TestAColleagueIsListedWithoutHerNumber(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	key := k.Noegler.Borger(cpr(t))
	k.ok(k.SaetKollega(t.Context(), cpr(t), "mette", "Torben"))
	if listed, err := k.Kolleger(t.Context()); err != nil || listed[key] != "mette" {
		t.Errorf("%v %v", listed, err)
	}
	if f := k.faktum(program.Kollega, key.String()); strings.Contains(f.Kode+f.Tekst, cprtal) {
		t.Errorf("the number is kept: %+v", f)
	}
	k.log(k.slaaetOp("susanne", "sag", 10, revision.Indhold{}))
	found, err := k.Alarmer(t.Context(), middag.Add(-time.Hour), middag)
	k.ok(err)
	if found.Linjer != 1 || len(found.Alarmer) == 0 {
		t.Errorf("a colleague was looked up, and nobody is told: %+v", found)
	}
	k.ok(k.SaetKollega(t.Context(), cpr(t), "", "Torben"))
	if listed, err := k.Kolleger(t.Context()); err != nil || len(listed) != 0 {
		t.Errorf("taken off, and still there: %v %v", listed, err)
	}
}

// TestAllThatIsHeldAboutACitizenIsGathered reads index, history and log of one citizen, and of one nobody knows.
func TestAllThatIsHeldAboutACitizenIsGathered(t *testing.T) {
	t.Parallel()
	k := nyKommune(t)
	empty, err := k.Indsigt(t.Context(), k.db, cpr(t))
	if err != nil || empty.Navn != "" || len(empty.Kilde)+len(empty.Indeks)+len(empty.Log)+len(empty.Noter) != 0 {
		t.Errorf("of nobody there is %+v (%v)", empty, err)
	}
	k.log(k.slaaetOp("susanne", "sag", 10, revision.Indhold{}))
	k.sag("Hjælp", middag)
	k.sag("Hjælp i hjemmet", middag.Add(time.Minute))
	all, err := k.Indsigt(t.Context(), k.db, cpr(t))
	k.ok(err)
	if all.Navn != "Ida Holm" || all.CPR != cprtal || len(all.Log) != 1 || len(all.Indeks) != 1 || len(all.Indeks[0].Registreringer) != 2 {
		t.Errorf("%+v", all)
	}
}
