package app

import (
	"indeksbro/internal/program"
	"indeksbro/internal/visning"
)

// demoOmraader are the areas Korsbæk shows its citizens. Supervision, building cases, work, and children are not shown yet, so that the page can
// say so.
var demoOmraader = []struct {
	nummer string
	i      visning.Indstilling
}{
	{"17.03", visning.Indstilling{Aktiv: true}}, {"27", visning.Indstilling{Aktiv: true, Dokumenter: true}}, {"27.69", visning.Indstilling{}}, {"29", visning.Indstilling{Aktiv: true}},
	{"32", visning.Indstilling{Aktiv: true}}, {"02", visning.Indstilling{}}, {"15", visning.Indstilling{}}, {"28", visning.Indstilling{}},
}

// demoVisning is what else the invented municipality has decided about its two readers: the orders before the openings (R111), and the areas.
func demoVisning(opened []program.Faktum) []program.Faktum {
	var facts []program.Faktum
	for _, f := range opened {
		if f.Emne == program.Aabnet {
			facts = append(facts, program.Faktum{Emne: program.AabningBestilt, Kode: f.Kode, Dato: f.Dato.AddDays(-3)})
		}
	}
	for _, o := range demoOmraader {
		facts = append(facts, visning.OmraadeFaktum(o.nummer, &o.i))
	}
	for i := range facts {
		facts[i].Af = "demo"
	}
	return facts
}
