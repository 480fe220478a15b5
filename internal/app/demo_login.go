package app

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http"

	"github.com/crewjam/saml"

	"indeksbro/internal/adgang"
	"indeksbro/internal/idp"
	"indeksbro/internal/oio"
	"indeksbro/internal/web/assets"
	"indeksbro/internal/web/demo"
	"indeksbro/internal/web/login"
	"indeksbro/internal/web/session"
)

// The demo's people. Their names are invented; the first two are who one is when one says nothing more.
func (t *tjeneste) demofolk(ctx context.Context) ([]idp.Person, error) {
	unit, err := t.enEnhed(ctx)
	if err != nil {
		return nil, err
	}
	group := func(name string, rights ...adgang.Ret) adgang.Gruppe {
		return adgang.Gruppe{Navn: name, Kommune: t.b.kommune, Retter: rights}
	}
	clerk := func(set func(*adgang.Gruppe), rights ...adgang.Ret) []adgang.Gruppe {
		g := group("Sagsbehandler", append([]adgang.Ret{adgang.Opslag}, rights...)...)
		set(&g)
		return []adgang.Gruppe{g}
	}
	return []idp.Person{
		{ID: "susanne-dahl", Navn: "Susanne Dahl", Beskrivelse: "Sagsbehandler uden afgrænsning", Grupper: clerk(func(*adgang.Gruppe) {}, adgang.Hop)},
		{ID: "karen-holm", Navn: "Karen Holm", Beskrivelse: "Cura-administrator: opmærker og mapper", Grupper: []adgang.Gruppe{group("Cura-administrator", adgang.Cura)}},
		{ID: "jens-bruun", Navn: "Jens Bruun", Beskrivelse: "FK Organisation-administrator: mapper enheder", Grupper: []adgang.Gruppe{group("FK Organisation-administrator", adgang.FKOrganisation)}},
		{ID: "lone-friis", Navn: "Lone Friis", Beskrivelse: "Systemejer for Borgerblikket: bestemmer, hvad borgere ser", Grupper: []adgang.Gruppe{group("Systemejer for Borgerblikket", adgang.Borgerblik, adgang.Verifikation)}},
		{ID: "torben-lind", Navn: "Torben Lind", Beskrivelse: "SAPA-administrator: bestemmer, hvad medarbejdere ser, og ser loggen", Grupper: []adgang.Gruppe{group("SAPA-administrator", adgang.Sapa)}},
		{ID: "mette-krogh", Navn: "Mette Krogh", Beskrivelse: "Sagsbehandler, kun KLE 27.35", Grupper: clerk(func(g *adgang.Gruppe) { g.KLE = adgang.Emner{{Fra: "27.35.00", Til: "27.35.99"}} }, adgang.Hop)},
		{ID: "peter-juhl", Navn: "Peter Juhl", Beskrivelse: "Sagsbehandler, ikke følsomme oplysninger (højst trin 2)", Grupper: clerk(func(g *adgang.Gruppe) { g.Foelsomhed = 2 }, adgang.Hop)},
		{ID: "anne-bech", Navn: "Anne Bech", Beskrivelse: "Sagsbehandler, kun " + unit.Navn, Grupper: clerk(func(g *adgang.Gruppe) { g.Enheder = []oio.UUID{unit.UUID} }, adgang.Hop)},
		{ID: "ole-skov", Navn: "Ole Skov", Beskrivelse: "Sagsbehandler uden hop til fagsystemet", Grupper: clerk(func(*adgang.Gruppe) {})},
		{ID: "vibeke-dam", Navn: "Vibeke Dam", Beskrivelse: "Programleder: ser, hvor langt kommunerne er, og ingen borgere", Grupper: []adgang.Gruppe{group("Programleder", adgang.Program)}},
		{ID: "erik-vang", Navn: "Erik Vang", Beskrivelse: "Leverandør: beskeder og trafik", Grupper: []adgang.Gruppe{group("Leverandør", adgang.Leverandoer)}},
	}, nil
}

