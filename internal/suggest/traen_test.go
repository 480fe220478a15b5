package suggest

import (
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/kle"
	"indeksbro/internal/ydelsestype"
)

type par struct {
	kind, navn, lov, para, code, title, source string
	gruppe                                     string
	liste                                      []kandidat
	korpus                                     *korpus
	ret                                        map[int32]bool
}

const data = "../../../shared/data"

func laesGuld(t *testing.T) []par {
	f, err := os.Open(data + "/gold/gold-dev.csv")
	if err != nil {
		t.Skip(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []par
	for _, r := range rows[1:] {
		out = append(out, par{kind: r[0], navn: r[1], lov: r[2], para: r[3], code: r[5], title: r[6], source: r[7]})
	}
	return out
}

func uden(plan *kle.Plan, p par) *kle.Plan {
	out := *plan
	out.Klasser = slices.Clone(plan.Klasser)
	for i := range out.Klasser {
		if string(out.Klasser[i].Nummer) == p.code {
			out.Klasser[i].Stikord = slices.DeleteFunc(slices.Clone(out.Klasser[i].Stikord), func(s kle.Stikord) bool { return foldet(s.Tekst) == foldet(p.navn) })
		}
	}
	return &out
}

func rigtige(k *korpus, p par) map[int32]bool {
	m := map[int32]bool{}
	byTitle := p.code == ""
	for i := range k.maal {
		if p.kind == "ydelsestype" && strings.EqualFold(k.maal[i].titel, p.title) {
			m[int32(i)] = true
		}
		if p.kind == "kle" && k.maal[i].kode == p.code {
			m[int32(i)] = true
		}
	}
	_ = byTitle
	return m
}

func TestTraen(t *testing.T) {
	if os.Getenv("TRAEN") == "" {
		t.Skip()
	}
	pairs := laesGuld(t)
	f, _ := os.Open(data + "/kle/kle-emneplan-2025-05-uddrag.xml")
	plan, err := kle.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(data + "/ydelsestyper/raw/CodeSystem-*.json")
	var defs []ydelsestype.Definition
	for _, name := range files {
		f, _ := os.Open(name)
		list, err := ydelsestype.ParseKodeliste(f)
		if err != nil {
			t.Fatal(name, err)
		}
		defs = append(defs, list.Definitioner...)
	}
	katalog := ydelsestype.Nyeste()
	var sets = map[string][]par{}
	withDefs := nytKorpus(typerMaal(katalog, defs, false))
	without := nytKorpus(typerMaal(katalog, nil, false))
	n := 0
	for _, m := range withDefs.maal {
		if m.tekst != "" {
			n++
		}
	}
	fmt.Println("types with definition", n, "of", len(withDefs.maal))
	for _, p := range pairs {
		add := func(key string, k *korpus) {
			q := p
			q.korpus = k
			q.ret = rigtige(k, p)
			o := Opgave{Navn: p.navn, Lov: p.lov, Paragraf: p.para}
			list := k.led(k.spoergsmaal(o), &vaegteKLE, nytArbejde(k))
			q.liste = slices.Clone(list[:min(len(list), 60)])
			for m := range q.ret { // the right one always takes part
				if !slices.ContainsFunc(q.liste, func(c kandidat) bool { return c.maal == m }) {
					for _, c := range list {
						if c.maal == m {
							q.liste = append(q.liste, c)
						}
					}
				}
			}
			q.gruppe = key
			sets[key] = append(sets[key], q)
		}
		muni := !strings.Contains(p.source, "definition") && !strings.Contains(p.source, "stikord")
		if p.kind == "kle" {
			key := "kle-ord"
			if p.lov != "" || muni {
				key = "kle-lov"
			}
			add(key, nytKorpus(emnerMaal(uden(plan, p), 20250601)))
			continue
		}
		suffix := "def"
		if muni {
			suffix = "kommune"
		}
		add("type-med-"+suffix, withDefs)
		add("type-uden-"+suffix, without)
	}
	var kleAll, typeAll []par
	for key, s := range sets {
		if strings.HasPrefix(key, "kle") {
			kleAll = append(kleAll, s...)
		} else {
			typeAll = append(typeAll, s...)
		}
	}
	for name, all := range map[string][]par{"KLE": kleAll, "Type": typeAll} {
		w := vaegteKLE
		if name == "Type" {
			w = vaegteType
		}
		if os.Getenv("TRAEN") == "2" { // two folds
			for fold := range uint32(2) {
				v := traen(all, w, func(p par) bool { return hash(p.navn)%2 == fold })
				vis(name, all, v, func(p par) bool { return hash(p.navn)%2 != fold })
			}
		}
		if os.Getenv("TRAEN") != "0" {
			w = traen(all, w, func(par) bool { return true })
		}
		fmt.Printf("%s = %.2f\n", name, w)
		kalibrer(name, all, w)
		vis(name, all, w, func(par) bool { return true })
	}
}

func hash(s string) uint32 { h := fnv.New32(); h.Write([]byte(s)); return h.Sum32() }

func styrke(c *kandidat, w *[antalTegn]float32) float64 {
	var s float32
	for i := range w {
		s += w[i] * c.tegn[i]
	}
	return float64(s)
}

func traen(all []par, w [antalTegn]float32, in func(par) bool) [antalTegn]float32 {
	start := w
	for epoch := range 400 {
		var grad [antalTegn]float64
		n := 0.0
		for i := range all {
			p := &all[i]
			if !in(*p) || len(p.ret) == 0 {
				continue
			}
			z := make([]float64, len(p.liste))
			top := math.Inf(-1)
			for j := range p.liste {
				z[j] = styrke(&p.liste[j], &w)
				top = max(top, z[j])
			}
			var sum, right float64
			for j := range z {
				z[j] = math.Exp(z[j] - top)
				sum += z[j]
				if p.ret[p.liste[j].maal] {
					right += z[j]
				}
			}
			if right == 0 {
				continue
			}
			n++
			for j := range z {
				g := -z[j] / sum
				if p.ret[p.liste[j].maal] {
					g += z[j] / right
				}
				for f := range grad {
					grad[f] += g * float64(p.liste[j].tegn[f])
				}
			}
		}
		rate := 8.0 / (1 + float64(epoch)/100)
		for f := range grad {
			w[f] += float32(rate * (grad[f]/n - 0.0008*float64(w[f]-start[f]*0)))
		}
	}
	return w
}

func vis(name string, all []par, w [antalTegn]float32, in func(par) bool) {
	type acc struct{ n, one, five float64 }
	res := map[string]*acc{}
	for i := range all {
		p := &all[i]
		if !in(*p) {
			continue
		}
		a := res[p.gruppe]
		if a == nil {
			a = &acc{}
			res[p.gruppe] = a
		}
		a.n++
		list := slices.Clone(p.liste)
		slices.SortFunc(list, func(x, y kandidat) int {
			if styrke(&x, &w) > styrke(&y, &w) {
				return -1
			}
			return 1
		})
		hit := -1
		for j := range min(5, len(list)) {
			if p.ret[list[j].maal] {
				hit = j
				break
			}
		}
		if hit == 0 {
			a.one++
		}
		if hit >= 0 {
			a.five++
		}
		if hit != 0 && os.Getenv("V") == p.gruppe {
			fmt.Print(hit, " ", p.navn, " | ", p.lov, " ", p.para, " | ", p.code, " ", p.title, " =>")
			for j := range min(3, len(list)) {
				fmt.Printf(" [%s %.1f %.2f]", p.korpus.maal[list[j].maal].titel, styrke(&list[j], &w), list[j].tegn[:8])
			}
			fmt.Println()
		}
	}
	for k, a := range res {
		fmt.Printf("  %-22s n=%3.0f top1 %.1f top5 %.1f\n", k, a.n, 100*a.one/a.n, 100*a.five/a.n)
	}
}

func kalibrer(name string, all []par, w [antalTegn]float32) {
	type row struct {
		x [5]float64
		y float64
	}
	var rows []row
	for i := range all {
		p := &all[i]
		list := slices.Clone(p.liste)
		for j := range list {
			list[j].styrke = float32(styrke(&list[j], &w))
		}
		if len(list) == 0 {
			continue
		}
		p.korpus.ordn(list)
		lead := 6.0
		if len(list) > 1 {
			lead = min(lead, float64(list[0].styrke-list[1].styrke))
		}
		b := list[0]
		r := row{x: [5]float64{1, float64(b.styrke), lead, float64(b.tegn[tegnBedste]), float64(b.tegn[tegnLovBedste])}}
		if p.ret[b.maal] {
			r.y = 1
		}
		rows = append(rows, r)
	}
	var k [5]float64
	for range 20000 {
		var g [5]float64
		for _, r := range rows {
			z := 0.0
			for f := range k {
				z += k[f] * r.x[f]
			}
			e := r.y - 1/(1+math.Exp(-z))
			for f := range k {
				g[f] += e * r.x[f]
			}
		}
		for f := range k {
			k[f] += 0.03 * g[f] / float64(len(rows))
		}
	}
	var sure, right float64
	for _, r := range rows {
		z := 0.0
		for f := range k {
			z += k[f] * r.x[f]
		}
		if 1/(1+math.Exp(-z)) >= Sikker {
			sure++
			right += r.y
		}
	}
	fmt.Printf("%s kalib %.3f: >= 0.9: %.1f %% right, covers %.1f %% of %d\n", name, k, 100*right/sure, 100*sure/float64(len(rows)), len(rows))
}
