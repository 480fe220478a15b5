// Package tavle is the notice board of an installation: what its municipalities show each other and the programme (R120, R123, R125). There
// are two things on it: where each municipality stands, day by day, and notices that somebody put up, which stay.
//
// Nothing on it is about a citizen: states, counts of sagstyper and rules, names of services, questions and answers. Whoever puts something up
// has it checked for CPR numbers; what looks like one is refused.
package tavle

import (
	"errors"
	"time"

	"indeksbro/internal/oio"
)

// Art is what a notice is.
type Art string

// The kinds of notices. Tekst is JSON unless it says otherwise; the room that reads a kind defines its form.
const (
	Valg        Art = "valg"        // Kode: sagstype or ydelse, and its name; a mapping that a municipality shares, empty: it does not any more (R125)
	Pakke       Art = "pakke"       // Kode: CVR number of the sender; the last signed bundle that was taken from it, packed, not JSON (R125)
	Afklaring   Art = "afklaring"   // Kode: the clarification's key; what was asked of FKI, and the answer (R015)
	Spoergsmaal Art = "spoergsmaal" // Kode: the question's key; a question for a session (R123)
	Svar        Art = "svar"        // Kode: the question's key; its answer, kept for all (R123)
	Moede       Art = "moede"       // Kode: the session's day; a support session (R123)
	Udefra      Art = "udefra"      // Kode: a municipality's name; where one that is not of this installation stands (R120)
	Aftalt      Art = "aftalt"      // Kode: CVR number and day; the pace agreed for an initial load (R092, R098)
)

// Opslag is one notice. Nr grows per municipality and orders its notices; the last with a kind and code holds.
type Opslag struct {
	Kommune oio.CVR   `json:"kommune"`
	Nr      int64     `json:"nr"`
	Tid     time.Time `json:"tid"`
	Af      string    `json:"af"`
	Art     Art       `json:"art"`
	Kode    string    `json:"kode"`
	Tekst   string    `json:"tekst"`
}

// ErrCPR refuses a notice in which something looks like a CPR number.
var ErrCPR = errors.New("a notice must not hold anything that looks like a CPR number")

// Proev holds a notice against what may be on the board.
func (o *Opslag) Proev() error {
	for _, text := range []string{o.Af, o.Kode, o.Tekst} {
		if oio.MaskCPR(text) != text {
			return ErrCPR
		}
	}
	if o.Art == "" || o.Af == "" {
		return errors.New("a notice needs a kind and who put it up")
	}
	return nil
}

// Gaeldende are the notices of a kind that hold: for each municipality the last with each code, in the order they were given. A notice
// without a text takes back the one before.
func Gaeldende(all []Opslag, art Art) []Opslag {
	type noegle struct {
		kommune oio.CVR
		kode    string
	}
	last := map[noegle]int{}
	for i, o := range all {
		if o.Art == art {
			last[noegle{o.Kommune, o.Kode}] = i
		}
	}
	var held []Opslag
	for i, o := range all {
		if o.Art == art && o.Tekst != "" && last[noegle{o.Kommune, o.Kode}] == i {
			held = append(held, o)
		}
	}
	return held
}

// Trinstand is where one step of a municipality stands.
type Trinstand struct {
	Nr       string   `json:"nr"`
	Tilstand string   `json:"tilstand"` // as package forloeb names them
	Andel    int      `json:"andel"`
	Siden    oio.Dato `json:"siden"`             // in this state
	Mangler  string   `json:"mangler,omitempty"` // what is lacking first, in Danish
	Hvem     string   `json:"hvem,omitempty"`    // must act
	Noegle   string   `json:"noegle,omitempty"`  // the lacking fact's name, so that like can be counted with like
}

// Load is an initial load that is announced or done (R092, R098).
type Load struct {
	Dag         oio.Dato `json:"dag"`     // ordered for
	Varslet     oio.Dato `json:"varslet"` // the notice was sent
	Sager       int      `json:"sager"`
	Bevillinger int      `json:"bevillinger"`
	FartSDI     float64  `json:"fartSDI,omitempty"` // objects a second as agreed; 0: nothing is agreed
	FartYDI     float64  `json:"fartYDI,omitempty"`
	Begyndt     bool     `json:"begyndt,omitempty"`
	Faerdig     bool     `json:"faerdig,omitempty"`
}

// Efterlyst is a local service or case type that waits for an answer, by its name and law: what is asked for and does not exist.
type Efterlyst struct {
	Art      string `json:"art"` // sagstype or ydelse
	Navn     string `json:"navn"`
	Lov      string `json:"lov,omitempty"`
	Paragraf string `json:"paragraf,omitempty"`
}

// Kommunestand is what a municipality shows of where it stands (R120). It holds nothing about any citizen.
type Kommunestand struct {
	Kommune        oio.CVR        `json:"kommune"`
	Navn           string         `json:"navn"`
	Tid            time.Time      `json:"tid"`
	Trin           []Trinstand    `json:"trin"`
	Klassifikation bool           `json:"klassifikation"` // R120: Klassifikationsimporter is active
	Eksport        bool           `json:"eksport"`        // R120: Eksporter sager is active
	Sapa           bool           `json:"sapa"`           // R120: opened in SAPA
	Load           *Load          `json:"load,omitempty"`
	Regler         map[string]int `json:"regler,omitempty"` // open findings by rule
	Efterlyst      []Efterlyst    `json:"efterlyst,omitempty"`
	Forsinket      int            `json:"forsinket,omitempty"` // days behind the plan, as it looks now
}

// Fortsaet takes from an earlier standing since when each step has been in its state; what changed, changed on the day of this one.
func (k *Kommunestand) Fortsaet(before *Kommunestand) {
	today := oio.DatoOf(k.Tid)
	for i := range k.Trin {
		t := &k.Trin[i]
		t.Siden = today
		if before == nil {
			continue
		}
		for _, old := range before.Trin {
			if old.Nr == t.Nr && old.Tilstand == t.Tilstand && old.Noegle == t.Noegle {
				t.Siden = old.Siden
			}
		}
	}
}

// Dag is one day of a municipality in short: how many steps were done, and the three columns of R120.
type Dag struct {
	Kommune                       oio.CVR  `json:"kommune"`
	Dag                           oio.Dato `json:"dag"`
	Gjorte                        int      `json:"gjorte"`
	Klassifikation, Eksport, Sapa bool
}

// Kort is the standing in short.
func (k *Kommunestand) Kort() Dag {
	d := Dag{Kommune: k.Kommune, Dag: oio.DatoOf(k.Tid), Klassifikation: k.Klassifikation, Eksport: k.Eksport, Sapa: k.Sapa}
	for _, t := range k.Trin {
		if t.Tilstand == Gjort {
			d.Gjorte++
		}
	}
	return d
}

// Gjort is the state of a step that is done.
const Gjort = "gjort"
