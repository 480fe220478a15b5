package enhedsvalg_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/enhedsvalg"
	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

var options = generate.Options{Borgere: 30, Seed: 1, Kommune: oio.Korsbaek, Dato: 20260115}

// korsbaek is the deck's municipality with the decisions that keep lets through, and its cases counted.
func korsbaek(t *testing.T, keep func(mapping.Beslutning) bool) (*projection.Grundlag, *projection.Optaelling) {
	t.Helper()
	var file bytes.Buffer
	if err := generate.Organisation(&file, options); err != nil {
		t.Fatal(err)
	}
	tree, err := organisation.Parse(&file)
	if err != nil {
		t.Fatal(err)
	}
	var feed bytes.Buffer
	if err := generate.Feed(&feed, options); err != nil {
		t.Fatal(err)
	}
	g := &projection.Grundlag{Kommune: projection.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune"}, Enheder: map[string]*eoj.Enhed{}, Organisation: tree, Katalog: ydelsestype.Nyeste()}
	tal := &projection.Optaelling{Enheder: map[string]projection.Tal{}}
	for line := range bytes.Lines(feed.Bytes()) {
		post, err := eoj.ParseLinje(bytes.TrimSpace(line))
		if err != nil {
			continue // the feed has faulty lines on purpose
		}
		switch p := post.(type) {
		case *eoj.Enhed:
			g.Enheder[p.ID] = p
		case *eoj.Sag:
			tal.Enheder[p.Enhed] = tal.Enheder[p.Enhed].Plus(projection.Tal{Sager: 1, Aktive: 1, Borgere: 1})
		}
	}
	var history []mapping.Beslutning
	for _, b := range generate.Beslutninger(options) {
		if b.Art == mapping.Enhed && keep(b) {
			history = append(history, b)
		}
	}
	g.Mapping = mapping.NewState(history)
	return g, tal
}

func alle(mapping.Beslutning) bool  { return true }
func ingen(mapping.Beslutning) bool { return false }
func uden(id string) func(mapping.Beslutning) bool {
	return func(b mapping.Beslutning) bool { return b.ID != id }
}

func TestDump(t *testing.T) {
	g, tal := korsbaek(t, ingen)
	v := enhedsvalg.New(g)
	for i := 1; i < 40; i++ {
		id := fmt.Sprintf("en-%d", i)
		e := g.Enheder[id]
		fmt.Println(id, e.Navn, e.Sagsansvarlig, e.Usynlig, tal.Enheder[id].Sager)
		for _, f := range v.Foreslaa(id, 3) {
			fmt.Printf("     %.2f %s %v\n", f.Score, f.Enhed.Navn, f.Begrundelse)
		}
	}
	fmt.Println(v.Modeller(tal), v.Nu(tal))
	g, tal = korsbaek(t, alle)
	v = enhedsvalg.New(g)
	fmt.Println(v.Modeller(tal), v.Nu(tal))
	_ = rand.N[int]
	_ = strings.ToLower
	_ = time.Now
}
