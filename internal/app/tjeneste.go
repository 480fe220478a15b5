package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"indeksbro/internal/adgang"
	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/programleder"
	"indeksbro/internal/projection"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/klassifikation"
	"indeksbro/internal/styring"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/api"
	"indeksbro/internal/web/hjaelp"
	"indeksbro/internal/web/login"
)

// tjeneste is one municipality as it is served: its pages, its API, its exporter and what else works for it. What several share is an
// installation's; tests and the demo have a tjeneste alone.
type tjeneste struct {
	demo     bool          // a demo: jumps may go to this machine
	adresse  string        // that browsers have, without the last slash; empty: not told
	naboer   *installation // with whom it is served; nil: alone
	m        *miljoe
	b        *bro
	log      *slog.Logger
	metrics  *metrics
	beskeder beskedlog
	desk     *vaerksted.Vaerksted
	control  *styring.Styring
	x        *export.Exporter // the one that run keeps going
	baggrund *baggrund
	wake     chan struct{} // something of this process changed: the exporter looks at once
	puls     puls
	certs    certifikater
	sundhed  *sundhed
	login    *login.Login // nil: nobody logs in here
	maskiner *maskiner    // nil: machines have no keys of their own here
	blik     *borgerblik
	sapa     *sapavalg
	alle     *programleder.Leder // all municipalities together
}

func newTjeneste(m *miljoe, b *bro, log *slog.Logger) *tjeneste {
	t := &tjeneste{m: m, b: b, log: log, wake: make(chan struct{}, 1)}
	t.puls.slaa(m.Nu()) // from here on it counts
	t.desk, t.x, t.baggrund = b.desk(m, t.changed), b.exporter(m), nyBaggrund()
	t.control = b.styring(m, t.changed)
	t.control.Desk = t.desk // one desk: what is written down on one page is seen on the next
	t.metrics = newMetrics(t)
	t.sundhed = t.nySundhed()
	t.alle = t.leder()
	t.blik, t.sapa = nytBorgerblik(b, m.Nu), &sapavalg{b: b, nu: m.Nu}
	return t
}

// changed wakes the exporter, and lets caseworkers see at once what was decided.
func (t *tjeneste) changed() {
	t.sapa.Glem()
	select {
	case t.wake <- struct{}{}:
	default: // it is awake
	}
}

// websted is all pages, over what this installation holds. c says whose they are and how one logs in; integrators are who may see the messages.
func (t *tjeneste) websted(c web.Config, integrators adgang.Roller) *web.Websted {
	c.Indeks, c.Organisation, c.Status, c.Friskhed, c.Kontakter, c.Audit, c.Nu = t.b.laeser, t.b, t.b, t.b, t.b.db, t.b, t.m.Nu
	c.Sapa, c.Tilsyn = t.sapa, tilsynet{t.b.tilsyn(t.m), t.sapa}
	c.Visning, c.Indhold, c.Kilde, c.Kald = t.blik, t.blik.indhold, t.blik, t.blik
	c.Dele = append(c.Dele, t.borgerblik(), t.vaerksted(), t.programsider(), &hjaelp.Sider{}, t.tilsynssider(), t.indekssider(integrators), simulatorSider())
	return web.New(c)
}

// handler is all addresses.
func (t *tjeneste) handler(pages http.Handler, machine func(*http.Request) (string, bool), security soap.Sikkerhed) http.Handler {
	mux := http.NewServeMux()
	if security != nil {
		t.registrerSOAP(mux, security)
	}
	api.Register(mux, api.Config{
		Skrivebord: t.desk, Filer: apiFiler{filer{t}}, Politik: apiPolitik{t}, Noter: func(ctx context.Context) ([]mapping.Note, error) { return t.b.db.Noter(ctx, t.b.kommune) },
		Eksport: eksport{t.control, t}, Forloeb: t.tovholder().Forloeb, Adgang: machine, Maa: t.maa(), Load: t.load, Beslut: t.beslut, Metrics: t.figurer(), Log: t.log,
		Status: func(r *http.Request) (any, error) { return t.b.heleStatus(r.Context(), t.control) },
		Klar: func(r *http.Request) (any, bool) {
			answer := t.sundhed.se(r.Context())
			return answer, answer.Klar
		},
	})
	mux.Handle("/rest/KlassifikationListeHent", &klassifikation.REST{Tjeneste: &klassifikation.Tjeneste{Kilde: t.b.klassifikationer}, Nu: t.m.Nu, Log: t.log,
		Kalder: func(r *http.Request) (oio.CVR, bool) {
			_, allowed := machine(r)
			return t.b.kommune, allowed
		}})
	mux.Handle("/", pages)
	return mux
}

