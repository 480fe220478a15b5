package styring

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"indeksbro/internal/export"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/vaerksted"
)

// Holdtside is a page of the held; Naeste is the cursor of the next, empty when there is none.
type Holdtside struct {
	Poster []export.Holdt
	Naeste string
}

// Holdte lists what is held, after a cursor of an earlier page (R028). The error names a cursor that cannot be read.
func (s *Styring) Holdte(ctx context.Context, v export.Holdtvalg, cursor string, n int) (Holdtside, error) {
	after, err := sted(cursor)
	if err != nil {
		return Holdtside{}, err
	}
	held, err := s.Store.Holdte(ctx, s.Kommune, v, after, n+1)
	if err != nil || len(held) <= n {
		return Holdtside{Poster: held}, err
	}
	last := held[n-1].Sted
	return Holdtside{Poster: held[:n], Naeste: fmt.Sprintf("%d-%d", last.Art, last.Nr)}, nil
}

func sted(cursor string) (export.Holdtsted, error) {
	if cursor == "" {
		return export.Holdtsted{}, nil
	}
	art, nr, both := strings.Cut(cursor, "-")
	a, errA := strconv.ParseUint(art, 10, 8)
	n, errN := strconv.ParseInt(nr, 10, 64)
	if !both || errA != nil || errN != nil {
		return export.Holdtsted{}, &rules.Brud{Regel: "R028", English: "the cursor cannot be read; begin again without it", Dansk: "listen kan ikke fortsættes herfra; begynd forfra"}
	}
	return export.Holdtsted{Art: oio.Art(a), Nr: n}, nil
}

// HoldtGrund reads a reason that holds back; empty is none.
func HoldtGrund(kode string) (projection.Grund, error) {
	if kode == "" {
		return 0, nil
	}
	for _, g := range HoldtGrunde() {
		if g.Kode() == kode {
			return g, nil
		}
	}
	return 0, &rules.Brud{Regel: "R028", English: "want mangler-type, ukendt-kode or enhed-uden-kombit-id", Dansk: "vælg en af grundene"}
}

// HoldtGrunde are the reasons that hold back.
func HoldtGrunde() []projection.Grund {
	return []projection.Grund{projection.ManglerType, projection.UkendtKode, projection.EnhedUdenKombit}
}

// Frigivelse is a release in bulk: of all under a sagstype, or of a ydelse, or of both reasons everywhere.
type Frigivelse struct {
	Grund            projection.Grund
	Sagstype, Ydelse string
	Af, Hvorfor      string
}

// beslutninger are the decisions a release consists of: a sagstype's is its own, a ydelse's stands on the ydelse.
func (s *Styring) beslutninger(ctx context.Context, f Frigivelse) ([]mapping.Beslutning, error) {
	if f.Grund == projection.EnhedUdenKombit {
		return nil, &rules.Brud{Regel: "R072", English: "what has no unit cannot be sent; find the unit, or name one with `policy set default-enhed=UUID` (R007)", Dansk: "uden enhed kan de ikke sendes; find enheden, eller vælg en standardenhed"}
	}
	groups, err := s.Store.Holdtomfang(ctx, s.Kommune)
	if err != nil {
		return nil, err
	}
	var made []mapping.Beslutning
	seen := map[string]bool{}
	for _, g := range groups {
		if g.Grund == projection.EnhedUdenKombit || f.Grund != 0 && g.Grund != f.Grund || f.Sagstype != "" && g.Sagstype != f.Sagstype || f.Ydelse != "" && g.Ydelse != f.Ydelse {
			continue
		}
		d := mapping.Beslutning{Art: mapping.Ydelse, ID: g.Ydelse, Valg: mapping.Valg{UdenType: true}, Af: f.Af, Grund: f.Hvorfor}
		if f.Ydelse == "" && f.Grund == 0 {
			d.Art, d.ID = mapping.Tilbagehold, g.Sagstype
		}
		if key := string(d.Art) + " " + d.ID; !seen[key] {
			seen[key] = true
			made = append(made, d)
		}
	}
	if len(made) == 0 {
		return nil, &rules.Brud{Regel: "R028", English: "nothing that may be released is held there", Dansk: "der er intet at frigive der"}
	}
	return made, nil
}

// Overvej says in numbers what a release would do (R005).
func (s *Styring) Overvej(ctx context.Context, f Frigivelse) (konsekvens.Konsekvens, []mapping.Beslutning, error) {
	decisions, err := s.beslutninger(ctx, f)
	if err != nil {
		return konsekvens.Konsekvens{}, nil, err
	}
	k, _, err := s.Desk.Konsekvens(ctx, decisions)
	return k, decisions, err
}

// Frigiv releases: each decision is kept with who and why, and shown ever after where it stands (R028).
func (s *Styring) Frigiv(ctx context.Context, f Frigivelse) (vaerksted.Kvittering, error) {
	if strings.TrimSpace(f.Af) == "" || strings.TrimSpace(f.Hvorfor) == "" {
		return vaerksted.Kvittering{}, &rules.Brud{Regel: "R028", English: "a release needs a named person and a reason (--af, --grund)", Dansk: "skriv, hvem der frigiver, og hvorfor"}
	}
	decisions, err := s.beslutninger(ctx, f)
	if err != nil {
		return vaerksted.Kvittering{}, err
	}
	wishes := make([]vaerksted.Oenske, len(decisions))
	for i, d := range decisions {
		wishes[i] = vaerksted.Oenske{Beslutning: d, Set: vaerksted.Ligemeget}
	}
	return s.Desk.Beslut(ctx, wishes)
}
