package enhedsvalg

import (
	"slices"
	"strings"
	"unicode"
)

// navn is a unit's name, taken apart once.
type navn struct {
	form  string // folded words that matter, joined: two names with the same form say the same
	ord   []ord
	maerk []string // what tells sisters apart: letters, numbers, points of the compass
}

// ord is one word of a name.
type ord struct {
	tekst     string
	stamme    string
	forkort   bool // written with a full stop
	trigram   []string
	betydning float64 // filled in by the index: rare words say more
}

// forkortelser are abbreviations that are no beginning of what they stand for, or that run over several words.
var forkortelser = map[string]string{
	"afd": "afdeling", "gen opt": "genoptraening", "genopt": "genoptraening", "hjpm": "hjaelpemidler", "hjlpm": "hjaelpemidler", "spl": "sygepleje",
	"sygepl": "sygepleje", "hjpl": "hjemmepleje", "hjhj": "hjemmehjaelp", "ctr": "center", "cent": "center", "omr": "omraade",
	"adm": "administration", "soc": "social", "psyk": "psykiatri", "hcp": "handicap", "hand": "handicap", "bsp": "bosted", "plc": "plejecenter",
	"plhj": "plejehjem", "sundh": "sundhed", "myn": "myndighed", "vis": "visitation", "visit": "visitation", "rusm": "rusmiddel",
	"traen": "traening", "forebyg": "forebyggelse", "fam": "familie", "fys": "fysioterapi", "ergo": "ergoterapi",
}

// tomme are words that say nothing about which unit it is.
var tomme = map[string]bool{
	"og": true, "for": true, "i": true, "af": true, "til": true, "paa": true, "ved": true, "den": true, "det": true, "de": true, "kommune": true, "kommunes": true,
	"gl": true, "gammel": true, "nedlagt": true, "lukket": true, "udgaaet": true, "tidligere": true, "usynlig": true, "ny": true,
	"afdeling": true, "enhed": true, "enheden": true, "omraade": true,
}

// maerker are words that tell sisters apart.
var maerker = map[string]bool{"nord": true, "syd": true, "oest": true, "vest": true, "midt": true, "by": true, "land": true, "nordoest": true, "nordvest": true,
	"sydoest": true, "sydvest": true, "dag": true, "aften": true, "nat": true, "ii": true, "iii": true, "iv": true, "boern": true, "unge": true, "voksne": true, "aeldre": true}

var fold = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa", "ä", "ae", "ö", "oe", "ü", "u", "é", "e", "&", " og ", "+", " og ")

