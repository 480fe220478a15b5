package klassifikation

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// REST is the list service as JSON (05b B.5). Kalder says for which authority a request comes; errors of the caller's making are
// told in the body, as the contract has it.
type REST struct {
	Tjeneste *Tjeneste
	Kalder   func(*http.Request) (oio.CVR, bool)
	Nu       func() time.Time
	Log      *slog.Logger
}

var transaktion = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}(\.[0-9]+)*$`)

// ServeHTTP answers a question.
func (s *REST) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", "POST")
		http.Error(w, "send the question as JSON with POST", http.StatusMethodNotAllowed)
		return
	}
	kommune, allowed := s.Kalder(r)
	if !allowed {
		w.Header().Set("WWW-Authenticate", "Bearer")
		s.fejl(w, http.StatusUnauthorized, "Adgang", "send a token as Authorization: Bearer TOKEN")
		return
	}
	for _, name := range []string{"x-TransaktionsId", "x-TransaktionsTid", "x-RequestId"} {
		if value := r.Header.Get(name); value != "" {
			w.Header().Set(name, value)
		}
	}
	if !transaktion.MatchString(r.Header.Get("x-TransaktionsId")) {
		s.fejl(w, http.StatusInternalServerError, "x-TransaktionsId", "the header x-TransaktionsId must be a UUID of version 4, with suffixes such as .1 where the conversation has steps")
		return
	}
	if _, err := soap.LaesTid(r.Header.Get("x-TransaktionsTid")); err != nil {
		s.fejl(w, http.StatusInternalServerError, "x-TransaktionsTid", "the header x-TransaktionsTid must be a time such as 2026-01-02T03:00:00Z")
		return
	}
	in, err := laesSpoergsmaal(w, r)
	if err != nil {
		s.fejl(w, http.StatusInternalServerError, "KlassifikationListeHent_I", err.Error())
		return
	}
	out, err := s.Tjeneste.udvalgt(r.Context(), kommune, in, oio.DatoOf(s.Nu()))
	if err != nil {
		s.Log.Error("classification list", "err", err)
		s.fejl(w, http.StatusInternalServerError, "Intern", "the service could not do this now; repeat the call later")
		return
	}
	answer := map[string]any{"HovedoplysningerSvarREST": []any{}}
	if out != nil {
		answer["KlassifikationListeHent_O"] = map[string]any{"KlassifikationListe": ListeFamilie.SkrivJSON(out)}
	}
	s.svar(w, http.StatusOK, answer)
}

const maxSpoergsmaal = 1 << 20

func laesSpoergsmaal(w http.ResponseWriter, r *http.Request) (*ListeHentInputIndhold, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSpoergsmaal))
	if err != nil {
		return nil, errors.New("the question is larger than 1 MiB, or was cut off")
	}
	in := &ListeHentInputIndhold{}
	unknown, err := ListeFamilie.LaesJSON(body, in, "HovedOplysninger")
	if err != nil {
		return nil, err
	}
	if len(unknown) > 0 {
		return nil, fmt.Errorf("%s: the name is not known here", unknown[0])
	}
	return in, nil
}

func (s *REST) fejl(w http.ResponseWriter, status int, id, text string) {
	s.svar(w, status, map[string]any{"HovedoplysningerSvarREST": []any{map[string]any{"SvarReaktion": map[string]any{"Fejl": map[string]any{"FejlId": id, "FejlTekst": oio.MaskCPR(text)}}}}})
}

func (s *REST) svar(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a caller that went away is no concern of ours
}
