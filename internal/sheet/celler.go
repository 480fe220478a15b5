package sheet

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
)

// Lengths in characters. Names are the feed's (eoj); a note is as long as a cell of Excel can be.
const (
	maxNavn = 4_096
	maxNote = 32_000
)

var blanke = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2007", " ", "\u200b", "", "\ufeff", "", "\r\n", "\n", "\r", "\n")

// renTekst turns the blanks that word processors leave behind into plain ones and takes those around the text away.
func renTekst(s string) string { return strings.TrimSpace(blanke.Replace(s)) }

// udenBlanke is for codes: no blank belongs in one.
func udenBlanke(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// fjernOrd takes a decision back; an empty cell does not.
const fjernOrd = "fjern"

func erFjern(s string) bool { return strings.EqualFold(s, fjernOrd) || strings.EqualFold(s, "remove") }

// tomOrd are signs people put in a cell to say that nothing stands there.
func erTom(s string) bool { return s == "" || s == "-" || s == "–" || s == "—" }

var jaOrd = map[string]JaNej{
	"": Aabent, "-": Aabent, "–": Aabent,
	"ja": Ja, "j": Ja, "yes": Ja, "y": Ja, "x": Ja, "1": Ja, "sand": Ja, "true": Ja, "✓": Ja, "✔": Ja,
	"nej": Nej, "n": Nej, "no": Nej, "0": Nej, "falsk": Nej, "false": Nej,
}

// post is one row on its way from cells to a row of the sheet.
type post struct {
	l    *laeser
	sted sted
	felt func(felt) string
}

func (p *post) fejl(f felt, dansk, english string) {
	p.sted.daarlig[f] = true
	p.l.fejl.af(p.sted, dansk, english, f)
}

// tekst reads words of at most n characters.
func (p *post) tekst(f felt, n int) string {
	s := p.felt(f)
	if utf8.RuneCountInString(s) > n {
		p.fejl(f, fmt.Sprintf("teksten er længere end %d tegn", n), fmt.Sprintf("the text is longer than %d characters", n))
		return ""
	}
	return s
}

func (p *post) id(f felt) string {
	s := p.tekst(f, eoj.MaxID)
	if erTom(s) {
		return ""
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		p.fejl(f, "id'et indeholder et linjeskift eller et andet styretegn", "the id contains a line break or another control character")
		return ""
	}
	return s
}

func (p *post) jaNej(f felt) JaNej {
	s := p.felt(f)
	answer, known := jaOrd[strings.ToLower(s)]
	if !known && f == fIkke && strings.Contains(strings.ToLower(s), "ikke") && len(s) < 40 {
		return Ja // the heading's own words, such as "skal ikke mappes"
	}
	if !known {
		p.fejl(f, fmt.Sprintf("»%s« er hverken ja eller nej", kort(s)), fmt.Sprintf("%q is neither yes nor no; write ja or nej", kort(s)))
	}
	return answer
}

// kle reads a number of any level; which levels may mark is R001's to say.
func (p *post) kle(f felt) kle.Nummer {
	s := p.felt(f)
	if erTom(s) || erFjern(s) {
		return ""
	}
	number, err := kle.ParseNummer(kleTekst(s, p.sted.kolonner != nil && p.l.xlsx))
	if err != nil {
		p.fejl(f, fmt.Sprintf("»%s« er ikke et KLE-nummer; skriv seks cifre som 27.35.04", kort(s)), fmt.Sprintf("%q is not a KLE number; write six digits as 27.35.04", kort(s)))
	}
	return number
}

// kleTekst finds the number in what people and Excel make of it: "KLE 27.35.04", "27.35.04 Måltider", "273504", and the date
// Excel took 29.09.04 for (as its count of days, or as 29-09-2004 in a CSV file).
func kleTekst(s string, xlsx bool) string {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "KLE"), ":"))
	if word := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ':' || r == '–' }); len(word) > 1 && len(word[0]) == 8 {
		s = word[0]
	}
	s = udenBlanke(s)
	if day, err := time.Parse("02-01-2006", s); err == nil {
		return day.Format("02.01.06")
	}
	if n, err := strconv.Atoi(s); err == nil && len(s) == 5 && xlsx {
		if day, err := excelize.ExcelDateToTime(float64(n), false); err == nil {
			return day.Format("02.01.06")
		}
	}
	if len(s) == 6 && strings.Trim(s, "0123456789") == "" {
		return s[:2] + "." + s[2:4] + "." + s[4:]
	}
	return strings.NewReplacer("-", ".", "/", ".", ",", ".").Replace(s)
}

