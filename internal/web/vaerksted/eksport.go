package vaerksted

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/styring"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const eksportSti = "/vaerksted/eksport"

// eksportruter are the pages of step 8.
func (s *Sider) eksportruter(r web.Ramme) {
	r.Som(adgang.CuraAdministrator, "GET "+eksportSti, s.eksport)
	r.Som(adgang.CuraAdministrator, "GET "+eksportSti+"/liste", s.liste)
	r.Som(adgang.CuraAdministrator, "POST "+eksportSti+"/faktum", s.faktum)
	r.Som(adgang.CuraAdministrator, "GET "+eksportSti+"/aktiver", s.bekraeft)
	r.Som(adgang.CuraAdministrator, "POST "+eksportSti+"/aktiver", s.aktiver)
	r.Som(adgang.CuraAdministrator, "GET "+eksportSti+"/styr", s.styr)
	r.Som(adgang.CuraAdministrator, "POST "+eksportSti+"/styr", s.styrNu)
	r.Som(adgang.CuraAdministrator, "GET "+eksportSti+"/holdt", s.holdt)
	r.Som(adgang.CuraAdministrator, "POST "+eksportSti+"/overvej", s.overvejFrigivelse)
	r.Som(adgang.CuraAdministrator, "POST "+eksportSti+"/frigiv", s.frigiv)
	r.Som(adgang.CuraAdministrator, "GET "+eksportSti+"/forfra", s.forfra)
	r.Som(adgang.CuraAdministrator, "POST "+eksportSti+"/forfra", s.begyndForfra)
	r.Som(adgang.CuraAdministrator, "POST "+eksportSti+"/proeve", s.proeve)
	r.Som(adgang.CuraAdministrator, "GET "+eksportSti+"/sletning/{nr}", s.sletning)
	r.Som(adgang.CuraAdministrator, "POST "+eksportSti+"/sletning/{nr}", s.godkendSletning)
}

// nej shows a rule's refusal; other errors are passed on.
func nej(err error, back string) error {
	var brud *rules.Brud
	var refused *desk.Afvist
	switch {
	case errors.As(err, &refused):
		brud = refused.Afvisninger[0].Brud
	case !errors.As(err, &brud):
		return err
	}
	return &page.Problem{Status: http.StatusConflict, Overskrift: "Det kan ikke lade sig gøre", Tekst: storBegynd(strings.TrimSuffix(oio.MaskCPR(brud.Dansk), ".")) + " (" + brud.Regel + ").",
		Raad: "Intet er ændret.", Link: page.Link{Navn: "Tilbage", Adresse: back}}
}

