package projection_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

var (
	received = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	north    = oio.MustUUID("aaaaaaaa-0000-4000-8000-000000000001")
	top      = oio.MustUUID("aaaaaaaa-0000-4000-8000-000000000002")
	closed   = oio.MustUUID("aaaaaaaa-0000-4000-8000-000000000003")
)

const folkepension = "70355b26-6028-4e42-9eb1-1a93aa9890b1"

type choices map[mapping.Art]map[string]mapping.Valg

// world is a Grundlag that sends s-1 with b-1, and a handle on its decisions.
type world struct {
	*projection.Grundlag
	valg choices
}

func newWorld() *world {
	p := politik.Default(oio.Korsbaek)
	w := &world{
		Grundlag: &projection.Grundlag{
			Kommune:   projection.Kommune{CVR: oio.Korsbaek, Navn: p.Navn, Organisation: p.Organisation, System: oio.ITSystem{UUID: p.System, Navn: p.SystemNavn}},
			Policy:    projection.Policy{HoldBack: true},
			Sagstyper: map[string]*eoj.Sagstype{"st-1": {ID: "st-1", Navn: "Hjælp"}, "st-2": {ID: "st-2", Navn: "Klage"}},
			Ydelser: map[string]*eoj.Ydelse{
				"yd-1":    {ID: "yd-1", Sagstype: "st-1", Navn: "Klippekort lokalt", Standard: eoj.Lokal, Art: "monetær"},
				"fsiii":   {ID: "fsiii", Sagstype: "st-1", Navn: "Bad", Standard: eoj.FSIII, Kode: "H1.1"},
				"ffb":     {ID: "ffb", Sagstype: "st-1", Navn: "Akut", Standard: eoj.FFB, Kode: "A81A3FA9_6601_4D1E_A11E_F7444DFD3828"},
				"ukendt":  {ID: "ukendt", Sagstype: "st-1", Navn: "Bad", Standard: eoj.FSIII, Kode: "H99"},
				"pakke":   {ID: "pakke", Sagstype: "st-1", Navn: "Pakke", Standard: eoj.Lokal, Pakke: true},
				"umappet": {ID: "umappet", Sagstype: "st-1", Navn: "Diætist", Standard: eoj.Lokal, Art: "fysisk"},
			},
			Enheder: map[string]*eoj.Enhed{
				"top": {ID: "top", Navn: "Kommunen"}, "nord": {ID: "nord", Navn: "Nord", Overordnet: "top", Sagsansvarlig: true}, "hold": {ID: "hold", Navn: "Hold", Overordnet: "nord"},
				"øde": {ID: "øde", Navn: "Øde"}, "løs": {ID: "løs", Navn: "Løs", Overordnet: "endnu ikke kommet"},
				"a": {ID: "a", Navn: "A", Overordnet: "b"}, "b": {ID: "b", Navn: "B", Overordnet: "c"}, "c": {ID: "c", Navn: "C", Overordnet: "a"},
			},
			Organisation: organisation.New([]organisation.Enhed{{UUID: north, Navn: "Visitation Nord", Status: "Aktiv"}, {UUID: top, Navn: "Korsbæk", Status: "Aktiv"}, {UUID: closed, Navn: "Nedlagt", Status: "Inaktiv"}}),
			Katalog:      ydelsestype.Nyeste(),
			KLE:          &kle.Plan{Klasser: []kle.Klasse{{Nummer: "27.35.04", Titel: "Madservice", UUID: folkepension}}},
		},
		valg: choices{mapping.Sagstype: {"st-1": {KLE: "27.35.04"}}, mapping.Ydelse: {"yd-1": {Type: "FSIII#H1.1"}}, mapping.Enhed: {"nord": {Kombit: north}}},
	}
	w.Mapping = w.state()
	return w
}

func (w *world) state() *mapping.State {
	var history []mapping.Beslutning
	for art, of := range w.valg {
		for id, v := range of {
			history = append(history, mapping.Beslutning{Art: art, ID: id, Valg: v})
		}
	}
	return mapping.NewState(history)
}

// decide changes one decision.
func (w *world) decide(art mapping.Art, id string, v mapping.Valg) *world {
	w.valg[art][id] = v
	w.Mapping = w.state()
	w.Grundlag = w.Copy()
	return w
}

