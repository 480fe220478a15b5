package faelles

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
	"indeksbro/internal/tavle"
)

// Svarslags is what FKI answered (R015, R047).
type Svarslags string

// The answers.
const (
	Findes  Svarslags = "findes"  // there is a code for it: this one
	PaaVej  Svarslags = "paa-vej" // a new type is coming; the question goes on waiting for it (R047)
	Oprette Svarslags = "ikke"    // none is made: this is used instead, or nothing
)

// Svar is an answer that hangs on the board for all. It holds the name it is about and no question: what people wrote to FKI stays with them.
type Svar struct {
	Art      mapping.Art `json:"art"`
	Navn     string      `json:"navn"`
	Lov      string      `json:"lov,omitempty"`
	Paragraf string      `json:"paragraf,omitempty"`
	Slags    Svarslags   `json:"slags"`
	Valg     string      `json:"valg,omitempty"` // in the words of a decision: kle=…, type=… or ikke
	Titel    string      `json:"titel,omitempty"`
	Tekst    string      `json:"tekst,omitempty"` // what was answered, in words
	Dato     oio.Dato    `json:"dato"`
	Fra      string      `json:"fra"` // who got it: a municipality's name, or the programme

	Kommune oio.CVR   `json:"-"` // who put it up
	Tid     time.Time `json:"-"`
}

// Proev says what is wrong with an answer.
func (s *Svar) Proev() error {
	switch {
	case s.Art != mapping.Sagstype && s.Art != mapping.Ydelse:
		return errors.New("want sagstype or ydelse")
	case strings.TrimSpace(s.Navn) == "" || s.Fra == "" || s.Dato == 0:
		return errors.New("an answer needs the name it is about, who got it and when")
	case Personligt(s.Navn) != "" || Personligt(s.Lov+" "+s.Paragraf) != "":
		return errors.New("the name looks as if it told of somebody")
	case s.Slags != Findes && s.Slags != PaaVej && s.Slags != Oprette:
		return errors.New("want findes, paa-vej or ikke")
	case s.Slags == Findes && s.Valg == "":
		return errors.New("an answer that there is a code needs the code")
	case s.Slags == PaaVej && s.Valg != "":
		return errors.New("what is still to come cannot be chosen yet")
	case len(s.Tekst) > 4*maxNote:
		return errors.New("the text is too long")
	}
	if s.Valg == "" {
		return nil
	}
	v, err := mapping.ParseValg(s.Art, s.Valg)
	if err != nil {
		return err
	}
	if s.Art == mapping.Sagstype && !v.Ikke && !kle.Nummer(v.KLE).ErEmne() {
		return fmt.Errorf("want a KLE number of six digits (R001), not %s", v.KLE)
	}
	return nil
}

// Mapping is the decision it leads to; false when it leads to none.
func (s *Svar) Mapping() (mapping.Valg, bool) {
	v, err := mapping.ParseValg(s.Art, s.Valg)
	return v, err == nil && s.Valg != "" && !v.IsZero()
}

// Noegle is what an answer is about: the same as of a choice with that name.
func (s *Svar) Noegle() string {
	v := Valg{Art: s.Art, Navn: s.Navn, Lov: s.Lov, Paragraf: s.Paragraf}
	return v.Noegle()
}

// Gaelder reports whether it answers for a local name: the same name, under the same law where both name one.
func (s *Svar) Gaelder(art mapping.Art, navn, lov, paragraf string) bool {
	return s.Art == art && suggest.Navnenoegle(s.Navn) == suggest.Navnenoegle(navn) && suggest.SammeLov(s.Lov, s.Paragraf, lov, paragraf)
}

// Opslag is the notice of an answer. The error says why it cannot hang there.
func (s *Svar) Opslag(af string, now time.Time) (tavle.Opslag, error) {
	s.Navn, s.Tekst = strings.Join(strings.Fields(s.Navn), " "), oio.MaskCPR(s.Tekst)
	if err := s.Proev(); err != nil {
		return tavle.Opslag{}, err
	}
	o := tavle.Opslag{Tid: now, Af: oio.MaskCPR(af), Art: tavle.Afklaring, Kode: s.Noegle(), Tekst: tekst(s)}
	return o, o.Proev()
}

// Svarene are the answers that hang on the board, the newest first.
func Svarene(held []tavle.Opslag) []Svar {
	var all []Svar
	for i := len(held) - 1; i >= 0; i-- {
		var s Svar
		if held[i].Art != tavle.Afklaring || json.Unmarshal([]byte(held[i].Tekst), &s) != nil || s.Proev() != nil {
			continue
		}
		s.Kommune, s.Tid = held[i].Kommune, held[i].Tid
		all = append(all, s)
	}
	return all
}

// Til are the answers for one local name.
func Til(all []Svar, art mapping.Art, navn, lov, paragraf string) []Svar {
	var found []Svar
	for _, s := range all {
		if s.Gaelder(art, navn, lov, paragraf) {
			found = append(found, s)
		}
	}
	return found
}
