package visning

import (
	"slices"
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

func TestR111_ASourceSystemIsOpenedPerReader(t *testing.T) {
	t.Parallel()
	cura, esdh := oio.NameUUID("cura"), oio.NameUUID("esdh")
	fact := func(l Laeser, system oio.UUID, day oio.Dato) program.Faktum {
		return program.Faktum{Emne: program.Aabnet, Kode: Aabning(l, system), Dato: day}
	}
	history := []program.Faktum{fact(Sapa, cura, 20260101), fact(Sapa, esdh, 20260102), fact(Borgerblik, cura, 20260103), fact(Sapa, esdh, 0)}
	s := program.NyStand(history)
	if got := Aabne(s, Sapa); !slices.Equal(got, []oio.UUID{cura}) {
		t.Errorf("SAPA sees %v", got)
	}
	if got := Aabne(s, Borgerblik); !slices.Equal(got, []oio.UUID{cura}) {
		t.Errorf("Borgerblikket sees %v", got)
	}
	if got := Aabne(program.NyStand(nil), Sapa); got == nil || len(got) != 0 {
		t.Errorf("nothing is opened by itself, got %v", got)
	}
}
