package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
)

// nummerVaek is R003: the number a sagstype is marked with is no longer one that may be chosen.
func nummerVaek(s *Snapshot) []Fund {
	if len(s.KLE.Klasser) == 0 {
		return nil
	}
	var out []Fund
	for _, t := range s.sagstyper() {
		number := s.valg(mapping.Sagstype, t.ID).KLE
		if number == "" || s.fravalgt(t.ID) {
			continue
		}
		if dansk, english := s.hvorforVaek(number); dansk != "" {
			out = append(out, s.omSagstype("R003", Advarsel, t).
				siger(dansk+" Intet af det, der er sendt, slettes.", english+" Nothing already sent is removed.").
				raader("Vælg et nummer, der er i kraft, eller tag nummeret med i importen igen.", "Choose a number in force, or let the import filter have it again."))
		}
	}
	return out
}

// hvorforVaek says why a number may no longer be chosen; nothing when it may.
func (s *Snapshot) hvorforVaek(number kle.Nummer) (dansk, english string) {
	class, found := s.KLE.Find(number)
	filter, err := kle.ParseFilter(s.Politik.KLEFilter)
	switch {
	case found && class.IKraft(s.Idag):
		return "", ""
	case found:
		brud := udgaaet(class)
		return "Sagstypens " + brud.Dansk + ".", "The sagstype's " + brud.English + "."
	case err == nil && !filter.Holds(number):
		return fmt.Sprintf("KLE-nummer %s er ikke længere med i importens filter %s.", number, filter), fmt.Sprintf("KLE number %s is no longer in the import filter %s.", number, filter)
	}
	return fmt.Sprintf("KLE-nummer %s findes ikke længere i KLE.", number), fmt.Sprintf("KLE number %s is no longer in KLE.", number)
}

// Anbefales reports whether a mark is recommended for a sagstype (R008): it concerns one citizen. borgerrettet tells whether it
// has ydelser a citizen gets, in which case a mark is the least.
func Anbefales(s *Snapshot, sagstype string) (anbefalet, borgerrettet bool) {
	t := s.Grundlag.Sagstyper[sagstype]
	if t == nil || t.Administrativ {
		return false, false
	}
	for _, y := range s.under(sagstype) {
		if y.Aktiv && !y.Pakke && !s.markoer(y) && !s.valg(mapping.Ydelse, y.ID).Ikke {
			return true, true
		}
	}
	return true, false
}

// manglerOpmaerkning is R011, and R008 for sagstyper without ydelser a citizen gets. What waits by another rule is not told twice.
func manglerOpmaerkning(s *Snapshot) []Fund {
	var out []Fund
	for _, t := range s.sagstyper() {
		if s.opmaerket(t.ID) || s.fravalgt(t.ID) || s.venter(t) {
			continue
		}
		switch anbefalet, borgerrettet := Anbefales(s, t.ID); {
		case borgerrettet:
			out = append(out, s.omSagstype("R011", Advarsel, t).
				siger("Sagstypen har ydelser til borgere, men intet KLE-nummer og ingen beslutning. Intet af den kommer i indekserne.",
					"The sagstype has citizen-facing ydelser but neither mark nor decision; nothing of it reaches the indexes.").
				raader("Opmærk den, når ydelserne er mappet, eller beslut med en grund, at den ikke skal overføres.", "Mark it once its ydelser are mapped, or decide with a reason that it is not to be sent."))
		case anbefalet:
			out = append(out, s.omSagstype("R008", Oplysning, t).
				siger("Sagstypen handler om én borger, og det anbefales at opmærke den.", "The sagstype concerns one citizen, and a mark is recommended.").
				raader("Opmærk den, eller beslut med en grund, at den ikke skal overføres.", "Mark it, or decide with a reason that it is not to be sent."))
		}
	}
	return out
}

// venter reports whether a sagstype rightly waits: a question is open (R015), its hold cannot be mapped yet (R051), or Barnets
// lov's types have not come (R053).
func (s *Snapshot) venter(t *eoj.Sagstype) bool {
	_, asked := s.noter().Afklares(mapping.Sagstype, t.ID)
	return asked || erBarnetsLov(kle.Hjemler(t.Lov, t.Paragraf)) || slices.ContainsFunc(s.under(t.ID), s.umuligtHold)
}

