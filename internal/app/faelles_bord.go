package app

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/faelles"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/suggest"
	"indeksbro/internal/tavle"
	"indeksbro/internal/vaerksted"
	webprogram "indeksbro/internal/web/program"
)

// faellesbord is the commons of a municipality: command line and pages both come here (R125, R015).
type faellesbord struct {
	b    *bro
	desk *vaerksted.Vaerksted
	nu   func() time.Time

	mu    sync.Mutex
	sidst string // what hung on the board when suggestions were last made from it
}

var _ webprogram.Faelles = (*faellesbord)(nil)

func (b *bro) faelles(m *miljoe) *faellesbord {
	return &faellesbord{b: b, desk: b.desk(m, nil), nu: m.Nu}
}

// faelles is the same over the service's own desk.
func (t *tjeneste) faelles() *faellesbord {
	return &faellesbord{b: t.b, desk: t.desk, nu: t.m.Nu}
}

// andres is what other municipalities chose: from the board, and as imported. It is the one way to them.
func (b *bro) andres(ctx context.Context) ([]faelles.Valg, error) {
	notices, err := b.db.Tavle(ctx, tavle.Valg)
	if err != nil {
		return nil, err
	}
	imported, err := b.db.Faelles(ctx, b.kommune)
	if err != nil {
		return nil, err
	}
	return faelles.Andres(faelles.Paa(tavle.Gaeldende(notices, tavle.Valg)), imported, b.kommune), nil
}

func (f *faellesbord) gaeldende(ctx context.Context, kind tavle.Art) ([]tavle.Opslag, error) {
	notices, err := f.b.db.Tavle(ctx, kind)
	return tavle.Gaeldende(notices, kind), err
}

// Saet is who shares, now.
func (f *faellesbord) Saet(ctx context.Context) (faelles.Saet, error) {
	p, err := f.b.politik(ctx)
	return faelles.Saet{Kommune: f.b.kommune, Navn: p.Navn, Tid: f.nu()}, err
}

// egne are the municipality's own names with what was decided for them.
func (f *faellesbord) egne(ctx context.Context) ([]faelles.Egen, error) {
	bord, err := f.desk.Bord(ctx)
	if err != nil {
		return nil, err
	}
	var own []faelles.Egen
	for _, art := range []mapping.Art{mapping.Sagstype, mapping.Ydelse} {
		for _, r := range bord.Raekker(art) {
			d := r.Beslutning
			e := faelles.Egen{Art: art, ID: r.ID, Navn: r.Navn, Lov: r.Lov, Paragraf: r.Paragraf, Valg: d.Valg, Nr: d.Nr, Grund: d.Grund, Titel: titlen(bord.Snapshot, d.Valg),
				Konflikt: r.Tilstand == vaerksted.Konflikt, Automatisk: r.Tilstand == vaerksted.Automatisk}
			if !d.Tid.IsZero() {
				e.Dato = oio.DatoOf(d.Tid)
			}
			own = append(own, e)
		}
	}
	return own, nil
}

// titlen is what is chosen by its name.
func titlen(s *rules.Snapshot, v mapping.Valg) string {
	if t, found := s.Grundlag.Katalog.Find(v.Type); found {
		return t.Navn
	}
	if class, found := s.Grundlag.KLE.Find(v.KLE); found {
		return class.Titel
	}
	return ""
}

// Udvalg is what would be shared.
func (f *faellesbord) Udvalg(ctx context.Context, notes bool) (faelles.Udvalg, error) {
	of, err := f.Saet(ctx)
	if err != nil {
		return faelles.Udvalg{}, err
	}
	own, err := f.egne(ctx)
	if err != nil {
		return faelles.Udvalg{}, err
	}
	held, err := f.gaeldende(ctx, tavle.Valg)
	return faelles.Find(own, of, held, notes), err
}

// Del makes the board hold the chosen rows of what was shown, which the stamp names. It gives how many notices that took.
func (f *faellesbord) Del(ctx context.Context, stamp string, chosen func(key string) bool, notes bool, af string) (int, error) {
	u, err := f.Udvalg(ctx, notes)
	if err != nil {
		return 0, err
	}
	if stamp != u.Stempel() {
		return 0, webprogram.ErrAndetVist
	}
	return f.slaaOp(ctx, u.Opslag(chosen, oio.MaskCPR(af), f.nu()))
}

// TagTilbage takes everything off the board.
func (f *faellesbord) TagTilbage(ctx context.Context, af string) (int, error) {
	held, err := f.gaeldende(ctx, tavle.Valg)
	if err != nil {
		return 0, err
	}
	return f.slaaOp(ctx, faelles.TagTilbage(held, f.b.kommune, oio.MaskCPR(af), f.nu()))
}

