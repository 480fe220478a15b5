package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/klassifikation"
	fk "indeksbro/internal/soap/organisation"
	"indeksbro/internal/ydelsestype"
)

type kleHentCmd struct {
	Fra   string `placeholder:"URL" help:"Address of FK Klassifikation. Default: policy kilde-klassifikation."`
	Trods string `placeholder:"WHY" help:"Take the reading although it ends more classes than is believed."`
	JSON  bool   `name:"json" help:"Print counts and difference as JSON."`
}

// Help shows an example.
func (kleHentCmd) Help() string {
	return "Reads KLE from FK Klassifikation as `serve` does every night at three: an address with /rest/ is asked as JSON, one with KlassifikationListeHent over SOAP in one call, any other is taken for Klasse version 7 and searched by pages. Tokens and certificates are those of the policies maal-sts and certifikat.\n\nExample: indeksbro kle hent --fra https://klassifikation.example/klasse/7"
}

// Run reads and imports whole or not at all.
func (c *kleHentCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	difference, counts, err := b.hentKLE(ctx, m, c.Fra, c.Trods)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(map[string]any{"antal": counts, "forskel": difference})
	}
	m.printf("KLE: %d hovedgrupper, %d grupper, %d emner (%d with UUID), %d handlingsfacetter\n", counts.Hovedgrupper, counts.Grupper, counts.Emner, counts.MedUUID, counts.Handlingsfacetter)
	tellKLE(m, difference)
	return nil
}

type organisationHentCmd struct {
	Fra   string `placeholder:"URL" help:"Address of FK Organisation, up to the service's name, or with {tjeneste} in its place. Default: policy kilde-organisation."`
	Trods string `placeholder:"WHY" help:"Take the reading although it ends more units than is believed."`
	JSON  bool   `name:"json" help:"Print the difference as JSON."`
}

// Help shows an example.
func (organisationHentCmd) Help() string {
	return "Reads the municipality's units from FK Organisation as `serve` does every night at three.\n\nExample: indeksbro organisation hent --fra 'https://organisation.example/organisation/{tjeneste}/6'"
}

// Run reads and imports whole or not at all.
func (c *organisationHentCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	tree, difference, changes, err := b.hentOrganisation(ctx, m, c.Fra, c.Trods)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(map[string]any{"enheder": tree.Len(), "forskel": difference})
	}
	tellOrganisation(m, tree, difference, changes)
	return nil
}

// hoejstVaek is the share that may go in one reading without a person's word (05b B.7), and a number below which nothing is said.
const (
	hoejstVaek = 0.10
	faaVaek    = 5
)

// forMange refuses a reading that takes away more than is believed.
func forMange(what string, gone, before int, despite string) error {
	if despite != "" || gone <= faaVaek || float64(gone) <= hoejstVaek*float64(before) {
		return nil
	}
	return waits("the reading takes away %d of %d %s, more than %.0f %%; nothing is imported. If it is right: --trods \"WHY\"", gone, before, what, 100*hoejstVaek)
}

// hentKLE reads KLE over the wire and imports it with the filter of the policy (R060–R062).
func (b *bro) hentKLE(ctx context.Context, m *miljoe, url, despite string) (kle.Difference, kle.Counts, error) {
	var none kle.Difference
	p, err := b.politik(ctx)
	if err != nil {
		return none, kle.Counts{}, err
	}
	if url == "" {
		url = p.KildeKlassifikation
	}
	if url == "" {
		return none, kle.Counts{}, inputError("no address of FK Klassifikation: give --fra URL, or set the policy kilde-klassifikation")
	}
	list, err := b.laesKLE(ctx, m, p, url)
	if err != nil {
		return none, kle.Counts{}, fmt.Errorf("read KLE: %w", err)
	}
	plan, err := klassifikation.Plan(list, oio.DatoOf(m.Nu()))
	if err != nil {
		return none, kle.Counts{}, err
	}
	before, err := b.db.Plan(ctx, b.kommune, false)
	if err != nil {
		return none, kle.Counts{}, err
	}
	filter, err := kle.ParseFilter(p.KLEFilter)
	if err != nil {
		return none, kle.Counts{}, err
	}
	gone, were := udgaar(before, plan.Filter(filter), filter, oio.DatoOf(m.Nu()))
	if err := forMange("classes", gone, were, despite); err != nil {
		return none, kle.Counts{}, err
	}
	return importKLE(ctx, m, b, plan, nil)
}

