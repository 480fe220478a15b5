package oio_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/oio"
)

// syntetisk draws the digits of a synthetic person: the day is raised by 60, which no real person's is.
var syntetisk = rapid.Custom(func(t *rapid.T) string {
	return fmt.Sprintf("%02d%02d%02d%04d", 60+rapid.IntRange(1, 31).Draw(t, "day"), rapid.IntRange(1, 12).Draw(t, "month"),
		rapid.IntRange(0, 99).Draw(t, "year"), rapid.IntRange(0, 9999).Draw(t, "serial"))
})

func parseCPR(t interface{ Fatal(...any) }, s string) oio.CPR {
	cpr, err := oio.ParseCPR(s)
	if err != nil {
		t.Fatal(err)
	}
	return cpr
}

func TestCPRNumberNeverPrints(t *testing.T) {
	t.Parallel()
	type hidden struct{ cpr oio.CPR }
	type shown struct {
		CPR  oio.CPR
		Deep map[string][]*oio.CPR
	}
	rapid.Check(t, func(t *rapid.T) {
		digits := syntetisk.Draw(t, "cpr")
		cpr := parseCPR(t, digits)
		part := oio.Part{CPR: cpr, Navn: "Ida"}
		values := map[string]any{
			"value": cpr, "pointer": &cpr, "list": []oio.CPR{cpr}, "map": map[oio.CPR]oio.CPR{cpr: cpr}, "hidden": hidden{cpr}, "pointer to hidden": &hidden{cpr},
			"shown": shown{CPR: cpr, Deep: map[string][]*oio.CPR{"a": {&cpr}}}, "part": part, "sag": &oio.Sag{Part: part}, "person": oio.Person{CPR: cpr},
		}
		var out bytes.Buffer
		for _, v := range values {
			for _, verb := range "vTtbcdoOqxXUeEfFgGspw" {
				for _, flags := range []string{"", "+", "#", "-30", "010", " ", ".3", "[1]"} {
					fmt.Fprintf(&out, "%"+flags+string(verb)+"\n", v)
				}
			}
			wrap := "%w" // a mistake that vet finds only in constants
			fmt.Fprintln(&out, v, fmt.Errorf(wrap, v), fmt.Errorf("%v", v))
			slog.New(slog.NewTextHandler(&out, nil)).Info("x", "v", v, slog.Group("g", "v", v))
		}
		for name, v := range map[string]any{"value": cpr, "hidden": hidden{cpr}, "shown": shown{CPR: cpr}, "person": oio.Person{CPR: cpr}} {
			slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "v", v)
			if b, err := json.Marshal(v); err == nil {
				out.Write(b)
				if name != "hidden" {
					t.Errorf("%s: JSON gave no error", name)
				}
			} else {
				fmt.Fprintln(&out, err)
			}
		}
		if strings.Contains(out.String(), digits) || strings.Contains(out.String(), fmt.Sprintf("%x", digits)) {
			t.Fatal("the number was printed")
		}
		if got := fmt.Sprint(cpr); got != "[CPR]" {
			t.Fatalf("prints as %q", got)
		}
	})
}

func TestCPRNumberIsItsDigits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		digits := syntetisk.Draw(t, "cpr")
		cpr := parseCPR(t, digits)
		for _, sep := range []string{"-", " "} {
			if other := parseCPR(t, digits[:6]+sep+digits[6:]); other != cpr || !reflect.DeepEqual(other, cpr) {
				t.Fatalf("with %q it is another number", sep)
			}
		}
		if cpr.Digits() != digits || cpr.URN() != "urn:oio:cpr-nr:"+digits || cpr.IsZero() || !cpr.Syntetisk() {
			t.Fatal("digits, URN, IsZero or Syntetisk disagree")
		}
	})
	var none oio.CPR
	if !none.IsZero() || none.Digits() != "" || none.Syntetisk() || none.URN() != "urn:oio:cpr-nr:" {
		t.Error("no number must be none")
	}
	for _, wrong := range []string{"", "710550000", "71055000011", "7105500o01", "0005500001", "3205500001", "9205500001", "7113500001", "7100500001", "710550.0001", "71055-00001", "６105500001"} {
		if _, err := oio.ParseCPR(wrong); err == nil {
			t.Errorf("a malformed number of %d bytes was taken", len(wrong))
		} else if wrong != "" && strings.Contains(err.Error(), wrong) {
			t.Error("the error quotes what was read")
		}
	}
}

