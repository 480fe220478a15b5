package app

import (
	"bytes"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/klassifikation"
	fk "indeksbro/internal/soap/organisation"
	"indeksbro/internal/soap/ydelsehent"
	"indeksbro/internal/testkit/zeeptest"
)

// TestZeepCallsTheReadingServices gives an independent client nothing but our descriptions of the services that read.
func TestZeepCallsTheReadingServices(t *testing.T) {
	t.Parallel()
	from := nyNational(t, false)
	var feed bytes.Buffer
	if err := generate.Feed(&feed, generate.Options{Borgere: 20, Seed: 5, Kommune: oio.Korsbaek}); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := kald(t.Context(), &feed, from.dir, "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %d %s %s", code, out, errs)
	}
	skal(t, from.dir, "export", "run", "--once")
	person, cpr := enBorger(t, from.b)
	class := planAf(t, from.b).Klasser[0]
	classID := oio.NewKlasse("KLE", string(class.Nummer), "", class.UUID).UUID.String()
	unit := traeAf(t, from.b)[0]
	unitID, key := unit.UUID.String(), string(class.Nummer)
	p, err := from.b.politik(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	owner, cvr := p.Organisation.String(), string(oio.Korsbaek)
	head := ydelsehent.HovedOplysninger{TransaktionsId: soap.NyUUID(), TransaktionsTid: soap.SkrivTid(proevetid())}
	rights := ydelsehent.RettighedListe{BevillingDataAfgrGruppe: []ydelsehent.BevillingDataAfgrGruppe{{}}}
	grants := &ydelsehent.BevillingHentInput{}
	grants.HovedOplysninger, grants.Kriterie.PartCPRNummer, grants.RettighedListe = head, &cpr, rights
	payments := &ydelsehent.EffektueringHentInput{}
	payments.HovedOplysninger, payments.Kriterie.PartCPRNummer, payments.RettighedListe = head, &cpr, rights
	list := &klassifikation.ListeHentInput{}
	list.HovedOplysninger = klassifikation.HovedOplysninger{TransaktionsId: soap.NyUUID(), TransaktionsTid: soap.SkrivTid(proevetid())}
	list.KlassifikationKriterieListe.IdentifikationKriterie = []klassifikation.IdentifikationKriterie{{KlasseIdentifikation: &classID}}
	companyID := oio.NameUUID("virksomhed/" + cvr).String()
	calls := []zeeptest.Kaldet{
		{Tjeneste: ydelsehent.Adresse, Operation: "BevillingHent", Besked: ydelsehent.Familie.Skriv(nil, ydelsehent.Bevilling.Ind, grants), Vil: person},
		{Tjeneste: ydelsehent.Adresse, Operation: "EffektueringHent", Besked: ydelsehent.Familie.Skriv(nil, ydelsehent.Effektuering.Ind, payments), Vil: head.TransaktionsId},
		{Tjeneste: klassifikation.AdresseListe, Operation: "KlassifikationListeHent", Besked: klassifikation.ListeFamilie.Skriv(nil, klassifikation.Liste.Ind, list), Vil: class.Titel},
		{Tjeneste: klassifikation.Adresse, Operation: "laes", Hoved: true, Koder: []int{20}, Vil: class.Titel, Besked: klassifikation.Familie.Skriv(nil, "k:LaesInput", &klassifikation.LaesInput{UUIDIdentifikator: classID})},
		{Tjeneste: klassifikation.Adresse, Operation: "list", Hoved: true, Koder: []int{20}, Vil: class.Titel, Besked: klassifikation.Familie.Skriv(nil, "k:ListInput", &klassifikation.ListInput{UUIDIdentifikator: []string{classID}})},
		{Tjeneste: klassifikation.Adresse, Operation: "soeg", Hoved: true, Koder: []int{20}, Vil: classID, Besked: klassifikation.Familie.Skriv(nil, "k:SoegInput", &klassifikation.SoegInput{AttributListe: klassifikation.AttributListe{Egenskab: []klassifikation.Egenskab{{BrugervendtNoegleTekst: &key}}}})},
		{Tjeneste: "OrganisationSystem/6", Operation: "fremsoegobjekthierarki", Hoved: true, Koder: []int{20}, Vil: unitID, Besked: fk.Familie.Skriv(nil, fk.Hierarki.Ind, &fk.FremsoegObjekthierarkiInput{})},
	}
	for service, ids := range map[string]string{"OrganisationEnhed": unitID, "Organisation": owner, "Virksomhed": companyID} {
		prefix := map[string]string{"OrganisationEnhed": "enh", "Organisation": "org", "Virksomhed": "vir"}[service]
		search := map[string]any{"OrganisationEnhed": &fk.EnhedSoegInput{AttributListe: fk.EnhedAttributListe{Egenskab: []fk.EnhedEgenskab{{EnhedNavn: &unit.Navn}}}}, "Organisation": &fk.OrganisationSoegInput{},
			"Virksomhed": &fk.VirksomhedSoegInput{AttributListe: fk.VirksomhedAttributListe{Egenskab: []fk.VirksomhedEgenskab{{CVRNummerTekst: &cvr}}}}}[service]
		calls = append(calls,
			zeeptest.Kaldet{Tjeneste: service + "/6", Operation: "soeg", Hoved: true, Koder: []int{20}, Vil: ids, Besked: fk.Familie.Skriv(nil, prefix+":SoegInput", search)},
			zeeptest.Kaldet{Tjeneste: service + "/6", Operation: "list", Hoved: true, Koder: []int{20}, Vil: ids, Besked: fk.Familie.Skriv(nil, prefix+":ListInput", &fk.ListInput{UUIDIdentifikator: []string{ids}})},
			zeeptest.Kaldet{Tjeneste: service + "/6", Operation: "laes", Hoved: true, Koder: []int{20}, Vil: ids, Besked: fk.Familie.Skriv(nil, prefix+":LaesInput", &fk.LaesInput{UUIDIdentifikator: ids})})
	}
	nowhere := oio.NameUUID("ingen steder").String()
	calls = append(calls,
		zeeptest.Kaldet{Tjeneste: "Adresse/6", Operation: "soeg", Hoved: true, Koder: []int{20}, Besked: fk.Familie.Skriv(nil, "adr:SoegInput", &fk.AdresseSoegInput{})},
		zeeptest.Kaldet{Tjeneste: "Adresse/6", Operation: "list", Hoved: true, Koder: []int{44}, Besked: fk.Familie.Skriv(nil, "adr:ListInput", &fk.ListInput{UUIDIdentifikator: []string{nowhere}})},
		zeeptest.Kaldet{Tjeneste: "Adresse/6", Operation: "laes", Hoved: true, Koder: []int{44}, Besked: fk.Familie.Skriv(nil, "adr:LaesInput", &fk.LaesInput{UUIDIdentifikator: nowhere})})
	zeeptest.Kald(t, from.URL+"/soap", calls)
}

// enBorger is somebody with a grant in the index: her name and number.
func enBorger(t *testing.T, b *bro) (name, cpr string) {
	t.Helper()
	people, err := b.index.Personer(t.Context(), adgang.Alt(b.kommune), oio.Borgernoegle{}, 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		objects, err := b.index.Borger(t.Context(), adgang.Alt(b.kommune), p.Noegle)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range objects {
			if grant, is := g.Objekt.(*oio.Bevilling); is && grant.KLE.Noegle != "" {
				return p.Navn, p.CPR.Digits()
			}
		}
	}
	t.Fatal("nobody has a grant")
	return "", ""
}
