package adgang

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

var dag1 = oio.Dato(20260302)

// historie gives facts numbers and a time, as a store does.
type historie struct{ fakta []program.Faktum }

func (h *historie) noter(facts ...program.Faktum) *program.Stand {
	for _, f := range facts {
		f.Nr, f.Tid, f.Af = int64(len(h.fakta)+1), time.Unix(int64(len(h.fakta)), 0), "Bo"
		h.fakta = append(h.fakta, f)
	}
	return program.NyStand(h.fakta)
}

const rollefil = `rolle;id;brugersystemroller;kle;foelsomhed;orgenhed;itsystem;antal
Visitator;r1;overblik,Hop fra Overblik til fagsystem;27.35.*;FOELSOMME_PERSONOPLYSNINGER;;;12
Borgerservice;r2;http://sapaoverblik.dk/roles/usersystemrole/Sagsbehandler/1;;;;;40
Jobcenter;r3;overblik;32.*-34.*;;;;7
Ydelseskontor;r4;overblik;00.*-26.*, 29.09.*;;;;3
Ydelseskontor;r4;overblik;54.15.10;;;;3
Kasse;r5;http://andet.dk/roles/usersystemrole/kasse/1;;;;;2
`

func laes(t *testing.T, text string) []Jobrolle {
	t.Helper()
	roles, err := LaesRoller([]byte(text), kommune)
	if err != nil {
		t.Fatal(err)
	}
	return roles
}

func TestR110_RolesWithoutBoundaryOrThatTouchWhatIsExportedAreListed(t *testing.T) {
	t.Parallel()
	var h historie
	a := NyTrinA(h.noter(Rollefakta(h.noter(), laes(t, rollefil), dag1)...), []string{"54.15.10", "27.35.04"})
	var got []string
	for i := range a.Roller {
		r := &a.Roller[i]
		got = append(got, fmt.Sprintf("%s %d %v %s", r.Navn, r.Antal, r.UdenKLE, r.Roerer))
	}
	want := []string{"Borgerservice 40 true " + Intet, "Visitator 12 false 27.*", "Ydelseskontor 3 false 29.*,54.15.10", "Jobcenter 7 false " + Intet}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if a.Uvedkomne != 1 || a.Mangler() != 3 {
		t.Errorf("%d of other systems, %d to decide", a.Uvedkomne, a.Mangler())
	}
	if got, want := a.Saetning(902), "1 af 4 roller har ingen KLE-afgrænsning og ville se 902 borgeres omsorgssager. 1 rolle omfatter 27.*. 1 rolle omfatter 29.*. 1 rolle omfatter andre numre, som bliver eksporteret."; got != want {
		t.Errorf("says %q", got)
	}
	if text := a.Find("r2").Rettelse(); !strings.Contains(text, "r2") || !strings.Contains(text, "28.*, 30.*-99.*") {
		t.Errorf("what to change:\n%s", text)
	}
	if text := a.Find("r4").Rettelse(); !strings.Contains(text, "tag 29.*, 54.15.10 ud") {
		t.Errorf("what to change:\n%s", text)
	}
}

func TestR110_ANewerListReopensWhatChanged(t *testing.T) {
	t.Parallel()
	var h historie
	h.noter(Rollefakta(h.noter(), laes(t, rollefil), dag1)...)
	decide := func(id string, v Valg) {
		f, err := Rollebeslutning{Valg: v, Grund: "de visiterer"}.Faktum(id, dag1)
		if err != nil {
			t.Fatal(err)
		}
		h.noter(f)
	}
	decide("r1", Behold)
	decide("r2", Aendr)
	decide("r4", Behold)
	if n := NyTrinA(h.noter(), nil).Mangler(); n != 1 {
		t.Errorf("%d are open: what is to be changed is not decided until it is done", n)
	}
	decide("r2", Udfoert)
	if n := NyTrinA(h.noter(), nil).Mangler(); n != 0 {
		t.Errorf("%d are open", n)
	}
	if again := Rollefakta(h.noter(), laes(t, rollefil), dag1); len(again) != 0 {
		t.Errorf("the same list again makes %d facts", len(again))
	}
	newer := strings.Replace(strings.Replace(rollefil, "27.35.*", "27.*", 1), "Jobcenter;r3;overblik;32.*-34.*;;;;7\n", "", 1)
	a := NyTrinA(h.noter(Rollefakta(h.noter(), laes(t, newer), dag1)...), nil)
	if r := a.Find("r1"); !r.Genaabnet || r.Afgjort() {
		t.Errorf("the changed role: %+v", r)
	}
	if r := a.Find("r4"); r.Genaabnet || !r.Afgjort() {
		t.Errorf("the unchanged role: %+v", r)
	}
	if a.Find("r3") != nil {
		t.Error("a role the list no longer has is still there")
	}
}

