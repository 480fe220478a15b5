// Package standin is the demo's stand-in for FK Klassifikation: the numbers, titles, law references and identities of main
// groups 27 and 29 and group 17.03, written as the XML file an import from KL would bring. The demo reads it through
// kle.Parse like any other file, and nothing else in the program depends on the package.
//
// It is an extract for demonstration: no guidance texts, no keywords, no dates. The content is KL's (see NOTICE). A real
// installation imports its own edition (R060) and never sees this one.
package standin

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
)

//go:embed klassifikation.csv
var table []byte

// udgivet is the edition of KLE the table was taken from.
const udgivet = oio.Dato(20250501)

// WriteEmneplan writes the table as a KLE-Emneplan in the REST layout 1.x. It fails only when w does, or when the table in
// the program is broken, which a test rules out.
func WriteEmneplan(w io.Writer) error {
	plan, err := read(bytes.NewReader(table))
	if err != nil {
		return fmt.Errorf("read the stand-in classification: %w", err)
	}
	return kle.Write(w, plan)
}

func read(r io.Reader) (*kle.Plan, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	plan := &kle.Plan{Udgivet: udgivet}
	for _, row := range rows[1:] {
		nummer, err := kle.ParseNummer(row[0])
		if err != nil {
			return nil, err
		}
		plan.Klasser = append(plan.Klasser, kle.Klasse{
			Nummer: nummer, Titel: row[1], Retskilder: kle.LaesRetskilder(row[2]), UUID: row[3],
		})
	}
	return plan, nil
}
