package sdi

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// AdresseSag is where the service of single cases answers, under /soap/.
const AdresseSag = "SagIndeks/6"

// Kasser removes relations of a case for good (SF1470 §7.6, AM-03). The messages are of the official schema; the service's WSDL is not
// published, so its action is ours, by analogy with Ydelsesindeks, and none is demanded.
var Kasser = soap.Operation{Navn: "Kasser", Action: "http://kombit.dk/sts/sagdokumentindeks/sagindeks/kasser", Ind: "si:KasserInput", Ud: "si:KasserOutput"}

// KasserInput is si:KasserInputType.
type KasserInput struct {
	_      struct{}                     `oio:"si:KasserInputType"`
	Kasser SagFiltreretOejebliksbillede `oio:"Kasser"`
}

// SagSOAP is the service SagIndeks for a server.
func (t *Tjeneste) SagSOAP() *soap.Tjeneste {
	return &soap.Tjeneste{
		Adresse: AdresseSag, EntityID: EntityID, Familie: Familie, Skemaregel: "SDI-01", Handlinger: []soap.Handling{{Operation: Kasser, Rolle: soap.Rediger, Udfoer: t.kasser}},
		Beskrivelse: soap.Beskrivelse{Navn: "SagIndeksService_6", Rum: "http://stoettesystemerne.dk/sagsogdokumentindeks", Port: "SagIndeks", SOAP12: true, Operationer: []soap.Operation{Kasser}},
	}
}

// kasser takes away the relations that are named by role, Indeks and, where it is said, reference and start.
func (t *Tjeneste) kasser(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	in := &k.Ind.(*KasserInput).Kasser
	id := uuidAf(in.ObjektType.UUIDIdentifikator)
	var found []soap.Fund
	err := t.Indeks.Laast(func() error { // what is read is what is written over
		there, err := t.Indeks.ObjekterMed(ctx, k.Kalder.CVR, []oio.UUID{id})
		if err != nil {
			return err
		}
		held, known := there[id]
		if !known || held.Objekt.ObjektArt() != oio.ArtSag {
			found = brud("SDI-05", "KasserInput/Kasser/ObjektType/UUIDIdentifikator", "%s kendes ikke", id)
			return nil
		}
		m, err := BeskedAf(&held)
		if err != nil {
			return err
		}
		found = fremmed("SDI-82", m, k.Kalder, "KasserInput/Kasser/ObjektType/UUIDIdentifikator")
		last := &m.Registrering[len(m.Registrering)-1]
		for i := range in.Registrering {
			found = append(found, kasserRelationer(last, &in.Registrering[i], fmt.Sprintf("KasserInput/Kasser/Registrering[%d]/RelationListe", i+1))...)
		}
		if (&soap.Dom{Fund: found}).Afvist() != nil {
			return nil
		}
		last.Tidspunkt, last.StsTidspunkt = tekst(soap.SkrivTid(k.Nu)), nil
		next := Registrer(m, k.Nu)
		next.Noegle = next.Objekt.(*oio.Sag).Noegle
		_, err = t.Indeks.Importer(ctx, k.Kalder.CVR, []oio.Registreret{next})
		return err
	})
	return &BasicOutput{StandardRetur: enkeltRetur(found)}, found, err
}

func enkeltRetur(found []soap.Fund) StandardRetur {
	r := StandardRetur{StatusKode: "20", FejlbeskedTekst: tekst("OK")}
	lines := make([]string, len(found))
	for i := range found {
		lines[i] = found[i].Linje()
	}
	if len(lines) > 0 {
		r.DetaljeretFejlbesked = tekst(strings.Join(lines, "\n"))
	}
	if refused := (&soap.Dom{Fund: found}).Afvist(); refused != nil {
		r.StatusKode, r.FejlbeskedTekst = strconv.Itoa(refused.Regel.Kode), tekst(refused.Linje())
	}
	return r
}

// kasserRelationer takes the named relations out of a registration. Mandatory ones are never taken (SDI-54), and one that is not there is unknown.
func kasserRelationer(stored, named *SagRegistrering, path string) []soap.Fund {
	var found []soap.Fund
	old, gone := &stored.RelationListe, &named.RelationListe
	for _, kind := range []struct {
		name   string
		stored *[]Relation
		gone   []Relation
	}{
		{"Sagsaktoer", &old.Sagsaktoer, gone.Sagsaktoer}, {"Sagsklasse", &old.Sagsklasse, gone.Sagsklasse}, {"Sagspart", &old.Sagspart, gone.Sagspart},
		{"Sagsrelation", &old.Sagsrelation, gone.Sagsrelation}, {"Sagsgenstande", &old.Sagsgenstande, gone.Sagsgenstande},
	} {
		for i := range kind.gone {
			r, at := &kind.gone[i], fmt.Sprintf("%s/%s[%d]", path, kind.name, i+1)
			if role := findRolle(kind.name, r); role != nil && role.obligatorisk {
				found = append(found, brud("SDI-54", at, "%s er obligatorisk", role.navn)...)
				continue
			}
			before := len(*kind.stored)
			*kind.stored = udvalg(*kind.stored, func(s *Relation) bool { return !erDen(s, r) })
			found = append(found, varDer(before, len(*kind.stored), at)...)
		}
	}
	for i := range gone.Journalpost {
		r, before := &gone.Journalpost[i].Relation, len(old.Journalpost)
		old.Journalpost = udvalg(old.Journalpost, func(s *SagJournalpostRelation) bool { return !erDen(&s.Relation, r) })
		found = append(found, varDer(before, len(old.Journalpost), fmt.Sprintf("%s/Journalpost[%d]", path, i+1))...)
	}
	return found
}

func varDer(before, after int, path string) []soap.Fund {
	if after < before {
		return nil
	}
	return brud("SDI-05", path, "sagen har ingen sådan relation")
}

// erDen reports whether a stored relation is the one that is named: the same key, and the same reference and start where those are said.
func erDen(stored, named *Relation) bool {
	if relationNoegle(stored) != relationNoegle(named) {
		return false
	}
	if n := named.ReferenceID; n != nil {
		s := stored.ReferenceID
		if s == nil || !strings.EqualFold(vaerdi(s.UUIDIdentifikator), vaerdi(n.UUIDIdentifikator)) || vaerdi(s.URNIdentifikator) != vaerdi(n.URNIdentifikator) {
			return false
		}
	}
	from, _ := graenser(named.Virkning)
	held, _ := graenser(stored.Virkning)
	return from.IsZero() || from.Equal(held)
}
