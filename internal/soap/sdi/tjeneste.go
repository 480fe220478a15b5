package sdi

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Indeks is what the service stores in and searches.
type Indeks interface {
	Optag(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error)
	Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error)
	Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error)
	ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error)
	Soeg(ctx context.Context, kommune oio.CVR, s index.Soegning) ([]oio.Gemt, error)
	BorgerAf(kommune oio.CVR, cpr oio.CPR) (oio.Borgernoegle, error)
	NoegleBrugt(ctx context.Context, kommune oio.CVR, art oio.Art, key string, other oio.UUID) (bool, error)
	Laast(fn func() error) error
}

// Kilder is what rules look up beyond the index. Each may be nil.
type Kilder struct {
	KLE   func(ctx context.Context, kommune oio.CVR) (func(number string, on oio.Dato) (oio.UUID, bool), error)
	Enhed func(ctx context.Context, kommune oio.CVR) (func(oio.UUID) bool, error)
}

// Tjeneste is the service SagDokumentIndeks over an index.
type Tjeneste struct {
	Indeks Indeks
	Kilder Kilder
	Streng func(oio.CVR) bool // every rule of the guides, else only what the real index is believed to refuse
	// Henvisninger is whether a removal tells who refers to what goes (SDI-83), which reads the whole index; nil: no.
	Henvisninger func(oio.CVR) bool
}

// EntityID is the audience of tokens for this service (SF1470 §2.1).
const EntityID = "http://entityid.kombit.dk/service/sdi/sagdokumentindeks/6"

// Adresse is where the service answers, under /soap/.
const Adresse = "SagDokumentIndeks/6"

const actions = "http://kombit.dk/sts/sagdokumentindeks/"

// Operationer are the service's operations (SF1470 §1).
var Operationer = []soap.Operation{
	{Navn: "importer", Action: actions + "importer", Ind: "sdi:ImporterSagDokumentIndeksInput", Ud: "sdi:ImporterSagDokumentIndeksOutput"},
	{Navn: "opdater", Action: actions + "opdater", Ind: "sdi:OpdaterSagDokumentIndeksInput", Ud: "sdi:OpdaterSagDokumentIndeksOutput"},
	{Navn: "fjern", Action: actions + "fjern", Ind: "sdi:FjernSagDokumentIndeksInput", Ud: "sdi:FjernSagDokumentIndeksOutput"},
	{Navn: "fremsoeg", Action: actions + "fremsoeg", Ind: "sdi:FremsoegSagDokumentIndeksInput", Ud: "sdi:FremsoegSagDokumentIndeksOutput"},
}

// SOAP is the service for a server.
func (t *Tjeneste) SOAP() *soap.Tjeneste {
	do := []func(context.Context, soap.Kald) (any, []soap.Fund, error){t.importer, t.opdater, t.fjern, t.fremsoeg}
	handlers := make([]soap.Handling, len(Operationer))
	for i, op := range Operationer {
		handlers[i] = soap.Handling{Operation: op, Rolle: soap.Rediger, Udfoer: do[i]}
	}
	handlers[3].Rolle = soap.Udstil
	return &soap.Tjeneste{
		Adresse: Adresse, EntityID: EntityID, Familie: Familie, Handlinger: handlers, Skemaregel: "SDI-01", Doem: t.forklar,
		Beskrivelse: soap.Beskrivelse{
			Navn: "SagDokumentIndeksService_6", Rum: "http://stoettesystemerne.dk/sagsogdokumentindeks", Port: "SagDokumentIndeks", SOAP12: true, KraevAction: true, Operationer: Operationer,
		},
	}
}

const maxObjekter = 100

// besvarelse gathers the answers of a call, in the order of its objects.
type besvarelse struct {
	ud   MultipleOutput
	fund []soap.Fund
}

func (b *besvarelse) plads(kind, uuid string) *UnikRetur {
	b.ud.UnikRetur = append(b.ud.UnikRetur, UnikRetur{StandardRetur: StandardRetur{StatusKode: "20", FejlbeskedTekst: tekst("OK")}, Type: kind, UUIDIdentifikator: strings.ToLower(uuid)})
	return &b.ud.UnikRetur[len(b.ud.UnikRetur)-1]
}

