package generate_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"regexp"
	"runtime"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
)

func feedHash(t *testing.T, o generate.Options) [32]byte {
	t.Helper()
	h := sha256.New()
	if err := generate.Feed(h, o); err != nil {
		t.Fatal(err)
	}
	return [32]byte(h.Sum(nil))
}

func TestFeedIsDeterministic(t *testing.T) {
	o := korsbaek
	o.Borgere = 300
	once := feedHash(t, o)
	if again := feedHash(t, o); again != once {
		t.Error("the same options gave two feeds")
	}
	p := o
	p.Seed++
	if feedHash(t, p) == once {
		t.Error("another seed gave the same feed")
	}
}

func TestFeedHasThePromisedCounts(t *testing.T) {
	w := theWorld(t)
	if len(w.sager) != 6000 || len(w.bevillinger) != 30000 {
		t.Errorf("got %d sager and %d bevillinger", len(w.sager), len(w.bevillinger))
	}
	s, y, e := generate.Stamdata()
	if len(w.sagstyper) != s || len(w.ydelser) != y || len(w.enheder) != e || s < 60 || y < 250 || e < 20 || e > 40 {
		t.Errorf("got %d sagstyper, %d ydelser, %d enheder", s, y, e)
	}
	if want := s + y + len(w.moved) + e + 36000; w.lines != want {
		t.Errorf("got %d lines, want %d", w.lines, want)
	}
	for _, n := range []int{500, 2000, 2500, 20_000, 200_000} {
		sager, bevillinger := generate.Antal(generate.Options{Borgere: n})
		if off(sager, 3*n) > 2 || off(bevillinger, 15*n) > 2 {
			t.Errorf("%d citizens: %d sager, %d bevillinger", n, sager, bevillinger)
		}
	}
	for _, n := range []int{1, 7, 50, 100, 333} {
		o := korsbaek
		o.Borgere = n
		small := world{}
		sager, bevillinger := generate.Antal(o)
		var b bytes.Buffer
		if err := generate.Feed(&b, o); err != nil {
			t.Fatal(err)
		}
		small.lines = bytes.Count(b.Bytes(), []byte("\n"))
		if want := s + y + len(w.moved) + e + sager + bevillinger; small.lines != want {
			t.Errorf("%d citizens: got %d lines, want %d", n, small.lines, want)
		}
	}
}

func off(got, want int) int { return 100 * max(got-want, want-got) / want }

func TestFeedIsSkewedAsRealLife(t *testing.T) {
	w := theWorld(t)
	cases, grants := map[oio.CPR]int{}, map[oio.CPR]int{}
	open, ended, future := 0, 0, 0
	for _, s := range w.sager {
		cases[s.CPR]++
		if s.Afsluttet == 0 {
			open++
		}
		if s.Oprettet < 20160101 || s.Oprettet > korsbaek.Dato || s.Afsluttet > korsbaek.Dato {
			t.Fatalf("%s: %v–%v", s.ID, s.Oprettet, s.Afsluttet)
		}
	}
	for _, b := range w.bevillinger {
		s := w.sager[b.Sag]
		grants[s.CPR]++
		switch {
		case b.Fra > korsbaek.Dato:
			future++
		case b.Til != 0 && b.Til <= korsbaek.Dato:
			ended++
		}
		if b.Fra < s.Oprettet || (s.Afsluttet != 0 && (b.Til == 0 || b.Til > s.Afsluttet)) {
			t.Fatalf("%s lies outside its case", b.ID)
		}
	}
	one, most, mostGrants := 0, 0, 0
	for cpr, n := range cases {
		if n == 1 {
			one++
		}
		most, mostGrants = max(most, n), max(mostGrants, grants[cpr])
	}
	if len(cases) != 2000 || one < 700 || most != 40 || mostGrants != 200 {
		t.Errorf("%d citizens, %d with one case, at most %d cases and %d grants", len(cases), one, most, mostGrants)
	}
	if open < 2500 || open > 4500 || ended < 8000 || future < 200 {
		t.Errorf("%d open cases, %d ended and %d future grants", open, ended, future)
	}
}

