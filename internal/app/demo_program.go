package app

import (
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// demoProgram are the facts of the invented municipality's four weeks: sixteen days in, two tasks told to KLIK. day is a day before today.
func demoProgram(day func(int) oio.Dato) []program.Faktum {
	facts := []program.Faktum{{Emne: program.Planstart, Dato: day(16)}}
	for i, before := range []int{58, 55, 51, 47, 45} {
		facts = append(facts, program.Faktum{Emne: program.Klassifikation, Kode: string(rune('1' + i)), Dato: day(before)})
	}
	return append(facts,
		program.Faktum{Emne: program.Trinejer, Kode: "1", Tekst: "Karen Holm"}, program.Faktum{Emne: program.Trinejer, Kode: "7", Tekst: "Jens Bruun"}, program.Faktum{Emne: program.Trinejer, Kode: "A", Tekst: "Torben Lind"},
		program.Faktum{Emne: program.Trinmeldt, Kode: "2", Dato: day(9), Tekst: "KLE er hentet"}, program.Faktum{Emne: program.Trinmeldt, Kode: "A", Dato: day(11)})
}