// doem puts findings into an answer and reports whether the object passes.
func (b *besvarelse) doem(at int, found []soap.Fund) bool {
	b.fund = append(b.fund, found...)
	dom := soap.Dom{Fund: found}
	refused := dom.Afvist()
	lines := make([]string, len(found))
	for i := range found {
		lines[i] = found[i].Linje()
	}
	r := &b.ud.UnikRetur[at]
	if len(lines) > 0 {
		r.DetaljeretFejlbesked = tekst(strings.Join(lines, "\n"))
	}
	if refused == nil {
		return true
	}
	r.StatusKode, r.FejlbeskedTekst = strconv.Itoa(refused.Regel.Kode), tekst(refused.Linje())
	return false
}

func brud(nr, path, what string, args ...any) []soap.Fund {
	return brudVed(nr, ja, path, what, args...)
}

func brudVed(nr string, grade soap.Grad, path, what string, args ...any) []soap.Fund {
	d := soap.Dom{Regler: Regler}
	d.Med(nr, grade, path, what, args...)
	return d.Fund
}

func forMange(n int) error {
	if n <= maxObjekter {
		return nil
	}
	rule := Regler["SDI-84"]
	return &soap.Fault{Afsender: true, Tekst: fmt.Sprintf("SDI-84: %d objects in one call. %s", n, rule.Engelsk), Dansk: fmt.Sprintf("SDI-84: %d objekter i ét kald. %s", n, rule.Tekst)}
}

// verden is what the rules may ask during one call.
func (t *Tjeneste) verden(ctx context.Context, k soap.Kald) (*Omverden, error) {
	om := &Omverden{Nu: k.Nu, Kalder: k.Kalder.CVR, Streng: t.Streng != nil && t.Streng(k.Kalder.CVR)}
	var err error
	if om.Streng && t.Kilder.KLE != nil {
		if om.KLE, err = t.Kilder.KLE(ctx, k.Kalder.CVR); err != nil {
			return nil, err
		}
	}
	if om.Streng && t.Kilder.Enhed != nil {
		if om.Enhed, err = t.Kilder.Enhed(ctx, k.Kalder.CVR); err != nil {
			return nil, err
		}
	}
	return om, nil
}

func uuidAf(s string) oio.UUID {
	u, _ := oio.ParseUUID(s)
	return u
}

func (t *Tjeneste) importer(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	in := k.Ind.(*ImporterInput)
	if err := forMange(len(in.Valg)); err != nil {
		return nil, nil, err
	}
	om, err := t.verden(ctx, k)
	if err != nil {
		return nil, nil, err
	}
	there, err := t.henvist(ctx, k.Kalder.CVR, in)
	if err != nil {
		return nil, nil, err
	}
	om.Findes = func(u oio.UUID) bool { return there[u] }
	b := &besvarelse{}
	var accepted []oio.Registreret
	var places []int
	seen := map[oio.UUID]bool{}
	for i := range in.Valg {
		r, ok, err := t.doem(ctx, k, om, b, &in.Valg[i], i, seen)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			accepted, places = append(accepted, r), append(places, i)
		}
	}
	answers, err := t.Indeks.Optag(ctx, k.Kalder.CVR, accepted)
	if err != nil {
		return nil, nil, err
	}
	for i, a := range answers {
		if !a.OK {
			b.doem(places[i], optagFejl(a.Fejl))
		}
	}
	return &b.ud, b.fund, nil
}

func optagFejl(what string) []soap.Fund {
	if what == index.ErrFindes {
		return brud("SDI-04", "UUIDIdentifikator", "objektet %s", what)
	}
	return brud("SDI-01", "Registrering", "%s", what)
}

