package vaerksted

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/rules"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Fejllinje is one thing wrong with a file, and where.
type Fejllinje struct{ Sted, Tekst string }

// FilFejl is a file that was not taken: what is wrong, in Danish, place by place.
type FilFejl struct {
	Fil   string
	Fejl  []Fejllinje
	Flere int // faults beyond those listed
}

// Error names the file.
func (f *FilFejl) Error() string { return f.Fil + " was not taken" }

// Filer takes and gives the files of the workbench. A file that is refused is a *FilFejl; then nothing of it was taken.
type Filer interface {
	// Ark takes a preparation sheet or a list, and says in Danish what came of it.
	Ark(ctx context.Context, r io.Reader, navn, af string) (string, error)
	// SkrivArk writes the preparation sheet as xlsx or csv.
	SkrivArk(ctx context.Context, w io.Writer, format string) error
	// KLE takes an emneplan through a filter of prefixes (R062).
	KLE(ctx context.Context, r io.Reader, filter string) (string, error)
	// Organisation takes FK Organisation.
	Organisation(ctx context.Context, r io.Reader) (string, error)
}

// startView is the overview.
type startView struct {
	Tom       bool // no lists yet
	Svar      []string
	Afvist    []*FilFejl
	Linje     string // how much there is, and how much waits
	Sikre     map[mapping.Art]int
	Arter     []artView
	Vaerst    []rules.Fund
	Fund      int
	Naeste    page.Link
	KLE       string
	Filter    string
	NaesteKLE string
	Enheder   int // of FK Organisation
	Udgave    string
	Afklares  int
}

type artView struct {
	Navn, Adresse string
	desk.Fremskridt
}

// start is the overview: the one question when there are no lists, else how far the work is (S1, R104).
func (s *Sider) start(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visStart(w, r, id, http.StatusOK, nil, nil)
}

func (s *Sider) visStart(w http.ResponseWriter, r *http.Request, id web.Identitet, status int, svar []string, afvist []*FilFejl) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	v := startViewOf(bord, s.Nu())
	v.Svar, v.Afvist = svar, afvist
	s.ramme.Site.Vis(w, r, status, s.side("Værksted", id), startside(v))
	return nil
}

func startViewOf(bord *desk.Bord, now time.Time) startView {
	v := startView{Tom: len(bord.Sagstyper)+len(bord.Ydelser)+len(bord.Enheder) == 0, Fund: len(bord.Fund), Sikre: map[mapping.Art]int{},
		Filter: bord.Snapshot.Politik.KLEFilter, NaesteKLE: tid(kle.NaesteImport(now)), Enheder: bord.Snapshot.Grundlag.Organisation.Len(),
		Udgave: string(bord.Snapshot.Grundlag.Katalog.Release())}
	if plan := bord.Snapshot.KLE; len(plan.Klasser) > 0 {
		v.KLE = "KLE af " + sprog.Dato(plan.Udgivet) + ", " + sprog.Antal(plan.Counts().Emner, "emne", "emner")
	}
	for _, art := range []mapping.Art{mapping.Ydelse, mapping.Enhed, mapping.Sagstype} {
		f := bord.Fremskridt(art)
		v.Arter = append(v.Arter, artView{storBegynd(artsord[art][1]), tabeladresse(art), f})
		v.Sikre[art] = f.Sikre
		v.Afklares += f.Afklares
	}
	v.Vaerst = bord.Fund[:min(5, len(bord.Fund))]
	v.Linje = linjen(bord)
	v.Naeste = naesteTrin(bord, v)
	return v
}

// linjen says in a sentence or four how much there is (S1).
func linjen(bord *desk.Bord) string {
	standard := 0
	for _, y := range bord.Snapshot.Grundlag.Ydelser {
		if y.Standard != eoj.Lokal {
			standard++
		}
	}
	f := bord.Fremskridt(mapping.Ydelse)
	text := sprog.Antal(len(bord.Sagstyper), "sagstype", "sagstyper") + ", " + sprog.Antal(len(bord.Ydelser), "ydelse", "ydelser") + ", " +
		sprog.Antal(len(bord.Enheder), "enhed", "enheder") + "."
	if standard > 0 {
		text += " " + sprog.Antal(standard, "ydelse er FSIII eller FFB og klarer", "ydelser er FSIII eller FFB og klarer") + " sig selv."
	}
	if n := f.Tilbage(); n > 0 {
		text += " " + sprog.Tal(n) + " skal I tage stilling til."
	}
	if f.Sikre > 0 {
		text += " Vi er sikre på " + sprog.Tal(f.Sikre) + " af dem."
	}
	return text
}

