package app

import (
	"cmp"
	"context"
	"crypto/subtle"
	"fmt"
	"hash/fnv"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/web"
	"indeksbro/internal/web/login"
)

// som is the installation as another municipality of it uses it.
func (b *bro) som(ctx context.Context, kommune oio.CVR, directory string) (*bro, error) {
	if kommune == b.kommune {
		return b, nil
	}
	keys, err := b.ring.Kommune(kommune)
	if err != nil {
		return nil, err
	}
	other := &bro{db: b.db, ring: b.ring, noegler: keys, index: b.index, laeser: b.laeser, kommune: kommune, proces: b.proces, aftaler: b.aftaler,
		revisor: &revisor{db: b.db, kommune: kommune, noegler: keys}}
	return other, other.proevEgenNoegle(ctx, directory)
}

// installation is the program as a service for every municipality of its database: the database, the keys' ring, the process, the certificates, the
// official services and the settings of `serve` are one for all. Everything else is a municipality's (tjeneste): its keys, pages, API, log-ins, sessions,
// machines, exporter, daily work, messages and figures. A request is one municipality's from the first: the host name says whose, and nothing
// behind that is asked for another.
type installation struct {
	m       *miljoe
	b       *bro
	log     *slog.Logger
	login   *loginvalg
	postbud *postbud
	chain   *kreds // nil: no TLS and no messages
	noegle  string // of whoever runs it: api.key
	hjemme  *drift // the municipality of --kommune, which is asked for under every name that is nobody's
	vaek    chan struct{}
	natlig  chan struct{} // who does the daily work now

	mu      sync.RWMutex
	byer    map[oio.CVR]*drift
	vaerter map[string]oio.CVR
	fejl    map[oio.CVR]string // why a municipality cannot be served, told once
}

// drift is a municipality as it is served now.
type drift struct {
	*tjeneste
	sted dovent
	stop context.CancelFunc // ends its work
	slut chan struct{}      // closed when its work has ended
}

// nyeKommuner is how often a service looks for municipalities that came to the database, or left it.
const nyeKommuner = 30 * time.Second

// nattevagter is how many municipalities do their daily work at a time.
const nattevagter = 2

// nyInstallation is the installation around the municipality of --kommune, whose pages it makes at once, so that what is wrong with the settings
// is told before anybody is served.
func nyInstallation(m *miljoe, b *bro, log *slog.Logger, v *loginvalg, carrier *postbud, chain *kreds) (*installation, error) {
	i := &installation{m: m, b: b, log: log, login: v, postbud: carrier, chain: chain, vaek: make(chan struct{}, 1), natlig: make(chan struct{}, nattevagter),
		byer: map[oio.CVR]*drift{}, vaerter: map[string]oio.CVR{}, fejl: map[oio.CVR]string{}}
	var err error
	if i.noegle, err = apiKey(filepath.Join(m.data, "keys", "api.key")); err != nil {
		return nil, err
	}
	t := newTjeneste(m, b, log)
	if chain != nil {
		t.certs.egne, chain.log = chain.egne, log
	}
	i.hjemme = i.nyDrift(t)
	i.byer[b.kommune] = i.hjemme
	t.sundhed.kontroller = append(t.sundhed.kontroller, &kontrol{navn: "municipalities", proe: func(context.Context) (string, error) { return i.hvordan(), nil }})
	_, err = i.hjemme.sted.vis()
	return i, err
}

func (i *installation) nyDrift(t *tjeneste) *drift {
	t.naboer = i
	return &drift{tjeneste: t, stop: func() {}, slut: make(chan struct{}), sted: dovent{byg: func() (http.Handler, error) { return i.byg(t) }}}
}

// byg makes a municipality's pages and API.
func (i *installation) byg(t *tjeneste) (http.Handler, error) {
	ctx := context.Background()
	p, err := t.b.politik(ctx)
	if err != nil {
		return nil, err
	}
	key, choice := i.noegle, *i.login
	if t.b.kommune != i.b.kommune {
		if key, err = kommunensAPINoegle(i.m.data, t.b.kommune); err != nil {
			return nil, err
		}
		if choice, err = i.loginFor(t.b.kommune, p); err != nil {
			return nil, err
		}
	}
	t.maskiner = &maskiner{t: t, noegle: key}
	in, err := t.nytLogin(&choice, key)
	if err != nil {
		return nil, err
	}
	t.login, t.adresse = in, udenSlash(choice.Adresse)
	pages := t.websted(web.Config{Kommune: web.Kommune{CVR: t.b.kommune, Navn: p.Navn}, Varsler: t, Identiteter: in, Login: login.Sti, LogUd: login.LogUd, Forlaeng: login.Forlaeng,
		Soegning: i.m.soegninger(), Log: t.log, Dele: []web.Del{in}}, adgang.CuraAdministrator|adgang.Leverandoeren)
	return t.handler(pages, t.maskiner.adgang, nil), nil
}

