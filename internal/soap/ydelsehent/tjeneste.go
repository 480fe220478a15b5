package ydelsehent

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Indeks is what the service reads.
type Indeks interface {
	Soeg(ctx context.Context, kommune oio.CVR, s index.Soegning) ([]oio.Gemt, error)
	ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error)
	BorgerAf(kommune oio.CVR, cpr oio.CPR) (oio.Borgernoegle, error)
}

// Tjeneste is YdelseListeHent over an index.
type Tjeneste struct{ Indeks Indeks }

// EntityID is the audience of its tokens: the 1 stands although the address ends in 2 (05a §1.1).
const EntityID = "http://entityid.kombit.dk/service/ydelselistehent/1"

// Adresse is where the service answers, under /soap/.
const Adresse = "YdelseListeHent/2"

const navnerum = "http://www.kombit.dk/int/2022/01/01/"

// The two operations.
var (
	Bevilling    = soap.Operation{Navn: "BevillingHent", Action: navnerum + "YdelseListeHentService#BevillingHent", Ind: "y:BevillingHent_I", Ud: "y:BevillingHent_O"}
	Effektuering = soap.Operation{Navn: "EffektueringHent", Action: navnerum + "YdelseListeHentService#EffektueringHent", Ind: "y:EffektueringHent_I", Ud: "y:EffektueringHent_O"}
)

// SOAP is the service for a server.
func (t *Tjeneste) SOAP() *soap.Tjeneste {
	return &soap.Tjeneste{
		Adresse: Adresse, EntityID: EntityID, Familie: Familie, Skemaregel: "SF1491",
		Beskrivelse: soap.Beskrivelse{Navn: "YdelseListeHentService", Rum: navnerum, Port: "YdelseListeHentServicePort", SOAP12: true, UdenHoved: true, Operationer: []soap.Operation{Bevilling, Effektuering}},
		Handlinger: []soap.Handling{
			{Operation: Bevilling, Rolle: soap.Udstil, Udfoer: t.bevillingHent},
			{Operation: Effektuering, Rolle: soap.Udstil, Udfoer: t.effektueringHent},
		},
	}
}

// opgave is one question being answered.
type opgave struct {
	indeks    Indeks
	kalder    soap.Kalder
	nu        time.Time
	rettighed rettighed
	skjul     bool // FjernUndtagetVisningForBorger
	adviser   []SvarReaktion
	sager     map[oio.UUID]oio.Gemt
}

func (t *Tjeneste) opgave(k soap.Kald, rights *RettighedListe, hide *string) *opgave {
	return &opgave{indeks: t.Indeks, kalder: k.Kalder, nu: k.Nu, rettighed: nyRettighed(rights), skjul: sandt(hide), sager: map[oio.UUID]oio.Gemt{}}
}

func sandt(s *string) bool {
	return s != nil && (strings.TrimSpace(*s) == "true" || strings.TrimSpace(*s) == "1")
}

func (o *opgave) advis(id, text string) {
	o.adviser = append(o.adviser, SvarReaktion{Advis: &Advis{AdvisId: id, AdvisTekst: text}})
}

func (o *opgave) hoved(h *HovedOplysninger) HovedOplysningerSvar {
	return HovedOplysningerSvar{TransaktionsId: h.TransaktionsId, TransaktionsTid: h.TransaktionsTid, SvarReaktion: o.adviser}
}

// hoejst is how many objects of one citizen or case are read for a question.
const hoejst = 10_000

func (o *opgave) alle(ctx context.Context, s index.Soegning) ([]oio.Gemt, error) {
	var all []oio.Gemt
	for {
		page, err := o.indeks.Soeg(ctx, o.kalder.CVR, s)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) == 0 || len(all) >= hoejst {
			return all, nil
		}
		s.Efter = page[len(page)-1].Objekt.Identitet()
	}
}

// part are the objects of one citizen. Companies are in the index but not searchable by their numbers, and that is told.
func (o *opgave) part(ctx context.Context, art oio.Art, cpr, urn *string, company bool) ([]oio.Gemt, error) {
	digits, isCitizen := "", cpr != nil
	if isCitizen {
		digits = strings.TrimSpace(*cpr)
	} else if urn != nil {
		digits, isCitizen = strings.CutPrefix(strings.TrimSpace(*urn), "urn:oio:cpr-nr:")
	}
	if company || !isCitizen {
		o.advis("PART", "Kun borgere kan søges her; virksomheder findes ved sagens eller bevillingens UUID.")
		return nil, nil
	}
	number, err := oio.ParseCPR(digits)
	if err != nil {
		return nil, &soap.Fault{Afsender: true, Tekst: "SF1491: Kriterie: " + err.Error()}
	}
	citizen, err := o.indeks.BorgerAf(o.kalder.CVR, number)
	if err != nil || citizen.IsZero() {
		return nil, err
	}
	return o.alle(ctx, index.Soegning{Art: art, Borger: citizen})
}

