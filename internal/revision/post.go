package revision

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/oio"
)

// Hvad is the kind of an entry. Kinds are words people read in the log, and are never renamed: they are part of what the chain covers.
type Hvad string

// The kinds this package gives a meaning to; pages may have others, such as «borger», «sag» or «søgning-navn».
const (
	Noed       Hvad = "nødadgang"      // a case was opened without boundary, with a stated reason
	Jump       Hvad = "hop"            // DialogIntegration: the reader went on to the source system (R114)
	LogLaest   Hvad = "log-læst"       // the log itself was read
	LogUdtraek Hvad = "log-udtræk"     // the log was read out as a file
	Indsigt    Hvad = "indsigt"        // everything held about a citizen was read out
	EgenLog    Hvad = "egen-log"       // a citizen saw who had looked
	Oprydning  Hvad = "oprydning"      // older entries were taken out; Fjernet and FjernetLed say up to which
	Simuleret  Hvad = "rolle-afprøvet" // what a role would see was counted; no citizen is shown
)

// Post is one entry. Of a citizen there is the keyed hash alone; what was searched for is sealed before it comes here.
type Post struct {
	Nr      int64            // grows by one per municipality, without gaps
	Tid     time.Time        // to the millisecond
	Hvem    string           // the user's id
	Borger  oio.Borgernoegle // zero: no citizen, or not known
	Hvad    Hvad             //
	Indhold Indhold          // the rest
	Fjernet int64            // of Oprydning: every entry up to this number is taken out
	Led     Led              // zero: from before there was a chain
}

// Indhold is what an entry tells besides who, whom, what and when. Field order is part of the canonical form: append only.
type Indhold struct {
	Roller       string     `json:"roller,omitempty"`
	Gruppe       string     `json:"gruppe,omitempty"`  // name of the privilege group or job-function role that gave access
	Formaal      string     `json:"formaal,omitempty"` // why, masked of CPR numbers
	Objekt       *oio.UUID  `json:"objekt,omitempty"`  // what the page was about
	Objekter     []oio.UUID `json:"objekter,omitempty"`
	Antal        int        `json:"antal,omitempty"`
	Fra          string     `json:"fra,omitempty"`      // the address it was asked from
	Soegning     []byte     `json:"soegning,omitempty"` // sealed
	FjernetLed   *Led       `json:"fjernetLed,omitempty"`
	FjernetFoer  *time.Time `json:"fjernetFoer,omitempty"`
	FjernetAntal int64      `json:"fjernetAntal,omitempty"`
}

// Roed reports whether the entry is one somebody should see: access beyond the boundary.
func (p *Post) Roed() bool { return p.Hvad == Noed }

// Aabnet are all objects the entry shows, the one it is about first.
func (p *Post) Aabnet() []oio.UUID {
	if p.Indhold.Objekt == nil {
		return p.Indhold.Objekter
	}
	return append([]oio.UUID{*p.Indhold.Objekt}, p.Indhold.Objekter...)
}

// JSON is the content as it is kept.
func (i *Indhold) JSON() ([]byte, error) {
	b, err := json.Marshal(i)
	if err != nil {
		return nil, fmt.Errorf("write audit entry: %w", err)
	}
	return b, nil
}

// Soegekontekst is what a search term is sealed with.
const Soegekontekst = "revision/søgning"

// Rydder makes the entry one that says which others are taken out: those up to a number, whose link is given.
func (p *Post) Rydder(til int64, link Led, foer time.Time, antal int64) {
	foer = foer.UTC().Truncate(time.Millisecond)
	p.Hvad, p.Fjernet = Oprydning, til
	p.Indhold.FjernetLed, p.Indhold.FjernetFoer, p.Indhold.FjernetAntal = &link, &foer, antal
}

// Raaet are entries with their content as it is kept.
func Raaet(entries []Post) ([]Raa, error) {
	raw := make([]Raa, len(entries))
	for i := range entries {
		raw[i].Post = entries[i]
		raw[i].Hvem = strings.ReplaceAll(oio.MaskCPR(entries[i].Hvem), "\x00", "")
		raw[i].Hvad = Hvad(strings.ReplaceAll(string(entries[i].Hvad), "\x00", ""))
		var err error
		if raw[i].Bytes, err = entries[i].Indhold.JSON(); err != nil {
			return nil, err
		}
	}
	return raw, nil
}
