package kle

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lawNames leads from what people write to the title KLE uses. Titles of the plan itself ("Barnets lov") need no line here.
// Two-letter abbreviations count only in front of a paragraph.
var lawNames = map[string]string{
	"sel": "Serviceloven", "lov om social service": "Serviceloven", "serviceloven": "Serviceloven",
	"sul": "Sundhedsloven", "sundhedsloven": "Sundhedsloven",
	"abl": "Almenboligloven", "lov om almene boliger": "Almenboligloven", "almenboligloven": "Almenboligloven",
	"æl": "Ældreloven", "ael": "Ældreloven", "ældreloven": "Ældreloven", "aeldreloven": "Ældreloven",
	"rsl": "Retssikkerhedsloven", "retssikkerhedsloven": "Retssikkerhedsloven",
	"lov om retssikkerhed": "Retssikkerhedsloven",
	"bl":                   "Barnets lov", "barnets lov": "Barnets lov",
	"stu": "STU-loven", "stu loven": "STU-loven", "stuloven": "STU-loven",
	"lov om ungdomsuddannelse for unge med særlige behov": "STU-loven",
	"fsl": "Folkeskoleloven", "folkeskoleloven": "Folkeskoleloven",
	"val": "Voksenansvarsloven", "voksenansvarsloven": "Voksenansvarsloven",
	"stl": "Socialtilsynsloven", "socialtilsynsloven": "Socialtilsynsloven",
	"las": "Aktivloven", "aktivloven": "Aktivloven",
	"lab": "Beskæftigelsesindsatsloven", "beskæftigelsesindsatsloven": "Beskæftigelsesindsatsloven",
	"fvl": "Forvaltningsloven", "forvaltningsloven": "Forvaltningsloven",
	"friplejeboligloven": "Friplejeboligloven", "psykiatriloven": "Psykiatriloven",
}

// lawFact says what a pinpoint of a paragraph is about where KLE refers to the paragraph as a whole.
type lawFact struct {
	lov    string
	para   int // as span.fra
	number int // the nr. written last: nr. 3 of "§ 83, stk. 1, nr. 3" and of the short form "§83.3"
	words  string
}

// lawFacts: serviceloven § 83, stk. 1, names the three kinds of help the municipality offers (LBK om social service; the
// workshop deck of 2024-04-08 searches "SEL §83.3" and means madservice, R013).
var lawFacts = []lawFact{
	{"Serviceloven", 83 * paraStep, 1, "personlig hjælp"},
	{"Serviceloven", 83 * paraStep, 2, "praktisk hjælp"},
	{"Serviceloven", 83 * paraStep, 3, "madservice"},
}

// paraStep leaves room for the letters behind a paragraph number: § 83 is 8300, § 83 a is 8301.
const paraStep = 100

// span is a range of paragraphs, both ends included, with the pinpoints written behind it.
type span struct {
	fra, til int
	pins     []pin
}

// pin is a pinpoint: 's' a stk., 'n' a nr., '.' the short form "83.3", which leaves open which of them is meant.
type pin struct {
	kind byte
	n    int
}

// number is the nr. the span ends in, or 0.
func (s span) number() int {
	if len(s.pins) == 0 || s.pins[len(s.pins)-1].kind == 's' {
		return 0
	}
	return s.pins[len(s.pins)-1].n
}

// String writes the span as people do, for the reasons.
func (s span) String() string {
	out := "§ " + para(s.fra)
	if s.til != s.fra {
		out += "-" + para(s.til)
	}
	return out
}

func para(p int) string {
	out := strconv.Itoa(p / paraStep)
	if letter := p % paraStep; letter != 0 {
		out += string(rune('a' + letter - 1))
	}
	return out
}

// fit says how well a wanted span and a span of the plan agree, 0..1.
func (s span) fit(plan span) float64 {
	switch {
	case s.fra == plan.fra && s.til == plan.til:
		return 1 + pinFit(s, plan)
	case s.fra >= plan.fra && s.til <= plan.til:
		wide := min(plan.til-plan.fra, 10*paraStep) // a narrow range says more about each of its paragraphs
		return 0.9 - 0.01*float64(wide)/paraStep + pinFit(s, plan)
	case s.fra <= plan.til && plan.fra <= s.til:
		return 0.8
	case s.fra/paraStep == plan.fra/paraStep && s.fra%paraStep == 0 && s.fra == s.til:
		return 0.35 // § 83 was written, § 83 a stands there: often the same subject, legally another paragraph
	}
	return 0
}

