package app

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/index"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	rev "indeksbro/internal/revision"
	"indeksbro/internal/tavle"
)

type kommuneUdtagCmd struct {
	Dir         string `arg:"" name:"DIR" help:"Where to put it; made when it is not there, readable by its owner only, and must be empty."`
	MedPersoner bool   `help:"With names and CPR numbers in clear; without, cases and grants are told without whom they are about."`
	Af          string `placeholder:"WHO" help:"Who takes it out; default the user of this machine."`
}

// Help shows an example.
func (kommuneUdtagCmd) Help() string {
	return "Example: indeksbro --kommune 22222222 kommune udtag /mnt/udtag/solby --med-personer\n\nNDJSON and CSV, described in LAESMIG.txt; manifest.json has the number of lines and the SHA-256 of each file. With --med-personer the directory holds CPR numbers in clear: keep it on an encrypted disk and hand it over by an encrypted way. That it was taken out is in the audit log."
}

// udtagFil is one file of a take-out as its manifest tells it.
type udtagFil struct {
	Navn   string `json:"navn"`
	Hvad   string `json:"hvad"`
	Linjer int    `json:"linjer"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// udtagManifest is what a take-out is.
type udtagManifest struct {
	Kommune     oio.CVR          `json:"kommune"`
	Navn        string           `json:"navn"`
	Tid         time.Time        `json:"tid"`
	Af          string           `json:"af"`
	MedPersoner bool             `json:"medPersoner"`
	Filer       []udtagFil       `json:"filer"`
	Raekker     map[string]int64 `json:"raekker"` // of the database, by table, when it was taken
}

const (
	manifestFil = "manifest.json"
	laesmigFil  = "LAESMIG.txt"
)

// Run writes everything, and the manifest last: a directory without one is no take-out.
func (c *kommuneUdtagCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return inputError("%w", err)
	}
	if there, err := os.ReadDir(c.Dir); err != nil || len(there) > 0 {
		return inputError("%s is not empty: a take-out overwrites nothing", c.Dir)
	}
	if err := os.Chmod(c.Dir, 0o700); err != nil {
		return inputError("%w", err)
	}
	if c.MedPersoner {
		_, _ = fmt.Fprintf(m.Stderr, "ATTENTION: %s gets names and CPR numbers IN CLEAR; keep it on an encrypted disk, and delete it when it is handed over\n", c.Dir)
	}
	if err := b.laestLog(ctx, m.Nu(), rev.LogUdtraek, 0); err != nil {
		return err
	}
	manifest, err := b.udtag(ctx, m, c.Dir, af(c.Af), c.MedPersoner)
	if err != nil {
		return err
	}
	lines := 0
	for _, f := range manifest.Filer {
		lines += f.Linjer
	}
	sum, err := manifestAftryk(c.Dir)
	if err != nil {
		return err
	}
	m.printf("%s of %s: %d files, %d lines; %s has SHA-256 %s\n", c.Dir, manifest.Navn, len(manifest.Filer), lines, manifestFil, sum)
	return nil
}

// manifestAftryk is the fingerprint of a whole take-out: of its manifest, which has that of each file.
func manifestAftryk(directory string) (string, error) {
	_, sum, err := aftrykAf(filepath.Join(directory, manifestFil))
	return sum, err
}

// laesUdtag reads a take-out's manifest and holds every file against it.
func laesUdtag(directory string) (udtagManifest, string, error) {
	var manifest udtagManifest
	text, err := os.ReadFile(filepath.Join(directory, manifestFil))
	if err == nil {
		err = json.Unmarshal(text, &manifest)
	}
	if err != nil {
		return manifest, "", inputError("%s is no take-out: %w", directory, err)
	}
	for _, f := range manifest.Filer {
		size, sum, err := aftrykAf(filepath.Join(directory, filepath.Base(f.Navn)))
		if err != nil || size != f.Bytes || sum != f.SHA256 {
			return manifest, "", inputError("%s of the take-out in %s is not as it was written", f.Navn, directory)
		}
	}
	sum, err := manifestAftryk(directory)
	return manifest, sum, err
}

// skriver writes one file of a take-out and counts.
type skriver struct {
	fil    *os.File
	buffer *bufio.Writer
	linjer int
}

func (s *skriver) json(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.linje(text)
}

func (s *skriver) linje(text []byte) error {
	s.linjer++
	_, err := s.buffer.Write(append(text, '\n'))
	return err
}

// del is a file of a take-out: what it is called and is, and who writes it.
type udtagsdel struct {
	navn, hvad string
	skriv      func(context.Context, *skriver) error
}

// udtag writes everything of the municipality into a directory.
func (b *bro) udtag(ctx context.Context, m *miljoe, directory, who string, people bool) (udtagManifest, error) {
	manifest := udtagManifest{Kommune: b.kommune, Tid: m.Nu(), Af: who, MedPersoner: people}
	p, err := b.politik(ctx)
	if err != nil {
		return manifest, err
	}
	manifest.Navn = p.Navn
	if manifest.Raekker, err = b.db.Raekker(ctx, b.kommune); err != nil {
		return manifest, err
	}
	for _, part := range b.udtagsdele(p, people) {
		f, err := skrivUdtag(ctx, directory, part)
		if err != nil {
			return manifest, fmt.Errorf("take out %s: %w", part.navn, err)
		}
		manifest.Filer = append(manifest.Filer, f)
	}
	f, err := skrivUdtag(ctx, directory, udtagsdel{laesmigFil, "hvad filerne er", func(_ context.Context, s *skriver) error {
		for _, line := range laesmig(manifest) {
			if err := s.linje([]byte(line)); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		return manifest, err
	}
	manifest.Filer = append(manifest.Filer, f)
	return manifest, skrivHelt(filepath.Join(directory, manifestFil), manifest)
}

func skrivUdtag(ctx context.Context, directory string, part udtagsdel) (udtagFil, error) {
	told := udtagFil{Navn: part.navn, Hvad: part.hvad}
	file, err := os.OpenFile(filepath.Join(directory, part.navn), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return told, err
	}
	sum := sha256.New()
	s := &skriver{fil: file, buffer: bufio.NewWriterSize(io.MultiWriter(file, sum), 1<<16)}
	err = part.skriv(ctx, s)
	if err = errors.Join(err, s.buffer.Flush(), file.Sync()); err == nil {
		info, statErr := file.Stat()
		if statErr == nil {
			told.Bytes = info.Size()
		}
		err = statErr
	}
	told.Linjer, told.SHA256 = s.linjer, hex.EncodeToString(sum.Sum(nil))
	return told, errors.Join(err, file.Close())
}

// udtagsdele are the files.
func (b *bro) udtagsdele(p politik.Politik, people bool) []udtagsdel {
	source, objects := b.kildeUdenPersoner, b.indeksUdenPersoner
	told := "uden navne, CPR-numre og fritekst"
	if people {
		source, objects, told = b.kildeMedPersoner, b.indeksMedPersoner, "med navne og CPR-numre i klar tekst"
	}
	return []udtagsdel{
		{"kilde.ndjson", "kildens linjer, som `eoj load` tager dem, " + told, source},
		{"indeks.ndjson", "objekterne i de indbyggede indekser, " + told, objects},
		{"beslutninger.csv", "hver beslutning om en sagstype, ydelse eller enhed, ældste først", b.beslutningerCSV},
		{"noter.csv", "kommentarer, spørgsmål og godkendelser ved siden af beslutningerne", b.noterCSV},
		{"fakta.ndjson", "kommunens vej gennem programmet, ældste først", func(ctx context.Context, s *skriver) error {
			all, err := b.db.Fakta(ctx, b.kommune)
			return jsonlinjer(s, all, err)
		}},
		{"aktiveringer.ndjson", "hver gang Eksporter sager blev slået til eller fra", func(ctx context.Context, s *skriver) error {
			all, err := b.db.Aktiveringer(ctx, b.kommune)
			return jsonlinjer(s, all, err)
		}},
		{"politik.csv", "kommunens valg, som de gælder", func(_ context.Context, s *skriver) error {
			return csvlinjer(s, []string{"noegle", "vaerdi", "hvad"}, politik.Felter(), func(f politik.Felt) []string { return []string{f.Noegle, f.Vaerdi(p), f.Hvad} })
		}},
		{"organisation.ndjson", "enhederne fra FK Organisation, som `organisation import` tager dem", func(ctx context.Context, s *skriver) error {
			tree, err := b.db.Organisation(ctx, b.kommune)
			if err != nil {
				return err
			}
			return jsonlinjer(s, tree.Alle(), nil)
		}},
		{"kle.ndjson", "KLE, som det sidst blev importeret", func(ctx context.Context, s *skriver) error {
			plan, err := b.db.Plan(ctx, b.kommune, true)
			if err != nil {
				return err
			}
			return jsonlinjer(s, plan.Klasser, nil)
		}},
		{"kontakter.ndjson", "kontaktoplysninger skrevet i hånden for borgerne", func(ctx context.Context, s *skriver) error {
			all, err := b.db.Kontakter(ctx, b.kommune)
			return jsonlinjer(s, all, err)
		}},
		{"faelles.ndjson", "andre kommuners valg, som de blev hentet", func(ctx context.Context, s *skriver) error {
			all, err := b.db.Faelles(ctx, b.kommune)
			return jsonlinjer(s, all, err)
		}},
		{"tavle.ndjson", "det, kommunen har slået op for de andre", b.egneOpslag},
		{"maskiner.csv", "systemer, der har haft adgang til API'et, uden deres nøgler", b.maskinerCSV},
		{"revision.csv", "revisionsloggen; borgere står som nøglet aftryk", func(ctx context.Context, s *skriver) error {
			w := csv.NewWriter(s.buffer)
			w.Comma = ';'
			err := w.Write(rev.Kolonner)
			if err == nil {
				err = b.udtraek(ctx, rev.Valg{}, func(row []string) error { s.linjer++; return w.Write(row) })
			}
			w.Flush()
			return errors.Join(err, w.Error())
		}},
	}
}

func jsonlinjer[T any](s *skriver, all []T, err error) error {
	for i := range all {
		if err == nil {
			err = s.json(all[i])
		}
	}
	return err
}

func csvlinjer[T any](s *skriver, head []string, all []T, row func(T) []string) error {
	w := csv.NewWriter(s.buffer)
	w.Comma = ';'
	err := w.Write(head)
	for i := range all {
		s.linjer++
		err = errors.Join(err, w.Write(row(all[i])))
	}
	w.Flush()
	return errors.Join(err, w.Error())
}

func (b *bro) beslutningerCSV(ctx context.Context, s *skriver) error {
	all, err := b.db.Beslutninger(ctx, b.kommune)
	if err != nil {
		return err
	}
	return csvlinjer(s, []string{"nr", "tid", "af", "art", "id", "valg", "i-sted-for", "grund", "trods"}, all, func(d mapping.Beslutning) []string {
		return []string{strconv.FormatInt(d.Nr, 10), d.Tid.UTC().Format(time.RFC3339), d.Af, string(d.Art), d.ID, d.Valg.String(), d.IStedFor.String(), d.Grund, d.Trods}
	})
}

func (b *bro) noterCSV(ctx context.Context, s *skriver) error {
	all, err := b.db.Noter(ctx, b.kommune)
	if err != nil {
		return err
	}
	return csvlinjer(s, []string{"nr", "tid", "af", "art", "id", "slags", "kode", "tekst"}, all, func(n mapping.Note) []string {
		return []string{strconv.FormatInt(n.Nr, 10), n.Tid.UTC().Format(time.RFC3339), n.Af, string(n.Art), n.ID, string(n.Slags), n.Kode, n.Tekst}
	})
}

// stamdatalinjer gives the source's lines of units, types and services, which are about no citizen.
func (b *bro) stamdatalinjer(ctx context.Context, yield func(line []byte) error) error {
	g, err := b.db.Grundlag(ctx, b.kommune)
	if err != nil {
		return err
	}
	var held [][]byte
	err = b.db.WriteMirror(ctx, b.kommune, func(tx mirror.Tx) error { // which writes nothing
		held = nil
		for _, kind := range []struct {
			typ eoj.Type
			ids []string
		}{{eoj.TypeEnhed, slices.Sorted(maps.Keys(g.Enheder))}, {eoj.TypeSagstype, slices.Sorted(maps.Keys(g.Sagstyper))}, {eoj.TypeYdelse, slices.Sorted(maps.Keys(g.Ydelser))}} {
			kept, err := tx.Linjer(ctx, kind.typ, kind.ids)
			if err != nil {
				return err
			}
			for _, id := range kind.ids {
				if line := kept[id]; line != nil {
					held = append(held, line)
				}
			}
		}
		return nil
	})
	for _, line := range held {
		err = errors.Join(err, yield(line))
	}
	return err
}

// personlinjer gives the lines of cases, then those of grants.
func (b *bro) personlinjer(ctx context.Context, yield func(line []byte) error) error {
	const page = 1000
	open := func(typ eoj.Type, id string, sealed []byte) error {
		if sealed == nil {
			return nil // deleted
		}
		line, err := b.noegler.Open(sealed, mirror.Context(typ, id))
		if err != nil {
			return fmt.Errorf("%s %s: %w", typ, id, err)
		}
		return yield(line)
	}
	for after := int64(0); ; {
		rows, err := b.db.AendredeSager(ctx, b.kommune, after, 1<<62, page)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := open(eoj.TypeSag, row.ID, row.Linje); err != nil {
				return err
			}
			after = row.Seq
		}
		if len(rows) < page {
			break
		}
	}
	for after := int64(0); ; {
		rows, err := b.db.AendredeBevillinger(ctx, b.kommune, after, 1<<62, page)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := open(eoj.TypeBevilling, row.ID, row.Linje); err != nil {
				return err
			}
			after = row.Seq
		}
		if len(rows) < page {
			return nil
		}
	}
}

func (b *bro) kildeMedPersoner(ctx context.Context, s *skriver) error {
	return errors.Join(b.stamdatalinjer(ctx, s.linje), b.personlinjer(ctx, s.linje))
}

// upersonlige are the fields of a case's or grant's line that tell nothing of whom it is about; what is not named here is left out.
var upersonlige = []string{"type", "id", "version", "sagstype", "enhed", "facet", "oprettet", "afsluttet", "foelsomhed", "fremdrift", "registreret", "sag", "ydelse", "fra", "til"}

func (b *bro) kildeUdenPersoner(ctx context.Context, s *skriver) error {
	if err := b.stamdatalinjer(ctx, s.linje); err != nil {
		return err
	}
	return b.personlinjer(ctx, func(line []byte) error {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(line, &fields); err != nil {
			return errors.New("a kept line is not JSON")
		}
		maps.DeleteFunc(fields, func(name string, _ json.RawMessage) bool { return !slices.Contains(upersonlige, name) })
		return s.json(fields)
	})
}

// indeksraekker gives the rows of the embedded indexes, a page at a time.
func (b *bro) indeksraekker(ctx context.Context, yield func([]index.Raekke) error) error {
	const page = 500
	for after := (oio.UUID{}); ; {
		var rows []index.Raekke
		err := b.db.SoegObjekter(ctx, b.kommune, index.Soegning{Efter: after, Antal: page}, func(row index.Raekke) error {
			rows = append(rows, row)
			return nil
		})
		if err == nil {
			err = yield(rows)
		}
		if err != nil || len(rows) < page {
			return err
		}
		after = rows[page-1].UUID
	}
}

// objektlinje is an object of the index; Indhold is its canonical form.
type objektlinje struct {
	Art        string          `json:"art"`
	UUID       oio.UUID        `json:"uuid"`
	KLE        string          `json:"kle"`
	Enhed      oio.UUID        `json:"enhed"`
	System     oio.UUID        `json:"system"`
	Sag        *oio.UUID       `json:"sag,omitempty"`
	Fra        oio.Dato        `json:"fra"`
	Til        oio.Dato        `json:"til,omitempty"`
	Registered time.Time       `json:"registreret"`
	Indhold    json.RawMessage `json:"indhold,omitempty"`
}

func linjeAf(row index.Raekke) objektlinje {
	line := objektlinje{Art: row.Art.String(), UUID: row.UUID, KLE: row.KLE, Enhed: row.Enhed, System: row.System, Fra: row.Fra, Til: row.Til, Registered: row.Tidspunkt.UTC()}
	if !row.Sag.IsZero() {
		line.Sag = &row.Sag
	}
	return line
}

func (b *bro) indeksUdenPersoner(ctx context.Context, s *skriver) error {
	return b.indeksraekker(ctx, func(rows []index.Raekke) error {
		for i := range rows {
			if err := s.json(linjeAf(rows[i])); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *bro) indeksMedPersoner(ctx context.Context, s *skriver) error {
	return b.indeksraekker(ctx, func(rows []index.Raekke) error {
		ids := make([]oio.UUID, len(rows))
		for i := range rows {
			ids[i] = rows[i].UUID
		}
		found, err := b.index.ObjekterMed(ctx, b.kommune, ids)
		if err != nil {
			return err
		}
		for i := range rows {
			line := linjeAf(rows[i])
			if g, there := found[line.UUID]; there {
				if line.Indhold, err = oio.Canonical(g.Objekt); err != nil {
					return err
				}
			}
			if err := s.json(line); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *bro) egneOpslag(ctx context.Context, s *skriver) error {
	all, err := b.db.Tavle(ctx, tavleslags...)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Kommune == b.kommune {
			if err := s.json(all[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bro) maskinerCSV(ctx context.Context, s *skriver) error {
	all, err := b.db.Maskiner(ctx, b.kommune)
	if err != nil {
		return err
	}
	w := csv.NewWriter(s.buffer)
	w.Comma = ';'
	err = w.Write([]string{"navn", "slags", "roller", "oprettet", "af", "udloeb", "sidst", "fjernet"})
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return oio.DatoOf(t).String()
	}
	for i := range all {
		s.linjer++
		one := &all[i]
		err = errors.Join(err, w.Write([]string{one.Navn, string(one.Slags), one.Roller.String(), day(one.Oprettet), one.Af, day(one.Udloeb), day(one.Sidst), day(one.Fjernet)}))
	}
	w.Flush()
	return errors.Join(err, w.Error())
}

// laesmig describes the take-out to whoever gets it.
func laesmig(u udtagManifest) []string {
	lines := []string{
		"Alt, hvad Indeksbro havde om " + u.Navn + " (CVR " + string(u.Kommune) + "), " + u.Tid.In(oio.Koebenhavn).Format("2006-01-02 15:04") + ".", "",
		"Filerne er UTF-8. NDJSON er én JSON-værdi pr. linje; CSV har semikolon og overskrift i første linje.",
		"manifest.json har antal linjer (uden CSV-overskrift), størrelse og SHA-256 for hver fil.", "",
	}
	for _, f := range u.Filer {
		lines = append(lines, f.Navn+": "+f.Hvad)
	}
	return lines
}

// tavleslags are the kinds of notices.
var tavleslags = []tavle.Art{tavle.Valg, tavle.Afklaring, tavle.Spoergsmaal, tavle.Svar, tavle.Moede, tavle.Udefra, tavle.Aftalt, tavle.Pakke}
