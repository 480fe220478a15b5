package sdi

import (
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// TilSag is what our readers know of a case, out of what any system has delivered: what holds at now, of each role the one there
// may be. The parts it has no words for (journal, relations, history) stay in the message itself.
func TilSag(m *Sag, now time.Time) *oio.Sag {
	s := &oio.Sag{}
	s.UUID, _ = oio.ParseUUID(m.UUIDIdentifikator)
	for i := range m.Registrering {
		laesSag(s, &m.Registrering[i], now)
	}
	if s.Oprettet == 0 && len(s.Fremdrift) > 0 {
		s.Oprettet = s.Fremdrift[0].Virkning.Fra
	}
	return s
}

func laesSag(s *oio.Sag, r *SagRegistrering, now time.Time) {
	for i := range r.AttributListe.Egenskaber {
		if e := &r.AttributListe.Egenskaber[i]; gaelder(e.Virkning, now) {
			s.Noegle, s.Titel = vaerdi(e.BrugervendtNoegle), vaerdi(e.Titel)
		}
	}
	for e := range udvidelser[SagIndeksEgenskaber](r.AttributListe.LokalUdvidelseListe) {
		if gaelder(e.Virkning, now) {
			s.Foelsomhed, _ = oio.ParseFoelsomhed(vaerdi(e.Foelsomhed))
			s.Oprettet = dato(e.OprettetTidspunkt)
		}
	}
	for i := range r.TilstandListe.Fremdrift {
		f := &r.TilstandListe.Fremdrift[i]
		s.Fremdrift = append(s.Fremdrift, oio.Fremdrift{Status: vaerdi(f.FremdriftStatusKode), Virkning: periode(f.Virkning)})
	}
	laesRelationer(s, &r.RelationListe, now)
}

func laesRelationer(s *oio.Sag, list *SagRelationListe, now time.Time) {
	for i := range list.Sagsaktoer {
		r := &list.Sagsaktoer[i]
		for e := range udvidelser[SagsaktoerUdvidelse](r.LokalUdvidelseListe) {
			actor := oio.Aktoer{UUID: reference(r), Navn: vaerdi(e.FuldtNavn), CVR: oio.CVR(vaerdi(e.CVRNummer))}
			setIf(r, oio.SagEjer, now, &s.Ejer, actor)
			setIf(r, oio.SagAnsvarlig, now, &s.Ansvarlig, actor)
		}
	}
	for i := range list.Sagsklasse {
		r := &list.Sagsklasse[i]
		for e := range udvidelser[SagsklasseUdvidelse](r.LokalUdvidelseListe) {
			setIf(r, oio.SagPrimaerKlasse, now, &s.KLE, klasse("KLE", r, e))
			setIf(r, oio.SagHandlingsklasse, now, &s.Facet, klasse("handlingsfacet", r, e))
		}
	}
	for i := range list.Sagspart {
		r := &list.Sagspart[i]
		for e := range udvidelser[SagspartUdvidelse](r.LokalUdvidelseListe) {
			setIf(r, oio.SagPrimaerPart, now, &s.Part, part(r, vaerdi(e.FuldtNavn)))
		}
	}
	for e := range udvidelser[SagsitsystemRelation](list.LokalUdvidelseListe) {
		setIf(&e.Relation, oio.SagMaster, now, &s.System, oio.ITSystem{UUID: reference(&e.Relation), Navn: vaerdi(e.SystemNavn)})
	}
}

// setIf sets what a relation says when it has the role and holds now.
func setIf[T any](r *Relation, role oio.Rolle, now time.Time, target *T, value T) {
	official, _ := role.Tekst()
	if r.Rolle != nil && strings.EqualFold(vaerdi(r.Rolle.UUIDIdentifikator), official) && gaelder(r.Virkning, now) {
		*target = value
	}
}

func klasse(facet string, r *Relation, e *SagsklasseUdvidelse) oio.Klasse {
	k := oio.NewKlasse(facet, vaerdi(e.BrugervendtNoegle), vaerdi(e.Klassetitel), "")
	if u := reference(r); u != k.UUID {
		k.UUID, k.Stedfortraeder = u, false
	}
	return k
}

func part(r *Relation, navn string) oio.Part {
	p := oio.Part{Navn: navn}
	if r.ReferenceID != nil {
		if digits, ok := strings.CutPrefix(vaerdi(r.ReferenceID.URNIdentifikator), "urn:oio:cpr-nr:"); ok {
			p.CPR, _ = oio.ParseCPR(digits)
		}
	}
	return p
}

func reference(r *Relation) oio.UUID {
	if r.ReferenceID == nil {
		return oio.UUID{}
	}
	u, _ := oio.ParseUUID(vaerdi(r.ReferenceID.UUIDIdentifikator))
	return u
}

func vaerdi(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// udvidelser yields the extensions of one type in a list.
func udvidelser[T any](list *LokalUdvidelseListe) func(yield func(*T) bool) {
	return func(yield func(*T) bool) {
		if list == nil {
			return
		}
		for _, u := range list.Indhold {
			if e, ok := u.Vaerdi.(*T); ok && !yield(e) {
				return
			}
		}
	}
}

// graenser are a period's ends; a zero end is open.
func graenser(v *Virkning) (from, until time.Time) {
	if v == nil {
		return
	}
	if v.FraTidspunkt != nil {
		from, _ = soap.LaesTid(vaerdi(v.FraTidspunkt.TidsstempelDatoTid))
	}
	if v.TilTidspunkt != nil {
		until, _ = soap.LaesTid(vaerdi(v.TilTidspunkt.TidsstempelDatoTid))
	}
	return from, until
}

func gaelder(v *Virkning, now time.Time) bool {
	if v == nil || v.TilTidspunkt == nil || v.TilTidspunkt.TidsstempelDatoTid == nil {
		return true
	}
	until, err := soap.LaesTid(*v.TilTidspunkt.TidsstempelDatoTid)
	return err != nil || until.IsZero() || now.Before(until)
}

func periode(v *Virkning) oio.Virkning {
	from, until := graenser(v)
	p := oio.Virkning{}
	if !from.IsZero() {
		p.Fra = oio.DatoOf(from)
	}
	if !until.IsZero() {
		p.Til = oio.DatoOf(until)
	}
	return p
}

func dato(s *string) oio.Dato {
	if s == nil {
		return 0
	}
	t, err := soap.LaesTid(*s)
	if err != nil {
		return 0
	}
	return oio.DatoOf(t)
}
