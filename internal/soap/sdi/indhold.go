package sdi

import (
	"encoding/base64"
	"strings"
	"time"

	"indeksbro/internal/oio"
)

// Roles whose identities are not published; ours stand in for them (SF1470 §3). Whoever reads knows them by their title too.
var (
	RolleSekundaerPart    = oio.NameUUID("rolle/Sagspart/Sekundær part")
	RolleAfgoerelse       = oio.NameUUID("rolle/Sagsklasse/Afgørelsesklasse")
	RolleSikkerhed        = oio.NameUUID("rolle/Sikkerhedsprofil/Sikkerhedsprofil")
	RolleDokumentEjer     = oio.NameUUID("rolle/Dokumentaktoer/Ejer")
	RolleDokumentEnhed    = oio.NameUUID("rolle/Dokumentaktoer/Ansvarlig")
	RolleDokumentKlasse   = oio.NameUUID("rolle/Dokumentklasse/Primær klasse")
	RolleTilakteret       = oio.MustUUID(rolleTilakteret)
	RolleVedlagt          = oio.MustUUID(rolleVedlagt)
	RolleJournalnotat     = oio.MustUUID(rolleNotat)
	RolleOversag          = oio.MustUUID(rolleOversag)
	TypeOrgEnhed          = oio.MustUUID(typeOrgEnhed)
	TypePerson            = oio.MustUUID(typePerson)
	TypeKlasse            = oio.MustUUID(typeKlasse)
	rollePrimaerBehandler = oio.MustUUID("bf1f93ed-9441-4af4-835b-baeb201f3076")
)

// Profil are the units and people of a Sikkerhedsprofil that holds now; nil where there is none.
func Profil(list *LokalUdvidelseListe, now time.Time) []oio.UUID {
	var allowed []oio.UUID
	take := func(r *Relation) {
		if gaelder(r.Virkning, now) {
			allowed = append(allowed, reference(r))
		}
	}
	for e := range udvidelser[SagIndeksSikkerhedsprofilRelation](list) {
		take(&e.Relation)
	}
	for e := range udvidelser[DokumentSikkerhedsprofilRelation](list) {
		take(&e.Relation)
	}
	return allowed
}

// Indhold is what a kept case says beyond oio.Sag: its documents, notes, other parties and relations, as they hold now.
func Indhold(g *oio.Gemt, now time.Time) (oio.Sagsindhold, error) {
	var c oio.Sagsindhold
	if g.Fuld == nil {
		return c, nil // our own exporter says no more
	}
	m, err := BeskedAf(g)
	if err != nil {
		return c, err
	}
	c.Undtaget = UndtagetBorger(m, now)
	for i := range m.Registrering {
		r := &m.Registrering[i]
		for e := range udvidelser[SagIndeksEgenskaber](r.AttributListe.LokalUdvidelseListe) {
			if gaelder(e.Virkning, now) {
				c.Sagsstatus = vaerdi(e.Sagsstatus)
			}
		}
		for j := range r.AttributListe.Egenskaber {
			if e := &r.AttributListe.Egenskaber[j]; e.OffentlighedUndtaget != nil && gaelder(e.Virkning, now) {
				c.OffentligTitel, c.EgentligTitel = vaerdi(e.Titel), e.OffentlighedUndtaget.TitelAlternativTekst
			}
		}
		laesIndhold(&c, &r.RelationListe, now)
	}
	return c, nil
}

func laesIndhold(c *oio.Sagsindhold, list *SagRelationListe, now time.Time) {
	for i := range list.Journalpost {
		if p := &list.Journalpost[i]; gaelder(p.Virkning, now) {
			laesJournal(c, p)
		}
	}
	for i := range list.Sagspart {
		r := &list.Sagspart[i]
		if !gaelder(r.Virkning, now) || rolleUUID(r) == rollePrimaerPart {
			continue
		}
		e := foerste[SagspartUdvidelse](r.LokalUdvidelseListe)
		c.Parter = append(c.Parter, oio.Sagspart{Part: part(r, vaerdi(e.FuldtNavn)), Nummer: firmanummer(r), Rolle: partsrolle(r)})
	}
	for i := range list.Sagsrelation {
		if r := &list.Sagsrelation[i]; gaelder(r.Virkning, now) && !reference(r).IsZero() {
			kind := "Anden sag"
			if rolleUUID(r) == rolleOversag {
				kind = "Oversag"
			}
			c.Relationer = append(c.Relationer, oio.Sagsrelation{Rolle: kind, Sag: reference(r)})
		}
	}
	for i := range list.Sagsklasse {
		r := &list.Sagsklasse[i]
		e := foerste[SagsklasseUdvidelse](r.LokalUdvidelseListe)
		if gaelder(r.Virkning, now) && (rolleUUID(r) == RolleAfgoerelse.String() || strings.EqualFold(vaerdi(e.Facettitel), "Afgørelsesklasse")) {
			c.Afgoerelse = vaerdi(e.Klassetitel)
		}
	}
	for i := range list.Sagsaktoer {
		r := &list.Sagsaktoer[i]
		if e := foerste[SagsaktoerUdvidelse](r.LokalUdvidelseListe); gaelder(r.Virkning, now) && rolleUUID(r) == rollePrimaerBehandler.String() &&
			r.Type != nil && strings.EqualFold(vaerdi(r.Type.UUIDIdentifikator), typeOrgEnhed) {
			c.Behandler = oio.Aktoer{UUID: reference(r), Navn: vaerdi(e.FuldtNavn)}
		}
	}
}

func laesJournal(c *oio.Sagsindhold, p *SagJournalpostRelation) {
	extra := p.JournalpostEgenskaber
	if extra == nil {
		extra = &SagJournalpostEgenskaber{}
	}
	from := periode(p.Virkning).Fra
	if n := extra.JournalnotatEgenskaber; n != nil {
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(vaerdi(n.Notat)), ""))
		if err != nil {
			raw = nil
		}
		c.Notater = append(c.Notater, oio.Journalnotat{Titel: vaerdi(n.Titel), Format: vaerdi(n.Format), Indhold: raw, Dato: from})
	}
	if u := reference(&p.Relation); !u.IsZero() {
		c.Dokumenter = append(c.Dokumenter, oio.Aktstykke{Dokument: u, Titel: vaerdi(extra.Dokumenttitel), Dato: from, Vedlagt: rolleUUID(&p.Relation) == rolleVedlagt})
	}
}

// firmanummer is the CVR or P-number of a party that is no person.
func firmanummer(r *Relation) string {
	if r.ReferenceID == nil {
		return ""
	}
	urn := vaerdi(r.ReferenceID.URNIdentifikator)
	for prefix, name := range map[string]string{"urn:oio:cvr-nr:": "CVR ", "urn:oio:pnr:": "P-nr. "} {
		if number, is := strings.CutPrefix(urn, prefix); is {
			return name + number
		}
	}
	return ""
}

// partsrolle is what the case calls a party that is not the primary one. The identities of these roles are not published, so a role that
// stands alone is told as what it is surely: another party.
func partsrolle(r *Relation) string {
	if rolleUUID(r) == RolleSekundaerPart.String() {
		return "Sekundær part"
	}
	return "Anden part"
}
