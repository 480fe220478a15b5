package faelles_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/faelles"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
	"indeksbro/internal/tavle"
)

var (
	noon     = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	korsbaek = faelles.Saet{Kommune: oio.Korsbaek, Navn: "Korsbæk Kommune", Tid: noon}
)

// valgene draws choices as municipalities write them.
func valgene(of oio.CVR) *rapid.Generator[[]faelles.Valg] {
	text := rapid.StringMatching(`[A-ZÆØÅa-zæøå"',;=+@#§ <>&0-9().-]{1,30}`)
	one := rapid.Custom(func(t *rapid.T) faelles.Valg {
		v := faelles.Valg{Kommune: of, KommuneNavn: "Korsbæk Kommune", Navn: text.Draw(t, "navn"), Art: mapping.Ydelse, Kode: "sul-119-borgerrettet-forebyggelse", Titel: text.Draw(t, "titel"),
			Lov: rapid.SampledFrom([]string{"", "SUL", "Lov om social service"}).Draw(t, "lov"), Paragraf: rapid.SampledFrom([]string{"", "§ 119", "83, stk. 1, nr. 1"}).Draw(t, "paragraf"),
			Forhold: rapid.SampledFrom([]faelles.Forhold{"", faelles.Samme, faelles.Taet, faelles.Bredere, faelles.Snaevert, faelles.Beslaegt}).Draw(t, "forhold"),
			Dato:    rapid.SampledFrom([]oio.Dato{0, 20240314, 20260115}).Draw(t, "dato"), Sikkerhed: rapid.SampledFrom([]float64{0, 0.5, 0.83, 1}).Draw(t, "sikkerhed")}
		if rapid.Bool().Draw(t, "sagstype") {
			v.Art, v.Kode = mapping.Sagstype, rapid.SampledFrom([]string{"29.09.04", "27.35.04"}).Draw(t, "kle")
		} else if rapid.Bool().Draw(t, "kode") {
			v.Kode = "FSIII#H1.11"
		}
		v.Ikke = rapid.IntRange(0, 4).Draw(t, "ikke") == 0
		if rapid.Bool().Draw(t, "note") {
			v.Note = text.Draw(t, "tekst")
		}
		return v.Ens()
	}).Filter(func(v faelles.Valg) bool { return v.Proev() == nil })
	return rapid.SliceOfN(one, 0, 12)
}

func sorteret(all []faelles.Valg) []faelles.Valg {
	all = append([]faelles.Valg{}, all...)
	faelles.Sorter(all)
	return all
}

func TestR125_WhatIsWrittenIsReadAgainInEveryFormat(t *testing.T) {
	t.Parallel()
	for _, f := range faelles.Formater {
		rapid.Check(t, func(t *rapid.T) {
			all := append(valgene(oio.Korsbaek).Draw(t, "egne"), valgene("22222222").Draw(t, "andres")...)
			var file bytes.Buffer
			if err := faelles.Skriv(&file, f.Format, korsbaek, all); err != nil {
				t.Fatal(err)
			}
			first := file.String()
			read, faults, err := faelles.Laes(strings.NewReader(first))
			if err != nil || len(faults) > 0 || read.Format != f.Format {
				t.Fatalf("%s: %v %v %s\n%s", f.Format, err, faults, read.Format, first)
			}
			if want, got := sorteret(all), sorteret(read.Valg); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s:\n got %+v\nwant %+v\n%s", f.Format, got, want, first)
			}
			file.Reset()
			if err := faelles.Skriv(&file, f.Format, korsbaek, read.Valg); err != nil || len(all) > 0 && !sammeLinjer(file.String(), first) {
				t.Fatalf("%s is written otherwise the second time: %v\n%s\n%s", f.Format, err, file.String(), first)
			}
		})
	}
}

