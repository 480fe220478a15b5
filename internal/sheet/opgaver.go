package sheet

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// The columns of the list of tasks (R121). Nr, name and state are told and never read back as anything.
const (
	oNr felt = iota
	oKLIK
	oNavn
	oStaar
	oEjer
	oFrist
	oStatus
	oMeldt
	oBevis
)

// arkOpgaver is the list's sheet.
const arkOpgaver = "KLIK-opgaver"

var opgaveKolonner = []kolonne{
	{oNr, "Nr", 6}, {oKLIK, "KLIK", 10}, {oNavn, "Opgave", 46}, {oStaar, "Står", 14}, {oEjer, "Ejer", 24}, {oFrist, "Frist", 12},
	{oStatus, "Status i KLIK", 14}, {oMeldt, "Fuldført i KLIK", 16}, {oBevis, "Bevis", 40},
}

// opgaveord are other headings for the same, folded.
var opgaveord = map[string]felt{
	"nr": oNr, "trin": oNr, "opgavenr": oNr, "opgavenummer": oNr, "klik": oKLIK, "klik nr": oKLIK, "opgave": oNavn, "staar": oStaar,
	"ejer": oEjer, "ansvarlig": oEjer, "tovholder": oEjer, "frist": oFrist, "deadline": oFrist, "status i klik": oStatus, "status": oStatus,
	"fuldfoert i klik": oMeldt, "fuldfoert": oMeldt, "fuldfoert den": oMeldt, "bevis": oBevis, "dokumentation": oBevis,
}

// maxTekst is the longest owner or evidence, in characters.
const maxTekst = 500

func opgaveRaekker(f *forloeb.Forloeb) []raekke {
	rows := make([]raekke, len(f.Trin))
	for i := range f.Trin {
		t := &f.Trin[i]
		cells := map[felt]string{oNr: string(t.Nr), oKLIK: t.Opgave.KLIK, oNavn: t.Navn, oStaar: t.Tilstand.Dansk(), oEjer: t.Ejer, oFrist: datoTekst(t.Frist),
			oStatus: t.Klik(), oMeldt: datoTekst(t.Meldt), oBevis: t.Bevis}
		rows[i] = func(f felt) string { return cells[f] }
	}
	return rows
}

// SkrivOpgaver writes the ten tasks as a workbook (R121).
func SkrivOpgaver(w io.Writer, f *forloeb.Forloeb) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	b := bog{f: book}
	b.do(func() error { return book.SetSheetName("Sheet1", arkOpgaver) })
	b.stil()
	b.liste(arkOpgaver, opgaveKolonner, opgaveRaekker(f), nil)
	b.do(func() error { return book.Write(w) })
	if b.err != nil {
		return fmt.Errorf("write tasks: %w", b.err)
	}
	return nil
}

// SkrivOpgaverCSV writes the same as CSV, as SkrivCSV does.
func SkrivOpgaverCSV(w io.Writer, f *forloeb.Forloeb) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\ufeff") // a failure is kept until Flush
	c := csv.NewWriter(out)
	c.Comma = ';'
	record := make([]string, len(opgaveKolonner))
	for i, k := range opgaveKolonner {
		record[i] = k.overskrift
	}
	_ = c.Write(record)
	for _, row := range opgaveRaekker(f) {
		for i, k := range opgaveKolonner {
			record[i] = uskadelig(row(k.felt))
		}
		_ = c.Write(record)
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write tasks: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write tasks: %w", err)
	}
	return nil
}

// LaesOpgaver reads owners, deadlines and what KLIK says out of a list of tasks, as facts. An empty cell says nothing, and `fjern` takes back.
// The error is a *Fejlliste that names every fault by its cell; then there are no facts. f is how the steps stand.
func LaesOpgaver(r io.Reader, navn string, f *forloeb.Forloeb) ([]program.Faktum, error) {
	tables, err := filen(r, navn, func(heading string) bool { _, known := opgaveord[heading]; return known })
	if err != nil {
		return nil, err
	}
	l := opgavelaeser{f: f, set: map[forloeb.Nr]string{}}
	read := false
	for i := range tables {
		if t := &tables[i]; !t.skjult && l.tabel(t) {
			read = true
		}
	}
	if err := l.fejl.Err(); err != nil {
		return nil, err
	}
	if !read {
		return nil, hele("ingen række ligner overskrifter; skriv Nr, Ejer, Frist, Status i KLIK, Fuldført i KLIK og Bevis over kolonnerne", "no row reads like headings; write Nr, Ejer, Frist, Status i KLIK, Fuldført i KLIK and Bevis above the columns")
	}
	return l.facts, nil
}

// opgavelaeser reads one list of tasks.
type opgavelaeser struct {
	f     *forloeb.Forloeb
	t     *tabel
	kol   map[felt]int
	r     int
	set   map[forloeb.Nr]string // tasks read, and where
	facts []program.Faktum
	fejl  Fejlliste
}

// tabel reads one table, and reports whether it was a list of tasks.
func (l *opgavelaeser) tabel(t *tabel) bool {
	t.navn = oio.MaskCPR(t.navn)
	l.t, l.kol = t, nil
	for r := 1; r <= min(len(t.raekker), soegRaekker) && l.kol == nil; r++ {
		columns := map[felt]int{}
		for k := len(t.raekker[r-1]); k >= 1; k-- { // of two headings for the same the first holds
			if f, known := opgaveord[fold(t.celle(r, k))]; known {
				columns[f] = k
			}
		}
		if _, named := columns[oNr]; !named {
			_, named = columns[oKLIK]
			if !named {
				continue
			}
		}
		if len(columns) > 1 {
			l.kol, l.r = columns, r
		}
	}
	if l.kol == nil {
		return false
	}
	for l.r++; l.r <= len(t.raekker); l.r++ {
		l.raekke()
	}
	return true
}

