package app

import (
	"context"
	"fmt"

	"indeksbro/internal/faelles"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// demokommuner are invented neighbours whose choices the demo knows (R125).
var demokommuner = []string{"Birkelunde Kommune", "Egedal-Strand Kommune", "Fjordby Kommune", "Havnstrup Kommune", "Lindeborg Kommune", "Nørreå Kommune", "Sandved Kommune", "Tølløse Kyst Kommune", "Ålsbæk Kommune"}

// fillFaelles gives the demo what invented neighbours chose for names the municipality has too: mostly the same, some otherwise, some not at all.
func fillFaelles(ctx context.Context, m *miljoe, b *bro) error {
	commons := b.faelles(m)
	own, err := commons.egne(ctx)
	if err != nil {
		return err
	}
	var marks, types []faelles.Egen
	for _, e := range own {
		switch {
		case e.Automatisk || e.Valg.IsZero() || faelles.Personligt(e.Navn) != "":
		case e.Art == mapping.Sagstype:
			marks = append(marks, e)
		default:
			types = append(types, e)
		}
	}
	var choices []faelles.Valg
	for i, name := range demokommuner {
		for _, of := range [][]faelles.Egen{marks, types} {
			for j, e := range of {
				if (i+j)%4 == 0 { // has no such name
					continue
				}
				chosen := e
				if (i*5+j*3)%11 == 0 { // chose otherwise
					chosen = of[(j+1)%len(of)]
				}
				v := faelles.Valg{Kommune: oio.CVR(fmt.Sprintf("3999000%d", i)), KommuneNavn: name, Art: e.Art, Navn: e.Navn, Lov: e.Lov, Paragraf: e.Paragraf, Ikke: chosen.Valg.Ikke, Kode: string(chosen.Valg.KLE) + chosen.Valg.Type, Titel: chosen.Titel}
				if v = v.Ens(); v.Proev() == nil {
					choices = append(choices, v)
				}
			}
		}
	}
	return commons.gem(ctx, choices, "demo")
}
