package tavle_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/program"
	"indeksbro/internal/tavle"
)

// TestTheReportSaysWhatIsStoppedLateAndAsked is a municipality with a stopped step, a late one, and a load on another's night.
func TestTheReportSaysWhatIsStoppedLateAndAsked(t *testing.T) {
	t.Parallel()
	f := forloeb.Nyt(forloeb.Forhold{Idag: today, Fakta: program.NyStand([]program.Faktum{{Emne: program.Trinfrist, Kode: "2", Dato: today.AddDays(-3)}}),
		Stop: []forloeb.Kendsgerning{{Navn: "certifikat", Dansk: "Certifikatet er udløbet.", Hvem: "leverandøren"}}})
	load := &tavle.Planlagt{Load: tavle.Load{Dag: today.AddDays(5)}, Sammen: []tavle.Moedes{{Navn: "Nabo Kommune", Nat: true}}}
	r := tavle.KommunensRapport("Korsbæk Kommune", f, 14, load)
	said := strings.Join(append(r.Risici, r.Beder...), "\n")
	for _, want := range []string{"Stoppet: Aktivér Eksporter sager. Certifikatet er udløbet.", "Aktivér Klassifikationsimporter skulle have været gjort 17. januar 2026.", "14 dage forsinket", "Nabo Kommune", "Trin 2, kommunen:", "Frist 17. januar 2026."} {
		if !strings.Contains(said, want) {
			t.Errorf("the report does not say %q:\n%s", want, said)
		}
	}
	if len(r.Trin) != 10 || r.Tal[1].Tal != "1" || r.Om != "Korsbæk Kommune" {
		t.Errorf("%+v", r)
	}
}

// TestTheReportOfAllIsOnePage: however much there is, the lists end, and say how much is left out.
func TestTheReportOfAllIsOnePage(t *testing.T) {
	t.Parallel()
	var all []tavle.Kommunestand
	for i := range 40 {
		step := tavle.Trinstand{Nr: "8", Tilstand: "stoppet", Noegle: fmt.Sprintf("ting-%d", i/2), Mangler: fmt.Sprintf("Ting %d mangler.", i/2), Siden: today.AddDays(-20)}
		all = append(all, stand("30000000", fmt.Sprintf("By %d", i), tavle.Trinstand{Nr: "1", Tilstand: "gjort"}, step))
	}
	r := tavle.AllesRapport(tavle.NytOverblik(today, all, marts2024(t)))
	if last := r.Beder[len(r.Beder)-1]; len(r.Beder) != 8 || last != "Og 13 til; de står på siderne." {
		t.Errorf("%d asked, the last %q", len(r.Beder), last)
	}
	if !slices.Contains(r.Risici, "Trin 8, Aktivér Eksporter sager, er stoppet i 40 kommuner.") || !slices.Contains(r.Risici, "I 7 kommuner er SAPA åbnet, og der sendes data, uden at det vides, om rollerne er gennemgået.") {
		t.Errorf("%q", r.Risici)
	}
	if r.Trin[0].Andel != 100 || r.Trin[0].Tilstand != forloeb.Gjort || r.Trin[7].Tilstand != forloeb.Stoppet || r.Trin[7].Ord != "0 af 40" {
		t.Errorf("%+v", r.Trin)
	}
}
