package suggest

import (
	"slices"
	"strings"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
)

// KommuneValg is what one municipality chose for one of its names, as far as suggestions need to know; package faelles has the whole (R125).
type KommuneValg struct {
	Kommune                   oio.CVR
	Slags                     string // sagstype or ydelse
	Navn, Lov, Paragraf, Kode string // Kode is a KLE number for a sagstype, the catalogue's key for a ydelse, or Ikke
}

// Ikke is the code of a choice that nothing is to be chosen. It is never suggested, but counts among those that have the name.
const Ikke = "ikke"

// Navnenoegle is what a local name is found by: its words, whatever their case and signs.
func Navnenoegle(navn string) string {
	if folded := foldet(navn); folded != "" {
		return folded
	}
	return strings.ToLower(strings.TrimSpace(navn))
}

// Lovnoegle is law and paragraph in one way of writing, with a blank in front; empty where neither is named.
func Lovnoegle(lov, paragraf string) string {
	var key strings.Builder
	for _, h := range kle.Hjemler(lov, paragraf) {
		key.WriteString(" " + strings.ToLower(h.Lov))
		if h.Fra != 0 {
			key.WriteString(" " + h.String())
		}
	}
	return key.String()
}

// SammeLov reports whether two names may be of the same law: where one of them names none, it may be any.
func SammeLov(lov, paragraf, lov2, paragraf2 string) bool {
	return sameLaw(kle.Hjemler(lov, paragraf), kle.Hjemler(lov2, paragraf2))
}

// SamlFaelles counts choices of one kind by name and code: how many municipalities chose it, of those that have such a name. own's
// choices are not others'.
func SamlFaelles(choices []KommuneValg, slags string, own oio.CVR) []FaellesValg {
	type navn struct{ navn, lov string }
	with := map[navn]map[oio.CVR]bool{}
	chose := map[navn]map[string]map[oio.CVR]bool{}
	written := map[navn]KommuneValg{}
	for _, v := range choices {
		if v.Slags != slags || v.Kommune == own {
			continue
		}
		n := navn{Navnenoegle(v.Navn), Lovnoegle(v.Lov, v.Paragraf)}
		if with[n] == nil {
			with[n], chose[n], written[n] = map[oio.CVR]bool{}, map[string]map[oio.CVR]bool{}, v
		}
		if chose[n][v.Kode] == nil {
			chose[n][v.Kode] = map[oio.CVR]bool{}
		}
		with[n][v.Kommune], chose[n][v.Kode][v.Kommune] = true, true
	}
	var all []FaellesValg
	for n, codes := range chose {
		for code, by := range codes {
			all = append(all, FaellesValg{Navn: n.navn, Lov: written[n].Lov, Paragraf: written[n].Paragraf, Kode: code, Kommuner: len(by), AfKommuner: len(with[n])})
		}
	}
	slices.SortFunc(all, func(a, b FaellesValg) int {
		return strings.Compare(a.Navn+"\x00"+a.Lov+"\x00"+a.Paragraf+"\x00"+a.Kode, b.Navn+"\x00"+b.Lov+"\x00"+b.Paragraf+"\x00"+b.Kode)
	})
	return all
}
