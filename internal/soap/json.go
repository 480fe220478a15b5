package soap

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// The JSON form of a message, as the REST services of the national systems have it: the same tree with names in ASCII, a list
// element being an array of objects that each name their one element.

// ascii spells a name as the JSON forms do.
var ascii = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa", "Æ", "AE", "Ø", "OE", "Å", "AA")

func (made *felt) jsonNavn() string { return ascii.Replace(made.navn.Lokal) }

// liste reports whether a complex type is nothing but a repeated element.
func (p *plan) liste() bool {
	return len(p.fields) == 1 && p.fields[0].slice && p.fields[0].art == artStruct
}

// SkrivJSON gives a value of the family's types, by pointer, as what encoding/json writes as its JSON form.
func (f *Familie) SkrivJSON(value any) any {
	v := reflect.ValueOf(value).Elem()
	return f.jsonAf(f.plan(v.Type()), v)
}

func (f *Familie) jsonAf(p *plan, v reflect.Value) any {
	if p.liste() {
		field := &p.fields[0]
		list := fieldOf(v, field)
		made := make([]any, list.Len())
		for i := range made {
			made[i] = map[string]any{field.jsonNavn(): f.jsonAf(field.sub, list.Index(i))}
		}
		return made
	}
	made := make(map[string]any, len(p.fields))
	for i := range p.fields {
		field := &p.fields[i]
		value := fieldOf(v, field)
		switch {
		case field.slice:
			list := make([]any, value.Len())
			for n := range list {
				list[n] = f.jsonFelt(field, value.Index(n))
			}
			if len(list) > 0 {
				made[field.jsonNavn()] = list
			}
		case field.ptr && value.IsNil():
		case field.ptr:
			made[field.jsonNavn()] = f.jsonFelt(field, value.Elem())
		default:
			made[field.jsonNavn()] = f.jsonFelt(field, value)
		}
	}
	return made
}

func (f *Familie) jsonFelt(field *felt, v reflect.Value) any {
	if field.art == artStruct {
		return f.jsonAf(field.sub, v)
	}
	switch text := v.String(); {
	case field.art == artTekst && field.simple.Basis == "boolean":
		return text == "true" || text == "1"
	case field.art == artTekst && field.simple.Basis == "integer":
		return json.Number(text)
	default:
		return text
	}
}

// LaesJSON reads the JSON form into a pointer to one of the family's types, but for the elements told to come another way. It gives
// the names it does not know, which a service refuses and a client lets pass, or says where the message is not valid (*SkemaFejl).
func (f *Familie) LaesJSON(data []byte, into any, udenom ...string) (ukendte []string, err error) {
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, &SkemaFejl{"/", "the message is not JSON: " + err.Error()}
	}
	v := reflect.ValueOf(into).Elem()
	r := jsonLaeser{laeser: laeser{Familie: f}, udenom: udenom}
	err = r.laes("", tree, f.plan(v.Type()), v)
	return r.ukendte, err
}

type jsonLaeser struct {
	laeser
	udenom  []string
	ukendte []string
}

func (r *jsonLaeser) laes(path string, tree any, p *plan, into reflect.Value) error {
	if p.liste() {
		list, ok := tree.([]any)
		if !ok {
			return &SkemaFejl{path, "want a list"}
		}
		return r.laesListe(path, list, p, into)
	}
	object, ok := tree.(map[string]any)
	if !ok {
		return &SkemaFejl{path, "want an object"}
	}
	filled := 0
	for i := range p.fields {
		field := &p.fields[i]
		name := field.jsonNavn()
		value, there := object[name]
		if there && value != nil {
			filled++
			if err := r.laesFelt(path+"/"+name, value, field, fieldOf(into, field)); err != nil {
				return err
			}
		} else if field.min > 0 && !slices.Contains(r.udenom, name) {
			return &SkemaFejl{path, name + " is missing"}
		}
		delete(object, name)
	}
	for name := range object {
		r.ukendte = append(r.ukendte, path+"/"+name)
	}
	if p.choice && filled != 1 {
		return &SkemaFejl{path, "want exactly one of " + p.alternatives()}
	}
	return nil
}

func (r *jsonLaeser) laesListe(path string, list []any, p *plan, into reflect.Value) error {
	field := &p.fields[0]
	if len(list) < field.min {
		return &SkemaFejl{path, fmt.Sprintf("want at least %d of %s", field.min, field.jsonNavn())}
	}
	for i, item := range list {
		at := fmt.Sprintf("%s[%d]", path, i+1)
		object, _ := item.(map[string]any)
		inner, there := object[field.jsonNavn()]
		if !there {
			return &SkemaFejl{at, "want an object with " + field.jsonNavn()}
		}
		if err := r.laes(at+"/"+field.jsonNavn(), inner, field.sub, grow(fieldOf(into, field))); err != nil {
			return err
		}
	}
	return nil
}

func (r *jsonLaeser) laesFelt(path string, value any, field *felt, v reflect.Value) error {
	if field.slice {
		list, ok := value.([]any)
		if !ok {
			return &SkemaFejl{path, "want a list"}
		}
		single := *field
		single.slice = false
		for i, item := range list {
			if err := r.laesFelt(fmt.Sprintf("%s[%d]", path, i+1), item, &single, grow(v)); err != nil {
				return err
			}
		}
		return nil
	}
	if field.art == artStruct {
		if field.ptr {
			v.Set(reflect.New(field.elem))
			v = v.Elem()
		}
		return r.laes(path, value, field.sub, v)
	}
	text := ""
	switch x := value.(type) {
	case string:
		text = x
	case bool:
		text = fmt.Sprint(x)
	case json.Number:
		text = x.String()
	default:
		return &SkemaFejl{path, "want a text, a number or a truth"}
	}
	if field.art == artTekst {
		if what := field.simple.Tjek(text); what != "" {
			return &SkemaFejl{path, what}
		}
	}
	r.saetTekst(field, v, text)
	return nil
}
