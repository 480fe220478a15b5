package generate

import "sync"

// blok is the number of citizens after which the pattern of sizes begins again. Each block has exactly three cases and
// fifteen grants per citizen.
const (
	blok           = 1000
	sagerPrBlok    = 3 * blok
	bevilPrBlok    = 15 * blok
	maxBevillinger = 200
)

// profil is how much one citizen has.
type profil struct{ sager, bevillinger int }

// Antal tells how many cases and grants Feed writes. It costs nothing.
func Antal(o Options) (sager, bevillinger int) {
	return foer(o.withDefaults().Borgere)
}

// foer is what the citizens before number i have together, which is also how many ids are used.
func foer(i int) (sager, bevillinger int) {
	p := profiler()
	sum := p.sum[i%blok]
	return i/blok*sagerPrBlok + sum.sager, i/blok*bevilPrBlok + sum.bevillinger
}

type profiltabel struct {
	profil [blok]profil
	sum    [blok]profil // of the profiles before
}

// fordeling is citizens by number of cases: most have one, a few have very many.
var fordeling = []struct{ sager, borgere int }{
	{1, 400}, {2, 230}, {3, 130}, {4, 80}, {5, 50}, {6, 35}, {7, 18}, {8, 14}, {9, 9}, {10, 7}, {11, 5}, {12, 4},
	{14, 6}, {17, 4}, {20, 3}, {24, 2}, {28, 1}, {33, 1}, {40, 1},
}

var profiler = sync.OnceValue(func() *profiltabel {
	p := spread(sizes())
	t := &profiltabel{}
	var sum profil
	for i := range p {
		t.profil[i], t.sum[i] = p[i], sum
		sum.sager += p[i].sager
		sum.bevillinger += p[i].bevillinger
	}
	if sum.sager != sagerPrBlok || sum.bevillinger != bevilPrBlok {
		panic("the sizes of citizens do not add up")
	}
	return t
})

// sizes makes the thousand citizens, smallest first, and adjusts the middle ones until the sums are exact.
func sizes() []profil {
	prCase := []int{3, 7, 1, 5, 9, 4, 6, 2, 8, 5} // grants per case, five on average
	var all []profil
	sager, bevillinger := 0, 0
	for _, f := range fordeling {
		for range f.borgere {
			p := profil{f.sager, min(f.sager*prCase[len(all)%len(prCase)], maxBevillinger)}
			if f.sager == 40 {
				p.bevillinger = maxBevillinger
			}
			all = append(all, p)
			sager, bevillinger = sager+p.sager, bevillinger+p.bevillinger
		}
	}
	for i := 450; sager != sagerPrBlok; i++ {
		step := sign(sagerPrBlok - sager)
		all[i].sager, sager = all[i].sager+step, sager+step
	}
	for i := 100; bevillinger != bevilPrBlok; i = 100 + (i-99)%850 {
		step := sign(bevilPrBlok - bevillinger)
		if n := all[i].bevillinger + step; n > 0 && n <= maxBevillinger {
			all[i].bevillinger, bevillinger = n, bevillinger+step
		}
	}
	return all
}

// spread orders the citizens so that small municipalities too have three cases and fifteen grants per citizen, near enough:
// next comes whoever keeps the sums closest, and those with very many wait until the sums can bear them.
func spread(all []profil) []profil {
	var out []profil
	used := make([]bool, len(all))
	sager, bevillinger := 0, 0
	for n := 1; n <= len(all); n++ {
		best, bestOff := -1, 0
		for i, p := range all {
			if used[i] || p.sager > n/20+3 {
				continue
			}
			off := 5*abs(sager+p.sager-3*n) + abs(bevillinger+p.bevillinger-15*n) - 2*p.sager
			if best < 0 || off < bestOff {
				best, bestOff = i, off
			}
		}
		used[best] = true
		out = append(out, all[best])
		sager, bevillinger = sager+all[best].sager, bevillinger+all[best].bevillinger
	}
	return out
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

func abs(n int) int { return max(n, -n) }
