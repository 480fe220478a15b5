package mirror

import (
	"context"
	"fmt"
	"io"

	"indeksbro/internal/eoj"
)

// Graense is what a full file may lack before it is not believed (R101). The deletion brake (R100) uses the same numbers.
type Graense struct {
	Procent float64 // of the source's cases and grants
	Borgere int
}

// Mistro says that a full file is not believed, and why. Nothing has been removed.
type Mistro struct {
	Mangler Antal
	Af      Antal
	Borgere int
	Aarsag  string
}

// Error gives the numbers and the reason.
func (m *Mistro) Error() string {
	return fmt.Sprintf("R101: the full file lacks %d of %d sager and %d of %d bevillinger (%d citizens); %s; nothing was removed",
		m.Mangler.Sager, m.Af.Sager, m.Mangler.Bevillinger, m.Af.Bevillinger, m.Borgere, m.Aarsag)
}

// LoadFuld takes a feed that is everything the source has, and removes what it does not have, unless it is not to be
// believed (R101).
func (l *Loader) LoadFuld(ctx context.Context, r io.Reader, limit Graense) (Sum, error) {
	var sum Sum
	err := l.skriv(ctx, func(tx Tx) error { return tx.Set(ctx, true, "", nil) })
	if err != nil {
		return sum, err
	}
	err = l.batches(ctx, r, func(batch []entry) error {
		err := l.skriv(ctx, func(tx Tx) error {
			if err := shown(ctx, tx, batch); err != nil {
				return err
			}
			return l.take(ctx, tx, batch)
		})
		if err != nil {
			return err
		}
		l.report(&sum, batch)
		return nil
	})
	if err == nil {
		sum.Fjernet, err = l.sweep(ctx, sum, limit)
	}
	return l.finish(ctx, sum, err)
}

// shown notes which objects the file has. Deletions are no sign of life.
func shown(ctx context.Context, tx Tx, batch []entry) error {
	ids := make(map[eoj.Type][]string)
	for i := range batch {
		if _, deletion := batch[i].post.(*eoj.Slet); batch[i].post != nil && !deletion {
			ids[batch[i].row.Type] = append(ids[batch[i].row.Type], batch[i].row.ID)
		}
	}
	for t, some := range ids {
		if err := tx.Set(ctx, false, t, some); err != nil {
			return err
		}
	}
	return nil
}

// sweep removes what the file did not show, in one transaction, unless the file is not to be believed (R101).
func (l *Loader) sweep(ctx context.Context, sum Sum, limit Graense) (int, error) {
	removed := 0
	err := l.skriv(ctx, func(tx Tx) error {
		removed = 0
		missing, citizens, all, err := tx.AntalMangler(ctx)
		if err != nil {
			return err
		}
		doubt := &Mistro{Mangler: missing, Af: all, Borgere: citizens}
		known, err := l.hasKnown(ctx, tx)
		if err != nil {
			return err
		}
		lost, total := missing.Sager+missing.Bevillinger, all.Sager+all.Bevillinger
		switch {
		case lost == 0:
			return nil
		case sum.Afvist > 0:
			doubt.Aarsag = "some of its lines cannot be read"
			return doubt
		case l.Trods != "":
		case !known:
			doubt.Aarsag = "it lacks the case that every full file must have"
			return doubt
		case sum.Linjer == 0 || lost == total:
			doubt.Aarsag = "it looks empty"
			return doubt
		case float64(lost) > limit.Procent/100*float64(total) || citizens > limit.Borgere:
			doubt.Aarsag = fmt.Sprintf("that is more than %g %% or %d citizens", limit.Procent, limit.Borgere)
			return doubt
		}
		for _, t := range []eoj.Type{eoj.TypeBevilling, eoj.TypeSag} {
			n, err := l.sweepType(ctx, tx, t)
			if err != nil {
				return err
			}
			removed += n
		}
		return nil
	})
	return removed, err
}

// hasKnown reports whether the file has the case that every full file must have; without such a case any file will do.
func (l *Loader) hasKnown(ctx context.Context, tx Tx) (bool, error) {
	if l.KendtSag == "" {
		return true, nil
	}
	return tx.Vist(ctx, eoj.TypeSag, l.KendtSag)
}

func (l *Loader) sweepType(ctx context.Context, tx Tx, t eoj.Type) (int, error) {
	removed := 0
	for after := ""; ; {
		missing, err := tx.Mangler(ctx, t, after, defaultBatch)
		if err != nil || len(missing) == 0 {
			return removed, err
		}
		rows := make([]Raekke, len(missing))
		for i, m := range missing {
			rows[i] = Raekke{Type: t, ID: m.ID, Version: m.Version, Slettet: m.Version, Fejet: true, Modtaget: l.Nu()}
		}
		less := Antal{Sager: -len(rows)}
		if t == eoj.TypeBevilling {
			less = Antal{Bevillinger: -len(rows)}
		}
		if err := tx.Gem(ctx, rows, less); err != nil {
			return removed, err
		}
		removed += len(rows)
		after = missing[len(missing)-1].ID
	}
}
