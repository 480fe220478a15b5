package sdi

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Paging of searches; no official limits are published (SF1470 §8.2).
const (
	standardAntal = 50
	hoejstAntal   = 500
)

// vindue is the period a search looks at: what is in force now, unless SoegVirkning says another.
type vindue struct{ from, until time.Time }

func (v vindue) rammer(p *Virkning) bool {
	if p == nil {
		return true
	}
	from, until := graenser(p)
	return soap.Overlapper(from, until, v.from, v.until)
}

func nu(now time.Time) vindue { return vindue{now, now.Add(time.Nanosecond)} }

// vinduer takes the window out of a leaf.
func vinduer(in *SoegInput, now time.Time) vindue {
	if in.SoegVirkning == nil || (in.SoegVirkning.FraTidspunkt == nil && in.SoegVirkning.TilTidspunkt == nil) {
		return nu(now)
	}
	from, until := graenser(&Virkning{FraTidspunkt: in.SoegVirkning.FraTidspunkt, TilTidspunkt: in.SoegVirkning.TilTidspunkt})
	return vindue{from, until}
}

// iKraft is a registration with only what touches a window.
func iKraft(r *SagRegistrering, v vindue) *SagRegistrering {
	made := *r
	made.AttributListe.Egenskaber = udvalg(r.AttributListe.Egenskaber, func(e *SagEgenskaber) bool { return v.rammer(e.Virkning) })
	made.AttributListe.LokalUdvidelseListe = udvidelserI(r.AttributListe.LokalUdvidelseListe, v)
	made.TilstandListe.Fremdrift = udvalg(r.TilstandListe.Fremdrift, func(f *SagFremdrift) bool { return v.rammer(f.Virkning) })
	list := &made.RelationListe
	for _, relations := range []*[]Relation{&list.Sagsaktoer, &list.Sagsklasse, &list.Sagspart, &list.Sagsrelation, &list.Sagsgenstande} {
		*relations = udvalg(*relations, func(r *Relation) bool { return v.rammer(r.Virkning) })
	}
	list.Journalpost = udvalg(list.Journalpost, func(j *SagJournalpostRelation) bool { return v.rammer(j.Virkning) })
	list.LokalUdvidelseListe = udvidelserI(list.LokalUdvidelseListe, v)
	return &made
}

func dokumentIKraft(r *DokumentRegistrering, v vindue) *DokumentRegistrering {
	made := *r
	made.AttributListe.Egenskaber = udvalg(r.AttributListe.Egenskaber, func(e *DokumentEgenskaber) bool { return v.rammer(e.Virkning) })
	made.TilstandListe.Fremdrift = udvalg(r.TilstandListe.Fremdrift, func(f *DokumentFremdrift) bool { return v.rammer(f.Virkning) })
	list := &made.RelationListe
	for _, relations := range []*[]Relation{&list.Dokumentrelation, &list.Dokumentaktoer, &list.Dokumentpart, &list.Dokumentklasse} {
		*relations = udvalg(*relations, func(r *Relation) bool { return v.rammer(r.Virkning) })
	}
	list.LokalUdvidelseListe = udvidelserI(list.LokalUdvidelseListe, v)
	return &made
}

func udvalg[T any](list []T, keep func(*T) bool) []T {
	var kept []T
	for i := range list {
		if keep(&list[i]) {
			kept = append(kept, list[i])
		}
	}
	return kept
}

func udvidelserI(list *LokalUdvidelseListe, v vindue) *LokalUdvidelseListe {
	if list == nil {
		return nil
	}
	made := *list
	made.Indhold = udvalg(list.Indhold, func(u *soap.Udvidelse) bool { return v.rammer(*udvidelseVirkning(u)) })
	return &made
}

var ligner = &soap.Ligner{
	Familie:  Familie,
	Fritekst: map[string]bool{"Titel": true, "Beskrivelse": true, "FuldtNavn": true, "Klassetitel": true, "Dokumenttitel": true},
}

func sagIntervaller(e *SoegSagEgenskaber, r *SagRegistrering) bool {
	if i := e.OprettetTidspunktInterval; i != nil {
		made := foerste[SagIndeksEgenskaber](r.AttributListe.LokalUdvidelseListe).OprettetTidspunkt
		if !indenfor(made, i.FraTidspunkt, i.TilTidspunkt) {
			return false
		}
	}
	if i := e.SenestAendretInterval; i != nil && !indenfor(r.Tidspunkt, i.FraTidspunkt, i.TilTidspunkt) {
		return false
	}
	return true
}

