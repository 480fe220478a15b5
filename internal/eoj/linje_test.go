package eoj_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/eoj"
	"indeksbro/internal/oio"
)

// The examples of the feed's description (03-interfaces).
var examples = []string{
	`{"type":"sagstype","id":"st-12","version":1,"navn":"Sundhedsmæssig forebyggelsesindsats","borgerrettet":true}`,
	`{"type":"ydelse","id":"yd-4","version":1,"sagstype":"st-12","navn":"Diætist Diabetes","lov":"SUL","paragraf":"119","standard":"lokal","art":"ressourcemæssig","pakke":false,"hold":false}`,
	`{"type":"enhed","id":"en-3","version":1,"navn":"Visitation A","overordnet":"en-1","sagsansvarlig":true,"usynlig":false}`,
	`{"type":"sag","id":"s-1001","version":7,"sagstype":"st-12","cpr":"7105500001","titel":"…","enhed":"en-3","oprettet":"2024-01-03","afsluttet":null,"foelsomhed":"FOELSOMME_PERSONOPLYSNINGER"}`,
	`{"type":"bevilling","id":"b-77","version":2,"sag":"s-1001","ydelse":"yd-4","enhed":"en-3","fra":"2024-01-10","til":null,"maengde":"1 gang/uge","beloeb":null}`,
	`{"type":"slet","objekt":"bevilling","id":"b-77","version":3}`,
}

