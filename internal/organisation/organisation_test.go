package organisation_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
)

func id(n int) string { return fmt.Sprintf("aaaaaaaa-0000-4000-8000-%012d", n) }

func uuid(n int) oio.UUID { return oio.MustUUID(id(n)) }

func unit(n, above int, rest string) string {
	up := ""
	if above != 0 {
		up = fmt.Sprintf(`,"overordnet":%q`, id(above))
	}
	return fmt.Sprintf(`{"uuid":%q,"navn":"Enhed %d"%s%s}`, id(n), n, up, rest)
}

func parse(t *testing.T, lines ...string) *organisation.Trae {
	t.Helper()
	tree, err := organisation.Parse(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestAnImportIsReadWhole(t *testing.T) {
	t.Parallel()
	tree := parse(t, "\ufeff"+`{"uuid":"`+strings.ToUpper(id(2))+`","navn":"Visitation A","overordnet":"`+id(1)+`","status":"Aktiv","cvr":"11111111","pnummer":"1029290000","adresser":[{"rolle":"telefon","tekst":"55 55 01 23"},{"rolle":"email","tekst":"a@b"}],"opgaver":["27.35"]}`+"\r", "", unit(1, 0, `,"status":"Inaktiv"`), unit(3, 99, ""))
	if tree.Len() != 3 {
		t.Fatalf("%d units", tree.Len())
	}
	want := &organisation.Enhed{UUID: uuid(2), Navn: "Visitation A", Overordnet: uuid(1), Status: "Aktiv", CVR: "11111111", PNummer: "1029290000",
		Adresser: []organisation.Adresse{{Rolle: "telefon", Tekst: "55 55 01 23"}, {Rolle: "email", Tekst: "a@b"}}, Opgaver: []string{"27.35"}}
	if got, _ := tree.Find(uuid(2)); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, _ := tree.Find(uuid(3)); !got.Aktiv() || got.Kontakt() {
		t.Errorf("without a status it is %q", got.Status)
	}
	if want.Adresse("email") != "a@b" || want.Adresse("telefontid") != "" || !want.Kontakt() {
		t.Error("addresses by role")
	}
	var names []string
	for _, e := range tree.Alle() {
		names = append(names, e.Navn)
	}
	if !reflect.DeepEqual(names, []string{"Enhed 1", "Enhed 3", "Visitation A"}) {
		t.Errorf("listed as %v", names)
	}
}

func TestR101_AnEmptyOrganisationIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, empty := range []string{"", "\n\n", "\ufeff", "  \r\n"} {
		if tree, err := organisation.Parse(strings.NewReader(empty)); err == nil || tree != nil {
			t.Errorf("%q was believed", empty)
		}
	}
}

func TestAWrongLineRefusesTheImportByNumber(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		at    int
	}{
		"no JSON":           {[]string{unit(1, 0, ""), "", "enhed"}, 3},
		"a list":            {[]string{"[]"}, 1},
		"no uuid":           {[]string{unit(1, 0, ""), `{"navn":"x"}`}, 2},
		"uuid malformed":    {[]string{`{"uuid":"x","navn":"x"}`}, 1},
		"no name":           {[]string{`{"uuid":"` + id(1) + `","navn":" "}`}, 1},
		"unknown status":    {[]string{unit(1, 0, `,"status":"Lukket"`)}, 1},
		"cvr malformed":     {[]string{unit(1, 0, `,"cvr":"1111"`)}, 1},
		"twice":             {[]string{unit(1, 0, ""), unit(2, 0, ""), unit(1, 2, "")}, 3},
		"above itself":      {[]string{unit(1, 0, ""), unit(2, 2, "")}, 2},
		"a circle of two":   {[]string{unit(1, 2, ""), unit(2, 1, "")}, 1},
		"a circle of three": {[]string{unit(9, 0, ""), unit(1, 2, ""), unit(2, 3, ""), unit(3, 1, "")}, 2},
	} {
		_, err := organisation.Parse(strings.NewReader(strings.Join(c.lines, "\n")))
		var fejl *organisation.Fejl
		if !errors.As(err, &fejl) || fejl.Linje != c.at {
			t.Errorf("%s: %v, want line %d refused", name, err, c.at)
		}
	}
	if _, err := organisation.Parse(strings.NewReader(unit(1, 0, `,"pnummer":"`+strings.Repeat("x", 1<<20)+`"`))); err == nil {
		t.Error("a line of more than 1 MiB was taken")
	}
}

