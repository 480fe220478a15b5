package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/export"
	"indeksbro/internal/haendelse"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/store"
)

var _ index.Store = (*DB)(nil)

const (
	insertObjekt = `INSERT INTO objekt (kommune, art, uuid, borger, kle, enhed, system, sag, fra, til, aftryk, noegle, foelsomhed, profil, emner, nummer, tidspunkt, ststidspunkt, indhold)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	updateObjekt = `UPDATE objekt SET borger = ?, kle = ?, enhed = ?, system = ?, sag = ?, fra = ?, til = ?, aftryk = ?, noegle = ?, foelsomhed = ?, profil = ?, emner = ?, nummer = ?, tidspunkt = ?, ststidspunkt = ?, indhold = ?
WHERE nr = ?`
	keepRegistrering = `INSERT INTO registrering (kommune, objekt, tidspunkt, ststidspunkt, indhold)
SELECT kommune, nr, tidspunkt, ststidspunkt, indhold FROM objekt WHERE nr = ?`
)

// Laeser is the index for readers' pages: the store itself, since reading never waits for a write.
func (db *DB) Laeser() index.Store { return db }

// held is what the index has of an object before a write.
type held struct {
	nr     int64
	aftryk [16]byte
}

// GemObjekter implements index.Store.
func (db *DB) GemObjekter(ctx context.Context, kommune oio.CVR, rows []index.Raekke, persons []index.Person) error {
	return db.update(ctx, kommune, func(t *tx) error { return t.gemObjekter(ctx, rows, persons) })
}

// GemMed implements index.Store.
func (db *DB) GemMed(ctx context.Context, kommune oio.CVR, rows []index.Raekke, persons []index.Person, b export.Bogfoering) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.bogfoer(ctx, b); err != nil {
			return err
		}
		return t.gemObjekter(ctx, rows, persons)
	})
}

func (t *tx) gemObjekter(ctx context.Context, rows []index.Raekke, persons []index.Person) error {
	before, err := t.held(ctx, rows)
	if err != nil {
		return err
	}
	if err := t.fortaelRaekker(ctx, rows, before); err != nil {
		return err
	}
	if err := t.saveObjekter(ctx, rows, before); err != nil {
		return err
	}
	return t.savePersons(ctx, persons)
}

func (t *tx) held(ctx context.Context, rows []index.Raekke) (map[oio.UUID]held, error) {
	before := make(map[oio.UUID]held)
	find, err := t.prepare(ctx, "SELECT nr, aftryk FROM objekt WHERE kommune = ? AND uuid = ?")
	if err != nil {
		return nil, err
	}
	for i := range rows {
		var h held
		var print []byte
		err := find.QueryRowContext(ctx, t.kommune, rows[i].UUID[:]).Scan(&h.nr, &print)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("find object: %w", err)
		}
		copy(h.aftryk[:], print)
		before[rows[i].UUID] = h
	}
	return before, nil
}

func (t *tx) saveObjekter(ctx context.Context, rows []index.Raekke, before map[oio.UUID]held) error {
	insert, err := t.prepare(ctx, insertObjekt)
	if err != nil {
		return err
	}
	update, err := t.prepare(ctx, updateObjekt)
	if err != nil {
		return err
	}
	history, err := t.prepare(ctx, keepRegistrering)
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		var sag, noegle any
		if !r.Sag.IsZero() {
			sag = r.Sag[:]
		}
		if !r.Noegle.IsZero() {
			noegle = r.Noegle[:]
		}
		was, known := before[r.UUID]
		switch {
		case !known:
			var result sql.Result
			result, err = insert.ExecContext(ctx, t.kommune, int(r.Art), r.UUID[:], r.Borger[:], r.KLE, r.Enhed[:], r.System[:], sag, int(r.Fra), int(r.Til),
				r.Aftryk[:], noegle, int(r.Foelsomhed), store.ProfilTekst(r.Profil), emnerOf(r), nummerOf(r), r.Tidspunkt.UnixMilli(), r.StsTidspunkt.UnixMilli(), r.Indhold)
			if err == nil {
				was.nr, err = result.LastInsertId()
			}
		case was.aftryk != r.Aftryk:
			if _, err = history.ExecContext(ctx, was.nr); err == nil {
				_, err = update.ExecContext(ctx, r.Borger[:], r.KLE, r.Enhed[:], r.System[:], sag, int(r.Fra), int(r.Til), r.Aftryk[:], noegle,
					int(r.Foelsomhed), store.ProfilTekst(r.Profil), emnerOf(r), nummerOf(r), r.Tidspunkt.UnixMilli(), r.StsTidspunkt.UnixMilli(), r.Indhold, was.nr)
			}
		}
		if err != nil {
			return fmt.Errorf("store object: %w", err)
		}
		before[r.UUID] = held{nr: was.nr, aftryk: r.Aftryk} // the same object may come again in one call
	}
	return nil
}

func (t *tx) savePersons(ctx context.Context, persons []index.Person) error {
	if len(persons) == 0 {
		return nil
	}
	sort.Slice(persons, func(i, j int) bool { return string(persons[i].Borger[:]) < string(persons[j].Borger[:]) })
	save, err := t.prepare(ctx, `INSERT INTO person (kommune, borger, navn, soegenavn, cpr) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (kommune, borger) DO UPDATE SET navn = excluded.navn, soegenavn = excluded.soegenavn
WHERE navn <> excluded.navn AND excluded.navn <> '`+oio.UkendtNavn+`'`) // a name once known is not forgotten for want of one
	if err != nil {
		return err
	}
	for i := range persons {
		p := &persons[i]
		if _, err := save.ExecContext(ctx, t.kommune, p.Borger[:], p.Navn, p.Soegenavn, p.CPR); err != nil {
			return fmt.Errorf("store citizen: %w", err)
		}
	}
	return nil
}

// FjernObjekter implements index.Store.
func (db *DB) FjernObjekter(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) error {
	return db.update(ctx, kommune, func(t *tx) error {
		told, err := t.fortaelles(ctx)
		if err != nil {
			return err
		}
		remove, err := t.prepare(ctx, "DELETE FROM objekt WHERE kommune = ? AND uuid = ? AND art = +? RETURNING nr, borger, kle")
		if err != nil {
			return err
		}
		history, err := t.prepare(ctx, "DELETE FROM registrering WHERE kommune = ? AND objekt = ?")
		if err != nil {
			return err
		}
		citizens := make(map[oio.Borgernoegle]bool)
		for _, id := range ids {
			var nr int64
			var citizen blob16
			var kle string
			err := remove.QueryRowContext(ctx, t.kommune, id[:], int(art)).Scan(&nr, &citizen, &kle)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return fmt.Errorf("remove object: %w", err)
			}
			if _, err := history.ExecContext(ctx, t.kommune, nr); err != nil {
				return fmt.Errorf("remove history: %w", err)
			}
			citizens[oio.Borgernoegle(citizen)] = true
			if told {
				if err := t.fortael(ctx, art, id, haendelse.Fjernet, kle, time.Now()); err != nil {
					return err
				}
			}
		}
		return t.removePersons(ctx, citizens)
	})
}

// removePersons forgets those of some citizens who have no objects left.
func (t *tx) removePersons(ctx context.Context, citizens map[oio.Borgernoegle]bool) error {
	remove, err := t.prepare(ctx, "DELETE FROM person WHERE kommune = ?1 AND borger = ?2 AND NOT EXISTS (SELECT 1 FROM objekt WHERE kommune = ?1 AND borger = ?2)")
	if err != nil {
		return err
	}
	for key := range citizens {
		if _, err := remove.ExecContext(ctx, t.kommune, key[:]); err != nil {
			return fmt.Errorf("remove citizen: %w", err)
		}
	}
	return nil
}

// The columns of an object, and those alone that it is opened and held against a boundary by.
const (
	objektColumns = "SELECT art, uuid, foelsomhed, profil, emner, tidspunkt, ststidspunkt, indhold, borger, kle, enhed, system, sag, fra, til, aftryk, nummer FROM objekt "
	slankColumns  = "SELECT art, uuid, foelsomhed, profil, emner, tidspunkt, ststidspunkt, indhold FROM objekt "
)

// objektLaeser takes one row after another to pieces; what it puts them into is made once a question.
type objektLaeser struct {
	r                    index.Raekke
	art, fra, til        heltal
	sensitivity          heltal
	when, sts            heltal
	profile, subjects    sql.NullString
	columns, slimColumns []any
}

func nyObjektLaeser() *objektLaeser {
	l := &objektLaeser{}
	r := &l.r
	l.slimColumns = []any{&l.art, (*blob16)(&r.UUID), &l.sensitivity, &l.profile, &l.subjects, &l.when, &l.sts, (*laant)(&r.Indhold)}
	l.columns = append(slices.Clone(l.slimColumns), (*blob16)(&r.Borger), &r.KLE, (*blob16)(&r.Enhed), (*blob16)(&r.System), (*blob16)(&r.Sag), &l.fra, &l.til,
		(*blob16)(&r.Aftryk), (*blob16)(&r.Nummer))
	l.columns[7] = &r.Indhold
	return l
}

// laes reads all columns, and the row may be kept.
func (l *objektLaeser) laes(rows *sql.Rows) (index.Raekke, error) {
	return l.tag(rows.Scan(l.columns...))
}

// slank reads what an object is opened by, whose sealed content holds until the next row is read.
func (l *objektLaeser) slank(rows *sql.Rows) (index.Raekke, error) {
	return l.tag(rows.Scan(l.slimColumns...))
}

func (l *objektLaeser) tag(err error) (index.Raekke, error) {
	r := l.r
	r.Art, r.Fra, r.Til = oio.Art(l.art.n), oio.Dato(l.fra.n), oio.Dato(l.til.n)
	r.Foelsomhed, r.Foer, r.Profil = oio.Foelsomhed(l.sensitivity.n), l.sensitivity.null, store.LaesProfil(l.profile.String)
	if l.subjects.Valid {
		r.Emner = strings.Split(l.subjects.String, ",")
	}
	r.Tidspunkt, r.StsTidspunkt = time.UnixMilli(l.when.n), time.UnixMilli(l.sts.n)
	return r, err
}

// blob16 is an identity or a hash as the driver gives it.
type blob16 [16]byte

// Scan implements sql.Scanner.
func (b *blob16) Scan(value any) error {
	bytes, _ := value.([]byte)
	*b = blob16{}
	copy(b[:], bytes)
	return nil
}

// heltal is a number, or none.
type heltal struct {
	n    int64
	null bool
}

// Scan implements sql.Scanner.
func (h *heltal) Scan(value any) error {
	n, given := value.(int64)
	*h = heltal{n, !given}
	return nil
}

// laant is a value that lies where the driver has it.
type laant []byte

// Scan implements sql.Scanner.
func (l *laant) Scan(value any) error {
	*l, _ = value.([]byte)
	return nil
}

func emnerOf(r *index.Raekke) any {
	if len(r.Emner) == 0 {
		return nil
	}
	return strings.Join(r.Emner, ",")
}

func nummerOf(r *index.Raekke) any {
	if r.Nummer.IsZero() {
		return nil
	}
	return r.Nummer[:]
}

// maal is how this engine says a boundary.
var maal = store.Maal{Indeni: "instr", UUID: func(id oio.UUID) any { return id[:] }}

// Foer implements index.Store.
func (db *DB) Foer(ctx context.Context, kommune oio.CVR, efter oio.UUID, n int) ([]index.Raekke, error) {
	var found []index.Raekke
	reader := nyObjektLaeser()
	err := db.query(ctx, kommune, objektColumns+"WHERE kommune = ? AND foelsomhed IS NULL AND uuid > ? ORDER BY uuid LIMIT +?", func(rows *sql.Rows) error {
		r, err := reader.laes(rows)
		found = append(found, r)
		return err
	}, efter[:], n)
	return found, err
}

// SaetGraenser implements index.Store. A row that was written since has its own.
func (db *DB) SaetGraenser(ctx context.Context, kommune oio.CVR, rows []index.Raekke) error {
	return db.update(ctx, kommune, func(t *tx) error {
		set, err := t.prepare(ctx, "UPDATE objekt SET foelsomhed = ?, profil = ?, emner = ?, nummer = ? WHERE kommune = ? AND uuid = ? AND foelsomhed IS NULL AND aftryk = ?")
		if err != nil {
			return err
		}
		for i := range rows {
			r := &rows[i]
			if _, err := set.ExecContext(ctx, int(r.Foelsomhed), store.ProfilTekst(r.Profil), emnerOf(r), nummerOf(r), t.kommune, r.UUID[:], r.Aftryk[:]); err != nil {
				return fmt.Errorf("keep limits of object: %w", err)
			}
		}
		return nil
	})
}

// The identities of a kind and a system. All of them are found by walking past everything in the order it lies, some by their key.
const (
	identiteterAlle = "SELECT uuid FROM objekt NOT INDEXED WHERE kommune = ? AND art = +? AND system = ? AND uuid >= ? AND uuid <= ?"
	identiteterFra  = "SELECT uuid FROM objekt WHERE kommune = ? AND art = +? AND system = ? AND uuid >= ? AND uuid <= ?"
)

// Identiteter implements index.Store.
func (db *DB) Identiteter(ctx context.Context, kommune oio.CVR, art oio.Art, system, fra, til oio.UUID, yield func(oio.UUID) error) error {
	text := identiteterFra
	if fra.IsZero() && til[0] == 0xff {
		text = identiteterAlle
	}
	var key []byte
	return db.query(ctx, kommune, text, func(rows *sql.Rows) error {
		var id oio.UUID
		if err := rows.Scan(&key); err != nil {
			return err
		}
		copy(id[:], key)
		return yield(id)
	}, int(art), system[:], fra[:], til[:])
}

// SoegObjekter implements index.Store. A condition is written only for what limits, so that the best index is used.
func (db *DB) SoegObjekter(ctx context.Context, kommune oio.CVR, s index.Soegning, yield func(index.Raekke) error) error {
	where := []string{"kommune = ?"}
	var args []any
	limit := func(condition string, values ...any) {
		where = append(where, condition)
		args = append(args, values...)
	}
	// A citizen or a case has few rows: they are found by that, whatever else limits. The sign keeps the engine from another index.
	sign := ""
	if !s.Borger.IsZero() || !s.Sag.IsZero() || !s.Nummer.IsZero() {
		sign = "+"
	}
	if s.Art != 0 {
		limit("art = +?", int(s.Art))
	}
	if !s.Borger.IsZero() {
		limit("borger = ?", s.Borger[:])
	}
	if len(s.KLE) == len("27.35.04") {
		limit(sign+"kle = ?", s.KLE)
	} else if s.KLE != "" {
		limit(sign+"kle > ? AND "+sign+"kle < ?", s.KLE+".", s.KLE+"/") // '/' follows '.'
	}
	if !s.Enhed.IsZero() {
		limit(sign+"enhed = ?", s.Enhed[:])
	}
	if !s.System.IsZero() {
		limit("system = ?", s.System[:])
	}
	if !s.Sag.IsZero() {
		limit("sag = ?", s.Sag[:])
	}
	if s.Aktiv != 0 {
		limit("fra <= ? AND (til = 0 OR til > ?)", int(s.Aktiv), int(s.Aktiv))
	}
	if s.I.Fra != 0 {
		limit("(til = 0 OR til > ?)", int(s.I.Fra))
	}
	if s.I.Til != 0 {
		limit("fra < ?", int(s.I.Til))
	}
	switch s.Status {
	case index.Aaben:
		limit("til = 0")
	case index.Afsluttet:
		limit("til <> 0")
	}
	if !s.Nummer.IsZero() {
		limit("nummer = ?", s.Nummer[:])
	}
	ask := db.query
	if condition, values := store.Betingelse(s.Udsnit, "", maal); condition != "" {
		limit(condition, values...)
		ask = db.lejlighedsvis
	}
	if !s.Efter.IsZero() {
		limit(sign+"uuid > ?", s.Efter[:])
	}
	n := s.Antal
	if n == 0 {
		n = 500
	}
	reader := nyObjektLaeser()
	columns, read := objektColumns, reader.laes
	if s.Slank {
		columns, read = slankColumns, reader.slank
	}
	order := " ORDER BY " + sign + "uuid"
	if s.Uordnet {
		order = ""
	}
	text := columns + "WHERE " + strings.Join(where, " AND ") + order + " LIMIT +?"
	return ask(ctx, kommune, text, func(rows *sql.Rows) error {
		r, err := read(rows)
		if err != nil {
			return err
		}
		return yield(r)
	}, append(args, n)...)
}

// NoegleBrugt implements index.Store.
func (db *DB) NoegleBrugt(ctx context.Context, kommune oio.CVR, key seal.Aftryk, other oio.UUID) (bool, error) {
	used := false
	err := db.query(ctx, kommune, "SELECT 1 FROM objekt WHERE kommune = ? AND noegle = ? AND uuid <> ? LIMIT 1", func(*sql.Rows) error {
		used = true
		return nil
	}, key[:], other[:])
	return used, err
}

// ObjekterMed implements index.Store.
func (db *DB) ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) ([]index.Raekke, error) {
	var found []index.Raekke
	reader := nyObjektLaeser()
	for chunk := range slices.Chunk(ids, 500) {
		args := make([]any, len(chunk))
		for i := range chunk {
			args[i] = chunk[i][:]
		}
		err := db.query(ctx, kommune, objektColumns+"WHERE kommune = ? AND uuid IN (?"+strings.Repeat(", ?", len(chunk)-1)+")", func(rows *sql.Rows) error {
			r, err := reader.laes(rows)
			found = append(found, r)
			return err
		}, args...)
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Registreringer implements index.Store: the history and, last, what holds now.
func (db *DB) Registreringer(ctx context.Context, kommune oio.CVR, art oio.Art, id oio.UUID) ([]index.Raekke, error) {
	var current []index.Raekke
	err := db.query(ctx, kommune, objektColumns+"WHERE kommune = ? AND uuid = ? AND art = +?", func(rows *sql.Rows) error {
		r, err := nyObjektLaeser().laes(rows)
		current = append(current, r)
		return err
	}, id[:], int(art))
	if err != nil || len(current) == 0 {
		return nil, err
	}
	var history []index.Raekke
	err = db.query(ctx, kommune, `SELECT r.tidspunkt, r.ststidspunkt, r.indhold FROM objekt o JOIN registrering r ON r.kommune = o.kommune AND r.objekt = o.nr
WHERE o.kommune = ? AND o.uuid = ? ORDER BY r.nr`, func(rows *sql.Rows) error {
		r := index.Raekke{Art: art, UUID: id}
		var when, sts int64
		if err := rows.Scan(&when, &sts, &r.Indhold); err != nil {
			return err
		}
		r.Tidspunkt, r.StsTidspunkt = time.UnixMilli(when), time.UnixMilli(sts)
		history = append(history, r)
		return nil
	}, id[:])
	return append(history, current...), err
}

const personColumns = "SELECT borger, navn, soegenavn, cpr FROM person "

func (db *DB) persons(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, text, order string, args ...any) ([]index.Person, error) {
	var found []index.Person
	ask := db.query
	if condition, values := store.Betingelse(u, "o.", maal); condition != "" {
		ask = db.lejlighedsvis
		text += " AND EXISTS (SELECT 1 FROM objekt o WHERE o.kommune = person.kommune AND o.borger = person.borger AND " + condition + ")"
		at := len(args) - strings.Count(order, "?")
		args = slices.Insert(slices.Clone(args), at, values...)
	}
	err := ask(ctx, kommune, personColumns+text+order, func(rows *sql.Rows) error {
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

// Personer implements index.Store.
func (db *DB) Personer(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, efter oio.Borgernoegle, n int) ([]index.Person, error) {
	return db.persons(ctx, kommune, u, "WHERE kommune = ? AND borger > ?", " ORDER BY borger LIMIT +?", efter[:], n)
}

// PersonMed implements index.Store.
func (db *DB) PersonMed(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, borger oio.Borgernoegle) (index.Person, bool, error) {
	found, err := db.persons(ctx, kommune, u, "WHERE kommune = ? AND borger = ?", "", borger[:])
	if err != nil || len(found) == 0 {
		return index.Person{}, false, err
	}
	return found[0], true, nil
}

// PersonerNavn implements index.Store. Any word of a name may be meant, so every name of the municipality is looked at.
func (db *DB) PersonerNavn(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, soegenavn string, n int) ([]index.Person, error) {
	words := strings.Fields(soegenavn)
	if len(words) == 0 {
		return nil, nil
	}
	var where strings.Builder
	where.WriteString("WHERE kommune = ?")
	var args []any
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	for _, word := range words {
		where.WriteString(` AND ' ' || soegenavn LIKE ? ESCAPE '\'`)
		args = append(args, "% "+escape.Replace(word)+"%")
	}
	return db.persons(ctx, kommune, u, where.String(), " ORDER BY soegenavn, borger LIMIT +?", append(args, n)...)
}