// doem judges one object of an import and makes what is kept of it.
func (t *Tjeneste) doem(ctx context.Context, k soap.Kald, om *Omverden, b *besvarelse, v *ImporterInputValg, i int, seen map[oio.UUID]bool) (oio.Registreret, bool, error) {
	var r oio.Registreret
	var found []soap.Fund
	art, key := oio.ArtSag, ""
	path := fmt.Sprintf("ImporterSagDokumentIndeksInput/SagIndeks[%d]", i+1)
	if v.SagIndeks != nil {
		b.plads("Sag", v.SagIndeks.UUIDIdentifikator)
		found = DoemSag(om, v.SagIndeks.Registrering, true, path)
		r = Registrer(v.SagIndeks, k.Nu)
		key = r.Objekt.(*oio.Sag).Noegle
	} else {
		path = fmt.Sprintf("ImporterSagDokumentIndeksInput/DokumentIndeks[%d]", i+1)
		b.plads("Dokument", v.DokumentIndeks.UUIDIdentifikator)
		found = DoemDokument(om, v.DokumentIndeks.Registrering, true, path)
		r = RegistrerDokument(v.DokumentIndeks, k.Nu)
		art, key = oio.ArtDokument, r.Objekt.(*oio.Dokument).Noegle
	}
	id := r.Objekt.Identitet()
	if om.Streng && seen[id] {
		found = append(found, brud("SDI-07", path+"/UUIDIdentifikator", "UUID'et er allerede i kaldet")...)
	}
	seen[id] = true
	if om.Streng && key != "" {
		used, err := t.Indeks.NoegleBrugt(ctx, k.Kalder.CVR, art, key, id)
		if err != nil {
			return r, false, err
		}
		if used {
			found = append(found, brud("SDI-22", path+"/Registrering/AttributListe/Egenskaber/BrugervendtNoegle", "nøglen er brugt af et andet objekt")...)
		}
	}
	r.Noegle = key
	return r, b.doem(i, found), nil
}

// henvist are the objects of a call and those of the index that they refer to.
func (t *Tjeneste) henvist(ctx context.Context, kommune oio.CVR, in *ImporterInput) (map[oio.UUID]bool, error) {
	there := map[oio.UUID]bool{}
	var asked []oio.UUID
	for i := range in.Valg {
		switch v := &in.Valg[i]; {
		case v.SagIndeks != nil:
			there[uuidAf(v.SagIndeks.UUIDIdentifikator)] = true
			for j := range v.SagIndeks.Registrering {
				asked = append(asked, sagshenvisninger(&v.SagIndeks.Registrering[j].RelationListe)...)
			}
		case v.DokumentIndeks != nil:
			there[uuidAf(v.DokumentIndeks.UUIDIdentifikator)] = true
			for j := range v.DokumentIndeks.Registrering {
				asked = append(asked, referencer(v.DokumentIndeks.Registrering[j].RelationListe.Dokumentrelation)...)
			}
		}
	}
	return there, t.tilfoej(ctx, kommune, there, asked)
}

func (t *Tjeneste) tilfoej(ctx context.Context, kommune oio.CVR, there map[oio.UUID]bool, asked []oio.UUID) error {
	if len(asked) == 0 {
		return nil
	}
	found, err := t.Indeks.ObjekterMed(ctx, kommune, asked)
	for u := range found {
		there[u] = true
	}
	return err
}

func sagshenvisninger(list *SagRelationListe) []oio.UUID {
	asked := referencer(list.Sagsrelation)
	for i := range list.Journalpost {
		asked = append(asked, reference(&list.Journalpost[i].Relation))
	}
	return asked
}

func referencer(list []Relation) []oio.UUID {
	var asked []oio.UUID
	for i := range list {
		asked = append(asked, reference(&list[i]))
	}
	return asked
}

func (t *Tjeneste) opdater(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	in := k.Ind.(*OpdaterInput)
	if err := forMange(len(in.Valg)); err != nil {
		return nil, nil, err
	}
	om, err := t.verden(ctx, k)
	if err != nil {
		return nil, nil, err
	}
	b := &besvarelse{}
	err = t.Indeks.Laast(func() error { // what is read is what is written over
		for i := range in.Valg {
			if err := t.opdaterEn(ctx, k, om, b, &in.Valg[i], i); err != nil {
				return err
			}
		}
		return nil
	})
	return &b.ud, b.fund, err
}

