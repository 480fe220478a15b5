package tilsyn

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/revision"
	"indeksbro/internal/rules"
)

// Noedvarighed is how long access beyond the boundary lasts (R116).
const Noedvarighed = time.Hour

// maxAlarmlinjer is how many entries of a period are looked through for alarms and samples; more than that says so.
const maxAlarmlinjer = 50_000

// Log gives entries, the newest first, and whether there are more.
func (t *Tilsyn) Log(ctx context.Context, v revision.Valg, n int) (entries []revision.Post, more bool, err error) {
	v.Antal = n + 1
	entries, err = t.Store.Revision(ctx, t.Kommune, v)
	if len(entries) > n {
		return entries[:n], true, err
	}
	return entries, false, err
}

// Soegning opens what was searched for, masked of CPR numbers.
func (t *Tilsyn) Soegning(p *revision.Post) string {
	if len(p.Indhold.Soegning) == 0 {
		return ""
	}
	text, err := t.Noegler.Open(p.Indhold.Soegning, revision.Soegekontekst)
	if err != nil {
		return "(kan ikke åbnes)"
	}
	return oio.MaskCPR(string(text))
}

// Proev holds the log against its chain.
func (t *Tilsyn) Proev(ctx context.Context) (revision.Proevet, error) {
	return t.Store.ProevRevision(ctx, t.Kommune, t.Noegler.Revision)
}

// Noed reports whether a user may go beyond her boundary for a citizen now, because she said why within the last hour.
func (t *Tilsyn) Noed(ctx context.Context, bruger string, borger oio.Borgernoegle) (bool, error) {
	p, err := t.Store.Politik(ctx, t.Kommune)
	if err != nil || !p.Noedadgang || bruger == "" || borger.IsZero() {
		return false, err
	}
	found, err := t.Store.Revision(ctx, t.Kommune, revision.Valg{Borger: borger, Hvem: bruger, Hvad: revision.Noed, Fra: t.Nu().Add(-Noedvarighed).UnixMilli(), Antal: 1})
	return len(found) > 0, err
}

// EgenLinje is one look-up as the citizen sees it: no employee's name (R116).
type EgenLinje struct {
	Tid     time.Time
	Hvem    string // department or role
	Hvad    string
	Formaal string
	Noed    bool
}

// EgenLog is who has looked a citizen up, the newest first; false when the municipality does not show it.
func (t *Tilsyn) EgenLog(ctx context.Context, borger oio.Borgernoegle) ([]EgenLinje, bool, error) {
	p, err := t.Store.Politik(ctx, t.Kommune)
	if err != nil || !p.BorgerSerLog || borger.IsZero() {
		return nil, false, err
	}
	entries, err := t.Store.Revision(ctx, t.Kommune, revision.Valg{Borger: borger, Antal: 500})
	lines := []EgenLinje{}
	for i := range entries {
		e := &entries[i]
		what, shown := egenHvad(e.Hvad)
		if !shown {
			continue
		}
		who := e.Indhold.Gruppe
		if who == "" {
			who = adgang.ParseRoller(e.Indhold.Roller).Navn()
		}
		lines = append(lines, EgenLinje{Tid: e.Tid.In(oio.Koebenhavn), Hvem: who, Hvad: what, Formaal: e.Indhold.Formaal, Noed: e.Roed()})
	}
	return lines, true, err
}

// egenHvad is a kind of entry in words for a citizen, and whether she sees it: her own look-ups are not others'.
func egenHvad(h revision.Hvad) (string, bool) {
	switch h {
	case revision.EgenLog, revision.LogLaest, revision.LogUdtraek, revision.Oprydning, revision.Simuleret:
		return "", false
	case revision.Noed:
		return "Åbnede dine sager med en særlig begrundelse", true
	case revision.Jump:
		return "Gik videre til sagen i fagsystemet", true
	case revision.Indsigt:
		return "Lavede en oversigt over det, der er gemt om dig", true
	case "sag":
		return "Så en sag", true
	case "bevilling":
		return "Så en ydelse", true
	case "som-borger":
		return "Så dit overblik, som du selv ser det", true
	}
	return "Så dit overblik", true
}

