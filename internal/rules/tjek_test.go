package rules_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/ydelsestype"
)

// kommune builds a small municipality for one check: everything in order until the case says otherwise. Its sagstype st is
// marked, its ydelse yd is mapped, its unit en is found.
type kommune struct {
	*rules.Snapshot
	valg  []mapping.Beslutning
	noter []mapping.Note
}

func iOrden(changes ...func(*kommune)) *rules.Snapshot {
	plan := &kle.Plan{Klasser: []kle.Klasse{{Nummer: "27", Titel: "Social"}, {Nummer: "27.35", Titel: "Hjælp"}, {Nummer: "27.35.04", Titel: "Hjemmebesøg"}, {Nummer: "27.36", Titel: "Pleje"}, {Nummer: "27.36.01", Titel: "Gammel", Udgaaet: 20250101, AfloestAf: []kle.Nummer{"27.36.04"}}, {Nummer: "27.36.04", Titel: "Personlig hjælp"}}}
	k := &kommune{Snapshot: &rules.Snapshot{Idag: idag, KLE: plan, IkkeMappes: genkender, Tal: &projection.Optaelling{
		Sagstyper: map[string]projection.Tal{"st": {Sager: 3, Aktive: 2, Bevillinger: 9, Loebende: 4, Borgere: 2}}, Ydelser: map[string]projection.Tal{"yd": {Bevillinger: 9, Loebende: 4, Borgere: 2}},
		Enheder: map[string]projection.Tal{"en": {Sager: 3, Aktive: 2, Borgere: 2}}, SagstypeEnhed: map[string]map[string]int{"st": {"en": 3}}, YdelseSagstype: map[string]map[string]int{"yd": {"st": 9}}},
		Grundlag: &projection.Grundlag{Kommune: projection.Kommune{CVR: oio.Korsbaek}, Policy: projection.Policy{HoldBack: true}, Katalog: ydelsestype.Nyeste(), KLE: plan,
			Sagstyper:    map[string]*eoj.Sagstype{"st": {ID: "st", Navn: "Ledsageordning", Lov: "SEL", Paragraf: "97", Borgerrettet: true}},
			Ydelser:      map[string]*eoj.Ydelse{"yd": {ID: "yd", Navn: "Ledsager", Sagstype: "st", Lov: "SEL", Paragraf: "§ 97", Standard: eoj.Lokal, Art: "ressourcemæssig", Aktiv: true}},
			Enheder:      map[string]*eoj.Enhed{"top": {ID: "top", Navn: "Top", Aktiv: true}, "en": {ID: "en", Navn: "Nord", Overordnet: "top", Sagsansvarlig: true, Aktiv: true}},
			Organisation: organisation.New([]organisation.Enhed{{UUID: north, Navn: "Nord", Status: "Aktiv", CVR: oio.Korsbaek}, {UUID: south, Navn: "Syd", Status: "Aktiv"}, {UUID: closed, Navn: "Nedlagt", Status: "Inaktiv"}, {UUID: foreign, Navn: "Andet sted", Status: "Aktiv", CVR: "22222222"}})}}}
	k.Politik.Model = 1
	for _, change := range slices.Concat([]func(*kommune){vaelg(mapping.Ydelse, "yd", mapping.Valg{Type: "sel-97-ledsageordning"}), vaelg(mapping.Enhed, "en", mapping.Valg{Kombit: north}), vaelg(mapping.Sagstype, "st", mapping.Valg{KLE: "27.35.04"})}, changes) {
		change(k)
	}
	k.Grundlag.Mapping, k.Noter = mapping.NewState(k.valg), mapping.NewNoter(k.noter)
	k.Sager = func(sagstype string) (map[string]int, error) {
		if k.Tal == nil {
			return nil, nil
		}
		return k.Tal.SagstypeEnhed[sagstype], nil
	}
	return k.Snapshot
}

func dag(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 12, 0, 0, 0, time.UTC) }

func vaelg(art mapping.Art, id string, v mapping.Valg) func(*kommune) {
	return func(k *kommune) {
		k.valg = append(k.valg, mapping.Beslutning{Art: art, ID: id, Valg: v, Af: "Karen Holm", Tid: dag(2026, 2, 1)})
	}
}

