package styring

import (
	"cmp"
	"context"
	"slices"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/vaerksted"
)

// Tilstande counts objects by the five states (R102).
type Tilstande struct {
	Ens      int `json:"ens"`
	Venter   int `json:"venter"`
	Holdt    int `json:"holdt"`
	Parkeret int `json:"parkeret"`
	Udeladt  int `json:"udeladt"`
}

// Sum is all of them.
func (t Tilstande) Sum() int { return t.Ens + t.Venter + t.Holdt + t.Parkeret + t.Udeladt }

func (t *Tilstande) tael(state projection.Tilstand, n int) {
	switch state {
	case projection.Ens:
		t.Ens += n
	case projection.Venter:
		t.Venter += n
	case projection.Holdt:
		t.Holdt += n
	case projection.Parkeret:
		t.Parkeret += n
	case projection.Udeladt:
		t.Udeladt += n
	}
}

// Linje is where a sagstype stands (R098). Cases and grants are counted together in Tilstande.
type Linje struct {
	Sagstype  string    `json:"sagstype"`
	Navn      string    `json:"navn"`
	KLE       string    `json:"kle,omitempty"`
	Sendes    bool      `json:"sendes"` // marked, and not left out by a test run
	Tilstande Tilstande `json:"tilstande"`
}

// Parkeret is an object the index refused, or gave no answer about (R103).
type Parkeret struct {
	Art      string    `json:"art"`
	ID       string    `json:"id"` // in the source
	Sagstype string    `json:"sagstype"`
	Fejl     string    `json:"fejl"` // the index's words
	Siden    time.Time `json:"siden"`
	Forsoeg  int       `json:"forsoeg"`
	Naeste   time.Time `json:"naeste"`
}

// Holdtgruppe counts the held of one kind by why and where, since the oldest of them (R028).
type Holdtgruppe struct {
	Art      string           `json:"art"`
	Grund    projection.Grund `json:"grund"`
	Sagstype string           `json:"sagstype"`
	Ydelse   string           `json:"ydelse,omitempty"`
	Antal    int              `json:"antal"`
	Borgere  int              `json:"borgere"`
	Siden    time.Time        `json:"siden"`
}

// Fart is the pace: what is agreed with each index, and what is measured, objects a second.
type Fart struct {
	SDI  float64 `json:"sdi"`
	YDI  float64 `json:"ydi"`
	Maal float64 `json:"maalt"`
}

// Billede is where the export stands at one moment (R098).
type Billede struct {
	Tid       time.Time            `json:"tid"`
	Aktiv     bool                 `json:"aktiv"`
	Siden     time.Time            `json:"siden"` // when it was switched on or off last
	Af        string               `json:"af,omitempty"`
	Trods     string               `json:"trods,omitempty"`
	Linjer    []Linje              `json:"sagstyper"` // those that are sent first
	Ialt      Tilstande            `json:"ialt"`
	Tilbage   int                  `json:"tilbage"`  // objects of sagstyper that are sent, still to be dealt with
	Sekunder  int                  `json:"sekunder"` // they take at the measured pace; 0: not known
	Fart      Fart                 `json:"fart"`
	Pause     *export.Pause        `json:"pause,omitempty"`
	Nyere     *export.Udgave       `json:"nyere,omitempty"` // a newer release of the catalogue is at work elsewhere, and this process leaves it to it
	Dele      []export.Del         `json:"dele"`
	Overtaget []export.Overtagelse `json:"overtaget"`
	Holdt     []Holdtgruppe        `json:"holdt"`
	Parkeret  []Parkeret           `json:"parkeret"` // at most visParkerede of each kind
	Sletning  []export.Sletning    `json:"sletninger"`
	Kontrol   *Kontrol             `json:"kontrol,omitempty"`
	Proeve    *Proeve              `json:"proeve,omitempty"`
	Undervejs bool                 `json:"undervejs"` // something is planned or handed out
}

// Faerdig reports whether nothing is on its way: what is left waits for a person, the source or a time.
func (b *Billede) Faerdig() bool { return b.Aktiv && !b.Undervejs && b.Tilbage == 0 }

// Andel is how far the load is, 0 to 100: of what is sent, how much has been dealt with.
func (b *Billede) Andel() int {
	all := 0
	for _, l := range b.Linjer {
		if l.Sendes {
			all += l.Tilstande.Sum()
		}
	}
	if all == 0 {
		return 100
	}
	return 100 * (all - b.Tilbage) / all
}

const visParkerede = 50

