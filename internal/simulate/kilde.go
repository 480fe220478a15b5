package simulate

import (
	"fmt"

	"indeksbro/internal/eoj"
)

// kilde is what the care record itself holds: the same on both sides, since both live with the same cases.
type kilde struct {
	sagstyper   map[string]*eoj.Sagstype
	ydelser     map[string]*eoj.Ydelse
	enheder     map[string]*eoj.Enhed
	sager       map[string]*eoj.Sag
	bevillinger map[string]*eoj.Bevilling
	sagsorden   []string // ids in the order they came
	bevorden    []string
}

func newKilde() *kilde {
	return &kilde{sagstyper: map[string]*eoj.Sagstype{}, ydelser: map[string]*eoj.Ydelse{}, enheder: map[string]*eoj.Enhed{},
		sager: map[string]*eoj.Sag{}, bevillinger: map[string]*eoj.Bevilling{}}
}

// tag takes a line of the feed and gives what it was about.
func (k *kilde) tag(line string) (eoj.Post, error) {
	post, err := eoj.ParseLinje([]byte(line))
	if err != nil {
		return nil, fmt.Errorf("line of a scenario: %w", err)
	}
	switch p := post.(type) {
	case *eoj.Sagstype:
		k.sagstyper[p.ID] = p
	case *eoj.Ydelse:
		k.ydelser[p.ID] = p
	case *eoj.Enhed:
		k.enheder[p.ID] = p
	case *eoj.Sag:
		if k.sager[p.ID] == nil {
			k.sagsorden = append(k.sagsorden, p.ID)
		}
		k.sager[p.ID] = p
	case *eoj.Bevilling:
		if k.bevillinger[p.ID] == nil {
			k.bevorden = append(k.bevorden, p.ID)
		}
		k.bevillinger[p.ID] = p
	default:
		return nil, fmt.Errorf("line of a scenario: %T is not played", post)
	}
	return post, nil
}

// under lists the grants of a case in the order they came.
func (k *kilde) under(sag string) []string {
	var ids []string
	for _, id := range k.bevorden {
		if k.bevillinger[id].Sag == sag {
			ids = append(ids, id)
		}
	}
	return ids
}
