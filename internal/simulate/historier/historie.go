package historier

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/mapping"
)

// slags is what kind of step something is.
type slags uint8

const (
	skerIKilden slags = iota
	leverer
	fuldFil
	beslutter
	organiserer
	henterKLE
	vaelgerPolitik
	taender
	eksporterer
	godkender
	genstarter
	tagerKopi
	genopretter
	mister
	indeksTilbage
	retter
	stillerUr
	afviser
	tager
	nytAnlaeg
	hviler
	starterForfra
	nytKatalog
	aftaler
	slagsAntal
)

// loeber reports whether a step is processes that go on, not something that happens to them.
func (s slags) loeber() bool { return s == eksporterer || s == retter || s == starterForfra }

// skridt is one step: what happens, with everything that decides how. It means something wherever it stands.
type skridt struct {
	slags      slags
	aendringer []aendring
	levering   levering
	valg       []valg
	ting       []ting
	tal        int
	noegle     string
	ja         bool
	doed       Doed
	fejl       []Maalfejl
}

// valg is a decision in the words of `mapping set`.
type valg struct {
	art mapping.Art
	id  string
	ord string
}

// Historie is what happens in one world, from a seed.
type Historie struct {
	Seed      uint64
	delt      bool          // the index is in the same database, and goes back with it
	samlet    bool          // index and ledger are written in one transaction
	laeser    bool          // the target can be asked what it holds
	chunk     int           // records a part
	portion   int           // objects a call; 0: no pace at all
	processer int           // that export
	tik       time.Duration // how much the clock moves when somebody looks
	skridt    []skridt
}

// har reports whether there is a step of a kind.
func (h *Historie) har(kind slags) bool {
	return slices.ContainsFunc(h.skridt, func(s skridt) bool { return s.slags == kind })
}

// vaegte is how often a step of a kind is drawn, where the seed's taste allows it.
var vaegte = [slagsAntal]int{
	skerIKilden: 22, leverer: 4, fuldFil: 3, beslutter: 14, organiserer: 6, henterKLE: 3, vaelgerPolitik: 6, taender: 3, eksporterer: 40, godkender: 5,
	genstarter: 3, tagerKopi: 3, genopretter: 2, mister: 2, indeksTilbage: 1, retter: 4, stillerUr: 3, afviser: 4, tager: 3, nytAnlaeg: 1, hviler: 2,
	starterForfra: 6, nytKatalog: 3, aftaler: 5,
}

// grundstof is drawn in every history.
var grundstof = map[slags]bool{skerIKilden: true, beslutter: true, eksporterer: true}

// Tegn draws the history of a seed. Each seed has its own taste, some kinds of steps and faults and not others, so that the rare ones meet.
func Tegn(seed uint64) *Historie {
	l := &lod{seed}
	l.tal()
	h := &Historie{Seed: seed, delt: l.sker(40), laeser: l.sker(50), chunk: en(l, 1, 2, 3, 7, 1000), portion: en(l, 0, 0, 0, 1, 2), processer: en(l, 1, 1, 2, 2, 3),
		tik: en(l, time.Second, 10*time.Millisecond)}
	var weights [slagsAntal]int
	total := 0
	for s := range slagsAntal {
		if grundstof[s] || l.sker(60) {
			weights[s] = vaegte[s]
			total += weights[s]
		}
	}
	taste := smag{doed: l.sker(50), rod: l.sker(60)}
	for f := Gaar + 1; f < maalfejl; f++ {
		if l.sker(40) {
			taste.fejl = append(taste.fejl, f)
		}
	}
	for range l.mellem(6, 30) {
		pick := l.af(total)
		for s := range slagsAntal {
			if pick -= weights[s]; pick < 0 {
				h.skridt = append(h.skridt, taste.tegn(s, &lod{l.tal()}))
				break
			}
		}
	}
	h.samlet = h.delt && l.sker(50)
	return h
}

// smag is a seed's taste in faults.
type smag struct {
	doed, rod bool
	fejl      []Maalfejl
}

