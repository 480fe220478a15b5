package sdi_test

import (
	"os"
	"path/filepath"
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

// The messages of Kasser are held against the official schema of single cases, together with that of the rest: an extension may hold any
// element that either knows.
func TestVerdictsOnKasserAreThoseOfTheOfficialSchema(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "begge.xsd")
	text := `<schema xmlns="http://www.w3.org/2001/XMLSchema">`
	for _, part := range [][2]string{{"urn:oio:sts:sagdok:sagindeks:6", "SagIndeksOperationer.xsd"}, {"urn:oio:sts:sagdok:dokumentindeks:6", "DokumentIndeksOperationer.xsd"}, {"urn:oio:sts:sagdok:sagdokumentindeks:6", "SagDokumentIndeksOperationer.xsd"}} {
		text += `<import namespace="` + part[0] + `" schemaLocation="` + shared.Path(t, "schemas/sagdokumentindeks/xsd/6.0.STS-0/"+part[1]) + `"/>`
	}
	if err := os.WriteFile(file, []byte(text+`</schema>`), 0o600); err != nil {
		t.Fatal(err)
	}
	skematest.Sammenlign(t, skematest.Skema{Familie: sdi.Familie, XSD: file, Antal: 400, Beskeder: []string{"si:KasserInput", "si:KasserOutput"}})
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