// A deep tree must not take time by the square of its depth.
func TestADeepTreeIsReadInOneWalk(t *testing.T) {
	t.Parallel()
	lines := make([]string, 20_000)
	for i := range lines {
		lines[i] = unit(i+1, i, "")
	}
	if tree := parse(t, lines...); tree.Len() != len(lines) {
		t.Errorf("%d units", tree.Len())
	}
}

func TestR071_ContactIsFoundUpwards(t *testing.T) {
	t.Parallel()
	phone, mail := `,"adresser":[{"rolle":"telefon","tekst":"1"}]`, `,"adresser":[{"rolle":"email","tekst":"a@b"}]`
	tree := parse(t, unit(1, 0, phone), unit(2, 1, phone+`,"status":"Inaktiv"`), unit(3, 2, `,"adresser":[{"rolle":"henvendelsessted","tekst":"Torvet"}]`), unit(4, 3, mail), unit(5, 0, ""), unit(6, 77, ""))
	for from, want := range map[int]int{1: 1, 2: 1, 3: 1, 4: 4, 5: 0, 6: 0, 77: 0} {
		got, found := tree.Kontaktenhed(uuid(from))
		if found != (want != 0) || (found && got.UUID != uuid(want)) {
			t.Errorf("contact of %d is %+v, want %d", from, got, want)
		}
	}
	circle := organisation.New([]organisation.Enhed{{UUID: uuid(1), Overordnet: uuid(2)}, {UUID: uuid(2), Overordnet: uuid(1)}})
	if _, found := circle.Kontaktenhed(uuid(1)); found {
		t.Error("a circle has a contact")
	}
}

func TestR079_AnImportIsComparedWithTheLast(t *testing.T) {
	t.Parallel()
	old := parse(t, unit(1, 0, ""), unit(2, 1, ""), unit(3, 1, ""), unit(4, 1, ""), unit(5, 1, `,"status":"Inaktiv"`), unit(6, 1, ""), unit(7, 1, ""))
	renamed := strings.Replace(unit(2, 1, ""), "Enhed 2", "Nyt navn", 1)
	current := parse(t, unit(1, 0, ""), renamed, unit(3, 2, ""), unit(4, 1, `,"adresser":[{"rolle":"telefon","tekst":"1"}]`), unit(5, 1, ""), unit(6, 1, `,"status":"Inaktiv"`), unit(8, 1, ""))
	numbers := func(units []*organisation.Enhed) (out []string) {
		for _, e := range units {
			out = append(out, e.UUID.String()[35:])
		}
		return out
	}
	d := organisation.Diff(old, current)
	got := map[string][]string{"nye": numbers(d.Nye), "fjernet": numbers(d.Fjernet), "ændret": numbers(d.Aendret)}
	want := map[string][]string{"nye": {"5", "8"}, "fjernet": {"6", "7"}, "ændret": {"3", "4", "2"}}
	if !reflect.DeepEqual(got, want) || d.Uaendrede != 1 {
		t.Errorf("difference %v and %d unchanged, want %v and 1", got, d.Uaendrede, want)
	}
	if same := organisation.Diff(current, current); len(same.Nye)+len(same.Fjernet)+len(same.Aendret) != 0 || same.Uaendrede != current.Len() {
		t.Errorf("the same import twice: %+v", same)
	}
	if first := organisation.Diff(nil, current); len(first.Nye) != current.Len()-1 {
		t.Errorf("the first import has %d new of %d, one of which is closed", len(first.Nye), current.Len())
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", unit(1, 0, ""), unit(1, 2, "") + "\n" + unit(2, 1, ""), "\ufeff" + unit(1, 0, `,"status":"Inaktiv"`), unit(1, 1, ""), "[]", "{", unit(1, 0, "") + "\r\n\r\n" + unit(2, 9, `,"cvr":"11111111"`)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := organisation.Parse(strings.NewReader(text))
		if err != nil {
			if tree != nil {
				t.Fatal("a refused import gives a tree")
			}
			return
		}
		if tree.Len() == 0 {
			t.Fatal("an empty tree is believed")
		}
		var again strings.Builder
		for _, e := range tree.Alle() {
			if e.UUID.IsZero() || e.Navn == "" || (e.Status != "Aktiv" && e.Status != "Inaktiv") {
				t.Fatalf("unit %+v", e)
			}
			tree.Kontaktenhed(e.UUID)
			b, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			again.Write(append(b, '\n'))
		}
		back, err := organisation.Parse(strings.NewReader(again.String()))
		if err != nil {
			t.Fatalf("what was read is refused when written: %v", err)
		}
		if d := organisation.Diff(tree, back); d.Uaendrede != tree.Len() {
			t.Fatalf("written and read again it differs: %+v", d)
		}
	})
}
