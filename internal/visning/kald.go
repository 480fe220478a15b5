package visning

import "indeksbro/internal/oio"

// Slags is what a call of the citizen's page asked for (06 §2.4).
type Slags string

// The two kinds of calls.
const (
	KaldSager   Slags = "sager"
	KaldYdelser Slags = "ydelser"
)

// Kald counts the calls of one day and kind, and those that brought anything back. It holds nothing about anybody.
type Kald struct {
	Dag     oio.Dato `json:"dag"`
	Slags   Slags    `json:"slags"`
	Antal   int      `json:"kald"`
	MedData int      `json:"medData"`
}

// Maaned sums days into months: the day is the first of the month. Order is kept.
func Maaned(days []Kald) []Kald {
	var months []Kald
	at := map[Kald]int{}
	for _, k := range days {
		year, month, _ := k.Dag.Parts()
		key := Kald{Dag: oio.Dato(year*10000 + int(month)*100 + 1), Slags: k.Slags}
		i, seen := at[key]
		if !seen {
			i = len(months)
			at[key] = i
			months = append(months, key)
		}
		months[i].Antal += k.Antal
		months[i].MedData += k.MedData
	}
	return months
}
