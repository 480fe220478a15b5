package logindtest

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/crewjam/saml"

	"indeksbro/internal/adgang"
	"indeksbro/internal/idp"
	"indeksbro/internal/oio"
	"indeksbro/internal/web/demo"
	"indeksbro/internal/web/login"
	"indeksbro/internal/web/session"
)

// Kreds is a log-in with an identity provider that it asks over HTTP, and the demo's picker.
type Kreds struct {
	Lager  *Lager
	Login  *login.Login
	IdP    *idp.Provider
	Vaelg  *demo.Demo
	SAML   *login.SAML
	Egen   string // where the log-in is
	Noegle string // that opens the workbench
	Bog    *Bog

	IdPNoegle *rsa.PrivateKey // what the provider signs with
	UdenSegl  bool            // our metadata asks for assertions that are not sealed
}

// Bog is an audit log in memory. Fejl, when set, is what it answers.
type Bog struct {
	mu     sync.Mutex
	Fejl   error
	linjer []login.Haendelse
}

// LogInd implements login.Audit.
func (b *Bog) LogInd(_ context.Context, h login.Haendelse) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.linjer = append(b.linjer, h)
	return b.Fejl
}

// Linjer are what it was told.
func (b *Bog) Linjer() []login.Haendelse {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]login.Haendelse(nil), b.linjer...)
}

// Folk are the employees of the provider: a caseworker who sees all, the administrator, a caseworker with a boundary, and one without rights.
func Folk() []idp.Person {
	group := func(rights ...adgang.Ret) adgang.Gruppe {
		return adgang.Gruppe{Kommune: oio.Korsbaek, Retter: rights}
	}
	bounded := group(adgang.Opslag)
	bounded.KLE = adgang.Emner{{Fra: "27.35.00", Til: "27.35.99"}}
	return []idp.Person{
		{ID: "susanne", Navn: "Susanne Dahl", Beskrivelse: "Sagsbehandler uden afgrænsning", Grupper: []adgang.Gruppe{group(adgang.Opslag, adgang.Hop)}},
		{ID: "karen", Navn: "Karen Holm", Beskrivelse: "Cura-administrator", Grupper: []adgang.Gruppe{group(adgang.Cura)}},
		{ID: "mette", Navn: "Mette Krogh", Beskrivelse: "Sagsbehandler, kun KLE 27.35", Grupper: []adgang.Gruppe{bounded}},
		{ID: "ingen", Navn: "Ingen Ret", Beskrivelse: "Uden rettigheder", Grupper: []adgang.Gruppe{{Kommune: "22222222", Retter: []adgang.Ret{adgang.Opslag}}}},
		{ID: "svag", Navn: "Svag Sikring", Beskrivelse: "Logget ind uden to faktorer", Sikring: "Low", Grupper: []adgang.Gruppe{group(adgang.Opslag)}},
	}
}

// NyKreds makes it: the log-in at egen, the provider at hos/idp.
func NyKreds(egen, hos string, people idp.Borgere, citizen func(oio.CPR) oio.Borgernoegle, nu func() time.Time, log *slog.Logger) *Kreds {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	certificate, err := idp.Selvsigneret("prøve", key, nu())
	if err != nil {
		panic(err)
	}
	provider, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	k := &Kreds{IdPNoegle: provider, Lager: Ny(), Egen: egen, Bog: &Bog{}, Noegle: "0123456789abcdef0123456789abcdef"}
	client := func(who login.Hvem, citizens bool) idp.Klient {
		return idp.Klient{ID: string(who), Hemmelighed: "hemmelig", Borgere: citizens, Svar: []string{egen + login.Sti + "/" + string(who) + "/svar"}, Ud: []string{egen + "/log-ud/farvel"}}
	}
	k.IdP = idp.New(idp.Config{Udsteder: hos + "/idp", CVR: oio.Korsbaek, Medarbejdere: Folk(), Borgere: people, Noegle: provider, Nu: nu, Log: log,
		Klienter: []idp.Klient{client(login.Medarbejdere, false), client(login.Borgere, true)}, SP: func() []*saml.EntityDescriptor { return []*saml.EntityDescriptor{k.Metadata()} }})
	way := func(who login.Hvem, least login.Sikring) *login.OIDC {
		return &login.OIDC{Hvem: who, Udsteder: hos + "/idp", Klient: string(who), Hemmelighed: "hemmelig", HTTP: &http.Client{Timeout: 10 * time.Second}, Mindst: least}
	}
	k.SAML = &login.SAML{IdP: k.IdP.Metadata(), Noegle: login.SAMLNoegle{Noegle: key, Certifikat: certificate}}
	k.Login = login.New(login.Config{Lager: k.Lager, Noegle: k.Noegle, Adresse: egen, Audit: k.Bog, Borger: citizen, Veje: []login.Vej{way(login.Medarbejdere, login.Betydelig), way(login.Borgere, login.Betydelig), k.SAML},
		Session: session.Session{Noegler: Noegler(oio.Korsbaek), Kommune: oio.Korsbaek, Ledig: session.Ledig, Laengst: session.Laengst, Nu: nu, Log: log}})
	var employees []demo.Medarbejder
	for _, p := range Folk()[:3] {
		employees = append(employees, demo.Medarbejder{ID: p.ID, Navn: p.Navn, Beskrivelse: p.Beskrivelse, Roller: adgang.RollerAf(p.Grupper, oio.Korsbaek)})
	}
	k.Vaelg = demo.New(demo.Config{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune", Telefon: "55 55 00 00", Indeks: people, Medarbejdere: employees, Identiteter: k.Login, Log: log,
		MedarbejderLogin: login.Sti + "/" + string(login.Medarbejdere), BorgerLogin: login.Sti + "/" + string(login.Borgere), LogUd: login.LogUd})
	return k
}

// Metadata is what the provider knows of the log-in by SAML.
func (k *Kreds) Metadata() *saml.EntityDescriptor {
	all, err := k.SAML.Metadata(k.Login, k.Egen)
	if err != nil {
		panic(err)
	}
	if k.UdenSegl {
		for i := range all.SPSSODescriptors {
			d := &all.SPSSODescriptors[i]
			d.KeyDescriptors = slices.DeleteFunc(d.KeyDescriptors, func(one saml.KeyDescriptor) bool { return one.Use == "encryption" })
		}
	}
	return all
}

// Ruter puts the provider and the picker beside the pages.
func (k *Kreds) Ruter(pages http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(demo.Sti, k.Vaelg.Handler())
	mux.Handle(demo.Sti+"/", k.Vaelg.Handler())
	mux.Handle("/idp/", k.IdP.Handler())
	mux.Handle("/", pages)
	return mux
}
