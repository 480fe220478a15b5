// Package tovholder is who keeps the programme of one municipality together: it gathers what the steps follow from, keeps what only people
// know as facts with who and when, and shows the municipality's standing on the notice board (R120–R125). Page, command line and API all come
// here.
//
// It decides no step: package forloeb does, from what is gathered. It sends nothing, and shows nobody anything about a citizen.
package tovholder

import (
	"cmp"
	"context"
	"slices"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/styring"
	"indeksbro/internal/tavle"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/visning"
)

// Store is what it reads and keeps.
type Store interface {
	Fakta(ctx context.Context, kommune oio.CVR) ([]program.Faktum, error)
	KLEHentet(ctx context.Context, kommune oio.CVR) (time.Time, error)
	Organisation(ctx context.Context, kommune oio.CVR) (*organisation.Trae, error)
	GemKommunestand(ctx context.Context, stand *tavle.Kommunestand) error
	Kommunestande(ctx context.Context) ([]tavle.Kommunestand, error)
	Kommunedage(ctx context.Context, fra oio.Dato) ([]tavle.Dag, error)
	SlaaOp(ctx context.Context, kommune oio.CVR, notices []tavle.Opslag) error
	Tavle(ctx context.Context, kinds ...tavle.Art) ([]tavle.Opslag, error)
}

// Tovholder is one municipality's. All fields must be set; it is safe for concurrent use.
type Tovholder struct {
	Store   Store
	Eksport *styring.Styring
	Kommune oio.CVR
	Nu      func() time.Time
	// Stop is what holds the sending up now, besides a pause: agreements withdrawn, certificates expired.
	Stop func(ctx context.Context) ([]forloeb.Kendsgerning, error)
	// Kalender is a keyed hash of the municipality's, for the secret address of its calendar.
	Kalender func([]byte) [16]byte
}

