package ydi

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

// fletYdelser replaces granted services by Id: the Id is the identity, and one granted service has one period (05b A.5).
func fletYdelser(stored, incoming []BevilgetYdelse) []BevilgetYdelse {
	merged := append([]BevilgetYdelse(nil), stored...)
next:
	for i := range incoming {
		for j := range merged {
			if vaerdi(merged[j].Id) == vaerdi(incoming[i].Id) {
				merged[j] = incoming[i]
				continue next
			}
		}
		merged = append(merged, incoming[i])
	}
	return merged
}

// Flet is a grant after an update: what is sent is merged period by period, the rest stays.
func Flet(stored *BevillingRegistrering, u *OpdaterBevilling) BevillingRegistrering {
	merged := *stored
	merged.Tidspunkt, merged.NoteTekst, merged.StsTidspunkt = &u.Tidspunkt, u.NoteTekst, nil
	if a := u.AttributListe; a != nil {
		merged.AttributListe.Egenskaber = soap.Flet(stored.AttributListe.Egenskaber, a.Egenskaber, serie(func(e *BevillingEgenskaber) **Virkning { return &e.Virkning }, en[BevillingEgenskaber]))
		merged.AttributListe.BevilgetYdelse = fletYdelser(stored.AttributListe.BevilgetYdelse, a.BevilgetYdelse)
	}
	if r := u.RelationListe; r != nil {
		old := &stored.RelationListe
		merged.RelationListe = BevillingRelationListe{
			Bevillingssag:       soap.Flet(old.Bevillingssag, r.Bevillingssag, serie(func(x *BevillingSagRelation) **Virkning { return &x.Virkning }, func(x *BevillingSagRelation) string { return noegle(&x.Relation) })),
			Bevillingspart:      soap.Flet(old.Bevillingspart, r.Bevillingspart, serie(func(x *BevillingPartRelation) **Virkning { return &x.Virkning }, func(x *BevillingPartRelation) string { return noegle(&x.Relation) })),
			Bevillingsaktoer:    soap.Flet(old.Bevillingsaktoer, r.Bevillingsaktoer, serie(func(x *BevillingAktoerRelation) **Virkning { return &x.Virkning }, func(x *BevillingAktoerRelation) string { return noegle(&x.Relation) })),
			Sikkerhedsprofil:    soap.Flet(old.Sikkerhedsprofil, r.Sikkerhedsprofil, serie(func(x *BevillingSikkerhedsprofilRelation) **Virkning { return &x.Virkning }, func(x *BevillingSikkerhedsprofilRelation) string { return noegle(&x.Relation) })),
			LokalUdvidelseListe: old.LokalUdvidelseListe,
		}
	}
	return merged
}

// FletEffektuering is a payment after an update.
func FletEffektuering(stored *EffektueringRegistrering, u *OpdaterEffektuering) EffektueringRegistrering {
	merged := *stored
	merged.Tidspunkt, merged.NoteTekst, merged.StsTidspunkt = &u.Tidspunkt, u.NoteTekst, nil
	if a := u.AttributListe; a != nil {
		merged.AttributListe.Egenskaber = soap.Flet(stored.AttributListe.Egenskaber, a.Egenskaber, serie(func(e *EffektueringEgenskaber) **Virkning { return &e.Virkning }, en[EffektueringEgenskaber]))
	}
	if r := u.RelationListe; r != nil {
		old := &stored.RelationListe
		merged.RelationListe = EffektueringRelationListe{
			OekonomiskYdelseEffektueringRelation: soap.Flet(old.OekonomiskYdelseEffektueringRelation, r.OekonomiskYdelseEffektueringRelation, serie(func(x *YdelseEffektueringRelation) **Virkning { return &x.Virkning }, func(x *YdelseEffektueringRelation) string { return noegle(&x.Relation) })),
			Aktoer:                               soap.Flet(old.Aktoer, r.Aktoer, serie(func(x *EffektueringAktoerRelation) **Virkning { return &x.Virkning }, func(x *EffektueringAktoerRelation) string { return noegle(&x.Relation) })),
			ItSystem:                             soap.Flet(old.ItSystem, r.ItSystem, serie(func(x *EffektueringItSystemRelation) **Virkning { return &x.Virkning }, func(x *EffektueringItSystemRelation) string { return noegle(&x.Relation) })),
			OekonomiskEffektueringPart:           soap.Flet(old.OekonomiskEffektueringPart, r.OekonomiskEffektueringPart, serie(func(x *EffektueringPartRelation) **Virkning { return &x.Virkning }, func(x *EffektueringPartRelation) string { return noegle(&x.Relation) })),
			LokalUdvidelseListe:                  old.LokalUdvidelseListe,
		}
	}
	return merged
}
