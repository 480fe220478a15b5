package styring

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/program"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
)

// Proeve is a test run (R099): which sagstyper alone are sent, what was expected when it began, and what has come of it.
type Proeve struct {
	Af        string        `json:"af"`
	Siden     time.Time     `json:"siden"`
	Sagstyper []Proevelinje `json:"sagstyper"`
}

// Proevelinje is one sagstype of it, in objects: cases and grants.
type Proevelinje struct {
	Sagstype  string `json:"sagstype"`
	Navn      string `json:"navn"`
	Forventet Antal  `json:"forventet"`        // that are sent, by what was mapped when the run began
	Faktisk   Antal  `json:"faktisk"`          // that the indexes have acknowledged
	Ventet    string `json:"ventet,omitempty"` // what the municipality wrote that it expects to see
}

// Antal counts cases and grants.
type Antal struct {
	Sager       int `json:"sager"`
	Bevillinger int `json:"bevillinger"`
}

// Som reports whether it came as expected.
func (l Proevelinje) Som() bool { return l.Forventet == l.Faktisk }

// Stemmer reports whether every sagstype came as expected.
func (p *Proeve) Stemmer() bool {
	return !slices.ContainsFunc(p.Sagstyper, func(l Proevelinje) bool { return !l.Som() })
}

// BegyndProeve limits the export to sagstyper, and records what is expected of each (R099). Those outside wait as not activated. The error is
// a *rules.Brud where one lacks something.
func (s *Styring) BegyndProeve(ctx context.Context, sagstyper []string, af string) error {
	snapshot, err := s.snapshot(ctx)
	if err != nil {
		return err
	}
	scope := rules.Testomfang(snapshot)
	lines, err := s.forventet(ctx, snapshot, &scope, sagstyper)
	if err != nil {
		return err
	}
	text, err := json.Marshal(lines)
	if err != nil {
		return fmt.Errorf("keep test run: %w", err)
	}
	return s.saetProeve(ctx, strings.Join(sagstyper, ","), string(text), af)
}

func (s *Styring) forventet(ctx context.Context, snapshot *rules.Snapshot, scope *rules.Omfang, sagstyper []string) ([]Proevelinje, error) {
	if len(sagstyper) == 0 {
		return nil, &rules.Brud{Regel: "R099", English: "name the sagstyper of the test run", Dansk: "vælg sagstyper til prøven"}
	}
	var lines []Proevelinje
	for _, id := range sagstyper {
		t := snapshot.Grundlag.Sagstyper[id]
		mark := snapshot.Grundlag.Mapping
		if t == nil || strings.Contains(id, ",") || mark.Valg("sagstype", id).KLE == "" {
			return nil, &rules.Brud{Regel: "R099", English: fmt.Sprintf("sagstype %s is not marked with a KLE number, so it cannot be tried", oio.MaskCPR(id)), Dansk: "en sagstype i prøven er ikke opmærket endnu"}
		}
		g := snapshot.Grundlag.Copy()
		g.Policy.Proeve = []string{id}
		k, err := konsekvens.AfSagstype(ctx, s.Store, g, id, snapshot.Idag)
		if err != nil {
			return nil, err
		}
		line := Proevelinje{Sagstype: id, Navn: t.Navn, Forventet: Antal{k.Uaendret.Sager, k.Uaendret.Bevillinger}}
		for _, chosen := range scope.Sagstyper {
			if chosen.Sagstype.ID == id {
				line.Ventet = chosen.Forventet
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// SlutProeve sends the rest: everything that is marked.
func (s *Styring) SlutProeve(ctx context.Context, af string) error {
	return s.saetProeve(ctx, "", "", af)
}

func (s *Styring) saetProeve(ctx context.Context, ids, expected, af string) error {
	p, err := s.Store.Politik(ctx, s.Kommune)
	if err != nil {
		return err
	}
	if p, err = p.Set("proeve", ids); err != nil {
		return &rules.Brud{Regel: "R099", English: err.Error(), Dansk: "så mange sagstyper kan ikke være i en prøve"}
	}
	kode := p.Proeve
	if kode == "" {
		kode = "alt"
	}
	if err := s.Noter(ctx, program.Faktum{Af: af, Emne: program.Proeve, Kode: kode, Dato: oio.DatoOf(s.Nu()), Tekst: expected}); err != nil {
		return err
	}
	if err := s.Store.SetPolitik(ctx, s.Kommune, "proeve", p.Proeve, oio.MaskCPR(af), s.Nu()); err != nil {
		return err
	}
	s.aendret()
	return nil
}

// proeveOf is the test run that holds, with what has come of it; nil when there is none.
func proeveOf(facts *program.Stand, p politik.Politik, status *export.Status) (*Proeve, error) {
	f, found := facts.Seneste(program.Proeve)
	if !found || p.Proeve == "" {
		return nil, nil
	}
	run := &Proeve{Af: f.Af, Siden: f.Tid}
	if f.Kode != p.Proeve { // chosen by `policy set`, which records no expectation
		for _, id := range p.Proevet() {
			run.Sagstyper = append(run.Sagstyper, Proevelinje{Sagstype: id, Navn: id})
		}
	} else if err := json.Unmarshal([]byte(f.Tekst), &run.Sagstyper); err != nil {
		return nil, fmt.Errorf("read test run: %w", err)
	}
	for i := range run.Sagstyper {
		l := &run.Sagstyper[i]
		l.Faktisk = Antal{
			Sager:       status.Antal[export.Taelling{Sagstype: l.Sagstype, Art: oio.ArtSag, Grund: projection.Sendes}],
			Bevillinger: status.Antal[export.Taelling{Sagstype: l.Sagstype, Art: oio.ArtBevilling, Grund: projection.Sendes}],
		}
	}
	return run, nil
}
