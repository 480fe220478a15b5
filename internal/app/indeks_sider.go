package app

import (
	"context"
	"fmt"
	"regexp"
	"sort"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/web"
	pages "indeksbro/internal/web/indeks"
	"indeksbro/internal/xmltree"
)

// indekssider are the pages for those who integrate; rolle is who may see them, none for everybody.
func (t *tjeneste) indekssider(rolle adgang.Roller) web.Del {
	return pages.New(&indeksKilde{t: t, tjenester: t.b.tjenester()}, rolle)
}

// indeksKilde gives the pages what they show, masked.
type indeksKilde struct {
	t         *tjeneste
	tjenester []*soap.Tjeneste
}

// Tjenester implements pages.Kilde.
func (k *indeksKilde) Tjenester() []pages.Tjeneste {
	var all []pages.Tjeneste
	for _, s := range k.tjenester {
		one := pages.Tjeneste{Adresse: "/soap/" + s.Adresse}
		for _, h := range s.Handlinger {
			one.Operationer = append(one.Operationer, h.Navn)
		}
		all = append(all, one)
	}
	return all
}

var gradnavn = map[soap.Grad]string{soap.Ingen: "ses ikke på", soap.Advarsel: "bemærkes", soap.Afvis: "afvises"}

// Regler implements pages.Kilde.
func (k *indeksKilde) Regler() []pages.Regel {
	var all []pages.Regel
	for _, table := range []soap.Regler{sdi.Regler, ydi.Regler} {
		for _, r := range table {
			all = append(all, pages.Regel{Nr: r.Nr, Tekst: r.Tekst, Mild: gradnavn[r.Mild], Streng: gradnavn[r.Streng]})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Nr < all[j].Nr })
	return all
}

// Forklar implements pages.Kilde.
func (k *indeksKilde) Forklar(ctx context.Context, text string) (pages.Forklaring, error) {
	told, err := soap.Forklar(ctx, k.tjenester, []byte(strings.TrimSpace(text)), k.t.b.kommune, k.t.m.Nu())
	if err != nil {
		return pages.Forklaring{}, err
	}
	return pages.Forklaring{Tjeneste: told.Tjeneste, Operation: told.Operation, Fejl: oio.MaskCPR(told.Fejl), Fund: sidefund(told.Fund)}, nil
}

func sidefund(found []soap.Fund) []pages.Fund {
	all := make([]pages.Fund, len(found))
	for i, f := range found {
		all[i] = pages.Fund{Regel: f.Regel.Nr, Hvad: oio.MaskCPR(f.Hvad), Sti: f.Sti, Ret: f.Regel.Tekst, Afvist: f.Grad == soap.Afvis}
	}
	return all
}

// Beskeder implements pages.Kilde.
func (k *indeksKilde) Beskeder() []pages.Besked {
	messages, newest := k.t.beskeder.alle()
	all := make([]pages.Besked, len(messages))
	for i, m := range messages {
		all[i] = pages.Besked{
			Nr: newest - i, Tid: m.Tid, Tjeneste: m.Tjeneste, Operation: m.Operation, Kalder: strings.TrimSpace(m.Kalder.Navn + " " + string(m.Kalder.CVR)), Transaktion: m.TransaktionsID,
			Udfald: udfald(&m), Fund: sidefund(m.Fund), Ind: pretty([]byte(m.Ind)), Ud: pretty(m.Ud), Varighed: m.Varighed,
		}
	}
	return all
}

var statuskode = regexp.MustCompile(`StatusKode>(\d+)<`)

// udfald is the codes of an answer, each once, or that it was a fault.
func udfald(m *soap.Besked) string {
	if m.Fejl != nil {
		return "fejl: " + m.Fejl.Tekst
	}
	seen := map[string]int{}
	for _, match := range statuskode.FindAllSubmatch(m.Ud, -1) {
		seen[string(match[1])]++
	}
	codes := make([]string, 0, len(seen))
	for code, n := range seen {
		if n > 1 {
			code = fmt.Sprintf("%s (%d)", code, n)
		}
		codes = append(codes, code)
	}
	sort.Strings(codes)
	return strings.Join(codes, ", ")
}

