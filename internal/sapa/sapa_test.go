package sapa

import (
	"strings"
	"testing"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
)

const idag oio.Dato = 20260115

var (
	anna, _ = oio.ParseCPR("7105500001")
	bent, _ = oio.ParseCPR("6212480002")
	visitA  = oio.NameUUID("visitation-a")
	omsorg  = oio.NameUUID("omsorg")
	stille  = oio.NameUUID("stille")
	lukket  = oio.NameUUID("lukket")
	alene   = oio.NameUUID("alene")
	trae    = organisation.New([]organisation.Enhed{
		{UUID: omsorg, Navn: "Sundhed og Omsorg", Status: "Aktiv", Adresser: []organisation.Adresse{{Rolle: "telefon", Tekst: "55 55 02 00"}}},
		{UUID: visitA, Navn: "Visitation A", Status: "Aktiv", Overordnet: omsorg, Adresser: []organisation.Adresse{
			{Rolle: "telefon", Tekst: "55 55 01 23"}, {Rolle: "email", Tekst: "visitation@korsbaek.example"},
			{Rolle: "henvendelsessted", Tekst: "Torvet 1, 4700 Korsbæk"}, {Rolle: "telefontid", Tekst: "kl. 9–14"}, {Rolle: "aabningstid", Tekst: "kl. 10–15"}}},
		{UUID: stille, Navn: "Udegruppe Nord", Status: "Aktiv", Overordnet: omsorg},
		{UUID: lukket, Navn: "Udegruppe Syd", Status: "Inaktiv", Overordnet: omsorg},
		{UUID: alene, Navn: "Enlig enhed", Status: "Aktiv"},
	})
	org = Organisation{Trae: trae, Omstilling: "55 55 00 00"}
)

func sag(id string, change func(*oio.Sag)) oio.Gemt {
	s := &oio.Sag{
		UUID: oio.NameUUID(id), Noegle: id, Titel: "Sag " + id, Oprettet: 20240103, Part: oio.Part{CPR: anna, Navn: "Anna Andersen"},
		KLE: oio.NewKlasse("KLE", "29.09.04", "Sundhedsfremme", ""), Facet: oio.NewKlasse("handlingsfacet", "G01", "", ""),
		Ansvarlig: oio.Aktoer{UUID: visitA, Navn: "Visitation A"}, Ejer: oio.Aktoer{Navn: "Korsbæk Kommune"}, System: oio.ITSystem{Navn: "Cura"},
		Foelsomhed: oio.Foelsom, Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240103}}},
	}
	if change != nil {
		change(s)
	}
	return oio.Gemt{Objekt: s, Tidspunkt: time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC)}
}

func closed(s *oio.Sag) {
	s.Fremdrift = []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240103, Til: 20240503}}, {Status: "Afsluttet", Virkning: oio.Virkning{Fra: 20240503}}}
}

func bevilling(id, navn, art string, change func(*oio.Bevilling)) oio.Gemt {
	b := &oio.Bevilling{
		UUID: oio.NameUUID(id), Noegle: id, Navn: navn + " lokal", Ydelsesnavn: navn, Art: art, Periode: oio.Virkning{Fra: 20240110},
		Part: oio.Part{CPR: anna, Navn: "Anna Andersen"}, Ansvarlig: oio.Aktoer{UUID: visitA, Navn: "Visitation A"}, Sag: oio.NameUUID("S-1"),
		SagTitel: "Sag S-1", Ejer: oio.Aktoer{Navn: "Korsbæk Kommune"}, System: oio.ITSystem{Navn: "Cura"},
		Ydelsestype: oio.NewKlasse("ydelsestype", "x", navn, ""), KLE: oio.NewKlasse("KLE", "29.09.04", "Sundhedsfremme", ""), Foelsomhed: oio.Foelsom,
	}
	if change != nil {
		change(b)
	}
	return oio.Gemt{Objekt: b}
}

func objekter() []oio.Gemt {
	return []oio.Gemt{
		sag("S-1", nil), sag("S-2", closed), sag("S-3", func(s *oio.Sag) { s.Titel, s.KLE.Noegle = "Ældre sag", "27.35.04" }),
		bevilling("B-1", "Diætvejledning", "ressourcemæssig", nil),
		bevilling("B-2", "Støtte til bil", monetaer, nil),
		bevilling("B-3", "Ågang", "fysisk", func(b *oio.Bevilling) { b.Periode.Til = 20250101 }),
	}
}

func titles(rows []Raekke) string {
	var t []string
	for _, r := range rows {
		t = append(t, r.Titel)
	}
	return strings.Join(t, " | ")
}

