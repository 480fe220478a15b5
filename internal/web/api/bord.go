package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/suggest"
	"indeksbro/internal/vaerksted"
)

// Skrivebord is the workbench, as *vaerksted.Vaerksted is.
type Skrivebord interface {
	Bord(ctx context.Context) (*vaerksted.Bord, error)
	Beslut(ctx context.Context, wishes []vaerksted.Oenske) (vaerksted.Kvittering, error)
	Fortryd(ctx context.Context, receipt vaerksted.Kvittering, af string) (vaerksted.Kvittering, error)
	Godkend(ctx context.Context, art mapping.Art, id string, nr int64, af string) error
	Noter(ctx context.Context, notes []mapping.Note) error
	Konsekvens(ctx context.Context, decisions []mapping.Beslutning) (konsekvens.Konsekvens, *rules.Brud, error)
	Rettelse(ctx context.Context, art mapping.Art, id string) (vaerksted.Rettelse, error)
}

// Filer takes and gives files; the text says what was done. A file that is refused gives an *AfvistFil.
type Filer interface {
	Ark(ctx context.Context, r io.Reader, navn, af string) (string, error)
	SkrivArk(ctx context.Context, w io.Writer, format string) error
	KLE(ctx context.Context, r io.Reader, filter string) (string, error)
	Organisation(ctx context.Context, r io.Reader) (string, error)
}

// AfvistFil says why nothing was taken from a file, in Danish, place by place.
type AfvistFil struct{ Fejl []string }

// Error counts the faults.
func (a *AfvistFil) Error() string { return fmt.Sprintf("the file has %d faults", len(a.Fejl)) }

// Noter is the history of notes, oldest first.
type Noter func(ctx context.Context) ([]mapping.Note, error)

// Politik reads and sets what the municipality has chosen; a value that cannot be is a *WordsError.
type Politik interface {
	Politik(ctx context.Context) (map[string]string, error)
	SetPolitik(ctx context.Context, noegle, vaerdi, af string) error
}

type raekke struct {
	Art          mapping.Art         `json:"art"`
	ID           string              `json:"id"`
	Navn         string              `json:"navn"`
	Lov          string              `json:"lov,omitempty"`
	Paragraf     string              `json:"paragraf,omitempty"`
	Sagstype     string              `json:"sagstype,omitempty"`
	SagstypeNavn string              `json:"sagstypeNavn,omitempty"`
	Tilstand     vaerksted.Tilstand  `json:"tilstand"`
	Valgt        string              `json:"valgt,omitempty"`
	Beslutning   *mapping.Beslutning `json:"beslutning,omitempty"`
	GodkendtAf   string              `json:"godkendtAf,omitempty"`
	Tal          projection.Tal      `json:"tal"`
	Fund         int                 `json:"antalFund"`
	ETag         string              `json:"etag"`
}

type forslag struct {
	Kode        string   `json:"kode"`
	Titel       string   `json:"titel"`
	Score       float64  `json:"score"`
	Begrundelse []string `json:"begrundelse"`
	KanVaelges  bool     `json:"kanVaelges"`
	Spaerret    string   `json:"spaerret,omitempty"`
}

type heleRaekken struct {
	raekke
	Forslag []forslag      `json:"forslag"`
	Alle    []rules.Fund   `json:"fund"`
	Noter   []mapping.Note `json:"noter"`
}

// valg is what is chosen about a row, in the fields of a decision.
type valg struct {
	Valg     string `json:"valg,omitempty"`
	KLE      string `json:"kle,omitempty"`
	Type     string `json:"type,omitempty"`
	Kombit   string `json:"kombit,omitempty"`
	Ikke     bool   `json:"ikke,omitempty"`
	UdenType bool   `json:"udenType,omitempty"`
	Fjern    bool   `json:"fjern,omitempty"`
	Af       string `json:"af,omitempty"`
	Grund    string `json:"grund,omitempty"`
	Trods    string `json:"trods,omitempty"`
}

type kvittering struct {
	Fra   int64 `json:"fra"`
	Til   int64 `json:"til"`
	Antal int   `json:"antal"`
}

type konsekvenser struct {
	Konsekvens konsekvens.Konsekvens `json:"konsekvens"`
	Saetninger []string              `json:"saetninger"`
	Regel      *problem              `json:"regel,omitempty"` // which rule would stand against the first, if one
}

type nyNote struct {
	Art   string `json:"art"`
	ID    string `json:"id"`
	Slags string `json:"slags"`
	Kode  string `json:"kode,omitempty"`
	Tekst string `json:"tekst,omitempty"`
	Af    string `json:"af,omitempty"`
}

