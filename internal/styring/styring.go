// Package styring is what a person sees of the export and may do about it: the flight list before it is switched on, the load while it runs,
// what is held, parked and handed out, pause and pace, releases in bulk, and test runs (R028, R090–R093, R097–R099). Page, command line and
// API all come here, so they say and allow the same.
//
// It sends nothing: the exporter does, and reads the plan and the policy that are changed here. Every act is kept as a fact with who and why.
package styring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/aftale"
	"indeksbro/internal/export"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/verifikation"
	"indeksbro/internal/visning"
)

// Store is what it reads and keeps.
type Store interface {
	export.Store
	konsekvens.Kilde
	Politik(ctx context.Context, kommune oio.CVR) (politik.Politik, error)
	SetPolitik(ctx context.Context, kommune oio.CVR, key, value, af string, when time.Time) error
	Fakta(ctx context.Context, kommune oio.CVR) ([]program.Faktum, error)
	GemFakta(ctx context.Context, kommune oio.CVR, facts []program.Faktum) error
	Aktiver(ctx context.Context, kommune oio.CVR, aktiv bool, af, trods string, when time.Time) error
	Aktiveringer(ctx context.Context, kommune oio.CVR) ([]program.Aktivering, error)
	Arbejdsplan(ctx context.Context, kommune oio.CVR) (export.Plan, error)
	Holdte(ctx context.Context, kommune oio.CVR, v export.Holdtvalg, after export.Holdtsted, n int) ([]export.Holdt, error)
	Holdtomfang(ctx context.Context, kommune oio.CVR) ([]export.Holdtgruppe, error)
}

// Skrivebord is the workbench: what is decided, and the way to decide more.
type Skrivebord interface {
	Bord(ctx context.Context) (*vaerksted.Bord, error)
	Beslut(ctx context.Context, wishes []vaerksted.Oenske) (vaerksted.Kvittering, error)
	Konsekvens(ctx context.Context, decisions []mapping.Beslutning) (konsekvens.Konsekvens, *rules.Brud, error)
}

// Styring is one municipality's. All fields but Aendret must be set; it is safe for concurrent use.
type Styring struct {
	Store   Store
	Desk    Skrivebord
	Kommune oio.CVR
	Nu      func() time.Time
	Aendret func() // told when something was noted or may go on; may be nil
}

func (s *Styring) aendret() {
	if s.Aendret != nil {
		s.Aendret()
	}
}

// Fakta is what holds.
func (s *Styring) Fakta(ctx context.Context) (*program.Stand, error) {
	history, err := s.Store.Fakta(ctx, s.Kommune)
	return program.NyStand(history), err
}

// Noter keeps facts, in order; the error is a *rules.Brud when one cannot be (R065, R092). Texts are masked of CPR numbers.
func (s *Styring) Noter(ctx context.Context, facts ...program.Faktum) error {
	history, err := s.Store.Fakta(ctx, s.Kommune)
	if err != nil {
		return err
	}
	now := s.Nu()
	for i := range facts {
		f := &facts[i]
		f.Tid, f.Af, f.Tekst = now, oio.MaskCPR(strings.TrimSpace(f.Af)), strings.TrimSpace(f.Tekst)
		if f.Emne != program.Omraade && f.Emne != program.Serviceaftale { // identities, dates and fingerprints: masking could harm them
			f.Tekst = oio.MaskCPR(f.Tekst)
		}
		if f.Af == "" {
			return &rules.Brud{Regel: "R092", English: "a fact needs who entered it (--af)", Dansk: "skriv, hvem der har gjort det"}
		}
		if brud := rules.ProevFaktum(*f, program.NyStand(history), oio.DatoOf(now)); brud != nil {
			return brud
		}
		if brud := visning.Proev(*f, program.NyStand(history), oio.DatoOf(now)); brud != nil {
			return brud
		}
		if brud := somAftale(f, program.NyStand(history), oio.DatoOf(now)); brud != nil {
			return brud
		}
		history = append(history, *f)
	}
	kept := slices.DeleteFunc(slices.Clone(facts), func(f program.Faktum) bool { return f.Emne == program.Aftale }) // nothing came of them
	if len(kept) == 0 {
		return nil
	}
	err = s.Store.GemFakta(ctx, s.Kommune, kept)
	s.aendret() // also after a failure: what was never answered may be kept
	return err
}

