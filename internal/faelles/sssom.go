package faelles

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// The identifiers of what is mapped from and to. They name, and lead nowhere.
const (
	urnCVR  = "urn:oio:cvr-nr:"
	urnKLE  = "urn:indeksbro:kle:"
	urnType = "urn:indeksbro:ydelsestype:"
	urnNavn = "urn:indeksbro:lokalt-navn:"
	urnFelt = "urn:indeksbro:felt:"

	ikkeFundet = "sssom:NoTermFound"
	manuelt    = "semapv:ManualMappingCuration"
	uoplyst    = "https://w3id.org/sssom/license/unspecified"
)

// praedikater are the relations as SSSOM names them.
var praedikater = map[Forhold]string{Samme: "skos:exactMatch", Taet: "skos:closeMatch", Bredere: "skos:broadMatch", Snaevert: "skos:narrowMatch", Beslaegt: "skos:relatedMatch"}

// sssomkolonner are the columns written. The kind comes first, so that no name can begin a line with the sign of the metadata block. The last two are extension slots: SSSOM has no place for the law a local name is under.
var sssomkolonner = []string{"subject_category", "subject_label", "predicate_id", "object_id", "object_label", "object_source", "mapping_justification",
	"author_id", "author_label", "mapping_date", "confidence", "comment", "lov", "paragraf"}