// handler is all addresses of all municipalities. The official services are one for all: a token says on whose behalf a call comes.
func (i *installation) handler() http.Handler {
	mux := http.NewServeMux()
	if i.chain != nil {
		i.hjemme.registrerSTS(mux, i.chain)
		i.hjemme.registrerTjenester(mux, nySikkerhed(i.chain, i.b.aftaler, i.log), i.besked)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		d := i.kommunen(r)
		if d == nil {
			http.Error(w, "denne kommune er lukket her / this municipality is closed here", http.StatusServiceUnavailable)
			return
		}
		site, err := d.sted.vis()
		if err != nil {
			d.log.Error("the municipality cannot be shown", "err", oio.MaskCPR(err.Error()))
			http.Error(w, "kommunens sider kan ikke vises lige nu / the municipality's pages cannot be shown now", http.StatusServiceUnavailable)
			return
		}
		site.ServeHTTP(w, r)
	})
	return mux
}

// kommunen is whose a request is: the one that has the host name, else the one that a machine's key names, else the one of --kommune. Nil: it has a
// name here, and is not served.
func (i *installation) kommunen(r *http.Request) *drift {
	i.mu.RLock()
	defer i.mu.RUnlock()
	if kommune, known := i.vaerter[vaertAf(r.Host)]; known {
		return i.byer[kommune]
	}
	if kommune, named := kommuneAfNoegle(r.Header.Get("Authorization")); named {
		if d := i.byer[kommune]; d != nil {
			return d
		}
	}
	return i.hjemme
}

// vaertAf is a Host header as policies name hosts.
func vaertAf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// besked tells the municipality that a message was of. What nobody proved to be of one is shown to none, unless there is only one.
func (i *installation) besked(b soap.Besked) {
	i.mu.RLock()
	d := i.byer[b.Kalder.CVR]
	i.mu.RUnlock()
	switch {
	case d != nil:
		d.besked(b)
	case i.flere():
		i.hjemme.metrics.besked(b)
	default:
		i.hjemme.besked(b)
	}
}

// figurer are a municipality's own figures; all of them for who has the installation's key.
func (i *installation) figurer(t *tjeneste) http.Handler {
	own := t.metrics.handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key, shown := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !shown || subtle.ConstantTimeCompare([]byte(key), []byte(i.noegle)) != 1 {
			own.ServeHTTP(w, r)
			return
		}
		var all []prometheus.Gatherer
		for _, d := range i.alle() {
			all = append(all, d.metrics.registry)
		}
		maalHandler(all...).ServeHTTP(w, r)
	})
}

// alle are the municipalities that are served now, by CVR number.
func (i *installation) alle() []*drift {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return slices.SortedFunc(maps.Values(i.byer), func(a, b *drift) int { return cmp.Compare(a.b.kommune, b.b.kommune) })
}

