package soap

import (
	"fmt"
	"strconv"

	"indeksbro/internal/oio"
)

// Grad is what a breach of a rule leads to.
type Grad uint8

// A breach is not looked at, told of, or refused.
const (
	Ingen Grad = iota
	Advarsel
	Afvis
)

// Statuskoder of StandardRetur and UnikRetur (SF1470, "Answer and status codes"; what the sources leave open is ours).
const (
	KodeOK       = 20
	KodeIndhold  = 40 // content cannot be processed: do not repeat
	KodeUkendt   = 44 // not found
	KodeKonflikt = 49 // conflict with the object's state
	KodeLukket   = 53 // try again later
)

// Regel is one numbered rule of an index.
type Regel struct {
	Nr      string
	Tekst   string // what must hold, and so what would be right; Danish, for people
	Engelsk string // the same
	Mild    Grad   // as the real index is believed to be
	Streng  Grad   // every rule of the guides
	Kode    int    // of the answer when refused
}

// Fund is one breach.
type Fund struct {
	Regel *Regel
	Grad  Grad
	Sti   string // the element, from the body on
	Hvad  string // what stands there; may hold personal data, so mask before it is logged
}

// Sti is where an element stands: where its parent stands, its name, and its number from 1 where siblings share a name. It is written out
// only where something is told of it.
type Sti struct {
	over *Sti
	navn string
	nr   int
}

// NySti begins a path with what is written already.
func NySti(path string) *Sti { return &Sti{navn: path} }

// Under is a child, or one further down with slashes between.
func (s *Sti) Under(navn string) *Sti { return &Sti{s, navn, 0} }

// Nr is a child with its number.
func (s *Sti) Nr(navn string, nr int) *Sti { return &Sti{s, navn, nr} }

// Til is Under written out.
func (s *Sti) Til(navn string) string { return s.String() + "/" + navn }

// String writes the path out.
func (s *Sti) String() string {
	text := s.navn
	if s.over != nil {
		text = s.over.String() + "/" + text
	}
	if s.nr > 0 {
		text += "[" + strconv.Itoa(s.nr) + "]"
	}
	return text
}

// Linje is the finding as one line: rule, what, where, what is right in Danish and in English. It holds no CPR number, whatever a sender has put where.
func (f Fund) Linje() string {
	what := oio.MaskCPR(f.Hvad)
	if what != "" {
		what += " "
	}
	return fmt.Sprintf("%s: %s(%s). %s / %s", f.Regel.Nr, what, f.Sti, f.Regel.Tekst, f.Regel.Engelsk)
}

// Regler is an index's rules by number.
type Regler map[string]*Regel

// NyeRegler makes the table; a number twice is a mistake in the program.
func NyeRegler(rules ...Regel) Regler {
	table := make(Regler, len(rules))
	for i := range rules {
		if table[rules[i].Nr] != nil {
			panic("rule twice: " + rules[i].Nr)
		}
		if rules[i].Kode == 0 {
			rules[i].Kode = KodeIndhold
		}
		table[rules[i].Nr] = &rules[i]
	}
	return table
}

// Dom gathers the breaches found in one object.
type Dom struct {
	Regler Regler
	Streng bool
	Fund   []Fund
}

// Brud notes a breach, at the grade the rule has here. args go into the text of what stands there.
func (d *Dom) Brud(nr, sti, what string, args ...any) {
	rule := d.Regler[nr]
	grade := rule.Mild
	if d.Streng {
		grade = rule.Streng
	}
	d.Med(nr, grade, sti, what, args...)
}

// Med notes a breach at a grade of its own, where one rule has several.
func (d *Dom) Med(nr string, grade Grad, sti, what string, args ...any) {
	if grade == Ingen {
		return
	}
	if len(args) > 0 {
		what = fmt.Sprintf(what, args...)
	}
	d.Fund = append(d.Fund, Fund{d.Regler[nr], grade, sti, what})
}

// Afvist is the first breach that refuses the object, or nil.
func (d *Dom) Afvist() *Fund {
	for i := range d.Fund {
		if d.Fund[i].Grad == Afvis {
			return &d.Fund[i]
		}
	}
	return nil
}
