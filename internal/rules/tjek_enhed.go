package rules

import (
	"fmt"
	"maps"
	"slices"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
)

func (s *Snapshot) kombit(e *eoj.Enhed) oio.UUID { return s.valg(mapping.Enhed, e.ID).Kombit }

// doed reports whether a unit's own KOMBIT id no longer is a unit in use (R079).
func (s *Snapshot) doed(e *eoj.Enhed) bool {
	id := s.kombit(e)
	if id.IsZero() {
		return false
	}
	unit, found := s.Grundlag.Organisation.Find(id)
	return !found || !unit.Aktiv()
}

// unoedigtKombit is R070: a KOMBIT id where neither the unit nor any below it is an authority or has cases.
func unoedigtKombit(s *Snapshot) []Fund {
	var out []Fund
	for _, e := range s.enheder() {
		if s.kombit(e).IsZero() || s.doed(e) || slices.ContainsFunc(s.Grundlag.Under(e.ID), s.brugerKombit) {
			continue
		}
		out = append(out, s.omEnhed("R070", Oplysning, e).
			siger("Enheden har et KOMBIT-id, men hverken den eller enheder under den er sagsansvarlige eller har sager.", "The unit has a KOMBIT id, but neither it nor any below is a responsible authority or has cases.").
			raader("Kun sagsansvarlige enheder behøver et KOMBIT-id. Det skader ikke.", "Only responsible authorities need one. It does no harm."))
	}
	return out
}

func (s *Snapshot) brugerKombit(enhed string) bool {
	e := s.Grundlag.Enheder[enhed]
	return s.tal().Enheder[enhed].Objekter() > 0 || e != nil && e.Sagsansvarlig
}

// enhedUdenVej is R072: a unit with cases that resolves to nothing, of which the care record says nothing.
func enhedUdenVej(s *Snapshot) []Fund {
	var out []Fund
	for _, e := range s.enheder() {
		found := s.Grundlag.Enhed(e.ID)
		if s.tal().Enheder[e.ID].Sager == 0 || found.Enhed != nil || found.Mangel != projection.EnhedUdenKombit || s.doed(e) {
			continue
		}
		f := s.omEnhed("R072", Advarsel, e).
			raader("Giv enheden, eller en over den, et KOMBIT-id, eller bed om at få den oprettet i FK Organisation.", "Give the unit, or one above it, a KOMBIT id, or ask for its creation in FK Organisation.")
		many := antal(f.Tal.Sager, "sag", "sager")
		switch {
		case !s.Grundlag.Policy.DefaultEnhed.IsZero():
			f.Alvor = Oplysning
			f = f.siger("Enheden findes ikke i FK Organisation, heller ikke opad. "+many+" sendes med kommunens standardenhed.", fmt.Sprintf("The unit resolves to no KOMBIT id; %d cases are sent with the default unit.", f.Tal.Sager))
		case s.harOpmaerkedeSager(e.ID):
			f.Alvor = Fejl
			f = f.siger("Enheden findes ikke i FK Organisation, heller ikke opad. Dens sager af opmærkede sagstyper holdes tilbage; den har "+many+".", fmt.Sprintf("The unit resolves to no KOMBIT id up to the top; of its %d cases those of marked sagstyper are held back.", f.Tal.Sager))
		default:
			f = f.siger("Enheden findes ikke i FK Organisation, heller ikke opad. Den har "+many+".", fmt.Sprintf("The unit resolves to no KOMBIT id up to the top. It has %d cases.", f.Tal.Sager))
		}
		out = append(out, f)
	}
	return out
}

func (s *Snapshot) harOpmaerkedeSager(enhed string) bool {
	for sagstype, units := range s.tal().SagstypeEnhed {
		if units[enhed] > 0 && s.opmaerket(sagstype) {
			return true
		}
	}
	return false
}

// sammeKombit is R073 for what was decided before the guard. Where one unit lies below the other it finds the id upwards anyway
// (R071), so its own can be taken away without any change.
func sammeKombit(s *Snapshot) []Fund {
	first := make(map[oio.UUID]*eoj.Enhed)
	var out []Fund
	for _, e := range s.enheder() {
		id := s.kombit(e)
		other, twice := first[id]
		if id.IsZero() || !twice {
			first[id] = e
			continue
		}
		f := s.omEnhed("R073", Advarsel, e).
			siger("Enheden har samme KOMBIT-id som »"+other.Navn+"«.", fmt.Sprintf("The unit has the same KOMBIT id as %s %q.", other.ID, other.Navn))
		switch {
		case s.findesGennem(e, id):
			f = f.raader("Fjern det her: enheden finder det ved at lede opad.", "Take it away here: the unit finds it by looking upwards.").retter(mapping.Valg{}, "R073 findes opad")
		case s.findesGennem(other, id):
			f.ID, f.Navn, f.Tal = other.ID, other.Navn, s.tal().Enheder[other.ID]
			f = f.siger("Enheden har samme KOMBIT-id som »"+e.Navn+"« over den.", fmt.Sprintf("The unit has the same KOMBIT id as %s %q above it.", e.ID, e.Navn)).
				raader("Fjern det her: enheden finder det ved at lede opad.", "Take it away here: the unit finds it by looking upwards.").retter(mapping.Valg{}, "R073 findes opad")
		default:
			f = f.raader("Sæt det på en enhed over dem begge, eller giv dem hver sit.", "Put it on a unit above both, or give each its own.")
		}
		out = append(out, f)
	}
	return out
}

