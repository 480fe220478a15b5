package historier

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/eoj"
)

// The objects of every history: few, so that things meet.
var univers = []ting{
	{eoj.TypeSagstype, "st-1"}, {eoj.TypeSagstype, "st-2"},
	{eoj.TypeYdelse, "yd-1"}, {eoj.TypeYdelse, "yd-2"}, {eoj.TypeYdelse, "yd-3"}, {eoj.TypeYdelse, "yd-4"},
	{eoj.TypeEnhed, "en-1"}, {eoj.TypeEnhed, "en-2"}, {eoj.TypeEnhed, "en-3"},
	{eoj.TypeSag, "s-1"}, {eoj.TypeSag, "s-2"}, {eoj.TypeSag, "s-3"}, {eoj.TypeSag, "s-4"},
	{eoj.TypeBevilling, "b-1"}, {eoj.TypeBevilling, "b-2"}, {eoj.TypeBevilling, "b-3"}, {eoj.TypeBevilling, "b-4"}, {eoj.TypeBevilling, "b-5"}, {eoj.TypeBevilling, "b-6"},
}

// ting is an object of the care record by kind and id.
type ting struct {
	art eoj.Type
	id  string
}

func (t ting) String() string { return string(t.art) + " " + t.id }

// post is an object as the care record has it now.
type post struct {
	version int64
	slettet bool
	linje   string // the newest content, also when it is deleted since
}

// kilde is the care record: what is true, whether Indeksbro has heard it or not.
type kilde struct {
	poster map[ting]*post
	ude    []string // lines that are told and not yet answered for
}

// aendring is one thing that happens in the care record. indhold decides the content; zero is what is in place at first.
type aendring struct {
	ting    ting
	slet    bool
	indhold uint64
}

// sker makes it happen and gives the line that tells of it; empty when there is nothing to delete.
func (k *kilde) sker(a aendring) string {
	p := k.poster[a.ting]
	if p == nil {
		if a.slet {
			return ""
		}
		p = &post{}
		k.poster[a.ting] = p
	}
	if a.slet && p.slettet {
		return ""
	}
	p.version++
	p.slettet = a.slet
	if a.slet {
		return tekst(map[string]any{"type": "slet", "objekt": a.ting.art, "id": a.ting.id, "version": p.version})
	}
	p.linje = indhold(a.ting, p.version, &lod{a.indhold})
	return p.linje
}

func en[T any](l *lod, from ...T) T { return from[l.af(len(from))] }

// The citizens: invented, with synthetic numbers (day + 60).
var borgere = []string{"7105500001", "7205500002", "7305500003"}

