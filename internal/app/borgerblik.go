package app

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/projection"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
)

// How long decisions are believed without looking again: those about what is shown, and the names of the areas in use.
const (
	visningGemmes = time.Second
	navneGemmes   = time.Minute
)

// borgerblik is what the citizen's page needs of an installation: the decisions, kept for a moment, and the counts of calls, written now and
// then. It is safe for concurrent use.
type borgerblik struct {
	b  *bro
	nu func() time.Time

	nyeste friskt[*laestVisning] // who reads again guards what follows
	numre  []string
	titel  map[string]string
	navnet time.Time

	kald sync.Mutex
	talt map[visning.Kald]visning.Kald // by day and kind
}

var (
	_ web.Visning     = (*borgerblik)(nil)
	_ web.Kilde       = (*borgerblik)(nil)
	_ web.Kaldtaeller = (*borgerblik)(nil)
)

func nytBorgerblik(b *bro, nu func() time.Time) *borgerblik {
	return &borgerblik{b: b, nu: nu, talt: map[visning.Kald]visning.Kald{}}
}

// laestVisning is what was decided when it was read.
type laestVisning struct {
	*visning.Visninger
	titel map[string]string
}

// Visning implements web.Visning. Facts may come from another process, so they are read again every second.
func (g *borgerblik) Visning(ctx context.Context, kommune oio.CVR) (*visning.Visninger, error) {
	read, err := g.laes(ctx, kommune)
	if err != nil {
		return nil, err
	}
	return read.Visninger, nil
}

func (g *borgerblik) laes(ctx context.Context, kommune oio.CVR) (*laestVisning, error) {
	return g.nyeste.laes(g.nu, func(now time.Time) (*laestVisning, error) {
		history, err := g.b.db.Fakta(ctx, kommune)
		if err != nil {
			return nil, err
		}
		if err := g.navne(ctx, kommune, now); err != nil {
			return nil, err
		}
		titles := g.titel
		return &laestVisning{visning.Af(history).MedBrugte(g.numre, func(number string) string { return titles[number] }), titles}, nil
	})
}

// navne reads which KLE numbers the sagstyper are marked with, and the titles of all. They are the municipality's decisions and tell nothing of
// what any citizen has.
func (g *borgerblik) navne(ctx context.Context, kommune oio.CVR, now time.Time) error {
	if g.titel != nil && now.Sub(g.navnet) < navneGemmes {
		return nil
	}
	plan, err := g.b.db.Plan(ctx, kommune, true)
	if err != nil {
		return err
	}
	decisions, err := g.b.db.Beslutninger(ctx, kommune)
	if err != nil {
		return err
	}
	titles := make(map[string]string, len(plan.Klasser))
	for i := range plan.Klasser {
		titles[string(plan.Klasser[i].Nummer)] = plan.Klasser[i].Titel
	}
	used := map[string]string{}
	for _, d := range decisions {
		if d.Art == mapping.Sagstype {
			used[d.ID] = string(d.Valg.KLE)
		}
	}
	g.titel, g.navnet = titles, now
	g.numre = slices.DeleteFunc(slices.Compact(slices.Sorted(maps.Values(used))), func(number string) bool { return number == "" })
	return nil
}

// Glem makes the next reader look again; whoever adds a fact calls it.
func (g *borgerblik) Glem() { g.nyeste.glem(func() { g.titel = nil }) }

// indhold is what a case's message says besides the object.
func (g *borgerblik) indhold(held *oio.Gemt) (oio.Sagsindhold, error) {
	return sdi.Indhold(held, g.nu())
}

// IkkeIndekseret implements web.Kilde: what the source has of a citizen and the ledger says is not in the index.
func (g *borgerblik) IkkeIndekseret(ctx context.Context, kommune oio.CVR, citizen oio.Borgernoegle) ([]web.Kildeobjekt, error) {
	cases, err := g.b.db.SagerAf(ctx, kommune, citizen)
	if err != nil || len(cases) == 0 {
		return nil, err
	}
	read := kildelaeser{g: g, kommune: kommune, sagstype: map[string]string{}}
	if read.grundlag, err = g.b.db.Grundlag(ctx, kommune); err != nil {
		return nil, err
	}
	if err := read.sager(ctx, cases); err != nil {
		return nil, err
	}
	ids := make([]string, len(cases))
	for i := range cases {
		ids[i] = cases[i].ID
	}
	grants, err := g.b.db.BevillingerUnder(ctx, kommune, ids, 1<<62)
	if err != nil {
		return nil, err
	}
	return read.found, read.bevillinger(ctx, grants)
}

// kildelaeser gathers source objects that are not in the index.
type kildelaeser struct {
	g        *borgerblik
	kommune  oio.CVR
	grundlag *projection.Grundlag
	sagstype map[string]string // of a case, by its id
	found    []web.Kildeobjekt
}