func TestR110_ABoundaryThatWasForgottenOrLostOnTheWayIsTold(t *testing.T) {
	t.Parallel()
	var h historie
	text := "rolle;id;brugersystemroller;kle\n"
	for i := range 4 {
		text += fmt.Sprintf("Rolle %d;id%d;overblik;32.*\n", i, i)
	}
	h.noter(Rollefakta(h.noter(), laes(t, text+"Glemt;glemt;overblik;\n"), dag1)...)
	seen := []Gruppe{{Navn: "Rolle 1", Kommune: kommune, Retter: []Ret{Opslag}}, {Navn: "Rolle 2", Kommune: kommune, Retter: []Ret{Opslag}, KLE: emner("32.*")}}
	s := h.noter(Sete(h.noter(), seen, dag1)...)
	if again := Sete(s, seen, dag1); len(again) != 0 {
		t.Errorf("a log-in with the same roles makes %d facts", len(again))
	}
	traps := map[string]bool{}
	n := 0
	for _, r := range NyTrinA(s, nil).Roller {
		if r.Faelde != "" {
			traps[r.Navn] = r.Token
		}
		if r.Token {
			n++
		}
	}
	if diff := cmp.Diff(map[string]bool{"Glemt": false, "Rolle 1": true}, traps); diff != "" || n != 1 {
		t.Errorf("%d seen at log-in only; traps %s", n, diff)
	}
}

func TestR110_AFileIsTakenWholeOrNotAtAllWithEachFaultByLine(t *testing.T) {
	t.Parallel()
	number := "700" + "170-1234"
	for text, lines := range map[string][]int{
		"": {1}, "x;y\n1;2\n": {1}, "rolle;id;brugersystemroller\n": {1},
		"rolle;id;brugersystemroller;kle;antal\nA;1;overblik;27;\nB;2;overblik;;mange\n;3;overblik;;\nD;4;;;\nE;1;overblik;;\n": {2, 3, 4, 5, 6},
		"rolle;id;brugersystemroller\n" + number + ";1;overblik\n":                                                              {2},
		`[{"id":1,"name":"A","userRoles":[{"identifier":"overblik","constraints":[{"type":"KLE","value":"27.x"}]}]},{"id":2}]`:  {1, 2},
		`{`: {1}, `[{"id":"1","name":"A"}]`: {1},
	} {
		roles, err := LaesRoller([]byte(text), kommune)
		var faults Rollefejl
		if !errors.As(err, &faults) || roles != nil {
			t.Errorf("%q: %v %v", text, roles, err)
			continue
		}
		var at []int
		for _, f := range faults {
			at = append(at, f.Linje)
		}
		if diff := cmp.Diff(lines, at); diff != "" || strings.Contains(err.Error(), "1234") {
			t.Errorf("%q: %v %s", oio.MaskCPR(text), faults, diff)
		}
	}
	roles, err := LaesRoller([]byte(`{"roles":[{"id":7,"name":"A","holders":3,"userRoles":[{"identifier":"overblik","constraints":[{"type":"KLE","value":"27.*"},{"type":"http://x/ny/1","value":"1"}]},{"identifier":"overblik"}]}]}`), kommune)
	if err != nil || len(roles) != 1 || len(roles[0].Grupper) != 2 || roles[0].Antal != 3 || roles[0].Grupper[0].Lukket == "" || roles[0].Grupper[1].KLE != nil {
		t.Errorf("%+v %v", roles, err)
	}
	back, err := ParseJobrolle(roles[0].JSON())
	if diff := cmp.Diff(roles[0], back); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func FuzzLaesRoller(f *testing.F) {
	f.Add([]byte(rollefil))
	f.Add([]byte(`[{"id":1,"name":"A","userRoles":[{"identifier":"overblik"}]}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		roles, err := LaesRoller(raw, kommune)
		if err != nil && roles != nil {
			t.Error("part of a file was taken")
		}
		for i := range roles {
			if _, err := ParseJobrolle(roles[i].JSON()); err != nil {
				t.Error(err)
			}
		}
	})
}