// naesteTrin is what to do next, in the order that does no harm: map, find the units, then mark (R006, R007).
func naesteTrin(bord *desk.Bord, v startView) page.Link {
	switch {
	case v.KLE == "":
		return page.Link{Navn: "Hent KLE", Adresse: "#kle"}
	case v.Enheder == 0:
		return page.Link{Navn: "Hent FK Organisation", Adresse: "#organisation"}
	case v.Sikre[mapping.Ydelse] > 0:
		return page.Link{Navn: "Se de sikre ydelser", Adresse: "/vaerksted/sikre?art=ydelse"}
	}
	for _, a := range v.Arter {
		if a.Tilbage() > a.Afklares {
			return page.Link{Navn: "Fortsæt med " + strings.ToLower(a.Navn), Adresse: a.Adresse + "?tilstand=aabne"}
		}
	}
	if len(bord.Fund) > 0 {
		return page.Link{Navn: "Se fundene", Adresse: "/vaerksted/fund"}
	}
	return page.Link{}
}

// lister takes preparation sheets and lists. Each file is taken whole or not at all.
func (s *Sider) lister(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.tag(w, r, id, func(ctx context.Context, f io.Reader, name string) (string, error) {
		return s.Filer.Ark(ctx, f, name, id.Bruger)
	})
}

// kleImport takes an emneplan.
func (s *Sider) kleImport(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.tag(w, r, id, func(ctx context.Context, f io.Reader, _ string) (string, error) {
		return s.Filer.KLE(ctx, f, strings.TrimSpace(r.PostFormValue("filter")))
	})
}

// organisationImport takes FK Organisation.
func (s *Sider) organisationImport(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.tag(w, r, id, func(ctx context.Context, f io.Reader, _ string) (string, error) { return s.Filer.Organisation(ctx, f) })
}

// memoryForFiles is what of an upload is held in memory; the rest lies in temporary files that are removed.
const memoryForFiles = 8 << 20

// tag hands each file of a form on, and shows what came of it.
func (s *Sider) tag(w http.ResponseWriter, r *http.Request, id web.Identitet, take func(context.Context, io.Reader, string) (string, error)) error {
	if err := r.ParseMultipartForm(memoryForFiles); err != nil {
		return forStor(err)
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	files := r.MultipartForm.File["fil"]
	if len(files) == 0 {
		return s.visStart(w, r, id, http.StatusUnprocessableEntity, nil, []*FilFejl{{Fil: "Ingen fil", Fejl: []Fejllinje{{"", "Vælg en fil først."}}}})
	}
	var said []string
	var refused []*FilFejl
	for _, header := range files {
		text, err := takeOne(r.Context(), header, take)
		var faults *FilFejl
		switch {
		case errors.As(err, &faults):
			faults.Fil = filepath.Base(header.Filename)
			refused = append(refused, faults)
		case err != nil:
			return err
		default:
			said = append(said, filepath.Base(header.Filename)+": "+text)
		}
	}
	status := http.StatusOK
	if len(refused) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.visStart(w, r, id, status, said, refused)
}

func takeOne(ctx context.Context, header *multipart.FileHeader, take func(context.Context, io.Reader, string) (string, error)) (string, error) {
	f, err := header.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	return take(ctx, f, filepath.Base(header.Filename))
}

func forStor(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &page.Problem{Status: http.StatusRequestEntityTooLarge, Overskrift: "Filen er for stor", Tekst: "En fil kan højst fylde " + strconv.Itoa(int(large.Limit>>20)) + " MB. Intet er taget.",
			Raad: "Gem kun de tre ark, og prøv igen.", Link: page.Link{Navn: "Tilbage", Adresse: "/vaerksted"}}
	}
	return ulaeselig("/vaerksted")
}

// ark writes the preparation sheet to be taken home.
func (s *Sider) ark(format, kind string) func(http.ResponseWriter, *http.Request, web.Identitet) error {
	return func(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
		var content strings.Builder // whole before anything is sent: half a sheet is worse than none
		if err := s.Filer.SkrivArk(r.Context(), &content, format); err != nil {
			return err
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="forberedelsesark.`+format+`"`)
		_, err := io.WriteString(w, content.String())
		return err
	}
}
