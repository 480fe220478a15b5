package visning

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

const idag oio.Dato = 20260115

var (
	anna, _ = oio.ParseCPR("7105500001")
	bent, _ = oio.ParseCPR("6212480002")
	cura    = oio.ITSystem{UUID: oio.NameUUID("cura"), Navn: "Cura"}
	esdh    = oio.ITSystem{UUID: oio.NameUUID("esdh"), Navn: "ESDH"}
)

func opened(systems ...oio.ITSystem) []program.Faktum {
	var history []program.Faktum
	for _, s := range systems {
		history = append(history, program.Faktum{Emne: program.Aabnet, Kode: Aabning(Borgerblik, s.UUID), Dato: 20250101})
	}
	return history
}

func with(history []program.Faktum, number string, i Indstilling) *Visninger {
	return Af(append(slices.Clone(history), OmraadeFaktum(number, &i)))
}

func sag(change func(*oio.Sag)) Sag {
	s := &oio.Sag{UUID: oio.NameUUID("s"), Oprettet: 20240103, Part: oio.Part{CPR: anna}, KLE: oio.Klasse{Noegle: "27.35.04"}, System: cura,
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240103}}}}
	if change != nil {
		change(s)
	}
	return Sag{Sag: s}
}

func closed(s *oio.Sag) {
	s.Fremdrift = []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: s.Oprettet, Til: 20250101}}, {Status: oio.Afsluttet, Virkning: oio.Virkning{Fra: 20250101}}}
}

func grant(change func(*oio.Bevilling)) *oio.Bevilling {
	b := &oio.Bevilling{UUID: oio.NameUUID("b"), Periode: oio.Virkning{Fra: 20240110}, Part: oio.Part{CPR: anna}, Sag: oio.NameUUID("s"),
		Ydelsestype: oio.NewKlasse("ydelsestype", "x", "X", ""), KLE: oio.Klasse{Noegle: "27.35.04"}, System: cura}
	if change != nil {
		change(b)
	}
	return b
}

func says(t *testing.T, got Vurdering, kode Kode, words string) {
	t.Helper()
	if got.Grund.Kode != kode || got.Vist != (kode == Vises) || !strings.Contains(got.Grund.Tekst, words) {
		t.Errorf("got %v %q, want %v %q", got.Grund.Kode, got.Grund.Tekst, kode, words)
	}
}

var aktiv = Indstilling{Aktiv: true}

func TestB1_OnlyThePrimaryPartySeesTheCaseAndItsServices(t *testing.T) {
	t.Parallel()
	v := with(opened(cura), "27", aktiv)
	others := sag(func(s *oio.Sag) { s.Part.CPR = bent })
	says(t, v.Sagen(sag(nil), anna, idag), Vises, "")
	says(t, v.Sagen(others, anna, idag), IkkePrimaer, "borgeren er ikke primær part")
	says(t, v.Bevillingen(grant(nil), &others, anna, idag), IkkePrimaer, "sagen vises ikke: borgeren er ikke primær part")
}

func TestB2_OnlyPartiesWithACPRNumber(t *testing.T) {
	t.Parallel()
	v := with(opened(cura), "27", aktiv)
	says(t, v.Sagen(sag(func(s *oio.Sag) { s.Part = oio.Part{Navn: "Firma ApS"} }), anna, idag), UdenCPR, "ikke en person")
	says(t, v.Sagen(sag(func(s *oio.Sag) { s.Part = oio.Part{} }), oio.CPR{}, idag), UdenCPR, "ikke en person")
}

func TestB3_OnlyOneself(t *testing.T) {
	t.Parallel()
	v := with(opened(cura), "27", aktiv)
	says(t, v.Sagen(sag(nil), bent, idag), IkkePrimaer, "")
	says(t, v.Bevillingen(grant(nil), nil, bent, idag), IkkePrimaer, "")
}

func TestB4_ANumberIsShownOnlyWhenActivated(t *testing.T) {
	t.Parallel()
	says(t, Af(opened(cura)).Sagen(sag(nil), anna, idag), IkkeAktivt, "KLE 27.35.04 er ikke aktiveret")
	v := with(opened(cura, esdh), "27.35", aktiv)
	says(t, v.Sagen(sag(nil), anna, idag), Vises, "")
	says(t, v.Sagen(sag(func(s *oio.Sag) { s.System = esdh }), anna, idag), Vises, "") // whatever system delivered
	says(t, v.Sagen(sag(func(s *oio.Sag) { s.KLE.Noegle = "27.69.36" }), anna, idag), IkkeAktivt, "27.69.36")
	if g := v.Sagen(sag(func(s *oio.Sag) { s.KLE.Noegle = "27.69.36" }), anna, idag).Grund; g.Adresse != "/borgerblik/omraade/27.69.36" {
		t.Errorf("the way to the setting is %q", g.Adresse)
	}
}

