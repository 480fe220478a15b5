package sheet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/ydelsestype"
)

// typeNoegle finds the key of the common type a row names, by key, by name, or by both where they agree. current is the key
// that holds now; its name may have changed with the catalogue (R048) since the sheet was written.
func (o *oversaetter) typeNoegle(y *Ydelse, local *eoj.Ydelse, current string) (string, bool) {
	if y.sted.afvist(fType, fTypeNoegle) {
		return "", false
	}
	if y.TypeNoegle == "" {
		if y.Type == "" {
			return "", true
		}
		return o.typeNavn(y, local)
	}
	named := o.medNavn(y.Type)
	t, found := o.g.Katalog.Find(y.TypeNoegle)
	switch {
	case y.TypeNoegle == current && (y.Type == "" || len(named) == 0):
		return current, true
	case !found:
		o.ukendtType(y.sted, y.TypeNoegle, y.Type, fTypeNoegle)
		return "", false
	case y.Type == "" || slices.ContainsFunc(named, func(other ydelsestype.Type) bool { return other.Noegle == t.Noegle }):
		return t.Noegle, true
	}
	o.fejl.af(y.sted, fmt.Sprintf("ydelsestypen »%s« og nøglen %s er ikke den samme; slet nøglen, hvis navnet gælder", kort(y.Type), kort(y.TypeNoegle)),
		fmt.Sprintf("the type %q and the key %s are not the same; delete the key if the name holds", kort(y.Type), kort(y.TypeNoegle)), fType)
	return "", false
}

// medNavn are the types a text names: by name, by key, or as "name [key]" like the drop-down has it.
func (o *oversaetter) medNavn(text string) []ydelsestype.Type {
	if t, found := o.g.Katalog.Find(text); found {
		return []ydelsestype.Type{t}
	}
	if i := strings.LastIndexAny(text, "[("); i > 0 {
		if t, found := o.g.Katalog.Find(strings.Trim(text[i:], "[]() ")); found {
			return []ydelsestype.Type{t}
		}
	}
	if o.typer == nil {
		o.typer = make(map[string][]ydelsestype.Type)
		for _, t := range o.g.Katalog.Typer() {
			o.typer[ens(t.Navn)] = append(o.typer[ens(t.Navn)], t)
		}
	}
	return o.typer[ens(text)]
}

// typeNavn chooses among the types of one name: those that may be chosen, then those under the row's law and paragraph.
func (o *oversaetter) typeNavn(y *Ydelse, local *eoj.Ydelse) (string, bool) {
	found := o.medNavn(y.Type)
	if automatic, _ := o.g.Ydelsestype(local); slices.ContainsFunc(found, func(t ydelsestype.Type) bool { return t.Noegle == automatic.Noegle }) {
		return automatic.Noegle, true
	}
	for _, keep := range []func(ydelsestype.Type) bool{
		func(t ydelsestype.Type) bool { return t.Valgbar(o.g.Policy.EgenFSIII) == nil },
		func(t ydelsestype.Type) bool { return kortLov(t.Lov) == kortLov(local.Lov) },
		func(t ydelsestype.Type) bool { return paragrafTal(t.Paragraf) == paragrafTal(local.Paragraf) },
	} {
		if narrower := slices.DeleteFunc(slices.Clone(found), func(t ydelsestype.Type) bool { return !keep(t) }); len(narrower) > 0 {
			found = narrower
		}
	}
	switch len(found) {
	case 0:
		o.ukendtType(y.sted, y.Type, y.Type, fType)
		return "", false
	case 1:
		return found[0].Noegle, true
	}
	var keys []string
	for _, t := range found {
		keys = append(keys, t.Noegle)
	}
	o.fejl.af(y.sted, fmt.Sprintf("flere ydelsestyper hedder »%s«; skriv nøglen: %s", kort(y.Type), strings.Join(keys, ", ")),
		fmt.Sprintf("several types are named %q; write the key: %s", kort(y.Type), strings.Join(keys, ", ")), fType)
	return "", false
}

