package sdi

import (
	"time"

	"indeksbro/internal/soap"
)

// serie is how periods of one kind of element are merged: virk gives the element's period, key tells series apart.
func serie[T any](virk func(*T) **Virkning, key func(*T) string) soap.Serie[T] {
	return soap.Serie[T]{
		Noegle:  key,
		Periode: func(t *T) (from, until time.Time) { return graenser(*virk(t)) },
		Kort: func(t T, from, until time.Time) T {
			v := virk(&t)
			*v = kort(*v, from, until)
			return t
		},
	}
}

// kort is a period with other ends; an end that stays is kept as it was written.
func kort(v *Virkning, from, until time.Time) *Virkning {
	made := *v
	oldFrom, oldUntil := graenser(v)
	if !oldFrom.Equal(from) {
		made.FraTidspunkt = &Tidspunkt{TidsstempelDatoTid: tekst(soap.SkrivTid(from))}
	}
	if !oldUntil.Equal(until) {
		made.TilTidspunkt = &Tidspunkt{TidsstempelDatoTid: tekst(soap.SkrivTid(until))}
	}
	return &made
}

func en[T any](*T) string { return "" }

func relationNoegle(r *Relation) string { return rolleUUID(r) + "/" + vaerdi(r.Indeks) }

func relationSerie() soap.Serie[Relation] {
	s := serie(func(r *Relation) **Virkning { return &r.Virkning }, relationNoegle)
	s.Ens = func(a, b *Relation) bool {
		return reference(a) == reference(b) && a.ReferenceID != nil && b.ReferenceID != nil && vaerdi(a.ReferenceID.URNIdentifikator) == vaerdi(b.ReferenceID.URNIdentifikator)
	}
	return s
}

// FletSag is a case after an update: what is sent is merged period by period, the rest stays (SF1470 §6.1). unclear is told of ends
// that do not say which period they end.
func FletSag(stored *SagRegistrering, u *OpdaterSag, unclear func()) SagRegistrering {
	merged := *stored
	merged.Tidspunkt, merged.NoteTekst, merged.StsTidspunkt = &u.Tidspunkt, u.NoteTekst, nil
	relations := relationSerie()
	relations.Uklar = func(_, _ *Relation) { unclear() }
	if a := u.AttributListe; a != nil {
		merged.AttributListe.Egenskaber = soap.Flet(stored.AttributListe.Egenskaber, a.Egenskaber, serie(func(e *SagEgenskaber) **Virkning { return &e.Virkning }, en[SagEgenskaber]))
		merged.AttributListe.LokalUdvidelseListe = fletUdvidelser(stored.AttributListe.LokalUdvidelseListe, a.LokalUdvidelseListe)
	}
	if t := u.TilstandListe; t != nil {
		merged.TilstandListe.Fremdrift = soap.Flet(stored.TilstandListe.Fremdrift, t.Fremdrift, serie(func(f *SagFremdrift) **Virkning { return &f.Virkning }, en[SagFremdrift]))
		merged.TilstandListe.LokalUdvidelseListe = fletUdvidelser(stored.TilstandListe.LokalUdvidelseListe, t.LokalUdvidelseListe)
	}
	if r := u.RelationListe; r != nil {
		old := &stored.RelationListe
		merged.RelationListe = SagRelationListe{
			Sagsaktoer: soap.Flet(old.Sagsaktoer, r.Sagsaktoer, relations), Sagsklasse: soap.Flet(old.Sagsklasse, r.Sagsklasse, relations),
			Sagspart: soap.Flet(old.Sagspart, r.Sagspart, relations), Sagsrelation: soap.Flet(old.Sagsrelation, r.Sagsrelation, relations),
			Sagsgenstande: soap.Flet(old.Sagsgenstande, r.Sagsgenstande, relations),
			Journalpost: soap.Flet(old.Journalpost, r.Journalpost, serie(func(j *SagJournalpostRelation) **Virkning { return &j.Virkning },
				func(j *SagJournalpostRelation) string { return relationNoegle(&j.Relation) })),
			LokalUdvidelseListe: fletUdvidelser(old.LokalUdvidelseListe, r.LokalUdvidelseListe),
		}
	}
	return merged
}