// pinFit is a small correction: the same stk. or nr. is better than none, another one is worse.
func pinFit(a, b span) float64 {
	if len(a.pins) == 0 || len(b.pins) == 0 {
		return 0
	}
	for _, p := range a.pins {
		for _, q := range b.pins {
			if p.n == q.n && (p.kind == q.kind || p.kind == '.' || q.kind == '.') {
				return 0.05
			}
		}
	}
	return -0.15
}

// lawRef is a law and perhaps a paragraph found in a text. Either may be missing, not both.
type lawRef struct {
	lov  string // title as KLE writes it, empty when the text names no law
	para bool
	span span
}

// lex is one token of a text with law in it.
type lex struct {
	kind       byte // 'w' word, 'n' number, '$' the paragraph sign, '.', ',', '-', or 0 for anything else
	text       string
	number     int
	start, end int
	spaced     bool // a blank stands before it
}

func lexLaw(text string) []lex {
	var out []lex
	spaced := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		start := i
		switch {
		case unicode.IsSpace(r):
			spaced = true
			i += size
			continue
		case r >= '0' && r <= '9':
			for i < len(text) && isDigit(text[i]) {
				i++
			}
			n, _ := strconv.Atoi(text[start:min(i, start+6)])
			out = append(out, lex{kind: 'n', number: n, start: start, end: i, spaced: spaced})
		case unicode.IsLetter(r):
			for i < len(text) {
				r, size := utf8.DecodeRuneInString(text[i:])
				if !unicode.IsLetter(r) {
					break
				}
				i += size
			}
			out = append(out, lex{kind: 'w', text: strings.ToLower(text[start:i]), start: start, end: i, spaced: spaced})
		default:
			i += size
			kind := byte(0)
			if r == '§' || r == '.' || r == ',' || r == '-' || r == '–' {
				kind = map[rune]byte{'§': '$', '.': '.', ',': ',', '-': '-', '–': '-'}[r]
			}
			out = append(out, lex{kind: kind, start: start, end: i, spaced: spaced})
		}
		spaced = false
	}
	return out
}

// lawReader finds laws and paragraphs in a text. names holds lawNames and the titles of the plan.
type lawReader struct {
	names map[string]string
	toks  []lex
	at    int
}

// foundRef is a lawRef with the bytes it took up.
type foundRef struct {
	lawRef
	start, end int
}

// findLaws gives the references in text in order. law is the law of a paragraph for which the text names none.
func findLaws(text string, names map[string]string, law string) []foundRef {
	r := &lawReader{names: names, toks: lexLaw(text)}
	var out []foundRef
	for r.at < len(r.toks) {
		start := r.toks[r.at].start
		if name, short, size := r.law(); size > 0 {
			out = r.afterLaw(out, name, short, size, start)
			law = lastLaw(out, law)
			continue
		}
		if r.toks[r.at].kind != '$' {
			r.at++
			continue
		}
		spans := r.paragraphs()
		end := r.toks[r.at-1].end
		owner := law
		if name, ok := r.lawBehind(); ok {
			owner, end = name, r.toks[r.at-1].end
		}
		for _, s := range spans {
			out = append(out, foundRef{lawRef{owner, true, s}, start, end})
		}
	}
	return out
}

func lastLaw(refs []foundRef, law string) string {
	if len(refs) > 0 && refs[len(refs)-1].lov != "" {
		return refs[len(refs)-1].lov
	}
	return law
}

// afterLaw reads what follows a law's name: a paragraph with or without the sign, or nothing.
func (r *lawReader) afterLaw(out []foundRef, name string, short bool, size, start int) []foundRef {
	before := r.at
	r.at += size
	end := r.toks[r.at-1].end
	if r.kind(0) == '$' || r.kind(0) == 'n' {
		for _, s := range r.paragraphs() {
			out = append(out, foundRef{lawRef{name, true, s}, start, r.toks[r.at-1].end})
		}
		return out
	}
	if short {
		r.at = before + 1 // "bl.a." is no law
		return out
	}
	return append(out, foundRef{lawRef{lov: name}, start, end})
}