func TestReferencesArePresentAndEarlier(t *testing.T) {
	w := theWorld(t)
	seen := map[string]bool{}
	for _, line := range w.order {
		seen[line] = true
		id := line[len("bevilling "):]
		if b := w.bevillinger[id]; b != nil && line[0] == 'b' {
			if !seen["sag "+b.Sag] || !seen["ydelse "+b.Ydelse] || (b.Enhed != "" && !seen["enhed "+b.Enhed]) {
				t.Fatalf("%s refers to something later", line)
			}
		}
	}
	for _, s := range w.sager {
		if w.sagstyper[s.Sagstype] == nil || !w.enheder[s.Enhed].Sagsansvarlig && !w.sagstyper[s.Sagstype].Administrativ {
			t.Fatalf("%s: sagstype %s, enhed %s", s.ID, s.Sagstype, s.Enhed)
		}
	}
}

var tenDigits = regexp.MustCompile(`"[a-z]+":"[^"]*\d{10}`)

func TestAllCPRNumbersAreSynthetic(t *testing.T) {
	w := theWorld(t)
	for _, s := range w.sager {
		if !s.CPR.Syntetisk() {
			t.Fatal(s.ID)
		}
	}
	for _, hit := range tenDigits.FindAll(w.raw, -1) {
		if !bytes.HasPrefix(hit, []byte(`"cpr":"`)) && !bytes.HasPrefix(hit, []byte(`"pnummer":"`)) {
			t.Fatalf("ten digits in a row outside cpr: %s", hit)
		}
	}
}

// lines counts what is written and remembers the highest memory seen while writing.
type lines struct {
	n       int
	highest uint64
	calls   int
}

func (l *lines) Write(p []byte) (int, error) {
	l.n += bytes.Count(p, []byte("\n"))
	if l.calls++; l.calls%100 == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		l.highest = max(l.highest, m.HeapAlloc)
	}
	return len(p), nil
}

func TestFeedNeedsLittleMemory(t *testing.T) {
	o := korsbaek
	o.Borgere = 20_000
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	w := &lines{}
	if err := generate.Feed(w, o); err != nil {
		t.Fatal(err)
	}
	if w.n < 360_000 || w.highest > before.HeapAlloc+16<<20 {
		t.Errorf("%d lines, %d MB above the start", w.n, (int64(w.highest)-int64(before.HeapAlloc))>>20)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestFeedReportsTheWritersError(t *testing.T) {
	if err := generate.Feed(fullDisk{}, korsbaek); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("got %v", err)
	}
	if err := generate.Organisation(fullDisk{}, korsbaek); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkFeed(b *testing.B) {
	o := korsbaek
	n := 0
	for b.Loop() {
		w := &lines{}
		if err := generate.Feed(w, o); err != nil {
			b.Fatal(err)
		}
		n += w.n
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
}

func TestOptionalFieldsAreThereForSome(t *testing.T) {
	w := theWorld(t)
	n := map[string]int{}
	for _, s := range w.sager {
		n["without name"] += truth(s.PartNavn == "")
		n["VIP"] += truth(s.Foelsomhed == oio.VIP)
		n["foelsomhed"] += truth(s.Foelsomhed != 0)
		n["fremdrift"] += truth(len(s.Fremdrift) > 0)
		n["sagsnummer"] += truth(s.Sagsnummer != "")
		n["registreret"] += truth(!s.Registreret.IsZero())
		n["titel missing"] += truth(s.Titel == "")
	}
	for what, most := range map[string]int{"without name": 100, "VIP": 300, "foelsomhed": 400, "fremdrift": 1500, "sagsnummer": 1500, "registreret": 3000} {
		if n[what] == 0 || n[what] > most {
			t.Errorf("%s: %d", what, n[what])
		}
	}
	if n["titel missing"] > 0 {
		t.Errorf("%v", n)
	}
	money := 0
	for _, b := range w.bevillinger {
		money += truth(b.Beloeb != "")
	}
	if money < 500 {
		t.Errorf("%d grants of money", money)
	}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestEverySeedAndDayGivesAValidFeed(t *testing.T) {
	for seed, today := range []oio.Dato{20240229, 20190101, 20260115, 20311231, 0} {
		o := generate.Options{Borgere: 60, Seed: uint64(seed) * 0x9e3779b9, Dato: today}
		var b bytes.Buffer
		if err := generate.Feed(&b, o); err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(b.Bytes()) {
			if _, err := eoj.ParseLinje(bytes.TrimSpace(line)); err != nil {
				t.Fatalf("seed %d, today %v: %v: %s", seed, today, err, line)
			}
		}
	}
}
