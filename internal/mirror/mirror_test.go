package mirror_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/store/sqlite"
)

var (
	bg   = context.Background()
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

// world is one database file that may be closed and opened again, with a municipality of its own for whoever wants one.
type world struct {
	path string
	db   *sqlite.DB
	ring *seal.Ring
	last atomic.Int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{path: filepath.Join(t.TempDir(), "x.db"), ring: ring}
	w.restart(t)
	t.Cleanup(func() { _ = w.db.Close() })
	return w
}

type fatal interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func (w *world) restart(t fatal) {
	t.Helper()
	if w.db != nil {
		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sqlite.Open(bg, w.path, sqlite.Options{CacheMiB: 2})
	if err != nil {
		t.Fatal(err)
	}
	w.db = db
}

func (w *world) kommune() oio.CVR { return oio.CVR(fmt.Sprint(20_000_000 + w.last.Add(1))) }

func (w *world) loader(t fatal, kommune oio.CVR) *mirror.Loader {
	t.Helper()
	keys, err := w.ring.Kommune(kommune)
	if err != nil {
		t.Fatal(err)
	}
	return &mirror.Loader{Store: w.db, Kommune: kommune, Noegler: keys, Nu: func() time.Time { return noon }}
}

// seen is what the mirror has of one object.
type seen struct {
	mirror.Kendt
	Linje string
}

// look reads a mirror back: everything known of the ids, lines opened, and the counts of cases and grants.
func (w *world) look(t fatal, kommune oio.CVR, ids ...string) (map[string]seen, [2]int) {
	t.Helper()
	keys, err := w.ring.Kommune(kommune)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]seen{}
	err = w.db.WriteMirror(bg, kommune, func(tx mirror.Tx) error {
		for _, typ := range types {
			known, err := tx.Kendte(bg, typ, ids)
			if err != nil {
				return err
			}
			kept, err := tx.Linjer(bg, typ, ids)
			if err != nil {
				return err
			}
			for id, k := range known {
				line := kept[id]
				if line != nil && (typ == eoj.TypeSag || typ == eoj.TypeBevilling) {
					if line, err = keys.Open(line, mirror.Context(typ, id)); err != nil {
						return err
					}
				}
				found[string(typ)+" "+id] = seen{k, string(line)}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	stand, err := w.db.Stand(bg, kommune)
	if err != nil {
		t.Fatal(err)
	}
	return found, [2]int{stand.Sager, stand.Bevillinger}
}

// kept is what the mirror keeps of a line: stamdata only what was understood, the rest as it came.
func kept(line string) string {
	post, err := eoj.ParseLinje([]byte(line))
	if err != nil {
		return line
	}
	if reduced, err := eoj.Stamlinje(post); err == nil {
		return string(reduced)
	}
	return line
}

var types = []eoj.Type{eoj.TypeSagstype, eoj.TypeYdelse, eoj.TypeEnhed, eoj.TypeSag, eoj.TypeBevilling}

// line writes a whole line; what distinguishes one content from another.
func line(t eoj.Type, id string, version int, what string) string {
	head := fmt.Sprintf(`{"type":%q,"id":%q,"version":%d,`, t, id, version)
	switch t {
	case eoj.TypeSagstype, eoj.TypeEnhed:
		return head + fmt.Sprintf(`"navn":"Navn %s"}`, what)
	case eoj.TypeYdelse:
		return head + fmt.Sprintf(`"navn":"Navn %s","sagstype":"st"}`, what)
	case eoj.TypeSag:
		return head + fmt.Sprintf(`"sagstype":"st","enhed":"en","cpr":"7105500001","oprettet":"2024-01-03","titel":"%s"}`, what)
	}
	return head + fmt.Sprintf(`"sag":"a","ydelse":"yd","fra":"2024-01-10","maengde":"%s"}`, what)
}

func slet(t eoj.Type, id string, version int) string {
	return fmt.Sprintf(`{"type":"slet","objekt":%q,"id":%q,"version":%d}`, t, id, version)
}

type change struct {
	Type     eoj.Type
	ID       string
	Version  int
	Deletion bool
}

func (c change) String() string {
	if c.Deletion {
		return slet(c.Type, c.ID, c.Version)
	}
	return line(c.Type, c.ID, c.Version, fmt.Sprint("version ", c.Version))
}

var changes = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) change {
	return change{rapid.SampledFrom(types).Draw(t, "type"), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "id"),
		rapid.IntRange(0, 4).Draw(t, "version"), rapid.SampledFrom([]bool{false, false, true}).Draw(t, "deletion")}
}), 0, 30)

// expected is the mirror by its definition, worked out without order: for a case or grant the highest version wins and a
// deletion wins a tie; stamdata keep their newest line and the newest deletion side by side.
func expected(all []change) (map[string]seen, [2]int) {
	newest := map[string][2]int{}
	lines := map[string]string{}
	for _, c := range all {
		key := string(c.Type) + " " + c.ID
		n, known := newest[key]
		if !known {
			n = [2]int{-1, -1}
		}
		if c.Deletion {
			n[1] = max(n[1], c.Version)
		} else if c.Version > n[0] {
			n[0], lines[key] = c.Version, c.String()
		}
		newest[key] = n
	}
	want := map[string]seen{}
	var count [2]int
	for key, n := range newest {
		s := seen{mirror.Kendt{Version: int64(n[0]), Slettet: int64(n[1])}, kept(lines[key])}
		typ, _, _ := strings.Cut(key, " ")
		if typ == "sag" || typ == "bevilling" {
			if n[1] >= n[0] {
				s = seen{mirror.Kendt{Version: int64(n[1]), Slettet: int64(n[1])}, ""}
			} else {
				s.Slettet = -1
				count[len(typ)/9]++ // "bevilling" has nine letters
			}
		}
		want[key] = s
	}
	return want, count
}

func TestMirrorDependsOnTheLinesNeverOnTheirOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		all := changes.Draw(t, "changes")
		want, wantCount := expected(all)
		feed := slices.Clone(all)
		if len(all) > 0 {
			feed = append(feed, rapid.SliceOfN(rapid.SampledFrom(all), 0, 10).Draw(t, "sent twice")...)
			feed = rapid.Permutation(feed).Draw(t, "order")
		}
		kommune := w.kommune()
		var sum mirror.Sum
		for rest := feed; len(rest) > 0; {
			n := rapid.IntRange(min(6, len(rest)), len(rest)).Draw(t, "load")
			l := w.loader(t, kommune)
			l.Batch = rapid.SampledFrom([]int{1, 4, 7, 100}).Draw(t, "batch")
			load := l.Load
			if rapid.Bool().Draw(t, "strict") {
				load = l.LoadStrict
			}
			part, err := load(bg, feedOf(rest[:n]))
			if err != nil {
				t.Fatal(err)
			}
			if part.Linjer != n || part.Taget+part.Gentaget+part.Aeldre != n {
				t.Fatalf("of %d lines: %+v", n, part)
			}
			sum.Taget += part.Taget
			rest = rest[n:]
			if rapid.IntRange(0, 5).Draw(t, "restart") == 3 {
				w.restart(t)
			}
		}
		got, count := w.look(t, kommune, "a", "b")
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("mirror\n got %+v\nwant %+v", got, want)
		}
		if count != wantCount {
			t.Fatalf("counts %v, want %v", count, wantCount)
		}
		again, err := w.loader(t, kommune).Load(bg, feedOf(all))
		if err != nil || again.Taget != 0 || again.Afvigende != 0 {
			t.Fatalf("the same feed again: %+v, %v", again, err)
		}
	})
}

