package rules

import (
	"fmt"
	"slices"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/suggest"
	"indeksbro/internal/ydelsestype"
)

// tilAfklaring is R015: what waits for an answer.
func tilAfklaring(s *Snapshot) []Fund {
	var out []Fund
	told := func(f Fund, note mapping.Note) {
		out = append(out, f.siger(fmt.Sprintf("Til afklaring siden %s: »%s«", oio.DatoOf(note.Tid), note.Tekst), fmt.Sprintf("Open question since %s: %q", oio.DatoOf(note.Tid), note.Tekst)).
			raader("Send den samlede tekst til FKI@kombit.dk, og noter svaret.", "Send the one text to FKI@kombit.dk, and note the answer."))
	}
	for _, t := range s.sagstyper() {
		if note, open := s.noter().Afklares(mapping.Sagstype, t.ID); open {
			told(s.omSagstype("R015", Oplysning, t), note)
		}
	}
	for _, y := range s.ydelser() {
		if note, open := s.noter().Afklares(mapping.Ydelse, y.ID); open {
			told(s.omYdelse("R015", Oplysning, y), note)
		}
	}
	return out
}

// Afklaringstekst is one letter to FKI@kombit.dk about everything that waits for an answer (R015): names, law, paragraph, how
// many grants, and what was considered. It holds no personal data, and is empty when nothing waits.
func Afklaringstekst(s *Snapshot, kommune string) string {
	var items []string
	for _, t := range s.sagstyper() {
		if note, open := s.noter().Afklares(mapping.Sagstype, t.ID); open {
			items = append(items, fmt.Sprintf("Sagstype: %s\n%s   Antal: %s\n%s", t.Navn, lovlinje(t.Lov, t.Paragraf), antal(s.tal().Sagstyper[t.ID].Sager, "sag", "sager"), s.overvejet(mapping.Sagstype, t.ID, note)))
		}
	}
	for _, y := range s.ydelser() {
		if note, open := s.noter().Afklares(mapping.Ydelse, y.ID); open {
			items = append(items, fmt.Sprintf("Ydelse: %s\n%s%s   Antal: %s\n%s", y.Navn, s.sagstypelinje(y.Sagstype), lovlinje(y.Lov, y.Paragraf), antal(s.tal().Ydelser[y.ID].Bevillinger, "bevilling", "bevillinger"), s.overvejet(mapping.Ydelse, y.ID, note)))
		}
	}
	if len(items) == 0 {
		return ""
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Til: FKI@kombit.dk\nEmne: Afklaring af sagstyper og ydelser – %s\n\nHej\n\nVi kan ikke finde en ydelsestype eller et KLE-emne, der passer, til følgende:\n", kommune)
	for i, item := range items {
		fmt.Fprintf(&text, "\n%d. %s", i+1, item)
	}
	fmt.Fprintf(&text, "\nVi bruger kataloget %s. Hvilken type eller hvilket emne skal vi bruge?\n\nVenlig hilsen\n%s\n", s.Grundlag.Katalog.Release(), kommune)
	return oio.MaskCPR(text.String())
}

func lovlinje(lov, paragraf string) string {
	if lov == "" && paragraf == "" {
		return "   Lov: ikke oplyst\n"
	}
	return "   Lov: " + strings.TrimSpace(lov+" "+paragraf) + "\n"
}

func (s *Snapshot) sagstypelinje(id string) string {
	t := s.Grundlag.Sagstyper[id]
	if t == nil {
		return ""
	}
	number := ""
	if n := s.valg(mapping.Sagstype, id).KLE; n != "" {
		number = ", opmærket " + string(n)
	}
	return "   Sagstype: " + t.Navn + number + "\n"
}

// overvejet is the question, and the suggestions that were looked at and rejected.
func (s *Snapshot) overvejet(art mapping.Art, id string, question mapping.Note) string {
	text := "   Spørgsmål: " + strings.Join(strings.Fields(question.Tekst), " ") + "\n"
	var rejected []string
	for _, note := range s.noter().Om(art, id) {
		if note.Slags != mapping.AfvistForslag {
			continue
		}
		name := note.Kode
		if t, found := s.Grundlag.Katalog.Find(note.Kode); found {
			name = strings.TrimSpace(t.Navn + ", " + t.Lov + " " + t.Paragraf)
		} else if class, found := s.KLE.Find(kle.Nummer(note.Kode)); found {
			name += " " + class.Titel
		}
		rejected = append(rejected, name)
	}
	if len(rejected) > 0 {
		text += "   Overvejet, men passer ikke: " + strings.Join(rejected, "; ") + "\n"
	}
	return text
}

// nyTypeKommet is R047: a question about a ydelse waits, and the catalogue now has a type that may answer it.
func nyTypeKommet(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		if _, asked := s.noter().Afklares(mapping.Ydelse, y.ID); !asked || !s.uafgjort(y) {
			continue
		}
		for _, t := range s.nyeTyper(y) {
			out = append(out, s.omYdelse("R047", Advarsel, y).
				siger(fmt.Sprintf("Ydelsen er til afklaring, og kataloget har nu typen »%s«.", t.Navn), fmt.Sprintf("A question about the ydelse is open, and the catalogue now has the type %q.", t.Navn)).
				raader("Map den til typen, hvis den passer, og noter svaret.", "Map it to the type if it fits, and note the answer."))
		}
	}
	return out
}