func (t *Tjeneste) bevillingHent(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	in := k.Ind.(*BevillingHentInput)
	o := t.opgave(k, &in.RettighedListe, in.FjernUndtagetVisningForBorger)
	grants, err := o.bevillinger(ctx, &in.Kriterie)
	if err != nil {
		return nil, nil, err
	}
	if err := o.hentSager(ctx, grants); err != nil {
		return nil, nil, err
	}
	var rows []BevilgetYdelse
	for i := range grants {
		found, err := o.raekker(ctx, &grants[i], in)
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, found...)
	}
	sorter(rows, in.YdelseSortering)
	out := &BevillingHentOutput{}
	if rows = side(rows, in.ResultatFilter); len(rows) > 0 {
		out.BevilgetYdelseListe = &BevilgetYdelseListe{BevilgetYdelse: rows}
	}
	out.HovedOplysningerSvar = o.hoved(&in.HovedOplysninger)
	return out, nil, nil
}

func (o *opgave) bevillinger(ctx context.Context, k *Kriterie) ([]oio.Gemt, error) {
	if k.SagUUID != nil {
		id, err := oio.ParseUUID(*k.SagUUID)
		if err != nil {
			return nil, nil
		}
		return o.alle(ctx, index.Soegning{Art: oio.ArtBevilling, Sag: id})
	}
	return o.part(ctx, oio.ArtBevilling, k.PartCPRNummer, k.PartURN, k.PartCVRNummer != nil || k.PartPNummer != nil)
}

// hentSager reads the cases that grants lie under.
func (o *opgave) hentSager(ctx context.Context, grants []oio.Gemt) error {
	var ids []oio.UUID
	for i := range grants {
		if b, ok := grants[i].Objekt.(*oio.Bevilling); ok && !b.Sag.IsZero() && !slices.Contains(ids, b.Sag) {
			ids = append(ids, b.Sag)
		}
	}
	for len(ids) > 0 {
		some := ids[:min(len(ids), 500)]
		ids = ids[len(some):]
		found, err := o.indeks.ObjekterMed(ctx, o.kalder.CVR, some)
		if err != nil {
			return err
		}
		for id, g := range found {
			o.sager[id] = g
		}
	}
	return nil
}

// side is the page asked for; ResultatStart counts from zero.
func side[T any](rows []T, f *ResultatFilter) []T {
	if f == nil {
		return rows
	}
	from := 0
	if f.ResultatStart != nil {
		from, _ = strconv.Atoi(strings.TrimSpace(*f.ResultatStart))
	}
	most, _ := strconv.Atoi(strings.TrimSpace(f.ResultatAntalMaks))
	from = min(max(from, 0), len(rows))
	return rows[from:min(from+max(most, 0), len(rows))]
}

// sorter puts rows in the order asked for, by service name where none is.
func sorter(rows []BevilgetYdelse, s *YdelseSortering) {
	key := func(r *BevilgetYdelse) string { return r.YdelseNavn }
	down := false
	if s != nil {
		down = s.SorteringRetning != nil && *s.SorteringRetning == "DESC"
		switch s.BevilgetYdelseSorteringElement {
		case "BevillingEjerCVRNummer":
			key = func(r *BevilgetYdelse) string { return r.BevillingStruktur.BevillingEjer.VirksomhedCVRNummer }
		case "BevillingAnsvarligAfdelingNavn":
			key = func(r *BevilgetYdelse) string {
				return vaerdi(r.BevillingStruktur.BevillingAnsvarligAfdeling.AnsvarligAfdelingFuldtNavn)
			}
		case "BevillingItSystemNavn":
			key = func(r *BevilgetYdelse) string {
				return r.BevillingStruktur.BevillingMasterSystemInstans.ItSystemInstansTitel
			}
		case "OekonomiskEffektueringStartDato":
			key = func(r *BevilgetYdelse) string { return r.BevilgetYdelseStartDato }
		case "OekonomiskEffektueringSlutDato":
			key = func(r *BevilgetYdelse) string { return vaerdi(r.BevilgetYdelseSlutDato) }
		}
	}
	slices.SortStableFunc(rows, func(a, b BevilgetYdelse) int {
		order := strings.Compare(strings.ToLower(key(&a)), strings.ToLower(key(&b)))
		if down {
			return -order
		}
		return order
	})
}

