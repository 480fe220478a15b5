package vaerksted

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// ikkeGemt tells why a choice was not taken, with the way back. Other errors pass as they are.
func ikkeGemt(err error, tilbage string) error {
	var refused *desk.Afvist
	if !errors.As(err, &refused) {
		return err
	}
	var why []string
	for _, one := range refused.Afvisninger {
		why = append(why, sprog.StortForbogstav(one.Brud.Dansk)+".")
	}
	return &page.Problem{Status: http.StatusConflict, Overskrift: "Valget blev ikke gemt", Tekst: strings.Join(why, " "),
		Raad: "Intet er ændret.", Link: page.Link{Navn: "Tilbage", Adresse: tilbage}}
}

func forkert(tilbage string) error {
	return &page.Problem{Status: http.StatusBadRequest, Overskrift: "Det kunne ikke læses", Tekst: "Siden fik noget, den ikke kender.", Raad: "Gå tilbage, og prøv igen.",
		Link: page.Link{Navn: "Tilbage", Adresse: tilbage}}
}

// set reads the number of the last decision that somebody saw.
func set(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("want the number of a decision")
	}
	return n, nil
}

// gemt sends the browser on with the receipt in the address.
func gemt(w http.ResponseWriter, r *http.Request, receipt desk.Kvittering, to string) {
	q := url.Values{"fra": {strconv.FormatInt(receipt.Fra, 10)}, "til": {strconv.FormatInt(receipt.Til, 10)}, "antal": {strconv.Itoa(receipt.Antal)}}
	http.Redirect(w, r, to+"?"+q.Encode(), http.StatusSeeOther)
}

// vaelgModel records the choice between the two models (R075).
func (s *Sider) vaelgModel(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	model := r.PostFormValue("model")
	if model != "1" && model != "2" {
		return forkert(enhederSti)
	}
	if err := s.Desk.VaelgModel(r.Context(), model, id.Navn); err != nil {
		return err
	}
	http.Redirect(w, r, enhederSti, http.StatusSeeOther)
	return nil
}

// beslutEnhed gives an enhed a unit, or takes it away when kombit is empty.
func (s *Sider) beslutEnhed(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	enhed := r.PathValue("id")
	back := enhedAdresse(enhed)
	seen, err := set(r.PostFormValue("set"))
	if err != nil {
		return forkert(back)
	}
	var choice mapping.Valg
	if text := r.PostFormValue("kombit"); text != "" {
		if choice.Kombit, err = oio.ParseUUID(text); err != nil {
			return forkert(back)
		}
	}
	receipt, err := s.Desk.Beslut(r.Context(), []desk.Oenske{{Set: seen,
		Beslutning: mapping.Beslutning{Af: id.Navn, Art: mapping.Enhed, ID: enhed, Valg: choice, Grund: strings.TrimSpace(r.PostFormValue("grund"))}}})
	if err != nil {
		return ikkeGemt(err, back)
	}
	gemt(w, r, receipt, back)
	return nil
}

// beslutFaelles moves a KOMBIT id that two enheder would have to the enhed above both (R073): both find it by looking upwards.
func (s *Sider) beslutFaelles(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	enhed := r.PathValue("id")
	back := enhedAdresse(enhed)
	kombit, err := oio.ParseUUID(r.PostFormValue("kombit"))
	seenHolder, errHolder := set(r.PostFormValue("set-ejer"))
	seenAbove, errAbove := set(r.PostFormValue("set-over"))
	if errors.Join(err, errHolder, errAbove) != nil {
		return forkert(back)
	}
	const why = "samme enhed i FK Organisation som en anden; sat på den enhed, der ligger over dem begge"
	receipt, err := s.Desk.Beslut(r.Context(), []desk.Oenske{
		{Set: seenHolder, Beslutning: mapping.Beslutning{Af: id.Navn, Art: mapping.Enhed, ID: r.PostFormValue("ejer"), Grund: why}},
		{Set: seenAbove, Beslutning: mapping.Beslutning{Af: id.Navn, Art: mapping.Enhed, ID: r.PostFormValue("over"), Valg: mapping.Valg{Kombit: kombit}, Grund: why}},
	})
	if err != nil {
		return ikkeGemt(err, back)
	}
	gemt(w, r, receipt, back)
	return nil
}

