package postgres

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/export"
	"indeksbro/internal/haendelse"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/store"
)

var _ index.Store = (*DB)(nil)

// Laeser gives the index as readers' pages may ask for it: from the replica when there is one and it answers. What it says may be
// some moments old. Its writes go where all writes go.
func (db *DB) Laeser() index.Store {
	if db.copy == nil {
		return db
	}
	return &DB{pool: db.pool, read: db.copy, copy: db.copy, maerker: db.maerker, statistik: db.statistik}
}

const (
	lockObjekter = "SELECT uuid, aftryk FROM objekt WHERE kommune = $1 AND uuid = ANY($2) ORDER BY uuid FOR UPDATE"

	newObjekter = `unnest($2::smallint[], $3::uuid[], $4::bytea[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[], $9::integer[], $10::integer[], $11::bytea[], $12::bytea[], $13::smallint[], $14::text[], $15::text[], $16::bytea[], $17::bigint[], $18::bigint[], $19::bytea[])
  AS n (art, uuid, borger, kle, enhed, system, sag, fra, til, aftryk, noegle, foelsomhed, profil, emner, nummer, tidspunkt, ststidspunkt, indhold)`
	insertObjekter = `INSERT INTO objekt (kommune, art, uuid, borger, kle, enhed, system, sag, fra, til, aftryk, noegle, foelsomhed, profil, emner, nummer, tidspunkt, ststidspunkt, indhold)
SELECT $1, n.art, n.uuid, n.borger, n.kle, n.enhed, n.system, n.sag, n.fra, n.til, n.aftryk, n.noegle, n.foelsomhed, n.profil, n.emner, n.nummer, n.tidspunkt, n.ststidspunkt, n.indhold
FROM ` + newObjekter + ` ON CONFLICT (kommune, uuid) DO NOTHING RETURNING uuid`
	keepRegistreringer = `INSERT INTO registrering (kommune, objekt, nr, tidspunkt, ststidspunkt, indhold)
SELECT $1, o.uuid, o.registreringer + 1, o.tidspunkt, o.ststidspunkt, o.indhold FROM objekt o WHERE o.kommune = $1 AND o.uuid = ANY($2)`
	updateObjekter = `UPDATE objekt o SET registreringer = o.registreringer + 1, art = n.art, borger = n.borger, kle = n.kle, enhed = n.enhed, system = n.system, sag = n.sag,
  fra = n.fra, til = n.til, aftryk = n.aftryk, noegle = n.noegle, foelsomhed = n.foelsomhed, profil = n.profil, emner = n.emner, nummer = n.nummer, tidspunkt = n.tidspunkt, ststidspunkt = n.ststidspunkt, indhold = n.indhold
FROM ` + newObjekter + ` WHERE o.kommune = $1 AND o.uuid = n.uuid AND o.aftryk IS DISTINCT FROM n.aftryk`
)

// GemObjekter implements index.Store. What is there is locked first, by key, so that what becomes history is what was there.
func (db *DB) GemObjekter(ctx context.Context, kommune oio.CVR, rows []index.Raekke, persons []index.Person) error {
	return db.hurtigt(ctx, kommune, func(t *tx) error {
		news, err := t.gemObjekter(ctx, rows, persons, nil)
		if err != nil {
			return err
		}
		return t.fortael(ctx, news)
	})
}

// GemMed implements index.Store. An object that is new to the ledger is most likely new to the index: it is copied in without looking for it, and
// should it be there, all of it runs again the slow way.
func (db *DB) GemMed(ctx context.Context, kommune oio.CVR, rows []index.Raekke, persons []index.Person, b export.Bogfoering) error {
	return db.hurtigt(ctx, kommune, func(t *tx) error {
		if err := t.noterPosts(ctx, b.Poster, b.Gjort.Nye); err != nil {
			return err
		}
		fresh := make(map[oio.UUID]bool)
		for i := 0; t.hurtig && i < b.Gjort.Nye; i++ {
			fresh[b.Poster[i].UUID] = true
		}
		news, err := t.gemObjekter(ctx, rows, persons, fresh)
		if err != nil {
			return err
		}
		if err := t.gjort(ctx, b.Flyttet, b.Gjort); err != nil {
			return err
		}
		return t.fortael(ctx, news)
	})
}

