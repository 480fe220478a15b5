package storetest

import (
	"reflect"
	"testing"

	"indeksbro/internal/export"
	"indeksbro/internal/store"
)

func exerciseForfra(t *testing.T, s store.Store) {
	if f, err := s.Forfra(bg, ours); err != nil || f.Nr != 0 {
		t.Errorf("a store without any has %+v %v", f, err)
	}
	f := export.Forfra{Tid: noon, Af: "anna", Trin: export.Afmaerk, Sagstyper: []export.ForfraSagstype{{ID: "st-1", KLE: "27.35.04"}}}
	ok(t, s.GemForfra(bg, ours, &f))
	f.Trin = export.Toem
	ok(t, s.GemForfra(bg, ours, &f))
	kept, err := s.Forfra(bg, ours)
	ok(t, err)
	if !reflect.DeepEqual(kept, f) || f.Nr != 1 {
		t.Errorf("got %+v, want %+v", kept, f)
	}
	next := export.Forfra{Tid: noon, Af: "bo", Trin: export.Afmaerk}
	ok(t, s.GemForfra(bg, ours, &next))
	if kept, err := s.Forfra(bg, ours); err != nil || kept.Af != "bo" || kept.Nr != 2 {
		t.Errorf("the last is %+v %v", kept, err)
	}
	if other, err := s.Forfra(bg, theirs); err != nil || other.Nr != 0 {
		t.Errorf("another municipality sees %+v %v", other, err)
	}
}