func person(t interface{ Fatal(...any) }, digits string) oio.CPR {
	cpr, err := oio.ParseCPR(digits)
	if err != nil {
		t.Fatal(err)
	}
	return cpr
}

func sag(t interface{ Fatal(...any) }) *eoj.Sag {
	return &eoj.Sag{ID: "s-1001", Version: 7, Sagstype: "st-1", CPR: person(t, "7105500001"), PartNavn: "Ida Holm", Titel: "Hjælp i hjemmet", Sagsnummer: "24/1", Enhed: "nord",
		Facet: "G01", Oprettet: 20240103, Foelsomhed: oio.Fortrolig}
}

func bevilling() *eoj.Bevilling {
	return &eoj.Bevilling{ID: "b-77", Version: 2, Sag: "s-1001", Ydelse: "yd-1", Fra: 20240110, Maengde: "1 gang/uge"}
}

func (w *world) sag(s *eoj.Sag) projection.Udfald {
	return w.Sag(projection.Sag{Sag: s, Modtaget: received})
}

func (w *world) bevilling(b *eoj.Bevilling, s *eoj.Sag) projection.Udfald {
	return w.Bevilling(projection.Bevilling{Bevilling: b, Modtaget: received}, &projection.Sag{Sag: s, Modtaget: received})
}

func grund(t *testing.T, what string, got projection.Udfald, want projection.Grund) {
	t.Helper()
	if got.Grund != want || (got.Objekt != nil) != (want == projection.Sendes) {
		t.Errorf("%s: %s (object: %v), want %s", what, got.Grund, got.Objekt != nil, want)
	}
}

// The identities of Korsbæk's s-1001 and b-77, worked out by hand from the documented form.
func TestDocumentedIdentities(t *testing.T) {
	t.Parallel()
	w := newWorld()
	s := w.sag(sag(t)).Objekt.(*oio.Sag)
	b := w.bevilling(bevilling(), sag(t)).Objekt.(*oio.Bevilling)
	for what, c := range map[string][2]string{
		"system": {s.System.UUID.String(), "6c838668-b83b-5a41-ac5d-d7c7b28bcdde"}, "sag": {s.UUID.String(), "8171ec48-8255-5959-9e49-7363dc98394a"},
		"bevilling": {b.UUID.String(), "c3d512f6-354d-552b-b056-a745e46ae907"}, "ydelse": {b.YdelseID, b.UUID.String()}, "the grant's sag": {b.Sag.String(), s.UUID.String()},
		"ejer": {s.Ejer.UUID.String(), "0235dc7b-11c4-4ee5-b685-9f638f5cd032"}, "KLE": {s.KLE.UUID.String(), folkepension}, "facet": {s.Facet.UUID.String(), "0953b3af-2e2e-5e98-90a1-18b924800c94"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s is %s, want %s", what, c[0], c[1])
		}
	}
	if s.KLE.Stedfortraeder || !s.Facet.Stedfortraeder || !b.Ydelsestype.Stedfortraeder {
		t.Error("only classes with a known official identity are no stand-ins")
	}
}