func (f *faellesbord) slaaOp(ctx context.Context, notices []tavle.Opslag) (int, error) {
	for i := range notices {
		if err := notices[i].Proev(); err != nil {
			return 0, err
		}
	}
	if len(notices) == 0 {
		return 0, nil
	}
	return len(notices), f.b.db.SlaaOp(ctx, f.b.kommune, notices)
}

// navne are what municipalities call themselves: those of this installation, and those something was imported of.
func (f *faellesbord) navne(ctx context.Context) (func(oio.CVR) string, error) {
	by := map[oio.CVR]string{}
	facts, err := f.b.db.Fakta(ctx, f.b.kommune)
	if err != nil {
		return nil, err
	}
	program.NyStand(facts).Alle(program.Faellesnavn, func(fact program.Faktum) bool {
		by[oio.CVR(fact.Kode)] = fact.Tekst
		return true
	})
	all, err := f.b.db.Kommunestande(ctx)
	for i := range all {
		by[all[i].Kommune] = all[i].Navn
	}
	return func(cvr oio.CVR) string { return by[cvr] }, err
}

// Tabel is others' choices by name. When the board is another than suggestions were made from, they are made again.
func (f *faellesbord) Tabel(ctx context.Context) ([]faelles.Raekke, error) {
	others, err := f.b.andres(ctx)
	if err != nil {
		return nil, err
	}
	f.friske(others)
	own, err := f.egne(ctx)
	if err != nil {
		return nil, err
	}
	names, err := f.navne(ctx)
	return faelles.Tabel(others, own, names), err
}

func (f *faellesbord) friske(others []faelles.Valg) {
	now := faelles.Stempel(others)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sidst != now {
		f.desk.Glem()
	}
	f.sidst = now
}

// Kilder are the municipalities whose choices are known, and how each came.
func (f *faellesbord) Kilder(ctx context.Context) ([]webprogram.Kilde, error) {
	board, err := f.gaeldende(ctx, tavle.Valg)
	if err != nil {
		return nil, err
	}
	imported, err := f.b.db.Faelles(ctx, f.b.kommune)
	if err != nil {
		return nil, err
	}
	bundles, err := f.gaeldende(ctx, tavle.Pakke)
	if err != nil {
		return nil, err
	}
	names, err := f.navne(ctx)
	if err != nil {
		return nil, err
	}
	by := map[oio.CVR]*webprogram.Kilde{}
	add := func(cvr oio.CVR, name, way string) {
		if by[cvr] == nil {
			by[cvr] = &webprogram.Kilde{CVR: cvr, Navn: name, Vej: way}
		}
		by[cvr].Antal++
	}
	for _, v := range faelles.Paa(board) {
		if v.Kommune != f.b.kommune {
			add(v.Kommune, cmp.Or(names(v.Kommune), v.KommuneNavn, string(v.Kommune)), "tavlen")
		}
	}
	for _, short := range imported {
		if k := by[short.Kommune]; short.Kommune != f.b.kommune && (k == nil || k.Vej != "tavlen") {
			add(short.Kommune, cmp.Or(names(short.Kommune), string(short.Kommune)), "fil")
		}
	}
	for _, o := range bundles {
		if k := by[oio.CVR(o.Kode)]; o.Kommune == f.b.kommune && k != nil {
			k.Pakke = oio.DatoOf(o.Tid)
			if k.Vej == "fil" {
				k.Vej = "pakke"
			}
		}
	}
	all := make([]webprogram.Kilde, 0, len(by))
	for _, k := range by {
		all = append(all, *k)
	}
	slices.SortFunc(all, func(a, b webprogram.Kilde) int { return strings.Compare(a.Navn+string(a.CVR), b.Navn+string(b.CVR)) })
	return all, nil
}

// kendt is what is known of a sender's bundles.
func (f *faellesbord) kendt(ctx context.Context, sender oio.CVR) (faelles.Kendt, error) {
	facts, err := f.b.db.Fakta(ctx, f.b.kommune)
	if err != nil {
		return faelles.Kendt{}, err
	}
	trusted, _ := program.NyStand(facts).Kode(program.Faellesnoegle, string(sender))
	known := faelles.Kendt{Fingeraftryk: trusted.Tekst}
	held, err := f.gaeldende(ctx, tavle.Pakke)
	if err != nil {
		return known, err
	}
	if known.Sidst, err = faelles.SidstePakke(held, f.b.kommune, sender); err != nil || known.Sidst == nil {
		return known, err
	}
	last, err := faelles.AabnPakke(known.Sidst, f.nu())
	if err != nil {
		return known, fmt.Errorf("the last bundle of %s: %w", sender, err)
	}
	known.Tid = last.Tid
	return known, nil
}

