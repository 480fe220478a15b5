package borger

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/visning"
)

var cura = oio.ITSystem{UUID: oio.NameUUID("cura"), Navn: "Cura"}

func viser(numbers map[string]visning.Indstilling) *visning.Visninger {
	history := []program.Faktum{{Emne: program.Aabnet, Kode: visning.Aabning(visning.Borgerblik, cura.UUID), Dato: 20250101}}
	for number, i := range numbers {
		history = append(history, visning.OmraadeFaktum(number, &i))
	}
	return visning.Af(history)
}

func side(v *visning.Visninger, language sprog.Sprog, content map[oio.UUID]oio.Sagsindhold, objects ...oio.Gemt) Side {
	u := Udvalg{Borger: anna, Objekter: objects, Visning: v, Idag: idag, Indhold: func(g *oio.Gemt) (oio.Sagsindhold, error) { return content[g.Objekt.Identitet()], nil }}
	return Skriv(Bestilling{Borger: anna, Vist: Viste(Bedoem(u)), Org: korsbaekO, Kommune: korsbaek, Idag: idag, Sprog: language})
}

func curaSag(change func(*oio.Sag)) oio.Gemt {
	g := sag(func(s *oio.Sag) {
		s.System = cura
		if change != nil {
			change(s)
		}
	})
	g.Fuld = []byte("<Sag/>")
	return g
}

func curaBevilling(change func(*oio.Bevilling)) oio.Gemt {
	return bevilling(func(b *oio.Bevilling) {
		b.System, b.KLE, b.Sag = cura, oio.NewKlasse("KLE", "29.09.04", "Sundhedsfremme", ""), oio.NameUUID("s")
		if change != nil {
			change(b)
		}
	})
}

func TestB9_TheCaseTitleOnlyWhereTheMunicipalityChoseIt(t *testing.T) {
	t.Parallel()
	s := curaSag(func(s *oio.Sag) { s.Titel = "Rygestop, hold 3" })
	id := s.Objekt.Identitet()
	if got := side(viser(map[string]visning.Indstilling{"29": {Aktiv: true}}), "", nil, s).Sager[0].Titel; got != "Hjælp til at leve sundere" {
		t.Errorf("the topic is %q", got)
	}
	chosen := viser(map[string]visning.Indstilling{"29": {Aktiv: true, Sagstitel: true}})
	if got := side(chosen, "", nil, s).Sager[0].Titel; got != "Rygestop, hold 3" {
		t.Errorf("the case title is %q", got)
	}
	exempt := map[oio.UUID]oio.Sagsindhold{id: {OffentligTitel: "Sag", EgentligTitel: "Rygestop, hold 3"}}
	if got := side(chosen, "", exempt, s).Sager[0].Titel; got != "Hjælp til at leve sundere" {
		t.Errorf("a case exempt from public access is called %q", got)
	}
}

func TestB10_NoEmployeesNameOrCaseNumber(t *testing.T) {
	t.Parallel()
	v := viser(map[string]visning.Indstilling{"29": {Aktiv: true, Dokumenter: true, Journalnoter: true}})
	content := map[oio.UUID]oio.Sagsindhold{oio.NameUUID("s"): {Behandler: oio.Aktoer{Navn: "Sagsbehandler Jensen"}, Parter: []oio.Sagspart{{Part: oio.Part{Navn: "Bent Bentsen"}}}}}
	s := side(v, "", content, curaSag(nil), curaBevilling(nil))
	text := fmt.Sprintf("%+v %s", s, s.Data())
	for _, forbidden := range []string{"Jensen", "Bent", "S-1001", "29.09.04", "Diætist Diabetes", anna.Digits()} {
		if strings.Contains(text, forbidden) {
			t.Errorf("the page says %q", forbidden)
		}
	}
}

func TestB11_B12_DocumentTitlesAndNotes(t *testing.T) {
	t.Parallel()
	content := map[oio.UUID]oio.Sagsindhold{oio.NameUUID("s"): {
		Dokumenter: []oio.Aktstykke{{Titel: "Brev", Dato: 20240105}, {Titel: "Afgørelse om 710550-0001", Dato: 20240110}, {}},
		Notater:    []oio.Journalnotat{{Titel: "Samtale", Format: "Text", Indhold: []byte("Vi talte sammen.")}, {Titel: "Møde", Format: "RTF", Indhold: []byte(`{\rtf1}`)}},
	}}
	if got := side(viser(map[string]visning.Indstilling{"29": {Aktiv: true}}), "", content, curaSag(nil)).Sager[0]; got.Dokumenter != nil || got.Noter != nil {
		t.Errorf("shown although nobody chose it: %+v", got)
	}
	got := side(viser(map[string]visning.Indstilling{"29": {Aktiv: true, Dokumenter: true, Journalnoter: true}}), "", content, curaSag(nil)).Sager[0]
	if len(got.Dokumenter) != 2 || strings.Contains(got.Dokumenter[0].Titel, "710550") || got.Dokumenter[1].Titel != "Brev" {
		t.Errorf("documents: %+v", got.Dokumenter)
	}
	if len(got.Noter) != 2 || got.Noter[0].Tekst != "Vi talte sammen." || got.Noter[1].Tekst != "" {
		t.Errorf("notes: %+v", got.Noter)
	}
}

