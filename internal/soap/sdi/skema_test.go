package sdi_test

import (
	"testing"

	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/testkit/skematest"
)

func TestVerdictsAreThoseOfTheOfficialSchema(t *testing.T) {
	t.Parallel()
	skematest.Sammenlign(t, skematest.Skema{
		Familie: sdi.Familie, XSD: shared.Path(t, "schemas/sagdokumentindeks/xsd/6.0.STS-0/SagDokumentIndeksOperationer.xsd"), Antal: 400,
		Beskeder: []string{
			"sdi:ImporterSagDokumentIndeksInput", "sdi:ImporterSagDokumentIndeksOutput", "sdi:OpdaterSagDokumentIndeksInput", "sdi:OpdaterSagDokumentIndeksOutput",
			"sdi:FjernSagDokumentIndeksInput", "sdi:FjernSagDokumentIndeksOutput", "sdi:FremsoegSagDokumentIndeksInput", "sdi:FremsoegSagDokumentIndeksOutput",
		},
	})
}
