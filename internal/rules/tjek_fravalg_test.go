package rules_test

import (
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/ydelsestype"
)

// fravalg shows one of R031–R046: an undecided name gets the deck's remedy; one somebody has decided upon is not told again.
func fravalg(t *testing.T, regel, navn, lov, paragraf string, rettelse mapping.Valg, raad string) {
	t.Helper()
	name := hedder(navn, lov, paragraf)
	viser(t, regel,
		sag{"undecided", do(umappet, name), "advarsel yd"}, sag{"decided", do(ikke, name), ""},
		sag{"another name", do(umappet), ""}, sag{"its sagstype is decided against", do(fravalgt, umappet, name), ""})
	for _, f := range rules.Gennemgaa(iOrden(umappet, name)) {
		if f.Regel != regel {
			continue
		}
		if !strings.Contains(f.Raad, raad) {
			t.Errorf("%s: the remedy is %q, want %q in it", regel, f.Raad, raad)
		}
		if rettelse.IsZero() != (len(f.Rettelser) == 0) || len(f.Rettelser) > 0 && f.Rettelser[0].Valg != rettelse {
			t.Errorf("%s: the corrections are %v, want %v", regel, f.Rettelser, rettelse)
		}
	}
}

var intet mapping.Valg

func TestR031_AnEmergencyCallIsAnAcuteAgreement(t *testing.T) {
	t.Parallel()
	fravalg(t, "R031", "Nødkald", "SEL", "83", intet, "akut- eller ekstraaftale")
}

func TestR032_FollowUpVisitsAreTheCoordinatingYdelse(t *testing.T) {
	t.Parallel()
	fravalg(t, "R032", "Opfølgende besøg", "SEL", "83a", mapping.Valg{Type: "FSIII#H7.2"}, "Koordinerende 0-ydelse")
}

func TestR033_SpecialisedRehabilitationIsTheOrdinaryYdelser(t *testing.T) {
	t.Parallel()
	fravalg(t, "R033", "Specialiseret rehab.", "SEL", "83a", intet, "almindelige FSIII-ydelser")
}

func TestR034_WhatIsDeliveredDecides(t *testing.T) {
	t.Parallel()
	fravalg(t, "R034", "Neuropsykolog", "SUL", "140", intet, "§ 140")
}

func TestR035_BPAIsAlwaysMonetary(t *testing.T) {
	t.Parallel()
	fravalg(t, "R035", "BPA-ordning", "SEL", "96", intet, "økonomiske type")
	bpa := hedder("Hjælperordning", "SEL", "§ 96")
	viser(t, "R035",
		sag{"mapped to help", do(bpa), "advarsel yd"},
		sag{"mapped to money", do(bpa, mappet("sel-95-96-borgerstyret-personlig-assistance")), ""})
}

func TestR036_ASpecialRateIsAMarker(t *testing.T) {
	t.Parallel()
	fravalg(t, "R036", "Særtakst §107", "SEL", "107", mapping.Valg{Ikke: true}, "ikke skal mappes")
}

func TestR037_AidsUseThePhysicalTypesAlsoWhenPaidOut(t *testing.T) {
	t.Parallel()
	paid := ydelse(func(y *eoj.Ydelse) { y.Art = "monetær" })
	viser(t, "R037",
		sag{"an aid as money, undecided", do(umappet, hedder("Scooter, tilskud", "SEL", "113"), paid), "advarsel yd"},
		sag{"an aid as a thing", do(umappet, hedder("Scooter", "SEL", "113")), ""},
		sag{"a car is monetary itself", do(umappet, hedder("Bil", "SEL", "114"), paid), ""},
		sag{"mapped", do(hedder("Scooter", "SEL", "113"), paid, mappet("FSIII#Forbrugsgoder")), ""})
}

func TestR038_RapidlyAdvancingIllnessIsAMark(t *testing.T) {
	t.Parallel()
	fravalg(t, "R038", "Hastigt fremadskridende sygdom (§117a)", "SEL", "117a", mapping.Valg{Ikke: true}, "ikke skal mappes")
}

