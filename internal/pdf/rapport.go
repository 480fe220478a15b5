// Package pdf draws the report to a steering group as one page of PDF, with text that can be selected and figures that are lines, not pictures.
//
// What the report says is package tavle's; nothing is decided here. It uses the fonts every reader has, whose letters are those of Windows-1252:
// Danish is all there, and what is not becomes a question mark.
package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/tavle"
)

// The page, in millimetres: A4 with its margins.
const (
	bredde  = 210.0
	hoejde  = 297.0
	margen  = 18.0
	indhold = bredde - 2*margen
	bund    = hoejde - 16
)

type farve struct{ r, g, b int }

// The colours are those of the pages: one a state.
var (
	moerk = farve{26, 26, 26}
	svag  = farve{80, 88, 91}
	blaa  = farve{11, 79, 94}
	bane  = farve{228, 232, 234}

	tilstandsfarve = map[forloeb.Tilstand]farve{
		forloeb.Gjort: {26, 107, 47}, forloeb.Igang: {27, 91, 158}, forloeb.Klar: {27, 91, 158}, forloeb.Venter: {120, 128, 136}, forloeb.Stoppet: {179, 21, 21},
	}
)

// ark is the page while it is drawn.
type ark struct {
	*fpdf.Fpdf
	tegn *encoding.Encoder
}

// Rapport draws the report. The same report at the same time gives the same bytes.
func Rapport(r *tavle.Rapport, nu time.Time) ([]byte, error) {
	a := &ark{fpdf.New("P", "mm", "A4", ""), encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder())}
	a.SetCreationDate(nu)
	a.SetModificationDate(nu)
	a.SetCatalogSort(true)
	a.SetTitle("Status til styregruppen, "+r.Om, true)
	a.SetLang("da")
	a.SetMargins(margen, margen, margen)
	a.SetAutoPageBreak(false, 0) // one page: what does not fit is told of, not carried over
	a.AddPage()
	a.hoved(r)
	a.noegletal(r.Tal)
	a.overskrift("Trinene")
	for _, t := range r.Trin {
		a.trin(t)
	}
	a.liste("Risici", r.Risici, "Ingen trin er stoppet eller bagud.", bund-48)
	a.liste("Det beder vi styregruppen om", r.Beder, "Intet. Arbejdet går videre af sig selv.", bund-6)
	a.skriv(margen, bund, 8, "", svag, "Tallene følger af det, der er registreret i Indeksbro. Rapporten indeholder ingen oplysninger om borgere.")
	var out bytes.Buffer
	if err := a.Output(&out); err != nil {
		return nil, fmt.Errorf("draw report: %w", err)
	}
	return out.Bytes(), nil
}

// tekst is a text in the fonts' letters.
func (a *ark) tekst(s string) string {
	out, err := a.tegn.String(strings.ToValidUTF8(s, "?"))
	if err != nil {
		return "?"
	}
	return strings.ReplaceAll(out, "\x1a", "?")
}

func (a *ark) skriv(x, y, size float64, style string, c farve, text string) {
	a.SetFont("Helvetica", style, size)
	a.SetTextColor(c.r, c.g, c.b)
	a.Text(x, y, a.tekst(text))
}

func (a *ark) hoved(r *tavle.Rapport) {
	a.SetFillColor(blaa.r, blaa.g, blaa.b)
	a.Rect(0, 0, bredde, 5, "F")
	a.skriv(margen, 21, 20, "B", moerk, "Status til styregruppen")
	a.skriv(margen, 28.5, 12, "", svag, r.Om+", "+sprog.Dato(r.Dato))
	a.SetY(34)
}

func (a *ark) noegletal(figures []tavle.Noegletal) {
	wide := indhold / float64(max(1, len(figures)))
	for i, f := range figures {
		x := margen + float64(i)*wide
		a.skriv(x, 43, 19, "B", blaa, f.Tal)
		a.skriv(x, 49, 10, "", svag, f.Navn)
	}
	a.SetY(54)
}

func (a *ark) overskrift(text string) {
	y := a.GetY() + 7
	a.skriv(margen, y, 13, "B", moerk, text)
	a.SetY(y + 3)
}

// trin is a step as a bar: its number and name, how far it is, and its word.
func (a *ark) trin(t tavle.Rapporttrin) {
	const high, barX, barWide = 7.2, 104.0, 54.0
	y := a.GetY()
	c := tilstandsfarve[t.Tilstand]
	a.skriv(margen, y+4.6, 10, "B", moerk, t.Nr)
	a.skriv(margen+8, y+4.6, 10, "", moerk, t.Navn)
	a.SetFillColor(bane.r, bane.g, bane.b)
	a.Rect(barX, y+1.6, barWide, 3.8, "F")
	a.SetFillColor(c.r, c.g, c.b)
	if t.Andel > 0 {
		a.Rect(barX, y+1.6, barWide*float64(min(100, t.Andel))/100, 3.8, "F")
	}
	a.skriv(barX+barWide+4, y+4.6, 10, "B", c, t.Ord)
	a.SetY(y + high)
}

// liste is a heading with its points, down to a line of the page; the rest is counted.
func (a *ark) liste(heading string, points []string, none string, to float64) {
	a.overskrift(heading)
	if len(points) == 0 {
		points = []string{none}
	}
	for i, p := range points {
		a.SetFont("Helvetica", "", 10)
		lines := a.SplitLines([]byte(a.tekst(p)), indhold-6)
		if a.GetY()+float64(len(lines))*5 > to-5 && i < len(points)-1 || a.GetY()+float64(len(lines))*5 > to {
			a.skriv(margen+5, a.GetY()+4, 10, "", svag, fmt.Sprintf("Og %d til; de står på siderne.", len(points)-i))
			a.SetY(a.GetY() + 5)
			return
		}
		a.SetFillColor(blaa.r, blaa.g, blaa.b)
		a.Circle(margen+1.5, a.GetY()+2.8, 0.8, "F")
		a.SetTextColor(moerk.r, moerk.g, moerk.b)
		for _, line := range lines {
			a.Text(margen+5, a.GetY()+4, string(line))
			a.SetY(a.GetY() + 5)
		}
		a.SetY(a.GetY() + 1)
	}
}
