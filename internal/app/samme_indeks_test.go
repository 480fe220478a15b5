package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"indeksbro/internal/generate"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
)

// TestShuffledDoubledBrokenFeedGivesTheSameIndex loads a clean feed in order, and the same feed shuffled, every tenth line
// doubled and one in a hundred broken. Exactly the broken lines are listed, and the indexes are equal to the last letter.
func TestShuffledDoubledBrokenFeedGivesTheSameIndex(t *testing.T) {
	t.Parallel()
	t.Run("600 citizens", func(t *testing.T) {
		t.Parallel()
		shuffled(t, 600)
	})
	if !testing.Short() {
		t.Run("20,000 citizens", func(t *testing.T) {
			t.Parallel()
			shuffled(t, 20_000)
		})
	}
}

// result is what one load and export came to.
type result struct {
	code    int
	sum     mirror.Sum
	bad     []int
	hash    string
	objects int
}

func shuffled(t *testing.T, citizens int) {
	o := generate.Options{Borgere: citizens, Seed: 7, Kommune: oio.Korsbaek}
	cleanDir, brokenDir := t.TempDir(), t.TempDir()
	var clean, mishandled result
	var broken []int
	group, ctx := errgroup.WithContext(t.Context())
	group.Go(func() (err error) {
		clean, err = loadAndExport(ctx, cleanDir, o, func(w io.Writer) error { return generate.Feed(w, o) })
		return err
	})
	group.Go(func() (err error) {
		mishandled, err = loadAndExport(ctx, brokenDir, o, func(w io.Writer) error {
			_, err := pipe(func(feed io.Writer) error { return generate.Feed(feed, o) }, func(feed io.Reader) (_ struct{}, err error) {
				broken, err = generate.Mishandle(w, feed, 11)
				return struct{}{}, err
			})
			return err
		})
		return err
	})
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}

	if clean.code != exitDone || len(clean.bad) > 0 || clean.sum.Taget != clean.sum.Linjer {
		t.Errorf("clean feed: exit code %d, %+v, bad lines %v; want all taken", clean.code, clean.sum, clean.bad)
	}
	if mishandled.code != exitFindings {
		t.Errorf("mishandled feed: exit code %d, want 1", mishandled.code)
	}
	slices.Sort(mishandled.bad)
	if diff := cmp.Diff(broken, mishandled.bad); diff != "" {
		t.Errorf("the lines listed are not the broken ones (-broken +listed):\n%s", diff)
	}
	if mishandled.sum.Afvist != len(broken) || mishandled.sum.Afvigende != 0 {
		t.Errorf("mishandled feed: %+v, want %d refused and nothing else amiss", mishandled.sum, len(broken))
	}
	if least := 2 * citizens; clean.objects < least {
		t.Errorf("the index has %d objects, want at least %d", clean.objects, least)
	}
	if clean.hash != mishandled.hash || clean.objects != mishandled.objects {
		t.Errorf("the indexes differ: %d objects with hash %s, and %d with %s", clean.objects, clean.hash, mishandled.objects, mishandled.hash)
	}
	was, is := adderOp(t, cleanDir), adderOp(t, brokenDir)
	if diff := cmp.Diff(was, is); diff != "" {
		t.Errorf("the counts differ (-clean +mishandled):\n%s", diff)
	}
	t.Logf("%d objects, %d of %d lines broken", clean.objects, len(broken), mishandled.sum.Linjer)
}

// loadAndExport takes a feed through the real commands into a new installation.
func loadAndExport(ctx context.Context, dir string, o generate.Options, feed func(io.Writer) error) (result, error) {
	var r result
	if err := goerKlar(ctx, dir, o); err != nil {
		return r, err
	}
	text, err := pipe(feed, func(in io.Reader) (string, error) {
		code, out, errs := kald(ctx, in, dir, "eoj", "load", "-", "--json")
		if r.code = code; code > exitFindings {
			return "", fmt.Errorf("eoj load: exit code %d: %s", code, errs)
		}
		return out, nil
	})
	if err != nil {
		return r, err
	}
	var told struct {
		Sum            mirror.Sum
		DaarligeLinjer []badLine
	}
	if err := json.Unmarshal([]byte(text), &told); err != nil {
		return r, fmt.Errorf("eoj load --json: %w", err)
	}
	r.sum = told.Sum
	for _, line := range told.DaarligeLinjer {
		r.bad = append(r.bad, line.Linje)
	}
	if code, _, errs := kald(ctx, bytes.NewReader(nil), dir, "export", "run", "--once"); code != exitDone {
		return r, fmt.Errorf("export run: exit code %d: %s", code, errs)
	}
	r.hash, r.objects, err = testkit.HashOf(ctx, dir)
	return r, err
}

// TestTheHashTellsIndexesApart keeps the comparison above honest: other keys give the same hash, one grant less or the
// changes of a day another.
func TestTheHashTellsIndexesApart(t *testing.T) {
	t.Parallel()
	o := generate.Options{Borgere: 10, Seed: 7, Kommune: oio.Korsbaek}
	hash := func(extra string) (string, string) {
		dir := t.TempDir()
		r, err := loadAndExport(t.Context(), dir, o, func(w io.Writer) error {
			if err := generate.Feed(w, o); err != nil {
				return err
			}
			_, err := io.WriteString(w, extra)
			return err
		})
		if err != nil || r.code != exitDone || r.objects < 20 {
			t.Fatalf("load: %+v, %v", r, err)
		}
		return r.hash, dir
	}
	plain, dir := hash("")
	if again, _ := hash(""); again != plain {
		t.Error("the same feed in another installation gives another hash")
	}
	x, err := testkit.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = x.Close() }()
	lines, err := x.Lines(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	grant := regexp.MustCompile(`^bevilling .*"noegle":"(b-\d+)"`).FindStringSubmatch(lines[len(lines)-1])
	if grant == nil {
		t.Fatal("the last line of the index is no grant")
	}
	if less, _ := hash(`{"type":"slet","objekt":"bevilling","id":"` + grant[1] + `","version":99}` + "\n"); less == plain {
		t.Error("one grant less gives the same hash")
	}
	if later, _ := hash(string(generate.Aendringer(o, 1))); later == plain {
		t.Error("the changes of a day give the same hash")
	}
}