func uopmaerket(k *kommune) { vaelg(mapping.Sagstype, "st", mapping.Valg{})(k) }
func fravalgt(k *kommune)   { vaelg(mapping.Sagstype, "st", mapping.Valg{Ikke: true})(k) }
func umappet(k *kommune)    { vaelg(mapping.Ydelse, "yd", mapping.Valg{})(k) }
func ikke(k *kommune)       { vaelg(mapping.Ydelse, "yd", mapping.Valg{Ikke: true})(k) }
func ubrugt(k *kommune)     { delete(k.Tal.Ydelser, "yd") }

func mappet(key string) func(*kommune) {
	return vaelg(mapping.Ydelse, "yd", mapping.Valg{Type: key})
}

func ydelse(change func(*eoj.Ydelse)) func(*kommune) {
	return func(k *kommune) { change(k.Grundlag.Ydelser["yd"]) }
}

func hedder(navn, lov, paragraf string) func(*kommune) {
	return ydelse(func(y *eoj.Ydelse) { y.Navn, y.Lov, y.Paragraf = navn, lov, paragraf })
}

func sagstypen(navn, lov, paragraf string) func(*kommune) {
	return func(k *kommune) {
		t := k.Grundlag.Sagstyper["st"]
		t.Navn, t.Lov, t.Paragraf = navn, lov, paragraf
	}
}

func enhed(e *eoj.Enhed) func(*kommune) {
	return func(k *kommune) { k.Grundlag.Enheder[e.ID] = e }
}

func filter(f string) func(*kommune) { return func(k *kommune) { k.Politik.KLEFilter = f } }

func note(art mapping.Art, id string, slags mapping.Noteslags, kode, tekst string) func(*kommune) {
	return func(k *kommune) {
		k.noter = append(k.noter, mapping.Note{Nr: int64(len(k.noter) + 1), Tid: dag(2026, 2, 2), Af: "Karen Holm", Art: art, ID: id, Slags: slags, Kode: kode, Tekst: tekst})
	}
}

// sag is one municipality and the findings of the rule it must show, as "severity id"; none where want is empty.
type sag struct {
	navn    string
	kommune []func(*kommune)
	want    string
}

func do(f ...func(*kommune)) []func(*kommune) { return f }

// viser runs the cases of one rule. Every finding must say what and what to do in both languages, and its corrections must pass
// the guards and take the finding away.
func viser(t *testing.T, regel string, cases ...sag) {
	t.Helper()
	for _, c := range cases {
		s := iOrden(c.kommune...)
		var got []string
		for _, f := range rules.Gennemgaa(s) {
			if f.Regel != regel {
				continue
			}
			got = append(got, string(f.Alvor)+" "+f.ID)
			if f.Dansk == "" || f.English == "" || f.Raad == "" || f.Remedy == "" {
				t.Errorf("%s: a finding without words: %+v", c.navn, f)
			}
			for _, d := range f.Rettelser {
				if err := rules.Proev(d, s); err != nil {
					t.Errorf("%s: the correction is refused: %v", c.navn, err)
				}
				mended := iOrden(append(c.kommune, vaelg(d.Art, d.ID, d.Valg))...)
				if slices.ContainsFunc(rules.Gennemgaa(mended), func(g rules.Fund) bool { return g.Regel == regel && g.ID == f.ID }) {
					t.Errorf("%s: the correction %s mends nothing", c.navn, d.Valg)
				}
			}
		}
		slices.Sort(got)
		if all := strings.Join(got, ", "); all != c.want {
			t.Errorf("%s, %s: %q is found, want %q", regel, c.navn, all, c.want)
		}
	}
}

func TestAMappingThatIsInOrderHasNoFindings(t *testing.T) {
	t.Parallel()
	for _, f := range rules.Gennemgaa(iOrden()) {
		t.Errorf("%s %s %s: %s", f.Alvor, f.Regel, f.ID, f.English)
	}
	if all := rules.Gennemgaa(&rules.Snapshot{Grundlag: &projection.Grundlag{Mapping: mapping.NewState(nil), Organisation: organisation.New(nil), Katalog: ydelsestype.Nyeste(), KLE: &kle.Plan{}}, KLE: &kle.Plan{}}); len(all) != 0 {
		t.Errorf("an empty municipality has %v", all)
	}
}

