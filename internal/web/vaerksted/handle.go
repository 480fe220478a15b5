package vaerksted

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// oensket reads one decision of a form.
func oensket(r *http.Request, id web.Identitet) (desk.Oenske, error) {
	art, err := mapping.ParseArt(r.PostFormValue("art"))
	if err != nil {
		return desk.Oenske{}, ulaeselig("/vaerksted")
	}
	choice, err := mapping.ParseValg(art, r.PostFormValue("valg"))
	if err != nil {
		return desk.Oenske{}, ulaeselig(adresse(art, r.PostFormValue("id")))
	}
	seen := int64(desk.Ligemeget)
	if text := r.PostFormValue("set"); text != "" {
		if seen, err = strconv.ParseInt(text, 10, 64); err != nil {
			return desk.Oenske{}, ulaeselig(adresse(art, r.PostFormValue("id")))
		}
	}
	return desk.Oenske{Set: seen, Beslutning: mapping.Beslutning{Art: art, ID: r.PostFormValue("id"), Valg: choice, Af: id.Bruger,
		Grund: strings.TrimSpace(r.PostFormValue("grund")), Trods: strings.TrimSpace(r.PostFormValue("trods"))}}, nil
}

func ulaeselig(back string) error {
	return &page.Problem{Status: http.StatusBadRequest, Overskrift: "Det kunne ikke læses", Tekst: "Siden fik noget, den ikke kender. Intet er ændret.",
		Raad: "Gå tilbage, og vælg igen.", Link: page.Link{Navn: "Tilbage", Adresse: back}}
}

// beslut takes one decision, and leads on to the next row that waits. What a rule stands against is shown with its consequences.
func (s *Sider) beslut(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	wish, err := oensket(r, id)
	if err != nil {
		return err
	}
	receipt, err := s.Desk.Beslut(r.Context(), []desk.Oenske{wish})
	var refused *desk.Afvist
	if errors.As(err, &refused) {
		return s.visOvervej(w, r, id, wish, http.StatusConflict)
	}
	if err != nil {
		return err
	}
	to := egenAdresse(r.PostFormValue("tilbage"))
	if to == "" {
		to, err = s.videre(r, wish)
		if err != nil {
			return err
		}
	}
	http.Redirect(w, r, medKvittering(to, receipt), http.StatusSeeOther)
	return nil
}

// videre is the next row that waits, or the table when none does.
func (s *Sider) videre(r *http.Request, wish desk.Oenske) (string, error) {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return "", err
	}
	if wish.Valg.IsZero() {
		return adresse(wish.Art, wish.ID), nil
	}
	if next := naeste(bord.Raekker(wish.Art), wish.ID); next != nil {
		return adresse(wish.Art, next.ID), nil
	}
	return tabeladresse(wish.Art), nil
}

// egenAdresse lets only addresses of the workbench be returned to.
func egenAdresse(to string) string {
	if to == "/vaerksted" || strings.HasPrefix(to, "/vaerksted/") || strings.HasPrefix(to, "/vaerksted?") {
		return to
	}
	return ""
}

func medKvittering(to string, k desk.Kvittering) string {
	return med(to, url.Values{"fra": {strconv.FormatInt(k.Fra, 10)}, "til": {strconv.FormatInt(k.Til, 10)}, "antal": {strconv.Itoa(k.Antal)}})
}

// med adds to the query of an address of ours.
func med(to string, more url.Values) string {
	path, query, _ := strings.Cut(to, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		q = url.Values{}
	}
	for key, value := range more {
		q[key] = value
	}
	return path + "?" + q.Encode()
}

// fortryd takes back what a receipt says.
func (s *Sider) fortryd(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	var k desk.Kvittering
	var err error
	if k.Fra, err = strconv.ParseInt(r.PostFormValue("fra"), 10, 64); err != nil {
		return ulaeselig("/vaerksted")
	}
	if k.Til, err = strconv.ParseInt(r.PostFormValue("til"), 10, 64); err != nil {
		return ulaeselig("/vaerksted")
	}
	to := eller(egenAdresse(r.PostFormValue("tilbage")), "/vaerksted")
	_, err = s.Desk.Fortryd(r.Context(), k, id.Bruger)
	var refused *desk.Afvist
	if errors.As(err, &refused) {
		return &page.Problem{Status: http.StatusConflict, Overskrift: "Det kan ikke fortrydes nu", Tekst: storBegynd(refused.Afvisninger[0].Brud.Dansk) + ".",
			Raad: "Intet er ændret.", Link: page.Link{Navn: "Tilbage", Adresse: to}}
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, med(to, url.Values{"fortrudt": {"1"}}), http.StatusSeeOther)
	return nil
}