func (t *Tjeneste) opdaterEn(ctx context.Context, k soap.Kald, om *Omverden, b *besvarelse, v *OpdaterInputValg, i int) error {
	id, kind := "", "Sag"
	if v.OpdaterSagIndeks != nil {
		id = v.OpdaterSagIndeks.UUIDIdentifikator
	} else {
		id, kind = v.OpdaterDokumentIndeks.UUIDIdentifikator, "Dokument"
	}
	b.plads(kind, id)
	path := fmt.Sprintf("OpdaterSagDokumentIndeksInput/Opdater%sIndeks[%d]", kind, i+1)
	ids := []oio.UUID{uuidAf(id)}
	if v.OpdaterSagIndeks != nil && v.OpdaterSagIndeks.RelationListe != nil {
		ids = append(ids, sagshenvisninger(v.OpdaterSagIndeks.RelationListe)...)
	}
	there, err := t.Indeks.ObjekterMed(ctx, k.Kalder.CVR, ids)
	if err != nil {
		return err
	}
	om.Findes = func(u oio.UUID) bool { _, ok := there[u]; return ok }
	held, known := there[ids[0]]
	if !known || (held.Objekt.ObjektArt() == oio.ArtSag) != (v.OpdaterSagIndeks != nil) {
		b.doem(i, brud("SDI-05", path+"/UUIDIdentifikator", "%s kendes ikke", strings.ToLower(id)))
		return nil
	}
	next, found, err := flet(om, k, v, &held, path)
	if err != nil || !b.doem(i, found) {
		return err
	}
	_, err = t.Indeks.Importer(ctx, k.Kalder.CVR, []oio.Registreret{next})
	return err
}

// flet judges an update against what is held and makes what is kept instead.
func flet(om *Omverden, k soap.Kald, v *OpdaterInputValg, held *oio.Gemt, path string) (oio.Registreret, []soap.Fund, error) {
	if v.OpdaterSagIndeks != nil {
		return fletSag(om, k, v.OpdaterSagIndeks, held, path)
	}
	m, err := DokumentAf(held)
	if err != nil {
		return oio.Registreret{}, nil, err
	}
	u := v.OpdaterDokumentIndeks
	part := DokumentRegistrering{}
	if u.AttributListe != nil {
		part.AttributListe = *u.AttributListe
	}
	if u.TilstandListe != nil {
		part.TilstandListe = *u.TilstandListe
	}
	if u.RelationListe != nil {
		part.RelationListe = *u.RelationListe
	}
	found := append(DoemDokument(om, []DokumentRegistrering{part}, false, path), tidFund(om, u.Tidspunkt, held, path)...)
	found = append(found, masterFund(mastere(part.RelationListe.LokalUdvidelseListe), held.Objekt.(*oio.Dokument).System, path)...)
	last := len(m.Registrering) - 1
	m.Registrering[last] = FletDokument(&m.Registrering[last], u, func() { found = append(found, uklar(path)...) })
	return RegistrerDokument(m, k.Nu), found, nil
}

func fletSag(om *Omverden, k soap.Kald, u *OpdaterSag, held *oio.Gemt, path string) (oio.Registreret, []soap.Fund, error) {
	m, err := BeskedAf(held)
	if err != nil {
		return oio.Registreret{}, nil, err
	}
	part := SagRegistrering{}
	if u.AttributListe != nil {
		part.AttributListe = *u.AttributListe
	}
	if u.TilstandListe != nil {
		part.TilstandListe = *u.TilstandListe
	}
	if u.RelationListe != nil {
		part.RelationListe = *u.RelationListe
	}
	found := append(DoemSag(om, []SagRegistrering{part}, false, path), tidFund(om, u.Tidspunkt, held, path)...)
	found = append(found, masterFund(mastere(part.RelationListe.LokalUdvidelseListe), held.Objekt.(*oio.Sag).System, path)...)
	found = append(found, fremmed("SDI-06", m, k.Kalder, path+"/UUIDIdentifikator")...)
	last := len(m.Registrering) - 1
	m.Registrering[last] = FletSag(&m.Registrering[last], u, func() { found = append(found, uklar(path)...) })
	found = append(found, antalEfter(om, &m.Registrering[last], path)...)
	next := Registrer(m, k.Nu)
	next.Noegle = next.Objekt.(*oio.Sag).Noegle
	return next, found, nil
}