// baadeOgSagstype is R010: decided not to be sent, and a number all the same.
func baadeOgSagstype(s *Snapshot) []Fund {
	var out []Fund
	for _, t := range s.sagstyper() {
		if v := s.valg(mapping.Sagstype, t.ID); v.Ikke && v.KLE != "" {
			out = append(out, s.omSagstype("R010", Advarsel, t).
				siger(fmt.Sprintf("Det er besluttet, at sagstypen ikke skal overføres, men den har KLE-nummer %s.", v.KLE), fmt.Sprintf("The sagstype is decided not to be sent but carries KLE number %s.", v.KLE)).
				raader("Fjern nummeret, også i omsorgssystemet, eller lav beslutningen om.", "Remove the number, in the care record too, or change the decision.").
				retter(mapping.Valg{Ikke: true}, "R010 nummeret fjernes"))
		}
	}
	return out
}

// pprUdenNummer is R063: PPR is in use, but its numbers are not imported.
func pprUdenNummer(s *Snapshot) []Fund {
	filter, err := kle.ParseFilter(s.Politik.KLEFilter)
	if err != nil || filter.Holds("17.03") {
		return nil
	}
	var out []Fund
	for _, t := range s.sagstyper() {
		if erPPR(t) && !s.fravalgt(t.ID) {
			out = append(out, s.omSagstype("R063", Advarsel, t).
				siger("Sagstypen hører til PPR, men 17.03 er ikke med i importens filter.", "The sagstype belongs to PPR, but 17.03 is not in the import filter.").
				raader("Udvid filtret med 17.03.", "Add 17.03 to the filter."))
		}
	}
	return out
}

func erPPR(t *eoj.Sagstype) bool {
	name := strings.ToLower(t.Navn)
	return slices.Contains(ord(name), "ppr") || strings.Contains(name, "pædagogisk psykologisk") || strings.Contains(name, "pædagogisk-psykologisk")
}

// knapRelevante are the areas of which the deck sees no use for a care record (R063).
var knapRelevante = []kle.Nummer{"13", "15", "54", "83", "87"}

func unoedigeNumre(s *Snapshot) []Fund {
	filter, err := kle.ParseFilter(s.Politik.KLEFilter)
	if err != nil {
		return nil
	}
	var hardly []string
	for _, n := range filter {
		if slices.ContainsFunc(knapRelevante, n.Under) {
			hardly = append(hardly, string(n))
		}
	}
	if len(hardly) == 0 {
		return nil
	}
	numbers := strings.Join(hardly, ", ")
	return []Fund{Fund{Regel: "R063", Alvor: Oplysning}.
		siger("Filtret henter "+numbers+", som næppe er relevante for et omsorgssystem.", "The filter imports "+numbers+", hardly relevant to a care record.").
		raader("De skader ikke: det påvirker ikke, hvad der overføres.", "They do no harm: what is exported does not depend on them.")}
}

// smaltFilter is R017 for KLE: less is imported than is recommended from the start.
func smaltFilter(s *Snapshot) []Fund {
	filter, err := kle.ParseFilter(s.Politik.KLEFilter)
	if err != nil || filter.Holds("27") && filter.Holds("29") {
		return nil
	}
	return []Fund{Fund{Regel: "R017", Alvor: Oplysning}.
		siger(fmt.Sprintf("Kun en del af KLE importeres: %s.", filter), fmt.Sprintf("Only a part of KLE is imported: %s.", filter)).
		raader("Importér alle relevante numre fra starten, også under test: 27,29, og 17.03 hvis PPR er i brug.", "Import all relevant numbers from the start, also when testing: 27,29, and 17.03 where PPR is in use.")}
}

// kunEnDel is R017 for the organisation: authorities without cases as yet that resolve to nothing. Those with cases are R072's.
func kunEnDel(s *Snapshot) []Fund {
	var missing []string
	for _, e := range s.enheder() {
		if e.Sagsansvarlig && e.Aktiv && !e.Usynlig && s.tal().Enheder[e.ID].Sager == 0 && s.Grundlag.Enhed(e.ID).Enhed == nil {
			missing = append(missing, "»"+e.Navn+"«")
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []Fund{Fund{Regel: "R017", Alvor: Oplysning}.
		siger(fmt.Sprintf("%s uden sager endnu kan ikke findes i FK Organisation: %s.", antal(len(missing), "sagsansvarlig enhed", "sagsansvarlige enheder"), short(missing, "og", "til")),
			fmt.Sprintf("%s without cases as yet resolve to no KOMBIT id: %s.", antal(len(missing), "responsible unit", "responsible units"), short(missing, "and", "more"))).
		raader("Map hele organisationen fra starten, også under test.", "Map the whole organisation from the start, also when testing.")}
}

// ord are the words of a lower-case name.
func ord(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
}
