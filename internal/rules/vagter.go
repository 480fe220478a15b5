package rules

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

// kendt refuses decisions about things the source has never named: a slip of the pen would otherwise lie in wait.
func kendt(b mapping.Beslutning, s *Snapshot) (*Brud, error) {
	var found bool
	switch b.Art {
	case mapping.Sagstype, mapping.Tilbagehold:
		_, found = s.Grundlag.Sagstyper[b.ID]
	case mapping.Ydelse:
		_, found = s.Grundlag.Ydelser[b.ID]
	case mapping.Enhed:
		_, found = s.Grundlag.Enheder[b.ID]
	}
	if found {
		return nil, nil
	}
	return &Brud{Regel: "R102",
		English: fmt.Sprintf("the source has no %s %q; load it first, or check the id", b.Art, b.ID),
		Dansk:   fmt.Sprintf("kilden har ingen %s »%s«; indlæs den først, eller se efter i id'et", b.Art, b.ID)}, nil
}

// tilbageholdBegrundet is R028: to send without a type, or to hold against the policy, is a person's decision with a reason.
func tilbageholdBegrundet(b mapping.Beslutning, _ *Snapshot) (*Brud, error) {
	if b.Valg.IsZero() || strings.TrimSpace(b.Grund) != "" {
		return nil, nil
	}
	return &Brud{Regel: "R028", English: "what is held back or released under a sagstype needs a reason (--grund)", Dansk: "skriv hvorfor; begrundelsen bliver stående på sagstypen"}, nil
}

// seksCifre is R001.
func seksCifre(b mapping.Beslutning, s *Snapshot) (*Brud, error) {
	number := b.Valg.KLE
	if number == "" || number.ErEmne() {
		return nil, nil
	}
	var below []string
	for _, emne := range s.KLE.EmnerUnder(number) {
		if emne.IKraft(s.Idag) {
			below = append(below, fmt.Sprintf("%s %s", emne.Nummer, emne.Titel))
		}
	}
	choices, valg := "import KLE to see the choices", "indlæs KLE for at se valgene"
	if len(below) > 0 {
		choices, valg = "choose one of "+short(below, "and", "more"), "vælg et af "+short(below, "og", "til")
	}
	return &Brud{Regel: "R001",
		English: fmt.Sprintf("only a six-digit KLE number may mark a sagstype, not %s; %s", number, choices),
		Dansk:   fmt.Sprintf("kun et sekscifret KLE-nummer kan opmærke en sagstype, ikke %s; %s", number, valg)}, nil
}

// short lists at most eight choices.
func short(all []string, and, more string) string {
	const most = 8
	if len(all) <= most {
		return strings.Join(all, "; ")
	}
	return fmt.Sprintf("%s; %s %d %s", strings.Join(all[:most], "; "), and, len(all)-most, more)
}

// iKraft is R002, and R060: without an import there is nothing to choose from.
func iKraft(b mapping.Beslutning, s *Snapshot) (*Brud, error) {
	if b.Valg.KLE == "" {
		return nil, nil
	}
	if len(s.KLE.Klasser) == 0 {
		return &Brud{Regel: "R060", English: "no KLE is imported yet; run `indeksbro kle import FILE` first", Dansk: "KLE er ikke importeret endnu; gør det først"}, nil
	}
	class, found := s.KLE.Find(b.Valg.KLE)
	switch {
	case !found:
		return &Brud{Regel: "R002",
			English: fmt.Sprintf("KLE number %s is not in the imported classification; check the number, or import with a filter that has it", b.Valg.KLE),
			Dansk:   fmt.Sprintf("KLE-nummer %s findes ikke i den importerede klassifikation; se efter i nummeret, eller importér med et filter, der har det med", b.Valg.KLE)}, nil
	case !class.IKraft(s.Idag):
		return udgaaet(class), nil
	}
	return nil, nil
}

