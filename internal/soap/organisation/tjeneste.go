package organisation

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/oio"
	trae "indeksbro/internal/organisation"
	"indeksbro/internal/soap"
)

// Myndighed is the municipality as an Organisation.
type Myndighed struct {
	UUID oio.UUID
	Navn string
	CVR  oio.CVR
	Trae *trae.Trae
	Tid  time.Time // when the tree was imported
	// Klasse gives the identity of a KLE number, zero where it is not known; may be nil.
	Klasse func(number string) oio.UUID
}

// Tjeneste is the services of FK Organisation over the imported tree.
type Tjeneste struct {
	Myndighed func(ctx context.Context, kommune oio.CVR) (Myndighed, error)
}

// EntityID is the audience of tokens for all of them; the 3 is no mistake of ours (05b C.1).
const EntityID = "http://stoettesystemerne.dk/service/organisation/3"

const actions = "http://kombit.dk/sts/organisation/"

// Hierarki reads a page of everything; its action has a double s (05b C.1).
var Hierarki = soap.Operation{Navn: "fremsoegobjekthierarki", Action: actions + "organisationssystem/fremsoegobjekthierarki", Ind: "os:FremsoegObjekthierarkiInput", Ud: "os:FremsoegObjekthierarkiOutput"}

// operationer are the three that read one kind of object.
func operationer(service, prefix string) []soap.Operation {
	made := make([]soap.Operation, 0, 3)
	for _, name := range []string{"soeg", "list", "laes"} {
		element := prefix + ":" + strings.ToUpper(name[:1]) + name[1:]
		made = append(made, soap.Operation{Navn: name, Action: actions + service + "/" + name, Ind: element + "Input", Ud: element + "Output"})
	}
	return made
}

// The reading operations of each service: soeg, list, laes.
var (
	Enhed        = operationer("organisationenhed", "enh")
	Organisation = operationer("organisation", "org")
	Adresse      = operationer("adresse", "adr")
	Virksomhed   = operationer("virksomhed", "vir")
)

// SOAP is the services for a server.
func (t *Tjeneste) SOAP() []*soap.Tjeneste {
	type do = func(Myndighed, soap.Kald) any
	service := func(name string, ops []soap.Operation, work ...do) *soap.Tjeneste {
		s := &soap.Tjeneste{Adresse: name + "/6", EntityID: EntityID, Familie: Familie, Skemaregel: name + " 6",
			Beskrivelse: soap.Beskrivelse{Navn: name + "Service", Rum: "http://stoettesystemerne.dk/organisation/6/", Port: name, SOAP12: true, Operationer: ops}}
		for i, op := range ops {
			s.Handlinger = append(s.Handlinger, soap.Handling{Operation: op, Rolle: soap.Udstil, Udfoer: func(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
				m, err := t.Myndighed(ctx, k.Kalder.CVR)
				if err != nil {
					return nil, nil, err
				}
				return work[i](m, k), nil, nil
			}})
		}
		return s
	}
	return []*soap.Tjeneste{
		service("OrganisationSystem", []soap.Operation{Hierarki}, hierarki),
		service("OrganisationEnhed", Enhed, soegEnhed, listEnhed, laesEnhed),
		service("Organisation", Organisation, soegOrganisation, listOrganisation, laesOrganisation),
		service("Adresse", Adresse, soegAdresse, listAdresse, laesAdresse),
		service("Virksomhed", Virksomhed, soegVirksomhed, listVirksomhed, laesVirksomhed),
	}
}

// maxObjekter is how many objects a page holds (05a §3.2).
const maxObjekter = 500

func tekst(s string) *string { return &s }

func retur(n int) StandardRetur {
	if n == 0 {
		return StandardRetur{StatusKode: "44", FejlbeskedTekst: tekst("intet fundet")}
	}
	return StandardRetur{StatusKode: "20", FejlbeskedTekst: tekst("OK")}
}

