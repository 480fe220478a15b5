package conform_test

import (
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/testkit/zeeptest"
)

// TestZeepCallsEveryOperation gives an independent client nothing but our descriptions.
func TestZeepCallsEveryOperation(t *testing.T) {
	t.Parallel()
	server, _ := indekset(t, true, whole)
	cpr, err := oio.ParseCPR("7105500001")
	if err != nil {
		t.Fatal(err)
	}
	owner := oio.Aktoer{UUID: oio.NameUUID("org"), Navn: "Korsbæk Kommune", CVR: oio.Korsbaek}
	s := &oio.Sag{
		UUID: oio.NameUUID("zeep/sag"), Noegle: "Z-1", Titel: "Zeepsag", Foelsomhed: oio.Foelsom, Oprettet: 20250303, Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20250303}}}, Ejer: owner, Ansvarlig: owner,
		Part: oio.Part{CPR: cpr, Navn: "Ida Holm"}, KLE: oio.NewKlasse("KLE", "27.35.04", "", ""), Facet: oio.NewKlasse("handlingsfacet", "G01", "", ""), System: oio.ITSystem{UUID: oio.NameUUID("eoj"), Navn: "EOJ"},
	}
	b := &oio.Bevilling{
		UUID: oio.NameUUID("zeep/bevilling"), Noegle: "Z-2", Foelsomhed: oio.Foelsom, YdelseID: "1", Navn: "Hjælp", Periode: oio.Virkning{Fra: 20250310}, Ejer: owner, Ansvarlig: owner, Part: s.Part, Sag: s.UUID, SagNoegle: s.Noegle, SagTitel: s.Titel,
		Ydelsestype: oio.Klasse{UUID: oio.NameUUID("type")}, Ydelsesnavn: "Zeepydelse", KLE: s.KLE, System: s.System,
	}
	sag, grant := sdi.FraSag(s, nu()), ydi.FraBevilling(b, nu())
	sr, br := sag.Registrering[0], grant.Registrering[0]
	id := sag.UUIDIdentifikator
	messages := map[string][]byte{
		"importer-sag": sdi.Familie.Skriv(nil, sdi.Operationer[0].Ind, &sdi.ImporterInput{Valg: []sdi.ImporterInputValg{{SagIndeks: sag}}}),
		"opdater-sag": sdi.Familie.Skriv(nil, sdi.Operationer[1].Ind, &sdi.OpdaterInput{Valg: []sdi.OpdaterInputValg{{OpdaterSagIndeks: &sdi.OpdaterSag{
			SagRet: sdi.SagRet{RetInput: sdi.RetInput{UUIDIdentifikator: id}, AttributListe: &sr.AttributListe}, Tidspunkt: soap.SkrivTid(nu())}}}}),
		"fremsoeg-sag":       sdi.Familie.Skriv(nil, sdi.Operationer[3].Ind, &sdi.FremsoegInput{SagUuid: []string{id}, Filter: &sdi.Filter{Valg: []sdi.FilterValg{{SagVis: &sdi.SagVis{Vis: "egenskaber"}}}}}),
		"fjern-sag":          sdi.Familie.Skriv(nil, sdi.Operationer[2].Ind, &sdi.FjernInput{SagUuid: []sdi.UnikId{{UUIDIdentifikator: &id}}}),
		"importer-bevilling": ydi.Familie.Skriv(nil, ydi.Operationer[0].Ind, &ydi.ImporterInput{Valg: []ydi.ImporterInputValg{{BevillingIndeks: &ydi.BevillingImport{BevillingIndeks: *grant}}}}),
		"opdater-bevilling": ydi.Familie.Skriv(nil, ydi.Operationer[1].Ind, &ydi.OpdaterInput{Valg: []ydi.OpdaterInputValg{{OpdaterBevillingIndeks: &ydi.OpdaterBevilling{
			BevillingRet: ydi.BevillingRet{RetInput: ydi.RetInput{UUIDIdentifikator: grant.UUIDIdentifikator}, AttributListe: &br.AttributListe}, Tidspunkt: soap.SkrivTid(nu())}}}}),
		"fremsoeg-bevilling": ydi.Familie.Skriv(nil, ydi.Operationer[2].Ind, &ydi.FremsoegInput{
			BevillingUuid: []string{grant.UUIDIdentifikator}, SoegUdtryk: ydi.SoegUdtryk{Valg: []ydi.SoegUdtrykValg{{SoegBevillingIndeks: &ydi.BevillingSoegInput{}}}}, Filter: &ydi.Filter{Valg: []ydi.FilterValg{{BevillingVis: &ydi.BevillingVis{Vis: "bevilgetydelse"}}}},
		}),
		"fjern-bevilling":    ydi.Familie.Skriv(nil, ydi.FjernBevilling.Ind, &ydi.UuidNoteInput{UUIDIdentifikator: grant.UUIDIdentifikator}),
		"fjern-effektuering": ydi.Familie.Skriv(nil, ydi.FjernEffektuering.Ind, &ydi.UuidNoteInput{UUIDIdentifikator: oio.NameUUID("ingen").String()}),
	}
	zeeptest.Kald(t, server.URL+"/soap", []zeeptest.Kaldet{
		{Tjeneste: "SagDokumentIndeks/6", Operation: "importer", Besked: messages["importer-sag"], Hoved: true, Koder: []int{20}},
		{Tjeneste: "SagDokumentIndeks/6", Operation: "opdater", Besked: messages["opdater-sag"], Hoved: true, Koder: []int{20}},
		{Tjeneste: "SagDokumentIndeks/6", Operation: "fremsoeg", Besked: messages["fremsoeg-sag"], Hoved: true, Koder: []int{20}, Vil: "Zeepsag"},
		{Tjeneste: "YdelseIndeks/6", Operation: "importer", Besked: messages["importer-bevilling"], Hoved: true, Koder: []int{20}},
		{Tjeneste: "YdelseIndeks/6", Operation: "opdater", Besked: messages["opdater-bevilling"], Hoved: true, Koder: []int{20}},
		{Tjeneste: "YdelseIndeks/6", Operation: "fremsoeg", Besked: messages["fremsoeg-bevilling"], Hoved: true, Koder: []int{20}, Vil: "Zeepydelse"},
		{Tjeneste: "BevillingIndeks/6", Operation: "fjern", Besked: messages["fjern-bevilling"], Hoved: true, Koder: []int{20}},
		{Tjeneste: "OekonomiskEffektueringIndeks/6", Operation: "fjern", Besked: messages["fjern-effektuering"], Hoved: true, Koder: []int{44}},
		{Tjeneste: "SagDokumentIndeks/6", Operation: "fjern", Besked: messages["fjern-sag"], Hoved: true, Koder: []int{20}},
	})
}
