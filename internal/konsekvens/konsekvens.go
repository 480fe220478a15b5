package konsekvens

import (
	"context"
	"fmt"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Bevaegelse is what happens to what a reader, or an index, shows.
type Bevaegelse struct {
	Dukker     projection.Tal `json:"dukkerOp"`
	Aendres    projection.Tal `json:"aendres"` // KLE, type or unit becomes another
	Forsvinder projection.Tal `json:"forsvinder"`
	Uaendret   projection.Tal `json:"uaendret"`
}

// Ingen reports whether nothing moves.
func (b Bevaegelse) Ingen() bool {
	return b.Dukker == projection.Tal{} && b.Aendres == projection.Tal{} && b.Forsvinder == projection.Tal{}
}

// samme reports whether the same moves in both; what stays may differ.
func (b Bevaegelse) samme(o Bevaegelse) bool {
	b.Uaendret = o.Uaendret
	return b == o
}

// Aarsag is how much is not in the indexes afterwards for one reason.
type Aarsag struct {
	Grund projection.Grund `json:"grund"`
	Tal   projection.Tal   `json:"tal"`
}

// Navn is a ydelse or an enhed that people must look at, with what hangs on it. Navn is its id where the source has not told
// its name. Grund is why it holds things back.
type Navn struct {
	ID    string           `json:"id"`
	Navn  string           `json:"navn"`
	Grund projection.Grund `json:"grund"`
	Tal   projection.Tal   `json:"tal"`
}

// Konsekvens is what decisions would do to everything they touch (R005). Bevaegelse itself is about the indexes.
//
// The two readers: the caseworkers' (SAPA) leaves out nothing that the indexes hold, so it moves as they do; the citizen's
// (Borgerblikket) leaves out grants without a common type, so giving a type to what was sent without makes it appear there.
// Neither leaves anything out by sensitivity or by age: what is over stands further down the page. A citizen counts under
// every fate that something of hers has.
type Konsekvens struct {
	Bevaegelse
	SAPA          Bevaegelse `json:"sapa"`
	Borgerblikket Bevaegelse `json:"borgerblikket"`

	Beroert   projection.Tal `json:"beroert"`   // everything the decisions touch
	Holdt     []Aarsag       `json:"holdt"`     // of that: not in the indexes afterwards, by reason, in the order of the reasons
	UdenType  []Navn         `json:"udenType"`  // ydelser whose grants are held because they have no type (R028), most grants first
	UdenEnhed []Navn         `json:"udenEnhed"` // enheder that resolve to nothing and hold back cases and grants (R072), most first
	EOJAlene  []Navn         `json:"eojAlene"`  // ydelser not to be mapped that the care record alone would send all the same (R018)
}

// Beregn works out what decisions, taken together and in order, would do. Neither g nor the source changes.
func Beregn(ctx context.Context, kilde Kilde, g *projection.Grundlag, decisions []mapping.Beslutning, idag oio.Dato) (Konsekvens, error) {
	after := g.Copy()
	after.Mapping = g.Mapping.Med(decisions)
	return beregn(ctx, kilde, g.Copy(), after, Beroert(g, decisions), idag)
}

// EOJAlene lists the ydelser decided not to be mapped whose grants hang under a marked sagstype, so that the care record alone
// would send them, mapped or not (R004, R018).
func EOJAlene(ctx context.Context, kilde Kilde, g *projection.Grundlag, idag oio.Dato) ([]Navn, error) {
	var u Udsnit
	g.Mapping.Alle(mapping.Ydelse, func(b mapping.Beslutning) {
		if b.Valg.Ikke {
			u.Ydelser = append(u.Ydelser, b.ID)
		}
	})
	k, err := beregn(ctx, kilde, g.Copy(), g.Copy(), u, idag)
	return k.EOJAlene, err
}

func beregn(ctx context.Context, kilde Kilde, before, after *projection.Grundlag, u Udsnit, idag oio.Dato) (Konsekvens, error) {
	t := newTaeller(before, after, idag)
	if err := kilde.Omfang(ctx, before.Kommune.CVR, u, t.take); err != nil {
		return Konsekvens{}, fmt.Errorf("preview: %w", err)
	}
	return t.result(), nil
}

// Beroert is what decisions touch, each thing listed once. A decision about an enhed reaches all below it (R071).
func Beroert(g *projection.Grundlag, decisions []mapping.Beslutning) Udsnit {
	var u Udsnit
	seen := make(map[projection.Beroert]bool)
	add := func(list *[]string, art mapping.Art, id string) {
		if b := projection.BeroertAfValg(art, id); !seen[b] {
			seen[b] = true
			*list = append(*list, id)
		}
	}
	for _, d := range decisions {
		switch d.Art {
		case mapping.Sagstype, mapping.Tilbagehold:
			add(&u.Sagstyper, d.Art, d.ID)
		case mapping.Ydelse:
			add(&u.Ydelser, d.Art, d.ID)
		case mapping.Enhed:
			for _, id := range g.Under(d.ID) {
				add(&u.Enheder, d.Art, id)
			}
		}
	}
	return u
}

// slags is all that a verdict depends on besides the Grundlag; whole municipalities have a few thousand of them.
type slags struct {
	art                               oio.Art
	sagen                             Sagens
	sagstype, sagEnhed, ydelse, enhed string
}

func (l *Linje) slags() slags {
	return slags{l.Art, l.Sagen, l.Sagstype, l.SagEnhed, l.Ydelse, l.Enhed}
}

// doem asks projection about a record that has nothing but what its verdict depends on.
func doem(g *projection.Grundlag, s slags) projection.Udfald {
	sag := &projection.Sag{Sag: &eoj.Sag{Sagstype: s.sagstype, Enhed: s.sagEnhed}}
	switch {
	case s.art == oio.ArtSag:
		return g.Sag(*sag)
	case s.sagen == Ukendt:
		sag = nil
	case s.sagen == Slettet:
		sag.Sag = nil
	}
	return g.Bevilling(projection.Bevilling{Bevilling: &eoj.Bevilling{Ydelse: s.ydelse, Enhed: s.enhed}}, sag)
}

// skyldig is the enhed or ydelse a held record waits for; nothing when neither is the reason.
func skyldig(g *projection.Grundlag, s slags, grund projection.Grund) (art mapping.Art, id string) {
	switch grund {
	case projection.ManglerType, projection.UkendtKode, projection.SkalIkkeMappes:
		return mapping.Ydelse, s.ydelse
	case projection.EnhedUdenKombit, projection.EnhedUkendt:
		if s.enhed != "" && doem(g, slags{art: oio.ArtSag, sagstype: s.sagstype, sagEnhed: s.sagEnhed}).Objekt != nil {
			return mapping.Enhed, s.enhed // its case is sent, so it is the grant's own
		}
		return mapping.Enhed, s.sagEnhed
	}
	return "", ""
}

// Alt judges all of the source as it stands: Uaendret is what belongs in the indexes, the rest is held, left out or waits, and why (R091).
func Alt(ctx context.Context, kilde Kilde, g *projection.Grundlag, idag oio.Dato) (Konsekvens, error) {
	return beregn(ctx, kilde, g.Copy(), g.Copy(), Udsnit{Alt: true}, idag)
}

// AfSagstype judges what the source has of one sagstype, as Alt does.
func AfSagstype(ctx context.Context, kilde Kilde, g *projection.Grundlag, sagstype string, idag oio.Dato) (Konsekvens, error) {
	return beregn(ctx, kilde, g.Copy(), g.Copy(), Udsnit{Sagstyper: []string{sagstype}}, idag)
}