func TestObjectsSayWhatTheSourceSays(t *testing.T) {
	t.Parallel()
	w := newWorld()
	got := w.sag(sag(t))
	s := got.Objekt.(*oio.Sag)
	p := politik.Default(oio.Korsbaek)
	want := &oio.Sag{UUID: s.UUID, Noegle: "24/1", Titel: "Hjælp i hjemmet", Foelsomhed: oio.Fortrolig, Oprettet: 20240103,
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240103}}}, Ejer: oio.Aktoer{UUID: p.Organisation, Navn: "Korsbæk Kommune", CVR: "11111111"},
		Ansvarlig: oio.Aktoer{UUID: north, Navn: "Visitation Nord", CVR: "11111111"}, Part: oio.Part{CPR: person(t, "7105500001"), Navn: "Ida Holm"},
		KLE: oio.Klasse{UUID: oio.MustUUID(folkepension), Noegle: "27.35.04", Titel: "Madservice"}, Facet: s.Facet, System: oio.ITSystem{UUID: p.System, Navn: "Fiktivt EOJ"}}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("sag\n got %+v\nwant %+v", s, want)
	}
	if !got.Tidspunkt.Equal(received) {
		t.Errorf("registered %v, want the time of receipt", got.Tidspunkt)
	}
	grant := bevilling()
	grant.Til, grant.Registreret = 20240201, received.Add(-time.Hour)
	got = w.bevilling(grant, sag(t))
	b := got.Objekt.(*oio.Bevilling)
	wantB := &oio.Bevilling{UUID: b.UUID, Noegle: "b-77", Foelsomhed: oio.Fortrolig, YdelseID: b.UUID.String(), Navn: "Klippekort lokalt", Maengde: "1 gang/uge",
		Periode: oio.Virkning{Fra: 20240110, Til: 20240201}, Ejer: want.Ejer, Ansvarlig: want.Ansvarlig, Part: want.Part, Sag: s.UUID, SagNoegle: "24/1", SagTitel: "Hjælp i hjemmet",
		Ydelsestype: b.Ydelsestype, Ydelsesnavn: "Personlig hygiejne", Art: "ressourcemæssig", KLE: want.KLE, System: want.System}
	if !reflect.DeepEqual(b, wantB) || b.Ydelsestype.Noegle != "FSIII#H1.1" {
		t.Errorf("bevilling\n got %+v\nwant %+v", b, wantB)
	}
	if !got.Tidspunkt.Equal(grant.Registreret) {
		t.Errorf("registered %v, want the source's own time", got.Tidspunkt)
	}
}

func TestR004_MarkingIsAllOrNothingPerSagstype(t *testing.T) {
	t.Parallel()
	w := newWorld()
	grund(t, "marked", w.sag(sag(t)), projection.Sendes)
	grund(t, "its grant", w.bevilling(bevilling(), sag(t)), projection.Sendes)
	w.decide(mapping.Sagstype, "st-1", mapping.Valg{})
	grund(t, "mark taken away", w.sag(sag(t)), projection.IkkeOpmaerket)
	grund(t, "its grant", w.bevilling(bevilling(), sag(t)), projection.IkkeOpmaerket)
	w.decide(mapping.Sagstype, "st-1", mapping.Valg{KLE: "27.35.99"})
	s := w.sag(sag(t)).Objekt.(*oio.Sag)
	if s.KLE.Noegle != "27.35.99" || !s.KLE.Stedfortraeder || s.KLE.UUID.IsZero() {
		t.Errorf("a number that KLE never had (R003): %+v", s.KLE)
	}
	unknown := sag(t)
	unknown.Sagstype = "st-9"
	grund(t, "sagstype has not come", w.sag(unknown), projection.SagstypeUkendt)
	grund(t, "its grant", w.bevilling(bevilling(), unknown), projection.SagstypeUkendt)
}

func TestR009_SagstypeDecidedNotToBeSent(t *testing.T) {
	t.Parallel()
	w := newWorld().decide(mapping.Sagstype, "st-1", mapping.Valg{Ikke: true})
	grund(t, "sag", w.sag(sag(t)), projection.SkalIkkeOverfoeres)
	grund(t, "bevilling", w.bevilling(bevilling(), sag(t)), projection.SkalIkkeOverfoeres)
}

func of(id string) *eoj.Bevilling {
	b := bevilling()
	b.Ydelse = id
	return b
}

func TestR020_StandardServicesMapThemselves(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for id, key := range map[string]string{"fsiii": "FSIII#H1.1", "ffb": "FFB#a81a3fa9-6601-4d1e-a11e-f7444dfd3828"} {
		b, sent := w.bevilling(of(id), sag(t)).Objekt.(*oio.Bevilling)
		if !sent || b.Ydelsestype.Noegle != key {
			t.Errorf("%s: %+v, want type %s", id, b, key)
		}
	}
	grund(t, "a code the catalogue does not have", w.bevilling(of("ukendt"), sag(t)), projection.UkendtKode)
	w.decide(mapping.Ydelse, "fsiii", mapping.Valg{Type: "FSIII#H7.2"})
	if b := w.bevilling(of("fsiii"), sag(t)).Objekt.(*oio.Bevilling); b.Ydelsestype.Noegle != "FSIII#H7.2" {
		t.Errorf("a person's choice gives way to the code: %s", b.Ydelsestype.Noegle)
	}
}

