package enhedsvalg_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"indeksbro/internal/enhedsvalg"
	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
)

var (
	fag = []string{"Visitation", "Myndighed", "Hjemmepleje", "Sygepleje", "Genoptræning", "Rehabilitering", "Hjælpemidler", "Plejehjem", "Bosted", "Dagcenter",
		"Rusmiddelcenter", "Sundhedscenter", "Socialpsykiatri", "Handicap", "Tandpleje", "Familieafdeling", "Vejlederteam", "Forebyggelse", "Kommunikation", "Aktivitetscenter"}
	steder = []string{"Nord", "Syd", "Øst", "Vest", "A", "B", "C", "Solbakken", "Møllegården", "Kastanjen", "Bøgely", "Torvet", "Havnen", "Engen", "Åsen", "Lunden",
		"Strandby", "Nørrebro", "Skovlund", "Rosenhøj", "Birkegade", "Fjorden", "Kløvervang", "Søparken", "Elmegade", "Bakkehuset", "Vibevej", "Lærkegård"}
	kort = strings.NewReplacer("Rehabilitering", "Rehab.", "Genoptræning", "Gen.opt.", "Hjælpemidler", "Hjpm.", "Visitation", "Visit.", "Sygepleje", "Sygepl.",
		"Myndighed", "Myn.", "Hjemmepleje", "Hjpl.", "Plejehjem", "Plhj.", "Sundhedscenter", "Sundhedsctr.", "Forebyggelse", "Forebyg.")
)

// tree is a municipality of n units in both systems with the answer: every unit of the care record has the form that people give
// their units, and a fifth of them are not in FK Organisation at all.
func tree(n int, seed uint64) (*projection.Grundlag, map[string]oio.UUID) {
	r := rand.New(rand.NewPCG(seed, 1))
	g := &projection.Grundlag{Kommune: projection.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune"}, Enheder: map[string]*eoj.Enhed{}, Mapping: mapping.NewState(nil)}
	top := oio.NameUUID("top")
	units := []organisation.Enhed{{UUID: top, Navn: "Korsbæk", Status: "Aktiv"}}
	g.Enheder["top"] = &eoj.Enhed{ID: "top", Navn: "Korsbæk Kommune"}
	answer := map[string]oio.UUID{"top": top}
	over, overID := []oio.UUID{top}, []string{"top"}
	seen := map[string]bool{}
	for i := 0; len(g.Enheder) < n; i++ {
		name := fag[r.IntN(len(fag))] + " " + steder[r.IntN(len(steder))]
		if i < 12 {
			name = []string{"Omsorg", "Social", "Sundhed", "Børn & Familie", "Ældre", "Handicap og Psykiatri", "Træning", "Udfører", "Myndighed", "Forebyggelse", "Drift", "Stab"}[i]
		} else if seen[name] {
			name += " " + fmt.Sprint(r.IntN(90)+2)
		}
		if seen[name] {
			continue
		}
		seen[name] = true
		id, uuid := fmt.Sprintf("en-%d", i), oio.NameUUID(fmt.Sprint("enhed/", seed, i))
		at := r.IntN(len(over))
		e := &eoj.Enhed{ID: id, Navn: worn(name, r), Overordnet: overID[at], Sagsansvarlig: true, Aktiv: true}
		u := organisation.Enhed{UUID: uuid, Navn: name, Overordnet: over[at], Status: "Aktiv", CVR: oio.Korsbaek}
		if r.IntN(6) == 0 { // the trees differ
			u.Overordnet = over[r.IntN(len(over))]
		}
		if r.IntN(12) == 0 {
			e.PNummer = fmt.Sprint(1000000000 + i)
			u.PNummer = e.PNummer
		}
		g.Enheder[id] = e
		if r.IntN(5) > 0 || i < 12 {
			units = append(units, u)
			answer[id] = uuid
			if len(over) < n/8 {
				over, overID = append(over, uuid), append(overID, id)
			}
		}
	}
	g.Organisation = organisation.New(units)
	return g, answer
}

// worn is a name as the other system has it.
func worn(name string, r *rand.Rand) string {
	switch r.IntN(8) {
	case 0:
		return kort.Replace(name)
	case 1:
		return strings.ReplaceAll(name, "&", "og")
	case 2:
		first, rest, _ := strings.Cut(name, " ")
		return strings.TrimSpace(rest + " " + first)
	case 3:
		first, rest, _ := strings.Cut(name, " ")
		return strings.TrimSpace(first + "n " + rest)
	case 4:
		return "Team " + name
	case 5:
		first, _, _ := strings.Cut(name, " ")
		return first + " " + steder[r.IntN(len(steder))] // renamed altogether in the other system
	}
	return name
}

// TestR078_ScoresAreCalibrated: of the first suggestions with a score about p, about the share p are right; sure ones nearly all.
func TestR078_ScoresAreCalibrated(t *testing.T) {
	t.Parallel()
	const bins = 5
	var sum, right, n [bins]float64
	var sure, sureRight float64
	for seed := range uint64(10) {
		g, answer := tree(400, seed)
		v := enhedsvalg.New(g)
		for id := range g.Enheder {
			first := v.Foreslaa(id, 1)
			if len(first) == 0 {
				continue
			}
			b := min(bins-1, int(first[0].Score*bins))
			n[b]++
			sum[b] += first[0].Score
			hit := answer[id] == first[0].Enhed.UUID
			if hit {
				right[b]++
			}
			if first[0].Score >= 0.9 {
				sure++
				if hit {
					sureRight++
				}
			}
		}
	}
	for b := range bins {
		t.Logf("said %.2f, was %.2f of %.0f", sum[b]/n[b], right[b]/n[b], n[b])
		if n[b] >= 50 && math.Abs(sum[b]/n[b]-right[b]/n[b]) > 0.15 {
			t.Errorf("said %.2f, was %.2f of %.0f", sum[b]/n[b], right[b]/n[b], n[b])
		}
	}
	if sureRight/sure < 0.95 {
		t.Errorf("of %.0f sure suggestions %.1f %% are right", sure, 100*sureRight/sure)
	}
	t.Logf("of %.0f sure suggestions %.1f %% are right", sure, 100*sureRight/sure)
}

func BenchmarkForeslaa800(b *testing.B) {
	g, _ := tree(800, 1)
	for b.Loop() {
		v := enhedsvalg.New(g)
		for id := range g.Enheder {
			v.Foreslaa(id, 5)
		}
	}
}