func TestR003_ANumberThatLeftIsFoundAndNothingIsRemoved(t *testing.T) {
	t.Parallel()
	number := func(n kle.Nummer) func(*kommune) { return vaelg(mapping.Sagstype, "st", mapping.Valg{KLE: n}) }
	viser(t, "R003",
		sag{"in force", nil, ""},
		sag{"left KLE", do(number("27.99.99")), "advarsel st"},
		sag{"expired with a successor", do(number("27.36.01")), "advarsel st"},
		sag{"left the filter", do(number("29.01.01"), filter("27")), "advarsel st"},
		sag{"no KLE imported", do(number("27.99.99"), func(k *kommune) { k.KLE = &kle.Plan{} }), ""})
	for _, f := range rules.Gennemgaa(iOrden(number("29.01.01"), filter("27"))) {
		if f.Regel == "R003" && !strings.Contains(f.Dansk, "filter 27") {
			t.Errorf("the filter is not named: %s", f.Dansk)
		}
	}
	for _, f := range rules.Gennemgaa(iOrden(number("27.36.01"))) {
		if f.Regel == "R003" && (!strings.Contains(f.Dansk, "27.36.04") || !strings.Contains(f.English, "27.36.04")) {
			t.Errorf("the successor is not named: %s", f.Dansk)
		}
	}
}

func TestR008_EverySagstypeAboutOneCitizenIsRecommendedForAMark(t *testing.T) {
	t.Parallel()
	empty := func(k *kommune) { delete(k.Grundlag.Ydelser, "yd") }
	admin := func(k *kommune) { k.Grundlag.Sagstyper["st"].Administrativ = true }
	viser(t, "R008",
		sag{"without ydelser", do(uopmaerket, empty), "oplysning st"},
		sag{"with only what is not to be mapped", do(uopmaerket, ikke), "oplysning st"},
		sag{"with ydelser R011 says it", do(uopmaerket), ""},
		sag{"marked", do(empty), ""},
		sag{"decided against", do(fravalgt, empty), ""},
		sag{"administrative", do(uopmaerket, empty, admin), ""},
		sag{"a question is open", do(uopmaerket, empty, note(mapping.Sagstype, "st", mapping.Afklaring, "", "hvilket?")), ""})
	if yes, least := rules.Anbefales(iOrden(), "st"); !yes || !least {
		t.Error("a sagstype with citizen-facing ydelser is the least to mark")
	}
	if yes, _ := rules.Anbefales(iOrden(admin), "st"); yes {
		t.Error("an administrative one is not recommended")
	}
}

func TestR010_DecidedAgainstAndMarkedAllTheSame(t *testing.T) {
	t.Parallel()
	viser(t, "R010",
		sag{"both", do(vaelg(mapping.Sagstype, "st", mapping.Valg{Ikke: true, KLE: "27.35.04"})), "advarsel st"},
		sag{"decided against", do(fravalgt), ""}, sag{"marked", nil, ""})
}

func TestR011_CitizenFacingYdelserAndNeitherMarkNorDecision(t *testing.T) {
	t.Parallel()
	viser(t, "R011",
		sag{"neither", do(uopmaerket), "advarsel st"},
		sag{"marked", nil, ""}, sag{"decided against", do(fravalgt), ""},
		sag{"only a package", do(uopmaerket, umappet, ydelse(func(y *eoj.Ydelse) { y.Pakke = true })), ""},
		sag{"a question is open", do(uopmaerket, note(mapping.Sagstype, "st", mapping.Afklaring, "", "hvilket?")), ""},
		sag{"the question is answered", do(uopmaerket, note(mapping.Sagstype, "st", mapping.Afklaring, "", "hvilket?"), note(mapping.Sagstype, "st", mapping.Svar, "", "27.35.04")), "advarsel st"},
		sag{"Barnets lov waits", do(uopmaerket, sagstypen("Børn", "Barnets lov", "32")), ""})
}

