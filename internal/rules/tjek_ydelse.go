package rules

import (
	"fmt"
	"slices"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

// standarder are the paragraphs whose ydelser belong to FSIII classic and FFB, which map themselves (R020, R022).
var standarder = []struct {
	navn    string
	hjemmel []kle.Hjemmel
}{
	{"FSIII", []kle.Hjemmel{sel(83, ""), sel(83, "a"), sel(84, ""), sel(86, ""), sul(138, "")}},
	{"FFB", []kle.Hjemmel{sel(82, ""), sel(85, ""), sel(103, ""), sel(104, ""), sel(107, ""), sel(108, "")}},
}

func sel(number int, bogstav string) kle.Hjemmel { return paragraf("Serviceloven", number, bogstav) }

func sul(number int, bogstav string) kle.Hjemmel { return paragraf("Sundhedsloven", number, bogstav) }

func paragraf(lov string, number int, bogstav string) kle.Hjemmel {
	p := kle.Paragraf(number, bogstav)
	return kle.Hjemmel{Lov: lov, Fra: p, Til: p}
}

// moedes reports whether two lists have a paragraph in common.
func moedes(a, b []kle.Hjemmel) bool {
	return slices.ContainsFunc(a, func(h kle.Hjemmel) bool { return slices.ContainsFunc(b, h.Moeder) })
}

// hoererUnderStandard is R022. Both answers are offered, since only people know which it is.
func hoererUnderStandard(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		if !s.uafgjort(y) || y.Hold || s.fravalgt(y.Sagstype) || s.forBoern(y) {
			continue
		}
		if regel, _ := s.genkend(y); regel != "" {
			continue
		}
		for _, standard := range standarder {
			if moedes(s.hjemler(y), standard.hjemmel) {
				out = append(out, s.omYdelse("R022", Advarsel, y).
					siger("Lov og paragraf hører til "+standard.navn+", men ydelsen er lokal.", "Law and paragraph belong to "+standard.navn+", but the ydelse is local.").
					raader("Er den sat forkert op i omsorgssystemet, så kontakt leverandøren; så forsvinder den fra listen. Er den en ældre ydelse, så map den til den alternative type.",
						"If it is set up wrongly in the care record, contact the vendor, and it leaves the list. If it is an older one, map it to the alternative type."))
			}
		}
	}
	return out
}

// pakkeMappet is R023 for what was decided before the source said it is a package.
func pakkeMappet(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		if v := s.valg(mapping.Ydelse, y.ID); y.Pakke && (v.Type != "" || v.UdenType) {
			out = append(out, s.omYdelse("R023", Advarsel, y).
				siger("Pakken er mappet, men pakker mappes og sendes aldrig.", "The package is mapped, but packages are never mapped and never sent.").
				raader("Map ydelserne i pakken i stedet.", "Map the services in it instead.").
				retter(mapping.Valg{Ikke: true}, "R023 enkeltydelserne mappes, ikke pakken"))
		}
	}
	return out
}

// artUenig is R025: money on one side only. BPA and aids are the two exceptions (R035, R037).
func artUenig(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		t, mapped := s.valgtType(y)
		local, common := y.Art == string(ydelsestype.Monetaer), t.Art == ydelsestype.Monetaer
		if !mapped || y.Art == "" || local == common || moedes(slices.Concat(kle.Hjemler(t.Lov, t.Paragraf), s.hjemler(y)), kendteUndtagelser) {
			continue
		}
		out = append(out, s.omYdelse("R025", Advarsel, y).
			siger(fmt.Sprintf("Ydelsen er %s i omsorgssystemet, men typen »%s« er %s.", y.Art, t.Navn, t.Art), fmt.Sprintf("The ydelse is %s in the care record, but the type %q is %s.", y.Art, t.Navn, t.Art)).
			raader("Vælg en type af samme art, eller ret ydelsens art i omsorgssystemet.", "Choose a type of the same kind, or correct the kind in the care record."))
	}
	return out
}

var (
	bpa               = []kle.Hjemmel{sel(95, ""), sel(96, "")}
	hjaelpemidler     = []kle.Hjemmel{{Lov: "Serviceloven", Fra: kle.Paragraf(112, ""), Til: kle.Paragraf(116, "z")}}
	kendteUndtagelser = slices.Concat(bpa, hjaelpemidler)
)