// Alarmer are the alarms of a period with how many entries were looked through, by hour, and whether the period has more than that.
type Alarmer struct {
	Alarmer []revision.Alarm
	Linjer  int
	Timer   [24]int
	Flere   bool
}

// Alarmer looks through a period.
func (t *Tilsyn) Alarmer(ctx context.Context, fra, til time.Time) (*Alarmer, error) {
	entries, more, err := t.periode(ctx, fra, til)
	if err != nil {
		return nil, err
	}
	p, err := t.Store.Politik(ctx, t.Kommune)
	if err != nil {
		return nil, err
	}
	colleagues, err := t.Kolleger(ctx)
	if err != nil {
		return nil, err
	}
	r := revision.Regler{Kolleger: colleagues, Gentaget: p.RevisionGentaget, Fra: p.Arbejdstid.Fra, Til: p.Arbejdstid.Til}
	if p.RevisionKLE != "" {
		if r.Emner, err = adgang.ParseEmner(p.RevisionKLE); err != nil {
			r.Emner = adgang.AlleEmner // what cannot be read guards everything
		}
	}
	if r.Objekter, err = t.egenskaber(ctx, entries); err != nil {
		return nil, err
	}
	return &Alarmer{Alarmer: r.Alarmer(entries), Linjer: len(entries), Timer: revision.Timer(entries), Flere: more}, nil
}

func (t *Tilsyn) periode(ctx context.Context, fra, til time.Time) ([]revision.Post, bool, error) {
	entries, more, err := t.Log(ctx, revision.Valg{Fra: fra.UnixMilli(), Til: til.UnixMilli()}, maxAlarmlinjer)
	for i := range entries {
		entries[i].Tid = entries[i].Tid.In(oio.Koebenhavn)
	}
	return entries, more, err
}

// egenskaber knows KLE and sensitivity of what entries show, as far as it is still there.
func (t *Tilsyn) egenskaber(ctx context.Context, entries []revision.Post) (map[oio.UUID]revision.Egenskab, error) {
	asked := map[oio.UUID]bool{}
	for i := range entries {
		for _, id := range entries[i].Aabnet() {
			asked[id] = true
		}
	}
	known := map[oio.UUID]revision.Egenskab{}
	ids := make([]oio.UUID, 0, len(asked))
	for id := range asked {
		ids = append(ids, id)
	}
	for part := range slices.Chunk(ids, 500) {
		there, err := t.Indeks.ObjekterMed(ctx, t.Kommune, part)
		if err != nil {
			return nil, err
		}
		for id, held := range there {
			properties := adgang.Af(held.Objekt)
			known[id] = revision.Egenskab{KLE: properties.KLE, Foelsomhed: properties.Foelsomhed}
		}
	}
	return known, nil
}

// Kolleger are employees as citizens, each with her user id.
func (t *Tilsyn) Kolleger(ctx context.Context) (map[oio.Borgernoegle]string, error) {
	facts, err := t.stand(ctx)
	if err != nil {
		return nil, err
	}
	listed := map[oio.Borgernoegle]string{}
	facts.Alle(program.Kollega, func(f program.Faktum) bool {
		if key, err := oio.ParseBorgernoegle(f.Kode); err == nil && f.Dato != 0 {
			listed[key] = f.Tekst
		}
		return true
	})
	return listed, nil
}

// SaetKollega puts an employee on the list, or with no user id takes her off. The number itself is not kept.
func (t *Tilsyn) SaetKollega(ctx context.Context, cpr oio.CPR, bruger, af string) error {
	f := program.Faktum{Emne: program.Kollega, Kode: t.Noegler.Borger(cpr).String(), Tekst: oio.MaskCPR(strings.TrimSpace(bruger))}
	if f.Tekst != "" {
		f.Dato = t.idag()
	}
	return t.noter(ctx, af, f)
}

// Stikproeve is a random sample for a manager, with what she has ticked off.
type Stikproeve struct {
	ID     string
	Af     string
	Tid    time.Time
	Fra    time.Time
	Til    time.Time
	Linjer []Stikproevelinje
}

// Stikproevelinje is one entry of a sample.
type Stikproevelinje struct {
	Nr      int64
	Post    *revision.Post // nil: taken out by retention since
	Svar    string         // ok or undersoeg; empty: not looked at
	Note    string
	SvarAf  string
	SvarTid time.Time
}