type vaerdi struct {
	Vaerdi string `json:"vaerdi"`
	Af     string `json:"af,omitempty"`
}

type besked struct {
	Besked string `json:"besked"`
}

// tag is the number of the last decision about a row: what If-Match is held against.
func tag(r *vaerksted.Raekke) string { return `"` + strconv.FormatInt(r.Beslutning.Nr, 10) + `"` }

func nyRaekke(r *vaerksted.Raekke) raekke {
	made := raekke{Art: r.Art, ID: r.ID, Navn: r.Navn, Lov: r.Lov, Paragraf: r.Paragraf, Sagstype: r.Sagstype, SagstypeNavn: r.SagstypeNavn, Tilstand: r.Tilstand, Valgt: r.Valgt, GodkendtAf: r.GodkendtAf, Tal: r.Tal, Fund: len(r.Fund), ETag: tag(r)}
	if r.Beslutning.Nr != 0 {
		d := r.Beslutning
		made.Beslutning = &d
	}
	return made
}

// bord reads the desk, or answers that it cannot.
func (s *server) bord(w http.ResponseWriter, r *http.Request) *vaerksted.Bord {
	desk, err := s.Skrivebord.Bord(r.Context())
	if err != nil {
		s.internal(w, "read the desk", err)
		return nil
	}
	return desk
}

func (s *server) art(w http.ResponseWriter, r *http.Request) (mapping.Art, bool) {
	art, err := mapping.ParseArt(r.PathValue("art"))
	if err != nil {
		s.problem(w, problem{Status: http.StatusNotFound, Title: "No such kind", Detail: "want sagstype, ydelse or enhed", Dansk: "brug sagstype, ydelse eller enhed"})
	}
	return art, err == nil
}

// findRaekke finds the row that an address names.
func (s *server) findRaekke(w http.ResponseWriter, r *http.Request) *vaerksted.Raekke {
	art, ok := s.art(w, r)
	if !ok {
		return nil
	}
	desk := s.bord(w, r)
	if desk == nil {
		return nil
	}
	row, found := desk.Raekke(art, r.PathValue("id"))
	if !found {
		s.problem(w, problem{Status: http.StatusNotFound, Title: "Not known", Detail: "the source has told of no such " + string(art), Dansk: "kilden har ikke fortalt om den"})
		return nil
	}
	return row
}

func (s *server) raekker(w http.ResponseWriter, r *http.Request) {
	art, ok := s.art(w, r)
	if !ok {
		return
	}
	desk := s.bord(w, r)
	if desk == nil {
		return
	}
	state := vaerksted.Tilstand(r.URL.Query().Get("tilstand"))
	rows := []raekke{}
	for _, row := range desk.Raekker(art) {
		if state == "" || row.Tilstand == state {
			rows = append(rows, nyRaekke(row))
		}
	}
	svarListe(s, w, r, rows, func(row *raekke) string { return row.ID })
}

func (s *server) raekke(w http.ResponseWriter, r *http.Request) {
	row := s.findRaekke(w, r)
	if row == nil {
		return
	}
	whole := heleRaekken{raekke: nyRaekke(row), Forslag: []forslag{}, Alle: row.Fund, Noter: row.Noter}
	for _, f := range row.Forslag {
		whole.Forslag = append(whole.Forslag, nytForslag(f))
	}
	w.Header().Set("ETag", tag(row))
	writeJSON(w, http.StatusOK, whole) // suggestions and counts change without a decision, so there is no 304
}

func nytForslag(f suggest.Forslag) forslag {
	return forslag{Kode: f.Kode, Titel: f.Titel, Score: f.Score, Begrundelse: f.Begrundelse, KanVaelges: f.KanVaelges, Spaerret: f.Spaerret}
}

// set is the number in If-Match: what was seen. Without it, or with another, the answer is given here.
func (s *server) set(w http.ResponseWriter, r *http.Request, row *vaerksted.Raekke) bool {
	switch said := strings.TrimSpace(r.Header.Get("If-Match")); {
	case said == "":
		s.problem(w, problem{Status: http.StatusPreconditionRequired, Title: "If-Match is missing", Detail: "send the row's ETag as If-Match, so that nobody's decision is overwritten unseen", Dansk: "send rækkens ETag som If-Match, så ingens beslutning overskrives uset"})
		return false
	case said != tag(row):
		s.problem(w, problem{Status: http.StatusPreconditionFailed, Title: "Somebody was quicker", Detail: "the row has been decided about since; read it again", Dansk: "nogen har taget stilling imens; læs rækken igen", Regel: "R104"})
		return false
	}
	return true
}

