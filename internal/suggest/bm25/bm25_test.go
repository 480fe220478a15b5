package bm25

import (
	"cmp"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/da" // the library's Danish analysis
	index "github.com/blevesearch/bleve_index_api"

	"indeksbro/internal/ydelsestype"
)

// TestTheRivalScoresAsTheLibraryDoes asks bleve itself, over the texts of the catalogue, for what each type is called.
func TestTheRivalScoresAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	var names []string
	for _, y := range ydelsestype.Nyeste().Typer() {
		texts[y.Noegle] = strings.Join([]string{y.Navn, y.Lov, y.Paragraf}, " ")
		names = append(names, y.Navn)
	}
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer, mapping.ScoringModel = "da", index.BM25Scoring
	library, err := bleve.New(filepath.Join(t.TempDir(), "bleve"), mapping)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = library.Close() }()
	batch := library.NewBatch()
	for id, text := range texts {
		if err := batch.Index(id, map[string]string{"t": text}); err != nil {
			t.Fatal(err)
		}
	}
	if err := library.Batch(batch); err != nil {
		t.Fatal(err)
	}
	ours := Ny(texts)
	asked := 0
	for _, name := range append(names, "hjælp til bad og toilet", "og den det", "kørestol §112") {
		query := bleve.NewMatchQuery(name)
		result, err := library.Search(bleve.NewSearchRequestOptions(query, len(texts), 0, false))
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]float64{}
		for _, h := range result.Hits {
			want[h.ID] = h.Score
		}
		got := ours.Find(name, len(texts))
		if len(got) != len(want) {
			t.Errorf("%q: %d texts found, the library finds %d", name, len(got), len(want))
			continue
		}
		for _, f := range got {
			if math.Abs(f.Score-want[f.ID]) > 1e-3*want[f.ID] {
				t.Errorf("%q: %s scores %f, with the library %f", name, f.ID, f.Score, want[f.ID])
			}
		}
		if !slices.IsSortedFunc(got, func(a, b Fund) int { return cmp.Compare(b.Score, a.Score) }) {
			t.Errorf("%q: the best is not first: %v", name, got)
		}
		asked += len(got)
	}
	if asked < 1000 {
		t.Errorf("only %d scores were compared", asked)
	}
}
