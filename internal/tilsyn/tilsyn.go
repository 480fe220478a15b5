// Package tilsyn is what the SAPA administrator sees to: step A (R110), the audit log with its alarms, samples and citizens' view of it (R116),
// the set-up of the jump to source systems (R114, R118), and the report of everything held about a citizen. Pages and commands both come here.
//
// It shows no citizen to anybody by itself and logs nothing: whoever asks on somebody's behalf puts that on record first. What is decided is
// kept as facts with who and when.
package tilsyn

import (
	"context"
	"strings"
	"time"

	"indeksbro/internal/index"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/program"
	"indeksbro/internal/revision"
	"indeksbro/internal/rules"
	"indeksbro/internal/seal"
	"indeksbro/internal/vaerksted"
)

// Store is what it reads and keeps.
type Store interface {
	konsekvens.Kilde
	Politik(ctx context.Context, kommune oio.CVR) (politik.Politik, error)
	Fakta(ctx context.Context, kommune oio.CVR) ([]program.Faktum, error)
	GemFakta(ctx context.Context, kommune oio.CVR, facts []program.Faktum) error
	Revision(ctx context.Context, kommune oio.CVR, v revision.Valg) ([]revision.Post, error)
	ProevRevision(ctx context.Context, kommune oio.CVR, key revision.Noegle) (revision.Proevet, error)
}

// Tilsyn is one municipality's. All fields must be set; it is safe for concurrent use.
type Tilsyn struct {
	Store   Store
	Bord    func(ctx context.Context) (*vaerksted.Bord, error)
	Indeks  *index.Index
	Noegler *seal.Noegler
	Kommune oio.CVR
	Nu      func() time.Time
}

// stand is what holds.
func (t *Tilsyn) stand(ctx context.Context) (*program.Stand, error) {
	history, err := t.Store.Fakta(ctx, t.Kommune)
	return program.NyStand(history), err
}

// noter keeps facts by somebody. Their texts are JSON whose own texts are masked already.
func (t *Tilsyn) noter(ctx context.Context, af string, facts ...program.Faktum) error {
	af = oio.MaskCPR(strings.TrimSpace(af))
	if af == "" {
		return &rules.Brud{Regel: "R110", English: "a decision needs who took it (--af)", Dansk: "skriv, hvem der har besluttet det"}
	}
	if len(facts) == 0 {
		return nil
	}
	now := t.Nu()
	for i := range facts {
		facts[i].Tid, facts[i].Af = now, af
	}
	return t.Store.GemFakta(ctx, t.Kommune, facts)
}

func (t *Tilsyn) idag() oio.Dato { return oio.DatoOf(t.Nu()) }

func ikkeFundet(hvad string) error {
	return &rules.Brud{Regel: "R110", English: "there is no such " + hvad, Dansk: "den findes ikke mere"}
}
