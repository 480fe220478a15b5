package postgres

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/adgang"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/store"
)

// upsertPersoner keeps a name once known, for want of one it is not forgotten.
const upsertPersoner = `INSERT INTO person (kommune, borger, navn, soegenavn, cpr)
SELECT $1, n.borger, n.navn, n.soegenavn, n.cpr FROM unnest($2::bytea[], $3::text[], $4::text[], $5::bytea[]) AS n (borger, navn, soegenavn, cpr)
ON CONFLICT (kommune, borger) DO UPDATE SET navn = excluded.navn, soegenavn = excluded.soegenavn
WHERE person.navn IS DISTINCT FROM excluded.navn AND excluded.navn <> '` + oio.UkendtNavn + `'`

func (t *tx) savePersons(ctx context.Context, persons []index.Person) error {
	if len(persons) == 0 {
		return nil
	}
	// By key, and of several of one citizen the last name that is one.
	last := make(map[oio.Borgernoegle]int, len(persons))
	for i := range persons {
		if at, seen := last[persons[i].Borger]; !seen || persons[i].Navn != oio.UkendtNavn || persons[at].Navn == oio.UkendtNavn {
			last[persons[i].Borger] = i
		}
	}
	kept := make([]index.Person, 0, len(last))
	for _, at := range last {
		kept = append(kept, persons[at])
	}
	slices.SortFunc(kept, func(a, b index.Person) int { return bytes.Compare(a.Borger[:], b.Borger[:]) })
	return t.must(ctx, "store citizens", upsertPersoner, column(kept, func(p *index.Person) []byte { return p.Borger[:] }),
		column(kept, func(p *index.Person) string { return clean(p.Navn) }), column(kept, func(p *index.Person) string { return clean(p.Soegenavn) }),
		column(kept, func(p *index.Person) []byte { return p.CPR }))
}

const personColumns = "SELECT borger, navn, soegenavn, cpr FROM person "

func (db *DB) persons(ctx context.Context, kommune oio.CVR, text string, args ...any) ([]index.Person, error) {
	var found []index.Person
	err := db.query(ctx, kommune, text, func(rows pgx.Rows) error {
		var p index.Person
		var citizen []byte
		if err := rows.Scan(&citizen, &p.Navn, &p.Soegenavn, &p.CPR); err != nil {
			return err
		}
		copy(p.Borger[:], citizen)
		found = append(found, p)
		return nil
	}, args...)
	return found, err
}

// indenfor adds that one object of a citizen at least may lie within a boundary.
func (s *soegning) indenfor(u *adgang.Udsnit) {
	if condition, values := store.Betingelse(u, "o.", maal); condition != "" {
		s.limit("EXISTS (SELECT FROM objekt o WHERE o.kommune = $1 AND o.borger = person.borger AND "+condition+")", values...)
	}
}

// Personer implements index.Store.
func (db *DB) Personer(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, efter oio.Borgernoegle, n int) ([]index.Person, error) {
	var s soegning
	s.limit("borger > ?", efter[:])
	s.indenfor(u)
	return db.persons(ctx, kommune, personColumns+"WHERE kommune = $1"+s.where.String()+" ORDER BY borger LIMIT "+strconv.Itoa(n), s.args...)
}

// PersonMed implements index.Store.
func (db *DB) PersonMed(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, borger oio.Borgernoegle) (index.Person, bool, error) {
	var s soegning
	s.limit("borger = ?", borger[:])
	s.indenfor(u)
	found, err := db.persons(ctx, kommune, personColumns+"WHERE kommune = $1"+s.where.String(), s.args...)
	if err != nil || len(found) == 0 {
		return index.Person{}, false, err
	}
	return found[0], true, nil
}

// PersonerNavn implements index.Store. Any word of a name may be meant, so every name of the municipality is looked at.
func (db *DB) PersonerNavn(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, soegenavn string, n int) ([]index.Person, error) {
	words := strings.Fields(clean(soegenavn))
	if len(words) == 0 {
		return nil, nil
	}
	var s soegning
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	for _, word := range words {
		s.limit(`' ' || soegenavn LIKE ? ESCAPE '\'`, "% "+escape.Replace(word)+"%")
	}
	s.indenfor(u)
	return db.persons(ctx, kommune, personColumns+"WHERE kommune = $1"+s.where.String()+" ORDER BY soegenavn, borger LIMIT "+strconv.Itoa(n), s.args...)
}
