package rules_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/ydelsestype"
)

var (
	north   = oio.MustUUID("aaaaaaaa-0000-4000-8000-000000000001")
	south   = oio.MustUUID("aaaaaaaa-0000-4000-8000-000000000002")
	closed  = oio.MustUUID("aaaaaaaa-0000-4000-8000-000000000003")
	foreign = oio.MustUUID("aaaaaaaa-0000-4000-8000-000000000004")
)

func snapshot(history ...mapping.Beslutning) *rules.Snapshot {
	var plan kle.Plan
	plan.Klasser = []kle.Klasse{{Nummer: "27", Titel: "Social"}, {Nummer: "27.35", Titel: "Hjælp"}}
	for _, n := range []kle.Nummer{"27.35.01", "27.35.02", "27.35.03", "27.35.04", "27.35.05", "27.35.06", "27.35.07", "27.35.08", "27.35.09", "27.35.10"} {
		plan.Klasser = append(plan.Klasser, kle.Klasse{Nummer: n, Titel: "Emne " + string(n)})
	}
	plan.Klasser[2].Udgaaet, plan.Klasser[2].AfloestAf = 20200101, []kle.Nummer{"27.35.04", "27.35.05"}
	plan.Klasser[3].Udgaaet = 20200101
	plan.Klasser[4].Oprettet = 20990101
	return &rules.Snapshot{
		Idag: 20260301, KLE: &plan,
		Grundlag: &projection.Grundlag{
			Kommune: projection.Kommune{CVR: oio.Korsbaek}, Katalog: ydelsestype.Nyeste(), KLE: &plan, Mapping: mapping.NewState(history),
			Sagstyper: map[string]*eoj.Sagstype{"st-1": {ID: "st-1", Navn: "Hjælp"}},
			Ydelser:   map[string]*eoj.Ydelse{"pakke": {ID: "pakke", Navn: "Pakke", Standard: eoj.Lokal, Sagstype: "st-2", Pakke: true}, "yd-2": {ID: "yd-2", Navn: "Andet", Standard: eoj.Lokal, Sagstype: "st-2"}},
			Enheder: map[string]*eoj.Enhed{"top": {ID: "top", Navn: "Kommunen"}, "nord": {ID: "nord", Navn: "Nord", Overordnet: "top"}, "syd": {ID: "syd", Navn: "Syd", Overordnet: "top"},
				"hold": {ID: "hold", Navn: "Hold", Overordnet: "nord"}, "øde": {ID: "øde", Navn: "Øde"}, "a": {ID: "a", Navn: "A", Overordnet: "b"}, "b": {ID: "b", Navn: "B", Overordnet: "a"}},
			Organisation: organisation.New([]organisation.Enhed{{UUID: north, Navn: "Nord", Status: "Aktiv", CVR: oio.Korsbaek}, {UUID: south, Navn: "Syd", Status: "Aktiv"},
				{UUID: closed, Navn: "Nedlagt", Status: "Inaktiv"}, {UUID: foreign, Navn: "Andet sted", Status: "Aktiv", CVR: "22222222"}}),
		},
		Sager: func(string) (map[string]int, error) { return nil, nil },
	}
}

func mark(number kle.Nummer) mapping.Beslutning {
	return mapping.Beslutning{Art: mapping.Sagstype, ID: "st-1", Valg: mapping.Valg{KLE: number}}
}

func kombit(enhed string, unit oio.UUID) mapping.Beslutning {
	return mapping.Beslutning{Art: mapping.Enhed, ID: enhed, Valg: mapping.Valg{Kombit: unit}}
}

func choose(ydelse string, v mapping.Valg) mapping.Beslutning {
	return mapping.Beslutning{Art: mapping.Ydelse, ID: ydelse, Valg: v}
}

func passes(t *testing.T, what string, b mapping.Beslutning, s *rules.Snapshot) {
	t.Helper()
	if err := rules.Proev(b, s); err != nil {
		t.Errorf("%s is refused: %v", what, err)
	}
}

