package borgerblik

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
)

// gren is a KLE number in the tree, with what is under it and what is decided.
type gren struct {
	Nummer, Titel string
	Tal           visning.Omraadetal
	Systemer      []visning.Omraadetal
	Aktiv, Egen   bool
	Under         []*gren
}

// Antal says how much there is: "12 borgere, 14 sager, 30 ydelser, ældste fra 2019, 2 systemer".
func (g *gren) Antal() string {
	if g.Tal.Sager+g.Tal.Bevillinger == 0 {
		return "intet i indekset"
	}
	text := sprog.Antal(g.Tal.Borgere, "borger", "borgere") + ", " + sprog.Antal(g.Tal.Sager, "sag", "sager") + ", " + sprog.Antal(g.Tal.Bevillinger, "ydelse", "ydelser")
	if g.Tal.Aeldste != 0 {
		text += ", ældste fra " + sprog.Dato(g.Tal.Aeldste)
	}
	if len(g.Systemer) > 1 {
		text += ", " + sprog.Antal(len(g.Systemer), "system", "systemer")
	}
	return text
}

// Stand is the setting in two words.
func (g *gren) Stand() string {
	switch {
	case g.Aktiv:
		return "Vises"
	case g.Egen:
		return "Vises ikke"
	}
	return "Ikke aktiveret"
}

// trae is every number that is in the index or decided about, by level.
func (s *Sider) trae(ctx context.Context, decided *visning.Visninger) ([]*gren, error) {
	titles, err := s.kilde.Titler(ctx)
	if err != nil {
		return nil, err
	}
	all := map[string]*gren{}
	var roots []*gren
	var at func(number string) *gren
	at = func(number string) *gren {
		if g := all[number]; g != nil {
			return g
		}
		_, decidedAt := decided.Omraade(number)
		i, _ := decided.Omraade(number)
		g := &gren{Nummer: number, Titel: titles[number], Aktiv: i.Aktiv, Egen: decidedAt == number}
		if g.Titel == "" {
			g.Titel = sprog.StortForbogstav(decided.OmraadeTekst(number, "").Navn)
		}
		all[number] = g
		if over := visning.Over(number); over != "" {
			parent := at(over)
			parent.Under = append(parent.Under, g)
		} else {
			roots = append(roots, g)
		}
		return g
	}
	for _, length := range []int{2, 5, 8} {
		counts, err := s.kilde.Tal(ctx, length)
		if err != nil {
			return nil, err
		}
		for _, n := range counts {
			if !visning.ErNummer(n.Nummer) {
				continue
			}
			if g := at(n.Nummer); n.System.IsZero() {
				g.Tal = n
			} else {
				g.Systemer = append(g.Systemer, n)
			}
		}
	}
	for _, number := range decided.Egne() {
		at(number)
	}
	for _, g := range all {
		slices.SortFunc(g.Under, byNumber)
	}
	slices.SortFunc(roots, byNumber)
	return roots, nil
}

func byNumber(a, b *gren) int { return cmp.Compare(a.Nummer, b.Nummer) }

func (s *Sider) omraader(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	decided, err := s.kilde.Visning(r.Context())
	if err != nil {
		return err
	}
	if number := strings.TrimSpace(r.URL.Query().Get("nummer")); number != "" {
		if !visning.ErNummer(number) {
			return forkert("Det er ikke et KLE-nummer")
		}
		http.Redirect(w, r, "/borgerblik/omraade/"+number, http.StatusSeeOther)
		return nil
	}
	tree, err := s.trae(r.Context(), decided)
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Områder", id), omraadeside(tree, decided.Lukkede, fanerTil(id.Roller)))
	return nil
}

// omraadevisning is the page of one number.
type omraadevisning struct {
	gren
	visning.Indstilling
	Arvet    string // the number above that the setting is from
	Systemer []systemkryds
	Tekst    visning.Tekst
	Over     string
	Brud     *rules.Brud
	Fradato  string // as it was written
}

// systemkryds is a source system one may limit to (B5).
type systemkryds struct {
	UUID, Navn string
	Valgt      bool
	Tal        visning.Omraadetal
}