func TestR023_PackagesAreNeverSent(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for name, v := range map[string]mapping.Valg{"undecided": {}, "mapped": {Type: "FSIII#H1.1"}, "released": {UdenType: true}, "not to be mapped": {Ikke: true}} {
		w.decide(mapping.Ydelse, "pakke", v)
		grund(t, name, w.bevilling(of("pakke"), sag(t)), projection.Pakke)
	}
	w.Policy.HoldBack = false
	grund(t, "with hold-back off", w.bevilling(of("pakke"), sag(t)), projection.Pakke)
}

func TestR028_UnmappedServicesAreHeldUnlessPolicyOrAPersonLetsThemGo(t *testing.T) {
	t.Parallel()
	w := newWorld()
	grund(t, "held", w.bevilling(of("umappet"), sag(t)), projection.ManglerType)
	grund(t, "its case", w.sag(sag(t)), projection.Sendes)
	w.decide(mapping.Ydelse, "umappet", mapping.Valg{Type: "gone-from-the-catalogue"})
	grund(t, "a type that is gone", w.bevilling(of("umappet"), sag(t)), projection.ManglerType)
	untyped := func(what string) {
		t.Helper()
		b, sent := w.bevilling(of("umappet"), sag(t)).Objekt.(*oio.Bevilling)
		if !sent || !b.Ydelsestype.UUID.IsZero() || b.Ydelsesnavn != "Diætist" || b.Art != "" {
			t.Errorf("%s: %+v, want sent without a type under its own name", what, b)
		}
	}
	w.decide(mapping.Ydelse, "umappet", mapping.Valg{UdenType: true})
	untyped("released by a person")
	w.decide(mapping.Ydelse, "umappet", mapping.Valg{})
	w.Policy.HoldBack = false
	untyped("policy does not hold back")
	grund(t, "service has not come", w.bevilling(of("yd-9"), sag(t)), projection.YdelseUkendt)
}

func TestR030_ServiceDecidedNotToBeMappedIsNotSentButItsCaseIs(t *testing.T) {
	t.Parallel()
	w := newWorld().decide(mapping.Ydelse, "yd-1", mapping.Valg{Ikke: true})
	grund(t, "bevilling", w.bevilling(bevilling(), sag(t)), projection.SkalIkkeMappes)
	grund(t, "sag", w.sag(sag(t)), projection.Sendes)
	w.Policy.HoldBack = false
	grund(t, "bevilling with hold-back off", w.bevilling(bevilling(), sag(t)), projection.SkalIkkeMappes)
}

func TestR057_AMovedServiceLeavesItsGrantsUnderTheirCase(t *testing.T) {
	t.Parallel()
	inA, inB := sag(t), sag(t)
	inB.ID, inB.Sagstype = "s-b", "st-2"
	for name, markB := range map[string]bool{"both marked": true, "only A marked": false} {
		w := newWorld()
		if markB {
			w.decide(mapping.Sagstype, "st-2", mapping.Valg{KLE: "27.35.08"})
		}
		before := w.bevilling(bevilling(), inA).Objekt
		w.Ydelser["yd-1"].Sagstype = "st-2"
		if after := w.bevilling(bevilling(), inA).Objekt; !reflect.DeepEqual(after, before) {
			t.Errorf("%s: the old grant changed to %+v", name, after)
		}
		fresh := w.bevilling(&eoj.Bevilling{ID: "b-ny", Ydelse: "yd-1", Fra: 20250101}, inB)
		if !markB {
			grund(t, name+": new grant", fresh, projection.IkkeOpmaerket)
		} else if b := fresh.Objekt.(*oio.Bevilling); b.KLE.Noegle != "27.35.08" {
			t.Errorf("%s: the new grant has KLE %s", name, b.KLE.Noegle)
		}
	}
}

