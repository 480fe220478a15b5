package soap

import (
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"indeksbro/internal/oio"
)

// Simpel is a simple type: what XML Schema calls a restriction of a built-in type.
type Simpel struct {
	Basis    string // built-in type: string, boolean, dateTime, date, integer, base64Binary
	Min, Max int    // characters of a string, Max 0: no limit; of a decimal, digits in all and after the dot
	Fra, Til int64  // of an integer when Til is not zero
	Moenster string // regular expression for the whole value
	Valg     []string
	Fast     string // the only value there may be, as GraenseIndikator has it

	regel *regexp.Regexp
}

// Tekst is a string of min to max characters; max 0 means no limit.
func Tekst(minimum, maximum int) Simpel { return Simpel{Basis: "string", Min: minimum, Max: maximum} }

// Valg is a string that is one of the given.
func Valg(values ...string) Simpel { return Simpel{Basis: "string", Valg: values} }

// Moenster is a string that matches a regular expression as a whole.
func Moenster(expression string) Simpel { return Simpel{Basis: "string", Moenster: expression} }

// builtIn are the simple types every family knows.
func builtIn() map[string]Simpel {
	types := map[string]Simpel{
		"uuid": Moenster(`[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}`), "cvr": Moenster(`[0-9]{8}`), "sand": {Basis: "boolean", Fast: "true"},
		"tekst1": Tekst(1, 0),
	}
	for _, basis := range []string{"string", "boolean", "dateTime", "date", "integer", "decimal", "base64Binary"} {
		types[basis] = Simpel{Basis: basis}
	}
	return types
}

// lookup finds a type by the name in a tag: the family's own, built in, or tekstN and tekst1-N.
func (f *Familie) simpel(name string) (*Simpel, bool) {
	if s, ok := f.simple[name]; ok {
		return s, true
	}
	digits, isText := strings.CutPrefix(name, "tekst")
	if !isText {
		return nil, false
	}
	minimum := 0
	if low, high, both := strings.Cut(digits, "-"); both {
		minimum, _ = strconv.Atoi(low)
		digits = high
	}
	maximum, err := strconv.Atoi(digits)
	if err != nil || maximum < minimum {
		return nil, false
	}
	made := Tekst(minimum, maximum)
	f.simple[name] = &made
	return &made, true
}

// Tjek says what is wrong with a value, or nothing.
func (s *Simpel) Tjek(value string) string {
	if s.Fast != "" && value == "" {
		return "" // an empty element takes the fixed value
	}
	if s.Basis != "string" {
		value = strings.Trim(value, " \t\r\n")
	}
	if s.Fast != "" && value != s.Fast {
		return "want " + s.Fast
	}
	switch s.Basis {
	case "string":
		return s.tjekTekst(value)
	case "boolean":
		if value != "true" && value != "false" && value != "1" && value != "0" {
			return "want true or false"
		}
	case "dateTime":
		if _, err := LaesTid(value); err != nil {
			return "want a dateTime such as 2025-03-03T09:15:00.000+01:00"
		}
	case "date":
		if !isDate(value) {
			return "want a date such as 2025-03-03"
		}
	case "integer":
		return s.tjekTal(value)
	case "decimal":
		return s.tjekBeloeb(value)
	case "base64Binary":
		if !isBase64(value) {
			return "want base64"
		}
	}
	return ""
}

func (s *Simpel) tjekTekst(value string) string {
	if s.Max > 0 || s.Min > 0 {
		length := len(value)
		if length > s.Max || length < s.Min*4 {
			length = utf8.RuneCountInString(value)
		}
		if s.Max > 0 && length > s.Max {
			return "at most " + strconv.Itoa(s.Max) + " characters, got " + strconv.Itoa(length)
		}
		if length < s.Min {
			return "at least " + strconv.Itoa(s.Min) + " characters"
		}
	}
	if s.Valg != nil {
		for _, allowed := range s.Valg {
			if value == allowed {
				return ""
			}
		}
		return "want one of " + strings.Join(s.Valg, ", ")
	}
	if s.Moenster == "" || s.hurtig(value) || s.regel.MatchString(value) {
		return ""
	}
	return "want the form " + s.Moenster
}

// hurtig recognises the commonest pattern, a UUID, without the regular expression.
func (s *Simpel) hurtig(value string) bool {
	if len(value) != 36 || !strings.HasSuffix(s.Moenster, "-[a-fA-F0-9]{12}") {
		return false
	}
	for i := range len(value) {
		switch c := value[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f'):
			return false
		}
	}
	return true
}

func (s *Simpel) tjekTal(value string) string {
	digits := strings.TrimLeft(value, "+-")
	if len(value)-len(digits) > 1 || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "want a whole number"
	}
	if s.Til == 0 {
		return ""
	}
	if n, err := strconv.ParseInt(value, 10, 64); err != nil || n < s.Fra || n > s.Til {
		return "want a number from " + strconv.FormatInt(s.Fra, 10) + " to " + strconv.FormatInt(s.Til, 10)
	}
	return ""
}

