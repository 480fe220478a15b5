package app

import (
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/visning"
)

// demoOmraader are the areas Korsbæk shows its citizens: all but one. Tilsyn, which few have, is not shown yet, so that the page can say so.
var demoOmraader = []struct {
	nummer string
	i      visning.Indstilling
}{
	{"17.03", visning.Indstilling{Aktiv: true}}, {"27", visning.Indstilling{Aktiv: true}}, {"27.69", visning.Indstilling{}}, {"29", visning.Indstilling{Aktiv: true}},
}

// demoVisning is what the invented municipality has decided about its two readers: ordered, and in effect for both (R111).
func demoVisning(system oio.UUID, ordered, opened oio.Dato) []program.Faktum {
	var facts []program.Faktum
	for _, l := range visning.Laesere {
		facts = append(facts, program.Faktum{Emne: program.AabningBestilt, Kode: visning.Aabning(l, system), Dato: ordered},
			program.Faktum{Emne: program.Aabnet, Kode: visning.Aabning(l, system), Dato: opened})
	}
	for _, o := range demoOmraader {
		facts = append(facts, visning.OmraadeFaktum(o.nummer, &o.i))
	}
	for i := range facts {
		facts[i].Af = "demo"
	}
	return facts
}
