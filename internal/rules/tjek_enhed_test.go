package rules_test

import (
	"strings"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
)

func kombitPaa(enhed string, id oio.UUID) func(*kommune) {
	return vaelg(mapping.Enhed, enhed, mapping.Valg{Kombit: id})
}

func TestR070_OnlyResponsibleUnitsNeedAKombitId(t *testing.T) {
	t.Parallel()
	supplier := enhed(&eoj.Enhed{ID: "lev", Navn: "Syd", Aktiv: true})
	viser(t, "R070",
		sag{"a supplier without", do(supplier), ""}, sag{"a supplier with", do(supplier, kombitPaa("lev", south)), "oplysning lev"},
		sag{"above an authority", do(kombitPaa("top", south)), ""}, sag{"an authority", nil, ""})
}

func TestR072_AResponsibleUnitThatResolvesToNothing(t *testing.T) {
	t.Parallel()
	nowhere := kombitPaa("en", oio.UUID{})
	viser(t, "R072",
		sag{"with cases under a mark", do(nowhere), "fejl en"}, sag{"with cases under none", do(nowhere, uopmaerket), "advarsel en"},
		sag{"without cases", do(nowhere, func(k *kommune) { delete(k.Tal.Enheder, "en") }), ""},
		sag{"found above (R071)", do(nowhere, kombitPaa("top", south)), ""}, sag{"a default unit takes them", do(nowhere, func(k *kommune) { k.Grundlag.Policy.DefaultEnhed = south }), "oplysning en"})
}

func TestR073_OneKombitIdOnTwoUnitsByOldData(t *testing.T) {
	t.Parallel()
	beside := enhed(&eoj.Enhed{ID: "x", Navn: "Ved siden af", Overordnet: "top", Sagsansvarlig: true, Aktiv: true})
	under := enhed(&eoj.Enhed{ID: "x", Navn: "Under", Overordnet: "en", Sagsansvarlig: true, Aktiv: true})
	above := enhed(&eoj.Enhed{ID: "aaa", Navn: "Under", Overordnet: "en", Sagsansvarlig: true, Aktiv: true})
	viser(t, "R073",
		sag{"side by side", do(beside, kombitPaa("x", north)), "advarsel x"}, sag{"below, where it can be taken away", do(under, kombitPaa("x", north)), "advarsel x"},
		sag{"below, named first", do(above, kombitPaa("aaa", north)), "advarsel aaa"}, sag{"each its own", do(beside, kombitPaa("x", south)), ""})
	for _, f := range rules.Gennemgaa(iOrden(beside, kombitPaa("x", north))) {
		if f.Regel == "R073" && len(f.Rettelser) > 0 {
			t.Error("which of two units side by side loses its id is for a person to say")
		}
	}
}

func TestR074_AUnitOfAnotherMunicipalityByOldData(t *testing.T) {
	t.Parallel()
	viser(t, "R074", sag{"foreign", do(kombitPaa("en", foreign)), "fejl en"}, sag{"ours", nil, ""}, sag{"without CVR", do(kombitPaa("en", south)), ""})
}

func TestR075_TheModelChosenAndWhatIsMapped(t *testing.T) {
	t.Parallel()
	model := func(n int) func(*kommune) { return func(k *kommune) { k.Politik.Model = n } }
	up := do(kombitPaa("en", oio.UUID{}), kombitPaa("top", south))
	viser(t, "R075",
		sag{"detailed and detailed", do(model(1)), ""}, sag{"detailed, but all use the unit above", append(up, model(1)), "oplysning "},
		sag{"high up and high up", append(up, model(2)), ""}, sag{"high up, but units below are mapped too", do(model(2), kombitPaa("top", south)), "oplysning "})
	m := rules.Modelbillede(iOrden(up...))
	if m != (rules.Modeltal{Sagsansvarlige: 1, Opad: 1, KontaktOpad: 1}) {
		t.Errorf("%+v", m)
	}
}

func TestR076_TheSameUnitByTwoNames(t *testing.T) {
	t.Parallel()
	other := func(k *kommune) { k.Grundlag.Enheder["en"].Navn = "Nordkredsen" }
	viser(t, "R076",
		sag{"two names", do(other), "oplysning en"}, sag{"only case and blanks differ", do(func(k *kommune) { k.Grundlag.Enheder["en"].Navn = " NORD " }), ""},
		sag{"proposed already", do(other, note(mapping.Enhed, "en", mapping.Navneforslag, "", "Nord")), ""},
		sag{"another name proposed", do(other, note(mapping.Enhed, "en", mapping.Navneforslag, "", "Vest")), "oplysning en"},
		sag{"not mapped", do(other, kombitPaa("en", oio.UUID{})), ""})
}

