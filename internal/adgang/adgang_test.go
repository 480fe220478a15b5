package adgang

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"indeksbro/internal/oio"
)

func TestTheOfficialWayToWriteABoundary(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ in, out string }{
		"27.*, 32.*-34.*":        {"27.00.00 27.35.04 27.99.99 32.00.00 33.10.01 34.99.99 27 33", "26.99.99 28.00.00 31.99.99 35.00.00"},
		"27.*,29.09.*,27.35.04":  {"29.09.04 29.09", "29.10.00 29"},
		"27.35.04":               {"27.35.04", "27.35.05 27.35 27.35.041 27.350.4"},
		"27.35.*":                {"27.35.00 27.35.99", "27.36.00 27.3 27.3.50"},
		"27.35.04 - 27.36.02":    {"27.35.99 27.36.02", "27.36.03"},
		"*":                      {"00.00.00 99.99.99", "x 27.35.x"},
		Intet:                    {"99.99.99", "27.35.04 99.99"},
		"":                       {"", "27.35.04"},
		" 27.69.36 ,\n 54.15.10": {"54.15.10", "54.15.11"},
	} {
		set, err := ParseEmner(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		for _, number := range strings.Fields(want.in) {
			if !set.Har(number) {
				t.Errorf("%q lets %s through", text, number)
			}
		}
		for _, number := range strings.Fields(want.out) {
			if set.Har(number) {
				t.Errorf("%q must not let %s through", text, number)
			}
		}
	}
	for _, wrong := range []string{"27", "27.35", "27.*.04", "2.*", "27.35.4", "27.35.04.*", "34.*-32.*", "27.*;28.*", "æ", "27.*-"} {
		if set, err := ParseEmner(wrong); err == nil {
			t.Errorf("%q was taken as %v", wrong, set)
		}
	}
}

func numbers() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		two := rapid.IntRange(0, 99)
		return fmt.Sprintf("%02d.%02d.%02d", two.Draw(t, "a"), two.Draw(t, "b"), two.Draw(t, "c"))
	})
}

func boundaries() *rapid.Generator[Emner] {
	return rapid.Custom(func(t *rapid.T) Emner {
		set := Emner{}
		for range rapid.IntRange(1, 4).Draw(t, "n") {
			a, b := numbers().Draw(t, "from"), numbers().Draw(t, "to")
			if cut := rapid.IntRange(0, 2).Draw(t, "whole"); cut > 0 {
				a, _ = ende(a[:8-3*cut]+".*", "00")
				b, _ = ende(b[:8-3*cut]+".*", "99")
			}
			set = append(set, Interval{min(a, b), max(a, b)})
		}
		return set
	})
}

func TestABoundaryIsWrittenAsItIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := boundaries().Draw(t, "set")
		again, err := ParseEmner(set.String())
		if err != nil {
			t.Fatalf("%s: %v", set, err)
		}
		number := numbers().Draw(t, "number")
		if set.Har(number) != again.Har(number) {
			t.Fatalf("%v and %v differ about %s", set, again, number)
		}
	})
}

func TestWhatIsNotInASet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set, number := boundaries().Draw(t, "set"), numbers().Draw(t, "number")
		rest := set.Undtagen()
		if rest.Har(number) == set.Har(number) || rest.Roerer(set) {
			t.Fatalf("%s is in both or neither of %s and %s", number, set, rest)
		}
	})
}

const kommune oio.CVR = "11111111"

var (
	visitA = oio.NameUUID("visitation-a")
	cura   = oio.NameUUID("cura")
	esdh   = oio.NameUUID("esdh")
)

func emner(text string) Emner {
	set, err := ParseEmner(text)
	if err != nil {
		panic(err)
	}
	return set
}

