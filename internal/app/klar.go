package app

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/idws"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
)

// kontrol is one thing that must hold for the program to do its work. A check that takes longer than kontrolFrist has not passed,
// unless it passed within taal: a database that another process fills is busy, not broken.
type kontrol struct {
	navn string
	taal time.Duration
	proe func(context.Context) (detail string, err error)

	mu     sync.Mutex
	ventes chan struct{} // closed when the check under way ends; nil: none is
	svar   kontrolsvar
	sidst  time.Time // when it last passed
}

// kontrolsvar is one check on /readyz.
type kontrolsvar struct {
	Navn   string  `json:"name"`
	OK     bool    `json:"ok"`
	Detail string  `json:"detail,omitempty"` // why not; or what is worth knowing although it passed
	Ms     float64 `json:"ms"`
}

// klarsvar is all of /readyz.
type klarsvar struct {
	Klar       bool          `json:"ready"`
	Kontroller []kontrolsvar `json:"checks"`
}

const (
	kontrolFrist = 2 * time.Second
	// eksportFrist is how long the exporter may be silent at least: longer than a call takes by default and than its longest pause.
	eksportFrist = 3 * time.Minute
	// eksportLuft is how much longer than one call it may be, where a call may take longer (policy maal-frist).
	eksportLuft = time.Minute
	skriveTaal  = 30 * time.Second
	mindstPlads = 64 << 20 // bytes on disk below which the next writes would soon fail
)