// Forhold gathers what the steps follow from. It reads no citizen.
func (t *Tovholder) Forhold(ctx context.Context) (*forloeb.Forhold, error) {
	bord, err := t.Eksport.Desk.Bord(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := t.Eksport.Fakta(ctx)
	if err != nil {
		return nil, err
	}
	h := &forloeb.Forhold{Idag: oio.DatoOf(t.Nu()), Fakta: facts, KLE: bord.Snapshot.KLE.Counts().Emner, KLEFilter: bord.Snapshot.Politik.KLEFilter}
	imported, err := t.Store.KLEHentet(ctx, t.Kommune)
	if err != nil {
		return nil, err
	}
	if !imported.IsZero() {
		h.KLEDag = oio.DatoOf(imported)
	}
	tree, err := t.Store.Organisation(ctx, t.Kommune)
	if err != nil {
		return nil, err
	}
	h.FKEnheder = tree.Len()
	h.Ydelser, h.Sagstyper, h.Enheder = raekker(bord, mapping.Ydelse), raekker(bord, mapping.Sagstype), raekker(bord, mapping.Enhed)
	for _, r := range bord.Raekker(mapping.Enhed) {
		h.KildeEnheder++
		works := r.Tal.Sager > 0 || r.Tilstand != vaerksted.Automatisk && r.Tilstand != vaerksted.Besluttet // its cases may not be counted yet
		if works && bord.Opslag(r.ID).Enhed == nil {
			h.EnhederUkendte++
		}
	}
	if err := t.eksport(ctx, h); err != nil {
		return nil, err
	}
	t.laesere(h, facts, bord.Snapshot.Politik.System)
	return h, nil
}

func raekker(b *vaerksted.Bord, art mapping.Art) forloeb.Raekker {
	f := b.Fremskridt(art)
	return forloeb.Raekker{Ialt: f.Ialt, Besluttet: f.Besluttet, Afklares: f.Afklares, Andel: f.Andel()}
}

func (t *Tovholder) eksport(ctx context.Context, h *forloeb.Forhold) (err error) {
	if h.Flyveliste, err = t.Eksport.Flyveliste(ctx); err != nil {
		return err
	}
	now, err := t.Eksport.Billede(ctx)
	if err != nil {
		return err
	}
	h.Aktiv, h.Trods, h.Tilbage, h.Undervejs = now.Aktiv, now.Trods, now.Tilbage, now.Undervejs
	if now.Aktiv {
		h.AktivDag = oio.DatoOf(now.Siden)
	}
	if now.Kontrol != nil {
		h.Kontrol = &forloeb.Kontrol{Dag: oio.DatoOf(now.Kontrol.Tid), Forskelle: now.Kontrol.Forskelle}
	}
	if now.Pause != nil {
		h.Stop = append(h.Stop, forloeb.Kendsgerning{Navn: "pause", Dansk: "Eksporten er sat på pause af " + now.Pause.Af + ".", English: "the export is paused", Hvem: now.Pause.Af})
	}
	stops, err := t.Stop(ctx)
	h.Stop = append(h.Stop, stops...)
	return err
}

func (t *Tovholder) laesere(h *forloeb.Forhold, facts *program.Stand, system oio.UUID) {
	stepA := adgang.NyTrinA(facts, nil)
	h.Roller, h.RollerMangler = len(stepA.Roller), stepA.Mangler()
	for _, a := range visning.Aabninger(facts, []oio.UUID{system}) {
		if a.System != system {
			continue
		}
		switch a.Laeser {
		case visning.Sapa:
			h.SAPA, h.SAPABestilt = a.Aaben(), a.Bestilt.Dato != 0
		case visning.Borgerblik:
			h.Borgerblik, h.BlikBestilt = a.Aaben(), a.Bestilt.Dato != 0
		}
	}
	facts.Alle(program.Omraade, func(f program.Faktum) bool {
		if f.Dato != 0 || f.Tekst != "" {
			h.Omraader++
		}
		return true
	})
}

// Forloeb is the programme as it stands (R121).
func (t *Tovholder) Forloeb(ctx context.Context) (*forloeb.Forloeb, error) {
	h, err := t.Forhold(ctx)
	if err != nil {
		return nil, err
	}
	return forloeb.Nyt(*h), nil
}

// VisStand shows the municipality's standing on the notice board, when it differs from what hangs there or the day is another (R120).
func (t *Tovholder) VisStand(ctx context.Context) error {
	h, err := t.Forhold(ctx)
	if err != nil {
		return err
	}
	bord, err := t.Eksport.Desk.Bord(ctx)
	if err != nil {
		return err
	}
	all, err := t.Store.Kommunestande(ctx)
	if err != nil {
		return err
	}
	var before *tavle.Kommunestand
	if i := slices.IndexFunc(all, func(k tavle.Kommunestand) bool { return k.Kommune == t.Kommune }); i >= 0 {
		before = &all[i]
	}
	now := t.stand(h, bord)
	now.Fortsaet(before)
	if before != nil && oio.DatoOf(before.Tid) == oio.DatoOf(now.Tid) && ens(before, now) {
		return nil
	}
	return t.Store.GemKommunestand(ctx, now)
}

func (t *Tovholder) stand(h *forloeb.Forhold, bord *vaerksted.Bord) *tavle.Kommunestand {
	k := &tavle.Kommunestand{Kommune: t.Kommune, Navn: bord.Snapshot.Politik.Navn, Tid: t.Nu(), Eksport: h.Aktiv, Sapa: h.SAPA, Regler: map[string]int{}}
	f := forloeb.Nyt(*h)
	for _, step := range f.Trin {
		one := tavle.Trinstand{Nr: string(step.Nr), Tilstand: string(step.Tilstand), Andel: step.Andel}
		if missing, some := step.Mangler(); some {
			one.Mangler, one.Hvem, one.Noegle = missing.Dansk, missing.Hvem, missing.Navn
		}
		k.Trin = append(k.Trin, one)
	}
	k.Forsinket = f.Forsinket()
	k.Klassifikation = f.Find(forloeb.Klassifikation).Tilstand == forloeb.Gjort
	for _, found := range bord.Fund {
		if found.Trods == "" && found.Alvor != rules.Oplysning {
			k.Regler[found.Regel]++
		}
	}
	k.Efterlyst, k.Load = efterlyste(bord), load(h, bord)
	return k
}

// efterlyste are the names that wait for an answer from outside (R015).
func efterlyste(bord *vaerksted.Bord) []tavle.Efterlyst {
	var all []tavle.Efterlyst
	for _, art := range []mapping.Art{mapping.Sagstype, mapping.Ydelse} {
		for _, r := range bord.Raekker(art) {
			if r.Tilstand != vaerksted.Afklares {
				continue
			}
			one := tavle.Efterlyst{Art: string(art), Navn: oio.MaskCPR(r.Navn)}
			if y := bord.Snapshot.Grundlag.Ydelser[r.ID]; art == mapping.Ydelse && y != nil {
				one.Lov, one.Paragraf = y.Lov, y.Paragraf
			} else if s := bord.Snapshot.Grundlag.Sagstyper[r.ID]; art == mapping.Sagstype && s != nil {
				one.Lov, one.Paragraf = s.Lov, s.Paragraf
			}
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b tavle.Efterlyst) int { return cmp.Or(cmp.Compare(a.Art, b.Art), cmp.Compare(a.Navn, b.Navn)) })
	return all
}

// load is the initial load that is announced; nil while no day is named.
func load(h *forloeb.Forhold, bord *vaerksted.Bord) *tavle.Load {
	day, ordered := h.Fakta.Dag(program.Aktiveringsdag, "")
	if !ordered {
		return nil
	}
	notice, _ := h.Fakta.Dag(program.Varsel, "")
	l := &tavle.Load{Dag: day.Dato, Varslet: notice.Dato, FartSDI: bord.Snapshot.Politik.FartSDI, FartYDI: bord.Snapshot.Politik.FartYDI, Begyndt: h.Aktiv, Faerdig: h.Aktiv && h.Tilbage == 0 && !h.Undervejs}
	for _, r := range bord.Raekker(mapping.Sagstype) {
		if d, found := bord.Snapshot.Grundlag.Mapping.Beslutning(mapping.Sagstype, r.ID); found && d.Valg.KLE != "" {
			l.Sager += r.Tal.Sager
			l.Bevillinger += r.Tal.Bevillinger
		}
	}
	return l
}
