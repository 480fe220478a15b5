package vaerksted

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/rules"
	"indeksbro/internal/styring"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
)

var alvorsord = map[rules.Alvor]string{rules.Fejl: "Fejl", rules.Advarsel: "Advarsel", rules.Oplysning: "Til orientering"}

// fundView is the findings page.
type fundView struct {
	Regel, Alvor, Art string
	Regler            []string
	Fund              []fundMedNavne
	Ialt              int
	Kvittering        kvittering
}

type fundMedNavne struct {
	rules.Fund
	Rettes []rettelsesvalg
	Regel  rules.Regel
}

// rettelsesvalg is a safe correction, in words.
type rettelsesvalg struct {
	mapping.Beslutning
	Navn string
}

// fund shows what is wrong or missing, worst first, with what to do.
func (s *Sider) fund(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	q := r.URL.Query()
	v := fundView{Regel: q.Get("regel"), Alvor: q.Get("alvor"), Art: q.Get("art"), Ialt: len(bord.Fund), Kvittering: laesKvittering(r)}
	texts := map[string]rules.Regel{}
	for _, regel := range rules.Alle() {
		texts[regel.Nummer] = regel
	}
	for _, f := range bord.Fund {
		if !slices.Contains(v.Regler, f.Regel) {
			v.Regler = append(v.Regler, f.Regel)
		}
		if v.Regel != "" && f.Regel != v.Regel || v.Alvor != "" && string(f.Alvor) != v.Alvor || v.Art != "" && string(f.Art) != v.Art {
			continue
		}
		one := fundMedNavne{Fund: f, Regel: texts[f.Regel]}
		for _, b := range f.Rettelser {
			one.Rettes = append(one.Rettes, rettelsesvalg{b, valgNavn(bord, b.Art, b.Valg)})
		}
		v.Fund = append(v.Fund, one)
	}
	slices.Sort(v.Regler)
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Fund", id), fundside(v))
	return nil
}

// her is the address of the page with its filter, to return to.
func (v *fundView) her() string {
	q := url.Values{}
	for key, value := range map[string]string{"regel": v.Regel, "alvor": v.Alvor, "art": v.Art} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if len(q) == 0 {
		return "/vaerksted/fund"
	}
	return "/vaerksted/fund?" + q.Encode()
}

// regler shows every rule and where it acts.
func (s *Sider) regler(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Regler", id), reglerside(rules.Alle()))
	return nil
}

// opdelinger shows the markers among real services, and the split (R052).
func (s *Sider) opdelinger(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Opdeling", id), opdelingsside(rules.Opdelinger(bord.Snapshot)))
	return nil
}

// afklaringView is the list of what nobody could find (R015).
type afklaringView struct {
	Aabne, Besvarede []afklaring
	Tekst            string
	Brev             string // mailto, without personal data
}

type afklaring struct {
	*desk.Raekke
	Spoergsmaal, Svar mapping.Note
}

// fki is where questions about missing types and numbers go (deck).
const fki = "FKI@kombit.dk"

func (s *Sider) afklaring(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	v := afklaringView{Tekst: rules.Afklaringstekst(bord.Snapshot, s.ramme.Site.Kommune)}
	for _, art := range []mapping.Art{mapping.Ydelse, mapping.Sagstype} {
		for _, row := range bord.Raekker(art) {
			question, asked := bord.Snapshot.Noter.Seneste(art, row.ID, mapping.Afklaring)
			answer, answered := bord.Snapshot.Noter.Seneste(art, row.ID, mapping.Svar)
			switch {
			case asked && (!answered || answer.Nr < question.Nr):
				v.Aabne = append(v.Aabne, afklaring{Raekke: row, Spoergsmaal: question})
			case asked:
				v.Besvarede = append(v.Besvarede, afklaring{Raekke: row, Spoergsmaal: question, Svar: answer})
			}
		}
	}
	v.Brev = "mailto:" + fki + "?" + strings.ReplaceAll(url.Values{"subject": {"Afklaring af ydelsestyper og KLE for " + s.ramme.Site.Kommune}, "body": {v.Tekst}}.Encode(), "+", "%20")
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Afklaring", id), afklaringsside(v))
	return nil
}

// testView is the test scope (R099).
type testView struct {
	rules.Omfang
	Alle    []testvalg
	Eksport bool            // there is a step 8
	Proeve  *styring.Proeve // the run under way
}

type testvalg struct {
	*desk.Raekke
	Valgt     bool
	Forventet string
}

// omfang says how large the test is.
func (v *testView) omfang() string {
	return sprog.Antal(len(v.Sagstyper), "sagstype", "sagstyper") + ", " + sprog.Antal(len(v.KLE), "KLE-nummer", "KLE-numre") + ". Mindst " +
		sprog.Antal(len(v.Ydelser), "ydelse", "ydelser") + " og " + sprog.Antal(len(v.Enheder), "enhed", "enheder") + " skal være på plads."
}

