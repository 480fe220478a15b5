package borgerblik

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
)

// tekstlinje is what something is called for citizens.
type tekstlinje struct {
	Kode  string // of the fact
	Navn  string // as staff know it
	Tekst visning.Tekst
	Egen  bool // the municipality has written it
}

// Adresse is where it is edited.
func (t *tekstlinje) Adresse() string { return "/borgerblik/tekst?om=" + url.QueryEscape(t.Kode) }

// alleTekster are the words for each number and each service type in use, in order.
func (s *Sider) alleTekster(ctx context.Context) (numbers, types []tekstlinje, err error) {
	decided, err := s.kilde.Visning(ctx)
	if err != nil {
		return nil, nil, err
	}
	tree, err := s.trae(ctx, decided)
	if err != nil {
		return nil, nil, err
	}
	var walk func([]*gren)
	walk = func(list []*gren) {
		for _, g := range list {
			_, own := decided.EgenTekst(visning.OmraadeKode(g.Nummer))
			numbers = append(numbers, tekstlinje{visning.OmraadeKode(g.Nummer), g.Nummer + " " + g.Titel, decided.OmraadeTekst(g.Nummer, g.Titel), own})
			walk(g.Under)
		}
	}
	walk(tree)
	known, err := s.kilde.Typer(ctx)
	for _, t := range known {
		_, own := decided.EgenTekst(visning.TypeKode(t.Noegle))
		types = append(types, tekstlinje{visning.TypeKode(t.Noegle), t.Navn, decided.TypeTekst(t.Noegle, t.Navn), own})
	}
	return numbers, types, err
}

func (s *Sider) tekster(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	numbers, types, err := s.alleTekster(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Tekster", id), teksterside(numbers, types, fanerTil(id.Roller)))
	return nil
}

// findTekst is the line with a code.
func (s *Sider) findTekst(ctx context.Context, code string) (tekstlinje, bool, error) {
	numbers, types, err := s.alleTekster(ctx)
	all := append(numbers, types...)
	i := slices.IndexFunc(all, func(t tekstlinje) bool { return t.Kode == code })
	if err != nil || i < 0 {
		return tekstlinje{}, false, err
	}
	return all[i], true, nil
}

func (s *Sider) tekst(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	line, found, err := s.findTekst(r.Context(), r.URL.Query().Get("om"))
	if err != nil {
		return err
	}
	if !found {
		return forkert("Teksten findes ikke")
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Tekst til borgerne", id), tekstside(line, nil, fanerTil(id.Roller)))
	return nil
}

func (s *Sider) saetTekst(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	line, found, err := s.findTekst(r.Context(), r.PostFormValue("om"))
	if err != nil {
		return err
	}
	if !found {
		return forkert("Teksten findes ikke")
	}
	text := visning.Tekst{}
	if r.PostFormValue("tilbage") == "" {
		said := func(name string) string { return strings.Join(strings.Fields(r.PostFormValue(name)), " ") }
		text = visning.Tekst{Navn: said("navn"), Forklaring: said("forklaring"), NavnEn: said("navn-en"), ForklaringEn: said("forklaring-en")}
	}
	var refused *rules.Brud
	if refused = text.Proev(); refused == nil { // before masking would change it
		refused, err = s.noter(r.Context(), id, visning.TekstFaktum(line.Kode, text))
	}
	if err != nil {
		return err
	}
	if refused != nil {
		line.Tekst = text
		s.ramme.Site.Vis(w, r, http.StatusUnprocessableEntity, s.side("Tekst til borgerne", id), tekstside(line, refused, fanerTil(id.Roller)))
		return nil
	}
	http.Redirect(w, r, line.Adresse(), http.StatusSeeOther)
	return nil
}

func (s *Sider) valg(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	decided, err := s.kilde.Visning(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Skjulte sager", id), valgside(decided.Valg, fanerTil(id.Roller)))
	return nil
}

// saetValg keeps the choice about services of hidden cases (B15).
func (s *Sider) saetValg(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	f := program.Faktum{Emne: program.Borgervalg, Kode: visning.VisYdelserUdenSag}
	if r.PostFormValue("ydelser") == "vis" {
		f.Tekst = visning.Ja
	}
	if refused, err := s.noter(r.Context(), id, f); err != nil || refused != nil {
		return err
	}
	http.Redirect(w, r, "/borgerblik/valg", http.StatusSeeOther)
	return nil
}