// findesGennem reports whether a unit without its own KOMBIT id would find the same one at the next unit above that has any.
func (s *Snapshot) findesGennem(e *eoj.Enhed, id oio.UUID) bool {
	at := e.Overordnet
	for range len(s.Grundlag.Enheder) {
		above, known := s.Grundlag.Enheder[at]
		if !known {
			return false
		}
		if found := s.kombit(above); !found.IsZero() {
			return found == id
		}
		at = above.Overordnet
	}
	return false
}

// fremmedEnhed is R074 for what was decided before FK Organisation said whose the unit is.
func fremmedEnhed(s *Snapshot) []Fund {
	var out []Fund
	for _, e := range s.enheder() {
		unit, found := s.Grundlag.Organisation.Find(s.kombit(e))
		if !found || unit.CVR == "" || unit.CVR == s.Grundlag.Kommune.CVR {
			continue
		}
		out = append(out, s.omEnhed("R074", Fejl, e).
			siger(fmt.Sprintf("KOMBIT-id'et er enheden »%s«, som hører til CVR %s og ikke til kommunen.", unit.Navn, unit.CVR), fmt.Sprintf("The KOMBIT id is unit %q of CVR %s, not of this municipality.", unit.Navn, unit.CVR)).
			raader("Vælg kommunens egen enhed.", "Choose the municipality's own unit."))
	}
	return out
}

// Modeltal is what a municipality's own tree says of the two models (R075).
type Modeltal struct {
	Sagsansvarlige int // authorities in use
	Egen           int // of them: with their own KOMBIT id
	Opad           int // of them: found through a unit above
	Ingen          int // of them: resolve to nothing
	Dobbelt        int // mapped units that lie below another mapped one
	KontaktOpad    int // authorities whose contact details are those of a unit above their own in FK Organisation
}

// Modelbillede counts what the choice of model 1 or 2 means on the municipality's own tree (R075): how exact contact details are,
// and how many mappings must be kept up.
func Modelbillede(s *Snapshot) Modeltal {
	var m Modeltal
	for _, e := range s.enheder() {
		found := s.Grundlag.Enhed(e.ID)
		if !s.kombit(e).IsZero() && s.Grundlag.Enhed(e.Overordnet).Enhed != nil {
			m.Dobbelt++
		}
		if !e.Sagsansvarlig || !e.Aktiv {
			continue
		}
		m.Sagsansvarlige++
		switch {
		case found.Enhed == nil:
			m.Ingen++
		case found.Via == e.ID:
			m.Egen++
		default:
			m.Opad++
		}
		if found.Enhed != nil && !found.Enhed.Kontakt() {
			m.KontaktOpad++
		}
	}
	return m
}

// modelPasserIkke is R075: what is mapped is not what was chosen.
func modelPasserIkke(s *Snapshot) []Fund {
	m := Modelbillede(s)
	f := Fund{Regel: "R075", Alvor: Oplysning}
	switch {
	case s.Politik.Model == 1 && m.Opad > m.Egen:
		return []Fund{f.
			siger(fmt.Sprintf("Model 1 (detaljeret) er valgt, men kun %d af %d sagsansvarlige enheder har deres eget KOMBIT-id; %d bruger en enhed over dem.", m.Egen, m.Sagsansvarlige, m.Opad),
				fmt.Sprintf("Model 1 (detailed) is chosen, but only %d of %d responsible units have their own KOMBIT id; %d use one above.", m.Egen, m.Sagsansvarlige, m.Opad)).
			raader("Map flere enheder én til én, så kontaktoplysningerne bliver præcise, eller vælg model 2.", "Map more units one to one for exact contact details, or choose model 2.")}
	case s.Politik.Model == 2 && m.Dobbelt > 0:
		return []Fund{f.
			siger(fmt.Sprintf("Model 2 (overordnet) er valgt, men %s ligger under en anden, der også er mappet.", antal(m.Dobbelt, "mappet enhed", "mappede enheder")),
				fmt.Sprintf("Model 2 (high up) is chosen, but %d mapped units lie below another mapped one.", m.Dobbelt)).
			raader("Behold dem, hvis kontaktoplysningerne skal være præcise; de skal vedligeholdes. Ellers fjern dem, eller vælg model 1.", "Keep them for exact contact details, at the price of upkeep; else take them away, or choose model 1.")}
	}
	return nil
}

