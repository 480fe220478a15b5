package kle

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
)

// maxWord is the longest word, in bytes, that is compared as a whole; the rest of a longer one is left out. It bounds the
// work that grows with the square of a word's length.
const maxWord = 64

// words splits text into lower-case words of letters and digits.
func words(text string) []string {
	list := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range list {
		if len(w) > maxWord {
			list[i] = strings.ToValidUTF8(w[:maxWord], "")
		}
	}
	return list
}

// term is the form a word is compared in: its Danish stem, with æ, ø and å spelled out, because many municipalities' systems
// export names that way.
func term(word string) string {
	env := snowballstem.NewEnv(word)
	danish.Stem(env)
	return spelled.Replace(env.Current())
}

var spelled = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa", "é", "e", "ä", "ae", "ö", "oe", "ü", "u")

// stopWords carry no meaning of their own in titles and keywords.
var stopWords = set("af at bl a b c ca de dem den der det dvs efter el eller en et etc fl for fra fx har herunder hvor i ifm ift " +
	"inkl jf kan m mellem med mm mod mv nr når og om over pga på samt sin skal som stk til under ved v vedr vedrørende " +
	"kommune kommunen kommunens almindelighed")

// groupWords say whom a thing is for. They help to choose between two things, but the thing itself counts more.
var groupWords = set("voksne voksen børn barn unge ung ældre borger borgere borgeren person personer pensionister hjemmeboende " +
	"anden andre særlig særlige ny nye generel generelle")

func set(s string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// Lengths, in bytes of the spelled-out form, below which a piece of a compound is not taken for a word.
const (
	minCompound = 7
	minPart     = 3
)

// vocabulary is every term of a plan. Splitting compounds with it needs no dictionary: a piece counts as a word when KLE
// uses it as one.
type vocabulary struct {
	ids   map[string]int32
	terms []string
	named int32            // terms below it stand in titles and keywords, the others only in guidance texts
	forms map[string]int32 // spelled-out, unstemmed word to its term; the pieces of compounds are matched by form
	// written is the shortest form of each term as it stands in the plan, for the reasons.
	written []string
}

func (v *vocabulary) id(word string) int32 {
	form := spelled.Replace(word)
	if id, found := v.forms[form]; found {
		return id
	}
	t := term(word)
	id, found := v.ids[t]
	if !found {
		id = int32(len(v.terms))
		v.ids[t] = id
		v.terms = append(v.terms, t)
	}
	v.forms[form] = id
	for len(v.written) < len(v.terms) {
		v.written = append(v.written, "")
	}
	if old := v.written[id]; old == "" || len(word) < len(old) {
		v.written[id] = word
	}
	return id
}

// find gives the term of a word without adding it.
func (v *vocabulary) find(word string) (int32, bool) {
	if id, found := v.forms[spelled.Replace(word)]; found {
		return id, true
	}
	id, found := v.ids[term(word)]
	return id, found
}

// split divides a compound into terms of the vocabulary, at most three, with the linking letters s and e between them:
// "madserviceordning" into madservice and ordning. The fewest pieces win, then the longest first piece. It gives nil when the
// word is no compound of known words.
func (v *vocabulary) split(word string) []int32 {
	w := spelled.Replace(word)
	if len(w) < minCompound {
		return nil
	}
	for pieces := 2; pieces <= 3; pieces++ {
		if ids := v.splitIn(w, pieces, len(w)-1); ids != nil {
			return ids
		}
	}
	return nil
}

func (v *vocabulary) splitIn(w string, pieces, longest int) []int32 {
	if pieces == 1 {
		if id, found := v.piece(w, longest < len(w)); found {
			return []int32{id}
		}
		return nil
	}
	for end := min(longest, len(w)-minPart); end >= minPart; end-- {
		id, found := v.piece(w[:end], false)
		if !found {
			continue
		}
		if rest := v.splitIn(w[end:], pieces-1, len(w)); rest != nil {
			return append([]int32{id}, rest...)
		}
		if w[end] == 's' || w[end] == 'e' {
			if rest := v.splitIn(w[end+1:], pieces-1, len(w)); rest != nil {
				return append([]int32{id}, rest...)
			}
		}
	}
	return nil
}

// piece looks a part of a compound up, by form or as a stem. A whole word is never its own part.
func (v *vocabulary) piece(w string, whole bool) (int32, bool) {
	if whole || len(w) < minPart || stopWords[w] {
		return 0, false
	}
	if id, found := v.forms[w]; found {
		return id, id < v.named
	}
	if len(w) < 5 {
		return 0, false // short stems turn up by accident
	}
	id, found := v.ids[term(w)]
	return id, found && id < v.named
}

// ends gives the longest known word a compound of otherwise unknown parts begins and ends with: "handicapvenlig" begins with
// handicap.
func (v *vocabulary) ends(word string) []int32 {
	const least = 5
	w := spelled.Replace(word)
	var out []int32
	for end := len(w) - 2; end >= least; end-- {
		if id, found := v.forms[w[:end]]; found && id < v.named {
			out = append(out, id)
			break
		}
	}
	for start := 2; start <= len(w)-least; start++ {
		if id, found := v.forms[w[start:]]; found && id < v.named {
			return append(out, id)
		}
	}
	return out
}
