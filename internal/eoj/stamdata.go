package eoj

import (
	"encoding/json"
	"fmt"
)

// stamlinje is a line of stamdata with nothing but what ParseLinje has checked.
type stamlinje struct {
	Type          Type     `json:"type"`
	ID            string   `json:"id"`
	Version       int64    `json:"version"`
	Navn          string   `json:"navn"`
	Borgerrettet  bool     `json:"borgerrettet,omitempty"`
	Administrativ bool     `json:"administrativ,omitempty"`
	Lov           string   `json:"lov,omitempty"`
	Paragraf      string   `json:"paragraf,omitempty"`
	Sagstype      string   `json:"sagstype,omitempty"`
	Standard      Standard `json:"standard,omitempty"`
	Kode          string   `json:"kode,omitempty"`
	Art           string   `json:"art,omitempty"`
	Pakke         bool     `json:"pakke,omitempty"`
	Hold          bool     `json:"hold,omitempty"`
	Aktiv         *bool    `json:"aktiv,omitempty"`
	Overordnet    string   `json:"overordnet,omitempty"`
	Sagsansvarlig bool     `json:"sagsansvarlig,omitempty"`
	Usynlig       bool     `json:"usynlig,omitempty"`
	PNummer       string   `json:"pnummer,omitempty"`
	CVR           string   `json:"cvr,omitempty"`
}

// Stamlinje writes a sagstype, ydelse or enhed as a line that says just what was understood of it. Stamdata rest in clear, so
// whatever else a source put on the line, a CPR number perhaps, must not rest with them.
func Stamlinje(post Post) ([]byte, error) {
	t, id, version := post.Noegle()
	l := stamlinje{Type: t, ID: id, Version: version}
	switch p := post.(type) {
	case *Sagstype:
		l.Navn, l.Borgerrettet, l.Administrativ, l.Lov, l.Paragraf = p.Navn, p.Borgerrettet, p.Administrativ, p.Lov, p.Paragraf
	case *Ydelse:
		l.Navn, l.Sagstype, l.Lov, l.Paragraf, l.Standard, l.Kode = p.Navn, p.Sagstype, p.Lov, p.Paragraf, p.Standard, p.Kode
		l.Art, l.Pakke, l.Hold, l.Aktiv = p.Art, p.Pakke, p.Hold, &p.Aktiv
	case *Enhed:
		l.Navn, l.Overordnet, l.Sagsansvarlig, l.Usynlig, l.Aktiv = p.Navn, p.Overordnet, p.Sagsansvarlig, p.Usynlig, &p.Aktiv
		l.PNummer, l.CVR = p.PNummer, p.CVR
	default:
		return nil, fmt.Errorf("a %s is no stamdata", t)
	}
	b, err := json.Marshal(l)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", t, err)
	}
	return b, nil
}