func TestB14_AnotherUnitMayBeShownByHand(t *testing.T) {
	t.Parallel()
	kommune := korsbaek
	kommune.Kontakter = map[oio.UUID]Kontakt{visitA: {Enhed: "Borgerservice", Telefon: "55 55 00 01"}}
	h := Overblik(anna, []oio.Gemt{bevilling(nil)}, korsbaekO, kommune, idag).Tilbud[0]
	if h.Forloeb != "Bevilget 10. januar 2024 af Borgerservice." || h.Kontakt.Telefon != "55 55 00 01" {
		t.Errorf("%q %+v", h.Forloeb, h.Kontakt)
	}
}

func TestB15_AServiceOfAHiddenCaseTellsNothingOfTheCase(t *testing.T) {
	t.Parallel()
	content := map[oio.UUID]oio.Sagsindhold{oio.NameUUID("s"): {Undtaget: true}}
	v := visning.Af([]program.Faktum{{Emne: program.Aabnet, Kode: visning.Aabning(visning.Borgerblik, cura.UUID), Dato: 20250101},
		visning.OmraadeFaktum("29", &visning.Indstilling{Aktiv: true}), {Emne: program.Borgervalg, Kode: visning.VisYdelserUdenSag, Tekst: visning.Ja}})
	s := side(v, "", content, curaSag(nil), curaBevilling(nil))
	if len(s.Sager) != 0 || len(s.Tilbud) != 1 {
		t.Fatalf("want the service alone: %+v", s)
	}
	if h := s.Tilbud[0]; h.Forloeb != "Bevilget 10. januar 2024." || h.Kontakt.Enhed != "Korsbæk Kommune" {
		t.Errorf("the case's unit is told: %q %+v", h.Forloeb, h.Kontakt)
	}
	unreadable := Udvalg{Borger: anna, Objekter: []oio.Gemt{curaSag(nil)}, Visning: v, Idag: idag, Indhold: func(*oio.Gemt) (oio.Sagsindhold, error) { return oio.Sagsindhold{}, fmt.Errorf("broken") }}
	if got := Bedoem(unreadable)[0]; got.Vurdering.Vist {
		t.Error("a message that cannot be read may be marked, and is shown")
	}
}

// TestHiddenLeavesNoTrace: a page with hidden objects is the page without them, to the last letter.
func TestHiddenLeavesNoTrace(t *testing.T) {
	t.Parallel()
	numbers := []string{"27.35.04", "29.09.04", "29.24.04"}
	rapid.Check(t, func(t *rapid.T) {
		decided := map[string]visning.Indstilling{}
		for _, number := range append([]string{"27", "29", "29.24"}, numbers...) {
			if rapid.Bool().Draw(t, "decided "+number) {
				decided[number] = visning.Indstilling{Aktiv: rapid.Bool().Draw(t, "active"), Fradato: rapid.SampledFrom([]oio.Dato{0, 20240201}).Draw(t, "date"), AktiveAltid: rapid.Bool().Draw(t, "always")}
			}
		}
		var objects []oio.Gemt
		for n := range rapid.IntRange(0, 8).Draw(t, "objects") {
			kle, part := rapid.SampledFrom(numbers).Draw(t, "kle"), rapid.SampledFrom([]oio.CPR{anna, bent}).Draw(t, "part")
			made := rapid.SampledFrom([]oio.Dato{20240103, 20250103}).Draw(t, "made")
			if rapid.Bool().Draw(t, "case") {
				objects = append(objects, curaSag(func(s *oio.Sag) {
					s.UUID, s.KLE, s.Part.CPR, s.Oprettet = oio.NameUUID(fmt.Sprint("s", n)), oio.NewKlasse("KLE", kle, "Emne", ""), part, made
				}))
			} else {
				objects = append(objects, curaBevilling(func(b *oio.Bevilling) {
					b.UUID, b.KLE, b.Part.CPR, b.Sag = oio.NameUUID(fmt.Sprint("b", n)), oio.NewKlasse("KLE", kle, "Emne", ""), part, oio.NameUUID(fmt.Sprint("s", rapid.IntRange(0, 7).Draw(t, "its case")))
				}))
			}
		}
		v := viser(decided)
		all := Bedoem(Udvalg{Borger: anna, Objekter: objects, Visning: v, Idag: idag})
		var seen []oio.Gemt
		for i := range all {
			if all[i].Vurdering.Vist {
				seen = append(seen, all[i].Vist.Gemt)
			}
		}
		page := func(list []Vist) Side {
			return Skriv(Bestilling{Borger: anna, Vist: list, Org: korsbaekO, Kommune: korsbaek, Idag: idag})
		}
		without := Viste(Bedoem(Udvalg{Borger: anna, Objekter: seen, Visning: v, Idag: idag}))
		if got, want := page(Viste(all)), page(without); !reflect.DeepEqual(got, want) || string(got.Data()) != string(want.Data()) {
			t.Fatalf("a hidden object leaves a trace")
		}
		if side := page(Viste(all)); len(side.Tilbud)+len(side.Ydelser)+len(side.Sager)+len(side.Tidligere.Sager)+len(side.Tidligere.Hjaelp) != len(seen) {
			t.Fatal("what is shown and what is not do not add up")
		}
	})
}

