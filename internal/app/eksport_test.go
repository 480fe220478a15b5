package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/styring"
)

// R092, R098, R103: what the page of step 8 does, machines do too, under the same rules.
func TestR092_R098_TheAPIOfStep8(t *testing.T) {
	t.Parallel()
	m, dir := nyMaskine(t)
	want := func(status int, method, path, body string) string {
		t.Helper()
		got, _, text := m.kald(method, "/api/v1/eksport"+path, body, nil)
		if got != status {
			t.Fatalf("%s %s: %d, want %d: %s", method, path, got, status, text)
		}
		return text
	}
	skal(t, dir, "export", "run", "--once")
	var now styring.Billede
	m.kald("GET", "/api/v1/eksport", "", &now)
	if !now.Aktiv || now.Ialt.Ens == 0 || now.Tilbage != 0 || len(now.Linjer) < 3 || now.Af != "demo" {
		t.Fatalf("the load is %+v", now)
	}
	want(204, "PUT", "/pause", `{"af":"Karen Holm","grund":"nat 610190-1234"}`)
	m.kald("GET", "/api/v1/eksport", "", &now)
	if now.Pause == nil || now.Pause.Af != "Karen Holm" || strings.Contains(now.Pause.Grund, "1234") {
		t.Errorf("the pause is %+v", now.Pause)
	}
	metrics, _, figures := m.kald("GET", "/metrics", "", nil)
	if metrics != http.StatusOK || !strings.Contains(figures, `indeksbro_export_paused{kommune="11111111"} 1`) || !strings.Contains(figures, "indeksbro_export_objects_per_second") || !strings.Contains(figures, `indeksbro_export_parts{kommune="11111111"} 0`) {
		t.Error("figures of the pause, pace and parts are missing")
	}
	want(422, "PUT", "/pause", `{"af":""}`)
	want(204, "DELETE", "/pause", "")
	want(204, "POST", "/genproev", "")
	want(204, "PUT", "/fart/sdi", `{"prSekund":12.5,"grund":"aftalt"}`)
	want(422, "PUT", "/fart/sdi", `{"prSekund":-1}`)
	want(422, "PUT", "/fart/banan", `{"prSekund":1}`)
	now = styring.Billede{}
	if m.kald("GET", "/api/v1/eksport", "", &now); now.Pause != nil || now.Fart.SDI != 12.5 {
		t.Errorf("pause %v, pace %v", now.Pause, now.Fart)
	}

	var list styring.Afrejse
	m.kald("GET", "/api/v1/eksport/afrejse", "", &list)
	if len(list.Liste) < 10 || list.Sager+list.Bevillinger != now.Ialt.Ens {
		t.Errorf("the flight list would send %d and %d, %d are sent", list.Sager, list.Bevillinger, now.Ialt.Ens)
	}
	want(204, "POST", "/fakta", `[{"emne":"trin-a"}]`) // taken back
	want(400, "POST", "/fakta", `[{"emne":"kontrol","tekst":"{}"}]`)
	want(204, "PUT", "/aktivering", `{"aktiv":false,"af":"Karen Holm"}`)
	if refusal := want(409, "PUT", "/aktivering", `{"aktiv":true,"af":"Karen Holm"}`); !strings.Contains(refusal, `"regel":"R0`) {
		t.Error(refusal)
	}
	want(422, "POST", "/forfra", `{"sagstyper":["findes-ikke"],"af":"Karen Holm"}`)
	want(204, "PUT", "/aktivering", `{"aktiv":true,"af":"Karen Holm","trods":"prøve"}`)
	want(422, "PUT", "/proeve", `{"sagstyper":["findes-ikke"],"af":"Karen Holm"}`)
	want(204, "DELETE", "/proeve", "")
	want(422, "POST", "/forfra", `{"sagstyper":["findes-ikke"],"af":"Karen Holm"}`)
	var held struct {
		Poster []struct{ ID, Grund, Sagstype string }
		Naeste string
	}
	m.kald("GET", "/api/v1/eksport/holdt?antal=2", "", &held)
	total := len(held.Poster)
	for held.Naeste != "" {
		after := held.Naeste
		held.Naeste = ""
		m.kald("GET", "/api/v1/eksport/holdt?antal=2&efter="+after, "", &held)
		total += len(held.Poster)
	}
	if total != now.Ialt.Holdt || total == 0 {
		t.Errorf("%d are listed, %d are held", total, now.Ialt.Holdt)
	}
	want(422, "GET", "/holdt?grund=banan", "")
	want(422, "POST", "/holdt/frigiv", `{"af":"Karen Holm"}`)
	if numbers := want(200, "POST", "/holdt/overvej", `{"grund":"mangler-type"}`); !strings.Contains(numbers, "saetninger") {
		t.Error(numbers)
	}
}

// R094: only one process works on a start-over; when it is gone, another goes on.
func TestR094_OneProcessAtATimeWorksOnAStartOver(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var p export.Plan
	if !p.TagForfra("a", now) || p.TagForfra("b", now) || !p.TagForfra("a", now.Add(time.Second)) {
		t.Error("the first keeps it while it is heard from")
	}
	if !p.TagForfra("b", now.Add(time.Second).Add(export.Lejemaal)) {
		t.Error("nobody went on when the first was gone")
	}
	p.SlipForfra("a")
	if p.Forfra == nil {
		t.Error("who has lost it lets go of nothing")
	}
	p.SlipForfra("b")
	if !p.TagForfra("a", now) {
		t.Error("what was let go of is free")
	}
}

// R094: serve goes on with a start-over that another process began and left.
func TestR094_ServeGoesOnWithAStartOver(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	skal(t, dir, "export", "run", "--once")
	b := lager(t, dir)
	m := &miljoe{World: World{Stdout: discard{}, Stderr: discard{}, Nu: proevetid}, data: dir, kommune: string(b.kommune)}
	f, err := b.begyndForfra(t.Context(), m, nil, true, "Karen Holm")
	if err != nil || !f.Igang() {
		t.Fatalf("%+v %v", f, err)
	}
	if _, err := b.begyndForfra(t.Context(), m, nil, true, "Karen Holm"); err == nil {
		t.Error("two start-overs at a time")
	}
	start(t, dir, "serve", "--addr", "127.0.0.1:0")
	until(t, "the start-over", func() bool {
		f, err := b.db.Forfra(t.Context(), b.kommune)
		if err != nil {
			t.Fatal(err)
		}
		return f.Trin == export.Slut
	})
	if out := skal(t, dir, "export", "status"); !strings.Contains(out, " 0 differences") {
		t.Errorf("no verification is told: %s", out)
	}
}

// TestRunOnceSaysWhatItLeft: in quiet hours or while paused a run to the end has not done its work; the code and the words say so.
func TestRunOnceSaysWhatItLeft(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	once := func(code int, words string) {
		t.Helper()
		got, out, errs := kald(t.Context(), strings.NewReader(""), dir, "export", "run", "--once")
		if got != code || !strings.Contains(errs, words) {
			t.Errorf("exit code %d, want %d with %q: %s%s", got, code, words, out, errs)
		}
	}
	skal(t, dir, "policy", "set", "stille-timer=00:00-23:59")
	once(exitFindings, "quiet hours")
	skal(t, dir, "policy", "set", "stille-timer=")
	skal(t, dir, "export", "pause", "--af", "Karen Holm")
	once(exitFindings, "Karen Holm has paused the export")
	skal(t, dir, "export", "resume", "--af", "Karen Holm")
	once(exitDone, "")
	skal(t, dir, "policy", "set", "stille-timer=00:00-23:59")
	once(exitDone, "") // nothing is left
}