// gemObjekter keeps rows and gives the news of them. Those of fresh are not looked for.
func (t *tx) gemObjekter(ctx context.Context, rows []index.Raekke, persons []index.Person, fresh map[oio.UUID]bool) ([]nyhed, error) {
	before := make(map[oio.UUID]seal.Aftryk)
	asked := slices.DeleteFunc(ids(rows), func(id [16]byte) bool { return fresh[id] })
	if err := t.held(ctx, asked, before); err != nil {
		return nil, err
	}
	var news []nyhed
	for _, wave := range waves(rows) {
		told, err := t.saveWave(ctx, wave, before)
		if err != nil {
			return nil, err
		}
		news = append(news, told...)
	}
	slices.SortStableFunc(news, func(a, b nyhed) int { return cmp.Compare(a.plads, b.plads) })
	return news, t.savePersons(ctx, persons)
}

// placed is a row with its place in the call.
type placed struct {
	*index.Raekke
	plads int
}

// waves divides rows so that each object is once in each, in the order it came, and sorts them by key.
func waves(rows []index.Raekke) [][]placed {
	var all [][]placed
	seen := make(map[oio.UUID]int, len(rows))
	for i := range rows {
		at := seen[rows[i].UUID]
		seen[rows[i].UUID]++
		if at == len(all) {
			all = append(all, nil)
		}
		all[at] = append(all[at], placed{&rows[i], i})
	}
	for _, wave := range all {
		slices.SortFunc(wave, func(a, b placed) int { return a.UUID.Compare(b.UUID) })
	}
	return all
}

func ids(rows []index.Raekke) [][16]byte {
	return column(rows, func(r *index.Raekke) [16]byte { return r.UUID })
}

// held locks objects and adds what they hold.
func (t *tx) held(ctx context.Context, ids [][16]byte, into map[oio.UUID]seal.Aftryk) error {
	if len(ids) == 0 {
		return nil
	}
	return t.query(ctx, lockObjekter, func(rows pgx.Rows) error {
		var id [16]byte
		var print []byte
		if err := rows.Scan(&id, &print); err != nil {
			return err
		}
		into[id] = seal.Aftryk(print)
		return nil
	}, ids)
}

// saveWave stores objects of which there is one row each, and gives the news of them.
func (t *tx) saveWave(ctx context.Context, wave []placed, before map[oio.UUID]seal.Aftryk) ([]nyhed, error) {
	var fresh, changed []placed
	for _, r := range wave {
		was, known := before[r.UUID]
		switch {
		case !known:
			fresh = append(fresh, r)
		case was != r.Aftryk:
			changed = append(changed, r)
		}
	}
	lost, err := t.insert(ctx, fresh, before)
	if err != nil {
		return nil, err
	}
	changed = append(changed, lost...)
	if len(changed) > 0 {
		slices.SortFunc(changed, func(a, b placed) int { return a.UUID.Compare(b.UUID) })
		keys := column(changed, func(r *placed) [16]byte { return r.UUID })
		if err := t.must(ctx, "keep history", keepRegistreringer, keys); err != nil {
			return nil, err
		}
		if err := t.must(ctx, "store objects", updateObjekter, objektColumnsOf(changed)...); err != nil {
			return nil, err
		}
	}
	var news []nyhed
	for _, r := range wave {
		was, known := before[r.UUID]
		before[r.UUID] = r.Aftryk
		if r.Stille || known && was == r.Aftryk {
			continue
		}
		what := haendelse.Importeret
		if known {
			what = haendelse.Aendret
		}
		news = append(news, nyhed{r.plads, r.Art, r.UUID, what, r.KLE, r.StsTidspunkt})
	}
	return news, nil
}

