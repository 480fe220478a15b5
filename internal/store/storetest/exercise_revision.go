package storetest

import (
	"crypto/hmac"
	"crypto/sha256"
	"sync"
	"testing"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/revision"
	"indeksbro/internal/store"
)

// Noegle is a key of an audit log for tests.
func Noegle(content []byte) [32]byte {
	mac := hmac.New(sha256.New, []byte("test"))
	mac.Write(content)
	return [32]byte(mac.Sum(nil))
}

func lookup(who string, whom byte, minutes int) revision.Post {
	return revision.Post{Tid: noon.Add(time.Duration(minutes) * time.Minute), Hvem: who, Borger: citizen(whom), Hvad: "borger",
		Indhold: revision.Indhold{Gruppe: "Visitator", Formaal: "opringning", Fra: "192.0.2.1", Objekter: []oio.UUID{{15: whom}}}}
}

func numbers(entries []revision.Post) []int64 {
	out := []int64{}
	for _, e := range entries {
		out = append(out, e.Nr)
	}
	return out
}

func holds(t *testing.T, s store.Store, kommune oio.CVR, entries int64) {
	t.Helper()
	found := must(s.ProevRevision(bg, kommune, Noegle))(t)
	if found.Brud != nil || found.Antal != entries {
		t.Errorf("the chain of %s: %d entries, %v; want %d and no fault", kommune, found.Antal, found.Brud, entries)
	}
}

func exerciseRevision(t *testing.T, s store.Store) {
	holds(t, s, ours, 0)
	first := []revision.Post{lookup("inge", 1, 0), lookup("bo", 1, 1), lookup("inge", 2, 2)}
	ok(t, s.GemRevision(bg, ours, first, Noegle))
	ok(t, s.GemRevision(bg, theirs, []revision.Post{lookup("inge", 1, 0)}, Noegle))
	last := []revision.Post{lookup("inge", 1, 60)}
	last[0].Hvad = revision.Noed
	ok(t, s.GemRevision(bg, ours, last, Noegle))
	if last[0].Nr != 4 || last[0].Led.IsZero() || first[0].Nr != 1 {
		t.Errorf("numbers %d and %d", first[0].Nr, last[0].Nr)
	}
	holds(t, s, ours, 4)
	holds(t, s, theirs, 1)
	for name, c := range map[string]struct {
		v    revision.Valg
		want []int64
	}{
		"all, the newest first": {revision.Valg{}, []int64{4, 3, 2, 1}},
		"by citizen":            {revision.Valg{Borger: citizen(1)}, []int64{4, 2, 1}},
		"by user":               {revision.Valg{Hvem: "inge"}, []int64{4, 3, 1}},
		"by kind":               {revision.Valg{Hvad: revision.Noed}, []int64{4}},
		"by period":             {revision.Valg{Fra: noon.Add(time.Minute).UnixMilli(), Til: noon.Add(time.Hour).UnixMilli()}, []int64{3, 2}},
		"the next page":         {revision.Valg{Foer: 3, Antal: 1}, []int64{2}},
		"by user and citizen":   {revision.Valg{Hvem: "bo", Borger: citizen(2)}, []int64{}},
	} {
		same(t, name, numbers(must(s.Revision(bg, ours, c.v))(t)), c.want)
	}
	again := must(s.Revision(bg, ours, revision.Valg{Antal: 1, Foer: 2}))(t)
	same(t, "an entry comes back whole", again[0].Indhold, first[0].Indhold)

	entry := revision.Post{Tid: noon.Add(2 * time.Hour), Hvem: "indeksbro"}
	if n := must(s.RydRevision(bg, ours, noon, entry, Noegle))(t); n != 0 {
		t.Errorf("%d were taken out, none is that old", n)
	}
	if n := must(s.RydRevision(bg, ours, noon.Add(90*time.Second), entry, Noegle))(t); n != 2 {
		t.Errorf("%d were taken out, want 2", n)
	}
	holds(t, s, ours, 3)
	same(t, "what is left", numbers(must(s.Revision(bg, ours, revision.Valg{}))(t)), []int64{5, 4, 3})
	entry.Tid = noon.Add(3 * time.Hour)
	if n := must(s.RydRevision(bg, ours, noon.Add(150*time.Minute), entry, Noegle))(t); n != 3 {
		t.Errorf("%d were taken out, want 3 with the entry about the first time", n)
	}
	ok(t, s.GemRevision(bg, ours, []revision.Post{lookup("inge", 1, 200)}, Noegle))
	holds(t, s, ours, 2)
	holds(t, s, theirs, 1)
	if other := must(s.ProevRevision(bg, ours, func([]byte) [32]byte { return [32]byte{1} }))(t); other.Brud == nil {
		t.Error("a chain holds with another key than its own")
	}
}

func exerciseRevisionSamtidig(t *testing.T, s store.Store) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 5 {
				if err := s.GemRevision(bg, ours, []revision.Post{lookup("inge", 1, i), lookup("bo", 2, i)}, Noegle); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	holds(t, s, ours, 80)
}