func brevdato(e *SoegDokumentEgenskaber, r *DokumentRegistrering) bool {
	if e.BrevDatoInterval == nil {
		return true
	}
	for i := range r.AttributListe.Egenskaber {
		if d := r.AttributListe.Egenskaber[i].BrevDato; d != nil && len(*d) >= 10 {
			return indenfor(tekst((*d)[:10]+"T00:00:00"), &e.BrevDatoInterval.FraTidspunkt, &e.BrevDatoInterval.TilTidspunkt)
		}
	}
	return false
}

func indenfor(when *string, from, until *Tidspunkt) bool {
	t, err := soap.LaesTid(vaerdi(when))
	if err != nil {
		return false
	}
	low, high := graenser(&Virkning{FraTidspunkt: from, TilTidspunkt: until})
	return !t.Before(low) && (high.IsZero() || t.Before(high))
}

// post is an object being searched: as kept, as a message, and what of it the window shows.
type post struct {
	gemt     oio.Gemt
	sag      *Sag
	dokument *Dokument
	vindue   vindue
	arkiv    map[oio.UUID]bool // documents that some case has on file; filled where an expression asks
}

func nyPost(g oio.Gemt) (*post, error) {
	p := &post{gemt: g}
	var err error
	switch g.Objekt.(type) {
	case *oio.Sag:
		p.sag, err = BeskedAf(&g)
	case *oio.Dokument:
		p.dokument, err = DokumentAf(&g)
	}
	return p, err
}

// maaSes holds an object against the caller's data boundary.
func (p *post) maaSes(caller soap.Kalder) bool {
	switch o := p.gemt.Objekt.(type) {
	case *oio.Sag:
		return caller.MaaSe(o.KLE.Noegle, o.Foelsomhed)
	case *oio.Dokument:
		return caller.MaaSe(o.KLE.Noegle, o.Foelsomhed)
	}
	return false
}

func (p *post) uuid() string { return p.gemt.Objekt.Identitet().String() }

// passer reports whether an object matches an expression, and keeps the window of the leaf that found it.
func (p *post) passer(u *SoegUdtryk, now time.Time) bool {
	any := vaerdi(u.Operation) == "OR"
	for i := range u.Valg {
		matches := p.led(&u.Valg[i], now)
		if matches == any && any {
			return true
		}
		if !matches && !any {
			return false
		}
	}
	return !any && len(u.Valg) > 0
}

func (p *post) led(v *SoegUdtrykValg, now time.Time) bool {
	switch {
	case v.NOT != nil:
		return !p.passer(v.NOT, now)
	case v.SoegUdtryk != nil:
		return p.passer(v.SoegUdtryk, now)
	case v.SoegSag != nil:
		return p.sag != nil && p.sagMatch(v.SoegSag, now)
	case v.SoegDokument != nil:
		return p.dokument != nil && p.dokumentMatch(v.SoegDokument, now)
	case v.SoegSagsloeseDokumenter != nil:
		return p.dokument != nil && !p.arkiv[p.gemt.Objekt.Identitet()] && p.dokumentMatch(v.SoegSagsloeseDokumenter, now)
	}
	return false
}

func (p *post) sagMatch(in *SagSoegInput, now time.Time) bool {
	v := vinduer(&in.SoegInput, now)
	for i := range p.sag.Registrering {
		r := iKraft(&p.sag.Registrering[i], v)
		if p.registreret(&in.SoegIndeksInput, &r.Registrering) && p.sagDele(in, r) {
			p.vindue = v
			return true
		}
	}
	return false
}

// sagDele matches the three lists of an example. Interval elements ask about the whole registration, so they are judged apart.
func (p *post) sagDele(in *SagSoegInput, r *SagRegistrering) bool {
	attributes := in.AttributListe
	for e := range udvidelser[SoegSagEgenskaber](attributes.LokalUdvidelseListe) {
		if !sagIntervaller(e, r) {
			return false
		}
	}
	attributes.LokalUdvidelseListe = uden[SoegSagEgenskaber](attributes.LokalUdvidelseListe)
	return ligner.Passer(&attributes, &r.AttributListe) && ligner.Passer(&in.TilstandListe, &r.TilstandListe) && ligner.Passer(&in.RelationListe, &r.RelationListe)
}

