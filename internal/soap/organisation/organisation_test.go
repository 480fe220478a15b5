package organisation_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"indeksbro/internal/oio"
	trae "indeksbro/internal/organisation"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/organisation"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/testkit/zeeptest"
)

func nu() time.Time { return time.Date(2026, 5, 4, 10, 0, 0, 0, oio.Koebenhavn) }

var (
	korsbaek = oio.NameUUID("korsbæk")
	rod      = oio.NameUUID("rod")
	klasse   = oio.NameUUID("27.35")
)

// mange is a municipality of more units than a page holds.
func mange() []trae.Enhed {
	units := []trae.Enhed{{UUID: rod, Navn: "Korsbæk Kommune", Status: "Aktiv", CVR: oio.Korsbaek}}
	for i := range 1203 {
		u := trae.Enhed{UUID: oio.NameUUID(fmt.Sprint("enhed", i)), Navn: fmt.Sprintf("Enhed %d", i), Overordnet: rod, Status: "Aktiv", CVR: oio.Korsbaek}
		switch i % 3 {
		case 0:
			u.Adresser = []trae.Adresse{{Rolle: "telefon", Tekst: "55 55 00 01"}, {Rolle: "email", Tekst: fmt.Sprintf("enhed%d@korsbaek.example", i)}, {Rolle: "telefontid", Tekst: "kl. 9–14"}}
			u.Opgaver = []string{"27.35"}
		case 1:
			u.Status, u.PNummer = "Inaktiv", "1000000001"
		}
		units = append(units, u)
	}
	return units
}

func myndighed(units []trae.Enhed) organisation.Myndighed {
	return organisation.Myndighed{UUID: korsbaek, Navn: "Korsbæk Kommune", CVR: oio.Korsbaek, Trae: trae.New(units), Tid: nu().AddDate(0, -1, 0), Klasse: func(n string) oio.UUID {
		if n == "27.35" {
			return klasse
		}
		return oio.UUID{}
	}}
}

func server(t *testing.T, m organisation.Myndighed) (base string) {
	mux := http.NewServeMux()
	service := &organisation.Tjeneste{Myndighed: func(context.Context, oio.CVR) (organisation.Myndighed, error) { return m, nil }}
	for _, s := range service.SOAP() {
		mux.Handle("/soap/"+s.Adresse, &soap.Server{Tjeneste: s, Sikkerhed: soap.Aaben{CVR: oio.Korsbaek}, Nu: nu, Log: slog.New(slog.DiscardHandler)})
	}
	x := httptest.NewServer(mux)
	t.Cleanup(x.Close)
	return x.URL + "/soap/"
}

func klient(address string) *soap.Klient {
	return &soap.Klient{Adresse: address, Audience: organisation.EntityID, V12: true, Familie: organisation.Familie, HTTP: http.DefaultClient, Segl: soap.Uforseglet{}, Nu: nu}
}

func hent(base string, of oio.UUID) (organisation.Hentet, error) {
	h := &organisation.Henter{System: klient(base + "OrganisationSystem/6"), Adresse: klient(base + "Adresse/6"), Organisation: of, CVR: oio.Korsbaek, Nummer: func(u oio.UUID) string {
		if u == klasse {
			return "27.35"
		}
		return ""
	}}
	return h.Hent(context.Background())
}

func TestTheTreeComesOutAsItWentIn(t *testing.T) {
	t.Parallel()
	units := mange()
	got, err := hent(server(t, myndighed(slices.Clone(units))), korsbaek)
	if err != nil {
		t.Fatal(err)
	}
	want := trae.New(units).Alle()
	if diff := cmp.Diff(want, trae.New(got.Enheder).Alle()); diff != "" {
		t.Errorf("(-want +got) %.2000s", diff)
	}
}

func TestUnitsOfAnotherOrganisationAreLeftOutAndNoneIsAnError(t *testing.T) {
	t.Parallel()
	got, err := hent(server(t, myndighed(mange())), oio.NameUUID("en anden"))
	if err == nil || got.Fremmed != 1204 {
		t.Errorf("%d foreign units, error %v", got.Fremmed, err)
	}
}