func videreTil(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// listeView is the flight list.
type listeView struct {
	*styring.Afrejse
	Klarmeldt string // the sentence when no light is red
	Brud      *rules.Brud
	Idag      string
}

// eksport is the flight list before the activation, the load after.
func (s *Sider) eksport(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	now, err := s.Eksport.Billede(r.Context())
	if err != nil {
		return err
	}
	if !now.Aktiv {
		return s.liste(w, r, id)
	}
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	f, err := s.Eksport.Forfra(r.Context())
	if err != nil {
		return err
	}
	if !now.Faerdig() || f.Igang() || now.Kontrol == nil {
		w.Header().Set("Refresh", strconv.Itoa(igen))
	}
	stops, err := s.Eksport.Hindringer(r.Context())
	if err != nil {
		return err
	}
	v := billedView{Billede: now, Forfra: f, Maal: maalord(s.Eksport.Maal()), Hindringer: hindringer(stops), Holdte: holdteGrupper(bord, now.Holdt), Parkerede: parkerede(bord, now.Parkeret)}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Eksport", id), loadside(v))
	return nil
}

// liste is the flight list, also after the activation.
func (s *Sider) liste(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	a, err := s.Eksport.Afrejse(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Eksport", id), listeside(s.listeView(a)))
	return nil
}

func (s *Sider) listeView(a *styring.Afrejse) listeView {
	return listeView{Afrejse: a, Brud: a.Liste.Brud(), Klarmeldt: klarmeldt(a), Idag: isoDato(oio.DatoOf(s.Nu()))}
}

// klarmeldt is the sentence of S5.
func klarmeldt(a *styring.Afrejse) string {
	said := sprog.Antal(a.Sager, "sag", "sager") + " og " + sprog.Antal(a.Bevillinger, "bevilling", "bevillinger") + " sendes."
	if a.Sekunder == 0 {
		return said + " Der er ingen aftalt grænse for farten."
	}
	return said + " Forventet tid: " + varighed(a.Sekunder) + " ved den aftalte fart."
}

// varighed is a span in words, rounded as people do.
func varighed(seconds int) string {
	switch {
	case seconds < 60:
		return "under et minut"
	case seconds < 2*3600:
		return sprog.Antal((seconds+30)/60, "minut", "minutter")
	case seconds < 48*3600:
		return sprog.Antal((seconds+1800)/3600, "time", "timer")
	}
	return sprog.Antal((seconds+12*3600)/(24*3600), "døgn", "døgn")
}

func isoDato(d oio.Dato) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// faktum keeps what has been done.
func (s *Sider) faktum(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	emne := program.Emne(r.PostFormValue("emne"))
	switch emne {
	case program.Opgave, program.Aftale, program.Varsel, program.TrinA:
	default:
		return ulaeselig(eksportSti + "/liste")
	}
	f := program.Faktum{Af: eller(strings.TrimSpace(r.PostFormValue("af")), id.Bruger), Emne: emne, Kode: r.PostFormValue("kode")}
	facts := []program.Faktum{f}
	if r.PostFormValue("fjern") == "" {
		var err error
		if facts[0].Dato, err = oio.ParseDato(r.PostFormValue("dato")); err != nil {
			return nej(&rules.Brud{Regel: "R092", Dansk: "skriv datoen"}, eksportSti+"/liste")
		}
		if emne == program.Varsel {
			day, err := oio.ParseDato(r.PostFormValue("dag"))
			if err != nil {
				return nej(&rules.Brud{Regel: "R092", Dansk: "skriv, hvilken dag der aktiveres"}, eksportSti+"/liste")
			}
			facts = append(facts, program.Faktum{Af: f.Af, Emne: program.Aktiveringsdag, Dato: day})
		}
	}
	if err := s.Eksport.Noter(r.Context(), facts...); err != nil {
		return nej(err, eksportSti+"/liste")
	}
	return videreTil(w, r, eksportSti+"/liste")
}

// bekraeft shows once more what the button does.
func (s *Sider) bekraeft(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	a, err := s.Eksport.Afrejse(r.Context())
	if err != nil {
		return err
	}
	if a.Aktiv {
		return videreTil(w, r, eksportSti)
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Eksporter sager", id), bekraeftside(s.listeView(a)))
	return nil
}

// aktiver is the button.
func (s *Sider) aktiver(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if _, err := s.Eksport.Aktiver(r.Context(), id.Bruger, r.PostFormValue("trods")); err != nil {
		return nej(err, eksportSti+"/liste")
	}
	return videreTil(w, r, eksportSti)
}

// billedView is the load.
type billedView struct {
	*styring.Billede
	Forfra     export.Forfra
	Maal       []string
	Hindringer []page.Link // what somebody must see to, and where
	Holdte     []holdtGruppe
	Parkerede  []parkeretView
}

// linje is how far it is, in a sentence.
func (v *billedView) linje() string {
	switch {
	case v.Pause != nil:
		return "Pause. " + sprog.Antal(v.Tilbage, "sag eller bevilling venter", "sager og bevillinger venter") + "."
	case v.Faerdig():
		return "Alt er sendt."
	case v.Tilbage == 0:
		return "De sidste ændringer ses igennem."
	case v.Fart.Maal > 0:
		return fmt.Sprintf("%s tilbage. %s i sekundet, cirka %s endnu.", sprog.Tal(v.Tilbage), sprog.Tal(int(v.Fart.Maal+0.5)), varighed(v.Sekunder))
	}
	return sprog.Tal(v.Tilbage) + " tilbage."
}

// kontrol is the sentence about the last verification.
func (v *billedView) kontrol() string {
	k := v.Kontrol
	if k == nil {
		if v.Faerdig() {
			return "Kontrolleres nu."
		}
		return ""
	}
	what := "stikprøve på " + sprog.Tal(k.Sammenlignet)
	if k.Fuld {
		what = "alle " + sprog.Tal(k.Sammenlignet)
	}
	return "Kontrolleret: " + sprog.Antal(k.Forskelle, "forskel", "forskelle") + ". " + storBegynd(tid(k.Tid)) + ", " + what + "."
}

// hindringer are what somebody must see to, with where.
func hindringer(stops []styring.Maal) []page.Link {
	var all []page.Link
	for _, s := range stops {
		to := "/program/aftaler"
		if s.Hvorfor == string(program.TrinA) {
			to = "/adgang"
		}
		all = append(all, page.Link{Navn: s.Dansk, Adresse: to})
	}
	return all
}

func maalord(targets []styring.Maal) []string {
	var said []string
	for _, t := range targets {
		switch {
		case t.Dansk != "":
			said = append(said, t.Dansk)
		case t.Hvorfor == export.LukketStille:
			said = append(said, t.Navn+": stille timer, så der sendes ikke nu.")
		case t.Hvorfor == export.LukketTravlt:
			said = append(said, t.Navn+" har bedt om en pause til kl. "+klokken(t.Til)+".")
		default:
			said = append(said, t.Navn+" svarer ikke. Det prøves igen kl. "+klokken(t.Til)+".")
		}
	}
	return said
}

func klokken(t time.Time) string { return t.In(oio.Koebenhavn).Format("15.04.05") }

// nyere says why this process sends nothing although others do.
func (v *billedView) nyere() string {
	return "Et program med en nyere udgave af ydelsestyperne (" + v.Nyere.Katalog + ") arbejder og sender, sidst kl. " + klokken(v.Nyere.Set) +
		". Programmet bag denne side har en ældre og sender ikke imens. Det skal opgraderes."
}

// overtaget are the sentences about processes that died (S13).
func (v *billedView) overtaget() []string {
	var said []string
	for i := len(v.Overtaget) - 1; i >= 0; i-- {
		said = append(said, storBegynd(tid(v.Overtaget[i].Tid))+": En maskine eller proces gik ned, og en anden tog over.")
	}
	return said
}

// uddelt says how many parts are with how many processes.
func (v *billedView) uddelt() string {
	if len(v.Dele) == 0 {
		return ""
	}
	holders := map[string]bool{}
	for _, d := range v.Dele {
		holders[d.Holder] = true
	}
	return sprog.Antal(len(v.Dele), "del", "dele") + " er i gang hos " + sprog.Antal(len(holders), "proces", "processer") + "."
}

// holdtGruppe are held objects of one reason and place, in words.
type holdtGruppe struct {
	Grund    projection.Grund
	Hvorfor  string
	Sagstype string
	Navn     string // the sagstype's
	Ydelse   string
	YdNavn   string
	Antal    string
	Siden    string
}

func holdteGrupper(bord *desk.Bord, groups []styring.Holdtgruppe) []holdtGruppe {
	var out []holdtGruppe
	for _, g := range groups {
		one := holdtGruppe{Grund: g.Grund, Hvorfor: storBegynd(g.Grund.Dansk()), Sagstype: g.Sagstype, Navn: navnPaa(bord, mapping.Sagstype, g.Sagstype), Ydelse: g.Ydelse, YdNavn: navnPaa(bord, mapping.Ydelse, g.Ydelse)}
		one.Antal = sprog.Antal(g.Antal, "bevilling", "bevillinger")
		if g.Art == oio.ArtSag.String() {
			one.Antal = sprog.Antal(g.Antal, "sag", "sager")
		}
		if g.Borgere > 0 {
			one.Antal += ", " + sprog.Antal(g.Borgere, "borger", "borgere")
		}
		if !g.Siden.IsZero() {
			one.Siden = tid(g.Siden)
		}
		out = append(out, one)
	}
	return out
}

func navnPaa(bord *desk.Bord, art mapping.Art, id string) string {
	if row, found := bord.Raekke(art, id); found {
		return row.Navn
	}
	return id
}

type parkeretView struct{ Hvad, Fejl, Naeste string }

func parkerede(bord *desk.Bord, all []styring.Parkeret) []parkeretView {
	var out []parkeretView
	for _, p := range all {
		one := parkeretView{Hvad: storBegynd(p.Art) + " " + p.ID + ", " + navnPaa(bord, mapping.Sagstype, p.Sagstype), Fejl: eller(p.Fejl, "Indekset sagde ikke hvorfor."), Naeste: "prøves igen nu"}
		if !p.Naeste.IsZero() {
			one.Naeste = "prøves igen " + tid(p.Naeste)
		}
		if !p.Siden.IsZero() {
			one.Naeste += ", afvist siden " + tid(p.Siden)
		}
		out = append(out, one)
	}
	return out
}

// styr is the page with pause and pace; it does not reload, so that what is typed stays.
func (s *Sider) styr(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	now, err := s.Eksport.Billede(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Fart og pause", id), styrside(billedView{Billede: now}))
	return nil
}

// styrNu does what is asked on it.
func (s *Sider) styrNu(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	why := strings.TrimSpace(r.PostFormValue("grund"))
	acts := map[string]func(context.Context) error{
		"pause":    func(ctx context.Context) error { return s.Eksport.Pause(ctx, id.Bruger, why) },
		"genoptag": func(ctx context.Context) error { return s.Eksport.Genoptag(ctx, id.Bruger) },
		"genproev": func(ctx context.Context) error { return s.Eksport.Genproev(ctx, id.Bruger) },
		"kontrol":  func(ctx context.Context) error { s.Eksport.Kontroller(ctx); return nil },
		"fart": func(ctx context.Context) error {
			rate, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(r.PostFormValue("fart")), ",", ".", 1), 64)
			if err != nil {
				return &rules.Brud{Regel: "R098", Dansk: "farten er et tal pr. sekund; 0 er ingen grænse"}
			}
			return s.Eksport.Fart(ctx, r.PostFormValue("indeks"), rate, id.Bruger, why)
		},
	}
	act, known := acts[r.PostFormValue("handling")]
	if !known {
		return ulaeselig(eksportSti)
	}
	if err := act(r.Context()); err != nil {
		return nej(err, eksportSti+"/styr")
	}
	return videreTil(w, r, eksportSti)
}

// holdtView is the list of the held.
type holdtView struct {
	Grund, Sagstype, Ydelse string
	Grunde                  []projection.Grund
	Sagstyper               []page.Link // id and name
	Poster                  []holdtPost
	Naeste                  string
	Grupper                 []holdtGruppe
	Kvittering              kvittering
}

type holdtPost struct{ Hvad, Sagstype, Ydelse, Hvorfor, Siden string }

func (s *Sider) holdt(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	const rows = 100
	q := r.URL.Query()
	v := holdtView{Grund: q.Get("grund"), Sagstype: q.Get("sagstype"), Ydelse: q.Get("ydelse"), Grunde: styring.HoldtGrunde(), Kvittering: laesKvittering(r)}
	v.Kvittering.TilbageTil = eksportSti + "/holdt"
	reason, err := styring.HoldtGrund(v.Grund)
	if err != nil {
		return nej(err, eksportSti+"/holdt")
	}
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	now, err := s.Eksport.Billede(r.Context())
	if err != nil {
		return err
	}
	list, err := s.Eksport.Holdte(r.Context(), export.Holdtvalg{Grund: reason, Sagstype: v.Sagstype, Ydelse: v.Ydelse}, q.Get("efter"), rows)
	if err != nil {
		return nej(err, eksportSti+"/holdt")
	}
	seen := map[string]bool{}
	for _, g := range holdteGrupper(bord, now.Holdt) {
		if !seen[g.Sagstype] {
			seen[g.Sagstype] = true
			v.Sagstyper = append(v.Sagstyper, page.Link{Navn: g.Navn, Adresse: g.Sagstype})
		}
		if (reason == 0 || g.Grund == reason) && (v.Sagstype == "" || g.Sagstype == v.Sagstype) && (v.Ydelse == "" || g.Ydelse == v.Ydelse) {
			v.Grupper = append(v.Grupper, g)
		}
	}
	for _, h := range list.Poster {
		p := holdtPost{Hvad: storBegynd(h.Sted.Art.String()) + " " + h.ID, Sagstype: navnPaa(bord, mapping.Sagstype, h.Sagstype), Ydelse: navnPaa(bord, mapping.Ydelse, h.Ydelse), Hvorfor: storBegynd(h.Grund.Dansk())}
		if !h.Siden.IsZero() {
			p.Siden = tid(h.Siden)
		}
		v.Poster = append(v.Poster, p)
	}
	if list.Naeste != "" {
		v.Naeste = eksportSti + "/holdt?" + url.Values{"grund": {v.Grund}, "sagstype": {v.Sagstype}, "ydelse": {v.Ydelse}, "efter": {list.Naeste}}.Encode()
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Holdt tilbage", id), holdtside(v))
	return nil
}

// frigivView is a release looked at before it is made.
type frigivView struct {
	Grund, Sagstype, Ydelse string
	Saetninger              []string
	Hvad                    []string // each decision in words
}

func frigivelse(r *http.Request, id web.Identitet) (styring.Frigivelse, error) {
	reason, err := styring.HoldtGrund(r.PostFormValue("grund"))
	return styring.Frigivelse{Grund: reason, Sagstype: r.PostFormValue("sagstype"), Ydelse: r.PostFormValue("ydelse"), Af: id.Bruger, Hvorfor: strings.TrimSpace(r.PostFormValue("hvorfor"))}, err
}

func (s *Sider) overvejFrigivelse(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	f, err := frigivelse(r, id)
	if err != nil {
		return nej(err, eksportSti+"/holdt")
	}
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	k, decisions, err := s.Eksport.Overvej(r.Context(), f)
	if err != nil {
		return nej(err, eksportSti+"/holdt")
	}
	v := frigivView{Grund: r.PostFormValue("grund"), Sagstype: f.Sagstype, Ydelse: f.Ydelse, Saetninger: k.Saetninger()}
	for _, d := range decisions {
		art := d.Art
		if art == mapping.Tilbagehold {
			art = mapping.Sagstype
		}
		v.Hvad = append(v.Hvad, navnPaa(bord, art, d.ID)+": "+sprog.LilleForbogstav(valgNavn(bord, d.Art, d.Valg)))
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Frigiv", id), frigivside(v))
	return nil
}

func (s *Sider) frigiv(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	f, err := frigivelse(r, id)
	if err != nil {
		return nej(err, eksportSti+"/holdt")
	}
	receipt, err := s.Eksport.Frigiv(r.Context(), f)
	if err != nil {
		return nej(err, eksportSti+"/holdt")
	}
	return videreTil(w, r, medKvittering(eksportSti+"/holdt", receipt))
}

// forfraView is the page of a start-over (R094).
type forfraView struct {
	export.Forfra
	Trinene    []export.Trin
	Sagstyper  []*desk.Raekke // that may start over
	Valgte     []*desk.Raekke // of the form, to be confirmed
	Saetninger []string
	Navne      []string // of those that start over
}

func (s *Sider) forfra(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visForfra(w, r, id, nil)
}

func (s *Sider) visForfra(w http.ResponseWriter, r *http.Request, id web.Identitet, chosen []*desk.Raekke) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	f, err := s.Eksport.Forfra(r.Context())
	if err != nil {
		return err
	}
	v := forfraView{Forfra: f, Valgte: chosen}
	for step := export.Afmaerk; step < export.Slut; step++ {
		v.Trinene = append(v.Trinene, step)
	}
	for _, one := range f.Sagstyper {
		v.Navne = append(v.Navne, navnPaa(bord, mapping.Sagstype, one.ID))
	}
	for _, row := range bord.Sagstyper {
		if row.Beslutning.Valg.KLE != "" {
			v.Sagstyper = append(v.Sagstyper, row)
		}
	}
	if len(chosen) > 0 {
		var gone []mapping.Beslutning
		for _, row := range chosen {
			gone = append(gone, mapping.Beslutning{Art: mapping.Sagstype, ID: row.ID, Af: id.Bruger})
		}
		k, _, err := s.Desk.Konsekvens(r.Context(), gone)
		if err != nil {
			return err
		}
		v.Saetninger = k.Saetninger()
	}
	if f.Igang() {
		w.Header().Set("Refresh", strconv.Itoa(igen))
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Start forfra", id), forfraside(v))
	return nil
}

// begyndForfra shows the numbers first, and begins when a named person has seen them (R100).
func (s *Sider) begyndForfra(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return forStor(err)
	}
	var chosen []*desk.Raekke
	var ids []string
	for _, one := range r.PostForm["id"] {
		if row, found := bord.Raekke(mapping.Sagstype, one); found && row.Beslutning.Valg.KLE != "" {
			chosen, ids = append(chosen, row), append(ids, one)
		}
	}
	if len(chosen) == 0 {
		return nej(&rules.Brud{Regel: "R094", Dansk: "vælg mindst én sagstype"}, eksportSti+"/forfra")
	}
	if r.PostFormValue("bekraeft") == "" {
		return s.visForfra(w, r, id, chosen)
	}
	if err := s.Eksport.BegyndForfra(r.Context(), ids, strings.TrimSpace(r.PostFormValue("navn"))); err != nil {
		return nej(err, eksportSti+"/forfra")
	}
	return videreTil(w, r, eksportSti+"/forfra")
}

// sletning shows what a waiting deletion would remove, before somebody approves it (R100).
func (s *Sider) sletning(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	d, err := s.ventende(r)
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Godkend sletning", id), sletningside(d))
	return nil
}

// godkendSletning lets it through.
func (s *Sider) godkendSletning(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
	d, err := s.ventende(r)
	if err != nil {
		return err
	}
	if err := s.Eksport.GodkendSletning(r.Context(), d.Nr, r.PostFormValue("navn")); err != nil {
		return nej(err, eksportSti)
	}
	return videreTil(w, r, eksportSti)
}

// ventende is the deletion of the address, if it still waits.
func (s *Sider) ventende(r *http.Request) (export.Sletning, error) {
	nr, _ := strconv.ParseInt(r.PathValue("nr"), 10, 64) // what is no number is no deletion either
	d, waits, err := s.Eksport.Sletning(r.Context(), nr)
	if err != nil {
		return d, err
	}
	if !waits {
		return d, nej(&rules.Brud{Regel: "R100", Dansk: "sletningen venter ikke mere; se på eksportsiden, hvad der venter nu"}, eksportSti)
	}
	return d, nil
}

// proeve limits the export to the test's sagstyper, or sends the rest (R099).
func (s *Sider) proeve(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if r.PostFormValue("handling") == "resten" {
		if err := s.Eksport.SlutProeve(r.Context(), id.Bruger); err != nil {
			return nej(err, "/vaerksted/test")
		}
		return videreTil(w, r, "/vaerksted/test")
	}
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	var ids []string
	for _, row := range bord.Sagstyper {
		if _, chosen := bord.Snapshot.Noter.ITest(row.ID); chosen {
			ids = append(ids, row.ID)
		}
	}
	if err := s.Eksport.BegyndProeve(r.Context(), ids, id.Bruger); err != nil {
		return nej(err, "/vaerksted/test")
	}
	return videreTil(w, r, "/vaerksted/test")
}

// god and slem are how the last verification came out.
func (v *billedView) god() bool  { return v.Kontrol != nil && v.Kontrol.Forskelle == 0 }
func (v *billedView) slem() bool { return v.Kontrol != nil && v.Kontrol.Forskelle > 0 }

func sletningsord(d export.Sletning) string {
	return "En sletning af " + sprog.Antal(d.Objekter, "sag eller bevilling", "sager og bevillinger") + " for " + sprog.Antal(d.Borgere, "borger", "borgere") +
		" venter på, at en navngiven person godkender den (nr. " + strconv.FormatInt(d.Nr, 10) + ")."
}

func sletningSti(d export.Sletning) string {
	return eksportSti + "/sletning/" + strconv.FormatInt(d.Nr, 10)
}
