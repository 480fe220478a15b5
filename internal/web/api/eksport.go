package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"indeksbro/internal/export"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/styring"
	"indeksbro/internal/vaerksted"
)

// Eksport is step 8, as the workbench's pages know it. What is refused is a *rules.Brud.
type Eksport interface {
	Afrejse(ctx context.Context) (*styring.Afrejse, error)
	Noter(ctx context.Context, facts ...program.Faktum) error
	Aktiver(ctx context.Context, af, trods string) (*styring.Afrejse, error)
	Deaktiver(ctx context.Context, af string) error
	Billede(ctx context.Context) (*styring.Billede, error)
	Pause(ctx context.Context, af, grund string) error
	Genoptag(ctx context.Context, af string) error
	Genproev(ctx context.Context, af string) error
	Fart(ctx context.Context, indeks string, prSekund float64, af, grund string) error
	Kontroller(ctx context.Context)
	Holdte(ctx context.Context, v export.Holdtvalg, cursor string, n int) (styring.Holdtside, error)
	Overvej(ctx context.Context, f styring.Frigivelse) (konsekvens.Konsekvens, []mapping.Beslutning, error)
	Frigiv(ctx context.Context, f styring.Frigivelse) (vaerksted.Kvittering, error)
	BegyndProeve(ctx context.Context, sagstyper []string, af string) error
	SlutProeve(ctx context.Context, af string) error
	Forfra(ctx context.Context) (export.Forfra, error)
	GodkendSletning(ctx context.Context, nr int64, af string) error
	BegyndForfra(ctx context.Context, sagstyper []string, af string) error
}

// hvem is who does something and why.
type hvem struct {
	Af    string `json:"af"`
	Grund string `json:"grund,omitempty"`
}

type nytFaktum struct {
	Emne  program.Emne `json:"emne"`
	Kode  string       `json:"kode,omitempty"`
	Dato  oio.Dato     `json:"dato,omitempty"` // without it the fact is taken back
	Tekst string       `json:"tekst,omitempty"`
	Af    string       `json:"af,omitempty"`
}

// indskrevet are the facts that are entered by hand; the program notes the others itself.
var indskrevet = map[program.Emne]bool{program.Opgave: true, program.Aftale: true, program.Varsel: true, program.Aktiveringsdag: true, program.TrinA: true}

type aktivering struct {
	Aktiv bool   `json:"aktiv"`
	Af    string `json:"af"`
	Trods string `json:"trods,omitempty"`
}

type nyFart struct {
	PrSekund float64 `json:"prSekund"`
	Af       string  `json:"af,omitempty"`
	Grund    string  `json:"grund,omitempty"`
}

type frigivelse struct {
	Grund    string `json:"grund,omitempty"` // mangler-type or ukendt-kode
	Sagstype string `json:"sagstype,omitempty"`
	Ydelse   string `json:"ydelse,omitempty"`
	Af       string `json:"af,omitempty"`
	Hvorfor  string `json:"hvorfor,omitempty"`
}

type udvalg struct {
	Sagstyper []string `json:"sagstyper"`
	Af        string   `json:"af"`
}

type holdt struct {
	Art      string `json:"art"`
	ID       string `json:"id"`
	Sagstype string `json:"sagstype"`
	Ydelse   string `json:"ydelse,omitempty"`
	Grund    string `json:"grund"`
	Regel    string `json:"regel"`
	Siden    any    `json:"siden,omitempty"`
}