// refused checks the rule, and that both languages have the words.
func refused(t *testing.T, what string, b mapping.Beslutning, s *rules.Snapshot, rule string, words ...string) *rules.Brud {
	t.Helper()
	var brud *rules.Brud
	if err := rules.Proev(b, s); !errors.As(err, &brud) {
		t.Errorf("%s passes: %v", what, err)
		return nil
	}
	if brud.Regel != rule || !strings.HasPrefix(brud.Error(), rule+": ") {
		t.Errorf("%s is refused by %s: %v, want %s", what, brud.Regel, brud, rule)
	}
	for _, w := range words {
		if !strings.Contains(brud.English, w) || !strings.Contains(brud.Dansk, w) {
			t.Errorf("%s: %q is not in %q and %q", what, w, brud.English, brud.Dansk)
		}
	}
	return brud
}

func TestR001_OnlySixDigitsMarkAndTheChoicesAreNamed(t *testing.T) {
	t.Parallel()
	s := snapshot()
	for _, n := range []kle.Nummer{"27", "27.35"} {
		brud := refused(t, string(n), mark(n), s, "R001", "27.35.04 Emne 27.35.04", "27.35.10")
		if strings.Contains(brud.English, "27.35.01") || strings.Contains(brud.English, "27.35.03") || brud.KanTrodses {
			t.Errorf("%s: choices not in force are offered, or it may be overridden: %v", n, brud)
		}
	}
	refused(t, "a group without choices", mark("28"), s, "R001")
	b := mark("27.35")
	b.Trods = "fordi"
	refused(t, "with a reason", b, s, "R001")
	passes(t, "six digits", mark("27.35.04"), s)
	passes(t, "taken away", mark(""), s)
}

func TestR002_ANumberMustExistAndBeInForce(t *testing.T) {
	t.Parallel()
	s := snapshot()
	refused(t, "unknown", mark("27.35.99"), s, "R002", "27.35.99")
	refused(t, "expired with successors", mark("27.35.01"), s, "R002", "27.35.01", "27.35.04", "27.35.05")
	if brud := refused(t, "expired without", mark("27.35.02"), s, "R002", "27.35.02"); !strings.Contains(brud.English, "no successor") {
		t.Error(brud)
	}
	refused(t, "not yet in force", mark("27.35.03"), s, "R002", "27.35.03")
	passes(t, "in force", mark("27.35.04"), s)
}

func TestR060_WithoutAnImportThereIsNothingToChoose(t *testing.T) {
	t.Parallel()
	s := snapshot()
	s.KLE = &kle.Plan{}
	refused(t, "no import", mark("27.35.04"), s, "R060")
	refused(t, "four digits, no import", mark("27.35"), s, "R001")
	passes(t, "taken away", mark(""), s)
	passes(t, "not to be sent", mapping.Beslutning{Art: mapping.Sagstype, ID: "st-1", Valg: mapping.Valg{Ikke: true}}, s)
}