func feedOf(all []change) io.Reader {
	var b strings.Builder
	for _, c := range all {
		b.WriteString(c.String() + "\n")
	}
	return strings.NewReader(b.String())
}

func feed(lines ...string) io.Reader { return strings.NewReader(strings.Join(lines, "\n") + "\n") }

// outcomes loads a feed and gives the outcome of each line.
func outcomes(t *testing.T, l *mirror.Loader, lines ...string) []mirror.Udfald {
	t.Helper()
	var all []mirror.Udfald
	l.Linje = func(r mirror.Linje) {
		all = append(all, r.Udfald)
		if (r.Fejl != nil) != (r.Udfald == mirror.Afvist || r.Udfald == mirror.Afvigende) {
			t.Errorf("line %d is %s with reason %v", r.Nr, r.Udfald, r.Fejl)
		}
	}
	if _, err := l.Load(bg, feed(lines...)); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAnotherContentOfAKnownVersionIsReportedAndTheFirstKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const taken, repeated, older, other = mirror.Taget, mirror.Gentaget, mirror.Aeldre, mirror.Afvigende
	for _, typ := range types {
		one, two, mad := line(typ, "a", 1, "one"), line(typ, "a", 2, "two"), line(typ, "a", 2, "mad")
		spaced := strings.Replace(two, `,"version"`, `, "version"`, 1)
		deletion := taken
		afterDeletion := repeated
		if typ == eoj.TypeSag || typ == eoj.TypeBevilling {
			afterDeletion = older // the deletion wins the tie
		}
		for name, c := range map[string]struct {
			lines []string
			want  []mirror.Udfald
			kept  string
		}{
			"at once":                      {[]string{two, mad, two, one}, []mirror.Udfald{taken, other, repeated, older}, two},
			"repeated over an older":       {[]string{one, two, two, mad}, []mirror.Udfald{taken, taken, repeated, other}, two},
			"written with another spacing": {[]string{two, spaced}, []mirror.Udfald{taken, repeated}, two},
			"repeated beside its deletion": {[]string{two, slet(typ, "a", 2), slet(typ, "a", 2), two}, []mirror.Udfald{taken, deletion, repeated, afterDeletion}, ""},
		} {
			for _, batch := range []int{1, 2, 100} {
				kommune := w.kommune()
				l := w.loader(t, kommune)
				l.Batch = batch
				if got := outcomes(t, l, c.lines...); !slices.Equal(got, c.want) {
					t.Errorf("%s, %s, batches of %d: %v, want %v", typ, name, batch, got, c.want)
				}
				if found, _ := w.look(t, kommune, "a"); c.kept != "" && found[string(typ)+" a"].Linje != kept(c.kept) {
					t.Errorf("%s, %s, batches of %d: kept %s", typ, name, batch, found[string(typ)+" a"].Linje)
				}
			}
		}
	}
}