func (l *kildelaeser) sager(ctx context.Context, rows []export.SagRaekke) error {
	posts, err := l.g.b.db.Poster(ctx, l.kommune, oio.ArtSag, numre(rows, func(r *export.SagRaekke) int64 { return r.Nr }))
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		l.sagstype[r.ID] = r.Sagstype
		grund, missing := ledgergrund(posts, r.Nr)
		if !missing || r.Linje == nil {
			continue
		}
		name, unit := "Sag", ""
		if line, ok := l.linje(r.Linje, eoj.TypeSag, r.ID).(*eoj.Sag); ok {
			unit = line.Enhed
			name = line.Titel
		}
		if kind := l.grundlag.Sagstyper[r.Sagstype]; kind != nil {
			name = strings.TrimSuffix(kind.Navn+", "+name, ", ")
		}
		l.add(oio.ArtSag, r.ID, name, visning.Kilde{Grund: grund, Sagstype: r.Sagstype, Enhed: unit})
	}
	return nil
}

func (l *kildelaeser) bevillinger(ctx context.Context, rows []export.BevillingRaekke) error {
	posts, err := l.g.b.db.Poster(ctx, l.kommune, oio.ArtBevilling, numre(rows, func(r *export.BevillingRaekke) int64 { return r.Nr }))
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		grund, missing := ledgergrund(posts, r.Nr)
		if !missing || r.Linje == nil {
			continue
		}
		name, k := "Bevilling", visning.Kilde{Grund: grund, Sagstype: l.sagstype[r.Sag]}
		if line, ok := l.linje(r.Linje, eoj.TypeBevilling, r.ID).(*eoj.Bevilling); ok {
			k.Ydelse, k.Enhed = line.Ydelse, line.Enhed
			if y := l.grundlag.Ydelser[line.Ydelse]; y != nil {
				name = y.Navn
			}
		}
		l.add(oio.ArtBevilling, r.ID, name, k)
	}
	return nil
}

func (l *kildelaeser) add(art oio.Art, id, name string, k visning.Kilde) {
	l.found = append(l.found, web.Kildeobjekt{Art: art, Navn: name, Grund: visning.AfLedger(k),
		UUID: oio.ObjectUUID(l.grundlag.Kommune.CVR, l.grundlag.Kommune.System.UUID, art, id)})
}

// linje is a source line as it was sent; nil when it cannot be read.
func (l *kildelaeser) linje(sealed []byte, kind eoj.Type, id string) eoj.Post {
	text, err := l.g.b.noegler.Open(sealed, mirror.Context(kind, id))
	if err != nil {
		return nil
	}
	line, err := eoj.ParseLinje(text)
	if err != nil {
		return nil
	}
	return line
}

// ledgergrund is the ledger's reason for an object, and whether it means that the index does not have it.
func ledgergrund(posts map[int64]export.Post, nr int64) (projection.Grund, bool) {
	post, known := posts[nr]
	switch {
	case !known:
		return projection.IKoe, true
	case post.Grund == projection.Sendes:
		return post.Grund, false
	}
	return post.Grund, true
}

func numre[R any](rows []R, nr func(*R) int64) []int64 {
	all := make([]int64, len(rows))
	for i := range rows {
		all[i] = nr(&rows[i])
	}
	slices.Sort(all)
	return all
}

// Kaldt implements web.Kaldtaeller: it counts in memory, since a page must not wait for a write.
func (g *borgerblik) Kaldt(day oio.Dato, kind visning.Slags, data bool) {
	g.kald.Lock()
	defer g.kald.Unlock()
	key := visning.Kald{Dag: day, Slags: kind}
	k := g.talt[key]
	k.Dag, k.Slags = day, kind
	k.Antal++
	if data {
		k.MedData++
	}
	g.talt[key] = k
}

// skrivKald keeps what was counted.
func (g *borgerblik) skrivKald(ctx context.Context) error {
	g.kald.Lock()
	counted := g.talt
	g.talt = map[visning.Kald]visning.Kald{}
	g.kald.Unlock()
	if len(counted) == 0 {
		return nil
	}
	err := g.b.db.TaelKald(ctx, g.b.kommune, slices.Collect(maps.Values(counted)))
	if err == nil {
		return nil
	}
	g.kald.Lock()
	defer g.kald.Unlock()
	for key, k := range counted { // it is tried again with what has come since
		sum := g.talt[key]
		sum.Dag, sum.Slags, sum.Antal, sum.MedData = k.Dag, k.Slags, sum.Antal+k.Antal, sum.MedData+k.MedData
		g.talt[key] = sum
	}
	return err
}

// kaldHvert is how often counts are written down.
const kaldHvert = 30 * time.Second

// taelBorgerkald writes the counts now and then, and a last time when the program ends.
func (t *tjeneste) taelBorgerkald(ctx context.Context) error {
	ticker := time.NewTicker(kaldHvert)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			return t.blik.skrivKald(last)
		case <-ticker.C:
			if err := t.blik.skrivKald(ctx); err != nil && ctx.Err() == nil {
				t.log.Warn("calls of the citizen's page are not written down yet", "err", err)
			}
		}
	}
}

// noterVisning keeps decisions about what is shown, and lets the pages see them at once.
func (t *tjeneste) noterVisning(ctx context.Context, facts ...program.Faktum) error {
	err := t.control.Noter(ctx, facts...)
	t.blik.Glem()
	return err
}