func TestR039_UseOfForceIsNotMappedAndItsSagstypeIsWarnedOf(t *testing.T) {
	t.Parallel()
	fravalg(t, "R039", "Magtanv. §126", "SEL", "126", intet, "uden KLE-nummer")
	warns(t, "R039", "Magtanv. §126")
	viser(t, "R039",
		sag{"the sagstype itself, marked", do(sagstypen("Magtanvendelse", "SEL", "124-129")), "advarsel st"},
		sag{"not marked", do(uopmaerket, sagstypen("Magtanvendelse", "SEL", "124-129")), ""})
}

func TestR040_AlarmsAreNotMappedAndTheirSagstypeIsWarnedOf(t *testing.T) {
	t.Parallel()
	fravalg(t, "R040", "GPS", "SEL", "128b", mapping.Valg{Ikke: true}, "ikke skal mappes")
	warns(t, "R040", "GPS")
}

func warns(t *testing.T, regel, navn string) {
	t.Helper()
	for marked, change := range map[bool]func(*kommune){true: umappet, false: func(k *kommune) { umappet(k); uopmaerket(k) }} {
		for _, f := range rules.Gennemgaa(iOrden(change, hedder(navn, "SEL", "126"))) {
			if f.Regel == regel && strings.Contains(f.Dansk, "sagstype er opmærket") != marked {
				t.Errorf("%s, marked %v: %s", regel, marked, f.Dansk)
			}
		}
	}
}

func TestR041_FSIIIYdelserAreMadeAvailableToTheSocialArea(t *testing.T) {
	t.Parallel()
	fravalg(t, "R041", "Medicinadm. i bostøtten", "SUL", "138", intet, "tilgængelig for socialområdet")
}

func TestR042_HomeAndSupportAreTwo(t *testing.T) {
	t.Parallel()
	fravalg(t, "R042", "Almenbolig inkl. støtte", "ABL", "105/85", intet, "borgervendte støtte")
}

func TestR043_AidsForEmployeesAreNoYdelser(t *testing.T) {
	t.Parallel()
	fravalg(t, "R043", "Lift (APV)", "Arbejdsmiljøloven", "", mapping.Valg{Ikke: true}, "ikke skal mappes")
}

func TestR044_DisabilityTransportNeedsAnotherBasis(t *testing.T) {
	t.Parallel()
	fravalg(t, "R044", "Handicapkørsel (trafikselskab)", "Lov om trafikselskaber", "11", intet, "anden hjemmel")
}

func TestR045_SupervisionIsNotMappedThoughItsSagstypeMayBeMarked(t *testing.T) {
	t.Parallel()
	fravalg(t, "R045", "Tilsyn med domfældte", "RSL", "16a", mapping.Valg{Ikke: true}, "uden KLE-nummer")
	viser(t, "R045", sag{"the sagstype alone", do(sagstypen("Tilsyn med domfældte", "RSL", "16a")), ""})
}

func TestR046_AFrikortIsAPermission(t *testing.T) {
	t.Parallel()
	fravalg(t, "R046", "Socialt frikort", "Socialfrikortsloven", "", mapping.Valg{Ikke: true}, "ikke skal mappes")
}

func TestR047_WhatWaitedForANewTypeIsToldWhenItHasCome(t *testing.T) {
	t.Parallel()
	open := note(mapping.Ydelse, "yd", mapping.Afklaring, "", "Mangler der en type til §140a?")
	physio := hedder("Vederlagsfri fysioterapi", "Sundhedsl.", "§140a stk 1")
	before := func(k *kommune) { k.Grundlag.Katalog = udgave(t, ydelsestype.FoerDeck) }
	viser(t, "R047",
		sag{"it has come", do(umappet, physio, open), "advarsel yd"},
		sag{"not yet", do(umappet, physio, open, before), ""},
		sag{"nobody waits", do(umappet, physio), ""},
		sag{"mapped", do(physio, open, mappet("sul-140a-vederlagsfri-fysioterapi")), ""},
		sag{"an old type", do(umappet, open), ""},
		sag{"another old type", do(umappet, hedder("Kørsel", "SEL", "117"), open), ""},
		sag{"an old type that covers more", do(umappet, hedder("Ungebolig", "SEL", "§108a"), open), "advarsel yd"})
}

