package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/ydelsestype"
)

// sammeRaekker compares rows without the cells they stand in and, for ydelser, without their order: the sheet groups them.
var sammeRaekker = cmp.Options{cmpopts.IgnoreUnexported(Sagstype{}, Ydelse{}, Enhed{}), cmpopts.EquateEmpty(),
	cmpopts.SortSlices(func(a, b Ydelse) bool { return a.ID < b.ID })}

func hjaelp() *Hjaelp { return NewHjaelp(ydelsestype.Nyeste(), &kle.Plan{}, false, 20260115) }

// navne are texts that spreadsheets like to spoil.
var tegn = []rune(`aæøåÆØÅ §=+-@'";,|/[]()_x0041_<>&%#:.0123…»«`)

func navnGen(t *rapid.T, label string) string {
	parts := rapid.SliceOfN(rapid.OneOf(rapid.StringOfN(rapid.SampledFrom(tegn), 1, 12, -1), rapid.SampledFrom([]string{"=SUM(A1)", "\n", "\t", "Madservice", "_x000D_", "\"", "'=1", "-1", "fjern ikke", "2024"})), 1, 4).Draw(t, label)
	text := renTekst(strings.Join(parts, ""))
	if erTom(text) || erFjern(text) || maaskeCPR(text) {
		return "Navn"
	}
	return text
}

func tekstGen(t *rapid.T, label string) string {
	if rapid.Bool().Draw(t, label+"?") {
		return ""
	}
	return navnGen(t, label)
}

func jaNejGen(t *rapid.T, label string) JaNej {
	return rapid.SampledFrom([]JaNej{Aabent, Ja, Nej}).Draw(t, label)
}

func kleGen(t *rapid.T, label string) kle.Nummer {
	return rapid.SampledFrom([]kle.Nummer{"", "27.35.04", "29.09.04", "27.35"}).Draw(t, label)
}

func svarGen(t *rapid.T) Svar {
	return Svar{Begrundelse: tekstGen(t, "begrundelse"), Trods: tekstGen(t, "trods"), Note: tekstGen(t, "note"), Af: tekstGen(t, "af"),
		Dato: rapid.SampledFrom([]oio.Dato{0, 20240408, 19991231}).Draw(t, "dato")}
}

func arkGen(t *rapid.T) *Ark {
	a := &Ark{}
	for i := range rapid.IntRange(0, 4).Draw(t, "sagstyper") {
		s := Sagstype{ID: fmt.Sprintf("st-%d", i), Navn: navnGen(t, "sagstype"), Lov: tekstGen(t, "lov"), Paragraf: tekstGen(t, "paragraf"),
			Borgerrettet: jaNejGen(t, "b"), Administrativ: jaNejGen(t, "a"), KLE: kleGen(t, "kle"), KLETitel: tekstGen(t, "titel"), Ikke: jaNejGen(t, "ikke"), Svar: svarGen(t)}
		if s.KLE == "" {
			s.Fjern = rapid.Bool().Draw(t, "fjern")
		}
		a.Sagstyper = append(a.Sagstyper, s)
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "ydelser") {
		y := Ydelse{ID: fmt.Sprintf("yd-%d", i), Navn: navnGen(t, "ydelse"), Lov: tekstGen(t, "lov"), Paragraf: tekstGen(t, "paragraf"),
			Art: rapid.SampledFrom([]string{"", "monetær", "ressourcemæssig", "fysisk"}).Draw(t, "art"), Standard: rapid.SampledFrom([]string{"", "lokal", "FSIII", "FFB"}).Draw(t, "standard"),
			Kode: tekstGen(t, "kode"), Pakke: jaNejGen(t, "p"), Hold: jaNejGen(t, "h"), Aktiv: jaNejGen(t, "a"), SagstypeKLE: kleGen(t, "kle"),
			Ikke: jaNejGen(t, "ikke"), UdenType: jaNejGen(t, "uden"), TypeKLE: tekstGen(t, "typekle"), Svar: svarGen(t)}
		if n := len(a.Sagstyper); n > 0 && rapid.Bool().Draw(t, "kendt") {
			s := a.Sagstyper[rapid.IntRange(0, n-1).Draw(t, "under")]
			y.Sagstype, y.SagstypeNavn = s.ID, s.Navn
		} else {
			y.SagstypeNavn = navnGen(t, "under")
		}
		if y.Fjern = rapid.Bool().Draw(t, "fjern"); !y.Fjern {
			y.Type, y.TypeNoegle = tekstGen(t, "type"), tekstGen(t, "noegle")
		}
		y.Kode, y.TypeNoegle = linje(y.Kode), linje(y.TypeNoegle)
		a.Ydelser = append(a.Ydelser, y)
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "enheder") {
		e := Enhed{ID: fmt.Sprintf("en-%d", i), Navn: navnGen(t, "enhed"), Overordnet: linje(tekstGen(t, "over")), OverordnetNavn: tekstGen(t, "overnavn"), Sagsansvarlig: jaNejGen(t, "s"),
			Usynlig: jaNejGen(t, "u"), Aktiv: jaNejGen(t, "a"), Findes: jaNejGen(t, "f"), NavnDer: tekstGen(t, "der"), Forslag: tekstGen(t, "forslag"),
			PNummer: rapid.SampledFrom([]string{"", "1099121234", "1099999999"}).Draw(t, "pnr"), CVR: rapid.SampledFrom([]string{"", "11111111"}).Draw(t, "cvr"), Svar: svarGen(t)}
		if e.Fjern = rapid.Bool().Draw(t, "fjern"); !e.Fjern {
			e.Kombit = rapid.SampledFrom([]oio.UUID{{}, oio.MustUUID("6f3d2a52-7c1b-4c9e-9a4e-0d6b1f8e2c47")}).Draw(t, "kombit")
		}
		a.Enheder = append(a.Enheder, e)
	}
	return a
}