// somAftale makes the record of the short word that one of the export's own agreements was approved, or was not after all (R092).
func somAftale(f *program.Faktum, facts *program.Stand, idag oio.Dato) *rules.Brud {
	if f.Emne != program.Aftale {
		return nil
	}
	made, any, no := aftale.Kort(*f, aftale.Laes(facts), rules.OpgaverOf(facts)[1].Dato, idag)
	if any {
		*f = made
	}
	return rules.AftaleBrud(no)
}

// Afrejse is the flight list with what would be sent.
type Afrejse struct {
	Aktiv          bool                 `json:"aktiv"`
	Liste          rules.Flyveliste     `json:"liste"`
	Klassifikation rules.Flyveliste     `json:"klassifikation"` // the same of Klassifikationsimporter
	Sager          int                  `json:"sager"`          // that will be sent
	Bevillinger    int                  `json:"bevillinger"`    // that will be sent
	Borgere        int                  `json:"borgere"`
	Sekunder       int                  `json:"sekunder"` // at the agreed pace; 0: none is agreed
	Holdt          []konsekvens.Aarsag  `json:"holdt"`    // what will not, and why
	Aktiveringer   []program.Aktivering `json:"aktiveringer"`
}

// Klar reports whether no light is red.
func (a *Afrejse) Klar() bool { return a.Liste.Brud() == nil }

// Afrejse judges whether the export may be switched on, and counts what would be sent (R090–R093).
func (s *Styring) Afrejse(ctx context.Context) (*Afrejse, error) {
	snapshot, err := s.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := s.Fakta(ctx)
	if err != nil {
		return nil, err
	}
	stand, err := s.Store.Stand(ctx, s.Kommune)
	if err != nil {
		return nil, err
	}
	k, err := konsekvens.Alt(ctx, s.Store, snapshot.Grundlag, snapshot.Idag)
	if err != nil {
		return nil, err
	}
	sent := k.Uaendret
	a := &Afrejse{Aktiv: stand.Aktiv, Sager: sent.Sager, Bevillinger: sent.Bevillinger, Borgere: sent.Borgere, Holdt: k.Holdt,
		Sekunder: sekunder(snapshot.Politik, sent.Sager, sent.Bevillinger)}
	departure, err := s.afgang(ctx, snapshot, facts)
	if err != nil {
		return nil, err
	}
	departure.Sager, departure.Bevillinger = sent.Sager, sent.Bevillinger
	a.Liste = rules.NyFlyveliste(departure)
	a.Klassifikation = rules.NyKlassifikationsliste(facts, snapshot.Politik.Navn)
	a.Aktiveringer, err = s.Store.Aktiveringer(ctx, s.Kommune)
	return a, err
}

// Flyveliste is the flight list by itself: its letters name no numbers of what would be sent.
func (s *Styring) Flyveliste(ctx context.Context) (rules.Flyveliste, error) {
	snapshot, err := s.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := s.Fakta(ctx)
	if err != nil {
		return nil, err
	}
	departure, err := s.afgang(ctx, snapshot, facts)
	if err != nil {
		return nil, err
	}
	return rules.NyFlyveliste(departure), nil
}

// afgang is what the flight list is made from, but for what would be sent.
func (s *Styring) afgang(ctx context.Context, snapshot *rules.Snapshot, facts *program.Stand) (rules.Afgang, error) {
	bord, err := s.Desk.Bord(ctx)
	if err != nil {
		return rules.Afgang{}, err
	}
	share := func(art mapping.Art) float64 { f := bord.Fremskridt(art); return f.Andel() }
	return rules.Afgang{Snapshot: snapshot, Fakta: facts, Kommune: snapshot.Politik.Navn, Fund: bord.Fund,
		Daekning: rules.Daekning{Sagstyper: share(mapping.Sagstype), Ydelser: share(mapping.Ydelse), Enheder: share(mapping.Enhed)}}, nil
}

