package tavle

// Laesning is what the state of a municipality means for what it does next (R120).
type Laesning struct {
	Noegle string `json:"noegle"` // begge, vent, roller
	Kort   string `json:"kort"`   // what to do, in a few words
	Tekst  string `json:"tekst"`
	Haster bool   `json:"haster,omitempty"`
}

// The three readings.
const (
	LaesBegge  = "begge"  // both integrations are active
	LaesVent   = "vent"   // Eksporter sager is not
	LaesRoller = "roller" // opened in SAPA
)

// Laesningsord are the readings as one chooses between them.
var Laesningsord = []struct{ Noegle, Navn string }{
	{LaesBegge, "Begge integrationer er aktive"}, {LaesVent, "Eksporter sager er ikke aktiv"}, {LaesRoller, "Åbnet i SAPA"},
}

// Laesninger are the readings that a municipality's three columns give. rollerSet: the roles in SAPA are known to be gone through.
func Laesninger(klassifikation, eksport, sapa, rollerSet bool) []Laesning {
	var all []Laesning
	if klassifikation && eksport {
		all = append(all, Laesning{Noegle: LaesBegge, Kort: "Se efter, hvad der er opmærket og knyttet", Tekst: "Begge integrationer er aktive. Se efter, hvilke sagstyper der har fået KLE-nummer, og om deres enheder og ydelser er knyttet rigtigt."})
	}
	if !eksport {
		all = append(all, Laesning{Noegle: LaesVent, Kort: "Følg forløbet, og vent med at aktivere", Tekst: "Lidt foran. Følg resten af forløbet, og vent med at aktivere Eksporter sager, til alt er klar."})
	}
	switch {
	case sapa && rollerSet:
		all = append(all, Laesning{Noegle: LaesRoller, Kort: "Rollerne er gennemgået", Tekst: "Åbnet i SAPA, og rollerne er gennemgået."})
	case sapa && eksport:
		all = append(all, Laesning{Noegle: LaesRoller, Kort: "Gennemgå rollerne med det samme", Tekst: "Åbnet i SAPA, og der sendes data. Gennemgå rollerne i SAPA med det samme.", Haster: true})
	case sapa:
		all = append(all, Laesning{Noegle: LaesRoller, Kort: "Gennemgå rollerne, før der sendes data", Tekst: "Åbnet i SAPA. Gennemgå rollerne i SAPA, før der sendes data."})
	}
	return all
}
