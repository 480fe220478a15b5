package borgerblik

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
)

// overblikvisning is the first page: where things stand, and how much the citizen's page is used.
type overblikvisning struct {
	Aabne, Venter int
	Omraader      int // numbers that are activated
	Lukkede       []visning.Tekst
	TrinA         bool
	Maaneder      []maaned
}

// maaned is one month of calls.
type maaned struct {
	Navn                                      string
	Sager, SagerData, Ydelser, YdelserMedData int
}

func (s *Sider) overblik(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	decided, err := s.kilde.Visning(r.Context())
	if err != nil {
		return err
	}
	stande, err := s.stande(r.Context(), id)
	if err != nil {
		return err
	}
	v := overblikvisning{Lukkede: decided.Lukkede, TrinA: stande.TrinA.Dato != 0}
	for _, system := range stande.Systemer {
		for i := range system.Stande {
			if system.Stande[i].Aaben() {
				v.Aabne++
			} else if system.Stande[i].Venter() {
				v.Venter++
			}
		}
	}
	for _, number := range decided.Egne() {
		if i, _ := decided.Omraade(number); i.Aktiv {
			v.Omraader++
		}
	}
	if v.Maaneder, err = s.maaneder(r.Context()); err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Hvad vises", id), overblikside(v, fanerTil(id.Roller)))
	return nil
}

// maaneder are the calls of the last year by month, the newest first.
func (s *Sider) maaneder(ctx context.Context) ([]maaned, error) {
	days, err := s.kilde.Kald(ctx, s.idag().AddDays(-365))
	if err != nil {
		return nil, err
	}
	var all []maaned
	for _, k := range visning.Maaned(days) {
		year, _, _ := k.Dag.Parts()
		name := strings.TrimLeft(strings.TrimSuffix(sprog.Dato(k.Dag), " "+strconv.Itoa(year)), "0123456789. ") + " " + strconv.Itoa(year)
		if len(all) == 0 || all[len(all)-1].Navn != name {
			all = append(all, maaned{Navn: name})
		}
		m := &all[len(all)-1]
		if k.Slags == visning.KaldSager {
			m.Sager, m.SagerData = k.Antal, k.MedData
		} else {
			m.Ydelser, m.YdelserMedData = k.Antal, k.MedData
		}
	}
	slices.Reverse(all)
	return all, nil
}

// statistikCSV is the daily counts for a spreadsheet; it holds nothing about anybody.
func (s *Sider) statistikCSV(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
	days, err := s.kilde.Kald(r.Context(), 0)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="kald-paa-borgerblikket.csv"`)
	out := csv.NewWriter(w)
	out.Comma = ';'
	_ = out.Write([]string{"dag", "slags", "kald", "med data"})
	for _, k := range days {
		_ = out.Write([]string{k.Dag.String(), string(k.Slags), strconv.Itoa(k.Antal), strconv.Itoa(k.MedData)})
	}
	out.Flush()
	return out.Error()
}

// historielinje is one decision: when, who, and what.
type historielinje struct {
	Tid          time.Time
	Af, Hvad, Om string
}

func (s *Sider) historik(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	history, err := s.kilde.Historik(r.Context())
	if err != nil {
		return err
	}
	systems, err := s.kilde.Systemer(r.Context())
	if err != nil {
		return err
	}
	var lines []historielinje
	for _, f := range slices.Backward(history) {
		if what, about := fortalt(f, systems); what != "" {
			lines = append(lines, historielinje{f.Tid, f.Af, what, about})
		}
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Historik", id), historikside(lines, fanerTil(id.Roller)))
	return nil
}

// fortalt is a fact in words; empty when it is not about what is shown.
func fortalt(f program.Faktum, systems []oio.ITSystem) (what, about string) {
	switch f.Emne {
	case program.TrinA:
		if f.Dato == 0 {
			return "Trin A taget tilbage", ""
		}
		return "Trin A godkendt", ""
	case program.Aabnet, program.AabningBestilt:
		reader, system, _ := visning.ParseAabning(f.Kode)
		about = system.String()
		for _, one := range systems {
			if one.UUID == system {
				about = one.Navn
			}
		}
		about += " for " + reader.Navn()
		if f.Tekst != "" {
			about += ". Begrundelse: " + f.Tekst
		}
		switch {
		case f.Emne == program.Aabnet && f.Dato == 0:
			return "Lukket", about
		case f.Emne == program.Aabnet:
			return "Åbnet", about
		case f.Dato == 0:
			return "Bestilling ophævet", about
		}
		return "Åbning bestilt", about
	case program.Omraade:
		return omraadeord(f), "KLE " + f.Kode
	case program.Borgertekst:
		if f.Tekst == "" {
			return "Standardtekst igen", tekstnavn(f.Kode)
		}
		return "Tekst ændret", tekstnavn(f.Kode)
	case program.Borgervalg:
		if f.Tekst == visning.Ja {
			return "Ydelser vises, selv om sagen er skjult", ""
		}
		return "Ydelser skjules med sagen", ""
	}
	return "", ""
}

func tekstnavn(code string) string {
	kind, key, _ := strings.Cut(code, "/")
	if kind == "kle" {
		return "KLE " + key
	}
	return "ydelsestype " + key
}

// omraadeord is a setting in words.
func omraadeord(f program.Faktum) string {
	var i visning.Indstilling
	switch {
	case f.Tekst == "":
		return "Følger området over"
	case json.Unmarshal([]byte(f.Tekst), &i) != nil:
		return "Kan ikke læses"
	case !i.Aktiv:
		return "Vises ikke"
	}
	words := []string{"Vises"}
	if i.Fradato != 0 {
		words = append(words, "fra "+sprog.Dato(i.Fradato))
	}
	if i.AktiveAltid {
		words = append(words, "aktive altid")
	}
	if len(i.Systemer) > 0 {
		words = append(words, "kun "+sprog.Antal(len(i.Systemer), "system", "systemer"))
	}
	if i.Sagstitel {
		words = append(words, "sagens titel")
	}
	if i.Dokumenter {
		words = append(words, "dokumenttitler")
	}
	if i.Journalnoter {
		words = append(words, "notater")
	}
	return strings.Join(words, ", ")
}
