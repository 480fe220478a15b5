package ydi

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

// Paging of searches; no official limits are published.
const (
	standardAntal = 50
	hoejstAntal   = 500
)

// vindue is the period a search looks at: what is in force now, unless SoegVirkning says another. Granted services are shown
// whatever their period: it is the grant's search that limits, and a grant that has ended is still asked for.
type vindue struct{ from, until time.Time }

func (v vindue) rammer(p *Virkning) bool {
	if p == nil {
		return true
	}
	from, until := graenser(p)
	return soap.Overlapper(from, until, v.from, v.until)
}

func vinduer(in *SoegInput, now time.Time) vindue {
	if in.SoegVirkning == nil || (in.SoegVirkning.FraTidspunkt == nil && in.SoegVirkning.TilTidspunkt == nil) {
		return vindue{now, now.Add(time.Nanosecond)}
	}
	from, until := graenser(&Virkning{FraTidspunkt: in.SoegVirkning.FraTidspunkt, TilTidspunkt: in.SoegVirkning.TilTidspunkt})
	return vindue{from, until}
}

func iKraft(r *BevillingRegistrering, v vindue) *BevillingRegistrering {
	made := *r
	made.AttributListe.Egenskaber = udvalg(r.AttributListe.Egenskaber, func(e *BevillingEgenskaber) bool { return v.rammer(e.Virkning) })
	list := &made.RelationListe
	list.Bevillingssag = udvalg(list.Bevillingssag, func(x *BevillingSagRelation) bool { return v.rammer(x.Virkning) })
	list.Bevillingspart = udvalg(list.Bevillingspart, func(x *BevillingPartRelation) bool { return v.rammer(x.Virkning) })
	list.Bevillingsaktoer = udvalg(list.Bevillingsaktoer, func(x *BevillingAktoerRelation) bool { return v.rammer(x.Virkning) })
	list.Sikkerhedsprofil = udvalg(list.Sikkerhedsprofil, func(x *BevillingSikkerhedsprofilRelation) bool { return v.rammer(x.Virkning) })
	return &made
}

var ligner = &soap.Ligner{Familie: Familie, Fritekst: map[string]bool{"FuldtNavn": true, "Ydelsesnavn": true, "Klassetitel": true, "Navn": true, "Begrundelse": true}}

// post is an object being searched: as kept, as a message, and the window of the leaf that found it.
type post struct {
	gemt         oio.Gemt
	bevilling    *Bevilling
	effektuering *Effektuering
	vindue       vindue
}

func nyPost(g oio.Gemt) (*post, error) {
	p := &post{gemt: g}
	var err error
	switch g.Objekt.(type) {
	case *oio.Bevilling:
		p.bevilling, err = BeskedAf(&g)
	case *oio.Effektuering:
		p.effektuering, err = EffektueringAf(&g)
	}
	return p, err
}

func (p *post) uuid() string { return p.gemt.Objekt.Identitet().String() }

// afgraens holds an object against the caller's data boundary (YDI-41): granted services outside it are taken away, and a grant
// without any left is not shown.
func (p *post) afgraens(caller soap.Kalder) bool {
	if p.effektuering != nil {
		return caller.MaaSe(p.gemt.Objekt.(*oio.Effektuering).KLE, oio.IkkeFortrolig) // sensitivity is the grant's
	}
	if p.bevilling == nil {
		return false
	}
	grant := p.gemt.Objekt.(*oio.Bevilling)
	if len(caller.KLE) == 0 {
		return caller.MaaSe("", grant.Foelsomhed)
	}
	left := 0
	for i := range p.bevilling.Registrering {
		r := &p.bevilling.Registrering[i]
		r.AttributListe.BevilgetYdelse = udvalg(r.AttributListe.BevilgetYdelse, func(y *BevilgetYdelse) bool {
			return y.Ydelse != nil && y.Ydelse.Klassifikation != nil && caller.MaaSe(vaerdi(y.Ydelse.Klassifikation.BrugervendtNoegle), grant.Foelsomhed)
		})
		left += len(r.AttributListe.BevilgetYdelse)
	}
	return left > 0
}

func (p *post) passer(u *SoegUdtryk, now time.Time) bool {
	or := vaerdi(u.Operation) == "OR"
	for i := range u.Valg {
		if matches := p.led(&u.Valg[i], now); matches == or {
			return or
		}
	}
	return !or && len(u.Valg) > 0
}

