package historier_test

import (
	"context"
	"maps"
	"testing"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/simulate/historier"
	"indeksbro/internal/styring"
)

// kvitterFoer notes the answer before the call is made.
type kvitterFoer struct{ export.Store }

func (s kvitterFoer) Skriv(ctx context.Context, kommune oio.CVR, posts []export.Post, moved map[export.Taelling]int, done export.Skrivning) error {
	early := append([]export.Post(nil), posts...)
	for i := range early {
		if early[i].Grund == projection.IKoe && early[i].Kvitteret == export.Ubesvaret && early[i].Forsoeg == 0 {
			early[i].Kvitteret = early[i].Oensket
		}
	}
	return s.Store.Skriv(ctx, kommune, early, moved, done)
}

// udenBremse lets every removal through.
type udenBremse struct{ export.Store }

type udenBremsePlan struct{ export.Planlaegning }

func (p udenBremsePlan) OpretSletning(ctx context.Context, s export.Sletning) (int64, error) {
	s.Venter = false
	return p.Planlaegning.OpretSletning(ctx, s)
}

func (s udenBremse) Planlaeg(ctx context.Context, kommune oio.CVR, do func(export.Planlaegning) error) error {
	return s.Store.Planlaeg(ctx, kommune, func(t export.Planlaegning) error { return do(udenBremsePlan{t}) })
}

func (s udenBremse) Sletninger(ctx context.Context, kommune oio.CVR) ([]export.Sletning, error) {
	found, err := s.Store.Sletninger(ctx, kommune)
	for i := range found {
		found[i].Venter = false
	}
	return found, err
}

// glemmerEnheder loses what a touched enhed touches.
type glemmerEnheder struct{ export.Store }

func (s glemmerEnheder) Opgaver(ctx context.Context, kommune oio.CVR) ([]export.Opgave, error) {
	tasks, err := s.Store.Opgaver(ctx, kommune)
	for i := range tasks {
		if tasks[i].Beroert.Slags == projection.BeroertEnhed {
			tasks[i].Beroert.ID = "en anden"
		}
	}
	return tasks, err
}

// taberSletning answers for a removal that it does not pass on.
type taberSletning struct{ export.Indeks }

func (x taberSletning) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	answers, err := x.Indeks.Fjern(ctx, kommune, art, ids[1:])
	return append([]export.Svar{{OK: true}}, answers...), err
}

// forkertSvar gives one object another's answer.
type forkertSvar struct{ export.Indeks }

func (x forkertSvar) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	answers, err := x.Indeks.Importer(ctx, kommune, objects)
	if len(answers) > 1 {
		answers[0], answers[1] = answers[1], answers[0]
	}
	return answers, err
}

// forkertOrden sends cases only when the grants under them have gone.
type forkertOrden struct {
	sdi, ydi export.Indeks
	venter   [][]oio.Registreret
}

func (o *forkertOrden) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	if objects[0].Objekt.ObjektArt() == oio.ArtSag {
		o.venter = append(o.venter, append([]oio.Registreret(nil), objects...))
		answers := make([]export.Svar, len(objects))
		for i := range answers {
			answers[i].OK = true
		}
		return answers, nil
	}
	answers, err := o.ydi.Importer(ctx, kommune, objects)
	late := o.venter
	o.venter = nil
	for _, cases := range late {
		if _, err := o.sdi.Importer(ctx, kommune, cases); err != nil {
			return nil, err
		}
	}
	return answers, err
}

func (o *forkertOrden) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	return map[oio.Art]export.Indeks{oio.ArtSag: o.sdi, oio.ArtBevilling: o.ydi}[art].Fjern(ctx, kommune, art, ids)
}

// svarerForAndre sees no removals but those of what starts over.
type svarerForAndre struct{ styring.ForfraStore }

func (s svarerForAndre) Antal(ctx context.Context, kommune oio.CVR) (map[export.Taelling]int, error) {
	f, err := s.Forfra(ctx, kommune)
	if err != nil {
		return nil, err
	}
	counts, err := s.ForfraStore.Antal(ctx, kommune)
	maps.DeleteFunc(counts, func(what export.Taelling, _ int) bool { return !f.Har(what.Sagstype) })
	return counts, err
}

// glemmerSagstyper keeps only the first of the sagstyper that start over.
type glemmerSagstyper struct{ styring.ForfraStore }

func (s glemmerSagstyper) GemForfra(ctx context.Context, kommune oio.CVR, f *export.Forfra) error {
	if f.Trin == export.Tomt && len(f.Sagstyper) > 1 {
		f.Sagstyper = f.Sagstyper[:1]
	}
	return s.ForfraStore.GemForfra(ctx, kommune, f)
}

func iStore(wrap func(export.Store) export.Store) historier.Plantning {
	return historier.Plantning{Store: wrap}
}

func iForfra(wrap func(styring.ForfraStore) styring.ForfraStore) historier.Plantning {
	return historier.Plantning{Forfra: wrap}
}

func iMaal(wrap func(export.Indeks) export.Indeks) historier.Plantning {
	return historier.Plantning{Maal: func(sdi, ydi export.Indeks) (export.Indeks, export.Indeks) { return wrap(sdi), wrap(ydi) }}
}

// TestPlantedFaultsAreFound plants faults such as an exporter could have; each is found within 1,000 seeds and told in a few steps.
func TestPlantedFaultsAreFound(t *testing.T) {
	t.Parallel()
	for name, planted := range map[string]historier.Plantning{
		"the answer is noted before the call": iStore(func(s export.Store) export.Store { return kvitterFoer{s} }),
		"the deletion brake is loose":         iStore(func(s export.Store) export.Store { return udenBremse{s} }),
		"a touched input is lost":             iStore(func(s export.Store) export.Store { return glemmerEnheder{s} }),
		"a removal is lost":                   iMaal(func(x export.Indeks) export.Indeks { return taberSletning{x} }),
		"an answer is taken for another's":    iMaal(func(x export.Indeks) export.Indeks { return forkertSvar{x} }),
		"grants go before their cases": {Maal: func(sdi, ydi export.Indeks) (export.Indeks, export.Indeks) {
			o := &forkertOrden{sdi: sdi, ydi: ydi}
			return o, o
		}},
		"a start-over answers for others' removals": iForfra(func(s styring.ForfraStore) styring.ForfraStore { return svarerForAndre{s} }),
		"a start-over forgets a sagstype":           iForfra(func(s styring.ForfraStore) styring.ForfraStore { return glemmerSagstyper{s} }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := historier.Loeb{Fra: 1, Antal: 1000, Samtidig: 1, Base: bases(t), Opsaetning: historier.Opsaetning{Plant: planted}}
			out, err := l.Koer(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if out.Brudt == nil {
				t.Fatalf("not found by %d seeds", out.Seeds)
			}
			t.Log(fortaelling(out.Brudt))
			if n := len(out.Brudt.Spor); n > 9 {
				t.Errorf("the story takes %d steps", n)
			}
		})
	}
}
