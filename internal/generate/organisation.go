package generate

import (
	"fmt"
	"io"

	"indeksbro/internal/oio"
)

type fkLinje struct {
	UUID       oio.UUID    `json:"uuid"`
	Navn       string      `json:"navn"`
	Overordnet *oio.UUID   `json:"overordnet"`
	Status     string      `json:"status"`
	CVR        string      `json:"cvr"`
	PNummer    string      `json:"pnummer,omitempty"`
	Adresser   []fkAdresse `json:"adresser"`
	Opgaver    []string    `json:"opgaver"`
}

type fkAdresse struct {
	Rolle string `json:"rolle"`
	Tekst string `json:"tekst"`
}

// Organisation writes the municipality's units in FK Organisation, parents first. Some are the care record's own units by
// the same name, some by another name, and some of the care record's are missing (R076, R077). Most have addresses, a few
// have none, one is inactive.
func Organisation(w io.Writer, o Options) error {
	o = o.withDefaults()
	var lines []fkLinje
	for nr, f := range verden().fk {
		line := fkLinje{
			UUID: fkUUID(o.Kommune, f.noegle), Navn: f.navn, Status: f.status, CVR: string(o.Kommune), PNummer: f.pnummer,
			Adresser: adresser(f, nr), Opgaver: append([]string{}, f.opgaver...),
		}
		if f.overordnet != "" {
			over := fkUUID(o.Kommune, f.overordnet)
			line.Overordnet = &over
		}
		lines = append(lines, line)
	}
	text, err := appendJSON(nil, lines)
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("write organisation: %w", err)
	}
	return nil
}

func fkUUID(kommune oio.CVR, noegle string) oio.UUID {
	return oio.NameUUID("generate/fk-organisation/" + string(kommune) + "/" + noegle)
}

func adresser(f *fkEnhed, nr int) []fkAdresse {
	if f.sted == "" {
		return []fkAdresse{}
	}
	return []fkAdresse{
		{"telefon", fmt.Sprintf("55 55 %02d %02d", 1+nr/10, 10+nr)},
		{"email", f.noegle + "@korsbaek.example"},
		{"henvendelsessted", f.sted + ", 4999 Korsbæk"},
		{"telefontid", "Mandag-torsdag 9-14, fredag 9-12"},
		{"aabningstid", "Mandag-onsdag 10-15, torsdag 10-17, fredag 10-12"},
	}
}