func (p *post) led(v *SoegUdtrykValg, now time.Time) bool {
	switch {
	case v.NOT != nil:
		return !p.passer(v.NOT, now)
	case v.SoegUdtryk != nil:
		return p.passer(v.SoegUdtryk, now)
	case v.SoegBevillingIndeks != nil:
		return p.bevilling != nil && p.bevillingMatch(v.SoegBevillingIndeks, now)
	case v.SoegOekonomiskEffektueringIndeks != nil:
		return p.effektuering != nil && p.effektueringMatch(v.SoegOekonomiskEffektueringIndeks)
	}
	return false
}

func (p *post) bevillingMatch(in *BevillingSoegInput, now time.Time) bool {
	v := vinduer(&in.SoegInput, now)
	for i := range p.bevilling.Registrering {
		r := iKraft(&p.bevilling.Registrering[i], v)
		attributes := in.AttributListe
		ok := p.registreret(&in.SoegIndeksInput, &r.Registrering) && intervaller(attributes.LokalUdvidelseListe, r)
		attributes.LokalUdvidelseListe = nil
		if ok && ligner.Passer(&attributes, &r.AttributListe) && ligner.Passer(&in.RelationListe, &r.RelationListe) {
			p.vindue = v
			return true
		}
	}
	return false
}

// intervaller judges the search elements that ask for a day within an interval.
func intervaller(list *LokalUdvidelseListe, r *BevillingRegistrering) bool {
	some := func(asked *SoegTidInterval, day func(*BevilgetYdelse) *string) bool {
		return asked == nil || slices.ContainsFunc(r.AttributListe.BevilgetYdelse, func(y BevilgetYdelse) bool { return indenfor(day(&y), asked) })
	}
	start := func(y *BevilgetYdelse) *string { return y.BevilgetYdelseStartdato }
	end := func(y *BevilgetYdelse) *string { return y.BevilgetYdelseSlutdato }
	for e := range udvidelser[SoegBevillingEgenskaber](list) {
		if !some(e.BevillingStartDatoInterval, start) || !some(e.BevillingSlutDatoInterval, end) {
			return false
		}
	}
	for e := range udvidelser[SoegBevilgetYdelse](list) {
		if !some(e.BevilgetYdelseStartDatoInterval, start) || !some(e.BevilgetYdelseSlutDatoInterval, end) {
			return false
		}
	}
	return true
}

func indenfor(when *string, i *SoegTidInterval) bool {
	t, err := soap.LaesTid(vaerdi(when))
	if err != nil {
		return false
	}
	low, high := graenser(&Virkning{FraTidspunkt: &i.FraTidspunkt, TilTidspunkt: &i.TilTidspunkt})
	return !t.Before(low) && (high.IsZero() || t.Before(high))
}

func (p *post) effektueringMatch(in *EffektueringSoegInput) bool {
	for i := range p.effektuering.Registrering {
		r := &p.effektuering.Registrering[i]
		attributes, relations := in.AttributListe, in.RelationListe
		attributes.LokalUdvidelseListe, relations.LokalUdvidelseListe = nil, nil
		if p.registreret(&in.SoegIndeksInput, &r.Registrering) && betalt(in.AttributListe.LokalUdvidelseListe, r) && ligner.Passer(&attributes, &r.AttributListe) && ligner.Passer(&relations, &r.RelationListe) {
			return true
		}
	}
	return false
}

func betalt(list *LokalUdvidelseListe, r *EffektueringRegistrering) bool {
	some := func(asked *SoegTidInterval, day func(*EffektueringEgenskaber) *string) bool {
		return asked == nil || slices.ContainsFunc(r.AttributListe.Egenskaber, func(e EffektueringEgenskaber) bool { return indenfor(day(&e), asked) })
	}
	for e := range udvidelser[SoegEffektueringEgenskaber](list) {
		if !some(e.StartDatoInterval, func(e *EffektueringEgenskaber) *string { return e.Startdato }) ||
			!some(e.SlutDatoInterval, func(e *EffektueringEgenskaber) *string { return e.Slutdato }) ||
			!some(e.DispositionsDatoInterval, func(e *EffektueringEgenskaber) *string { return e.Dispositionsdato }) {
			return false
		}
	}
	return true
}

// registreret holds the times of registration, by source and by index, against what is asked.
func (p *post) registreret(in *SoegIndeksInput, r *Registrering) bool {
	if s := in.SoegRegistrering; s != nil && (s.FraTidspunkt != nil || s.TilTidspunkt != nil) && !mellem(r.Tidspunkt, s.FraTidspunkt, s.TilTidspunkt) {
		return false
	}
	return (in.SoegStsFraTidspunkt == nil && in.SoegStsTilTidspunkt == nil) || mellem(tekst(soap.SkrivTid(p.gemt.StsTidspunkt)), in.SoegStsFraTidspunkt, in.SoegStsTilTidspunkt)
}

