package ydi

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

// Indeks is what the services store in and search.
type Indeks interface {
	Optag(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error)
	Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error)
	Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error)
	ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error)
	Soeg(ctx context.Context, kommune oio.CVR, s index.Soegning) ([]oio.Gemt, error)
	BorgerAf(kommune oio.CVR, cpr oio.CPR) (oio.Borgernoegle, error)
	Laast(fn func() error) error
}

// Kilder is what rules look up beyond the index. Each may be nil.
type Kilder struct {
	KLE   func(ctx context.Context, kommune oio.CVR) (func(number string, on oio.Dato) (oio.UUID, bool), error)
	Typer func(ctx context.Context, kommune oio.CVR) (Ydelsestyper, error)
}

// Tjeneste is the three services of Ydelsesindeks over an index.
type Tjeneste struct {
	Indeks Indeks
	Kilder Kilder
	Streng func(oio.CVR) bool
}

// EntityID is the audience of tokens for all three services (05a §1.1).
const EntityID = "http://entityid.kombit.dk/service/ydi/ydelseindeks/6"

// Where the services answer, under /soap/.
const (
	Adresse             = "YdelseIndeks/6"
	AdresseBevilling    = "BevillingIndeks/6"
	AdresseEffektuering = "OekonomiskEffektueringIndeks/6"
)

const actions = "http://kombit.dk/sts/ydelseindeks/"

// The operations of the three services (05b A.1); the last action has a capital E.
var (
	Operationer = []soap.Operation{
		{Navn: "importer", Action: actions + "importer", Ind: "yi:ImporterYdelseIndeksInput", Ud: "yi:ImporterYdelseIndeksOutput"},
		{Navn: "opdater", Action: actions + "opdater", Ind: "yi:OpdaterYdelseIndeksInput", Ud: "yi:OpdaterYdelseIndeksOutput"},
		{Navn: "fremsoeg", Action: actions + "fremsoeg", Ind: "yi:FremsoegYdelseIndeksInput", Ud: "yi:FremsoegYdelseIndeksOutput"},
	}
	FjernBevilling    = soap.Operation{Navn: "fjern", Action: actions + "bevillingindeks/fjern", Ind: "bi:FjernInput", Ud: "bi:FjernOutput"}
	FjernEffektuering = soap.Operation{Navn: "fjern", Action: actions + "oekonomiskEffektuering/fjern", Ind: "oef:FjernInput", Ud: "oef:FjernOutput"}
)

// SOAP is the services for a server.
func (t *Tjeneste) SOAP() []*soap.Tjeneste {
	do := []func(context.Context, soap.Kald) (any, []soap.Fund, error){t.importer, t.opdater, t.fremsoeg}
	handlers := make([]soap.Handling, len(Operationer))
	for i, op := range Operationer {
		handlers[i] = soap.Handling{Operation: op, Rolle: soap.Rediger, Udfoer: do[i]}
	}
	handlers[2].Rolle = soap.Udstil
	remove := func(op soap.Operation, art oio.Art) []soap.Handling {
		return []soap.Handling{{Operation: op, Rolle: soap.Rediger, Udfoer: func(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) { return t.fjern(ctx, k, art) }}}
	}
	return []*soap.Tjeneste{
		t.medDoem(nyTjeneste(Adresse, "YdelseIndeks", handlers)),
		nyTjeneste(AdresseBevilling, "BevillingIndeks", remove(FjernBevilling, oio.ArtBevilling)),
		nyTjeneste(AdresseEffektuering, "OekonomiskEffektueringIndeks", remove(FjernEffektuering, oio.ArtEffektuering)),
	}
}

func (t *Tjeneste) medDoem(s *soap.Tjeneste) *soap.Tjeneste {
	s.Doem = t.forklar
	return s
}

// forklar judges a message by every rule that needs nothing stored.
func (t *Tjeneste) forklar(ctx context.Context, cvr oio.CVR, now time.Time, in any) ([]soap.Fund, error) {
	k := soap.Kald{Kalder: soap.Kalder{CVR: cvr}, Nu: now}
	om, err := t.verden(ctx, k)
	if err != nil {
		return nil, err
	}
	x, isImport := in.(*ImporterInput)
	if !isImport {
		return nil, nil
	}
	if om.Findes, err = t.findes(ctx, k, x); err != nil {
		return nil, err
	}
	b := &besvarelse{}
	for i := range x.Valg {
		doemImport(om, b, &x.Valg[i], i)
	}
	return b.fund, nil
}

func nyTjeneste(address, port string, handlers []soap.Handling) *soap.Tjeneste {
	b := soap.Beskrivelse{Navn: port + "Service_6", Rum: "http://stoettesystemerne.dk/ydelsesindeks", Port: port, SOAP12: true, KraevAction: true}
	for _, h := range handlers {
		b.Operationer = append(b.Operationer, h.Operation)
	}
	return &soap.Tjeneste{Adresse: address, EntityID: EntityID, Familie: Familie, Handlinger: handlers, Skemaregel: "YDI-01", Beskrivelse: b}
}

