package organisation_test

import (
	"testing"

	"indeksbro/internal/soap/organisation"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/testkit/skematest"
)

func TestVerdictsAreThoseOfTheOfficialSchemas(t *testing.T) {
	t.Parallel()
	for xsd, messages := range map[string][]string{
		"OrganisationSystemOperationer.xsd": {"os:FremsoegObjekthierarkiInput", "os:FremsoegObjekthierarkiOutput"},
		"OrganisationEnhedOperationer.xsd":  {"enh:SoegInput", "enh:SoegOutput", "enh:ListInput", "enh:ListOutput", "enh:LaesInput", "enh:LaesOutput"},
		"OrganisationOperationer.xsd":       {"org:SoegInput", "org:ListOutput"},
		"AdresseOperationer.xsd":            {"adr:SoegInput", "adr:ListOutput"},
		"VirksomhedOperationer.xsd":         {"vir:SoegInput", "vir:ListOutput"},
	} {
		skematest.Sammenlign(t, skematest.Skema{Familie: organisation.Familie, XSD: shared.Path(t, "schemas/organisation/xsd/6.0.STS-0/"+xsd), Beskeder: messages, Antal: 150})
	}
}

func TestOurSchemaJudgesAsWeDo(t *testing.T) {
	t.Parallel()
	skematest.Egen(t, organisation.Familie, "os", "os:FremsoegObjekthierarkiInput", "os:FremsoegObjekthierarkiOutput")
}