func (t *smag) tegn(s slags, l *lod) skridt {
	step := skridt{slags: s}
	switch s {
	case skerIKilden:
		for range l.mellem(1, 5) {
			step.aendringer = append(step.aendringer, aendring{ting: tegnTing(l), slet: l.sker(22), indhold: l.tal()})
		}
		step.levering = t.levering(l)
	case leverer, fuldFil:
		step.levering, step.ja = t.levering(l), l.sker(50)
	case beslutter:
		for range l.mellem(1, 2) {
			step.valg = append(step.valg, tegnValg(l))
		}
	case organiserer:
		first, second := l.af(32), l.af(32)
		step.tal = first & second // most units stay as they are
	case henterKLE:
		step.tal = l.af(3)
	case vaelgerPolitik:
		choice := en(l, [2]string{"hold-back", "true"}, [2]string{"hold-back", "false"}, [2]string{"default-enhed", fkB.String()}, [2]string{"default-enhed", ""},
			[2]string{"navn", "Korsbæk"}, [2]string{"deletion-percent", "2"}, [2]string{"deletion-percent", "40"}, [2]string{"deletion-percent", "100"}, [2]string{"deletion-citizens", "1"}, [2]string{"egen-fsiii", "true"},
			[2]string{"proeve", "st-1"}, [2]string{"proeve", "st-1"}, [2]string{"proeve", "st-2"}, [2]string{"proeve", ""}, [2]string{"proeve", ""})
		step.noegle, step.valg = choice[0], []valg{{ord: choice[1]}}
	case taender:
		step.ja = l.sker(60)
	case eksporterer:
		step.ja = l.sker(25) // what was refused is sent once more
		t.loeb(&step, l)
	case retter:
		step.ja = l.sker(70) // others export meanwhile
		t.loeb(&step, l)
	case starterForfra:
		step.ja, step.noegle = l.sker(50), en(l, "st-1", "st-2", alleSagstyper)
		t.loeb(&step, l)
	case nytKatalog:
		step.tal = l.af(len(katalogOrd))
	case aftaler:
		step.tal = en(l, 0, 0, 0, 1, 2, 3)
	case mister, afviser:
		for range l.mellem(1, 3) {
			step.ting = append(step.ting, univers[9+l.af(len(univers)-9)])
		}
	case stillerUr:
		step.tal = en(l, -48, -25, -1, 1, 6, 23, 25, 72)
	}
	if t.doed && l.sker(30) {
		step.doed = Doed{Ved: l.mellem(1, 30), Efter: l.sker(50), Lever: l.sker(30)}
	}
	return step
}

// loeb draws how processes go on: for how many calls, and which of those to the target go wrong.
func (t *smag) loeb(step *skridt, l *lod) {
	step.levering.lod = l.tal()
	if l.sker(30) {
		step.tal = l.mellem(1, 40) // so many calls, and then they stand still
	}
	for range 8 {
		fault := Gaar
		if len(t.fejl) > 0 && l.sker(20) {
			fault = en(l, t.fejl...)
		}
		step.fejl = append(step.fejl, fault)
	}
}

func (t *smag) levering(l *lod) levering { return levering{rod: t.rod && l.sker(60), lod: l.tal()} }

// tegnTing draws an object: mostly cases and grants.
func tegnTing(l *lod) ting {
	if l.sker(25) {
		return univers[l.af(9)]
	}
	return univers[9+l.af(len(univers)-9)]
}

func tegnValg(l *lod) valg {
	switch l.af(8) {
	case 0, 1:
		return valg{mapping.Sagstype, en(l, "st-1", "st-1", "st-2"), en(l, "kle=27.01.01", "kle=27.01.01", "kle=27.01.01", "kle=27.01.02", "kle=27.01.02", "ikke", "fjern")}
	case 2, 3, 4:
		return valg{mapping.Ydelse, en(l, "yd-1", "yd-2", "yd-3", "yd-4"), en(l, "type="+diaet, "type="+diaet, "type="+diaet, "type=FSIII#H1.11", "type=FSIII#H1.11", "ikke", "uden-type", "fjern")}
	case 5:
		return valg{mapping.Tilbagehold, en(l, "st-1", "st-2"), en(l, "hold", "uden-type", "fjern")}
	}
	return valg{mapping.Enhed, en(l, "en-1", "en-2", "en-3"), en(l, "kombit="+fkTop.String(), "kombit="+fkTop.String(), "kombit="+fkA.String(), "kombit="+fkA.String(), "kombit="+fkB.String(), "kombit="+fkB.String(), "fjern")}
}

