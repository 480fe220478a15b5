package app

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
	"indeksbro/internal/suggest/bm25"
	"indeksbro/internal/ydelsestype"
)

// maaling is accuracy over one set of pairs, ours and the rivals'.
type maaling struct {
	Kind        string  `json:"kind"`
	Par         string  `json:"par"` // which pairs
	N           int     `json:"n"`
	Top1        float64 `json:"top1"` // per cent
	Top5        float64 `json:"top5"`
	Gruppe      float64 `json:"gruppe,omitempty"` // KLE: the first has the right gruppe
	Hovedgruppe float64 `json:"hovedgruppe,omitempty"`
	BM25Top1    float64 `json:"bm25Top1"`
	BM25Top5    float64 `json:"bm25Top5"`
	Stykker1    float64 `json:"stykkerTop1"` // BM25 over pieces of four letters
	Stykker5    float64 `json:"stykkerTop5"`
	Sikre       float64 `json:"sikre"`       // per cent of the rows whose first is scored at least suggest.Sikker
	SikreRigtig float64 `json:"sikreRigtig"` // per cent of those that are right
}

// tegnet adds one pair.
func (r *maaling) tegn(p guldpar, ours []suggest.Forslag, rival, pieces []string) {
	r.N++
	if len(ours) > 0 {
		r.Top1 += hit(p.rigtig(ours[0].Kode, ours[0].Titel))
		if ours[0].Score >= suggest.Sikker {
			r.Sikre++
			r.SikreRigtig += hit(p.rigtig(ours[0].Kode, ours[0].Titel))
		}
		if p.kind == "kle" {
			r.Gruppe += hit(len(p.code) >= 5 && strings.HasPrefix(ours[0].Kode, p.code[:5]))
			r.Hovedgruppe += hit(len(p.code) >= 2 && strings.HasPrefix(ours[0].Kode, p.code[:2]))
		}
	}
	r.Top5 += hit(slices.ContainsFunc(ours[:min(5, len(ours))], func(f suggest.Forslag) bool { return p.rigtig(f.Kode, f.Titel) }))
	first, five := p.iFem(rival)
	r.BM25Top1, r.BM25Top5 = r.BM25Top1+first, r.BM25Top5+five
	first, five = p.iFem(pieces)
	r.Stykker1, r.Stykker5 = r.Stykker1+first, r.Stykker5+five
}

// iFem says whether the right answer is the first that a rival found, and one of its five.
func (p guldpar) iFem(found []string) (first, five float64) {
	at := slices.IndexFunc(found, func(s string) bool {
		code, title, _ := strings.Cut(s, "\x00")
		return p.rigtig(code, title)
	})
	return hit(at == 0), hit(at >= 0)
}

