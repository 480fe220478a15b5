package xmltree

import (
	"strings"
	"unicode/utf8"
)

func (s *scanner) spaces() {
	for s.pos < len(s.text) && isSpace(s.text[s.pos]) {
		s.pos++
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// qname reads a name. Nearly all are ASCII to their end; others take the long way.
func (s *scanner) qname() (prefix, lokal string, err error) {
	text := s.text
	at := asciiName(text, s.pos)
	if at > s.pos && at < len(text) {
		switch {
		case text[at] == ':':
			if end := asciiName(text, at+1); end > at+1 && end < len(text) && text[end] < utf8.RuneSelf {
				prefix, lokal = text[s.pos:at], text[at+1:end]
				s.pos = end
				return prefix, lokal, nil
			}
		case text[at] < utf8.RuneSelf:
			lokal = text[s.pos:at]
			s.pos = at
			return "", lokal, nil
		}
	}
	return s.qnameLangt()
}

// asciiName is where the ASCII letters of a name that begins at from end; from where none does.
func asciiName(text string, from int) int {
	if from >= len(text) || nameBytes[text[from]] != begynder {
		return from
	}
	at := from + 1
	for at < len(text) && nameBytes[text[at]] != ingen {
		at++
	}
	return at
}

func (s *scanner) qnameLangt() (prefix, lokal string, err error) {
	start := s.pos
	if err := s.ncname(); err != nil {
		return "", "", err
	}
	if s.pos >= len(s.text) || s.text[s.pos] != ':' {
		return "", s.text[start:s.pos], nil
	}
	colon := s.pos
	s.pos++
	if err := s.ncname(); err != nil {
		return "", "", err
	}
	return s.text[start:colon], s.text[colon+1 : s.pos], nil
}

func (s *scanner) ncname() error {
	start := s.pos
	for s.pos < len(s.text) {
		b := s.text[s.pos]
		if b < utf8.RuneSelf {
			if kind := nameBytes[b]; kind == ingen || (kind == indeni && s.pos == start) {
				break
			}
			s.pos++
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[s.pos:])
		if !isNameRune(r, s.pos == start) {
			break
		}
		s.pos += size
	}
	if s.pos == start {
		return s.fail("want a name")
	}
	return nil
}

// What an ASCII byte may be in a name.
const (
	ingen uint8 = iota
	indeni
	begynder
)

// nameBytes tells of each ASCII byte whether it may begin a name, stand in one, or not.
var nameBytes = func() (kinds [256]uint8) {
	for b := range byte(utf8.RuneSelf) {
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '_':
			kinds[b] = begynder
		case '0' <= b && b <= '9', b == '-', b == '.':
			kinds[b] = indeni
		}
	}
	return kinds
}()

// nameRanges are NameStartChar of XML 1.0, fifth edition, beyond ASCII.
var nameRanges = [...][2]rune{
	{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D}, {0x2070, 0x218F},
	{0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
}

func isNameRune(r rune, first bool) bool {
	for _, span := range nameRanges {
		if span[0] <= r && r <= span[1] {
			return true
		}
	}
	return !first && (r == 0xB7 || (0x300 <= r && r <= 0x36F) || r == 0x203F || r == 0x2040)
}

// special tells of each byte whether a text may not simply be taken as it stands: what begins markup or a reference, what
// canonical form escapes, what XML does not know, and 0xEF, with which the characters begin that are none.
var special = func() (is [256]bool) {
	for b := range 0x20 {
		is[b] = b != '\n' && b != '\t'
	}
	for _, b := range []byte{'<', '>', '&', 0xEF} {
		is[b] = true
	}
	return is
}()

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// ordinary is the first place from i on that is not ordinary text: a special byte or, in an attribute, its quote, a tab or a
// line end. Eight bytes at a time, since half of a signed message is long runs of base64.
func ordinary(s string, i int, quote byte) int {
	q := uint64(quote) * ones
	for ; i+8 <= len(s); i += 8 {
		v := otte(s[i : i+8])
		angle := (v | 2*ones) ^ ('>' * ones) // zero where < or > stands
		amp := v ^ ('&' * ones)
		quoted := v ^ q
		found := (v-0x20*ones)&^v | (angle-ones)&^angle | (amp-ones)&^amp | (quoted-ones)&^quoted | v
		if found&highs == 0 {
			continue
		}
		for j := i; j < i+8; j++ {
			if stops(s[j], quote) {
				return j
			}
		}
	}
	for ; i < len(s) && !stops(s[i], quote); i++ {
	}
	return i
}

func stops(b, quote byte) bool {
	return special[b] || (quote != 0 && (b == quote || b == '\n' || b == '\t'))
}

// badCharacter is where s holds a character XML 1.0 does not know, or -1.
func badCharacter(s string) int {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < 0x20 && b != '\n' && b != '\t' && b != '\r' {
			return i
		} else if b == 0xEF && i+2 < len(s) && s[i+1] == 0xBF && s[i+2] >= 0xBE {
			return i // U+FFFE and U+FFFF
		}
	}
	return -1
}

// lineEnds makes every line end one line feed, as XML has it.
func lineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// resolve gives the value of raw text: line ends, references, and in an attribute blanks for white space.
func (s *scanner) resolve(raw string, attr bool) (string, error) {
	if i := badCharacter(raw); i >= 0 {
		return "", s.failAt(s.pos+i, "character not allowed in XML")
	}
	if !attr && strings.IndexByte(raw, '&') < 0 && strings.IndexByte(raw, '\r') < 0 {
		return raw, nil
	}
	if attr && !strings.ContainsAny(raw, "&\r\n\t") {
		return raw, nil
	}
	var out strings.Builder
	out.Grow(len(raw))
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '&':
			value, size, ok := reference(raw[i:])
			if !ok {
				return "", s.failAt(s.pos+i, "only the five predefined entities and character references are known")
			}
			out.WriteString(value)
			i += size - 1
		case c == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
			// the line feed that follows stands for both
		case c == '\r' && !attr:
			out.WriteByte('\n')
		case attr && (c == '\r' || c == '\n' || c == '\t'):
			out.WriteByte(' ')
		default:
			out.WriteByte(c)
		}
	}
	return out.String(), nil
}

