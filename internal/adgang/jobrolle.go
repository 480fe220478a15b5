package adgang

import (
	"encoding/json"
	"fmt"
	"strings"

	"indeksbro/internal/oio"
)

// Jobrolle is a job-function role as the municipality's role catalogue or a log-in tells it: what it gives here, with which limits.
type Jobrolle struct {
	ID      string
	Navn    string
	Antal   int      // how many have it; -1: not told
	Grupper []Gruppe // only those that give a right here; none: it is about other systems
	Token   bool     // seen at a log-in, not in a catalogue
}

// jobrolleJSON and gruppeJSON are a role at rest. A limit that is absent is null, one that is there but empty is not.
type jobrolleJSON struct {
	ID      string       `json:"id"`
	Navn    string       `json:"navn"`
	Antal   int          `json:"antal"`
	Token   bool         `json:"token,omitempty"`
	Grupper []gruppeJSON `json:"grupper,omitempty"`
}

type gruppeJSON struct {
	Kommune    oio.CVR         `json:"kommune"`
	Retter     []Ret           `json:"retter"`
	KLE        *string         `json:"kle"`
	Foelsomhed *oio.Foelsomhed `json:"foelsomhed"`
	Enheder    *[]oio.UUID     `json:"enheder"`
	Systemer   *[]oio.UUID     `json:"systemer"`
	Lukket     string          `json:"lukket,omitempty"`
}

// JSON is the role as it is kept; equal roles have equal texts.
func (r *Jobrolle) JSON() string {
	j := jobrolleJSON{ID: r.ID, Navn: r.Navn, Antal: r.Antal, Token: r.Token}
	for i := range r.Grupper {
		g := &r.Grupper[i]
		one := gruppeJSON{Kommune: g.Kommune, Retter: g.Retter, Lukket: g.Lukket}
		if g.KLE != nil {
			text := g.KLE.String()
			one.KLE = &text
		}
		if g.Foelsomhed != 0 {
			one.Foelsomhed = &g.Foelsomhed
		}
		if g.Enheder != nil {
			one.Enheder = &g.Enheder
		}
		if g.Systemer != nil {
			one.Systemer = &g.Systemer
		}
		j.Grupper = append(j.Grupper, one)
	}
	b, err := json.Marshal(j)
	if err != nil {
		return "" // nothing in it can fail
	}
	return string(b)
}

// ParseJobrolle is the inverse of Jobrolle.JSON.
func ParseJobrolle(text string) (Jobrolle, error) {
	var j jobrolleJSON
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		return Jobrolle{}, fmt.Errorf("read job-function role: %w", err)
	}
	r := Jobrolle{ID: j.ID, Navn: j.Navn, Antal: j.Antal, Token: j.Token}
	for _, one := range j.Grupper {
		g := Gruppe{Navn: j.Navn, Kommune: one.Kommune, Retter: one.Retter, Lukket: one.Lukket}
		if one.KLE != nil {
			set, err := ParseEmner(*one.KLE)
			if err != nil {
				return Jobrolle{}, err
			}
			g.KLE = set
		}
		if one.Foelsomhed != nil {
			g.Foelsomhed = *one.Foelsomhed
		}
		if one.Enheder != nil {
			g.Enheder = append([]oio.UUID{}, *one.Enheder...)
		}
		if one.Systemer != nil {
			g.Systemer = append([]oio.UUID{}, *one.Systemer...)
		}
		r.Grupper = append(r.Grupper, g)
	}
	return r, nil
}

// opslag are the role's groups that let somebody look citizens up.
func (r *Jobrolle) opslag() []*Gruppe {
	var groups []*Gruppe
	for i := range r.Grupper {
		if g := &r.Grupper[i]; g.Har(Opslag, g.Kommune) {
			groups = append(groups, g)
		}
	}
	return groups
}

// Beskriv is the group's limits in a line for people.
func (g *Gruppe) Beskriv() string {
	if g.Lukket != "" {
		return "ser intet: " + g.Lukket
	}
	parts := []string{"KLE: alle (ingen afgrænsning)"}
	switch {
	case g.KLE != nil && len(g.KLE) == 0, g.KLE.String() == Intet && g.KLE != nil:
		parts[0] = "KLE: ingen"
	case g.KLE != nil:
		parts[0] = "KLE: " + strings.ReplaceAll(g.KLE.String(), ",", ", ")
	}
	if g.Foelsomhed != 0 {
		parts = append(parts, "følsomhed: til og med "+foelsomhedsnavn[g.Foelsomhed-1])
	} else {
		parts = append(parts, "følsomhed: alle")
	}
	if g.Enheder != nil {
		parts = append(parts, fmt.Sprintf("enheder: %d", len(g.Enheder)))
	}
	if g.Systemer != nil {
		parts = append(parts, fmt.Sprintf("fagsystemer: %d", len(g.Systemer)))
	}
	return strings.Join(parts, " · ")
}

var foelsomhedsnavn = [...]string{"ikke-fortrolige data", "fortrolige personoplysninger", "følsomme personoplysninger", "VIP-sager"}

// Foelsomhedsnavn is a step of sensitivity in words; what is not stated counts as the highest.
func Foelsomhedsnavn(f oio.Foelsomhed) string {
	if f < 1 || int(f) > len(foelsomhedsnavn) {
		return "ikke oplyst"
	}
	return foelsomhedsnavn[f-1]
}