// valgtType is the type a person chose, when the catalogue still has it.
func (s *Snapshot) valgtType(y *eoj.Ydelse) (ydelsestype.Type, bool) {
	key := s.valg(mapping.Ydelse, y.ID).Type
	if key == "" {
		return ydelsestype.Type{}, false
	}
	return s.Grundlag.Katalog.Find(key)
}

// udenType is R028, and R056 while nothing has been granted: ydelser under a marked sagstype that nobody has decided upon, or
// whose standard code the catalogue does not have.
func udenType(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		_, grund := s.Grundlag.Ydelsestype(y)
		if !s.opmaerket(y.Sagstype) || y.Pakke || grund == projection.Sendes || !s.valg(mapping.Ydelse, y.ID).IsZero() || s.umuligtHold(y) {
			continue
		}
		if s.tal().Ydelser[y.ID].Bevillinger == 0 {
			if y.Aktiv {
				out = append(out, s.omYdelse("R056", Fejl, y).
					siger("Ydelsen er ny under en opmærket sagstype og har ingen ydelsestype.", "A new ydelse under a marked sagstype has no type.").
					raader("Map den før den første bevilling.", "Map it before its first grant."))
			}
			continue
		}
		out = append(out, s.holdtTilbage(y, grund))
	}
	return out
}

func (s *Snapshot) holdtTilbage(y *eoj.Ydelse, grund projection.Grund) Fund {
	f := s.omYdelse("R028", Fejl, y)
	dansk, english := "Ydelsen har ingen ydelsestype", "The ydelse has no type"
	raad, remedy := "Map den, beslut at den ikke skal mappes, eller frigiv den uden type.", "Map it, decide that it is not to be mapped, or release it without a type."
	if grund == projection.UkendtKode {
		dansk, english = fmt.Sprintf("Koden %s fra %s er ikke i kataloget", y.Kode, y.Standard), fmt.Sprintf("Code %s of %s is not in the catalogue", y.Kode, y.Standard)
		raad, remedy = "Ret koden i omsorgssystemet sammen med leverandøren, eller frigiv ydelsen uden type.", "Correct the code in the care record with the vendor, or release it without a type."
	}
	if _, asked := s.noter().Afklares(mapping.Ydelse, y.ID); asked {
		raad, remedy = "Spørgsmålet er til afklaring. Frigiv den uden type, hvis borgerne ikke kan vente.", "The question is open. Release it without a type if citizens cannot wait."
	}
	many := antal(f.Tal.Bevillinger, "bevilling", "bevillinger")
	if s.Grundlag.HolderTilbage(y.Sagstype) {
		return f.siger(dansk+": "+many+" holdes tilbage.", fmt.Sprintf("%s: %d grants are held back.", english, f.Tal.Bevillinger)).raader(raad, remedy)
	}
	return f.siger(dansk+": "+many+" sendes uden type.", fmt.Sprintf("%s: %d grants are sent without a type.", english, f.Tal.Bevillinger)).raader(raad, remedy)
}

// passer reports whether a type may be chosen for a ydelse and is of its paragraph.
func (s *Snapshot) passer(y *eoj.Ydelse, t ydelsestype.Type) bool {
	return t.Valgbar(s.Grundlag.Policy.EgenFSIII) == nil && moedes(s.hjemler(y), kle.Hjemler(t.Lov, t.Paragraf))
}

// daValgt is the catalogue as it stood when a decision was taken; false when it is the one that holds.
func (s *Snapshot) daValgt(d mapping.Beslutning) (*ydelsestype.Katalog, bool) {
	month := ydelsestype.Release(d.Tid.In(oio.Koebenhavn).Format("2006-01"))
	then := ydelsestype.Releases()[0]
	for _, r := range ydelsestype.Releases() {
		if r <= month {
			then = r
		}
	}
	if then >= s.Grundlag.Katalog.Release() {
		return nil, false
	}
	old, err := ydelsestype.Indlejret(then)
	return old, err == nil
}

