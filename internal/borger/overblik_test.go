package borger

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
)

const idag oio.Dato = 20260115

var (
	anna, _   = oio.ParseCPR("7105500001")
	bent, _   = oio.ParseCPR("6212480002")
	visitA    = oio.NameUUID("visitation-a")
	omsorg    = oio.NameUUID("omsorg")
	lukket    = oio.NameUUID("lukket")
	korsbaek  = Kommune{Navn: "Korsbæk Kommune", Telefon: "55 55 00 00"}
	korsbaekO = organisation.New([]organisation.Enhed{
		{UUID: omsorg, Navn: "Sundhed og Omsorg", Status: "Aktiv", Adresser: []organisation.Adresse{{Rolle: "telefon", Tekst: "55 55 02 00"}}},
		{UUID: visitA, Navn: "Visitation A", Status: "Aktiv", Overordnet: omsorg, Adresser: []organisation.Adresse{
			{Rolle: "telefon", Tekst: "55 55 01 23"}, {Rolle: "telefontid", Tekst: "kl. 9–14"}}},
		{UUID: lukket, Navn: "Udegruppe Syd", Status: "Inaktiv", Overordnet: omsorg},
	})
)

func bevilling(change func(*oio.Bevilling)) oio.Gemt {
	b := &oio.Bevilling{
		UUID: oio.NameUUID("b"), Navn: "Diætist Diabetes", Ydelsesnavn: "Diætvejledning", Art: "ressourcemæssig",
		Periode: oio.Virkning{Fra: 20240110}, Part: oio.Part{CPR: anna, Navn: "Anna Andersen"},
		Ansvarlig: oio.Aktoer{UUID: visitA, Navn: "Visitation A (sendt)"}, Ydelsestype: oio.NewKlasse("ydelsestype", "diaet", "", ""),
	}
	if change != nil {
		change(b)
	}
	return oio.Gemt{Objekt: b, Tidspunkt: time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC)}
}

func sag(change func(*oio.Sag)) oio.Gemt {
	s := &oio.Sag{
		UUID: oio.NameUUID("s"), Noegle: "S-1001", Titel: "Anna vil ikke have besøg af sagsbehandler Jensen", Oprettet: 20240103,
		Part: oio.Part{CPR: anna, Navn: "Anna Andersen"}, KLE: oio.NewKlasse("KLE", "29.09.04", "Sundhedsfremme", ""),
		Ansvarlig: oio.Aktoer{UUID: visitA, Navn: "Visitation A"},
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240103}}},
	}
	if change != nil {
		change(s)
	}
	return oio.Gemt{Objekt: s, Tidspunkt: time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC)}
}

func overblik(objekter ...oio.Gemt) Side { return Overblik(anna, objekter, korsbaekO, korsbaek, idag) }

func TestR112_OnlyThePrimaryPartySeesAnything(t *testing.T) {
	t.Parallel()
	objects := []oio.Gemt{
		bevilling(func(b *oio.Bevilling) { b.Part = oio.Part{CPR: bent, Navn: "Bent Bentsen"} }),
		sag(func(s *oio.Sag) { s.Part = oio.Part{CPR: bent, Navn: "Bent Bentsen"} }),
	}
	side := overblik(objects...)
	if !side.Tom() || side.Navn != "" || side.SidstAendret != 0 {
		t.Errorf("another citizen's objects left a trace: %+v", side)
	}
	if side := Overblik(oio.CPR{}, []oio.Gemt{bevilling(func(b *oio.Bevilling) { b.Part = oio.Part{} })}, korsbaekO, korsbaek, idag); !side.Tom() {
		t.Error("nobody sees what belongs to nobody")
	}
	if got := overblik(append(objects, bevilling(nil), sag(nil))...); len(got.Tilbud) != 1 || len(got.Sager) != 1 || got.Navn != "Anna Andersen" {
		t.Errorf("own objects are missing: %+v", got)
	}
}