// nyeTyper are the types of a ydelse's paragraph that the catalogue had not from the beginning: new ones, or old ones that cover more (R047).
func (s *Snapshot) nyeTyper(y *eoj.Ydelse) []ydelsestype.Type {
	first, err := ydelsestype.Indlejret(ydelsestype.Releases()[0])
	if err != nil {
		return nil
	}
	var fresh []ydelsestype.Type
	for _, t := range s.Grundlag.Katalog.Typer() {
		if was, known := first.Find(t.Noegle); s.passer(y, t) && !(known && s.passer(y, was)) {
			fresh = append(fresh, t)
		}
	}
	return fresh
}

// Afklaringstilstand is how far a question has come (R015).
type Afklaringstilstand string

// The states, in order.
const (
	Spurgt   Afklaringstilstand = "spurgt"  // put on the list
	SendtTil Afklaringstilstand = "sendt"   // to FKI
	PaaVej   Afklaringstilstand = "paa-vej" // the answer is that a new type comes; it waits for it (R047)
	Besvaret Afklaringstilstand = "svar"    // answered, not yet decided upon
	Anvendt  Afklaringstilstand = "anvendt" // decided upon
)

// Afklaring is one question with everything that may answer it here.
type Afklaring struct {
	Art                 mapping.Art
	ID                  string
	Navn, Lov, Paragraf string
	Tilstand            Afklaringstilstand
	Spoergsmaal         mapping.Note
	Sendt, Svar         mapping.Note       // zero: not yet
	Beslutning          mapping.Beslutning // the last about it
	Tal                 projection.Tal
	NyeTyper            []ydelsestype.Type // came since, and may be what it waits for (R047)
	Regel, Raad         string             // the deck's own answer to such a name, with its rule (R031–R046)
}

// Venter reports whether it still waits for an answer or a type.
func (a *Afklaring) Venter() bool {
	return a.Tilstand == Spurgt || a.Tilstand == SendtTil || a.Tilstand == PaaVej
}

// Afklaringer lists every question that was ever put about a sagstype or a ydelse, by name.
func Afklaringer(s *Snapshot) []Afklaring {
	var all []Afklaring
	for _, t := range s.sagstyper() {
		if a, asked := s.afklaring(mapping.Sagstype, t.ID); asked {
			a.Navn, a.Lov, a.Paragraf, a.Tal = t.Navn, t.Lov, t.Paragraf, s.tal().Sagstyper[t.ID]
			all = append(all, a)
		}
	}
	for _, y := range s.ydelser() {
		a, asked := s.afklaring(mapping.Ydelse, y.ID)
		if !asked {
			continue
		}
		a.Navn, a.Lov, a.Paragraf, a.Tal = y.Navn, y.Lov, y.Paragraf, s.tal().Ydelser[y.ID]
		if a.Venter() {
			a.NyeTyper = s.nyeTyper(y)
		}
		if s.IkkeMappes != nil {
			a.Regel, a.Raad, _ = s.IkkeMappes(suggest.Opgave{ID: y.ID, Navn: y.Navn, Lov: y.Lov, Paragraf: y.Paragraf})
		}
		all = append(all, a)
	}
	slices.SortStableFunc(all, func(a, b Afklaring) int { return strings.Compare(a.Navn, b.Navn) })
	return all
}

func (s *Snapshot) afklaring(art mapping.Art, id string) (Afklaring, bool) {
	notes := s.noter()
	question, asked := notes.Seneste(art, id, mapping.Afklaring)
	if !asked {
		return Afklaring{}, false
	}
	a := Afklaring{Art: art, ID: id, Spoergsmaal: question, Tilstand: Spurgt}
	a.Beslutning, _ = s.Grundlag.Mapping.Beslutning(art, id)
	if sent, found := notes.Efter(question, mapping.Sendt); found {
		a.Sendt, a.Tilstand = sent, SendtTil
	}
	if answer, found := notes.Efter(question, mapping.Svar); found {
		a.Svar, a.Tilstand = answer, Besvaret
		if answer.Kode == mapping.PaaVej {
			a.Tilstand = PaaVej
		}
	}
	if !a.Beslutning.Valg.IsZero() {
		a.Tilstand = Anvendt
	}
	return a, true
}