func (s *server) beslutRaekke(w http.ResponseWriter, r *http.Request) {
	row := s.findRaekke(w, r)
	if row == nil || !s.set(w, r, row) {
		return
	}
	var v valg
	if !krop(s, w, r, &v) {
		return
	}
	d := decision{Art: string(row.Art), ID: row.ID, Valg: v.Valg, KLE: v.KLE, Type: v.Type, Kombit: v.Kombit, Ikke: v.Ikke, UdenType: v.UdenType, Fjern: v.Fjern, Af: v.Af, Grund: v.Grund, Trods: v.Trods}
	meant, err := s.mente(r, &d)
	if err != nil {
		s.ikkeForstaaet(w, err)
		return
	}
	s.tag(w, r, []vaerksted.Oenske{{Beslutning: meant, Set: row.Beslutning.Nr}}, http.StatusOK)
}

// mente is a decision in the domain's words; who is the caller unless another is named.
func (s *server) mente(r *http.Request, d *decision) (mapping.Beslutning, error) {
	art, err := mapping.ParseArt(d.Art)
	if err != nil {
		return mapping.Beslutning{}, err
	}
	words, one := d.words()
	if !one || d.ID == "" {
		return mapping.Beslutning{}, errors.New("want an id, and exactly one of valg, kle, type, kombit, ikke, udenType and fjern")
	}
	chosen, err := mapping.ParseValg(art, words)
	if err != nil {
		return mapping.Beslutning{}, err
	}
	if d.Af == "" {
		d.Af, _ = s.Adgang(r)
	}
	return mapping.Beslutning{Art: art, ID: d.ID, Valg: chosen, Af: d.Af, Grund: d.Grund, Trods: d.Trods}, nil
}

func (s *server) ikkeForstaaet(w http.ResponseWriter, err error) {
	s.problem(w, problem{Status: http.StatusBadRequest, Title: "Not a decision", Detail: oio.MaskCPR(err.Error()), Dansk: "det er ikke en beslutning, som den skal være; se /api/openapi.json"})
}

// tag takes wishes and answers with the receipt, or with the rule that stands against the first refused.
func (s *server) tag(w http.ResponseWriter, r *http.Request, wishes []vaerksted.Oenske, status int) {
	receipt, err := s.Skrivebord.Beslut(r.Context(), wishes)
	var refused *vaerksted.Afvist
	switch {
	case errors.As(err, &refused):
		s.afvist(w, refused)
	case err != nil:
		s.internal(w, "decisions over HTTP", err)
	default:
		w.Header().Set("ETag", `"`+strconv.FormatInt(receipt.Til, 10)+`"`)
		writeJSON(w, status, kvittering{receipt.Fra, receipt.Til, receipt.Antal})
	}
}

func (s *server) afvist(w http.ResponseWriter, refused *vaerksted.Afvist) {
	first := refused.Afvisninger[0]
	p := problem{Status: http.StatusUnprocessableEntity, Title: "A rule stands against it", Detail: first.Brud.English, Dansk: first.Brud.Dansk, Regel: first.Brud.Regel}
	switch {
	case first.Brud.Regel == "R104":
		p.Status = http.StatusPreconditionFailed
	case refused.KanTrodses():
		p.Status = http.StatusConflict
	}
	if n := len(refused.Afvisninger); n > 1 {
		p.Detail = fmt.Sprintf("%s %s: %s (and %d more; nothing is taken)", first.Beslutning.Art, first.Beslutning.ID, p.Detail, n-1)
	}
	s.problem(w, p)
}

// wishes reads a list of decisions.
func (s *server) flere(w http.ResponseWriter, r *http.Request) ([]mapping.Beslutning, bool) {
	var list []decision
	if !krop(s, w, r, &list) {
		return nil, false
	}
	made := make([]mapping.Beslutning, len(list))
	for i := range list {
		var err error
		if made[i], err = s.mente(r, &list[i]); err != nil {
			s.ikkeForstaaet(w, fmt.Errorf("number %d: %w", i+1, err))
			return nil, false
		}
	}
	return made, true
}

func (s *server) beslutFlere(w http.ResponseWriter, r *http.Request) {
	list, ok := s.flere(w, r)
	if !ok {
		return
	}
	wishes := make([]vaerksted.Oenske, len(list))
	for i, d := range list {
		wishes[i] = vaerksted.Oenske{Beslutning: d, Set: vaerksted.Ligemeget}
	}
	s.tag(w, r, wishes, http.StatusCreated)
}

