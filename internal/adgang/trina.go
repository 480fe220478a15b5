package adgang

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Valg is what is decided about a role of step A.
type Valg string

// The choices. A role to be changed is decided when it is done, or when a newer list from the catalogue no longer lists it.
const (
	Behold  Valg = "behold"  // it may see what it sees
	Aendr   Valg = "aendr"   // it is to be changed in the role system
	Udfoert Valg = "udfoert" // it has been changed there
)

// Rollebeslutning is a decision about a role, with who and when.
type Rollebeslutning struct {
	Valg  Valg      `json:"valg"`
	Grund string    `json:"grund,omitempty"`
	Af    string    `json:"-"`
	Tid   time.Time `json:"-"`
}

// Rolle is a job-function role in step A: what it may see, why it is listed, what is decided.
type Rolle struct {
	Jobrolle
	UdenKLE    bool   // no KLE boundary: it sees every number (R110)
	Roerer     Emner  // the exported numbers its boundary touches, where it has one
	Faelde     string // why the missing boundary may be a fault of the catalogue; empty: nothing says so (06 §1.5)
	Beslutning *Rollebeslutning
	Genaabnet  bool // it was decided, and has changed since
}

// Listes reports whether the role must be decided before anything is opened (R110).
func (r *Rolle) Listes() bool { return r.UdenKLE || len(r.Roerer) > 0 }

// Afgjort reports whether it is.
func (r *Rolle) Afgjort() bool { return r.Beslutning != nil && r.Beslutning.Valg != Aendr }

// TrinA is step A: every role that looks citizens up, those to be decided first.
type TrinA struct {
	Roller    []Rolle
	Uvedkomne int            // roles that give no look-up here
	Hentet    time.Time      // of the newest list; zero: none was ever imported
	Skrevet   program.Faktum // the sign-off, if it holds
	Afsluttet bool           // it does
	omsorg    Emner          // what counts as exported
}

// omsorg is what the deck asks about; what is exported besides is asked about too (R110).
var omsorg = Emner{{"27.00.00", "27.99.99"}, {"29.00.00", "29.99.99"}}

// Rollefakta are the facts that a newer list makes: what is new or changed, and what is gone. What is as it was makes none.
func Rollefakta(s *program.Stand, roles []Jobrolle, idag oio.Dato) []program.Faktum {
	before := map[string]string{}
	s.Alle(program.Jobrolle, func(f program.Faktum) bool {
		if f.Dato != 0 {
			before[f.Kode] = f.Tekst
		}
		return true
	})
	facts := []program.Faktum{}
	for i := range roles {
		text := roles[i].JSON()
		if before[roles[i].ID] != text {
			facts = append(facts, program.Faktum{Emne: program.Jobrolle, Kode: roles[i].ID, Dato: idag, Tekst: text})
		}
		delete(before, roles[i].ID)
	}
	gone := make([]string, 0, len(before))
	for id := range before {
		gone = append(gone, id)
	}
	slices.Sort(gone)
	for _, id := range gone {
		facts = append(facts, program.Faktum{Emne: program.Jobrolle, Kode: id})
	}
	return facts
}

// Sete are the facts about roles as a log-in brought them that are not known yet: a log-in's groups, each with its limits.
func Sete(s *program.Stand, groups []Gruppe, idag oio.Dato) []program.Faktum {
	known := map[string]bool{}
	s.Alle(program.SetRolle, func(f program.Faktum) bool {
		known[f.Kode] = true
		return true
	})
	var facts []program.Faktum
	for _, g := range groups {
		if len(g.Retter) == 0 {
			continue
		}
		name := cmp.Or(g.Navn, "Rolle uden navn")
		r := Jobrolle{Navn: name, Antal: -1, Token: true, Grupper: []Gruppe{g}}
		text := r.JSON()
		r.ID = "login-" + oio.NameUUID("set-rolle/"+text).String()
		if !known[r.ID] {
			known[r.ID] = true
			facts = append(facts, program.Faktum{Emne: program.SetRolle, Kode: r.ID, Dato: idag, Tekst: r.JSON()})
		}
	}
	return facts
}

