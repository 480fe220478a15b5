package ydelsehent_test

import (
	"testing"

	"indeksbro/internal/soap/ydelsehent"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/testkit/skematest"
)

func TestVerdictsAreThoseOfTheOfficialSchemas(t *testing.T) {
	t.Parallel()
	for _, message := range []string{"BevillingHent_I", "BevillingHent_O", "EffektueringHent_I", "EffektueringHent_O"} {
		skematest.Sammenlign(t, skematest.Skema{Familie: ydelsehent.Familie, XSD: shared.Path(t, "schemas/ydelseindeks/ydelselistehent/common/view/"+message+"Type.xsd"), Beskeder: []string{"y:" + message}, Antal: 300})
	}
}

func TestOurSchemaJudgesAsWeDo(t *testing.T) {
	t.Parallel()
	skematest.Egen(t, ydelsehent.Familie, "y", "y:BevillingHent_I", "y:BevillingHent_O", "y:EffektueringHent_I", "y:EffektueringHent_O")
}