// felt is the text of a cell of the row; what may not be read is named, and reads as nothing.
func (l *opgavelaeser) felt(f felt) string {
	k, has := l.kol[f]
	if !has {
		return ""
	}
	text := l.t.celle(l.r, k)
	switch {
	case l.t.formler[plads{l.r, k}]:
		l.daarlig(f, "cellen er en formel; formler bliver ikke regnet ud, så skriv værdien i stedet", "the cell is a formula; formulas are not evaluated, write the value instead")
	case maaskeCPR(text):
		l.daarlig(f, "cellen ser ud til at indeholde et CPR-nummer; slet det", "the cell looks like it contains a CPR number; delete it")
	case utf8.RuneCountInString(text) > maxTekst:
		l.daarlig(f, fmt.Sprintf("teksten er længere end %d tegn", maxTekst), fmt.Sprintf("the text is longer than %d characters", maxTekst))
	case erTom(text):
	default:
		return text
	}
	return ""
}

func (l *opgavelaeser) daarlig(f felt, dansk, english string) {
	name, _ := excelize.CoordinatesToCellName(max(1, l.kol[f]), l.r)
	l.fejl.Add(Fejl{Ark: l.t.navn, Celle: name, Dansk: dansk, English: english})
}

func (l *opgavelaeser) raekke() {
	if !slices.ContainsFunc(l.t.raekker[l.r-1], func(cell string) bool { return renTekst(cell) != "" }) {
		return
	}
	t := l.trin()
	owner, due := l.felt(oEjer), l.dato(oFrist)
	state, done, evidence := l.felt(oStatus), l.dato(oMeldt), l.felt(oBevis)
	if t == nil {
		return
	}
	kode := string(t.Nr)
	if owner != "" {
		l.facts = append(l.facts, program.Faktum{Emne: program.Trinejer, Kode: kode, Tekst: udenFjern(owner)})
	}
	if due.sagt {
		l.facts = append(l.facts, program.Faktum{Emne: program.Trinfrist, Kode: kode, Dato: due.dato})
	}
	if state != "" || done.sagt || evidence != "" {
		l.meldt(t, state, done, evidence)
	}
}

// meldt is what KLIK has of a task: its word, its day, or both, which must agree.
func (l *opgavelaeser) meldt(t *forloeb.Trin, state string, done sagtDato, evidence string) {
	fact := program.Faktum{Emne: program.Trinmeldt, Kode: string(t.Nr), Dato: t.Meldt, Tekst: t.Bevis}
	if done.sagt {
		fact.Dato = done.dato
	}
	switch fold(state) {
	case "":
	case "fuldfoert", "faerdig", "afsluttet", "lukket":
		if fact.Dato == 0 {
			fact.Dato = l.f.Idag
		}
	case "aaben", "i gang", "igang", "ikke paabegyndt", "paabegyndt":
		if done.dato != 0 {
			l.daarlig(oStatus, "opgaven er åben i KLIK, men der står en dag, den er fuldført", "the task is open in KLIK, but there is a day on which it was done")
		}
		fact.Dato = 0
	default:
		l.daarlig(oStatus, "»"+kort(state)+"« er ikke en status; skriv Fuldført eller Åben", fmt.Sprintf("%q is no state; write Fuldført or Åben", kort(state)))
	}
	if evidence != "" {
		fact.Tekst = udenFjern(evidence)
	}
	if fact.Dato > l.f.Idag {
		l.daarlig(oMeldt, "dagen ligger i fremtiden; skriv den, når opgaven er fuldført", "the day lies in the future; write it when the task is done")
	}
	l.facts = append(l.facts, fact)
}

// trin is the task a row is about; nil when that cannot be told.
func (l *opgavelaeser) trin() *forloeb.Trin {
	at, text := oNr, l.felt(oNr)
	if text == "" {
		at, text = oKLIK, l.felt(oKLIK)
	}
	word := strings.ToLower(strings.Trim(strings.TrimPrefix(strings.ToLower(text), "trin"), " .#"))
	for i := range l.f.Trin {
		t := &l.f.Trin[i]
		if word != strings.ToLower(string(t.Nr)) && word != strings.ToLower(t.Opgave.KLIK) {
			continue
		}
		if before, twice := l.set[t.Nr]; twice {
			l.daarlig(at, "opgaven står også i "+before, "the task is in "+before+" too")
			return nil
		}
		name, _ := excelize.CoordinatesToCellName(l.kol[at], l.r)
		l.set[t.Nr] = name
		return t
	}
	l.daarlig(at, "opgaven kendes ikke; skriv 1 til 8, A eller B", "no such task; write 1 to 8, A or B")
	return nil
}

// sagtDato is a day that was written, or that one shall go.
type sagtDato struct {
	dato oio.Dato
	sagt bool
}

func (l *opgavelaeser) dato(f felt) sagtDato {
	text := l.felt(f)
	switch {
	case text == "":
		return sagtDato{}
	case erFjern(text):
		return sagtDato{sagt: true}
	}
	d, read := datoAf(text, l.t.xlsx)
	if !read {
		l.daarlig(f, datoDansk, datoEngelsk)
	}
	return sagtDato{d, read}
}

// udenFjern is a text, or nothing where it is to go.
func udenFjern(text string) string {
	if erFjern(text) {
		return ""
	}
	return text
}