func (s *Sider) omraade(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	number := r.PathValue("kle")
	if !visning.ErNummer(number) {
		return forkert("Det er ikke et KLE-nummer")
	}
	decided, err := s.kilde.Visning(r.Context())
	if err != nil {
		return err
	}
	i, _ := decided.Omraade(number)
	return s.visOmraade(w, r, id, http.StatusOK, omraadevisning{Indstilling: i, Fradato: dato(i.Fradato)})
}

func dato(d oio.Dato) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func (s *Sider) visOmraade(w http.ResponseWriter, r *http.Request, id web.Identitet, status int, v omraadevisning) error {
	number := r.PathValue("kle")
	decided, err := s.kilde.Visning(r.Context())
	if err != nil {
		return err
	}
	_, at := decided.Omraade(number)
	titles, err := s.kilde.Titler(r.Context())
	if err != nil {
		return err
	}
	v.Nummer, v.Titel, v.Egen, v.Over = number, titles[number], at == number, visning.Over(number)
	v.Tekst = decided.OmraadeTekst(number, v.Titel)
	if v.Titel == "" {
		v.Titel = sprog.StortForbogstav(v.Tekst.Navn)
	}
	if at != number {
		v.Arvet = at
	}
	counts, err := s.kilde.Tal(r.Context(), len(number))
	if err != nil {
		return err
	}
	systems, err := s.kilde.Systemer(r.Context())
	if err != nil {
		return err
	}
	bySystem := map[oio.UUID]visning.Omraadetal{}
	for _, n := range counts {
		switch {
		case n.Nummer != number:
		case n.System.IsZero():
			v.Tal = n
		default:
			bySystem[n.System] = n
			v.gren.Systemer = append(v.gren.Systemer, n)
		}
	}
	for _, one := range systems {
		v.Systemer = append(v.Systemer, systemkryds{one.UUID.String(), one.Navn, slices.Contains(v.Indstilling.Systemer, one.UUID), bySystem[one.UUID]})
	}
	s.ramme.Site.Vis(w, r, status, s.side("KLE "+number, id), omraadeen(&v, fanerTil(id.Roller)))
	return nil
}

// saetOmraade keeps a setting, or takes it back so that what holds above it holds.
func (s *Sider) saetOmraade(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	number := r.PathValue("kle")
	if !visning.ErNummer(number) {
		return forkert("Det er ikke et KLE-nummer")
	}
	fact := visning.OmraadeFaktum(number, nil)
	v := omraadevisning{Fradato: strings.TrimSpace(r.PostFormValue("fradato"))}
	if r.PostFormValue("tilbage") == "" {
		on := func(name string) bool { return r.PostFormValue(name) != "" }
		v.Indstilling = visning.Indstilling{Aktiv: r.PostFormValue("aktiv") == visning.Ja, AktiveAltid: on("aktive-altid"), Sagstitel: r.PostFormValue("titel") == "sag", Dokumenter: on("dokumenter"), Journalnoter: on("noter")}
		for _, text := range r.PostForm["system"] {
			system, err := oio.ParseUUID(text)
			if err != nil {
				return forkert("Kildesystemet findes ikke")
			}
			v.Indstilling.Systemer = append(v.Indstilling.Systemer, system)
		}
		if v.Fradato != "" {
			var err error
			if v.Indstilling.Fradato, err = oio.ParseDato(v.Fradato); err != nil {
				v.Brud = &rules.Brud{Regel: "B6", Dansk: "skriv datoen som 2023-01-01"}
				return s.visOmraade(w, r, id, http.StatusUnprocessableEntity, v)
			}
		}
		fact = visning.OmraadeFaktum(number, &v.Indstilling)
	}
	refused, err := s.noter(r.Context(), id, fact)
	if err != nil {
		return err
	}
	if refused != nil {
		v.Brud = refused
		return s.visOmraade(w, r, id, http.StatusUnprocessableEntity, v)
	}
	http.Redirect(w, r, "/borgerblik/omraade/"+number, http.StatusSeeOther)
	return nil
}

// systemtal is how much a system has under the number, behind its name.
func systemtal(s systemkryds) string {
	if s.Tal.Sager+s.Tal.Bevillinger == 0 {
		return ""
	}
	return " (" + sprog.Antal(s.Tal.Sager, "sag", "sager") + ", " + sprog.Antal(s.Tal.Bevillinger, "ydelse", "ydelser") + ")"
}