// NyTrinA is step A as it stands. eksporteret are the KLE numbers that are marked to be sent.
func NyTrinA(s *program.Stand, eksporteret []string) *TrinA {
	t := &TrinA{omsorg: slices.Clone(omsorg)}
	for _, number := range eksporteret {
		if set, err := ParseEmner(number); err == nil && !set.Roerer(omsorg) {
			t.omsorg = append(t.omsorg, set...)
		}
	}
	decided := map[string]program.Faktum{}
	s.Alle(program.Rollevalg, func(f program.Faktum) bool {
		decided[f.Kode] = f
		return true
	})
	for _, subject := range []program.Emne{program.Jobrolle, program.SetRolle} {
		s.Alle(subject, func(f program.Faktum) bool {
			if subject == program.Jobrolle && f.Tid.After(t.Hentet) {
				t.Hentet = f.Tid
			}
			role, err := ParseJobrolle(f.Tekst)
			if f.Dato == 0 || err != nil {
				return true
			}
			if len(role.opslag()) == 0 {
				t.Uvedkomne++
				return true
			}
			t.Roller = append(t.Roller, t.vurder(role, f, decided[f.Kode]))
			return true
		})
	}
	t.faelder()
	t.dobbelte()
	slices.SortFunc(t.Roller, func(a, b Rolle) int {
		return cmp.Or(cmp.Compare(a.orden(), b.orden()), cmp.Compare(a.Navn, b.Navn), cmp.Compare(a.ID, b.ID))
	})
	t.Skrevet, t.Afsluttet = s.Dag(program.TrinA, "")
	return t
}

// orden puts what is to be decided first, then what was decided, then what needs no decision.
func (r *Rolle) orden() int {
	switch {
	case r.UdenKLE && !r.Afgjort():
		return 0
	case r.Listes() && !r.Afgjort():
		return 1
	case r.Listes():
		return 2
	}
	return 3
}

func (t *TrinA) vurder(role Jobrolle, as, decision program.Faktum) Rolle {
	r := Rolle{Jobrolle: role}
	for _, g := range role.opslag() {
		if g.KLE == nil {
			r.UdenKLE = true
			continue
		}
		for _, one := range t.omsorg {
			if g.KLE.Roerer(Emner{one}) && !slices.Contains(r.Roerer, one) {
				r.Roerer = append(r.Roerer, one)
			}
		}
	}
	if decision.Nr == 0 || decision.Dato == 0 {
		return r
	}
	d := Rollebeslutning{Af: decision.Af, Tid: decision.Tid}
	if json.Unmarshal([]byte(decision.Tekst), &d) == nil {
		if decision.Nr < as.Nr {
			r.Genaabnet = true
		} else {
			r.Beslutning = &d
		}
	}
	return r
}

// faelder finds roles whose kind normally has a KLE boundary and that have none: a catalogue that cannot work a limit out leaves it out (06
// §1.5). A kind is what a role allows; a role seen at a log-in is also held against the catalogue's of the same name.
func (t *TrinA) faelder() {
	with, without, named := map[string]int{}, map[string]int{}, map[string]bool{}
	for i := range t.Roller {
		r := &t.Roller[i]
		if r.UdenKLE {
			without[r.slags()]++
			continue
		}
		with[r.slags()]++
		if !r.Token {
			named[r.Navn] = true
		}
	}
	for i := range t.Roller {
		r := &t.Roller[i]
		kind := r.slags()
		switch {
		case !r.UdenKLE:
		case r.Token && named[r.Navn]:
			r.Faelde = "Rollekataloget giver rollen en KLE-afgrænsning, men den kom uden ved et log-in. Rollekataloget udelader en afgrænsning, det ikke kan beregne."
		case with[kind] >= 3 && with[kind] >= 2*without[kind]:
			r.Faelde = fmt.Sprintf("De fleste roller af samme slags har en KLE-afgrænsning (%d af %d). Måske er den glemt, eller rollekataloget kunne ikke beregne den.", with[kind], with[kind]+without[kind])
		}
	}
}

func (r *Rolle) slags() string {
	var rights []string
	for _, g := range r.opslag() {
		for _, right := range g.Retter {
			if !slices.Contains(rights, string(right)) {
				rights = append(rights, string(right))
			}
		}
	}
	slices.Sort(rights)
	return strings.Join(rights, "+")
}

// dobbelte leaves out roles seen at a log-in that the catalogue has just so.
func (t *TrinA) dobbelte() {
	limits := func(r *Rolle) string {
		bare := Jobrolle{Navn: r.Navn, Grupper: r.Grupper}
		return bare.JSON()
	}
	listed := map[string]bool{}
	for i := range t.Roller {
		if r := &t.Roller[i]; !r.Token {
			listed[limits(r)] = true
			for _, g := range r.Grupper { // a log-in brings one group at a time
				one := Jobrolle{Navn: r.Navn, Grupper: []Gruppe{g}}
				listed[one.JSON()] = true
			}
		}
	}
	t.Roller = slices.DeleteFunc(t.Roller, func(r Rolle) bool { return r.Token && listed[limits(&r)] })
}

