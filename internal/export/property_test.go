package export_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// TestTheIndexIsTheProjection drives the real planner, ledger and sender through random histories: lines in any order and
// repeated, decisions, organisation imports, policy, activation, restarts, an index that fails before or after its work and
// refuses some. Once the world stops changing and the index answers, it holds exactly what projection says.
func TestTheIndexIsTheProjection(t *testing.T) {
	theIndexIsTheProjection(t, func(t *rapid.T, dir string) *world { return newWorld(t, dir) })
}

func theIndexIsTheProjection(t *testing.T, begin func(*rapid.T, string) *world) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "indeksbro-property-")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		w := begin(t, dir)
		defer func() { _ = w.db.Close() }()
		w.samlet = rapid.Bool().Draw(t, "samlet")
		w.chunk = rapid.SampledFrom([]int{1, 2, 3, 7, 1000}).Draw(t, "chunk")
		w.prepare() // a history that begins with nothing seldom gets anywhere
		w.feed(sagLine("s-1", 0, "st-1", "en-1", ""), sagLine("s-2", 0, "st-1", "en-1", ""), grantLine("b-1", 0, "s-1", "yd-1", ""), grantLine("b-2", 0, "s-1", "yd-1", ""))
		t.Repeat(actions(w))
		settle(w)
		w.agree()
	})
}

func pick[T any](t *rapid.T, label string, from ...T) T {
	return rapid.SampledFrom(from).Draw(t, label)
}

func actions(w *world) map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"feed":   func(t *rapid.T) { w.feed(rapid.SliceOfN(rapid.Custom(randomLine), 1, 6).Draw(t, "lines")...) },
		"decide": func(t *rapid.T) { randomDecision(w, t) },
		"organize": func(t *rapid.T) {
			w.organize(rapid.SliceOfDistinct(rapid.SampledFrom([]oio.UUID{fkTop, fkA, fkB}), rapid.ID[oio.UUID]).Draw(t, "closed")...)
		},
		"policy": func(t *rapid.T) {
			choice := pick(t, "policy", [2]string{"hold-back", "true"}, [2]string{"hold-back", "false"}, [2]string{"default-enhed", fkB.String()}, [2]string{"default-enhed", ""})
			w.must(w.db.SetPolitik(context.Background(), oio.Korsbaek, choice[0], choice[1], "prøve", w.now()))
		},
		"activate": func(t *rapid.T) { w.activate(pick(t, "active", true, true, true, false)) },
		"restart":  func(*rapid.T) { w.restart() },
		"run": func(t *rapid.T) {
			w.faults.before, w.faults.after, w.faults.refuse = nil, nil, nil
			switch pick(t, "fault", "none", "none", "before", "after", "refuse") {
			case "before":
				w.faults.before = errDown
			case "after":
				w.faults.after = errDown
			case "refuse":
				refused := pick(t, "refused", "s-1", "b-1", "b-2")
				w.faults.refuse = func(o oio.Objekt) bool { return noegle(o) == refused }
			}
			_, _ = w.exporter().Run(context.Background()) // a failing index is part of the story
		},
		"brake": func(t *rapid.T) {
			w.limit = pick(t, "limit", export.Graense{Procent: 2, Borgere: 100}, export.Graense{Procent: 100, Borgere: 1 << 30})
		},
		"approve": func(*rapid.T) { approveAll(w) },
		"":        func(*rapid.T) { w.addsUp() },
	}
}

func noegle(o oio.Objekt) string {
	switch o := o.(type) {
	case *oio.Sag:
		return o.Noegle
	case *oio.Bevilling:
		return o.Noegle
	}
	return ""
}

func approveAll(w *world) {
	deletions, err := w.db.Sletninger(context.Background(), oio.Korsbaek)
	w.must(err)
	for _, d := range deletions {
		if d.Venter {
			w.must(w.db.GodkendSletning(context.Background(), oio.Korsbaek, d.Nr, "Karen Holm", w.now()))
		}
	}
}

