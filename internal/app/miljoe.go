package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/seal"
)

// miljoe is what commands share: the outside, and what is opened of the data directory.
type miljoe struct {
	World
	data     string
	kommune  string
	db       string // address of a PostgreSQL; empty: the embedded database
	dbRead   string // address of its replica
	konfig   *konfig
	logLevel string
	log      *slog.Logger // where steps are told; nil: nowhere
	otel     string       // where traces are sent; empty: nowhere
	otlp     *otlp        // nil: no traces
	opened   *bro
}

func (m *miljoe) database() database { return database{url: m.db, replica: m.dbRead, data: m.data} }

// bro is an open installation as one municipality uses it.
type bro struct {
	db      datalager
	ring    *seal.Ring
	noegler *seal.Noegler
	index   *index.Index
	laeser  *index.Index // the same, for readers' pages
	kommune oio.CVR
	proces  *proces
	revisor *revisor
	aftaler *aftalebog // of every municipality of the installation
	certs   certifikater

	mu    sync.Mutex
	trees map[oio.CVR]laestTrae // FK Organisation as last read: services that serve several municipalities share a bro

	typer       sync.Once
	typeklasser map[oio.UUID]typeklasse
}

// laestTrae is FK Organisation of a municipality, and of which import it is.
type laestTrae struct {
	*organisation.Trae
	hentet time.Time
}

const (
	databaseFile = "indeksbro.db"
	masterFile   = "keys/master.key"
)

// open opens what is there. A command that reads has nothing to do where nothing was ever loaded.
func (m *miljoe) open(ctx context.Context) (*bro, error) {
	if !m.database().findes() {
		return nil, inputError("there is no data in %s; load a feed or import KLE first, or name the directory with --data", m.data)
	}
	b, err := m.make(ctx)
	if err != nil || m.database().egen() {
		return b, err
	}
	if known, err := b.db.Kommuner(ctx); err != nil || len(known) == 0 {
		return nil, errors.Join(err, inputError("there is no data in the database that --db names; load a feed or import KLE first"))
	}
	return b, nil
}

// make opens the data directory and makes it when it is not there.
func (m *miljoe) make(ctx context.Context) (*bro, error) {
	if m.opened != nil {
		return m.opened, nil
	}
	if err := os.MkdirAll(filepath.Join(m.data, filepath.Dir(masterFile)), 0o700); err != nil {
		return nil, fmt.Errorf("make data directory: %w", err)
	}
	ring, db, err := m.aabn(ctx)
	if err != nil {
		return nil, err
	}
	process, err := nyProces(m.data)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	b := &bro{db: db, ring: ring, proces: process, aftaler: &aftalebog{db: db}, index: &index.Index{Store: db, Ring: ring, Nu: m.Nu}, laeser: &index.Index{Store: db.Laeser(), Ring: ring, Nu: m.Nu}}
	b.index.Besked, b.laeser.Besked = b.besked, b.besked
	m.opened = b
	if b.kommune, err = m.chooseKommune(ctx, db); err != nil {
		return nil, err
	}
	if b.noegler, err = ring.Kommune(b.kommune); err != nil {
		return nil, err
	}
	b.revisor = &revisor{db: db, kommune: b.kommune, noegler: b.noegler}
	if err := b.proevEgenNoegle(ctx, m.data); err != nil {
		return nil, err
	}
	return b, nil
}

// aabn opens keys and database, the file only once its keys are there, the server before keys are made that it may have been sealed
// with others than.
func (m *miljoe) aabn(ctx context.Context) (*seal.Ring, datalager, error) {
	d := m.database()
	if d.egen() {
		ring, err := openRing(m.data, d.findes())
		if err != nil {
			return nil, nil, err
		}
		db, err := d.aabn(ctx)
		return ring, db, err
	}
	db, err := d.aabn(ctx)
	if err != nil {
		return nil, nil, err
	}
	known, err := db.Kommuner(ctx)
	if err == nil {
		var ring *seal.Ring
		if ring, err = openRing(m.data, len(known) > 0); err == nil {
			return ring, db, nil
		}
	}
	return nil, nil, errors.Join(err, db.Close())
}

func (m *miljoe) close() {
	if m.opened != nil {
		_ = m.opened.db.Close()
		m.opened.proces.slut()
	}
}

// chooseKommune takes the municipality named, else the only one there is, else Korsbæk with a line that says so.
func (m *miljoe) chooseKommune(ctx context.Context, db datalager) (oio.CVR, error) {
	if m.kommune != "" {
		kommune, err := oio.ParseCVR(m.kommune)
		if err != nil {
			return "", inputError("--kommune: %w", err)
		}
		return kommune, nil
	}
	known, err := db.Kommuner(ctx)
	if err != nil {
		return "", err
	}
	switch len(known) {
	case 0:
		_, _ = fmt.Fprintf(m.Stderr, "municipality: %s (Korsbæk), since --kommune names no other\n", oio.Korsbaek)
		return oio.Korsbaek, nil
	case 1:
		return known[0], nil
	}
	return "", inputError("there are %d municipalities; name one with --kommune CVR", len(known))
}

// politik is the municipality's policy. Korsbæk has the official test identities until someone chooses others.
func (b *bro) politik(ctx context.Context) (politik.Politik, error) {
	return b.db.Politik(ctx, b.kommune)
}

// exporter wires the engine to the indexes the policy names, at the pace that is agreed.
func (b *bro) exporter(m *miljoe) *export.Exporter {
	target, day := &maal{b: b, m: m}, b.aftalt(m)
	return &export.Exporter{
		Store: b.db, Kommune: b.kommune, Noegler: b.noegler, SDI: target, YDI: target, Samlet: target.samlet, Nu: m.Nu, Holder: b.proces.navn, Doed: b.proces.doed,
		FartSDI: b.fart(m, day, oio.ArtSag), FartYDI: b.fart(m, day, oio.ArtBevilling), Arbejdere: 2,
		Traengsel: func() bool { return b.db.Traengsel(b.kommune) },
		Graense: func(ctx context.Context) (export.Graense, error) {
			p, err := b.politik(ctx)
			return export.Graense{Procent: p.Procent, Borgere: p.Borgere}, err
		},
	}
}

// eksporter works until nothing is left to send.
func (b *bro) eksporter(ctx context.Context, m *miljoe) (export.Fremgang, error) {
	x := b.exporter(m)
	return levende(ctx, x, x.Run)
}

func (m *miljoe) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(m.Stdout, format, args...)
}

// printJSON writes one value as one line.
func (m *miljoe) printJSON(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	m.printf("%s\n", b)
	return nil
}

// af is who decides: named, else the user of this machine. The name is kept and shown, so no CPR number may stand in it.
func af(named string) string {
	for _, name := range []string{named, os.Getenv("USER"), os.Getenv("LOGNAME")} {
		if strings.TrimSpace(name) != "" {
			return oio.MaskCPR(strings.TrimSpace(name))
		}
	}
	return "ukendt"
}
