package generate

import (
	_ "embed" // the table of other systems' cases
	"encoding/json"
	"strings"

	"indeksbro/internal/oio"
)

//go:embed tabeller/andre.csv
var andreCSV string

// Systemer are the municipality's other source systems (R115): one for cases and documents, one for money, one for buildings.
func Systemer(kommune oio.CVR) map[string]oio.ITSystem {
	system := func(key, name string) oio.ITSystem {
		return oio.ITSystem{UUID: oio.NameUUID("generate/it-system/" + string(kommune) + "/" + key), Navn: name}
	}
	return map[string]oio.ITSystem{
		"esdh": system("esdh", "Korsbæk ESDH"), "ydelse": system("ydelse", "Korsbæk Ydelse"), "byg": system("byg", "Korsbæk Byg"),
	}
}

// AndenSag is a case of another source system, with what hangs on it, as facts; whoever delivers it makes the messages.
type AndenSag struct {
	UUID                                 oio.UUID
	System                               oio.ITSystem
	Noegle, Titel                        string
	KLE                                  oio.Klasse
	Enhed                                oio.Aktoer // in FK Organisation
	Foelsomhed                           oio.Foelsomhed
	Oprettet, Oplyst, Afgjort, Afsluttet oio.Dato // zero: not yet
	Part                                 oio.Part
	Andre                                []oio.Part // secondary parties
	Afgoerelse                           string     // the class of the decision, for people; empty while there is none
	Over                                 oio.UUID   // the case it hangs under
	Profil                               []oio.UUID // units of a Sikkerhedsprofil
	Undtaget                             bool       // «Visning undtaget for borger»
	Dokumenter                           []AndetDokument
	Notater                              []AndetNotat
	Ydelser                              []AndenYdelse
}

// AndetDokument is a document on such a case.
type AndetDokument struct {
	UUID          oio.UUID
	Noegle, Titel string
	Type          string // as di:Type has it
	Dato          oio.Dato
	Foelsomhed    oio.Foelsomhed
}

// AndetNotat is a journal note. Format is what the source calls it: Text, RTF or OOXML.
type AndetNotat struct {
	Titel, Format, Tekst string
	Dato                 oio.Dato
}

// AndenYdelse is a money service granted under such a case. Beloeb is kroner a month, as «640.50».
type AndenYdelse struct {
	UUID         oio.UUID
	Noegle, Navn string
	Fra, Til     oio.Dato // Til exclusive, zero while it runs
	Beloeb       string
}

var afgoerelser = map[string]string{"medhold": "Primær part får medhold", "delvis": "Primær part får delvist medhold", "afslag": "Primær part får ikke medhold"}

var dokumenttyper = map[string]string{"ind": "Brev, indgaaende", "ud": "Brev, udgaaende", "notat": "Internt Notat"}

// Andre are the cases of the other systems: a few dozen about the first citizens, of every sensitivity, with one that has a
// Sikkerhedsprofil, one the citizen is not to be shown, and some with other parties. The same options give the same cases.
func Andre(o Options) []AndenSag {
	o = o.withDefaults()
	f := newFabrik(o)
	systems := Systemer(o.Kommune)
	var all []AndenSag
	for nr, r := range rows(andreCSV, "borger;system;kle;kletitel;titel;enhed;foelsomhed;oprettet;oplyst;afgjort;afsluttet;flag;dokumenter;notater;ydelser") {
		who := number(r[0])
		if who >= o.Borgere {
			break
		}
		s := AndenSag{System: must(systems, r[1]), Titel: r[4], KLE: oio.NewKlasse("KLE", r[2], r[3], ""), Enhed: fkEnhedAf(o.Kommune, r[5]),
			Foelsomhed: oio.Foelsomhed(number(r[6])), Oprettet: f.foer(r[7]), Oplyst: f.foer(r[8]), Afgjort: f.foer(r[9]), Afsluttet: f.foer(r[10]), Part: f.part(who)}
		s.Noegle = strings.ToUpper(r[1]) + "-" + s.Oprettet.String()[:4] + "-" + string(append2(append2(nil, (nr+1)/100), (nr+1)%100))
		s.UUID = oio.ObjectUUID(o.Kommune, s.System.UUID, oio.ArtSag, s.Noegle)
		f.flag(&s, r[11], who, all)
		f.indhold(&s, r)
		all = append(all, s)
	}
	return all
}

func (f *fabrik) foer(days string) oio.Dato {
	if days == "" {
		return 0
	}
	return f.o.Dato.AddDays(-number(days))
}

func (f *fabrik) part(i int) oio.Part {
	var b borger
	f.fill(&b, i)
	cpr, err := oio.ParseCPR(string(b.cpr))
	if err != nil {
		panic(err)
	}
	p := oio.Part{CPR: cpr, Navn: oio.UkendtNavn}
	if b.navn != "" {
		_ = json.Unmarshal([]byte(b.navn), &p.Navn) // it was written as a JSON string
	}
	return p
}

func (f *fabrik) flag(s *AndenSag, flags string, who int, before []AndenSag) {
	for flag := range strings.SplitSeq(flags, ",") {
		key, value, _ := strings.Cut(flag, "=")
		switch key {
		case "profil":
			s.Profil = []oio.UUID{s.Enhed.UUID}
		case "undtaget":
			s.Undtaget = true
		case "parter":
			s.Andre = append(s.Andre, f.part((who+1)%max(f.o.Borgere, 1)))
		case "afgoerelse":
			s.Afgoerelse = must(afgoerelser, value)
		case "over":
			s.Over = before[number(value)-1].UUID
		}
	}
}

// indhold reads the documents, notes and services of a row: pieces parted by +, fields by |.
func (f *fabrik) indhold(s *AndenSag, r []string) {
	id := func(art oio.Art, key string) oio.UUID { return oio.ObjectUUID(f.o.Kommune, s.System.UUID, art, key) }
	for nr, d := range stykker(r[12], 4) {
		key := s.Noegle + "-D" + string(rune('1'+nr))
		s.Dokumenter = append(s.Dokumenter, AndetDokument{UUID: id(oio.ArtDokument, key), Noegle: key, Type: must(dokumenttyper, d[0]), Titel: d[1], Dato: f.foer(d[2]),
			Foelsomhed: oio.Foelsomhed(number(d[3]))})
	}
	for _, n := range stykker(r[13], 3) {
		s.Notater = append(s.Notater, AndetNotat{Titel: n[0], Format: n[1], Tekst: n[2], Dato: s.Oprettet.AddDays(7)})
	}
	for nr, y := range stykker(r[14], 5) {
		key := s.Noegle + "-Y" + string(rune('1'+nr))
		s.Ydelser = append(s.Ydelser, AndenYdelse{UUID: id(oio.ArtBevilling, key), Noegle: key, Navn: y[0], Fra: f.foer(y[2]), Til: f.foer(y[3]), Beloeb: y[4]})
	}
}

func stykker(text string, fields int) [][]string {
	var all [][]string
	for piece := range strings.SplitSeq(text, "+") {
		if piece == "" {
			continue
		}
		parts := strings.SplitN(piece, "|", fields)
		if len(parts) != fields {
			panic("table has a piece without its fields: " + piece)
		}
		all = append(all, parts)
	}
	return all
}

func fkEnhedAf(kommune oio.CVR, key string) oio.Aktoer {
	for _, unit := range verden().fk {
		if unit.noegle == key {
			return oio.Aktoer{UUID: fkUUID(kommune, key), Navn: unit.navn, CVR: kommune}
		}
	}
	panic("table refers to unknown unit " + key)
}
