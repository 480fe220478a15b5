package historier

import (
	"context"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
)

// bog is the store as one process has it.
type bog struct {
	Store
	liv *liv
}

// WriteMirror implements mirror.Store.
func (b *bog) WriteMirror(ctx context.Context, kommune oio.CVR, do func(mirror.Tx) error) error {
	return b.liv.transaktion(func(fails error) error {
		return b.Store.WriteMirror(ctx, kommune, func(t mirror.Tx) error {
			if err := do(t); err != nil {
				return err
			}
			return fails
		})
	})
}

// Planlaeg implements export.Ledger. A call that fails before its effect has run and is rolled back.
func (b *bog) Planlaeg(ctx context.Context, kommune oio.CVR, do func(export.Planlaegning) error) error {
	return b.liv.transaktion(func(fails error) error {
		return b.Store.Planlaeg(ctx, kommune, func(t export.Planlaegning) error {
			if err := do(t); err != nil {
				return err
			}
			return fails
		})
	})
}

// AendredeSager implements export.Mirror.
func (b *bog) AendredeSager(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]export.SagRaekke, error) {
	return svar(b.liv, func() ([]export.SagRaekke, error) { return b.Store.AendredeSager(ctx, kommune, after, upTo, n) })
}

// AendredeBevillinger implements export.Mirror.
func (b *bog) AendredeBevillinger(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]export.BevillingRaekke, error) {
	return svar(b.liv, func() ([]export.BevillingRaekke, error) {
		return b.Store.AendredeBevillinger(ctx, kommune, after, upTo, n)
	})
}

// SagerI implements export.Mirror.
func (b *bog) SagerI(ctx context.Context, kommune oio.CVR, cut export.Udsnit, seq, after, upTo int64) ([]export.SagRaekke, error) {
	return svar(b.liv, func() ([]export.SagRaekke, error) { return b.Store.SagerI(ctx, kommune, cut, seq, after, upTo) })
}

// BevillingerI implements export.Mirror.
func (b *bog) BevillingerI(ctx context.Context, kommune oio.CVR, cut export.Udsnit, seq, after, upTo int64) ([]export.BevillingRaekke, error) {
	return svar(b.liv, func() ([]export.BevillingRaekke, error) {
		return b.Store.BevillingerI(ctx, kommune, cut, seq, after, upTo)
	})
}

// BevillingerUnder implements export.Mirror.
func (b *bog) BevillingerUnder(ctx context.Context, kommune oio.CVR, sager []string, seq int64) ([]export.BevillingRaekke, error) {
	return svar(b.liv, func() ([]export.BevillingRaekke, error) { return b.Store.BevillingerUnder(ctx, kommune, sager, seq) })
}

// SagerNr implements export.Mirror.
func (b *bog) SagerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.SagRaekke, error) {
	return svar(b.liv, func() ([]export.SagRaekke, error) { return b.Store.SagerNr(ctx, kommune, nrs) })
}

// BevillingerNr implements export.Mirror.
func (b *bog) BevillingerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.BevillingRaekke, error) {
	return svar(b.liv, func() ([]export.BevillingRaekke, error) { return b.Store.BevillingerNr(ctx, kommune, nrs) })
}

// SagerMed implements export.Mirror.
func (b *bog) SagerMed(ctx context.Context, kommune oio.CVR, ids []string) ([]export.SagRaekke, error) {
	return svar(b.liv, func() ([]export.SagRaekke, error) { return b.Store.SagerMed(ctx, kommune, ids) })
}

// Poster implements export.Ledger.
func (b *bog) Poster(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64) (map[int64]export.Post, error) {
	return svar(b.liv, func() (map[int64]export.Post, error) { return b.Store.Poster(ctx, kommune, art, nrs) })
}

// Antal implements export.Ledger.
func (b *bog) Antal(ctx context.Context, kommune oio.CVR) (map[export.Taelling]int, error) {
	return svar(b.liv, func() (map[export.Taelling]int, error) { return b.Store.Antal(ctx, kommune) })
}

// TilSletning implements export.Ledger.
func (b *bog) TilSletning(ctx context.Context, kommune oio.CVR, art oio.Art, sletning, after, upTo int64) ([]export.Post, error) {
	return svar(b.liv, func() ([]export.Post, error) { return b.Store.TilSletning(ctx, kommune, art, sletning, after, upTo) })
}

// Indsaml implements export.Ledger.
func (b *bog) Indsaml(ctx context.Context, kommune oio.CVR, part *export.Del) error {
	return b.liv.gennem(func() error { return b.Store.Indsaml(ctx, kommune, part) })
}

