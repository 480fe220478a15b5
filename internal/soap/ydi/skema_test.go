package ydi_test

import (
	"testing"

	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/testkit/skematest"
	"indeksbro/internal/testkit/zeeptest"
)

func TestVerdictsAreThoseOfTheOfficialSchema(t *testing.T) {
	t.Parallel()
	for xsd, messages := range map[string][]string{
		"YdelseIndeksOperationer.xsd": {
			"yi:ImporterYdelseIndeksInput", "yi:ImporterYdelseIndeksOutput", "yi:OpdaterYdelseIndeksInput", "yi:OpdaterYdelseIndeksOutput",
			"yi:FremsoegYdelseIndeksInput", "yi:FremsoegYdelseIndeksOutput",
		},
		"BevillingIndeksOperationer.xsd":              {"bi:FjernInput", "bi:FjernOutput"},
		"OekonomiskEffektueringIndeksOperationer.xsd": {"oef:FjernInput", "oef:FjernOutput"},
	} {
		skematest.Sammenlign(t, skematest.Skema{Familie: ydi.Familie, XSD: shared.Path(t, "schemas/ydelseindeks/xsd/6.0.STS-0/"+xsd), Beskeder: messages, Antal: 400})
	}
}

func TestZeepSeesTheOfficialServices(t *testing.T) {
	t.Parallel()
	for i, wsdl := range []string{"YdelseIndeks.wsdl", "BevillingIndeks.wsdl", "OekonomiskEffektueringIndeks.wsdl"} {
		service := (&ydi.Tjeneste{}).SOAP()[i]
		zeeptest.Ens(t, shared.Path(t, "schemas/ydelseindeks/wsdl/"+wsdl), ydi.Familie.WSDL(service.Beskrivelse, "http://127.0.0.1/x"))
	}
}

func TestOurSchemaJudgesAsWeDo(t *testing.T) {
	t.Parallel()
	skematest.Egen(t, ydi.Familie, "yi", "yi:ImporterYdelseIndeksInput", "yi:FremsoegYdelseIndeksInput")
}