func (s *Sider) test(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	v := testView{Omfang: rules.Testomfang(bord.Snapshot), Eksport: s.Eksport != nil}
	if v.Eksport {
		now, err := s.Eksport.Billede(r.Context())
		if err != nil {
			return err
		}
		v.Proeve = now.Proeve
	}
	for _, row := range bord.Sagstyper {
		note, chosen := bord.Snapshot.Noter.ITest(row.ID)
		v.Alle = append(v.Alle, testvalg{row, chosen, note.Tekst})
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Test", id), testside(v))
	return nil
}

// vaelgTest keeps which sagstyper are tested, and what is expected of each.
func (s *Sider) vaelgTest(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return forStor(err)
	}
	var notes []mapping.Note
	for _, row := range bord.Sagstyper {
		before, was := bord.Snapshot.Noter.ITest(row.ID)
		is := slices.Contains(r.PostForm["id"], row.ID)
		expected := strings.TrimSpace(r.PostFormValue("forventet-" + row.ID))
		if len(expected) > 4*maxTekst {
			return ulaeselig("/vaerksted/test")
		}
		if is == was && (!is || before.Tekst == expected) {
			continue
		}
		n := mapping.Note{Af: id.Bruger, Art: mapping.Sagstype, ID: row.ID, Slags: mapping.Testvalg, Kode: mapping.TestFra, Tekst: expected}
		if is {
			n.Kode = mapping.TestTil
		}
		notes = append(notes, n)
	}
	if err := s.Desk.Noter(r.Context(), notes); err != nil {
		return err
	}
	http.Redirect(w, r, "/vaerksted/test", http.StatusSeeOther)
	return nil
}

// historikView is everything that was decided and written, newest first.
type historikView struct {
	Af, Art    string
	Trods      bool
	Linjer     []historiklinje
	Side       int
	Sider      int
	Folk       []string
	Kvittering kvittering
}

type historiklinje struct {
	spor
	Art      mapping.Art
	ID, Navn string
	Nr       int64 // of a decision that still is the last about its thing; zero: cannot be undone here
	Trods    string
}

func (s *Sider) historik(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	q := r.URL.Query()
	v := historikView{Af: q.Get("af"), Art: q.Get("art"), Trods: q.Get("trods") != "", Kvittering: laesKvittering(r)}
	v.Side, _ = strconv.Atoi(q.Get("side"))
	all := historikken(bord)
	for _, l := range all {
		if !slices.Contains(v.Folk, l.Af) {
			v.Folk = append(v.Folk, l.Af)
		}
		if (v.Af == "" || l.Af == v.Af) && (v.Art == "" || string(l.Art) == v.Art) && (!v.Trods || l.Trods != "") {
			v.Linjer = append(v.Linjer, l)
		}
	}
	slices.Sort(v.Folk)
	v.Sider = max(1, (len(v.Linjer)+raekkerPrSide-1)/raekkerPrSide)
	v.Side = min(max(v.Side, 1), v.Sider)
	v.Linjer = v.Linjer[(v.Side-1)*raekkerPrSide : min(v.Side*raekkerPrSide, len(v.Linjer))]
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Historik", id), historikside(v))
	return nil
}

// paaSide is the address of another page of the same history.
func (v *historikView) paaSide(n int) string {
	q := url.Values{"side": {strconv.Itoa(n)}}
	for key, value := range map[string]string{"af": v.Af, "art": v.Art} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if v.Trods {
		q.Set("trods", "1")
	}
	return "/vaerksted/historik?" + q.Encode()
}

// historikken is decisions and notes, newest first.
func historikken(bord *desk.Bord) []historiklinje {
	var all []historiklinje
	for _, b := range bord.Historik {
		l := historiklinje{spor: spor{b.Tid, b.Af, valgNavn(bord, b.Art, b.Valg) + "."}, Art: b.Art, ID: b.ID, Navn: b.ID, Trods: b.Trods}
		if b.Grund != "" {
			l.Tekst += " " + storBegynd(b.Grund) + "."
		}
		if last, found := bord.Snapshot.Grundlag.Mapping.Beslutning(b.Art, b.ID); found && last.Nr == b.Nr {
			l.Nr = b.Nr
		}
		all = append(all, l)
	}
	for _, art := range []mapping.Art{mapping.Sagstype, mapping.Ydelse, mapping.Enhed} {
		bord.Snapshot.Noter.Alle(art, func(id string, notes []mapping.Note) {
			for _, n := range notes {
				text := noteord[n.Slags] + n.Tekst
				if n.Slags == mapping.AfvistForslag {
					text = noteord[n.Slags] + "»" + valgNavn(bord, art, valgMed(art, n.Kode)) + "«"
				}
				all = append(all, historiklinje{spor: spor{n.Tid, n.Af, text}, Art: art, ID: id, Navn: id})
			}
		})
	}
	for i := range all {
		if row, found := bord.Raekke(all[i].Art, all[i].ID); found {
			all[i].Navn = row.Navn
		}
	}
	slices.SortStableFunc(all, func(a, b historiklinje) int {
		if c := b.Tid.Compare(a.Tid); c != 0 {
			return c
		}
		return int(b.Nr - a.Nr)
	})
	return all
}

// historikCSV is the whole history to be taken home. A cell that a spreadsheet would read as a formula is made text.
func (s *Sider) historikCSV(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="historik.csv"`)
	out := csv.NewWriter(w)
	rows := [][]string{{"tid", "af", "art", "id", "navn", "hvad", "trods"}}
	for _, l := range historikken(bord) {
		rows = append(rows, []string{tid(l.Tid), ufarlig(l.Af), string(l.Art), ufarlig(l.ID), ufarlig(l.Navn), ufarlig(l.Tekst), ufarlig(l.Trods)})
	}
	return out.WriteAll(rows)
}

func ufarlig(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func ydelsesnavne(list []*eoj.Ydelse) []string {
	names := make([]string, len(list))
	for i, y := range list {
		names[i] = y.Navn
	}
	return names
}