// koer runs the check, or waits for the one under way: a check that hangs hangs once, however many ask.
func (k *kontrol) koer(ctx context.Context, now time.Time) kontrolsvar {
	k.mu.Lock()
	if k.ventes == nil {
		done := make(chan struct{})
		k.ventes = done
		go k.arbejd(context.WithoutCancel(ctx), now, done)
	}
	done := k.ventes
	k.mu.Unlock()
	timer := time.NewTimer(kontrolFrist)
	defer timer.Stop()
	select {
	case <-done:
		k.mu.Lock()
		defer k.mu.Unlock()
		return k.svar
	case <-timer.C:
	case <-ctx.Done():
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.taal > 0 && now.Sub(k.sidst) < k.taal {
		return kontrolsvar{k.navn, true, "busy; it was well " + now.Sub(k.sidst).Round(time.Second).String() + " ago", ms(kontrolFrist)}
	}
	return kontrolsvar{k.navn, false, fmt.Sprintf("no answer within %s", kontrolFrist), ms(kontrolFrist)}
}

func (k *kontrol) arbejd(ctx context.Context, now time.Time, done chan struct{}) {
	began := time.Now()
	detail, err := k.proe(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.svar = kontrolsvar{k.navn, err == nil, detail, ms(time.Since(began))}
	if err != nil {
		k.svar.Detail = oio.MaskCPR(err.Error())
	} else {
		k.sidst = now
	}
	k.ventes = nil
	close(done)
}

// sundhed answers /readyz.
type sundhed struct {
	nu         func() time.Time
	kontroller []*kontrol
	stop       context.Context // ended: the program is stopping and takes no more work

	mu    sync.Mutex
	svar  klarsvar
	taget time.Time
}

// svarAlder is how old an answer may be: however often somebody asks, the checks are made once a second.
const svarAlder = time.Second

// se makes all checks at the same time.
func (s *sundhed) se(ctx context.Context) klarsvar {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.taget.IsZero() && time.Since(s.taget) < svarAlder && (s.stop == nil || s.stop.Err() == nil) {
		return s.svar
	}
	answer := klarsvar{Klar: true, Kontroller: make([]kontrolsvar, len(s.kontroller))}
	var group sync.WaitGroup
	for i, k := range s.kontroller {
		group.Go(func() { answer.Kontroller[i] = k.koer(ctx, s.nu()) })
	}
	group.Wait()
	if s.stop != nil && s.stop.Err() != nil {
		answer.Kontroller = append(answer.Kontroller, kontrolsvar{Navn: "stopping", Detail: "the program is stopping"})
	}
	for _, k := range answer.Kontroller {
		answer.Klar = answer.Klar && k.OK
	}
	s.svar, s.taget = answer, time.Now()
	return answer
}

// nySundhed is what serve needs to do its work.
func (t *tjeneste) nySundhed() *sundhed {
	b := t.b
	s := &sundhed{nu: t.m.Nu, kontroller: []*kontrol{
		{navn: "database", proe: func(ctx context.Context) (string, error) {
			_, err := b.db.Stand(ctx, b.kommune)
			return "", err
		}},
		{navn: "writable", taal: skriveTaal, proe: b.skrivbar},
		{navn: "migrations", proe: func(ctx context.Context) (string, error) { return migreret(ctx, b.db) }},
		{navn: "disk", proe: func(context.Context) (string, error) { return disk(t.m.data) }},
		{navn: "keys", proe: func(ctx context.Context) (string, error) { return b.noeglerLaeser(ctx, t.m.data) }},
		{navn: "exporter", proe: func(ctx context.Context) (string, error) { return t.puls.lever(t.m.Nu(), t.eksportFrist(ctx)) }},
		{navn: "certificates", proe: func(ctx context.Context) (string, error) { return t.certifikaterGaelder(ctx) }},
	}}
	return s
}

// skrivbar begins and ends a write transaction that changes nothing.
func (b *bro) skrivbar(ctx context.Context) (string, error) {
	if err := b.db.GlemHaendelser(ctx, b.kommune, 0); err != nil {
		return "", fmt.Errorf("nothing can be written: %w", err)
	}
	return "", nil
}

// disk writes a file beside the database, to the disk and gone again, and looks at what is left.
func disk(directory string) (string, error) {
	probe, err := os.CreateTemp(directory, ".klar-*")
	if err != nil {
		return "", fmt.Errorf("nothing can be written to the data directory: %w", udenSti(err))
	}
	_, err = probe.Write(make([]byte, 4096))
	err = errors.Join(err, probe.Sync(), probe.Close(), os.Remove(probe.Name()))
	if err != nil {
		return "", fmt.Errorf("nothing can be written to the data directory: %w", udenSti(err))
	}
	free, err := ledig(directory)
	if err != nil {
		return "", err
	}
	if free < mindstPlads {
		return "", fmt.Errorf("%d MiB left on the disk, want at least %d", free>>20, mindstPlads>>20)
	}
	return fmt.Sprintf("%d MiB left", free>>20), nil
}

// udenSti is the cause without the path: whoever asks /readyz need not know where things lie.
func udenSti(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// noeglerLaeser reports whether the keys in use read what the database holds, and whether they still lie where the next start looks.
func (b *bro) noeglerLaeser(ctx context.Context, directory string) (string, error) {
	if _, err := os.Stat(filepath.Join(directory, masterFile)); err != nil {
		return "", fmt.Errorf("%s is gone: the program reads on until it stops, and would not start again; put it back", masterFile)
	}
	cases, err := b.db.AendredeSager(ctx, b.kommune, 0, 1<<62, 1)
	if err != nil {
		return "", err
	}
	for _, c := range cases {
		if c.Linje == nil {
			continue
		}
		if _, err := b.noegler.Open(c.Linje, mirror.Context(eoj.TypeSag, c.ID)); err != nil {
			return "", errors.New("the keys do not read what the database holds: they are another database's")
		}
		return "", nil
	}
	return "nothing is sealed yet", nil
}

// puls is the exporter's sign of life.
type puls struct {
	mu    sync.Mutex
	slag  time.Time // last sign of any kind
	runde time.Time // when a round last came to its end
	fejl  error     // how it ended, when it failed
}

// slaa notes a sign of life within a round.
func (p *puls) slaa(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slag = now
}

// endt notes that a round came to its end.
func (p *puls) endt(now time.Time, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slag, p.fejl = now, err
	if err == nil {
		p.runde = now
	}
}

// eksportFrist is how long the exporter may be silent: each call is a sign of life, and one may take as long as the policy says. Where that
// cannot be read, another check says why.
func (t *tjeneste) eksportFrist(ctx context.Context) time.Duration {
	p, err := t.b.politik(ctx)
	if err != nil {
		return eksportFrist
	}
	return max(eksportFrist, p.MaalFrist+eksportLuft)
}

// lever fails when the exporter has been silent for longer than it may. A round that failed is told and is no reason to take the readers away: the
// cause lies with an index, or another check shows it.
func (p *puls) lever(now time.Time, frist time.Duration) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if silent := now.Sub(p.slag); silent > frist {
		return "", fmt.Errorf("no sign of life for %s", silent.Round(time.Second))
	}
	if p.fejl != nil {
		return "the last round failed: " + oio.MaskCPR(p.fejl.Error()), nil
	}
	return "", nil
}

// sidsteRunde is when a round last came to its end well; zero: never in this process.
func (p *puls) sidsteRunde() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.runde
}

// medPuls lets an exporter give a sign of life after each chunk and each call.
func (p *puls) medPuls(nu func() time.Time, then func(export.Fremgang)) func(export.Fremgang) {
	return func(f export.Fremgang) {
		p.slaa(nu())
		then(f)
	}
}

// certifikaterGaelder fails when a certificate this process serves with is over: its callers are refused then. The client's is the
// exporter's alone, so it is told and takes no reader away.
func (t *tjeneste) certifikaterGaelder(ctx context.Context) (string, error) {
	own, client, err := t.certifikatkilder(ctx)
	if err != nil {
		return "", err
	}
	for _, c := range own {
		if u := idws.SeUdloeb(t.m.Nu(), c)[0]; u.Til.Before(t.m.Nu()) {
			return "", fmt.Errorf("%s expired on %s", u.Navn, u.Til.Format("2006-01-02"))
		}
		if c.NotBefore.After(t.m.Nu()) {
			return "", fmt.Errorf("%s holds first from %s; is the clock right?", c.Subject.CommonName, c.NotBefore.Format("2006-01-02"))
		}
	}
	if len(client) == 0 && len(own) == 0 {
		return "none in use", nil
	}
	return naermest(t.m.Nu(), append(append([]*x509.Certificate(nil), own...), client...)), nil
}

// naermest tells which certificate ends first.
func naermest(now time.Time, all []*x509.Certificate) string {
	first := idws.SeUdloeb(now, all[0])[0]
	for _, u := range idws.SeUdloeb(now, all...) {
		if u.Til.Before(first.Til) {
			first = u
		}
	}
	return fmt.Sprintf("%s ends first, in %d days", first.Navn, first.Dage)
}
