package rules

import (
	"fmt"
	"slices"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/projection"
)

// umuligtHold reports whether a ydelse is a hold of local ydelser that no type a person may choose is right for (R051): SEL §86
// always, SUL §119 and §140 where the municipality uses FSIII there. A hold with FSIII ydelser maps itself (R050).
func (s *Snapshot) umuligtHold(y *eoj.Ydelse) bool {
	if !y.Hold || y.Standard != eoj.Lokal || y.Pakke || s.valg(mapping.Ydelse, y.ID).Ikke {
		return false
	}
	own := []kle.Hjemmel{sel(86, "")}
	if s.Grundlag.Policy.EgenFSIII {
		own = append(own, sul(119, ""), sul(140, ""))
	}
	return moedes(s.hjemler(y), own)
}

// holdUdenFSIII is R051, with what removing the mark would do.
func holdUdenFSIII(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		if !s.umuligtHold(y) || s.fravalgt(y.Sagstype) {
			continue
		}
		f := s.omYdelse("R051", Advarsel, y).
			siger("Holdet består af lokale ydelser og kan ikke mappes rigtigt.", "The hold consists of local ydelser and cannot be mapped rightly.").
			raader("Sæt holdet op med FSIII i omsorgssystemet. Lad sagstypen være uden KLE-nummer, til det er gjort.", "Set the hold up with FSIII in the care record, and leave its sagstype unmarked until then.")
		if s.opmaerket(y.Sagstype) {
			f = s.opmaerketHold(f, y)
		}
		out = append(out, f)
	}
	return out
}

func (s *Snapshot) opmaerketHold(f Fund, y *eoj.Ydelse) Fund {
	if s.valg(mapping.Ydelse, y.ID).IsZero() {
		f.Alvor = Fejl
	}
	t := s.tal().Sagstyper[y.Sagstype]
	f.Dansk += " Dens sagstype er opmærket."
	f.English += " Its sagstype is marked."
	f.Raad += fmt.Sprintf(" Fjernes nummeret, forsvinder %s og %s for %s.", antal(t.Sager, "sag", "sager"), antal(t.Bevillinger, "bevilling", "bevillinger"), antal(t.Borgere, "borger", "borgere"))
	f.Remedy += fmt.Sprintf(" Removing the mark would remove %d cases and %d grants of %d citizens.", t.Sager, t.Bevillinger, t.Borgere)
	return f
}

// markoerRegler are the rules whose names are marks on a citizen or a grant (R052); the others become no type for other reasons.
var markoerRegler = []string{"R031", "R036", "R038", "R040"}

// markoer reports whether a ydelse is a data marker (R052). One that somebody has mapped is an indsats: a klippekort may be either.
func (s *Snapshot) markoer(y *eoj.Ydelse) bool {
	if y.Standard != eoj.Lokal || y.Pakke || s.valg(mapping.Ydelse, y.ID).Type != "" {
		return false
	}
	if regel, _ := s.genkend(y); slices.Contains(markoerRegler, regel) {
		return true
	}
	for _, w := range ord(strings.ToLower(y.Navn)) {
		if strings.HasPrefix(w, "klippekort") || strings.HasPrefix(w, "aktindsigt") || strings.HasPrefix(w, "agtindsigt") || strings.HasPrefix(w, "klage") {
			return true
		}
	}
	return false
}

// Opdelt is a sagstype as it would be after a split.
type Opdelt struct {
	Navn     string
	Opmaerke bool // keeps or gets the KLE number
	Ydelser  []*eoj.Ydelse
}

// Opdeling is the proposal of R052: a sagstype with both real ydelser and markers becomes two, one marked, one not.
type Opdeling struct {
	Sagstype  *eoj.Sagstype
	Markoerer []*eoj.Ydelse
	Ydelser   []*eoj.Ydelse // the real ones; packages are neither
	Trin      []string      // what to do in the care record, in Danish, in order
	Efter     []Opdelt      // the two sagstyper afterwards
	Tal       projection.Tal
	// Udfoert is the note of somebody who says that it is done, although the source shows otherwise; nil when nobody does.
	Udfoert *mapping.Note
}

