// Package projection is the one place that says what the indexes should hold: a pure function from a source record, the
// mapping, the organisation and the municipality's policy to an index object, or to the reason why there is none (R004, R023,
// R028, R030, R057, R070–R072, R096). Preview, simulation, export and verification all call it, so they cannot disagree.
//
// It keeps nothing, sends nothing and knows no clock: the time of receipt comes with the record.
package projection

import (
	"slices"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/ydelsestype"
)

// Kommune is the municipality as sender.
type Kommune struct {
	CVR          oio.CVR
	Navn         string
	Organisation oio.UUID     // its Organisation in FK Organisation, the Ejer of every object
	System       oio.ITSystem // the care record's instance, Master and Afsender of every object
}

// Policy is what a municipality has chosen.
type Policy struct {
	HoldBack     bool     // R028: hold an unmapped ydelse back; the default
	DefaultEnhed oio.UUID // R007's override: the unit for what resolves to none; zero: such cases are held
	EgenFSIII    bool     // the municipality itself uses FSIII for forebyggelse og genoptræning (R021)
	Proeve       []string // R099: the only sagstyper that are sent for the time being; empty: all that are marked
}

// UdenforProeve reports whether a sagstype waits because a test run is about others (R099).
func (p *Policy) UdenforProeve(sagstype string) bool {
	return len(p.Proeve) > 0 && !slices.Contains(p.Proeve, sagstype)
}

// HolderTilbage reports whether grants under a sagstype whose ydelse has no type wait (R028): a decision about the sagstype, else the policy.
func (g *Grundlag) HolderTilbage(sagstype string) bool {
	switch choice := g.Mapping.Valg(mapping.Tilbagehold, sagstype); {
	case choice.UdenType:
		return false
	case choice.Hold:
		return true
	}
	return g.Policy.HoldBack
}

// Grundlag is everything a projection looks at besides the record itself, as it stands at one moment. It is built once and
// read by many; only the unit lookup fills in as it goes, so one Grundlag belongs to one goroutine.
type Grundlag struct {
	Kommune      Kommune
	Policy       Policy
	Sagstyper    map[string]*eoj.Sagstype
	Ydelser      map[string]*eoj.Ydelse
	Enheder      map[string]*eoj.Enhed
	Mapping      *mapping.State
	Organisation *organisation.Trae
	Katalog      *ydelsestype.Katalog
	KLE          *kle.Plan // every number ever imported, so that one that leaves KLE changes nothing already sent (R003)

	units map[string]Enhedsopslag
}

// Copy gives a Grundlag for another goroutine.
func (g *Grundlag) Copy() *Grundlag {
	other := *g
	other.units = nil
	return &other
}

// Enhedsopslag is what an enhed resolves to (R071).
type Enhedsopslag struct {
	Enhed  *organisation.Enhed // nil: resolves to nothing
	Via    string              // the enhed whose KOMBIT id it is; the enhed itself, or one above
	Mangel Grund               // why Enhed is nil: the unit or one above it is not known yet, or none has a KOMBIT id
}

// Enhed resolves a unit of the care record upwards (R071): its own KOMBIT id, else its nearest ancestor's. A KOMBIT id that
// no longer is an active unit counts as none, because a reference to a closed unit must never be sent (05a §3.4).
func (g *Grundlag) Enhed(id string) Enhedsopslag {
	if found, known := g.units[id]; known {
		return found
	}
	found := g.lookup(id)
	if g.units == nil {
		g.units = make(map[string]Enhedsopslag)
	}
	g.units[id] = found
	return found
}

func (g *Grundlag) lookup(id string) Enhedsopslag {
	for at, steps := id, 0; at != ""; steps++ {
		unit, known := g.Enheder[at]
		if !known {
			return Enhedsopslag{Mangel: EnhedUkendt}
		}
		if kombit := g.Mapping.Valg(mapping.Enhed, at).Kombit; !kombit.IsZero() {
			if official, exists := g.Organisation.Find(kombit); exists && official.Aktiv() {
				return Enhedsopslag{Enhed: official, Via: at}
			}
		}
		if steps > len(g.Enheder) {
			break // the source's tree goes in a circle
		}
		at = unit.Overordnet
	}
	return Enhedsopslag{Mangel: EnhedUdenKombit}
}

// ansvarlig is the unit to send for an enhed: what it resolves to, else the municipality's default unit.
func (g *Grundlag) ansvarlig(id string) (oio.Aktoer, Grund) {
	found := g.Enhed(id)
	unit := found.Enhed
	if unit == nil && found.Mangel == EnhedUdenKombit && !g.Policy.DefaultEnhed.IsZero() {
		if official, exists := g.Organisation.Find(g.Policy.DefaultEnhed); exists && official.Aktiv() {
			unit = official
		}
	}
	if unit == nil {
		return oio.Aktoer{}, found.Mangel
	}
	return oio.Aktoer{UUID: unit.UUID, Navn: cut(unit.Navn, 255), CVR: g.Kommune.CVR}, Sendes
}

// Ydelsestype is the common type of a ydelse: chosen by a person, or automatic for FSIII and FFB (R020). The Grund says why
// there is none.
func (g *Grundlag) Ydelsestype(y *eoj.Ydelse) (ydelsestype.Type, Grund) {
	if key := g.Mapping.Valg(mapping.Ydelse, y.ID).Type; key != "" {
		if t, found := g.Katalog.Find(key); found {
			return t, Sendes
		}
		return ydelsestype.Type{}, ManglerType
	}
	if y.Standard == eoj.Lokal {
		return ydelsestype.Type{}, ManglerType
	}
	if t, found := g.Katalog.FindKode(string(y.Standard), y.Kode); found {
		return t, Sendes
	}
	return ydelsestype.Type{}, UkendtKode
}

// Sag is a case as the mirror has it.
type Sag struct {
	*eoj.Sag           // nil when the source has deleted it
	Modtaget time.Time // when this version was received
}

// Bevilling is a grant as the mirror has it.
type Bevilling struct {
	*eoj.Bevilling // nil when the source has deleted it
	Modtaget       time.Time
}
