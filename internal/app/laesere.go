package app

import (
	"context"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
	oversyn "indeksbro/internal/tilsyn"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
)

// sapavalg is what the caseworkers' reader is set to, and what people may do about the log, kept for a moment: every request asks.
type sapavalg struct {
	b      *bro
	nu     func() time.Time
	nyeste friskt[valgt]
}

// valgt is what was read.
type valgt struct {
	sapa         web.Sapaindstilling
	noedadgang   bool
	borgerSerLog bool
}

var _ web.Sapaindstillinger = (*sapavalg)(nil)

// Sapaindstilling implements web.Sapaindstillinger.
func (v *sapavalg) Sapaindstilling(ctx context.Context, kommune oio.CVR) (web.Sapaindstilling, error) {
	held, err := v.laes(ctx, kommune)
	return held.sapa, err
}

func (v *sapavalg) laes(ctx context.Context, kommune oio.CVR) (valgt, error) {
	return v.nyeste.laes(v.nu, func(time.Time) (valgt, error) { return v.b.valgt(ctx, kommune) })
}

// Glem makes the next request look again; whoever adds a fact or changes a policy calls it.
func (v *sapavalg) Glem() { v.nyeste.glem(nil) }

// Sapaindstilling is what the caseworkers' reader is set to, read now.
func (b *bro) Sapaindstilling(ctx context.Context, kommune oio.CVR) (web.Sapaindstilling, error) {
	held, err := b.valgt(ctx, kommune)
	return held.sapa, err
}

func (b *bro) valgt(ctx context.Context, kommune oio.CVR) (valgt, error) {
	facts, err := b.db.Fakta(ctx, kommune)
	if err != nil {
		return valgt{}, err
	}
	p, err := b.db.Politik(ctx, kommune)
	return valgt{web.Sapaindstilling{Aabne: visning.Aabne(program.NyStand(facts), visning.Sapa), Skjulte: p.SapaSkjulte}, p.Noedadgang, p.BorgerSerLog}, err
}

// tilsynet is what the pages ask of the SAPA administrator's room, with the policies kept for a moment.
type tilsynet struct {
	*oversyn.Tilsyn
	valg *sapavalg
}

var _ web.Tilsynet = tilsynet{}

// Noedadgang implements web.Tilsynet.
func (t tilsynet) Noedadgang(ctx context.Context) (bool, error) {
	held, err := t.valg.laes(ctx, t.Kommune)
	return held.noedadgang, err
}

// BorgerSerLog implements web.Tilsynet.
func (t tilsynet) BorgerSerLog(ctx context.Context) (bool, error) {
	held, err := t.valg.laes(ctx, t.Kommune)
	return held.borgerSerLog, err
}

// Borgernoegle implements web.Tilsynet.
func (t tilsynet) Borgernoegle(cpr oio.CPR) oio.Borgernoegle { return t.Noegler.Borger(cpr) }

// Noed implements web.Tilsynet. Where the policy lets nobody, nothing is looked up.
func (t tilsynet) Noed(ctx context.Context, bruger string, borger oio.Borgernoegle) (bool, error) {
	if on, err := t.Noedadgang(ctx); err != nil || !on {
		return false, err
	}
	return t.Tilsyn.Noed(ctx, bruger, borger)
}

// efterfyld keeps, beside objects from before they were kept, what a data boundary is held against. Until it is done such objects are judged
// one by one as they are opened, and are not found by case number.
func (t *tjeneste) efterfyld(ctx context.Context) error {
	for after := (oio.UUID{}); ; {
		next, err := t.b.index.Efterfyld(ctx, t.b.kommune, after, 500)
		if err != nil && ctx.Err() == nil {
			t.log.Error("limits of objects could not be kept; they are judged when opened", "err", oio.MaskCPR(err.Error()))
		}
		if err != nil || next.IsZero() {
			return nil
		}
		after = next
	}
}

// besked reads for the index what only the message of an object tells.
func (b *bro) besked(g *oio.Gemt) (profil []oio.UUID, ydelser []*oio.Bevilling, err error) {
	now := b.index.Nu()
	switch g.Objekt.(type) {
	case *oio.Sag:
		m, err := sdi.BeskedAf(g)
		if err != nil {
			return nil, nil, err
		}
		for i := range m.Registrering {
			profil = append(profil, sdi.Profil(m.Registrering[i].RelationListe.LokalUdvidelseListe, now)...)
		}
		return profil, nil, nil
	case *oio.Dokument:
		m, err := sdi.DokumentAf(g)
		if err != nil {
			return nil, nil, err
		}
		for i := range m.Registrering {
			profil = append(profil, sdi.Profil(m.Registrering[i].RelationListe.LokalUdvidelseListe, now)...)
		}
		return profil, nil, nil
	case *oio.Bevilling:
		m, err := ydi.BeskedAf(g)
		if err != nil {
			return nil, nil, err
		}
		types, err := b.typeopslag(context.Background(), b.kommune)
		return ydi.Profil(m, now), ydi.Ydelser(m, types, now), err
	}
	return nil, nil, nil
}
