package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/simulate/historier"
)

// Historiebaser are places for simulated histories on a server: databases that are made there, and removed again.
type Historiebaser struct {
	config *pgx.ConnConfig
	navn   string
	mu     sync.Mutex // guards what follows
	admin  *pgx.Conn
	nr     int
}

// NyeHistoriebaser makes an empty database beside the one at an address, under a name that nothing else on the server begins with. Luk
// removes it.
func NyeHistoriebaser(ctx context.Context, beside, navn string) (*Historiebaser, error) {
	config, err := pgx.ParseConfig(beside)
	if err != nil {
		return nil, errAdresse
	}
	admin, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to the server: %w", err)
	}
	h := &Historiebaser{config: config, navn: navn, admin: admin}
	if err := h.do(ctx, "CREATE DATABASE "+quoted(navn)); err != nil {
		return nil, errors.Join(err, admin.Close(ctx))
	}
	empty, err := Open(ctx, udskift(config, navn), Options{Forbindelser: 1})
	if err == nil {
		err = empty.Close()
	}
	if err != nil {
		return nil, errors.Join(err, h.Luk(ctx))
	}
	return h, nil
}

// Luk removes the empty database.
func (h *Historiebaser) Luk(ctx context.Context) error {
	err := h.do(ctx, "DROP DATABASE IF EXISTS "+quoted(h.navn)+" WITH (FORCE)")
	return errors.Join(err, h.admin.Close(ctx))
}

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

func (h *Historiebaser) do(ctx context.Context, text string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, err := h.admin.Exec(ctx, text); err != nil {
		return fmt.Errorf("simulated database: %w", err)
	}
	return nil
}

// Ny is a place for one history, and what takes it away again.
func (h *Historiebaser) Ny() (base historier.Base, bort func(), err error) {
	h.mu.Lock()
	h.nr++
	b := &historiebase{h: h, prefix: h.navn + "_" + strconv.Itoa(h.nr) + "_", findes: map[string]bool{}}
	h.mu.Unlock()
	return b, func() {
		for navn := range b.findes {
			_ = b.Fjern(context.Background(), navn) // what is left is told of when the place is made again
		}
	}, nil
}

// historiebase is the databases of one history.
type historiebase struct {
	h      *Historiebaser
	prefix string
	findes map[string]bool
}

var _ historier.Base = (*historiebase)(nil)

// Aabn implements historier.Base.
func (b *historiebase) Aabn(ctx context.Context, navn string, nu func() time.Time) (historier.Store, error) {
	if !b.findes[navn] {
		if err := b.lav(ctx, b.h.navn, navn); err != nil {
			return nil, err
		}
	}
	return Open(ctx, udskift(b.h.config, b.prefix+navn), Options{Forbindelser: 4, Nu: nu})
}

func (b *historiebase) lav(ctx context.Context, template, navn string) error {
	b.findes[navn] = true
	return b.h.do(ctx, "CREATE DATABASE "+quoted(b.prefix+navn)+" TEMPLATE "+quoted(template))
}

// Kopier implements historier.Base.
func (b *historiebase) Kopier(ctx context.Context, fra, til string) error {
	if err := b.Fjern(ctx, til); err != nil {
		return err
	}
	return b.lav(ctx, b.prefix+fra, til)
}

// Fjern implements historier.Base.
func (b *historiebase) Fjern(ctx context.Context, navn string) error {
	delete(b.findes, navn)
	return b.h.do(ctx, "DROP DATABASE IF EXISTS "+quoted(b.prefix+navn)+" WITH (FORCE)")
}