func TestS9_English(t *testing.T) {
	t.Parallel()
	v := viser(map[string]visning.Indstilling{"29": {Aktiv: true}})
	s := side(v, sprog.Engelsk, nil, curaSag(nil), curaBevilling(nil), curaBevilling(func(b *oio.Bevilling) {
		b.UUID, b.Ydelsesnavn, b.Art, b.Periode.Til = oio.NameUUID("b2"), "Varmetillæg", "monetær", 20260501
	}))
	if h := s.Tilbud[0]; h.Saetning != "You get diætvejledning." || !h.Hvad.Dansk || h.Forloeb != "Granted 10 January 2024 by Visitation A." || h.Kontakt.TekstPaa(s.Sprog) != "Call 55 55 01 23 (kl. 9–14)." {
		t.Errorf("%+v %q", h, h.Kontakt.TekstPaa(s.Sprog))
	}
	if h := s.Ydelser[0]; h.Saetning != "You get a grant for heating." || h.Hvad.Dansk || h.Forloeb != "Granted 10 January 2024 by Visitation A. Ends 30 April 2026." {
		t.Errorf("%+v", h)
	}
	if c := s.Sager[0]; c.Titel != "Help to live healthier" || c.Overskrift != "In progress" || c.Trin[0].Navn != "Received" || c.Naeste != "The municipality is now looking at your case." {
		t.Errorf("%+v", c)
	}
	if len(s.Datoer) != 1 || s.Datoer[0].Dato != "30 April 2026" || s.Datoer[0].Hvad.String() != "a grant for heating ends" {
		t.Errorf("dates: %+v", s.Datoer)
	}
}

func TestS9_WhatBeginsAndEndsSoonIsTold(t *testing.T) {
	t.Parallel()
	s := overblik(
		bevilling(func(b *oio.Bevilling) { b.Periode = oio.Virkning{Fra: 20240101, Til: 20260301} }),
		bevilling(func(b *oio.Bevilling) {
			b.UUID, b.Ydelsesnavn, b.Periode.Fra = oio.NameUUID("2"), "Boligindretning", 20260201
		}),
		bevilling(func(b *oio.Bevilling) { b.UUID, b.Periode.Til = oio.NameUUID("3"), 20280101 }),
		bevilling(func(b *oio.Bevilling) { b.UUID, b.Periode.Til = oio.NameUUID("4"), 20250101 }),
	)
	var got []string
	for _, d := range s.Datoer {
		got = append(got, d.Dato+": "+d.Hvad.String())
	}
	if want := []string{"1. februar 2026: boligindretning begynder", "28. februar 2026: diætvejledning slutter"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestS9_ThePageIsEasyToRead holds all sentences the page makes: short, without references to law, and with a low LIX.
func TestS9_ThePageIsEasyToRead(t *testing.T) {
	t.Parallel()
	v := viser(map[string]visning.Indstilling{"29": {Aktiv: true}})
	for _, language := range []sprog.Sprog{sprog.Dansk, sprog.Engelsk} {
		var text strings.Builder
		for _, status := range []string{"Opstaaet", "Oplyst", "Afgjort", "Parkeret"} {
			s := side(v, language, nil, curaSag(func(s *oio.Sag) { s.Fremdrift[0].Status = status }), curaBevilling(nil))
			text.WriteString(s.Sager[0].Titel + ". " + s.Sager[0].Forklaring.Tekst + " " + s.Sager[0].Naeste + " ")
			text.WriteString(s.Tilbud[0].Saetning + " " + s.Tilbud[0].Forloeb + " " + s.Tilbud[0].Kontakt.TekstPaa(language) + " ")
		}
		if n := visning.Saetningslaengde(text.String()); n >= 25 {
			t.Errorf("%s: a sentence has %d words", language, n)
		}
		if strings.Contains(text.String(), "§") {
			t.Errorf("%s: there is a reference to law", language)
		}
		words, long, stops := 0, 0, 0
		for _, word := range strings.Fields(text.String()) {
			words++
			if utf8.RuneCountInString(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })) > 6 {
				long++
			}
			if strings.ContainsAny(word, ".!?:") {
				stops++
			}
		}
		if lix := words/stops + 100*long/words; lix > 40 {
			t.Errorf("%s: LIX is %d", language, lix)
		}
	}
}