func TestR015_OpenQuestionsBecomeOneLetter(t *testing.T) {
	t.Parallel()
	open := do(umappet, note(mapping.Ydelse, "yd", mapping.Afklaring, "", "Er det ledsagelse for 670790-1234?"), note(mapping.Ydelse, "yd", mapping.AfvistForslag, "sel-97-ledsageordning", ""),
		note(mapping.Sagstype, "st", mapping.Afklaring, "", "Hvilket emne?"), note(mapping.Sagstype, "st", mapping.AfvistForslag, "27.36.04", ""))
	answered := append(slices.Clone(open), note(mapping.Ydelse, "yd", mapping.Svar, "", "ja"), note(mapping.Sagstype, "st", mapping.Svar, "", "27.35.04"))
	viser(t, "R015", sag{"open", open, "oplysning st, oplysning yd"}, sag{"answered", answered, ""}, sag{"none", nil, ""})
	letter := rules.Afklaringstekst(iOrden(open...), "Korsbæk Kommune")
	for _, part := range []string{"FKI@kombit.dk", "Korsbæk Kommune", "1. Sagstype: Ledsageordning", "3 sager", "2. Ydelse: Ledsager", "Sagstype: Ledsageordning, opmærket 27.35.04", "SEL § 97", "9 bevillinger", "Er det ledsagelse", "Overvejet, men passer ikke: Ledsageordning, SEL § 97", "27.36.04 Personlig hjælp", "2025-05"} {
		if !strings.Contains(letter, part) {
			t.Errorf("the letter lacks %q:\n%s", part, letter)
		}
	}
	if strings.Contains(letter, "1234") {
		t.Errorf("the letter holds a CPR number:\n%s", letter)
	}
	if empty := rules.Afklaringstekst(iOrden(answered...), "Korsbæk Kommune"); empty != "" {
		t.Errorf("a letter about nothing: %q", empty)
	}
}

func TestR016_KnownGapsOfTheCatalogue(t *testing.T) {
	t.Parallel()
	viser(t, "R016",
		sag{"a gap", do(umappet, hedder("Læse og skrive", "Lov om specialundervisning for voksne", "§1")), "oplysning yd"},
		sag{"also under a sagstype decided against", do(fravalgt, umappet, hedder("STU", "STU", "§2")), "oplysning yd"},
		sag{"decided upon", do(ikke, hedder("Læse og skrive", "Lov om specialundervisning for voksne", "§1")), ""},
		sag{"a paragraph with a type", do(umappet), ""})
	gaps := map[string]bool{}
	for _, gap := range rules.KendteHuller(ydelsestype.Nyeste()) {
		gaps[gap.Navn] = true
	}
	for name, want := range map[string]bool{"STU-loven § 10": true, "hjælpemiddelbekendtgørelsen § 24": true, "SEL § 97": false, "SEL § 11": false, "SUL § 134a": false, "psykiatriloven § 42": false} {
		if gaps[name] != want {
			t.Errorf("%s a gap: %v, want %v (all: %v)", name, gaps[name], want, gaps)
		}
	}
}

func TestR017_TheToolSaysSoWhenSomeoneMapsLessThanTheWhole(t *testing.T) {
	t.Parallel()
	viser(t, "R017",
		sag{"recommended filter", do(filter("27,29,17.03")), ""}, sag{"everything", do(filter("")), ""},
		sag{"one group", do(filter("27.35")), "oplysning "}, sag{"only 27", do(filter("27")), "oplysning "},
		sag{"a responsible unit without cases", do(enhed(&eoj.Enhed{ID: "ny", Navn: "Ny", Sagsansvarlig: true, Aktiv: true})), "oplysning "},
		sag{"a supplier", do(enhed(&eoj.Enhed{ID: "ny", Navn: "Ny", Aktiv: true})), ""})
}

func TestR018_WhatTheCareRecordAloneWouldShow(t *testing.T) {
	t.Parallel()
	viser(t, "R018",
		sag{"under a mark", do(ikke), "oplysning st"}, sag{"without a mark", do(uopmaerket, ikke), ""}, sag{"mapped", nil, ""},
		sag{"a package is never sent", do(ikke, ydelse(func(y *eoj.Ydelse) { y.Pakke = true })), ""})
	for _, f := range rules.Gennemgaa(iOrden(ikke)) {
		if f.Regel == "R018" && (f.Tal.Bevillinger != 9 || f.Tal.Borgere != 2 || !strings.Contains(f.Dansk, "»Ledsager«")) {
			t.Errorf("what would be shown is not counted: %+v", f)
		}
	}
}

func TestR022_BothAnswersAreOfferedForALocalYdelseOfFSIIIOrFFB(t *testing.T) {
	t.Parallel()
	viser(t, "R022",
		sag{"FSIII", do(umappet, hedder("Personlig pleje", "Servicel.", "83 stk. 1")), "advarsel yd"},
		sag{"FFB", do(umappet, hedder("Bostøtte", "SEL", "§85")), "advarsel yd"},
		sag{"mapped to the alternative", do(mappet("sel-85-socialpaedagogisk-stoette"), hedder("Bostøtte", "SEL", "§85")), ""},
		sag{"with its code", do(umappet, hedder("Bad", "SEL", "§83"), ydelse(func(y *eoj.Ydelse) { y.Standard, y.Kode = eoj.FSIII, "H1.1" })), ""},
		sag{"another rule knows better", do(umappet, hedder("Nødkald", "SEL", "§83")), ""},
		sag{"another paragraph", do(umappet), ""}, sag{"its sagstype is decided against", do(fravalgt, umappet, hedder("Bostøtte", "SEL", "§85")), ""})
	for _, f := range rules.Gennemgaa(iOrden(umappet, hedder("Bostøtte", "SEL", "§85"))) {
		if f.Regel == "R022" && (!strings.Contains(f.Raad, "leverandøren") || !strings.Contains(f.Raad, "alternative")) {
			t.Errorf("both answers: %s", f.Raad)
		}
	}
}