func hit(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// procenter turns counts into shares.
func (r *maaling) procenter() {
	if r.Sikre > 0 {
		r.SikreRigtig = 100 * r.SikreRigtig / r.Sikre
	}
	for _, f := range []*float64{&r.Top1, &r.Top5, &r.Gruppe, &r.Hovedgruppe, &r.BM25Top1, &r.BM25Top5, &r.Stykker1, &r.Stykker5, &r.Sikre} {
		*f = 100 * *f / float64(max(1, r.N))
	}
}

// guldpar is a local name with its right answer.
type guldpar struct{ kind, navn, lov, paragraf, code, title, source string }

// rigtig: the code, or the title where a name occurs under several keys or no code is given.
func (p guldpar) rigtig(code, title string) bool {
	if p.kind == "kle" {
		return code == p.code
	}
	return strings.EqualFold(title, p.title)
}

// saet says which row of the accuracy table a pair belongs to.
func (p guldpar) saet() string {
	municipal := !strings.Contains(p.source, "stikord") && !strings.Contains(p.source, "definition")
	switch {
	case p.kind == "kle" && (municipal || p.lov != ""):
		return "kommunale navne, med lov"
	case p.kind == "kle":
		return "stikord, uden lov"
	case municipal:
		return "kommunale navne"
	}
	return "navne fra definitioner"
}

// evaluate measures over gold pairs, each pair's own wording left out of what is known (07-quality).
func (c *suggestCmd) evaluate(m *miljoe, ctx context.Context) error {
	rows, err := readTable(m, c.Evaluate, "kind", "local_name", "law", "paragraph", "code", "title", "source")
	if err != nil {
		return err
	}
	results := make(map[string]*maaling)
	var order []string
	note := func(p guldpar, set string, ours []suggest.Forslag, rival, pieces []string) {
		key := p.kind + "/" + set
		if results[key] == nil {
			results[key] = &maaling{Kind: p.kind, Par: set}
			order = append(order, key)
		}
		results[key].tegn(p, ours, rival, pieces)
	}
	measure, err := c.maalere(m, ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		p := guldpar{row["kind"], row["local_name"], row["law"], row["paragraph"], row["code"], row["title"], row["source"]}
		if do := measure[p.kind]; do != nil && (c.Kind == "" || c.Kind == p.kind) {
			ours, rival, pieces := do(p)
			note(p, p.saet(), ours, rival, pieces)
			note(p, "kilde: "+p.source, ours, rival, pieces)
		}
	}
	for _, key := range order {
		results[key].procenter()
		if err := c.print(m, results[key]); err != nil {
			return err
		}
	}
	return c.intetPasser(m, measure)
}

func (c *suggestCmd) print(m *miljoe, r *maaling) error {
	if c.JSON {
		return m.printJSON(r)
	}
	m.printf("%-12s %-44.44s n=%3d  top-1 %5.1f  top-5 %5.1f  (BM25 %5.1f %5.1f, of 4-letter pieces %5.1f %5.1f)  >= 0.9: %5.1f %% of rows, %5.1f %% right", r.Kind, r.Par, r.N, r.Top1, r.Top5, r.BM25Top1, r.BM25Top5, r.Stykker1, r.Stykker5, r.Sikre, r.SikreRigtig)
	if r.Kind == "kle" {
		m.printf("  gruppe %5.1f  hovedgruppe %5.1f", r.Gruppe, r.Hovedgruppe)
	}
	m.printf("\n")
	return nil
}

// maaler gives what is suggested for a pair, by us, by BM25 over words and by BM25 over pieces of four letters (codes and titles).
type maaler func(guldpar) (ours []suggest.Forslag, rival, pieces []string)

// maalere are the two ways to be measured. Without an imported KLE only types are.
func (c *suggestCmd) maalere(m *miljoe, ctx context.Context) (map[string]maaler, error) {
	definitions, err := importedDefinitions(m, ctx)
	if err != nil {
		return nil, err
	}
	types := suggest.NyYdelsestype(ydelsestype.Nyeste(), definitions, false, nil)
	said := make(map[string]string)
	for _, d := range definitions {
		if t, found := ydelsestype.Nyeste().FindKode(d.System, d.Kode); found {
			said[t.Noegle] = d.Tekst + " " + strings.Join(d.Eksempler, " ")
		}
	}
	texts := make(map[string]string)
	for _, t := range ydelsestype.Nyeste().Typer() {
		texts[t.Noegle+"\x00"+t.Navn] = t.Navn + " " + t.Lov + " " + t.Paragraf + " " + said[t.Noegle]
	}
	rival, pieces := bm25.Ny(texts), bm25.NyStykker(texts)
	all := map[string]maaler{"ydelsestype": func(p guldpar) ([]suggest.Forslag, []string, []string) {
		return types.Foreslaa(suggest.Opgave{Navn: p.navn, Lov: p.lov, Paragraf: p.paragraf}, 5), fundne5(rival, p), fundne5(pieces, p)
	}}
	if c.Kind == "ydelsestype" {
		return all, nil
	}
	plan, err := importedKLE(m, ctx)
	if err != nil {
		return nil, err
	}
	idag := oio.DatoOf(m.Nu())
	all["kle"] = func(p guldpar) ([]suggest.Forslag, []string, []string) {
		left := without(plan, p)
		texts := kleTexts(left, idag)
		return suggest.NyKLE(left, idag, nil).Foreslaa(suggest.Opgave{Navn: p.navn, Lov: p.lov, Paragraf: p.paragraf}, 5), fundne5(bm25.Ny(texts), p), fundne5(bm25.NyStykker(texts), p)
	}
	return all, nil
}

// without is the plan without the pair's own keyword: otherwise a look-up would be measured.
func without(plan *kle.Plan, p guldpar) *kle.Plan {
	left := *plan
	left.Klasser = slices.Clone(plan.Klasser)
	own := strings.Join(kle.Ord(p.navn), " ")
	for i := range left.Klasser {
		left.Klasser[i].Stikord = slices.DeleteFunc(slices.Clone(left.Klasser[i].Stikord), func(s kle.Stikord) bool {
			return strings.Join(kle.Ord(s.Tekst), " ") == own
		})
	}
	return &left
}

func kleTexts(plan *kle.Plan, idag oio.Dato) map[string]string {
	texts := make(map[string]string)
	for i := range plan.Klasser {
		class := &plan.Klasser[i]
		if !class.Nummer.ErEmne() || !class.IKraft(idag) {
			continue
		}
		text := class.Titel + " " + class.Vejledning
		for _, s := range class.Stikord {
			text += " " + s.Tekst
		}
		for _, r := range class.Retskilder {
			text += " " + r.Titel + " " + r.Paragraf
		}
		texts[string(class.Nummer)+"\x00"+class.Titel] = text
	}
	return texts
}

// fundne5 are the five best that a rival has for a pair.
func fundne5(rival interface {
	Find(tekst string, n int) []bm25.Fund
}, p guldpar) (ids []string) {
	for _, f := range rival.Find(strings.Join([]string{p.navn, p.lov, p.paragraf}, " "), 5) {
		ids = append(ids, f.ID)
	}
	return ids
}

// intetPasser asks for names that fit nothing: those beside the gold file that are not to be mapped.
func (c *suggestCmd) intetPasser(m *miljoe, measure map[string]maaler) error {
	rows, err := readTable(m, filepath.Join(filepath.Dir(c.Evaluate), "ikke-mappes.csv"), "local_name", "law", "paragraph")
	if err != nil || measure["ydelsestype"] == nil {
		return nil // there is no such file beside it
	}
	high := 0
	for _, row := range rows {
		ours, _, _ := measure["ydelsestype"](guldpar{kind: "ydelsestype", navn: row["local_name"], lov: row["law"], paragraf: row["paragraph"]})
		if len(ours) > 0 && ours[0].Score >= 0.5 {
			high++
		}
	}
	if c.JSON {
		return m.printJSON(map[string]any{"intetPasser": len(rows), "over05": high})
	}
	m.printf("nothing fits: %d of %d names that are not to be mapped score 0.5 or more\n", high, len(rows))
	return nil
}
