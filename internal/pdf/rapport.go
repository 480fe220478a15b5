// Package pdf draws the report to a steering group as one page of PDF, with text that can be selected and figures that are lines, not pictures.
//
// What the report says is package tavle's; nothing is decided here. It uses the fonts every reader has, whose letters are those of Windows-1252:
// Danish is all there, and what is not becomes a question mark. A library would be 0.65 MB of the binary for one page of texts and bars.
package pdf

import (
	"fmt"
	"time"

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

// Rapport draws the report. The same report at the same time gives the same bytes.
func Rapport(r *tavle.Rapport, nu time.Time) ([]byte, error) {
	a := nytArk()
	a.hoved(r)
	a.noegletal(r.Tal)
	a.overskrift("Trinene")
	for _, t := range r.Trin {
		a.trin(t)
	}
	a.liste("Risici", r.Risici, "Ingen trin er stoppet eller bagud.", bund-48)
	a.liste("Det beder vi styregruppen om", r.Beder, "Intet. Arbejdet går videre af sig selv.", bund-6)
	a.skriv(margen, bund, 8, false, svag, "Tallene følger af det, der er registreret i Indeksbro. Rapporten indeholder ingen oplysninger om borgere.")
	page, err := a.fil("Status til styregruppen, "+r.Om, nu)
	if err != nil {
		return nil, fmt.Errorf("draw report: %w", err)
	}
	return page, nil
}

func (a *ark) hoved(r *tavle.Rapport) {
	a.felt(0, 0, bredde, 5, blaa)
	a.skriv(margen, 21, 20, true, moerk, "Status til styregruppen")
	a.skriv(margen, 28.5, 12, false, svag, r.Om+", "+sprog.Dato(r.Dato))
	a.y = 34
}

func (a *ark) noegletal(figures []tavle.Noegletal) {
	wide := indhold / float64(max(1, len(figures)))
	for i, f := range figures {
		x := margen + float64(i)*wide
		a.skriv(x, 43, 19, true, blaa, f.Tal)
		a.skriv(x, 49, 10, false, svag, f.Navn)
	}
	a.y = 54
}

func (a *ark) overskrift(text string) {
	y := a.y + 7
	a.skriv(margen, y, 13, true, moerk, text)
	a.y = y + 3
}

// trin is a step as a bar: its number and name, how far it is, and its word.
func (a *ark) trin(t tavle.Rapporttrin) {
	const high, barX, barWide = 7.2, 104.0, 54.0
	y := a.y
	c := tilstandsfarve[t.Tilstand]
	a.skriv(margen, y+4.6, 10, true, moerk, t.Nr)
	a.skriv(margen+8, y+4.6, 10, false, moerk, t.Navn)
	a.felt(barX, y+1.6, barWide, 3.8, bane)
	if t.Andel > 0 {
		a.felt(barX, y+1.6, barWide*float64(min(100, t.Andel))/100, 3.8, c)
	}
	a.skriv(barX+barWide+4, y+4.6, 10, true, c, t.Ord)
	a.y = y + high
}

// liste is a heading with its points, down to a line of the page; the rest is counted.
func (a *ark) liste(heading string, points []string, none string, to float64) {
	a.overskrift(heading)
	if len(points) == 0 {
		points = []string{none}
	}
	for i, p := range points {
		lines := a.linjer(p, 10, indhold-6)
		end := a.y + float64(len(lines))*5
		if end > to || end > to-5 && i < len(points)-1 {
			a.skriv(margen+5, a.y+4, 10, false, svag, fmt.Sprintf("Og %d til; de står på siderne.", len(points)-i))
			a.y += 5
			return
		}
		a.skriv(margen+1, a.y+4, 10, true, blaa, "•")
		for _, line := range lines {
			a.skriv(margen+5, a.y+4, 10, false, moerk, line)
			a.y += 5
		}
		a.y++
	}
}