const maxObjekter = 100

// besvarelse gathers the answers of a call, in the order of its objects.
type besvarelse struct {
	ud   MultipleOutput
	fund []soap.Fund
}

func (b *besvarelse) plads(kind, uuid string) {
	b.ud.UnikRetur = append(b.ud.UnikRetur, UnikRetur{StandardRetur: StandardRetur{StatusKode: "20", FejlbeskedTekst: tekst("OK")}, Type: kind, UUIDIdentifikator: strings.ToLower(uuid)})
}

// doem puts findings into an answer and reports whether the object passes.
func (b *besvarelse) doem(at int, found []soap.Fund) bool {
	b.fund = append(b.fund, found...)
	r := &b.ud.UnikRetur[at]
	r.StandardRetur = retur(found)
	return r.StatusKode == "20"
}

func retur(found []soap.Fund) StandardRetur {
	r := StandardRetur{StatusKode: "20", FejlbeskedTekst: tekst("OK")}
	lines := make([]string, len(found))
	for i := range found {
		lines[i] = found[i].Linje()
	}
	if len(lines) > 0 {
		r.DetaljeretFejlbesked = tekst(strings.Join(lines, "\n"))
	}
	dom := soap.Dom{Fund: found}
	if refused := dom.Afvist(); refused != nil {
		r.StatusKode, r.FejlbeskedTekst = strconv.Itoa(refused.Regel.Kode), tekst(refused.Linje())
	}
	return r
}

func brud(nr, path, what string, args ...any) []soap.Fund {
	d := soap.Dom{Regler: Regler}
	d.Med(nr, ja, path, what, args...)
	return d.Fund
}

func forMange(n int) error {
	if n <= maxObjekter {
		return nil
	}
	rule := Regler["YDI-46"]
	return &soap.Fault{Afsender: true, Tekst: fmt.Sprintf("YDI-46: %d objects in one call. %s", n, rule.Engelsk), Dansk: fmt.Sprintf("YDI-46: %d objekter i ét kald. %s", n, rule.Tekst)}
}

func (t *Tjeneste) verden(ctx context.Context, k soap.Kald) (*Omverden, error) {
	om := &Omverden{Nu: k.Nu, Kalder: k.Kalder.CVR, Streng: t.Streng != nil && t.Streng(k.Kalder.CVR)}
	var err error
	if t.Kilder.KLE != nil {
		if om.KLE, err = t.Kilder.KLE(ctx, k.Kalder.CVR); err != nil {
			return nil, err
		}
	}
	if t.Kilder.Typer != nil {
		om.Typer, err = t.Kilder.Typer(ctx, k.Kalder.CVR)
	}
	return om, err
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
	if om.Findes, err = t.findes(ctx, k, in); err != nil {
		return nil, nil, err
	}
	b := &besvarelse{}
	var accepted []oio.Registreret
	var places []int
	for i := range in.Valg {
		if r, ok := doemImport(om, b, &in.Valg[i], i); ok {
			accepted, places = append(accepted, r), append(places, i)
		}
	}
	answers, err := t.Indeks.Optag(ctx, k.Kalder.CVR, accepted)
	if err != nil {
		return nil, nil, err
	}
	for i, a := range answers {
		switch {
		case a.OK:
		case a.Fejl == index.ErrFindes:
			b.doem(places[i], brud("YDI-36", "UUIDIdentifikator", "objektet %s", a.Fejl))
		default:
			b.doem(places[i], brud("YDI-01", "Registrering", "%s", a.Fejl))
		}
	}
	return &b.ud, b.fund, nil
}

func doemImport(om *Omverden, b *besvarelse, v *ImporterInputValg, i int) (oio.Registreret, bool) {
	if v.BevillingIndeks != nil {
		m := &v.BevillingIndeks.BevillingIndeks
		b.plads("Bevilling", m.UUIDIdentifikator)
		ok := b.doem(i, Doem(om, m.Registrering, true, fmt.Sprintf("ImporterYdelseIndeksInput/BevillingIndeks[%d]/BevillingIndeks", i+1)))
		return Registrer(m, om.Typer, om.Nu), ok
	}
	m := &v.OekonomiskEffektueringIndeks.OekonomiskEffektueringIndeks
	b.plads("OekonomiskEffektuering", m.UUIDIdentifikator)
	ok := b.doem(i, DoemEffektuering(om, m.Registrering, true, fmt.Sprintf("ImporterYdelseIndeksInput/OekonomiskEffektueringIndeks[%d]/OekonomiskEffektueringIndeks", i+1)))
	return RegistrerEffektuering(m, om.Nu), ok
}