func TestR023_APackageMappedByOldData(t *testing.T) {
	t.Parallel()
	pakke := ydelse(func(y *eoj.Ydelse) { y.Pakke = true })
	viser(t, "R023", sag{"mapped", do(pakke), "advarsel yd"}, sag{"released", do(pakke, vaelg(mapping.Ydelse, "yd", mapping.Valg{UdenType: true})), "advarsel yd"}, sag{"decided", do(pakke, ikke), ""}, sag{"no package", nil, ""})
}

func TestR025_MoneyOnOneSideOnly(t *testing.T) {
	t.Parallel()
	art := func(a string) func(*kommune) { return ydelse(func(y *eoj.Ydelse) { y.Art = a }) }
	viser(t, "R025",
		sag{"money to help", do(art("monetær")), "advarsel yd"},
		sag{"help to money", do(hedder("Kørsel", "SEL", "117"), mappet("sel-117-stoette-til-individuel-befordring")), "advarsel yd"},
		sag{"a thing and help are no money", do(art("fysisk")), ""}, sag{"unknown kind", do(art("")), ""},
		sag{"BPA (R035)", do(hedder("BPA", "SEL", "96"), mappet("sel-95-96-borgerstyret-personlig-assistance")), ""},
		sag{"an aid paid out (R037)", do(art("monetær"), hedder("Scooter", "SEL", "113"), mappet("FSIII#Forbrugsgoder")), ""})
}

func TestR028_WhatIsHeldBackIsCounted(t *testing.T) {
	t.Parallel()
	code := ydelse(func(y *eoj.Ydelse) { y.Standard, y.Kode = eoj.FSIII, "H99" })
	viser(t, "R028",
		sag{"unmapped under a mark", do(umappet), "fejl yd"}, sag{"a code the catalogue lacks", do(umappet, code), "fejl yd"},
		sag{"without a mark", do(uopmaerket, umappet), ""}, sag{"decided", do(ikke), ""}, sag{"released", do(vaelg(mapping.Ydelse, "yd", mapping.Valg{UdenType: true})), ""},
		sag{"a package", do(umappet, ydelse(func(y *eoj.Ydelse) { y.Pakke = true })), ""})
	for hold, words := range map[bool]string{true: "9 bevillinger holdes tilbage", false: "9 bevillinger sendes uden type"} {
		found := rules.Gennemgaa(iOrden(umappet, func(k *kommune) { k.Grundlag.Policy.HoldBack = hold }))
		if len(found) == 0 || !strings.Contains(found[0].Dansk, words) || found[0].Tal.Borgere != 2 {
			t.Errorf("hold back %v: %+v", hold, found)
		}
	}
}

func TestR056_ANewYdelseOnAMarkedSagstypeIsTheTopFinding(t *testing.T) {
	t.Parallel()
	viser(t, "R056",
		sag{"new", do(umappet, ubrugt), "fejl yd"}, sag{"mapped", do(ubrugt), ""}, sag{"without a mark", do(uopmaerket, umappet, ubrugt), ""},
		sag{"granted already (R028)", do(umappet), ""}, sag{"no longer in use", do(umappet, ubrugt, ydelse(func(y *eoj.Ydelse) { y.Aktiv = false })), ""})
	held := func(k *kommune) {
		k.Grundlag.Ydelser["a"] = &eoj.Ydelse{ID: "a", Navn: "A", Sagstype: "st", Standard: eoj.Lokal, Aktiv: true}
		k.Tal.Ydelser["a"] = projection.Tal{Bevillinger: 90, Borgere: 80}
	}
	if all := rules.Gennemgaa(iOrden(umappet, ubrugt, held)); len(all) < 2 || all[0].Regel != "R056" || all[1].Regel != "R028" {
		t.Errorf("%+v", all)
	}
}
