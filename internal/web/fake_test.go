package web_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/program"
	"indeksbro/internal/projection"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
)

var (
	nu       = time.Date(2026, 1, 15, 10, 30, 0, 0, oio.Koebenhavn)
	anna     = person("7105500001", "Anna Andersen")
	bent     = person("6212480002", "Bent Bentsen")
	tom      = person("6803610003", "Tom Tomsen")
	visitA   = oio.NameUUID("enhed/visitation-a")
	omsorg   = oio.NameUUID("enhed/omsorg")
	ude      = oio.NameUUID("enhed/udegruppe-nord")
	sag1     = oio.NameUUID("sag/1")
	bev1     = oio.NameUUID("bevilling/1")
	sagBent  = oio.NameUUID("sag/bent")
	esdh     = oio.ITSystem{UUID: oio.NameUUID("esdh"), Navn: "Korsbæk ESDH"}
	cura     = oio.ITSystem{UUID: oio.NameUUID("system"), Navn: "Cura"}
	korsbaek = oio.Aktoer{UUID: oio.NameUUID("korsbaek"), Navn: "Korsbæk Kommune", CVR: oio.Korsbaek}
)

func person(cpr, navn string) oio.Person {
	c, err := oio.ParseCPR(cpr)
	if err != nil {
		panic(err)
	}
	return oio.Person{CPR: c, Navn: navn, Noegle: oio.Borgernoegle(oio.NameUUID("noegle/" + cpr))}
}

func trae() *organisation.Trae {
	return organisation.New([]organisation.Enhed{
		{UUID: omsorg, Navn: "Sundhed og Omsorg", Status: "Aktiv", Adresser: []organisation.Adresse{{Rolle: "telefon", Tekst: "55 55 02 00"}, {Rolle: "telefontid", Tekst: "kl. 8–15"}}},
		{UUID: visitA, Navn: "Visitation A", Status: "Aktiv", Overordnet: omsorg, Adresser: []organisation.Adresse{
			{Rolle: "telefon", Tekst: "55 55 01 23"}, {Rolle: "telefontid", Tekst: "kl. 9–14"}, {Rolle: "email", Tekst: "visitation@korsbaek.example"},
			{Rolle: "henvendelsessted", Tekst: "Torvet 1, 4700 Korsbæk"}, {Rolle: "aabningstid", Tekst: "kl. 10–15"}}},
		{UUID: ude, Navn: "Udegruppe Nord", Status: "Aktiv", Overordnet: omsorg},
	})
}

func sag(p oio.Person, id, titel, kle, kleTitel string, enhed oio.Aktoer, states ...oio.Fremdrift) oio.Gemt {
	for i := 1; i < len(states); i++ {
		states[i-1].Virkning.Til = states[i].Virkning.Fra
	}
	return oio.Gemt{Tidspunkt: nu.AddDate(0, -1, 0), StsTidspunkt: nu.AddDate(0, -1, 0).Add(time.Minute), Objekt: &oio.Sag{
		UUID: oio.NameUUID("sag/" + id), Noegle: "S-100" + id, Titel: titel, Foelsomhed: oio.Foelsom, Oprettet: states[0].Virkning.Fra, Fremdrift: states,
		Ejer: korsbaek, Ansvarlig: enhed, Part: oio.Part{CPR: p.CPR, Navn: p.Navn}, KLE: oio.NewKlasse("KLE", kle, kleTitel, ""),
		Facet: oio.NewKlasse("handlingsfacet", "G01", "Generelle sager", ""), System: cura,
	}}
}

// other is a case of another source system.
func other(g oio.Gemt) oio.Gemt {
	g.Objekt.(*oio.Sag).System = esdh
	return g
}

func dokument(id, titel string) oio.Gemt {
	return oio.Gemt{Objekt: &oio.Dokument{UUID: oio.NameUUID("dokument/" + id), Noegle: "D-" + id, Titel: titel, Type: "Brev, indgaaende", Foelsomhed: oio.Foelsom, BrevDato: 20240104,
		Ejer: korsbaek, KLE: oio.NewKlasse("KLE", "29.09.04", "", ""), System: cura}}
}