func TestB5_ANumberMayBeLimitedToSourceSystems(t *testing.T) {
	t.Parallel()
	v := with(opened(cura, esdh), "27.35", Indstilling{Aktiv: true, Systemer: []oio.UUID{cura.UUID}})
	says(t, v.Sagen(sag(nil), anna, idag), Vises, "")
	says(t, v.Sagen(sag(func(s *oio.Sag) { s.System = esdh }), anna, idag), AndetSystem, "KLE 27.35.04 vises ikke fra ESDH")
}

func TestB6_FradatoIsHeldAgainstTheDayTheCaseWasMade(t *testing.T) {
	t.Parallel()
	v := with(opened(cura), "27", Indstilling{Aktiv: true, Fradato: 20240104})
	old, done := sag(nil), sag(closed)
	says(t, v.Sagen(old, anna, idag), FoerFradato, "oprettet før fradatoen 4. januar 2024")
	says(t, v.Sagen(done, anna, idag), FoerFradato, "afsluttet før fradatoen 4. januar 2024")
	says(t, v.Sagen(sag(func(s *oio.Sag) { s.Oprettet = 20240104 }), anna, idag), Vises, "")
	says(t, v.Bevillingen(grant(func(b *oio.Bevilling) { b.Periode.Fra = 20250101 }), &old, anna, idag), FoerFradato, "sagen vises ikke")
	says(t, v.Bevillingen(grant(func(b *oio.Bevilling) { b.Periode.Fra = 20250101 }), nil, anna, idag), Vises, "") // no case: its own first day
}

func TestB7_FradatoMayBeSetAsideForActiveCasesAndTheirServices(t *testing.T) {
	t.Parallel()
	v := with(opened(cura), "27", Indstilling{Aktiv: true, Fradato: 20250101, AktiveAltid: true})
	open, done := sag(nil), sag(closed)
	says(t, v.Sagen(open, anna, idag), Vises, "")
	says(t, v.Bevillingen(grant(nil), &open, anna, idag), Vises, "")
	says(t, v.Sagen(done, anna, idag), FoerFradato, "afsluttet før fradatoen")
	says(t, v.Bevillingen(grant(nil), &done, anna, idag), FoerFradato, "")
}

func TestB8_FradatoIsAtTheLatestTheLastDayOfTheYear(t *testing.T) {
	t.Parallel()
	for date, want := range map[oio.Dato]bool{0: true, 20100101: true, 20261231: true, 20270101: false} {
		if got := (&Indstilling{Fradato: date}).Proev(idag); (got == nil) != want {
			t.Errorf("%v: %v", date, got)
		}
	}
}

func TestB9_WhichTitleIsShownIsDecidedPerNumber(t *testing.T) {
	t.Parallel()
	v := Af(append(opened(cura), OmraadeFaktum("27", &aktiv), OmraadeFaktum("27.36", &Indstilling{Aktiv: true, Sagstitel: true})))
	if v.Sagen(sag(nil), anna, idag).Hvordan.Sagstitel {
		t.Error("the KLE topic is the default")
	}
	if !v.Sagen(sag(func(s *oio.Sag) { s.KLE.Noegle = "27.36.04" }), anna, idag).Hvordan.Sagstitel {
		t.Error("the case title was chosen")
	}
}

func TestB11_B12_DocumentsAndNotesAreOptional(t *testing.T) {
	t.Parallel()
	if how := with(opened(cura), "27", aktiv).Sagen(sag(nil), anna, idag).Hvordan; how.Dokumenter || how.Journalnoter {
		t.Error("neither is shown before somebody chooses it")
	}
	how := with(opened(cura), "27", Indstilling{Aktiv: true, Dokumenter: true, Journalnoter: true}).Sagen(sag(nil), anna, idag).Hvordan
	if !how.Dokumenter || !how.Journalnoter {
		t.Error("what was chosen is not shown")
	}
}