// enEnhed is a unit that is responsible for something in the index.
func (t *tjeneste) enEnhed(ctx context.Context) (oio.Aktoer, error) {
	people, err := t.b.index.Personer(ctx, adgang.Alt(t.b.kommune), oio.Borgernoegle{}, 20)
	if err != nil {
		return oio.Aktoer{}, fmt.Errorf("demo people: %w", err)
	}
	for _, p := range people {
		objects, err := t.b.index.Borger(ctx, adgang.Alt(t.b.kommune), p.Noegle)
		if err != nil {
			return oio.Aktoer{}, fmt.Errorf("demo people: %w", err)
		}
		for _, o := range objects {
			if s, is := o.Objekt.(*oio.Sag); is && !s.Ansvarlig.UUID.IsZero() {
				return s.Ansvarlig, nil
			}
		}
	}
	return oio.Aktoer{Navn: "en enhed uden sager"}, nil
}

// The clients of the demo's provider: ourselves, twice.
const (
	demoMedarbejdere = "indeksbro-medarbejdere"
	demoBorgere      = "indeksbro-borgere"
)

// demologin is the demo's log-in with the provider it asks and the picker that leads to it.
type demologin struct {
	login  *login.Login
	idp    *idp.Provider
	vaelg  *demo.Demo
	klient *http.Client
}

// nytDemologin makes the provider at base/idp, and the log-in that asks it as it would ask a real one, over HTTP. trust is how it knows it.
func (t *tjeneste) nytDemologin(ctx context.Context, base, municipality, phone string, trust *http.Client) (*demologin, error) {
	people, err := t.demofolk(ctx)
	if err != nil {
		return nil, err
	}
	d, issuer, secret := &demologin{klient: trust}, base+"/idp", rand.Text()+rand.Text()
	client := func(id string, citizens bool, who login.Hvem) idp.Klient {
		return idp.Klient{ID: id, Hemmelighed: secret, Borgere: citizens, Svar: []string{base + login.Sti + "/" + string(who) + "/svar"}, Ud: []string{base + "/log-ud/farvel"}}
	}
	var ask *login.SAML
	d.idp = idp.New(idp.Config{Udsteder: issuer, CVR: t.b.kommune, Medarbejdere: people, Borgere: t.b.index, Nu: t.m.Nu, Log: t.log, Ark: assets.Stylesheets(),
		Klienter: []idp.Klient{client(demoMedarbejdere, false, login.Medarbejdere), client(demoBorgere, true, login.Borgere)},
		SP: func() []*saml.EntityDescriptor {
			us, err := ask.Metadata(d.login, base)
			if err != nil {
				return nil
			}
			return []*saml.EntityDescriptor{us}
		}})
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	certificate, err := idp.Selvsigneret("Indeksbro demo", key, t.m.Nu())
	if err != nil {
		return nil, err
	}
	ask = &login.SAML{IdP: d.idp.Metadata(), Noegle: login.SAMLNoegle{Noegle: key, Certifikat: certificate}}
	way := func(who login.Hvem, id string) *login.OIDC {
		return &login.OIDC{Hvem: who, Udsteder: issuer, Klient: id, Hemmelighed: secret, HTTP: trust}
	}
	d.login = login.New(login.Config{Session: t.session(&loginvalg{Ledig: session.Ledig, Laengst: session.Laengst}), Lager: t.b.db, Adresse: base, Audit: t, Borger: t.b.noegler.Borger, Vaelg: demo.Sti,
		Veje: []login.Vej{way(login.Medarbejdere, demoMedarbejdere), way(login.Borgere, demoBorgere), ask}})
	employees := make([]demo.Medarbejder, len(people))
	for i := range people {
		employees[i] = demo.Medarbejder{ID: people[i].ID, Navn: people[i].Navn, Beskrivelse: people[i].Beskrivelse, Roller: adgang.RollerAf(people[i].Grupper, t.b.kommune)}
	}
	d.vaelg = demo.New(demo.Config{CVR: t.b.kommune, Navn: municipality, Telefon: phone, Indeks: t.b.index, Medarbejdere: employees, Identiteter: d.login, Log: t.log,
		MedarbejderLogin: login.Sti + "/" + string(login.Medarbejdere), BorgerLogin: login.Sti + "/" + string(login.Borgere), LogUd: login.LogUd})
	return d, nil
}
