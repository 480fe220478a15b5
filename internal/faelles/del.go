package faelles

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
	"indeksbro/internal/tavle"
)

// Egen is one of a municipality's own names with what was decided for it.
type Egen struct {
	Art                 mapping.Art
	ID                  string
	Navn, Lov, Paragraf string
	Valg                mapping.Valg
	Nr                  int64  // of the decision
	Titel               string // of what was chosen
	Dato                oio.Dato
	Grund               string // as written; shared only where the municipality chooses so
	Konflikt            bool   // a finding says that it is wrong
	Automatisk          bool   // it needs nobody, so it says nothing to others
}

// Udvalg is what a municipality would share, before anything is.
type Udvalg struct {
	Valg         []Delbar       // one for each name and law
	Holdt        []Tilbageholdt // kept back, with why
	Delt         int            // on the board now
	SidstDelt    time.Time      // zero: never, or everything was taken back
	Nye, Aendret int            // of Valg, against the board
	Forsvundet   []Valg         // on the board, but no longer decided so; taken back at the next sharing
}

// Delbar is a choice that may be shared.
type Delbar struct {
	Valg
	Antal int    // local names that are called so
	Stand string // Ny, Ens or Anden against what hangs on the board
}

// How a choice stands against the board.
const (
	Ny    = "ny"
	Ens   = "delt"
	Anden = "ændret"
)

// Tilbageholdt is a name that is not shared.
type Tilbageholdt struct {
	Art   mapping.Art
	ID    string
	Navn  string // with anything like a CPR number masked
	Grund string
}

// Find is what a municipality would share of its own names, given its notices that hold. With notes, the reasons of decisions go along.
func Find(own []Egen, of Saet, held []tavle.Opslag, notes bool) Udvalg {
	board := map[string]Valg{}
	var u Udvalg
	for _, o := range held {
		if v, ok := afOpslag(o); ok && o.Kommune == of.Kommune {
			board[o.Kode] = v
			u.Delt++
			if o.Tid.After(u.SidstDelt) {
				u.SidstDelt = o.Tid
			}
		}
	}
	by := map[string][]Egen{}
	var keys []string
	for _, e := range own {
		if e.Automatisk || e.Valg.IsZero() || e.Valg.UdenType {
			continue
		}
		v := e.valg(of, notes)
		reason := cmp.Or(Personligt(e.Navn), Personligt(e.Lov+" "+e.Paragraf))
		if reason == "" && (v.Proev() != nil || proevOpslag(v) != nil) {
			reason = GrundTegn
		}
		if reason == "" && e.Konflikt {
			reason = GrundKonflikt
		}
		if reason != "" {
			u.Holdt = append(u.Holdt, Tilbageholdt{e.Art, e.ID, oio.MaskCPR(e.Navn), reason})
			continue
		}
		if by[v.Noegle()] == nil {
			keys = append(keys, v.Noegle())
		}
		by[v.Noegle()] = append(by[v.Noegle()], e)
	}
	for _, key := range keys {
		u.saml(by[key], of, board, notes)
	}
	wanted := map[string]bool{}
	for i := range u.Valg {
		wanted[u.Valg[i].Noegle()] = true
	}
	for key, v := range board {
		if !wanted[key] {
			u.Forsvundet = append(u.Forsvundet, v)
		}
	}
	Sorter(u.Forsvundet)
	ordn(u.Valg, func(a, b *Delbar) int {
		return cmp.Or(cmp.Compare(a.Art, b.Art), cmp.Compare(a.Navn, b.Navn), cmp.Compare(a.Lov, b.Lov))
	})
	return u
}

// saml makes one choice of the names that cannot be told apart outside. Where they disagree none is shared.
func (u *Udvalg) saml(same []Egen, of Saet, board map[string]Valg, notes bool) {
	for _, e := range same[1:] {
		if e.Valg != same[0].Valg {
			for _, one := range same {
				u.Holdt = append(u.Holdt, Tilbageholdt{one.Art, one.ID, one.Navn, GrundUenig})
			}
			return
		}
	}
	d := Delbar{Valg: same[0].valg(of, notes), Antal: len(same), Stand: Ny}
	if before, there := board[d.Noegle()]; there {
		d.Stand = Ens
		if before.udenDag() != d.udenDag() {
			d.Stand = Anden
		}
	}
	switch d.Stand {
	case Ny:
		u.Nye++
	case Anden:
		u.Aendret++
	}
	u.Valg = append(u.Valg, d)
}

// Stempel names what was shown, so that nothing else is shared than that.
func (u *Udvalg) Stempel() string {
	all := make([]Valg, len(u.Valg))
	for i := range u.Valg {
		all[i] = u.Valg[i].Valg
	}
	return Stempel(all)
}

