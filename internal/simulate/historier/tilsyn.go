package historier

import (
	"context"
	"sync/atomic"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/verifikation"
)

// kontrolbog is store and index as a verification in the middle of the story has them. It reads the source with several goroutines; while it
// does, nobody else goes on, so that the same seed stays the same story. Between its other calls they do.
type kontrolbog struct {
	Store
	direkte
	liv    *liv
	laeser atomic.Bool // it reads the source
}

var (
	_ verifikation.Store  = (*kontrolbog)(nil)
	_ verifikation.Indeks = (*kontrolbog)(nil)
)

// verifikation is a verification by a process; nil: at one moment.
func (w *verden) verifikation(life *liv) *verifikation.Verifikation {
	v := &verifikation.Verifikation{Store: w.store, Indeks: direkte{w.maal.indeks, w.maal}, Kommune: kommune, Noegler: w.noegler, System: oio.NameUUID("it-system/" + string(kommune))}
	if life != nil {
		k := &kontrolbog{Store: w.store, direkte: direkte{w.maal.indeks, w.maal}, liv: life}
		v.Store, v.Indeks = k, k
	}
	return v
}

func stille[T any](k *kontrolbog, do func() (T, error)) (T, error) {
	if k.laeser.Load() {
		return do()
	}
	return svar(k.liv, do)
}

// Stand implements verifikation.Store. With it, what was read of the source is judged.
func (k *kontrolbog) Stand(ctx context.Context, kommune oio.CVR) (export.Stand, error) {
	k.laeser.Store(false)
	return svar(k.liv, func() (export.Stand, error) { return k.Store.Stand(ctx, kommune) })
}

// Soeg implements verifikation.Indeks. By then the source has been read.
func (k *kontrolbog) Soeg(ctx context.Context, kommune oio.CVR, s index.Soegning) ([]oio.Gemt, error) {
	k.laeser.Store(false)
	return svar(k.liv, func() ([]oio.Gemt, error) { return k.direkte.Soeg(ctx, kommune, s) })
}

// Grundlag implements verifikation.Store.
func (k *kontrolbog) Grundlag(ctx context.Context, kommune oio.CVR) (*projection.Grundlag, error) {
	return svar(k.liv, func() (*projection.Grundlag, error) { return k.Store.Grundlag(ctx, kommune) })
}

// Opgaver implements verifikation.Store.
func (k *kontrolbog) Opgaver(ctx context.Context, kommune oio.CVR) ([]export.Opgave, error) {
	return svar(k.liv, func() ([]export.Opgave, error) { return k.Store.Opgaver(ctx, kommune) })
}

// AendredeSager implements verifikation.Store: the reading of the source begins.
func (k *kontrolbog) AendredeSager(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]export.SagRaekke, error) {
	k.laeser.Store(true)
	return k.Store.AendredeSager(ctx, kommune, after, upTo, n)
}

// SagerNr implements verifikation.Store.
func (k *kontrolbog) SagerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.SagRaekke, error) {
	return stille(k, func() ([]export.SagRaekke, error) { return k.Store.SagerNr(ctx, kommune, nrs) })
}

// BevillingerNr implements verifikation.Store.
func (k *kontrolbog) BevillingerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.BevillingRaekke, error) {
	return stille(k, func() ([]export.BevillingRaekke, error) { return k.Store.BevillingerNr(ctx, kommune, nrs) })
}

// SagerMed implements verifikation.Store.
func (k *kontrolbog) SagerMed(ctx context.Context, kommune oio.CVR, ids []string) ([]export.SagRaekke, error) {
	return stille(k, func() ([]export.SagRaekke, error) { return k.Store.SagerMed(ctx, kommune, ids) })
}

// Poster implements verifikation.Store.
func (k *kontrolbog) Poster(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64) (map[int64]export.Post, error) {
	return stille(k, func() (map[int64]export.Post, error) { return k.Store.Poster(ctx, kommune, art, nrs) })
}

// Tvivl implements verifikation.Store.
func (k *kontrolbog) Tvivl(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64, change func(map[int64]export.Post) ([]export.Post, map[export.Taelling]int)) error {
	return k.liv.gennem(func() error { return k.Store.Tvivl(ctx, kommune, art, nrs, change) })
}

// ObjekterMed implements verifikation.Indeks.
func (k *kontrolbog) ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	return stille(k, func() (map[oio.UUID]oio.Gemt, error) { return k.direkte.ObjekterMed(ctx, kommune, ids) })
}

// Fjern implements verifikation.Indeks.
func (k *kontrolbog) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	return svar(k.liv, func() ([]export.Svar, error) { return k.direkte.Fjern(ctx, kommune, art, ids) })
}

// nyRetter is a process that verifies everything and repairs.
func (w *verden) nyRetter() *proces {
	p := &proces{w: w, liv: &liv{}, navn: "the verification"}
	p.trin = func(ctx context.Context) (export.Udfald, error) {
		v := w.verifikation(p.liv)
		found, err := v.Fuld(ctx)
		if err != nil || len(found.Forskelle) == 0 {
			p.sagt = "nothing differs"
			return export.Intet, err
		}
		_, err = v.Ret(ctx, found, 0, person)
		p.sagt = "a verification has repaired"
		return export.Intet, err
	}
	return p
}

// retter lets a verification repair, while others export or not.
func (w *verden) retter(s *skridt) (string, error) {
	switch {
	case !w.aktiv:
		return "the export is not active", nil
	case w.spaerret != [2]bool{}:
		return "an index may not be called", nil
	}
	return w.saerligt(s, w.nyRetter())
}

// ret verifies and repairs at one moment; a named person answers for what is removed.
func (w *verden) ret() (string, error) {
	if !w.aktiv {
		return "the export is not active", nil
	}
	w.maal.ankom()
	v := w.verifikation(nil)
	found, err := v.Fuld(w.ctx)
	if err != nil {
		return "", err
	}
	if len(found.Forskelle) == 0 {
		return "nothing differs", nil
	}
	_, err = v.Ret(w.ctx, found, 0, person)
	return "", err
}