// Opdelinger lists the sagstyper that should be split (R052). One that has been split in the source is no longer among them.
func Opdelinger(s *Snapshot) []Opdeling {
	var out []Opdeling
	for _, t := range s.sagstyper() {
		if s.fravalgt(t.ID) {
			continue
		}
		o := Opdeling{Sagstype: t}
		for _, y := range s.under(t.ID) {
			switch {
			case s.markoer(y):
				o.Markoerer = append(o.Markoerer, y)
			case !y.Pakke && y.Aktiv:
				o.Ydelser = append(o.Ydelser, y)
			}
		}
		if len(o.Markoerer) > 0 && len(o.Ydelser) > 0 {
			out = append(out, s.opdel(o))
		}
	}
	return out
}

func (s *Snapshot) opdel(o Opdeling) Opdeling {
	name := o.Sagstype.Navn + " – markeringer"
	if len(o.Markoerer) == 1 {
		name = o.Markoerer[0].Navn
	}
	o.Tal = s.samlet(o.Markoerer)
	o.Efter = []Opdelt{{o.Sagstype.Navn, true, o.Ydelser}, {name, false, o.Markoerer}}
	o.Trin = []string{
		"Opret sagstypen »" + name + "« i omsorgssystemet, uden KLE-nummer.",
		"Flyt " + navne(o.Markoerer, "og", "til") + " til den nye sagstype.",
	}
	if o.Tal.Bevillinger > 0 {
		o.Trin = append(o.Trin, antal(o.Tal.Bevillinger, "bevilling", "bevillinger")+" ligger fortsat under den gamle sagstype. Flyt dem, eller lad dem løbe ud.")
	}
	o.Trin = append(o.Trin, "Lad »"+o.Sagstype.Navn+"« beholde sit KLE-nummer, eller giv den et, når ydelserne er mappet.")
	if note, found := s.udfoert(mapping.Sagstype, o.Sagstype.ID, "R052"); found {
		o.Udfoert = &note
	}
	return o
}

// udfoert is the last note that the remedy of a rule is done for a thing.
func (s *Snapshot) udfoert(art mapping.Art, id, regel string) (mapping.Note, bool) {
	notes := s.noter().Om(art, id)
	for i := len(notes) - 1; i >= 0; i-- {
		if notes[i].Slags == mapping.Udfoert && notes[i].Kode == regel {
			return notes[i], true
		}
	}
	return mapping.Note{}, false
}

// markoerBlandtYdelser is R052.
func markoerBlandtYdelser(s *Snapshot) []Fund {
	var out []Fund
	for _, o := range Opdelinger(s) {
		f := s.omSagstype("R052", Oplysning, o.Sagstype)
		f.Tal = o.Tal
		if s.opmaerket(o.Sagstype.ID) && slices.ContainsFunc(o.Markoerer, s.uafgjort) {
			f.Alvor = Advarsel
		}
		out = append(out, f.
			siger(fmt.Sprintf("Sagstypen har både ydelser og markeringer: %s. Opmærkning er alt eller intet.", navne(o.Markoerer, "og", "til")),
				fmt.Sprintf("The sagstype has both ydelser and markers: %s. Marking is all or nothing.", navne(o.Markoerer, "and", "more"))).
			raader("Del den i to: "+strings.Join(o.Trin, " "), "Split it in two: real ydelser under a marked sagstype, markers under an unmarked one."))
	}
	return out
}

// udfoertMenVises tells of remedies somebody says are done, while the source still shows otherwise (R051, R052).
func udfoertMenVises(s *Snapshot) []Fund {
	var out []Fund
	for _, o := range Opdelinger(s) {
		if o.Udfoert != nil {
			out = append(out, ikkeSandt(s.omSagstype("R052", Advarsel, o.Sagstype), *o.Udfoert))
		}
	}
	for _, y := range s.ydelser() {
		if note, found := s.udfoert(mapping.Ydelse, y.ID, "R051"); found && s.umuligtHold(y) {
			out = append(out, ikkeSandt(s.omYdelse("R051", Advarsel, y), note))
		}
	}
	return out
}

func ikkeSandt(f Fund, note mapping.Note) Fund {
	return f.siger("Det er noteret som gjort af "+note.Af+", men kilden viser det stadig.", "It is noted as done by "+note.Af+", but the source still shows it.").
		raader("Indlæs kilden igen, eller gør det færdigt i omsorgssystemet.", "Load the source again, or finish it in the care record.")
}