func TestAnObjectIsSeenWhenAllLimitsOfOneGroupLetItThrough(t *testing.T) {
	t.Parallel()
	object := Egenskaber{Ejer: kommune, KLE: "27.35.04", Foelsomhed: oio.Foelsom, Ansvarlig: visitA, System: cura}
	group := func(change func(*Gruppe)) []Gruppe {
		g := Gruppe{Kommune: kommune, Retter: []Ret{Opslag}}
		if change != nil {
			change(&g)
		}
		return []Gruppe{g}
	}
	opened := []oio.UUID{cura}
	tests := []struct {
		name   string
		groups []Gruppe
		opened []oio.UUID
		change func(*Egenskaber)
		want   bool
	}{
		{"no limit sees everything", group(nil), opened, nil, true},
		{"no group sees nothing", nil, opened, nil, false},
		{"another right", group(func(g *Gruppe) { g.Retter = []Ret{Hop} }), opened, nil, false},
		{"another authority's group", group(func(g *Gruppe) { g.Kommune = "22222222" }), opened, nil, false},
		{"another authority's object", group(nil), opened, func(e *Egenskaber) { e.Ejer = "22222222" }, false},
		{"KLE", group(func(g *Gruppe) { g.KLE = emner("27.35.*") }), opened, nil, true},
		{"other KLE", group(func(g *Gruppe) { g.KLE = emner("27.36.*") }), opened, nil, false},
		{"empty KLE is nothing", group(func(g *Gruppe) { g.KLE = Emner{} }), opened, nil, false},
		{"sensitivity reaches", group(func(g *Gruppe) { g.Foelsomhed = oio.Foelsom }), opened, nil, true},
		{"sensitivity is a staircase", group(func(g *Gruppe) { g.Foelsomhed = oio.VIP }), opened, nil, true},
		{"too sensitive", group(func(g *Gruppe) { g.Foelsomhed = oio.Fortrolig }), opened, nil, false},
		{"not stated is the highest", group(func(g *Gruppe) { g.Foelsomhed = oio.Foelsom }), opened, func(e *Egenskaber) { e.Foelsomhed = 0 }, false},
		{"unit", group(func(g *Gruppe) { g.Enheder = []oio.UUID{visitA} }), opened, nil, true},
		{"other unit", group(func(g *Gruppe) { g.Enheder = []oio.UUID{esdh} }), opened, nil, false},
		{"system", group(func(g *Gruppe) { g.Systemer = []oio.UUID{cura} }), opened, nil, true},
		{"other system", group(func(g *Gruppe) { g.Systemer = []oio.UUID{esdh} }), opened, nil, false},
		{"the source is not opened", group(nil), []oio.UUID{esdh}, nil, false},
		{"nothing is opened", group(nil), nil, nil, false},
		{"closed group", group(func(g *Gruppe) { g.Lukket = "?" }), opened, nil, false},
		{"level 3 in one area, 2 in another", append(group(func(g *Gruppe) { g.Foelsomhed, g.KLE = oio.Fortrolig, emner("*") }), group(func(g *Gruppe) { g.Foelsomhed, g.KLE = oio.Foelsom, emner("27.*") })...), opened, nil, true},
		{"limits of two groups do not add up", append(group(func(g *Gruppe) { g.Foelsomhed, g.KLE = oio.Fortrolig, emner("27.*") }), group(func(g *Gruppe) { g.Foelsomhed, g.KLE = oio.VIP, emner("32.*") })...), opened, nil, false},
		{"security profile of others", group(nil), opened, func(e *Egenskaber) { e.Profil = []oio.UUID{visitA} }, false},
		{"security profile of her unit", group(func(g *Gruppe) { g.Enheder = []oio.UUID{visitA} }), opened, func(e *Egenskaber) { e.Profil = []oio.UUID{visitA} }, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := object
			if test.change != nil {
				test.change(&e)
			}
			u := NytUdsnit(test.groups, Opslag, kommune, test.opened)
			if got, by := u.Ser(e); got != test.want || got == (by == nil) {
				t.Errorf("got %v by %v", got, by)
			}
		})
	}
	if own := Alt(kommune); own.Tomt() {
		t.Error("the citizen herself is not limited by groups")
	} else if sees, _ := own.Ser(object); !sees {
		t.Error("the citizen herself is not limited by groups")
	}
}

func TestMoreGroupsNeverHideAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Gruppe {
			g := Gruppe{Kommune: kommune, Retter: []Ret{Opslag}, Foelsomhed: oio.Foelsomhed(rapid.IntRange(0, 4).Draw(t, name))}
			if rapid.Bool().Draw(t, name+" limited") {
				g.KLE = boundaries().Draw(t, name+" KLE")
			}
			return g
		}
		a, b := draw("a"), draw("b")
		e := Egenskaber{Ejer: kommune, KLE: numbers().Draw(t, "KLE"), Foelsomhed: oio.Foelsomhed(rapid.IntRange(0, 4).Draw(t, "f")), System: cura}
		sees := func(groups ...Gruppe) bool {
			u := NytUdsnit(groups, Opslag, kommune, []oio.UUID{cura})
			yes, _ := u.Ser(e)
			return yes
		}
		if sees(a, b) != (sees(a) || sees(b)) {
			t.Fatal("several groups are not the union")
		}
	})
}

func TestPrivilegesOfARoleCatalogue(t *testing.T) {
	t.Parallel()
	groups, err := ParsePrivilegier([]byte(`<x:PrivilegeList xmlns:x="http://digst.dk/oiosaml/basic_privilege_profile">
 <PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:11111111">
  <Constraint Name="http://sts.kombit.dk/constraints/KLE/1">27.*, 29.09.*</Constraint>
  <Privilege>http://indeksbro.dk/roles/usersystemrole/overblik/1</Privilege>
  <Privilege>http://indeksbro.dk/roles/usersystemrole/hop-til-fagsystem/1</Privilege>
  <Constraint Name="http://sts.kombit.dk/constraints/foelsomhed/1">292e85a9-8ad4-46df-9e50-f97d6837ad74, FOELSOMME_PERSONOPLYSNINGER</Constraint>
 </PrivilegeGroup>
 <PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:11111111"><Privilege>http://andet.dk/roles/usersystemrole/x/1</Privilege></PrivilegeGroup>
</x:PrivilegeList>`))
	want := []Gruppe{{Kommune: kommune, Retter: []Ret{Opslag, Hop}, KLE: emner("27.*,29.09.*"), Foelsomhed: oio.Foelsom}}
	if err != nil || !cmp.Equal(groups, want) {
		t.Errorf("%v %s", err, cmp.Diff(want, groups))
	}
}