// Find is the role with an id, or nil.
func (t *TrinA) Find(id string) *Rolle {
	for i := range t.Roller {
		if t.Roller[i].ID == id {
			return &t.Roller[i]
		}
	}
	return nil
}

// Mangler counts the roles that must be decided and are not.
func (t *TrinA) Mangler() int {
	n := 0
	for i := range t.Roller {
		if r := &t.Roller[i]; r.Listes() && !r.Afgjort() {
			n++
		}
	}
	return n
}

// UdenKLE are the groups of all roles without a KLE boundary, and how many roles there are.
func (t *TrinA) UdenKLE() ([]Gruppe, int) {
	var groups []Gruppe
	n := 0
	for i := range t.Roller {
		if r := &t.Roller[i]; r.UdenKLE {
			n++
			groups = append(groups, r.Grupper...)
		}
	}
	return groups, n
}

// Saetning says where step A stands, as S7 has it. borgere is how many citizens the roles without a KLE boundary would see together.
func (t *TrinA) Saetning(borgere int) string {
	if len(t.Roller) == 0 {
		return "Der er ingen roller at gennemgå endnu. Indlæs listen fra rollekataloget."
	}
	_, open := t.UdenKLE()
	var sentences []string
	switch open {
	case 0:
		sentences = append(sentences, fmt.Sprintf("Alle %d roller har en KLE-afgrænsning.", len(t.Roller)))
	default:
		sentences = append(sentences, fmt.Sprintf("%d af %d roller har ingen KLE-afgrænsning og ville se %s omsorgssager.", open, len(t.Roller), borgeres(borgere)))
	}
	for _, main := range t.omsorg[:2] {
		if n := t.roerer(func(one Interval) bool { return one == main }); n > 0 {
			sentences = append(sentences, flere(n)+" omfatter "+main.String()+".")
		}
	}
	if n := t.roerer(func(one Interval) bool { return !slices.Contains(omsorg, one) }); n > 0 {
		sentences = append(sentences, flere(n)+" omfatter andre numre, som bliver eksporteret.")
	}
	return strings.Join(sentences, " ")
}

func (t *TrinA) roerer(is func(Interval) bool) int {
	n := 0
	for i := range t.Roller {
		if slices.ContainsFunc(t.Roller[i].Roerer, is) {
			n++
		}
	}
	return n
}

func flere(n int) string {
	if n == 1 {
		return "1 rolle"
	}
	return fmt.Sprintf("%d roller", n)
}

func borgeres(n int) string {
	if n == 1 {
		return "1 borgers"
	}
	return fmt.Sprintf("%d borgeres", n)
}

// Rettelse is what to change in the role system, as text to copy into a mail or a task.
func (r *Rolle) Rettelse() string {
	lines := []string{"Jobfunktionsrolle: " + r.Navn, "Id: " + r.ID}
	for _, g := range r.opslag() {
		lines = append(lines, "Nu: "+g.Beskriv())
	}
	if r.UdenKLE {
		lines = append(lines, "Ændring: sæt dataafgrænsningen KLE på rollens adgang til SAPA Overblik. Uden den ser rollen alle KLE-numre, også omsorgssager.",
			"Skal rollen ikke se omsorgssager: 00.*-26.*, 28.*, 30.*-99.*", "Skal rollen se omsorgssager: skriv kun de numre, medarbejderne arbejder med, for eksempel 27.35.*")
	}
	if len(r.Roerer) > 0 {
		lines = append(lines, "Ændring: tag "+strings.ReplaceAll(r.Roerer.String(), ",", ", ")+" ud af KLE-afgrænsningen, eller begræns den til de numre, medarbejderne arbejder med.")
	}
	return strings.Join(append(lines, "Indlæs derefter listen over roller igen, så afgørelsen kan ses."), "\n")
}

// Faktum is a decision as a fact.
func (d Rollebeslutning) Faktum(id string, idag oio.Dato) (program.Faktum, error) {
	switch d.Valg {
	case Behold, Aendr, Udfoert:
	default:
		return program.Faktum{}, fmt.Errorf("%q is no choice: want behold, aendr or udfoert", string(d.Valg))
	}
	d.Grund = oio.MaskCPR(strings.TrimSpace(d.Grund))
	b, err := json.Marshal(d)
	return program.Faktum{Emne: program.Rollevalg, Kode: id, Dato: idag, Tekst: string(b)}, err
}
