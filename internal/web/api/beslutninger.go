package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"indeksbro/internal/mapping"
	"indeksbro/internal/rules"
)

// Decider takes one decision in the words of `mapping set`. A *rules.Brud says which rule stands against it.
type Decider func(ctx context.Context, art, id, valg, af, grund, trods string) (mapping.Beslutning, error)

// maxDecision is the largest request for one decision, in bytes.
const maxDecision = 64 << 10

// decision has the fields of `mapping set`. What is chosen stands either in valg, as on the command line ("kle=27.35.04",
// "ikke"), or in the field of its own name; exactly one of them.
type decision struct {
	Art      string `json:"art"`
	ID       string `json:"id"`
	Valg     string `json:"valg"`
	KLE      string `json:"kle"`
	Type     string `json:"type"`
	Kombit   string `json:"kombit"`
	Ikke     bool   `json:"ikke"`
	UdenType bool   `json:"udenType"`
	Fjern    bool   `json:"fjern"`
	Af       string `json:"af"`
	Grund    string `json:"grund"`
	Trods    string `json:"trods"`
}

// words gives the choice as on the command line, and whether there is exactly one.
func (d *decision) words() (string, bool) {
	var chosen []string
	choose := func(word string, set bool) {
		if set {
			chosen = append(chosen, word)
		}
	}
	choose(d.Valg, d.Valg != "")
	choose("kle="+d.KLE, d.KLE != "")
	choose("type="+d.Type, d.Type != "")
	choose("kombit="+d.Kombit, d.Kombit != "")
	choose("ikke", d.Ikke)
	choose("uden-type", d.UdenType)
	choose("fjern", d.Fjern)
	if len(chosen) != 1 {
		return "", false
	}
	return chosen[0], true
}

func (s *server) beslutninger(w http.ResponseWriter, r *http.Request) {
	var d decision
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxDecision))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&d)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		s.problem(w, problem{Status: http.StatusRequestEntityTooLarge, Title: "Too large", Detail: "one decision takes at most 64 KiB", Dansk: "én beslutning må højst fylde 64 KiB"})
		return
	}
	valg, one := d.words()
	if err != nil || decoder.More() || d.ID == "" || !one {
		s.problem(w, problem{Status: http.StatusBadRequest, Title: "Not a decision",
			Detail: `want one JSON object as {"art":"ydelse","id":"yd-4","type":"KEY","af":"WHO","grund":"WHY"}`,
			Dansk:  `send ét JSON-objekt som {"art":"ydelse","id":"yd-4","type":"NØGLE","af":"HVEM","grund":"HVORFOR"}`})
		return
	}
	if d.Af == "" {
		d.Af, _ = s.Adgang(r)
	}
	taken, err := s.Beslut(r.Context(), d.Art, d.ID, valg, d.Af, d.Grund, d.Trods)
	var brud *rules.Brud
	var words *WordsError
	switch {
	case errors.As(err, &brud):
		status := http.StatusUnprocessableEntity
		if brud.KanTrodses {
			status = http.StatusConflict
		}
		s.problem(w, problem{Status: status, Title: "A rule stands against it", Detail: brud.English, Dansk: brud.Dansk, Regel: brud.Regel})
	case errors.As(err, &words):
		s.problem(w, problem{Status: http.StatusBadRequest, Title: "Not a decision", Detail: words.Error()})
	case err != nil:
		s.internal(w, "decision over HTTP", err)
	default:
		writeJSON(w, http.StatusCreated, taken)
	}
}

// WordsError says that art or valg cannot be read.
type WordsError struct{ Err error }

// Error is the reason.
func (e *WordsError) Error() string { return e.Err.Error() }

// Unwrap gives the reason.
func (e *WordsError) Unwrap() error { return e.Err }
