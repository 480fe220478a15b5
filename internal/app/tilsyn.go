package app

import (
	"context"
	"crypto/rand"
	"math/big"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	oversyn "indeksbro/internal/tilsyn"
	webtilsyn "indeksbro/internal/web/tilsyn"
)

// tilsyn is what the SAPA administrator sees to.
func (b *bro) tilsyn(m *miljoe) *oversyn.Tilsyn {
	return &oversyn.Tilsyn{Store: b.db, Bord: b.desk(m, nil).Bord, Indeks: b.laeser, Noegler: b.noegler, Kommune: b.kommune, Nu: m.Nu}
}

// tilsynssider are the pages of it. In a demo jumps may go to this machine.
func (t *tjeneste) tilsynssider() *webtilsyn.Sider {
	motor := t.b.tilsyn(t.m)
	motor.Bord = t.desk.Bord
	return webtilsyn.New(webtilsyn.Config{
		Motor: motor, Lager: t.b.db, Politik: valgbord{t}, Spoerg: (&spoerger{loopback: t.demo, nu: t.m.Nu}).spoerg, Udtraek: t.b.udtraek,
		Person: func(ctx context.Context, key oio.Borgernoegle) (oio.Person, bool, error) {
			return t.b.laeser.Person(ctx, adgang.Alt(t.b.kommune), key)
		},
		Tilfaeld: tilfaeldig, NytID: rand.Text, Loopback: t.demo, Nu: t.m.Nu,
	})
}

// valgbord keeps choices that are made on a page.
type valgbord struct{ t *tjeneste }

// Politik implements web/tilsyn.Politikker.
func (v valgbord) Politik(ctx context.Context, kommune oio.CVR) (politik.Politik, error) {
	return v.t.b.db.Politik(ctx, kommune)
}

// Vaelg implements web/tilsyn.Politikker.
func (v valgbord) Vaelg(ctx context.Context, key, value, who string) error {
	if key == "revision-kle" {
		if _, err := adgang.ParseEmner(value); err != nil {
			return err
		}
	}
	err := v.t.b.vaelg(ctx, v.t.m, key, value, who)
	v.t.changed()
	return err
}

// tilfaeldig is a random number below n that nobody can foresee.
func tilfaeldig(n int) int {
	v, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic(err) // never (crypto/rand)
	}
	return int(v.Int64())
}

// setVedLogin notes the roles a log-in brought, for step A (R110). A failure is told and stops nobody.
func (t *tjeneste) setVedLogin(ctx context.Context, groups []adgang.Gruppe) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := t.b.tilsyn(t.m).SetRoller(ctx, groups); err != nil {
		t.log.Warn("roles of a log-in are not noted", "err", err)
	}
}
