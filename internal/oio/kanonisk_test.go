package oio_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/oio"
)

// tekster draws texts of every kind: with Danish letters, with what JSON escapes, and with bytes that are no text at all.
var tekster = rapid.OneOf(rapid.SampledFrom([]string{"", "Diætvejledning", "27.35.04", `"Ny" \ <b>&`, "linje\n\ttab\x00\x7f", "\u2028\u2029\ufffd", "\xff\xc3", "🙂"}), rapid.String(),
	rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))

// fyld draws a value for every field there is, so that a field which comes later is drawn too.
func fyld(t *rapid.T, v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *oio.UUID:
		if rapid.Bool().Draw(t, "known") {
			copy(p[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid"))
		}
		return
	case *oio.Dato:
		if rapid.Bool().Draw(t, "dated") {
			*p = oio.Dato(20200101).AddDays(rapid.IntRange(-9000, 9000).Draw(t, "day"))
		}
		return
	case *oio.CPR:
		if rapid.Bool().Draw(t, "person") {
			*p = parseCPR(t, syntetisk.Draw(t, "cpr"))
		}
		return
	case *oio.Foelsomhed:
		*p = oio.Foelsomhed(rapid.IntRange(0, 4).Draw(t, "step"))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(tekster.Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "flag"))
	case reflect.Struct:
		for i := range v.NumField() {
			fyld(t, v.Field(i))
		}
	case reflect.Slice:
		if n := rapid.IntRange(-1, 4).Draw(t, "length"); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fyld(t, v.Index(i))
			}
		}
	default:
		t.Fatalf("nothing is drawn for %s", v.Type())
	}
}

func nye() []oio.Objekt {
	return []oio.Objekt{&oio.Sag{}, &oio.Bevilling{}, &oio.Dokument{}, &oio.Effektuering{}}
}

// TestCanonicalFormIsWhatJSONMakes: what was fingerprinted and sealed by an earlier version stays the same bytes and the same object.
func TestCanonicalFormIsWhatJSONMakes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, o := range nye() {
			fyld(t, reflect.ValueOf(o).Elem())
			want, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			got, err := oio.Canonical(o)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("got  %s\nwant %s\n%v", got, want, err)
			}
			read := reflect.New(reflect.TypeOf(o).Elem()).Interface()
			if err := json.Unmarshal(want, read); err != nil {
				t.Fatal(err)
			}
			back, err := oio.ParseCanonical(o.ObjektArt(), want)
			if err != nil || !reflect.DeepEqual(back, read) {
				t.Fatalf("%s\ngot  %#v\nwant %#v\n%v", want, back, read, err)
			}
		}
	})
}

// TestAnotherSpellingOfTheSameObjectIsRead: fields in another order, spaces, fields that are not known, or written although they are empty.
func TestAnotherSpellingOfTheSameObjectIsRead(t *testing.T) {
	t.Parallel()
	o := &oio.Sag{UUID: oio.NameUUID("s"), Noegle: "s-1", Titel: "Træning", Fremdrift: []oio.Fremdrift{{Status: "Oplyst", Virkning: oio.Virkning{Fra: 20240101}}}}
	text, err := oio.Canonical(o)
	if err != nil {
		t.Fatal(err)
	}
	var loose map[string]any
	if err := json.Unmarshal(text, &loose); err != nil {
		t.Fatal(err)
	}
	loose["ukendt"] = []int{1}
	sorted, _ := json.MarshalIndent(loose, "", "  ")
	for name, other := range map[string]string{
		"sorted, spaced, with an unknown field": string(sorted),
		"with a blank after it":                 string(text) + " ",
		"with an empty title of a class":        strings.Replace(string(text), `"kle":{"uuid":"","noegle":""`, `"kle":{"uuid":"","noegle":"","titel":""`, 1),
		"with escapes":                          strings.Replace(string(text), "Træning", `Tr\u00e6ning`, 1),
	} {
		if back, err := oio.ParseCanonical(oio.ArtSag, []byte(other)); err != nil || !reflect.DeepEqual(back, o) {
			t.Errorf("%s: %v %+v", name, err, back)
		}
	}
}

// FuzzParseCanonical: whatever the bytes are, the answer is the one encoding/json gives.
func FuzzParseCanonical(f *testing.F) {
	for _, o := range nye() {
		text, _ := oio.Canonical(o)
		f.Add(uint8(o.ObjektArt()), text)
	}
	f.Fuzz(func(t *testing.T, art uint8, text []byte) {
		for _, o := range nye() {
			if o.ObjektArt() != oio.Art(art) {
				continue
			}
			wrong := json.Unmarshal(text, o)
			got, err := oio.ParseCanonical(oio.Art(art), text)
			if (err == nil) != (wrong == nil) || err == nil && !reflect.DeepEqual(got, o) {
				t.Fatalf("%q\ngot  %#v, %v\nwant %#v, %v", text, got, err, o, wrong)
			}
		}
	})
}

func BenchmarkCanonical(b *testing.B) {
	o := eksempel()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := oio.Canonical(o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseCanonical(b *testing.B) {
	text, err := oio.Canonical(eksempel())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := oio.ParseCanonical(oio.ArtSag, text); err != nil {
			b.Fatal(err)
		}
	}
}

func eksempel() *oio.Sag {
	unit := oio.Aktoer{UUID: oio.NameUUID("enhed"), Navn: "Visitation Ældre", CVR: oio.Korsbaek}
	cpr, _ := oio.ParseCPR("7105500001")
	return &oio.Sag{UUID: oio.NameUUID("s"), Noegle: "s-1", Titel: "Genoptræning efter sygehusophold", Foelsomhed: oio.Foelsom, Oprettet: 20240101,
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240101, Til: 20240201}}, {Status: "Afgjort", Virkning: oio.Virkning{Fra: 20240201}}},
		Ejer:      unit, Ansvarlig: unit, Part: oio.Part{CPR: cpr, Navn: "Anna Ågård"}, KLE: oio.NewKlasse("KLE", "29.09.04", "Genoptræning", ""), Facet: oio.NewKlasse("handlingsfacet", "G01", "", ""),
		System: oio.ITSystem{UUID: oio.NameUUID("cura"), Navn: "Cura"}}
}