// typeAendret is R048: a type reads otherwise than when it was chosen.
func typeAendret(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		t, mapped := s.valgtType(y)
		d, _ := s.Grundlag.Mapping.Beslutning(mapping.Ydelse, y.ID)
		if !mapped {
			continue
		}
		old, earlier := s.daValgt(d)
		if !earlier {
			continue
		}
		was, known := old.Find(t.Noegle)
		if !known || was.Navn == t.Navn && was.Art == t.Art && was.Paragraf == t.Paragraf && was.Lov == t.Lov {
			continue
		}
		out = append(out, s.omYdelse("R048", Oplysning, y).
			siger(fmt.Sprintf("Typen er ændret i kataloget %s: før »%s«, %s %s, %s; nu »%s«, %s %s, %s.", s.Grundlag.Katalog.Release(), was.Navn, was.Lov, was.Paragraf, was.Art, t.Navn, t.Lov, t.Paragraf, t.Art),
				fmt.Sprintf("The type changed in catalogue %s: was %q, %s %s, %s; is %q, %s %s, %s.", s.Grundlag.Katalog.Release(), was.Navn, was.Lov, was.Paragraf, was.Art, t.Navn, t.Lov, t.Paragraf, t.Art)).
			raader("Der skal intet gøres, hvis typen stadig passer.", "Nothing needs to be done if the type still fits."))
	}
	return out
}

// typeOphoert is R049: a ydelse is mapped to a type the catalogue no longer has, so its grants wait.
func typeOphoert(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		key := s.valg(mapping.Ydelse, y.ID).Type
		if _, found := s.Grundlag.Katalog.Find(key); key == "" || found || y.Pakke {
			continue
		}
		severity := Advarsel
		if s.opmaerket(y.Sagstype) {
			severity = Fejl
		}
		out = append(out, s.omYdelse("R049", severity, y).
			siger(fmt.Sprintf("Ydelsestypen %s er ikke længere i kataloget %s.", key, s.Grundlag.Katalog.Release()), fmt.Sprintf("The type %s is no longer in catalogue %s.", key, s.Grundlag.Katalog.Release())).
			raader("Vælg en anden type.", "Choose another type."))
	}
	return out
}

// flyttetYdelse is R057: old grants are sent under the sagstype the ydelse hung on, new ones are not.
func flyttetYdelse(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		if s.opmaerket(y.Sagstype) || !y.Aktiv {
			continue
		}
		stays := 0
		for sagstype, n := range s.tal().YdelseSagstype[y.ID] {
			if sagstype != y.Sagstype && s.opmaerket(sagstype) {
				stays += n
			}
		}
		now := s.Grundlag.Sagstyper[y.Sagstype]
		if stays == 0 || now == nil {
			continue
		}
		out = append(out, s.omYdelse("R057", Advarsel, y).
			siger(fmt.Sprintf("Ydelsen er flyttet til »%s«, som ikke er opmærket. %s ligger fortsat under den gamle sagstype; nye sendes ikke.", now.Navn, antal(stays, "bevilling", "bevillinger")),
				fmt.Sprintf("The ydelse has moved to %q, which is not marked: %d grants stay under the old sagstype, new ones are not sent.", now.Navn, stays)).
			raader("Opmærk den nye sagstype, når dens ydelser er mappet, eller flyt ydelsen tilbage.", "Mark the new sagstype once its ydelser are mapped, or move the ydelse back."))
	}
	return out
}

// vistAfEOJ is R018: what the care record alone would show of ydelser nobody wants shown. Packages it never sends.
func vistAfEOJ(s *Snapshot) []Fund {
	var out []Fund
	for _, t := range s.sagstyper() {
		if !s.opmaerket(t.ID) {
			continue
		}
		var hidden []*eoj.Ydelse
		for _, y := range s.under(t.ID) {
			if !y.Pakke && s.valg(mapping.Ydelse, y.ID).Ikke {
				hidden = append(hidden, y)
			}
		}
		if len(hidden) == 0 {
			continue
		}
		f := s.omSagstype("R018", Oplysning, t)
		f.Tal = s.samlet(hidden)
		out = append(out, f.
			siger(fmt.Sprintf("Sagstypen er opmærket og har ydelser, der ikke skal mappes: %s. Indeksbro sender dem ikke; omsorgssystemet alene ville vise %s.", navne(hidden, "og", "til"), antal(f.Tal.Bevillinger, "bevilling", "bevillinger")),
				fmt.Sprintf("The sagstype is marked and has ydelser not to be mapped: %s. Indeksbro does not send them; the care record alone would show %d grants.", navne(hidden, "and", "more"), f.Tal.Bevillinger)).
			raader("Læg dem under en sagstype uden KLE-nummer, hvis omsorgssystemet selv skal eksportere.", "Put them under an unmarked sagstype if the care record is to export by itself."))
	}
	return out
}
