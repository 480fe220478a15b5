package vaerksted

import (
	"strings"

	"indeksbro/internal/mapping"
	"indeksbro/internal/suggest"
	desk "indeksbro/internal/vaerksted"
)

// tilstandsord are the states in the administrator's words.
var tilstandsord = map[desk.Tilstand]string{
	desk.Konflikt: "Passer ikke", desk.Udestaar: "Mangler", desk.Foreslaaet: "Forslag", desk.Afklares: "Venter på svar",
	desk.Besluttet: "Besluttet", desk.Automatisk: "Klarer sig selv",
}

var artsord = map[mapping.Art][2]string{
	mapping.Sagstype: {"sagstype", "sagstyper"}, mapping.Ydelse: {"ydelse", "ydelser"}, mapping.Enhed: {"enhed", "enheder"},
}

// sikkerhed says how sure a suggestion is, in a word.
func sikkerhed(score float64) string {
	switch {
	case score >= suggest.Sikker:
		return "sikker"
	case score >= 0.5:
		return "sandsynlig"
	}
	return "usikker"
}

// ikkeOrd is what "not" means for a kind.
func ikkeOrd(art mapping.Art) string {
	if art == mapping.Sagstype {
		return "skal ikke overføres"
	}
	return "skal ikke mappes"
}

// aarsager are the reasons for "not" that the workshop deck gives, by kind; anybody may write another.
func aarsager(art mapping.Art) []string {
	if art == mapping.Sagstype {
		return []string{
			"Klagesag eller aktindsigt, som behandles i ESDH (R009)", "Administrativ sag, ikke om én borger (R009)", "Projekt (R009)",
			"Arbejdsmiljø (R009)", "Markering, som ikke skal vises (R052)",
		}
	}
	return []string{
		"Pakke: enkeltydelserne mappes (R023)", "Nødopkald: bruger akutaftale med den almindelige ydelse (R031)", "Særtakst: en markering (R036)",
		"§ 117a: en markering (R038)", "Magtanvendelse: ikke en bevilget ydelse (R039)", "GPS eller alarm: ikke en bevilget ydelse (R040)",
		"Hjælpemiddel til medarbejder (R043)", "Kørsel efter lov om trafikselskaber (R044)", "Tilsyn med domfældte (R045)", "Socialt frikort (R046)",
		"Bruges ikke mere",
	}
}

// hvorfor is the short reason of a suggestion.
func hvorfor(f suggest.Forslag) string { return strings.Join(f.Begrundelse, "; ") }

// hjemmel is law and paragraph as people write them.
func hjemmel(lov, paragraf string) string {
	if paragraf == "" {
		return lov
	}
	if !strings.Contains(paragraf, "§") {
		paragraf = "§ " + paragraf
	}
	return strings.TrimSpace(lov + " " + paragraf)
}

// valgOrd writes a suggestion in the words of `mapping set`.
func valgOrd(art mapping.Art, kode string) string {
	switch art {
	case mapping.Sagstype:
		return "kle=" + kode
	case mapping.Enhed:
		return "kombit=" + kode
	}
	return "type=" + kode
}
