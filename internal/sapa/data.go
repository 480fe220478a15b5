package sapa

import (
	"strings"

	"indeksbro/internal/oio"
)

// Data is the page of a citizen for programs. It holds no CPR number: whoever asks has her key.
type Data struct {
	Navn       string        `json:"navn"`
	Antal      Antal         `json:"antal"`
	Sager      []Dataraekke  `json:"sager"`
	Ydelser    []Dataraekke  `json:"ydelser"`
	Dokumenter []Datavedlagt `json:"dokumenter"`
	Notater    []Datavedlagt `json:"notater"`
	Skjulte    int           `json:"skjulte,omitempty"` // cases only told of
}

// Antal counts what may be seen, before the choice of rows.
type Antal struct {
	Sager   int `json:"sager"`
	Ydelser int `json:"ydelser"`
}

// Dataraekke is a case or a service.
type Dataraekke struct {
	UUID     oio.UUID `json:"uuid"`
	KLE      string   `json:"kle"`
	KLETitel string   `json:"kleTitel,omitempty"`
	Titel    string   `json:"titel"`
	Status   string   `json:"status"`
	Aktiv    bool     `json:"aktiv"`
	Penge    bool     `json:"penge,omitempty"`
	Fra      string   `json:"fra,omitempty"`
	Til      string   `json:"til,omitempty"`
	Enhed    string   `json:"enhed"`
	Kilde    string   `json:"kilde"`
}

// Datavedlagt is a document or a note of a case.
type Datavedlagt struct {
	Titel string   `json:"titel"`
	Dato  string   `json:"dato"`
	Sag   oio.UUID `json:"sag"`
	Tekst string   `json:"tekst,omitempty"`
}

// SomData is the page for programs.
func SomData(o Oversigt) Data {
	d := Data{Navn: o.Navn, Antal: Antal{o.AlleSager, o.AllePenge + o.AlleAndre}, Sager: []Dataraekke{}, Ydelser: []Dataraekke{}, Dokumenter: []Datavedlagt{}, Notater: []Datavedlagt{}, Skjulte: len(o.Skjulte)}
	for i := range o.Sager {
		d.Sager = append(d.Sager, o.Sager[i].data(false))
	}
	for i := range o.Penge {
		d.Ydelser = append(d.Ydelser, o.Penge[i].data(true))
	}
	for i := range o.Andre {
		d.Ydelser = append(d.Ydelser, o.Andre[i].data(false))
	}
	for _, x := range o.Dokumenter {
		d.Dokumenter = append(d.Dokumenter, Datavedlagt{Titel: x.Titel, Dato: x.dato.String(), Sag: x.SagUUID})
	}
	for _, x := range o.Notater {
		d.Notater = append(d.Notater, Datavedlagt{Titel: x.Titel, Dato: x.dato.String(), Sag: x.SagUUID, Tekst: x.Tekst})
	}
	return d
}

func (r *Raekke) data(money bool) Dataraekke {
	end := r.til
	return Dataraekke{r.UUID, r.KLE, r.KLETitel, r.Titel, r.Status, r.Aktiv, money, r.fra.String(), end.String(), r.Enhed, r.Kilde}
}

// Tabel is the page as rows of a spreadsheet, the first of them the heading. No cell can be taken for a formula.
func Tabel(o Oversigt) [][]string {
	rows := [][]string{{"Slags", "Titel", "KLE-nummer", "KLE-emne", "Status", "Fra", "Til", "Ansvarlig enhed", "Kilde", "UUID"}}
	add := func(kind string, some []Raekke) {
		for _, r := range some {
			rows = append(rows, []string{kind, celle(r.Titel), celle(r.KLE), celle(r.KLETitel), celle(r.Status), r.Fra, r.Til, celle(r.Enhed), celle(r.Kilde), r.UUID.String()})
		}
	}
	add("Sag", o.Sager)
	add("Økonomisk ydelse", o.Penge)
	add("Ydelse", o.Andre)
	for _, d := range o.Dokumenter {
		rows = append(rows, []string{"Dokument", celle(d.Titel), "", "", celle(d.Type), d.Dato, "", celle(d.Sag), celle(d.Kilde), ""})
	}
	for _, n := range o.Notater {
		rows = append(rows, []string{"Journalnotat", celle(n.Titel), "", "", "", n.Dato, "", celle(n.Sag), "", ""})
	}
	return rows
}

// celle makes a text safe in a spreadsheet: what begins as a formula gets an apostrophe before it.
func celle(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if s != "" && strings.ContainsRune("=+-@|%", rune(s[0])) {
		return "'" + s
	}
	return s
}