// insert adds objects, and gives those that another process added in the meantime with other content.
func (t *tx) insert(ctx context.Context, fresh []placed, before map[oio.UUID]seal.Aftryk) ([]placed, error) {
	if len(fresh) == 0 {
		return nil, nil
	}
	if t.hurtig {
		return nil, t.copyIn(ctx, fresh)
	}
	added := make(map[oio.UUID]bool, len(fresh))
	err := t.query(ctx, insertObjekter, func(rows pgx.Rows) error {
		var id [16]byte
		err := rows.Scan(&id)
		added[id] = true
		return err
	}, objektColumnsOf(fresh)...)
	if err != nil || len(added) == len(fresh) {
		return nil, err
	}
	var missed [][16]byte
	for _, r := range fresh {
		if !added[r.UUID] {
			missed = append(missed, r.UUID)
		}
	}
	if err := t.held(ctx, missed, before); err != nil {
		return nil, err
	}
	var lost []placed
	for _, r := range fresh {
		if was, known := before[r.UUID]; known && was != r.Aftryk {
			lost = append(lost, r)
		}
	}
	return lost, nil
}

var objektColumnNames = []string{"kommune", "art", "uuid", "borger", "kle", "enhed", "system", "sag", "fra", "til", "aftryk", "noegle", "foelsomhed", "profil", "emner", "nummer", "tidspunkt", "ststidspunkt", "indhold"}

// copyIn adds objects that were not there a moment ago.
func (t *tx) copyIn(ctx context.Context, fresh []placed) error {
	err := t.indsaet(ctx, "objekt", objektColumnNames, len(fresh), func(k *kopiind, i int) {
		r := &fresh[i]
		k.kolonner(len(objektColumnNames))
		k.integer(t.kommune)
		k.smallint(int16(r.Art))
		k.bytea(r.UUID[:])
		k.bytea(r.Borger[:])
		k.text(r.KLE)
		k.bytea(r.Enhed[:])
		k.bytea(r.System[:])
		k.noegle((*[16]byte)(&r.Sag))
		k.integer(int32(r.Fra))
		k.integer(int32(r.Til))
		k.bytea(r.Aftryk[:])
		k.noegle((*[16]byte)(&r.Noegle))
		k.smallint(int16(r.Foelsomhed))
		k.text(store.ProfilTekst(r.Profil))
		k.navn(emnerTekst(r.Raekke))
		k.noegle((*[16]byte)(&r.Nummer))
		k.bigint(millis(r.Tidspunkt))
		k.bigint(millis(r.StsTidspunkt))
		k.bytea(r.Indhold)
	})
	return wrap("store objects", err)
}

func objektColumnsOf(rows []placed) []any {
	type r = *placed
	return []any{
		column(rows, func(r r) int16 { return int16(r.Art) }), column(rows, func(r r) [16]byte { return r.UUID }),
		column(rows, func(r r) []byte { return r.Borger[:] }), column(rows, func(r r) string { return r.KLE }),
		column(rows, func(r r) [16]byte { return r.Enhed }), column(rows, func(r r) [16]byte { return r.System }),
		column(rows, func(r r) *[16]byte { return uuidOf(&r.Sag) }),
		column(rows, func(r r) int32 { return int32(r.Fra) }), column(rows, func(r r) int32 { return int32(r.Til) }),
		column(rows, func(r r) []byte { return r.Aftryk[:] }), column(rows, func(r r) []byte { return bytesOf(r.Noegle) }),
		column(rows, func(r r) int16 { return int16(r.Foelsomhed) }), column(rows, func(r r) string { return store.ProfilTekst(r.Profil) }),
		column(rows, func(r r) *string { return emnerOf(r.Raekke) }), column(rows, func(r r) []byte { return bytesOf(r.Nummer) }),
		column(rows, func(r r) int64 { return millis(r.Tidspunkt) }), column(rows, func(r r) int64 { return millis(r.StsTidspunkt) }),
		column(rows, func(r r) []byte { return r.Indhold }),
	}
}

func uuidOf(id *oio.UUID) *[16]byte {
	if id.IsZero() {
		return nil
	}
	return (*[16]byte)(id)
}