// navneForskellige is R076, second situation: the same unit by two names. A name somebody has proposed already is not told again.
func navneForskellige(s *Snapshot) []Fund {
	var out []Fund
	for _, e := range s.enheder() {
		unit, found := s.Grundlag.Organisation.Find(s.kombit(e))
		if !found || !unit.Aktiv() || sammeNavn(unit.Navn, e.Navn) {
			continue
		}
		if note, proposed := s.noter().Seneste(mapping.Enhed, e.ID, mapping.Navneforslag); proposed && sammeNavn(note.Tekst, unit.Navn) {
			continue
		}
		out = append(out, s.omEnhed("R076", Oplysning, e).
			siger("Enheden hedder »"+unit.Navn+"« i FK Organisation.", fmt.Sprintf("The unit is called %q in FK Organisation.", unit.Navn)).
			raader("Overvej at rette navnet i omsorgssystemet.", "Consider the same name in the care record."))
	}
	return out
}

// usynligEnhed is R077, both ways.
func usynligEnhed(s *Snapshot) []Fund {
	var out []Fund
	for _, e := range s.enheder() {
		if !e.Usynlig {
			continue
		}
		t := s.tal().Enheder[e.ID]
		running := t.Aktive > 0 || t.Loebende > 0
		switch same := s.medNavn(e.Navn); {
		case running && s.kombit(e).IsZero() && same != nil:
			out = append(out, s.omEnhed("R077", Advarsel, e).
				siger("Enheden er usynlig, men har stadig løbende sager eller bevillinger, og FK Organisation har »"+same.Navn+"«.", fmt.Sprintf("The unit is invisible but still has running cases or grants, and FK Organisation has %q.", same.Navn)).
				raader("Map den til enheden.", "Map it to that unit."))
		case !running && !s.kombit(e).IsZero():
			out = append(out, s.omEnhed("R077", Oplysning, e).
				siger("Enheden er usynlig, mappet og har intet løbende.", "The unit is invisible, mapped, and has nothing running.").
				raader("Den behøver ikke et KOMBIT-id; dens gamle sager finder enheden over den.", "It needs no KOMBIT id; its old cases find the unit above."))
		}
	}
	return out
}

func (s *Snapshot) medNavn(name string) *organisation.Enhed {
	for _, unit := range s.Grundlag.Organisation.Alle() {
		if unit.Aktiv() && sammeNavn(unit.Navn, name) {
			return unit
		}
	}
	return nil
}

// mappetEnhedVaek is R079 for units that are gone or closed in FK Organisation without an import that saw it happen (those
// enhedForsvundet tells of), with the cases that used them.
func mappetEnhedVaek(s *Snapshot) []Fund {
	seen := make(map[string]bool)
	for _, f := range enhedForsvundet(s) {
		seen[f.ID] = true
	}
	var out []Fund
	for _, e := range s.enheder() {
		if !s.doed(e) || seen[e.ID] {
			continue
		}
		f := s.omEnhed("R079", Advarsel, e)
		used := s.brugteAf(e.ID)
		f.Tal = s.enhedstal(used)
		what, hvad := "is gone from FK Organisation", "findes ikke længere i FK Organisation"
		if unit, found := s.Grundlag.Organisation.Find(s.kombit(e)); found {
			what, hvad = fmt.Sprintf("%q is closed in FK Organisation", unit.Navn), "»"+unit.Navn+"« er lukket i FK Organisation"
		}
		after, derefter := "Nothing above it is mapped, so its cases are held back.", "Ingen enhed over den er mappet, så sagerne holdes tilbage."
		if found := s.Grundlag.Enhed(e.ID).Enhed; found != nil {
			after, derefter = fmt.Sprintf("Its cases use %q instead.", found.Navn), "Sagerne bruger »"+found.Navn+"« i stedet."
		} else if slices.ContainsFunc(used, s.harOpmaerkedeSager) && s.Grundlag.Policy.DefaultEnhed.IsZero() {
			f.Alvor = Fejl
		}
		out = append(out, f.siger(fmt.Sprintf("Enheden er mappet til en enhed, der er væk: den %s. %s", hvad, derefter), fmt.Sprintf("The mapped unit %s. %s", what, after)).
			raader("Vælg den enhed, der har overtaget.", "Choose the unit that took over."))
	}
	return out
}

// brugteAf are the units that use the KOMBIT id of one: itself, and those below that meet no other on the way up to it.
func (s *Snapshot) brugteAf(enhed string) []string {
	children := make(map[string][]*eoj.Enhed)
	for _, e := range s.enheder() {
		children[e.Overordnet] = append(children[e.Overordnet], e)
	}
	used := []string{enhed}
	for i := 0; i < len(used); i++ {
		for _, child := range children[used[i]] {
			if s.kombit(child).IsZero() && !slices.Contains(used, child.ID) {
				used = append(used, child.ID)
			}
		}
	}
	return used
}

// enhedstal adds up the cases of units. One citizen may have cases in several, so Borgere is at least so many.
func (s *Snapshot) enhedstal(enheder []string) projection.Tal {
	var sum projection.Tal
	for _, id := range enheder {
		t := s.tal().Enheder[id]
		citizens := max(sum.Borgere, t.Borgere)
		sum = sum.Plus(t)
		sum.Borgere = citizens
	}
	return sum
}

// sagerMed are the units that have cases of a sagstype, by id.
func (s *Snapshot) sagerMed(sagstype string) []string {
	return slices.Sorted(maps.Keys(s.tal().SagstypeEnhed[sagstype]))
}
