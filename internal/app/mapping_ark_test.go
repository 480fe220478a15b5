package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"indeksbro/internal/generate"
	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/sheet"
	"indeksbro/internal/standin"
	"indeksbro/internal/ydelsestype"
)

// korsbaek is the whole synthetic municipality with its ready mapping, in a data directory of its own.
func korsbaek(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	o := generate.Options{Borgere: 20, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	if err := goerKlar(t.Context(), data, o); err != nil {
		t.Fatal(err)
	}
	var feed bytes.Buffer
	if err := generate.Feed(&feed, o); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := kald(t.Context(), &feed, data, "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %d %s", code, errs)
	}
	return data
}

func importeret(t *testing.T, data, file string) ArkSum {
	t.Helper()
	var sum ArkSum
	if err := json.Unmarshal([]byte(skal(t, data, "mapping", "import", file, "--af", "Karen Holm", "--json")), &sum); err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestASheetTakenBackChangesNothing: export, import, and no decision, thing or name is another.
func TestASheetTakenBackChangesNothing(t *testing.T) {
	t.Parallel()
	data := korsbaek(t)
	before := skal(t, data, "mapping", "history", "--json")
	sagstyper, ydelser, enheder := generate.Stamdata()
	for _, name := range []string{"ark.xlsx", "ark.csv"} {
		file := filepath.Join(t.TempDir(), name)
		skal(t, data, "mapping", "export", file)
		sum := importeret(t, data, file)
		if sum.Beslutninger != 0 || sum.Sagstyper.Nye+sum.Ydelser.Nye+sum.Enheder.Nye != 0 || sum.Afviger != 0 || sum.Overset != nil {
			t.Errorf("%s: %+v, want nothing taken", name, sum)
		}
		if sum.Sagstyper.Laest != sagstyper || sum.Ydelser.Laest != ydelser || sum.Enheder.Laest != enheder {
			t.Errorf("%s: %+v, want every one of %d sagstyper, %d ydelser and %d enheder", name, sum, sagstyper, ydelser, enheder)
		}
	}
	if after := skal(t, data, "mapping", "history", "--json"); after != before {
		t.Error("the history of decisions has changed")
	}
}

// TestASheetAloneMakesTheWholeMapping: a municipality without a feed takes another's sheet and has the same sheet afterwards.
func TestASheetAloneMakesTheWholeMapping(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ark.xlsx")
	data := korsbaek(t)
	skal(t, data, "mapping", "export", file)

	empty := t.TempDir()
	o := generate.Options{Borgere: 1, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	if err := kunKLEogOrganisation(t, empty, o); err != nil {
		t.Fatal(err)
	}
	sum := importeret(t, empty, file)
	if sum.Beslutninger < 150 || sum.Sagstyper.Nye != sum.Sagstyper.Laest || sum.Ydelser.Nye != sum.Ydelser.Laest || sum.Enheder.Nye != sum.Enheder.Laest {
		t.Errorf("%+v, want all new and decided", sum)
	}
	if again := importeret(t, empty, file); again.Beslutninger != 0 || again.Ydelser.Nye != 0 {
		t.Errorf("the second time: %+v, want nothing", again)
	}
}

// kunKLEogOrganisation fills a data directory with what decisions choose from, and nothing of the municipality's own.
func kunKLEogOrganisation(t *testing.T, data string, o generate.Options) error {
	t.Helper()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(oio.Korsbaek)}
	defer m.close()
	b, err := m.make(t.Context())
	if err != nil {
		return err
	}
	plan, err := pipe(standin.WriteEmneplan, kle.Parse)
	if err != nil {
		return err
	}
	filter := demoFilter
	if _, _, err := importKLE(t.Context(), m, b, plan, &filter); err != nil {
		return err
	}
	tree, err := pipe(func(w io.Writer) error { return generate.Organisation(w, o) }, organisation.Parse)
	if err != nil {
		return err
	}
	_, _, err = b.importOrganisation(t.Context(), m, tree)
	return err
}

// regneark writes lists as a municipality might have them: a sheet each, rows of cells from A1. A cell that begins with = is a formula.
func regneark(t *testing.T, lists map[string][][]string) string {
	t.Helper()
	f := excelize.NewFile()
	for name, rows := range lists {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for k, text := range row {
				cell, err := excelize.CoordinatesToCellName(k+1, r+1)
				if err == nil && strings.HasPrefix(text, "=") {
					err = f.SetCellFormula(name, cell, text)
				} else if err == nil && text != "" {
					err = f.SetCellStr(name, cell, text)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ark.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// tomt is a municipality with KLE and FK Organisation and nothing else, and the id of a unit it may use.
func tomt(t *testing.T) (data string, kombit []string) {
	t.Helper()
	data = t.TempDir()
	o := generate.Options{Borgere: 1, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	if err := kunKLEogOrganisation(t, data, o); err != nil {
		t.Fatal(err)
	}
	tree, err := pipe(func(w io.Writer) error { return generate.Organisation(w, o) }, organisation.Parse)
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range tree.Alle() {
		if unit.Aktiv() && unit.CVR == oio.Korsbaek {
			kombit = append(kombit, unit.UUID.String())
		}
	}
	return data, kombit
}

const syntetiskCPR = "7105500001"

// TestEveryPlantedFaultIsNamedByItsCell: 38 faults of all kinds in one file, all listed at once, nothing taken, no personal number
// repeated.
func TestEveryPlantedFaultIsNamedByItsCell(t *testing.T) {
	t.Parallel()
	data, kombit := tomt(t)
	const key, name = "sul-119-borgerrettet-forebyggelse", "Borgerrettet forebyggelse"
	file := regneark(t, map[string][][]string{
		"Sagstyper": {
			{"Id", "Sagstype", "KLE", "Skal ikke overføres", "Lov", "Note"},
			{"st-1", "Hjælp", "27.36.04"},
			{"st-1", "Hjælp igen"},                      // A3 duplicate id
			{"st-3"},                                    // B4 no name
			{"st-4", "Fire", "27.36"},                   // C5 four digits
			{"st-5", "Ukendt", "27.99.99"},              // C6 not in KLE
			{"st-6", "Tekst", "abc"},                    // C7 no number
			{"st-7", "Måske", "", "måske"},              // D8 neither yes nor no
			{"st-8", "Lov", "", "", "Hestekraft"},       // E9 no law
			{"st-9", "Formel", "=1+1"},                  // C10 formula
			{"st-10", "Note", "", "", "", syntetiskCPR}, // F11 personal number
			{"st-11", "Begge", "27.36.04", "ja"},        // C12 two choices
			{"", "Dobbelt", "27.36.04"},
			{"", "dobbelt ", "27.36.08"},            // B14 same name, another answer
			{"st-14", strings.Repeat("lang", 2000)}, // B15 too long
			{"st-15", "To", "27"},                   // C16 two digits
		},
		"Ydelser": {
			{"Ydelse-id", "Ydelse", "Sagstype-id", "Ydelsestype", "Nøgle", "Skal ikke mappes", "Art", "Standard", "Kode", "Pakke", "Dato", "Sagstype"},
			{"yd-1", "A", "st-1", "Borgerrettet forebyggels"},          // D2 no such type
			{"yd-2", "B", "st-1", "", "sul-119-findes-ikke"},           // E3 no such key
			{"yd-3", "C", "st-1", "", "FSIII#H1.11"},                   // E4 automatic
			{"yd-4", "D", "st-1", "Personlig hygiejne", key},           // D5 name and key disagree
			{"yd-5", "E", "st-1", "", "", "", "blå"},                   // G6 kind
			{"yd-6", "F", "st-1", "", "", "", "", "FSIV"},              // H7 standard
			{"yd-7", "G", "st-1", "", "", "", "", "FSIII"},             // I8 no code
			{"yd-8", "H", "st-1", "", key, "", "", "", "", "ja"},       // E9 a package
			{"yd-9", "I", "st-1", "", "", "", "", "", "", "", "i går"}, // K10 date
			{"yd-9", "J", "st-1"},                                      // A11 duplicate id
			{"", "K", "st-1", "", key},
			{"", "K", "st-1", "", "", "ja"},           // B13 same name, another answer
			{"yd-13", "", "st-1"},                     // B14 no name
			{"yd-14", "L", "st-1", name, "", "ja"},    // E15 two choices
			{"yd-15", "Hos " + syntetiskCPR, "st-1"},  // B16 personal number
			{"yd-16", "M", "st-1", "", "", "=TRUE()"}, // F17 formula
			{"yd-17", "N", "st-999"},                  // C18 no such sagstype
		},
		"Enheder": {
			{"Enhed-id", "Enhed", "Overordnet", "Sagsansvarlig", "Findes i FK Org", "KOMBIT-id", "P-nummer", "CVR"},
			{"en-1", "Visitation A", "", "ja", "ja", kombit[0]},
			{"en-2", "Visitation B", "", "ja", "ja", kombit[0]},                          // F3 used twice
			{"en-3", "Visitation C", "", "", "", "ikke-et-uuid"},                         // F4 no UUID
			{"en-4", "Visitation D", "", "", "", "10000000-0000-4000-8000-00000000dead"}, // F5 not in FK Organisation
			{"en-5", "Visitation E", "en-99"},                                            // C6 unknown above
			{"en-6", "Visitation F", "en-7"},                                             // C7 circle
			{"en-7", "Visitation G", "en-6"},
			{"en-8", "Visitation H", "", "", "", "", "123"},     // G9 P number
			{"en-9", "Visitation I", "", "", "", "", "", "12"},  // H10 CVR number
			{"en-10", "Visitation J", "", "", "nej", kombit[1]}, // F11 there and not there
			{"en-11", "Visitation K", "", "tja"},                // D12 neither yes nor no
		},
	})
	want := map[string]bool{}
	for sheet, cells := range map[string]string{"Sagstyper": "A3 B4 C5 C6 C7 D8 E9 C10 F11 C12 B14 B15 C16", "Ydelser": "D2 E3 E4 D5 G6 H7 I8 E9 K10 A11 B13 B14 E15 B16 F17 C18", "Enheder": "F3 F4 F5 C6 C7 G9 H10 F11 D12"} {
		for cell := range strings.FieldsSeq(cells) {
			want[sheet+"!"+cell] = true
		}
	}
	code, out, errs := kald(t.Context(), nil, data, "mapping", "import", file, "--json")
	if code != exitInput {
		t.Errorf("exit code %d, want %d: %s", code, exitInput, errs)
	}
	var result struct{ Fejl []sheet.Fejl }
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, f := range result.Fejl {
		got[f.Sted()] = true
		if !want[f.Sted()] {
			t.Errorf("not planted: %s", f.PaaDansk())
		}
		if f.Dansk == "" || f.English == "" {
			t.Errorf("no words: %+v", f)
		}
	}
	for cell := range want {
		if !got[cell] {
			t.Errorf("%s is not named", cell)
		}
	}
	if strings.Contains(out+errs, syntetiskCPR) {
		t.Error("a personal number is repeated")
	}
	if code, out, _ := kald(t.Context(), nil, data, "mapping", "history"); code != exitDone || out != "" {
		t.Errorf("something was decided: %s", out)
	}
}

// eksporteret reads the sheet a municipality would get.
func eksporteret(t *testing.T, data string) *sheet.Ark {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ark.xlsx")
	skal(t, data, "mapping", "export", file)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, err := sheet.Laes(bytes.NewReader(content), file)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestR014_EverySagstypeIsInTheSheetAndThoseNotWantedAreNotedThere, with the reason.
func TestR014_EverySagstypeIsInTheSheetAndThoseNotWantedAreNotedThere(t *testing.T) {
	t.Parallel()
	a := eksporteret(t, korsbaek(t))
	all, _, _ := generate.Stamdata()
	if len(a.Sagstyper) != all {
		t.Errorf("%d sagstyper in the sheet, want all %d", len(a.Sagstyper), all)
	}
	noted, marked, open := 0, 0, 0
	for _, s := range a.Sagstyper {
		switch {
		case s.Ikke == sheet.Ja && s.Begrundelse != "" && s.Af != "":
			noted++
		case s.KLE != "" && s.KLETitel != "":
			marked++
		case s.KLE == "" && s.Ikke == sheet.Aabent:
			open++
		default:
			t.Errorf("half a row: %+v", s)
		}
	}
	if noted == 0 || marked == 0 || open == 0 {
		t.Errorf("%d noted, %d marked, %d open, want some of each", noted, marked, open)
	}
}

// TestR027_NameAndKLENumberOfTheChosenTypeStandInTheSheet, also for those that map themselves.
func TestR027_NameAndKLENumberOfTheChosenTypeStandInTheSheet(t *testing.T) {
	t.Parallel()
	catalogue := ydelsestype.Nyeste()
	chosen, numbers, automatic := 0, 0, 0
	for _, y := range eksporteret(t, korsbaek(t)).Ydelser {
		if y.TypeNoegle == "" {
			continue
		}
		found, known := catalogue.Find(y.TypeNoegle)
		if !known || y.Type != found.Navn {
			t.Errorf("%s: type %q under key %s, want %q", y.ID, y.Type, y.TypeNoegle, found.Navn)
		}
		chosen++
		if y.TypeKLE != "" {
			numbers++
		}
		if y.Standard != "lokal" {
			automatic++
		}
	}
	if chosen < 100 || automatic < 50 {
		t.Errorf("%d with a type, %d of them automatic, want most", chosen, automatic)
	}
	if numbers*2 < chosen {
		t.Errorf("%d of %d types have a KLE number, want most", numbers, chosen)
	}
	t.Logf("%d of %d types have a KLE number", numbers, chosen)
}

// TestR078_TheUnitsOfTheSheetCarryTheFiveStepsOfTheDeskMapping: responsible, found, KOMBIT id, name there, name to take over.
func TestR078_TheUnitsOfTheSheetCarryTheFiveStepsOfTheDeskMapping(t *testing.T) {
	t.Parallel()
	responsible, found, renamed := 0, 0, 0
	for _, e := range eksporteret(t, korsbaek(t)).Enheder {
		if e.Sagsansvarlig == sheet.Ja {
			responsible++
		}
		if e.Kombit.IsZero() {
			continue
		}
		if e.Findes == sheet.Ja && e.NavnDer != "" {
			found++
		}
		if e.NavnDer != "" && e.Forslag != "" {
			renamed++
			if e.Forslag != e.NavnDer || e.Navn == e.NavnDer {
				t.Errorf("proposes %q for %q, which is %q there", e.Forslag, e.Navn, e.NavnDer)
			}
		}
	}
	if responsible == 0 || found == 0 || renamed == 0 {
		t.Errorf("%d responsible, %d found, %d to be renamed, want some of each", responsible, found, renamed)
	}
}

// TestR006_ASheetMayMapAndMarkAtOnce: guards judge what stands once all of it is taken; what then is missing is named at the mark.
func TestR006_ASheetMayMapAndMarkAtOnce(t *testing.T) {
	t.Parallel()
	data, _ := tomt(t)
	head := []string{"Sagstype", "Ydelse", "KLE-nummer", "Ydelsestype", "Trods"}
	mark := []string{"Hjælp", "", "27.36.04"}
	undecided := regneark(t, map[string][][]string{"Liste": {head, mark, {"", "Diætist", "", ""}}})
	code, _, errs := kald(t.Context(), nil, data, "mapping", "import", undecided)
	if code != exitInput || !strings.Contains(errs, "Liste!C2: R006") || !strings.Contains(errs, "Trods regel, fordi") {
		t.Errorf("exit code %d, %s, want R006 at the mark", code, errs)
	}
	mapped := regneark(t, map[string][][]string{"Liste": {head, mark, {"", "Diætist", "", "Borgerrettet forebyggelse"}}})
	if sum := importeret(t, data, mapped); sum.Beslutninger != 2 || sum.Ydelser.Nye != 1 {
		t.Errorf("%+v, want map and mark taken", sum)
	}

	other, _ := tomt(t)
	overridden := regneark(t, map[string][][]string{"Liste": {head, {"Hjælp", "", "27.36.04", "", "aftalt med lederen"}, {"", "Diætist"}}})
	if sum := importeret(t, other, overridden); sum.Beslutninger != 1 {
		t.Errorf("%+v, want the mark taken in spite of R006", sum)
	}
	if history := skal(t, other, "mapping", "history"); !strings.Contains(history, "override: aftalt med lederen") {
		t.Errorf("the reason is not kept: %s", history)
	}
}

// TestR073_AKombitIdInUseIsRefusedByItsCellUnlessTheSheetMovesIt.
func TestR073_AKombitIdInUseIsRefusedByItsCellUnlessTheSheetMovesIt(t *testing.T) {
	t.Parallel()
	data, kombit := tomt(t)
	head := []string{"Enhed", "KOMBIT-id"}
	importeret(t, data, regneark(t, map[string][][]string{"Enheder": {head, {"A", kombit[0]}, {"B", kombit[1]}}}))
	code, _, errs := kald(t.Context(), nil, data, "mapping", "import", regneark(t, map[string][][]string{"Enheder": {head, {"C", kombit[0]}}}))
	if code != exitInput || !strings.Contains(errs, "Enheder!B2: R073") {
		t.Errorf("exit code %d, %s, want R073", code, errs)
	}
	if sum := importeret(t, data, regneark(t, map[string][][]string{"Enheder": {head, {"A", kombit[1]}, {"B", kombit[0]}}})); sum.Beslutninger != 2 {
		t.Errorf("%+v, want the two changed about", sum)
	}
	if sum := importeret(t, data, regneark(t, map[string][][]string{"Enheder": {head, {"A", "fjern"}, {"B", ""}, {"C", kombit[1]}}})); sum.Beslutninger != 2 || sum.Uaendrede != 1 {
		t.Errorf("%+v, want A's taken back, C's given, B's kept by an empty cell", sum)
	}
}

// TestTheSourceKeepsItsWordAboutWhatItHasNamed: a sheet adds decisions to things of a feed, and a feed's line is newer than a sheet's.
func TestTheSourceKeepsItsWordAboutWhatItHasNamed(t *testing.T) {
	t.Parallel()
	data, _ := tomt(t)
	load := func(line string) {
		if code, _, errs := kald(t.Context(), strings.NewReader(line), data, "eoj", "load", "-"); code != exitDone {
			t.Fatalf("load: %s", errs)
		}
	}
	load(`{"type":"sagstype","id":"st-1","version":1,"navn":"Hjælp","lov":"SEL"}`)
	sum := importeret(t, data, regneark(t, map[string][][]string{"Sagstyper": {{"Id", "Sagstype", "Lov", "KLE", "Note"}, {"st-1", "Hjælp og pleje", "SUL", "27.36.04", ""}, {"st-2", "Mad", "SEL", "", "venter på KL"}}}))
	if sum.Sagstyper.Nye != 1 || sum.Afviger != 1 || sum.Beslutninger != 2 {
		t.Errorf("%+v, want one new, one that differs, a mark and a note", sum)
	}
	load(`{"type":"sagstype","id":"st-2","version":1,"navn":"Madservice","lov":"SEL"}`)
	a := eksporteret(t, data)
	if a.Sagstyper[0].Navn != "Hjælp" || a.Sagstyper[0].Lov != "SEL" || a.Sagstyper[0].KLE != "27.36.04" {
		t.Errorf("%+v, want the feed's name and law, and the mark", a.Sagstyper[0])
	}
	if a.Sagstyper[1].Navn != "Madservice" || a.Sagstyper[1].Note != "venter på KL" {
		t.Errorf("%+v, want the feed's name and the sheet's note", a.Sagstyper[1])
	}
}

// TestWhoDecidedAndWhyAreKept: a name in the sheet is kept beside who read it in; a name that was only left there is not.
func TestWhoDecidedAndWhyAreKept(t *testing.T) {
	t.Parallel()
	data, _ := tomt(t)
	head := []string{"Sagstype", "KLE", "Begrundelse", "Note", "Besluttet af", "Dato"}
	importeret(t, data, regneark(t, map[string][][]string{"Sagstyper": {head, {"Hjælp", "27.36.04", "ordlyden passer", "spurgt KL", "Bo Lund", "08-04-2024"}}}))
	s := eksporteret(t, data).Sagstyper[0]
	if s.Begrundelse != "ordlyden passer" || s.Note != "spurgt KL" || s.Af != "Bo Lund (ark indlæst af Karen Holm)" || s.Dato != 20240408 {
		t.Errorf("%+v, want reason, note, both names and the day decided", s.Svar)
	}
	importeret(t, data, regneark(t, map[string][][]string{"Sagstyper": {head, {"Hjælp", "27.36.08", "", "", s.Af, "08-04-2024"}}}))
	s = eksporteret(t, data).Sagstyper[0]
	if s.Begrundelse != "" || s.Note != "spurgt KL" || s.Af != "Karen Holm" || s.Dato != oio.DatoOf(proevedag) {
		t.Errorf("%+v, want another decision: by who read it in, today, with the note and without the old reason", s.Svar)
	}
}

// BenchmarkTakeALargeSheet takes the lists of a municipality of 100,000 inhabitants into an empty installation: 400 sagstyper,
// 1,500 ydelser and 800 units, all sagstyper marked and all ydelser mapped.
func BenchmarkTakeALargeSheet(b *testing.B) {
	a := &sheet.Ark{}
	for i := range 400 {
		a.Sagstyper = append(a.Sagstyper, sheet.Sagstype{Navn: fmt.Sprintf("Sagstype %d", i), Lov: "SEL", KLE: "27.36.04"})
	}
	for i := range 1500 {
		a.Ydelser = append(a.Ydelser, sheet.Ydelse{Navn: fmt.Sprintf("Ydelse %d", i), SagstypeNavn: fmt.Sprintf("Sagstype %d", i%400), Lov: "SUL", Type: "Borgerrettet forebyggelse"})
	}
	for i := range 800 {
		a.Enheder = append(a.Enheder, sheet.Enhed{Navn: fmt.Sprintf("Enhed %d", i), OverordnetNavn: fmt.Sprintf("Enhed %d", i/10), Sagsansvarlig: sheet.Ja})
	}
	a.Enheder[0].OverordnetNavn = ""
	var file bytes.Buffer
	if err := sheet.Skriv(&file, a, sheet.NewHjaelp(ydelsestype.Nyeste(), &kle.Plan{}, false, oio.DatoOf(proevedag))); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: b.TempDir(), kommune: string(oio.Korsbaek)}
		bro, err := m.make(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		plan, err := pipe(standin.WriteEmneplan, kle.Parse)
		if err != nil {
			b.Fatal(err)
		}
		filter := demoFilter
		if _, _, err := importKLE(b.Context(), m, bro, plan, &filter); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		sum, err := bro.indlaesArk(b.Context(), bytes.NewReader(file.Bytes()), "ark.xlsx", "Karen Holm", proevedag)
		if err != nil || sum.Beslutninger != 1900 {
			b.Fatalf("%v, %+v", err, sum)
		}
		b.StopTimer()
		m.close()
		b.StartTimer()
	}
}

// TestAnOddSourceIsNoFaultOfTheSheet: what the source itself has crooked goes out and in again, and stays the source's to mend.
func TestAnOddSourceIsNoFaultOfTheSheet(t *testing.T) {
	t.Parallel()
	data, _ := tomt(t)
	feed := strings.Join([]string{
		`{"type":"sagstype","id":" st-1 ","version":1,"navn":"=Hjælp; \"pleje\"\r\nog mere","lov":"Hestekraft"}`,
		`{"type":"sagstype","id":"st-2","version":1,"navn":"Samme navn"}`,
		`{"type":"sagstype","id":"st-3","version":1,"navn":"Samme navn"}`,
		`{"type":"ydelse","id":" yd-1","version":1,"sagstype":" st-1 ","navn":"'-Bad\u00a0"}`,
		`{"type":"ydelse","id":"yd-2","version":1,"sagstype":"st-ikke-sendt","navn":"Venter","standard":"FSIII","kode":"findes ikke"}`,
		`{"type":"enhed","id":"en-1","version":1,"navn":"A","overordnet":"en-2"}`,
		`{"type":"enhed","id":"en-2","version":1,"navn":"B","overordnet":"en-1"}`,
		`{"type":"enhed","id":"en-3","version":1,"navn":"C","overordnet":"en-ikke-sendt","pnummer":"1099121234"}`,
	}, "\n")
	if code, _, errs := kald(t.Context(), strings.NewReader(feed), data, "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %s", errs)
	}
	for _, name := range []string{"ark.xlsx", "ark.csv"} {
		file := filepath.Join(t.TempDir(), name)
		skal(t, data, "mapping", "export", file)
		sum := importeret(t, data, file)
		if sum.Beslutninger+sum.Afviger+sum.Sagstyper.Nye+sum.Ydelser.Nye+sum.Enheder.Nye != 0 || sum.Sagstyper.Laest != 3 || sum.Ydelser.Laest != 2 || sum.Enheder.Laest != 3 {
			t.Errorf("%s: %+v, want all read and nothing changed", name, sum)
		}
	}
}