func skrivSSSOM(w io.Writer, of Saet, all []Valg) error {
	if _, err := io.WriteString(w, sssomhoved(of)); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = '\t'
	if err := out.Write(sssomkolonner); err != nil {
		return err
	}
	for i := range all {
		v := &all[i]
		source, object := "urn:indeksbro:kle", "kle:"+v.Kode
		if v.Art == mapping.Ydelse {
			source, object = "urn:indeksbro:ydelsestype", "ydelsestype:"+v.Kode
		}
		predicate := praedikater[v.Forhold]
		if v.Ikke {
			predicate, object = praedikater[Samme], ikkeFundet
		}
		row := []string{string(v.Art), v.Navn, predicate, object, v.Titel, source, manuelt, "cvr:" + string(v.Kommune), v.KommuneNavn, dag(v.Dato), tal(v.Sikkerhed), v.Note, v.Lov, v.Paragraf}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// sssomhoved is the metadata block of a mapping set (SSSOM 1.1). Our names have no identifier of their own that anybody else would know, so a
// subject is a literal: its label is the name. A text in double quotes is YAML when it is JSON.
func sssomhoved(of Saet) string {
	title := "Lokale navne og deres fælleskommunale koder"
	if of.Navn != "" {
		title += " – " + of.Navn
	}
	lines := []string{"sssom_version: \"1.1\"", "mapping_set_id: urn:uuid:" + oio.NameUUID(string(of.Kommune)+"/faelles").String(), "mapping_set_version: " + tekst(of.Tid.UTC().Format(time.RFC3339)),
		"mapping_set_title: " + tekst(title), "license: " + uoplyst, "subject_type: rdfs literal", "mapping_tool: Indeksbro", "publication_date: " + of.Tid.UTC().Format(time.DateOnly)}
	if of.Kommune != "" {
		lines = append(lines, "creator_id:", "  - cvr:"+string(of.Kommune))
	}
	lines = append(lines, "curie_map:", "  cvr: "+tekst(urnCVR), "  felt: "+tekst(urnFelt), "  kle: "+tekst(urnKLE), "  ydelsestype: "+tekst(urnType),
		"extension_definitions:", "  - slot_name: lov", "    property: felt:lov", "    type_hint: xsd:string", "  - slot_name: paragraf", "    property: felt:paragraf", "    type_hint: xsd:string")
	return "#" + strings.Join(lines, "\n#") + "\n"
}

// hovedet is what a reader needs of a metadata block.
type hovedet struct {
	Praefikser map[string]string
	Dato       string
}

func laesHoved(text []byte) (h hovedet, err error) {
	h.Praefikser = map[string]string{}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return h, err
	}
	for _, doc := range file.Docs {
		top, ok := doc.Body.(ast.MapNode)
		if !ok {
			continue
		}
		for each := top.MapRange(); each.Next(); {
			switch each.Key().String() {
			case "mapping_date":
				h.Dato = enkelt(each.Value())
			case "curie_map":
				prefixes, ok := each.Value().(ast.MapNode)
				if !ok {
					return h, errors.New("curie_map is no map")
				}
				for one := prefixes.MapRange(); one.Next(); {
					h.Praefikser[one.Key().String()] = enkelt(one.Value())
				}
			}
		}
	}
	return h, nil
}

// enkelt is a scalar's text.
func enkelt(n ast.Node) string {
	if scalar, ok := n.(ast.ScalarNode); ok {
		return fmt.Sprint(scalar.GetValue())
	}
	return ""
}

// laesSSSOM reads a mapping set: ours, or another's that keeps to the model and says who the author is by CVR number. A row that says what a name
// is not (predicate_modifier Not) is no choice and left out.
func laesSSSOM(text []byte) (all []Valg, skipped int, faults []Fejl) {
	var head bytes.Buffer
	lines, table := 0, bufio.NewReader(bytes.NewReader(text))
	for {
		if next, err := table.Peek(1); err != nil || next[0] != '#' {
			break
		}
		line, err := table.ReadString('\n')
		head.WriteString(strings.TrimPrefix(line, "#"))
		lines++
		if err != nil {
			break
		}
	}
	meta, err := laesHoved(head.Bytes())
	if err != nil {
		return nil, 0, hele("filens hoved kan ikke læses", "the metadata block is not YAML")
	}
	in := csv.NewReader(table)
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = '\t', true, -1
	names, err := in.Read()
	if err != nil {
		return nil, 0, []Fejl{{lines + 1, "tabellen mangler", "want a table after the metadata block"}}
	}
	at := map[string]int{}
	for i, name := range names {
		at[strings.TrimSpace(name)] = i
	}
	for _, name := range []string{"subject_label", "predicate_id", "object_id", "mapping_justification", "author_id"} {
		if _, there := at[name]; !there {
			faults = append(faults, Fejl{lines + 1, "kolonnen " + name + " mangler", "the column " + name + " is missing"})
		}
	}
	if len(faults) > 0 {
		return nil, 0, faults
	}
	var got samlet
	for {
		cells, err := in.Read()
		if err == io.EOF {
			break
		}
		line, _ := in.FieldPos(0)
		line += lines
		if err != nil {
			return nil, 0, []Fejl{{line, "linjen kan ikke læses", oio.MaskCPR(err.Error())}}
		}
		cell := func(name string) string {
			if i, there := at[name]; there && i < len(cells) {
				return strings.TrimSpace(cells[i])
			}
			return ""
		}
		if cell("predicate_modifier") == "Not" {
			skipped++
			continue
		}
		v, err := sssomraekke(cell, meta.Praefikser)
		if v.Dato == 0 && err == nil {
			v.Dato, _, err = dagOgTal(meta.Dato, "")
		}
		if err != nil {
			got.faults = append(got.faults, fejlI(line, err))
			continue
		}
		got.tag(line, v)
	}
	return got.valg, skipped, got.faults
}

func sssomraekke(cell func(string) string, prefixes map[string]string) (v Valg, err error) {
	expand := func(curie string) string {
		if name, local, found := strings.Cut(curie, ":"); found && prefixes[name] != "" {
			return prefixes[name] + local
		}
		return curie
	}
	v = Valg{KommuneNavn: cell("author_label"), Art: mapping.Art(cell("subject_category")), Navn: cell("subject_label"), Lov: cell("lov"), Paragraf: cell("paragraf"), Titel: cell("object_label"), Note: cell("comment")}
	author, known := strings.CutPrefix(expand(cell("author_id")), urnCVR)
	if !known {
		return v, fmt.Errorf("kommune: want the author's CVR number in author_id, as %s and eight digits", urnCVR)
	}
	v.Kommune = oio.CVR(author)
	if v.Dato, v.Sikkerhed, err = dagOgTal(cell("mapping_date"), cell("confidence")); err != nil {
		return v, err
	}
	if v.Forhold, err = forholdAf(cell("predicate_id")); err != nil {
		return v, err
	}
	object, art := expand(cell("object_id")), mapping.Art("")
	switch {
	case object == ikkeFundet || object == "https://w3id.org/sssom/NoTermFound":
		v.Ikke = true
	case strings.HasPrefix(object, urnKLE):
		v.Kode, art = strings.TrimPrefix(object, urnKLE), mapping.Sagstype
	case strings.HasPrefix(object, urnType):
		v.Kode, art = strings.TrimPrefix(object, urnType), mapping.Ydelse
	default:
		return v, fmt.Errorf("kode: want %s or %s and the code in object_id", urnKLE, urnType)
	}
	if v.Art == "" {
		v.Art = art
	}
	if art != "" && v.Art != art {
		return v, fmt.Errorf("kind: a %s is not mapped to %s", v.Art, object)
	}
	return v, nil
}

func forholdAf(predicate string) (Forhold, error) {
	for f, name := range praedikater {
		if predicate == name || predicate == strings.Replace(name, "skos:", "http://www.w3.org/2004/02/skos/core#", 1) {
			return f, nil
		}
	}
	return "", fmt.Errorf("forhold: want a skos:…Match in predicate_id")
}