// ord is a step in words.
func (s *skridt) ord() string {
	var text string
	switch s.slags {
	case skerIKilden:
		words := make([]string, len(s.aendringer))
		for i, a := range s.aendringer {
			words[i] = a.ting.String() + " changes"
			if a.slet {
				words[i] = a.ting.String() + " is deleted"
			}
		}
		text = "the care record: " + strings.Join(words, ", ") + s.levering.ord()
	case leverer:
		text = "the care record delivers what it has not delivered" + s.levering.ord()
	case fuldFil:
		text = "the care record sends a full file"
		if s.ja {
			text += ", and a person believes it"
		}
	case beslutter:
		words := make([]string, len(s.valg))
		for i, v := range s.valg {
			words[i] = fmt.Sprintf("%s %s %s", v.art, v.id, fkOrd(v.ord))
		}
		text = "a person decides: " + strings.Join(words, ", ")
	case organiserer:
		text = "FK Organisation is imported" + organisationOrd(s.tal)
	case henterKLE:
		text = "KLE is imported: " + []string{"as it was at first", "27.01.01 has another title", "27.01.02 is gone"}[s.tal]
	case vaelgerPolitik:
		text = "policy: " + s.noegle + " = " + fkOrd(s.valg[0].ord)
	case taender:
		text = map[bool]string{true: "the export is activated", false: "the export is deactivated"}[s.ja]
	case eksporterer:
		text = "the export runs"
		if s.ja {
			text += ", once more what was refused"
		}
		text += s.standsOrd()
	case godkender:
		text = "a person approves the removals that wait"
	case genstarter:
		text = "the program stops and starts"
	case tagerKopi:
		text = "a backup is taken"
	case genopretter:
		text = "the newest backup is restored, and the care record sends a full file"
	case mister:
		text = "the index loses " + tingOrd(s.ting)
	case indeksTilbage:
		text = "the index goes back to the newest backup of it"
	case retter:
		text = "a verification repairs" + s.imensOrd() + s.standsOrd()
	case starterForfra:
		text = "sagstype " + s.noegle + " starts over"
		if s.noegle == alleSagstyper {
			text = "all sagstyper start over"
		}
		text += ", or what starts over already goes on" + s.imensOrd() + s.standsOrd()
	case nytKatalog:
		text = "the program is exchanged for one with another release of the catalogue: " + katalogOrd[s.tal]
	case aftaler:
		text = []string{"the agreements with both indexes hold", "the agreement with SDI is withdrawn", "the agreement with YDI is withdrawn", "the agreements with both indexes are withdrawn"}[s.tal]
	case stillerUr:
		text = fmt.Sprintf("the clock jumps %+d hours", s.tal)
	case afviser:
		text = "the target begins to refuse " + tingOrd(s.ting)
	case tager:
		text = "the target refuses nothing any more, and what is underway arrives"
	case nytAnlaeg:
		text = "the database is lost; everything is set up anew, and the care record sends everything"
	case hviler:
		text = "the world rests: everything arrives, is approved and sent"
	}
	return text + s.fejlOrd()
}

// imensOrd is whether others export meanwhile, standsOrd after how many calls all of them stand still.
func (s *skridt) imensOrd() string {
	if s.ja {
		return ", while others export"
	}
	return ""
}

func (s *skridt) standsOrd() string {
	if s.tal > 0 {
		return fmt.Sprintf(", and stands still after %d calls", s.tal)
	}
	return ""
}

func (s *skridt) fejlOrd() string {
	var words []string
	for i, f := range s.fejl {
		if f != Gaar {
			words = append(words, fmt.Sprintf("call %d to the target %s", i+1, f))
		}
	}
	if s.doed.Ved != 0 {
		when := map[bool]string{true: "after", false: "before"}[s.doed.Efter]
		what := map[bool]string{true: "fails", false: "kills the process"}[s.doed.Lever]
		words = append(words, fmt.Sprintf("step %d of the process %s %s its effect", s.doed.Ved, what, when))
	}
	if len(words) == 0 {
		return ""
	}
	return "; " + strings.Join(words, "; ")
}

func (d levering) ord() string {
	if d.rod {
		return " (out of order, some twice, some later)"
	}
	return ""
}

func tingOrd(things []ting) string {
	words := make([]string, len(things))
	for i, t := range things {
		words[i] = t.String()
	}
	return strings.Join(words, ", ")
}

func fkOrd(word string) string {
	for _, id := range []fmt.Stringer{fkTop, fkA, fkB} {
		word = strings.ReplaceAll(word, id.String(), map[string]string{fkTop.String(): "Korsbæk", fkA.String(): "Visitation-A", fkB.String(): "Visitation-B"}[id.String()])
	}
	return word
}

func organisationOrd(shape int) string {
	var words []string
	for i, name := range []string{"Korsbæk closed", "Visitation A closed", "Visitation B closed", "Visitation A renamed", "Visitation B moved"} {
		if shape&(1<<i) != 0 {
			words = append(words, name)
		}
	}
	if len(words) == 0 {
		return ": as it was at first"
	}
	return ": " + strings.Join(words, ", ")
}