func TestSearchReadAndListFindTheSame(t *testing.T) {
	t.Parallel()
	base := server(t, myndighed(mange()))
	ctx := context.Background()
	name, active := "Enhed 17", "Aktiv"
	for want, in := range map[int]organisation.EnhedSoegInput{
		1:   {AttributListe: organisation.EnhedAttributListe{Egenskab: []organisation.EnhedEgenskab{{EnhedNavn: &name}}}},
		500: {TilstandListe: organisation.EnhedTilstandListe{Gyldighed: []organisation.FaellesGyldighed{{GyldighedStatusKode: active}}}},
		0:   {RelationListe: organisation.EnhedRelationListe{Tilhoerer: &organisation.OrganisationFlerRelation{FlerRelation: organisation.FlerRelation{ReferenceID: unik(rod)}}}},
	} {
		var out organisation.SoegOutput
		if err := klient(base+"OrganisationEnhed/6").Kald(ctx, organisation.Enhed[0], &in, &out); err != nil {
			t.Fatal(err)
		}
		if want == 0 {
			if out.StandardRetur.StatusKode != "44" || out.IdListe != nil {
				t.Errorf("an empty search answers %+v", out)
			}
			continue
		}
		if got := len(out.IdListe.UUIDIdentifikator); got != want {
			t.Errorf("%d found, want %d", got, want)
			continue
		}
		id := out.IdListe.UUIDIdentifikator[0]
		var one organisation.EnhedLaesOutput
		var many organisation.EnhedListOutput
		if err := klient(base+"OrganisationEnhed/6").Kald(ctx, organisation.Enhed[2], &organisation.LaesInput{UUIDIdentifikator: id}, &one); err != nil {
			t.Fatal(err)
		}
		if err := klient(base+"OrganisationEnhed/6").Kald(ctx, organisation.Enhed[1], &organisation.ListInput{UUIDIdentifikator: []string{id, rod.String()}}, &many); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(*one.FiltreretOejebliksbillede, many.FiltreretOejebliksbillede[0]); diff != "" || len(many.FiltreretOejebliksbillede) != 2 {
			t.Errorf("laes and list differ: %s", diff)
		}
	}
}

func unik(u oio.UUID) *organisation.UnikId {
	s := u.String()
	return &organisation.UnikId{UUIDIdentifikator: &s}
}

// From CVR to Organisation as the guide has it: Virksomhed by CVR, Organisation by Virksomhed, then the Organisation itself (05b C.2).
func TestFromCVRToOrganisation(t *testing.T) {
	t.Parallel()
	base := server(t, myndighed(mange()))
	ctx := context.Background()
	cvr := string(oio.Korsbaek)
	var company, found organisation.SoegOutput
	if err := klient(base+"Virksomhed/6").Kald(ctx, organisation.Virksomhed[0], &organisation.VirksomhedSoegInput{AttributListe: organisation.VirksomhedAttributListe{Egenskab: []organisation.VirksomhedEgenskab{{CVRNummerTekst: &cvr}}}}, &company); err != nil {
		t.Fatal(err)
	}
	in := &organisation.OrganisationSoegInput{RelationListe: organisation.OrganisationRelationListe{Virksomhed: &organisation.VirksomhedRelation{Relation: organisation.Relation{ReferenceID: &organisation.UnikId{UUIDIdentifikator: &company.IdListe.UUIDIdentifikator[0]}}}}}
	if err := klient(base+"Organisation/6").Kald(ctx, organisation.Organisation[0], in, &found); err != nil {
		t.Fatal(err)
	}
	var read organisation.OrganisationLaesOutput
	if err := klient(base+"Organisation/6").Kald(ctx, organisation.Organisation[2], &organisation.LaesInput{UUIDIdentifikator: found.IdListe.UUIDIdentifikator[0]}, &read); err != nil {
		t.Fatal(err)
	}
	r := read.FiltreretOejebliksbillede.Registrering[0]
	if *r.AttributListe.Egenskab[0].OrganisationNavn != "Korsbæk Kommune" || *r.RelationListe.Overordnet.ReferenceID.UUIDIdentifikator != rod.String() {
		t.Errorf("%+v", r)
	}
}

func TestZeepSeesTheOfficialServices(t *testing.T) {
	t.Parallel()
	for _, s := range (&organisation.Tjeneste{}).SOAP() {
		var names []string
		for _, op := range s.Beskrivelse.Operationer {
			names = append(names, op.Navn)
		}
		wsdl := "schemas/organisation/wsdl/" + s.Beskrivelse.Port + ".wsdl"
		if s.Beskrivelse.Port == "Virksomhed" {
			wsdl = "schemas/virksomhed/wsdl/Virksomhed.wsdl"
		}
		zeeptest.Ens(t, shared.Path(t, wsdl), organisation.Familie.WSDL(s.Beskrivelse, "http://127.0.0.1/x"), names...)
	}
}
