package tilsyn

import (
	"context"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/vaerksted"
)

// TrinA is step A with what each listed role would see (R110).
type TrinA struct {
	*adgang.TrinA
	Saetning string
	Tal      map[string]konsekvens.Rolletal // by role
	Alle     konsekvens.Rolletal            // the roles without a KLE boundary together
}

// TrinA is step A as it stands, with the figures of every role that is listed.
func (t *Tilsyn) TrinA(ctx context.Context) (*TrinA, error) {
	facts, err := t.stand(ctx)
	if err != nil {
		return nil, err
	}
	bord, err := t.Bord(ctx)
	if err != nil {
		return nil, err
	}
	a := &TrinA{TrinA: adgang.NyTrinA(facts, eksporteret(bord)), Tal: map[string]konsekvens.Rolletal{}}
	open, _ := a.UdenKLE()
	views, ids := []adgang.Udsnit{t.udsnit(bord, open)}, []string{""}
	for i := range a.Roller {
		if r := &a.Roller[i]; r.Listes() {
			views, ids = append(views, t.udsnit(bord, r.Grupper)), append(ids, r.ID)
		}
	}
	figures, err := konsekvens.Roller(ctx, t.Store, bord.Snapshot.Grundlag, views, bord.Snapshot.Idag)
	if err != nil {
		return nil, err
	}
	for i, f := range figures {
		a.Tal[ids[i]] = f
	}
	a.Alle = a.Tal[""]
	delete(a.Tal, "")
	a.Saetning = a.TrinA.Saetning(a.Alle.Borgere)
	return a, nil
}

// udsnit is what groups would see of the care record once it is opened for SAPA.
func (t *Tilsyn) udsnit(bord *vaerksted.Bord, groups []adgang.Gruppe) adgang.Udsnit {
	return adgang.NytUdsnit(groups, adgang.Opslag, t.Kommune, []oio.UUID{bord.Snapshot.Grundlag.Kommune.System.UUID})
}

// eksporteret are the KLE numbers that sagstyper are marked with.
func eksporteret(bord *vaerksted.Bord) []string {
	g := bord.Snapshot.Grundlag
	var numbers []string
	for id := range g.Sagstyper {
		if number := g.Mapping.Valg(mapping.Sagstype, id).KLE; number != "" {
			numbers = append(numbers, string(number))
		}
	}
	return numbers
}

// Rolle is one role of step A with what it would see; nil when there is none.
func (t *Tilsyn) Rolle(ctx context.Context, id string) (*adgang.Rolle, konsekvens.Rolletal, error) {
	facts, err := t.stand(ctx)
	if err != nil {
		return nil, konsekvens.Rolletal{}, err
	}
	bord, err := t.Bord(ctx)
	if err != nil {
		return nil, konsekvens.Rolletal{}, err
	}
	role := adgang.NyTrinA(facts, eksporteret(bord)).Find(id)
	if role == nil {
		return nil, konsekvens.Rolletal{}, nil
	}
	figures, err := konsekvens.Roller(ctx, t.Store, bord.Snapshot.Grundlag, []adgang.Udsnit{t.udsnit(bord, role.Grupper)}, bord.Snapshot.Idag)
	if err != nil {
		return nil, konsekvens.Rolletal{}, err
	}
	return role, figures[0], nil
}

// Indlaest is what a newer list of roles changed.
type Indlaest struct {
	Roller  int `json:"roller"`
	Aendret int `json:"aendret"` // new or changed: what was decided about them is open again
	Fjernet int `json:"fjernet"`
}

// IndlaesRoller takes a role catalogue's list, whole or not at all. The error is an adgang.Rollefejl when lines are wrong.
func (t *Tilsyn) IndlaesRoller(ctx context.Context, raw []byte, af string) (Indlaest, error) {
	roles, err := adgang.LaesRoller(raw, t.Kommune)
	if err != nil {
		return Indlaest{}, err
	}
	facts, err := t.stand(ctx)
	if err != nil {
		return Indlaest{}, err
	}
	news := adgang.Rollefakta(facts, roles, t.idag())
	done := Indlaest{Roller: len(roles)}
	for _, f := range news {
		if f.Dato == 0 {
			done.Fjernet++
		} else {
			done.Aendret++
		}
	}
	return done, t.noter(ctx, af, news...)
}

// SetRoller notes the roles a log-in brought, so that step A knows what is really used. It is cheap when they are known.
func (t *Tilsyn) SetRoller(ctx context.Context, groups []adgang.Gruppe) error {
	facts, err := t.stand(ctx)
	if err != nil {
		return err
	}
	return t.noter(ctx, "log-in", adgang.Sete(facts, groups, t.idag())...)
}

// Afgoer decides about roles. Keeping needs a reason.
func (t *Tilsyn) Afgoer(ctx context.Context, ids []string, d adgang.Rollebeslutning, af string) error {
	facts, err := t.stand(ctx)
	if err != nil {
		return err
	}
	known := adgang.NyTrinA(facts, nil)
	if d.Valg == adgang.Behold && strings.TrimSpace(d.Grund) == "" {
		return &rules.Brud{Regel: "R110", English: "keeping a role as it is needs a reason", Dansk: "skriv, hvorfor rollen skal beholde sin adgang"}
	}
	var decided []program.Faktum
	for _, id := range ids {
		if known.Find(id) == nil {
			return ikkeFundet("role")
		}
		f, err := d.Faktum(id, t.idag())
		if err != nil {
			return &rules.Brud{Regel: "R110", English: err.Error(), Dansk: "vælg, om rollen skal beholdes eller ændres"}
		}
		decided = append(decided, f)
	}
	return t.noter(ctx, af, decided...)
}

// Underskriv signs step A off, which R093 and R117 read. While a listed role is not decided it is refused, unless trods says why all the same.
func (t *Tilsyn) Underskriv(ctx context.Context, af, trods string) error {
	facts, err := t.stand(ctx)
	if err != nil {
		return err
	}
	bord, err := t.Bord(ctx)
	if err != nil {
		return err
	}
	a, trods := adgang.NyTrinA(facts, eksporteret(bord)), oio.MaskCPR(strings.TrimSpace(trods))
	switch n := a.Mangler(); {
	case len(a.Roller) == 0 && trods == "":
		return &rules.Brud{Regel: "R110", KanTrodses: true, English: "no role has been gone through: import the role catalogue's list, or say why not", Dansk: "ingen roller er gennemgået: indlæs listen fra rollekataloget, eller skriv hvorfor ikke"}
	case n > 0 && trods == "":
		return &rules.Brud{Regel: "R110", KanTrodses: true, English: "roles are not decided yet", Dansk: sprog.Antal(n, "rolle mangler", "roller mangler") + " en afgørelse"}
	case n == 0 && len(a.Roller) > 0:
		trods = ""
	}
	return t.noter(ctx, af, program.Faktum{Emne: program.TrinA, Dato: t.idag(), Tekst: trods})
}

// Genoptag takes the sign-off back.
func (t *Tilsyn) Genoptag(ctx context.Context, af string) error {
	return t.noter(ctx, af, program.Faktum{Emne: program.TrinA})
}
