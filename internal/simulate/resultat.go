package simulate

import (
	"indeksbro/internal/oio"
)

// Side is one of the two ways of life that are compared.
type Side string

// The sides. Begge is for what happens to both.
const (
	Begge     Side = ""
	Alene     Side = "alene"
	Indeksbro Side = "indeksbro"
)

// Fejl is one way in which what an index shows differs from what is right.
type Fejl string

// The faults.
const (
	ForkertType   Fejl = "forkert-type"
	ManglerType   Fejl = "mangler-type"
	ForkertEnhed  Fejl = "forkert-enhed"
	Mangler       Fejl = "mangler"
	SkalIkkeVaere Fejl = "skal-ikke-vaere-der"
)

var fejlord = map[Fejl]string{
	ForkertType: "forkert ydelsestype", ManglerType: "mangler ydelsestype", ForkertEnhed: "forkert enhed", Mangler: "mangler",
	SkalIkkeVaere: "skulle ikke vises",
}

// Dansk is the fault in words.
func (f Fejl) Dansk() string { return fejlord[f] }

// Forkert reports whether the fault shows something wrong, unlike something that is not shown at all.
func (f Fejl) Forkert() bool { return f != Mangler }

// Kort is a scenario as it stands in a list.
type Kort struct {
	ID       string   `json:"id"`
	Titel    string   `json:"titel"`
	Historie string   `json:"historie"`
	Regler   []string `json:"regler"`
}

// Forloeb is a scenario that has been played. It is the same every time.
type Forloeb struct {
	Kort
	Dage []Dag `json:"dage"` // those on which something happened or changed
	Dom  Dom   `json:"dom"`
}

// Dag is one virtual day: what was done in its course, and what is shown when it ends.
type Dag struct {
	Nr         int         `json:"nr"`
	Dato       oio.Dato    `json:"dato"`
	Haendelser []Haendelse `json:"haendelser"`
	Raekker    []Raekke    `json:"raekker"`
}

// Haendelse is something that was done, and what each side answered. An empty answer is silence.
type Haendelse struct {
	Side      Side   `json:"side,omitempty"` // the only side on which it was done
	Tekst     string `json:"tekst"`
	Indeksbro []Svar `json:"indeksbro,omitempty"`
}

// Svar is what Indeksbro said to a decision.
type Svar struct {
	Slags Svarslags `json:"slags"`
	Regel string    `json:"regel,omitempty"`
	Tekst string    `json:"tekst"`
}

// Svarslags is the kind of an answer.
type Svarslags string

// The kinds of answers.
const (
	Afvist  Svarslags = "afvist"  // a guard stands against it
	Trodset Svarslags = "trodset" // done all the same, with a reason
	Venter  Svarslags = "venter"  // put off until what is missing is there
	Udfoert Svarslags = "udfoert" // what was put off is done
)

// Raekke is one case or grant of the source and how each side shows it.
type Raekke struct {
	Art       string  `json:"art"` // sag or bevilling
	ID        string  `json:"id"`  // the source's
	Navn      string  `json:"navn"`
	Sag       string  `json:"sag,omitempty"` // of a grant: what its case is called
	Alene     Visning `json:"alene"`
	Indeksbro Visning `json:"indeksbro"`
}

// Visning is how one side shows one object, in the readers' words.
type Visning struct {
	Sapa   *SapaVisning `json:"sapa,omitempty"` // nil: the index does not have it
	Borger string       `json:"borger,omitempty"`
	Fejl   []Fejl       `json:"fejl,omitempty"`
	Grund  string       `json:"grund,omitempty"` // why the index does not have it
	Holdt  bool         `json:"holdt,omitempty"` // kept back or left out on purpose
}

// SapaVisning is an object as the caseworker sees it.
type SapaVisning struct {
	Titel       string `json:"titel"`
	Type        string `json:"type"` // the KLE subject of a case, the common type of a grant
	Status      string `json:"status"`
	Enhed       string `json:"enhed"`
	Bemaerkning string `json:"bemaerkning,omitempty"` // what the caseworker must know about the unit
}

// Dom is how it ended.
type Dom struct {
	Alene     Slut `json:"alene"`
	Indeksbro Slut `json:"indeksbro"`
}

// Slut is how it ended on one side, compared with what is right.
type Slut struct {
	Rigtigt     bool       `json:"rigtigt"`
	Fejl        []Slutfejl `json:"fejl,omitempty"`
	Forkert     int        `json:"dageMedForkert"` // days on which something wrong was shown
	Manglende   int        `json:"dageMedMangler"` // days on which something that should be shown was not
	Afvisninger int        `json:"afvisninger"`    // decisions a guard stopped
	Dansk       string     `json:"dansk"`
}

// Slutfejl is a fault that is left at the end.
type Slutfejl struct {
	Art  string `json:"art"`
	Navn string `json:"navn"`
	Sag  string `json:"sag,omitempty"`
	Fejl Fejl   `json:"fejl"`
}
