package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

// Grundlag implements export.Mirror: everything projection looks at, read at one moment.
func (db *DB) Grundlag(ctx context.Context, kommune oio.CVR) (*projection.Grundlag, error) {
	p, err := db.Politik(ctx, kommune)
	if err != nil {
		return nil, err
	}
	g := &projection.Grundlag{
		Kommune: projection.Kommune{CVR: kommune, Navn: p.Navn, Organisation: p.Organisation, System: oio.ITSystem{UUID: p.System, Navn: p.SystemNavn}},
		Policy:  projection.Policy{HoldBack: p.HoldBack, DefaultEnhed: p.DefaultEnhed, EgenFSIII: p.EgenFSIII, Proeve: p.Proevet()},
		Katalog: ydelsestype.Nyeste(),
	}
	if err := db.stamdata(ctx, kommune, g); err != nil {
		return nil, err
	}
	history, err := db.Beslutninger(ctx, kommune)
	if err != nil {
		return nil, err
	}
	g.Mapping = mapping.NewState(history)
	if g.Organisation, err = db.Organisation(ctx, kommune); err != nil {
		return nil, err
	}
	g.KLE, err = db.Plan(ctx, kommune, true)
	return g, err
}

func (db *DB) stamdata(ctx context.Context, kommune oio.CVR, g *projection.Grundlag) error {
	g.Sagstyper, g.Ydelser, g.Enheder = map[string]*eoj.Sagstype{}, map[string]*eoj.Ydelse{}, map[string]*eoj.Enhed{}
	return db.query(ctx, kommune, "SELECT linje FROM stamdata WHERE kommune = ? AND linje IS NOT NULL", func(rows *sql.Rows) error {
		var line []byte
		if err := rows.Scan(&line); err != nil {
			return err
		}
		post, err := eoj.ParseLinje(line)
		if err != nil {
			return fmt.Errorf("stamdata: %w", err)
		}
		switch p := post.(type) {
		case *eoj.Sagstype:
			g.Sagstyper[p.ID] = p
		case *eoj.Ydelse:
			g.Ydelser[p.ID] = p
		case *eoj.Enhed:
			g.Enheder[p.ID] = p
		}
		return nil
	})
}

// Politik is what a municipality has chosen, folded from its history.
func (db *DB) Politik(ctx context.Context, kommune oio.CVR) (politik.Politik, error) {
	p := politik.Default(kommune)
	err := db.query(ctx, kommune, "SELECT noegle, vaerdi FROM politik WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		changed, err := p.Set(key, value)
		p = changed
		return err
	})
	return p, err
}

// SetPolitik notes a choice; what it touches is worked out again.
func (db *DB) SetPolitik(ctx context.Context, kommune oio.CVR, key, value, af string, when time.Time) error {
	return db.update(ctx, kommune, func(t *tx) error {
		nr, err := t.next(ctx, "politik")
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "INSERT INTO politik (kommune, nr, tid, af, noegle, vaerdi) VALUES (?, ?, ?, ?, ?, ?)",
			t.kommune, nr, when.UnixMilli(), af, key, value); err != nil {
			return fmt.Errorf("set policy: %w", err)
		}
		if f, err := politik.Find(key); err == nil && f.Drift {
			return t.known(ctx)
		}
		return t.Beroer(ctx, []projection.Beroert{{Slags: projection.BeroertAlt}})
	})
}

// Beslutninger is the whole history of decisions, oldest first.
func (db *DB) Beslutninger(ctx context.Context, kommune oio.CVR) ([]mapping.Beslutning, error) {
	var history []mapping.Beslutning
	err := db.query(ctx, kommune, "SELECT nr, tid, af, art, id, valg, istedfor, grund, trods FROM beslutning WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var b mapping.Beslutning
		var when int64
		var choice, instead string
		if err := rows.Scan(&b.Nr, &when, &b.Af, &b.Art, &b.ID, &choice, &instead, &b.Grund, &b.Trods); err != nil {
			return err
		}
		b.Tid = time.UnixMilli(when)
		if err := json.Unmarshal([]byte(choice), &b.Valg); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(instead), &b.IStedFor); err != nil {
			return err
		}
		history = append(history, b)
		return nil
	})
	return history, err
}