const (
	removeObjekter       = "DELETE FROM objekt WHERE kommune = $1 AND uuid = ANY($2) AND art = $3 RETURNING uuid, borger, kle"
	removeRegistreringer = "DELETE FROM registrering WHERE kommune = $1 AND objekt = ANY($2)"
	lockPersoner         = "SELECT count(*) FROM (SELECT borger FROM person WHERE kommune = $1 AND borger = ANY($2) ORDER BY borger FOR UPDATE) p"
	removePersoner       = `DELETE FROM person p WHERE p.kommune = $1 AND p.borger = ANY($2)
AND NOT EXISTS (SELECT FROM objekt o WHERE o.kommune = $1 AND o.borger = p.borger)`
)

// FjernObjekter implements index.Store. Citizens are locked before it is seen whether they have objects left, since another
// process may be giving them one.
func (db *DB) FjernObjekter(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) error {
	places := make(map[oio.UUID]int, len(ids))
	for i, id := range ids {
		places[id] = i
	}
	keys := column(ids, func(id *oio.UUID) [16]byte { return *id })
	slices.SortFunc(keys, func(a, b [16]byte) int { return bytes.Compare(a[:], b[:]) })
	return db.write(ctx, kommune, func(t *tx) error {
		if err := t.held(ctx, keys, make(map[oio.UUID]seal.Aftryk)); err != nil {
			return err
		}
		var news []nyhed
		var citizens [][]byte
		var gone [][16]byte
		err := t.query(ctx, removeObjekter, func(rows pgx.Rows) error {
			n := nyhed{art: art, slags: haendelse.Fjernet, tid: time.Now()}
			var citizen []byte
			if err := rows.Scan((*[16]byte)(&n.uuid), &citizen, &n.kle); err != nil {
				return err
			}
			n.plads = places[n.uuid]
			news, citizens, gone = append(news, n), append(citizens, citizen), append(gone, n.uuid)
			return nil
		}, keys, int16(art))
		if err != nil || len(gone) == 0 {
			return err
		}
		slices.SortFunc(citizens, bytes.Compare)
		for _, step := range []struct {
			text string
			keys any
		}{{removeRegistreringer, gone}, {lockPersoner, citizens}, {removePersoner, citizens}} {
			if err := t.must(ctx, "remove objects", step.text, step.keys); err != nil {
				return err
			}
		}
		slices.SortFunc(news, func(a, b nyhed) int { return cmp.Compare(a.plads, b.plads) })
		return t.fortael(ctx, news)
	})
}

const objektColumns = "SELECT art, uuid, borger, kle, enhed, system, sag, fra, til, aftryk, foelsomhed, profil, emner, nummer, tidspunkt, ststidspunkt, indhold FROM objekt "

func scanObjekt(rows pgx.Rows) (index.Raekke, error) {
	var r index.Raekke
	var citizen, print, number []byte
	var sag *[16]byte
	var sensitivity *int16
	var profile, subjects *string
	var when, sts int64
	err := rows.Scan(&r.Art, (*[16]byte)(&r.UUID), &citizen, &r.KLE, (*[16]byte)(&r.Enhed), (*[16]byte)(&r.System), &sag, &r.Fra, &r.Til, &print, &sensitivity, &profile, &subjects, &number, &when, &sts, &r.Indhold)
	copy(r.Borger[:], citizen)
	copy(r.Aftryk[:], print)
	copy(r.Nummer[:], number)
	if sag != nil {
		r.Sag = *sag
	}
	if r.Foer = sensitivity == nil; !r.Foer {
		r.Foelsomhed = oio.Foelsomhed(*sensitivity)
	}
	if profile != nil {
		r.Profil = store.LaesProfil(*profile)
	}
	if subjects != nil {
		r.Emner = strings.Split(*subjects, ",")
	}
	r.Tidspunkt, r.StsTidspunkt = time.UnixMilli(when), time.UnixMilli(sts)
	return r, err
}

func emnerTekst(r *index.Raekke) string { return clean(strings.Join(r.Emner, ",")) }

func emnerOf(r *index.Raekke) *string {
	text := emnerTekst(r)
	if text == "" {
		return nil
	}
	return &text
}