func TestR070_R071_AUnitUsesItsNearestAncestor(t *testing.T) {
	t.Parallel()
	w := newWorld().decide(mapping.Enhed, "top", mapping.Valg{Kombit: top})
	for id, want := range map[string]struct {
		unit oio.UUID
		via  string
	}{"nord": {north, "nord"}, "hold": {north, "nord"}, "top": {top, "top"}} {
		for range 2 { // the second from memory
			if got := w.Enhed(id); got.Enhed == nil || got.Enhed.UUID != want.unit || got.Via != want.via {
				t.Errorf("%s resolves to %+v, want %s via %s", id, got, want.unit, want.via)
			}
		}
	}
	grant := bevilling()
	grant.Enhed = "top"
	if b := w.bevilling(grant, sag(t)).Objekt.(*oio.Bevilling); b.Ansvarlig.UUID != top {
		t.Errorf("the grant's own unit gives way: %+v", b.Ansvarlig)
	}
	w.decide(mapping.Enhed, "nord", mapping.Valg{Kombit: closed})
	if got := w.Enhed("hold"); got.Enhed == nil || got.Enhed.UUID != top || got.Via != "top" {
		t.Errorf("a closed unit counts as none: %+v", got)
	}
	w.decide(mapping.Enhed, "nord", mapping.Valg{Kombit: oio.UUID{1}})
	if got := w.Enhed("nord"); got.Enhed == nil || got.Enhed.UUID != top {
		t.Errorf("a unit FK Organisation does not have counts as none: %+v", got)
	}
}

func TestR072_AUnitThatResolvesToNothingHoldsItsCases(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for id, want := range map[string]projection.Grund{
		"øde": projection.EnhedUdenKombit, "top": projection.EnhedUdenKombit, "løs": projection.EnhedUkendt, "fremmed": projection.EnhedUkendt,
		"a": projection.EnhedUdenKombit, "b": projection.EnhedUdenKombit, // they go in a circle
	} {
		s := sag(t)
		s.Enhed = id
		grund(t, id, w.sag(s), want)
		grund(t, id+": grant", w.bevilling(bevilling(), s), want)
		grant := bevilling()
		grant.Enhed = id
		grund(t, id+": grant's own unit", w.bevilling(grant, sag(t)), want)
	}
	w.Policy.DefaultEnhed = top
	for id, want := range map[string]projection.Grund{"øde": projection.Sendes, "a": projection.Sendes, "løs": projection.EnhedUkendt} {
		s := sag(t)
		s.Enhed = id
		got := w.sag(s)
		grund(t, "default unit: "+id, got, want)
		if o, sent := got.Objekt.(*oio.Sag); sent && o.Ansvarlig.UUID != top {
			t.Errorf("default unit: %s has %+v", id, o.Ansvarlig)
		}
	}
	s := sag(t)
	s.Enhed = "øde"
	w.Policy.DefaultEnhed = closed
	grund(t, "a closed default unit", w.sag(s), projection.EnhedUdenKombit)
	if got := w.sag(sag(t)).Objekt.(*oio.Sag).Ansvarlig.UUID; got != north {
		t.Errorf("a default unit takes what resolves by itself: %s", got)
	}
}

func TestR096_DeletedInTheSourceIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld()
	grund(t, "sag", w.sag(nil), projection.Slettet)
	grund(t, "bevilling", w.bevilling(nil, sag(t)), projection.Slettet)
	grund(t, "bevilling of a deleted sag", w.bevilling(bevilling(), nil), projection.SagSlettet)
	grund(t, "bevilling of a sag that has not come", w.Bevilling(projection.Bevilling{Bevilling: bevilling()}, nil), projection.SagUkendt)
	grund(t, "deleted bevilling of a sag that has not come", w.Bevilling(projection.Bevilling{}, nil), projection.Slettet)
}