var eksportruter = []rute{
	{metode: "GET", sti: "/api/v1/eksport", hvad: "The load by sagstype in the five states, pace, time left, pause, parts, what is held and parked, the last verification (R098, R102)", ud: styring.Billede{}, gor: func(s *server) http.HandlerFunc { return s.billede }},
	{metode: "GET", sti: "/api/v1/eksport/afrejse", hvad: "The flight list with the letters, and how much would be sent (R090-R093)", ud: styring.Afrejse{}, gor: func(s *server) http.HandlerFunc { return s.afrejse }},
	{metode: "POST", sti: "/api/v1/eksport/fakta", hvad: "Enter what has been done: eksport-opgave 1 to 5, aftale sdi or ydi, varsel, aktiveringsdag, trin-a; all of the list or none", ind: []nytFaktum{{}}, status: 204, gor: func(s *server) http.HandlerFunc { return s.fakta }},
	{metode: "PUT", sti: "/api/v1/eksport/aktivering", hvad: "Switch Eksporter sager on or off; 409 while the flight list has a red light, unless trods says why", ind: aktivering{}, status: 204, gor: func(s *server) http.HandlerFunc { return s.aktiver }},
	{metode: "PUT", sti: "/api/v1/eksport/pause", hvad: "Send nothing for the time being", ind: hvem{}, status: 204, gor: func(s *server) http.HandlerFunc { return s.pause }},
	{metode: "DELETE", sti: "/api/v1/eksport/pause", hvad: "Go on", status: 204, gor: func(s *server) http.HandlerFunc {
		return s.gjort(func(ctx context.Context, who string) error { return s.Eksport.Genoptag(ctx, who) })
	}},
	{metode: "POST", sti: "/api/v1/eksport/genproev", hvad: "Try at once what was refused or never answered (R103)", status: 204, gor: func(s *server) http.HandlerFunc {
		return s.gjort(func(ctx context.Context, who string) error { return s.Eksport.Genproev(ctx, who) })
	}},
	{metode: "PUT", sti: "/api/v1/eksport/fart/{indeks}", hvad: "Agree another pace towards an index", ind: nyFart{}, status: 204, gor: func(s *server) http.HandlerFunc { return s.fart }},
	{metode: "POST", sti: "/api/v1/eksport/kontrol", hvad: "Verify everything in the background (R097); GET /api/v1/eksport has the result", status: 202, gor: func(s *server) http.HandlerFunc { return s.kontroller }},
	{metode: "GET", sti: "/api/v1/eksport/holdt", hvad: "What is held back, why and since when (R028)", query: []parameter{efter, antal, {"grund", "mangler-type, ukendt-kode or enhed-uden-kombit-id"}, {"sagstype", "only of this sagstype"}, {"ydelse", "only of this ydelse"}}, ud: side[holdt]{}, gor: func(s *server) http.HandlerFunc { return s.holdte }},
	{metode: "POST", sti: "/api/v1/eksport/holdt/overvej", hvad: "What a release would do, in numbers; nothing is done", ind: frigivelse{}, ud: konsekvenser{}, gor: func(s *server) http.HandlerFunc { return s.overvejFrigivelse }},
	{metode: "POST", sti: "/api/v1/eksport/holdt/frigiv", hvad: "Release what is held, as decisions with who and why", ind: frigivelse{}, ud: kvittering{}, status: 201, gor: func(s *server) http.HandlerFunc { return s.frigiv }},
	{metode: "PUT", sti: "/api/v1/eksport/proeve", hvad: "Send only these sagstyper for the time being, and record what is expected (R099)", ind: udvalg{}, status: 204, gor: func(s *server) http.HandlerFunc { return s.proeve }},
	{metode: "DELETE", sti: "/api/v1/eksport/proeve", hvad: "Send the rest", status: 204, gor: func(s *server) http.HandlerFunc {
		return s.gjort(func(ctx context.Context, who string) error { return s.Eksport.SlutProeve(ctx, who) })
	}},
	{metode: "PUT", sti: "/api/v1/eksport/sletninger/{nr}/godkendelse", hvad: "A named person lets a waiting deletion through (R100); GET /api/v1/eksport lists those that wait", ind: hvem{}, status: 204, gor: func(s *server) http.HandlerFunc { return s.godkendSletning }},
	{metode: "GET", sti: "/api/v1/eksport/forfra", hvad: "The last start-over and the step where it stands (R094)", ud: export.Forfra{}, gor: func(s *server) http.HandlerFunc { return s.forfra }},
	{metode: "POST", sti: "/api/v1/eksport/forfra", hvad: "Start sagstyper over; worked on in the background", ind: udvalg{}, status: 202, gor: func(s *server) http.HandlerFunc { return s.begyndForfra }},
}