// tjekBeloeb holds an amount; a comma or a group mark is the commonest mistake.
func (s *Simpel) tjekBeloeb(value string) string {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(value, "-"), "+"), ".")
	if whole+fraction == "" || !digits(whole) || !digits(fraction) {
		return "want an amount such as 5942.00, with a dot and no group mark"
	}
	if s.Max > 0 && (len(fraction) > s.Min || len(strings.TrimLeft(whole, "0"))+len(fraction) > s.Max) {
		return "at most " + strconv.Itoa(s.Max) + " digits, " + strconv.Itoa(s.Min) + " of them after the dot"
	}
	return ""
}

func isBase64(value string) bool {
	clean := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' {
			return -1
		}
		return r
	}, value)
	_, err := base64.StdEncoding.DecodeString(clean)
	return err == nil
}

func isDate(value string) bool {
	if i := strings.IndexAny(value[min(10, len(value)):], "Z+-"); i >= 0 {
		zone := value[10+i:]
		if !isZone(zone) {
			return false
		}
		value = value[:10+i]
	}
	_, err := time.Parse("2006-01-02", value)
	return err == nil && !strings.HasPrefix(value, "0000")
}

func isZone(z string) bool {
	if z == "Z" {
		return true
	}
	return len(z) == 6 && z[3] == ':' && digits(z[1:3]) && digits(z[4:6]) && (z[1:3] < "14" || z[1:] == "14:00") && z[4:6] < "60"
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// LaesTid reads an xs:dateTime. One without a zone is taken as time in Copenhagen (SF1470 §6; see ManglerZone).
func LaesTid(value string) (time.Time, error) {
	if t, ok := laesSkrevetTid(value); ok {
		return t, nil
	}
	return laesEnhverTid(value)
}

func laesEnhverTid(value string) (time.Time, error) {
	body, zone := value, ""
	if i := strings.IndexAny(value[min(19, len(value)):], "Z+-"); i >= 0 {
		body, zone = value[:19+i], value[19+i:]
		if !isZone(zone) {
			return time.Time{}, errTid
		}
	}
	if len(body) < 19 || body[10] != 'T' || strings.HasPrefix(body, "0000") || strings.IndexByte(body, ',') >= 0 || strings.HasSuffix(body, ".") {
		return time.Time{}, errTid
	}
	endOfDay := body[11:19] == "24:00:00" && strings.Trim(body[19:], ".0") == ""
	if endOfDay {
		body = body[:11] + "00:00:00"
	}
	if body[17:19] == "60" {
		return time.Time{}, errTid
	}
	var t time.Time
	var err error
	if zone == "" {
		t, err = time.ParseInLocation("2006-01-02T15:04:05", body, Koebenhavn)
	} else {
		t, err = time.Parse("2006-01-02T15:04:05Z07:00", body+zone)
	}
	if err != nil {
		return time.Time{}, errTid
	}
	if endOfDay {
		t = t.AddDate(0, 0, 1)
	}
	return t, nil
}

// laesSkrevetTid reads a time of the form SkrivTid writes, of which messages are full. What is of another form, or no time, is left
// to the long way.
func laesSkrevetTid(s string) (time.Time, bool) {
	if len(s) != 29 || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != '.' || (s[23] != '+' && s[23] != '-') || s[26] != ':' {
		return time.Time{}, false
	}
	bad := 0
	number := func(from, to int) (n int) {
		for i := from; i < to; i++ {
			d := s[i] - '0'
			if d > 9 {
				bad++
			}
			n = n*10 + int(d)
		}
		return n
	}
	year, month, day, hour, minute, second, milli := number(0, 4), number(5, 7), number(8, 10), number(11, 13), number(14, 16), number(17, 19), number(20, 23)
	east, rest := number(24, 26), number(27, 29)
	if bad > 0 || year == 0 || month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59 || east > 13 || rest > 59 {
		return time.Time{}, false
	}
	offset := (east*60 + rest) * 60
	if s[23] == '-' {
		offset = -offset
	}
	utc := time.Date(year, time.Month(month), day, hour, minute, second, milli*int(time.Millisecond), time.UTC)
	return utc.Add(-time.Duration(offset) * time.Second).In(time.FixedZone("", offset)), true
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// ManglerZone reports whether a dateTime has no zone, which SDI-39 warns of.
func ManglerZone(value string) bool {
	return !strings.ContainsAny(value[min(19, len(value)):], "Z+-")
}

// SkrivTid writes a dateTime as SF1470 §6 has it: milliseconds and Copenhagen's offset.
func SkrivTid(t time.Time) string { return oio.FormatTid(t) }
