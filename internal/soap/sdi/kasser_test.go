package sdi_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/xmltree"
)

// kasser sends relations that are to go, and gives the answer.
func (w *verden) kasser(t *testing.T, id oio.UUID, list sdi.SagRelationListe) sdi.StandardRetur {
	t.Helper()
	in := &sdi.KasserInput{Kasser: sdi.SagFiltreretOejebliksbillede{ObjektType: sdi.SagDokObjekt{UUIDIdentifikator: id.String()}, Registrering: []sdi.SagRegistrering{{RelationListe: list}}}}
	envelope := soap.AppendKuvert(nil, soap.Hoved{V12: true, TransaktionsID: soap.NyUUID()}, sdi.Familie.Skriv(nil, sdi.Kasser.Ind, in))
	response, err := http.Post(w.URL+"/sag", "application/soap+xml", bytes.NewReader(envelope))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := xmltree.Laes(answer, xmltree.Graenser{})
	if err != nil {
		t.Fatal(err)
	}
	k, err := soap.LaesKuvert(doc)
	if err != nil {
		t.Fatal(err)
	}
	var out sdi.BasicOutput
	if err := sdi.Familie.Laes(k.Krop, sdi.Kasser.Ud, &out); err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	return out.StandardRetur
}

// AM-03: an optional relation is taken away for good, one of several by its reference; a mandatory one is not, nor one that is not there,
// and not by a stranger; and then nothing of the message is done.
func TestAM03_RelationsAreRemovedForGood(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	w.streng = false
	s := korsbaekSag(t)
	m := sdi.FraSag(s, middag)
	list := &m.Registrering[0].RelationListe
	role := oio.NameUUID("sekundær part").String()
	other := func(n int) sdi.Relation {
		r := list.Sagspart[0]
		r.Rolle, r.Indeks = &sdi.UnikId{UUIDIdentifikator: &role}, p(fmt.Sprint(n))
		r.ReferenceID = &sdi.UnikId{URNIdentifikator: p(fmt.Sprintf("urn:oio:fuldtnavn:Pårørende %d", n))}
		return r
	}
	list.Sagspart = append(list.Sagspart, other(1), other(2))
	if got := koder(w.skriv(t, "importer", importer(m))); got[0] != "20" {
		t.Fatal(got)
	}
	parties := func() (n int) {
		out := w.soeg(t, string(sdi.Familie.Skriv(nil, "sdi:FremsoegSagDokumentIndeksInput", &sdi.FremsoegInput{SagUuid: []string{s.UUID.String()}, Filter: &sdi.Filter{Valg: []sdi.FilterValg{{SagVis: &sdi.SagVis{Vis: "sagspart"}}}}})))
		return len(out.SagFiltreretOejebliksbillede[0].Registrering[0].RelationListe.Sagspart)
	}
	for name, c := range map[string]struct {
		list sdi.SagRelationListe
		want []string
	}{
		"a mandatory one":         {sdi.SagRelationListe{Sagsaktoer: list.Sagsaktoer[:1], Sagspart: []sdi.Relation{other(1)}}, []string{"40 SDI-54", "Ejer", "KasserInput/Kasser/Registrering[1]/RelationListe/Sagsaktoer[1]"}},
		"one that is not there":   {sdi.SagRelationListe{Sagspart: []sdi.Relation{other(1), other(3)}}, []string{"44 SDI-05", "Sagspart[2]"}},
		"another under one index": {sdi.SagRelationListe{Sagspart: []sdi.Relation{func() sdi.Relation { r := other(2); r.Indeks = p("1"); return r }()}}, []string{"44 SDI-05"}},
	} {
		r := w.kasser(t, s.UUID, c.list)
		skalNaevne(t, name, r.StatusKode+" "+*r.FejlbeskedTekst, c.want...)
		if n := parties(); n != 3 {
			t.Fatalf("%s: %d parties are left", name, n)
		}
	}
	if r := w.kasser(t, oio.NameUUID("ingen"), sdi.SagRelationListe{}); r.StatusKode != "44" {
		t.Errorf("an unknown case: %+v", r)
	}
	w.system = oio.NameUUID("et fremmed system")
	if r := w.kasser(t, s.UUID, sdi.SagRelationListe{Sagspart: []sdi.Relation{other(1)}}); r.StatusKode != "49" || parties() != 3 {
		t.Errorf("a stranger: %+v", r)
	}
	w.system = s.System.UUID
	if r := w.kasser(t, s.UUID, sdi.SagRelationListe{Sagspart: []sdi.Relation{other(1)}}); r.StatusKode != "20" || parties() != 2 {
		t.Errorf("%s %s, %d parties are left", r.StatusKode, *r.FejlbeskedTekst, parties())
	}
}
