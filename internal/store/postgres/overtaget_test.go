package postgres_test

import (
	"errors"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/oio"
	server "indeksbro/internal/testkit/postgres"
)

// A commit that was never answered, because the server died and one that lags behind took over, is done once: also where the new server has
// given the lost transaction's number to another process' transaction, which it has kept.
func TestACommitThatTheNewServerNeverHeardOfIsDoneOnce(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]int{"of what it lacks it is the first": 0, "more before it is lost": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first, second := par(t)
			db, other := open(t, first.Begge(second, "postgres")), open(t, first.Begge(second, "postgres"))
			defer func() { must(t, errors.Join(db.Close(), other.Close())) }()
			must(t, write(db, "before", nil))
			must(t, errors.Join(hoert(second, 1), second.Afbryd(bg)))
			for i := range lost {
				must(t, write(other, "lost "+strconv.Itoa(i), nil)) // answered, and lost all the same: that is what following late means
			}
			var others int
			must(t, write(db, "never answered", func() {
				next, err := first.Naeste(bg)
				must(t, err)
				must(t, errors.Join(first.DraebAlt(), second.Forfrem()))
				for given := int64(0); given <= next; others++ {
					must(t, write(other, strconv.Itoa(others), nil))
					given, err = second.Naeste(bg)
					must(t, err)
				}
			}))
			has(t, db, others+2)
		})
	}
}

// A commit that the new server has is not done again, although it was never answered.
func TestACommitThatTheNewServerHasIsNotDoneAgain(t *testing.T) {
	t.Parallel()
	first, second := par(t)
	door := aabn(t, first)
	db := open(t, "postgres:///postgres?host="+door.dir+","+filepath.Dir(second.Data())+"&user=postgres&target_session_attrs=read-write")
	defer func() { must(t, db.Close()) }()
	must(t, write(db, "kept, and never answered", func() {
		door.slug(func() {
			if err := errors.Join(hoert(second, 1), first.DraebAlt(), second.Forfrem()); err != nil {
				t.Error(err)
			}
		})
	}))
	has(t, db, 1)
}

// A process leaves one mark for as many writes as it makes at a time, and those of processes that are no more are forgotten after a week.
func TestMarksOfWritesAreFew(t *testing.T) {
	t.Parallel()
	url := address(t)
	c, err := pgx.Connect(bg, url)
	must(t, err)
	defer func() { _ = c.Close(bg) }()
	kommune, err := strconv.Atoi(string(oio.Korsbaek))
	must(t, err)
	_, err = c.Exec(bg, "INSERT INTO skrivning SELECT $1, decode('00', 'hex'), n, 7, current_date - n FROM generate_series(1, 30) n", kommune)
	must(t, err)
	db := open(t, url)
	defer func() { must(t, db.Close()) }()
	for i := range 20 {
		must(t, write(db, strconv.Itoa(i), nil))
	}
	var old, own int
	must(t, c.QueryRow(bg, "SELECT count(*) FILTER (WHERE length(proces) = 1), count(*) FILTER (WHERE length(proces) > 1) FROM skrivning WHERE kommune = $1", kommune).Scan(&old, &own))
	if old != 7 || own != 1 {
		t.Errorf("%d marks of others and %d of its own, want those of a week and one", old, own)
	}
}

// par is a server and one that follows it some moments late. The first may be dead when the test ends.
func par(t *testing.T) (first, second *server.Klynge) {
	t.Helper()
	first, err := server.Start(server.Programmer(t), "fsync=off")
	must(t, err)
	t.Cleanup(func() { must(t, first.Stop()) })
	second, err = first.Foelger()
	must(t, err)
	t.Cleanup(func() { must(t, second.Stop()) })
	return first, second
}

// hoert returns when a server that follows has heard of so many cases.
func hoert(of *server.Klynge, cases int) error {
	c, err := pgx.Connect(bg, of.URL("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = c.Close(bg) }()
	for n := 0; n != cases; { // a table it has not heard of yet is an error
		_ = c.QueryRow(bg, "SELECT count(*) FROM sag").Scan(&n)
	}
	return nil
}