// lawBehind reads "i serviceloven", "efter lov om social service" or "SEL" right behind a paragraph.
func (r *lawReader) lawBehind() (string, bool) {
	before := r.at
	if w := r.word(0); w == "i" || w == "efter" || w == "af" {
		r.at++
	}
	if name, short, size := r.law(); size > 0 && !short && r.kind(size) != '$' && r.kind(size) != 'n' {
		r.at += size
		return name, true
	}
	r.at = before
	return "", false
}

func (r *lawReader) kind(ahead int) byte {
	if r.at+ahead >= len(r.toks) {
		return 0
	}
	return r.toks[r.at+ahead].kind
}

func (r *lawReader) word(ahead int) string {
	if r.kind(ahead) != 'w' {
		return ""
	}
	return r.toks[r.at+ahead].text
}

// law reads a law's name at the present place, the longest that fits, and says how many tokens it takes. short marks the
// two-letter abbreviations.
func (r *lawReader) law() (name string, short bool, size int) {
	var key string
	words := 0
	for ahead := 0; words < maxLawWords; ahead++ {
		w := r.word(ahead)
		if w == "" {
			if r.kind(ahead) == '-' && words > 0 {
				continue // STU-loven
			}
			break
		}
		words++
		if key != "" {
			key += " "
		}
		key += w
		if n, found := r.names[key]; found {
			name, short, size = n, utf8.RuneCountInString(key) == 2, ahead+1
		} else if n, found := r.names[strings.TrimSuffix(key, "s")]; found {
			name, short, size = n, false, ahead+1
		}
	}
	return name, short, size
}

const maxLawWords = 8

// paragraphs reads "§ 83", "§§ 79, 83 og 84", "§ 12-12a, stk. 1", "§113a-b" or "83.3", and stands behind it afterwards.
func (r *lawReader) paragraphs() []span {
	signs := 0
	for r.kind(0) == '$' {
		signs++
		r.at++
	}
	var out []span
	for r.kind(0) == 'n' {
		out = append(out, r.paragraph())
		switch {
		case (r.word(0) == "og" || r.word(0) == "eller") && r.kind(1) == 'n':
			r.at++
		case signs > 1 && r.kind(0) == ',' && r.kind(1) == 'n':
			r.at++
		default:
			return out
		}
	}
	return out
}

func (r *lawReader) paragraph() span {
	fra := r.numbered()
	s := span{fra: fra, til: fra}
	if r.kind(0) == '-' {
		switch {
		case r.kind(1) == 'n':
			r.at++
			s.til = r.numbered()
		case r.kind(1) == 'w' && len(r.word(1)) == 1: // 113a-b
			s.til = fra/paraStep*paraStep + letter(r.word(1))
			r.at += 2
		}
	}
	if s.til < s.fra {
		s.til = s.fra
	}
	s.pins = r.pinpoints()
	return s
}

// numbered reads a number and its letter: 83, 83a, "83 a". The preposition in "84 i lov" is no letter.
func (r *lawReader) numbered() int {
	p := r.toks[r.at].number * paraStep
	r.at++
	if w := r.word(0); len(w) == 1 && w[0] >= 'a' && w[0] <= 'z' && (w != "i" || !r.toks[r.at].spaced) {
		p += letter(w)
		r.at++
	}
	return p
}

func letter(w string) int {
	if w == "" || w[0] < 'a' || w[0] > 'z' {
		return 0
	}
	return int(w[0]-'a') + 1
}

// pinpoints reads ", stk. 1, nr. 3", "stk 2-3" and the short form ".1.3".
func (r *lawReader) pinpoints() []pin {
	var out []pin
	for {
		skip := 0
		if r.kind(0) == ',' || r.kind(0) == '.' {
			skip = 1
		}
		w := r.word(skip)
		switch {
		case r.kind(0) == '.' && r.kind(1) == 'n' && !r.toks[r.at+1].spaced:
			out = append(out, pin{'.', r.toks[r.at+1].number})
			r.at += 2
		case w == "stk" || w == "nr" || w == "pkt":
			skip++
			if r.kind(skip) == '.' {
				skip++
			}
			if r.kind(skip) != 'n' {
				return out
			}
			kind := byte('n')
			if w == "stk" {
				kind = 's'
			}
			out = append(out, pin{kind, r.toks[r.at+skip].number})
			r.at += skip + 1
			if r.kind(0) == '-' && r.kind(1) == 'n' {
				r.at += 2
			}
		default:
			return out
		}
	}
}