func tal(s *string, otherwise int) int {
	if s == nil {
		return otherwise
	}
	n, err := strconv.Atoi(strings.TrimSpace(*s))
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

// side is the page of a list that a search asks for.
func side[T any](list []T, in *GrundSoegInput) []T {
	from, most := tal(in.FoersteResultatReference, 0), min(tal(in.MaksimalAntalKvantitet, maxObjekter), maxObjekter)
	from = min(from, len(list))
	return list[from:min(from+most, len(list))]
}

// hierarki gives the Organisation on the first page and the units by pages. Page through them until none come (05a §3.2): other kinds
// of objects are not imported.
func hierarki(m Myndighed, k soap.Kald) any {
	in := k.Ind.(*FremsoegObjekthierarkiInput)
	units := m.Trae.Alle()
	if e := in.OrganisationEnhedSoegEgenskab; e != nil {
		units = slices.DeleteFunc(units, func(u *trae.Enhed) bool { return !hedder(e, u) })
	}
	units = side(units, &in.GrundSoegInput)
	out := &FremsoegObjekthierarkiOutput{BasicOutput: BasicOutput{StandardRetur: retur(len(units))}}
	for _, u := range units {
		out.OrganisationEnheder.FiltreretOejebliksbillede = append(out.OrganisationEnheder.FiltreretOejebliksbillede, enhedsbillede(&m, u))
	}
	if tal(in.FoersteResultatReference, 0) == 0 && m.Trae.Len() > 0 {
		out.Organisationer.FiltreretOejebliksbillede = []OrganisationFiltreretOejebliksbillede{organisationsbillede(&m)}
	}
	return out
}

func hedder(e *EnhedEgenskab, u *trae.Enhed) bool {
	for _, said := range []*string{e.EnhedNavn, e.BrugervendtNoegleTekst} {
		if said != nil && !strings.EqualFold(*said, u.Navn) {
			return false
		}
	}
	return true
}

func henviser(r *UnikId, to oio.UUID) bool {
	return r == nil || r.UUIDIdentifikator == nil || strings.EqualFold(*r.UUIDIdentifikator, to.String())
}

func soegEnhed(m Myndighed, k soap.Kald) any {
	in := k.Ind.(*EnhedSoegInput)
	var ids []string
	for _, u := range m.Trae.Alle() {
		if enhedPasser(&m, u, in) {
			ids = append(ids, u.UUID.String())
		}
	}
	return soegesvar(side(ids, &in.GrundSoegInput))
}

func enhedPasser(m *Myndighed, u *trae.Enhed, in *EnhedSoegInput) bool {
	r := &in.RelationListe
	if r.Tilhoerer != nil && !henviser(r.Tilhoerer.ReferenceID, m.UUID) || r.Overordnet != nil && !henviser(r.Overordnet.ReferenceID, u.Overordnet) {
		return false
	}
	for i := range in.TilstandListe.Gyldighed {
		if in.TilstandListe.Gyldighed[i].GyldighedStatusKode != u.Status {
			return false
		}
	}
	for i := range in.AttributListe.Egenskab {
		if !hedder(&in.AttributListe.Egenskab[i], u) {
			return false
		}
	}
	return true
}

func soegesvar(ids []string) *SoegOutput {
	out := &SoegOutput{StandardRetur: retur(len(ids))}
	if len(ids) > 0 {
		out.IdListe = &IdListe{UUIDIdentifikator: ids}
	}
	return out
}

// med picks the objects there are of the identities asked for, in the order asked.
func med[T any](ids []string, find func(oio.UUID) (T, bool)) []T {
	var found []T
	for _, id := range ids {
		u, err := oio.ParseUUID(id)
		if err != nil {
			continue
		}
		if made, there := find(u); there {
			found = append(found, made)
		}
	}
	return found
}

func (m *Myndighed) enhed(u oio.UUID) (EnhedFiltreretOejebliksbillede, bool) {
	unit, there := m.Trae.Find(u)
	if !there {
		return EnhedFiltreretOejebliksbillede{}, false
	}
	return enhedsbillede(m, unit), true
}

func listEnhed(m Myndighed, k soap.Kald) any {
	found := med(k.Ind.(*ListInput).UUIDIdentifikator, m.enhed)
	return &EnhedListOutput{GrundListOutput: GrundListOutput{StandardRetur: retur(len(found))}, FiltreretOejebliksbillede: found}
}

// foerste is the one of a reading of one object.
func foerste[T any](found []T) *T {
	if len(found) == 0 {
		return nil
	}
	return &found[0]
}

func laesEnhed(m Myndighed, k soap.Kald) any {
	found := med([]string{k.Ind.(*LaesInput).UUIDIdentifikator}, m.enhed)
	return &EnhedLaesOutput{BasicOutput: BasicOutput{StandardRetur: retur(len(found))}, FiltreretOejebliksbillede: foerste(found)}
}

func (m *Myndighed) organisation(u oio.UUID) (OrganisationFiltreretOejebliksbillede, bool) {
	if u != m.UUID {
		return OrganisationFiltreretOejebliksbillede{}, false
	}
	return organisationsbillede(m), true
}

func soegOrganisation(m Myndighed, k soap.Kald) any {
	in := k.Ind.(*OrganisationSoegInput)
	ids := []string{m.UUID.String()}
	if v := in.RelationListe.Virksomhed; v != nil && !henviser(v.ReferenceID, m.virksomhedsID()) {
		ids = nil
	}
	for i := range in.AttributListe.Egenskab {
		if name := in.AttributListe.Egenskab[i].OrganisationNavn; name != nil && !strings.EqualFold(*name, m.Navn) {
			ids = nil
		}
	}
	return soegesvar(side(ids, &in.GrundSoegInput))
}

func listOrganisation(m Myndighed, k soap.Kald) any {
	found := med(k.Ind.(*ListInput).UUIDIdentifikator, m.organisation)
	return &OrganisationListOutput{GrundListOutput: GrundListOutput{StandardRetur: retur(len(found))}, FiltreretOejebliksbillede: found}
}

func laesOrganisation(m Myndighed, k soap.Kald) any {
	found := med([]string{k.Ind.(*LaesInput).UUIDIdentifikator}, m.organisation)
	return &OrganisationLaesOutput{BasicOutput: BasicOutput{StandardRetur: retur(len(found))}, FiltreretOejebliksbillede: foerste(found)}
}

// adresse is one address with its identity.
type adresse struct {
	id    oio.UUID
	rolle oio.UUID
	tekst string
}

// adresser are a unit's addresses. Only the tree is kept, so their identities follow from the unit, the role and the place in it.
func adresser(u *trae.Enhed) []adresse {
	made := make([]adresse, 0, len(u.Adresser)+1)
	for i, a := range u.Adresser {
		made = append(made, adresse{oio.NameUUID(fmt.Sprintf("adresse/%s/%d/%s", u.UUID, i, a.Rolle)), rolleAf(a.Rolle), a.Tekst})
	}
	if u.PNummer != "" {
		made = append(made, adresse{oio.NameUUID(fmt.Sprintf("adresse/%s/pnummer", u.UUID)), rollePNummer, u.PNummer})
	}
	return made
}

func (m *Myndighed) alleAdresser() map[oio.UUID]adresse {
	all := map[oio.UUID]adresse{}
	for _, u := range m.Trae.Alle() {
		for _, a := range adresser(u) {
			all[a.id] = a
		}
	}
	return all
}

func soegAdresse(m Myndighed, k soap.Kald) any {
	in := k.Ind.(*AdresseSoegInput)
	var ids []string
	for _, a := range m.alleAdresser() {
		fits := true
		for i := range in.AttributListe.Egenskab {
			said := in.AttributListe.Egenskab[i].AdresseTekst
			fits = fits && (said == nil || strings.EqualFold(*said, a.tekst))
		}
		if fits {
			ids = append(ids, a.id.String())
		}
	}
	slices.Sort(ids)
	return soegesvar(side(ids, &in.GrundSoegInput))
}

func (m *Myndighed) adressebilleder(ids []string) []AdresseFiltreretOejebliksbillede {
	all := m.alleAdresser()
	return med(ids, func(u oio.UUID) (AdresseFiltreretOejebliksbillede, bool) {
		a, there := all[u]
		return AdresseFiltreretOejebliksbillede{ObjektType: SagDokObjekt{UUIDIdentifikator: a.id.String()}, Registrering: []AdresseRegistrering{{
			GrundRegistrering: m.registrering(), AttributListe: AdresseAttributListe{Egenskab: []AdresseEgenskab{{Virkning: m.virkning(), BrugervendtNoegleTekst: tekst(cut(a.tekst, 50)), AdresseTekst: tekst(cut(a.tekst, 200))}}},
		}}}, there
	})
}

func listAdresse(m Myndighed, k soap.Kald) any {
	found := m.adressebilleder(k.Ind.(*ListInput).UUIDIdentifikator)
	return &AdresseListOutput{BasicOutput: BasicOutput{StandardRetur: retur(len(found))}, FiltreretOejebliksbillede: found}
}

func laesAdresse(m Myndighed, k soap.Kald) any {
	found := m.adressebilleder([]string{k.Ind.(*LaesInput).UUIDIdentifikator})
	return &AdresseLaesOutput{BasicOutput: BasicOutput{StandardRetur: retur(len(found))}, FiltreretOejebliksbillede: foerste(found)}
}

func (m *Myndighed) virksomhedsID() oio.UUID { return oio.NameUUID("virksomhed/" + string(m.CVR)) }

func soegVirksomhed(m Myndighed, k soap.Kald) any {
	in := k.Ind.(*VirksomhedSoegInput)
	ids := []string{m.virksomhedsID().String()}
	for i := range in.AttributListe.Egenskab {
		e := &in.AttributListe.Egenskab[i]
		if e.CVRNummerTekst != nil && *e.CVRNummerTekst != string(m.CVR) || e.NavnTekst != nil && !strings.EqualFold(*e.NavnTekst, m.Navn) || e.PNummerTekst != nil || e.SENummerTekst != nil {
			ids = nil
		}
	}
	return soegesvar(side(ids, &in.GrundSoegInput))
}

func (m *Myndighed) virksomhed(u oio.UUID) (VirksomhedFiltreretOejebliksbillede, bool) {
	return VirksomhedFiltreretOejebliksbillede{ObjektType: SagDokObjekt{UUIDIdentifikator: u.String()}, Registrering: []VirksomhedRegistrering{{
		GrundRegistrering: m.registrering(), AttributListe: VirksomhedAttributListe{Egenskab: []VirksomhedEgenskab{{Virkning: m.virkning(), BrugervendtNoegleTekst: tekst(string(m.CVR)), CVRNummerTekst: tekst(string(m.CVR)), NavnTekst: tekst(cut(m.Navn, 200))}}},
	}}}, u == m.virksomhedsID()
}

func listVirksomhed(m Myndighed, k soap.Kald) any {
	found := med(k.Ind.(*ListInput).UUIDIdentifikator, m.virksomhed)
	return &VirksomhedListOutput{BasicOutput: BasicOutput{StandardRetur: retur(len(found))}, FiltreretOejebliksbillede: found}
}

func laesVirksomhed(m Myndighed, k soap.Kald) any {
	found := med([]string{k.Ind.(*LaesInput).UUIDIdentifikator}, m.virksomhed)
	return &VirksomhedLaesOutput{BasicOutput: BasicOutput{StandardRetur: retur(len(found))}, FiltreretOejebliksbillede: foerste(found)}
}