func TestALimitThatIsNotUnderstoodCloses(t *testing.T) {
	t.Parallel()
	for name, inside := range map[string]string{
		"unknown name":       `<Constraint Name="http://sts.kombit.dk/constraints/ny/1">x</Constraint>`,
		"unreadable KLE":     `<Constraint Name="` + GraenseKLE + `">27</Constraint>`,
		"KLE twice":          `<Constraint Name="` + GraenseKLE + `">27.*</Constraint><Constraint Name="` + GraenseKLE + `">*</Constraint>`,
		"empty sensitivity":  `<Constraint Name="` + GraenseFoelsomhed + `"></Constraint>`,
		"sensitivity":        `<Constraint Name="` + GraenseFoelsomhed + `">5</Constraint>`,
		"unit":               `<Constraint Name="` + GraenseEnhed + `">x</Constraint>`,
		"no KLE left":        `<Constraint Name="` + GraenseKLE + `"> </Constraint>`,
		"no unit left":       `<Constraint Name="` + GraenseEnhed + `"/>`,
		"KLE means nothing":  `<Constraint Name="` + GraenseKLE + `">` + Intet + `</Constraint>`,
		"KLE cut by mistake": `<Constraint Name="` + GraenseKLE + `">27.*,</Constraint><Constraint/>`,
	} {
		groups, err := ParsePrivilegier([]byte(`<PrivilegeList><PrivilegeGroup Scope="` + scopeCVR + `11111111"><Privilege>` + Opslag.Adresse() + `</Privilege>` + inside + `</PrivilegeGroup></PrivilegeList>`))
		if err != nil || len(groups) != 1 {
			t.Fatalf("%s: %v %v", name, groups, err)
		}
		if groups[0].Ser(Egenskaber{Ejer: kommune, KLE: "27.35.04", Foelsomhed: oio.IkkeFortrolig}) {
			t.Errorf("%s: the group lets objects through", name)
		}
	}
	for _, scope := range []string{"", "urn:dk:gov:saml:seNumberIdentifier:11111111", scopeCVR + "1"} {
		groups, _ := ParsePrivilegier([]byte(`<PrivilegeList><PrivilegeGroup Scope="` + scope + `"><Privilege>` + Opslag.Adresse() + `</Privilege></PrivilegeGroup></PrivilegeList>`))
		if len(groups) != 1 || groups[0].Lukket == "" {
			t.Errorf("scope %q: %v", scope, groups)
		}
	}
}

func TestPrivilegesAreIssuedAsTheyAreRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := Gruppe{Kommune: kommune, Retter: []Ret{rapid.SampledFrom(Rettigheder).Draw(t, "right")}, Foelsomhed: oio.Foelsomhed(rapid.IntRange(0, 4).Draw(t, "f"))}
		if rapid.Bool().Draw(t, "KLE") {
			g.KLE = boundaries().Draw(t, "set")
		}
		if rapid.Bool().Draw(t, "units") {
			g.Enheder = []oio.UUID{visitA}
		}
		if rapid.Bool().Draw(t, "systems") {
			g.Systemer = []oio.UUID{cura, esdh}
		}
		back, err := ParseAttribut(Attribut([]Gruppe{g}))
		if err != nil || len(back) != 1 || back[0].KLE.String() != g.KLE.String() {
			t.Fatalf("%v %v", back, err)
		}
		back[0].KLE, g.KLE = nil, nil
		if diff := cmp.Diff([]Gruppe{g}, back); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzParsePrivilegier(f *testing.F) {
	f.Add(Privilegier([]Gruppe{{Kommune: kommune, Retter: []Ret{Opslag}, KLE: emner("27.*"), Enheder: []oio.UUID{visitA}}}))
	f.Add([]byte(`<PrivilegeList><PrivilegeGroup/></PrivilegeList>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		groups, err := ParsePrivilegier(raw)
		if err != nil && groups != nil {
			t.Error("groups of a list that cannot be read")
		}
	})
}

func TestRolesAreWrittenAsTheyAreRead(t *testing.T) {
	t.Parallel()
	for set := range AlleRoller + 1 {
		if ParseRoller(set.String()) != set {
			t.Fatalf("%d is written %q", set, set)
		}
	}
	if got := RollerAf([]Gruppe{{Kommune: kommune, Retter: []Ret{Opslag, Cura}}, {Kommune: "22222222", Retter: []Ret{Sapa}}}, kommune); got != Sagsbehandler|CuraAdministrator {
		t.Errorf("roles of the groups are %s", got)
	}
}