// maa is what each machine's key may do; where there are no keys of their own, all.
func (t *tjeneste) maa() func(*http.Request, adgang.Roller) bool {
	if t.maskiner == nil {
		return nil
	}
	return t.maskiner.maa
}

// sikret is all addresses with the official services, which take signed messages when there are certificates and none without.
func (t *tjeneste) sikret(pages http.Handler, machine func(*http.Request) (string, bool), chain *kreds) http.Handler {
	if chain == nil {
		return t.handler(pages, machine, nil)
	}
	t.certs.egne, chain.log = chain.egne, t.log
	mux := http.NewServeMux()
	t.registrerSTS(mux, chain)
	mux.Handle("/", t.handler(pages, machine, nySikkerhed(chain, t.b.aftaler, t.log)))
	return mux
}

// registrerSTS puts the token service at its addresses.
func (t *tjeneste) registrerSTS(mux *http.ServeMux, chain *kreds) {
	sts := t.sts(chain)
	mux.Handle("POST /sts/", http.StripPrefix("/sts", sts))
	mux.HandleFunc("POST /sts", func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/"
		sts.ServeHTTP(w, r)
	})
}

// figurer are the municipality's figures, and where it is one of several, all of theirs for who has the installation's key.
func (t *tjeneste) figurer() http.Handler {
	if t.naboer == nil {
		return t.metrics.handler()
	}
	return t.naboer.figurer(t)
}

// load takes a feed that comes over HTTP.
func (t *tjeneste) load(ctx context.Context, feed io.Reader, line func(mirror.Linje), flush func()) (mirror.Sum, error) {
	loader := &mirror.Loader{Store: sporetSpejl{t.b.db, t.m, t.b}, Kommune: t.b.kommune, Noegler: t.b.noegler, Nu: t.m.Nu, Straks: true,
		Linje: func(l mirror.Linje) {
			t.metrics.lines.WithLabelValues(string(l.Udfald)).Inc()
			line(l)
		},
		Fremgang: func(mirror.Sum) {
			flush()
			t.changed()
		},
		Igen: igen(func(err error, pause time.Duration) { t.log.Error("feed stopped", "next_try", pause, "err", err) }),
	}
	feed, release := afbrydelig(ctx, feed)
	defer release()
	s, traced := sporI(ctx)
	if !traced {
		s = nytSpor()
	}
	ctx, end := t.m.trin(ctx, s, "feed")
	sum, err := loader.Load(ctx, feed)
	end(err, slog.Int("lines", sum.Linjer), slog.Int("taken", sum.Taget), slog.Int("refused", sum.Afvist))
	t.log.LogAttrs(ctx, slog.LevelInfo, "feed ended", s.log(), slog.Int("lines", sum.Linjer), slog.Int("taken", sum.Taget), slog.Int("refused", sum.Afvist), slog.Bool("whole", err == nil))
	t.changed()
	return sum, err
}

// beslut takes a decision that comes over HTTP.
func (t *tjeneste) beslut(ctx context.Context, art, id, valg, who, grund, trods string) (mapping.Beslutning, error) {
	decision, err := parseBeslutning(art, id, valg)
	if err != nil {
		return decision, &api.WordsError{Err: errors.New(oio.MaskCPR(err.Error()))}
	}
	decision.Af, decision.Grund, decision.Trods = who, grund, trods
	decision, err = t.b.beslut(ctx, t.m, decision)
	if err != nil {
		return decision, err
	}
	t.changed()
	return decision, nil
}

// Status implements web.Status.
func (b *bro) Status(ctx context.Context, kommune oio.CVR) (web.Stand, error) {
	s, held, err := b.standing(ctx, kommune)
	if err != nil {
		return web.Stand{}, err
	}
	sums := make(map[projection.Grund]web.Tal)
	for what, n := range s.Antal {
		sum := sums[what.Grund]
		if what.Art == oio.ArtSag {
			sum.Sager += n
		} else {
			sum.Bevillinger += n
		}
		sums[what.Grund] = sum
	}
	stand := web.Stand{Aktiv: s.Aktiv, Borgere: held.Borgere, SidstAendret: held.SidstAendret,
		Kilde:  web.Tal{Sager: s.Kilde[oio.ArtSag], Bevillinger: s.Kilde[oio.ArtBevilling]},
		Indeks: web.Tal{Sager: held.Sager, Bevillinger: held.Bevillinger}}
	for grund := projection.Sendes; grund <= projection.SlettetIKoe; grund++ {
		if sum, some := sums[grund]; some && sum != (web.Tal{}) {
			stand.Grunde = append(stand.Grunde, web.GrundTal{Grund: grund, Tal: sum})
		}
	}
	return stand, nil
}

