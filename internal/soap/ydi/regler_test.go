package ydi_test

import (
	"fmt"
	"strings"
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/ydi"
)

func linjer(found []soap.Fund) (all string) {
	for _, f := range found {
		all += f.Linje() + "\n"
	}
	return all
}

func skalNaevne(t testing.TB, what, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%s: %s, want %s", what, got, w)
		}
	}
}

func p(s string) *string { return &s }

// The rules that one import cannot break by itself; package conform breaks the others.
func TestRulesThatAskTheRegisters(t *testing.T) {
	t.Parallel()
	b := korsbaekBevilling(t)
	judge := func(om ydi.Omverden, change func(*ydi.BevilgetYdelse)) string {
		om.Nu = middag
		m := ydi.FraBevilling(b, middag)
		change(&m.Registrering[0].AttributListe.BevilgetYdelse[0])
		return linjer(ydi.Doem(&om, m.Registrering, true, "Bevilling"))
	}
	nothing := func(*ydi.BevilgetYdelse) {}
	skalNaevne(t, "YDI-43", judge(ydi.Omverden{KLE: func(string, oio.Dato) (oio.UUID, bool) { return oio.UUID{}, false }}, nothing), "YDI-43", "27.35.04")
	skalNaevne(t, "YDI-21", judge(ydi.Omverden{KLE: func(string, oio.Dato) (oio.UUID, bool) { return oio.NameUUID("en anden"), true }}, nothing), "YDI-21")
	unknown := func(oio.UUID) (oio.Klasse, string, bool) { return oio.Klasse{}, "", false }
	skalNaevne(t, "YDI-22", judge(ydi.Omverden{Typer: unknown}, nothing), "YDI-22")
	aid := func(u oio.UUID) (oio.Klasse, string, bool) { return oio.Klasse{UUID: u}, "fysisk", true }
	skalNaevne(t, "YDI-23", judge(ydi.Omverden{Typer: aid}, func(y *ydi.BevilgetYdelse) { y.OekonomiskEffektueringsplan = []ydi.Effektueringsplan{{Id: p("1")}} }), "YDI-23")
	skalNaevne(t, "YDI-19 warns", judge(ydi.Omverden{}, func(y *ydi.BevilgetYdelse) { y.Ydelse.Ydelsesnavn = p(strings.Repeat("æ", 101)) }), "YDI-19", "101 tegn")
	if got := judge(ydi.Omverden{Streng: true}, nothing); got != "" {
		t.Errorf("a grant of ours breaks %s", got)
	}
}

func TestYDI18SaysElementRuleValueAndRemedy(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	m := ydi.FraBevilling(korsbaekBevilling(t), middag)
	y := &m.Registrering[0].AttributListe.BevilgetYdelse[0]
	y.BevilgetYdelseStartdato, y.BevilgetYdelseSlutdato = p("2024-02-01T00:00:00.000+01:00"), p("2024-01-01T00:00:00.000+01:00")
	got := koder(w.skriv(t, ydi.Operationer[0], importer(m)))[0]
	skalNaevne(t, "S11", got, "40 YDI-18: BevilgetYdelseSlutdato 2024-01-01", "2024-02-01", "ImporterYdelseIndeksInput/BevillingIndeks[1]/BevillingIndeks/Registrering[1]/AttributListe/BevilgetYdelse[1]/BevilgetYdelseSlutdato", "eksklusiv")
}

func TestRulesOfPayments(t *testing.T) {
	t.Parallel()
	r := ydi.EffektueringRegistrering{
		AttributListe: ydi.EffektueringAttributListe{Egenskaber: []ydi.EffektueringEgenskaber{{BeloebEfterSkatATP: p("100.00"), BeloebSendtTilUdbetaling: p("90.00"), SamletBruttobeloeb: p("5.942")}}},
		RelationListe: ydi.EffektueringRelationListe{
			OekonomiskYdelseEffektueringRelation: []ydi.YdelseEffektueringRelation{{BevilgetYdelseRef: &ydi.BevilgetYdelseRef{UUIDIdentifikator: oio.NameUUID("ingen").String()}}},
			Aktoer:                               []ydi.EffektueringAktoerRelation{{Relation: ydi.Relation{Rolle: &ydi.UnikId{UUIDIdentifikator: p("a91824c4-da1d-47f9-bce2-5d6597879415")}}, CVRNr: p("29189846")}},
		},
	}
	om := &ydi.Omverden{Nu: middag, Kalder: oio.Korsbaek, Findes: func(oio.UUID) bool { return false }}
	skalNaevne(t, "payment", linjer(ydi.DoemEffektuering(om, []ydi.EffektueringRegistrering{r}, true, "Effektuering")), "YDI-05", "YDI-38", "YDI-39", "YDI-40", "YDI-07")
}

func TestRulesOfCalls(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	b := korsbaekBevilling(t)
	w.skriv(t, ydi.Operationer[0], importer(ydi.FraBevilling(b, middag)))
	older := &ydi.OpdaterInput{Valg: []ydi.OpdaterInputValg{{OpdaterBevillingIndeks: &ydi.OpdaterBevilling{BevillingRet: ydi.BevillingRet{RetInput: ydi.RetInput{UUIDIdentifikator: b.UUID.String()}}, Tidspunkt: "2001-01-01T00:00:00.000+01:00"}}}}
	skalNaevne(t, "YDI-47", fmt.Sprint(koder(w.skriv(t, ydi.Operationer[1], ydi.Familie.Skriv(nil, ydi.Operationer[1].Ind, older)))), "49 YDI-47")
	many := make([]*ydi.Bevilling, 101)
	for i := range many {
		many[i] = ydi.FraBevilling(b, middag)
	}
	skalNaevne(t, "YDI-46", w.send(t, ydi.Adresse, ydi.Operationer[0].Action, importer(many...)).Bytes(), "YDI-46")
}
