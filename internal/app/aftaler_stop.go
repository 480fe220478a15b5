package app

import (
	"context"
	"crypto/x509"
	"sync"
	"time"

	"indeksbro/internal/aftale"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/program"
	"indeksbro/internal/styring"
	webprogram "indeksbro/internal/web/program"
)

// hindring is why nothing may be sent to an index until somebody has acted.
type hindring struct {
	aftale.Hindring
	grund string // aftale or certifikat
	til   aftale.Tjeneste
}

const (
	grundAftale     = "aftale"
	grundCertifikat = "certifikat"
)

// indekstjeneste is the index that objects of a kind go to.
func indekstjeneste(art oio.Art) aftale.Tjeneste {
	if art == oio.ArtSag {
		return aftale.SDI
	}
	return aftale.YDI
}

// hindring says why nothing may be sent to an index now: no agreement with it holds (R065, R092), or the certificate to call it with has run
// out. Nil: nothing stands in the way.
func (b *bro) hindring(ctx context.Context, m *miljoe, art oio.Art) (*hindring, error) {
	p, err := b.politik(ctx)
	if err != nil {
		return nil, err
	}
	target, service := p.MaalSDI, indekstjeneste(art)
	if art == oio.ArtBevilling {
		target = p.MaalYDI
	}
	book, err := b.aftaler.bog(ctx, b.kommune)
	if err != nil {
		return nil, err
	}
	own := book.Egen(service, aftale.Rediger)
	if !own.Gaelder() {
		why, err := b.trods(ctx)
		if err != nil {
			return nil, err
		}
		if h := book.Hinder(service, target != "", why); h != nil {
			return &hindring{*h, grundAftale, service}, nil
		}
	}
	if target == "" || p.MaalSTS == "" {
		return nil, nil
	}
	return b.udloebet(m, p, service), nil
}

// trods is why the export was activated against the flight list; empty when it was not.
func (b *bro) trods(ctx context.Context) (string, error) {
	all, err := b.db.Aktiveringer(ctx, b.kommune)
	if err != nil || len(all) == 0 || !all[len(all)-1].Aktiv {
		return "", err
	}
	return all[len(all)-1].Trods, nil
}

// udloebet is that the exporter's certificate has run out. One that cannot be read is told of by the call it is needed for.
func (b *bro) udloebet(m *miljoe, p politik.Politik, service aftale.Tjeneste) *hindring {
	known, err := b.certs.klient(p.Certifikat)
	if err != nil || len(known) == 0 || m.Nu().Before(known[0].NotAfter) {
		return nil
	}
	day := oio.DatoOf(known[0].NotAfter)
	return &hindring{aftale.Hindring{Dansk: "Certifikatet " + navnAf(known[0]) + " udløb " + sprog.Dato(day) + ", så " + service.Navn() + " ikke kan kaldes.",
		English: "the certificate " + navnAf(known[0]) + " expired " + day.String() + ", so " + service.Navn() + " cannot be called", Hvem: aftale.Leverandoeren}, grundCertifikat, service}
}

func navnAf(c *x509.Certificate) string { return oio.MaskCPR(c.Subject.CommonName) }

// spaerret tells the exporter whether an index may be called, and the log when that changes.
func (b *bro) spaerret(m *miljoe, art oio.Art) func(context.Context) (string, error) {
	var mu sync.Mutex
	last := ""
	return func(ctx context.Context) (string, error) {
		h, err := b.hindring(ctx, m, art)
		if err != nil {
			return "", err
		}
		why := ""
		if h != nil {
			why = h.English
		}
		mu.Lock()
		defer mu.Unlock()
		if why != last && m.log != nil {
			if why != "" {
				m.log.Warn("nothing is sent to an index until somebody has acted; what is to go there waits", "of", string(b.kommune), "index", indekstjeneste(art).Navn(), "why", why, "who", h.Hvem)
			} else {
				m.log.Info("an index may be called again; what waited goes on", "of", string(b.kommune), "index", indekstjeneste(art).Navn())
			}
		}
		last = why
		return why, nil
	}
}

// hindringer is what stands in the way of an active export; none while it is not active, for then the flight list says so.
func (b *bro) hindringer(ctx context.Context, m *miljoe) ([]hindring, error) {
	stand, err := b.db.Stand(ctx, b.kommune)
	if err != nil || !stand.Aktiv {
		return nil, err
	}
	var all []hindring
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		h, err := b.hindring(ctx, m, art)
		if err != nil {
			return nil, err
		}
		if h != nil {
			all = append(all, *h)
		}
	}
	return all, nil
}

