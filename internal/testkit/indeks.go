// Package testkit is what tests of the whole program share: a look into the embedded index of a data directory from outside,
// and a writer that a test can wait on. Only tests import it.
//
// It reads what was stored through the store and the keys, never through the exporter, so that what it finds is not the
// exporter's own opinion. It changes nothing.
package testkit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"time"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/store"
	"indeksbro/internal/store/postgres"
	"indeksbro/internal/store/sqlite"
)

// Indeks is the embedded index of a data directory.
type Indeks struct {
	db      store.Store
	index   *index.Index
	kommune oio.CVR
}

// Open opens the index of the only municipality in a data directory, or of Korsbæk where there is none yet.
func Open(ctx context.Context, dir string) (*Indeks, error) {
	return open(ctx, dir, func() (store.Store, error) {
		return sqlite.Open(ctx, filepath.Join(dir, "indeksbro.db"), sqlite.Options{})
	})
}

func open(ctx context.Context, dir string, database func() (store.Store, error)) (*Indeks, error) {
	master, err := os.ReadFile(filepath.Join(dir, "keys", "master.key"))
	if err != nil {
		return nil, fmt.Errorf("look into index: %w", err)
	}
	ring, err := seal.NewRing(master)
	if err != nil {
		return nil, fmt.Errorf("look into index: %w", err)
	}
	db, err := database()
	if err != nil {
		return nil, fmt.Errorf("look into index: %w", err)
	}
	x := &Indeks{db: db, index: &index.Index{Store: db, Ring: ring, Nu: time.Now}, kommune: oio.Korsbaek}
	known, err := db.Kommuner(ctx)
	if err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("look into index: %w", err)
	}
	if len(known) == 1 {
		x.kommune = known[0]
	}
	return x, nil
}

// Close ends the look.
func (x *Indeks) Close() error { return x.db.Close() }

// page is how many objects are read at a time.
const page = 5_000

// Each calls yield for every object, by UUID.
func (x *Indeks) Each(ctx context.Context, yield func(oio.Objekt) error) error {
	for after := (oio.UUID{}); ; {
		found, err := x.index.Soeg(ctx, x.kommune, index.Soegning{Efter: after, Antal: page})
		if err != nil {
			return fmt.Errorf("look into index: %w", err)
		}
		for _, f := range found {
			if err := yield(f.Objekt); err != nil {
				return err
			}
			after = f.Objekt.Identitet()
		}
		if len(found) < page {
			return nil
		}
	}
}

// Lines gives every object as one line in canonical form, its kind in front and its CPR number replaced by [CPR]: cases before
// grants, each by the number people use.
func (x *Indeks) Lines(ctx context.Context) ([]string, error) {
	type line struct{ order, text string }
	var lines []line
	err := x.Each(ctx, func(o oio.Objekt) error {
		content, err := oio.Canonical(o)
		if err != nil {
			return err
		}
		order := "1 "
		switch o := o.(type) {
		case *oio.Sag:
			order = "0 " + o.Noegle
		case *oio.Bevilling:
			order += o.Noegle
		}
		lines = append(lines, line{order, o.ObjektArt().String() + " " + oio.MaskCPR(string(content))})
		return nil
	})
	sort.Slice(lines, func(i, j int) bool { return lines[i].order < lines[j].order })
	texts := make([]string, len(lines))
	for i := range lines {
		texts[i] = lines[i].text
	}
	return texts, err
}

// Hash is one sum over every object as it rests, by UUID, with how many there are: its canonical form, unsealed, and the columns
// it is found by. Two indexes with the same hash hold the same, whatever their keys, and whenever and in which order they got it.
func (x *Indeks) Hash(ctx context.Context) (hash string, objects int, err error) {
	keys, err := x.index.Ring.Kommune(x.kommune)
	if err != nil {
		return "", 0, fmt.Errorf("look into index: %w", err)
	}
	sum := sha256.New()
	for after, n := (oio.UUID{}), page; n == page; {
		n = 0
		err := x.db.SoegObjekter(ctx, x.kommune, index.Soegning{Efter: after, Antal: page}, func(r index.Raekke) error {
			content, err := keys.Open(r.Indhold, "indeks/"+r.UUID.String()) // what package index binds it to
			if err != nil {
				return err
			}
			after = r.UUID
			n++
			_, err = fmt.Fprintf(sum, "%s %d %s %s %s %s %d %d %s\n", r.UUID, r.Art, r.KLE, r.Enhed, r.System, r.Sag, r.Fra, r.Til, content)
			return err
		})
		if err != nil {
			return "", 0, fmt.Errorf("look into index: %w", err)
		}
		objects += n
	}
	return hex.EncodeToString(sum.Sum(nil)), objects, nil
}

// HashI is HashOf of a PostgreSQL with the keys of a data directory.
func HashI(ctx context.Context, dir, url string) (hash string, objects int, err error) {
	x, err := open(ctx, dir, func() (store.Store, error) { return postgres.Open(ctx, url, postgres.Options{}) })
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = x.Close() }()
	return x.Hash(ctx)
}

// HashOf opens a data directory for one Hash.
func HashOf(ctx context.Context, dir string) (hash string, objects int, err error) {
	x, err := Open(ctx, dir)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = x.Close() }()
	return x.Hash(ctx)
}
