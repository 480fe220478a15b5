package storetest

import (
	"fmt"
	"testing"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/store"
)

func exerciseHaendelser(t *testing.T, s store.Store) {
	told := func() (found []string) {
		list, err := s.Haendelser(bg, ours, 10)
		ok(t, err)
		for _, h := range list {
			found = append(found, fmt.Sprint(h.Slags, " ", h.UUID[15], " ", h.KLE))
		}
		return found
	}
	save := func(rows ...index.Raekke) { ok(t, s.GemObjekter(bg, ours, rows, nil)) }
	save(objekt(1, 1))
	if got := told(); got != nil {
		t.Errorf("news nobody asked for: %v", got)
	}
	ok(t, s.SetPolitik(bg, ours, "haendelser", "https://modtager.example", "anna", noon))
	quiet := objekt(4, 1)
	quiet.Stille = true
	save(objekt(1, 1), objekt(2, 1), objekt(2, 2), quiet)
	save(objekt(1, 3))
	ok(t, s.FjernObjekter(bg, ours, oio.ArtSag, []oio.UUID{{15: 2}, {15: 9}}))
	want := "[importeret 2 27.35.04 aendret 2 27.35.04 aendret 1 27.35.04 fjernet 2 27.35.04]"
	if got := fmt.Sprint(told()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	list, err := s.Haendelser(bg, ours, 3)
	ok(t, err)
	ok(t, s.GlemHaendelser(bg, ours, list[2].Nr))
	if got := fmt.Sprint(told()); got != "[fjernet 2 27.35.04]" {
		t.Errorf("after three were told: %s", got)
	}
	list, err = s.Haendelser(bg, ours, 3)
	ok(t, err)
	ok(t, s.GlemHaendelser(bg, ours, list[0].Nr))
	save(objekt(5, 1))
	again, err := s.Haendelser(bg, ours, 3)
	ok(t, err)
	if len(again) != 1 || again[0].Nr <= list[0].Nr {
		t.Errorf("a number is used again: %+v after %+v", again, list)
	}
	if others, err := s.Haendelser(bg, theirs, 10); err != nil || len(others) != 0 {
		t.Errorf("another municipality sees %v %v", others, err)
	}
}