// Beslut adds decisions to the history, in order; what they touch is worked out again. Nr and IStedFor are filled in here.
func (db *DB) Beslut(ctx context.Context, kommune oio.CVR, decisions []mapping.Beslutning) error {
	return db.update(ctx, kommune, func(t *tx) error {
		nr, err := t.next(ctx, "beslutning")
		if err != nil {
			return err
		}
		var touched []projection.Beroert
		for i, b := range decisions {
			if err := t.decide(ctx, nr+int64(i), b); err != nil {
				return err
			}
			touched = append(touched, projection.BeroertAfValg(b.Art, b.ID))
		}
		return t.Beroer(ctx, touched)
	})
}

func (t *tx) decide(ctx context.Context, nr int64, b mapping.Beslutning) error {
	instead := "{}"
	err := t.tx.QueryRowContext(ctx, "SELECT valg FROM beslutning WHERE kommune = ? AND art = +? AND id = ? ORDER BY nr DESC LIMIT 1",
		t.kommune, string(b.Art), b.ID).Scan(&instead)
	if err != nil && err != sql.ErrNoRows {
		return fmt.Errorf("read earlier decision: %w", err)
	}
	choice, err := json.Marshal(b.Valg)
	if err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	if _, err := t.exec(ctx, "INSERT INTO beslutning (kommune, nr, tid, af, art, id, valg, istedfor, grund, trods) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		t.kommune, nr, b.Tid.UnixMilli(), b.Af, string(b.Art), b.ID, string(choice), instead, b.Grund, b.Trods); err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	return nil
}

// Organisation is the last import of FK Organisation; empty when there is none.
func (db *DB) Organisation(ctx context.Context, kommune oio.CVR) (*organisation.Trae, error) {
	var units []organisation.Enhed
	err := db.query(ctx, kommune, "SELECT enhed FROM organisation_enhed WHERE kommune = ?", func(rows *sql.Rows) error {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var unit organisation.Enhed
		if err := json.Unmarshal(text, &unit); err != nil {
			return err
		}
		units = append(units, unit)
		return nil
	})
	return organisation.New(units), err
}

// GemOrganisation replaces the organisation by a newer import, and keeps what that changed about mapped units (R079). touched are
// the units of the care record whose lookup it changes.
func (db *DB) GemOrganisation(ctx context.Context, kommune oio.CVR, tree *organisation.Trae, touched []projection.Beroert, when time.Time) error {
	return db.update(ctx, kommune, func(t *tx) error {
		changes, err := db.organisationChanges(ctx, kommune, tree) // there is one writer, so what it reads is what is replaced
		if err != nil {
			return err
		}
		if err := t.keepChanges(ctx, changes, when); err != nil {
			return err
		}
		nr, err := t.next(ctx, "organisation_import")
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "INSERT INTO organisation_import (kommune, nr, tid, enheder) VALUES (?, ?, ?, ?)", t.kommune, nr, when.UnixMilli(), tree.Len()); err != nil {
			return fmt.Errorf("keep organisation: %w", err)
		}
		if _, err := t.exec(ctx, "DELETE FROM organisation_enhed WHERE kommune = ?", t.kommune); err != nil {
			return fmt.Errorf("keep organisation: %w", err)
		}
		for _, unit := range tree.Alle() {
			text, err := json.Marshal(unit)
			if err != nil {
				return fmt.Errorf("keep organisation: %w", err)
			}
			if _, err := t.exec(ctx, "INSERT INTO organisation_enhed (kommune, uuid, enhed) VALUES (?, ?, ?)", t.kommune, unit.UUID[:], text); err != nil {
				return fmt.Errorf("keep organisation: %w", err)
			}
		}
		return t.nytUdvalg(ctx, touched)
	})
}

// nytUdvalg touches what an import changed. Where that is nothing, there is more to choose from all the same, and whoever knows the inputs
// must read them anew.
func (t *tx) nytUdvalg(ctx context.Context, touched []projection.Beroert) error {
	if err := t.Beroer(ctx, touched); err != nil || len(touched) > 0 {
		return err
	}
	if _, err := t.exec(ctx, "UPDATE kommune SET grundlag = grundlag + 1 WHERE kommune = ?", t.kommune); err != nil {
		return fmt.Errorf("touch inputs: %w", err)
	}
	return nil
}

// organisationChanges is what replacing the organisation by current changes about units that are mapped now.
func (db *DB) organisationChanges(ctx context.Context, kommune oio.CVR, current *organisation.Trae) ([]organisation.Aendring, error) {
	old, err := db.Organisation(ctx, kommune)
	if err != nil {
		return nil, err
	}
	history, err := db.Beslutninger(ctx, kommune)
	if err != nil {
		return nil, err
	}
	mapped := map[oio.UUID]string{}
	mapping.NewState(history).Alle(mapping.Enhed, func(b mapping.Beslutning) { mapped[b.Valg.Kombit] = b.ID })
	return organisation.Aendringer(old, current, mapped), nil
}

