package klassifikation

import (
	"context"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

func (t *Tjeneste) liste(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	in := k.Ind.(*ListeHentInput)
	out, err := t.udvalgt(ctx, k.Kalder.CVR, &in.ListeHentInputIndhold, oio.DatoOf(k.Nu))
	if err != nil {
		return nil, nil, err
	}
	head := in.HovedOplysninger
	return &ListeHentOutput{ListeHentOutputIndhold: ListeHentOutputIndhold{
		HovedOplysningerSvar: HovedOplysningerSvar{TransaktionsId: head.TransaktionsId, TransaktionsTid: head.TransaktionsTid, RequestId: head.RequestId}, KlassifikationListe: out,
	}}, nil, nil
}

// udvalgt answers a question: each criterion adds what it names. There is no paging and no wildcard (05b B.5).
func (t *Tjeneste) udvalgt(ctx context.Context, kommune oio.CVR, in *ListeHentInputIndhold, idag oio.Dato) (*KlassifikationListe, error) {
	all, err := t.Kilde(ctx, kommune)
	if err != nil {
		return nil, err
	}
	shown := periode(in, idag)
	var out KlassifikationListe
	for i := range all {
		k := &all[i]
		var facets FacetListe
		for j := range k.Facetter {
			f := &k.Facetter[j]
			var classes KlasseListe
			whole := false
			for _, c := range in.KlassifikationKriterieListe.IdentifikationKriterie {
				whole = whole || c.facet(k, f)
			}
			for n := range f.Klasser {
				wanted := whole
				for _, c := range in.KlassifikationKriterieListe.IdentifikationKriterie {
					wanted = wanted || c.klasse(k, f, &f.Klasser[n])
				}
				if wanted && shown(&f.Klasser[n]) {
					classes.KlasseStruktur = append(classes.KlasseStruktur, klasseStruktur(k, &f.Klasser[n]))
				}
			}
			if whole || len(classes.KlasseStruktur) > 0 {
				facets.FacetStruktur = append(facets.FacetStruktur, FacetStruktur{FacetIdentifikation: f.UUID.String(), FacetBrugervendtNoegle: f.Noegle, FacetTitel: f.Titel, FacetSidstAendretTidspunkt: seneste(f), KlasseListe: classes})
			}
		}
		if len(facets.FacetStruktur) > 0 {
			cvr := string(k.EjerCVR)
			out.KlassifikationStruktur = append(out.KlassifikationStruktur, KlassifikationStruktur{
				KlassifikationIdentifikation: k.UUID.String(), KlassifikationBrugervendtNoegle: k.Noegle, KlassifikationTitel: k.Titel, KlassifikationEjer: k.Ejer,
				KlassifikationEjerCVRNummer: &cvr, KlassifikationSidstAendretTidspunkt: facets.FacetStruktur[0].FacetSidstAendretTidspunkt, FacetListe: facets,
			})
		}
	}
	if len(out.KlassifikationStruktur) == 0 {
		return nil, nil
	}
	return &out, nil
}

// periode is which classes are shown: those published today, or with KunAktuelle false those published some time in a period.
func periode(in *ListeHentInputIndhold, idag oio.Dato) func(*Klasse) bool {
	if in.KunAktuelle == nil || *in.KunAktuelle == "true" || *in.KunAktuelle == "1" {
		return func(k *Klasse) bool { return k.Publiceret(idag) }
	}
	from, until := datoAf(in.KlassifikationPubliceretFraDato), datoAf(in.KlassifikationPubliceretTilDato)
	return func(k *Klasse) bool { return (k.Til == 0 || k.Til > from) && (until == 0 || k.Fra < until) }
}

func datoAf(s *string) oio.Dato {
	if s == nil {
		return 0
	}
	d, _ := oio.ParseDato((strings.TrimSpace(*s) + "          ")[:10])
	return d
}

// facet reports whether a criterion names a whole facet.
func (c *IdentifikationKriterie) facet(k *Klassifikation, f *Facet) bool {
	switch by := c.BrugervendtNoegleKriterie; {
	case c.KlassifikationIdentifikation != nil:
		return *c.KlassifikationIdentifikation == k.UUID.String()
	case c.FacetIdentifikation != nil:
		return *c.FacetIdentifikation == f.UUID.String()
	case by != nil:
		return by.KlasseBrugervendtNoegle == nil && by.KlassifikationBrugervendtNoegle == k.Noegle && ligner(by.FacetBrugervendtNoegle, f.Noegle)
	}
	return false
}

// klasse reports whether a criterion names this class alone.
func (c *IdentifikationKriterie) klasse(k *Klassifikation, f *Facet, class *Klasse) bool {
	if c.KlasseIdentifikation != nil {
		return strings.EqualFold(*c.KlasseIdentifikation, class.UUID.String())
	}
	by := c.BrugervendtNoegleKriterie
	return by != nil && by.KlasseBrugervendtNoegle != nil && by.KlassifikationBrugervendtNoegle == k.Noegle && ligner(by.FacetBrugervendtNoegle, f.Noegle) && *by.KlasseBrugervendtNoegle == class.Noegle
}

func seneste(f *Facet) string {
	var last time.Time
	for i := range f.Klasser {
		if f.Klasser[i].Aendret.After(last) {
			last = f.Klasser[i].Aendret
		}
	}
	return soap.SkrivTid(last)
}

func klasseStruktur(k *Klassifikation, c *Klasse) KlasseStruktur {
	made := KlasseStruktur{KlasseIdentifikation: c.UUID.String(), KlasseBrugervendtNoegle: c.Noegle, KlasseTitel: c.Titel, KlasseBeskrivelse: c.Beskrivelse, KlasseRetskilde: valgfri(c.Retskilde),
		KlasseEjer: valgfri(k.Ejer), KlasseSidstAendretTidspunkt: soap.SkrivTid(c.Aendret)}
	if c.Fra != 0 || c.Til != 0 {
		made.KlassePubliceretListe.KlassePubliceret = []KlassePubliceret{{KlassePubliceretFraDato: valgfri(c.Fra.String()), KlassePubliceretTilDato: valgfri(c.Til.String())}}
	}
	for _, word := range c.Soegeord {
		if made.KlasseSoegeordListe == nil {
			made.KlasseSoegeordListe = &KlasseSoegeordListe{}
		}
		made.KlasseSoegeordListe.KlasseSoegeord = append(made.KlasseSoegeordListe.KlasseSoegeord, KlasseSoegeord{SoegeordTitel: word})
	}
	if !c.Over.IsZero() {
		made.ForaeldreKlasse = &ForaeldreKlasse{KlasseIdentifikation: c.Over.String(), KlasseBrugervendtNoegle: c.OverNoegle}
	}
	return made
}

// afListe reads an answer of the list service; of several published periods the one that holds the day, else the last.
func afListe(list *KlassifikationListe, idag oio.Dato) []Klassifikation {
	if list == nil {
		return nil
	}
	var made []Klassifikation
	for i := range list.KlassifikationStruktur {
		ks := &list.KlassifikationStruktur[i]
		k := Klassifikation{Noegle: ks.KlassifikationBrugervendtNoegle, Titel: ks.KlassifikationTitel, Ejer: ks.KlassifikationEjer}
		k.UUID, _ = oio.ParseUUID(ks.KlassifikationIdentifikation)
		for j := range ks.FacetListe.FacetStruktur {
			fs := &ks.FacetListe.FacetStruktur[j]
			f := Facet{Noegle: fs.FacetBrugervendtNoegle, Titel: fs.FacetTitel}
			f.UUID, _ = oio.ParseUUID(fs.FacetIdentifikation)
			for n := range fs.KlasseListe.KlasseStruktur {
				f.Klasser = append(f.Klasser, afStruktur(&fs.KlasseListe.KlasseStruktur[n], idag))
			}
			k.Facetter = append(k.Facetter, f)
		}
		made = append(made, k)
	}
	return made
}

func afStruktur(s *KlasseStruktur, idag oio.Dato) Klasse {
	k := Klasse{Noegle: strings.TrimSpace(s.KlasseBrugervendtNoegle), Titel: strings.TrimSpace(s.KlasseTitel), Beskrivelse: strings.TrimSpace(s.KlasseBeskrivelse), Retskilde: rens(s.KlasseRetskilde), Aendret: tid(s.KlasseSidstAendretTidspunkt)}
	k.UUID, _ = oio.ParseUUID(s.KlasseIdentifikation)
	for i, p := range s.KlassePubliceretListe.KlassePubliceret {
		from, until := datoAf(p.KlassePubliceretFraDato), datoAf(p.KlassePubliceretTilDato)
		if i == 0 || (from <= idag && (until == 0 || idag < until)) || !k.Publiceret(idag) {
			k.Fra, k.Til = from, until
		}
	}
	if s.KlasseSoegeordListe != nil {
		for _, w := range s.KlasseSoegeordListe.KlasseSoegeord {
			k.Soegeord = append(k.Soegeord, w.SoegeordTitel)
		}
	}
	if over := s.ForaeldreKlasse; over != nil {
		k.Over, _ = oio.ParseUUID(over.KlasseIdentifikation)
		k.OverNoegle = over.KlasseBrugervendtNoegle
	}
	return k
}
