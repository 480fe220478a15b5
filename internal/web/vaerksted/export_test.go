package vaerksted

import (
	"net/url"
	"strings"
	"testing"

	desk "indeksbro/internal/vaerksted"
)

// EnhederHTML is the two trees of a desk, for measuring.
func EnhederHTML(tb testing.TB, bord *desk.Bord) string {
	tb.Helper()
	t := nyTraeer(bord, url.Values{})
	var out strings.Builder
	if err := enhederside(t.billede()).Render(tb.Context(), &out); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}