func (p *post) dokumentMatch(in *DokumentSoegInput, now time.Time) bool {
	v := vinduer(&in.SoegInput, now)
	for i := range p.dokument.Registrering {
		r := dokumentIKraft(&p.dokument.Registrering[i], v)
		attributes := in.AttributListe
		ok := p.registreret(&in.SoegIndeksInput, &r.Registrering)
		for e := range udvidelser[SoegDokumentEgenskaber](attributes.LokalUdvidelseListe) {
			ok = ok && brevdato(e, r)
		}
		attributes.LokalUdvidelseListe = uden[SoegDokumentEgenskaber](attributes.LokalUdvidelseListe)
		if ok && ligner.Passer(&attributes, &r.AttributListe) && ligner.Passer(&in.TilstandListe, &r.TilstandListe) && ligner.Passer(&in.RelationListe, &r.RelationListe) {
			p.vindue = v
			return true
		}
	}
	return false
}

// uden is a list without the extensions of one type; nil when nothing is left.
func uden[T any](list *LokalUdvidelseListe) *LokalUdvidelseListe {
	if list == nil {
		return nil
	}
	kept := udvalg(list.Indhold, func(u *soap.Udvidelse) bool { _, is := u.Vaerdi.(*T); return !is })
	if len(kept) == 0 {
		return nil
	}
	return &LokalUdvidelseListe{Indhold: kept}
}

// registreret holds the times of registration, by source and by index, against what is asked.
func (p *post) registreret(in *SoegIndeksInput, r *Registrering) bool {
	if s := in.SoegRegistrering; s != nil {
		if (s.FraTidspunkt != nil || s.TilTidspunkt != nil) && !indenfor(r.Tidspunkt, s.FraTidspunkt, s.TilTidspunkt) {
			return false
		}
		if s.LivscyklusKode != nil && *s.LivscyklusKode != vaerdi(r.LivscyklusKode) {
			return false
		}
	}
	if in.SoegStsFraTidspunkt == nil && in.SoegStsTilTidspunkt == nil {
		return true
	}
	return indenfor(tekst(soap.SkrivTid(p.gemt.StsTidspunkt)), in.SoegStsFraTidspunkt, in.SoegStsTilTidspunkt)
}

// snaevring is what of an expression the index can use to look at fewer objects. It may only leave out what cannot match.
func (t *Tjeneste) snaevring(kommune oio.CVR, u *SoegUdtryk) index.Soegning {
	s := index.Soegning{}
	if u == nil || vaerdi(u.Operation) == "OR" {
		return s
	}
	for i := range u.Valg {
		leaf := u.Valg[i].SoegSag
		if leaf == nil {
			continue
		}
		s.Art = oio.ArtSag
		for j := range leaf.RelationListe.Sagspart {
			r := &leaf.RelationListe.Sagspart[j]
			if r.ReferenceID == nil || rolleUUID(r) != rollePrimaerPart {
				continue
			}
			if digits, ok := strings.CutPrefix(vaerdi(r.ReferenceID.URNIdentifikator), "urn:oio:cpr-nr:"); ok {
				if cpr, err := oio.ParseCPR(digits); err == nil {
					s.Borger, _ = t.Indeks.BorgerAf(kommune, cpr)
				}
			}
		}
	}
	return s
}

