package app

import (
	"regexp"
	"slices"
	"sync"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// beskedlog keeps the newest messages, masked, for those who integrate against us. It lies in memory alone.
type beskedlog struct {
	mu     sync.Mutex
	nr     int
	newest []soap.Besked // oldest first
}

const (
	beskederGemt = 200
	beskedBytes  = 64 << 10 // kept of each side
)

// personligt are the elements whose text tells of a person.
var personligt = regexp.MustCompile(`(<(?:\w+:)?(?:\w*FuldtNavn|Notat|Beskrivelse|\w*Begrundelse|TitelAlternativTekst)>)[^<]+<`)

// maskeret is a message without CPR numbers, names and free text.
func maskeret(message string) string {
	return personligt.ReplaceAllString(oio.MaskCPR(message[:min(len(message), beskedBytes)]), "$1[skjult]<")
}

// noter keeps one exchange.
func (l *beskedlog) noter(b soap.Besked) {
	b.Ind, b.Ud = maskeret(b.Ind), []byte(maskeret(string(b.Ud[:min(len(b.Ud), beskedBytes)])))
	for i := range b.Fund {
		b.Fund[i].Hvad = oio.MaskCPR(b.Fund[i].Hvad)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.nr++
	l.newest = append(l.newest, b)
	if len(l.newest) > beskederGemt {
		l.newest = slices.Delete(l.newest, 0, len(l.newest)-beskederGemt)
	}
}

// alle are the messages, newest first, and the number of the newest.
func (l *beskedlog) alle() ([]soap.Besked, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := slices.Clone(l.newest)
	slices.Reverse(all)
	return all, l.nr
}