func indhold(t ting, version int64, l *lod) string {
	line := map[string]any{"type": t.art, "id": t.id, "version": version}
	set := func(keys map[string]any) {
		for key, value := range keys {
			line[key] = value
		}
	}
	name := strings.ToUpper(t.id) + " (" + strconv.FormatInt(version, 10) + ")"
	switch foerste := version == 1 && l.stand == 0; t.art {
	case eoj.TypeSagstype:
		set(map[string]any{"navn": name, "borgerrettet": true})
	case eoj.TypeYdelse:
		set(map[string]any{"navn": name, "sagstype": en(l, "st-1", "st-2"), "standard": "lokal", "art": en(l, "fysisk", "ressourcemæssig")})
		switch kind := l.af(9); {
		case foerste && t.id == "yd-2", !foerste && kind < 3:
			set(map[string]any{"standard": "FSIII", "kode": "H1.1"})
		case foerste && t.id == "yd-3", !foerste && kind == 3:
			set(map[string]any{"pakke": true})
		case !foerste && kind == 4:
			set(map[string]any{"standard": "FFB", "kode": "ukendt"})
		}
	case eoj.TypeEnhed:
		above := map[string][]string{"en-1": {"", "", "", "", "", "en-9"}, "en-2": {"en-1", "en-1", "", "en-1"}, "en-3": {"en-2", "en-1", "en-2", ""}}[t.id]
		at := above[0]
		if !foerste {
			at = en(l, above...)
		}
		set(map[string]any{"navn": name, "overordnet": at, "sagsansvarlig": true})
	case eoj.TypeSag:
		set(map[string]any{"sagstype": "st-1", "enhed": "en-2", "titel": name,
			"cpr": borgere[(int(t.id[2])+l.af(2))%len(borgere)], "partNavn": "Vera Prøve", "oprettet": "2024-01-03"})
		if foerste {
			break
		}
		set(map[string]any{"sagstype": en(l, "st-1", "st-1", "st-1", "st-1", "st-1", "st-2", "st-2", "st-2", "st-2", "st-9"), "enhed": en(l, "en-1", "en-1", "en-2", "en-2", "en-3", "en-3", "en-3", "en-2", "en-1", "en-9")})
		if l.sker(20) {
			set(map[string]any{"afsluttet": "2025-01-01"})
		}
	case eoj.TypeBevilling:
		set(map[string]any{"sag": map[string]string{"b-1": "s-1", "b-2": "s-1", "b-3": "s-2"}[t.id], "ydelse": map[string]string{"b-1": "yd-1", "b-2": "yd-2", "b-3": "yd-1"}[t.id], "fra": "2024-01-10"})
		if foerste {
			break
		}
		set(map[string]any{"sag": en(l, "s-1", "s-1", "s-1", "s-2", "s-2", "s-2", "s-3", "s-3", "s-4", "s-9"), "ydelse": en(l, "yd-1", "yd-1", "yd-1", "yd-1", "yd-2", "yd-2", "yd-2", "yd-3", "yd-4", "yd-9")})
		if l.sker(20) {
			set(map[string]any{"til": "2025-02-01"})
		}
		if l.sker(20) {
			set(map[string]any{"enhed": en(l, "en-1", "en-3")})
		}
	}
	return tekst(line)
}

func tekst(line map[string]any) string {
	text, err := json.Marshal(line)
	if err != nil {
		panic(err) // strings, numbers and truth values only
	}
	return string(text)
}

// kort is a line in a few words.
func kort(line string) string {
	post, err := eoj.ParseLinje([]byte(line))
	if err != nil {
		return line
	}
	_, _, version := post.Noegle()
	return strings.TrimSpace(fmt.Sprintf("%s v%d %s", tingAf(post), version, hvad(post)))
}

func tingAf(post eoj.Post) ting {
	t, id, _ := post.Noegle()
	return ting{t, id}
}

func hvad(post eoj.Post) string {
	switch p := post.(type) {
	case *eoj.Slet:
		return "(deleted)"
	case *eoj.Sag:
		return "(sagstype " + p.Sagstype + ", enhed " + p.Enhed + ")"
	case *eoj.Bevilling:
		return "(sag " + p.Sag + ", ydelse " + p.Ydelse + ")"
	case *eoj.Ydelse:
		if p.Pakke {
			return "(a package)"
		}
		return strings.TrimSuffix("("+string(p.Standard)+" "+p.Kode, " ") + ")"
	case *eoj.Enhed:
		return strings.Replace("(under "+p.Overordnet+")", "(under )", "(at the top)", 1)
	}
	return ""
}

// alt is everything the care record has now, as a full file.
func (k *kilde) alt() []string {
	var lines []string
	for _, t := range univers {
		if p := k.poster[t]; p != nil && !p.slettet {
			lines = append(lines, p.linje)
		}
	}
	return lines
}

// tag takes lines that wait to be delivered: some or all, in order or not, some of them twice.
func (k *kilde) tag(d levering) []string {
	l := &lod{d.lod}
	queue := k.ude
	k.ude = nil
	if d.rod {
		queue = slices.Clone(queue)
		bland(l, queue)
	}
	var lines []string
	for _, line := range queue {
		switch {
		case d.rod && l.sker(20):
			k.ude = append(k.ude, line) // later
		case d.rod && l.sker(20):
			lines = append(lines, line, line)
		case d.rod && l.sker(15):
			lines = append(lines, line)
			k.ude = append(k.ude, line) // and once more, later
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// levering is how lines are delivered.
type levering struct {
	rod bool // out of order, some later, some repeated
	lod uint64
}
