package export

import (
	"context"
	"fmt"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

// vurdering is what projection says of one source object, ready to be held against the ledger.
type vurdering struct {
	art      oio.Art
	nr       int64
	uuid     oio.UUID
	sag      int64 // number of the case that a grant hangs under
	sagstype string
	borger   oio.Borgernoegle
	udfald   projection.Udfald
	kanonisk []byte
	aftryk   seal.Aftryk
}

// assessor opens records of the mirror and projects them. It belongs to one goroutine.
type assessor struct {
	mirror   Mirror
	kommune  oio.CVR
	noegler  *seal.Noegler
	grundlag *projection.Grundlag
}

func (a *assessor) open(t eoj.Type, id string, sealed []byte) (eoj.Post, error) {
	line, err := a.noegler.Open(sealed, mirror.Context(t, id))
	if err != nil {
		return nil, fmt.Errorf("%s in the mirror: %w", t, err)
	}
	post, err := eoj.ParseLinje(line)
	if err != nil {
		return nil, fmt.Errorf("%s in the mirror: %w", t, err)
	}
	return post, nil
}

func (a *assessor) openSag(r *SagRaekke) (projection.Sag, error) {
	if r.Linje == nil {
		return projection.Sag{Modtaget: r.Modtaget}, nil
	}
	post, err := a.open(eoj.TypeSag, r.ID, r.Linje)
	if err != nil {
		return projection.Sag{}, err
	}
	sag, ok := post.(*eoj.Sag)
	if !ok {
		return projection.Sag{}, fmt.Errorf("sag in the mirror is a %T", post)
	}
	return projection.Sag{Sag: sag, Modtaget: r.Modtaget}, nil
}

func (a *assessor) openBevilling(r *BevillingRaekke) (projection.Bevilling, error) {
	if r.Linje == nil {
		return projection.Bevilling{Modtaget: r.Modtaget}, nil
	}
	post, err := a.open(eoj.TypeBevilling, r.ID, r.Linje)
	if err != nil {
		return projection.Bevilling{}, err
	}
	bevilling, ok := post.(*eoj.Bevilling)
	if !ok {
		return projection.Bevilling{}, fmt.Errorf("bevilling in the mirror is a %T", post)
	}
	return projection.Bevilling{Bevilling: bevilling, Modtaget: r.Modtaget}, nil
}

func (a *assessor) sager(rows []SagRaekke) ([]vurdering, error) {
	assessed := make([]vurdering, len(rows))
	for i := range rows {
		sag, err := a.openSag(&rows[i])
		if err != nil {
			return nil, err
		}
		assessed[i] = a.vurdering(oio.ArtSag, rows[i].Nr, rows[i].ID, a.grundlag.Sag(sag))
		assessed[i].sagstype, assessed[i].borger = rows[i].Sagstype, rows[i].Borger
		if err := assessed[i].finish(a.noegler); err != nil {
			return nil, err
		}
	}
	return assessed, nil
}

// bevillinger projects grants; their cases are read in one go and opened once each.
func (a *assessor) bevillinger(ctx context.Context, rows []BevillingRaekke) ([]vurdering, error) {
	cases, err := a.sagerOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	assessed := make([]vurdering, len(rows))
	for i := range rows {
		bevilling, err := a.openBevilling(&rows[i])
		if err != nil {
			return nil, err
		}
		of := cases[rows[i].Sag]
		var sag *projection.Sag
		if of != nil {
			sag = &of.sag
		}
		assessed[i] = a.vurdering(oio.ArtBevilling, rows[i].Nr, rows[i].ID, a.grundlag.Bevilling(bevilling, sag))
		if of != nil {
			assessed[i].sag, assessed[i].sagstype, assessed[i].borger = of.nr, of.sagstype, of.borger
		}
		if err := assessed[i].finish(a.noegler); err != nil {
			return nil, err
		}
	}
	return assessed, nil
}

type openedSag struct {
	nr       int64
	sag      projection.Sag
	sagstype string
	borger   oio.Borgernoegle
}

func (a *assessor) sagerOf(ctx context.Context, rows []BevillingRaekke) (map[string]*openedSag, error) {
	opened := make(map[string]*openedSag)
	var ids []string
	for i := range rows {
		if _, listed := opened[rows[i].Sag]; !listed && rows[i].Sag != "" {
			opened[rows[i].Sag] = nil
			ids = append(ids, rows[i].Sag)
		}
	}
	found, err := a.mirror.SagerMed(ctx, a.kommune, ids)
	if err != nil {
		return nil, err
	}
	for i := range found {
		sag, err := a.openSag(&found[i])
		if err != nil {
			return nil, err
		}
		opened[found[i].ID] = &openedSag{nr: found[i].Nr, sag: sag, sagstype: found[i].Sagstype, borger: found[i].Borger}
	}
	return opened, nil
}

func (a *assessor) vurdering(art oio.Art, nr int64, id string, udfald projection.Udfald) vurdering {
	v := vurdering{art: art, nr: nr, udfald: udfald}
	if udfald.Objekt != nil {
		v.uuid = udfald.Objekt.Identitet()
	} else {
		v.uuid = oio.ObjectUUID(a.kommune, a.grundlag.Kommune.System.UUID, art, id)
	}
	return v
}

// finish makes the canonical form and its fingerprint of what is to be sent.
func (v *vurdering) finish(noegler *seal.Noegler) error {
	if v.udfald.Objekt == nil {
		return nil
	}
	kanonisk, err := oio.Canonical(v.udfald.Objekt)
	if err != nil {
		return err
	}
	v.kanonisk, v.aftryk = kanonisk, noegler.Aftryk(kanonisk)
	return nil
}
