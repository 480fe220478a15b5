package generate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// chunk is how much is gathered before it is written.
const chunk = 1 << 16

// Feed writes everything the care record has, one JSON object a line: first the sagstyper, ydelser and enheder, then citizen
// by citizen the cases and their grants. Memory does not grow with the number of citizens. The error is the writer's.
func Feed(w io.Writer, o Options) error {
	f := newFabrik(o)
	buffer := make([]byte, 0, 2*chunk)
	buffer, err := f.appendStamdata(buffer)
	if err != nil {
		return err
	}
	var b borger
	for i := range f.o.Borgere {
		f.fill(&b, i)
		buffer = f.appendBorger(buffer, &b)
		if len(buffer) < chunk {
			continue
		}
		if _, err := w.Write(buffer); err != nil {
			return fmt.Errorf("write feed: %w", err)
		}
		buffer = buffer[:0]
	}
	if _, err := w.Write(buffer); err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	return nil
}

func (f *fabrik) appendBorger(b []byte, who *borger) []byte {
	for n := range who.sager {
		b = f.appendSag(b, &who.sager[n], who, 1)
	}
	for n := range who.bevillinger {
		b = f.appendBevilling(b, &who.bevillinger[n], 1)
	}
	return b
}

type sagstypeLinje struct {
	Type          string `json:"type"`
	ID            string `json:"id"`
	Version       int    `json:"version"`
	Navn          string `json:"navn"`
	Borgerrettet  bool   `json:"borgerrettet"`
	Administrativ bool   `json:"administrativ,omitempty"`
	Lov           string `json:"lov,omitempty"`
	Paragraf      string `json:"paragraf,omitempty"`
}

type ydelseLinje struct {
	Type     string `json:"type"`
	ID       string `json:"id"`
	Version  int    `json:"version"`
	Sagstype string `json:"sagstype"`
	Navn     string `json:"navn"`
	Lov      string `json:"lov,omitempty"`
	Paragraf string `json:"paragraf,omitempty"`
	Standard string `json:"standard"`
	Kode     string `json:"kode,omitempty"`
	Art      string `json:"art"`
	Pakke    bool   `json:"pakke"`
	Hold     bool   `json:"hold"`
}

type enhedLinje struct {
	Type          string `json:"type"`
	ID            string `json:"id"`
	Version       int    `json:"version"`
	Navn          string `json:"navn"`
	Overordnet    string `json:"overordnet,omitempty"`
	Sagsansvarlig bool   `json:"sagsansvarlig"`
	Usynlig       bool   `json:"usynlig"`
	Aktiv         bool   `json:"aktiv"`
	PNummer       string `json:"pnummer,omitempty"`
	CVR           string `json:"cvr,omitempty"`
}

// appendStamdata appends the few hundred lines that cases refer to. A moved ydelse has two: where it was and, with a higher
// version, where it is (R057).
func (f *fabrik) appendStamdata(b []byte) ([]byte, error) {
	var lines []any
	for _, s := range f.t.sagstyper {
		lines = append(lines, sagstypeLinje{
			Type: "sagstype", ID: s.id, Version: 1, Navn: s.navn, Borgerrettet: !s.admin, Administrativ: s.admin,
			Lov: s.lov, Paragraf: s.paragraf,
		})
	}
	for _, y := range f.t.ydelser {
		line := ydelseLinje{
			Type: "ydelse", ID: y.id, Version: 1, Sagstype: y.sagstype.id, Navn: y.navn, Lov: y.lov, Paragraf: y.paragraf,
			Standard: y.standard, Kode: y.kode, Art: y.art, Pakke: y.pakke, Hold: y.hold,
		}
		lines = append(lines, line)
		if y.flyttes != nil {
			line.Version, line.Sagstype = 2, y.flyttes.id
			lines = append(lines, line)
		}
	}
	for _, e := range f.t.enheder {
		line := enhedLinje{
			Type: "enhed", ID: e.id, Version: 1, Navn: e.navn, Overordnet: e.overordnet, Sagsansvarlig: e.ansvarlig,
			Usynlig: e.usynlig, Aktiv: !e.lukket, PNummer: e.pnummer,
		}
		if e.pnummer != "" {
			line.CVR = string(f.o.Kommune)
		}
		lines = append(lines, line)
	}
	return appendJSON(b, lines)
}

// appendJSON appends one object a line, with & and the like as themselves.
func appendJSON[T any](b []byte, lines []T) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	for _, line := range lines {
		if err := encoder.Encode(line); err != nil {
			return nil, fmt.Errorf("encode line: %w", err)
		}
	}
	return buffer.Bytes(), nil
}
