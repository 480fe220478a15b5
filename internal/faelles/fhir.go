package faelles

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// ligheder are the relations as FHIR R4 names them (ConceptMapEquivalence), seen from the local name to the code.
var ligheder = map[Forhold]string{Samme: "equivalent", Taet: "inexact", Bredere: "wider", Snaevert: "narrower", Beslaegt: "relatedto"}

// uparret is the equivalence of a name for which there is no code.
const uparret = "unmatched"

// conceptMap is a ConceptMap of FHIR R4, as far as choices fill it.
type conceptMap struct {
	ResourceType string      `json:"resourceType"`
	URL          string      `json:"url"`
	Identifier   *identifier `json:"identifier,omitempty"`
	Version      string      `json:"version,omitempty"`
	Name         string      `json:"name,omitempty"`
	Title        string      `json:"title,omitempty"`
	Status       string      `json:"status"`
	Date         string      `json:"date,omitempty"`
	Publisher    string      `json:"publisher,omitempty"`
	SourceURI    string      `json:"sourceUri,omitempty"`
	TargetURI    string      `json:"targetUri,omitempty"`
	Group        []group     `json:"group,omitempty"`
}

type identifier struct {
	System string `json:"system"`
	Value  string `json:"value"`
}

type group struct {
	Source  string    `json:"source,omitempty"`
	Target  string    `json:"target,omitempty"`
	Element []element `json:"element"`
}

type element struct {
	Code    string   `json:"code"`
	Display string   `json:"display,omitempty"`
	Target  []target `json:"target"`
}

type target struct {
	Extension   []extension `json:"extension,omitempty"`
	Code        string      `json:"code,omitempty"`
	Display     string      `json:"display,omitempty"`
	Equivalence string      `json:"equivalence"`
	Comment     string      `json:"comment,omitempty"`
	DependsOn   []depends   `json:"dependsOn,omitempty"`
}

type depends struct {
	Property string `json:"property"`
	Value    string `json:"value"`
}

type extension struct {
	URL          string   `json:"url"`
	ValueDate    string   `json:"valueDate,omitempty"`
	ValueDecimal *float64 `json:"valueDecimal,omitempty"`
}

// bundle holds the maps of several municipalities.
type bundle struct {
	ResourceType string        `json:"resourceType"`
	Type         string        `json:"type"`
	Entry        []bundleentry `json:"entry,omitempty"`
}

type bundleentry struct {
	FullURL  string          `json:"fullUrl"`
	Resource json.RawMessage `json:"resource"`
}

// kommentarer are what R4 demands beside a relation that does not hold both ways (invariant cmd-1), where the municipality says nothing itself.
var kommentarer = map[Forhold]string{Taet: "Valgt af kommunen som det, der passer bedst.", Snaevert: "Koden er snævrere end det lokale navn."}

// kodesystemer are the code systems of the two kinds: of the local names and of the codes.
func kodesystemer(art mapping.Art) (source, target string) {
	if art == mapping.Sagstype {
		return urnNavn + "sagstype", strings.TrimSuffix(urnKLE, ":")
	}
	return urnNavn + "ydelse", strings.TrimSuffix(urnType, ":")
}