func state(status string, fra oio.Dato) oio.Fremdrift {
	return oio.Fremdrift{Status: status, Virkning: oio.Virkning{Fra: fra}}
}

func bevilling(p oio.Person, id, navn, art string, fra, til oio.Dato, enhed oio.Aktoer) oio.Gemt {
	return oio.Gemt{Tidspunkt: nu.AddDate(0, 0, -3), StsTidspunkt: nu.AddDate(0, 0, -3).Add(time.Minute), Objekt: &oio.Bevilling{
		UUID: oio.NameUUID("bevilling/" + id), Noegle: "b-" + id, Foelsomhed: oio.Foelsom, YdelseID: id, Navn: navn + " (lokalt)", Maengde: "1 gang/uge",
		Periode: oio.Virkning{Fra: fra, Til: til}, Ejer: korsbaek, Ansvarlig: enhed, Part: oio.Part{CPR: p.CPR, Navn: p.Navn}, Sag: sag1, SagNoegle: "S-1001",
		SagTitel: "Kost og sundhed", Ydelsestype: oio.NewKlasse("ydelsestype", "nøgle-"+id, navn, ""), Ydelsesnavn: navn, Art: art,
		KLE: oio.NewKlasse("KLE", "29.09.04", "Sundhedsfremme og forebyggelse", ""), System: cura,
	}}
}

// fake is a small municipality in memory.
type fake struct {
	mu         sync.Mutex
	objekter   map[oio.Borgernoegle][]oio.Gemt
	fail       error // of every index call
	orgFail    error
	auditFail  error
	statusFail error
	stand      web.Stand
	alder      web.Alder
	opslag     []web.Opslag
	panicking  bool
	skjulte    bool
	vises      *visning.Visninger // nil: everything of Cura but two areas
	indhold    map[oio.UUID]oio.Sagsindhold
	kilde      []web.Kildeobjekt
	kald       []visning.Slags
}

// Visning opens Cura and shows all areas but two.
func (f *fake) Visning(context.Context, oio.CVR) (*visning.Visninger, error) {
	if f.vises != nil {
		return f.vises, nil
	}
	return besluttet(), nil
}

// besluttet is read once, as a service keeps it.
var besluttet = sync.OnceValue(func() *visning.Visninger { return korsbaekViser() })

func (f *fake) Indhold(g *oio.Gemt) (oio.Sagsindhold, error) {
	return f.indhold[g.Objekt.Identitet()], nil
}

func (f *fake) IkkeIndekseret(context.Context, oio.CVR, oio.Borgernoegle) ([]web.Kildeobjekt, error) {
	return f.kilde, nil
}

func (f *fake) Kaldt(_ oio.Dato, kind visning.Slags, _ bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kald = append(f.kald, kind)
}

// korsbaekViser is what Korsbæk has decided, with more decisions after it.
func korsbaekViser(more ...program.Faktum) *visning.Visninger {
	history := []program.Faktum{{Emne: program.Aabnet, Kode: visning.Aabning(visning.Borgerblik, cura.UUID), Dato: 20250101},
		{Emne: program.Aabnet, Kode: visning.Aabning(visning.Sapa, cura.UUID), Dato: 20250101},
		visning.OmraadeFaktum("27", &visning.Indstilling{Aktiv: true}), visning.OmraadeFaktum("29", &visning.Indstilling{Aktiv: true}),
		visning.OmraadeFaktum("28", &visning.Indstilling{}), visning.OmraadeFaktum("29.24", &visning.Indstilling{})}
	titles := map[string]string{"28": "Børn og unge", "29.24": "Misbrug"}
	return visning.Af(append(history, more...)).MedBrugte(nil, func(number string) string { return titles[number] })
}