func TestCPRNumbersAreFoundAndMaskedInText(t *testing.T) {
	t.Parallel()
	noDigits := rapid.StringMatching(`[a-zæøå .,/]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		var numbers []string
		for range rapid.IntRange(1, 3).Draw(t, "n") {
			digits := syntetisk.Draw(t, "cpr")
			numbers = append(numbers, digits)
			text.WriteString(noDigits.Draw(t, "before") + "x" + digits[:6] + rapid.SampledFrom([]string{"", "-", " "}).Draw(t, "sep") + digits[6:] + "x" + noDigits.Draw(t, "after"))
		}
		start, end, found := oio.FindCPR(text.String())
		if !found || parseCPR(t, text.String()[start:end]).Digits() != numbers[0] {
			t.Fatal("the first number is not the one found")
		}
		masked := oio.MaskCPR(text.String())
		if _, _, left := oio.FindCPR(masked); left || strings.Count(masked, "[CPR]") != len(numbers) {
			t.Fatalf("masked to %q", masked)
		}
		for _, digits := range numbers {
			if strings.Contains(masked, digits[:6]) || strings.Contains(masked, digits[6:]+"x") {
				t.Fatalf("part of a number is left: %q", masked)
			}
		}
		if oio.MaskCPR(masked) != masked {
			t.Fatal("masking twice changes more")
		}
	})
	for _, free := range []string{"", "sag 2024-1001", "71055000011", "171055000012", "tlf. 55 55 01 23", "4411550001", "1003290000123"} {
		if _, _, found := oio.FindCPR(free); found {
			t.Errorf("found a number in %q", free)
		}
	}
}

func TestDateRoundTripsAndImpossibleDatesAreRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(rapid.IntRange(1000, 9998).Draw(t, "year"), 1, 1+rapid.IntRange(0, 366).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		text := day.Format("2006-01-02")
		d, err := oio.ParseDato(text)
		if err != nil || d.String() != text {
			t.Fatalf("%s is %v (%v)", text, d, err)
		}
		if year, month, dom := d.Parts(); year != day.Year() || month != int(day.Month()) || dom != day.Day() {
			t.Fatal("parts disagree")
		}
		n := rapid.IntRange(-400, 400).Draw(t, "n")
		if got, want := d.AddDays(n).String(), day.AddDate(0, 0, n).Format("2006-01-02"); day.Year() > 1001 && got != want {
			t.Fatalf("%s and %d days is %s, want %s", text, n, got, want)
		}
		if oio.DatoOf(d.Midnat()) != d || oio.DatoOf(d.Midnat().Add(-time.Nanosecond)) == d {
			t.Fatal("midnight is not where the Danish day begins")
		}
		var back oio.Dato
		b, err := json.Marshal(d)
		if err != nil || json.Unmarshal(b, &back) != nil || back != d {
			t.Fatalf("JSON %s gives %v", b, back)
		}
		if back.UnmarshalText(nil) != nil || back != 0 {
			t.Fatal("nothing is no date")
		}
	})
	for _, wrong := range []string{"2023-02-29", "1900-02-29", "2024-02-30", "2024-04-31", "2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32", "0999-01-01",
		"2024-1-1", "20240101", "2024/01/01", "2024-01-01T00:00", "2024-01-0x", "-024-01-01", ""} {
		if d, err := oio.ParseDato(wrong); err == nil {
			t.Errorf("%q was read as %v", wrong, d)
		}
	}
	if _, err := oio.ParseDato("2000-02-29"); err != nil {
		t.Error("2000-02-29 exists")
	}
}

func TestPeriodHoldsFromItsFirstDayToTheDayBeforeItsEnd(t *testing.T) {
	t.Parallel()
	closed, open := oio.Virkning{Fra: 20240110, Til: 20240201}, oio.Virkning{Fra: 20240110}
	for d, want := range map[oio.Dato][2]bool{20240109: {false, false}, 20240110: {true, true}, 20240131: {true, true}, 20240201: {false, true}} {
		if got := [2]bool{closed.Holds(d), open.Holds(d)}; got != want {
			t.Errorf("%v: holds %v, want %v", d, got, want)
		}
	}
	for v, want := range map[oio.Virkning]bool{closed: true, open: true, {}: false, {Til: 20240101}: false, {Fra: 20240110, Til: 20240110}: false, {Fra: 20240110, Til: 20240109}: false} {
		if v.Valid() != want {
			t.Errorf("%v: valid %v, want %v", v, v.Valid(), want)
		}
	}
	if got := oio.FormatTid(time.Date(2024, 7, 1, 22, 0, 0, 5e6, time.UTC)); got != "2024-07-02T00:00:00.005+02:00" {
		t.Errorf("summer time is written %s", got)
	}
	if got := oio.FormatTid(time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)); got != "2024-01-01T13:00:00.000+01:00" {
		t.Errorf("winter time is written %s", got)
	}
}

func TestIdentitiesNeverChange(t *testing.T) {
	t.Parallel()
	system := oio.MustUUID("11111111-2222-4333-8444-555555555555")
	for what, c := range map[string]struct {
		got  oio.UUID
		want string
	}{
		"namespace":        {oio.Navnerum, "6f3d2a52-7c1b-5c9e-9a4e-0d6b1f8e2c47"},
		"name":             {oio.NameUUID("indeksbro"), "fd99a755-062e-5f76-ba1c-b9528f216cf3"},
		"case":             {oio.ObjectUUID(oio.Korsbaek, system, oio.ArtSag, "s-1001"), "d02c2de7-f929-5178-9a0a-54606a377e4f"},
		"grant of same id": {oio.ObjectUUID(oio.Korsbaek, system, oio.ArtBevilling, "s-1001"), "f261082d-3cce-5000-918e-c0de6ce44c52"},
		"other town":       {oio.ObjectUUID("22222222", system, oio.ArtSag, "s-1001"), "f92f0ad0-942b-5a60-94cd-33fa2e08c2af"},
		"KLE stand-in":     {oio.NewKlasse("KLE", "27.35.04", "", "").UUID, "e233f16f-d370-535f-b1fb-964240729ca1"},
	} {
		if got := c.got.String(); got != c.want {
			t.Errorf("%s is %s, want %s", what, got, c.want)
		}
	}
	if k := oio.NewKlasse("KLE", "27.35.04", "Mad", " 70355B26-6028-4e42-9eb1-1a93aa9890b1 "); k.Stedfortraeder || k.UUID.String() != "70355b26-6028-4e42-9eb1-1a93aa9890b1" {
		t.Errorf("an official identity gives %v", k)
	}
	if k := oio.NewKlasse("KLE", "27.35.04", "Mad", "?"); !k.Stedfortraeder {
		t.Error("a malformed official identity is no identity")
	}
	if oio.NewKlasse("KLE", "G01", "", "").UUID == oio.NewKlasse("handlingsfacet", "G01", "", "").UUID {
		t.Error("keys of different classifications meet")
	}
}

func TestUUIDRoundTripsInLowerCase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var u oio.UUID
		copy(u[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "u"))
		for _, text := range []string{u.String(), strings.ToUpper(u.String())} {
			if back, err := oio.ParseUUID(text); err != nil || back != u {
				t.Fatalf("%s gives %v (%v)", text, back, err)
			}
		}
		var back oio.UUID
		b, err := json.Marshal(u)
		if err != nil || json.Unmarshal(b, &back) != nil || back != u {
			t.Fatalf("JSON %s gives %v", b, back)
		}
	})
	for _, wrong := range []string{"", "6f3d2a527c1b5c9e9a4e0d6b1f8e2c47", "6f3d2a52-7c1b-5c9e-9a4e-0d6b1f8e2c4", "6f3d2a52-7c1b-5c9e-9a4e-0d6b1f8e2c4g", "{f3d2a52-7c1b-5c9e-9a4e-0d6b1f8e2c47", "6f3d2a527-c1b-5c9e-9a4e-0d6b1f8e2c47"} {
		if u, err := oio.ParseUUID(wrong); err == nil || !u.IsZero() {
			t.Errorf("%q was read as %v", wrong, u)
		}
	}
}

// The official pairs, written here once more from SF1470 §3 and 05a §7.1.
func TestRolesAreTheOfficialOnes(t *testing.T) {
	t.Parallel()
	master, sender, itSystem := "251c24fd-57b0-4afc-9d73-b063d1957eb3", "1b3c6a6d-e977-4491-9bf8-b41ee6999f39", "29fe1da2-897a-46cd-b635-b9be8e0bffd6"
	official := map[oio.Rolle][2]string{
		oio.SagEjer:            {"9e979b84-b846-4472-8622-58007dc63c7e", "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa"},
		oio.SagAnsvarlig:       {"a1263342-d348-44ba-a566-233f37c4cb67", "c5fc3b3b-5197-49ee-92e6-ae6ba1957174"},
		oio.SagPrimaerPart:     {"d839f26a-d4d1-4441-b2d6-3dbbb12a9404", "c189ba35-de4b-4363-a8b7-67f1456cf56f"},
		oio.SagPrimaerKlasse:   {"a86c6581-ec85-412d-a655-31a1f1d5b14f", "267235ea-526d-4a18-8001-f2a0e563eba1"},
		oio.SagHandlingsklasse: {"05ef7011-11a7-4e4c-a46b-3de6aa457fc3", "267235ea-526d-4a18-8001-f2a0e563eba1"},
		oio.SagMaster:          {master, itSystem}, oio.SagAfsender: {sender, itSystem},
		oio.BevillingEjer:               {"abdf4d3e-f113-4282-b13e-6cd32a82621c", "45b7dafb-d90e-41da-b30e-ba007e577a8a"},
		oio.BevillingAnsvarlig:          {"fbe1016a-170a-4dea-8652-2813c1a566c0", "4546cca2-838e-4e0d-a5bd-83757d603362"},
		oio.BevillingBevillingsmodtager: {"3102fa7e-f56e-4510-b0d4-1650c590dc3b", "c59f1523-1786-48c7-baff-466de1db3320"},
		oio.BevillingYdelsesmodtager:    {"93af57a7-7658-4fac-98da-9e5ac7a7d9a5", "c59f1523-1786-48c7-baff-466de1db3320"},
		oio.BevillingSag:                {"31237487-787a-424f-8819-56aaedf00643", "f08a4a13-2567-41d0-bf8d-3af754b03464"},
		oio.BevillingYdelse:             {"6ebd938f-0bbf-4142-a65c-fefe15e9f192", "3aa45cbd-94c3-4601-84a6-66ce0f157dda"},
		oio.BevillingKLE:                {"ea909030-c5fa-4544-9b22-a0010d08ebe1", "7c51b9a8-d388-4e83-8c8b-ee3a90458d0b"},
		oio.BevillingMaster:             {master, itSystem}, oio.BevillingAfsender: {sender, itSystem},
	}
	for role, want := range official {
		got := role.Official()
		if got.Rolle.String() != want[0] || got.Type.String() != want[1] {
			t.Errorf("%s %s: role %s type %s, want %v", got.Objekt, got.Navn, got.Rolle, got.Type, want)
		}
		if got.Relation == "" || got.Navn == "" || got.TypeNavn == "" || (got.Objekt == oio.ArtSag) != (role <= oio.SagAfsender) {
			t.Errorf("role %d is not whole: %+v", role, got)
		}
	}
	for role := oio.SagEjer; role <= oio.BevillingAfsender; role++ {
		if _, known := official[role]; !known {
			t.Errorf("role %d has no official pair here", role)
		}
	}
}

var dato = rapid.Custom(func(t *rapid.T) oio.Dato {
	return oio.Dato(20200101).AddDays(rapid.IntRange(0, 3000).Draw(t, "days"))
})

var aktoer = rapid.Custom(func(t *rapid.T) oio.Aktoer {
	return oio.Aktoer{UUID: oio.NameUUID(rapid.String().Draw(t, "unit")), Navn: rapid.String().Draw(t, "unit name"), CVR: oio.Korsbaek}
})

var objekt = rapid.Custom(func(t *rapid.T) oio.Objekt {
	text := func(name string) string { return rapid.String().Draw(t, name) }
	part := oio.Part{CPR: parseCPR(t, syntetisk.Draw(t, "cpr")), Navn: text("name")}
	class := oio.NewKlasse("KLE", text("key"), text("title"), "")
	system := oio.ITSystem{UUID: oio.NameUUID(text("system")), Navn: text("system name")}
	sensitivity := oio.Foelsomhed(rapid.IntRange(0, 4).Draw(t, "sensitivity"))
	period := oio.Virkning{Fra: dato.Draw(t, "from")}
	if rapid.Bool().Draw(t, "ended") {
		period.Til = period.Fra.AddDays(1)
	}
	if rapid.Bool().Draw(t, "sag") {
		return &oio.Sag{UUID: oio.NameUUID(text("id")), Noegle: text("no"), Titel: text("title"), Foelsomhed: sensitivity, Oprettet: period.Fra,
			Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: period}}, Ejer: aktoer.Draw(t, "owner"), Ansvarlig: aktoer.Draw(t, "unit"),
			Part: part, KLE: class, Facet: class, System: system}
	}
	b := &oio.Bevilling{UUID: oio.NameUUID(text("id")), Noegle: text("no"), Foelsomhed: sensitivity, YdelseID: text("service"), Navn: text("service name"),
		Maengde: text("amount"), Periode: period, Ejer: aktoer.Draw(t, "owner"), Ansvarlig: aktoer.Draw(t, "unit"), Part: part, Sag: oio.NameUUID(text("case")),
		SagNoegle: text("case no"), SagTitel: text("case title"), Ydelsesnavn: text("type"), Art: text("kind"), KLE: class, System: system}
	if rapid.Bool().Draw(t, "typed") {
		b.Ydelsestype = class
	}
	return b
})

func TestCanonicalFormRoundTrips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := objekt.Draw(t, "object")
		first, err := oio.Canonical(o)
		if err != nil {
			t.Fatal(err)
		}
		back, err := oio.ParseCanonical(o.ObjektArt(), first)
		if err != nil || !reflect.DeepEqual(back, o) {
			t.Fatalf("%s gives another object (%v)", first, err)
		}
		if again, err := oio.Canonical(back); err != nil || !bytes.Equal(again, first) {
			t.Fatalf("written again it is %s, want %s", again, first)
		}
	})
	for _, wrong := range []string{"", "{", `{"uuid":"x"}`, `{"part":{"cpr":"0000000000"}}`, `[]`} {
		for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling, 0} {
			if _, err := oio.ParseCanonical(art, []byte(wrong)); err == nil {
				t.Errorf("%q was read as %s", wrong, art)
			}
		}
	}
}

func TestEveryRelationHasOneReferenceAndAnOfficialRole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := objekt.Draw(t, "object")
		seen := map[oio.Rolle]bool{}
		for _, r := range o.Relationer() {
			role := r.Rolle.Official()
			if seen[r.Rolle] || role.Objekt != o.ObjektArt() || role.Rolle.IsZero() || role.Type.IsZero() {
				t.Fatalf("relation %s of a %s", role.Navn, o.ObjektArt())
			}
			seen[r.Rolle] = true
			if r.UUID.IsZero() == (r.URN == "") {
				t.Fatalf("%s has not exactly one of UUID and URN", role.Navn)
			}
		}
		if b, isBevilling := o.(*oio.Bevilling); isBevilling && seen[oio.BevillingYdelse] == b.Ydelsestype.UUID.IsZero() {
			t.Fatal("a grant names its type exactly when it has one")
		}
	})
}

func TestCaseStatusFollowsItsDates(t *testing.T) {
	t.Parallel()
	s := oio.Sag{Fremdrift: []oio.Fremdrift{
		{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20240101, Til: 20240301}}, {Status: oio.Afsluttet, Virkning: oio.Virkning{Fra: 20240301}}}}
	for d, want := range map[oio.Dato]string{20231231: "Opstaaet", 20240101: "Opstaaet", 20240229: "Opstaaet", 20240301: "Afsluttet", 20300101: "Afsluttet"} {
		if got := s.Status(d); got != want {
			t.Errorf("on %s it is %s, want %s", d, got, want)
		}
	}
	if s.AfsluttetDato() != 20240301 {
		t.Errorf("closed %s", s.AfsluttetDato())
	}
	var none oio.Sag
	if none.Status(20240101) != "" || none.AfsluttetDato() != 0 {
		t.Error("a case without states has none")
	}
}

func TestSensitivityTakesTheFourOfficialValues(t *testing.T) {
	t.Parallel()
	for i, name := range []string{"IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER"} {
		f, err := oio.ParseFoelsomhed(name)
		if err != nil || f != oio.Foelsomhed(i+1) || f.String() != name {
			t.Errorf("%s is %v (%v)", name, f, err)
		}
	}
	for _, wrong := range []string{"", "vip_sager", "HEMMELIG"} {
		if _, err := oio.ParseFoelsomhed(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
	if oio.Foelsomhed(9).String() != "" {
		t.Error("a step that is none has a name")
	}
}

func TestKeysAndNumbersOfTheRightFormOnly(t *testing.T) {
	t.Parallel()
	b := oio.Borgernoegle{1, 2, 15: 255}
	if back, err := oio.ParseBorgernoegle(b.String()); err != nil || back != b {
		t.Errorf("%s gives %v (%v)", b, back, err)
	}
	for _, wrong := range []string{"", "0", strings.Repeat("g", 32), strings.Repeat("0", 33)} {
		if got, err := oio.ParseBorgernoegle(wrong); err == nil || !got.IsZero() {
			t.Errorf("%q was read as a citizen's key", wrong)
		}
	}
	for text, want := range map[string]bool{"11111111": true, "": false, "1111111": false, "111111111": false, "1111111x": false, "+1111111": false} {
		if _, err := oio.ParseCVR(text); (err == nil) != want {
			t.Errorf("CVR %q: %v", text, err)
		}
	}
}

// TestTheZoneInTheProgramIsDenmark: a machine without zone files counts days as one with them.
func TestTheZoneInTheProgramIsDenmark(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("koebenhavn.tzif")
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocationFromTZData("Europe/Copenhagen", file)
	if err != nil {
		t.Fatal(err)
	}
	for hour := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC); hour.Year() < 2060; hour = hour.Add(12 * time.Hour) {
		if got, want := hour.In(zone).Format(time.RFC3339), hour.In(oio.Koebenhavn).Format(time.RFC3339); got != want {
			t.Fatalf("%s is %s by the zone in the program, %s by the machine's", hour, got, want)
		}
	}
	if got := time.Date(2026, 7, 1, 12, 0, 0, 0, zone).Format(time.RFC3339); got != "2026-07-01T12:00:00+02:00" {
		t.Errorf("summer time is lost: %s", got)
	}
}
