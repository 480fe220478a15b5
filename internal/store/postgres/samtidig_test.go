package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	"indeksbro/internal/store"
	"indeksbro/internal/store/postgres"
	server "indeksbro/internal/testkit/postgres"
)

var (
	bg   = context.Background()
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func sag(id string, version int64) mirror.Raekke {
	return mirror.Raekke{Type: eoj.TypeSag, ID: id, Version: version, Slettet: -1, Modtaget: noon, Linje: []byte("sealed"), Sagstype: "st-1", Enhed: "en-1"}
}

// Several processes on one database: each is a store of its own.
func processes(t *testing.T, url string, n int) []*postgres.DB {
	t.Helper()
	all := make([]*postgres.DB, n)
	for i := range all {
		all[i] = open(t, url)
		t.Cleanup(func() { _ = all[i].Close() })
	}
	return all
}

// Whoever follows the change numbers never passes one that comes later: what was read as complete stays so.
func TestChangeNumbersBecomeVisibleInOrder(t *testing.T) {
	t.Parallel()
	url := address(t)
	writers := processes(t, url, 3)
	reader := processes(t, url, 1)[0]
	const rounds, rows = 25, 7
	var work sync.WaitGroup
	for n, db := range writers {
		work.Go(func() {
			for round := range rounds {
				batch := make([]mirror.Raekke, rows)
				for i := range batch {
					batch[i] = sag(fmt.Sprintf("s-%d-%d-%d", n, round, i), 1)
				}
				if err := db.WriteMirror(bg, oio.Korsbaek, func(tx mirror.Tx) error {
					for half := range 2 { // two statements that give out numbers, so that a transaction lasts
						if err := tx.Gem(bg, batch[half*rows/2:(half+1)*rows/2], mirror.Antal{Sager: 3 + half}); err != nil {
							return err
						}
					}
					return nil
				}); err != nil {
					t.Errorf("write: %v", err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { work.Wait(); close(done) }()
	seen := int64(0)
	for ended := false; !ended; {
		select {
		case <-done:
			ended = true // and look once more
		default:
		}
		stand, err := reader.Stand(bg, oio.Korsbaek)
		must(t, err)
		found, err := reader.AendredeSager(bg, oio.Korsbaek, seen, stand.Seq, 1<<20)
		must(t, err)
		for _, r := range found {
			if r.Seq != seen+1 {
				t.Fatalf("change %d follows %d: what is between was passed", r.Seq, seen)
			}
			seen = r.Seq
		}
		if seen != stand.Seq {
			t.Fatalf("changes end at %d, but %d were given out and committed", seen, stand.Seq)
		}
	}
	if seen != 3*rounds*rows {
		t.Errorf("%d changes were seen, want %d", seen, 3*rounds*rows)
	}
	all, err := reader.SagerI(bg, oio.Korsbaek, export.Udsnit{Slags: projection.BeroertSagstype, ID: "st-1"}, seen, 0, 1<<40)
	must(t, err)
	for i, r := range all {
		if r.Nr != int64(i+1) {
			t.Fatalf("number %d is at place %d: numbers have holes or are used twice", r.Nr, i+1)
		}
	}
}

// Two feeds about the same objects at once end as one in any order: the highest version holds and each object is counted once.
func TestFeedsOfTwoProcessesNeverTurnAVersionBack(t *testing.T) {
	t.Parallel()
	dbs := processes(t, address(t), 3)
	keys, err := ring(t).Kommune(oio.Korsbaek)
	must(t, err)
	const objects, versions = 40, 9
	var work sync.WaitGroup
	for n, db := range dbs {
		work.Go(func() {
			order := rand.New(rand.NewPCG(1, uint64(n))).Perm(objects * versions)
			var lines strings.Builder
			for _, i := range order {
				fmt.Fprintf(&lines, `{"type":"sag","id":"s-%d","version":%d,"sagstype":"st","enhed":"en","cpr":"7105500001","oprettet":"2024-01-03"}`+"\n", i%objects, i/objects+1)
			}
			l := &mirror.Loader{Store: db, Kommune: oio.Korsbaek, Noegler: keys, Nu: func() time.Time { return noon }, Batch: 11}
			if _, err := l.Load(bg, strings.NewReader(lines.String())); err != nil {
				t.Errorf("load: %v", err)
			}
		})
	}
	work.Wait()
	must(t, dbs[0].WriteMirror(bg, oio.Korsbaek, func(tx mirror.Tx) error {
		for i := range objects {
			id := fmt.Sprintf("s-%d", i)
			known, err := tx.Kendte(bg, eoj.TypeSag, []string{id})
			if err != nil || known[id].Version != versions {
				t.Errorf("%s ends at version %d, want %d (%v)", id, known[id].Version, versions, err)
			}
		}
		return nil
	}))
	stand, err := dbs[0].Stand(bg, oio.Korsbaek)
	must(t, err)
	if stand.Sager != objects {
		t.Errorf("%d cases are counted, want %d", stand.Sager, objects)
	}
}

// Ledger lines are written by several processes at once, the same ones among them, and the counts add up.
func TestLedgerCountsAddUpWhileSeveralWrite(t *testing.T) {
	t.Parallel()
	dbs := processes(t, address(t), 4)
	const rounds = 20
	var work sync.WaitGroup
	for n, db := range dbs {
		work.Go(func() {
			for round := range rounds {
				posts := make([]export.Post, 30)
				for i := range posts { // overlapping, and in another order by each
					nr := int64((i*7+n*11+round)%60 + 1)
					posts[i] = export.Post{Art: oio.ArtSag, Nr: nr, UUID: oio.UUID{byte(nr)}, Sagstype: "st-1"}
				}
				moved := map[export.Taelling]int{}
				for g := range 5 {
					moved[export.Taelling{Sagstype: fmt.Sprint("st-", g), Art: oio.ArtSag}] = 1
				}
				if err := db.Skriv(bg, oio.Korsbaek, posts, moved, export.Skrivning{}); err != nil {
					t.Errorf("write: %v", err)
				}
			}
		})
	}
	work.Go(func() {
		for range 5 {
			if err := dbs[0].TvivlAlt(bg, oio.Korsbaek); err != nil {
				t.Errorf("doubt: %v", err)
			}
			if err := dbs[1].Planlaeg(bg, oio.Korsbaek, func(p export.Planlaegning) error {
				_, err := p.OpretSletning(bg, export.Sletning{Tid: noon, Venter: true})
				return err
			}); err != nil {
				t.Errorf("deletion: %v", err)
			}
		}
	})
	work.Wait()
	counts, err := dbs[0].Antal(bg, oio.Korsbaek)
	must(t, err)
	sum := 0
	for _, n := range counts {
		sum += n
	}
	if sum != len(dbs)*rounds*5 {
		t.Errorf("the counts' sum is %d, want %d", sum, len(dbs)*rounds*5)
	}
}

// Objects come and go at several processes: afterwards every object has its citizen, and no citizen is there without one.
func TestCitizensFollowTheirObjectsWhileSeveralWrite(t *testing.T) {
	t.Parallel()
	dbs := processes(t, address(t), 4)
	must(t, dbs[0].SetPolitik(bg, oio.Korsbaek, "haendelser", "https://modtager.example", "Inge", noon))
	const citizens = 5
	var work sync.WaitGroup
	for n, db := range dbs {
		work.Go(func() {
			random := rand.New(rand.NewPCG(2, uint64(n)))
			for range 60 {
				var rows []index.Raekke
				var people []index.Person
				var gone []oio.UUID
				for range 6 {
					id := byte(random.IntN(12) + 1)
					citizen := id%citizens + 1 // an object never changes its citizen
					if random.IntN(2) == 0 {
						gone = append(gone, oio.UUID{15: id})
						continue
					}
					rows = append(rows, index.Raekke{Art: oio.ArtSag, UUID: oio.UUID{15: id}, Borger: oio.Borgernoegle{citizen}, KLE: "27.35.04",
						Aftryk: seal.Aftryk{byte(random.IntN(4))}, Tidspunkt: noon, StsTidspunkt: noon, Indhold: []byte("x")})
					people = append(people, index.Person{Borger: oio.Borgernoegle{citizen}, Navn: "Ida", Soegenavn: "ida", CPR: []byte("x")})
				}
				if err := errors.Join(db.GemObjekter(bg, oio.Korsbaek, rows, people), db.FjernObjekter(bg, oio.Korsbaek, oio.ArtSag, gone)); err != nil {
					t.Errorf("write: %v", err)
				}
			}
		})
	}
	told := int64(0)
	work.Go(func() { // news is read and forgotten meanwhile, and none is passed
		for range 40 {
			news, err := dbs[0].Haendelser(bg, oio.Korsbaek, 50)
			if err != nil {
				t.Errorf("news: %v", err)
			}
			for _, h := range news {
				if h.Nr != told+1 {
					t.Errorf("news %d follows %d", h.Nr, told)
				}
				told = h.Nr
			}
			if err := dbs[0].GlemHaendelser(bg, oio.Korsbaek, told); err != nil {
				t.Errorf("forget: %v", err)
			}
		}
	})
	work.Wait()
	has := map[oio.Borgernoegle]bool{}
	must(t, dbs[0].SoegObjekter(bg, oio.Korsbaek, index.Soegning{}, func(r index.Raekke) error {
		has[r.Borger] = true
		return nil
	}))
	people, err := dbs[0].Personer(bg, oio.Korsbaek, nil, oio.Borgernoegle{}, 99)
	must(t, err)
	for _, p := range people {
		if !has[p.Borger] {
			t.Errorf("citizen %x is kept without an object", p.Borger[:1])
		}
		delete(has, p.Borger)
	}
	for citizen := range has {
		t.Errorf("citizen %x has an object and is not kept", citizen[:1])
	}
}

// Processes that start at the same moment on an empty database all open it, and it is migrated once.
func TestProcessesThatStartTogetherMigrateOnce(t *testing.T) {
	t.Parallel()
	url := server.Ny(t)
	var work sync.WaitGroup
	for range 6 {
		work.Go(func() {
			db, err := postgres.Open(bg, url, postgres.Options{})
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			if _, err := db.Stand(bg, oio.Korsbaek); err != nil {
				t.Errorf("use: %v", err)
			}
			_ = db.Close()
		})
	}
	work.Wait()
	c, err := pgx.Connect(bg, url)
	must(t, err)
	defer func() { _ = c.Close(bg) }()
	var applied int
	must(t, c.QueryRow(bg, "SELECT count(*) FROM goose_db_version WHERE version_id > 0").Scan(&applied))
	files, err := filepath.Glob("migrations/*.sql")
	must(t, err)
	if applied != len(files) {
		t.Errorf("%d migrations are noted, want %d", applied, len(files))
	}
}

// A server that ends in the middle and comes back costs nobody a write: what was answered is there, and what was not answered is done
// once, be it that the commit had been kept or not.
func TestAServerThatComesBackLosesNothing(t *testing.T) {
	t.Parallel()
	bin := server.Programmer(t)
	own, err := server.Start(bin) // with its default durability
	must(t, err)
	t.Cleanup(func() { must(t, own.Stop()) })
	db := open(t, own.URL("postgres"))
	defer func() { _ = db.Close() }()
	const rows = 400
	half := make(chan struct{})
	answered := make(chan int, 1)
	go func() {
		for i := range rows {
			if i == rows/2 {
				close(half)
			}
			err := db.WriteMirror(bg, oio.Korsbaek, func(tx mirror.Tx) error {
				return tx.Gem(bg, []mirror.Raekke{sag(fmt.Sprintf("s-%d", i), 1)}, mirror.Antal{Sager: 1})
			})
			if err != nil {
				t.Errorf("write: %v", err)
			}
		}
		answered <- rows
	}()
	<-half
	must(t, own.Draeb())
	must(t, own.Genstart())
	<-answered
	stand, err := db.Stand(bg, oio.Korsbaek)
	must(t, err)
	found, err := db.AendredeSager(bg, oio.Korsbaek, 0, stand.Seq, rows+1)
	must(t, err)
	if stand.Sager != rows || len(found) != rows {
		t.Errorf("%d cases are counted and %d are there, want %d", stand.Sager, len(found), rows)
	}
}

// While the server is away a write ends with an error that says so, and the program can tell it from all others.
func TestAnUnreachableServerIsToldAsSuch(t *testing.T) {
	t.Parallel()
	bin := server.Programmer(t)
	own, err := server.Start(bin, "fsync=off")
	must(t, err)
	t.Cleanup(func() { must(t, errors.Join(own.Genstart(), own.Stop())) })
	db := open(t, own.URL("postgres"))
	defer func() { _ = db.Close() }()
	must(t, own.Ned())
	if err := db.SetPolitik(bg, oio.Korsbaek, "navn", "Korsbæk", "Inge", noon); !errors.Is(err, store.ErrUtilgaengelig) {
		t.Errorf("a write gives %v", err)
	}
	if _, err := db.Stand(bg, oio.Korsbaek); !errors.Is(err, store.ErrUtilgaengelig) {
		t.Errorf("a read gives %v", err)
	}
}

// A wrong address says what is wanted, without the password that may stand in it.
func TestAWrongAddressRepeatsNoPassword(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"postgres://bro:hemmeligt@host:notaport/db", "hemmeligt"} {
		if _, err := postgres.Open(bg, url, postgres.Options{}); err == nil || strings.Contains(err.Error(), "hemmeligt") {
			t.Errorf("%v", err)
		}
	}
}

func ring(t *testing.T) *seal.Ring {
	t.Helper()
	r, err := seal.NewRing(make([]byte, seal.MasterSize))
	must(t, err)
	return r
}