// find gives all objects that an input asks for, by identity or expression or both.
func (t *Tjeneste) find(ctx context.Context, k soap.Kald, ids []oio.UUID, u *SoegUdtryk) ([]*post, error) {
	var found []*post
	var filed map[oio.UUID]bool
	if u != nil && spoergerSagsloese(u) {
		var err error
		if filed, err = t.arkiv(ctx, k, nil); err != nil {
			return nil, err
		}
	}
	take := func(g oio.Gemt) error {
		p, err := nyPost(g)
		if err != nil || (p.sag == nil && p.dokument == nil) {
			return err
		}
		p.vindue, p.arkiv = nu(k.Nu), filed
		if !p.maaSes(k.Kalder) {
			return nil
		}
		if u == nil || p.passer(u, k.Nu) {
			found = append(found, p)
		}
		return nil
	}
	if len(ids) > 0 {
		held, err := t.Indeks.ObjekterMed(ctx, k.Kalder.CVR, ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if g, ok := held[id]; ok {
				delete(held, id)
				if err := take(g); err != nil {
					return nil, err
				}
			}
		}
		return found, nil
	}
	s := t.snaevring(k.Kalder.CVR, u)
	s.Antal = 500
	for {
		page, err := t.Indeks.Soeg(ctx, k.Kalder.CVR, s)
		if err != nil {
			return nil, err
		}
		for _, g := range page {
			if err := take(g); err != nil {
				return nil, err
			}
		}
		if len(page) < s.Antal {
			return found, nil
		}
		s.Efter = page[len(page)-1].Objekt.Identitet()
	}
}

