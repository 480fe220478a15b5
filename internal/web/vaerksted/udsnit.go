package vaerksted

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/mapping"
	desk "indeksbro/internal/vaerksted"
)

// raekkerPrSide keeps a page of the table light.
const raekkerPrSide = 100

// udsnit is what somebody wants to see of a table: every part may be combined with every other.
type udsnit struct {
	Soeg     string
	Tilstand string // one of desk.Tilstande, "aabne", or all
	Lov      string
	Sagstype string // id
	Kun      string // "fund", "noter", "sikre", "borgere"
	Sorter   string // "navn", "borgere", "score"; empty: by sagstype and name
	Samlet   bool   // grouped by sagstype
	Side     int    // from 1
}

// laesUdsnit reads an address. What it does not know it leaves out.
func laesUdsnit(q url.Values) udsnit {
	u := udsnit{Soeg: strings.TrimSpace(q.Get("q")), Tilstand: q.Get("tilstand"), Lov: q.Get("lov"), Sagstype: q.Get("sagstype"), Kun: q.Get("kun"),
		Sorter: q.Get("sorter"), Samlet: q.Get("samlet") != ""}
	u.Side, _ = strconv.Atoi(q.Get("side"))
	u.Side = max(u.Side, 1)
	return u
}

// Query writes the address; what is not chosen is left out.
func (u udsnit) Query() string {
	q := url.Values{}
	for key, value := range map[string]string{"q": u.Soeg, "tilstand": u.Tilstand, "lov": u.Lov, "sagstype": u.Sagstype, "kun": u.Kun, "sorter": u.Sorter} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if u.Samlet {
		q.Set("samlet", "1")
	}
	if u.Side > 1 {
		q.Set("side", strconv.Itoa(u.Side))
	}
	return q.Encode()
}

// paaSide is the address of another page of the same rows.
func (u udsnit) paaSide(n int) string {
	u.Side = n
	return u.Query()
}

// vaelg gives the rows, all pages, in the order asked for.
func (u udsnit) vaelg(rows []*desk.Raekke) []*desk.Raekke {
	var chosen []*desk.Raekke
	words := strings.Fields(strings.ToLower(u.Soeg))
	for _, r := range rows {
		if u.passer(r) && rummer(r, words) {
			chosen = append(chosen, r)
		}
	}
	slices.SortStableFunc(chosen, u.foer)
	return chosen
}

func (u udsnit) passer(r *desk.Raekke) bool {
	switch {
	case u.Tilstand == "aabne" && !r.Aaben(), u.Tilstand != "" && u.Tilstand != "aabne" && string(r.Tilstand) != u.Tilstand:
		return false
	case u.Lov != "" && r.Lov != u.Lov, u.Sagstype != "" && r.Sagstype != u.Sagstype:
		return false
	}
	switch u.Kun {
	case "fund":
		return len(r.Fund) > 0
	case "noter":
		return len(r.Noter) > 0
	case "sikre":
		_, sure := r.Sikkert()
		return sure
	case "borgere":
		return r.Tal.Borgere > 0
	}
	return true
}

// rummer reports whether all words stand somewhere in the row.
func rummer(r *desk.Raekke, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := strings.ToLower(strings.Join([]string{r.Navn, r.SagstypeNavn, r.Lov, r.Paragraf, r.Valgt, r.ID}, " "))
	if len(r.Forslag) > 0 {
		text += " " + strings.ToLower(r.Forslag[0].Titel)
	}
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (u udsnit) foer(a, b *desk.Raekke) int {
	bySagstype := 0
	if u.Samlet {
		bySagstype = cmp.Compare(a.SagstypeNavn, b.SagstypeNavn)
	}
	switch u.Sorter {
	case "navn":
		return cmp.Or(bySagstype, cmp.Compare(a.Navn, b.Navn))
	case "borgere":
		return cmp.Or(bySagstype, cmp.Compare(b.Tal.Borgere, a.Tal.Borgere))
	case "score":
		return cmp.Or(bySagstype, cmp.Compare(score(b), score(a)))
	}
	return cmp.Or(bySagstype, 0)
}

func score(r *desk.Raekke) float64 {
	if len(r.Forslag) == 0 {
		return 0
	}
	return r.Forslag[0].Score
}

// side cuts out the page asked for and says how many there are.
func (u udsnit) side(rows []*desk.Raekke) (page []*desk.Raekke, pages int) {
	pages = max(1, (len(rows)+raekkerPrSide-1)/raekkerPrSide)
	from := (min(u.Side, pages) - 1) * raekkerPrSide
	return rows[from:min(from+raekkerPrSide, len(rows))], pages
}

// love lists the laws of rows, for the filter.
func love(rows []*desk.Raekke) []string {
	var laws []string
	for _, r := range rows {
		if r.Lov != "" && !slices.Contains(laws, r.Lov) {
			laws = append(laws, r.Lov)
		}
	}
	slices.Sort(laws)
	return laws
}

// naeste is the next row that waits for somebody after one, in the order of the table, around the end; nil when none does.
func naeste(rows []*desk.Raekke, id string) *desk.Raekke {
	at := slices.IndexFunc(rows, func(r *desk.Raekke) bool { return r.ID == id })
	for step := 1; step <= len(rows); step++ {
		if r := rows[(at+step+len(rows))%len(rows)]; r.ID != id && r.Aaben() && r.Tilstand != desk.Afklares {
			return r
		}
	}
	return nil
}

// nabo is the row before or after one in the table; nil at the ends.
func nabo(rows []*desk.Raekke, id string, step int) *desk.Raekke {
	at := slices.IndexFunc(rows, func(r *desk.Raekke) bool { return r.ID == id })
	if at < 0 || at+step < 0 || at+step >= len(rows) {
		return nil
	}
	return rows[at+step]
}

// adresse is where a row lives.
func adresse(art mapping.Art, id string) string {
	if art == mapping.Tilbagehold {
		art = mapping.Sagstype
	}
	return "/vaerksted/" + string(art) + "/" + url.PathEscape(id)
}

// tabeladresse is where the rows of a kind live.
func tabeladresse(art mapping.Art) string {
	switch art {
	case mapping.Ydelse:
		return "/vaerksted/ydelser"
	case mapping.Enhed:
		return "/vaerksted/enheder"
	}
	return "/vaerksted/sagstyper"
}
