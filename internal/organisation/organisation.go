// Package organisation is the municipality's tree in FK Organisation as Indeksbro knows it: units with contact details, which
// of them are in use, and what changed since the last import.
//
// It is not the care record's own tree (package eoj) and does not say which unit of the one is which of the other (package
// mapping); it reads NDJSON handed to it and does no I/O of its own.
package organisation

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"indeksbro/internal/oio"
)

// Adresse is one way to reach a unit. Rolle tells which: telefon, email, henvendelsessted, telefontid, aabningstid, …
// (05a §7.3 has the official roles).
type Adresse struct {
	Rolle string `json:"rolle"`
	Tekst string `json:"tekst"`
}

// Enhed is one OrganisationEnhed.
type Enhed struct {
	UUID       oio.UUID  `json:"uuid"`
	Navn       string    `json:"navn"`
	Overordnet oio.UUID  `json:"overordnet,omitzero"`
	Status     string    `json:"status"` // Aktiv or Inaktiv
	CVR        oio.CVR   `json:"cvr,omitempty"`
	PNummer    string    `json:"pnummer,omitempty"`
	Adresser   []Adresse `json:"adresser,omitempty"`
	Opgaver    []string  `json:"opgaver,omitempty"` // KLE numbers, any level
}

// Aktiv reports whether the unit may be referred to.
func (e *Enhed) Aktiv() bool { return e.Status == "Aktiv" }

// Adresse gives the text of the first address with a role, or nothing.
func (e *Enhed) Adresse(rolle string) string {
	for _, a := range e.Adresser {
		if a.Rolle == rolle {
			return a.Tekst
		}
	}
	return ""
}

// Kontakt reports whether the unit can be reached at all.
func (e *Enhed) Kontakt() bool { return e.Adresse("telefon") != "" || e.Adresse("email") != "" }

// Trae is one import of the organisation.
type Trae struct {
	units map[oio.UUID]*Enhed
}

// New makes a tree of units. Later units win over earlier ones with the same UUID.
func New(units []Enhed) *Trae {
	t := &Trae{units: make(map[oio.UUID]*Enhed, len(units))}
	for i := range units {
		t.units[units[i].UUID] = &units[i]
	}
	return t
}

// Find gives a unit by its KOMBIT id.
func (t *Trae) Find(id oio.UUID) (*Enhed, bool) {
	e, found := t.units[id]
	return e, found
}

// Len is the number of units.
func (t *Trae) Len() int { return len(t.units) }

// Alle lists the units by name, then UUID.
func (t *Trae) Alle() []*Enhed {
	all := make([]*Enhed, 0, len(t.units))
	for _, e := range t.units {
		all = append(all, e)
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].Navn != all[j].Navn {
			return all[i].Navn < all[j].Navn
		}
		return all[i].UUID.String() < all[j].UUID.String()
	})
	return all
}

// Kontaktenhed is the unit whose contact details to show for id: the unit itself, or the nearest above it that can be
// reached (06 §1.4). The bool is false when nobody up to the top can be.
func (t *Trae) Kontaktenhed(id oio.UUID) (*Enhed, bool) {
	for steps := 0; steps <= len(t.units); steps++ {
		e, found := t.units[id]
		if !found {
			return nil, false
		}
		if e.Aktiv() && e.Kontakt() {
			return e, true
		}
		id = e.Overordnet
	}
	return nil, false
}

// Fejl is what is wrong with one line of an import.
type Fejl struct {
	Linje   int
	Message string
}

// Error names line and fault.
func (f *Fejl) Error() string { return fmt.Sprintf("line %d: %s", f.Linje, f.Message) }

const (
	maxLinje   = 1 << 20
	maxEnheder = 200_000
)