func mellem(when *string, from, until *Tidspunkt) bool {
	i := SoegTidInterval{}
	if from != nil {
		i.FraTidspunkt = *from
	}
	if until != nil {
		i.TilTidspunkt = *until
	}
	return indenfor(when, &i)
}

// snaevring is what of an expression the index can use to look at fewer objects. It may only leave out what cannot match.
func (t *Tjeneste) snaevring(kommune oio.CVR, u *SoegUdtryk) index.Soegning {
	s := index.Soegning{}
	if vaerdi(u.Operation) == "OR" {
		return s
	}
	for i := range u.Valg {
		leaf := u.Valg[i].SoegBevillingIndeks
		if leaf == nil {
			continue
		}
		s.Art = oio.ArtBevilling
		for j := range leaf.RelationListe.Bevillingspart {
			p := &leaf.RelationListe.Bevillingspart[j]
			if digits, ok := strings.CutPrefix(urnI(p.ReferenceID), "urn:oio:cpr-nr:"); ok && harRolle(p.Rolle, oio.BevillingBevillingsmodtager) {
				if cpr, err := oio.ParseCPR(digits); err == nil {
					s.Borger, _ = t.Indeks.BorgerAf(kommune, cpr)
				}
			}
		}
		for j := range leaf.RelationListe.Bevillingssag {
			if u := uuidI(leaf.RelationListe.Bevillingssag[j].ReferenceID); !u.IsZero() {
				s.Sag = u
			}
		}
	}
	return s
}