func (p *post) uuid(f felt) oio.UUID {
	s := udenBlanke(p.felt(f))
	if erTom(s) || erFjern(s) {
		return oio.UUID{}
	}
	s = strings.Trim(s, "{}")
	if len(s) == 32 {
		s = s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
	}
	id, err := oio.ParseUUID(s)
	if err != nil || id.IsZero() {
		p.fejl(f, "KOMBIT-id'et er ikke et UUID; det har 36 tegn som 6f3d2a52-7c1b-4c9e-9a4e-0d6b1f8e2c47", "the KOMBIT id is not a UUID; it has 36 characters as 6f3d2a52-7c1b-4c9e-9a4e-0d6b1f8e2c47")
		return oio.UUID{}
	}
	return id
}

// datoer are the ways a day is written.
var datoer = []string{"2006-01-02", "02-01-2006", "02.01.2006", "02/01/2006", "2-1-2006", "2.1.2006", "2/1/2006", "02-01-06", "02.01.06", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05"}

func (p *post) dato(f felt) oio.Dato {
	s := p.felt(f)
	if erTom(s) {
		return 0
	}
	d, read := datoAf(s, p.l.xlsx)
	if !read {
		p.fejl(f, datoDansk, datoEngelsk)
	}
	return d
}

const (
	datoDansk   = "datoen kan ikke læses; skriv den som 2024-04-08 eller 08-04-2024"
	datoEngelsk = "the date cannot be read; write it as 2024-04-08 or 08-04-2024"
)

// datoAf reads a day as people write it, or as a workbook counts it.
func datoAf(s string, xlsx bool) (oio.Dato, bool) {
	if n, err := strconv.ParseFloat(s, 64); err == nil && xlsx && n >= 1 && n < 100_000 {
		if day, err := excelize.ExcelDateToTime(n, false); err == nil {
			s = day.Format("2006-01-02")
		}
	}
	for _, layout := range datoer {
		if day, err := time.Parse(layout, s); err == nil {
			if d, err := oio.ParseDato(day.Format("2006-01-02")); err == nil && day.Year() >= 1900 && day.Year() < 2200 {
				return d, true
			}
		}
	}
	return 0, false
}

// cifre reads a number of a fixed length.
func (p *post) cifre(f felt, n int, begin string) string {
	s := udenBlanke(p.felt(f))
	if erTom(s) {
		return ""
	}
	if len(s) != n || strings.Trim(s, "0123456789") != "" || !strings.HasPrefix(s, begin) {
		ending, slut := "", ""
		if begin != "" {
			ending, slut = " that begin with "+begin, ", der begynder med "+begin
		}
		p.fejl(f, fmt.Sprintf("skal være %d cifre%s", n, slut), fmt.Sprintf("must be %d digits%s", n, ending))
		return ""
	}
	return s
}

var arter = map[string]string{"": "", "-": "", "monetaer": "monetær", "oekonomisk": "monetær", "ressourcemaessig": "ressourcemæssig", "fysisk": "fysisk"}

func (p *post) art() string {
	s := p.felt(fArt)
	art, known := arter[fold(s)]
	if !known {
		p.fejl(fArt, fmt.Sprintf("»%s« er ikke en art; skriv monetær, ressourcemæssig eller fysisk", kort(s)), fmt.Sprintf("%q is no kind; write monetær, ressourcemæssig or fysisk", kort(s)))
	}
	return art
}

var standarder = map[string]eoj.Standard{"": "", "-": "", "lokal": eoj.Lokal, "fsiii": eoj.FSIII, "fs iii": eoj.FSIII, "fsiii classic": eoj.FSIII, "fs3": eoj.FSIII, "ffb": eoj.FFB}

func (p *post) standard() string {
	s := p.felt(fStandard)
	standard, known := standarder[fold(s)]
	if !known {
		p.fejl(fStandard, fmt.Sprintf("»%s« er ikke en standard; skriv lokal, FSIII eller FFB", kort(s)), fmt.Sprintf("%q is no standard; write lokal, FSIII or FFB", kort(s)))
	}
	return string(standard)
}

func (p *post) svar() Svar {
	return Svar{Begrundelse: p.tekst(fBegrundelse, maxNote), Trods: p.tekst(fTrods, maxNote), Note: p.tekst(fNote, maxNote), Af: p.tekst(fAf, eoj.MaxID), Dato: p.dato(fDato)}
}