// settle stops the world: the index answers, nothing is refused, every waiting deletion is approved.
func settle(w *world) {
	w.faults.before, w.faults.after, w.faults.refuse = nil, nil, nil
	w.limit = export.Graense{Procent: 100, Borgere: 1 << 30}
	w.retry = true
	w.activate(true)
	w.run()
	approveAll(w)
	w.run()
	w.retry = false
}

func randomDecision(w *world, t *rapid.T) {
	switch pick(t, "what", mapping.Sagstype, mapping.Ydelse, mapping.Enhed) {
	case mapping.Sagstype:
		w.decide(mapping.Sagstype, pick(t, "id", "st-1", "st-2"), pick(t, "choice", "kle=27.01.01", "kle=27.01.02", "ikke", "fjern"))
	case mapping.Ydelse:
		w.decide(mapping.Ydelse, pick(t, "id", "yd-1", "yd-2", "yd-3"), pick(t, "choice", "type="+diaet, "type=FSIII#H1.11", "ikke", "uden-type", "fjern"))
	case mapping.Enhed:
		w.decide(mapping.Enhed, pick(t, "id", "en-1", "en-2", "en-3"), pick(t, "choice", "kombit="+fkTop.String(), "kombit="+fkA.String(), "kombit="+fkB.String(), "fjern"))
	}
}

// randomLine draws a line about one of few objects. Its content follows from object and version, so that the same version
// always says the same, as a source's does.
func randomLine(t *rapid.T) string {
	version := rapid.IntRange(0, 4).Draw(t, "version")
	switch pick(t, "type", "sagstype", "ydelse", "enhed", "sag", "sag", "sag", "bevilling", "bevilling", "bevilling", "bevilling", "slet") {
	case "sagstype":
		id := pick(t, "id", "st-1", "st-2")
		return fmt.Sprintf(`{"type":"sagstype","id":%q,"version":%d,"navn":"Sagstype %s %d"}`, id, version, id, version)
	case "ydelse":
		id := pick(t, "id", "yd-1", "yd-2", "yd-3")
		standard := []string{`"standard":"lokal"`, `"standard":"FSIII","kode":"H1.1"`, `"pakke":true`, `"standard":"FFB","kode":"ukendt"`, `"art":"fysisk"`}[version]
		return fmt.Sprintf(`{"type":"ydelse","id":%q,"version":%d,"sagstype":"st-1","navn":"Ydelse %s %d",%s}`, id, version, id, version, standard)
	case "enhed":
		id := pick(t, "id", "en-1", "en-2", "en-3")
		above := map[string][]string{"en-1": {"", "", "", "en-3", ""}, "en-2": {"en-1", "", "en-1", "en-9", "en-1"}, "en-3": {"en-2", "en-1", "", "en-2", "en-2"}}[id][version]
		return fmt.Sprintf(`{"type":"enhed","id":%q,"version":%d,"navn":"Enhed %s","overordnet":%q}`, id, version, id, above)
	case "sag":
		id := pick(t, "id", "s-1", "s-2", "s-3")
		return sagLine(id, version, []string{"st-1", "st-2", "st-1", "st-9", "st-2"}[version], []string{"en-1", "en-2", "en-3", "en-3", "en-2"}[version], []string{"", "", "2025-01-01", "", ""}[version])
	case "bevilling":
		id := pick(t, "id", "b-1", "b-2", "b-3", "b-4")
		return grantLine(id, version, []string{"s-1", "s-2", "s-1", "s-3", "s-9"}[version], []string{"yd-1", "yd-2", "yd-3", "yd-1", "yd-2"}[version], []string{"", "2024-02-01", "", "", ""}[version])
	}
	object := pick(t, "object", [2]string{"sag", "s-1"}, [2]string{"sag", "s-2"}, [2]string{"bevilling", "b-1"}, [2]string{"bevilling", "b-2"}, [2]string{"sagstype", "st-1"}, [2]string{"ydelse", "yd-1"}, [2]string{"enhed", "en-2"})
	return fmt.Sprintf(`{"type":"slet","objekt":%q,"id":%q,"version":%d}`, object[0], object[1], version)
}