// sammeLinjer compares two files whose choices with the same sorting key may stand in either order.
func sammeLinjer(a, b string) bool {
	count := map[string]int{}
	for line := range strings.Lines(a) {
		count[strings.TrimRight(line, ",\n")]++
	}
	for line := range strings.Lines(b) {
		count[strings.TrimRight(line, ",\n")]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestR125_FilesOfEarlierVersionsAreRead(t *testing.T) {
	t.Parallel()
	file := "\ufeffnavn;kode;kommune;kind;lov;paragraf\nLivsstilsforløb;29.09.08;11111111;sagstype;SUL;119\nKost;a#1;22222222;ydelse;;\nMarkør;ikke;22222222;ydelse;;\n"
	read, faults, err := faelles.Laes(strings.NewReader(file))
	if err != nil || len(faults) > 0 || len(read.Valg) != 3 {
		t.Fatal(read, faults, err)
	}
	want := []suggest.KommuneValg{
		{Kommune: "11111111", Slags: "sagstype", Navn: "Livsstilsforløb", Lov: "SUL", Paragraf: "119", Kode: "29.09.08"},
		{Kommune: "22222222", Slags: "ydelse", Navn: "Kost", Kode: "a#1"}, {Kommune: "22222222", Slags: "ydelse", Navn: "Markør", Kode: "ikke"},
	}
	if got := faelles.Korte(read.Valg); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	for i, short := range want {
		if v := faelles.Udvid(short); v != read.Valg[i] {
			t.Errorf("%+v, want %+v", v, read.Valg[i])
		}
	}
}

func TestR125_AFaultInAFileIsToldByItsPlace(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"": "line 1", "navn,kode\n": "kommune is missing", "kommune,kind,navn,kode\n1,ydelse,x,y\n": "line 2: kommune", "kommune,kind,navn,kode\n22222222,noget,x,y\n": "line 2: kind",
		"kommune,kind,navn,kode\n22222222,ydelse,,y\n": "line 2: navn", "kommune,kind,navn,kode\n22222222,sagstype,x,27.35\n": "R001", "kommune,kind,navn,kode\n22222222,ydelse,Ida 710550-0001,y\n": "CPR",
		"kommune,kind,navn,kode\n22222222,ydelse,\"x\n": "line 2", "kommune,kind,navn,kode,sikkerhed\n22222222,ydelse,x,y,2\n": "line 2: sikkerhed", "kommune,kind,navn,kode,dato\n22222222,ydelse,x,y,2024-13-01\n": "line 2: dato",
		"kommune,kind,navn,kode,forhold\n22222222,ydelse,x,y,måske\n": "line 2: forhold",
		"{}": "format", "[{\"kommune\":\"1\"}]": "line 1: kommune", "[{\"cpr\":1}]": "unknown field", "{\"resourceType\":\"Patient\"}": "ConceptMap",
		"{\"resourceType\":\"ConceptMap\"}": "CVR", "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\"}}]}": "no ConceptMap",
		"#: :\n": "YAML", "#a: b\n": "line 2", "#a: b\nsubject_label\n": "predicate_id is missing",
		"#a: b\nsubject_label\tpredicate_id\tobject_id\tmapping_justification\tauthor_id\nx\tskos:exactMatch\tkle:29.09.04\tsemapv:ManualMappingCuration\torcid:1\n":                                                                                               "line 3: kommune",
		"#curie_map:\n#  kle: 'urn:indeksbro:kle:'\n#  cvr: 'urn:oio:cvr-nr:'\nsubject_label\tsubject_category\tpredicate_id\tobject_id\tmapping_justification\tauthor_id\nx\tydelse\tskos:exactMatch\tkle:29.09.04\tsemapv:ManualMappingCuration\tcvr:22222222\n": "line 5: kind",
	} {
		read, faults, err := faelles.Laes(strings.NewReader(file))
		var told []string
		for _, f := range faults {
			told = append(told, f.Error())
			if f.PaaDansk() == "" {
				t.Errorf("%q has no Danish word for %v", file, f)
			}
		}
		if err != nil || len(read.Valg) > 0 || !strings.Contains(strings.Join(told, " "), want) {
			t.Errorf("%q: %v %v, want %s", file, told, err, want)
		}
		if strings.Contains(strings.Join(told, ""), "0001") {
			t.Error("a number is told")
		}
	}
}

func TestR125_WhatANameIsNotIsNoChoice(t *testing.T) {
	t.Parallel()
	sssom := "#curie_map:\n#  kle: 'urn:indeksbro:kle:'\n#  cvr: 'urn:oio:cvr-nr:'\n#mapping_date: 2024-03-14\nsubject_label\tsubject_category\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_id\n" +
		"x\tsagstype\tskos:exactMatch\tNot\tkle:29.09.04\tsemapv:ManualMappingCuration\tcvr:22222222\ny\tsagstype\thttp://www.w3.org/2004/02/skos/core#exactMatch\t\turn:indeksbro:kle:29.09.04\tsemapv:ManualMappingCuration\tcvr:22222222\n"
	fhir := `{"resourceType":"ConceptMap","identifier":{"system":"urn:oio:cvr-nr","value":"22222222"},"group":[{"source":"urn:indeksbro:lokalt-navn:sagstype","target":"urn:indeksbro:kle","element":[{"code":"x","target":[{"code":"29.09.04","equivalence":"disjoint"}]},{"code":"y","target":[{"code":"29.09.04","equivalence":"equal"}]}]}]}`
	for _, file := range []string{sssom, fhir} {
		read, faults, err := faelles.Laes(strings.NewReader(file))
		if err != nil || len(faults) > 0 || read.Udeladt != 1 || len(read.Valg) != 1 || read.Valg[0].Navn != "y" || read.Valg[0].Forhold != faelles.Samme {
			t.Errorf("%+v %v %v", read, faults, err)
		}
	}
}

func TestR125_NamesThatLookPersonalAreKeptBack(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Støtte til Anna Jensen": faelles.GrundPerson, "Hans Jensens bolig": faelles.GrundPerson, "Aftale Bo Kristensen": faelles.GrundPerson, "Karens hjælp": faelles.GrundPerson, "Mette M. aflastning": faelles.GrundPerson,
		"Ida 710550-0001": faelles.GrundCPR, "7105500001": faelles.GrundCPR, "Sag 123456789": faelles.GrundTal, "Sag nr. 1234567": faelles.GrundTal, "Ring 55 55 01 23": faelles.GrundKontakt, "Skriv til x@example.dk": faelles.GrundKontakt,
		"Fru Olsen, rengøring": faelles.GrundTiltale,
		"Personlig pleje":      "", "Sankt Hans Gården": "", "Kostgruppen 2024": "", "§ 83, stk. 1, nr. 1": "", "Marte Meo": "", "SEL § 85 støtte": "", "Hold for unge mænd": "", "Per Time": faelles.GrundPerson,
		"Alma": "", "Diætbehandling 2024-2025": "", "DemensTeam Syd": "", "BPA § 96": "",
	} {
		if got := faelles.Personligt(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func egne() []faelles.Egen {
	kle := func(n string) mapping.Valg { v, _ := mapping.ParseValg(mapping.Sagstype, "kle="+n); return v }
	return []faelles.Egen{
		{Art: mapping.Sagstype, ID: "st-1", Navn: "Forebyggelse", Lov: "SUL", Paragraf: "119", Valg: kle("29.09.04"), Titel: "Forebyggelse", Dato: 20260101, Grund: "sådan gør vi"},
		{Art: mapping.Sagstype, ID: "st-2", Navn: "forebyggelse", Lov: "Sundhedsloven", Paragraf: "§ 119", Valg: kle("29.09.04")},
		{Art: mapping.Sagstype, ID: "st-3", Navn: "Uenig", Valg: kle("29.09.04")}, {Art: mapping.Sagstype, ID: "st-4", Navn: "uenig", Valg: kle("27.35.04")},
		{Art: mapping.Ydelse, ID: "yd-1", Navn: "Støtte Anna Jensen", Valg: mapping.Valg{Ikke: true}}, {Art: mapping.Ydelse, ID: "yd-2", Navn: "Bad 710550-0001", Valg: mapping.Valg{Type: "x"}},
		{Art: mapping.Ydelse, ID: "yd-3", Navn: "Kost", Valg: mapping.Valg{Type: "FSIII#H1.11"}, Grund: "ligner 710550-0001"}, {Art: mapping.Ydelse, ID: "yd-4", Navn: "Markør", Valg: mapping.Valg{Ikke: true}},
		{Art: mapping.Ydelse, ID: "yd-5", Navn: "Åben"}, {Art: mapping.Ydelse, ID: "yd-6", Navn: "Uden", Valg: mapping.Valg{UdenType: true}}, {Art: mapping.Ydelse, ID: "yd-7", Navn: "Bad", Valg: mapping.Valg{Type: "x"}, Automatisk: true},
		{Art: mapping.Ydelse, ID: "yd-8", Navn: "Gal", Valg: mapping.Valg{Type: "x"}, Konflikt: true},
	}
}

func TestR125_OnlyWhatIsShownFirstIsShared(t *testing.T) {
	t.Parallel()
	u := faelles.Find(egne(), korsbaek, nil, false)
	var names []string
	for _, d := range u.Valg {
		names = append(names, d.Navn)
		if d.Note != "" || d.Stand != faelles.Ny {
			t.Errorf("%+v", d)
		}
	}
	if got := strings.Join(names, ","); got != "Forebyggelse,Kost,Markør" || u.Nye != 3 || u.Valg[0].Antal != 2 || u.Valg[0].Forhold != faelles.Samme {
		t.Fatalf("%s %+v", got, u)
	}
	held := map[string]string{}
	for _, h := range u.Holdt {
		held[h.ID] = h.Grund
		if strings.Contains(h.Navn, "0001") {
			t.Error("a number is shown")
		}
	}
	want := map[string]string{"st-3": faelles.GrundUenig, "st-4": faelles.GrundUenig, "yd-1": faelles.GrundPerson, "yd-2": faelles.GrundCPR, "yd-8": faelles.GrundKonflikt}
	if !reflect.DeepEqual(held, want) {
		t.Errorf("held back: %v", held)
	}
	board := op(u.Opslag(func(key string) bool { return !strings.HasPrefix(key, "ydelse mark") }, "Karen", noon))
	if len(board) != 2 {
		t.Fatalf("%+v", board)
	}
	for _, o := range board {
		if err := o.Proev(); err != nil || strings.Contains(o.Tekst, "st-1") || strings.Contains(o.Tekst, "sådan") {
			t.Errorf("%v %s", err, o.Tekst)
		}
	}
	// Nothing changed: nothing is put up. What is decided otherwise is; what is left out or no longer decided is taken back.
	if again := faelles.Find(egne(), korsbaek, board, false); again.Delt != 2 || again.Nye != 1 || len(again.Opslag(func(key string) bool { return !strings.HasPrefix(key, "ydelse mark") }, "Karen", noon)) != 0 {
		t.Errorf("%+v", again)
	}
	changed := egne()[:1]
	changed[0].Valg.KLE = "27.35.04"
	now := faelles.Find(changed, korsbaek, board, false)
	if now.Aendret != 1 || len(now.Forsvundet) != 1 || now.Forsvundet[0].Navn != "Kost" {
		t.Fatalf("%+v", now)
	}
	board = tavle.Gaeldende(append(board, op(now.Opslag(func(string) bool { return true }, "Karen", noon.Add(time.Hour)))...), tavle.Valg)
	if all := faelles.Paa(board); len(all) != 1 || all[0].Kode != "27.35.04" {
		t.Errorf("%+v", all)
	}
	board = tavle.Gaeldende(append(board, op(faelles.TagTilbage(board, oio.Korsbaek, "Karen", noon.Add(2*time.Hour)))...), tavle.Valg)
	if len(board) != 0 {
		t.Errorf("%+v", board)
	}
	for _, d := range faelles.Find(egne(), korsbaek, nil, true).Valg {
		if strings.Contains(d.Note, "0001") || d.Navn == "Forebyggelse" && d.Note != "sådan gør vi" {
			t.Errorf("the note of %s is %q", d.Navn, d.Note)
		}
	}
}

// op is notices as the board gives them back.
func op(notices []tavle.Opslag) []tavle.Opslag {
	for i := range notices {
		notices[i].Kommune, notices[i].Nr = oio.Korsbaek, int64(i+1)
	}
	return notices
}

func TestR125_TheTableSaysWhoChoseWhat(t *testing.T) {
	t.Parallel()
	var board []faelles.Valg
	for i := range 9 {
		v := faelles.Valg{Kommune: oio.CVR("3000000" + string(rune('1'+i))), Art: mapping.Sagstype, Navn: "Livsstilsforløb", Lov: "SUL", Paragraf: "119", Kode: "29.09.04"}
		if i > 6 {
			v.Kode, v.Navn = "27.35.04", "livsstils-forløb"
			v.Navn = "LIVSSTILSFORLØB"
		}
		board = append(board, v.Ens())
	}
	board = append(board, faelles.Valg{Kommune: oio.Korsbaek, Art: mapping.Sagstype, Navn: "Livsstilsforløb", Kode: "29.09.04"})
	imported := []suggest.KommuneValg{{Kommune: "30000001", Slags: "sagstype", Navn: "Livsstilsforløb", Kode: "27.35.04"}, {Kommune: "40000000", Slags: "ydelse", Navn: "Kost", Kode: suggest.Ikke}}
	others := faelles.Andres(board, imported, oio.Korsbaek)
	if len(others) != 10 {
		t.Fatalf("%d choices, want those of the board but our own, and of the file only who hangs nothing there: %+v", len(others), others)
	}
	own := []faelles.Egen{{Art: mapping.Sagstype, ID: "st-1", Navn: "livsstilsforløb", Valg: mapping.Valg{KLE: "27.35.04"}}, {Art: mapping.Sagstype, ID: "st-2", Navn: "Livsstilsforløb", Lov: "SEL", Paragraf: "83"}, {Art: mapping.Ydelse, ID: "yd-1", Navn: "Kost"}}
	rows := faelles.Tabel(others, own, func(c oio.CVR) string {
		if c == "30000001" {
			return "Faxe Kommune"
		}
		return ""
	})
	if len(rows) != 2 {
		t.Fatalf("%+v", rows)
	}
	r := rows[0]
	if r.Sammendrag() != "7 af 9 valgte 29.09.04; 2 valgte 27.35.04" || r.Enige() || !r.Uenig() || len(r.Egne) != 1 || r.Navn != "Livsstilsforløb" {
		t.Errorf("%s %+v", r.Sammendrag(), r)
	}
	if got := r.Bud[0].Grund(); got != "overtaget fra 7 kommuner, bl.a. 30000002 og 30000003" {
		t.Errorf("%q", got)
	}
	if got := faelles.Sammenfat([]string{"Faxe Kommune", "Ringsted Kommune"}); got != "overtaget fra Faxe Kommune og Ringsted Kommune" {
		t.Errorf("%q", got)
	}
	if r := rows[1]; r.Sammendrag() != "1 af 1 valgte ingen" || len(r.Ubesluttet()) != 1 || r.Bud[0].Mapping(r.Art) != (mapping.Valg{Ikke: true}) {
		t.Errorf("%s %+v", r.Sammendrag(), r)
	}
}

func TestR015_AnAnswerHangsForAllWithTheSameNameAndLaw(t *testing.T) {
	t.Parallel()
	s := faelles.Svar{Art: mapping.Ydelse, Navn: "Kost  og motion", Lov: "SUL", Paragraf: "§ 119", Slags: faelles.Findes, Valg: "type=sul-119-borgerrettet-forebyggelse", Tekst: "Brug den. Ring 710550-0001", Dato: 20260110, Fra: "Faxe Kommune"}
	o, err := s.Opslag("Bo", noon)
	if err != nil || strings.Contains(o.Tekst, "0001") {
		t.Fatal(err, o.Tekst)
	}
	o.Kommune = "22222222"
	all := faelles.Svarene([]tavle.Opslag{o, {Art: tavle.Afklaring, Tekst: "{"}})
	if len(all) != 1 || all[0].Kommune != "22222222" || !all[0].Tid.Equal(noon) {
		t.Fatalf("%+v", all)
	}
	if v, ok := all[0].Mapping(); !ok || v.Type != "sul-119-borgerrettet-forebyggelse" {
		t.Errorf("%+v", v)
	}
	for _, c := range []struct {
		navn, lov, paragraf string
		want                int
	}{{"kost og motion", "Sundhedsloven", "119", 1}, {"Kost og motion", "", "", 1}, {"Kost og motion", "SEL", "83", 0}, {"Kost", "SUL", "119", 0}} {
		if got := faelles.Til(all, mapping.Ydelse, c.navn, c.lov, c.paragraf); len(got) != c.want {
			t.Errorf("%+v: %d answers", c, len(got))
		}
	}
	for name, bad := range map[string]func(*faelles.Svar){
		"kind": func(s *faelles.Svar) { s.Art = mapping.Enhed }, "name": func(s *faelles.Svar) { s.Navn = "" }, "person": func(s *faelles.Svar) { s.Navn = "Støtte Anna Jensen" }, "CPR": func(s *faelles.Svar) { s.Navn = "Kost 710550-0001" },
		"answer": func(s *faelles.Svar) { s.Slags = "måske" }, "no code": func(s *faelles.Svar) { s.Valg = "" }, "coming": func(s *faelles.Svar) { s.Slags = faelles.PaaVej }, "choice": func(s *faelles.Svar) { s.Valg = "kle=29.09.04" },
		"digits": func(s *faelles.Svar) { s.Art, s.Valg = mapping.Sagstype, "kle=29.09" }, "long": func(s *faelles.Svar) { s.Tekst = strings.Repeat("x", 9000) },
	} {
		b := s
		bad(&b)
		if _, err := b.Opslag("Bo", noon); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// FuzzLaes: a reader never falls over, and what it takes it can write and read again.
func FuzzLaes(f *testing.F) {
	for _, one := range faelles.Formater {
		var file bytes.Buffer
		if err := faelles.Skriv(&file, one.Format, korsbaek, []faelles.Valg{{Kommune: oio.Korsbaek, Art: mapping.Sagstype, Navn: "Kost", Lov: "SUL", Paragraf: "119", Kode: "29.09.04", Dato: 20260101, Sikkerhed: 0.5}}); err != nil {
			f.Fatal(err)
		}
		f.Add(file.Bytes())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		read, faults, err := faelles.Laes(bytes.NewReader(text))
		if err != nil || len(faults) > 0 {
			return
		}
		for _, one := range faelles.Formater {
			var file bytes.Buffer
			if err := faelles.Skriv(&file, one.Format, korsbaek, read.Valg); err != nil {
				t.Fatal(err)
			}
			if _, _, found := oio.FindCPR(strings.Join(navnene(read.Valg), "\n")); found {
				t.Fatal("a CPR number was taken")
			}
			again, faults, err := faelles.Laes(&file)
			if err != nil || len(faults) > 0 || len(again.Valg) != len(read.Valg) {
				t.Fatalf("%s: %v %v, %d choices of %d", one.Format, err, faults, len(again.Valg), len(read.Valg))
			}
		}
	})
}

func navnene(all []faelles.Valg) (names []string) {
	for _, v := range all {
		names = append(names, v.Navn)
	}
	return names
}
