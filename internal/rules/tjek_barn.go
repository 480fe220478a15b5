package rules

import (
	"fmt"
	"slices"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
)

const (
	barnetsLov  = "Barnets lov"
	serviceLov  = "Serviceloven"
	ventPaaType = "Vent, til det nye indsatskatalog er kommet."
)

func erBarnetsLov(h []kle.Hjemmel) bool {
	return slices.ContainsFunc(h, func(h kle.Hjemmel) bool { return h.Lov == barnetsLov })
}

// selForBoern are paragraphs of the SEL that Barnets lov took over on 2024-01-01.
var selForBoern = []kle.Hjemmel{sel(11, ""), sel(44, ""), sel(45, ""), {Lov: serviceLov, Fra: kle.Paragraf(32, ""), Til: kle.Paragraf(42, "z")},
	{Lov: serviceLov, Fra: kle.Paragraf(46, ""), Til: kle.Paragraf(76, "z")}}

// lovForBoern is what a ydelse's own law says, else its sagstype's: under Barnets lov; or for children by SEL.
func (s *Snapshot) lovForBoern(y *eoj.Ydelse) (barnet, selBarn bool) {
	own := s.hjemler(y)
	t := s.Grundlag.Sagstyper[y.Sagstype]
	name := y.Navn
	if t != nil {
		if len(own) == 0 {
			own = kle.Hjemler(t.Lov, t.Paragraf)
		}
		name += " " + t.Navn
	}
	if erBarnetsLov(own) {
		return true, false
	}
	bySEL := slices.ContainsFunc(own, func(h kle.Hjemmel) bool { return h.Lov == serviceLov })
	return false, moedes(own, selForBoern) || bySEL && naevnerBoern(name)
}

func naevnerBoern(name string) bool {
	return slices.ContainsFunc(ord(strings.ToLower(name)), func(w string) bool {
		return w == "barn" || w == "barnet" || w == "børn" || w == "børnene" || strings.HasPrefix(w, "børne")
	})
}

func (s *Snapshot) forBoern(y *eoj.Ydelse) bool {
	barnet, selBarn := s.lovForBoern(y)
	return barnet || selBarn
}

// overgangUoplyst is R053: how children's cases passed to Barnets lov decides what may be mapped now.
func overgangUoplyst(s *Snapshot) []Fund {
	children := 0
	for _, y := range s.ydelser() {
		if y.Standard == eoj.Lokal && s.forBoern(y) {
			children++
		}
	}
	f := Fund{Regel: "R053", Alvor: Oplysning}
	switch {
	case children == 0:
		return nil
	case s.Politik.BarnetsLov == "":
		return []Fund{f.siger(fmt.Sprintf("%s for børn, og det er ikke oplyst, hvordan kommunen gik over til barnets lov.", antal(children, "ydelse er", "ydelser er")), fmt.Sprintf("There are %d ydelser for children, and it is not told how the municipality passed to Barnets lov.", children)).
			raader("Vælg A (nye sagstyper og ydelser fra 2024), B (nye senere) eller C (de gamle er ændret). A og B anbefales.", "Choose policy barnets-lov: A new from 2024, B new later, or C old ones changed. A and B are recommended.")}
	case s.Politik.BarnetsLov == "C":
		return []Fund{f.siger("Kommunen har ændret de gamle sagstyper og ydelser til barnets lov (C).", "The municipality changed the old names to point at Barnets lov (C).").
			raader("Opret hellere nye sagstyper og ydelser (A eller B). Med C venter alt om børn på indsatskataloget.", "Rather make new sagstyper and ydelser (A or B). With C everything about children waits for the new catalogue.")}
	}
	return nil
}

// barnetsLovVenter is R053: ydelser under Barnets lov wait for their types.
func barnetsLovVenter(s *Snapshot) []Fund {
	var out []Fund
	for _, t := range s.sagstyper() {
		if s.fravalgt(t.ID) {
			continue
		}
		var waiting []*eoj.Ydelse
		for _, y := range s.under(t.ID) {
			if barnet, _ := s.lovForBoern(y); barnet && s.uafgjort(y) {
				waiting = append(waiting, y)
			}
		}
		if len(waiting) == 0 {
			continue
		}
		f := s.omSagstype("R053", Oplysning, t)
		f.Tal = s.samlet(waiting)
		out = append(out, f.siger("Ydelser efter barnets lov har endnu ingen ydelsestyper: "+navne(waiting, "og", "til")+".", "Ydelser under Barnets lov have no types as yet: "+navne(waiting, "and", "more")+".").
			raader(ventPaaType+" Opmærk ikke sagstypen før da.", "Wait for the new catalogue, and do not mark the sagstype before."))
	}
	return out
}

// barnetsLovSomSEL is R054: the law is Barnets lov, the type the SEL's, so the citizen reads of the wrong law. A sagstype's law
// counts where the ydelse names none.
func barnetsLovSomSEL(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		t, mapped := s.valgtType(y)
		if barnet, _ := s.lovForBoern(y); !mapped || !barnet || t.Lov != "SEL" {
			continue
		}
		severity := Advarsel
		if s.opmaerket(y.Sagstype) {
			severity = Fejl
		}
		out = append(out, s.omYdelse("R054", severity, y).
			siger(fmt.Sprintf("Ydelsen gives efter barnets lov, men er mappet til »%s« efter serviceloven.", t.Navn), fmt.Sprintf("The ydelse is granted under Barnets lov but mapped to %q of the SEL.", t.Navn)).
			raader("Fjern typen. "+ventPaaType, "Take the type away, and wait for the new catalogue."))
	}
	return out
}

// altVenterVedC is R053 with transition C: SEL types under names that may be either law say nothing certain.
func altVenterVedC(s *Snapshot) []Fund {
	if s.Politik.BarnetsLov != "C" {
		return nil
	}
	var out []Fund
	for _, y := range s.ydelser() {
		if _, selBarn := s.lovForBoern(y); selBarn && s.valg(mapping.Ydelse, y.ID).Type != "" {
			out = append(out, s.omYdelse("R053", Advarsel, y).
				siger("Ydelsen er mappet, men med overgang C venter alt om børn.", "The ydelse is mapped, but with transition C everything about children waits.").
				raader("Fjern typen. "+ventPaaType, "Take the type away, and wait for the new catalogue."))
		}
	}
	return out
}
