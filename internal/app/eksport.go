package app

import (
	"context"
	"errors"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/styring"
	"indeksbro/internal/web/api"
	pages "indeksbro/internal/web/vaerksted"
)

// eksport is step 8 as pages and API know it: the control, the start-over, and how the targets are from where this process stands.
type eksport struct {
	*styring.Styring
	t *tjeneste
}

var (
	_ pages.Eksport = eksport{}
	_ api.Eksport   = eksport{}
)

// Forfra implements pages.Eksport.
func (e eksport) Forfra(ctx context.Context) (export.Forfra, error) {
	return e.t.b.db.Forfra(ctx, e.t.b.kommune)
}

// BegyndForfra implements pages.Eksport: it is worked on in the background, by whichever process comes first.
func (e eksport) BegyndForfra(ctx context.Context, sagstyper []string, af string) error {
	_, err := e.t.b.begyndForfra(ctx, e.t.m, sagstyper, false, af)
	var why *styring.ForfraStaar
	var wrong *styring.ForfraValg
	switch {
	case errors.As(err, &why):
		return &rules.Brud{Regel: "R094", English: why.English, Dansk: why.Dansk}
	case errors.As(err, &wrong):
		return &rules.Brud{Regel: "R094", English: oio.MaskCPR(wrong.Error()), Dansk: "vælg sagstyper med KLE-nummer, og skriv, hvem der svarer for sletningen"}
	case err != nil:
		return err
	}
	e.t.baggrund.vaek()
	return nil
}

// Kontroller implements pages.Eksport: everything is verified in the background.
func (e eksport) Kontroller(context.Context) { e.t.baggrund.kontroller() }

// Maal implements pages.Eksport.
func (e eksport) Maal() []styring.Maal {
	var targets []styring.Maal
	for _, one := range []struct {
		navn string
		fart *export.Fart
	}{{"FK Sags- og Dokumentindeks", e.t.x.FartSDI}, {"FK Ydelsesindeks", e.t.x.FartYDI}} {
		if why, until := one.fart.Hvorfor(); why != "" {
			targets = append(targets, styring.Maal{Navn: one.navn, Hvorfor: why, Til: until})
		}
	}
	return targets
}

// baggrund is what serve does beside sending: it goes on with a start-over that stands, and verifies a load when it is done.
type baggrund struct {
	wake chan struct{}
	ask  chan struct{}
}

func nyBaggrund() *baggrund {
	return &baggrund{wake: make(chan struct{}, 1), ask: make(chan struct{}, 1)}
}

func puf(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // it is awake
	}
}

func (b *baggrund) vaek()       { puf(b.wake) }
func (b *baggrund) kontroller() { puf(b.ask) }

// forfraHvile is how long a start-over that stands still is left before it is tried again.
const forfraHvile = 10 * time.Second

// arbejdBaggrund works until the context ends.
func (t *tjeneste) arbejdBaggrund(ctx context.Context) error {
	rest := tick
	for {
		asked := false
		timer := time.NewTimer(rest)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-t.baggrund.wake:
		case <-t.baggrund.ask:
			asked = true
		case <-timer.C:
		}
		timer.Stop()
		rest = tick
		if err := t.gaaVidere(ctx); err != nil && ctx.Err() == nil {
			t.log.Warn("start-over stands still", "why", oio.MaskCPR(err.Error()))
			rest = forfraHvile
		}
		if err := t.kontrolEfterLoad(ctx, asked); err != nil && ctx.Err() == nil {
			t.log.Error("verification", "err", err)
			rest = forfraHvile
		}
	}
}

// gaaVidere goes on with a start-over that is not done (R094).
func (t *tjeneste) gaaVidere(ctx context.Context) error {
	f, err := t.b.db.Forfra(ctx, t.b.kommune)
	if err != nil || !f.Igang() {
		return err
	}
	quiet := *t.m
	quiet.Stdout = t.m.Stderr
	_, err = t.b.forfraAlene(ctx, &quiet, &f)
	return err
}

// kontrolEfterLoad verifies everything once, when all of what an activation began has been dealt with, or when it is asked to (R097).
func (t *tjeneste) kontrolEfterLoad(ctx context.Context, asked bool) error {
	stand, err := t.b.db.Stand(ctx, t.b.kommune)
	if err != nil || !asked && (!stand.Aktiv || stand.Undervejs || min(stand.SagSeq, stand.BevSeq) < stand.Seq || stand.Seq == 0) {
		return err
	}
	v, _, err := t.b.kontrol(ctx, t.m)
	if err != nil {
		return nil //nolint:nilerr // indexes elsewhere cannot be looked into; the page says so by having no verification
	}
	if !asked {
		due, err := t.kontrolMangler(ctx)
		if err != nil || !due {
			return err
		}
	}
	found, err := v.Fuld(ctx)
	if err != nil {
		return err
	}
	return t.control.NoterKontrol(ctx, found, true, "indeksbro")
}

// kontrolMangler reports whether nothing has been verified since the last activation, and nothing waits to be worked through.
func (t *tjeneste) kontrolMangler(ctx context.Context) (bool, error) {
	tasks, err := t.b.db.Opgaver(ctx, t.b.kommune)
	if err != nil || len(tasks) > 0 {
		return false, err
	}
	last, err := t.control.SidsteKontrol(ctx)
	if err != nil {
		return false, err
	}
	all, err := t.b.db.Aktiveringer(ctx, t.b.kommune)
	if err != nil || len(all) == 0 {
		return false, err
	}
	return last == nil || last.Tid.Before(all[len(all)-1].Tid), nil
}