// Hul is a paragraph the deck counts among the not standardised types, but for which the catalogue has none (R016).
type Hul struct {
	Navn    string // as people write it
	Hjemmel kle.Hjemmel
}

// ikkeStandardiserede is the deck's list of what the not standardised types cover (R016), one line a paragraph.
var ikkeStandardiserede = func() []Hul {
	var out []Hul
	add := func(kort, lov string, paragraphs ...string) {
		for _, p := range paragraphs {
			for _, h := range kle.Hjemler(lov, p) {
				out = append(out, Hul{kort + " § " + p, h})
			}
		}
	}
	add("SEL", serviceLov, "10", "11", "12", "14", "79", "80", "95", "96", "97", "98", "99", "100", "101", "102", "105", "109", "110",
		"112", "113", "114", "115", "116", "117", "118", "119", "122", "131", "134", "141", "142", "170", "172", "192")
	add("SUL", "Sundhedsloven", "14", "131", "134a", "141", "142", "170", "172")
	add("almenboligloven", "Almenboligloven", "54", "105")
	add("bekendtgørelse om plejehjem og beskyttede boliger", "BEK om plejehjem og beskyttede boliger", "3")
	add("hjælpemiddelbekendtgørelsen", "Hjælpemiddelbekendtgørelsen", "24")
	add("lov om specialundervisning for voksne", "Lov om specialundervisning for voksne", "1", "5")
	add("STU-loven", "STU-loven", "2", "10")
	add("psykiatriloven", "Psykiatriloven", "42")
	return out
}()

// KendteHuller lists the paragraphs of R016 without any type in a catalogue.
func KendteHuller(k *ydelsestype.Katalog) []Hul {
	var have []kle.Hjemmel
	for _, t := range k.Typer() {
		have = append(have, kle.Hjemler(t.Lov, t.Paragraf)...)
	}
	var out []Hul
	for _, h := range ikkeStandardiserede {
		if !moedes([]kle.Hjemmel{h.Hjemmel}, have) {
			out = append(out, h)
		}
	}
	return out
}

// kendteHullerRoert is R016: local ydelser of such a paragraph, whatever was decided of their sagstype.
func kendteHullerRoert(s *Snapshot) []Fund {
	gaps := KendteHuller(s.Grundlag.Katalog)
	var out []Fund
	for _, y := range s.ydelser() {
		if !s.uafgjort(y) {
			continue
		}
		for _, gap := range gaps {
			if moedes(s.hjemler(y), []kle.Hjemmel{gap.Hjemmel}) {
				out = append(out, s.omYdelse("R016", Oplysning, y).
					siger("Kataloget har endnu ingen type til "+gap.Navn+".", "The catalogue has no type for "+gap.Navn+" as yet.").
					raader("Sæt den til afklaring, eller vent på en ny udgave af kataloget.", "Put it on the list of open questions, or wait for a new catalogue release."))
				break
			}
		}
	}
	return out
}

// gaaetImod keeps in sight for ever that somebody went against a guard (R006, R007).
func gaaetImod(s *Snapshot) []Fund {
	var out []Fund
	for _, t := range s.sagstyper() {
		d, found := s.Grundlag.Mapping.Beslutning(mapping.Sagstype, t.ID)
		if !found || d.Trods == "" || d.Valg.KLE == "" {
			continue
		}
		f := s.omSagstype(s.imodHvad(d), Oplysning, t)
		f.Trods = d.Trods
		out = append(out, f.siger("Sagstypen blev opmærket på trods af en advarsel, af "+d.Af+": »"+d.Trods+"«.", fmt.Sprintf("The sagstype was marked against a guard, by %s: %q.", d.Af, d.Trods)).
			raader("Se efter, om grunden stadig holder.", "See whether the reason still holds."))
	}
	return out
}

// imodHvad is the guard a decision goes against as things stand: R007 where only units are missing, else R006.
func (s *Snapshot) imodHvad(d mapping.Beslutning) string {
	if brud, err := ydelserMappet(d, s); brud == nil && err == nil && s.Sager != nil {
		if brud, err := enhederFundet(d, s); brud != nil && err == nil {
			return brud.Regel
		}
	}
	return "R006"
}
