package ydelsestype_test

import (
	"strings"
	"testing"

	"indeksbro/internal/ydelsestype"
)

const kodeliste = `{"resourceType":"CodeSystem","id":"FSIII","version":"1","concept":[{"code":"top","display":"Indsatser","concept":[
{"code":"H1.1","display":"Personlig hygiejne","definition":"Hjælp til hygiejne.\n\nEksempler: Bad, hudpleje, hårvask."},{"code":"ny","display":"En ny"}]}]}`

func TestACodeListIsReadWithItsExamples(t *testing.T) {
	t.Parallel()
	list, err := ydelsestype.ParseKodeliste(strings.NewReader(kodeliste))
	if err != nil {
		t.Fatal(err)
	}
	d := list.Definitioner[1]
	if len(list.Definitioner) != 3 || d.System != "FSIII" || d.Kode != "H1.1" || d.Tekst != "Hjælp til hygiejne." || strings.Join(d.Eksempler, "|") != "Bad|hudpleje|hårvask" {
		t.Errorf("%+v", list)
	}
	known, ended := list.Mod(ydelsestype.Nyeste())
	if known != 1 || len(ended) == 0 {
		t.Errorf("%d known, %d ended", known, len(ended))
	}
}

func TestACodeListThatIsNoneIsRefusedWhole(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no JSON": "<xml/>", "another resource": `{"resourceType":"ValueSet"}`, "no codes": `{"resourceType":"CodeSystem","id":"FSIII"}`,
		"a code twice": `{"resourceType":"CodeSystem","id":"X","concept":[{"code":"a","display":"A"},{"code":"a","display":"B"}]}`,
		"no name":      `{"resourceType":"CodeSystem","id":"X","concept":[{"code":"a"}]}`,
		"too deep":     `{"resourceType":"CodeSystem","id":"X","concept":[` + strings.Repeat(`{"code":"a","display":"A","concept":[`, 1) + deep(25) + `]}]}`,
	} {
		if _, err := ydelsestype.ParseKodeliste(strings.NewReader(text)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func deep(n int) string {
	if n == 0 {
		return ""
	}
	return `{"code":"c` + strings.Repeat("i", n) + `","display":"C","concept":[` + deep(n-1) + `]}`
}

func FuzzParseKodeliste(f *testing.F) {
	f.Add(kodeliste)
	f.Add("{}")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ydelsestype.ParseKodeliste(strings.NewReader(text))
		if err == nil && len(list.Definitioner) == 0 {
			t.Error("an empty list is believed")
		}
	})
}
