package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/visning"
)

// fillAndre delivers what the municipality's other source systems have (R115), as messages through the services any system would call.
func fillAndre(ctx context.Context, m *miljoe, b *bro, o generate.Options) error {
	cases := generate.Andre(o)
	if len(cases) == 0 {
		return nil
	}
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	owner := oio.Aktoer{UUID: p.Organisation, Navn: p.Navn, CVR: b.kommune}
	toSDI, toYDI := &sdi.ImporterInput{}, &ydi.ImporterInput{}
	for i := range cases {
		s := &cases[i]
		for j := range s.Dokumenter {
			toSDI.Valg = append(toSDI.Valg, sdi.ImporterInputValg{DokumentIndeks: andetDokument(s, &s.Dokumenter[j], owner)})
		}
		toSDI.Valg = append(toSDI.Valg, sdi.ImporterInputValg{SagIndeks: andenSag(s, owner)})
		for j := range s.Ydelser {
			toYDI.Valg = append(toYDI.Valg, ydi.ImporterInputValg{BevillingIndeks: &ydi.BevillingImport{BevillingIndeks: *andenYdelse(s, &s.Ydelser[j], owner)}})
		}
	}
	services := b.tjenester()
	for chunk := range slices.Chunk(toSDI.Valg, 90) {
		var out sdi.MultipleOutput
		if err := m.lever(ctx, b, services, sdi.Adresse, sdi.Operationer[0], sdi.Familie, &sdi.ImporterInput{Valg: chunk}, &out); err != nil {
			return err
		}
		for _, r := range out.UnikRetur {
			if r.StatusKode != "20" {
				return fmt.Errorf("demo: %s %s: %s %s", r.Type, r.UUIDIdentifikator, r.StatusKode, oio.MaskCPR(tekstI(r.FejlbeskedTekst)))
			}
		}
	}
	var out ydi.MultipleOutput
	if err := m.lever(ctx, b, services, ydi.Adresse, ydi.Operationer[0], ydi.Familie, toYDI, &out); err != nil || len(toYDI.Valg) == 0 {
		return err
	}
	for _, r := range append(slices.Clone(out.StandardRetur), enkelte(out.UnikRetur)...) {
		if r.StatusKode != "20" {
			return fmt.Errorf("demo: grants: %s %s", r.StatusKode, oio.MaskCPR(tekstI(r.FejlbeskedTekst)))
		}
	}
	return nil
}

func enkelte(all []ydi.UnikRetur) (each []ydi.StandardRetur) {
	for i := range all {
		each = append(each, all[i].StandardRetur)
	}
	return each
}

