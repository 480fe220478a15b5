package postgres_test

import (
	"context"
	"testing"

	"golang.org/x/sync/errgroup"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

// TestWhatIsBelievedNewAndIsNotEndsTheSame writes lines as new that are there, as known that are not, and objects from four sides at once: what
// is copied in for speed is kept as it would be without.
func TestWhatIsBelievedNewAndIsNotEndsTheSame(t *testing.T) {
	t.Parallel()
	db := open(t, address(t))
	t.Cleanup(func() { _ = db.Close() })
	ctx := context.Background()
	line := func(nr int64, grund projection.Grund) export.Post {
		return export.Post{Art: oio.ArtSag, Nr: nr, UUID: oio.UUID{15: byte(nr)}, Grund: grund, Sagstype: "st", Siden: nr}
	}
	for step, posts := range [][]export.Post{
		{line(1, projection.IKoe), line(2, projection.IKoe)},
		{line(2, projection.Sendes), line(3, projection.IKoe)}, // 2 is there
		{line(1, projection.Sendes), line(4, projection.Sendes), line(5, projection.Sendes)},
	} {
		fresh := []int{2, 2, 0}[step] // in the end 4 and 5 are not there
		if err := db.Skriv(ctx, oio.Korsbaek, posts, nil, export.Skrivning{Nye: fresh}); err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
	}
	got, err := db.Poster(ctx, oio.Korsbaek, oio.ArtSag, []int64{1, 2, 3, 4, 5})
	if err != nil || len(got) != 5 {
		t.Fatalf("%d lines, want 5 (%v)", len(got), err)
	}
	for nr, want := range map[int64]projection.Grund{1: projection.Sendes, 2: projection.Sendes, 3: projection.IKoe, 4: projection.Sendes, 5: projection.Sendes} {
		if got[nr] != line(nr, want) {
			t.Errorf("line %d is %+v, want %+v", nr, got[nr], line(nr, want))
		}
	}

	const objects, sides = 400, 4 // the last is 0x18f
	var all errgroup.Group
	for side := range sides {
		all.Go(func() error {
			rows := make([]index.Raekke, objects)
			for i := range rows {
				rows[i] = index.Raekke{Art: oio.ArtSag, UUID: oio.UUID{byte(i), byte(i >> 8), 15: 1}, Borger: oio.Borgernoegle{1}, KLE: "27.35.04", Aftryk: seal.Aftryk{byte(side + 1)}, Indhold: []byte{byte(side)}}
			}
			return db.GemObjekter(ctx, oio.Korsbaek, rows, nil)
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, id := range []oio.UUID{{15: 1}, {0x8f, 1, 15: 1}} {
		history, err := db.Registreringer(ctx, oio.Korsbaek, oio.ArtSag, id)
		if err != nil || len(history) != sides {
			t.Errorf("%d registrations, want one from each of %d sides (%v)", len(history), sides, err)
		}
	}
}