// Parse reads an import whole. A line that is wrong refuses the import, since a tree with holes would send cases to the
// wrong unit. An import without units is refused too (R101).
func Parse(r io.Reader) (*Trae, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 64<<10), maxLinje)
	var units []Enhed
	seen := map[oio.UUID]int{}
	for number := 1; scanner.Scan(); number++ {
		line := strings.TrimSpace(strings.TrimPrefix(scanner.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		unit, err := parseEnhed(line)
		if err != nil {
			return nil, &Fejl{Linje: number, Message: err.Error()}
		}
		if first, twice := seen[unit.UUID]; twice {
			return nil, &Fejl{Linje: number, Message: fmt.Sprintf("unit %s stands on line %d already", unit.UUID, first)}
		}
		seen[unit.UUID] = number
		if units = append(units, unit); len(units) > maxEnheder {
			return nil, &Fejl{Linje: number, Message: fmt.Sprintf("more than %d units", maxEnheder)}
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("read organisation: %w", err)
	}
	if len(units) == 0 {
		return nil, &Fejl{Linje: 1, Message: "no units: an empty organisation is not believed"}
	}
	if err := checkTree(units, seen); err != nil {
		return nil, err
	}
	return New(units), nil
}

// Saml makes a tree of units that come another way than as a file, by the same demands: names, and no circle. A *Fejl numbers the units.
func Saml(units []Enhed) (*Trae, error) {
	place := make(map[oio.UUID]int, len(units))
	for i := range units {
		if err := units[i].tjek(); err != nil {
			return nil, &Fejl{Linje: i + 1, Message: err.Error()}
		}
		place[units[i].UUID] = i + 1
	}
	if err := checkTree(units, place); err != nil {
		return nil, err
	}
	return New(units), nil
}

func parseEnhed(line string) (Enhed, error) {
	var unit Enhed
	if err := json.Unmarshal([]byte(line), &unit); err != nil {
		return unit, errors.New("not a unit: want one JSON object with uuid, navn, overordnet, status")
	}
	err := unit.tjek()
	return unit, err
}

// tjek demands what every unit must have; a status not told is Aktiv.
func (e *Enhed) tjek() error {
	switch {
	case e.UUID.IsZero():
		return errors.New("uuid is missing")
	case strings.TrimSpace(e.Navn) == "":
		return errors.New("navn is missing")
	case e.Status == "":
		e.Status = "Aktiv"
	case e.Status != "Aktiv" && e.Status != "Inaktiv":
		return errors.New("status must be Aktiv or Inaktiv")
	}
	if e.CVR != "" {
		if _, err := oio.ParseCVR(string(e.CVR)); err != nil {
			return errors.New("cvr must be eight digits")
		}
	}
	return nil
}

// checkTree refuses circles: an upward lookup in one would never end.
func checkTree(units []Enhed, line map[oio.UUID]int) error {
	above := make(map[oio.UUID]oio.UUID, len(units))
	for _, u := range units {
		above[u.UUID] = u.Overordnet
	}
	fine := make(map[oio.UUID]bool, len(units)) // these lead to the top, so each unit is walked once
	for _, u := range units {
		var way []oio.UUID
		for id := u.UUID; !id.IsZero() && !fine[id]; id = above[id] {
			if way = append(way, id); len(way) > len(units)+1 {
				return &Fejl{Linje: line[u.UUID], Message: fmt.Sprintf("unit %s is above itself", u.UUID)}
			}
		}
		for _, id := range way {
			fine[id] = true
		}
	}
	return nil
}

// Difference is what an import changed (R079).
type Difference struct {
	Nye       []*Enhed `json:"nye"`
	Fjernet   []*Enhed `json:"fjernet"` // gone, or no longer active
	Aendret   []*Enhed `json:"aendret"` // renamed, moved, other contact details
	Uaendrede int      `json:"uaendrede"`
}

// Diff compares two imports; old may be nil.
func Diff(old, current *Trae) Difference {
	if old == nil {
		old = New(nil)
	}
	var d Difference
	for _, e := range current.Alle() {
		before, known := old.Find(e.UUID)
		switch {
		case e.Aktiv() && (!known || !before.Aktiv()):
			d.Nye = append(d.Nye, e)
		case known && before.Aktiv() && !e.Aktiv():
			d.Fjernet = append(d.Fjernet, e)
		case known && !equal(before, e):
			d.Aendret = append(d.Aendret, e)
		default:
			d.Uaendrede++
		}
	}
	for _, e := range old.Alle() {
		if _, still := current.Find(e.UUID); !still && e.Aktiv() {
			d.Fjernet = append(d.Fjernet, e)
		}
	}
	return d
}

func equal(a, b *Enhed) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