func TestR006_ServicesAreDecidedBeforeTheirSagstypeIsMarked(t *testing.T) {
	t.Parallel()
	y := func(id string, change func(*eoj.Ydelse)) *eoj.Ydelse {
		y := &eoj.Ydelse{ID: id, Navn: "Navn " + id, Sagstype: "st-1", Standard: eoj.Lokal}
		change(y)
		return y
	}
	for name, c := range map[string]struct {
		y    *eoj.Ydelse
		v    mapping.Valg
		want bool
	}{
		"undecided":           {y("yd", func(*eoj.Ydelse) {}), mapping.Valg{}, false},
		"mapped":              {y("yd", func(*eoj.Ydelse) {}), mapping.Valg{Type: "FSIII#H7.2"}, true},
		"not to be mapped":    {y("yd", func(*eoj.Ydelse) {}), mapping.Valg{Ikke: true}, true},
		"released":            {y("yd", func(*eoj.Ydelse) {}), mapping.Valg{UdenType: true}, true},
		"automatic":           {y("yd", func(y *eoj.Ydelse) { y.Standard, y.Kode = eoj.FSIII, "H1.1" }), mapping.Valg{}, true},
		"of an unknown code":  {y("yd", func(y *eoj.Ydelse) { y.Standard, y.Kode = eoj.FSIII, "H99" }), mapping.Valg{}, false},
		"a package":           {y("yd", func(y *eoj.Ydelse) { y.Pakke = true }), mapping.Valg{}, true},
		"of another sagstype": {y("yd", func(y *eoj.Ydelse) { y.Sagstype = "st-9" }), mapping.Valg{}, true},
	} {
		s := snapshot(choose("yd", c.v))
		s.Grundlag.Ydelser["yd"] = c.y
		b := mark("27.35.04")
		if c.want {
			passes(t, name, b, s)
			continue
		}
		if brud := refused(t, name, b, s, "R006", "yd", "Navn yd"); !brud.KanTrodses {
			t.Errorf("%s: cannot be overridden", name)
		}
		b.Trods = "aftalt med Inge"
		passes(t, name+", overridden with a reason", b, s)
		passes(t, name+", mark taken away", mark(""), s)
	}
	s := snapshot()
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
		s.Grundlag.Ydelser[id] = y(id, func(*eoj.Ydelse) {})
	}
	if brud := refused(t, "many", mark("27.35.04"), s, "R006", "10 ydelser", "2 "); strings.Contains(brud.English, `j "Navn j"`) {
		t.Error("more than eight are listed")
	}
}

func TestR007_UnitsAreFoundBeforeTheirSagstypeIsMarked(t *testing.T) {
	t.Parallel()
	s := snapshot(kombit("nord", north))
	s.Sager = func(sagstype string) (map[string]int, error) {
		if sagstype != "st-1" {
			t.Errorf("asked about %s", sagstype)
		}
		return map[string]int{"hold": 7, "øde": 3, "fremmed": 2}, nil
	}
	b := mark("27.35.04")
	if brud := refused(t, "two units to nowhere", b, s, "R007", "5 ", "øde", "fremmed"); !brud.KanTrodses || strings.Contains(brud.English, "hold ") {
		t.Errorf("%+v: what resolves upwards is named, or it cannot be overridden", brud)
	}
	b.Trods = "enheden kommer"
	passes(t, "overridden", b, s)
	s.Grundlag.Policy.DefaultEnhed = north
	passes(t, "with a default unit", mark("27.35.04"), s)
	s.Grundlag.Policy.DefaultEnhed = oio.UUID{}
	broken := errors.New("database")
	s.Sager = func(string) (map[string]int, error) { return nil, broken }
	if err := rules.Proev(mark("27.35.04"), s); !errors.Is(err, broken) {
		t.Errorf("a failure outside is %v", err)
	}
	passes(t, "nothing is counted for a mark taken away", mark(""), s)
}

func TestR021_AutomaticTypesCannotBeChosen(t *testing.T) {
	t.Parallel()
	s := snapshot()
	prevention := "FSIII#6eddbaf7-2a73-49d4-91e7-6138d419f58c"
	refused(t, "FSIII classic", choose("yd-2", mapping.Valg{Type: "FSIII#H1.1"}), s, "R021", "FSIII classic")
	refused(t, "FFB", choose("yd-2", mapping.Valg{Type: "FFB#a81a3fa9-6601-4d1e-a11e-f7444dfd3828"}), s, "R021", "FFB")
	passes(t, "Koordinerende 0-ydelse (R032)", choose("yd-2", mapping.Valg{Type: "FSIII#H7.2"}), s)
	passes(t, "FSIII forebyggelse", choose("yd-2", mapping.Valg{Type: prevention}), s)
	s.Grundlag.Policy.EgenFSIII = true
	refused(t, "FSIII forebyggelse where it is used", choose("yd-2", mapping.Valg{Type: prevention}), s, "R021")
	refused(t, "a type that does not exist", choose("yd-2", mapping.Valg{Type: "findes-ikke"}), s, "R024", "findes-ikke")
	b := choose("yd-2", mapping.Valg{Type: "FSIII#H1.1"})
	b.Trods = "alligevel"
	refused(t, "with a reason", b, s, "R021")
}