func TestS8_Overview(t *testing.T) {
	t.Parallel()
	o := Oversigten(oio.Person{CPR: anna, Navn: "Anna Andersen"}, objekter(), Bilag{}, Udvalg{}, idag)
	if o.Linje != "2 aktive sager, 2 ydelser, 1 afsluttet" {
		t.Errorf("line %q", o.Linje)
	}
	if o.CPR != "710550-0001" || len(o.Penge) != 1 || len(o.Andre) != 2 || strings.Join(o.Kilder, ",") != "Cura" || o.SidstAendret != 20251101 {
		t.Errorf("wrong overview: %+v", o)
	}
	if last := o.Sager[2]; last.Aktiv || last.Til != "03.05.2024" || last.Status != "Afsluttet" {
		t.Errorf("what is closed does not come last: %+v", last)
	}
	if empty := Oversigten(oio.Person{CPR: bent}, objekter(), Bilag{}, Udvalg{}, idag); empty.Linje != "0 aktive sager, 0 ydelser, 0 afsluttede" || empty.AlleSager+empty.AllePenge+empty.AlleAndre != 0 {
		t.Errorf("another citizen's objects are shown: %+v", empty)
	}
}

func TestS8_SortAndFilter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		udvalg Udvalg
		want   string
	}{
		{"by title", Udvalg{Sorter: "titel"}, "Sag S-1 | Sag S-2 | Ældre sag"},
		{"falling", Udvalg{Sorter: "-titel"}, "Ældre sag | Sag S-2 | Sag S-1"},
		{"by KLE", Udvalg{Sorter: "kle", Aktive: true}, "Ældre sag | Sag S-1"},
		{"by end, open ones last", Udvalg{Sorter: "til", KLE: "29"}, "Sag S-2 | Sag S-1"},
		{"by status", Udvalg{Sorter: "-status", KLE: "29.09"}, "Sag S-2 | Sag S-1"},
		{"area", Udvalg{KLE: "27.35"}, "Ældre sag"},
		{"nothing", Udvalg{KLE: "31"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := titles(Oversigten(oio.Person{CPR: anna}, objekter(), Bilag{}, test.udvalg, idag).Sager); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if got := (Udvalg{Sorter: "drop table"}).Normal().Sorter; got != "" {
		t.Errorf("an unknown column stays: %q", got)
	}
	if got := (Udvalg{Sorter: "fra"}).Efter("fra").Sorter; got != "-fra" {
		t.Errorf("second click gives %q", got)
	}
	if fold("zebra", "æble") >= 0 || fold("Ørn", "ål") >= 0 || fold("Åen", "åen") != 0 || fold("å", "åen") >= 0 || fold("", "a") >= 0 {
		t.Error("the Danish alphabet ends æ, ø, å")
	}
}

func TestR113_ListShowsNameAsSent(t *testing.T) {
	t.Parallel()
	o := Oversigten(oio.Person{CPR: anna}, []oio.Gemt{sag("S-1", func(s *oio.Sag) { s.Ansvarlig.Navn = "Visitation A (gammelt navn)" })}, Bilag{}, Udvalg{}, idag)
	if o.Sager[0].Enhed != "Visitation A (gammelt navn)" {
		t.Errorf("list shows %q", o.Sager[0].Enhed)
	}
}

func TestR113_DetailLooksTheUnitUp(t *testing.T) {
	t.Parallel()
	aktoer := func(id oio.UUID, navn string) oio.Aktoer { return oio.Aktoer{UUID: id, Navn: navn} }
	tests := []struct {
		name  string
		sendt oio.Aktoer
		org   Organisation
		want  Kontakt
	}{
		{"found, identity wins over name", aktoer(visitA, "Gammelt navn"), org, Kontakt{Udfald: Fundet, Enhed: "Visitation A", Sendt: "Gammelt navn",
			Telefon: "55 55 01 23", Email: "visitation@korsbaek.example", Adresse: "Torvet 1, 4700 Korsbæk", Telefontid: "kl. 9–14", Aabningstid: "kl. 10–15", Over: "Sundhed og Omsorg"}},
		{"nearest above, labelled", aktoer(stille, "Udegruppe Nord"), org, Kontakt{Udfald: Ovenover, Enhed: "Udegruppe Nord", Kontaktenhed: "Sundhed og Omsorg",
			Telefon: "55 55 02 00", Over: "Sundhed og Omsorg",
			Bemaerkning: "Enheden har ingen kontaktoplysninger i FK Organisation. Du ser dem fra Sundhed og Omsorg, som er den nærmeste over den."}},
		{"unknown", aktoer(oio.NameUUID("?"), "Team Vest"), org, Kontakt{Udfald: Ukendt, Enhed: "Team Vest", Kontaktenhed: "Kommunens omstilling", Telefon: "55 55 00 00",
			Bemaerkning: "Enheden findes ikke i FK Organisation. Ring til kommunens omstilling på 55 55 00 00."}},
		{"closed", aktoer(lukket, "Udegruppe Syd"), Organisation{Trae: trae}, Kontakt{Udfald: Ukendt, Enhed: "Udegruppe Syd",
			Bemaerkning: "Enheden er lukket i FK Organisation. Ring til kommunens omstilling."}},
		{"nobody can be reached", aktoer(alene, "Enlig enhed"), org, Kontakt{Udfald: Ukendt, Enhed: "Enlig enhed", Kontaktenhed: "Kommunens omstilling", Telefon: "55 55 00 00",
			Bemaerkning: "Hverken enheden eller nogen over den har kontaktoplysninger i FK Organisation. Ring til kommunens omstilling på 55 55 00 00."}},
		{"not answering", aktoer(visitA, "Visitation A"), Organisation{SvarerIkke: true}, Kontakt{Udfald: SvarerIkke, Enhed: "Visitation A",
			Bemaerkning: "FK Organisation svarer ikke lige nu. Navnet er det, der blev sendt med sagen. Ring til kommunens omstilling."}},
		{"not answering, last known", aktoer(stille, "Udegruppe Nord"), Organisation{Trae: trae, SvarerIkke: true, Hentet: time.Date(2024, 5, 3, 10, 4, 0, 0, time.UTC)},
			Kontakt{Udfald: SvarerIkke, Enhed: "Udegruppe Nord", Kontaktenhed: "Sundhed og Omsorg", Telefon: "55 55 02 00", Over: "Sundhed og Omsorg",
				Bemaerkning: "FK Organisation svarer ikke lige nu. Du ser de senest kendte oplysninger, hentet 3. maj 2024 kl. 12.04. Enheden har ingen kontaktoplysninger i FK Organisation. Du ser dem fra Sundhed og Omsorg, som er den nærmeste over den."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Kontakten(test.sendt, test.org); got != test.want {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestS8_CasePage(t *testing.T) {
	t.Parallel()
	side, found := Sagen(sag("S-1", nil), append(objekter(), bevilling("B-9", "Fremmed", "fysisk", func(b *oio.Bevilling) { b.Sag = oio.NameUUID("S-9") })), Bilag{}, org, idag)
	if !found || titles(side.Ydelser) != "Diætvejledning | Støtte til bil | Ågang" && titles(side.Ydelser) != "Støtte til bil | Diætvejledning | Ågang" {
		t.Errorf("services of the case: %q", titles(side.Ydelser))
	}
	if !side.Trin[0].Naaet || !side.Trin[0].Aktuelt || side.Trin[3].Naaet || side.Kontakt.Udfald != Fundet || side.KLE != "29.09.04 Sundhedsfremme" {
		t.Errorf("wrong case page: %+v", side)
	}
	for _, f := range side.Felter {
		if f.Tekst == "" {
			t.Errorf("empty field %s", f.Navn)
		}
	}
	if _, found := Sagen(bevilling("B-1", "x", "fysisk", nil), nil, Bilag{}, org, idag); found {
		t.Error("a grant is no case")
	}
	done, _ := Sagen(sag("S-2", closed), nil, Bilag{}, org, idag)
	if done.Aktiv || done.Trin[1].Naaet || !done.Trin[3].Aktuelt || done.Trin[3].Dato != "3. maj 2024" {
		t.Errorf("closed case: %+v", done.Trin)
	}
}

func TestS8_GrantPage(t *testing.T) {
	t.Parallel()
	side, found := Bevillingen(bevilling("B-3", "Ågang", "fysisk", func(b *oio.Bevilling) { b.Periode.Til = 20250101 }), org, idag)
	if !found || side.Aktiv || side.Status != "Ophørt" || side.SagTitel != "Sag S-1" {
		t.Errorf("wrong grant page: %+v", side)
	}
	if !strings.Contains(strings.Join(flat(side.Felter), ";"), "Til og med=31. december 2024") {
		t.Errorf("last day is missing: %v", side.Felter)
	}
	if _, found := Bevillingen(sag("S-1", nil), org, idag); found {
		t.Error("a case is no grant")
	}
}

func flat(felter []Felt) []string {
	var out []string
	for _, f := range felter {
		out = append(out, f.Navn+"="+f.Tekst)
	}
	return out
}

func TestCPRForms(t *testing.T) {
	t.Parallel()
	if VisCPR(anna) != "710550-0001" || SkjultCPR(anna) != "710550-••••" || VisCPR(oio.CPR{}) != "" || SkjultCPR(oio.CPR{}) != "" {
		t.Error("CPR forms")
	}
	if Foelsomhedsord(0) == Foelsomhedsord(oio.Foelsom) {
		t.Error("a missing sensitivity counts as the highest")
	}
}

func TestS8_TheWholeOfACitizenFromSeveralSystems(t *testing.T) {
	t.Parallel()
	doc, hidden := oio.NameUUID("dokument"), oio.NameUUID("skjult dokument")
	all := append(objekter(), sag("S-4", func(s *oio.Sag) {
		s.Titel, s.KLE, s.System, s.Oprettet = "Boligstøtte", oio.NewKlasse("KLE", "32.24.04", "Hjælp til forsørgelse", ""), oio.ITSystem{UUID: oio.NameUUID("esdh"), Navn: "ESDH"}, 20250301
		s.Fremdrift = []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20250301}}}
	}))
	bilag := Bilag{
		Indhold: map[oio.UUID]oio.Sagsindhold{oio.NameUUID("S-4"): {
			Dokumenter: []oio.Aktstykke{{Dokument: doc, Titel: "Ansøgning", Dato: 20250302}, {Dokument: hidden, Titel: "Må ikke ses", Dato: 20250303}},
			Notater: []oio.Journalnotat{
				{Titel: "Samtale", Format: "RTF", Dato: 20250310, Indhold: []byte(`{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator x;}Borgeren m\'f8dte.\par \u198 ble}`)},
				{Titel: "Fra Word", Format: "OOXML", Dato: 20250311, Indhold: []byte("PK")},
			},
		}},
		Dokumenter: map[oio.UUID]*oio.Dokument{doc: {UUID: doc, Titel: "Ansoegning.pdf", Type: "Brev, indgaaende"}},
	}
	o := Oversigten(oio.Person{CPR: anna}, all, bilag, Udvalg{}, idag)
	if len(o.Dokumenter) != 1 || o.Dokumenter[0].Titel != "Ansøgning" || o.Dokumenter[0].Type != "Indgående brev" {
		t.Errorf("documents %+v", o.Dokumenter)
	}
	if len(o.Notater) != 2 || o.Notater[0].Tekst != "" || o.Notater[1].Tekst != "Borgeren mødte.\nÆble" {
		t.Errorf("notes %+v", o.Notater)
	}
	if len(o.Aktuelle) != 3 || len(o.Lukkede) != 1 || len(o.Billede.Bjaelker) != 7 || o.Haendelser[0].dato < o.Haendelser[len(o.Haendelser)-1].dato {
		t.Errorf("%d open, %d closed, %d bars, %v", len(o.Aktuelle), len(o.Lukkede), len(o.Billede.Bjaelker), o.Haendelser)
	}
	for _, h := range o.Haendelser {
		if h.Slags == "Sag afsluttet" && h.Dato != "03.05.2024" {
			t.Errorf("closed %s", h.Dato)
		}
	}
	for _, b := range o.Billede.Bjaelker {
		if b.X < 0 || b.X+b.Bredde > 1004 || b.Bredde < 4 {
			t.Errorf("bar %+v", b)
		}
	}
	if o.Systemer[len(o.Systemer)-1] != (Valg{oio.NameUUID("esdh").String(), "ESDH", 1}) {
		t.Errorf("systems %+v", o.Systemer)
	}
	only := Oversigten(oio.Person{CPR: anna}, all, bilag, Udvalg{Kilde: oio.NameUUID("esdh")}, idag)
	if len(only.Sager) != 1 || len(only.Andre) != 0 || len(only.Dokumenter) != 1 || only.Linje != o.Linje {
		t.Errorf("one system: %d cases, %q", len(only.Sager), only.Linje)
	}
	if past := Oversigten(oio.Person{CPR: anna}, all, bilag, Udvalg{Fra: 20240501, Til: 20240601}, idag); len(past.Sager) != 3 {
		t.Errorf("in May 2024: %d cases", len(past.Sager))
	}
}

func TestS8_HoursAsTheyHoldToday(t *testing.T) {
	t.Parallel()
	thursday, friday, saturday := oio.Dato(20260115), oio.Dato(20260116), oio.Dato(20260117)
	for _, c := range []struct {
		hours string
		day   oio.Dato
		want  string
	}{
		{"Mandag-torsdag 9-14, fredag 9-12", thursday, "kl. 9–14 i dag"}, {"Mandag-torsdag 9-14, fredag 9-12", friday, "kl. 9–12 i dag"},
		{"Mandag-torsdag 9-14, fredag 9-12", saturday, "lukket i dag"}, {"kl. 9–14", thursday, "kl. 9–14 i dag"}, {"kl. 9–14", saturday, ""},
		{"Man.–ons. kl. 10.00–15.30; tors 10-17", thursday, "kl. 10–17 i dag"}, {"Efter aftale", thursday, ""}, {"", thursday, ""},
	} {
		if got := Idag(c.hours, c.day); got != c.want {
			t.Errorf("%q on %s: %q, want %q", c.hours, c.day, got, c.want)
		}
	}
}