// snapshot is the desk's, for this goroutine alone.
func (s *Styring) snapshot(ctx context.Context) (*rules.Snapshot, error) {
	bord, err := s.Desk.Bord(ctx)
	if err != nil {
		return nil, err
	}
	own := *bord.Snapshot
	own.Grundlag = own.Grundlag.Copy()
	return &own, nil
}

// sekunder is how long objects take at the agreed pace: cases first, then grants. 0 when a pace that counts is not agreed.
func sekunder(p politik.Politik, sager, bevillinger int) int {
	if sager > 0 && p.FartSDI <= 0 || bevillinger > 0 && p.FartYDI <= 0 {
		return 0
	}
	seconds := 0.0
	if sager > 0 {
		seconds += float64(sager) / p.FartSDI
	}
	if bevillinger > 0 {
		seconds += float64(bevillinger) / p.FartYDI
	}
	return max(1, int(seconds+0.5))
}

// Aktiver switches Eksporter sager on. A red light refuses it with a *rules.Brud, unless trods says why all the same (R092, R093).
func (s *Styring) Aktiver(ctx context.Context, af, trods string) (*Afrejse, error) {
	a, err := s.Afrejse(ctx)
	if err != nil {
		return nil, err
	}
	trods = strings.TrimSpace(trods)
	brud := a.Liste.Brud()
	if brud != nil && trods == "" {
		return a, brud
	}
	if strings.TrimSpace(af) == "" {
		return a, &rules.Brud{Regel: "R090", English: "a named person activates (--af)", Dansk: "skriv, hvem der aktiverer"}
	}
	if brud == nil {
		trods = "" // nothing stood in the way
	}
	if err := s.Store.Aktiver(ctx, s.Kommune, true, oio.MaskCPR(af), oio.MaskCPR(trods), s.Nu()); err != nil {
		return a, err
	}
	s.aendret()
	return a, nil
}

// Deaktiver switches it off; what was sent stays.
func (s *Styring) Deaktiver(ctx context.Context, af string) error {
	return s.Store.Aktiver(ctx, s.Kommune, false, oio.MaskCPR(af), "", s.Nu())
}

// Pause stops the sending on all processes, until Genoptag.
func (s *Styring) Pause(ctx context.Context, af, grund string) error {
	af, grund = oio.MaskCPR(strings.TrimSpace(af)), oio.MaskCPR(strings.TrimSpace(grund))
	if err := s.Noter(ctx, program.Faktum{Af: af, Emne: program.Pause, Tekst: grund}); err != nil {
		return err
	}
	return s.Store.Planlaeg(ctx, s.Kommune, func(t export.Planlaegning) error {
		if t.Plan().Pause == nil {
			t.Plan().Pause = &export.Pause{Af: af, Grund: grund, Siden: s.Nu()}
		}
		return nil
	})
}

// Genoptag ends a pause; without one nothing happens.
func (s *Styring) Genoptag(ctx context.Context, af string) error {
	plan, err := s.Store.Arbejdsplan(ctx, s.Kommune)
	if err != nil || plan.Pause == nil {
		return err
	}
	if err := s.Noter(ctx, program.Faktum{Af: af, Emne: program.Genoptag}); err != nil {
		return err
	}
	err = s.Store.Planlaeg(ctx, s.Kommune, func(t export.Planlaegning) error {
		t.Plan().Pause = nil
		return nil
	})
	s.aendret()
	return err
}

// Genproev tries at once what waits for its time, and what the index refused too (R103).
func (s *Styring) Genproev(ctx context.Context, af string) error {
	if err := s.Noter(ctx, program.Faktum{Af: af, Emne: program.Genproev}); err != nil {
		return err
	}
	if _, err := s.Store.Genproev(ctx, s.Kommune, true); err != nil {
		return err
	}
	s.aendret()
	return nil
}

