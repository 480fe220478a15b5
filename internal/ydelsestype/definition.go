package ydelsestype

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Definition is what a code list says about one type in its own words. It comes by import and is never part of the program.
type Definition struct {
	System    string   `json:"system"` // FSIII, FFB, FBØ, LTT
	Kode      string   `json:"kode"`
	Navn      string   `json:"navn"`
	Tekst     string   `json:"tekst,omitempty"`
	Eksempler []string `json:"eksempler,omitempty"`
}

// Kodeliste is one imported code list.
type Kodeliste struct {
	System       string
	Version      string
	Definitioner []Definition
}

// Limits of a code list: far above the real ones.
const (
	maxKodeliste = 32 << 20
	maxKoder     = 100_000
	maxDybde     = 20
	maxTekst     = 20_000
)

// codeSystem is a FHIR R4 CodeSystem, as far as it is used.
type codeSystem struct {
	ResourceType string    `json:"resourceType"`
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Version      string    `json:"version"`
	Concept      []concept `json:"concept"`
}

type concept struct {
	Code       string    `json:"code"`
	Display    string    `json:"display"`
	Definition string    `json:"definition"`
	Concept    []concept `json:"concept"`
}

// ParseKodeliste reads a code list published as a FHIR CodeSystem in JSON. It is refused whole when it is something else, too
// large, or names a code twice.
func ParseKodeliste(r io.Reader) (*Kodeliste, error) {
	limited := &io.LimitedReader{R: r, N: maxKodeliste + 1}
	var cs codeSystem
	if err := json.NewDecoder(limited).Decode(&cs); err != nil {
		if limited.N <= 0 {
			return nil, fmt.Errorf("code list: larger than %d MB", maxKodeliste>>20)
		}
		return nil, fmt.Errorf("code list: not JSON: %w", err)
	}
	if cs.ResourceType != "CodeSystem" {
		return nil, fmt.Errorf("code list: want a FHIR CodeSystem, not %q", cs.ResourceType)
	}
	list := &Kodeliste{System: systemOf(cs), Version: cs.Version}
	if list.System == "" {
		return nil, errors.New("code list: it has neither id nor name")
	}
	seen := map[string]bool{}
	if err := list.add(cs.Concept, 1, seen); err != nil {
		return nil, err
	}
	if len(list.Definitioner) == 0 {
		return nil, errors.New("code list: it has no codes; an empty list is not believed")
	}
	return list, nil
}

// systemOf is the system's name as keys write it.
func systemOf(cs codeSystem) string {
	name := cs.ID
	if name == "" {
		name = cs.Name
	}
	switch strings.ToUpper(name) {
	case "FBOE", "FBØ", "FBOEM":
		return "FBØ"
	case "FSIII", "FFB", "LTT":
		return strings.ToUpper(name)
	}
	return name
}

func (l *Kodeliste) add(concepts []concept, depth int, seen map[string]bool) error {
	if depth > maxDybde {
		return fmt.Errorf("code list: more than %d levels", maxDybde)
	}
	for _, c := range concepts {
		switch {
		case c.Code == "" || c.Display == "":
			return fmt.Errorf("code list: a concept without code or display (code %q)", c.Code)
		case seen[c.Code]:
			return fmt.Errorf("code list: code %q stands twice", c.Code)
		case len(seen) >= maxKoder:
			return fmt.Errorf("code list: more than %d codes", maxKoder)
		case len(c.Definition) > maxTekst || !utf8.ValidString(c.Definition+c.Display):
			return fmt.Errorf("code list: code %q has a definition that is too long or no text", c.Code)
		}
		seen[c.Code] = true
		text, examples := splitEksempler(c.Definition)
		l.Definitioner = append(l.Definitioner, Definition{System: l.System, Kode: c.Code, Navn: c.Display, Tekst: text, Eksempler: examples})
		if err := l.add(c.Concept, depth+1, seen); err != nil {
			return err
		}
	}
	return nil
}

// splitEksempler divides a definition into what it says and the examples it ends with.
func splitEksempler(definition string) (text string, examples []string) {
	text = definition
	for _, mark := range []string{"Eksempler:", "Eksempel:", "Fx:", "F.eks.:"} {
		if before, after, found := strings.Cut(definition, mark); found {
			text = before
			for _, e := range strings.FieldsFunc(after, func(r rune) bool { return r == ',' || r == '.' || r == ';' || r == '\n' }) {
				if e = strings.TrimFunc(e, func(r rune) bool { return unicode.IsSpace(r) || r == '-' }); e != "" {
					examples = append(examples, e)
				}
			}
			break
		}
	}
	return strings.TrimSpace(text), examples
}

// Mod holds a list against a catalogue: how many of its codes are types there, and which types of its system it no longer has.
func (l *Kodeliste) Mod(k *Katalog) (known int, ended []Type) {
	have := make(map[string]bool)
	for _, d := range l.Definitioner {
		if t, found := k.FindKode(d.System, d.Kode); found {
			have[t.Noegle] = true
		}
	}
	for _, t := range k.Typer() {
		if t.Standard() == l.System && !have[t.Noegle] {
			ended = append(ended, t)
		}
	}
	return len(have), ended
}
