package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

// Grundlag implements export.Mirror: everything projection looks at.
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
	return db.query(ctx, kommune, "SELECT linje FROM stamdata WHERE kommune = $1 AND linje IS NOT NULL", func(rows pgx.Rows) error {
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

// Organisation is the last import of FK Organisation; empty when there is none.
func (db *DB) Organisation(ctx context.Context, kommune oio.CVR) (*organisation.Trae, error) {
	return readOrganisation(ctx, db.of(kommune))
}

func readOrganisation(ctx context.Context, query queryFunc) (*organisation.Trae, error) {
	var units []organisation.Enhed
	err := query(ctx, "SELECT enhed FROM organisation_enhed WHERE kommune = $1", func(rows pgx.Rows) error {
		unit, err := scanJSON[organisation.Enhed](rows)
		units = append(units, unit)
		return err
	})
	return organisation.New(units), err
}

// GemOrganisation replaces the organisation by a newer import, and keeps what that changed about mapped units (R079). touched are
// the units of the care record whose lookup it changes.
func (db *DB) GemOrganisation(ctx context.Context, kommune oio.CVR, tree *organisation.Trae, touched []projection.Beroert, when time.Time) error {
	var units []organisation.Enhed
	for _, unit := range tree.Alle() {
		units = append(units, *unit)
	}
	written, err := texts(units)
	if err != nil {
		return err
	}
	keys := column(units, func(u *organisation.Enhed) [16]byte { return u.UUID })
	return db.update(ctx, kommune, func(t *tx) error {
		changes, err := t.organisationChanges(ctx, tree)
		if err != nil {
			return err
		}
		if err := t.keepChanges(ctx, changes, when); err != nil {
			return err
		}
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM organisation_import WHERE kommune = $1")
		if err != nil {
			return err
		}
		if err := t.must(ctx, "keep organisation", "INSERT INTO organisation_import (kommune, nr, tid, enheder) VALUES ($1, $2, $3, $4)", nr, millis(when), tree.Len()); err != nil {
			return err
		}
		if err := t.must(ctx, "keep organisation", "DELETE FROM organisation_enhed WHERE kommune = $1"); err != nil {
			return err
		}
		if err := t.must(ctx, "keep organisation", "INSERT INTO organisation_enhed (kommune, uuid, enhed) SELECT $1, n.uuid, n.enhed FROM unnest($2::uuid[], $3::text[]) AS n (uuid, enhed)", keys, written); err != nil {
			return err
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
	return t.must(ctx, "touch inputs", "UPDATE kommune SET grundlag = grundlag + 1 WHERE kommune = $1")
}

// organisationChanges is what replacing the organisation by current changes about units that are mapped now.
func (t *tx) organisationChanges(ctx context.Context, current *organisation.Trae) ([]organisation.Aendring, error) {
	old, err := readOrganisation(ctx, t.query)
	if err != nil {
		return nil, err
	}
	history, err := readBeslutninger(ctx, t.query)
	if err != nil {
		return nil, err
	}
	mapped := map[oio.UUID]string{}
	mapping.NewState(history).Alle(mapping.Enhed, func(b mapping.Beslutning) { mapped[b.Valg.Kombit] = b.ID })
	return organisation.Aendringer(old, current, mapped), nil
}

func (t *tx) keepChanges(ctx context.Context, changes []organisation.Aendring, when time.Time) error {
	nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM organisation_aendring WHERE kommune = $1")
	if err != nil {
		return err
	}
	for i := range changes {
		changes[i].Nr, changes[i].Tid = nr+int64(i), when
	}
	written, err := texts(changes)
	if err != nil {
		return err
	}
	return t.must(ctx, "keep change of organisation", "INSERT INTO organisation_aendring (kommune, nr, aendring) SELECT $1, $2 + n.nr - 1, n.aendring FROM unnest($3::text[]) WITH ORDINALITY AS n (aendring, nr)", nr, written)
}

// Organisationsaendringer is what imports have changed about units that were mapped, oldest first (R079).
func (db *DB) Organisationsaendringer(ctx context.Context, kommune oio.CVR) ([]organisation.Aendring, error) {
	var all []organisation.Aendring
	err := db.query(ctx, kommune, "SELECT aendring FROM organisation_aendring WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
		a, err := scanJSON[organisation.Aendring](rows)
		all = append(all, a)
		return err
	})
	return all, err
}

// Plan is the imported KLE: the newest import, or with alle every class ever imported.
func (db *DB) Plan(ctx context.Context, kommune oio.CVR, alle bool) (*kle.Plan, error) {
	plan := &kle.Plan{}
	err := db.query(ctx, kommune, "SELECT udgivet, facetter FROM kle_import WHERE kommune = $1 ORDER BY nr DESC LIMIT 1", func(rows pgx.Rows) error {
		var facets string
		if err := rows.Scan(&plan.Udgivet, &facets); err != nil {
			return err
		}
		return json.Unmarshal([]byte(facets), &plan.Handlingsfacetter)
	})
	if err != nil {
		return nil, err
	}
	err = db.query(ctx, kommune, "SELECT klasse FROM kle_klasse WHERE kommune = $1 AND (NOT forsvundet OR $2) ORDER BY nummer", func(rows pgx.Rows) error {
		class, err := scanJSON[kle.Klasse](rows)
		plan.Klasser = append(plan.Klasser, class)
		return err
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
	classes, err := texts(plan.Klasser)
	if err != nil {
		return fmt.Errorf("keep KLE: %w", err)
	}
	numbers := column(plan.Klasser, func(k *kle.Klasse) string { return string(k.Nummer) })
	return db.update(ctx, kommune, func(t *tx) error {
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM kle_import WHERE kommune = $1")
		if err != nil {
			return err
		}
		if err := t.must(ctx, "keep KLE", "INSERT INTO kle_import (kommune, nr, tid, udgivet, filter, emner, facetter) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			nr, millis(when), int32(plan.Udgivet), clean(filter), plan.Counts().Emner, string(facets)); err != nil {
			return err
		}
		if err := t.must(ctx, "keep KLE", "UPDATE kle_klasse SET forsvundet = true WHERE kommune = $1 AND NOT forsvundet AND nummer <> ALL($2)", numbers); err != nil {
			return err
		}
		if err := t.must(ctx, "keep KLE", `INSERT INTO kle_klasse (kommune, nummer, klasse) SELECT $1, n.nummer, n.klasse FROM unnest($2::text[], $3::text[]) AS n (nummer, klasse)
ON CONFLICT (kommune, nummer) DO UPDATE SET klasse = excluded.klasse, forsvundet = false WHERE kle_klasse.forsvundet OR kle_klasse.klasse IS DISTINCT FROM excluded.klasse`, numbers, classes); err != nil {
			return err
		}
		return t.nytUdvalg(ctx, touched)
	})
}