func (t *Tjeneste) fremsoeg(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	in := k.Ind.(*FremsoegInput)
	out := &FremsoegOutput{BasicOutput: BasicOutput{StandardRetur: StandardRetur{StatusKode: "20", FejlbeskedTekst: tekst("OK")}}}
	refuse := func(found []soap.Fund) (any, []soap.Fund, error) {
		out.StandardRetur = StandardRetur{StatusKode: strconv.Itoa(found[0].Regel.Kode), FejlbeskedTekst: tekst(found[0].Linje())}
		return out, found, nil
	}
	var ids []oio.UUID
	for _, text := range append(slices.Clone(in.SagUuid), in.DokumentUuid...) {
		id, err := oio.ParseUUID(strings.TrimSpace(text))
		if err != nil {
			return refuse(brud("SDI-80", "FremsoegSagDokumentIndeksInput/SagUuid", "%q er ikke en UUID", text))
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 && in.SoegUdtryk == nil {
		return refuse(brud("SDI-80", "FremsoegSagDokumentIndeksInput", "der er hverken UUID eller SoegUdtryk"))
	}
	found, err := t.find(ctx, k, ids, in.SoegUdtryk)
	if err != nil {
		return nil, nil, err
	}
	if len(found) == 0 && len(ids) > 0 {
		out.StandardRetur = StandardRetur{StatusKode: strconv.Itoa(soap.KodeUkendt), FejlbeskedTekst: tekst("intet objekt med den UUID")}
		return out, nil, nil
	}
	page := paginering(in.SoegUdtryk)
	sorter(found, in.Sortering)
	shown := newVis(in.Filter)
	fyld(out, found, shown, page)
	return out, page.fund, t.inkluder(ctx, k, out, found, shown, page)
}

// side is which part of the hits is asked for.
type side struct {
	fra, antal int
	sat        bool
	fund       []soap.Fund
}

// paginering finds the paging in the first leaf that has any.
func paginering(u *SoegUdtryk) side {
	s := side{antal: standardAntal}
	if u == nil {
		s.antal = hoejstAntal
		return s
	}
	for i := range u.Valg {
		var in *SoegInput
		switch v := &u.Valg[i]; {
		case v.SoegSag != nil:
			in = &v.SoegSag.SoegInput
		case v.SoegDokument != nil:
			in = &v.SoegDokument.SoegInput
		case v.SoegSagsloeseDokumenter != nil:
			in = &v.SoegSagsloeseDokumenter.SoegInput
		default:
			continue
		}
		s.saet(in)
	}
	return s
}

func (s *side) saet(in *SoegInput) {
	if n, err := strconv.Atoi(vaerdi(in.FoersteResultatReference)); err == nil && n >= 0 {
		s.fra, s.sat = n, true
	}
	if n, err := strconv.Atoi(vaerdi(in.MaksimalAntalKvantitet)); err == nil && n >= 0 {
		if n > hoejstAntal {
			d := soap.Dom{Regler: Regler}
			d.Med("SDI-80", varm, "SoegUdtryk/MaksimalAntalKvantitet", "der er bedt om %d; %d er givet", n, hoejstAntal)
			s.fund, n = d.Fund, hoejstAntal
		}
		s.antal, s.sat = n, true
	}
}

// sorter orders the hits; the identity comes last, so that pages are stable.
func sorter(found []*post, s *Sortering) {
	keys := sorteringer(s)
	slices.SortStableFunc(found, func(a, b *post) int {
		for _, k := range keys {
			if order := cmp.Compare(a.sortering(k.element), b.sortering(k.element)); order != 0 {
				return order * k.retning
			}
		}
		return cmp.Compare(a.uuid(), b.uuid())
	})
}

type sorteringsnoegle struct {
	element            string
	retning, prioritet int
}

func sorteringer(s *Sortering) []sorteringsnoegle {
	var keys []sorteringsnoegle
	if s == nil {
		return nil
	}
	add := func(element, direction, priority string) {
		k := sorteringsnoegle{element: element, retning: 1}
		if direction == "Faldende" {
			k.retning = -1
		}
		k.prioritet, _ = strconv.Atoi(priority)
		keys = append(keys, k)
	}
	for i := range s.Valg {
		if v := s.Valg[i].SagSortering; v != nil {
			add(v.Element, v.Retning, v.Prioritet)
		}
		if v := s.Valg[i].DokumentSortering; v != nil {
			add(v.Element, v.Retning, v.Prioritet)
		}
	}
	slices.SortStableFunc(keys, func(a, b sorteringsnoegle) int { return cmp.Compare(a.prioritet, b.prioritet) })
	return keys
}

// sortering is what an object is sorted by under an element's name; later times and higher versions are larger texts.
func (p *post) sortering(element string) string {
	switch element {
	case "StsRegistreringstidspunkt":
		return p.gemt.StsTidspunkt.UTC().Format(time.RFC3339Nano)
	case "Registreringstidspunkt":
		return p.gemt.Tidspunkt.UTC().Format(time.RFC3339Nano)
	}
	switch o := p.gemt.Objekt.(type) {
	case *oio.Sag:
		return sagSortering(o, element)
	case *oio.Dokument:
		return dokumentSortering(o, element)
	}
	return ""
}

func sagSortering(s *oio.Sag, element string) string {
	switch element {
	case "BrugervendtNoegle":
		return s.Noegle
	case "Titel":
		return s.Titel
	case "Foelsomhed":
		return strconv.Itoa(int(s.Foelsomhed))
	case "Sagklasse-BrugervendtNoegle":
		return s.KLE.Noegle
	case "ItSystem-Systemnavn":
		return s.System.Navn
	case "Fremdrift":
		if n := len(s.Fremdrift); n > 0 {
			return strconv.Itoa(slices.Index(fremdriftsorden, s.Fremdrift[n-1].Status))
		}
	}
	return ""
}

func dokumentSortering(d *oio.Dokument, element string) string {
	switch element {
	case "BrugervendtNoegle":
		return d.Noegle
	case "Titel":
		return d.Titel
	case "Foelsomhed":
		return strconv.Itoa(int(d.Foelsomhed))
	case "ItSystem-Systemnavn":
		return d.System.Navn
	}
	return ""
}

func soegYdelser(sag oio.UUID) index.Soegning {
	return index.Soegning{Art: oio.ArtBevilling, Sag: sag, Antal: 10_000}
}

func spoergerSagsloese(u *SoegUdtryk) bool {
	return slices.ContainsFunc(u.Valg, func(v SoegUdtrykValg) bool {
		return v.SoegSagsloeseDokumenter != nil || (v.NOT != nil && spoergerSagsloese(v.NOT)) || (v.SoegUdtryk != nil && spoergerSagsloese(v.SoegUdtryk))
	})
}

// arkiv are the documents that cases other than the given have on file.
func (t *Tjeneste) arkiv(ctx context.Context, k soap.Kald, other map[oio.UUID]bool) (map[oio.UUID]bool, error) {
	all, err := t.find(ctx, k, nil, nil)
	filed := map[oio.UUID]bool{}
	for _, p := range all {
		if p.sag != nil && !other[p.gemt.Objekt.Identitet()] {
			p.aktstykker(filed)
		}
	}
	return filed, err
}

// aktstykker adds the documents a case has on file.
func (p *post) aktstykker(filed map[oio.UUID]bool) {
	for i := range p.sag.Registrering {
		for j := range p.sag.Registrering[i].RelationListe.Journalpost {
			if u := reference(&p.sag.Registrering[i].RelationListe.Journalpost[j].Relation); !u.IsZero() {
				filed[u] = true
			}
		}
	}
}