// FletDokument is a document after an update, merged like a case.
func FletDokument(stored *DokumentRegistrering, u *OpdaterDokument, unclear func()) DokumentRegistrering {
	merged := *stored
	merged.Tidspunkt, merged.NoteTekst, merged.StsTidspunkt = &u.Tidspunkt, u.NoteTekst, nil
	relations := relationSerie()
	relations.Uklar = func(_, _ *Relation) { unclear() }
	if a := u.AttributListe; a != nil {
		merged.AttributListe.Egenskaber = soap.Flet(stored.AttributListe.Egenskaber, a.Egenskaber, serie(func(e *DokumentEgenskaber) **Virkning { return &e.Virkning }, en[DokumentEgenskaber]))
		merged.AttributListe.LokalUdvidelseListe = fletUdvidelser(stored.AttributListe.LokalUdvidelseListe, a.LokalUdvidelseListe)
	}
	if t := u.TilstandListe; t != nil {
		merged.TilstandListe.Fremdrift = soap.Flet(stored.TilstandListe.Fremdrift, t.Fremdrift, serie(func(f *DokumentFremdrift) **Virkning { return &f.Virkning }, en[DokumentFremdrift]))
		merged.TilstandListe.LokalUdvidelseListe = fletUdvidelser(stored.TilstandListe.LokalUdvidelseListe, t.LokalUdvidelseListe)
	}
	if r := u.RelationListe; r != nil {
		old := &stored.RelationListe
		merged.RelationListe = DokumentRelationListe{
			Dokumentrelation: soap.Flet(old.Dokumentrelation, r.Dokumentrelation, relations), Dokumentaktoer: soap.Flet(old.Dokumentaktoer, r.Dokumentaktoer, relations),
			Dokumentpart: soap.Flet(old.Dokumentpart, r.Dokumentpart, relations), Dokumentklasse: soap.Flet(old.Dokumentklasse, r.Dokumentklasse, relations),
			LokalUdvidelseListe: fletUdvidelser(old.LokalUdvidelseListe, r.LokalUdvidelseListe),
		}
	}
	return merged
}

// fletUdvidelser merges extensions of one name with those of the same name.
func fletUdvidelser(stored, incoming *LokalUdvidelseListe) *LokalUdvidelseListe {
	if incoming == nil {
		return stored
	}
	if stored == nil {
		stored = &LokalUdvidelseListe{}
	}
	s := serie(udvidelseVirkning, udvidelseNoegle)
	s.Kort = func(u soap.Udvidelse, from, until time.Time) soap.Udvidelse {
		switch e := u.Vaerdi.(type) {
		case *SagIndeksEgenskaber:
			made := *e
			made.Virkning, u.Vaerdi = kort(e.Virkning, from, until), &made
		case *SagsitsystemRelation:
			made := *e
			made.Virkning, u.Vaerdi = kort(e.Virkning, from, until), &made
		case *SagIndeksSikkerhedsprofilRelation:
			made := *e
			made.Virkning, u.Vaerdi = kort(e.Virkning, from, until), &made
		case *DokumentitsystemRelation:
			made := *e
			made.Virkning, u.Vaerdi = kort(e.Virkning, from, until), &made
		case *DokumentSikkerhedsprofilRelation:
			made := *e
			made.Virkning, u.Vaerdi = kort(e.Virkning, from, until), &made
		}
		return u
	}
	merged := *stored
	merged.Indhold = soap.Flet(stored.Indhold, incoming.Indhold, s)
	return &merged
}

// udvidelseVirkning is the period of an extension; nil where its kind has none.
func udvidelseVirkning(u *soap.Udvidelse) **Virkning {
	switch e := u.Vaerdi.(type) {
	case *SagIndeksEgenskaber:
		return &e.Virkning
	case *SagsitsystemRelation:
		return &e.Virkning
	case *SagIndeksSikkerhedsprofilRelation:
		return &e.Virkning
	case *DokumentitsystemRelation:
		return &e.Virkning
	case *DokumentSikkerhedsprofilRelation:
		return &e.Virkning
	}
	return new(*Virkning)
}

func udvidelseNoegle(u *soap.Udvidelse) string {
	switch e := u.Vaerdi.(type) {
	case *SagsitsystemRelation:
		return u.Navn + relationNoegle(&e.Relation)
	case *SagIndeksSikkerhedsprofilRelation:
		return u.Navn + relationNoegle(&e.Relation)
	case *DokumentitsystemRelation:
		return u.Navn + relationNoegle(&e.Relation)
	case *DokumentSikkerhedsprofilRelation:
		return u.Navn + relationNoegle(&e.Relation)
	}
	return u.Navn
}
