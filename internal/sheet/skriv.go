package sheet

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/ydelsestype"
)

// The sheets as we name them. lister holds what the drop-downs offer and is hidden.
const (
	arkLokale  = "Sagstyper og ydelser"
	arkTyper   = "Fælleskommunale ydelsestyper"
	arkEnheder = "Enheder"
	arkLister  = "Lister"
)

// Hjaelp is what the help sheet and the drop-downs are made of: the catalogue, the imported KLE (an empty plan gives no
// numbers to choose), whether the municipality itself uses FSIII (R021), and the day that what is in force is judged by. One
// belongs to one goroutine.
type Hjaelp struct {
	Katalog   *ydelsestype.Katalog
	KLE       *kle.Plan
	EgenFSIII bool
	Idag      oio.Dato

	soeg  *kle.Search       // made when first needed
	numre map[string]string // derived numbers by key
}

// raekke is a row that gives the text of each field.
type raekke func(felt) string

// Skriv writes the sheet as a workbook: sagstyper with their ydelser under them, all common types, and the units, with
// drop-downs, frozen headings and filters. Every cell is text; nothing in it is a formula.
func Skriv(w io.Writer, a *Ark, h *Hjaelp) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	if err := f.SetSheetName("Sheet1", arkLokale); err != nil {
		return fmt.Errorf("write sheet: %w", err)
	}
	for _, name := range []string{arkTyper, arkEnheder, arkLister} {
		if _, err := f.NewSheet(name); err != nil {
			return fmt.Errorf("write sheet: %w", err)
		}
	}
	b := bog{f: f}
	b.stil()
	offers := b.lister(h)
	b.liste(arkLokale, lokaleKolonner, a.lokale(), offers)
	b.liste(arkTyper, typeKolonner, typeRaekker(h), nil)
	b.liste(arkEnheder, enhedKolonner, a.enheder(), offers)
	b.do(func() error { return f.SetSheetVisible(arkLister, false) })
	b.do(func() error { return f.Write(w) })
	if b.err != nil {
		return fmt.Errorf("write sheet: %w", b.err)
	}
	return nil
}

