package program

import (
	"strings"

	"indeksbro/internal/forloeb"
)

// The dependency picture of the deck, in units of its own: where each box stands, and each way between two.
const (
	boksB, boksH = 216, 108
	billedB      = 1280
	billedH      = 520
)

var bokspladser = map[forloeb.Nr][2]int{
	forloeb.Klassifikation: {24, 52}, forloeb.KLEKoder: {272, 52},
	forloeb.Skrivebord: {24, 208}, forloeb.Ydelser: {272, 208}, forloeb.Sagstyper: {520, 208}, forloeb.Eksport: {784, 208}, forloeb.Aabning: {1040, 208},
	forloeb.Enhedsbord: {24, 384}, forloeb.Enheder: {272, 384}, forloeb.Dataafgraensing: {1040, 384},
}

// rammer are the groups of the deck's picture.
var rammer = []struct {
	navn       string
	x, y, b, h int
}{
	{"Sagstyper og ydelser", 8, 8, 744, 324}, {"Organisationsenheder", 8, 344, 496, 168}, {"SAPA og Borgerblikket", 1022, 164, 250, 348},
}

// pile are the ways from a step to one that waits for it, from edge to edge.
var pile = []struct {
	fra, til forloeb.Nr
	vej      string
}{
	{forloeb.Klassifikation, forloeb.KLEKoder, "M240 106H268"},
	{forloeb.KLEKoder, forloeb.Sagstyper, "M488 106H628V204"},
	{forloeb.Skrivebord, forloeb.Ydelser, "M240 262H268"},
	{forloeb.Ydelser, forloeb.Sagstyper, "M488 262H516"},
	{forloeb.Enhedsbord, forloeb.Enheder, "M240 438H268"},
	{forloeb.Enheder, forloeb.Sagstyper, "M488 424H628V320"},
	{forloeb.Sagstyper, forloeb.Eksport, "M736 262H780"},
	{forloeb.Enheder, forloeb.Eksport, "M488 452H860V320"},
	{forloeb.Dataafgraensing, forloeb.Eksport, "M1040 438H924V320"},
	{forloeb.Dataafgraensing, forloeb.Aabning, "M1148 384V320"},
	{forloeb.Eksport, forloeb.Aabning, "M1000 262H1036"},
}

// boks is one step in the picture.
type boks struct {
	*forloeb.Trin
	X, Y   int
	Linjer []string // its name
}

func bokse(f *forloeb.Forloeb) []boks {
	all := make([]boks, len(f.Trin))
	for i := range f.Trin {
		at := bokspladser[f.Trin[i].Nr]
		all[i] = boks{&f.Trin[i], at[0], at[1], linjer(f.Trin[i].Opgave.Kort)}
	}
	return all
}

// linjer breaks a name where it grows wider than a box.
func linjer(name string) []string {
	const most = 22
	var lines []string
	for word := range strings.FieldsSeq(name) {
		if n := len(lines); n > 0 && len(lines[n-1])+1+len(word) <= most {
			lines[n-1] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	return lines
}

// numre lists steps: 4, 5 og 7.
func numre(all []forloeb.Nr) string {
	var words []string
	for _, nr := range all {
		words = append(words, string(nr))
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " og " + words[n-1]
	}
	return strings.Join(words, "")
}

// pilklasse says whether what the way comes from is done.
func pilklasse(f *forloeb.Forloeb, fra forloeb.Nr) string {
	if f.Find(fra).Tilstand == forloeb.Gjort {
		return "ib-pil ib-pil-gjort"
	}
	return "ib-pil"
}

// pilespids is the point of such a way.
func pilespids(f *forloeb.Forloeb, fra forloeb.Nr) string {
	if f.Find(fra).Tilstand == forloeb.Gjort {
		return "url(#pilespids-gjort)"
	}
	return "url(#pilespids)"
}
