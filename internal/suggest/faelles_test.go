package suggest_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
	"indeksbro/internal/testkit/kletest"
	"indeksbro/internal/ydelsestype"
)

func TestR125_OthersChoicesAreReadAndCounted(t *testing.T) {
	t.Parallel()
	file := "navn;kode;kommune;kind;lov;paragraf\nLivsstilsforløb;29.09.08;11111111;sagstype;SUL;119\nlivsstilsforløb;29.09.08;22222222;sagstype;SUL;119\nLivsstilsforløb;29.09.04;33333333;sagstype;SUL;119\nKost;a#1;22222222;ydelse;;\n"
	choices, faults, err := suggest.LaesFaelles(strings.NewReader(file))
	if err != nil || len(faults) > 0 || len(choices) != 4 {
		t.Fatal(choices, faults, err)
	}
	want := []suggest.FaellesValg{
		{Navn: "livsstilsforløb", Lov: "SUL", Paragraf: "119", Kode: "29.09.04", Kommuner: 1, AfKommuner: 2}, {Navn: "livsstilsforløb", Lov: "SUL", Paragraf: "119", Kode: "29.09.08", Kommuner: 1, AfKommuner: 2},
	}
	if got := suggest.SamlFaelles(choices, "sagstype", oio.Korsbaek); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := suggest.SamlFaelles(choices, "ydelse", oio.Korsbaek); len(got) != 1 || got[0].Kode != "a#1" {
		t.Errorf("%+v", got)
	}
}

func TestAFaultInAFileOfChoicesIsToldByLine(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"": "line 1", "navn,kode\n": "kommune is missing", "kommune,kind,navn,kode\n1,ydelse,x,y\n": "line 2: kommune", "kommune,kind,navn,kode\n22222222,noget,x,y\n": "line 2: kind",
		"kommune,kind,navn,kode\n22222222,ydelse,,y\n": "line 2: navn", "kommune,kind,navn,kode\n22222222,sagstype,x,27.35\n": "R001", "kommune,kind,navn,kode\n22222222,ydelse,Ida 710550-0001,y\n": "CPR",
		"kommune,kind,navn,kode\n22222222,ydelse,\"x\n": "line 2",
	} {
		_, faults, err := suggest.LaesFaelles(strings.NewReader(file))
		if err != nil || len(faults) == 0 || !strings.Contains(strings.Join(faults, " "), want) {
			t.Errorf("%q: %v %v, want %s", file, faults, err, want)
		}
		if strings.Contains(strings.Join(faults, ""), "0001") {
			t.Error("a number is told")
		}
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

// Suggestions a second, with reasons, on one core (suggest.qps): qps is printed beside ns/op.
func BenchmarkSuggest(b *testing.B) {
	plan := fuldKLE(b)
	var names []suggest.Opgave
	for i, t := range ydelsestype.Nyeste().Typer() {
		names = append(names, suggest.Opgave{Navn: t.Navn, Lov: "SEL", Paragraf: []string{"§ 83", "§ 86", "§ 112", ""}[i%4]})
	}
	for name, motor := range map[string]*suggest.Motor{"ydelsestype": suggest.NyYdelsestype(ydelsestype.Nyeste(), nil, false, nil), "kle": suggest.NyKLE(plan, 20260301, nil)} {
		b.Run(name, func(b *testing.B) {
			i := 0
			for b.Loop() {
				motor.Foreslaa(names[i%len(names)], 5)
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "qps")
		})
	}
}