// ukendtType names the types that are called most alike.
func (o *oversaetter) ukendtType(s sted, text, name string, f felt) {
	if name == "" {
		name = text
	}
	type near struct {
		navn  string
		alike float64
	}
	var all []near
	for _, t := range o.g.Katalog.Typer() {
		if t.Valgbar(o.g.Policy.EgenFSIII) == nil {
			all = append(all, near{t.Navn, lighed(name, t.Navn)})
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Or(cmp.Compare(b.alike, a.alike), cmp.Compare(a.navn, b.navn)) })
	var names []string
	for _, n := range all {
		if quoted := "»" + n.navn + "«"; len(names) < 3 && n.alike > 0 && !slices.Contains(names, quoted) {
			names = append(names, quoted)
		}
	}
	mean, mener := "", ""
	if len(names) > 0 {
		mean, mener = "; nearest are "+strings.Join(names, ", "), "; nærmest er "+strings.Join(names, ", ")
	}
	o.fejl.af(s, fmt.Sprintf("kataloget har ingen ydelsestype »%s«%s", kort(text), mener), fmt.Sprintf("the catalogue has no type %q%s", kort(text), mean), f)
}

// lighed is the share of letter pairs two names have in common, 0..1.
func lighed(a, b string) float64 {
	x, y := par(a), par(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	both := 0
	for pair := range x {
		if y[pair] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(x)+len(y))
}

func par(s string) map[string]bool {
	runes := []rune(ens(s))
	out := make(map[string]bool)
	for i := 0; i+1 < len(runes); i++ {
		out[string(runes[i:i+2])] = true
	}
	return out
}

// love are the names of the laws the catalogue is about, by its abbreviation.
var love = map[string]string{
	"sel": "SEL", "serviceloven": "SEL", "servicel": "SEL", "lov om social service": "SEL",
	"sul": "SUL", "sundhedsloven": "SUL", "sundhedsl": "SUL",
	"abl": "ABL", "almenboligloven": "ABL", "alm boligl": "ABL", "lov om almene boliger": "ABL",
	"ael": "ÆL", "aeldreloven": "ÆL", "aeldrelov": "ÆL", "psl": "PSL", "psykiatriloven": "PSL",
}

// forkortelser are laws known by their letters alone.
var forkortelser = map[string]bool{"bl": true, "stu": true, "rsl": true, "fsl": true, "val": true, "stl": true, "las": true, "lab": true, "fvl": true, "aml": true,
	"ofl": true, "dbl": true, "ltt": true, "bek": true, "lbk": true, "vejl": true, "ftl": true, "lasf": true, "dtl": true, "tvl": true}

func kortLov(s string) string {
	folded := fold(s)
	if short, known := love[folded]; known {
		return short
	}
	return folded
}

// erLov reports whether a text can be the name of a law: one we know, its letters, or words that say so ("Lov om …",
// "…loven", "…bekendtgørelse", "Forvaltningsl.").
func erLov(s string) bool {
	s, _, _ = strings.Cut(s, "§")
	folded := strings.TrimRight(fold(s), "0123456789 ")
	if _, known := love[folded]; known || forkortelser[folded] {
		return true
	}
	for word := range strings.FieldsSeq(folded) {
		switch {
		case forkortelser[word], love[word] != "":
			return true
		case strings.HasSuffix(word, "lov"), strings.HasSuffix(word, "loven"), strings.HasSuffix(word, "lovens"), strings.HasPrefix(word, "bekendtgoerelse"), strings.HasSuffix(word, "bekendtgoerelsen"),
			strings.HasSuffix(word, "bekendtgoerelse"), strings.HasPrefix(word, "vejledning"), strings.HasPrefix(word, "cirkulaere"), strings.HasPrefix(word, "forordning"), strings.HasPrefix(word, "kommunalfuldmagt"):
			return true
		case len(word) > 5 && strings.HasSuffix(word, "l") && strings.Contains(s, "."):
			return true
		}
	}
	return false
}

// paragrafTal is the first number of a paragraph: "119" of "§ 119, stk. 2".
func paragrafTal(s string) string {
	i := strings.IndexAny(s, "0123456789")
	if i < 0 {
		return ""
	}
	end := i
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	return s[i:end]
}