func TestR096_DeletedInTheSourceIsGoneUntilAHigherVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, typ := range []eoj.Type{eoj.TypeSag, eoj.TypeBevilling} {
		kommune := w.kommune()
		key := string(typ) + " a"
		for _, step := range []struct {
			line string
			want seen
		}{
			{line(typ, "a", 3, "x"), seen{mirror.Kendt{Version: 3, Slettet: -1}, kept(line(typ, "a", 3, "x"))}},
			{slet(typ, "a", 2), seen{mirror.Kendt{Version: 3, Slettet: -1}, kept(line(typ, "a", 3, "x"))}},
			{slet(typ, "a", 3), seen{mirror.Kendt{Version: 3, Slettet: 3}, ""}},
			{line(typ, "a", 3, "x"), seen{mirror.Kendt{Version: 3, Slettet: 3}, ""}},
			{slet(typ, "a", 5), seen{mirror.Kendt{Version: 5, Slettet: 5}, ""}},
			{line(typ, "a", 4, "x"), seen{mirror.Kendt{Version: 5, Slettet: 5}, ""}},
			{line(typ, "a", 6, "y"), seen{mirror.Kendt{Version: 6, Slettet: -1}, kept(line(typ, "a", 6, "y"))}},
		} {
			outcomes(t, w.loader(t, kommune), step.line)
			if found, _ := w.look(t, kommune, "a"); found[key] != step.want {
				t.Errorf("after %s: %+v, want %+v", step.line, found[key], step.want)
			}
		}
	}
}