// maal is how this engine says a boundary.
var maal = store.Maal{Indeni: "strpos", UUID: func(id oio.UUID) any { return [16]byte(id) }}

// Foer implements index.Store.
func (db *DB) Foer(ctx context.Context, kommune oio.CVR, efter oio.UUID, n int) ([]index.Raekke, error) {
	var found []index.Raekke
	err := db.query(ctx, kommune, objektColumns+"WHERE kommune = $1 AND foelsomhed IS NULL AND uuid > $2 ORDER BY uuid LIMIT $3", func(rows pgx.Rows) error {
		r, err := scanObjekt(rows)
		found = append(found, r)
		return err
	}, [16]byte(efter), n)
	return found, err
}

const updateGraenser = `UPDATE objekt o SET foelsomhed = n.foelsomhed, profil = n.profil, emner = n.emner, nummer = n.nummer
FROM unnest($2::uuid[], $3::bytea[], $4::smallint[], $5::text[], $6::text[], $7::bytea[]) AS n (uuid, aftryk, foelsomhed, profil, emner, nummer)
WHERE o.kommune = $1 AND o.uuid = n.uuid AND o.foelsomhed IS NULL AND o.aftryk = n.aftryk`

// SaetGraenser implements index.Store. A row that was written since has its own.
func (db *DB) SaetGraenser(ctx context.Context, kommune oio.CVR, rows []index.Raekke) error {
	type r = *index.Raekke
	return db.write(ctx, kommune, func(t *tx) error {
		if err := t.held(ctx, ids(rows), make(map[oio.UUID]seal.Aftryk)); err != nil { // locked in the order every writer has
			return err
		}
		return t.must(ctx, "keep limits of objects", updateGraenser, ids(rows), column(rows, func(r r) []byte { return r.Aftryk[:] }),
			column(rows, func(r r) int16 { return int16(r.Foelsomhed) }), column(rows, func(r r) string { return store.ProfilTekst(r.Profil) }), column(rows, emnerOf),
			column(rows, func(r r) []byte { return bytesOf(r.Nummer) }))
	})
}

// soegning gathers conditions with their arguments.
type soegning struct {
	where strings.Builder
	args  []any
}

// limit adds a condition in which every ? is the next argument.
func (s *soegning) limit(condition string, values ...any) {
	s.where.WriteString(" AND ")
	for _, r := range condition {
		if r != '?' {
			s.where.WriteRune(r)
			continue
		}
		s.args = append(s.args, values[0])
		values = values[1:]
		s.where.WriteString("$" + strconv.Itoa(len(s.args)+1))
	}
}

const identiteter = "SELECT uuid FROM objekt WHERE kommune = $1 AND art = $2 AND system = $3 AND uuid BETWEEN $4 AND $5"

// Identiteter implements index.Store. The engine knows from the range whether to go by the key or through everything.
func (db *DB) Identiteter(ctx context.Context, kommune oio.CVR, art oio.Art, system, fra, til oio.UUID, yield func(oio.UUID) error) error {
	return db.query(ctx, kommune, identiteter, func(rows pgx.Rows) error {
		var id oio.UUID
		if err := rows.Scan((*[16]byte)(&id)); err != nil {
			return err
		}
		return yield(id)
	}, int16(art), [16]byte(system), [16]byte(fra), [16]byte(til))
}