func udgaaet(class *kle.Klasse) *Brud {
	instead, stedet := "KLE names no successor", "KLE nævner ingen afløser"
	if len(class.AfloestAf) > 0 {
		var numbers []string
		for _, n := range class.AfloestAf {
			numbers = append(numbers, string(n))
		}
		instead, stedet = "use "+strings.Join(numbers, " or "), "brug "+strings.Join(numbers, " eller ")
	}
	return &Brud{Regel: "R002",
		English: fmt.Sprintf("KLE number %s is not in force; %s", class.Nummer, instead),
		Dansk:   fmt.Sprintf("KLE-nummer %s er ikke i kraft; %s", class.Nummer, stedet)}
}

// ydelserMappet is R006: the deck's 4-before-5.
func ydelserMappet(b mapping.Beslutning, s *Snapshot) (*Brud, error) {
	if b.Valg.KLE == "" {
		return nil, nil
	}
	var missing []string
	for _, y := range s.Grundlag.Ydelser {
		if y.Sagstype == b.ID && !Afgjort(y, s.Grundlag) {
			missing = append(missing, fmt.Sprintf("%s %q", y.ID, y.Navn))
		}
	}
	if len(missing) == 0 {
		return nil, nil
	}
	sort.Strings(missing)
	return &Brud{Regel: "R006", KanTrodses: true,
		English: fmt.Sprintf("%d ydelser of the sagstype have no type and no decision: %s; decide on them first, or override with a reason", len(missing), short(missing, "and", "more")),
		Dansk:   fmt.Sprintf("%d ydelser under sagstypen har hverken type eller beslutning: %s; tag stilling til dem først, eller gør det alligevel med en begrundelse", len(missing), short(missing, "og", "til"))}, nil
}

// Afgjort reports whether a ydelse is mapped, automatic, decided, or a package that is never sent (R006, R020, R023).
func Afgjort(y *eoj.Ydelse, g *projection.Grundlag) bool {
	choice := g.Mapping.Valg(mapping.Ydelse, y.ID)
	if y.Pakke || choice.Ikke || choice.UdenType {
		return true
	}
	_, grund := g.Ydelsestype(y)
	return grund == projection.Sendes
}

// enhederFundet is R007: the deck's 7-before-5. It looks at the units that really have cases of the sagstype.
func enhederFundet(b mapping.Beslutning, s *Snapshot) (*Brud, error) {
	if b.Valg.KLE == "" || !s.Grundlag.Policy.DefaultEnhed.IsZero() {
		return nil, nil
	}
	cases, err := s.Sager(b.ID)
	if err != nil {
		return nil, err
	}
	var missing []string
	touched := 0
	for id, n := range cases {
		if s.Grundlag.Enhed(id).Enhed == nil {
			name := id
			if unit, known := s.Grundlag.Enheder[id]; known {
				name = fmt.Sprintf("%s %q", id, unit.Navn)
			}
			missing = append(missing, name)
			touched += n
		}
	}
	if len(missing) == 0 {
		return nil, nil
	}
	sort.Strings(missing)
	return &Brud{Regel: "R007", KanTrodses: true,
		English: fmt.Sprintf("%d units with %d cases of the sagstype resolve to no KOMBIT id: %s; map them or one above them first, or override with a reason", len(missing), touched, short(missing, "and", "more")),
		Dansk:   fmt.Sprintf("%d enheder med %d sager af sagstypen kan ikke findes i FK Organisation: %s; find dem, eller en over dem, først, eller gør det alligevel med en begrundelse", len(missing), touched, short(missing, "og", "til"))}, nil
}

// typeValgbar is R021, and the type must exist.
func typeValgbar(b mapping.Beslutning, s *Snapshot) (*Brud, error) {
	if b.Valg.Type == "" {
		return nil, nil
	}
	t, found := s.Grundlag.Katalog.Find(b.Valg.Type)
	if !found {
		return &Brud{Regel: "R024",
			English: fmt.Sprintf("the catalogue %s has no type %q; see `indeksbro ydelsestype list`", s.Grundlag.Katalog.Release(), b.Valg.Type),
			Dansk:   fmt.Sprintf("kataloget %s har ingen ydelsestype »%s«", s.Grundlag.Katalog.Release(), b.Valg.Type)}, nil
	}
	var refused *ydelsestype.Afvist
	if err := t.Valgbar(s.Grundlag.Policy.EgenFSIII); errors.As(err, &refused) {
		return &Brud{Regel: "R021", English: refused.Message, Dansk: refused.Dansk}, nil
	}
	return nil, nil
}