func newFake() *fake {
	a, o := oio.Aktoer{UUID: visitA, Navn: "Visitation A", CVR: oio.Korsbaek}, oio.Aktoer{UUID: ude, Navn: "Udegruppe Nord", CVR: oio.Korsbaek}
	return &fake{
		objekter: map[oio.Borgernoegle][]oio.Gemt{
			tom.Noegle:  nil,
			bent.Noegle: {sag(bent, "bent", "Bents hemmelige sag", "27.35.04", "Hjælpemidler", a, state("Opstaaet", 20250101))},
			anna.Noegle: {
				sag(anna, "1", "Kost og sundhed", "29.09.04", "Sundhedsfremme og forebyggelse", a, state("Opstaaet", 20240103), state("Oplyst", 20240105), state("Afgjort", 20240110)),
				sag(anna, "2", "Bolig", "27.42.12", "Boligindretning, i almindelighed", o, state("Opstaaet", 20251120)),
				other(sag(anna, "9", "Boligstøtte", "32.24.04", "Hjælp til forsørgelse", a, state("Opstaaet", 20250901), state("Afgjort", 20251001))),
				dokument("kost", "Ansøgning om kost"), dokument("ej", "Fra en lukket kilde"),
				sag(anna, "3", "Ældre sag om genoptræning", "29.18.02", "Genoptræning", a, state("Opstaaet", 20210301), state("Afsluttet", 20220503)),
				bevilling(anna, "1", "Diætvejledning", "ressourcemæssig", 20240110, 0, a),
				bevilling(anna, "2", "RH Rengøring", "ressourcemæssig", 20250601, 20260701, o),
				bevilling(anna, "3", "Boligindretning", "fysisk", 20260301, 0, o),
				bevilling(anna, "4", "Støtte til bil efter serviceloven", "monetær", 20230901, 0, a),
				bevilling(anna, "5", "Genoptræning", "ressourcemæssig", 20210310, 20220501, a),
			},
		},
		indhold: map[oio.UUID]oio.Sagsindhold{sag1: {
			Afgoerelse: "Primær part får medhold", Dokumenter: []oio.Aktstykke{{Dokument: oio.NameUUID("dokument/kost"), Dato: 20240104}},
			Notater:    []oio.Journalnotat{{Titel: "Samtale", Format: "Text", Indhold: []byte("Aftalt nyt besøg."), Dato: 20240105}},
			Parter:     []oio.Sagspart{{Part: oio.Part{CPR: bent.CPR, Navn: bent.Navn}, Rolle: "Sekundær part"}},
			Relationer: []oio.Sagsrelation{{Rolle: "Oversag", Sag: oio.NameUUID("sag/2")}, {Rolle: "Anden sag", Sag: oio.NameUUID("sag/ukendt")}},
		}},
		stand: web.Stand{Aktiv: true, Borgere: 902, Kilde: web.Tal{Sager: 1204, Bevillinger: 4870}, Indeks: web.Tal{Sager: 1180, Bevillinger: 4600},
			SidstAendret: nu.Add(-20 * time.Minute), Grunde: []web.GrundTal{
				{Grund: projection.Sendes, Tal: web.Tal{Sager: 1180, Bevillinger: 4600}}, {Grund: projection.IKoe, Tal: web.Tal{Sager: 4, Bevillinger: 6}},
				{Grund: projection.ManglerType, Tal: web.Tal{Bevillinger: 214}}, {Grund: projection.EnhedUdenKombit, Tal: web.Tal{Sager: 18, Bevillinger: 40}},
				{Grund: projection.Afvist, Tal: web.Tal{Sager: 2}}, {Grund: projection.Pakke, Tal: web.Tal{Bevillinger: 10}},
			}},
		alder: web.Alder{Kilde: "Cura", Hoert: nu.Add(-2 * time.Minute), OrganisationHentet: nu.Add(-6 * time.Hour)},
	}
}

func (f *fake) people() []oio.Person {
	all := []oio.Person{anna, bent, tom}
	slices.SortFunc(all, func(a, b oio.Person) int { return slices.Compare(a.Noegle[:], b.Noegle[:]) })
	return all
}