// reference reads &name; or &#n; at the start of s.
func reference(s string) (value string, size int, ok bool) {
	end := strings.IndexByte(s, ';')
	if end < 2 || end > 12 {
		return "", 0, false
	}
	name := s[1:end]
	if name[0] != '#' {
		value, ok = entities[name]
		return value, end + 1, ok
	}
	r, ok := codePoint(name[1:])
	return string(r), end + 1, ok
}

func codePoint(digits string) (rune, bool) {
	base := rune(10)
	if strings.HasPrefix(digits, "x") {
		base, digits = 16, digits[1:]
	}
	if digits == "" {
		return 0, false
	}
	var r rune
	for _, c := range digits {
		d := rune(strings.IndexRune("0123456789abcdef", c|0x20))
		if c <= '9' {
			d = c - '0'
		}
		if d < 0 || d >= base {
			return 0, false
		}
		if r = r*base + d; r > utf8.MaxRune {
			return 0, false
		}
	}
	ok := r == '\n' || r == '\t' || r == '\r' || (r >= 0x20 && r < 0xD800) || (r >= 0xE000 && r < 0xFFFE) || r >= 0x10000
	return r, ok
}

// erUTF8 is utf8.ValidString, except that it goes on eight bytes at a time after each letter beyond ASCII, of which Danish is full.
func erUTF8(s string) bool {
	for i := 0; i < len(s); {
		for i+32 <= len(s) && (otte(s[i:i+8])|otte(s[i+8:i+16])|otte(s[i+16:i+24])|otte(s[i+24:i+32]))&highs == 0 {
			i += 32
		}
		for i+8 <= len(s) && otte(s[i:i+8])&highs == 0 {
			i += 8
		}
		for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
		}
		for i < len(s) && s[i] >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				return false
			}
			i += size
		}
	}
	return true
}

// otte is eight bytes as one number.
func otte(w string) uint64 {
	return uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24 | uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
}