func TestB13_WordsAreTheMunicipalitysThenOursThenMadeFromTheTitle(t *testing.T) {
	t.Parallel()
	v := Af([]program.Faktum{TekstFaktum(OmraadeKode("27.35.04"), Tekst{Navn: "hjemmebesøg"}), TekstFaktum(TypeKode("x"), Tekst{Forklaring: "Vi kommer."})})
	if got := v.OmraadeTekst("27.35.04", "Forebyggende hjemmebesøg"); got != (Tekst{Navn: "hjemmebesøg"}) {
		t.Errorf("own name: %+v", got)
	}
	if got := v.OmraadeTekst("27.36.24", "Madservice"); got.Navn != "mad leveret hjem" || got.NavnEn != "meals at home" {
		t.Errorf("ours: %+v", got)
	}
	if got := v.OmraadeTekst("88.88.88", "Støtte til ro efter servicelovens § 7"); got.Navn != "støtte til ro" {
		t.Errorf("made: %+v", got)
	}
	if got := v.TypeTekst("x", "Madservice"); got.Navn != "mad leveret hjem" || got.Forklaring != "Vi kommer." || got.NavnEn != "meals at home" {
		t.Errorf("own sentence, our name: %+v", got)
	}
	for text, want := range map[string]bool{"Du får hjælp.": true, "Efter § 83.": false, "710550-0001": false, strings.Repeat("ord ", 25): false, strings.Repeat("x", 201): false} {
		if got := (Tekst{Forklaring: text}).Proev(); (got == nil) != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestB15_WhatTheSourceHasExemptedIsNotShown(t *testing.T) {
	t.Parallel()
	hidden := sag(nil)
	hidden.Undtaget = true
	v := with(opened(cura), "27", aktiv)
	says(t, v.Sagen(hidden, anna, idag), Undtaget, "undtaget")
	says(t, v.Bevillingen(grant(nil), &hidden, anna, idag), Undtaget, "sagen vises ikke") // hidden with it by default
	shown := Af(append(opened(cura), OmraadeFaktum("27", &aktiv), program.Faktum{Emne: program.Borgervalg, Kode: VisYdelserUdenSag, Tekst: Ja}))
	if got := shown.Bevillingen(grant(nil), &hidden, anna, idag); !got.Vist || !got.UdenSag {
		t.Errorf("the municipality chose to show it without the case: %+v", got)
	}
	notActive := Af(append(opened(cura), program.Faktum{Emne: program.Borgervalg, Kode: VisYdelserUdenSag, Tekst: Ja}))
	says(t, notActive.Bevillingen(grant(nil), &hidden, anna, idag), IkkeAktivt, "")
}

func TestB16_TheSourceSystemMustBeOpened(t *testing.T) {
	t.Parallel()
	v := with(opened(cura), "27", aktiv)
	says(t, v.Sagen(sag(func(s *oio.Sag) { s.System = esdh }), anna, idag), IkkeAabnet, "ESDH er ikke åbnet for Borgerblikket")
	toSapa := []program.Faktum{{Emne: program.Aabnet, Kode: Aabning(Sapa, cura.UUID), Dato: 20250101}}
	says(t, with(toSapa, "27", aktiv).Sagen(sag(nil), anna, idag), IkkeAabnet, "")
}

func TestR028_AServiceWithoutACommonTypeIsNotShown(t *testing.T) {
	t.Parallel()
	v := with(opened(cura), "27", aktiv)
	says(t, v.Bevillingen(grant(func(b *oio.Bevilling) { b.Ydelsestype = oio.Klasse{} }), nil, anna, idag), ManglerType, "fælleskommunal type")
}

func TestR117_NothingIsOpenedBeforeStepAIsSignedOff(t *testing.T) {
	t.Parallel()
	f := program.Faktum{Emne: program.Aabnet, Kode: Aabning(Sapa, cura.UUID), Dato: idag}
	none, signed := program.NyStand(nil), program.NyStand([]program.Faktum{{Emne: program.TrinA, Dato: 20260101}})
	if brud := ProevAabning(f, none); brud == nil || brud.Regel != "R117" || !brud.KanTrodses {
		t.Errorf("opened before step A: %v", brud)
	}
	if brud := ProevAabning(f, signed); brud != nil {
		t.Errorf("step A is signed off: %v", brud)
	}
	despite, closing, order := f, f, f
	despite.Tekst, closing.Dato, order.Emne = "aftalt med direktionen", 0, program.AabningBestilt
	for name, pass := range map[string]program.Faktum{"with a reason": despite, "closing": closing, "order": order} {
		if brud := ProevAabning(pass, none); brud != nil {
			t.Errorf("%s: %v", name, brud)
		}
	}
}

func TestR111_WhoOrderedWhenItTookEffectAndWhenItWasClosed(t *testing.T) {
	t.Parallel()
	code := Aabning(Sapa, cura.UUID)
	history := []program.Faktum{{Nr: 1, Emne: program.AabningBestilt, Kode: code, Dato: 20260101, Af: "Bo"}}
	find := func() Aabningsstand { return Aabninger(program.NyStand(history), []oio.UUID{cura.UUID})[0] }
	if got := find(); !got.Venter() || got.Aaben() || got.Bestilt.Af != "Bo" {
		t.Errorf("ordered: %+v", got)
	}
	history = append(history, program.Faktum{Nr: 2, Emne: program.Aabnet, Kode: code, Dato: 20260105, Af: "Ib"})
	if got := find(); got.Venter() || !got.Aaben() || got.Aabnet.Dato != 20260105 || got.Bestilt.Dato != 20260101 {
		t.Errorf("opened: %+v", got)
	}
	history = append(history, program.Faktum{Nr: 3, Emne: program.Aabnet, Kode: code, Af: "Ib"})
	if got := find(); got.Aaben() || !got.Lukket() {
		t.Errorf("closed: %+v", got)
	}
	if all := Aabninger(program.NyStand(nil), []oio.UUID{cura.UUID, esdh.UUID}); len(all) != 4 {
		t.Errorf("two systems and two readers are %d", len(all))
	}
}

func TestS9_AreasNotShownAreTheMunicipalitysListAndTheSameForAll(t *testing.T) {
	t.Parallel()
	titles := map[string]string{"27.35.04": "Forebyggende hjemmebesøg", "27.69": "Retssikkerhed", "88.11.11": "Ro efter § 1", "88.11": "Ro og orden"}
	v := Af([]program.Faktum{OmraadeFaktum("27", &aktiv), OmraadeFaktum("27.69", &Indstilling{}), OmraadeFaktum("27.35.04", &Indstilling{})})
	var got []string
	for _, text := range v.MedBrugte([]string{"27.35.04", "27.35.08", "27.69.36", "88.11.11", "88.11.12"}, func(n string) string { return titles[n] }).Lukkede {
		got = append(got, text.Navn)
	}
	if want := []string{"forebyggende hjemmebesøg", "rettigheder og tilsyn", "ro og orden"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// numbers and dates that meet each other often.
var (
	drawKLE     = rapid.SampledFrom([]string{"27.35.04", "27.35.08", "27.36.04", "29.09.04"})
	drawNumber  = rapid.SampledFrom([]string{"27", "29", "27.35", "27.36", "29.09", "27.35.04", "27.35.08", "27.36.04", "29.09.04"})
	drawDate    = rapid.SampledFrom([]oio.Dato{20230101, 20240101, 20250101, 20260101})
	drawSystem  = rapid.SampledFrom([]oio.ITSystem{cura, esdh})
	drawCitizen = rapid.SampledFrom([]oio.CPR{anna, bent, {}})
)

type verden struct {
	history  []program.Faktum
	omraader map[string]Indstilling
	aabne    map[oio.UUID]bool
}

func drawVerden(t *rapid.T) verden {
	w := verden{omraader: map[string]Indstilling{}, aabne: map[oio.UUID]bool{}}
	for range rapid.IntRange(0, 8).Draw(t, "decisions") {
		number := drawNumber.Draw(t, "number")
		if rapid.IntRange(0, 5).Draw(t, "back") == 0 {
			delete(w.omraader, number)
			w.history = append(w.history, OmraadeFaktum(number, nil))
			continue
		}
		i := Indstilling{Aktiv: rapid.Bool().Draw(t, "active"), AktiveAltid: rapid.Bool().Draw(t, "always")}
		if rapid.Bool().Draw(t, "dated") {
			i.Fradato = drawDate.Draw(t, "date")
		}
		if rapid.Bool().Draw(t, "limited") {
			i.Systemer = []oio.UUID{drawSystem.Draw(t, "system").UUID}
		}
		w.omraader[number] = i
		w.history = append(w.history, OmraadeFaktum(number, &i))
	}
	for range rapid.IntRange(0, 4).Draw(t, "openings") {
		system, day := drawSystem.Draw(t, "opened").UUID, rapid.SampledFrom([]oio.Dato{0, 20260101}).Draw(t, "day")
		w.aabne[system] = day != 0
		w.history = append(w.history, program.Faktum{Emne: program.Aabnet, Kode: Aabning(Borgerblik, system), Dato: day})
	}
	return w
}

func drawSag(t *rapid.T) Sag {
	s := sag(func(s *oio.Sag) {
		s.KLE.Noegle, s.System, s.Oprettet, s.Part.CPR = drawKLE.Draw(t, "kle"), drawSystem.Draw(t, "master"), drawDate.Draw(t, "made"), drawCitizen.Draw(t, "part")
		s.Fremdrift[0].Virkning.Fra = s.Oprettet
		if rapid.Bool().Draw(t, "closed") {
			closed(s)
		}
	})
	s.Undtaget = rapid.IntRange(0, 4).Draw(t, "exempt") == 0
	return s
}

// slow is the formula of 06 §2.3 written out, with its own search for the setting.
func (w verden) slow(s Sag, citizen oio.CPR) bool {
	var k Indstilling
	best := -1
	for number, i := range w.omraader {
		if strings.HasPrefix(s.Sag.KLE.Noegle+".", number+".") && len(number) > best {
			k, best = i, len(number)
		}
	}
	inSystems := len(k.Systemer) == 0
	for _, system := range k.Systemer {
		inSystems = inSystems || system == s.Sag.System.UUID
	}
	return !citizen.IsZero() && s.Sag.Part.CPR == citizen && !s.Undtaget && w.aabne[s.Sag.System.UUID] && k.Aktiv && inSystems &&
		(s.Sag.Oprettet >= k.Fradato || k.AktiveAltid && s.Sag.Fremdrift[len(s.Sag.Fremdrift)-1].Status != oio.Afsluttet)
}

func TestShownIsTheFormulaOf06(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawVerden(t)
		v, s, citizen := Af(w.history), drawSag(t), drawCitizen.Draw(t, "citizen")
		if got, want := v.Sagen(s, citizen, idag), w.slow(s, citizen); got.Vist != want || got.Vist != (got.Grund.Kode == Vises) || got.Grund.Tekst == "" {
			t.Fatalf("got %+v, the formula says %v", got, want)
		}
	})
}

func TestASettingIsInheritedFromTheMostExactNumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawVerden(t)
		v, number := Af(w.history), drawKLE.Draw(t, "asked")
		got, at := v.Omraade(number)
		want, from := Indstilling{}, ""
		for n, i := range w.omraader {
			if (n == number || strings.HasPrefix(number, n+".")) && len(n) > len(from) {
				want, from = i, n
			}
		}
		if at != from || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s: got %+v of %q, want %+v of %q", number, got, at, want, from)
		}
	})
}