func TestR077_InvisibleUnitsAreMappedOnlyWhileSomethingRuns(t *testing.T) {
	t.Parallel()
	hidden := func(running int) func(*kommune) {
		return func(k *kommune) {
			k.Grundlag.Enheder["u"] = &eoj.Enhed{ID: "u", Navn: "Syd", Overordnet: "en", Usynlig: true, Sagsansvarlig: true}
			k.Tal.Enheder["u"] = projection.Tal{Sager: 2, Loebende: running}
		}
	}
	viser(t, "R077",
		sag{"running, not mapped", do(hidden(1)), "advarsel u"}, sag{"running, mapped", do(hidden(1), kombitPaa("u", south)), ""},
		sag{"nothing runs, not mapped", do(hidden(0)), ""}, sag{"nothing runs, mapped", do(hidden(0), kombitPaa("u", south)), "oplysning u"},
		sag{"running, no such unit", do(hidden(1), func(k *kommune) { k.Grundlag.Enheder["u"].Navn = "Findes ikke" }), ""})
}

func TestR079_AMappedUnitThatIsGoneOrClosed(t *testing.T) {
	t.Parallel()
	gone := oio.MustUUID("aaaaaaaa-0000-4000-8000-00000000000f")
	team := func(k *kommune) {
		enhed(&eoj.Enhed{ID: "hold", Navn: "Hold", Overordnet: "en", Aktiv: true})(k)
		k.Tal.Enheder["hold"] = projection.Tal{Sager: 5, Borgere: 4}
	}
	viser(t, "R079",
		sag{"closed", do(kombitPaa("en", closed)), "fejl en"}, sag{"gone", do(kombitPaa("en", gone)), "fejl en"}, sag{"active", nil, ""},
		sag{"closed, nothing marked", do(uopmaerket, kombitPaa("en", closed)), "advarsel en"},
		sag{"one above takes over", do(kombitPaa("en", closed), kombitPaa("top", south)), "advarsel en"})
	viser(t, "R072", sag{"it is told once", do(kombitPaa("en", closed)), ""})
	for _, f := range rules.Gennemgaa(iOrden(team, kombitPaa("en", closed))) {
		if f.Regel == "R079" && (f.Tal.Sager != 8 || !strings.Contains(f.Dansk, "Nedlagt")) {
			t.Errorf("the cases it touches, with those of the teams below: %+v", f)
		}
	}
}

func TestR006_R007_GoingAgainstAGuardStaysVisible(t *testing.T) {
	t.Parallel()
	against := func(k *kommune) {
		k.valg = append(k.valg, mapping.Beslutning{Art: mapping.Sagstype, ID: "st", Valg: mapping.Valg{KLE: "27.35.04"}, Af: "Inge", Trods: "piloten begynder i dag"})
	}
	viser(t, "R006", sag{"unmapped below", do(umappet, against), "oplysning st"}, sag{"mended since", do(against), "oplysning st"}, sag{"never", nil, ""}, sag{"taken back", do(against, uopmaerket), ""})
	viser(t, "R007", sag{"a unit without a way", do(kombitPaa("en", oio.UUID{}), against), "oplysning st"})
	for _, f := range rules.Gennemgaa(iOrden(against)) {
		if f.Trods != "piloten begynder i dag" || !strings.Contains(f.Dansk, "Inge") {
			t.Errorf("who and why: %+v", f)
		}
	}
}

func TestR099_ATestScopeNamesItsMinimumAndReportsAgainstWhatWasExpected(t *testing.T) {
	t.Parallel()
	chosen := note(mapping.Sagstype, "st", mapping.Testvalg, mapping.TestTil, "3 sager ses i SAPA")
	next := func(k *kommune) { k.Grundlag.Sagstyper["ny"] = &eoj.Sagstype{ID: "ny", Navn: "Den næste"} }
	o := rules.Testomfang(iOrden(chosen, next))
	if len(o.Sagstyper) != 1 || len(o.KLE) != 1 || o.KLE[0] != "27.35.04" || len(o.Ydelser) != 1 || len(o.Enheder) != 1 || len(o.Mangler) != 0 || o.Tal.Sager != 3 {
		t.Fatalf("%+v", o)
	}
	if st := o.Sagstyper[0]; !st.Klar || st.Forventet != "3 sager ses i SAPA" || !strings.Contains(st.Udfald, "3 sager") || !strings.Contains(st.Udfald, "Hjemmebesøg") || !strings.Contains(st.Udfald, st.Forventet) {
		t.Errorf("%+v", st)
	}
	if len(o.Naeste) != 1 || o.Naeste[0].ID != "ny" {
		t.Errorf("the next: %v", o.Naeste)
	}
	o = rules.Testomfang(iOrden(chosen, umappet, uopmaerket, kombitPaa("en", oio.UUID{})))
	var missing []string
	for _, m := range o.Mangler {
		missing = append(missing, string(m.Art)+" "+m.ID)
	}
	if strings.Join(missing, ", ") != "ydelse yd, enhed en, sagstype st" || o.Sagstyper[0].Klar {
		t.Errorf("missing: %v", missing)
	}
	if o := rules.Testomfang(iOrden(chosen, note(mapping.Sagstype, "st", mapping.Testvalg, mapping.TestFra, ""))); len(o.Sagstyper) != 0 {
		t.Errorf("taken out again: %+v", o)
	}
}