func TestStrictLoadTakesNothingAndListsEveryBadLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, batch := range []int{1, 2, 100} {
		kommune := w.kommune()
		l := w.loader(t, kommune)
		l.Batch = batch
		var bad []int
		l.Linje = func(r mirror.Linje) {
			if r.Udfald == mirror.Afvist {
				bad = append(bad, r.Nr)
			}
		}
		sum, err := l.LoadStrict(bg, feed(line(eoj.TypeSag, "a", 1, "x"), "wrong", line(eoj.TypeSag, "b", 1, "x"), "", `{"type":"sag"}`, slet(eoj.TypeSag, "a", 2), "{"))
		if !errors.Is(err, mirror.ErrStrict) || sum.Taget != 0 || sum.Afvist != 3 || sum.Linjer != 6 {
			t.Fatalf("%+v, %v", sum, err)
		}
		if !slices.Equal(bad, []int{2, 5, 7}) {
			t.Errorf("bad lines %v", bad)
		}
		if found, count := w.look(t, kommune, "a", "b"); len(found) != 0 || count != [2]int{} {
			t.Errorf("taken all the same: %v, %v", found, count)
		}
		if when, err := w.db.SidstIndlaest(bg, kommune); err != nil || !when.IsZero() {
			t.Errorf("noted as a load: %v, %v", when, err)
		}
	}
}

func TestBadLinesAreSetAsideAndTheRestTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b, c := line(eoj.TypeSag, "a", 1, "x"), line(eoj.TypeSag, "b", 1, "x"), line(eoj.TypeSag, "c", 1, "x")
	tooLong := `{"type":"sag","id":"b","version":9,"titel":"` + strings.Repeat("x", eoj.MaxLinje) + `"}`
	for name, s := range map[string]struct {
		feed string
		bad  []int
		sum  mirror.Sum
	}{
		"whole":             {a + "\n" + b + "\n" + c + "\n", nil, mirror.Sum{Linjer: 3, Taget: 3}},
		"no final newline":  {a + "\n" + b + "\n" + c, nil, mirror.Sum{Linjer: 3, Taget: 3}},
		"CRLF":              {a + "\r\n" + b + "\r\n" + c + "\r\n", nil, mirror.Sum{Linjer: 3, Taget: 3}},
		"byte order mark":   {"\ufeff" + a + "\n" + b + "\n" + c, nil, mirror.Sum{Linjer: 3, Taget: 3}},
		"blank lines":       {"\n\n" + a + "\n  \t\n" + b + "\n\r\n" + c + "\n\n", nil, mirror.Sum{Linjer: 3, Taget: 3}},
		"invalid UTF-8":     {a + "\n{\"id\":\"\xff\"}\n" + b + "\n" + c, []int{2}, mirror.Sum{Linjer: 4, Taget: 3, Afvist: 1}},
		"too long":          {a + "\n" + tooLong + "\n" + b + "\n" + c, []int{2}, mirror.Sum{Linjer: 4, Taget: 3, Afvist: 1}},
		"too long, the end": {a + "\n" + b + "\n" + c + "\n" + tooLong, []int{4}, mirror.Sum{Linjer: 4, Taget: 3, Afvist: 1}},
		"half a line":       {a + "\n" + b + "\n" + c + "\n" + a[:40], []int{4}, mirror.Sum{Linjer: 4, Taget: 3, Afvist: 1}},
		"two on one line":   {a + a + "\n" + a + "\n\n" + b + "\n" + c, []int{1}, mirror.Sum{Linjer: 4, Taget: 3, Afvist: 1}},
	} {
		kommune := w.kommune()
		l := w.loader(t, kommune)
		l.Batch = 2
		var bad []int
		l.Linje = func(r mirror.Linje) {
			if r.Udfald == mirror.Afvist {
				bad = append(bad, r.Nr)
			}
		}
		sum, err := l.Load(bg, strings.NewReader(s.feed))
		if err != nil || sum != s.sum || !slices.Equal(bad, s.bad) {
			t.Errorf("%s: %+v, bad %v, %v; want %+v, bad %v", name, sum, bad, err, s.sum, s.bad)
		}
		if found, _ := w.look(t, kommune, "a", "b", "c"); found["sag a"].Linje != a || found["sag b"].Linje != b || found["sag c"].Linje != c {
			t.Errorf("%s: mirror has %v", name, found)
		}
	}
	empty := w.kommune()
	if sum, err := w.loader(t, empty).Load(bg, strings.NewReader("")); err != nil || sum != (mirror.Sum{}) {
		t.Errorf("an empty feed: %+v, %v", sum, err)
	}
	if when, err := w.db.SidstIndlaest(bg, empty); err != nil || !when.Equal(noon) {
		t.Errorf("a load is noted at %v, %v", when, err)
	}
}

