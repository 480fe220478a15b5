package kle

import "strings"

// Nummer is a KLE number: a hovedgruppe "27", a gruppe "27.35" or an emne "27.35.04". Numbers compare as strings in the
// order of the plan, a parent before its children. The empty Nummer is the root of the tree.
type Nummer string

// NummerError says that a text is not a KLE number. Its texts are safe to show.
type NummerError struct {
	Text string // what was read, cut to a length that fits a message
}

// Error is the English text.
func (e *NummerError) Error() string {
	return "not a KLE number: " + quote(e.Text) + ", want 27, 27.35 or 27.35.04"
}

// Dansk is the text for people.
func (e *NummerError) Dansk() string {
	return quote(e.Text) + " er ikke et KLE-nummer; skriv fx 27, 27.35 eller 27.35.04"
}

// ParseNummer reads two, four or six digits in pairs with points between. It gives a *NummerError for anything else,
// blanks included.
func ParseNummer(s string) (Nummer, error) {
	if !isNummer(s) {
		return "", &NummerError{Text: cut(s, 40)}
	}
	return Nummer(s), nil
}

func isNummer(s string) bool {
	if len(s) != 2 && len(s) != 5 && len(s) != 8 {
		return false
	}
	for i := range len(s) {
		if i%3 == 2 {
			if s[i] != '.' {
				return false
			}
		} else if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Niveau is 1 for a hovedgruppe, 2 for a gruppe, 3 for an emne and 0 for the empty Nummer.
func (n Nummer) Niveau() int { return (len(n) + 1) / 3 }

// ErEmne reports whether n has six digits, the only level that may mark a sagstype (R001).
func (n Nummer) ErEmne() bool { return n.Niveau() == 3 }

// Overordnet is the number one level up: "27.35" of "27.35.04", and "" of "27".
func (n Nummer) Overordnet() Nummer {
	if i := strings.LastIndexByte(string(n), '.'); i >= 0 {
		return n[:i]
	}
	return ""
}

// Under reports whether n is over itself or lies somewhere below it. Everything lies under the empty Nummer.
func (n Nummer) Under(over Nummer) bool {
	return over == "" || n == over || (len(n) > len(over) && n[:len(over)] == over && n[len(over)] == '.')
}

// cut shortens s to at most max runes, so that a message never carries a whole file.
func cut(s string, max int) string {
	count := 0
	for i := range s {
		if count == max {
			return s[:i] + "…"
		}
		count++
	}
	return s
}

// quote writes foreign text in quotation marks without control characters.
func quote(s string) string {
	return `"` + strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s) + `"`
}
