package pdf_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/pdf"
	"indeksbro/internal/tavle"
	"indeksbro/internal/testkit/shared"
)

var noon = time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)

// report has more to say than a page holds, in words with every Danish letter.
func report() *tavle.Rapport {
	r := &tavle.Rapport{Om: "Ærøskøbing på Å – Kommune", Dato: 20260120, Tal: []tavle.Noegletal{{Tal: "3 af 10", Navn: "trin er gjort"}, {Tal: "1", Navn: "er stoppet"}, {Tal: "01.02.2026", Navn: "første indlæsning"}}}
	for i, task := range forloeb.Opgaver {
		state := []forloeb.Tilstand{forloeb.Gjort, forloeb.Igang, forloeb.Stoppet, forloeb.Venter, forloeb.Klar}[i%5]
		r.Trin = append(r.Trin, tavle.Rapporttrin{Nr: string(task.Nr), Navn: task.Navn, Andel: 11 * i, Ord: state.Dansk(), Tilstand: state})
	}
	for i := range 30 {
		r.Risici = append(r.Risici, fmt.Sprintf("Risiko %d: %s.", i, strings.Repeat("rød grød med fløde ", 8)))
		r.Beder = append(r.Beder, fmt.Sprintf("Bøn %d: godkend serviceaftalen 日本.", i))
	}
	return r
}

// TestTheReportIsOnePageThatReadsBack lets an independent reader open the page.
func TestTheReportIsOnePageThatReadsBack(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		shared.Missing(t, "the report cannot be read back without pdftotext (poppler-utils)")
	}
	page, err := pdf.Rapport(report(), noon)
	if err != nil {
		t.Fatal(err)
	}
	again, err := pdf.Rapport(report(), noon)
	if err != nil || !bytes.Equal(page, again) {
		t.Error("the same report gives other bytes")
	}
	if len(page) > 50_000 {
		t.Errorf("a page of %d bytes", len(page))
	}
	file := filepath.Join(t.TempDir(), "rapport.pdf")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := exec.CommandContext(t.Context(), "pdfinfo", file).CombinedOutput()
	if err != nil || !strings.Contains(string(info), "Pages:           1\n") || !strings.Contains(string(info), "A4") || !strings.Contains(string(info), "Status til styregruppen, Ærøskøbing på Å – Kommune") {
		t.Errorf("%v\n%s", err, info)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").CombinedOutput()
	text := string(out)
	if err != nil || strings.Count(text, "\f") != 1 {
		t.Fatalf("%v: %q", err, text)
	}
	for _, want := range []string{"Ærøskøbing på Å – Kommune, 20. januar 2026", "rød grød med fløde", "Bøn 0: godkend serviceaftalen ??.", "til; de står på siderne.", "3 af 10", "Konfigurér ydelser", "Stoppet", "ingen oplysninger om borgere"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not read %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Risiko 29") {
		t.Error("thirty long risks stand on one page")
	}
}
