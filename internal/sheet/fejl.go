package sheet

import (
	"fmt"
	"strings"
)

// Fejl is what is wrong in one cell, or with the file where Ark and Celle are empty. Neither text quotes a personal number.
type Fejl struct {
	Ark     string `json:"ark,omitempty"`
	Celle   string `json:"celle,omitempty"`
	Dansk   string `json:"dansk"`
	English string `json:"english"`
}

// Sted names the place: `Ydelser!D14`, or nothing when the whole file is meant.
func (f Fejl) Sted() string {
	if f.Ark == "" {
		return f.Celle
	}
	return f.Ark + "!" + f.Celle
}

// Error is place and fault in English.
func (f Fejl) Error() string { return f.med(f.English) }

// PaaDansk is place and fault in Danish.
func (f Fejl) PaaDansk() string { return f.med(f.Dansk) }

func (f Fejl) med(text string) string {
	if place := f.Sted(); place != "" {
		return place + ": " + text
	}
	return text
}

// maxFejl is how many faults are named; a file with more has one cause that repeats.
const maxFejl = 1_000

// Fejlliste is everything that is wrong with a file, in its own order. Nothing may be taken from a file that has one.
type Fejlliste struct {
	Fejl  []Fejl
	Flere int // how many more there are than are named
}

// Error counts the faults and gives the first, in English.
func (l *Fejlliste) Error() string {
	if len(l.Fejl) == 0 {
		return "the file has no faults"
	}
	if n := len(l.Fejl) + l.Flere; n > 1 {
		return fmt.Sprintf("%d cells are wrong, first %s", n, l.Fejl[0].Error())
	}
	return l.Fejl[0].Error()
}

// Add names one more fault. A place is named once for each fault in it.
func (l *Fejlliste) Add(f Fejl) {
	for i := range l.Fejl {
		if l.Fejl[i] == f {
			return
		}
	}
	if len(l.Fejl) >= maxFejl {
		l.Flere++
		return
	}
	l.Fejl = append(l.Fejl, f)
}

// Err is the list as an error, nil when it is empty.
func (l *Fejlliste) Err() error {
	if l == nil || len(l.Fejl) == 0 {
		return nil
	}
	return l
}

// af adds a fault in the first of the fields a row has a column for.
func (l *Fejlliste) af(s sted, dansk, english string, felter ...felt) {
	ark, celle := s.celle(felter...)
	l.Add(Fejl{Ark: ark, Celle: celle, Dansk: dansk, English: english})
}

// hele is a fault of the whole file.
func hele(dansk, english string) *Fejlliste {
	return &Fejlliste{Fejl: []Fejl{{Dansk: dansk, English: english}}}
}

// kort shows foreign text in a message: one line, not too long.
func kort(s string) string {
	const most = 60
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