func (t *tx) keepChanges(ctx context.Context, changes []organisation.Aendring, when time.Time) error {
	nr, err := t.next(ctx, "organisation_aendring")
	if err != nil {
		return err
	}
	for i, a := range changes {
		a.Nr, a.Tid = nr+int64(i), when
		text, err := json.Marshal(a)
		if err != nil {
			return fmt.Errorf("keep change of organisation: %w", err)
		}
		if _, err := t.exec(ctx, "INSERT INTO organisation_aendring (kommune, nr, aendring) VALUES (?, ?, ?)", t.kommune, a.Nr, text); err != nil {
			return fmt.Errorf("keep change of organisation: %w", err)
		}
	}
	return nil
}

// Organisationsaendringer is what imports have changed about units that were mapped, oldest first (R079).
func (db *DB) Organisationsaendringer(ctx context.Context, kommune oio.CVR) ([]organisation.Aendring, error) {
	var all []organisation.Aendring
	err := db.query(ctx, kommune, "SELECT aendring FROM organisation_aendring WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var a organisation.Aendring
		if err := json.Unmarshal(text, &a); err != nil {
			return err
		}
		all = append(all, a)
		return nil
	})
	return all, err
}

// Plan is the imported KLE: the newest import, or with alle every class ever imported.
func (db *DB) Plan(ctx context.Context, kommune oio.CVR, alle bool) (*kle.Plan, error) {
	plan := &kle.Plan{}
	err := db.query(ctx, kommune, "SELECT udgivet, facetter FROM kle_import WHERE kommune = ? ORDER BY nr DESC LIMIT 1", func(rows *sql.Rows) error {
		var facets []byte
		if err := rows.Scan(&plan.Udgivet, &facets); err != nil {
			return err
		}
		return json.Unmarshal(facets, &plan.Handlingsfacetter)
	})
	if err != nil {
		return nil, err
	}
	err = db.query(ctx, kommune, "SELECT klasse FROM kle_klasse WHERE kommune = ? AND (forsvundet = 0 OR ?) ORDER BY nummer", func(rows *sql.Rows) error {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var class kle.Klasse
		if err := json.NewDecoder(bytes.NewReader(text)).Decode(&class); err != nil {
			return err
		}
		plan.Klasser = append(plan.Klasser, class)
		return nil
	}, alle)
	return plan, err
}

// GemPlan replaces the imported KLE by a newer one. Classes that are no longer there are kept aside, because what was sent
// refers to them (R003). touched are the sagstyper whose class it changes.
func (db *DB) GemPlan(ctx context.Context, kommune oio.CVR, plan *kle.Plan, filter string, touched []projection.Beroert, when time.Time) error {
	facets, err := json.Marshal(plan.Handlingsfacetter)
	if err != nil {
		return fmt.Errorf("keep KLE: %w", err)
	}
	return db.update(ctx, kommune, func(t *tx) error {
		nr, err := t.next(ctx, "kle_import")
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "INSERT INTO kle_import (kommune, nr, tid, udgivet, filter, emner, facetter) VALUES (?, ?, ?, ?, ?, ?, ?)",
			t.kommune, nr, when.UnixMilli(), int(plan.Udgivet), filter, plan.Counts().Emner, string(facets)); err != nil {
			return fmt.Errorf("keep KLE: %w", err)
		}
		if _, err := t.exec(ctx, "UPDATE kle_klasse SET forsvundet = 1 WHERE kommune = ?", t.kommune); err != nil {
			return fmt.Errorf("keep KLE: %w", err)
		}
		save, err := t.prepare(ctx, `INSERT INTO kle_klasse (kommune, nummer, klasse) VALUES (?, ?, ?)
ON CONFLICT (kommune, nummer) DO UPDATE SET klasse = excluded.klasse, forsvundet = 0`)
		if err != nil {
			return err
		}
		for i := range plan.Klasser {
			text, err := json.Marshal(plan.Klasser[i])
			if err != nil {
				return fmt.Errorf("keep KLE: %w", err)
			}
			if _, err := save.ExecContext(ctx, t.kommune, string(plan.Klasser[i].Nummer), text); err != nil {
				return fmt.Errorf("keep KLE: %w", err)
			}
		}
		return t.nytUdvalg(ctx, touched)
	})
}