// svar answers what an act came to.
func (s *server) svar(w http.ResponseWriter, err error, status int) {
	var brud *rules.Brud
	var refused *vaerksted.Afvist
	switch {
	case errors.As(err, &refused):
		s.afvist(w, refused)
	case errors.As(err, &brud):
		p := problem{Status: http.StatusUnprocessableEntity, Title: "A rule stands against it", Detail: oio.MaskCPR(brud.English), Dansk: oio.MaskCPR(brud.Dansk), Regel: brud.Regel}
		if brud.KanTrodses {
			p.Status = http.StatusConflict
		}
		s.problem(w, p)
	case err != nil:
		s.internal(w, "export over HTTP", err)
	default:
		w.WriteHeader(status)
	}
}

// gjort does something that needs nothing but who.
func (s *server) gjort(do func(context.Context, string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, _ := s.Adgang(r)
		s.svar(w, do(r.Context(), who), http.StatusNoContent)
	}
}

// vis answers with a value.
func vis[T any](s *server, w http.ResponseWriter, v T, err error) {
	if err != nil {
		s.svar(w, err, 0)
		return
	}
	writeJSON(w, http.StatusOK, v)
}

func (s *server) billede(w http.ResponseWriter, r *http.Request) {
	v, err := s.Eksport.Billede(r.Context())
	vis(s, w, v, err)
}

func (s *server) afrejse(w http.ResponseWriter, r *http.Request) {
	v, err := s.Eksport.Afrejse(r.Context())
	vis(s, w, v, err)
}

func (s *server) forfra(w http.ResponseWriter, r *http.Request) {
	v, err := s.Eksport.Forfra(r.Context())
	vis(s, w, v, err)
}

func (s *server) fakta(w http.ResponseWriter, r *http.Request) {
	var list []nytFaktum
	if !krop(s, w, r, &list) {
		return
	}
	var facts []program.Faktum
	for _, n := range list {
		if !indskrevet[n.Emne] {
			s.problem(w, problem{Status: http.StatusBadRequest, Title: "Not a fact", Detail: "want emne eksport-opgave, aftale, varsel, aktiveringsdag or trin-a", Dansk: "emnet kendes ikke"})
			return
		}
		if n.Af == "" {
			n.Af, _ = s.Adgang(r)
		}
		facts = append(facts, program.Faktum{Af: n.Af, Emne: n.Emne, Kode: n.Kode, Dato: n.Dato, Tekst: n.Tekst})
	}
	s.svar(w, s.Eksport.Noter(r.Context(), facts...), http.StatusNoContent)
}

func (s *server) aktiver(w http.ResponseWriter, r *http.Request) {
	var a aktivering
	if !krop(s, w, r, &a) {
		return
	}
	if !a.Aktiv {
		s.svar(w, s.Eksport.Deaktiver(r.Context(), a.Af), http.StatusNoContent)
		return
	}
	_, err := s.Eksport.Aktiver(r.Context(), a.Af, a.Trods)
	s.svar(w, err, http.StatusNoContent)
}

func (s *server) pause(w http.ResponseWriter, r *http.Request) {
	var h hvem
	if krop(s, w, r, &h) {
		s.svar(w, s.Eksport.Pause(r.Context(), h.Af, h.Grund), http.StatusNoContent)
	}
}

func (s *server) fart(w http.ResponseWriter, r *http.Request) {
	var n nyFart
	if !krop(s, w, r, &n) {
		return
	}
	if n.Af == "" {
		n.Af, _ = s.Adgang(r)
	}
	s.svar(w, s.Eksport.Fart(r.Context(), r.PathValue("indeks"), n.PrSekund, n.Af, n.Grund), http.StatusNoContent)
}