func TestStatesOfACaseMeetAndTheLastIsOpen(t *testing.T) {
	t.Parallel()
	w := newWorld()
	state := func(status string, fra, til oio.Dato) oio.Fremdrift {
		return oio.Fremdrift{Status: status, Virkning: oio.Virkning{Fra: fra, Til: til}}
	}
	from := func(status string, fra oio.Dato) eoj.Fremdrift { return eoj.Fremdrift{Status: status, Fra: fra} }
	for name, c := range map[string]struct {
		list   []eoj.Fremdrift
		closed oio.Dato
		want   []oio.Fremdrift
	}{
		"open":                    {nil, 0, []oio.Fremdrift{state("Opstaaet", 20240103, 0)}},
		"closed":                  {nil, 20240301, []oio.Fremdrift{state("Opstaaet", 20240103, 20240301), state("Afsluttet", 20240301, 0)}},
		"list":                    {[]eoj.Fremdrift{from("Opstaaet", 20240103), from("Oplyst", 20240110), from("Afgjort", 20240120)}, 0, []oio.Fremdrift{state("Opstaaet", 20240103, 20240110), state("Oplyst", 20240110, 20240120), state("Afgjort", 20240120, 0)}},
		"list and closed":         {[]eoj.Fremdrift{from("Opstaaet", 20240103)}, 20240301, []oio.Fremdrift{state("Opstaaet", 20240103, 20240301), state("Afsluttet", 20240301, 0)}},
		"list that closes itself": {[]eoj.Fremdrift{from("Opstaaet", 20240103), from("Afsluttet", 20240301)}, 20240301, []oio.Fremdrift{state("Opstaaet", 20240103, 20240301), state("Afsluttet", 20240301, 0)}},
		"opened again":            {[]eoj.Fremdrift{from("Opstaaet", 20240103), from("Afsluttet", 20240201), from("Oplyst", 20240301)}, 0, []oio.Fremdrift{state("Opstaaet", 20240103, 20240201), state("Afsluttet", 20240201, 20240301), state("Oplyst", 20240301, 0)}},
		"opened and closed again": {[]eoj.Fremdrift{from("Opstaaet", 20240103), from("Afsluttet", 20240201), from("Oplyst", 20240301)}, 20240401, []oio.Fremdrift{state("Opstaaet", 20240103, 20240201), state("Afsluttet", 20240201, 20240301), state("Oplyst", 20240301, 20240401), state("Afsluttet", 20240401, 0)}},
	} {
		s := sag(t)
		s.Fremdrift, s.Afsluttet = c.list, c.closed
		before := slices.Clone(c.list)
		if got := w.sag(s).Objekt.(*oio.Sag).Fremdrift; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", name, got, c.want)
		}
		if !slices.Equal(s.Fremdrift, before) {
			t.Errorf("%s: the source record was changed", name)
		}
	}
}

func TestTextsKeepTheOfficialLimitsInCharacters(t *testing.T) {
	t.Parallel()
	w := newWorld()
	letters := func(n int) string { return strings.Repeat("æøå", n)[:2*n] } // n characters of two bytes
	s, b := sag(t), bevilling()
	s.Titel, s.PartNavn, s.Sagsnummer, b.Maengde, b.ID = letters(300), letters(300), letters(60), letters(300), letters(51)
	w.Ydelser["yd-1"].Navn = letters(300)
	w.decide(mapping.Ydelse, "yd-1", mapping.Valg{UdenType: true})
	o, g := w.sag(s).Objekt.(*oio.Sag), w.bevilling(b, s).Objekt.(*oio.Bevilling)
	for what, c := range map[string]struct{ got, want string }{
		"titel": {o.Titel, letters(255)}, "name": {o.Part.Navn, letters(255)}, "number": {o.Noegle, letters(50)}, "amount": {g.Maengde, letters(255)}, "service": {g.Navn, letters(255)},
		"type's name": {g.Ydelsesnavn, letters(100)}, "the case's number": {g.SagNoegle, letters(50)}, "the case's title": {g.SagTitel, letters(255)}, "a grant's long id": {g.Noegle, g.UUID.String()},
	} {
		if c.got != c.want {
			t.Errorf("%s is %q, want %q", what, c.got, c.want)
		}
	}
	s.Titel, b.ID = letters(255), letters(50)
	if o := w.sag(s).Objekt.(*oio.Sag); o.Titel != s.Titel {
		t.Error("a title of just the limit is cut")
	}
	if g := w.bevilling(b, s).Objekt.(*oio.Bevilling); g.Noegle != b.ID {
		t.Error("an id of just the limit is replaced")
	}
}