// findes tells which grants payments may refer to: those of the call and of the index.
func (t *Tjeneste) findes(ctx context.Context, k soap.Kald, in *ImporterInput) (func(oio.UUID) bool, error) {
	there := map[oio.UUID]bool{}
	var asked []oio.UUID
	for i := range in.Valg {
		if b := in.Valg[i].BevillingIndeks; b != nil {
			there[uuidAf(b.BevillingIndeks.UUIDIdentifikator)] = true
			continue
		}
		for _, r := range in.Valg[i].OekonomiskEffektueringIndeks.OekonomiskEffektueringIndeks.Registrering {
			for j := range r.RelationListe.OekonomiskYdelseEffektueringRelation {
				if ref := r.RelationListe.OekonomiskYdelseEffektueringRelation[j].BevilgetYdelseRef; ref != nil {
					asked = append(asked, uuidAf(ref.UUIDIdentifikator))
				}
			}
		}
	}
	if len(asked) > 0 {
		held, err := t.Indeks.ObjekterMed(ctx, k.Kalder.CVR, asked)
		if err != nil {
			return nil, err
		}
		for u := range held {
			there[u] = true
		}
	}
	return func(u oio.UUID) bool { return there[u] }, nil
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
	grant, id, art := v.OpdaterBevillingIndeks, "", oio.ArtBevilling
	path := fmt.Sprintf("OpdaterYdelseIndeksInput/OpdaterBevillingIndeks[%d]", i+1)
	if grant != nil {
		id = grant.UUIDIdentifikator
		b.plads("Bevilling", id)
	} else {
		id, art = v.OpdaterOekonomiskEffektueringIndeks.UUIDIdentifikator, oio.ArtEffektuering
		path = fmt.Sprintf("OpdaterYdelseIndeksInput/OpdaterOekonomiskEffektueringIndeks[%d]", i+1)
		b.plads("OekonomiskEffektuering", id)
	}
	there, err := t.Indeks.ObjekterMed(ctx, k.Kalder.CVR, []oio.UUID{uuidAf(id)})
	if err != nil {
		return err
	}
	held, known := there[uuidAf(id)]
	if !known || held.Objekt.ObjektArt() != art {
		b.doem(i, brud("YDI-34", path+"/UUIDIdentifikator", "%s kendes ikke", strings.ToLower(id)))
		return nil
	}
	next, found, err := flet(om, v, &held, path)
	if err != nil || !b.doem(i, found) {
		return err
	}
	_, err = t.Indeks.Importer(ctx, k.Kalder.CVR, []oio.Registreret{next})
	return err
}

func tidFund(om *Omverden, said string, held *oio.Gemt, path string) []soap.Fund {
	d := nyDommer(om, false)
	if t, err := soap.LaesTid(said); err == nil && t.Before(held.Tidspunkt) {
		d.Brud("YDI-47", path+"/Tidspunkt", "Tidspunkt %s er ældre end %s", said, soap.SkrivTid(held.Tidspunkt))
	}
	return d.Fund
}

// flet judges an update against what is held and makes what is kept instead.
func flet(om *Omverden, v *OpdaterInputValg, held *oio.Gemt, path string) (oio.Registreret, []soap.Fund, error) {
	if u := v.OpdaterBevillingIndeks; u != nil {
		m, err := BeskedAf(held)
		if err != nil {
			return oio.Registreret{}, nil, err
		}
		part := BevillingRegistrering{}
		if u.AttributListe != nil {
			part.AttributListe = *u.AttributListe
		}
		if u.RelationListe != nil {
			part.RelationListe = *u.RelationListe
		}
		last := len(m.Registrering) - 1
		before := m.Registrering[last]
		m.Registrering[last] = Flet(&before, u)
		found := append(Doem(om, []BevillingRegistrering{part}, false, path), tidFund(om, u.Tidspunkt, held, path)...)
		return Registrer(m, om.Typer, om.Nu), append(found, efter(om, &before, &m.Registrering[last], path)...), nil
	}
	u := v.OpdaterOekonomiskEffektueringIndeks
	m, err := EffektueringAf(held)
	if err != nil {
		return oio.Registreret{}, nil, err
	}
	part := EffektueringRegistrering{}
	if u.AttributListe != nil {
		part.AttributListe = *u.AttributListe
	}
	last := len(m.Registrering) - 1
	m.Registrering[last] = FletEffektuering(&m.Registrering[last], u)
	found := append(DoemEffektuering(om, []EffektueringRegistrering{part}, false, path), tidFund(om, u.Tidspunkt, held, path)...)
	return RegistrerEffektuering(m, om.Nu), found, nil
}

func (t *Tjeneste) fjern(ctx context.Context, k soap.Kald, art oio.Art) (any, []soap.Fund, error) {
	id := uuidAf(k.Ind.(*UuidNoteInput).UUIDIdentifikator)
	there, err := t.Indeks.ObjekterMed(ctx, k.Kalder.CVR, []oio.UUID{id})
	if err != nil {
		return nil, nil, err
	}
	if held, known := there[id]; !known || held.Objekt.ObjektArt() != art {
		found := brud("YDI-37", "FjernInput/UUIDIdentifikator", "%s kendes ikke", id)
		return &BasicOutput{StandardRetur: retur(found)}, found, nil
	}
	if _, err := t.Indeks.Fjern(ctx, k.Kalder.CVR, art, []oio.UUID{id}); err != nil {
		return nil, nil, err
	}
	return &BasicOutput{StandardRetur: retur(nil)}, nil, nil
}