// skrivFHIR writes a ConceptMap, or a Bundle of them where the choices are of several municipalities. The law a name is under is what the mapping
// depends on.
func skrivFHIR(w io.Writer, of Saet, all []Valg) error {
	by := map[oio.CVR][]Valg{}
	for _, v := range all {
		by[v.Kommune] = append(by[v.Kommune], v)
	}
	if len(by) == 0 && of.Kommune != "" {
		by[of.Kommune] = nil
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	owners := slices.Sorted(maps.Keys(by))
	if len(owners) == 1 {
		return out.Encode(conceptMapOf(owners[0], of, by[owners[0]]))
	}
	b := bundle{ResourceType: "Bundle", Type: "collection"}
	for _, owner := range owners {
		one := conceptMapOf(owner, of, by[owner])
		text, err := json.Marshal(one)
		if err != nil {
			return err
		}
		b.Entry = append(b.Entry, bundleentry{one.URL, text})
	}
	return out.Encode(b)
}

func conceptMapOf(owner oio.CVR, of Saet, choices []Valg) conceptMap {
	c := conceptMap{ResourceType: "ConceptMap", URL: "urn:uuid:" + oio.NameUUID(string(owner)+"/faelles/conceptmap").String(), Identifier: &identifier{strings.TrimSuffix(urnCVR, ":"), string(owner)},
		Version: of.Tid.UTC().Format(time.RFC3339), Name: "FaellesValg" + string(owner), Title: "Lokale navne og deres fælleskommunale koder", Status: "active", Date: of.Tid.UTC().Format(time.RFC3339),
		SourceURI: strings.TrimSuffix(urnNavn, ":"), TargetURI: "urn:indeksbro:faelles"}
	if owner == of.Kommune {
		c.Publisher = of.Navn
	}
	for _, art := range []mapping.Art{mapping.Sagstype, mapping.Ydelse} {
		source, to := kodesystemer(art)
		g := group{Source: source, Target: to}
		for i := range choices {
			v := &choices[i]
			if v.Art != art {
				continue
			}
			if v.KommuneNavn != "" {
				c.Publisher = v.KommuneNavn
			}
			if last := len(g.Element) - 1; last < 0 || g.Element[last].Code != v.Navn {
				g.Element = append(g.Element, element{Code: v.Navn})
			}
			e := &g.Element[len(g.Element)-1]
			e.Target = append(e.Target, maalet(v))
		}
		if len(g.Element) > 0 {
			c.Group = append(c.Group, g)
		}
	}
	return c
}

func maalet(v *Valg) target {
	t := target{Code: v.Kode, Display: v.Titel, Equivalence: ligheder[v.Forhold], Comment: v.Note}
	if v.Ikke {
		t.Equivalence = uparret
	} else if t.Comment == "" {
		t.Comment = kommentarer[v.Forhold]
	}
	if v.Lov != "" {
		t.DependsOn = append(t.DependsOn, depends{urnFelt + "lov", v.Lov})
	}
	if v.Paragraf != "" {
		t.DependsOn = append(t.DependsOn, depends{urnFelt + "paragraf", v.Paragraf})
	}
	if v.Dato != 0 {
		t.Extension = append(t.Extension, extension{URL: urnFelt + "dato", ValueDate: v.Dato.String()})
	}
	if v.Sikkerhed != 0 {
		t.Extension = append(t.Extension, extension{URL: urnFelt + "sikkerhed", ValueDecimal: &v.Sikkerhed})
	}
	return t
}

// laesFHIR reads a ConceptMap or a Bundle of them, whose groups name the code systems above.
func laesFHIR(text []byte) (all []Valg, skipped int, faults []Fejl) {
	var kind struct {
		ResourceType string        `json:"resourceType"`
		Entry        []bundleentry `json:"entry"`
	}
	if err := json.Unmarshal(text, &kind); err != nil {
		return nil, 0, hele("filen er ikke JSON", "not JSON: "+oio.MaskCPR(err.Error()))
	}
	maps := []json.RawMessage{bytes.Clone(text)}
	switch kind.ResourceType {
	case "ConceptMap":
	case "Bundle":
		maps = nil
		for _, e := range kind.Entry {
			maps = append(maps, e.Resource)
		}
	default:
		return nil, 0, hele("filen er hverken ConceptMap eller Bundle", "want a ConceptMap or a Bundle of them")
	}
	var got samlet
	place := 0
	for _, raw := range maps {
		var c conceptMap
		if err := json.Unmarshal(raw, &c); err != nil || c.ResourceType != "ConceptMap" {
			return nil, 0, hele("filen har noget, der ikke er et ConceptMap", "something in it is no ConceptMap")
		}
		if c.Identifier == nil || c.Identifier.System != strings.TrimSuffix(urnCVR, ":") {
			return nil, 0, hele("kommunens CVR-nummer mangler i identifier", "want the municipality's CVR number as identifier of the system "+strings.TrimSuffix(urnCVR, ":"))
		}
		skipped += c.laes(&got, &place)
	}
	return got.valg, skipped, got.faults
}

// laes takes the choices of a map; place counts targets, which are what lines are in a table.
func (c *conceptMap) laes(got *samlet, place *int) (skipped int) {
	for _, g := range c.Group {
		art := mapping.Art(strings.TrimPrefix(g.Source, urnNavn))
		if _, to := kodesystemer(art); art != mapping.Sagstype && art != mapping.Ydelse || g.Target != to {
			*place++
			got.faults = append(got.faults, fejlI(*place, fmt.Errorf("kind: the code systems %q and %q are not known", g.Source, g.Target)))
			continue
		}
		for _, e := range g.Element {
			for i := range e.Target {
				*place++
				if e.Target[i].Equivalence == "disjoint" {
					skipped++ // it says what the name is not
					continue
				}
				v, err := e.Target[i].valg()
				if err != nil {
					got.faults = append(got.faults, fejlI(*place, err))
					continue
				}
				v.Kommune, v.KommuneNavn, v.Art, v.Navn = oio.CVR(c.Identifier.Value), c.Publisher, art, e.Code
				got.tag(*place, v)
			}
		}
	}
	return skipped
}

func (t *target) valg() (Valg, error) {
	v := Valg{Kode: t.Code, Titel: t.Display, Note: t.Comment}
	for f, name := range ligheder {
		if name == t.Equivalence {
			v.Forhold = f
		}
	}
	switch t.Equivalence {
	case uparret:
		v.Ikke = true
	case "equal":
		v.Forhold = Samme
	case "specializes": // the target is a kind of the source
		v.Forhold = Snaevert
	case "subsumes":
		v.Forhold = Bredere
	}
	if v.Forhold == "" && !v.Ikke {
		return v, fmt.Errorf("forhold: the equivalence %q is not known", t.Equivalence)
	}
	if !v.Ikke && v.Note == kommentarer[v.Forhold] {
		v.Note = ""
	}
	for _, d := range t.DependsOn {
		switch d.Property {
		case urnFelt + "lov":
			v.Lov = d.Value
		case urnFelt + "paragraf":
			v.Paragraf = d.Value
		}
	}
	for _, x := range t.Extension {
		var err error
		switch {
		case x.URL == urnFelt+"dato":
			v.Dato, _, err = dagOgTal(x.ValueDate, "")
		case x.URL == urnFelt+"sikkerhed" && x.ValueDecimal != nil:
			v.Sikkerhed = *x.ValueDecimal
		}
		if err != nil {
			return v, err
		}
	}
	return v, nil
}