// antalEfter judges what an update leaves behind: mandatory roles must still be there.
func antalEfter(om *Omverden, r *SagRegistrering, path string) []soap.Fund {
	d := nyDommer(om, false)
	list := &r.RelationListe
	d.antal("Sagsaktoer", list.Sagsaktoer, soap.NySti(path))
	d.antal("Sagsklasse", list.Sagsklasse, soap.NySti(path))
	return d.Fund
}

func uklar(path string) []soap.Fund {
	d := soap.Dom{Regler: Regler}
	d.Brud("SDI-40", path+"/RelationListe", "afslutningen har et andet FraTidspunkt end den åbne relation")
	return d.Fund
}

func tidFund(om *Omverden, said string, held *oio.Gemt, path string) []soap.Fund {
	d := nyDommer(om, false)
	d.tidspunkt(&said, soap.NySti(path))
	if t, err := soap.LaesTid(said); err == nil && t.Before(held.Tidspunkt) {
		d.Brud("SDI-09", path+"/Tidspunkt", "Tidspunkt %s er ældre end %s", said, soap.SkrivTid(held.Tidspunkt))
	}
	return d.Fund
}

// mastere are the systems an update names as Master.
func mastere(list *LokalUdvidelseListe) []oio.UUID {
	var named []oio.UUID
	take := func(r *Relation) {
		if rolleUUID(r) == rolleMaster {
			named = append(named, reference(r))
		}
	}
	for e := range udvidelser[SagsitsystemRelation](list) {
		take(&e.Relation)
	}
	for e := range udvidelser[DokumentitsystemRelation](list) {
		take(&e.Relation)
	}
	return named
}

func masterFund(named []oio.UUID, held oio.ITSystem, path string) []soap.Fund {
	for _, u := range named {
		if u != held.UUID {
			return brud("SDI-06", path+"/RelationListe/LokalUdvidelseListe", "Master er %s, objektet tilhører %s", u, held.UUID)
		}
	}
	return nil
}

// forklar judges a message by every rule that needs nothing stored.
func (t *Tjeneste) forklar(ctx context.Context, cvr oio.CVR, now time.Time, in any) ([]soap.Fund, error) {
	om, err := t.verden(ctx, soap.Kald{Kalder: soap.Kalder{CVR: cvr}, Nu: now})
	if err != nil {
		return nil, err
	}
	var found []soap.Fund
	switch x := in.(type) {
	case *ImporterInput:
		there, err := t.henvist(ctx, cvr, x)
		if err != nil {
			return nil, err
		}
		om.Findes = func(u oio.UUID) bool { return there[u] }
		for i := range x.Valg {
			if s := x.Valg[i].SagIndeks; s != nil {
				found = append(found, DoemSag(om, s.Registrering, true, fmt.Sprintf("ImporterSagDokumentIndeksInput/SagIndeks[%d]", i+1))...)
			} else {
				found = append(found, DoemDokument(om, x.Valg[i].DokumentIndeks.Registrering, true, fmt.Sprintf("ImporterSagDokumentIndeksInput/DokumentIndeks[%d]", i+1))...)
			}
		}
	case *FjernInput:
		if len(x.SagUuid) == 0 && !harKriterium(x.SoegUdtryk) {
			found = brud("SDI-81", "FjernSagDokumentIndeksInput", "der er intet at søge efter")
		}
	}
	return found, nil
}