// TestAServiceIsNeverShownWithoutItsCase holds B1 and B15 of services: they never show what their case's judgement hides.
func TestAServiceIsNeverShownWithoutItsCase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawVerden(t)
		v, s, citizen := Af(w.history), drawSag(t), drawCitizen.Draw(t, "citizen")
		b := grant(func(b *oio.Bevilling) {
			b.KLE.Noegle, b.System, b.Part.CPR, b.Periode.Fra = drawKLE.Draw(t, "its kle"), drawSystem.Draw(t, "its system"), drawCitizen.Draw(t, "its part"), drawDate.Draw(t, "from")
		})
		if v.Bevillingen(b, &s, citizen, idag).Vist && !v.Sagen(s, citizen, idag).Vist {
			t.Fatal("a service shows what its case hides")
		}
	})
}

func TestS10_EveryReasonThatASettingChangesLeadsToIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v, s := Af(drawVerden(t).history), drawSag(t)
		g := v.Sagen(s, drawCitizen.Draw(t, "citizen"), idag).Grund
		own := g.Kode == UdenCPR || g.Kode == IkkePrimaer || g.Kode == Undtaget
		if (g.Adresse == "") != own {
			t.Fatalf("%v leads to %q", g.Kode, g.Adresse)
		}
	})
}

func TestUnreadableDecisionsShowNothing(t *testing.T) {
	t.Parallel()
	v := Af(append(opened(cura), OmraadeFaktum("27", &aktiv), program.Faktum{Emne: program.Omraade, Kode: "27.35", Tekst: "{"}))
	says(t, v.Sagen(sag(nil), anna, idag), IkkeAktivt, "")
	if got, _ := v.Omraade("27.35.04"); !reflect.DeepEqual(got, Indstilling{}) {
		t.Errorf("got %+v", got)
	}
}