// OmfangTilSletning implements export.Ledger.
func (b *bog) OmfangTilSletning(ctx context.Context, kommune oio.CVR) (map[int64]export.Omfang, error) {
	return svar(b.liv, func() (map[int64]export.Omfang, error) { return b.Store.OmfangTilSletning(ctx, kommune) })
}

// Sletninger implements export.Ledger.
func (b *bog) Sletninger(ctx context.Context, kommune oio.CVR) ([]export.Sletning, error) {
	return svar(b.liv, func() ([]export.Sletning, error) { return b.Store.Sletninger(ctx, kommune) })
}

// Forfaldne implements export.Ledger.
func (b *bog) Forfaldne(ctx context.Context, kommune oio.CVR, art oio.Art, due, after, upTo int64) ([]int64, error) {
	return svar(b.liv, func() ([]int64, error) { return b.Store.Forfaldne(ctx, kommune, art, due, after, upTo) })
}

// NaesteForsoeg implements export.Ledger.
func (b *bog) NaesteForsoeg(ctx context.Context, kommune oio.CVR) (int64, error) {
	return svar(b.liv, func() (int64, error) { return b.Store.NaesteForsoeg(ctx, kommune) })
}

// Reserver implements export.Ledger.
func (b *bog) Reserver(ctx context.Context, kommune oio.CVR, art oio.Art, span time.Duration) (time.Duration, error) {
	return svar(b.liv, func() (time.Duration, error) { return b.Store.Reserver(ctx, kommune, art, span) })
}

// Skriv implements export.Ledger.
func (b *bog) Skriv(ctx context.Context, kommune oio.CVR, posts []export.Post, moved map[export.Taelling]int, done export.Skrivning) error {
	return b.liv.gennem(func() error { return b.Store.Skriv(ctx, kommune, posts, moved, done) })
}

// RetSletning implements export.Ledger.
func (b *bog) RetSletning(ctx context.Context, kommune oio.CVR, nr int64, objects, citizens int) error {
	return b.liv.gennem(func() error { return b.Store.RetSletning(ctx, kommune, nr, objects, citizens) })
}

// GodkendSletning implements export.Ledger.
func (b *bog) GodkendSletning(ctx context.Context, kommune oio.CVR, nr int64, af string, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.GodkendSletning(ctx, kommune, nr, af, when) })
}

// Genproev implements export.Ledger.
func (b *bog) Genproev(ctx context.Context, kommune oio.CVR, refused bool) (made int, err error) {
	err = b.liv.gennem(func() error {
		made, err = b.Store.Genproev(ctx, kommune, refused)
		return err
	})
	return made, err
}

// Beslut implements Store.
func (b *bog) Beslut(ctx context.Context, kommune oio.CVR, decisions []mapping.Beslutning) error {
	return b.liv.gennem(func() error { return b.Store.Beslut(ctx, kommune, decisions) })
}

// SetPolitik implements Store.
func (b *bog) SetPolitik(ctx context.Context, kommune oio.CVR, key, value, af string, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.SetPolitik(ctx, kommune, key, value, af, when) })
}

// GemOrganisation implements Store.
func (b *bog) GemOrganisation(ctx context.Context, kommune oio.CVR, tree *organisation.Trae, touched []projection.Beroert, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.GemOrganisation(ctx, kommune, tree, touched, when) })
}

// GemPlan implements Store.
func (b *bog) GemPlan(ctx context.Context, kommune oio.CVR, plan *kle.Plan, filter string, touched []projection.Beroert, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.GemPlan(ctx, kommune, plan, filter, touched, when) })
}

// Aktiver implements Store.
func (b *bog) Aktiver(ctx context.Context, kommune oio.CVR, aktiv bool, af, trods string, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.Aktiver(ctx, kommune, aktiv, af, trods, when) })
}

// Stand implements export.Mirror.
func (b *bog) Stand(ctx context.Context, kommune oio.CVR) (export.Stand, error) {
	return svar(b.liv, func() (export.Stand, error) { return b.Store.Stand(ctx, kommune) })
}

// Opgaver implements export.Mirror.
func (b *bog) Opgaver(ctx context.Context, kommune oio.CVR) ([]export.Opgave, error) {
	return svar(b.liv, func() ([]export.Opgave, error) { return b.Store.Opgaver(ctx, kommune) })
}

// Grundlag implements export.Mirror.
func (b *bog) Grundlag(ctx context.Context, kommune oio.CVR) (*projection.Grundlag, error) {
	return svar(b.liv, func() (*projection.Grundlag, error) { return b.Store.Grundlag(ctx, kommune) })
}
