package tavle

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
)

// Stoettemoede is a support session of the programme (R123). It is the text of a notice of kind Moede, whose code is its day.
type Stoettemoede struct {
	Dag     oio.Dato `json:"-"`
	Titel   string   `json:"titel"`
	Klokken string   `json:"klokken,omitempty"` // 9.00-11.00
	Link    string   `json:"link,omitempty"`
}

// moedemodel is how the sessions lie after the first day: 8/4, 15/4, 22/4, 29/4 and 6/5 of 2024.
var moedemodel = []struct {
	dage  int
	titel string
}{{0, "Bliv klædt på til opgaven"}, {7, "Opfølgning 1"}, {14, "Opfølgning 2"}, {21, "Opfølgning 3"}, {28, "Opfølgning 4"}}

// Moedeplan is the five sessions after a start date.
func Moedeplan(start oio.Dato) []Stoettemoede {
	plan := make([]Stoettemoede, len(moedemodel))
	for i, m := range moedemodel {
		plan[i] = Stoettemoede{Dag: start.AddDays(m.dage), Titel: m.titel, Klokken: "9.00-11.00"}
	}
	return plan
}

// afslag refuses what somebody typed, in both languages.
func afslag(english, dansk string) error {
	return &rules.Brud{Regel: "R123", English: english, Dansk: dansk}
}

// cprAfslag is ErrCPR for people.
func cprAfslag() error {
	return afslag(ErrCPR.Error(), "teksten indeholder noget, der ligner et CPR-nummer; skriv spørgsmålet, så det ikke handler om en bestemt borger")
}

// laengsteTekst is more than anybody writes in a question.
const laengsteTekst = 2_000

// ProevTekst holds what somebody typed against what may be on the board.
func ProevTekst(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return afslag("the text is empty", "skriv en tekst")
	case len(text) > 2*laengsteTekst || len([]rune(text)) > laengsteTekst:
		return afslag("the text is too long", "teksten er for lang; skriv højst 2.000 tegn")
	case oio.MaskCPR(text) != text:
		return cprAfslag()
	}
	return nil
}

// Opslag is the session as a notice, or why it cannot be one.
func (m Stoettemoede) Opslag(kommune oio.CVR, af string, tid time.Time) (Opslag, error) {
	for _, text := range []string{m.Titel, m.Klokken, m.Link} {
		if oio.MaskCPR(text) != text {
			return Opslag{}, cprAfslag()
		}
	}
	link, err := url.Parse(m.Link)
	switch {
	case m.Dag == 0:
		return Opslag{}, afslag("a session needs a day", "skriv mødets dato")
	case strings.TrimSpace(m.Titel) == "" || len([]rune(m.Titel)) > 100:
		return Opslag{}, afslag("a session needs a title of at most 100 letters", "skriv en titel på højst 100 tegn")
	case len([]rune(m.Klokken)) > 30:
		return Opslag{}, afslag("the time is too long", "skriv klokkeslættet kort, som 9.00-11.00")
	case m.Link != "" && (err != nil || link.Scheme != "https" || link.Host == "" || len(m.Link) > 1_000):
		return Opslag{}, afslag("the link must begin with https://", "linket skal begynde med https://")
	}
	text, err := json.Marshal(m)
	return Opslag{Kommune: kommune, Tid: tid, Af: af, Art: Moede, Kode: m.Dag.String(), Tekst: string(text)}, err
}

// Moeder are the sessions, by day. Whoever put it up, the last about a day holds.
func Moeder(notices []Opslag) []Stoettemoede {
	last := map[string]Opslag{}
	for _, o := range notices {
		if o.Art == Moede {
			last[o.Kode] = o
		}
	}
	var all []Stoettemoede
	for code, o := range last {
		day, err := oio.ParseDato(code)
		m := Stoettemoede{Dag: day}
		if err == nil && o.Tekst != "" && json.Unmarshal([]byte(o.Tekst), &m) == nil {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b Stoettemoede) int { return int(a.Dag) - int(b.Dag) })
	return all
}

// Spurgt is a question that a municipality puts before a session, with its answer (R123).
type Spurgt struct {
	Noegle  string    `json:"noegle"`
	Kommune oio.CVR   `json:"kommune,omitempty"`
	Af      string    `json:"af,omitempty"`
	Tid     time.Time `json:"tid"`
	Moede   oio.Dato  `json:"moede,omitempty"` // the session it is for; zero: none in particular
	Tekst   string    `json:"tekst"`
	Svar    string    `json:"svar,omitempty"`
	SvarAf  string    `json:"svarAf,omitempty"`
	SvarTid time.Time `json:"svarTid,omitzero"`
}

// spurgttekst is what a notice of kind Spoergsmaal says.
type spurgttekst struct {
	Tekst string   `json:"tekst"`
	Moede oio.Dato `json:"moede,omitempty"`
}

// Opslag is the question as a notice, or why it cannot be one.
func (s Spurgt) Opslag() (Opslag, error) {
	if err := ProevTekst(s.Tekst); err != nil {
		return Opslag{}, err
	}
	text, err := json.Marshal(spurgttekst{strings.TrimSpace(s.Tekst), s.Moede})
	return Opslag{Kommune: s.Kommune, Tid: s.Tid, Af: s.Af, Art: Spoergsmaal, Kode: s.Noegle, Tekst: string(text)}, err
}

// Svaret is an answer as a notice, or why it cannot be one. Its text is the answer itself.
func Svaret(noegle, text string, kommune oio.CVR, af string, tid time.Time) (Opslag, error) {
	if err := ProevTekst(text); err != nil {
		return Opslag{}, err
	}
	return Opslag{Kommune: kommune, Tid: tid, Af: af, Art: Svar, Kode: noegle, Tekst: strings.TrimSpace(text)}, nil
}

// Spurgte are the questions with their answers, newest first. The last answer to a question holds, whoever gave it.
func Spurgte(notices []Opslag) []Spurgt {
	answers := map[string]Opslag{}
	for _, o := range notices {
		if o.Art == Svar {
			answers[o.Kode] = o
		}
	}
	var all []Spurgt
	for _, o := range Gaeldende(notices, Spoergsmaal) {
		var said spurgttekst
		if json.Unmarshal([]byte(o.Tekst), &said) != nil {
			continue
		}
		s := Spurgt{Noegle: o.Kode, Kommune: o.Kommune, Af: o.Af, Tid: o.Tid, Moede: said.Moede, Tekst: said.Tekst}
		if a, some := answers[o.Kode]; some && a.Tekst != "" {
			s.Svar, s.SvarAf, s.SvarTid = a.Tekst, a.Af, a.Tid
		}
		all = append(all, s)
	}
	slices.Reverse(all)
	return all
}

// SetAf are the questions that people of a municipality see: their own, and those of others that are answered, without who asked.
func SetAf(all []Spurgt, kommune oio.CVR) []Spurgt {
	var seen []Spurgt
	for _, s := range all {
		switch {
		case s.Kommune == kommune:
		case s.Svar == "":
			continue
		default:
			s.Kommune, s.Af = "", ""
		}
		seen = append(seen, s)
	}
	return seen
}

// Soeg are the questions in which, or in whose answers, every word stands.
func Soeg(all []Spurgt, words string) []Spurgt {
	wanted := strings.Fields(strings.ToLower(words))
	var found []Spurgt
	for _, s := range all {
		text := strings.ToLower(s.Tekst + " " + s.Svar)
		if !slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(text, w) }) {
			found = append(found, s)
		}
	}
	return found
}