// udgaar counts the classes in force that the filter lets through, and those of them that a new plan ends.
func udgaar(before, after *kle.Plan, filter kle.Filter, idag oio.Dato) (gone, were int) {
	for i := range before.Klasser {
		k := &before.Klasser[i]
		if !k.IKraft(idag) || !filter.Holds(k.Nummer) {
			continue
		}
		were++
		if now, there := after.Find(k.Nummer); !there || !now.IKraft(idag) {
			gone++
		}
	}
	return gone, were
}

// laesKLE asks in the way the address tells of.
func (b *bro) laesKLE(ctx context.Context, m *miljoe, p politik.Politik, url string) ([]klassifikation.Klassifikation, error) {
	security, transport, err := b.segl(m, p)
	if err != nil {
		return nil, err
	}
	facets := []oio.UUID{klassifikation.Emner, klassifikation.Handlinger}
	client := &soap.Klient{Adresse: url, Audience: klassifikation.EntityID, V12: true, Familie: klassifikation.Familie, HTTP: transport, Segl: security, Nu: m.Nu}
	switch lower := strings.ToLower(url); {
	case strings.Contains(lower, "/rest/") || strings.Contains(lower, "rest/klass"):
		return (&klassifikation.RESTKlient{Adresse: url, HTTP: transport, Nu: m.Nu}).Hent(ctx, facets)
	case strings.Contains(lower, "listehent"):
		client.Familie, client.UdenHoved = klassifikation.ListeFamilie, true
		return klassifikation.HentListe(ctx, client, facets)
	}
	return klassifikation.HentKlasser(ctx, client, facets, oio.DatoOf(m.Nu()))
}

// hentOrganisation reads the units over the wire and imports them; what that changes about units in use becomes findings (R079).
func (b *bro) hentOrganisation(ctx context.Context, m *miljoe, url, despite string) (*organisation.Trae, organisation.Difference, []organisation.Aendring, error) {
	var none organisation.Difference
	p, err := b.politik(ctx)
	if err != nil {
		return nil, none, nil, err
	}
	if url == "" {
		url = p.KildeOrganisation
	}
	if url == "" {
		return nil, none, nil, inputError("no address of FK Organisation: give --fra URL, or set the policy kilde-organisation")
	}
	security, transport, err := b.segl(m, p)
	if err != nil {
		return nil, none, nil, err
	}
	client := func(service string) *soap.Klient {
		return &soap.Klient{Adresse: tjenesteAdresse(url, service), Audience: fk.EntityID, V12: true, Familie: fk.Familie, HTTP: transport, Segl: security, Nu: m.Nu}
	}
	numbers, err := b.numre(ctx)
	if err != nil {
		return nil, none, nil, err
	}
	read := &fk.Henter{System: client("OrganisationSystem"), Adresse: client("Adresse"), Organisation: p.Organisation, CVR: b.kommune, Nummer: numbers}
	got, err := read.Hent(ctx)
	if err != nil {
		return nil, none, nil, fmt.Errorf("read FK Organisation: %w", err)
	}
	tree, err := organisation.Saml(got.Enheder)
	if err != nil {
		return nil, none, nil, fmt.Errorf("what FK Organisation answered: %w", err)
	}
	before, err := b.db.Organisation(ctx, b.kommune)
	if err != nil {
		return nil, none, nil, err
	}
	active := 0
	for _, e := range before.Alle() {
		if e.Aktiv() {
			active++
		}
	}
	if err := forMange("units", len(organisation.Diff(before, tree).Fjernet), active, despite); err != nil {
		return nil, none, nil, err
	}
	difference, changes, err := b.importOrganisation(ctx, m, tree)
	return tree, difference, changes, err
}

// tjenesteAdresse is where one service of FK Organisation answers: ours end in the service's name and version, the national ones have
// the name in lower case inside (05b C.1).
func tjenesteAdresse(url, service string) string {
	if strings.Contains(url, "{tjeneste}") {
		return strings.ReplaceAll(url, "{tjeneste}", strings.ToLower(service))
	}
	return strings.TrimSuffix(url, "/") + "/" + service + "/6"
}