func TestWhatTheSourceDoesNotSayHasADefault(t *testing.T) {
	t.Parallel()
	w := newWorld()
	s := sag(t)
	s.PartNavn, s.Titel, s.Sagsnummer, s.Foelsomhed = "", "", "", 0
	o := w.sag(s).Objekt.(*oio.Sag)
	if o.Part.Navn != "Ukendt navn" || o.Titel != "Madservice" || o.Noegle != "s-1001" || o.Foelsomhed != oio.Foelsom || o.Facet.Noegle != "G01" {
		t.Errorf("defaults: %q %q %q %s %s", o.Part.Navn, o.Titel, o.Noegle, o.Foelsomhed, o.Facet.Noegle)
	}
	b := bevilling()
	if g := w.bevilling(b, s).Objekt.(*oio.Bevilling); g.Foelsomhed != oio.Foelsom {
		t.Errorf("a grant has its case's sensitivity, not %s", g.Foelsomhed)
	}
	s.Foelsomhed, b.Foelsomhed = oio.VIP, oio.IkkeFortrolig
	if g := w.bevilling(b, s).Objekt.(*oio.Bevilling); g.Foelsomhed != oio.IkkeFortrolig {
		t.Errorf("a grant's own sensitivity is %s", g.Foelsomhed)
	}
	w.decide(mapping.Sagstype, "st-1", mapping.Valg{KLE: "27.99.99"})
	if o := w.sag(s).Objekt.(*oio.Sag); o.Titel != "Hjælp" {
		t.Errorf("without a class's title it is %q, want the sagstype's name", o.Titel)
	}
}

func TestUnderListsAUnitAndAllBelow(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for id, want := range map[string][]string{"top": {"hold", "nord", "top"}, "hold": {"hold"}, "a": {"a", "b", "c"}, "fremmed": {"fremmed"}} {
		got := w.Under(id)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("under %s: %v, want %v", id, got, want)
		}
	}
}

func TestEveryReasonHasItsWords(t *testing.T) {
	t.Parallel()
	codes := map[string]bool{}
	for g := projection.Sendes; g <= projection.SlettetIKoe; g++ {
		if g.Kode() == "" || codes[g.Kode()] || g.String() != g.Kode() || g.Dansk() == "" || g.English() == "" || len(g.Regel()) != 4 || !slices.Contains(projection.Tilstande(), g.Tilstand()) {
			t.Errorf("reason %d: %q %q %q %q %v", g, g.Kode(), g.Dansk(), g.English(), g.Regel(), g.Tilstand())
		}
		codes[g.Kode()] = true
		if gone := g == projection.Slettet || g == projection.SlettetIKoe; g.AfKilden() == gone {
			t.Errorf("%s counts as the source's: %v", g, g.AfKilden())
		}
	}
	for i, want := range []string{"ens", "venter", "holdt", "parkeret", "udeladt"} {
		if projection.Tilstande()[i].String() != want {
			t.Errorf("state %d is %s, want %s", i, projection.Tilstande()[i], want)
		}
	}
}

func TestWhatALineOrADecisionTouches(t *testing.T) {
	t.Parallel()
	for typ, want := range map[eoj.Type]projection.Slags{eoj.TypeSagstype: "sagstype", eoj.TypeYdelse: "ydelse", eoj.TypeEnhed: "enhed", eoj.TypeSag: "", eoj.TypeBevilling: ""} {
		b, many := projection.BeroertAf(typ, "x")
		if many != (want != "") || b.Slags != want || (many && b.ID != "x") {
			t.Errorf("%s touches %+v", typ, b)
		}
	}
	for _, art := range []mapping.Art{mapping.Sagstype, mapping.Ydelse, mapping.Enhed} {
		if b := projection.BeroertAfValg(art, "x"); string(b.Slags) != string(art) || b.ID != "x" {
			t.Errorf("a decision on a %s touches %+v", art, b)
		}
	}
}

