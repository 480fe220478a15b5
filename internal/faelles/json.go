package faelles

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"indeksbro/internal/oio"
)

// jsonFormat names the form of a JSON file and its version.
const jsonFormat = "indeksbro/faelles/1"

// jsonfil is a JSON file of choices.
type jsonfil struct {
	Format  string  `json:"format"`
	Kommune oio.CVR `json:"kommune,omitempty"`
	Navn    string  `json:"navn,omitempty"`
	Tid     string  `json:"tid,omitempty"`
	Valg    []Valg  `json:"valg"`
}

func skrivJSON(w io.Writer, of Saet, all []Valg) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	return out.Encode(jsonfil{jsonFormat, of.Kommune, of.Navn, of.Tid.UTC().Format(time.RFC3339), all})
}

// laesJSON reads such a file, or the bare list of choices.
func laesJSON(text []byte) ([]Valg, []Fejl) {
	var file jsonfil
	into := any(&file)
	if bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("[")) {
		file.Format, into = jsonFormat, &file.Valg
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(into); err != nil {
		return nil, hele("filen er ikke JSON med valg", "not JSON of choices: "+oio.MaskCPR(err.Error()))
	}
	if file.Format != jsonFormat {
		return nil, hele("filens format kendes ikke", "want the format "+jsonFormat)
	}
	if _, err := in.Token(); err != io.EOF {
		return nil, hele("der står mere efter listen", "there is more after the list")
	}
	var got samlet
	for i, v := range file.Valg {
		got.tag(i+1, v)
	}
	return got.valg, got.faults
}