func (s *server) fortryd(w http.ResponseWriter, r *http.Request) {
	var k kvittering
	if !krop(s, w, r, &k) {
		return
	}
	who, _ := s.Adgang(r)
	undone, err := s.Skrivebord.Fortryd(r.Context(), vaerksted.Kvittering{Fra: k.Fra, Til: k.Til, Antal: k.Antal}, who)
	var refused *vaerksted.Afvist
	switch {
	case errors.As(err, &refused):
		s.afvist(w, refused)
	case err != nil:
		s.internal(w, "undo over HTTP", err)
	default:
		writeJSON(w, http.StatusOK, kvittering{undone.Fra, undone.Til, undone.Antal})
	}
}

func (s *server) konsekvens(w http.ResponseWriter, r *http.Request) {
	list, ok := s.flere(w, r)
	if !ok {
		return
	}
	k, brud, err := s.Skrivebord.Konsekvens(r.Context(), list)
	if err != nil {
		s.internal(w, "consequences over HTTP", err)
		return
	}
	answer := konsekvenser{Konsekvens: k, Saetninger: k.Saetninger()}
	if brud != nil {
		answer.Regel = &problem{Type: "about:blank", Title: "A rule stands against it", Status: http.StatusUnprocessableEntity, Detail: brud.English, Dansk: brud.Dansk, Regel: brud.Regel}
	}
	writeJSON(w, http.StatusOK, answer)
}