// linje makes a text an id could be.
func linje(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := arkGen(t)
		for name, write := range map[string]func(*bytes.Buffer) error{
			"ark.xlsx": func(b *bytes.Buffer) error { return Skriv(b, a, hjaelp()) },
			"ark.csv":  func(b *bytes.Buffer) error { return SkrivCSV(b, a) },
		} {
			var file bytes.Buffer
			if err := write(&file); err != nil {
				t.Fatal(err)
			}
			again, err := Laes(&file, name)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if diff := cmp.Diff(a, again, sammeRaekker); diff != "" {
				t.Fatalf("%s: other than written:\n%s", name, diff)
			}
		}
	})
}

func TestTheTextsOfADecisionComeApartAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := tekster{Begrundelse: tekstGen(t, "begrundelse"), Note: tekstGen(t, "note"), Findes: rapid.SampledFrom([]string{"", "ja", "nej"}).Draw(t, "findes"),
			Forslag: tekstGen(t, "forslag"), Dato: rapid.SampledFrom([]oio.Dato{0, 20240408}).Draw(t, "dato")}
		if again := delt(text.samlet()); again != text {
			t.Fatalf("%+v came back as %+v", text, again)
		}
		if loose := tekstGen(t, "løs"); delt(loose).samlet() != loose {
			t.Fatalf("%q is not kept", loose)
		}
	})
}

func TestALeadingEqualsSignIsTextAndNoFormula(t *testing.T) {
	t.Parallel()
	a := &Ark{Sagstyper: []Sagstype{{ID: "st-1", Navn: `=HYPERLINK("http://x";"y")`}}}
	var xlsx, csv bytes.Buffer
	if err := Skriv(&xlsx, a, hjaelp()); err != nil {
		t.Fatal(err)
	}
	tables, err := xlsxTabeller(xlsx.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if len(table.formler) > 0 {
			t.Errorf("%s has formulas: %v", table.navn, table.formler)
		}
	}
	if err := SkrivCSV(&csv, a); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(csv.String(), `'=HYPERLINK`) {
		t.Errorf("no apostrophe before the text:\n%s", csv.String())
	}
}

func TestTheWorkbookHasThreeSheetsToSee(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	if err := Skriv(&file, &Ark{}, hjaelp()); err != nil {
		t.Fatal(err)
	}
	tables, err := xlsxTabeller(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, table := range tables {
		if !table.skjult {
			seen = append(seen, table.navn)
		}
	}
	if want := []string{arkLokale, arkTyper, arkEnheder}; !slices.Equal(seen, want) {
		t.Errorf("sheets %v, want %v", seen, want)
	}
	if types := len(tables[1].raekker) - 1; types != ydelsestype.Nyeste().Antal() {
		t.Errorf("%d types on the help sheet, want all %d", types, ydelsestype.Nyeste().Antal())
	}
}

// stort is a list of the size of a large municipality.
func stort() *Ark {
	a := &Ark{}
	for i := range 400 {
		a.Sagstyper = append(a.Sagstyper, Sagstype{ID: fmt.Sprintf("st-%d", i), Navn: fmt.Sprintf("Sagstype nummer %d", i), Lov: "SEL", Paragraf: "§ 83", KLE: "27.35.04", Svar: Svar{Begrundelse: "aftalt", Af: "Karen Holm"}})
	}
	for i := range 1500 {
		s := a.Sagstyper[i%400]
		a.Ydelser = append(a.Ydelser, Ydelse{ID: fmt.Sprintf("yd-%d", i), Navn: fmt.Sprintf("Ydelse nummer %d", i), Sagstype: s.ID, SagstypeNavn: s.Navn, Lov: "SUL", Paragraf: "§ 119", Art: "ressourcemæssig", Standard: string(eoj.Lokal),
			Type: "Borgerrettet forebyggelse", TypeNoegle: "sul-119-borgerrettet-forebyggelse", Svar: Svar{Begrundelse: "lov og ordlyd passer", Af: "Karen Holm", Dato: 20240408}})
	}
	for i := range 800 {
		a.Enheder = append(a.Enheder, Enhed{ID: fmt.Sprintf("en-%d", i), Navn: fmt.Sprintf("Enhed nummer %d", i), Sagsansvarlig: Ja, Kombit: oio.NameUUID(fmt.Sprint(i)), Svar: Svar{Af: "Niels Bro"}})
	}
	return a
}

func BenchmarkSkriv(b *testing.B) {
	a := stort()
	for b.Loop() {
		if err := Skriv(&bytes.Buffer{}, a, hjaelp()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLaes(b *testing.B) {
	var file bytes.Buffer
	if err := Skriv(&file, stort(), hjaelp()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Laes(bytes.NewReader(file.Bytes()), "ark.xlsx"); err != nil {
			b.Fatal(err)
		}
	}
}
