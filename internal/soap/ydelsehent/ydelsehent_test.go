package ydelsehent_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydelsehent"
	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/testkit/zeeptest"
	"indeksbro/internal/xmltree"
)

func nu() time.Time { return time.Date(2026, 5, 4, 10, 0, 0, 0, oio.Koebenhavn) }

const ida = "7105500001"

type verden struct {
	klient *soap.Klient
	kalder *soap.Kalder
	indeks *index.Index
	sag    *oio.Sag
}

// kalderen lets a test say what the caller's agreement is.
type kalderen struct {
	soap.Aaben
	kalder *soap.Kalder
}

func tekst(s string) *string { return &s }

func cpr(t *testing.T, s string) oio.CPR {
	t.Helper()
	made, err := oio.ParseCPR(s)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// nyVerden is an index with Ida's one case, three grants of it, and a payment of one; and another citizen's grant.
func nyVerden(t *testing.T) *verden {
	t.Helper()
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), sqlite.Options{CacheMiB: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &verden{indeks: &index.Index{Store: db, Ring: ring, Nu: nu}, kalder: &soap.Kalder{CVR: oio.Korsbaek, Roller: []soap.Rolle{soap.Udstil}}}
	owner := oio.Aktoer{UUID: oio.NameUUID("org"), Navn: "Korsbæk Kommune", CVR: oio.Korsbaek}
	unit := oio.Aktoer{UUID: oio.NameUUID("enhed"), Navn: "Visitation Nord", CVR: oio.Korsbaek}
	part := oio.Part{CPR: cpr(t, ida), Navn: "Ida Holm"}
	system := oio.ITSystem{UUID: oio.NameUUID("eoj"), Navn: "EOJ"}
	w.sag = &oio.Sag{UUID: oio.NameUUID("sag"), Noegle: "S-1", Titel: "Hjælp i hjemmet", Foelsomhed: oio.Foelsom, Oprettet: 20250101, Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20250101}}},
		Ejer: owner, Ansvarlig: unit, Part: part, KLE: oio.NewKlasse("KLE", "27.36.04", "Personlig hjælp", ""), Facet: oio.NewKlasse("handlingsfacet", "G01", "", ""), System: system}
	grant := func(id, name, number string, from, until oio.Dato, whose oio.Part) *oio.Bevilling {
		return &oio.Bevilling{UUID: oio.NameUUID(id), Noegle: id, Foelsomhed: oio.Foelsom, YdelseID: id + "-1", Navn: "Lokalt: " + name, Periode: oio.Virkning{Fra: from, Til: until}, Ejer: owner, Ansvarlig: unit, Part: whose,
			Sag: w.sag.UUID, SagNoegle: w.sag.Noegle, SagTitel: w.sag.Titel, Ydelsestype: oio.Klasse{UUID: oio.NameUUID("type " + name)}, Ydelsesnavn: name, KLE: oio.NewKlasse("KLE", number, "Emne", ""), System: system}
	}
	other := grant("b4", "Rengøring", "27.36.04", 20250101, 0, oio.Part{CPR: cpr(t, "7001500002"), Navn: "Bo Holm"})
	other.Sag = oio.NameUUID("en anden sag")
	objects := []oio.Registreret{
		{Objekt: w.sag, Tidspunkt: nu()},
		{Objekt: grant("b1", "Rengøring", "27.36.04", 20250101, 0, part), Tidspunkt: nu()},
		{Objekt: grant("b2", "Madservice", "27.36.24", 20250201, 20250601, part), Tidspunkt: nu()},
		{Objekt: grant("b3", "Vederlagsfri fysioterapi", "29.18.04", 20260101, 0, part), Tidspunkt: nu()},
		{Objekt: other, Tidspunkt: nu()}, ydi.RegistrerEffektuering(udbetaling(), nu()),
	}
	for i := range objects { // one kind a call
		if answers, err := w.indeks.Importer(t.Context(), oio.Korsbaek, objects[i:i+1]); err != nil || !answers[0].OK {
			t.Fatalf("%v %+v", err, answers)
		}
	}
	service := (&ydelsehent.Tjeneste{Indeks: w.indeks}).SOAP()
	server := httptest.NewServer(&soap.Server{Tjeneste: service, Sikkerhed: kalderen{soap.Aaben{CVR: oio.Korsbaek}, w.kalder}, Nu: nu, Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(server.Close)
	w.klient = &soap.Klient{Adresse: server.URL, Audience: ydelsehent.EntityID, V12: true, Familie: ydelsehent.Familie, HTTP: http.DefaultClient, Segl: soap.Uforseglet{}, Nu: nu, UdenHoved: true}
	return w
}

func udbetaling() *ydi.Effektuering {
	id := oio.NameUUID("udbetaling").String()
	return &ydi.Effektuering{SagDokObjekt: ydi.SagDokObjekt{UUIDIdentifikator: id}, Registrering: []ydi.EffektueringRegistrering{{
		AttributListe: ydi.EffektueringAttributListe{Egenskaber: []ydi.EffektueringEgenskaber{{Startdato: tekst("2025-03-01T00:00:00+01:00"), Slutdato: tekst("2025-04-01T00:00:00+02:00"), Dispositionsdato: tekst("2025-03-31T00:00:00+02:00"), SamletBruttobeloeb: tekst("1234.50"), BeloebSendtTilUdbetaling: tekst("1000.00")}}},
		RelationListe: ydi.EffektueringRelationListe{
			OekonomiskYdelseEffektueringRelation: []ydi.YdelseEffektueringRelation{{Ydelsesbeloeb: tekst("500.25"), Klassifikationsbeskrivelse: tekst("27.36.24"), BevilgetYdelseRef: &ydi.BevilgetYdelseRef{UUIDIdentifikator: oio.NameUUID("b2").String(), BevilgetYdelseId: "b2-1"}}},
			OekonomiskEffektueringPart:           []ydi.EffektueringPartRelation{{FuldtNavn: tekst("Ida Holm"), Relation: ydi.Relation{ReferenceID: &ydi.UnikId{URNIdentifikator: tekst("urn:oio:cpr-nr:" + ida)}}}},
		},
	}}}
}

func hoved() ydelsehent.HovedOplysninger {
	return ydelsehent.HovedOplysninger{TransaktionsId: soap.NyUUID(), TransaktionsTid: soap.SkrivTid(nu())}
}

func alt() ydelsehent.RettighedListe {
	return ydelsehent.RettighedListe{BevillingDataAfgrGruppe: []ydelsehent.BevillingDataAfgrGruppe{{}}}
}

// hent asks for Ida's grants, with the question changed first.
func (w *verden) hent(t *testing.T, change func(*ydelsehent.BevillingHentInput)) *ydelsehent.BevillingHentOutput {
	t.Helper()
	in := &ydelsehent.BevillingHentInput{}
	in.HovedOplysninger, in.Kriterie.PartCPRNummer, in.RettighedListe = hoved(), tekst(ida), alt()
	if change != nil {
		change(in)
	}
	out := &ydelsehent.BevillingHentOutput{}
	if err := w.klient.Kald(context.Background(), ydelsehent.Bevilling, in, out); err != nil {
		t.Fatal(err)
	}
	if out.HovedOplysningerSvar.TransaktionsId != in.HovedOplysninger.TransaktionsId {
		t.Error("the answer is of another transaction")
	}
	return out
}

func navne(out *ydelsehent.BevillingHentOutput) string {
	var names []string
	if out.BevilgetYdelseListe != nil {
		for _, y := range out.BevilgetYdelseListe.BevilgetYdelse {
			names = append(names, y.YdelseNavn)
		}
	}
	return strings.Join(names, ", ")
}

const alle = "Madservice, Rengøring, Vederlagsfri fysioterapi"

func TestWhatSapaAsksOfACitizen(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	for name, c := range map[string]struct {
		change func(*ydelsehent.BevillingHentInput)
		want   string
	}{
		"everything, by service name": {nil, alle},
		"by URN": {func(in *ydelsehent.BevillingHentInput) {
			in.Kriterie = ydelsehent.Kriterie{PartURN: tekst("urn:oio:cpr-nr:" + ida)}
		}, alle},
		"by case": {func(in *ydelsehent.BevillingHentInput) {
			in.Kriterie = ydelsehent.Kriterie{SagUUID: tekst(w.sag.UUID.String())}
		}, alle},
		"by an unknown case": {func(in *ydelsehent.BevillingHentInput) {
			in.Kriterie = ydelsehent.Kriterie{SagUUID: tekst(oio.NameUUID("ingen").String())}
		}, ""},
		"a citizen unknown":       {func(in *ydelsehent.BevillingHentInput) { in.Kriterie.PartCPRNummer = tekst("7001500099") }, ""},
		"in the role of receiver": {func(in *ydelsehent.BevillingHentInput) { in.PartRolle = tekst("Effektueringsmodtager") }, alle},
		"of main group 29":        {func(in *ydelsehent.BevillingHentInput) { in.KLEKriterie = tekst("29.*") }, "Vederlagsfri fysioterapi"},
		"of an interval":          {func(in *ydelsehent.BevillingHentInput) { in.KLEKriterie = tekst("27.36.10-27.36.99, 30.*") }, "Madservice"},
		"one grant":               {func(in *ydelsehent.BevillingHentInput) { in.BevillingUUID = tekst(oio.NameUUID("b1").String()) }, "Rengøring"},
		"one class": {func(in *ydelsehent.BevillingHentInput) {
			in.YdelseKlasse = &ydelsehent.YdelseKlasse{KlasseIdentifikation: tekst(oio.NameUUID("type Madservice").String())}
		}, "Madservice"},
		"another owner":          {func(in *ydelsehent.BevillingHentInput) { in.BevillingEjerCVRNummer = tekst("22222222") }, ""},
		"starting from a day on": {func(in *ydelsehent.BevillingHentInput) { in.BevilgetYdelseStartDatoFra = tekst("2025-02-01") }, "Madservice, Vederlagsfri fysioterapi"},
		"starting before it":     {func(in *ydelsehent.BevillingHentInput) { in.BevilgetYdelseStartDatoTil = tekst("2025-02-01") }, "Rengøring"},
		"ending before a day":    {func(in *ydelsehent.BevillingHentInput) { in.BevilgetYdelseSlutDatoTil = tekst("2025-06-02") }, "Madservice"},
		"paid in March 2025": {func(in *ydelsehent.BevillingHentInput) {
			in.OekonomiskEffektueringDispositionsDatoFra, in.OekonomiskEffektueringDispositionsDatoTil = tekst("2025-03-01"), tekst("2025-04-01")
		}, "Madservice"},
		"paid in April 2025": {func(in *ydelsehent.BevillingHentInput) {
			in.OekonomiskEffektueringDispositionsDatoFra = tekst("2025-04-01")
		}, ""},
		"the second": {func(in *ydelsehent.BevillingHentInput) {
			in.ResultatFilter = &ydelsehent.ResultatFilter{ResultatAntalMaks: "1", ResultatStart: tekst("1")}
		}, "Rengøring"},
		"from the last name": {func(in *ydelsehent.BevillingHentInput) {
			in.YdelseSortering = &ydelsehent.YdelseSortering{BevilgetYdelseSorteringElement: "YdelseNavn", SorteringRetning: tekst("DESC")}
		}, "Vederlagsfri fysioterapi, Rengøring, Madservice"},
		"user sees 27 alone":           {rettighed("27.*", ""), "Madservice, Rengøring"},
		"user sees no sensitive grant": {rettighed("", "FORTROLIGE_PERSONOPLYSNINGER"), ""},
		"user sees sensitive ones":     {rettighed("", "FOELSOMME_PERSONOPLYSNINGER"), alle},
		"user of another authority": {func(in *ydelsehent.BevillingHentInput) {
			in.RettighedListe.BevillingDataAfgrGruppe[0].MyndighedDataAfgrListe = &ydelsehent.MyndighedDataAfgrListe{VirksomhedCVRNummer: []string{"22222222"}}
		}, ""},
		"one of two groups allows": {func(in *ydelsehent.BevillingHentInput) {
			rettighed("29.*", "")(in)
			in.RettighedListe.BevillingDataAfgrGruppe = append(in.RettighedListe.BevillingDataAfgrGruppe, ydelsehent.BevillingDataAfgrGruppe{})
		}, alle},
	} {
		if got := navne(w.hent(t, c.change)); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func rettighed(kle, sensitivity string) func(*ydelsehent.BevillingHentInput) {
	return func(in *ydelsehent.BevillingHentInput) {
		limit := ydelsehent.BevillingDataAfgr{}
		if kle != "" {
			limit.KLEDataAfgr = &kle
		}
		if sensitivity != "" {
			limit.BevillingFoelsomhed = &sensitivity
		}
		in.RettighedListe.BevillingDataAfgrGruppe[0].BevillingAfgrListe = &ydelsehent.BevillingAfgrListe{BevillingDataAfgr: []ydelsehent.BevillingDataAfgr{limit}}
	}
}

// The caller's own agreement limits whatever the question says (05a §1.13).
func TestTheAgreementLimits(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	w.kalder.KLE = []string{"29"}
	out := w.hent(t, nil)
	if navne(out) != "Vederlagsfri fysioterapi" {
		t.Errorf("%q", navne(out))
	}
	if c := out.BevilgetYdelseListe.BevilgetYdelse[0].BevillingStruktur.Bevillingssag; c.SagUUID != w.sag.UUID.String() || c.SagTitel != nil {
		t.Errorf("the case lies outside the agreement, but is told of: %+v", c)
	}
	w.kalder.KLE, w.kalder.Foelsomhed = nil, oio.Fortrolig
	if out := w.hent(t, nil); navne(out) != "" {
		t.Errorf("sensitive grants are shown to one who may see none: %s", navne(out))
	}
}

func TestARowHasWhatTheReaderNeeds(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	out := w.hent(t, func(in *ydelsehent.BevillingHentInput) {
		in.KLEKriterie, in.MedtagEffektueringer = tekst("27.36.24"), tekst("true")
	})
	y := out.BevilgetYdelseListe.BevilgetYdelse[0]
	s := y.BevillingStruktur
	got := fmt.Sprint(y.YdelseNavn, "|", *y.BevilgetYdelseNavn, "|", y.BevilgetYdelseID, "|", y.BevilgetYdelseStartDato, "|", *y.BevilgetYdelseSlutDato, "|", y.BevilgetYdelseKLEEmne, "|", y.BevilgetYdelseEffektueringModtager.PartType, "|",
		*s.Bevillingsmodtager.PartFuldtNavn, "|", s.BevillingFoelsomhed, "|", s.BevillingEjer.VirksomhedCVRNummer, "|", *s.BevillingAnsvarligAfdeling.AnsvarligAfdelingFuldtNavn, "|", s.BevillingMasterSystemInstans.ItSystemInstansTitel, "|", *s.Bevillingssag.SagTitel, "|", *s.Bevillingssag.SagUndtagetVisningForBorger)
	want := "Madservice|Lokalt: Madservice|b2-1|2025-02-01|2025-06-01|27.36.24|Person|Ida Holm|FOELSOMME_PERSONOPLYSNINGER|11111111|Visitation Nord|EOJ|Hjælp i hjemmet|false"
	if got != want {
		t.Errorf("\ngot  %s\nwant %s", got, want)
	}
	paid := y.OEkonomiskYdelseseffektueringListe.OEkonomiskYdelseseffektuering
	if len(paid) != 1 || paid[0].OekonomiskYdelseseffektueringBeloeb != "500.25" || paid[0].OekonomiskEffektueringStruktur.OekonomiskEffektueringSamletBruttobeloeb != "1234.50" {
		t.Errorf("%+v", paid)
	}
}

// A case marked not to be shown to the citizen: its granted services still are, without what would tell of the case (06 B15).
func TestWhatIsNotToBeShownToTheCitizenIsLeftOut(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	m := sdi.FraSag(w.sag, nu())
	class := &m.Registrering[0].RelationListe.Sagsklasse
	role := sdi.RolleVisningsklasse.String()
	*class = append(*class, sdi.Relation{Rolle: &sdi.UnikId{UUIDIdentifikator: &role}, ReferenceID: &sdi.UnikId{UUIDIdentifikator: tekst(oio.NameUUID("visning").String())}})
	if _, err := w.indeks.Importer(t.Context(), oio.Korsbaek, []oio.Registreret{sdi.Registrer(m, nu())}); err != nil {
		t.Fatal(err)
	}
	for hide, want := range map[string]string{"true": "", "false": "Hjælp i hjemmet"} {
		out := w.hent(t, func(in *ydelsehent.BevillingHentInput) { in.FjernUndtagetVisningForBorger = tekst(hide) })
		if navne(out) != alle {
			t.Errorf("hide %s: the services are %q", hide, navne(out))
		}
		got := out.BevilgetYdelseListe.BevilgetYdelse[0].BevillingStruktur.Bevillingssag
		title := ""
		if got.SagTitel != nil {
			title = *got.SagTitel
		}
		if title != want || got.SagUUID == "" {
			t.Errorf("hide %s: the case tells %+v", hide, got)
		}
	}
}

func TestPayments(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	ask := func(change func(*ydelsehent.EffektueringHentInput)) []ydelsehent.OEkonomiskEffektuering {
		in := &ydelsehent.EffektueringHentInput{}
		in.HovedOplysninger, in.Kriterie.PartCPRNummer, in.RettighedListe, in.MedtagBevilling = hoved(), tekst(ida), alt(), tekst("true")
		change(in)
		out := &ydelsehent.EffektueringHentOutput{}
		if err := w.klient.Kald(context.Background(), ydelsehent.Effektuering, in, out); err != nil {
			t.Fatal(err)
		}
		if out.OEkonomiskEffektueringListe == nil {
			return nil
		}
		return out.OEkonomiskEffektueringListe.OEkonomiskEffektuering
	}
	for name, c := range map[string]struct {
		change func(*ydelsehent.EffektueringHentInput)
		want   int
	}{
		"hers": {func(*ydelsehent.EffektueringHentInput) {}, 1},
		"before it was": {func(in *ydelsehent.EffektueringHentInput) {
			in.OekonomiskEffektueringDispositionsDatoTil = tekst("2025-03-31")
		}, 0},
		"of that service": {func(in *ydelsehent.EffektueringHentInput) {
			in.Kriterie = ydelsehent.EffektueringKriterie{BevilgetYdelseKriterie: &ydelsehent.BevilgetYdelseKriterie{BevillingUUID: oio.NameUUID("b2").String(), BevilgetYdelseID: "b2-1"}}
		}, 1},
		"of another": {func(in *ydelsehent.EffektueringHentInput) {
			in.Kriterie = ydelsehent.EffektueringKriterie{BevilgetYdelseKriterie: &ydelsehent.BevilgetYdelseKriterie{BevillingUUID: oio.NameUUID("b2").String(), BevilgetYdelseID: "b2-2"}}
		}, 0},
		"user sees 29 only": {func(in *ydelsehent.EffektueringHentInput) {
			in.RettighedListe.BevillingDataAfgrGruppe[0].BevillingAfgrListe = &ydelsehent.BevillingAfgrListe{BevillingDataAfgr: []ydelsehent.BevillingDataAfgr{{KLEDataAfgr: tekst("29.*")}}}
		}, 0},
	} {
		got := ask(c.change)
		if len(got) != c.want {
			t.Errorf("%s: %d payments, want %d", name, len(got), c.want)
		}
		if len(got) == 1 {
			line := got[0].OEkonomiskYdelseseffektueringListe.OEkonomiskYdelseseffektuering[0]
			if line.BevilgetYdelse == nil || line.BevilgetYdelse.YdelseNavn != "Madservice" || line.OekonomiskYdelseseffektueringBeloeb != "500.25" {
				t.Errorf("%s: %+v", name, line)
			}
		}
	}
}

func TestACompanyIsAnsweredHonestly(t *testing.T) {
	t.Parallel()
	out := nyVerden(t).hent(t, func(in *ydelsehent.BevillingHentInput) {
		in.Kriterie = ydelsehent.Kriterie{PartCVRNummer: tekst("22222222")}
	})
	if navne(out) != "" || len(out.HovedOplysningerSvar.SvarReaktion) != 1 || out.HovedOplysningerSvar.SvarReaktion[0].Advis == nil {
		t.Errorf("%+v", out)
	}
}

func TestZeepSeesTheOfficialService(t *testing.T) {
	t.Parallel()
	service := (&ydelsehent.Tjeneste{}).SOAP()
	zeeptest.Ens(t, shared.Path(t, "schemas/ydelseindeks/ydelselistehent/wsdl/YdelseListeHentService.wsdl"), ydelsehent.Familie.WSDL(service.Beskrivelse, "http://127.0.0.1/x"))
}

// Efterproev lets a call from this machine pass, as the caller a test has made.
func (k kalderen) Efterproev(r *http.Request, doc *xmltree.Document, s *soap.Tjeneste, now time.Time) (soap.Kalder, error) {
	if _, err := k.Aaben.Efterproev(r, doc, s, now); err != nil {
		return soap.Kalder{}, err
	}
	return *k.kalder, nil
}
