package sdi_test

import (
	"testing"

	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/testkit/skematest"
	"indeksbro/internal/testkit/zeeptest"
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

func TestZeepSeesTheOfficialService(t *testing.T) {
	t.Parallel()
	service := (&sdi.Tjeneste{}).SOAP()
	zeeptest.Ens(t, shared.Path(t, "schemas/sagdokumentindeks/SagDokumentIndeksService_6.wsdl"), sdi.Familie.WSDL(service.Beskrivelse, "http://127.0.0.1/x"))
}

func TestOurSchemaJudgesAsWeDo(t *testing.T) {
	t.Parallel()
	skematest.Egen(t, sdi.Familie, "sdi", "sdi:ImporterSagDokumentIndeksInput", "sdi:FremsoegSagDokumentIndeksInput")
}