// Mangler counts what nobody has looked at.
func (s *Stikproeve) Mangler() int {
	n := 0
	for _, l := range s.Linjer {
		if l.Svar == "" {
			n++
		}
	}
	return n
}

type stikproeveJSON struct {
	Fra time.Time `json:"fra"`
	Til time.Time `json:"til"`
	Nr  []int64   `json:"nr"`
}

type svarJSON struct {
	Svar string `json:"svar"`
	Note string `json:"note,omitempty"`
}

// TraekStikproeve draws n look-ups of a period at random, keeps which, and gives the sample's id. pick gives a random number below its argument.
func (t *Tilsyn) TraekStikproeve(ctx context.Context, fra, til time.Time, n int, pick func(int) int, af string) (string, error) {
	entries, _, err := t.periode(ctx, fra, til)
	if err != nil {
		return "", err
	}
	drawn := revision.Stikproeve(entries, n, pick)
	if len(drawn) == 0 {
		return "", &rules.Brud{Regel: "R116", English: "nobody was looked up in that period", Dansk: "ingen borger er slået op i perioden"}
	}
	s := stikproeveJSON{Fra: fra, Til: til}
	for _, p := range drawn {
		s.Nr = append(s.Nr, p.Nr)
	}
	b, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	id := strconv.FormatInt(t.Nu().UnixMilli(), 36)
	return id, t.noter(ctx, af, program.Faktum{Emne: program.Stikproeve, Kode: id, Dato: t.idag(), Tekst: string(b)})
}

// Stikproever are all samples, the newest first, with their entries as they still are.
func (t *Tilsyn) Stikproever(ctx context.Context) ([]Stikproeve, error) {
	facts, err := t.stand(ctx)
	if err != nil {
		return nil, err
	}
	answers := map[string]program.Faktum{}
	var samples []Stikproeve
	facts.Alle(program.Stikproeve, func(f program.Faktum) bool {
		if strings.Contains(f.Kode, "/") {
			answers[f.Kode] = f
			return true
		}
		var raw stikproeveJSON
		if json.Unmarshal([]byte(f.Tekst), &raw) == nil {
			s := Stikproeve{ID: f.Kode, Af: f.Af, Tid: f.Tid, Fra: raw.Fra, Til: raw.Til}
			for _, nr := range raw.Nr {
				s.Linjer = append(s.Linjer, Stikproevelinje{Nr: nr})
			}
			samples = append(samples, s)
		}
		return true
	})
	slices.SortFunc(samples, func(a, b Stikproeve) int { return b.Tid.Compare(a.Tid) })
	for i := range samples {
		for j := range samples[i].Linjer {
			l := &samples[i].Linjer[j]
			var answer svarJSON
			if f, given := answers[samples[i].ID+"/"+strconv.FormatInt(l.Nr, 10)]; given && json.Unmarshal([]byte(f.Tekst), &answer) == nil {
				l.Svar, l.Note, l.SvarAf, l.SvarTid = answer.Svar, answer.Note, f.Af, f.Tid
			}
			found, err := t.Store.Revision(ctx, t.Kommune, revision.Valg{Foer: l.Nr + 1, Antal: 1})
			if err != nil {
				return nil, err
			}
			if len(found) == 1 && found[0].Nr == l.Nr {
				l.Post = &found[0]
			}
		}
	}
	return samples, nil
}

// Afkryds notes what a manager found about an entry of a sample.
func (t *Tilsyn) Afkryds(ctx context.Context, id string, nr int64, svar, note, af string) error {
	if svar != "ok" && svar != "undersoeg" || strings.Contains(id, "/") {
		return &rules.Brud{Regel: "R116", English: "want ok or undersoeg", Dansk: "vælg, om opslaget er i orden eller skal undersøges"}
	}
	b, err := json.Marshal(svarJSON{svar, oio.MaskCPR(strings.TrimSpace(note))})
	if err != nil {
		return err
	}
	return t.noter(ctx, af, program.Faktum{Emne: program.Stikproeve, Kode: id + "/" + strconv.FormatInt(nr, 10), Dato: t.idag(), Tekst: string(b)})
}
