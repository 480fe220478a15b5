package postgres_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/store/postgres"
	server "indeksbro/internal/testkit/postgres"
)

// A commit that was never answered since the server crashed is done once: also where the crash has forgotten the transaction's number, be it that
// nobody has it yet, or that another process' kept transaction has got it.
func TestACommitThatTheServerHasForgottenIsDoneOnce(t *testing.T) {
	t.Parallel()
	bin := server.Programmer(t)
	lazy := []string{"wal_writer_delay=10s", "autovacuum=off"} // so that what no commit asks for does not reach the disk
	for name, others := range map[string]int{"its number is nobody's": 0, "its number is another's": 1, "others go on": 5} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own, err := server.Start(bin, lazy...)
			must(t, err)
			t.Cleanup(func() { must(t, own.Stop()) })
			db, other := open(t, own.URL("postgres")), open(t, own.URL("postgres"))
			defer func() { must(t, errors.Join(db.Close(), other.Close())) }()
			must(t, write(db, "before", nil))
			must(t, write(db, "crashed", func() {
				must(t, own.Draeb())
				must(t, own.Genstart(lazy...))
				for i := range others {
					must(t, write(other, strconv.Itoa(i), nil))
				}
			}))
			has(t, db, others+2)
		})
	}
}

// write writes one case, and does something the first time between that and the commit.
func write(db *postgres.DB, id string, between func()) error {
	return db.WriteMirror(bg, oio.Korsbaek, func(tx mirror.Tx) error {
		if err := tx.Gem(bg, []mirror.Raekke{sag(id, 1)}, mirror.Antal{Sager: 1}); err != nil || between == nil {
			return err
		}
		between()
		between = nil
		return nil
	})
}

// has demands that so many cases are there, and as many are counted.
func has(t *testing.T, db *postgres.DB, want int) {
	t.Helper()
	stand, err := db.Stand(bg, oio.Korsbaek)
	must(t, err)
	found, err := db.AendredeSager(bg, oio.Korsbaek, 0, stand.Seq, want+100)
	must(t, err)
	if stand.Sager != want || len(found) != want {
		t.Errorf("%d cases are counted and %d are there, want %d", stand.Sager, len(found), want)
	}
}

// doer is a door to a server, which can be slammed: who goes through falls out, and so many after that are told that it is on its way.
type doer struct {
	net.Listener
	dir, behind string

	mu       sync.Mutex
	refusals int
	through  []net.Conn
	instead  func()
}

func aabn(t *testing.T, own *server.Klynge) *doer {
	t.Helper()
	dir := t.TempDir()
	at, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	must(t, err)
	d := &doer{Listener: at, dir: dir, behind: filepath.Join(filepath.Dir(own.Data()), ".s.PGSQL.5432")}
	var work sync.WaitGroup
	work.Go(func() {
		for {
			c, err := at.Accept()
			if err != nil {
				return
			}
			work.Go(func() { d.ind(c) })
		}
	})
	t.Cleanup(func() {
		must(t, at.Close())
		d.smaek(0)
		work.Wait()
	})
	return d
}

// smaek slams the door.
func (d *doer) smaek(refusals int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refusals = refusals
	for _, c := range d.through {
		_ = c.Close()
	}
	d.through = nil
}

// slug lets something happen instead of the next answer that a commit was kept. Whoever waits for that falls out.
func (d *doer) slug(instead func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.instead = instead
}

// ud passes on what the server says.
func (d *doer) ud(c, on net.Conn) {
	for buf := make([]byte, 1<<16); ; {
		n, err := on.Read(buf)
		if bytes.Contains(buf[:n], []byte("COMMIT\x00")) {
			d.mu.Lock()
			instead := d.instead
			d.instead = nil
			d.mu.Unlock()
			if instead != nil {
				instead()
				return
			}
		}
		if _, bad := c.Write(buf[:n]); err != nil || bad != nil {
			return
		}
	}
}

func (d *doer) ind(c net.Conn) {
	defer func() { _ = c.Close() }()
	d.mu.Lock()
	refused := d.refusals > 0
	var on net.Conn
	if refused {
		d.refusals--
	} else if to, err := net.Dial("unix", d.behind); err == nil {
		on, d.through = to, append(d.through, c, to)
	}
	d.mu.Unlock()
	if refused {
		said := pgproto3.NewBackend(c, c)
		if _, err := said.ReceiveStartupMessage(); err == nil {
			said.Send(&pgproto3.ErrorResponse{Severity: "FATAL", Code: "57P03", Message: "the database system is not yet accepting connections"})
			_ = said.Flush()
		}
		return
	}
	if on == nil {
		return
	}
	done := make(chan struct{})
	go func() {
		_, _ = io.Copy(on, c)
		_ = on.Close()
		close(done)
	}()
	d.ud(c, on)
	_ = c.Close()
	<-done
}

// A server that says many times that it is on its way is waited for: a commit that was never answered is asked about until the server says what
// became of it, and is done once.
func TestAServerThatIsLongOnItsWayIsWaitedFor(t *testing.T) {
	t.Parallel()
	const refusals = 14 // more than an unreachable server is tried
	own, err := server.Start(server.Programmer(t), "fsync=off")
	must(t, err)
	t.Cleanup(func() { must(t, own.Stop()) })
	door := aabn(t, own)
	db := open(t, "postgres:///postgres?host="+door.dir+"&user=postgres")
	defer func() { _ = db.Close() }()
	must(t, write(db, "in the middle of a commit", func() { door.smaek(refusals) }))
	door.smaek(refusals)
	must(t, write(db, "before it begins", nil))
	has(t, db, 2)
	if door.refusals > 0 {
		t.Errorf("%d were not told that the server is on its way", door.refusals)
	}
}