func cpr(t interface{ Fatal(...any) }, s string) oio.CPR {
	c, err := oio.ParseCPR(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryFieldOfALineIsRead(t *testing.T) {
	t.Parallel()
	ida := cpr(t, "7105500001")
	registered := time.Date(2024, 1, 10, 7, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		line string
		want eoj.Post
	}{
		"example sagstype":  {examples[0], &eoj.Sagstype{ID: "st-12", Version: 1, Navn: "Sundhedsmæssig forebyggelsesindsats", Borgerrettet: true}},
		"example ydelse":    {examples[1], &eoj.Ydelse{ID: "yd-4", Version: 1, Sagstype: "st-12", Navn: "Diætist Diabetes", Lov: "SUL", Paragraf: "119", Standard: eoj.Lokal, Art: "ressourcemæssig", Aktiv: true}},
		"example enhed":     {examples[2], &eoj.Enhed{ID: "en-3", Version: 1, Navn: "Visitation A", Overordnet: "en-1", Sagsansvarlig: true, Aktiv: true}},
		"example sag":       {examples[3], &eoj.Sag{ID: "s-1001", Version: 7, Sagstype: "st-12", CPR: ida, Titel: "…", Enhed: "en-3", Facet: "G01", Oprettet: 20240103, Foelsomhed: oio.Foelsom}},
		"example bevilling": {examples[4], &eoj.Bevilling{ID: "b-77", Version: 2, Sag: "s-1001", Ydelse: "yd-4", Enhed: "en-3", Fra: 20240110, Maengde: "1 gang/uge"}},
		"example slet":      {examples[5], &eoj.Slet{Objekt: eoj.TypeBevilling, ID: "b-77", Version: 3}},
		"sagstype, all fields": {`{"type":"sagstype","id":"st","version":0,"navn":" Hjælp ","borgerrettet":true,"administrativ":true,"lov":"SEL","paragraf":"83"}`,
			&eoj.Sagstype{ID: "st", Navn: "Hjælp", Borgerrettet: true, Administrativ: true, Lov: "SEL", Paragraf: "83"}},
		"ydelse, all fields": {`{"type":"ydelse","id":"yd","version":9007199254740993,"sagstype":"st","navn":"Bad","lov":"SEL","paragraf":"83","standard":"FSIII","kode":"H1.1","art":"Økonomisk","pakke":true,"hold":true,"aktiv":false}`,
			&eoj.Ydelse{ID: "yd", Version: 9007199254740993, Sagstype: "st", Navn: "Bad", Lov: "SEL", Paragraf: "83", Standard: eoj.FSIII, Kode: "H1.1", Art: "monetær", Pakke: true, Hold: true}},
		"ydelse, FFB": {`{"type":"ydelse","id":"yd","version":1,"sagstype":"st","navn":"Bad","standard":"FFB","kode":"x","art":"fysisk","aktiv":true}`,
			&eoj.Ydelse{ID: "yd", Version: 1, Sagstype: "st", Navn: "Bad", Standard: eoj.FFB, Kode: "x", Art: "fysisk", Aktiv: true}},
		"ydelse, defaults": {`{"type":"ydelse","id":"yd","version":1,"sagstype":"st","navn":"Bad"}`,
			&eoj.Ydelse{ID: "yd", Version: 1, Sagstype: "st", Navn: "Bad", Standard: eoj.Lokal, Aktiv: true}},
		"enhed, all fields": {`{"type":"enhed","id":"en","version":1,"navn":"Nord","overordnet":"top","sagsansvarlig":true,"usynlig":true,"aktiv":false,"pnummer":"1029290000","cvr":"11111111"}`,
			&eoj.Enhed{ID: "en", Version: 1, Navn: "Nord", Overordnet: "top", Sagsansvarlig: true, Usynlig: true, PNummer: "1029290000", CVR: "11111111"}},
		"enhed, defaults": {`{"type":"enhed","id":"en","version":1,"navn":"Nord"}`, &eoj.Enhed{ID: "en", Version: 1, Navn: "Nord", Aktiv: true}},
		"sag, all fields": {`{"type":"sag","id":"s","version":1,"sagstype":"st","cpr":"710550-0001","partNavn":"Ida\nHolm","titel":" Hjælp\t i hjemmet ","sagsnummer":"24/1","enhed":"en","facet":"Ø54","oprettet":"2024-01-03","afsluttet":"2024-03-01","foelsomhed":"VIP_SAGER","fremdrift":[{"status":"Opstaaet","fra":"2024-01-03"},{"status":"Afgjort","fra":"2024-02-01"}],"registreret":"2024-01-10T08:00:00+01:00"}`,
			&eoj.Sag{ID: "s", Version: 1, Sagstype: "st", CPR: ida, PartNavn: "Ida Holm", Titel: "Hjælp i hjemmet", Sagsnummer: "24/1", Enhed: "en", Facet: "Ø54", Oprettet: 20240103,
				Afsluttet: 20240301, Foelsomhed: oio.VIP, Fremdrift: []eoj.Fremdrift{{Status: "Opstaaet", Fra: 20240103}, {Status: "Afgjort", Fra: 20240201}}, Registreret: registered}},
		"sag, defaults": {`{"type":"sag","id":"s","version":1,"sagstype":"st","cpr":"7105500001","enhed":"en","oprettet":"2024-01-03"}`,
			&eoj.Sag{ID: "s", Version: 1, Sagstype: "st", CPR: ida, Enhed: "en", Facet: "G01", Oprettet: 20240103}},
		"sag, opened again": {`{"type":"sag","id":"s","version":1,"sagstype":"st","cpr":"7105500001","enhed":"en","oprettet":"2024-01-03","fremdrift":[{"status":"Opstaaet","fra":"2024-01-03"},{"status":"Afsluttet","fra":"2024-02-01"},{"status":"Oplyst","fra":"2024-02-02"}]}`,
			&eoj.Sag{ID: "s", Version: 1, Sagstype: "st", CPR: ida, Enhed: "en", Facet: "G01", Oprettet: 20240103,
				Fremdrift: []eoj.Fremdrift{{Status: "Opstaaet", Fra: 20240103}, {Status: "Afsluttet", Fra: 20240201}, {Status: "Oplyst", Fra: 20240202}}}},
		"bevilling, all fields": {`{"type":"bevilling","id":"b","version":1,"sag":"s","ydelse":"yd","enhed":"en","fra":"2024-01-10","til":"2024-01-11","maengde":"1","beloeb":1234.50,"foelsomhed":"IKKE_FORTROLIGE_DATA","registreret":"2024-01-10T07:00:00Z"}`,
			&eoj.Bevilling{ID: "b", Version: 1, Sag: "s", Ydelse: "yd", Enhed: "en", Fra: 20240110, Til: 20240111, Maengde: "1", Beloeb: "1234.50", Foelsomhed: oio.IkkeFortrolig, Registreret: registered}},
		"bevilling, defaults and amount as text": {`{"type":"bevilling","id":"b","version":1,"sag":"s","ydelse":"yd","fra":"2024-01-10","beloeb":"-7"}`,
			&eoj.Bevilling{ID: "b", Version: 1, Sag: "s", Ydelse: "yd", Fra: 20240110, Beloeb: "-7"}},
		"slet of a sag":        {`{"type":"slet","objekt":"sag","id":"s","version":3}`, &eoj.Slet{Objekt: eoj.TypeSag, ID: "s", Version: 3}},
		"a field nobody knows": {`{"type":"enhed","id":"en","version":1,"navn":"Nord","nyt":{"a":[1]}}`, &eoj.Enhed{ID: "en", Version: 1, Navn: "Nord", Aktiv: true}},
		"the longest id":       {`{"type":"enhed","id":"` + strings.Repeat("ø", eoj.MaxID) + `","version":1,"navn":"Nord"}`, &eoj.Enhed{ID: strings.Repeat("ø", eoj.MaxID), Version: 1, Navn: "Nord", Aktiv: true}},
	} {
		got, err := eoj.ParseLinje([]byte(c.line))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, p := range []eoj.Post{got, c.want} { // the same instant in another zone is the same
			switch p := p.(type) {
			case *eoj.Sag:
				p.Registreret = p.Registreret.UTC()
			case *eoj.Bevilling:
				p.Registreret = p.Registreret.UTC()
			}
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, c.want)
		}
	}
}

// valid are whole lines, from which the refusals below are made by changing one field.
var valid = map[string]string{
	"sagstype":  `{"type":"sagstype","id":"st","version":1,"navn":"Hjælp"}`,
	"ydelse":    `{"type":"ydelse","id":"yd","version":1,"sagstype":"st","navn":"Bad"}`,
	"enhed":     `{"type":"enhed","id":"en","version":1,"navn":"Nord"}`,
	"sag":       `{"type":"sag","id":"s","version":1,"sagstype":"st","cpr":"7105500001","enhed":"en","oprettet":"2024-01-03"}`,
	"bevilling": `{"type":"bevilling","id":"b","version":1,"sag":"s","ydelse":"yd","fra":"2024-01-10"}`,
	"slet":      `{"type":"slet","objekt":"sag","id":"s","version":1}`,
}

// with gives a valid line with fields set from JSON; null takes them away.
func with(t *testing.T, kind, changes string) []byte {
	t.Helper()
	fields := map[string]any{}
	for _, text := range []string{valid[kind], changes} {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&fields); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	line, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func TestWrongLinesAreRefusedByField(t *testing.T) {
	t.Parallel()
	long, longText := strings.Repeat("x", eoj.MaxID+1), strings.Repeat("æ", 4097)
	states := func(list string) string { return `{"fremdrift":[` + list + `]}` }
	for _, c := range []struct{ kind, changes, field string }{
		{"sag", `{"id":null}`, "id"}, {"sag", `{"id":"` + long + `"}`, "id"}, {"sag", `{"id":"a\u0000b"}`, "id"}, {"sag", `{"id":"sag 710550-0001"}`, "id"}, {"sag", `{"id":7}`, "id"},
		{"slet", `{"id":""}`, "id"}, {"sagstype", `{"id":"x7105500001y"}`, "id"},
		{"sag", `{"version":null}`, "version"}, {"sag", `{"version":-1}`, "version"}, {"sag", `{"version":1.5}`, "version"}, {"sag", `{"version":"1"}`, "version"}, {"sag", `{"version":9223372036854775808}`, "version"},
		{"sag", `{"type":null}`, "type"}, {"sag", `{"type":"Sag"}`, "type"}, {"sag", `{"type":"slettet"}`, "type"}, {"sag", `{"type":[]}`, "type"},
		{"slet", `{"objekt":null}`, "objekt"}, {"slet", `{"objekt":"slet"}`, "objekt"}, {"slet", `{"objekt":"SAG"}`, "objekt"},
		{"sagstype", `{"navn":null}`, "navn"}, {"sagstype", `{"navn":" \t"}`, "navn"}, {"sagstype", `{"navn":"` + longText + `"}`, "navn"}, {"sagstype", `{"navn":"Sag om 7105500001"}`, "navn"},
		{"sagstype", `{"lov":"` + longText + `"}`, "lov"}, {"sagstype", `{"lov":"7105500001"}`, "lov"}, {"sagstype", `{"paragraf":"710550 0001"}`, "paragraf"}, {"sagstype", `{"borgerrettet":"ja"}`, "borgerrettet"},
		{"ydelse", `{"navn":null}`, "navn"}, {"ydelse", `{"sagstype":null}`, "sagstype"}, {"ydelse", `{"sagstype":"` + long + `"}`, "sagstype"}, {"ydelse", `{"kode":"` + long + `"}`, "kode"}, {"ydelse", `{"kode":"7105500001"}`, "kode"},
		{"ydelse", `{"lov":"7105500001"}`, "lov"}, {"ydelse", `{"paragraf":"` + longText + `"}`, "paragraf"}, {"ydelse", `{"art":"timer"}`, "art"}, {"ydelse", `{"standard":"fsiii"}`, "standard"},
		{"ydelse", `{"standard":"FSIII"}`, "kode"}, {"ydelse", `{"standard":"FFB"}`, "kode"}, {"ydelse", `{"aktiv":1}`, "aktiv"}, {"ydelse", `{"pakke":"nej"}`, "pakke"},
		{"enhed", `{"navn":null}`, "navn"}, {"enhed", `{"overordnet":"en"}`, "overordnet"}, {"enhed", `{"overordnet":"` + long + `"}`, "overordnet"}, {"enhed", `{"pnummer":"100329000"}`, "pnummer"}, {"enhed", `{"pnummer":"100329000x"}`, "pnummer"},
		{"enhed", `{"cvr":"1111111"}`, "cvr"}, {"enhed", `{"cvr":11111111}`, "cvr"},
		{"sag", `{"sagstype":null}`, "sagstype"}, {"sag", `{"enhed":null}`, "enhed"}, {"sag", `{"enhed":"7105500001"}`, "enhed"}, {"sag", `{"cpr":null}`, "cpr"}, {"sag", `{"cpr":"7105500"}`, "cpr"}, {"sag", `{"cpr":"7113500001"}`, "cpr"},
		{"sag", `{"cpr":7105500001}`, "cpr"}, {"sag", `{"titel":"` + longText + `"}`, "titel"}, {"sag", `{"partNavn":"` + longText + `"}`, "partNavn"}, {"sag", `{"sagsnummer":"` + longText + `"}`, "sagsnummer"},
		{"sag", `{"facet":"g01"}`, "facet"}, {"sag", `{"facet":"G1"}`, "facet"}, {"sag", `{"facet":"G01x"}`, "facet"}, {"sag", `{"oprettet":null}`, "oprettet"}, {"sag", `{"oprettet":"2024-02-30"}`, "oprettet"}, {"sag", `{"oprettet":"03-01-2024"}`, "oprettet"},
		{"sag", `{"afsluttet":"i går"}`, "afsluttet"}, {"sag", `{"afsluttet":"2024-01-03"}`, "afsluttet"}, {"sag", `{"afsluttet":"2023-01-03"}`, "afsluttet"}, {"sag", `{"foelsomhed":"HEMMELIG"}`, "foelsomhed"},
		{"sag", `{"registreret":"2024-01-10"}`, "registreret"}, {"sag", `{"registreret":"2024-01-10T08:00:00"}`, "registreret"},
		{"sag", states(`{"status":"Slut","fra":"2024-01-03"}`), "fremdrift.status"}, {"sag", states(`{"status":"Opstaaet"}`), "fremdrift.fra"}, {"sag", states(`{"status":"Opstaaet","fra":"2024-13-03"}`), "fremdrift.fra"},
		{"sag", states(`{"status":"Oplyst","fra":"2024-01-03"}`), "fremdrift"}, {"sag", states(`{"status":"Opstaaet","fra":"2024-01-03"},{"status":"Oplyst","fra":"2024-01-03"}`), "fremdrift.fra"},
		{"sag", states(`{"status":7}`), "fremdrift.status"}, {"sag", `{"fremdrift":{}}`, "fremdrift"},
		{"sag", `{"afsluttet":"2024-02-01","fremdrift":[{"status":"Opstaaet","fra":"2024-01-03"},{"status":"Oplyst","fra":"2024-02-01"}]}`, "fremdrift"},
		{"bevilling", `{"sag":null}`, "sag"}, {"bevilling", `{"ydelse":null}`, "ydelse"}, {"bevilling", `{"enhed":"` + long + `"}`, "enhed"}, {"bevilling", `{"maengde":"` + longText + `"}`, "maengde"},
		{"bevilling", `{"fra":null}`, "fra"}, {"bevilling", `{"fra":"2023-02-29"}`, "fra"}, {"bevilling", `{"til":"x"}`, "til"}, {"bevilling", `{"til":"2024-01-10"}`, "til"}, {"bevilling", `{"foelsomhed":"x"}`, "foelsomhed"}, {"bevilling", `{"registreret":"x"}`, "registreret"},
		{"bevilling", `{"beloeb":"1.234,50"}`, "beloeb"}, {"bevilling", `{"beloeb":"12."}`, "beloeb"}, {"bevilling", `{"beloeb":".5"}`, "beloeb"}, {"bevilling", `{"beloeb":"-"}`, "beloeb"}, {"bevilling", `{"beloeb":1e5}`, "beloeb"},
		{"bevilling", `{"beloeb":[1]}`, "beloeb"}, {"bevilling", `{"beloeb":true}`, "beloeb"}, {"bevilling", `{"beloeb":"1-5"}`, "beloeb"}, {"bevilling", `{"beloeb":"12 kr"}`, "beloeb"},
	} {
		post, err := eoj.ParseLinje(with(t, c.kind, c.changes))
		refused(t, c.kind+" "+c.changes[:min(40, len(c.changes))], post, err, c.field)
	}
	for name, line := range map[string]string{
		"nothing": "", "no JSON": "sag", "half": `{"type":"sag"`, "two objects": examples[0] + examples[0], "a list": `[1]`, "a text": `"sag"`, "a number": `7`,
		"no UTF-8": "{\"type\":\"sag\",\"id\":\"\xff\"}", "too long": `{"type":"sag","titel":"` + strings.Repeat("x", eoj.MaxLinje) + `"}`,
	} {
		post, err := eoj.ParseLinje([]byte(line))
		refused(t, name, post, err, "")
	}
	for kind := range valid {
		if _, err := eoj.ParseLinje(with(t, kind, "{}")); err != nil {
			t.Errorf("the %s the refusals are made from is wrong itself: %v", kind, err)
		}
	}
}

func refused(t *testing.T, name string, post eoj.Post, err error, field string) {
	t.Helper()
	var fejl *eoj.Fejl
	switch {
	case post != nil || !errors.As(err, &fejl):
		t.Errorf("%s was taken: %v, %v", name, post, err)
	case fejl.Felt != field:
		t.Errorf("%s: field %q is named (%v), want %q", name, fejl.Felt, err, field)
	case fejl.Message == "" || fejl.Dansk == "" || strings.Contains(err.Error(), "eoj."):
		t.Errorf("%s: not in words for people: %q, %q", name, err, fejl.Dansk)
	}
}

var syntetisk = rapid.Custom(func(t *rapid.T) string {
	return fmt.Sprintf("%02d%02d%02d%04d", 60+rapid.IntRange(1, 31).Draw(t, "day"), rapid.IntRange(1, 12).Draw(t, "month"),
		rapid.IntRange(0, 99).Draw(t, "year"), rapid.IntRange(0, 9999).Draw(t, "serial"))
})

// Whatever is wrong with a line, its error can be logged and shown: a CPR number at any place of it never comes out.
func TestErrorsNeverQuoteACPRNumber(t *testing.T) {
	t.Parallel()
	lines := append([]string(nil), examples...)
	for _, line := range valid {
		lines = append(lines, line)
	}
	rapid.Check(t, func(t *rapid.T) {
		number := syntetisk.Draw(t, "cpr")
		written := number[:6] + rapid.SampledFrom([]string{"", "-", " "}).Draw(t, "sep") + number[6:]
		line := rapid.SampledFrom(lines).Draw(t, "line")
		for range 3 {
			switch rapid.SampledFrom([]string{"insert", "value", "key", "number"}).Draw(t, "how") {
			case "insert":
				at := rapid.IntRange(0, len(line)).Draw(t, "at")
				line = line[:at] + written + line[at:]
			case "value":
				line = replaceValue(t, line, `"`+written+rapid.SampledFrom([]string{"", "x", "\\n"}).Draw(t, "tail")+`"`)
			case "key":
				line = strings.Replace(line, "{", `{"`+written+`":1,`, 1)
			case "number":
				line = replaceValue(t, line, number)
			}
		}
		post, err := eoj.ParseLinje([]byte(line))
		if err == nil {
			_, id, _ := post.Noegle()
			if alene := regexp.MustCompile(`(^|\D)` + number[:6] + `[ -]?` + number[6:] + `(\D|$)`); alene.MatchString(id) { // a longer row of digits is no CPR number
				t.Fatalf("the number became an id")
			}
			return
		}
		var fejl *eoj.Fejl
		if !errors.As(err, &fejl) {
			t.Fatalf("error is a %T", err)
		}
		for _, text := range []string{err.Error(), fejl.Felt, fejl.Message, fejl.Dansk, fmt.Sprintf("%+v %#v", fejl, fejl)} {
			if strings.Contains(text, number) || strings.Contains(text, written) || strings.Contains(text, number[6:]) {
				t.Fatalf("the error quotes the number: %s", oio.MaskCPR(text))
			}
		}
	})
}

// replaceValue puts a value in the place of one of the line's texts.
func replaceValue(t *rapid.T, line, value string) string {
	parts := strings.Split(line, `:"`)
	if len(parts) < 2 {
		return line
	}
	i := rapid.IntRange(1, len(parts)-1).Draw(t, "field")
	_, rest, _ := strings.Cut(parts[i], `"`)
	return strings.Join(parts[:i], `:"`) + ":" + value + rest + strings.Join(append([]string{""}, parts[i+1:]...), `:"`)
}

func FuzzParseLinje(f *testing.F) {
	for _, line := range examples {
		f.Add([]byte(line))
	}
	for _, line := range valid {
		f.Add([]byte(line))
	}
	for _, line := range []string{"", "null", "{}", "[]", `{"type":"sag","id":"\ud800","version":1}`, `{"type":"bevilling","id":"b","version":1,"beloeb":"\""}`, `{"version":1e2}`,
		"\ufeff{}", "{\"id\":\"\xff\"}", `{"TYPE":"slet","OBJEKT":"sag","ID":"s","VERSION":1}`, `{"type":"sag","type":"slet"}`} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		post, err := eoj.ParseLinje(line)
		if err != nil {
			var fejl *eoj.Fejl
			if post != nil || !errors.As(err, &fejl) || fejl.Message == "" || fejl.Dansk == "" {
				t.Fatalf("%v and %v: want a *Fejl in two languages alone", post, err)
			}
			return
		}
		typ, id, version := post.Noegle()
		if typ == "" || typ == eoj.TypeSlet || id == "" || version < 0 {
			t.Fatalf("key %q %q %d", typ, id, version)
		}
		if _, _, found := oio.FindCPR(id); found {
			t.Fatal("an id holds a CPR number")
		}
		switch p := post.(type) {
		case *eoj.Sag:
			if p.CPR.IsZero() || p.Oprettet == 0 || (p.Afsluttet != 0 && p.Afsluttet <= p.Oprettet) || strings.ContainsAny(p.Titel+p.PartNavn+p.Sagsnummer, "\n\r\t\x00") {
				t.Fatalf("a sag that no index takes")
			}
		case *eoj.Bevilling:
			if !(oio.Virkning{Fra: p.Fra, Til: p.Til}).Valid() || p.Sag == "" || p.Ydelse == "" {
				t.Fatalf("a bevilling that no index takes")
			}
		}
		again, err := eoj.ParseLinje(line)
		if err != nil || !reflect.DeepEqual(again, post) {
			t.Fatal("read twice it is not the same")
		}
	})
}