// tag takes a name apart. uden are words that say nothing in this municipality: its own name.
func tag(s string, uden map[string]bool) navn {
	var n navn
	words := strings.FieldsFunc(fold.Replace(strings.ToLower(s)), func(r rune) bool { return r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, w := range expand(words) {
		text := strings.Trim(w, ".")
		if tomme[text] || uden[text] || text == "" {
			continue
		}
		o := ord{tekst: text, stamme: stamme(text), forkort: strings.HasSuffix(w, ".")}
		o.trigram = trigrams(o.stamme)
		n.ord = append(n.ord, o)
		if len(text) == 1 || maerker[text] || unicode.IsDigit(rune(text[0])) {
			n.maerk = append(n.maerk, text)
		}
	}
	if len(n.ord) == 0 && len(words) > 0 { // a name of empty words only is still a name
		text := strings.Trim(words[0], ".")
		n.ord = []ord{{tekst: text, stamme: stamme(text), trigram: trigrams(text)}}
	}
	var forms []string
	for _, o := range n.ord {
		forms = append(forms, o.stamme)
	}
	n.form = strings.Join(forms, " ")
	return n
}

// expand splits at full stops ("Gen.opt." is two words) and writes known abbreviations out.
func expand(words []string) []string {
	var split []string
	for _, w := range words {
		parts := strings.SplitAfter(w, ".")
		for _, p := range parts {
			if strings.Trim(p, ".") != "" {
				split = append(split, p)
			}
		}
	}
	var out []string
	for i := 0; i < len(split); i++ {
		text := strings.Trim(split[i], ".")
		if i+1 < len(split) {
			if whole, known := forkortelser[text+" "+strings.Trim(split[i+1], ".")]; known {
				out = append(out, whole)
				i++
				continue
			}
		}
		if whole, known := forkortelser[text]; known {
			out = append(out, whole)
			continue
		}
		out = append(out, split[i])
	}
	return out
}

// endelser are inflections, longest first.
var endelser = []string{"ernes", "erne", "ens", "ets", "ene", "er", "en", "et", "es", "ne", "e", "s"}

// stamme cuts the inflection off a word: Sygeplejen and Sygepleje are one, Centret and Center too.
func stamme(word string) string {
	for _, form := range []string{"centeret", "centret", "centre", "centerets", "centrets"} {
		if head, is := strings.CutSuffix(word, form); is {
			return head + "center"
		}
	}
	if strings.HasSuffix(word, "center") {
		return word
	}
	if head, is := strings.CutSuffix(word, "midler"); is {
		return head + "middel"
	}
	for _, end := range endelser {
		if head, is := strings.CutSuffix(word, end); is && len(head) >= 4 {
			return head
		}
	}
	return word
}

func trigrams(word string) []string {
	padded := " " + word + " "
	var all []string
	for i := 0; i+3 <= len(padded); i++ {
		all = append(all, padded[i:i+3])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// dice is the share of character pieces two words have in common, 0 to 1.
func dice(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	common, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			common++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float64(common) / float64(len(a)+len(b))
}

// kortest is how long a beginning must be to count as an abbreviation; without a full stop it must be longer.
const (
	kortestForkort = 2
	kortestUden    = 4
)

// ens says how far two words are the same, 0 to 1.
func ens(a, b *ord) float64 {
	if a.stamme == b.stamme {
		return 1
	}
	if abbreviates(a, b) || abbreviates(b, a) {
		return 0.85
	}
	d := dice(a.trigram, b.trigram)
	if compound(a.stamme, b.stamme) || compound(b.stamme, a.stamme) {
		d = max(d, 0.5)
	}
	if d < 0.3 {
		return 0
	}
	return d
}

// abbreviates reports whether a is a beginning of b: Rehab. of Rehabilitering, and Rehabilitet. too, which shares nearly all it has.
func abbreviates(a, b *ord) bool {
	if len(a.tekst) >= kortestUden && len(a.tekst) < len(b.tekst) && strings.HasPrefix(b.tekst, a.tekst) {
		return true
	}
	if !a.forkort || len(a.tekst) < kortestForkort {
		return false
	}
	n := 0
	for n < len(a.tekst) && n < len(b.tekst) && a.tekst[n] == b.tekst[n] {
		n++
	}
	return n == len(a.tekst) || (n >= 6 && n*10 >= len(a.tekst)*8)
}

// compound reports whether a long word is the last part of another: Pleje of Sygepleje.
func compound(part, whole string) bool { return len(part) >= 5 && strings.HasSuffix(whole, part) }

// lighed says how far two names say the same, 0 to 1. Rare words weigh more, and sisters are told apart: Visitation A is not
// Visitation B.
func lighed(a, b *navn) float64 {
	if a.form == b.form && a.form != "" {
		return 1
	}
	s := (daekket(a, b) + daekket(b, a)) / 2
	switch mine, yours := ekstra(a.maerk, b.maerk), ekstra(b.maerk, a.maerk); {
	case mine && yours:
		s *= 0.4
	case mine || yours:
		s *= 0.8
	}
	return s
}

// daekket is how much of a's words b has, by weight.
func daekket(a, b *navn) float64 {
	var sum, all float64
	for i := range a.ord {
		best := 0.0
		for j := range b.ord {
			best = max(best, ens(&a.ord[i], &b.ord[j]))
		}
		sum += best * a.ord[i].betydning
		all += a.ord[i].betydning
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

func ekstra(a, b []string) bool {
	return slices.ContainsFunc(a, func(m string) bool { return !slices.Contains(b, m) })
}