// flere reports whether there are several municipalities; of none (nil) there are not.
func (i *installation) flere() bool {
	if i == nil {
		return false
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	return len(i.byer) > 1
}

// hvordan is how the neighbours are, for /readyz of the installation: what ails one takes no reader away from the others.
func (i *installation) hvordan() string {
	i.mu.RLock()
	ailing := slices.Sorted(maps.Keys(i.fejl))
	i.mu.RUnlock()
	all := i.alle()
	for _, d := range all {
		if _, err := d.puls.lever(i.m.Nu(), eksportFrist); err != nil {
			ailing = append(ailing, d.b.kommune)
		}
	}
	text := flertal(len(all), "municipality")
	if len(all) != 1 {
		text = fmt.Sprintf("%d municipalities", len(all))
	}
	for _, kommune := range ailing {
		text += fmt.Sprintf("; %s is not well, see its own /readyz and the log", kommune)
	}
	return text
}

// tur waits until there is room for one more to do its daily work.
func (i *installation) tur(ctx context.Context) (release func(), err error) {
	select {
	case i.natlig <- struct{}{}:
		return func() { <-i.natlig }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// efter spreads what the municipalities do within a time: each has its own moment of it, the one served alone or at home the first.
func (t *tjeneste) efter(span time.Duration) time.Duration {
	if t.naboer == nil || t.b.kommune == t.naboer.b.kommune {
		return 0
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(t.b.kommune))
	return span / 1000 * time.Duration(h.Sum32()%1000)
}

// dagligdrift is what `serve` does for a municipality besides what a demo does too.
func (i *installation) dagligdrift(t *tjeneste) []func(context.Context) error {
	return []func(context.Context) error{t.daglig, t.efterfyld, t.rydLogin, func(ctx context.Context) error { return t.vogtCertifikater(ctx, i.postbud) },
		func(ctx context.Context) error { return t.paamind(ctx, i.postbud, i.adresse) }}
}

// adresse is what browsers have for a municipality's pages; empty: nobody said.
func (i *installation) adresse(ctx context.Context, t *tjeneste) (string, error) {
	if t.b.kommune == i.b.kommune {
		return i.login.Adresse, nil
	}
	p, err := t.b.politik(ctx)
	if err != nil {
		return "", err
	}
	choice, err := i.loginFor(t.b.kommune, p)
	return choice.Adresse, err
}

// folg takes municipalities up as they come to the database, works for them, and lets those go that are closed or have left, until the context ends.
func (i *installation) folg(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	ticker := time.NewTicker(nyeKommuner)
	defer ticker.Stop()
	for {
		if err := i.se(ctx, group); err != nil && ctx.Err() == nil {
			i.log.Error("list municipalities", "err", err)
		}
		select {
		case <-ctx.Done():
			return group.Wait()
		case <-ticker.C:
		case <-i.vaek:
		}
	}
}

// seNu makes a change of hosts or municipalities hold at once.
func (i *installation) seNu() { puf(i.vaek) }

// se looks once at which municipalities there are and what they are called.
func (i *installation) se(ctx context.Context, group *errgroup.Group) error {
	known, err := i.b.db.Kommuner(ctx)
	if err != nil {
		return err
	}
	if !slices.Contains(known, i.b.kommune) {
		known = append(known, i.b.kommune) // nothing was ever loaded
	}
	hosts, served := map[string]oio.CVR{}, map[oio.CVR]bool{}
	for _, kommune := range known {
		p, err := i.b.db.Politik(ctx, kommune)
		if err != nil {
			return err
		}
		for _, host := range p.Vaerter() {
			if _, taken := hosts[host]; !taken {
				hosts[host] = kommune
			}
		}
		served[kommune] = p.Lukket == ""
	}
	i.mu.Lock()
	i.vaerter = hosts
	var left []*drift
	for kommune, d := range i.byer {
		if !served[kommune] && kommune != i.b.kommune {
			delete(i.byer, kommune)
			left = append(left, d)
		}
	}
	maps.DeleteFunc(i.fejl, func(kommune oio.CVR, _ string) bool { return !served[kommune] })
	i.mu.Unlock()
	for _, d := range left {
		i.slip(d)
	}
	for _, kommune := range known {
		if served[kommune] {
			i.tagOp(ctx, group, kommune)
		}
	}
	return nil
}

// slip ends the work for a municipality, and lets go of its keys.
func (i *installation) slip(d *drift) {
	d.stop()
	<-d.slut
	i.b.ring.Glem(d.b.kommune)
	i.log.Info("municipality is served no more", "of", string(d.b.kommune))
}

// tagOp begins to serve a municipality that is not served yet. One that cannot be is told of and tried again; the others go on.
func (i *installation) tagOp(ctx context.Context, group *errgroup.Group, kommune oio.CVR) {
	i.mu.RLock()
	_, served := i.byer[kommune]
	before := i.fejl[kommune]
	i.mu.RUnlock()
	if served {
		return
	}
	i.b.ring.Glem(kommune) // its own secret may have come since somebody asked
	own := *i.m
	b, err := i.b.som(ctx, kommune, i.m.data)
	if err != nil {
		why := oio.MaskCPR(err.Error())
		i.mu.Lock()
		i.fejl[kommune] = why
		i.mu.Unlock()
		if why != before {
			i.log.Error("municipality cannot be served", "of", string(kommune), "err", why)
		}
		return
	}
	own.kommune, own.opened, own.log = string(kommune), b, nil
	log := jsonLog(i.m.Stderr, i.m.logLevel).With("kommune", string(kommune))
	if i.m.log != nil {
		own.log = log
	}
	daily := []func(context.Context) error{}
	if i.m.otlp != nil {
		own.otlp = nyOTLP(i.m.otel, kommune, log)
		daily = append(daily, own.otlp.run)
	}
	d := i.nyDrift(newTjeneste(&own, b, log))
	working, stop := context.WithCancel(ctx)
	d.stop, d.sundhed.stop = stop, working
	i.mu.Lock()
	i.byer[kommune] = d
	delete(i.fejl, kommune)
	i.mu.Unlock()
	group.Go(func() error {
		defer close(d.slut)
		timer := time.NewTimer(d.efter(opstart))
		defer timer.Stop()
		select {
		case <-working.Done():
			return nil
		case <-timer.C:
		}
		if err := d.arbejd(working, append(daily, i.dagligdrift(d.tjeneste)...)...); err != nil {
			d.log.Error("the work for the municipality ended", "err", oio.MaskCPR(err.Error()))
		}
		return nil // the others go on
	})
}

// opstart is how long the beginning of all municipalities' work is spread over.
const opstart = 5 * time.Second