func TestProjectionIsAFunctionAndItsObjectsAreWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		pick := func(name string, from ...mapping.Valg) mapping.Valg { return rapid.SampledFrom(from).Draw(t, name) }
		for _, id := range []string{"st-1", "st-2"} {
			w.valg[mapping.Sagstype][id] = pick(id, mapping.Valg{}, mapping.Valg{KLE: "27.35.04"}, mapping.Valg{KLE: "27.35.99"}, mapping.Valg{Ikke: true})
		}
		ids := slices.Sorted(maps.Keys(w.Ydelser))
		for _, id := range ids {
			w.valg[mapping.Ydelse][id] = pick(id, mapping.Valg{}, mapping.Valg{Type: "FSIII#H1.1"}, mapping.Valg{Type: "gone"}, mapping.Valg{Ikke: true}, mapping.Valg{UdenType: true})
		}
		units := slices.Sorted(maps.Keys(w.Enheder))
		for _, id := range units {
			w.valg[mapping.Enhed][id] = pick(id, mapping.Valg{}, mapping.Valg{Kombit: north}, mapping.Valg{Kombit: top}, mapping.Valg{Kombit: closed}, mapping.Valg{Kombit: oio.UUID{1}})
		}
		w.Mapping = w.state()
		w.Policy = projection.Policy{HoldBack: rapid.Bool().Draw(t, "hold"), DefaultEnhed: rapid.SampledFrom([]oio.UUID{{}, top, closed}).Draw(t, "default")}
		s := sag(t)
		s.Sagstype = rapid.SampledFrom([]string{"st-1", "st-2", "st-9"}).Draw(t, "sagstype")
		s.Enhed = rapid.SampledFrom(append(units, "fremmed")).Draw(t, "enhed")
		s.Titel, s.PartNavn, s.Sagsnummer = rapid.String().Draw(t, "titel"), rapid.String().Draw(t, "navn"), rapid.String().Draw(t, "nr")
		s.Foelsomhed = oio.Foelsomhed(rapid.IntRange(0, 4).Draw(t, "foelsomhed"))
		if rapid.Bool().Draw(t, "closed") {
			s.Afsluttet = 20240601
		}
		b := bevilling()
		b.Ydelse = rapid.SampledFrom(append(ids, "yd-9")).Draw(t, "ydelse")
		b.Enhed = rapid.SampledFrom(append(units, "", "fremmed")).Draw(t, "grant's enhed")
		first := []projection.Udfald{w.sag(s), w.bevilling(b, s)}
		other := &world{Grundlag: w.Copy()}
		second := []projection.Udfald{other.sag(s), other.bevilling(b, s)}
		if !reflect.DeepEqual(first, second) {
			t.Fatalf("the same question answered\n%+v\nand\n%+v", first, second)
		}
		if first[1].Grund == projection.Sendes && first[0].Grund != projection.Sendes {
			t.Fatal("a grant is sent whose case is not")
		}
		for _, u := range first {
			if (u.Objekt != nil) != (u.Grund == projection.Sendes) {
				t.Fatalf("%s with object %v", u.Grund, u.Objekt)
			}
			if u.Objekt != nil {
				whole(t, u)
			}
		}
	})
}

// whole holds an object to what every index demands of it.
func whole(t *rapid.T, u projection.Udfald) {
	check := func(what string, good bool) {
		if !good {
			t.Fatalf("%s: %+v", what, u.Objekt)
		}
	}
	class := func(k oio.Klasse) bool { return !k.UUID.IsZero() && k.Noegle != "" }
	actor := func(a oio.Aktoer) bool { return !a.UUID.IsZero() && a.Navn != "" && a.CVR == oio.Korsbaek }
	check("time", !u.Tidspunkt.IsZero())
	switch o := u.Objekt.(type) {
	case *oio.Sag:
		check("KLE", class(o.KLE) && class(o.Facet))
		check("actors", actor(o.Ejer) && actor(o.Ansvarlig) && !o.System.UUID.IsZero())
		check("texts", o.Titel != "" && o.Noegle != "" && o.Part.Navn != "" && o.Foelsomhed != 0)
		for i, f := range o.Fremdrift {
			last := i == len(o.Fremdrift)-1
			check("states", f.Virkning.Valid() && last == (f.Virkning.Til == 0) && (last || f.Virkning.Til == o.Fremdrift[i+1].Virkning.Fra))
		}
	case *oio.Bevilling:
		check("KLE", class(o.KLE))
		check("actors", actor(o.Ejer) && actor(o.Ansvarlig) && !o.System.UUID.IsZero())
		check("texts", o.Navn != "" && o.Noegle != "" && o.Ydelsesnavn != "" && o.SagTitel != "" && o.Foelsomhed != 0)
		check("references", !o.Sag.IsZero() && o.Periode.Valid() && o.YdelseID == o.UUID.String())
	default:
		t.Fatal(fmt.Sprintf("a %T", o))
	}
}