// pretty indents a message for reading; what is no XML stays as it is.
func pretty(message []byte) string {
	doc, err := xmltree.Laes(message, xmltree.Graenser{})
	if err != nil {
		return string(message)
	}
	var out strings.Builder
	indent(&out, doc.Rod(), 0)
	return out.String()
}

func indent(out *strings.Builder, e xmltree.Element, depth int) {
	open, _, _ := strings.Cut(e.Bytes(), ">")
	open = strings.TrimSuffix(open, "/")
	name := strings.Fields(open)[0][1:]
	pad := strings.Repeat("  ", depth)
	switch {
	case e.FoersteBarn().IsZero() && e.Tekst() == "":
		fmt.Fprintf(out, "%s%s/>\n", pad, open)
	case e.FoersteBarn().IsZero():
		fmt.Fprintf(out, "%s%s>%s</%s>\n", pad, open, xmltree.AppendTekst(nil, e.Tekst()), name)
	default:
		fmt.Fprintf(out, "%s%s>\n", pad, open)
		for child := range e.Boern {
			indent(out, child, depth+1)
		}
		fmt.Fprintf(out, "%s</%s>\n", pad, name)
	}
}

// Objekt implements pages.Kilde.
func (k *indeksKilde) Objekt(ctx context.Context, id oio.UUID) (pages.Objekt, bool, error) {
	held, err := k.t.b.laeser.ObjekterMed(ctx, k.t.b.kommune, []oio.UUID{id})
	g, found := held[id]
	if err != nil || !found {
		return pages.Objekt{}, false, err
	}
	content, err := somBesked(&g)
	if err != nil {
		return pages.Objekt{}, false, err
	}
	content = []byte(maskeret(string(content)))
	o := pages.Objekt{UUID: id.String(), Art: g.Objekt.ObjektArt().String(), XML: pretty(content), Felter: felter(content)}
	history, err := k.t.b.laeser.Historik(ctx, k.t.b.kommune, g.Objekt.ObjektArt(), id)
	for _, h := range history {
		o.Registreringer = append(o.Registreringer, pages.Registrering{Kilde: h.Tidspunkt, Indeks: h.StsTidspunkt})
	}
	return o, true, err
}

// somBesked is a kept object as the message that would bring it.
func somBesked(g *oio.Gemt) ([]byte, error) {
	switch g.Objekt.(type) {
	case *oio.Sag:
		m, err := sdi.BeskedAf(g)
		if err != nil {
			return nil, err
		}
		return sdi.Familie.Skriv(nil, "sag:Sag", m), nil
	case *oio.Bevilling:
		m, err := ydi.BeskedAf(g)
		if err != nil {
			return nil, err
		}
		return ydi.Familie.SkrivDel(nil, m), nil
	}
	return g.Fuld, nil
}

// felter are the texts of a message by their place.
func felter(content []byte) []pages.Felt {
	doc, err := xmltree.Laes(content, xmltree.Graenser{})
	if err != nil {
		return nil
	}
	var all []pages.Felt
	for e := range doc.Rod().Alle {
		if e.FoersteBarn().IsZero() && e.Tekst() != "" {
			all = append(all, pages.Felt{Sti: e.Sti(), Vaerdi: e.Tekst()})
		}
	}
	return all
}