// Stempel tells lists of choices apart.
func Stempel(all []Valg) string {
	sum := sha256.Sum256([]byte(tekst(all)))
	return koder32.EncodeToString(sum[:10])
}

// udenDag is what two choices are compared by: what is chosen, not when, nor how the municipality is called today.
func (v *Valg) udenDag() Valg {
	bare := *v
	bare.Dato, bare.KommuneNavn, bare.Titel, bare.Forhold = 0, "", "", ""
	return bare
}

func (e *Egen) valg(of Saet, notes bool) Valg {
	v := Valg{Kommune: of.Kommune, KommuneNavn: of.Navn, Art: e.Art, Navn: e.Navn, Lov: e.Lov, Paragraf: e.Paragraf, Titel: e.Titel, Ikke: e.Valg.Ikke, Dato: e.Dato}
	v.Kode = cmp.Or(string(e.Valg.KLE), e.Valg.Type)
	v.Forhold = forholdet(e.Art, e.Navn, e.Titel)
	if notes {
		v.Note = oio.MaskCPR(e.Grund)
	}
	return v.Ens()
}

// Opslag are the notices that make the board hold exactly the chosen ones of what may be shared, and nothing else of the municipality. Keys are
// those of Valg.Noegle.
func (u *Udvalg) Opslag(chosen func(noegle string) bool, af string, now time.Time) []tavle.Opslag {
	var notices []tavle.Opslag
	put := func(key string, v *Valg) {
		o := tavle.Opslag{Tid: now, Af: af, Art: tavle.Valg, Kode: key}
		if v != nil {
			o.Tekst = tekst(v)
		}
		notices = append(notices, o)
	}
	for i := range u.Valg {
		d := &u.Valg[i]
		switch wanted := chosen(d.Noegle()); {
		case wanted && d.Stand != Ens:
			put(d.Noegle(), &d.Valg)
		case !wanted && d.Stand != Ny:
			put(d.Noegle(), nil)
		}
	}
	for i := range u.Forsvundet {
		put(u.Forsvundet[i].Noegle(), nil)
	}
	return notices
}

// TagTilbage are the notices that take everything of a municipality off the board.
func TagTilbage(held []tavle.Opslag, kommune oio.CVR, af string, now time.Time) []tavle.Opslag {
	var notices []tavle.Opslag
	for _, o := range held {
		if o.Kommune == kommune && o.Art == tavle.Valg {
			notices = append(notices, tavle.Opslag{Tid: now, Af: af, Art: tavle.Valg, Kode: o.Kode})
		}
	}
	return notices
}

func tekst(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // never: choices and answers are plain texts and numbers
	}
	return string(text)
}

func proevOpslag(v Valg) error {
	o := tavle.Opslag{Af: "?", Art: tavle.Valg, Kode: v.Noegle(), Tekst: tekst(&v)}
	return o.Proev()
}

// afOpslag reads a shared choice. The author is who put it up, whatever the text says.
func afOpslag(o tavle.Opslag) (Valg, bool) {
	var v Valg
	if o.Art != tavle.Valg || json.Unmarshal([]byte(o.Tekst), &v) != nil {
		return v, false
	}
	v.Kommune = o.Kommune
	v = v.Ens()
	return v, v.Proev() == nil
}

// Paa are the choices that hang on the board, of everybody.
func Paa(held []tavle.Opslag) []Valg {
	var all []Valg
	for _, o := range held {
		if v, ok := afOpslag(o); ok {
			all = append(all, v)
		}
	}
	return all
}

// Andres is what others chose: what hangs on the board, and what was imported of those who hang nothing there. own's choices are not others'.
func Andres(board []Valg, imported []suggest.KommuneValg, own oio.CVR) []Valg {
	there := map[oio.CVR]bool{own: true}
	var all []Valg
	for _, v := range board {
		if v.Kommune != own {
			all = append(all, v)
		}
		there[v.Kommune] = true
	}
	for _, short := range imported {
		if !there[short.Kommune] {
			all = append(all, Udvid(short))
		}
	}
	return all
}

// Sammenfat says in a few words from whom a choice is taken over: the reason of the decision.
func Sammenfat(names []string) string {
	few := names[:min(len(names), 2)]
	switch {
	case len(names) == 1:
		return "overtaget fra " + names[0]
	case len(names) == 2:
		return "overtaget fra " + strings.Join(few, " og ")
	}
	return "overtaget fra " + strconv.Itoa(len(names)) + " kommuner, bl.a. " + strings.Join(few, " og ")
}