func (s *server) godkend(w http.ResponseWriter, r *http.Request) {
	row := s.findRaekke(w, r)
	if row == nil || !s.set(w, r, row) {
		return
	}
	who, _ := s.Adgang(r)
	switch err := s.Skrivebord.Godkend(r.Context(), row.Art, row.ID, row.Beslutning.Nr, who); {
	case errors.Is(err, vaerksted.ErrEgen):
		s.problem(w, problem{Status: http.StatusConflict, Title: "Your own decision", Detail: vaerksted.ErrEgen.Error(), Dansk: "en anden end den, der tog beslutningen, skal godkende den"})
	case err != nil:
		s.internal(w, "approval over HTTP", err)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *server) rettelse(w http.ResponseWriter, r *http.Request) {
	row := s.findRaekke(w, r)
	if row == nil {
		return
	}
	fate, err := s.Skrivebord.Rettelse(r.Context(), row.Art, row.ID)
	if err != nil {
		s.internal(w, "correction over HTTP", err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"ialt": fate.Ialt, "venter": fate.Venter, "anderledes": fate.Anderledes, "planlaegges": fate.Planlaegges, "kontrolleret": fate.Kontrolleret})
}

func (s *server) historik(w http.ResponseWriter, r *http.Request) {
	if desk := s.bord(w, r); desk != nil {
		svarListe(s, w, r, desk.Historik, func(d *mapping.Beslutning) string { return strconv.FormatInt(d.Nr, 10) })
	}
}

func (s *server) noter(w http.ResponseWriter, r *http.Request) {
	notes, err := s.Noter(r.Context())
	if err != nil {
		s.internal(w, "notes over HTTP", err)
		return
	}
	svarListe(s, w, r, notes, func(n *mapping.Note) string { return strconv.FormatInt(n.Nr, 10) })
}

// noteslags may be written by hand; approvals come through their own address.
var noteslags = map[mapping.Noteslags]bool{mapping.Kommentar: true, mapping.AfvistForslag: true, mapping.Afklaring: true, mapping.Svar: true, mapping.Testvalg: true, mapping.Udfoert: true, mapping.Navneforslag: true}

func (s *server) skrivNote(w http.ResponseWriter, r *http.Request) {
	var n nyNote
	if !krop(s, w, r, &n) {
		return
	}
	art, err := mapping.ParseArt(n.Art)
	if n.Art != "" && err != nil || !noteslags[mapping.Noteslags(n.Slags)] || n.Tekst == "" && n.Kode == "" {
		s.problem(w, problem{Status: http.StatusBadRequest, Title: "Not a note", Detail: "want art, id, slags (kommentar, afvist, afklaring, svar, test, udfoert, navn) and tekst or kode", Dansk: "angiv art, id, slags og tekst eller kode"})
		return
	}
	if n.Af == "" {
		n.Af, _ = s.Adgang(r)
	}
	if err := s.Skrivebord.Noter(r.Context(), []mapping.Note{{Af: n.Af, Art: art, ID: n.ID, Slags: mapping.Noteslags(n.Slags), Kode: n.Kode, Tekst: n.Tekst}}); err != nil {
		s.internal(w, "note over HTTP", err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *server) fund(w http.ResponseWriter, r *http.Request) {
	desk := s.bord(w, r)
	if desk == nil {
		return
	}
	rule := r.URL.Query().Get("regel")
	type numbered struct {
		Nr string `json:"nr"`
		rules.Fund
	}
	found := []numbered{}
	for i, f := range desk.Fund {
		if rule == "" || f.Regel == rule {
			found = append(found, numbered{fmt.Sprintf("%s-%s-%s-%d", f.Regel, f.Art, f.ID, i), f})
		}
	}
	svarListe(s, w, r, found, func(f *numbered) string { return f.Nr })
}

func (s *server) regler(w http.ResponseWriter, r *http.Request) {
	all := rules.Alle()
	medETag(w, r, aftryk(all), all)
}

// aftryk is a tag of content.
func aftryk(v any) string {
	text, _ := json.Marshal(v)
	sum := sha256.Sum256(text)
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

func (s *server) politikker(w http.ResponseWriter, r *http.Request) {
	all, err := s.Politik.Politik(r.Context())
	if err != nil {
		s.internal(w, "policy over HTTP", err)
		return
	}
	medETag(w, r, aftryk(all), all)
}

func (s *server) saetPolitik(w http.ResponseWriter, r *http.Request) {
	var v vaerdi
	if !krop(s, w, r, &v) {
		return
	}
	if v.Af == "" {
		v.Af, _ = s.Adgang(r)
	}
	err := s.Politik.SetPolitik(r.Context(), r.PathValue("noegle"), v.Vaerdi, v.Af)
	var words *WordsError
	switch {
	case errors.As(err, &words):
		s.problem(w, problem{Status: http.StatusUnprocessableEntity, Title: "Cannot be chosen", Detail: oio.MaskCPR(words.Error()), Dansk: "det kan ikke vælges"})
	case err != nil:
		s.internal(w, "policy over HTTP", err)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *server) ark(w http.ResponseWriter, r *http.Request) {
	format := r.URL.Query().Get("format")
	if format == "" {
		format = "xlsx"
	}
	if format != "xlsx" && format != "csv" {
		s.problem(w, problem{Status: http.StatusBadRequest, Title: "No such format", Detail: "format is xlsx or csv", Dansk: "format er xlsx eller csv"})
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="forarbejde.`+format+`"`)
	if err := s.Filer.SkrivArk(r.Context(), w, format); err != nil {
		s.Log.Error("sheet over HTTP", "err", err) // half of it is sent; the length tells the reader
		panic(http.ErrAbortHandler)
	}
}

// maxFil is the largest file taken, in bytes.
const maxFil = 64 << 20

func (s *server) fil(w http.ResponseWriter, r *http.Request, take func(io.Reader) (string, error)) {
	text, err := take(http.MaxBytesReader(w, r.Body, maxFil))
	var refused *AfvistFil
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &refused):
		s.problem(w, problem{Status: http.StatusUnprocessableEntity, Title: "The file is refused", Detail: refused.Error() + "; nothing of it is taken", Dansk: oio.MaskCPR(strings.Join(refused.Fejl, "\n"))})
	case errors.As(err, &large):
		s.problem(w, problem{Status: http.StatusRequestEntityTooLarge, Title: "Too large", Detail: "a file takes at most 64 MiB", Dansk: "en fil må højst fylde 64 MiB"})
	case err != nil:
		s.internal(w, "file over HTTP", err)
	default:
		writeJSON(w, http.StatusOK, besked{text})
	}
}

func (s *server) tagArk(w http.ResponseWriter, r *http.Request) {
	who, _ := s.Adgang(r)
	s.fil(w, r, func(body io.Reader) (string, error) {
		return s.Filer.Ark(r.Context(), body, r.URL.Query().Get("navn"), who)
	})
}

func (s *server) tagKLE(w http.ResponseWriter, r *http.Request) {
	s.fil(w, r, func(body io.Reader) (string, error) {
		return s.Filer.KLE(r.Context(), body, r.URL.Query().Get("filter"))
	})
}

func (s *server) tagOrganisation(w http.ResponseWriter, r *http.Request) {
	s.fil(w, r, func(body io.Reader) (string, error) { return s.Filer.Organisation(r.Context(), body) })
}
