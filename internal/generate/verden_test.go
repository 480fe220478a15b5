package generate_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"sync"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit/shared"
)

var korsbaek = generate.Options{Borgere: 2000, Seed: 1, Kommune: oio.Korsbaek, Dato: 20260115}

// world is a feed taken apart, the last version of each object.
type world struct {
	raw         []byte
	lines       int
	sagstyper   map[string]*eoj.Sagstype
	ydelser     map[string]*eoj.Ydelse
	moved       map[string]*eoj.Ydelse // the first version of those with two
	enheder     map[string]*eoj.Enhed
	sager       map[string]*eoj.Sag
	bevillinger map[string]*eoj.Bevilling
	order       []string
}

var korsbaekOnce = sync.OnceValues(func() (*world, error) {
	var b bytes.Buffer
	if err := generate.Feed(&b, korsbaek); err != nil {
		return nil, err
	}
	w := &world{
		raw: b.Bytes(), sagstyper: map[string]*eoj.Sagstype{}, ydelser: map[string]*eoj.Ydelse{},
		moved: map[string]*eoj.Ydelse{}, enheder: map[string]*eoj.Enhed{}, sager: map[string]*eoj.Sag{},
		bevillinger: map[string]*eoj.Bevilling{},
	}
	return w, w.take(w.raw)
})

func theWorld(t *testing.T) *world {
	t.Helper()
	w, err := korsbaekOnce()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) take(feed []byte) error {
	for n, line := range bytes.Split(bytes.TrimSpace(feed), []byte("\n")) {
		post, err := eoj.ParseLinje(line)
		if err != nil {
			return fmt.Errorf("line %d: %w: %s", n+1, err, line)
		}
		w.lines++
		kind, id, _ := post.Noegle()
		w.order = append(w.order, string(kind)+" "+id)
		switch p := post.(type) {
		case *eoj.Sagstype:
			w.sagstyper[id] = p
		case *eoj.Ydelse:
			if before := w.ydelser[id]; before != nil {
				w.moved[id] = before
			}
			w.ydelser[id] = p
		case *eoj.Enhed:
			w.enheder[id] = p
		case *eoj.Sag:
			w.sager[id] = p
		case *eoj.Bevilling:
			w.bevillinger[id] = p
		case *eoj.Slet:
			delete(w.bevillinger, id)
		}
	}
	return nil
}

// kleNumre are the numbers of the imported classification, where the shared folder lies beside the repository.
func kleNumre(t *testing.T) map[string]bool {
	t.Helper()
	f, err := os.Open(shared.Path(t, "data/kle/kle-emner.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]bool{}
	for _, r := range rows[1:] {
		numbers[r[0]] = true
	}
	return numbers
}