// SoegObjekter implements index.Store. A condition is written only for what limits, so that the best index is used.
func (db *DB) SoegObjekter(ctx context.Context, kommune oio.CVR, s index.Soegning, yield func(index.Raekke) error) error {
	var c soegning
	// A citizen or a case has few rows: they are found by that and then sorted, whatever else limits.
	by, few := "uuid", !s.Borger.IsZero() || !s.Sag.IsZero() || !s.Nummer.IsZero()
	if few {
		by = `uuid::text COLLATE "C"`
	}
	if s.Art != 0 {
		c.limit("art = ?", int16(s.Art))
	}
	if !s.Borger.IsZero() {
		c.limit("borger = ?", s.Borger[:])
	}
	if len(s.KLE) == len("27.35.04") {
		c.limit("kle = ?", s.KLE)
	} else if s.KLE != "" {
		c.limit("kle > ? AND kle < ?", s.KLE+".", s.KLE+"/") // '/' follows '.'
	}
	if !s.Enhed.IsZero() {
		c.limit("enhed = ?", [16]byte(s.Enhed))
	}
	if !s.System.IsZero() {
		c.limit("system = ?", [16]byte(s.System))
	}
	if !s.Sag.IsZero() {
		c.limit("sag = ?", [16]byte(s.Sag))
	}
	if s.Aktiv != 0 {
		c.limit("fra <= ? AND (til = 0 OR til > ?)", int32(s.Aktiv), int32(s.Aktiv))
	}
	if s.I.Fra != 0 {
		c.limit("(til = 0 OR til > ?)", int32(s.I.Fra))
	}
	if s.I.Til != 0 {
		c.limit("fra < ?", int32(s.I.Til))
	}
	switch s.Status {
	case index.Aaben:
		c.limit("til = 0")
	case index.Afsluttet:
		c.limit("til <> 0")
	}
	if !s.Nummer.IsZero() {
		c.limit("nummer = ?", s.Nummer[:])
	}
	if condition, values := store.Betingelse(s.Udsnit, "", maal); condition != "" {
		c.limit(condition, values...)
	}
	if !s.Efter.IsZero() {
		c.limit("uuid > ?", [16]byte(s.Efter))
	}
	n := s.Antal
	if n == 0 {
		n = 500
	}
	text := objektColumns + "WHERE kommune = $1" + c.where.String() + " ORDER BY " + by + " LIMIT " + strconv.Itoa(n)
	return db.query(ctx, kommune, text, func(rows pgx.Rows) error {
		r, err := scanObjekt(rows)
		if err != nil {
			return err
		}
		return yield(r)
	}, c.args...)
}

// NoegleBrugt implements index.Store.
func (db *DB) NoegleBrugt(ctx context.Context, kommune oio.CVR, key seal.Aftryk, other oio.UUID) (bool, error) {
	used := false
	err := db.query(ctx, kommune, "SELECT art FROM objekt WHERE kommune = $1 AND noegle = $2 AND uuid <> $3 LIMIT 1", func(pgx.Rows) error {
		used = true
		return nil
	}, key[:], [16]byte(other))
	return used, err
}

// ObjekterMed implements index.Store.
func (db *DB) ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) ([]index.Raekke, error) {
	var found []index.Raekke
	err := db.query(ctx, kommune, objektColumns+"WHERE kommune = $1 AND uuid = ANY($2)", func(rows pgx.Rows) error {
		r, err := scanObjekt(rows)
		found = append(found, r)
		return err
	}, column(ids, func(id *oio.UUID) [16]byte { return *id }))
	return found, err
}

// Registreringer implements index.Store: the history and, last, what holds now.
func (db *DB) Registreringer(ctx context.Context, kommune oio.CVR, art oio.Art, id oio.UUID) ([]index.Raekke, error) {
	var current []index.Raekke
	err := db.query(ctx, kommune, objektColumns+"WHERE kommune = $1 AND uuid = $2 AND art = $3", func(rows pgx.Rows) error {
		r, err := scanObjekt(rows)
		current = append(current, r)
		return err
	}, [16]byte(id), int16(art))
	if err != nil || len(current) == 0 {
		return nil, err
	}
	var history []index.Raekke
	err = db.query(ctx, kommune, "SELECT tidspunkt, ststidspunkt, indhold FROM registrering WHERE kommune = $1 AND objekt = $2 ORDER BY nr", func(rows pgx.Rows) error {
		r := index.Raekke{Art: art, UUID: id}
		var when, sts int64
		if err := rows.Scan(&when, &sts, &r.Indhold); err != nil {
			return err
		}
		r.Tidspunkt, r.StsTidspunkt = time.UnixMilli(when), time.UnixMilli(sts)
		history = append(history, r)
		return nil
	}, [16]byte(id))
	return append(history, current...), err
}