// Friskhed implements web.Friskhed.
func (b *bro) Friskhed(ctx context.Context, kommune oio.CVR) (web.Alder, error) {
	p, err := b.db.Politik(ctx, kommune)
	if err != nil {
		return web.Alder{}, err
	}
	heard, err := b.db.SidstIndlaest(ctx, kommune)
	if err != nil {
		return web.Alder{}, err
	}
	fetched, err := b.db.OrganisationHentet(ctx, kommune)
	return web.Alder{Kilde: p.SystemNavn, Hoert: heard, OrganisationHentet: fetched}, err
}

// Organisation implements web.Organisation. Pages ask for it every time, so the tree is kept until another is imported.
func (b *bro) Organisation(ctx context.Context, kommune oio.CVR) (*organisation.Trae, error) {
	fetched, err := b.db.OrganisationHentet(ctx, kommune)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	held := b.trees[kommune]
	if held.Trae != nil && held.hentet.Equal(fetched) {
		return held.Trae, nil
	}
	tree, err := b.db.Organisation(ctx, kommune)
	if err != nil {
		return held.Trae, err // the last known is better than none
	}
	if b.trees == nil {
		b.trees = map[oio.CVR]laestTrae{}
	}
	b.trees[kommune] = laestTrae{tree, fetched}
	return tree, nil
}

// tilsyn follows the exporter: its pulse for /readyz and /metrics, and its failures in the log.
func (t *tjeneste) tilsyn() tilsyn {
	return func(ctx context.Context, done export.Fremgang, err error, pause time.Duration) {
		t.puls.endt(t.m.Nu(), err)
		t.runde(ctx, done)
		if err != nil {
			t.metrics.failed.Inc()
			t.log.Error("export stopped", "next_try", pause, "err", err)
		}
	}
}

// runde tells of a round that did something: how far it brought the change numbers, and what became of them.
func (t *tjeneste) runde(ctx context.Context, done export.Fremgang) {
	s, traced := sporI(ctx)
	if !traced || done == (export.Fremgang{}) {
		return
	}
	stand, err := t.b.db.Stand(ctx, t.b.kommune)
	if err != nil {
		return // the next round says so
	}
	t.log.LogAttrs(ctx, slog.LevelInfo, "export round", s.log(), slog.Int64("cases_change_to", stand.SagSeq), slog.Int64("grants_change_to", stand.BevSeq),
		slog.Int("looked_at", done.Vurderet), slog.Int("sent", done.Sendt), slog.Int("removed", done.Fjernet), slog.Int("refused", done.Afvist))
}

// run serves until the context ends, then stops within five seconds. The exporter runs beside; extra work may too.
func (t *tjeneste) run(ctx context.Context, listener net.Listener, handler http.Handler, extra ...func(context.Context) error) error {
	server := &http.Server{Handler: medSpor(handler), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(t.log.Handler(), slog.LevelWarn)}
	group, ctx := errgroup.WithContext(ctx)
	t.sundhed.stop = ctx
	server.BaseContext = func(net.Listener) context.Context {
		return context.WithValue(context.WithoutCancel(ctx), stopNoegle{}, ctx)
	}
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), svarFrist)
		defer cancel()
		if err := server.Shutdown(stopping); err != nil {
			return server.Close()
		}
		return nil
	})
	group.Go(func() error { return t.arbejd(ctx, extra...) })
	return group.Wait()
}

// arbejd does what is to be done for the municipality beside answering, until the context ends.
func (t *tjeneste) arbejd(ctx context.Context, extra ...func(context.Context) error) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, work := range append([]func(context.Context) error{t.fortael, t.eksporter, t.arbejdBaggrund, t.taelBorgerkald, t.visStand, t.vogtTrinA}, extra...) {
		group.Go(func() error { return work(ctx) })
	}
	return group.Wait()
}

// eksporter keeps the municipality's indexes in line.
func (t *tjeneste) eksporter(ctx context.Context) error {
	t.x.Fremgang, t.x.Samling = t.puls.medPuls(t.m.Nu, t.metrics.exported()), t.b.samling
	return keepRunning(ctx, t.m, t.x, t.wake, t.tilsyn())
}