// ser are the objects that a boundary lets through.
func (f *fake) ser(u adgang.Udsnit, all []oio.Gemt) (seen []oio.Gemt) {
	for _, g := range all {
		if visible, _ := u.Ser(adgang.Af(g.Objekt)); visible {
			seen = append(seen, g)
		}
	}
	return seen
}

func (f *fake) kendt(u adgang.Udsnit, p oio.Person) bool {
	return u.Kommune == oio.Korsbaek && (u.Aaben || len(f.ser(u, f.objekter[p.Noegle])) > 0)
}

func (f *fake) Borger(_ context.Context, u adgang.Udsnit, borger oio.Borgernoegle) ([]oio.Gemt, error) {
	if f.panicking {
		panic("fake index fell over")
	}
	return f.ser(u, f.objekter[borger]), f.fail
}

func (f *fake) alle(u adgang.Udsnit, keep func(oio.Objekt) bool) (found []oio.Gemt) {
	for _, p := range f.people() {
		for _, g := range f.ser(u, f.objekter[p.Noegle]) {
			if keep(g.Objekt) {
				found = append(found, g)
			}
		}
	}
	return found
}

func (f *fake) Objekt(ctx context.Context, u adgang.Udsnit, art oio.Art, uuid oio.UUID) (oio.Gemt, bool, error) {
	history, err := f.Forloeb(ctx, u, art, uuid)
	if len(history) == 0 {
		return oio.Gemt{}, false, err
	}
	return history[0], true, err
}

func (f *fake) Forloeb(_ context.Context, u adgang.Udsnit, art oio.Art, uuid oio.UUID) ([]oio.Gemt, error) {
	return f.alle(u, func(o oio.Objekt) bool { return o.ObjektArt() == art && o.Identitet() == uuid }), f.fail
}

func (f *fake) Fundne(_ context.Context, u adgang.Udsnit, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	found := map[oio.UUID]oio.Gemt{}
	for _, g := range f.alle(u, func(o oio.Objekt) bool { return slices.Contains(ids, o.Identitet()) }) {
		found[g.Objekt.Identitet()] = g
	}
	return found, f.fail
}

func (f *fake) Sagens(_ context.Context, u adgang.Udsnit, sag oio.UUID) ([]oio.Gemt, error) {
	return f.alle(u, func(o oio.Objekt) bool { b, is := o.(*oio.Bevilling); return is && b.Sag == sag }), f.fail
}

func (f *fake) Sagsnummer(_ context.Context, u adgang.Udsnit, nummer string) ([]oio.Gemt, error) {
	return f.alle(u, func(o oio.Objekt) bool { s, is := o.(*oio.Sag); return is && strings.EqualFold(s.Noegle, nummer) }), f.fail
}

func (f *fake) Enhedens(_ context.Context, u adgang.Udsnit, enhed, _ oio.UUID, n int) ([]oio.Gemt, error) {
	found := f.alle(u, func(o oio.Objekt) bool {
		s, is := o.(*oio.Sag)
		return is && s.Ansvarlig.UUID == enhed && s.AfsluttetDato() == 0
	})
	return found[:min(n, len(found))], f.fail
}

func (f *fake) FindNavn(_ context.Context, u adgang.Udsnit, navn string, n int) ([]oio.Person, error) {
	var hits []oio.Person
	for _, p := range f.people() {
		if f.kendt(u, p) && strings.Contains(strings.ToLower(p.Navn), strings.ToLower(navn)) {
			hits = append(hits, p)
		}
	}
	slices.SortFunc(hits, func(a, b oio.Person) int { return cmp.Compare(a.Navn, b.Navn) })
	return hits[:min(n, len(hits))], f.fail
}