// SkrivCSV writes the whole sheet as one table, semicolons between, in UTF-8 with a mark, as Danish spreadsheets open it.
// A text a spreadsheet would take for a formula gets an apostrophe in front, which Laes takes away again.
func SkrivCSV(w io.Writer, a *Ark) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\ufeff")
	c := csv.NewWriter(out)
	c.Comma = ';'
	record := make([]string, len(alleKolonner))
	for i, k := range alleKolonner {
		record[i] = k.overskrift
	}
	_ = c.Write(record)
	for _, row := range append(a.lokale(), a.enheder()...) {
		for i, k := range alleKolonner {
			record[i] = uskadelig(row(k.felt))
		}
		_ = c.Write(record)
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// lokale are the rows of sheet one: each sagstype with the ydelser that hang under it, then those that hang under none.
func (a *Ark) lokale() []raekke {
	under := make(map[string][]int)
	key := func(id, name string) string {
		if id != "" {
			return "id/" + id
		}
		return "navn/" + ens(name)
	}
	for i := range a.Ydelser {
		k := key(a.Ydelser[i].Sagstype, a.Ydelser[i].SagstypeNavn)
		under[k] = append(under[k], i)
	}
	var rows []raekke
	written := make([]bool, len(a.Ydelser))
	for i := range a.Sagstyper {
		rows = append(rows, a.Sagstyper[i].vaerdi)
		for _, y := range under[key(a.Sagstyper[i].ID, a.Sagstyper[i].Navn)] {
			if !written[y] {
				written[y] = true
				rows = append(rows, a.Ydelser[y].vaerdi)
			}
		}
	}
	for i := range a.Ydelser {
		if !written[i] {
			rows = append(rows, a.Ydelser[i].vaerdi)
		}
	}
	return rows
}

func (a *Ark) enheder() []raekke {
	rows := make([]raekke, len(a.Enheder))
	for i := range a.Enheder {
		rows[i] = a.Enheder[i].vaerdi
	}
	return rows
}

func (s Svar) vaerdi(f felt) string {
	switch f {
	case fBegrundelse:
		return s.Begrundelse
	case fTrods:
		return s.Trods
	case fNote:
		return s.Note
	case fAf:
		return s.Af
	case fDato:
		if !s.Dato.IsZero() {
			return s.Dato.String()
		}
	}
	return ""
}

// valgt is a decision cell: what was chosen, or the word that takes it back.
func (s Svar) valgt(text string) string {
	if s.Fjern {
		return fjernOrd
	}
	return text
}

func (s *Sagstype) vaerdi(f felt) string {
	switch f {
	case fSlags:
		return "sagstype"
	case fSagstypeID:
		return s.ID
	case fSagstype:
		return s.Navn
	case fLov:
		return s.Lov
	case fParagraf:
		return s.Paragraf
	case fBorgerrettet:
		return s.Borgerrettet.String()
	case fAdministrativ:
		return s.Administrativ.String()
	case fKLE:
		return s.valgt(string(s.KLE))
	case fKLETitel:
		return s.KLETitel
	case fIkke:
		return s.Ikke.String()
	}
	return s.Svar.vaerdi(f)
}

func (y *Ydelse) vaerdi(f felt) string {
	switch f {
	case fSlags:
		return "ydelse"
	case fSagstypeID:
		return y.Sagstype
	case fSagstype:
		return y.SagstypeNavn
	case fYdelseID:
		return y.ID
	case fYdelse:
		return y.Navn
	case fLov:
		return y.Lov
	case fParagraf:
		return y.Paragraf
	case fArt:
		return y.Art
	case fStandard:
		return y.Standard
	case fKode:
		return y.Kode
	case fPakke:
		return y.Pakke.String()
	case fHold:
		return y.Hold.String()
	case fAktiv:
		return y.Aktiv.String()
	case fKLE:
		return string(y.SagstypeKLE)
	case fType:
		return y.valgt(y.Type)
	case fTypeNoegle:
		return y.TypeNoegle
	case fTypeKLE:
		return y.TypeKLE
	case fIkke:
		return y.Ikke.String()
	case fUdenType:
		return y.UdenType.String()
	}
	return y.Svar.vaerdi(f)
}

func (e *Enhed) vaerdi(f felt) string {
	switch f {
	case fSlags:
		return "enhed"
	case fEnhedID:
		return e.ID
	case fEnhed:
		return e.Navn
	case fOverordnet:
		return e.Overordnet
	case fOverordnetNavn:
		return e.OverordnetNavn
	case fSagsansvarlig:
		return e.Sagsansvarlig.String()
	case fUsynlig:
		return e.Usynlig.String()
	case fAktiv:
		return e.Aktiv.String()
	case fFindes:
		return e.Findes.String()
	case fKombit:
		if e.Kombit.IsZero() {
			return e.valgt("")
		}
		return e.valgt(e.Kombit.String())
	case fNavnDer:
		return e.NavnDer
	case fForslag:
		return e.Forslag
	case fPNummer:
		return e.PNummer
	case fCVR:
		return e.CVR
	}
	return e.Svar.vaerdi(f)
}

// typeKolonner are those of the help sheet. Its headings are our own: the sheet is never read back.
var typeKolonner = []kolonne{
	{fStandard, "Liste", 36}, {fLov, "Lov", 12}, {fParagraf, "Paragraf", 22}, {fType, "Fælleskommunal ydelsestype", 60}, {fArt, "Art", 18},
	{fTypeKLE, "KLE-nummer", 12}, {fTypeNoegle, "Ydelsestypens nøgle", 40}, {fAktiv, "Kan vælges", 12},
}

// typeRaekker are all common types (deck 1.2), list by list.
func typeRaekker(h *Hjaelp) []raekke {
	types := h.Katalog.Typer()
	order := ydelsestype.Lister()
	slices.SortStableFunc(types, func(a, b ydelsestype.Type) int {
		return slices.Index(order, a.Liste) - slices.Index(order, b.Liste)
	})
	rows := make([]raekke, len(types))
	for i, t := range types {
		cells := map[felt]string{fStandard: string(t.Liste), fLov: t.Lov, fParagraf: t.Paragraf, fType: t.Navn, fArt: string(t.Art), fTypeKLE: h.TypeKLE(t),
			fTypeNoegle: t.Noegle, fAktiv: jaNej(t.Valgbar(h.EgenFSIII) == nil).String()}
		rows[i] = func(f felt) string { return cells[f] }
	}
	return rows
}

// bog writes a workbook; the first failure ends it.
type bog struct {
	f                *excelize.File
	err              error
	tekst, hovedstil int
}

func (b *bog) do(step func() error) {
	if b.err == nil {
		b.err = step()
	}
}

// stil makes every cell text (number format 49), so that a number stays as typed and a leading = stays a letter also when
// the cell is edited.
func (b *bog) stil() {
	b.do(func() (err error) {
		b.tekst, err = b.f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top"}})
		return err
	})
	b.do(func() (err error) {
		b.hovedstil, err = b.f.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E6EEF5"}},
			Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
		return err
	})
}

// liste writes one sheet: a frozen header with a filter, drop-downs, and a row each. Once the rows are flushed nothing more
// can be said of the sheet.
func (b *bog) liste(ark string, columns []kolonne, rows []raekke, offers map[felt]string) {
	b.filter(ark, len(columns), len(rows))
	b.valg(ark, columns, len(rows), offers)
	b.do(func() error {
		w, err := b.f.NewStreamWriter(ark)
		if err != nil {
			return err
		}
		for i, k := range columns {
			if err := w.SetColWidth(i+1, i+1, k.bredde); err != nil {
				return err
			}
			if err := w.SetColStyle(i+1, i+1, b.tekst); err != nil {
				return err
			}
		}
		if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
			return err
		}
		if err := b.raekker(w, columns, rows); err != nil {
			return err
		}
		return w.Flush()
	})
}