// Hent takes a file of choices, or a bundle, which it tells by its content. trust is a fingerprint a person vouches for; may be empty. The error is
// *webprogram.Filfejl where something is wrong with the file, *faelles.ErrUkendt where a person must say whose key it is, *faelles.Pakkefejl where
// a bundle is not to be had.
func (f *faellesbord) Hent(ctx context.Context, file []byte, trust, af string) (webprogram.Hentet, error) {
	if faelles.ErPakke(file) {
		return f.hentPakke(ctx, file, trust, af)
	}
	read, faults, err := faelles.Laes(bytes.NewReader(file))
	if err != nil {
		return webprogram.Hentet{}, err
	}
	signed, err := f.gaeldende(ctx, tavle.Pakke)
	if err != nil {
		return webprogram.Hentet{}, err
	}
	from := kommunerI(read.Valg)
	for _, o := range signed {
		if cvr := oio.CVR(o.Kode); o.Kommune == f.b.kommune && slices.Contains(from, cvr) {
			faults = append(faults, faelles.Fejl{Dansk: "valgene fra " + o.Kode + " kom sidst i en underskrevet pakke; de erstattes kun af en ny pakke", Engelsk: "the choices of " + o.Kode + " came in a signed bundle; only a newer bundle replaces them"})
		}
	}
	if len(faults) > 0 {
		return webprogram.Hentet{}, &webprogram.Filfejl{Fejl: faults}
	}
	if err := f.gem(ctx, read.Valg, af); err != nil {
		return webprogram.Hentet{}, err
	}
	return webprogram.Hentet{Valg: len(read.Valg), Kommuner: len(from), Udeladt: read.Udeladt}, nil
}