// fortrydEnhed takes a receipt back.
func (s *Sider) fortrydEnhed(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	back := enhederSti
	if enhed := r.PostFormValue("enhed"); enhed != "" {
		back = enhedAdresse(enhed)
	}
	from, errFrom := set(r.PostFormValue("fra"))
	to, errTo := set(r.PostFormValue("til"))
	if errors.Join(errFrom, errTo) != nil {
		return forkert(back)
	}
	if _, err := s.Desk.Fortryd(r.Context(), desk.Kvittering{Fra: from, Til: to}, id.Navn); err != nil {
		return ikkeGemt(err, back)
	}
	http.Redirect(w, r, back+"?fortrudt=1", http.StatusSeeOther)
	return nil
}

// noterEnhed writes a comment, a rejected suggestion or a proposed name (R076, R104).
func (s *Sider) noterEnhed(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	enhed := r.PathValue("id")
	back := enhedAdresse(enhed)
	note := mapping.Note{Af: id.Navn, Art: mapping.Enhed, ID: enhed, Slags: mapping.Noteslags(r.PostFormValue("slags")), Tekst: strings.TrimSpace(r.PostFormValue("tekst"))}
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	_, known := bord.Raekke(mapping.Enhed, enhed)
	switch note.Slags {
	case mapping.Kommentar, mapping.Navneforslag:
		known = known && note.Tekst != "" && len(note.Tekst) <= maxNote
	case mapping.AfvistForslag:
		kode, err := oio.ParseUUID(r.PostFormValue("kode"))
		known = known && err == nil
		note.Kode = kode.String()
	default:
		known = false
	}
	if !known {
		return forkert(back)
	}
	if err := s.Desk.Noter(r.Context(), []mapping.Note{note}); err != nil {
		return err
	}
	http.Redirect(w, r, back+"?noteret=1", http.StatusSeeOther)
	return nil
}

// maxNote is how long a note may be, in bytes.
const maxNote = 4000

// sikreEnheder shows the sure suggestions for a look before they are taken at once.
func (s *Sider) sikreEnheder(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	side := s.side("Sikre forslag til enheder", id)
	side.Stil = append(side.Stil, "enheder.css")
	s.ramme.Site.Vis(w, r, http.StatusOK, side, sikreEnhederside(bord, bord.Sikre(mapping.Enhed)))
	return nil
}

// tagSikreEnheder takes those that are ticked, each as it was seen: enhed, unit and number of the last decision.
func (s *Sider) tagSikreEnheder(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	back := enhederSti + "/sikre"
	if err := r.ParseForm(); err != nil {
		return forkert(back)
	}
	var wishes []desk.Oenske
	for _, text := range r.PostForm["valg"] {
		wish, err := parseValg(text)
		if err != nil {
			return forkert(back)
		}
		wish.Af = id.Navn
		wishes = append(wishes, wish)
	}
	if len(wishes) == 0 {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	receipt, err := s.Desk.Beslut(r.Context(), wishes)
	if err != nil {
		return ikkeGemt(err, back)
	}
	gemt(w, r, receipt, enhederSti)
	return nil
}

// sikkertValg is what a box of the bulk page says: number of the last decision, unit, enhed.
func sikkertValg(r *desk.Raekke) string {
	return fmt.Sprintf("%d %s %s", r.Beslutning.Nr, r.Forslag[0].Kode, r.ID)
}

func parseValg(text string) (desk.Oenske, error) {
	parts := strings.SplitN(text, " ", 3)
	if len(parts) != 3 {
		return desk.Oenske{}, errors.New("want number, unit and enhed")
	}
	seen, errSet := set(parts[0])
	kombit, errUnit := oio.ParseUUID(parts[1])
	return desk.Oenske{Set: seen, Beslutning: mapping.Beslutning{Art: mapping.Enhed, ID: parts[2], Valg: mapping.Valg{Kombit: kombit}, Grund: "sikkert forslag"}}, errors.Join(errSet, errUnit)
}