// Eksempler implements pages.Kilde: messages of invented citizens that our services take as they stand.
func (k *indeksKilde) Eksempler(ctx context.Context, base string) []pages.Eksempel {
	now := k.t.m.Nu()
	cpr, err := oio.ParseCPR("6101010000") // synthetic: the day is raised by 60
	if err != nil {
		panic(err)
	}
	org := oio.Aktoer{UUID: oio.MustUUID("0235dc7b-11c4-4ee5-b685-9f638f5cd032"), Navn: "Korsbæk Kommune", CVR: k.t.b.kommune}
	unit := oio.Aktoer{UUID: oio.NameUUID("eksempel/enhed"), Navn: "Visitation A", CVR: k.t.b.kommune}
	if tree, err := k.t.b.Organisation(ctx, k.t.b.kommune); err == nil && tree.Len() > 0 {
		some := tree.Alle()[tree.Len()/2] // a unit that is there, so that the example is without remarks
		unit.UUID, unit.Navn = some.UUID, some.Navn
	}
	official := ""
	if find, err := k.t.b.kleOpslag(ctx, k.t.b.kommune); err == nil {
		if uuid, inForce := find("27.35.04", 20250303); inForce && !uuid.IsZero() {
			official = uuid.String()
		}
	}
	sag := &oio.Sag{
		UUID: oio.NameUUID("eksempel/sag"), Noegle: "EKSEMPEL-1", Titel: "Forebyggende hjemmebesøg", Foelsomhed: oio.Foelsom, Oprettet: 20250303, Ejer: org, Ansvarlig: unit,
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20250303}}}, Part: oio.Part{CPR: cpr, Navn: "Eksempel Eksempelsen"},
		KLE: oio.NewKlasse("KLE", "27.35.04", "Forebyggende hjemmebesøg", official), Facet: oio.NewKlasse("handlingsfacet", "G01", "", ""), System: oio.ITSystem{UUID: oio.NameUUID("eksempel/system"), Navn: "Jeres system"},
	}
	grant := &oio.Bevilling{
		UUID: oio.NameUUID("eksempel/bevilling"), Noegle: "EKSEMPEL-2", Foelsomhed: oio.Foelsom, YdelseID: "1", Navn: "Hjemmebesøg", Periode: oio.Virkning{Fra: 20250310}, Ejer: org, Ansvarlig: unit, Part: sag.Part,
		Sag: sag.UUID, SagNoegle: sag.Noegle, SagTitel: sag.Titel, Ydelsesnavn: "Forebyggende hjemmebesøg", KLE: sag.KLE, System: sag.System,
	}
	id := sag.UUID.String()
	return []pages.Eksempel{
		k.eksempel(base, "En sag ind i Sags- og Dokumentindekset", "Sendes den igen, er svaret stadig 20: det samme indhold er ingen konflikt.", sdi.Adresse, sdi.Operationer[0],
			sdi.Familie.Skriv(nil, sdi.Operationer[0].Ind, &sdi.ImporterInput{Valg: []sdi.ImporterInputValg{{SagIndeks: sdi.FraSag(sag, now)}}})),
		k.eksempel(base, "Find sagen", "Uden Filter kommer kun antallet.", sdi.Adresse, sdi.Operationer[3],
			sdi.Familie.Skriv(nil, sdi.Operationer[3].Ind, &sdi.FremsoegInput{SagUuid: []string{id}, Filter: &sdi.Filter{Valg: []sdi.FilterValg{{SagVis: &sdi.SagVis{Vis: "egenskaber"}}, {SagVis: &sdi.SagVis{Vis: "sagsaktoer"}}}}})),
		k.eksempel(base, "En bevilling ind i Ydelsesindekset", "Sæt BevilgetYdelseSlutdato før startdatoen, og se YDI-18.", ydi.Adresse, ydi.Operationer[0],
			ydi.Familie.Skriv(nil, ydi.Operationer[0].Ind, &ydi.ImporterInput{Valg: []ydi.ImporterInputValg{{BevillingIndeks: &ydi.BevillingImport{BevillingIndeks: *ydi.FraBevilling(grant, now)}}}})),
		k.eksempel(base, "Fjern sagen igen", "Fjernes den en gang til, er svaret 44.", sdi.Adresse, sdi.Operationer[2],
			sdi.Familie.Skriv(nil, sdi.Operationer[2].Ind, &sdi.FjernInput{SagUuid: []sdi.UnikId{{UUIDIdentifikator: &id}}})),
	}
}

func (k *indeksKilde) eksempel(base, name, what, address string, op soap.Operation, body []byte) pages.Eksempel {
	url := base + "/soap/" + address
	envelope := soap.AppendKuvert(nil, soap.Hoved{V12: true, Action: op.Action, MessageID: "urn:uuid:" + soap.NyUUID(), TransaktionsID: soap.NyUUID()}, body)
	return pages.Eksempel{
		Navn: name, Hvad: what, Adresse: url, XML: pretty(envelope),
		Curl: fmt.Sprintf("curl -H 'Content-Type: application/soap+xml; charset=utf-8; action=\"%s\"' --data-binary @besked.xml %s", op.Action, url),
		Zeep: fmt.Sprintf("from zeep import Client\nclient = Client('%s?wsdl')\nprint(client.service.%s(_soapheaders={'header': {'TransactionUUID': '%s'}}))", url, op.Navn, soap.NyUUID()),
	}
}
