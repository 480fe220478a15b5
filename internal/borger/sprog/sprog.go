// Package sprog writes dates, numbers and service names the way people in Denmark read them (06 §2.5): no codes, no
// abbreviations, no references to law. It is pure text and used by both readers (S8, S9).
package sprog

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"indeksbro/internal/oio"
)

var maaneder = [...]string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"}

// Dato writes `3. maj 2024`, or nothing for no date (06 §2.5).
func Dato(d oio.Dato) string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.Parts()
	return strconv.Itoa(day) + ". " + maaneder[month-1] + " " + strconv.Itoa(year)
}

// KortDato writes `03.05.2024` for table columns, or nothing for no date (06 §1.3).
func KortDato(d oio.Dato) string {
	if d.IsZero() {
		return ""
	}
	s := d.String()
	return s[8:10] + "." + s[5:7] + "." + s[0:4]
}

// Tidspunkt writes `3. maj 2024 kl. 12.04` in Danish time, or nothing for the zero time.
func Tidspunkt(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return Dato(oio.DatoOf(t)) + " kl. " + t.In(oio.Koebenhavn).Format("15.04")
}

// Klokken is a time of the day in Denmark: «kl. 10.32».
func Klokken(t time.Time) string { return "kl. " + t.In(oio.Koebenhavn).Format("15.04") }

// Tal writes a whole number with a full stop between thousands: `61.220`.
func Tal(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return sign + s
}

// Antal writes a number with its noun: `1 sag`, `3 sager`.
func Antal(n int, en, flere string) string {
	if n == 1 {
		return "1 " + en
	}
	return Tal(n) + " " + flere
}

var (
	parentes = regexp.MustCompile(`\s*\([^)]*\)`)
	lovhenv  = regexp.MustCompile(`\s*,?\s*(efter|under|jf\.?|iht\.?)\s+\S*\s*(§|lov|regler|[A-ZÆØÅ]{2,4}\b|gældende).*$`)
	ellers   = regexp.MustCompile(`,?\s+i almindelighed$`) // KLE's word for the rest of a group
	paragraf = regexp.MustCompile(`\s*,?\s*\b([A-ZÆØÅ]{2,4}\s*)?§.*$`)
)

// Ydelse turns the official name of a service type into words that fit inside a sentence: without parentheses and
// references to law, abbreviations spelled out, and with a small first letter unless the first word is a name in capitals
// (S9: no codes, no abbreviations).
func Ydelse(navn string) string {
	s := strings.TrimSpace(navn)
	if strings.ContainsAny(s, "(/§,") || strings.Contains(s, " i almindelighed") || lovord(s) { // most names are plain already
		s = plain(s)
	}
	if rest, found := strings.CutPrefix(s, "RH "); found { // FSIII's mark of a rehabilitating service
		return "rehabilitering: " + LilleForbogstav(rest)
	}
	if rest, found := strings.CutPrefix(s, "ADL-"); found {
		return rest + " i daglige gøremål"
	}
	return LilleForbogstav(s)
}

func lovord(s string) bool {
	for _, word := range [...]string{" efter ", " under ", " jf", " iht"} {
		if strings.Contains(s, word) {
			return true
		}
	}
	return false
}

func plain(s string) string {
	s = parentes.ReplaceAllString(s, "")
	s = lovhenv.ReplaceAllString(s, "")
	s = paragraf.ReplaceAllString(s, "")
	s = ellers.ReplaceAllString(s, "")
	s = strings.ReplaceAll(s, "og/eller", "eller")
	s = strings.ReplaceAll(s, "/", " eller ")
	return strings.TrimRight(strings.Join(strings.Fields(s), " "), " .,;:-")
}

// LilleForbogstav makes the first letter small, unless the first word is written in capitals (BPA) or has only one letter.
func LilleForbogstav(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[size:])
	if !unicode.IsUpper(first) || unicode.IsUpper(second) || !unicode.IsLetter(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}

// StortForbogstav makes the first letter a capital.
func StortForbogstav(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// Tilhoer puts a name in the genitive: `Korsbæk Kommunes`, `Aarhus'`.
func Tilhoer(navn string) string {
	if strings.HasSuffix(navn, "s") || strings.HasSuffix(navn, "x") || strings.HasSuffix(navn, "z") {
		return navn + "'"
	}
	return navn + "s"
}