func udgave(t *testing.T, r ydelsestype.Release) *ydelsestype.Katalog {
	t.Helper()
	k, err := ydelsestype.Indlejret(r)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// valgtDen maps yd at a time, so that the catalogue may have changed since.
func valgtDen(key string, year int) func(*kommune) {
	return func(k *kommune) {
		k.valg = append(k.valg, mapping.Beslutning{Art: mapping.Ydelse, ID: "yd", Valg: mapping.Valg{Type: key}, Tid: dag(year, 3, 15)})
	}
}

func TestR048_AChangedTypeUnderAnExistingMappingIsShown(t *testing.T) {
	t.Parallel()
	viser(t, "R048",
		sag{"changed since", do(valgtDen("klippekort", 2024)), "oplysning yd"},
		sag{"chosen as it is", do(valgtDen("klippekort", 2025)), ""},
		sag{"unchanged", do(valgtDen("sel-97-ledsageordning", 2024)), ""})
	for _, f := range rules.Gennemgaa(iOrden(valgtDen("klippekort", 2024))) {
		if f.Regel == "R048" && (f.Tal.Bevillinger != 9 || !strings.Contains(f.Dansk, "monetær") || !strings.Contains(f.Dansk, "ressourcemæssig")) {
			t.Errorf("before, after and what it touches: %+v", f)
		}
	}
}

func TestR049_ATypeThatEndedHoldsWhatIsMappedToIt(t *testing.T) {
	t.Parallel()
	viser(t, "R049",
		sag{"under a mark", do(mappet("findes-ikke-mere")), "fejl yd"}, sag{"without", do(uopmaerket, mappet("findes-ikke-mere")), "advarsel yd"}, sag{"there", nil, ""})
}

func TestR051_AHoldOfLocalYdelserCannotBeMappedRightly(t *testing.T) {
	t.Parallel()
	hold := ydelse(func(y *eoj.Ydelse) { y.Hold = true })
	balance := func(k *kommune) { hedder("Balancehold", "SEL", "§86")(k); hold(k) }
	motion := func(k *kommune) { hedder("Motionshold", "SUL", "119")(k); hold(k) }
	own := func(k *kommune) { k.Grundlag.Policy.EgenFSIII = true }
	viser(t, "R051",
		sag{"without a mark", do(uopmaerket, umappet, balance), "advarsel yd"},
		sag{"under a mark", do(umappet, balance), "fejl yd"},
		sag{"mapped under a mark", do(balance), "advarsel yd"},
		sag{"§119 where FSIII is not used", do(umappet, motion), ""},
		sag{"§119 where it is", do(umappet, motion, own), "fejl yd"},
		sag{"with FSIII (R050)", do(umappet, balance, ydelse(func(y *eoj.Ydelse) { y.Standard, y.Kode = eoj.FSIII, "H6.1" })), ""},
		sag{"not for a group", do(umappet, hedder("Træning", "SEL", "86")), ""},
		sag{"not to be mapped", do(ikke, balance), ""}, sag{"its sagstype is decided against", do(fravalgt, umappet, balance), ""},
		sag{"said to be done, which is not true", do(uopmaerket, umappet, balance, note(mapping.Ydelse, "yd", mapping.Udfoert, "R051", "")), "advarsel yd, advarsel yd"})
	all := rules.Gennemgaa(iOrden(umappet, balance))
	if i := slices.IndexFunc(all, func(f rules.Fund) bool { return f.Regel == "R051" }); i < 0 || !strings.Contains(all[i].Raad, "3 sager og 9 bevillinger for 2 borgere") {
		t.Errorf("what removing the mark would do: %+v", all)
	}
	viser(t, "R028", sag{"it is told once", do(umappet, balance), ""})
}

func TestR050_AHoldOfFSIIIYdelserIsAutomatic(t *testing.T) {
	t.Parallel()
	hold := ydelse(func(y *eoj.Ydelse) { y.Hold, y.Standard, y.Kode = true, eoj.FSIII, "H6.1" })
	s := iOrden(umappet, hedder("Stolehold", "SEL", "86"), hold)
	if found, grund := s.Grundlag.Ydelsestype(s.Grundlag.Ydelser["yd"]); grund != projection.Sendes || found.Noegle != "FSIII#H6.1" {
		t.Errorf("it is %v, %v", found, grund)
	}
	if all := rules.Gennemgaa(s); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

func markoerI(sagstype string) func(*kommune) {
	return func(k *kommune) {
		k.Grundlag.Ydelser["m"] = &eoj.Ydelse{ID: "m", Navn: "Hastigt fremadskridende sygdom (§117a)", Sagstype: sagstype, Lov: "SEL", Paragraf: "117a", Standard: eoj.Lokal, Aktiv: true}
		k.Tal.Ydelser["m"] = projection.Tal{Bevillinger: 4, Loebende: 2, Borgere: 4}
	}
}

func TestR052_AMarkerAmongRealYdelserIsSplitOff(t *testing.T) {
	t.Parallel()
	decided := vaelg(mapping.Ydelse, "m", mapping.Valg{Ikke: true})
	other := func(k *kommune) { k.Grundlag.Sagstyper["ny"] = &eoj.Sagstype{ID: "ny", Navn: "§117a"} }
	card := func(k *kommune) { k.Grundlag.Ydelser["m"].Navn = "Klippekort" }
	done := note(mapping.Sagstype, "st", mapping.Udfoert, "R052", "")
	viser(t, "R052",
		sag{"undecided under a mark", do(markoerI("st")), "advarsel st"}, sag{"decided", do(markoerI("st"), decided), "oplysning st"},
		sag{"without a mark", do(uopmaerket, markoerI("st")), "oplysning st"}, sag{"decided against", do(fravalgt, markoerI("st")), ""},
		sag{"split in the source", do(other, markoerI("ny"), done), ""},
		sag{"said to be done, which is not true", do(markoerI("st"), decided, done), "advarsel st, oplysning st"},
		sag{"a klippekort as marker", do(markoerI("st"), card), "advarsel st"},
		sag{"a klippekort as indsats", do(markoerI("st"), card, vaelg(mapping.Ydelse, "m", mapping.Valg{Type: "klippekort"})), ""},
		sag{"aktindsigt", do(markoerI("st"), func(k *kommune) { k.Grundlag.Ydelser["m"].Navn = "Aktindsigt" }), "advarsel st"})
	all := rules.Opdelinger(iOrden(markoerI("st"), done))
	if len(all) != 1 {
		t.Fatalf("%+v", all)
	}
	o := all[0]
	if o.Sagstype.ID != "st" || len(o.Markoerer) != 1 || len(o.Ydelser) != 1 || o.Tal.Bevillinger != 4 || len(o.Trin) != 4 || o.Udfoert == nil {
		t.Errorf("%+v", o)
	}
	if len(o.Efter) != 2 || !o.Efter[0].Opmaerke || o.Efter[1].Opmaerke || o.Efter[0].Ydelser[0].ID != "yd" || o.Efter[1].Ydelser[0].ID != "m" {
		t.Errorf("afterwards: %+v", o.Efter)
	}
	if !strings.Contains(o.Trin[2], "4 bevillinger") {
		t.Errorf("the steps lack the number: %v", o.Trin)
	}
}

func TestR053_TheTransitionToBarnetsLovDecidesWhatMayBeMapped(t *testing.T) {
	t.Parallel()
	way := func(v string) func(*kommune) { return func(k *kommune) { k.Politik.BarnetsLov = v } }
	barnets := hedder("Familiebehandling", "Barnets lov", "§ 32")
	old := hedder("Aflastning barn", "SEL", "§84")
	viser(t, "R053",
		sag{"nobody has told", do(old), "oplysning "}, sag{"A, SEL may be mapped", do(old, way("A")), ""}, sag{"B", do(old, way("B")), ""},
		sag{"C, all waits", do(old, way("C")), "advarsel yd, oplysning "}, sag{"C, nothing mapped", do(old, umappet, way("C")), "oplysning "},
		sag{"Barnets lov waits", do(umappet, barnets, way("A")), "oplysning st"},
		sag{"decided against", do(fravalgt, umappet, barnets, way("A")), ""},
		sag{"no children", do(way("")), ""})
}

func TestR054_BarnetsLovMappedToSEL(t *testing.T) {
	t.Parallel()
	child := hedder("Ledsager 12-17 år", "Barnets lov", "§ 89")
	viser(t, "R054",
		sag{"under a mark", do(child), "fejl yd"}, sag{"without", do(uopmaerket, child), "advarsel yd"}, sag{"not mapped", do(child, umappet), ""}, sag{"the SEL", nil, ""},
		sag{"the sagstype's law", do(sagstypen("Børn", "Barnets lov", "32"), hedder("Ledsager", "", "")), "fejl yd"})
}

func TestR055_ANewSagstypeSendsNothingUntilItIsMarked(t *testing.T) {
	t.Parallel()
	one := projection.Sag{Sag: &eoj.Sag{ID: "s", Sagstype: "st", Enhed: "en"}}
	grant := projection.Bevilling{Bevilling: &eoj.Bevilling{ID: "b", Sag: "s", Ydelse: "yd"}}
	new := iOrden(uopmaerket)
	if got := new.Grundlag.Sag(one); got.Grund != projection.IkkeOpmaerket {
		t.Errorf("the case is %v", got.Grund)
	}
	if got := new.Grundlag.Bevilling(grant, &one); got.Grund != projection.IkkeOpmaerket {
		t.Errorf("the grant is %v", got.Grund)
	}
	if got := iOrden().Grundlag.Bevilling(grant, &one); got.Grund != projection.Sendes {
		t.Errorf("once marked the grant is %v", got.Grund)
	}
	if err := rules.Proev(mapping.Beslutning{Art: mapping.Sagstype, ID: "st", Valg: mapping.Valg{KLE: "27.35.04"}}, iOrden(uopmaerket, umappet)); err == nil {
		t.Error("R006 lets it be marked before its ydelser are mapped")
	}
}

func TestR057_AMovedYdelseWhoseNewGrantsAreNotSent(t *testing.T) {
	t.Parallel()
	moved := func(k *kommune) {
		k.Grundlag.Sagstyper["ny"] = &eoj.Sagstype{ID: "ny", Navn: "Ny", Administrativ: true}
		k.Grundlag.Ydelser["yd"].Sagstype = "ny"
		k.Tal.YdelseSagstype["yd"] = map[string]int{"st": 7, "ny": 2}
	}
	viser(t, "R057",
		sag{"only the old is marked", do(moved), "advarsel yd"}, sag{"both", do(moved, vaelg(mapping.Sagstype, "ny", mapping.Valg{KLE: "27.35.04"})), ""},
		sag{"neither", do(moved, uopmaerket), ""}, sag{"not moved", nil, ""})
	for _, f := range rules.Gennemgaa(iOrden(moved)) {
		if f.Regel == "R057" && !strings.Contains(f.Dansk, "7 bevillinger") {
			t.Errorf("%s", f.Dansk)
		}
	}
}

func TestR063_PPRAndNumbersHardlyRelevant(t *testing.T) {
	t.Parallel()
	ppr := sagstypen("PPR – vurdering", "Folkeskoleloven", "4")
	viser(t, "R063",
		sag{"PPR without 17.03", do(ppr, filter("27,29")), "advarsel st"}, sag{"with it", do(ppr, filter("27,29,17.03")), ""}, sag{"everything", do(ppr, filter("")), ""},
		sag{"no PPR", do(filter("27,29")), ""}, sag{"PPR decided against", do(ppr, fravalgt, filter("27,29")), ""},
		sag{"hardly relevant", do(filter("27,29,54,83.01")), "oplysning "})
}

func TestR064_TypesComeWithTheCatalogueReleaseNotWithTheFilter(t *testing.T) {
	t.Parallel()
	wide, narrow := iOrden(filter("")), iOrden(filter("27.35"))
	if wide.Grundlag.Katalog.Antal() == 0 || wide.Grundlag.Katalog.Antal() != narrow.Grundlag.Katalog.Antal() {
		t.Error("the filter changes the catalogue")
	}
	pick := mapping.Beslutning{Art: mapping.Ydelse, ID: "yd", Valg: mapping.Valg{Type: "sul-141-alkoholbehandlingstilbud"}} // KLE 29.24.04
	if err := rules.Proev(pick, narrow); err != nil {
		t.Errorf("a type whose number is not imported: %v", err)
	}
	if _, found := udgave(t, ydelsestype.FoerDeck).Find("sul-140a-vederlagsfri-fysioterapi"); found {
		t.Error("a type of a later release is in the earlier one")
	}
}
