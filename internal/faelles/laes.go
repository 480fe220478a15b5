package faelles

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/oio"
)

// Format is how choices are written.
type Format string

// The formats.
const (
	CSV   Format = "csv"
	SSSOM Format = "sssom"
	FHIR  Format = "fhir"
	JSON  Format = "json"
)

// Formater are all of them, with what a browser calls each and the end of its file's name.
var Formater = []struct {
	Format           Format
	Navn, Type, Ende string
}{
	{CSV, "CSV", "text/csv; charset=utf-8", "csv"},
	{SSSOM, "SSSOM", "text/tab-separated-values; charset=utf-8", "sssom.tsv"},
	{FHIR, "FHIR ConceptMap", "application/fhir+json", "fhir.json"},
	{JSON, "JSON", "application/json", "json"},
}

// ParseFormat reads the word of a format.
func ParseFormat(word string) (Format, error) {
	var words []string
	for _, f := range Formater {
		if string(f.Format) == word {
			return f.Format, nil
		}
		words = append(words, string(f.Format))
	}
	return "", fmt.Errorf("want %s", strings.Join(words, ", "))
}

// Saet is what a file of choices says of itself.
type Saet struct {
	Kommune oio.CVR // who wrote it, which in a file of several municipalities' choices need not be their author
	Navn    string
	Tid     time.Time // when, which also is the version
}

// Skriv writes choices in a format. What it writes Laes reads again, choice for choice.
func Skriv(w io.Writer, f Format, of Saet, choices []Valg) error {
	all := make([]Valg, 0, len(choices))
	for _, v := range choices {
		all = append(all, v.Ens())
	}
	Sorter(all)
	switch f {
	case CSV:
		return skrivCSV(w, all)
	case SSSOM:
		return skrivSSSOM(w, of, all)
	case FHIR:
		return skrivFHIR(w, of, all)
	case JSON:
		return skrivJSON(w, of, all)
	}
	return fmt.Errorf("write choices: no format %q", f)
}

// Laest is what a file holds. Udeladt counts lines that say what a name is not, which is no choice.
type Laest struct {
	Format  Format
	Valg    []Valg
	Udeladt int
}

// Laes reads a file, whose format it tells by its content. Where there is a fault nothing may be taken. Not a bundle: AabnPakke reads those.
func Laes(r io.Reader) (Laest, []Fejl, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return Laest{}, nil, fmt.Errorf("read choices: %w", err)
	}
	if len(text) > maxBytes {
		return Laest{}, hele("filen er for stor", "the file is too large"), nil
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	read := Laest{Format: kend(text)}
	var faults []Fejl
	switch read.Format {
	case FHIR:
		read.Valg, read.Udeladt, faults = laesFHIR(text)
	case JSON:
		read.Valg, faults = laesJSON(text)
	case SSSOM:
		read.Valg, read.Udeladt, faults = laesSSSOM(text)
	default:
		read.Valg, faults = laesCSV(text)
	}
	if len(faults) > 0 {
		return Laest{Format: read.Format}, faults, nil
	}
	return read, nil, nil
}

// kend tells a format by how the text begins.
func kend(text []byte) Format {
	start := bytes.TrimLeft(text[:min(len(text), 4096)], " \t\r\n")
	first, _, _ := bytes.Cut(start, []byte("\n"))
	switch {
	case bytes.HasPrefix(start, []byte("{")) && bytes.Contains(text, []byte(`"resourceType"`)):
		return FHIR
	case bytes.HasPrefix(start, []byte("{")) || bytes.HasPrefix(start, []byte("[")):
		return JSON
	case bytes.HasPrefix(start, []byte("#")), bytes.Contains(first, []byte("predicate_id")):
		return SSSOM
	}
	return CSV
}

// samlet keeps the good choices and the faults of lines as they come.
type samlet struct {
	valg   []Valg
	faults []Fejl
}

func (s *samlet) tag(place int, v Valg) {
	v = v.Ens()
	switch err := v.Proev(); {
	case err != nil:
		s.faults = append(s.faults, fejlI(place, err))
	case len(s.valg) == maxValg:
		if !slices.ContainsFunc(s.faults, func(f Fejl) bool { return f.Sted == 0 }) {
			s.faults = append(s.faults, hele("filen har for mange linjer", fmt.Sprintf("more than %d lines", maxValg))...)
		}
	default:
		s.valg = append(s.valg, v)
	}
}