func (t *Tjeneste) effektueringHent(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	in := k.Ind.(*EffektueringHentInput)
	o := t.opgave(k, &in.RettighedListe, in.FjernUndtagetVisningForBorger)
	var payments []oio.Gemt
	var err error
	if by := in.Kriterie.BevilgetYdelseKriterie; by != nil {
		id, bad := oio.ParseUUID(by.BevillingUUID)
		if bad == nil {
			payments, err = o.alle(ctx, index.Soegning{Art: oio.ArtEffektuering, Sag: id})
		}
	} else {
		payments, err = o.part(ctx, oio.ArtEffektuering, in.Kriterie.PartCPRNummer, in.Kriterie.PartURN, in.Kriterie.PartCVRNummer != nil || in.Kriterie.PartPNummer != nil)
	}
	if err != nil {
		return nil, nil, err
	}
	grants, err := o.bevillingerTil(ctx, payments)
	if err != nil {
		return nil, nil, err
	}
	var rows []OEkonomiskEffektuering
	for i := range payments {
		row, shown, err := o.effektuering(&payments[i], grants, in)
		if err != nil {
			return nil, nil, err
		}
		if shown {
			rows = append(rows, row)
		}
	}
	sorterEffektueringer(rows, in.EffektueringSortering)
	out := &EffektueringHentOutput{}
	if rows = side(rows, in.ResultatFilter); len(rows) > 0 {
		out.OEkonomiskEffektueringListe = &OEkonomiskEffektueringListe{OEkonomiskEffektuering: rows}
	}
	out.HovedOplysningerSvar = o.hoved(&in.HovedOplysninger)
	return out, nil, nil
}

// bevillingerTil reads the grants that payments belong to, and their cases.
func (o *opgave) bevillingerTil(ctx context.Context, payments []oio.Gemt) (map[oio.UUID]oio.Gemt, error) {
	var ids []oio.UUID
	for i := range payments {
		if e, ok := payments[i].Objekt.(*oio.Effektuering); ok && !e.Bevilling.IsZero() {
			ids = append(ids, e.Bevilling)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := o.indeks.ObjekterMed(ctx, o.kalder.CVR, ids)
	if err != nil {
		return nil, err
	}
	list := make([]oio.Gemt, 0, len(found))
	for _, g := range found {
		list = append(list, g)
	}
	return found, o.hentSager(ctx, list)
}

func sorterEffektueringer(rows []OEkonomiskEffektuering, s *EffektueringSortering) {
	key := func(r *OEkonomiskEffektuering) string {
		return r.OekonomiskEffektueringStruktur.OekonomiskEffektueringDispositionsdato
	}
	down := false
	if s != nil {
		down = s.SorteringRetning != nil && *s.SorteringRetning == "DESC"
		switch s.EffektueringSorteringElement {
		case "OekonomiskEffektueringUdbetalingStatus":
			key = func(r *OEkonomiskEffektuering) string {
				return vaerdi(r.OekonomiskEffektueringStruktur.OekonomiskEffektueringUdbetalingStatus)
			}
		case "OekonomiskEffektueringStartDato":
			key = func(r *OEkonomiskEffektuering) string {
				return r.OekonomiskEffektueringStruktur.OekonomiskEffektueringStartDato
			}
		case "OekonomiskEffektueringSlutDato":
			key = func(r *OEkonomiskEffektuering) string {
				return vaerdi(r.OekonomiskEffektueringStruktur.OekonomiskEffektueringSlutDato)
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b OEkonomiskEffektuering) int {
		order := strings.Compare(key(&a), key(&b))
		if down {
			return -order
		}
		return order
	})
}

func vaerdi(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func tekst(s string) *string { return &s }

func valgfri(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func cut(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit])
	}
	return s
}

func uenig(said *string, is string) bool {
	return said != nil && !strings.EqualFold(strings.TrimSpace(*said), is)
}

var errArt = errors.New("the index gave an object of another kind")
