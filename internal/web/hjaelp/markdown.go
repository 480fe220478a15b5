package hjaelp

import (
	"regexp"
	"strconv"
	"strings"
)

// overskrift is a heading of the second level, for the table of contents.
type overskrift struct{ ID, Navn string }

// skriver turns a guide into HTML. It knows what the guides use and no more: headings, paragraphs, plain lists, tables, links, pictures,
// bold and code. A whole Markdown library is 0.8 MB of a program that may be 40; a test holds every guide's HTML against goldmark's.
type skriver struct {
	link func(to string) (address string, shown bool) // where a link of the guide leads here; not shown: its words only
	kode func(code string) string                     // HTML of a piece of code; an address of a page may become a link

	billeder bool // pictures are shown; the binary has none

	out     strings.Builder
	indhold []overskrift
}

var (
	punkt  = regexp.MustCompile(`^(-|\d+\.) +`)
	skille = regexp.MustCompile(`^\|( *-+:? *\|)+$`)
	skrift = regexp.MustCompile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|(!?)\\[([^\\]]*)\\]\\(([^)\\s]+)\\)")
)

// skriv renders a text, block by block.
func (s *skriver) skriv(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for len(lines) > 0 {
		n := 1
		switch line := lines[0]; {
		case strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "#"):
			s.overskrift(line)
		case strings.HasPrefix(line, "|"):
			n = s.tabel(lines)
		case punkt.MatchString(line):
			n = s.liste(lines)
		default:
			n = s.afsnit(lines)
		}
		lines = lines[n:]
	}
	return s.out.String()
}

func (s *skriver) overskrift(line string) {
	text := strings.TrimLeft(line, "#")
	level := strconv.Itoa(len(line) - len(text))
	text = strings.TrimSpace(text)
	id := ""
	if level == "2" {
		id = anker(text)
		s.indhold = append(s.indhold, overskrift{id, text})
		id = ` id="` + id + `"`
	}
	s.out.WriteString("<h" + level + id + ">" + s.linje(text) + "</h" + level + ">\n")
}

// anker is the address of a heading, as GitHub makes it.
func anker(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case strings.ContainsRune(".,:?!()»«/'", r):
			return -1
		}
		return r
	}, strings.ToLower(text))
}

func (s *skriver) afsnit(lines []string) int {
	n := 1
	for n < len(lines) && strings.TrimSpace(lines[n]) != "" && !punkt.MatchString(lines[n]) && !strings.HasPrefix(lines[n], "#") && !strings.HasPrefix(lines[n], "|") {
		n++
	}
	if inner := s.linje(strings.Join(lines[:n], "\n")); inner != "" {
		s.out.WriteString("<p>" + inner + "</p>\n")
	}
	return n
}

func (s *skriver) liste(lines []string) int {
	kind := "ul"
	if mark := punkt.FindString(lines[0]); mark[0] != '-' {
		kind = "ol"
	}
	s.out.WriteString("<" + kind + ">\n")
	n := 0
	for n < len(lines) && punkt.MatchString(lines[n]) {
		item := []string{lines[n][len(punkt.FindString(lines[n])):]}
		for n++; n < len(lines) && strings.HasPrefix(lines[n], "  "); n++ {
			item = append(item, strings.TrimSpace(lines[n]))
		}
		s.out.WriteString("<li>" + s.linje(strings.Join(item, "\n")) + "</li>\n")
	}
	s.out.WriteString("</" + kind + ">\n")
	return n
}

func (s *skriver) tabel(lines []string) int {
	cells := func(line, tag string) {
		s.out.WriteString("<tr>\n")
		for _, cell := range strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|") {
			s.out.WriteString("<" + tag + ">" + s.linje(strings.TrimSpace(cell)) + "</" + tag + ">\n")
		}
		s.out.WriteString("</tr>\n")
	}
	s.out.WriteString("<table>\n<thead>\n")
	cells(lines[0], "th")
	s.out.WriteString("</thead>\n")
	n := 1
	if n < len(lines) && skille.MatchString(lines[n]) {
		n++
	}
	s.out.WriteString("<tbody>\n")
	for ; n < len(lines) && strings.HasPrefix(lines[n], "|"); n++ {
		cells(lines[n], "td")
	}
	s.out.WriteString("</tbody>\n</table>\n")
	return n
}

// undgaa is what HTML reserves, and no more than goldmark takes.
var undgaa = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// linje renders what stands within a block.
func (s *skriver) linje(text string) string {
	var out strings.Builder
	at := 0
	for _, m := range skrift.FindAllStringSubmatchIndex(text, -1) {
		out.WriteString(undgaa.Replace(text[at:m[0]]))
		at = m[1]
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		switch {
		case m[2] >= 0:
			out.WriteString(s.kode(part(1)))
		case m[4] >= 0:
			out.WriteString("<strong>" + s.linje(part(2)) + "</strong>")
		case part(3) == "!":
			if s.billeder {
				out.WriteString(`<img src="` + undgaa.Replace(part(5)) + `" alt="` + undgaa.Replace(part(4)) + `">`)
			}
		default:
			inner := s.linje(part(4))
			if to, shown := s.link(part(5)); shown {
				inner = `<a href="` + undgaa.Replace(to) + `">` + inner + "</a>"
			}
			out.WriteString(inner)
		}
	}
	out.WriteString(undgaa.Replace(text[at:]))
	return out.String()
}