func tekstI(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// lever calls one of our own services in process: the whole way from envelope to rules, without a socket.
func (m *miljoe) lever(ctx context.Context, b *bro, services []*soap.Tjeneste, at string, op soap.Operation, f *soap.Familie, in, out any) error {
	i := slices.IndexFunc(services, func(s *soap.Tjeneste) bool { return s.Adresse == at })
	server := &soap.Server{Tjeneste: services[i], Sikkerhed: soap.Aaben{CVR: b.kommune}, Nu: m.Nu, Log: slog.New(slog.DiscardHandler)}
	client := &soap.Klient{Adresse: "http://127.0.0.1/soap/" + at, Audience: services[i].EntityID, V12: true, Familie: f, HTTP: &http.Client{Transport: indenfor{server}}, Segl: soap.Uforseglet{}, Nu: m.Nu}
	return client.Kald(ctx, op, in, out)
}

// indenfor is a transport that hands the request to a handler of this process.
type indenfor struct{ http.Handler }

// RoundTrip implements http.RoundTripper.
func (t indenfor) RoundTrip(r *http.Request) (*http.Response, error) {
	w := &svarbuffer{header: http.Header{}, status: http.StatusOK}
	inner := r.Clone(r.Context())
	inner.RemoteAddr = "127.0.0.1:0"
	t.ServeHTTP(w, inner)
	return &http.Response{
		Status: strconv.Itoa(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: w.header,
		Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

type svarbuffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *svarbuffer) Header() http.Header         { return w.header }
func (w *svarbuffer) WriteHeader(status int)      { w.status = status }
func (w *svarbuffer) Write(b []byte) (int, error) { return w.body.Write(b) }

// andenSag is such a case as its system would send it: what every case says, and then its documents, notes, parties and limits.
func andenSag(s *generate.AndenSag, owner oio.Aktoer) *sdi.Sag {
	c := &oio.Sag{
		UUID: s.UUID, Noegle: s.Noegle, Titel: s.Titel, Foelsomhed: s.Foelsomhed, Oprettet: s.Oprettet, Fremdrift: andenFremdrift(s), Ejer: owner, Ansvarlig: s.Enhed, Part: s.Part,
		KLE: s.KLE, Facet: oio.NewKlasse("handlingsfacet", "G01", "Generelle sager", ""), System: s.System,
	}
	m := sdi.FraSag(c, senest(s).Midnat())
	list := &m.Registrering[0].RelationListe
	v := list.Sagsaktoer[0].Virkning
	for i, p := range s.Andre {
		r := andenRelation(v, sdi.RolleSekundaerPart, sdi.TypePerson, i+1, &sdi.UnikId{URNIdentifikator: ptr(p.CPR.URN())})
		r.LokalUdvidelseListe = andenUdvidelse("si:SagspartLokalUdvidelse", &sdi.SagspartUdvidelse{FuldtNavn: ptr(p.Navn)})
		list.Sagspart = append(list.Sagspart, r)
	}
	if s.Afgoerelse != "" {
		list.Sagsklasse = append(list.Sagsklasse, andenKlasse(v, sdi.RolleAfgoerelse, "Afgørelsesklasse", s.Afgoerelse))
	}
	if s.Undtaget {
		list.Sagsklasse = append(list.Sagsklasse, andenKlasse(v, sdi.RolleVisningsklasse, "Visningsklasse", "Visning undtaget for borger"))
	}
	if !s.Over.IsZero() {
		r := andenRelation(v, sdi.RolleOversag, oio.NameUUID("type/Sag"), 0, uuidRef(s.Over))
		list.Sagsrelation = append(list.Sagsrelation, r)
	}
	for i, unit := range s.Profil {
		r := andenRelation(v, sdi.RolleSikkerhed, sdi.TypeOrgEnhed, i+1, uuidRef(unit))
		list.LokalUdvidelseListe.Indhold = append(list.LokalUdvidelseListe.Indhold, soap.Udvidelse{Navn: "si:Sikkerhedsprofil", Vaerdi: &sdi.SagIndeksSikkerhedsprofilRelation{Relation: r}})
	}
	list.Journalpost = andetJournal(s, v)
	return m
}

func andenFremdrift(s *generate.AndenSag) []oio.Fremdrift {
	var states []oio.Fremdrift
	for _, step := range []struct {
		status string
		from   oio.Dato
	}{{"Opstaaet", s.Oprettet}, {"Oplyst", s.Oplyst}, {"Afgjort", s.Afgjort}, {oio.Afsluttet, s.Afsluttet}} {
		if step.from == 0 {
			continue
		}
		if n := len(states); n > 0 {
			states[n-1].Virkning.Til = step.from
		}
		states = append(states, oio.Fremdrift{Status: step.status, Virkning: oio.Virkning{Fra: step.from}})
	}
	return states
}

// senest is the last day anything happened in a case, which is when its system registered it.
func senest(s *generate.AndenSag) oio.Dato { return max(s.Oprettet, s.Oplyst, s.Afgjort, s.Afsluttet) }

func andetJournal(s *generate.AndenSag, v *sdi.Virkning) []sdi.SagJournalpostRelation {
	var list []sdi.SagJournalpostRelation
	from := func(d oio.Dato) *sdi.Virkning {
		own := *v
		own.FraTidspunkt = &sdi.Tidspunkt{TidsstempelDatoTid: ptr(soap.SkrivTid(d.Midnat()))}
		return &own
	}
	for i, d := range s.Dokumenter {
		list = append(list, sdi.SagJournalpostRelation{
			Relation:              andenRelation(from(d.Dato), sdi.RolleTilakteret, oio.NameUUID("type/Dokument"), i+1, uuidRef(d.UUID)),
			JournalpostEgenskaber: &sdi.SagJournalpostEgenskaber{Dokumenttitel: ptr(d.Titel)},
		})
	}
	for i, n := range s.Notater {
		list = append(list, sdi.SagJournalpostRelation{
			Relation: andenRelation(from(n.Dato), sdi.RolleJournalnotat, oio.NameUUID("type/Journalnotat"), i+1, &sdi.UnikId{URNIdentifikator: ptr("URN:Empty")}),
			JournalpostEgenskaber: &sdi.SagJournalpostEgenskaber{JournalnotatEgenskaber: &sdi.SagJournalnotatEgenskaber{
				Titel: ptr(n.Titel), Notat: ptr(base64.StdEncoding.EncodeToString([]byte(n.Tekst))), Format: ptr(n.Format),
			}},
		})
	}
	return list
}

func andetDokument(s *generate.AndenSag, d *generate.AndetDokument, owner oio.Aktoer) *sdi.Dokument {
	actor := &sdi.UnikId{URNIdentifikator: ptr("urn:oio:it-system-uuid:" + s.System.UUID.String())}
	v := &sdi.Virkning{FraTidspunkt: &sdi.Tidspunkt{TidsstempelDatoTid: ptr(soap.SkrivTid(d.Dato.Midnat()))}, TilTidspunkt: &sdi.Tidspunkt{GraenseIndikator: ptr("true")}, AktoerRef: actor, AktoerTypeKode: ptr("ItSystem")}
	var r sdi.DokumentRegistrering
	r.Tidspunkt, r.LivscyklusKode, r.BrugerRef = ptr(soap.SkrivTid(d.Dato.Midnat())), ptr("Importeret"), actor
	r.AttributListe.Egenskaber = []sdi.DokumentEgenskaber{{
		Virkning: v, BrugervendtNoegle: ptr(d.Noegle), Dokumentnummer: ptr(d.Noegle), Titel: ptr(d.Titel), Type: ptr(d.Type), BrevDato: ptr(isoDato(d.Dato)), Foelsomhed: ptr(d.Foelsomhed.String()),
	}}
	r.TilstandListe.Fremdrift = []sdi.DokumentFremdrift{{Virkning: v, FremdriftStatusKode: ptr("Endeligt")}}
	mine := andenRelation(v, sdi.RolleDokumentEjer, sdi.TypeOrgEnhed, 0, uuidRef(owner.UUID))
	mine.LokalUdvidelseListe = andenUdvidelse("di:DokumentaktoerLokalUdvidelse", &sdi.DokumentaktoerUdvidelse{FuldtNavn: ptr(owner.Navn), CVRNr: ptr(string(owner.CVR))})
	unit := andenRelation(v, sdi.RolleDokumentEnhed, sdi.TypeOrgEnhed, 0, uuidRef(s.Enhed.UUID))
	unit.LokalUdvidelseListe = andenUdvidelse("di:DokumentaktoerLokalUdvidelse", &sdi.DokumentaktoerUdvidelse{FuldtNavn: ptr(s.Enhed.Navn)})
	r.RelationListe.Dokumentaktoer = []sdi.Relation{mine, unit}
	class := andenRelation(v, sdi.RolleDokumentKlasse, sdi.TypeKlasse, 0, uuidRef(s.KLE.UUID))
	class.LokalUdvidelseListe = andenUdvidelse("di:DokumentklasseLokalUdvidelse", &sdi.DokumentklasseUdvidelse{Klassetitel: ptr(s.KLE.Titel), BrugervendtNoegle: ptr(s.KLE.Noegle)})
	r.RelationListe.Dokumentklasse = []sdi.Relation{class}
	systems := &sdi.LokalUdvidelseListe{}
	for _, role := range []oio.Rolle{oio.SagMaster, oio.SagAfsender} {
		official := role.Official()
		systems.Indhold = append(systems.Indhold, soap.Udvidelse{Navn: "di:DokumentitsystemRelation", Vaerdi: &sdi.DokumentitsystemRelation{
			Relation: andenRelation(v, official.Rolle, official.Type, 0, uuidRef(s.System.UUID)), SystemNavn: ptr(s.System.Navn),
		}})
	}
	r.RelationListe.LokalUdvidelseListe = systems
	return &sdi.Dokument{SagDokObjekt: sdi.SagDokObjekt{UUIDIdentifikator: d.UUID.String()}, Registrering: []sdi.DokumentRegistrering{r}}
}

func andenYdelse(s *generate.AndenSag, y *generate.AndenYdelse, owner oio.Aktoer) *ydi.Bevilling {
	m := ydi.FraBevilling(&oio.Bevilling{
		UUID: y.UUID, Noegle: y.Noegle, Foelsomhed: s.Foelsomhed, YdelseID: y.Noegle, Navn: y.Navn, Periode: oio.Virkning{Fra: y.Fra, Til: y.Til}, Ejer: owner, Ansvarlig: s.Enhed,
		Part: s.Part, Sag: s.UUID, SagNoegle: s.Noegle, SagTitel: s.Titel, Ydelsestype: oio.NewKlasse("ydelsestype", "andre/"+y.Navn, y.Navn, ""), Ydelsesnavn: y.Navn, KLE: s.KLE, System: s.System,
	}, y.Fra.Midnat())
	granted := &m.Registrering[0].AttributListe.BevilgetYdelse[0]
	granted.OekonomiskEffektueringsplan = []ydi.Effektueringsplan{{
		Id: ptr(y.Noegle), EffektueringsplanStartdato: granted.BevilgetYdelseStartdato, EffektueringsplanSlutdato: granted.BevilgetYdelseSlutdato, Beregningsfrekvens: ptr("Månedlig"),
		ForudBagud: ptr("Bagud"), Ydelsesbeloeb: ptr(y.Beloeb),
	}}
	return m
}

func andenRelation(v *sdi.Virkning, role, kind oio.UUID, at int, to *sdi.UnikId) sdi.Relation {
	r := sdi.Relation{Virkning: v, Rolle: uuidRef(role), Type: uuidRef(kind), ReferenceID: to}
	if at > 0 {
		r.Indeks = ptr(strconv.Itoa(at))
	}
	return r
}

func andenKlasse(v *sdi.Virkning, role oio.UUID, facet, title string) sdi.Relation {
	r := andenRelation(v, role, sdi.TypeKlasse, 0, uuidRef(oio.NameUUID("klasse/"+facet+"/"+title)))
	r.LokalUdvidelseListe = andenUdvidelse("si:SagsklasseLokalUdvidelse", &sdi.SagsklasseUdvidelse{Facettitel: ptr(facet), Klassetitel: ptr(title), BrugervendtNoegle: ptr(strings.ToUpper(facet[:3]))})
	return r
}

func andenUdvidelse(name string, value any) *sdi.LokalUdvidelseListe {
	return &sdi.LokalUdvidelseListe{Indhold: []soap.Udvidelse{{Navn: name, Vaerdi: value}}}
}

func uuidRef(u oio.UUID) *sdi.UnikId { return &sdi.UnikId{UUIDIdentifikator: ptr(u.String())} }

func ptr(s string) *string { return &s }

func isoDato(d oio.Dato) string { return d.Midnat().In(oio.Koebenhavn).Format(time.DateOnly) }

// aabnedeSystemer are the facts that open every source system of the demo for both readers (R111).
func aabnedeSystemer(kommune oio.CVR, own oio.UUID, day oio.Dato) []program.Faktum {
	systems := []oio.UUID{own}
	for _, s := range generate.Systemer(kommune) {
		systems = append(systems, s.UUID)
	}
	slices.SortFunc(systems, oio.UUID.Compare)
	var facts []program.Faktum
	for _, system := range systems {
		for _, reader := range []visning.Laeser{visning.Sapa, visning.Borgerblik} {
			facts = append(facts, program.Faktum{Emne: program.Aabnet, Kode: visning.Aabning(reader, system), Dato: day})
		}
	}
	return facts
}