func TestS9_EveryServiceIsASentence(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*oio.Bevilling)
		want   string
	}{
		{"running", nil, "Du får diætvejledning. Bevilget 10. januar 2024 af Visitation A. Ring 55 55 01 23 (kl. 9–14)."},
		{"to come", func(b *oio.Bevilling) { b.Periode.Fra = 20260301 },
			"Du skal have diætvejledning. Bevilget af Visitation A. Begynder 1. marts 2026. Ring 55 55 01 23 (kl. 9–14)."},
		{"with an end", func(b *oio.Bevilling) { b.Periode.Til = 20260501 },
			"Du får diætvejledning. Bevilget 10. januar 2024 af Visitation A. Slutter 30. april 2026. Ring 55 55 01 23 (kl. 9–14)."},
		{"last day was yesterday", func(b *oio.Bevilling) { b.Periode.Til = idag },
			"Du fik diætvejledning. Bevilget 10. januar 2024 af Visitation A. Sluttede 14. januar 2026. Ring 55 55 01 23 (kl. 9–14)."},
		{"last day is today", func(b *oio.Bevilling) { b.Periode.Til = 20260116 },
			"Du får diætvejledning. Bevilget 10. januar 2024 af Visitation A. Slutter 15. januar 2026. Ring 55 55 01 23 (kl. 9–14)."},
		{"money", func(b *oio.Bevilling) { b.Art, b.Ydelsesnavn = "monetær", "Borgerstyret personlig assistance" },
			"Du får penge til borgerstyret personlig assistance. Bevilget 10. januar 2024 af Visitation A. Ring 55 55 01 23 (kl. 9–14)."},
		{"support in money", func(b *oio.Bevilling) { b.Art, b.Ydelsesnavn = "monetær", "Støtte til bil efter serviceloven" },
			"Du får støtte til bil. Bevilget 10. januar 2024 af Visitation A. Ring 55 55 01 23 (kl. 9–14)."},
		{"unit above answers", func(b *oio.Bevilling) { b.Ansvarlig = oio.Aktoer{UUID: lukket, Navn: "Udegruppe Syd"} },
			"Du får diætvejledning. Bevilget 10. januar 2024 af Udegruppe Syd. Ring til Sundhed og Omsorg på 55 55 02 00."},
		{"unknown unit", func(b *oio.Bevilling) { b.Ansvarlig = oio.Aktoer{UUID: oio.NameUUID("?"), Navn: "Team Nord"} },
			"Du får diætvejledning. Bevilget 10. januar 2024 af Team Nord. Ring til Korsbæk Kommune på 55 55 00 00."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			side := overblik(bevilling(test.change))
			all := append(append(side.Ydelser, side.Tilbud...), side.Tidligere.Hjaelp...)
			if len(all) != 1 {
				t.Fatalf("want one service, got %d", len(all))
			}
			if got := all[0].Saetning + " " + all[0].Forloeb + " " + all[0].Kontakt.Tekst(); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestR080_AContactWrittenByHandReplacesFKOrganisationForCitizens(t *testing.T) {
	t.Parallel()
	by := func(k Kontakt) string {
		history := []ManuelKontakt{{Enhed: visitA, Kontakt: Kontakt{Telefon: "1"}}, {Enhed: visitA, Kontakt: k}}
		kommune := korsbaek
		kommune.Kontakter = map[oio.UUID]Kontakt{}
		for unit, m := range Kontakter(history) {
			kommune.Kontakter[unit] = m.Kontakt
		}
		h := Overblik(anna, []oio.Gemt{bevilling(nil)}, korsbaekO, kommune, idag).Tilbud[0]
		return h.Forloeb + " " + h.Kontakt.Tekst()
	}
	for want, k := range map[string]Kontakt{
		"Bevilget 10. januar 2024 af Borgerservice. Ring 55 55 00 01 (kl. 8–15).": {Enhed: "Borgerservice", Telefon: "55 55 00 01", Tid: "kl. 8–15", Email: "b@example.dk"},
		"Bevilget 10. januar 2024 af Borgerservice. Skriv på b@example.dk.":       {Enhed: "Borgerservice", Email: "b@example.dk"},
		"Bevilget 10. januar 2024 af Visitation A. Ring 55 55 01 23 (kl. 9–14).":  {}, // back to FK Organisation
	} {
		if got := by(k); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestS9_ThereIsAlwaysAWayOn(t *testing.T) {
	t.Parallel()
	for name, side := range map[string]Side{
		"no organisation": Overblik(anna, []oio.Gemt{sag(nil)}, nil, Kommune{}, idag),
		"no telephone":    Overblik(anna, []oio.Gemt{sag(nil)}, organisation.New(nil), Kommune{Navn: "Korsbæk Kommune"}, idag),
	} {
		if got := side.Sager[0].Kontakt.Tekst(); got != "Ring til kommunen." {
			t.Errorf("%s: %q", name, got)
		}
	}
	mail := organisation.New([]organisation.Enhed{{UUID: visitA, Navn: "Visitation A", Status: "Aktiv",
		Adresser: []organisation.Adresse{{Rolle: "email", Tekst: "visitation@example.dk"}, {Rolle: "telefontid", Tekst: "kl. 9–14"}}}})
	if got := Overblik(anna, []oio.Gemt{bevilling(nil)}, mail, korsbaek, idag).Tilbud[0].Kontakt.Tekst(); got != "Skriv på visitation@example.dk." {
		t.Errorf("mail only: %q", got)
	}
}

func TestS9_Sections(t *testing.T) {
	t.Parallel()
	side := overblik(
		bevilling(nil),
		bevilling(func(b *oio.Bevilling) { b.Art, b.Ydelsesnavn = "fysisk", "Boligindretning" }),
		bevilling(func(b *oio.Bevilling) { b.Art, b.Ydelsesnavn = "monetær", "Klippekort" }),
		bevilling(func(b *oio.Bevilling) { b.Periode.Til = 20250101 }),
		bevilling(func(b *oio.Bevilling) { b.Ydelsestype = oio.Klasse{}; b.Ydelsesnavn = "Diætist Diabetes" }),
		sag(nil),
		sag(func(s *oio.Sag) {
			s.Fremdrift = []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240103, Til: 20240503}}, {Status: "Afsluttet", Virkning: oio.Virkning{Fra: 20240503}}}
		}),
	)
	if len(side.Tilbud) != 2 || len(side.Ydelser) != 1 || len(side.Sager) != 1 || len(side.Tidligere.Hjaelp) != 1 || len(side.Tidligere.Sager) != 1 {
		t.Errorf("wrongly sorted into sections: %+v", side)
	}
	if got := side.Tidligere.Sager[0].Overskrift; got != "Afsluttet 3. maj 2024" {
		t.Errorf("closed case says %q", got)
	}
	if side.SidstAendret != 20251201 {
		t.Errorf("last change %v", side.SidstAendret)
	}
}

func TestS9_StepsOfACase(t *testing.T) {
	t.Parallel()
	period := func(status string, fra, til oio.Dato) oio.Fremdrift {
		return oio.Fremdrift{Status: status, Virkning: oio.Virkning{Fra: fra, Til: til}}
	}
	tests := []struct {
		name      string
		fremdrift []oio.Fremdrift
		want      string
	}{
		{"just received", []oio.Fremdrift{period("Opstaaet", 20240103, 0)}, "Behandles: *Modtaget 3. januar 2024* Undersøgt Afgjort Afsluttet"},
		{"decided", []oio.Fremdrift{period("Opstaaet", 20240103, 20240110), period("Oplyst", 20240110, 20240201), period("Afgjort", 20240201, 0)},
			"Behandles: Modtaget 3. januar 2024 Undersøgt 10. januar 2024 *Afgjort 1. februar 2024* Afsluttet"},
		{"closed at once", []oio.Fremdrift{period("Opstaaet", 20240103, 20240503), period("Afsluttet", 20240503, 0)},
			"Afsluttet 3. maj 2024: Modtaget 3. januar 2024 *Afsluttet 3. maj 2024*"},
		{"closes tomorrow", []oio.Fremdrift{period("Opstaaet", 20240103, 20260116), period("Afsluttet", 20260116, 0)},
			"Behandles: *Modtaget 3. januar 2024* Undersøgt Afgjort Afsluttet"},
		{"unknown word", []oio.Fremdrift{period("Parkeret", 20240103, 0)}, "Behandles: Modtaget Undersøgt Afgjort Afsluttet"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			side := overblik(sag(func(s *oio.Sag) { s.Fremdrift = test.fremdrift }))
			v := append(side.Sager, side.Tidligere.Sager...)[0]
			got := v.Overskrift + ":"
			for _, step := range v.Trin {
				word := strings.TrimSpace(step.Navn + " " + step.Dato)
				if step.Aktuelt {
					word = "*" + word + "*"
				}
				got += " " + word
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestS9_NoCodesNoCaseworkersWords(t *testing.T) {
	t.Parallel()
	text := fmt.Sprintf("%+v", overblik(bevilling(nil), sag(nil)))
	for _, forbidden := range []string{"29.09.04", "S-1001", "Jensen", "Diætist Diabetes", anna.Digits()} {
		if strings.Contains(text, forbidden) {
			t.Errorf("the page says %q", forbidden)
		}
	}
	side := overblik(sag(func(s *oio.Sag) { s.KLE.Titel = "" }))
	if side.Sager[0].Titel != "Sag hos kommunen" {
		t.Errorf("a case without a subject is called %q", side.Sager[0].Titel)
	}
}

func TestOrderIsStable(t *testing.T) {
	t.Parallel()
	a := bevilling(func(b *oio.Bevilling) { b.UUID = oio.NameUUID("1"); b.Ydelsesnavn = "Sygepleje" })
	b := bevilling(func(b *oio.Bevilling) { b.UUID = oio.NameUUID("2"); b.Periode.Fra = 20250101 })
	c := bevilling(func(b *oio.Bevilling) { b.UUID = oio.NameUUID("3") })
	ahead := bevilling(func(b *oio.Bevilling) { b.UUID = oio.NameUUID("4"); b.Periode.Fra = 20270101 })
	first, second := overblik(a, b, c, ahead), overblik(ahead, c, b, a)
	for i := range first.Tilbud {
		if first.Tilbud[i].Saetning != second.Tilbud[i].Saetning || first.Tilbud[i].fra != second.Tilbud[i].fra {
			t.Fatal("the page depends on the order of the index")
		}
	}
	if first.Tilbud[0].fra != 20250101 {
		t.Error("the newest does not come first")
	}
	if first.Tilbud[3].fra != 20270101 {
		t.Error("what is still to begin does not come last")
	}
}