// numre gives the KLE number of a class by its identity.
func (b *bro) numre(ctx context.Context) (func(oio.UUID) string, error) {
	plan, err := b.db.Plan(ctx, b.kommune, true)
	if err != nil {
		return nil, err
	}
	known := make(map[oio.UUID]string, len(plan.Klasser))
	for i := range plan.Klasser {
		k := &plan.Klasser[i]
		known[oio.NewKlasse("KLE", string(k.Nummer), "", k.UUID).UUID] = string(k.Nummer)
	}
	return func(u oio.UUID) string { return known[u] }, nil
}

// daglig imports every night from the national systems the policy names (R060, R079), and verifies a part (R097). Where several municipalities
// are served they follow each other through the night.
func (t *tjeneste) daglig(ctx context.Context) error {
	for {
		now := t.m.Nu()
		timer := time.NewTimer(kle.NaesteImport(now.Add(-t.efter(natten))).Sub(now) + t.efter(natten))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
			t.nat(ctx)
		}
	}
}

// natten is how long the daily work of all municipalities is spread over.
const natten = 3 * time.Hour

// nat is the daily work of one.
func (t *tjeneste) nat(ctx context.Context) {
	if t.naboer != nil {
		release, err := t.naboer.tur(ctx)
		if err != nil {
			return // the program stops
		}
		defer release()
	}
	t.hentAlt(ctx)
	t.natkontrol(ctx)
	t.natrydning(ctx)
}

// hentAlt runs the imports there are. What fails is told and tried again the next night; what was imported before stands.
func (t *tjeneste) hentAlt(ctx context.Context) {
	p, err := t.b.politik(ctx)
	if err != nil {
		t.log.Error("daily import", "err", err)
		return
	}
	if p.KildeKlassifikation != "" {
		difference, counts, err := t.b.hentKLE(ctx, t.m, "", "")
		if err != nil {
			t.log.Error("daily import of KLE failed; the last one stands", "err", err)
		} else {
			t.log.Info("daily import of KLE", "emner", counts.Emner, "new", len(difference.Nye), "gone", len(difference.Fjernet), "expired", len(difference.Udgaaet), "renamed", len(difference.AendretTitel))
		}
	}
	if p.KildeOrganisation != "" {
		tree, difference, changes, err := t.b.hentOrganisation(ctx, t.m, "", "")
		if err != nil {
			t.log.Error("daily import of FK Organisation failed; the last one stands", "err", err)
		} else {
			t.log.Info("daily import of FK Organisation", "units", tree.Len(), "new", len(difference.Nye), "gone", len(difference.Fjernet), "changed", len(difference.Aendret), "in_use", len(changes))
		}
	}
	t.changed()
}

// klassifikationer are what the services of FK Klassifikation answer from: KLE as imported, and the common service types.
func (b *bro) klassifikationer(ctx context.Context, kommune oio.CVR) ([]klassifikation.Klassifikation, error) {
	plan, err := b.db.Plan(ctx, kommune, true)
	if err != nil {
		return nil, err
	}
	made := []klassifikation.Klassifikation{klassifikation.AfKatalog(ydelsestype.Nyeste(), plan.Udgivet.Midnat())}
	if len(plan.Klasser) > 0 {
		made = append([]klassifikation.Klassifikation{klassifikation.AfPlan(plan, plan.Udgivet.Midnat())}, made...)
	}
	return made, nil
}

// myndighed is what the services of FK Organisation answer from.
func (b *bro) myndighed(ctx context.Context, kommune oio.CVR) (fk.Myndighed, error) {
	p, err := b.db.Politik(ctx, kommune)
	if err != nil {
		return fk.Myndighed{}, err
	}
	tree, err := b.db.Organisation(ctx, kommune)
	if err != nil {
		return fk.Myndighed{}, err
	}
	fetched, err := b.db.OrganisationHentet(ctx, kommune)
	if err != nil {
		return fk.Myndighed{}, err
	}
	plan, err := b.db.Plan(ctx, kommune, true)
	if err != nil {
		return fk.Myndighed{}, err
	}
	class := func(number string) oio.UUID {
		k, there := plan.Find(kle.Nummer(number))
		if !there {
			return oio.UUID{}
		}
		return oio.NewKlasse("KLE", number, "", k.UUID).UUID
	}
	return fk.Myndighed{UUID: p.Organisation, Navn: p.Navn, CVR: kommune, Trae: tree, Tid: fetched, Klasse: class}, nil
}
