package bm25

import (
	"slices"
	"testing"
)

func TestPiecesFindCompoundsAndRareOnesCountMost(t *testing.T) {
	t.Parallel()
	index := NyStykker(map[string]string{"a": "Madservice", "b": "Personlig pleje", "c": "Personlig og praktisk hjælp", "d": "Plejebolig"})
	for text, want := range map[string]string{"Madserviceordning": "a", "plejebolig for ældre": "d", "praktisk": "c", "på": ""} {
		found := index.Find(text, 2)
		if got := slices.IndexFunc(found, func(f Fund) bool { return f.ID == want }); want != "" && got != 0 || want == "" && len(found) > 0 {
			t.Errorf("%q: %v, want %q first", text, found, want)
		}
	}
	if n := len(index.Find("personlig", 1)); n != 1 {
		t.Errorf("%d found, one was asked for", n)
	}
}
