package adgang

import (
	"slices"
	"sync"
	"time"
)

// maxSpaerrede is how many are remembered at once; whoever floods us with addresses makes us forget, not grow.
const maxSpaerrede = 10_000

// Spaerring locks somebody out for a while who guesses: a key, such as a sender's address, after a number of failures in a row. It counts in
// this process only, and a restart forgets. It is safe for concurrent use.
type Spaerring struct {
	efter int
	tid   time.Duration
	mu    sync.Mutex
	fejl  map[string]*fejl
}

type fejl struct {
	antal int
	sidst time.Time
	laast time.Time // until when; zero: not
}

// NySpaerring locks out for tid after efter failures with less than tid between them.
func NySpaerring(efter int, tid time.Duration) *Spaerring {
	return &Spaerring{efter: efter, tid: tid, fejl: map[string]*fejl{}}
}

// Laast tells until when a key is locked out; the zero time is not at all.
func (s *Spaerring) Laast(key string, now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.fejl[key]; f != nil && now.Before(f.laast) {
		return f.laast
	}
	return time.Time{}
}

// Fejlet counts a failure, and tells until when the key is locked out because of it, or how many tries are left.
func (s *Spaerring) Fejlet(key string, now time.Time) (laast time.Time, tilbage int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.fejl[key]
	if f == nil || now.Sub(f.sidst) >= s.tid {
		s.ryd(now)
		f = &fejl{}
		s.fejl[key] = f
	}
	f.antal, f.sidst = f.antal+1, now
	if f.antal >= s.efter {
		f.antal, f.laast = 0, now.Add(s.tid)
		return f.laast, 0
	}
	return time.Time{}, s.efter - f.antal
}

// Lykkedes forgets a key's failures.
func (s *Spaerring) Lykkedes(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.fejl, key)
}

func (s *Spaerring) ryd(now time.Time) {
	for key, f := range s.fejl {
		if now.Sub(f.sidst) >= s.tid {
			delete(s.fejl, key)
		}
	}
	if len(s.fejl) >= maxSpaerrede {
		clear(s.fejl)
	}
}

// Laas is somebody who is locked out.
type Laas struct {
	Noegle string
	Til    time.Time
}

// Laaste lists who is locked out now, by key.
func (s *Spaerring) Laaste(now time.Time) []Laas {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Laas
	for key, f := range s.fejl {
		if now.Before(f.laast) {
			all = append(all, Laas{key, f.laast})
		}
	}
	slices.SortFunc(all, func(a, b Laas) int {
		if a.Noegle < b.Noegle {
			return -1
		}
		return 1
	})
	return all
}