func TestR023_PackagesAreNeverMapped(t *testing.T) {
	t.Parallel()
	s := snapshot()
	refused(t, "mapped", choose("pakke", mapping.Valg{Type: "FSIII#H7.2"}), s, "R023", "pakke")
	refused(t, "released", choose("pakke", mapping.Valg{UdenType: true}), s, "R023", "pakke")
	passes(t, "not to be mapped", choose("pakke", mapping.Valg{Ikke: true}), s)
	passes(t, "taken back", choose("pakke", mapping.Valg{}), s)
	passes(t, "a service released", choose("yd-2", mapping.Valg{UdenType: true}), s)
}

func TestR073_OneKombitIdBelongsToOneUnit(t *testing.T) {
	t.Parallel()
	s := snapshot(kombit("nord", north))
	refused(t, "a second use", kombit("syd", north), s, "R073", "nord", "top", "Kommunen")
	if brud := refused(t, "no common ancestor", kombit("øde", north), s, "R073", "nord"); !strings.Contains(brud.English, "unmap the other") {
		t.Error(brud)
	}
	refused(t, "a unit in a circle", kombit("a", north), s, "R073", "nord")
	passes(t, "the same again", kombit("nord", north), s)
	passes(t, "another id", kombit("syd", south), s)
	passes(t, "taken back", kombit("nord", oio.UUID{}), s)
	passes(t, "after it was taken back", kombit("syd", north), snapshot(kombit("nord", north), kombit("nord", oio.UUID{})))
}

func TestR074_AKombitIdIsAnActiveUnitOfThisMunicipality(t *testing.T) {
	t.Parallel()
	s := snapshot()
	refused(t, "unknown", kombit("nord", oio.UUID{1}), s, "R074", oio.UUID{1}.String())
	refused(t, "closed", kombit("nord", closed), s, "R074", "Nedlagt")
	refused(t, "another municipality's", kombit("nord", foreign), s, "R074", "Andet sted", "22222222")
	passes(t, "ours", kombit("nord", north), s)
	passes(t, "without a CVR number", kombit("nord", south), s)
}

func TestDecisionsAboutWhatTheSourceNeverNamedAreRefused(t *testing.T) {
	t.Parallel()
	for _, art := range []mapping.Art{mapping.Sagstype, mapping.Ydelse, mapping.Enhed} {
		refused(t, string(art), mapping.Beslutning{Art: art, ID: "findes-ikke", Trods: "t"}, snapshot(), "R102", string(art), "findes-ikke")
	}
}

func TestRulesAreListedOnceInOrder(t *testing.T) {
	t.Parallel()
	var numbers []string
	for _, r := range rules.Alle() {
		numbers = append(numbers, r.Nummer)
		if !regexp.MustCompile(`^R\d{3}$`).MatchString(r.Nummer) || r.Dansk == "" || r.English == "" || r.Hvor == "" || !slices.Contains([]rules.Slags{rules.Vagt, rules.Tjek, rules.Adfaerd, rules.Visning}, r.Slags) {
			t.Errorf("rule is not whole: %+v", r)
		}
	}
	if !slices.IsSorted(numbers) || len(slices.Compact(slices.Clone(numbers))) != len(numbers) {
		t.Errorf("not in order, or twice: %v", numbers)
	}
	rules.Alle()[0].Nummer = "R999"
	if rules.Alle()[0].Nummer == "R999" {
		t.Error("a caller can change the catalogue")
	}
	// Every number a guard or a check gives, as its source has it, and every number behind a reason is in the list.
	files, err := filepath.Glob("[vta]*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if name == "tabel.go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(R\d{3})"`).FindAllStringSubmatch(string(source), -1) {
			if !slices.Contains(numbers, m[1]) {
				t.Errorf("%s gives %s, which is not in the list", name, m[1])
			}
		}
	}
	for g := projection.Sendes; g <= projection.SlettetIKoe; g++ {
		if !slices.Contains(numbers, g.Regel()) {
			t.Errorf("reason %s stands on %s, which is not in the list", g, g.Regel())
		}
	}
}