func (b *bog) filter(ark string, columns, rows int) {
	b.do(func() error {
		last, err := excelize.CoordinatesToCellName(columns, rows+1)
		if err != nil {
			return err
		}
		return b.f.AutoFilter(ark, "A1:"+last, nil)
	})
}

func (b *bog) raekker(w *excelize.StreamWriter, columns []kolonne, rows []raekke) error {
	cells := make([]any, len(columns))
	for i, k := range columns {
		cells[i] = excelize.Cell{StyleID: b.hovedstil, Value: k.overskrift}
	}
	if err := w.SetRow("A1", cells); err != nil {
		return err
	}
	for n, row := range rows {
		for i, k := range columns {
			cells[i] = nil
			if text := row(k.felt); text != "" {
				cells[i] = excelize.Cell{StyleID: b.tekst, Value: text}
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(n+2), cells); err != nil {
			return err
		}
	}
	return nil
}

// lister writes what the drop-downs offer to the hidden sheet and gives the range of each.
func (b *bog) lister(h *Hjaelp) map[felt]string {
	numbers := []string{fjernOrd}
	if h.KLE != nil {
		for i := range h.KLE.Klasser {
			if k := &h.KLE.Klasser[i]; k.Nummer.ErEmne() && k.IKraft(h.Idag) {
				numbers = append(numbers, string(k.Nummer))
			}
		}
	}
	answers := []string{Ja.String(), Nej.String()}
	lists := []struct {
		felter []felt
		values []string
	}{
		{[]felt{fKLE}, numbers}, {[]felt{fType}, append([]string{fjernOrd}, valgbare(h)...)},
		{[]felt{fPakke, fHold, fAktiv, fBorgerrettet, fAdministrativ, fIkke, fUdenType, fSagsansvarlig, fUsynlig, fFindes}, answers},
		{[]felt{fArt}, []string{string(ydelsestype.Monetaer), string(ydelsestype.Ressourcemaessig), string(ydelsestype.Fysisk)}},
		{[]felt{fStandard}, []string{"lokal", "FSIII", "FFB"}}, {[]felt{fSlags}, []string{"sagstype", "ydelse"}},
	}
	ranges := make(map[felt]string)
	for i, list := range lists {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.do(func() error { return err })
		b.do(func() error { return b.f.SetSheetCol(arkLister, column+"1", &list.values) })
		for _, f := range list.felter {
			ranges[f] = fmt.Sprintf("%s!$%s$1:$%s$%d", arkLister, column, column, len(list.values))
		}
	}
	return ranges
}

// valgbare are the names of the types a person may choose (R021). Where two share a name, their keys stand behind it.
func valgbare(h *Hjaelp) []string {
	count := make(map[string]int)
	var types []ydelsestype.Type
	for _, t := range h.Katalog.Typer() {
		count[t.Navn]++
		if t.Valgbar(h.EgenFSIII) == nil {
			types = append(types, t)
		}
	}
	names := make([]string, 0, len(types))
	for _, t := range types {
		if count[t.Navn] > 1 {
			names = append(names, t.Navn+" ["+t.Noegle+"]")
			continue
		}
		names = append(names, t.Navn)
	}
	slices.Sort(names)
	return names
}

// valg puts a drop-down on every column that has something to choose from, with room for rows to come. Only yes-or-no cells
// refuse other words; a number or name not in the list is answered when the sheet is read.
func (b *bog) valg(ark string, columns []kolonne, rows int, ranges map[felt]string) {
	for i, k := range columns {
		source, offered := ranges[k.felt]
		if !offered {
			continue
		}
		b.do(func() error {
			column, err := excelize.ColumnNumberToName(i + 1)
			if err != nil {
				return err
			}
			dv := excelize.NewDataValidation(true)
			dv.SetSqref(fmt.Sprintf("%s2:%s%d", column, column, rows+500))
			dv.SetSqrefDropList(source)
			if k.felt == fKLE || k.felt == fType {
				dv.SetError(excelize.DataValidationErrorStyleWarning, "Ikke på listen", "Vælg fra listen. Andet bliver prøvet, når arket indlæses.")
			} else {
				dv.SetError(excelize.DataValidationErrorStyleStop, "Ikke på listen", "Vælg fra listen.")
			}
			return b.f.AddDataValidation(ark, dv)
		})
	}
}