// stop is the same as facts that stop step 8 (R121).
func (b *bro) stop(m *miljoe) func(context.Context) ([]forloeb.Kendsgerning, error) {
	return func(ctx context.Context) ([]forloeb.Kendsgerning, error) {
		all, err := b.hindringer(ctx, m)
		var facts []forloeb.Kendsgerning
		for _, h := range all {
			regel := "R092"
			if h.grund == grundCertifikat {
				regel = "R065"
			}
			facts = append(facts, forloeb.Kendsgerning{Navn: h.grund + "-" + string(h.til), Regel: regel, Dansk: h.Dansk + " Der sendes ikke til indekset; det, der skal derhen, venter.", English: h.English, Hvem: h.Hvem})
		}
		return facts, err
	}
}

// Hindringer implements pages.Eksport: what stands in the way, and what should be looked at at once although it stops nothing.
func (e eksport) Hindringer(ctx context.Context) ([]styring.Maal, error) {
	all, err := e.t.b.hindringer(ctx, e.t.m)
	if err != nil {
		return nil, err
	}
	var targets []styring.Maal
	for _, h := range all {
		targets = append(targets, styring.Maal{Navn: h.til.Navn(), Hvorfor: h.grund, Dansk: h.Dansk + " Der sendes ikke; det, der skal derhen, venter, og intet går tabt. Det er " + h.Hvem + ", der skal handle."})
	}
	stand, err := e.t.b.db.Stand(ctx, e.t.b.kommune)
	if err != nil || !stand.Aktiv {
		return targets, err
	}
	facts, err := e.Fakta(ctx)
	if err != nil {
		return nil, err
	}
	if _, signed := facts.Dag(program.TrinA, ""); !signed {
		targets = append(targets, styring.Maal{Hvorfor: "trin-a", Dansk: trinAMangler})
	}
	return targets, nil
}

// trinAMangler is the deck's word: check as soon as possible. The sending goes on.
const trinAMangler = "Trin A er ikke underskrevet, men Eksporter sager er aktiv. Rollerne i SAPA skal gennemgås så hurtigt som muligt (R093)."

// seTrinA is how often a service looks whether step A still is signed off.
const seTrinA = time.Minute

// vogtTrinA tells the log when the export is active although step A is not signed off, taken back perhaps (R093).
func (t *tjeneste) vogtTrinA(ctx context.Context) error {
	missing := false
	ticker := time.NewTicker(seTrinA)
	defer ticker.Stop()
	for {
		missing = t.seTrinA(ctx, missing)
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// seTrinA looks once, and tells what was not told before.
func (t *tjeneste) seTrinA(ctx context.Context, told bool) (missing bool) {
	stand, err := t.b.db.Stand(ctx, t.b.kommune)
	if err != nil {
		return told
	}
	facts, err := t.control.Fakta(ctx)
	if err != nil {
		return told
	}
	_, signed := facts.Dag(program.TrinA, "")
	if missing = stand.Aktiv && !signed; missing && !told {
		t.log.Warn("R093: the export is active although step A is not signed off; see to the roles of SAPA at once")
	}
	return missing
}

// aftalekilde is what the page of agreements shows besides them.
type aftalekilde struct{ t *tjeneste }

var _ webprogram.Aftalekilde = aftalekilde{}

// Certifikater implements webprogram.Aftalekilde.
func (k aftalekilde) Certifikater(ctx context.Context) ([]webprogram.Certifikat, error) {
	all, err := k.t.b.certifikatliste(ctx, k.t.m, &k.t.certs)
	if err != nil {
		k.t.log.Warn("the exporter's certificate cannot be read", "err", err) // those that can are shown
	}
	shown := make([]webprogram.Certifikat, len(all))
	for i, c := range all {
		shown[i] = webprogram.Certifikat{Navn: c.Navn, Hvortil: c.Hvortil, Udsteder: c.Udsteder, Serienummer: c.Serienummer, Fra: c.Fra, Til: c.Til, Dage: c.Dage, Tilstand: c.Tilstand}
	}
	return shown, nil
}

// System implements webprogram.Aftalekilde.
func (k aftalekilde) System(ctx context.Context) (kommune, system string, err error) {
	p, err := k.t.b.politik(ctx)
	return p.Navn, p.SystemNavn, err
}

// Hindringer implements webprogram.Aftalekilde.
func (k aftalekilde) Hindringer(ctx context.Context) ([]string, error) {
	targets, err := eksport{k.t.control, k.t}.Hindringer(ctx)
	said := make([]string, len(targets))
	for i, t := range targets {
		said[i] = t.Dansk
	}
	return said, err
}
