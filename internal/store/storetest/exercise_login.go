package storetest

import (
	"crypto/sha256"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/store"
)

func exerciseSession(t *testing.T, s store.Store) {
	id := sha256.Sum256([]byte("id"))
	session := func() []byte {
		content, _, _, err := s.Session(bg, ours, id)
		ok(t, err)
		return content
	}
	same(t, "none", session() == nil, true)
	ok(t, s.GemSession(bg, ours, id, noon, noon.Add(8*time.Hour), []byte("sealed")))
	ok(t, s.SeSession(bg, ours, id, noon.Add(time.Minute)))
	ok(t, s.SeSession(bg, ours, id, noon)) // an earlier use, noted late
	content, seen, end, err := s.Session(bg, ours, id)
	ok(t, err)
	same(t, "a session", string(content), "sealed")
	same(t, "when it was used", seen.Equal(noon.Add(time.Minute)) && end.Equal(noon.Add(8*time.Hour)), true)
	other, _, _, err := s.Session(bg, theirs, id)
	ok(t, err)
	same(t, "another municipality's", other == nil, true)
	ok(t, s.SletSession(bg, ours, id))
	same(t, "after log-out", session() == nil, true)
	ok(t, s.GemSession(bg, ours, id, noon, noon.Add(time.Hour), []byte("sealed")))
	ok(t, s.RydLogin(bg, ours, noon.Add(59*time.Minute)))
	same(t, "before its end", string(session()), "sealed")
	ok(t, s.RydLogin(bg, ours, noon.Add(time.Hour)))
	same(t, "after its end", session() == nil, true)
}

func exerciseEngangs(t *testing.T, s store.Store) {
	id := sha256.Sum256([]byte("assertion"))
	same(t, "the first time", must(s.Engangs(bg, ours, id, noon.Add(time.Minute), []byte("x")))(t), true)
	same(t, "the second time", must(s.Engangs(bg, ours, id, noon.Add(time.Minute), nil))(t), false)
	same(t, "elsewhere", must(s.Engangs(bg, theirs, id, noon.Add(time.Minute), nil))(t), true)
	take := func(when time.Time) (string, bool) {
		content, found, err := s.TagEngangs(bg, ours, id, when)
		ok(t, err)
		return string(content), found
	}
	content, found := take(noon)
	same(t, "taken", content == "x" && found, true)
	_, found = take(noon)
	same(t, "taken twice", found, false)
	same(t, "again", must(s.Engangs(bg, ours, id, noon.Add(time.Minute), nil))(t), true)
	_, found = take(noon.Add(time.Minute))
	same(t, "too late", found, false)
}

func exerciseMaskine(t *testing.T, s store.Store) {
	m := adgang.Maskine{Navn: "cura", Slags: adgang.Noegle, Aftryk: sha256.Sum256([]byte("k")), Roller: adgang.Leverandoeren, Oprettet: noon, Af: "Inge", Udloeb: noon.Add(time.Hour)}
	ok(t, s.NyMaskine(bg, ours, m))
	again := m
	again.Aftryk = sha256.Sum256([]byte("other"))
	same(t, "one name twice", s.NyMaskine(bg, ours, again) != nil, true)
	ok(t, s.SeMaskine(bg, ours, m.Aftryk, noon.Add(time.Minute)))
	all := must(s.Maskiner(bg, ours))(t)
	same(t, "machines", len(all), 1)
	got := all[0]
	same(t, "as it was", got.Navn == "cura" && got.Slags == adgang.Noegle && got.Aftryk == m.Aftryk && got.Roller == m.Roller && got.Af == "Inge" && got.Oprettet.Equal(noon), true)
	same(t, "its times", got.Udloeb.Equal(m.Udloeb) && got.Sidst.Equal(noon.Add(time.Minute)) && got.Fjernet.IsZero(), true)
	same(t, "another municipality's", len(must(s.Maskiner(bg, theirs))(t)), 0)
	same(t, "removed", must(s.FjernMaskine(bg, ours, "cura", noon.Add(2*time.Minute)))(t), true)
	same(t, "removed twice", must(s.FjernMaskine(bg, ours, "cura", noon))(t), false)
	ok(t, s.NyMaskine(bg, ours, again)) // the name is free again, and the history stays
	all = must(s.Maskiner(bg, ours))(t)
	same(t, "with history", len(all) == 2 && all[0].Fjernet.Equal(noon.Add(2*time.Minute)) && all[1].Fjernet.IsZero() && all[1].Udloeb.Equal(m.Udloeb), true)
}
