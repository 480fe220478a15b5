package app

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/generate"
	"indeksbro/internal/kle"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/program"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/standin"
	"indeksbro/internal/web"
	"indeksbro/internal/web/demo"
	"indeksbro/internal/web/login"
)

type demoCmd struct {
	Addr    string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to serve on."`
	Secure  bool          `help:"Speak TLS, and take only signed messages with tokens."`
	Borgere int           `default:"2000" placeholder:"N" help:"How many citizens."`
	Hvert   time.Duration `default:"5s" hidden:"" help:"How often changes trickle in."`
}

// Help shows an example.
func (demoCmd) Help() string {
	return "Example: indeksbro demo\n\nEverything is synthetic and lies in a temporary directory that is removed when the demo ends. The demo serves only loopback addresses, because whoever reaches it may choose who to be."
}

// demoFilter is the import filter of Korsbæk (R062, R063: PPR is in use there).
const demoFilter = "27,29,17.03"

// Run makes Korsbæk, runs the chain and serves it until it is stopped.
func (c *demoCmd) Run(m *miljoe, ctx context.Context) error {
	if c.Borgere < 1 || c.Borgere > 1_000_000 {
		return inputError("--borgere: want 1 to 1,000,000")
	}
	listener, err := listenLoopback(c.Addr)
	if err != nil {
		return err
	}
	directory, err := os.MkdirTemp("", "indeksbro-demo-")
	if err != nil {
		return fmt.Errorf("make demo directory: %w", err)
	}
	defer func() { _ = os.RemoveAll(directory) }()
	m.data, m.kommune, m.db, m.dbRead = directory, string(oio.Korsbaek), "", "" // nobody's database but its own
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	defer m.close()
	o := generate.Options{Borgere: c.Borgere, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(m.Nu())}
	began := m.Nu()
	if err := fillDemo(ctx, m, b, o); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(m.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	t := newTjeneste(m, b, log)
	t.demo = true
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	const phone = "55 55 00 00"
	base, trust := "http://"+listener.Addr().String(), klientMed(nil)
	var chain *kreds
	if c.Secure {
		if chain, err = sikreDemo(ctx, m, b, listener.Addr().String()); err != nil {
			return err
		}
		base, trust = "https://"+listener.Addr().String(), klientMed(chain.nyeste().pool())
	}
	in, err := t.nytDemologin(ctx, base, p.Navn, phone, trust)
	if err != nil {
		return err
	}
	t.login, t.adresse = in.login, base
	pages := http.NewServeMux()
	pages.Handle(demo.Sti, in.vaelg.Handler())
	pages.Handle(demo.Sti+"/", in.vaelg.Handler())
	pages.Handle("/idp/", in.idp.Handler())
	pages.Handle(demo.FagsystemSti, t.fagsystemDemo(p.SystemNavn, listener.Addr().String()))
	pages.Handle("/", t.websted(web.Config{Kommune: web.Kommune{CVR: b.kommune, Navn: p.Navn, Telefon: phone}, Identiteter: in.login, Login: demo.Sti, LogUd: login.LogUd,
		Forlaeng: login.Forlaeng, Soegning: m.soegninger(), Log: log, Dele: []web.Del{in.login}}, adgang.Ingen))
	anybody := func(*http.Request) (string, bool) { return "demo", true }
	handler := t.handler(pages, anybody, soap.Aaben{CVR: b.kommune})
	if c.Secure {
		handler, listener = t.sikret(pages, anybody, chain), tls.NewListener(listener, chain.tls())
	}
	if err := tilsynDemo(ctx, m, b, base); err != nil {
		return err
	}
	tellDemo(m, base, m.Nu().Sub(began))
	return t.run(ctx, listener, onlyLoopback(handler), func(ctx context.Context) error { return t.trickle(ctx, o, c.Hvert) })
}

// sikreDemo makes the certificates, and lets the exporter from now on go the long way: token, signature and TLS to our own services.
func sikreDemo(ctx context.Context, m *miljoe, b *bro, addr string) (*kreds, error) {
	directory := filepath.Join(m.data, certMappe)
	if err := b.lavKreds(ctx, m, directory, []string{"127.0.0.1", "localhost", "::1"}); err != nil {
		return nil, err
	}
	for key, value := range map[string]string{
		"maal-sdi": "https://" + addr + "/soap/" + sdi.Adresse, "maal-ydi": "https://" + addr + "/soap", "maal-sts": "https://" + addr + "/sts", "certifikat": filepath.Join(directory, klientFil),
	} {
		if err := b.db.SetPolitik(ctx, b.kommune, key, value, "demo", m.Nu()); err != nil {
			return nil, err
		}
	}
	return laesKreds(directory)
}

func tellDemo(m *miljoe, addr string, took time.Duration) {
	m.printf(`Korsbæk is up after %s.

  %[2]s/        what this is, and where things stand
  %[2]s/demo    choose who to be: a caseworker, or a citizen
  %[2]s/sapa    the caseworker's overview
  %[2]s/borger  the citizen's own page
  %[2]s/indeks  for those who integrate: samples, a message explained, the traffic
  %[2]s/vaerksted/simulator  the classic accidents, day by day

  curl -H 'Content-Type: application/x-ndjson' --data-binary @feed.ndjson %[2]s/api/v1/eoj

Changes trickle in every few seconds. Ctrl-C ends it.
`, took.Round(10*time.Millisecond), addr)
}

// listenLoopback refuses every address that others could reach.
func listenLoopback(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, inputError("--addr: want HOST:PORT")
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, inputError("--addr: the demo serves only loopback addresses such as 127.0.0.1:8080")
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	return listener, nil
}

// onlyLoopback refuses requests that come for another host name: a foreign page must not reach an unsigned demo by DNS.
func onlyLoopback(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "the demo answers only to loopback addresses", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// fillDemo runs the whole chain the way a municipality would: settings, feed, export.
func fillDemo(ctx context.Context, m *miljoe, b *bro, o generate.Options) error {
	if err := fillSettings(ctx, m, b, o); err != nil {
		return err
	}
	loader := &mirror.Loader{Store: b.db, Kommune: b.kommune, Noegler: b.noegler, Nu: m.Nu}
	_, err := pipe(func(w io.Writer) error { return generate.Feed(w, o) }, func(r io.Reader) (mirror.Sum, error) { return loader.Load(ctx, r) })
	if err != nil {
		return fmt.Errorf("demo feed: %w", err)
	}
	if _, err := b.eksporter(ctx, m); err != nil {
		return fmt.Errorf("demo export: %w", err)
	}
	if err := fillProgram(ctx, m, b); err != nil {
		return err
	}
	return fillAndre(ctx, m, b, o)
}

// fillSettings makes everything a load needs besides the feed: KLE, organisation, decisions, activation.
func fillSettings(ctx context.Context, m *miljoe, b *bro, o generate.Options) error {
	filter := demoFilter
	plan, err := pipe(standin.WriteEmneplan, kle.Parse)
	if err != nil {
		return fmt.Errorf("demo KLE: %w", err)
	}
	if _, _, err := importKLE(ctx, m, b, plan, &filter); err != nil {
		return fmt.Errorf("demo KLE: %w", err)
	}
	tree, err := pipe(func(w io.Writer) error { return generate.Organisation(w, o) }, organisation.Parse)
	if err != nil {
		return fmt.Errorf("demo organisation: %w", err)
	}
	if _, _, err := b.importOrganisation(ctx, m, tree); err != nil {
		return fmt.Errorf("demo organisation: %w", err)
	}
	if err := b.db.Beslut(ctx, b.kommune, generate.Beslutninger(o)); err != nil {
		return fmt.Errorf("demo decisions: %w", err)
	}
	return aktiverDemo(ctx, m, b)
}

// aktiverDemo enters what the invented municipality has done before step 8, and activates. The notice is the demo's own: nothing leaves it.
func aktiverDemo(ctx context.Context, m *miljoe, b *bro) error {
	today := oio.DatoOf(m.Nu())
	day := func(n int) oio.Dato { return today.AddDays(-n) }
	s := b.styring(m, nil)
	facts := []program.Faktum{
		{Emne: program.Opgave, Kode: "1", Dato: day(60)}, {Emne: program.Opgave, Kode: "2", Dato: day(50)}, {Emne: program.Aftale, Kode: program.SDI, Dato: day(40)}, {Emne: program.Aftale, Kode: program.YDI, Dato: day(38)},
		{Emne: program.Opgave, Kode: "4", Dato: day(30)}, {Emne: program.Opgave, Kode: "5", Dato: day(20)}, {Emne: program.Varsel, Dato: day(10)}, {Emne: program.Aktiveringsdag, Dato: today}, {Emne: program.TrinA, Dato: day(12)},
	}
	facts = append(facts, demoProgram(day)...)
	facts = append(facts, aabnedeSystemer(b.kommune, eojSystem(ctx, m, b.kommune).UUID, day(11))...)
	for _, f := range facts {
		f.Af = "demo"
		if err := s.Noter(ctx, f); err != nil {
			return fmt.Errorf("demo facts: %w", err)
		}
	}
	if err := s.Noter(ctx, demoVisning(facts)...); err != nil {
		return fmt.Errorf("demo readers: %w", err)
	}
	if _, err := s.Aktiver(ctx, "demo", "Korsbæk er opfundet, og nogle rækker er med vilje ikke afgjort"); err != nil {
		return fmt.Errorf("demo activation: %w", err)
	}
	return nil
}

// pipe lets a writer feed a reader without holding what passes between them.
func pipe[T any](write func(io.Writer) error, read func(io.Reader) (T, error)) (T, error) {
	r, w := io.Pipe()
	go func() { _ = w.CloseWithError(write(w)) }()
	result, err := read(r)
	_ = r.Close()
	return result, err
}

// trickle lets the municipality live: a few changes at a time, through the same door as everything else.
func (t *tjeneste) trickle(ctx context.Context, o generate.Options, every time.Duration) error {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for round := 1; ; round++ {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		feed := bytes.NewReader(generate.Aendringer(o, round))
		if _, err := t.load(ctx, feed, func(mirror.Linje) {}, func() {}); err != nil && ctx.Err() == nil {
			t.log.Error("demo changes", "err", err)
		}
	}
}