// Fart agrees another pace towards an index, objects a second; 0 is no limit (R098).
func (s *Styring) Fart(ctx context.Context, indeks string, prSekund float64, af, grund string) error {
	key := "fart-" + indeks
	value := strconv.FormatFloat(prSekund, 'f', -1, 64)
	p, err := s.Store.Politik(ctx, s.Kommune)
	if err != nil {
		return err
	}
	if _, err := p.Set(key, value); err != nil {
		return &rules.Brud{Regel: "R098", English: err.Error(), Dansk: "farten er et tal fra 0 til 100.000 pr. sekund, til SDI eller YDI"}
	}
	if err := s.Noter(ctx, program.Faktum{Af: af, Emne: program.Fart, Kode: indeks + " " + value, Tekst: grund}); err != nil {
		return err
	}
	if err := s.Store.SetPolitik(ctx, s.Kommune, key, value, oio.MaskCPR(af), s.Nu()); err != nil {
		return err
	}
	s.aendret()
	return nil
}

// Kontrol is the last verification (R097).
type Kontrol struct {
	Tid          time.Time                  `json:"tid"`
	Fuld         bool                       `json:"fuld"` // everything, not a sample
	Sammenlignet int                        `json:"sammenlignet"`
	Forskelle    int                        `json:"forskelle"`
	Venter       int                        `json:"venter"`
	Antal        map[verifikation.Slags]int `json:"antal,omitempty"`
}

// NoterKontrol keeps what a verification came to.
func (s *Styring) NoterKontrol(ctx context.Context, found *verifikation.Resultat, fuld bool, af string) error {
	text, err := json.Marshal(Kontrol{Sammenlignet: found.Sammenlignet, Forskelle: len(found.Forskelle), Venter: found.Venter, Antal: found.Antal})
	if err != nil {
		return fmt.Errorf("keep verification: %w", err)
	}
	kode := "stikproeve"
	if fuld {
		kode = "fuld"
	}
	return s.Noter(ctx, program.Faktum{Af: af, Emne: program.Kontrol, Kode: kode, Dato: oio.DatoOf(s.Nu()), Tekst: string(text)})
}

// kontrolOf reads it back; nil when there never was one.
func kontrolOf(facts *program.Stand) (*Kontrol, error) {
	f, found := facts.Seneste(program.Kontrol)
	if !found {
		return nil, nil
	}
	k := &Kontrol{}
	if err := json.Unmarshal([]byte(f.Tekst), k); err != nil {
		return nil, fmt.Errorf("read verification: %w", err)
	}
	k.Tid, k.Fuld = f.Tid, f.Kode == "fuld"
	return k, nil
}

// SidsteKontrol is the last verification; nil when there never was one.
func (s *Styring) SidsteKontrol(ctx context.Context) (*Kontrol, error) {
	facts, err := s.Fakta(ctx)
	if err != nil {
		return nil, err
	}
	return kontrolOf(facts)
}

// Sletning is a deletion that waits for a named person (R100); false when there is none of this number, or it waits no longer.
func (s *Styring) Sletning(ctx context.Context, nr int64) (export.Sletning, bool, error) {
	all, err := s.Store.Sletninger(ctx, s.Kommune)
	for _, d := range all {
		if d.Nr == nr && d.Venter {
			return d, true, err
		}
	}
	return export.Sletning{}, false, err
}

// GodkendSletning lets a waiting deletion through, by a named person (R100).
func (s *Styring) GodkendSletning(ctx context.Context, nr int64, af string) error {
	af = oio.MaskCPR(strings.TrimSpace(af))
	if af == "" {
		return &rules.Brud{Regel: "R100", English: "a named person approves a deletion (--af)", Dansk: "skriv, hvem der godkender sletningen"}
	}
	err := s.Store.GodkendSletning(ctx, s.Kommune, nr, af, s.Nu())
	if errors.Is(err, export.ErrVenterIkke) {
		return &rules.Brud{Regel: "R100", English: fmt.Sprintf("no deletion %d is waiting; see `indeksbro export status`", nr), Dansk: "sletningen venter ikke mere; se på eksportsiden, hvad der venter nu"}
	}
	if err != nil {
		return err
	}
	s.aendret()
	return nil
}

// Maal is an index that is left alone for a while, as one process sees it: quiet hours, or it is down or asked for a pause.
type Maal struct {
	Navn    string    `json:"navn"`
	Hvorfor string    `json:"hvorfor"` // export.LukketStille, LukketTravlt or LukketNede; or a word for what Dansk says
	Dansk   string    `json:"dansk,omitempty"`
	Til     time.Time `json:"til"`
}