// godkendSletning takes no name from the key: a key is nobody.
func (s *server) godkendSletning(w http.ResponseWriter, r *http.Request) {
	var who hvem
	if !krop(s, w, r, &who) {
		return
	}
	nr, _ := strconv.ParseInt(r.PathValue("nr"), 10, 64) // what is no number is no deletion either
	s.svar(w, s.Eksport.GodkendSletning(r.Context(), nr, who.Af), http.StatusNoContent)
}

func (s *server) kontroller(w http.ResponseWriter, r *http.Request) {
	s.Eksport.Kontroller(r.Context())
	w.WriteHeader(http.StatusAccepted)
}

func (s *server) holdte(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	most := 100
	if said := q.Get("antal"); said != "" {
		n, err := strconv.Atoi(said)
		if err != nil || n < 1 || n > 1000 {
			s.problem(w, problem{Status: http.StatusBadRequest, Title: "Not a number", Detail: "antal must be 1 to 1000", Dansk: "antal skal være 1 til 1000"})
			return
		}
		most = n
	}
	reason, err := styring.HoldtGrund(q.Get("grund"))
	if err != nil {
		s.svar(w, err, 0)
		return
	}
	page, err := s.Eksport.Holdte(r.Context(), export.Holdtvalg{Grund: reason, Sagstype: q.Get("sagstype"), Ydelse: q.Get("ydelse")}, q.Get("efter"), most)
	out := side[holdt]{Poster: []holdt{}, Naeste: page.Naeste}
	for _, h := range page.Poster {
		one := holdt{Art: h.Sted.Art.String(), ID: h.ID, Sagstype: h.Sagstype, Ydelse: h.Ydelse, Grund: h.Grund.Kode(), Regel: h.Grund.Regel()}
		if !h.Siden.IsZero() {
			one.Siden = h.Siden
		}
		out.Poster = append(out.Poster, one)
	}
	vis(s, w, out, err)
}

// frigivelsen reads a release.
func (s *server) frigivelsen(w http.ResponseWriter, r *http.Request) (styring.Frigivelse, bool) {
	var f frigivelse
	if !krop(s, w, r, &f) {
		return styring.Frigivelse{}, false
	}
	reason, err := styring.HoldtGrund(f.Grund)
	if err != nil {
		s.svar(w, err, 0)
		return styring.Frigivelse{}, false
	}
	return styring.Frigivelse{Grund: reason, Sagstype: f.Sagstype, Ydelse: f.Ydelse, Af: f.Af, Hvorfor: f.Hvorfor}, true
}

func (s *server) overvejFrigivelse(w http.ResponseWriter, r *http.Request) {
	if f, ok := s.frigivelsen(w, r); ok {
		k, _, err := s.Eksport.Overvej(r.Context(), f)
		vis(s, w, konsekvenser{Konsekvens: k, Saetninger: k.Saetninger()}, err)
	}
}

func (s *server) frigiv(w http.ResponseWriter, r *http.Request) {
	f, ok := s.frigivelsen(w, r)
	if !ok {
		return
	}
	receipt, err := s.Eksport.Frigiv(r.Context(), f)
	if err != nil {
		s.svar(w, err, 0)
		return
	}
	writeJSON(w, http.StatusCreated, kvittering{receipt.Fra, receipt.Til, receipt.Antal})
}

func (s *server) proeve(w http.ResponseWriter, r *http.Request) {
	var u udvalg
	if krop(s, w, r, &u) {
		s.svar(w, s.Eksport.BegyndProeve(r.Context(), u.Sagstyper, u.Af), http.StatusNoContent)
	}
}

func (s *server) begyndForfra(w http.ResponseWriter, r *http.Request) {
	var u udvalg
	if krop(s, w, r, &u) {
		s.svar(w, s.Eksport.BegyndForfra(r.Context(), u.Sagstyper, u.Af), http.StatusAccepted)
	}
}