func (t *Tjeneste) find(ctx context.Context, k soap.Kald, ids []oio.UUID, u *SoegUdtryk) ([]*post, error) {
	var found []*post
	take := func(g oio.Gemt) error {
		p, err := nyPost(g)
		if err != nil || !p.afgraens(k.Kalder) {
			return err
		}
		p.vindue = vindue{k.Nu, k.Nu.Add(time.Nanosecond)}
		if len(u.Valg) == 0 && len(ids) > 0 || p.passer(u, k.Nu) {
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
	var ids []oio.UUID
	for _, text := range append(slices.Clone(in.BevillingUuid), in.OekonomiskEffektueringUuid...) {
		id, err := oio.ParseUUID(strings.TrimSpace(text))
		if err != nil {
			found := brud("YDI-06", "FremsoegYdelseIndeksInput/BevillingUuid", "%q er ikke en UUID", text)
			return &FremsoegOutput{BasicOutput: BasicOutput{StandardRetur: retur(found)}}, found, nil
		}
		ids = append(ids, id)
	}
	found, err := t.find(ctx, k, ids, &in.SoegUdtryk)
	if err != nil {
		return nil, nil, err
	}
	sorter(found, in.Sortering)
	out := &FremsoegOutput{BasicOutput: BasicOutput{StandardRetur: retur(nil)}}
	fyld(out, found, in.Filter, paginering(&in.SoegUdtryk))
	return out, nil, nil
}

type side struct {
	fra, antal int
	sat        bool
}

func paginering(u *SoegUdtryk) side {
	s := side{antal: standardAntal}
	if len(u.Valg) == 0 {
		s.antal = hoejstAntal
	}
	for i := range u.Valg {
		var in *SoegInput
		switch v := &u.Valg[i]; {
		case v.SoegBevillingIndeks != nil:
			in = &v.SoegBevillingIndeks.SoegInput
		case v.SoegOekonomiskEffektueringIndeks != nil:
			in = &v.SoegOekonomiskEffektueringIndeks.SoegInput
		default:
			continue
		}
		if n, err := strconv.Atoi(vaerdi(in.FoersteResultatReference)); err == nil && n >= 0 {
			s.fra, s.sat = n, true
		}
		if n, err := strconv.Atoi(vaerdi(in.MaksimalAntalKvantitet)); err == nil && n >= 0 {
			s.antal, s.sat = min(n, hoejstAntal), true
		}
	}
	return s
}

func sorter(found []*post, s *Sortering) {
	slices.SortStableFunc(found, func(a, b *post) int {
		if s != nil {
			for i := range s.Valg {
				element, direction := "Dispositionsdato", ""
				if v := s.Valg[i].BevillingSortering; v != nil {
					element, direction = v.Element, v.Retning
				} else if v := s.Valg[i].OekonomiskEffektueringSortering; v != nil {
					direction = v.Retning
				}
				order := cmp.Compare(a.sortering(element), b.sortering(element))
				if direction == "Faldende" {
					order = -order
				}
				if order != 0 {
					return order
				}
			}
		}
		return cmp.Compare(a.uuid(), b.uuid())
	})
}

func (p *post) sortering(element string) string {
	switch o := p.gemt.Objekt.(type) {
	case *oio.Bevilling:
		if element == "FuldtNavn" {
			return o.Part.Navn
		}
		return o.Ydelsesnavn
	case *oio.Effektuering:
		return o.Periode.Fra.String()
	}
	return ""
}

// fyld puts counts and one page of snapshots into an answer; KOMBIT's order is grants, then payments.
func fyld(out *FremsoegOutput, found []*post, f *Filter, page side) {
	grants, payments := 0, 0
	for _, p := range found {
		if p.bevilling != nil {
			grants++
		} else {
			payments++
		}
	}
	for _, count := range []struct {
		element string
		n       int
	}{{"bevillinger", grants}, {"effektueringer", payments}} {
		a := Antal{Element: count.element, Antal: strconv.Itoa(count.n)}
		if page.sat {
			a.Paginering = &Paginering{FoersteResultatReference: tekst(strconv.Itoa(page.fra)), MaksimalAntalKvantitet: tekst(strconv.Itoa(page.antal))}
		}
		out.Antal = append(out.Antal, a)
	}
	grant, payment := map[string]bool{}, map[string]bool{}
	if f != nil {
		for i := range f.Valg {
			if v := f.Valg[i].BevillingVis; v != nil {
				grant[v.Vis] = true
			}
			if v := f.Valg[i].OekonomiskEffektueringVis; v != nil {
				payment[v.Vis] = true
			}
		}
	}
	from := min(page.fra, len(found))
	for _, p := range found[from:min(from+page.antal, len(found))] {
		switch {
		case p.bevilling != nil && len(grant) > 0:
			out.BevillingFiltreretOejebliksbillede = append(out.BevillingFiltreretOejebliksbillede, p.bevillingBillede(grant))
		case p.effektuering != nil && len(payment) > 0:
			out.OekonomiskEffektueringFiltreretOejebliksbillede = append(out.OekonomiskEffektueringFiltreretOejebliksbillede, p.effektueringBillede(payment))
		}
	}
}

func (p *post) bevillingBillede(show map[string]bool) BevillingFiltreretOejebliksbillede {
	b := BevillingFiltreretOejebliksbillede{ObjektType: SagDokObjekt{UUIDIdentifikator: p.uuid()}}
	for i := range p.bevilling.Registrering {
		r := iKraft(&p.bevilling.Registrering[i], p.vindue)
		r.StsTidspunkt = tekst(soap.SkrivTid(p.gemt.StsTidspunkt))
		if !show["egenskaber"] {
			r.AttributListe.Egenskaber = nil
		}
		if !show["bevilgetydelse"] {
			r.AttributListe.BevilgetYdelse = nil
		}
		list := &r.RelationListe
		if !show["sag"] {
			list.Bevillingssag = nil
		}
		if !show["part"] {
			list.Bevillingspart = nil
		}
		if !show["sikkerhedsprofil"] {
			list.Sikkerhedsprofil = nil
		}
		list.Bevillingsaktoer = udvalg(list.Bevillingsaktoer, func(a *BevillingAktoerRelation) bool {
			return (show["aktoer-ejer"] && harRolle(a.Rolle, oio.BevillingEjer)) || (show["aktoer-ansvarlig"] && harRolle(a.Rolle, oio.BevillingAnsvarlig))
		})
		b.Registrering = append(b.Registrering, *r)
	}
	return b
}

func (p *post) effektueringBillede(show map[string]bool) EffektueringFiltreretOejebliksbillede {
	b := EffektueringFiltreretOejebliksbillede{ObjektType: SagDokObjekt{UUIDIdentifikator: p.uuid()}}
	for i := range p.effektuering.Registrering {
		r := p.effektuering.Registrering[i]
		r.StsTidspunkt = tekst(soap.SkrivTid(p.gemt.StsTidspunkt))
		if !show["egenskaber"] {
			r.AttributListe.Egenskaber = nil
		}
		if !show["aktoer"] {
			r.RelationListe.Aktoer = nil
		}
		if !show["oekonomiskeydelseeffektueringer"] {
			r.RelationListe.OekonomiskYdelseEffektueringRelation = nil
		}
		if !show["itsystem"] {
			r.RelationListe.ItSystem = nil
		}
		b.Registrering = append(b.Registrering, r)
	}
	return b
}
