package klassifikation_test

import (
	"path/filepath"
	"testing"

	"indeksbro/internal/soap/klassifikation"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/testkit/skematest"
)

// The published schema of Klasse has a pattern that XML Schema does not know (05a §0); what is meant is plain.
func klasseSkema(t *testing.T) string {
	return skematest.Rettet(t, shared.Path(t, "schemas/klassifikation/klasse-v7"), `^(?:100|[1-9]\d?)$`, `100|[1-9][0-9]?`)
}

// The published schema of the list service holds a class's UUID to 30 characters (05b B.5), where a UUID has 36.
func listeSkema(t *testing.T) string {
	return skematest.Rettet(t, shared.Path(t, "schemas/klassifikationlistehent/oioidws"),
		`<xs:maxLength value="30"/>`, `<xs:maxLength value="36"/>`)
}

func TestVerdictsAreThoseOfTheOfficialSchemas(t *testing.T) {
	t.Parallel()
	skematest.Sammenlign(t, skematest.Skema{Familie: klassifikation.Familie, XSD: filepath.Join(klasseSkema(t), "KlasseOperationer.xsd"), Antal: 200,
		Beskeder: []string{"k:LaesInput", "k:LaesOutput", "k:ListInput", "k:ListOutput", "k:SoegInput", "k:SoegOutput"}})
	liste := listeSkema(t)
	for _, message := range []string{"KlassifikationListeHent_I", "KlassifikationListeHent_O"} {
		skematest.Sammenlign(t, skematest.Skema{Familie: klassifikation.ListeFamilie, XSD: filepath.Join(liste, "common/view/"+message+"Type.xsd"), Antal: 200, Beskeder: []string{"l:" + message}})
	}
}

func TestOurSchemaJudgesAsWeDo(t *testing.T) {
	t.Parallel()
	skematest.Egen(t, klassifikation.Familie, "k", "k:SoegInput", "k:ListOutput")
	skematest.Egen(t, klassifikation.ListeFamilie, "l", "l:KlassifikationListeHent_I", "l:KlassifikationListeHent_O")
}
