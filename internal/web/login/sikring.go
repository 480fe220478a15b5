package login

import (
	"fmt"
	"strings"
)

// Sikring is how surely a person is who a log-in says, as the NSIS standard has it.
type Sikring int

// The levels, lowest first. Ukendt is what a service that tells none gives.
const (
	Ukendt Sikring = iota
	Lav
	Betydelig
	Hoej
)

// sikringsord are the levels as NSIS writes them, and older levels (1 to 4) as the guides hold them against it.
var sikringsord = map[string]Sikring{
	"low": Lav, "substantial": Betydelig, "high": Hoej, "lav": Lav, "betydelig": Betydelig, "hoej": Hoej, "2": Lav, "3": Betydelig, "4": Hoej,
}

// String is the level as NSIS writes it, and empty for none.
func (s Sikring) String() string { return [...]string{"", "Low", "Substantial", "High"}[s] }

func (s Sikring) ord() string {
	if s == Ukendt {
		return "of an unknown level"
	}
	return s.String()
}

// ParseSikring reads a level that is demanded: low, substantial or high; empty demands none.
func ParseSikring(text string) (Sikring, error) {
	if text == "" {
		return Ukendt, nil
	}
	level, known := sikringsord[strings.ToLower(text)]
	if !known || len(text) == 1 {
		return Ukendt, fmt.Errorf("%q is no level: low, substantial or high", text)
	}
	return level, nil
}

// sikringAf reads what a service tells, a word or an address that ends in one; what is not understood counts as none.
func sikringAf(text string) Sikring {
	return sikringsord[strings.ToLower(text[strings.LastIndexAny(text, "/:")+1:])]
}