// ikkePakke is R023: the services in a package are mapped, never the package.
func ikkePakke(b mapping.Beslutning, s *Snapshot) (*Brud, error) {
	y := s.Grundlag.Ydelser[b.ID]
	if y == nil || !y.Pakke || (b.Valg.Type == "" && !b.Valg.UdenType) {
		return nil, nil
	}
	return &Brud{Regel: "R023",
		English: fmt.Sprintf("%s is a package; packages are never mapped, map the services in it", b.ID),
		Dansk:   fmt.Sprintf("%s er en pakke; pakker mappes aldrig, map ydelserne i den", b.ID)}, nil
}

// kombitFindes is R074.
func kombitFindes(b mapping.Beslutning, s *Snapshot) (*Brud, error) {
	if b.Valg.Kombit.IsZero() {
		return nil, nil
	}
	unit, found := s.Grundlag.Organisation.Find(b.Valg.Kombit)
	switch {
	case !found:
		return &Brud{Regel: "R074",
			English: fmt.Sprintf("FK Organisation has no unit %s; check the KOMBIT id, or import the organisation again", b.Valg.Kombit),
			Dansk:   fmt.Sprintf("FK Organisation har ingen enhed %s; se efter i KOMBIT-id'et, eller importér organisationen igen", b.Valg.Kombit)}, nil
	case !unit.Aktiv():
		return &Brud{Regel: "R074",
			English: fmt.Sprintf("unit %s %q is closed in FK Organisation; choose the one that took over", b.Valg.Kombit, unit.Navn),
			Dansk:   fmt.Sprintf("enheden »%s« er lukket i FK Organisation; vælg den, der har overtaget", unit.Navn)}, nil
	case unit.CVR != "" && unit.CVR != s.Grundlag.Kommune.CVR:
		return &Brud{Regel: "R074",
			English: fmt.Sprintf("unit %s %q belongs to CVR %s, not to this municipality", b.Valg.Kombit, unit.Navn, unit.CVR),
			Dansk:   fmt.Sprintf("enheden »%s« hører til CVR %s og ikke til denne kommune", unit.Navn, unit.CVR)}, nil
	}
	return nil, nil
}

// kombitFri is R073.
func kombitFri(b mapping.Beslutning, s *Snapshot) (*Brud, error) {
	holder, taken := s.Grundlag.Mapping.EnhedMed(b.Valg.Kombit)
	if !taken || holder == b.ID {
		return nil, nil
	}
	where, hvor := "unmap the other first", "fjern den anden først"
	switch above := FaellesOverordnet(s.Grundlag, holder, b.ID); above {
	case "":
	case holder:
		where = fmt.Sprintf("%s lies below it and finds it by looking upwards (R071), so nothing needs to be done", b.ID)
		hvor = fmt.Sprintf("%s ligger under den og finder id'et ved at lede opad (R071), så der skal ikke gøres noget", b.ID)
	default:
		where = fmt.Sprintf("put it on %s %q above both", above, s.Grundlag.Enheder[above].Navn)
		hvor = fmt.Sprintf("sæt det på %s »%s« over dem begge", above, s.Grundlag.Enheder[above].Navn)
	}
	return &Brud{Regel: "R073",
		English: fmt.Sprintf("KOMBIT id %s is already enhed %s's; %s", b.Valg.Kombit, holder, where),
		Dansk:   fmt.Sprintf("KOMBIT-id'et er allerede enheden %s's; %s", holder, hvor)}, nil
}

// FaellesOverordnet is the nearest unit above both enheder, one of them perhaps, or nothing (R073).
func FaellesOverordnet(g *projection.Grundlag, a, b string) string {
	above := make(map[string]bool)
	for at := a; at != "" && !above[at]; {
		above[at] = true
		unit, known := g.Enheder[at]
		if !known {
			break
		}
		at = unit.Overordnet
	}
	for at, steps := b, 0; at != "" && steps <= len(g.Enheder); steps++ {
		if _, known := g.Enheder[at]; known && above[at] {
			return at
		}
		unit, known := g.Enheder[at]
		if !known {
			return ""
		}
		at = unit.Overordnet
	}
	return ""
}
