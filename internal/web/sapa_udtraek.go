package web

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/sapa"
	"indeksbro/internal/web/page"
)

// formaal are the purposes to pick from when something is taken out of the overview (R116); the last asks for words of one's own.
var formaal = []string{"Henvendelse fra borgeren", "Oplysning af en sag", "Møde eller visitation", "Indsigt i egne oplysninger", "Andet"}

const maksFormaal = 200

// formaalAf is the purpose a form states, with anything like a CPR number masked; empty where it states none.
func formaalAf(r *http.Request) string {
	picked, words := r.PostForm.Get("formaal"), strings.Join(strings.Fields(r.PostForm.Get("tekst")), " ")
	if utf8.RuneCountInString(words) > maksFormaal {
		words = string([]rune(words)[:maksFormaal])
	}
	if !slices.Contains(formaal, picked) {
		return ""
	}
	if picked == formaal[len(formaal)-1] {
		if utf8.RuneCountInString(words) < 5 {
			return ""
		}
		return oio.MaskCPR(words)
	}
	return strings.TrimSuffix(picked+": "+oio.MaskCPR(words), ": ")
}

// udtraek gives what a caseworker sees of a citizen to print or as a file, once she has said what for, and that is on record.
func (s *server) udtraek(w http.ResponseWriter, r *http.Request, id Identitet) error {
	if err := r.ParseForm(); err != nil {
		return &page.Problem{Status: http.StatusBadRequest, Overskrift: "Formularen kunne ikke læses", Tekst: "Gå tilbage, og prøv igen."}
	}
	b, err := s.laesBorger(r, id, udvalgAf(r.PostForm))
	if err != nil {
		return err
	}
	why := formaalAf(r)
	if why == "" {
		return &page.Problem{Status: http.StatusUnprocessableEntity, Overskrift: "Skriv, hvad udtrækket skal bruges til", Tekst: "Udskrift og fil kræver et formål, som gemmes sammen med dit navn.",
			Raad: "Vælg et formål. Vælger du Andet, så skriv mindst fem tegn.", Link: page.Link{Navn: "Tilbage til borgeren", Adresse: borgerLink(b.person.Noegle)}}
	}
	file := r.PostForm.Get("form") == "csv"
	what := map[bool]string{true: "csv", false: "udskrift"}[file]
	if err := s.log(r, id, Opslag{Hvad: what, Borger: b.person.Noegle, Antal: b.antal, Objekter: b.viste, Formaal: why}); err != nil {
		return err
	}
	if file {
		return s.skrivCSV(w, r, b.view)
	}
	side := s.sapaside("Udskrift", id)
	side.Data = s.dataLinje(r, b.view.Kilder, b.view.SidstAendret)
	s.site.Vis(w, r, http.StatusOK, side, udskriftside(b.view, why, id.Navn, sprog.Tidspunkt(s.Nu()), borgerLink(b.person.Noegle)))
	return nil
}

// skrivCSV writes rows as Danish spreadsheets read them: semicolons, a byte order mark, and no cell that could be taken for a formula.
func (s *server) skrivCSV(w http.ResponseWriter, r *http.Request, o sapa.Oversigt) error {
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	c := csv.NewWriter(&out)
	c.Comma, c.UseCRLF = ';', true
	for _, row := range sapa.Tabel(o) {
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="overblik.csv"`)
	_, err := w.Write(out.Bytes())
	return err
}

// oversigtData is the same as the page, for programs (JSON).
func (s *server) oversigtData(w http.ResponseWriter, r *http.Request, id Identitet) error {
	b, err := s.laesBorger(r, id, udvalgAf(r.URL.Query()))
	if err != nil {
		return err
	}
	if err := s.log(r, id, Opslag{Hvad: "borger-data", Borger: b.person.Noegle, Antal: b.antal, Objekter: b.viste}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(sapa.SomData(b.view))
}

// skjulteFelter carry the choice of rows along in a form.
func skjulteFelter(u sapa.Udvalg) []sapa.Felt {
	values, err := url.ParseQuery(queryOf(u))
	if err != nil {
		return nil
	}
	var all []sapa.Felt
	for _, name := range slices.Sorted(maps.Keys(values)) {
		all = append(all, sapa.Felt{Navn: name, Tekst: values.Get(name)})
	}
	return all
}