// Billede looks.
func (s *Styring) Billede(ctx context.Context) (*Billede, error) {
	status, err := export.ReadStatus(ctx, s.Store, s.Kommune)
	if err != nil {
		return nil, err
	}
	plan, err := s.Store.Arbejdsplan(ctx, s.Kommune)
	if err != nil {
		return nil, err
	}
	stand, err := s.Store.Stand(ctx, s.Kommune)
	if err != nil {
		return nil, err
	}
	p, err := s.Store.Politik(ctx, s.Kommune)
	if err != nil {
		return nil, err
	}
	facts, err := s.Fakta(ctx)
	if err != nil {
		return nil, err
	}
	now := s.Nu()
	b := &Billede{Holdt: []Holdtgruppe{}, Parkeret: []Parkeret{}, Tid: now, Aktiv: status.Aktiv, Pause: plan.Pause, Dele: append([]export.Del{}, plan.Dele...), Overtaget: append([]export.Overtagelse{}, plan.Overtaget...), Sletning: append([]export.Sletning{}, status.Sletninger...),
		Fart: Fart{SDI: p.FartSDI, YDI: p.FartYDI, Maal: plan.PrSekund(now)}, Undervejs: stand.Undervejs || status.Aktiv && min(stand.SagSeq, stand.BevSeq) < stand.Seq}
	desk, err := s.Desk.Bord(ctx)
	if err != nil {
		return nil, err
	}
	b.Nyere = plan.Nyere(string(desk.Snapshot.Grundlag.Katalog.Release()), now)
	if err := s.linjer(ctx, b, desk, status); err != nil {
		return nil, err
	}
	if b.Fart.Maal > 0 {
		b.Sekunder = int(float64(b.Tilbage)/b.Fart.Maal + 0.5)
	}
	if b.Kontrol, err = kontrolOf(facts); err != nil {
		return nil, err
	}
	if b.Proeve, err = proeveOf(facts, p, status); err != nil {
		return nil, err
	}
	groups, err := s.Store.Holdtomfang(ctx, s.Kommune)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		b.Holdt = append(b.Holdt, Holdtgruppe{Art: g.Art.String(), Grund: g.Grund, Sagstype: g.Sagstype, Ydelse: g.Ydelse, Antal: g.Antal, Borgere: g.Borgere, Siden: g.Siden})
	}
	return b, s.resten(ctx, b)
}

// linjer counts by sagstype. What the ledger has not heard of yet waits; which sagstype it is of, the count of the source tells.
func (s *Styring) linjer(ctx context.Context, b *Billede, bord *vaerksted.Bord, status *export.Status) error {
	lines := map[string]*Linje{}
	of := func(id string) *Linje {
		if lines[id] == nil {
			lines[id] = nyLinje(bord, id)
		}
		return lines[id]
	}
	waiting := map[string]int{} // on their way: they count as left to do
	for what, n := range status.Antal {
		b.Ialt.tael(what.Grund.Tilstand(), n)
		if what.Sagstype == "" {
			continue
		}
		of(what.Sagstype).Tilstande.tael(what.Grund.Tilstand(), n)
		if what.Grund == projection.IKoe || what.Grund == projection.TilSletning {
			waiting[what.Sagstype] += n
		}
	}
	for id, tal := range bord.Snapshot.Tal.Sagstyper {
		if unseen := tal.Objekter() - of(id).Tilstande.Sum(); unseen > 0 {
			of(id).Tilstande.Venter += unseen
			waiting[id] += unseen
		}
	}
	for id, l := range lines {
		if l.Sendes && status.Aktiv {
			b.Tilbage += waiting[id]
		}
		b.Linjer = append(b.Linjer, *l)
	}
	slices.SortFunc(b.Linjer, func(x, y Linje) int {
		if x.Sendes != y.Sendes {
			if x.Sendes {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(y.Tilstande.Sum(), x.Tilstande.Sum()), cmp.Compare(x.Navn, y.Navn), cmp.Compare(x.Sagstype, y.Sagstype))
	})
	return nil
}

func nyLinje(bord *vaerksted.Bord, id string) *Linje {
	g := bord.Snapshot.Grundlag
	l := &Linje{Sagstype: id, Navn: id, KLE: string(g.Mapping.Valg(mapping.Sagstype, id).KLE)}
	if t := g.Sagstyper[id]; t != nil {
		l.Navn = t.Navn
	}
	l.Sendes = l.KLE != "" && !g.Policy.UdenforProeve(id)
	return l
}

// resten is who switched it on, and what the index refused.
func (s *Styring) resten(ctx context.Context, b *Billede) error {
	all, err := s.Store.Aktiveringer(ctx, s.Kommune)
	if err != nil {
		return err
	}
	if n := len(all); n > 0 {
		b.Siden, b.Af, b.Trods = all[n-1].Tid, all[n-1].Af, all[n-1].Trods
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		posts, err := s.Store.Udestaaende(ctx, s.Kommune, art, projection.Afvist, 0, visParkerede)
		if err != nil {
			return err
		}
		names, err := s.kildenavne(ctx, art, posts)
		if err != nil {
			return err
		}
		for _, p := range posts {
			b.Parkeret = append(b.Parkeret, Parkeret{Art: art.String(), ID: names[p.Nr], Sagstype: p.Sagstype, Fejl: p.Fejl, Siden: millis(p.Siden), Forsoeg: p.Forsoeg, Naeste: millis(p.Naeste)})
		}
	}
	return nil
}

// kildenavne are the source's ids of ledger lines.
func (s *Styring) kildenavne(ctx context.Context, art oio.Art, posts []export.Post) (map[int64]string, error) {
	nrs := make([]int64, len(posts))
	for i := range posts {
		nrs[i] = posts[i].Nr
	}
	names := map[int64]string{}
	if len(nrs) == 0 {
		return names, nil
	}
	if art == oio.ArtSag {
		rows, err := s.Store.SagerNr(ctx, s.Kommune, nrs)
		for _, r := range rows {
			names[r.Nr] = r.ID
		}
		return names, err
	}
	rows, err := s.Store.BevillingerNr(ctx, s.Kommune, nrs)
	for _, r := range rows {
		names[r.Nr] = r.ID
	}
	return names, err
}

// millis is a time of the ledger; what is due at once has no time of its own.
func millis(n int64) time.Time {
	if n <= 1 {
		return time.Time{}
	}
	return time.UnixMilli(n)
}
