package visning

import (
	"encoding/json"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

// Proev holds a decision about the readers against the rules; nil when it passes, or is about something else (R117, 06 B8, B13).
func Proev(f program.Faktum, s *program.Stand, idag oio.Dato) *rules.Brud {
	switch f.Emne {
	case program.Aabnet, program.AabningBestilt:
		if _, _, ok := ParseAabning(f.Kode); !ok {
			return &rules.Brud{Regel: "R111", English: "want reader/system, such as sapa/UUID", Dansk: "kildesystemet eller læseren findes ikke"}
		}
		return ProevAabning(f, s)
	case program.Omraade:
		var i Indstilling
		switch {
		case !ErNummer(f.Kode):
			return &rules.Brud{Regel: "B4", English: "want a KLE number of two, four or six digits", Dansk: "skriv et KLE-nummer, for eksempel 27, 27.35 eller 27.35.04"}
		case f.Tekst == "":
			return nil
		case json.Unmarshal([]byte(f.Tekst), &i) != nil:
			return &rules.Brud{Regel: "B4", English: "the setting cannot be read", Dansk: "indstillingen kan ikke læses"}
		}
		return i.Proev(idag)
	case program.Borgertekst:
		var t Tekst
		if f.Tekst != "" && json.Unmarshal([]byte(f.Tekst), &t) != nil {
			return tekstbrud("the text cannot be read", "teksten kan ikke læses")
		}
		return t.Proev()
	}
	return nil
}
