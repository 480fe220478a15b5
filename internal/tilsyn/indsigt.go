package tilsyn

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/revision"
)

// Indsigtslager is what more the report reads.
type Indsigtslager interface {
	// KildeBorger gives the source's lines about a citizen: her cases, and the grants under them.
	KildeBorger(ctx context.Context, kommune oio.CVR, borger oio.Borgernoegle) ([]mirror.Raekke, error)
	Noter(ctx context.Context, kommune oio.CVR) ([]mapping.Note, error)
}

// Indsigt is everything held about a citizen. It holds her CPR number: it is shown to whoever has said why, and written nowhere.
type Indsigt struct {
	Dannet  time.Time       `json:"dannet"`
	Kommune oio.CVR         `json:"kommune"`
	Borger  string          `json:"borger"` // the keyed hash she is found by
	Navn    string          `json:"navn"`
	CPR     string          `json:"cpr"`
	Kilde   []Kildelinje    `json:"kilde"`
	Indeks  []Indeksobjekt  `json:"indeks"`
	Log     []revision.Post `json:"log"`
	Noter   []mapping.Note  `json:"noter"`
	Flere   bool            `json:"flereLoglinjer,omitempty"`
}

// Kildelinje is one line of the care record about her, as it came.
type Kildelinje struct {
	Type     eoj.Type        `json:"type"`
	ID       string          `json:"id"`
	Version  int64           `json:"version"`
	Modtaget time.Time       `json:"modtaget"`
	Linje    json.RawMessage `json:"linje"`
}

// Indeksobjekt is one object of the indexes about her with every registration it had, oldest first.
type Indeksobjekt struct {
	Art            string         `json:"art"`
	UUID           oio.UUID       `json:"uuid"`
	Registreringer []Registrering `json:"registreringer"`
}

// Registrering is an object as it was registered.
type Registrering struct {
	Kilde  time.Time  `json:"registreretAfKilden"`
	Indeks time.Time  `json:"registreretAfIndekset"`
	Objekt oio.Objekt `json:"objekt"`
	Fuld   string     `json:"helBesked,omitempty"`
}

// maxIndsigtslog is how many entries of the log the report holds.
const maxIndsigtslog = 5000

// Indsigt gathers everything held about a citizen, by her number; it is empty when nothing is. Whoever asks puts that on record first.
func (t *Tilsyn) Indsigt(ctx context.Context, lager Indsigtslager, cpr oio.CPR) (*Indsigt, error) {
	key := t.Noegler.Borger(cpr)
	i := &Indsigt{Dannet: t.Nu(), Kommune: t.Kommune, Borger: key.String(), CPR: cpr.Digits(), Kilde: []Kildelinje{}, Indeks: []Indeksobjekt{}, Noter: []mapping.Note{}}
	if person, found, err := t.Indeks.Person(ctx, adgang.Alt(t.Kommune), key); err != nil {
		return nil, err
	} else if found {
		i.Navn = person.Navn
	}
	ids, err := t.indsigtKilde(ctx, lager, key, i)
	if err != nil {
		return nil, err
	}
	if err := t.indsigtIndeks(ctx, key, i, ids); err != nil {
		return nil, err
	}
	if i.Log, i.Flere, err = t.Log(ctx, revision.Valg{Borger: key}, maxIndsigtslog); err != nil {
		return nil, err
	}
	for n := range i.Log {
		i.Log[n].Tid = i.Log[n].Tid.In(oio.Koebenhavn)
	}
	notes, err := lager.Noter(ctx, t.Kommune)
	if err != nil {
		return nil, err
	}
	for _, note := range notes {
		for id := range ids {
			if strings.Contains(note.Tekst, id) || strings.Contains(note.Kode, id) || note.ID == id {
				i.Noter = append(i.Noter, note)
				break
			}
		}
	}
	return i, nil
}

// indsigtKilde takes the source's lines, and gives the ids and keys by which somebody may have written of her.
func (t *Tilsyn) indsigtKilde(ctx context.Context, lager Indsigtslager, key oio.Borgernoegle, i *Indsigt) (map[string]bool, error) {
	rows, err := lager.KildeBorger(ctx, t.Kommune, key)
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{key.String(): true}
	for _, row := range rows {
		ids[row.ID] = true
		line, err := t.Noegler.Open(row.Linje, mirror.Context(row.Type, row.ID))
		if err != nil {
			return nil, fmt.Errorf("open the source's line %s %s: %w", row.Type, row.ID, err)
		}
		if !json.Valid(line) {
			if line, err = json.Marshal(string(line)); err != nil {
				return nil, err
			}
		}
		i.Kilde = append(i.Kilde, Kildelinje{Type: row.Type, ID: row.ID, Version: row.Version, Modtaget: row.Modtaget, Linje: line})
	}
	return ids, nil
}

func (t *Tilsyn) indsigtIndeks(ctx context.Context, key oio.Borgernoegle, i *Indsigt, ids map[string]bool) error {
	held, err := t.Indeks.Borger(ctx, adgang.Alt(t.Kommune), key)
	if err != nil {
		return err
	}
	for _, h := range held {
		o := Indeksobjekt{Art: h.Objekt.ObjektArt().String(), UUID: h.Objekt.Identitet()}
		ids[o.UUID.String()] = true
		history, err := t.Indeks.Historik(ctx, t.Kommune, h.Objekt.ObjektArt(), o.UUID)
		if err != nil {
			return err
		}
		for _, r := range history {
			o.Registreringer = append(o.Registreringer, Registrering{Kilde: r.Tidspunkt, Indeks: r.StsTidspunkt, Objekt: r.Objekt, Fuld: string(r.Fuld)})
		}
		i.Indeks = append(i.Indeks, o)
	}
	return nil
}
