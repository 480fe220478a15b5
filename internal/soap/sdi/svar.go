package sdi

import (
	"context"
	"slices"
	"strconv"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// vis is what an answer shows of each kind; nothing named shows nothing (SF1470 §8.2).
type vis struct {
	sag, dokument map[string]bool
	// What the shown objects point at is shown too: cases by Sagsrelation, documents by Journalpost and by Dokumentrelation.
	sagsrelation, journalpost, dokumentrelation bool
}

func newVis(f *Filter) vis {
	v := vis{sag: map[string]bool{}, dokument: map[string]bool{}}
	if f == nil {
		return v
	}
	for i := range f.Valg {
		if s := f.Valg[i].SagVis; s != nil {
			v.sag[s.Vis] = true
		}
		if d := f.Valg[i].DokumentVis; d != nil {
			v.dokument[d.Vis] = true
		}
		switch vaerdi(f.Valg[i].SagInkluder) {
		case "sagsrelation":
			v.sagsrelation = true
		case "journalpost":
			v.journalpost = true
		}
		if f.Valg[i].DokumentInkluder != nil {
			v.dokumentrelation = true
		}
	}
	return v
}

// fyld puts counts and one page of snapshots into an answer.
func fyld(out *FremsoegOutput, found []*post, v vis, page side) {
	cases, documents, notes := 0, 0, 0
	for _, p := range found {
		if p.sag != nil {
			cases++
			notes += notater(p.sag)
		} else {
			documents++
		}
	}
	for _, count := range []struct {
		element string
		n       int
	}{{"sager", cases}, {"dokumenter", documents}, {"journalnotater", notes}} {
		a := Antal{Element: count.element, Antal: strconv.Itoa(count.n)}
		if page.sat {
			a.Paginering = &Paginering{FoersteResultatReference: tekst(strconv.Itoa(page.fra)), MaksimalAntalKvantitet: tekst(strconv.Itoa(page.antal))}
		}
		out.Antal = append(out.Antal, a)
	}
	from := min(page.fra, len(found))
	for _, p := range found[from:min(from+page.antal, len(found))] {
		switch {
		case p.sag != nil && len(v.sag) > 0:
			out.SagFiltreretOejebliksbillede = append(out.SagFiltreretOejebliksbillede, p.sagBillede(v.sag))
		case p.dokument != nil && len(v.dokument) > 0:
			out.DokumentFiltreretOejebliksbillede = append(out.DokumentFiltreretOejebliksbillede, p.dokumentBillede(v.dokument))
		}
	}
}

// inkluder adds what the shown page points at and the caller may see, one step and each once (SF1470 §8.2: ours, the sources only name the
// elements). Such objects are no hits: they are in no count.
func (t *Tjeneste) inkluder(ctx context.Context, k soap.Kald, out *FremsoegOutput, found []*post, v vis, page side) error {
	from := min(page.fra, len(found))
	shown := map[oio.UUID]bool{}
	var asked []oio.UUID
	for _, p := range found[from:min(from+page.antal, len(found))] {
		shown[p.gemt.Objekt.Identitet()] = true
		asked = append(asked, p.peger(v)...)
	}
	asked = slices.DeleteFunc(asked, func(u oio.UUID) bool {
		known := shown[u] || u.IsZero()
		shown[u] = true
		return known
	})
	if len(asked) == 0 {
		return nil
	}
	more, err := t.find(ctx, k, asked, nil)
	for _, p := range more {
		if p.sag != nil && len(v.sag) > 0 {
			out.SagFiltreretOejebliksbillede = append(out.SagFiltreretOejebliksbillede, p.sagBillede(v.sag))
		} else if p.dokument != nil && len(v.dokument) > 0 {
			out.DokumentFiltreretOejebliksbillede = append(out.DokumentFiltreretOejebliksbillede, p.dokumentBillede(v.dokument))
		}
	}
	return err
}

// peger are the objects that an object points at in what holds within its window, of the kinds asked for.
func (p *post) peger(v vis) (all []oio.UUID) {
	if p.dokument != nil {
		for i := range p.dokument.Registrering {
			if v.dokumentrelation {
				all = append(all, referencer(dokumentIKraft(&p.dokument.Registrering[i], p.vindue).RelationListe.Dokumentrelation)...)
			}
		}
		return all
	}
	for i := range p.sag.Registrering {
		list := &iKraft(&p.sag.Registrering[i], p.vindue).RelationListe
		if v.sagsrelation {
			all = append(all, referencer(list.Sagsrelation)...)
		}
		if v.journalpost {
			for j := range list.Journalpost {
				all = append(all, reference(&list.Journalpost[j].Relation))
			}
		}
	}
	return all
}

func notater(m *Sag) int {
	n := 0
	for i := range m.Registrering {
		for j := range m.Registrering[i].RelationListe.Journalpost {
			if rolleUUID(&m.Registrering[i].RelationListe.Journalpost[j].Relation) == rolleNotat {
				n++
			}
		}
	}
	return n
}

func (p *post) sagBillede(show map[string]bool) SagFiltreretOejebliksbillede {
	b := SagFiltreretOejebliksbillede{ObjektType: SagDokObjekt{UUIDIdentifikator: p.uuid()}}
	for i := range p.sag.Registrering {
		r := iKraft(&p.sag.Registrering[i], p.vindue)
		r.StsTidspunkt = tekst(soap.SkrivTid(p.gemt.StsTidspunkt))
		visSag(r, show)
		b.Registrering = append(b.Registrering, *r)
	}
	return b
}

// visSag takes away what is not asked for; the lists stay, since the schema wants them.
func visSag(r *SagRegistrering, show map[string]bool) {
	if !show["egenskaber"] {
		r.AttributListe = SagAttributListe{}
	}
	if !show["fremdrift"] {
		r.TilstandListe = SagTilstandListe{}
	}
	list := &r.RelationListe
	for name, relations := range map[string]*[]Relation{
		"sagsklasse": &list.Sagsklasse, "sagsaktoer": &list.Sagsaktoer, "sagspart": &list.Sagspart, "sagsrelation": &list.Sagsrelation, "sagsgenstand": &list.Sagsgenstande,
	} {
		if !show[name] {
			*relations = nil
		}
	}
	if !show["journalpost-journalnote"] {
		list.Journalpost = udvalg(list.Journalpost, func(j *SagJournalpostRelation) bool { return rolleUUID(&j.Relation) != rolleNotat })
	}
	if !show["journalpost"] {
		list.Journalpost = udvalg(list.Journalpost, func(j *SagJournalpostRelation) bool { return rolleUUID(&j.Relation) == rolleNotat })
	}
	if !show["itsystem"] {
		list.LokalUdvidelseListe = uden[SagsitsystemRelation](list.LokalUdvidelseListe)
	}
	if !show["sikkerhedsprofil"] {
		list.LokalUdvidelseListe = uden[SagIndeksSikkerhedsprofilRelation](list.LokalUdvidelseListe)
	}
}

func (p *post) dokumentBillede(show map[string]bool) DokumentFiltreretOejebliksbillede {
	b := DokumentFiltreretOejebliksbillede{ObjektType: SagDokObjekt{UUIDIdentifikator: p.uuid()}}
	for i := range p.dokument.Registrering {
		r := dokumentIKraft(&p.dokument.Registrering[i], p.vindue)
		r.StsTidspunkt = tekst(soap.SkrivTid(p.gemt.StsTidspunkt))
		visDokument(r, show)
		b.Registrering = append(b.Registrering, *r)
	}
	return b
}

func visDokument(r *DokumentRegistrering, show map[string]bool) {
	if !show["egenskaber"] {
		r.AttributListe = DokumentAttributListe{}
	}
	if !show["fremdrift"] {
		r.TilstandListe = DokumentTilstandListe{}
	}
	list := &r.RelationListe
	for name, relations := range map[string]*[]Relation{"dokument": &list.Dokumentrelation, "klasse": &list.Dokumentklasse, "aktoer": &list.Dokumentaktoer, "part": &list.Dokumentpart} {
		if !show[name] {
			*relations = nil
		}
	}
	if !show["itsystem"] {
		list.LokalUdvidelseListe = uden[DokumentitsystemRelation](list.LokalUdvidelseListe)
	}
	if !show["sikkerhedsprofil"] {
		list.LokalUdvidelseListe = uden[DokumentSikkerhedsprofilRelation](list.LokalUdvidelseListe)
	}
}

// fjern removes cases, the documents that thereby lose their last case, and on request the cases' services.
func (t *Tjeneste) fjern(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	in := k.Ind.(*FjernInput)
	if err := forMange(len(in.SagUuid)); err != nil {
		return nil, nil, err
	}
	if len(in.SagUuid) == 0 && !harKriterium(in.SoegUdtryk) {
		found := brud("SDI-81", "FjernSagDokumentIndeksInput", "der er intet at søge efter")
		return &MultipleOutput{StandardRetur: []StandardRetur{{StatusKode: "40", FejlbeskedTekst: tekst(found[0].Linje())}}}, found, nil
	}
	ids := make([]oio.UUID, len(in.SagUuid))
	for i := range in.SagUuid {
		ids[i] = uuidAf(vaerdi(in.SagUuid[i].UUIDIdentifikator))
	}
	found, err := t.find(ctx, k, ids, in.SoegUdtryk)
	if err != nil {
		return nil, nil, err
	}
	b := &besvarelse{}
	there := map[oio.UUID]bool{}
	var cases []oio.UUID
	for _, p := range found {
		there[p.gemt.Objekt.Identitet()] = true
		if p.sag == nil {
			continue
		}
		b.plads("Sag", p.uuid())
		if b.doem(len(b.ud.UnikRetur)-1, fremmed("SDI-82", p.sag, k.Kalder, "FjernSagDokumentIndeksInput/SagUuid")) {
			cases = append(cases, p.gemt.Objekt.Identitet())
		}
	}
	going := map[oio.UUID]bool{}
	for _, id := range cases {
		going[id] = true
	}
	found = slices.DeleteFunc(found, func(p *post) bool { return p.sag != nil && !going[p.gemt.Objekt.Identitet()] })
	for i, id := range ids {
		if !there[id] {
			b.plads("Sag", id.String())
			b.doem(len(b.ud.UnikRetur)-1, brud("SDI-05", "FjernSagDokumentIndeksInput/SagUuid["+strconv.Itoa(i+1)+"]", "%s kendes ikke", id))
		}
	}
	documents, err := t.sagloese(ctx, k, in, cases, found)
	if err != nil {
		return nil, nil, err
	}
	if err := t.hullede(ctx, k, b, cases, documents); err != nil {
		return nil, nil, err
	}
	return &b.ud, b.fund, t.slet(ctx, k, in, cases, documents)
}

// fremmed holds a caller against the Master and Afsender of a case (SF1470 §7.4). A caller whose system is not known, and a case that names
// none, are let pass.
func fremmed(nr string, m *Sag, caller soap.Kalder, path string) []soap.Fund {
	if caller.System.IsZero() {
		return nil
	}
	named := 0
	for i := range m.Registrering {
		for e := range udvidelser[SagsitsystemRelation](m.Registrering[i].RelationListe.LokalUdvidelseListe) {
			if role := rolleUUID(&e.Relation); role == rolleMaster || role == rolleAfsender {
				if named++; reference(&e.Relation) == caller.System {
					return nil
				}
			}
		}
	}
	if named == 0 {
		return nil
	}
	return brud(nr, path, "%s er hverken Master eller Afsender af %s", caller.System, m.UUIDIdentifikator)
}

// hullede tells which objects refer to what is about to go (SDI-83), on the answer of the case that goes.
func (t *Tjeneste) hullede(ctx context.Context, k soap.Kald, b *besvarelse, cases, documents []oio.UUID) error {
	if len(cases)+len(documents) == 0 || t.Henvisninger == nil || !t.Henvisninger(k.Kalder.CVR) || t.Streng == nil || !t.Streng(k.Kalder.CVR) {
		return nil
	}
	gone := map[oio.UUID]bool{}
	for _, id := range append(slices.Clone(cases), documents...) {
		gone[id] = true
	}
	all, err := t.find(ctx, soap.Kald{Kalder: soap.Kalder{CVR: k.Kalder.CVR}, Nu: k.Nu}, nil, nil) // whoever may see it, the hole is there
	if err != nil {
		return err
	}
	for _, p := range all {
		if gone[p.gemt.Objekt.Identitet()] {
			continue
		}
		for _, u := range p.henviser() {
			if gone[u] {
				b.bemaerk(u, brudVed("SDI-83", varm, "FjernSagDokumentIndeksInput/SagUuid", "%s henviser til %s", p.uuid(), u))
			}
		}
	}
	return nil
}

// henviser are the cases a case relates to, and the documents a document relates to.
func (p *post) henviser() []oio.UUID {
	var all []oio.UUID
	if p.sag != nil {
		for i := range p.sag.Registrering {
			all = append(all, referencer(p.sag.Registrering[i].RelationListe.Sagsrelation)...)
		}
		return all
	}
	for i := range p.dokument.Registrering {
		all = append(all, referencer(p.dokument.Registrering[i].RelationListe.Dokumentrelation)...)
	}
	return all
}

// bemaerk adds a remark to the answer about an object; about one that has none, to the first answer.
func (b *besvarelse) bemaerk(id oio.UUID, found []soap.Fund) {
	b.fund = append(b.fund, found...)
	at := max(0, slices.IndexFunc(b.ud.UnikRetur, func(r UnikRetur) bool { return r.UUIDIdentifikator == id.String() }))
	if len(b.ud.UnikRetur) == 0 {
		return
	}
	r := &b.ud.UnikRetur[at]
	line := found[0].Linje()
	if r.DetaljeretFejlbesked != nil {
		line = *r.DetaljeretFejlbesked + "\n" + line
	}
	r.DetaljeretFejlbesked = &line
}

func (t *Tjeneste) slet(ctx context.Context, k soap.Kald, in *FjernInput, cases, documents []oio.UUID) error {
	if in.FjernOgsaaYdelse != nil && sand(*in.FjernOgsaaYdelse) {
		if err := t.sletYdelser(ctx, k, cases); err != nil {
			return err
		}
	}
	if _, err := t.Indeks.Fjern(ctx, k.Kalder.CVR, oio.ArtSag, cases); err != nil {
		return err
	}
	_, err := t.Indeks.Fjern(ctx, k.Kalder.CVR, oio.ArtDokument, documents)
	return err
}

func sand(s string) bool { return s == "true" || s == "1" }

// sagloese are the documents to remove: those searched for, and those that only the removed cases have on file.
func (t *Tjeneste) sagloese(ctx context.Context, k soap.Kald, in *FjernInput, cases []oio.UUID, found []*post) ([]oio.UUID, error) {
	going := map[oio.UUID]bool{}
	var documents []oio.UUID
	filed := map[oio.UUID]bool{}
	for _, id := range cases {
		going[id] = true
	}
	for _, p := range found {
		if p.dokument != nil {
			documents = append(documents, p.gemt.Objekt.Identitet())
			continue
		}
		p.aktstykker(filed)
	}
	if len(filed) == 0 || (in.EfterladSagsloeseDokumenter != nil && sand(*in.EfterladSagsloeseDokumenter)) {
		return documents, nil
	}
	elsewhere, err := t.arkiv(ctx, k, going)
	if err != nil {
		return nil, err
	}
	for u := range filed {
		if !elsewhere[u] {
			documents = append(documents, u)
		}
	}
	return documents, nil
}

func (t *Tjeneste) sletYdelser(ctx context.Context, k soap.Kald, cases []oio.UUID) error {
	for _, id := range cases {
		grants, err := t.Indeks.Soeg(ctx, k.Kalder.CVR, soegYdelser(id))
		if err != nil {
			return err
		}
		ids := make([]oio.UUID, len(grants))
		for i := range grants {
			ids[i] = grants[i].Objekt.Identitet()
		}
		if _, err := t.Indeks.Fjern(ctx, k.Kalder.CVR, oio.ArtBevilling, ids); err != nil {
			return err
		}
	}
	return nil
}

// harKriterium reports whether an expression asks for anything at all.
func harKriterium(u *SoegUdtryk) bool {
	if u == nil {
		return false
	}
	for i := range u.Valg {
		v := &u.Valg[i]
		switch {
		case v.NOT != nil && harKriterium(v.NOT), v.SoegUdtryk != nil && harKriterium(v.SoegUdtryk), v.SoegSagsloeseDokumenter != nil:
			return true
		case v.SoegSag != nil && !tom(&v.SoegSag.AttributListe, &v.SoegSag.TilstandListe, &v.SoegSag.RelationListe):
			return true
		case v.SoegDokument != nil && !tom(&v.SoegDokument.AttributListe, &v.SoegDokument.TilstandListe, &v.SoegDokument.RelationListe):
			return true
		}
	}
	return false
}

func tom(lists ...any) bool {
	for _, l := range lists {
		if len(Familie.SkrivDel(nil, l)) > len(Familie.SkrivDel(nil, &SagTilstandListe{})) {
			return false
		}
	}
	return true
}