func kommunerI(choices []faelles.Valg) []oio.CVR {
	var all []oio.CVR
	for i := range choices {
		all = append(all, choices[i].Kommune)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// gem keeps others' choices; each municipality's replace what was known of it.
func (f *faellesbord) gem(ctx context.Context, choices []faelles.Valg, af string) error {
	if err := f.b.db.GemFaelles(ctx, f.b.kommune, faelles.Korte(choices)); err != nil {
		return err
	}
	f.desk.Glem()
	known, err := f.navne(ctx)
	if err != nil {
		return err
	}
	now := f.nu()
	names := map[oio.CVR]string{}
	for i := range choices {
		names[choices[i].Kommune] = choices[i].KommuneNavn
	}
	var facts []program.Faktum
	for _, cvr := range kommunerI(choices) {
		if name := names[cvr]; name != "" && name != known(cvr) {
			facts = append(facts, program.Faktum{Tid: now, Af: oio.MaskCPR(af), Emne: program.Faellesnavn, Kode: string(cvr), Dato: oio.DatoOf(now), Tekst: name})
		}
	}
	if len(facts) == 0 {
		return nil
	}
	return f.b.db.GemFakta(ctx, f.b.kommune, facts)
}

func (f *faellesbord) hentPakke(ctx context.Context, file []byte, trust, af string) (webprogram.Hentet, error) {
	p, err := faelles.AabnPakke(file, f.nu())
	if err != nil {
		return webprogram.Hentet{}, err
	}
	done := webprogram.Hentet{Valg: len(p.Valg), Kommuner: 1, Fra: cmp.Or(p.Navn, string(p.Kommune)), Tid: p.Tid}
	if p.Kommune == f.b.kommune {
		if !faelles.SammeFingeraftryk(p.Fingeraftryk(), f.Fingeraftryk()) {
			return done, &faelles.Pakkefejl{Dansk: "Pakken siger, at den er jeres egen, men den er ikke underskrevet med jeres nøgle.", Engelsk: "the bundle says that it is your own, but it is not signed with your key"}
		}
		done.Egen = true
		return done, nil
	}
	known, err := f.kendt(ctx, p.Kommune)
	if err != nil {
		return done, err
	}
	if done.Igen, err = p.Godtag(known, trust); err != nil || done.Igen {
		return done, err
	}
	// The choices come first: a crash between leaves them to be taken once more by the same bundle, and nothing to be believed.
	if err := f.gem(ctx, p.Valg, af); err != nil {
		return done, err
	}
	now := f.nu()
	if print := p.Fingeraftryk(); !faelles.SammeFingeraftryk(print, known.Fingeraftryk) {
		fact := program.Faktum{Tid: now, Af: oio.MaskCPR(af), Emne: program.Faellesnoegle, Kode: string(p.Kommune), Dato: oio.DatoOf(now), Tekst: print}
		if err := f.b.db.GemFakta(ctx, f.b.kommune, []program.Faktum{fact}); err != nil {
			return done, err
		}
	}
	_, err = f.slaaOp(ctx, []tavle.Opslag{{Tid: now, Af: oio.MaskCPR(af), Art: tavle.Pakke, Kode: string(p.Kommune), Tekst: p.Gemt()}})
	return done, err
}

// Fingeraftryk is that of the municipality's own key.
func (f *faellesbord) Fingeraftryk() string {
	public, _ := f.b.noegler.Pakke().Public().(ed25519.PublicKey)
	return faelles.Fingeraftryk(public)
}

// delte are the municipality's own choices as they hang on the board, and when the last of them was put up.
func (f *faellesbord) delte(ctx context.Context) (own []faelles.Valg, last time.Time, err error) {
	held, err := f.gaeldende(ctx, tavle.Valg)
	for _, v := range faelles.Paa(held) {
		if v.Kommune == f.b.kommune {
			own = append(own, v)
		}
	}
	for _, o := range held {
		if o.Kommune == f.b.kommune && o.Tid.After(last) {
			last = o.Tid
		}
	}
	return own, last, err
}

// Pakke is a bundle of what the municipality shares; or, where a sender is named, the last one that was taken from it, as it came. It is nil when
// there is nothing to hold.
func (f *faellesbord) Pakke(ctx context.Context, sender oio.CVR) ([]byte, error) {
	if sender != "" && sender != f.b.kommune {
		held, err := f.gaeldende(ctx, tavle.Pakke)
		if err != nil {
			return nil, err
		}
		return faelles.SidstePakke(held, f.b.kommune, sender)
	}
	own, _, err := f.delte(ctx)
	if err != nil || len(own) == 0 {
		return nil, err
	}
	of, err := f.Saet(ctx)
	if err != nil {
		return nil, err
	}
	return faelles.Pak(of, own, f.b.noegler.Pakke())
}

// Skriv writes choices in a format: what the municipality shares, or with all what is known of others as well.
func (f *faellesbord) Skriv(ctx context.Context, w io.Writer, format faelles.Format, all bool) (int, error) {
	choices, last, err := f.delte(ctx)
	if err != nil {
		return 0, err
	}
	if all {
		others, err := f.b.andres(ctx)
		if err != nil {
			return 0, err
		}
		choices = append(choices, others...)
	}
	of, err := f.Saet(ctx)
	if err != nil {
		return 0, err
	}
	if !all && !last.IsZero() {
		of.Tid = last // the same choices give the same file
	}
	return len(choices), faelles.Skriv(w, format, of, choices)
}

// Svarene are the answers that hang on the board, the newest first.
func (f *faellesbord) Svarene(ctx context.Context) ([]faelles.Svar, error) {
	held, err := f.gaeldende(ctx, tavle.Afklaring)
	return faelles.Svarene(held), err
}

// SlaaSvarOp hangs an answer on the board for all.
func (f *faellesbord) SlaaSvarOp(ctx context.Context, s faelles.Svar, af string) error {
	o, err := s.Opslag(af, f.nu())
	if err != nil {
		return &webprogram.Svarfejl{Err: err}
	}
	_, err = f.slaaOp(ctx, []tavle.Opslag{o})
	return err
}

// Efterlyste are the names that municipalities of the installation wait for an answer about, with who waits (R015).
func (f *faellesbord) Efterlyste(ctx context.Context) ([]webprogram.Efterlyst, error) {
	all, err := f.b.db.Kommunestande(ctx)
	if err != nil {
		return nil, err
	}
	by := map[string]*webprogram.Efterlyst{}
	var keys []string
	for i := range all {
		for _, e := range all[i].Efterlyst {
			if faelles.Personligt(e.Navn) != "" {
				continue
			}
			v := faelles.Valg{Art: mapping.Art(e.Art), Navn: e.Navn, Lov: e.Lov, Paragraf: e.Paragraf}
			if by[v.Noegle()] == nil {
				by[v.Noegle()] = &webprogram.Efterlyst{Art: v.Art, Navn: e.Navn, Lov: e.Lov, Paragraf: e.Paragraf}
				keys = append(keys, v.Noegle())
			}
			if waits := by[v.Noegle()]; !slices.Contains(waits.Kommuner, all[i].Navn) {
				waits.Kommuner = append(waits.Kommuner, all[i].Navn)
			}
		}
	}
	var list []webprogram.Efterlyst
	for _, key := range keys {
		list = append(list, *by[key])
	}
	slices.SortStableFunc(list, func(a, b webprogram.Efterlyst) int { return len(b.Kommuner) - len(a.Kommuner) })
	return list, nil
}

// andresValg are others' choices of a kind; a directory with nothing in it has none.
func andresValg(m *miljoe, ctx context.Context, slags string) ([]suggest.FaellesValg, error) {
	if !m.database().findes() {
		return nil, nil
	}
	b, err := m.open(ctx)
	if err != nil {
		return nil, err
	}
	others, err := b.andres(ctx)
	return suggest.SamlFaelles(faelles.Korte(others), slags, b.kommune), err
}
