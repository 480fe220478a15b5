package kle

import "strings"

// LaesRetskilder splits a line of law references, "Lovtitel § 1; Anden lov Kap. 2; Tredje lov". A title ends where the first
// paragraph or chapter begins.
func LaesRetskilder(s string) []Retskilde {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	var out []Retskilde
	for piece := range strings.SplitSeq(s, "; ") {
		piece = strings.TrimSpace(piece)
		at := len(piece)
		for _, mark := range []string{" §", " Kap. "} {
			if i := strings.Index(piece, mark); i >= 0 && i < at {
				at = i
			}
		}
		out = append(out, Retskilde{Titel: piece[:at], Paragraf: strings.TrimSpace(piece[at:])})
	}
	return out
}
