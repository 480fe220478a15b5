package vaerksted

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/ydelsestype"
)

// kleSoeg keeps the search index of the plan last looked at: building it takes a tenth of a second.
type kleSoeg struct {
	mu    sync.Mutex
	plan  *kle.Plan
	index *kle.Search
}

func (k *kleSoeg) find(plan *kle.Plan, text string, n int) []kle.Hit {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.plan != plan {
		k.plan, k.index = plan, kle.NewSearch(plan)
	}
	return k.index.Find(text, n)
}

// vaelgerView is a picker: the row it picks for, what was searched for, and what there is.
type vaelgerView struct {
	Raekke *desk.Raekke // nil: only to look
	Soeg   string
	KLE    []kleGren
	Typer  []typeGruppe
	Tom    bool
}

// kleGren is one line of the KLE tree.
type kleGren struct {
	Nummer, Titel string
	Niveau        int // 1 hovedgruppe, 2 gruppe, 3 emne
	Valgbar       bool
	Udgaaet       string // why it cannot be chosen; empty: it is in force
	Brugt         []string
	Hvorfor       string
	Under         []kleGren
}

// kleVaelger shows the KLE tree, or what a search finds (R001, R002, R013).
func (s *Sider) kleVaelger(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	v := vaelgerView{Soeg: strings.TrimSpace(r.URL.Query().Get("q")), Tom: len(bord.Snapshot.KLE.Klasser) == 0}
	v.Raekke, _ = bord.Raekke(mapping.Sagstype, r.URL.Query().Get("til"))
	used := brugteNumre(bord)
	if v.Soeg != "" {
		for _, hit := range s.soeg.find(bord.Snapshot.KLE, v.Soeg, 30) {
			if class, found := bord.Snapshot.KLE.Find(hit.Nummer); found {
				g := gren(bord, class, used)
				g.Hvorfor = strings.Join(hit.Begrundelse, "; ")
				v.KLE = append(v.KLE, g)
			}
		}
	} else {
		v.KLE = kleTrae(bord, used)
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.arbejdsside("KLE", id), kleside(v))
	return nil
}

// brugteNumre says which sagstyper a number marks already.
func brugteNumre(bord *desk.Bord) map[kle.Nummer][]string {
	used := map[kle.Nummer][]string{}
	for _, r := range bord.Sagstyper {
		if n := r.Beslutning.Valg.KLE; n != "" {
			used[n] = append(used[n], r.Navn)
		}
	}
	return used
}

func gren(bord *desk.Bord, class *kle.Klasse, used map[kle.Nummer][]string) kleGren {
	g := kleGren{Nummer: string(class.Nummer), Titel: class.Titel, Niveau: class.Nummer.Niveau(), Brugt: used[class.Nummer]}
	switch {
	case !class.IKraft(bord.Snapshot.Idag):
		g.Udgaaet = "udgået"
		if len(class.AfloestAf) > 0 {
			g.Udgaaet = "udgået, brug " + string(class.AfloestAf[0])
		}
	default:
		g.Valgbar = class.Nummer.ErEmne()
	}
	return g
}

// kleTrae puts the plan's classes under each other.
func kleTrae(bord *desk.Bord, used map[kle.Nummer][]string) []kleGren {
	var top []kleGren
	for i := range bord.Snapshot.KLE.Klasser {
		g := gren(bord, &bord.Snapshot.KLE.Klasser[i], used)
		switch to := &top; {
		case g.Niveau == 1 || len(*to) == 0:
			top = append(top, g)
		case g.Niveau == 2 || len((*to)[len(*to)-1].Under) == 0:
			above := &(*to)[len(*to)-1]
			above.Under = append(above.Under, g)
		default:
			above := &(*to)[len(*to)-1]
			group := &above.Under[len(above.Under)-1]
			group.Under = append(group.Under, g)
		}
	}
	return top
}

// typeGruppe is the types of one list and law.
type typeGruppe struct {
	Navn  string
	Typer []typeValg
}

type typeValg struct {
	ydelsestype.Type
	Spaerret string
	Brugt    []string
}

// katalogVaelger shows the catalogue by list and law, or what a search finds (R021, R024).
func (s *Sider) katalogVaelger(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	v := vaelgerView{Soeg: strings.TrimSpace(r.URL.Query().Get("q"))}
	v.Raekke, _ = bord.Raekke(mapping.Ydelse, r.URL.Query().Get("til"))
	v.Typer = typeGrupper(bord, strings.Fields(strings.ToLower(v.Soeg)))
	s.ramme.Site.Vis(w, r, http.StatusOK, s.arbejdsside("Ydelsestyper", id), katalogside(v))
	return nil
}

func typeGrupper(bord *desk.Bord, words []string) []typeGruppe {
	used := map[string][]string{}
	for _, r := range bord.Ydelser {
		if key := r.Beslutning.Valg.Type; key != "" {
			used[key] = append(used[key], r.Navn)
		}
	}
	var groups []typeGruppe
	at := map[string]int{}
	types := bord.Snapshot.Grundlag.Katalog.Typer()
	slices.SortStableFunc(types, func(a, b ydelsestype.Type) int {
		if c := slices.Index(ydelsestype.Lister(), a.Liste) - slices.Index(ydelsestype.Lister(), b.Liste); c != 0 {
			return c
		}
		return strings.Compare(a.Lov+a.Paragraf+a.Navn, b.Lov+b.Paragraf+b.Navn)
	})
	for _, t := range types {
		name := string(t.Liste) + ", " + hjemmel(t.Lov, t.Paragraf)
		if !alle(strings.ToLower(name+" "+t.Navn+" "+string(t.Art)), words) {
			continue
		}
		i, found := at[name]
		if !found {
			i = len(groups)
			at[name] = i
			groups = append(groups, typeGruppe{Navn: name})
		}
		groups[i].Typer = append(groups[i].Typer, typeValg{Type: t, Spaerret: spaerret(t, bord.Snapshot.Politik.EgenFSIII), Brugt: used[t.Noegle]})
	}
	return groups
}

func spaerret(t ydelsestype.Type, egenFSIII bool) string {
	if refused, ok := t.Valgbar(egenFSIII).(*ydelsestype.Afvist); ok && refused != nil {
		return refused.Dansk
	}
	return ""
}

func alle(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// uden is the picker's address without a search.
func (v *vaelgerView) uden(sti string) string {
	if v.Raekke == nil {
		return sti
	}
	return sti + "?" + url.Values{"til": {v.Raekke.ID}}.Encode()
}