// brokenAt gives a feed whose connection breaks after n bytes.
type brokenAt struct {
	r io.Reader
	n int
}

var errBroken = errors.New("connection reset")

func (b *brokenAt) Read(p []byte) (int, error) {
	if b.n == 0 {
		return 0, errBroken
	}
	n, err := b.r.Read(p[:min(len(p), b.n)])
	b.n -= n
	return n, err
}

func TestAnInterruptedLoadIsFinishedBySendingItAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var all []change
	for i := range 12 {
		all = append(all, change{types[i%5], "a", i / 5, false})
	}
	text, err := io.ReadAll(feedOf(all))
	if err != nil {
		t.Fatal(err)
	}
	want, wantCount := expected(all)
	for cut := 0; cut < len(text); cut += 97 {
		kommune := w.kommune()
		l := w.loader(t, kommune)
		l.Batch = 3
		if _, err := l.Load(bg, &brokenAt{bytes.NewReader(text), cut}); !errors.Is(err, errBroken) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if _, err := l.Load(bg, bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		if got, count := w.look(t, kommune, "a"); !reflect.DeepEqual(got, want) || count != wantCount {
			t.Fatalf("cut at %d: %v, want %v", cut, got, want)
		}
	}
}

func TestACancelledLoadEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kommune := w.kommune()
	ctx, cancel := context.WithCancel(bg)
	l := w.loader(t, kommune)
	l.Batch = 1
	l.Fremgang = func(mirror.Sum) { cancel() }
	if _, err := l.Load(ctx, endless{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want that it was cancelled", err)
	}
}

// endless is a feed without end.
type endless struct{}

var endlessLine = []byte(line(eoj.TypeSagstype, "a", 1, "x") + "\n")

func (endless) Read(p []byte) (int, error) {
	n := len(p) / len(endlessLine) * len(endlessLine)
	for i := 0; i < n; i += len(endlessLine) {
		copy(p[i:], endlessLine)
	}
	return n, nil
}

func TestAStreamedFeedIsAnsweredWhileTheSenderPauses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in, out := io.Pipe()
	answered := make(chan mirror.Linje, 2)
	l := w.loader(t, w.kommune())
	l.Straks = true
	l.Linje = func(r mirror.Linje) { answered <- r }
	done := make(chan error, 1)
	go func() {
		_, err := l.Load(bg, in)
		done <- err
	}()
	for i, id := range []string{"a", "b"} {
		if _, err := io.WriteString(out, line(eoj.TypeSag, id, 1, "x")+"\n"); err != nil {
			t.Fatal(err)
		}
		if r := <-answered; r.Nr != i+1 || r.Udfald != mirror.Taget { // comes although the next line has not been sent
			t.Fatalf("answer %+v", r)
		}
	}
	_ = out.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestNothingReadableOfACitizenRestsInTheMirror(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kommune := w.kommune()
	outcomes(t, w.loader(t, kommune), line(eoj.TypeSag, "a", 1, "hemmelig"), line(eoj.TypeBevilling, "b", 1, "hemmelig"))
	rows, err := w.db.AendredeSager(bg, kommune, 0, 9, 9)
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	grants, err := w.db.AendredeBevillinger(bg, kommune, 0, 9, 9)
	if err != nil || len(grants) != 1 {
		t.Fatal(grants, err)
	}
	for _, sealed := range [][]byte{rows[0].Linje, grants[0].Linje} {
		if bytes.Contains(sealed, []byte("7105500001")) || bytes.Contains(sealed, []byte("hemmelig")) {
			t.Error("a line rests unsealed")
		}
	}
	keys, err := w.ring.Kommune(w.kommune())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keys.Open(rows[0].Linje, mirror.Context(eoj.TypeSag, "a")); err == nil {
		t.Error("another municipality's key opens it")
	}
}
