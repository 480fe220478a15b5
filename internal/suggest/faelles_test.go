package suggest_test

import (
	"bytes"
	"reflect"
	"slices"
	"syscall"
	"testing"
	"time"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
	"indeksbro/internal/testkit/kletest"
	"indeksbro/internal/ydelsestype"
)

func TestR125_OthersChoicesAreCounted(t *testing.T) {
	t.Parallel()
	choices := []suggest.KommuneValg{
		{Kommune: "11111111", Slags: "sagstype", Navn: "Livsstilsforløb", Lov: "SUL", Paragraf: "119", Kode: "29.09.08"},
		{Kommune: "22222222", Slags: "sagstype", Navn: "livsstilsforløb", Lov: "Sundhedsloven", Paragraf: "§ 119", Kode: "29.09.08"},
		{Kommune: "33333333", Slags: "sagstype", Navn: "Livsstilsforløb", Lov: "SUL", Paragraf: "119", Kode: "29.09.04"},
		{Kommune: "44444444", Slags: "sagstype", Navn: "Livsstilsforløb", Lov: "SUL", Paragraf: "119", Kode: suggest.Ikke},
		{Kommune: "22222222", Slags: "ydelse", Navn: "Kost", Kode: "a#1"},
	}
	want := []suggest.FaellesValg{
		{Navn: "livsstilsforløb", Lov: "Sundhedsloven", Paragraf: "§ 119", Kode: "29.09.04", Kommuner: 1, AfKommuner: 3},
		{Navn: "livsstilsforløb", Lov: "Sundhedsloven", Paragraf: "§ 119", Kode: "29.09.08", Kommuner: 1, AfKommuner: 3},
		{Navn: "livsstilsforløb", Lov: "Sundhedsloven", Paragraf: "§ 119", Kode: "ikke", Kommuner: 1, AfKommuner: 3},
	}
	if got := suggest.SamlFaelles(choices, "sagstype", oio.Korsbaek); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := suggest.SamlFaelles(choices, "ydelse", oio.Korsbaek); len(got) != 1 || got[0].Kode != "a#1" {
		t.Errorf("%+v", got)
	}
	if suggest.Navnenoegle("»§«") == "" || !suggest.SammeLov("SUL", "119", "", "") || suggest.SammeLov("SUL", "119", "SEL", "§ 83") {
		t.Error("a name or a law is not told from another")
	}
}

// fuldKLE is an invented plan of the real one's size.
func fuldKLE(tb testing.TB) *kle.Plan {
	tb.Helper()
	var text bytes.Buffer
	if err := kletest.WriteFullPlan(&text, 2_500, 1); err != nil {
		tb.Fatal(err)
	}
	plan, err := kle.Parse(&text)
	if err != nil {
		tb.Fatal(err)
	}
	return plan
}

// medStikord gives every class of an invented plan six keywords of two parts: the invented layout has none, and KL's plan has.
func medStikord(plan *kle.Plan) *kle.Plan {
	more := *plan
	more.Klasser = slices.Clone(plan.Klasser)
	title := func(i int) string { return plan.Klasser[i%len(plan.Klasser)].Titel }
	for i := range more.Klasser {
		for j := range 6 {
			more.Klasser[i].Stikord = append(more.Klasser[i].Stikord, kle.Stikord{Tekst: title(7*i+131*j) + ", " + title(3*i+17*j)})
		}
	}
	return &more
}

// Suggestions a second, with reasons, on one core (suggest.qps): qps is of the clock, and qps/core of the time the processor gave, which
// is what counts where the machine has other work.
func BenchmarkSuggest(b *testing.B) {
	plan := fuldKLE(b)
	var names []suggest.Opgave
	for i, t := range ydelsestype.Nyeste().Typer() {
		names = append(names, suggest.Opgave{Navn: t.Navn, Lov: "SEL", Paragraf: []string{"§ 83", "§ 86", "§ 112", ""}[i%4]})
	}
	for name, motor := range map[string]*suggest.Motor{
		"ydelsestype": suggest.NyYdelsestype(ydelsestype.Nyeste(), nil, false, nil),
		"kle":         suggest.NyKLE(plan, 20260301, nil),
		"kle-stikord": suggest.NyKLE(medStikord(plan), 20260301, nil),
	} {
		b.Run(name, func(b *testing.B) {
			i, before := 0, cpuTime(b)
			for b.Loop() {
				motor.Foreslaa(names[i%len(names)], 5)
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "qps")
			b.ReportMetric(float64(b.N)/(cpuTime(b)-before).Seconds(), "qps/core")
		})
	}
}

// cpuTime is what the process has used of the processor.
func cpuTime(tb testing.TB) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