func (f *fake) FindCPR(_ context.Context, u adgang.Udsnit, cpr oio.CPR) (oio.Person, bool, error) {
	for _, p := range f.people() {
		if p.CPR == cpr && f.kendt(u, p) {
			return p, true, f.fail
		}
	}
	return oio.Person{}, false, f.fail
}

func (f *fake) Person(_ context.Context, u adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, bool, error) {
	for _, p := range f.people() {
		if p.Noegle == borger && f.kendt(u, p) {
			return p, true, f.fail
		}
	}
	return oio.Person{}, false, f.fail
}

func (f *fake) Borgeren(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, []oio.Gemt, bool, error) {
	person, found, err := f.Person(ctx, u, borger)
	if err != nil || !found {
		return oio.Person{}, nil, false, err
	}
	objects, err := f.Borger(ctx, u, borger)
	return person, objects, true, err
}

func (f *fake) Personer(_ context.Context, u adgang.Udsnit, efter oio.Borgernoegle, n int) ([]oio.Person, error) {
	var next []oio.Person
	for _, p := range f.people() {
		if slices.Compare(p.Noegle[:], efter[:]) > 0 && f.kendt(u, p) {
			next = append(next, p)
		}
	}
	return next[:min(n, len(next))], f.fail
}

// Sapaindstilling has opened what the fake knows.
func (f *fake) Sapaindstilling(context.Context, oio.CVR) (web.Sapaindstilling, error) {
	return web.Sapaindstilling{Aabne: []oio.UUID{cura.UUID, esdh.UUID}, Skjulte: f.skjulte}, nil
}

func (f *fake) Organisation(context.Context, oio.CVR) (*organisation.Trae, error) {
	if f.orgFail != nil {
		return nil, f.orgFail
	}
	return trae(), nil
}

func (f *fake) Status(context.Context, oio.CVR) (web.Stand, error) { return f.stand, f.statusFail }

func (f *fake) Friskhed(context.Context, oio.CVR) (web.Alder, error) { return f.alder, nil }

func (f *fake) Opslag(_ context.Context, o web.Opslag) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opslag = append(f.opslag, o)
	return f.auditFail
}

// who is an identity that is always the same.
type who struct {
	web.Identitet
	known bool
}

func (w who) Hvem(*http.Request) (web.Identitet, bool) { return w.Identitet, w.known }

var (
	nobody    = who{}
	clerk     = who{web.Identitet{Roller: adgang.Sagsbehandler, Grupper: []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Opslag}}}, Bruger: "sag1", Navn: "Karen Klerk", Kommune: oio.Korsbaek}, true}
	annaSelf  = citizen(anna)
	tomSelf   = citizen(tom)
	otherTown = who{web.Identitet{Roller: adgang.Sagsbehandler, Bruger: "x", Kommune: "22222222"}, true}
	otherAnna = who{web.Identitet{Roller: adgang.Borger, Borger: anna.Noegle, Kommune: "22222222"}, true}
	errFake   = errors.New("disk full while reading 710550-0001 and 7105500001")
)

func citizen(p oio.Person) who {
	return who{web.Identitet{Roller: adgang.Borger, Borger: p.Noegle, Kommune: oio.Korsbaek}, true}
}

// setup makes a handler with its log.
func setup(f *fake, id web.Identiteter) (http.Handler, *bytes.Buffer) {
	var log bytes.Buffer
	return web.New(web.Config{
		Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune", Telefon: "55 55 00 00", Email: "kommunen@korsbaek.example"},
		Indeks:  f, Organisation: f, Status: f, Friskhed: f, Visning: f, Kilde: f, Kald: f, Identiteter: id, Audit: f, Sapa: f, Nu: func() time.Time { return nu },
		Indhold: f.Indhold, Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), NytID: func() string { return "FEJL1234" },
	}), &log
}

func get(t *testing.T, h http.Handler, address string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w
}

func post(t *testing.T, h http.Handler, address string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	h.ServeHTTP(w, r)
	return w
}

func nuet() time.Time { return nu }

func tavs() *slog.Logger { return slog.New(slog.DiscardHandler) }