// Limits of what people write.
const maxTekst = 1000

var notater = map[string]mapping.Noteslags{"kommentar": mapping.Kommentar, "afklaring": mapping.Afklaring, "svar": mapping.Svar, "test": mapping.Testvalg,
	"udfoert": mapping.Udfoert, "navn": mapping.Navneforslag}

// note keeps a comment, a question or an answer.
func (s *Sider) note(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	art, err := mapping.ParseArt(r.PostFormValue("art"))
	slags, known := notater[r.PostFormValue("slags")]
	text := strings.TrimSpace(r.PostFormValue("tekst"))
	if err != nil || !known || text == "" || len(text) > 4*maxTekst {
		return ulaeselig("/vaerksted")
	}
	n := mapping.Note{Af: id.Bruger, Art: art, ID: r.PostFormValue("id"), Slags: slags, Kode: r.PostFormValue("kode"), Tekst: text}
	if err := s.Desk.Noter(r.Context(), []mapping.Note{n}); err != nil {
		return err
	}
	to := eller(egenAdresse(r.PostFormValue("tilbage")), adresse(art, n.ID))
	if slags == mapping.Afklaring && r.PostFormValue("tilbage") == "" {
		if to, err = s.videre(r, desk.Oenske{Beslutning: mapping.Beslutning{Art: art, ID: n.ID, Valg: mapping.Valg{Ikke: true}}}); err != nil {
			return err
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// afvis remembers that a suggestion is wrong (R104).
func (s *Sider) afvis(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	wish, err := oensket(r, id)
	if err != nil {
		return err
	}
	_, kode, _ := strings.Cut(r.PostFormValue("valg"), "=")
	n := mapping.Note{Af: id.Bruger, Art: wish.Art, ID: wish.ID, Slags: mapping.AfvistForslag, Kode: kode, Tekst: wish.Grund}
	if err := s.Desk.Noter(r.Context(), []mapping.Note{n}); err != nil {
		return err
	}
	http.Redirect(w, r, adresse(wish.Art, wish.ID), http.StatusSeeOther)
	return nil
}

// godkend is the second pair of eyes.
func (s *Sider) godkend(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	art, err := mapping.ParseArt(r.PostFormValue("art"))
	nr, errNr := strconv.ParseInt(r.PostFormValue("nr"), 10, 64)
	if err != nil || errNr != nil {
		return ulaeselig("/vaerksted")
	}
	back := adresse(art, r.PostFormValue("id"))
	if err := s.Desk.Godkend(r.Context(), art, r.PostFormValue("id"), nr, id.Bruger); err != nil {
		return godkendProblem(err, back)
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

func godkendProblem(err error, back string) error {
	var refused *desk.Afvist
	switch {
	case errors.Is(err, desk.ErrEgen):
		return &page.Problem{Status: http.StatusConflict, Overskrift: "Det skal være en anden", Tekst: "En beslutning godkendes af en anden end den, der tog den.",
			Link: page.Link{Navn: "Tilbage", Adresse: back}}
	case errors.As(err, &refused):
		return &page.Problem{Status: http.StatusConflict, Overskrift: "Den er ændret imens", Tekst: storBegynd(refused.Afvisninger[0].Brud.Dansk) + ".",
			Link: page.Link{Navn: "Tilbage", Adresse: back}}
	}
	return err
}

// overvejView is a decision looked at before it is taken (R005, S3).
type overvejView struct {
	Art        mapping.Art
	ID         string
	Valg, Set  string
	Grund      string
	Overskrift string
	Saetninger []string
	Brud       *rules.Brud
	konsekvens konsekvens.Konsekvens
}

// retFoerst is where what stands in the way is mended.
func (v *overvejView) retFoerst() string {
	if v.Brud.Regel == "R007" {
		return "/vaerksted/enheder"
	}
	return "/vaerksted/ydelser?" + url.Values{"sagstype": {v.ID}, "tilstand": {"aabne"}}.Encode()
}

// overvej shows what a decision would do.
func (s *Sider) overvej(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	wish, err := oensket(r, id)
	if err != nil {
		return err
	}
	return s.visOvervej(w, r, id, wish, http.StatusOK)
}

func (s *Sider) visOvervej(w http.ResponseWriter, r *http.Request, id web.Identitet, wish desk.Oenske, status int) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	row, found := bord.Raekke(wish.Art, wish.ID)
	if !found {
		return raekkenFindesIkke(wish.Art)
	}
	k, brud, err := s.Desk.Konsekvens(r.Context(), []mapping.Beslutning{wish.Beslutning})
	if err != nil {
		return err
	}
	v := overvejView{Art: wish.Art, ID: wish.ID, Valg: wish.Valg.String(), Set: strconv.FormatInt(wish.Set, 10), Grund: wish.Grund, Brud: brud, konsekvens: k,
		Overskrift: row.Navn + ": " + valgNavn(bord, wish.Art, wish.Valg), Saetninger: k.Saetninger()}
	if brud == nil && status == http.StatusConflict { // somebody was quicker
		v.Brud = &rules.Brud{Regel: "R104", Dansk: row.Beslutning.Af + " har taget stilling imens; se på den igen"}
	}
	s.ramme.Site.Vis(w, r, status, s.arbejdsside("Hvad sker der?", id), overvejside(v))
	return nil
}

// afvistView are the rows of a bulk that rules stand against.
type afvistView struct {
	Art        mapping.Art
	Raekker    []afvistRaekke
	KanTrodses bool
	Felter     []faktum // the form again
	Tilbage    string
}

type afvistRaekke struct {
	Art                    mapping.Art
	ID, Navn, Dansk, Regel string
}

// flere does one thing with several rows.
func (s *Sider) flere(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	art, err := mapping.ParseArt(r.PostFormValue("art"))
	if err != nil {
		return ulaeselig("/vaerksted")
	}
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	back := eller(egenAdresse(r.PostFormValue("tilbage")), tabeladresse(art)+"?"+r.PostFormValue("udsnit"))
	rows := valgteRaekker(r, bord, art)
	if len(rows) == 0 {
		return &page.Problem{Status: http.StatusUnprocessableEntity, Overskrift: "Ingen er valgt", Tekst: "Sæt kryds ved de rækker, det gælder.",
			Link: page.Link{Navn: "Tilbage", Adresse: back}}
	}
	switch r.PostFormValue("handling") {
	case "afklaring":
		return s.flereAfklares(w, r, id, rows, back)
	case "godkend":
		return s.flereGodkendes(w, r, id, rows, back)
	case "accepter", "ikke", "fjern":
		return s.flereBesluttes(w, r, id, art, rows, back)
	}
	return ulaeselig(back)
}

// valgteRaekker are the ticked rows, or all of the cut; those that need nobody are left out.
func valgteRaekker(r *http.Request, bord *desk.Bord, art mapping.Art) []*desk.Raekke {
	var rows []*desk.Raekke
	if r.PostFormValue("alle") != "" {
		q, err := url.ParseQuery(r.PostFormValue("udsnit"))
		if err != nil {
			return nil
		}
		rows = laesUdsnit(q).vaelg(bord.Raekker(art))
	} else {
		for _, id := range r.PostForm["id"] {
			if row, found := bord.Raekke(art, id); found {
				rows = append(rows, row)
			}
		}
	}
	var open []*desk.Raekke
	for _, row := range rows {
		if row.Tilstand != desk.Automatisk {
			open = append(open, row)
		}
	}
	return open
}

func (s *Sider) flereAfklares(w http.ResponseWriter, r *http.Request, id web.Identitet, rows []*desk.Raekke, back string) error {
	text := eller(strings.TrimSpace(r.PostFormValue("grund")), "Hvilken er den rigtige?")
	var notes []mapping.Note
	for _, row := range rows {
		notes = append(notes, mapping.Note{Af: id.Bruger, Art: row.Art, ID: row.ID, Slags: mapping.Afklaring, Tekst: text})
	}
	if err := s.Desk.Noter(r.Context(), notes); err != nil {
		return err
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

// flereGodkendes approves others' decisions; one's own and open rows are passed over.
func (s *Sider) flereGodkendes(w http.ResponseWriter, r *http.Request, id web.Identitet, rows []*desk.Raekke, back string) error {
	for _, row := range rows {
		if row.Beslutning.Valg.IsZero() || row.Beslutning.Af == id.Bruger {
			continue
		}
		if err := s.Desk.Godkend(r.Context(), row.Art, row.ID, row.Beslutning.Nr, id.Bruger); err != nil {
			return godkendProblem(err, back)
		}
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

func (s *Sider) flereBesluttes(w http.ResponseWriter, r *http.Request, id web.Identitet, art mapping.Art, rows []*desk.Raekke, back string) error {
	wishes := flereOensker(r, id, rows)
	if len(wishes) == 0 {
		return &page.Problem{Status: http.StatusUnprocessableEntity, Overskrift: "Der er intet at tage", Tekst: "Ingen af rækkerne har et forslag, der kan vælges.",
			Link: page.Link{Navn: "Tilbage", Adresse: back}}
	}
	receipt, err := s.Desk.Beslut(r.Context(), wishes)
	var refused *desk.Afvist
	if errors.As(err, &refused) && r.PostFormValue("uden") != "" {
		receipt, err = s.Desk.Beslut(r.Context(), uden(wishes, refused))
	}
	if errors.As(err, &refused) {
		bord, err := s.Desk.Bord(r.Context())
		if err != nil {
			return err
		}
		s.ramme.Site.Vis(w, r, http.StatusConflict, s.arbejdsside("Intet er besluttet", id), afvistside(afvistOf(r, bord, art, refused, back)))
		return nil
	}
	if err != nil {
		return err
	}
	if receipt.Antal == 0 {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	http.Redirect(w, r, medKvittering(back, receipt), http.StatusSeeOther)
	return nil
}

// flereOensker makes the decisions of a bulk. A suggestion that was looked at is taken as it was seen, not as it is now.
func flereOensker(r *http.Request, id web.Identitet, rows []*desk.Raekke) []desk.Oenske {
	var wishes []desk.Oenske
	for _, row := range rows {
		b := mapping.Beslutning{Art: row.Art, ID: row.ID, Af: id.Bruger, Grund: strings.TrimSpace(r.PostFormValue("grund")), Trods: strings.TrimSpace(r.PostFormValue("trods"))}
		switch r.PostFormValue("handling") {
		case "ikke":
			b.Valg.Ikke = true
		case "accepter":
			kode := r.PostFormValue("kode-" + row.ID)
			if kode == "" && len(row.Forslag) > 0 && row.Forslag[0].KanVaelges {
				kode = row.Forslag[0].Kode
			}
			choice, err := mapping.ParseValg(row.Art, valgOrd(row.Art, kode))
			if kode == "" || err != nil {
				continue
			}
			b.Valg = choice
			if b.Grund == "" && len(row.Forslag) > 0 && row.Forslag[0].Kode == kode {
				b.Grund = "forslag: " + hvorfor(row.Forslag[0])
			}
		}
		if b.Valg != row.Beslutning.Valg {
			wishes = append(wishes, desk.Oenske{Beslutning: b, Set: row.Beslutning.Nr})
		}
	}
	return wishes
}

// uden leaves out what was refused.
func uden(wishes []desk.Oenske, refused *desk.Afvist) []desk.Oenske {
	out := map[string]bool{}
	for _, one := range refused.Afvisninger {
		out[one.Beslutning.ID] = true
	}
	var rest []desk.Oenske
	for _, w := range wishes {
		if !out[w.ID] {
			rest = append(rest, w)
		}
	}
	return rest
}

func afvistOf(r *http.Request, bord *desk.Bord, art mapping.Art, refused *desk.Afvist, back string) afvistView {
	v := afvistView{Art: art, KanTrodses: refused.KanTrodses(), Tilbage: back}
	for _, one := range refused.Afvisninger {
		name := one.Beslutning.ID
		if row, found := bord.Raekke(art, name); found {
			name = row.Navn
		}
		v.Raekker = append(v.Raekker, afvistRaekke{art, one.Beslutning.ID, name, one.Brud.Dansk, one.Brud.Regel})
	}
	for key, values := range r.PostForm {
		if key == "trods" || key == "uden" {
			continue
		}
		for _, value := range values {
			v.Felter = append(v.Felter, faktum{key, oio.MaskCPR(value)})
		}
	}
	return v
}
