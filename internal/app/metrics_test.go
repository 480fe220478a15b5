package app

import (
	"errors"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
)

// figur reads one figure of /metrics, which must be there.
func (s *syg) figur(t *testing.T, name string) float64 {
	t.Helper()
	body := s.figurer(t)
	for line := range strings.Lines(body) {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), name+" "); found {
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("no figure %s in:\n%s", name, body)
	return 0
}

func (s *syg) figurer(t *testing.T) string {
	t.Helper()
	answer := httptest.NewRecorder()
	s.metrics.handler().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
	return answer.Body.String()
}

// TestMetricsFollowTheExport reads the figures before, during and after a first load, and with a deletion that waits.
func TestMetricsFollowTheExport(t *testing.T) {
	t.Parallel()
	s := nySyg(t)
	const k = `kommune="11111111"`
	expect := func(when string, figures map[string]float64) {
		t.Helper()
		for name, want := range figures {
			if got := s.figur(t, name); got != want {
				t.Errorf("%s: %s is %v, want %v", when, name, got, want)
			}
		}
	}
	all := s.figur(t, `indeksbro_export_changes_behind{`+k+`}`)
	if all < 100 {
		t.Errorf("%v changes wait after a load", all)
	}
	s.now = s.now.Add(90 * time.Second)
	skal(t, s.data, "export", "deactivate")
	expect("before activation", map[string]float64{
		`indeksbro_export_active{` + k + `}`: 0, `indeksbro_export_oldest_change_seconds{` + k + `}`: 90,
		`indeksbro_export_last_round_timestamp_seconds{` + k + `}`: 0, `indeksbro_feed_last_timestamp_seconds{` + k + `}`: float64(proevedag.Unix()),
		`indeksbro_ready{` + k + `}`: 1, `indeksbro_objects{art="sag",` + k + `,tilstand="ens"}`: 0,
	})
	skal(t, s.data, "export", "activate")
	if _, err := s.b.eksporter(t.Context(), s.m); err != nil {
		t.Fatal(err)
	}
	s.tilsyn()(t.Context(), export.Fremgang{}, nil, tick)
	expect("after the load", map[string]float64{
		`indeksbro_export_active{` + k + `}`: 1, `indeksbro_export_oldest_change_seconds{` + k + `}`: 0, `indeksbro_export_changes_behind{` + k + `}`: 0,
		`indeksbro_export_last_round_timestamp_seconds{` + k + `}`: float64(s.now.Unix()), `indeksbro_deletions_waiting{` + k + `}`: 0, `indeksbro_export_failed_rounds_total{` + k + `}`: 0,
	})
	sent := s.figur(t, `indeksbro_objects{art="sag",`+k+`,tilstand="ens"}`)
	for line := range strings.Lines(skal(t, s.data, "mapping", "history")) {
		if fields := regexp.MustCompile(`sagstype ([^ :]+)`).FindStringSubmatch(line); fields != nil && strings.Contains(line, "kle=") {
			skal(t, s.data, "mapping", "set", "sagstype", fields[1], "ikke", "--trods", "prøve")
		}
	}
	if _, err := s.b.eksporter(t.Context(), s.m); err != nil {
		t.Fatal(err)
	}
	s.tilsyn()(t.Context(), export.Fremgang{}, errors.New("no answer"), tick)
	expect("with the marks away", map[string]float64{`indeksbro_deletions_waiting{` + k + `}`: 1, `indeksbro_export_failed_rounds_total{` + k + `}`: 1})
	if waiting := s.figur(t, `indeksbro_deletions_waiting_objects{`+k+`}`); waiting < sent {
		t.Errorf("%v objects wait to be removed, want all of %v cases and their grants", waiting, sent)
	}
	if body := s.figurer(t); oio.MaskCPR(body) != body {
		t.Error("a figure looks like a CPR number")
	}
}

// While a program with a newer release of the catalogue is about, the one that stands back says so: in its figures, on the page, and to whoever
// lets it run by hand. Ten minutes later it works itself.
func TestWhoStandsBackForANewerReleaseSaysSo(t *testing.T) {
	t.Parallel()
	s := nySyg(t)
	const figure = `indeksbro_export_stands_back{kommune="11111111"}`
	run := func() error {
		x := s.b.exporter(s.m)
		if _, err := x.Run(t.Context()); err != nil {
			return err
		}
		return s.b.ladt(t.Context(), s.m, x)
	}
	s.now = time.Now() // the plan goes by the clock of the database
	seen := func(ago time.Duration) {
		t.Helper()
		err := s.b.db.Planlaeg(t.Context(), s.b.kommune, func(p export.Planlaegning) error {
			p.Plan().Udgave = &export.Udgave{Katalog: "9999-01", Set: s.now.Add(-ago)}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	seen(time.Minute)
	if got := s.figur(t, figure); got != 1 {
		t.Errorf("%s is %v beside a newer program, want 1", figure, got)
	}
	if err := run(); err == nil || !strings.Contains(err.Error(), "9999-01") {
		t.Errorf("run by hand: %v, want the newer release named", err)
	}
	now, err := s.b.styring(s.m, nil).Billede(t.Context())
	if err != nil || now.Nyere == nil || now.Nyere.Katalog != "9999-01" || now.Ialt.Ens != 0 {
		t.Errorf("the page has %+v, %v", now.Nyere, err)
	}
	seen(export.Overgang)
	if got := s.figur(t, figure); got != 0 {
		t.Errorf("%s is %v when the newer program is gone, want 0", figure, got)
	}
	if err := run(); err != nil {
		t.Errorf("run by hand after the newer program: %v", err)
	}
}

// A database that does not answer leaves the figures that need none, and ready is 0.
func TestMetricsOutliveTheDatabase(t *testing.T) {
	t.Parallel()
	s := nySyg(t)
	if err := s.b.db.Close(); err != nil {
		t.Fatal(err)
	}
	s.sundhed.taget = time.Time{}
	body := s.figurer(t)
	for _, want := range []string{`indeksbro_ready{kommune="11111111"} 0`, `indeksbro_export_sent_total{kommune="11111111"} 0`, "go_goroutines"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in:\n%s", want, body)
		}
	}
}
