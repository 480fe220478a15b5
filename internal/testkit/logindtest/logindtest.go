// Package logindtest keeps sessions in memory, for tests of pages that have no store. It answers as the stores do; their own suite holds
// them to it.
package logindtest

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
)

// Lager is the store of sessions and of what may be used once. Fejl, when set, is what it answers to everything.
type Lager struct {
	mu       sync.Mutex
	Fejl     error
	sessions map[[sha256.Size]byte]row
	once     map[[sha256.Size]byte]row
}

type row struct {
	content   []byte
	seen, end time.Time
}

// Ny makes an empty one.
func Ny() *Lager {
	return &Lager{sessions: map[[sha256.Size]byte]row{}, once: map[[sha256.Size]byte]row{}}
}

// Noegler are keys for a municipality, always the same.
func Noegler(kommune oio.CVR) *seal.Noegler {
	ring, err := seal.NewRing(make([]byte, seal.MasterSize))
	if err != nil {
		panic(err)
	}
	keys, err := ring.Kommune(kommune)
	if err != nil {
		panic(err)
	}
	return keys
}

// Antal counts the sessions that are kept.
func (l *Lager) Antal() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.sessions)
}

// GemSession implements session.Lager.
func (l *Lager) GemSession(_ context.Context, _ oio.CVR, key [sha256.Size]byte, made, end time.Time, content []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, there := l.sessions[key]; there {
		return errors.New("an id twice")
	}
	l.sessions[key] = row{content, made, end}
	return l.Fejl
}

// Session implements session.Lager.
func (l *Lager) Session(_ context.Context, _ oio.CVR, key [sha256.Size]byte) ([]byte, time.Time, time.Time, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.sessions[key]
	return r.content, r.seen, r.end, l.Fejl
}

// SeSession implements session.Lager.
func (l *Lager) SeSession(_ context.Context, _ oio.CVR, key [sha256.Size]byte, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r, there := l.sessions[key]; there && now.After(r.seen) {
		r.seen = now
		l.sessions[key] = r
	}
	return l.Fejl
}

// SletSession implements session.Lager.
func (l *Lager) SletSession(_ context.Context, _ oio.CVR, key [sha256.Size]byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sessions, key)
	return l.Fejl
}

// Engangs implements login.Lager.
func (l *Lager) Engangs(_ context.Context, _ oio.CVR, key [sha256.Size]byte, end time.Time, content []byte) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, there := l.once[key]; there {
		return false, l.Fejl
	}
	l.once[key] = row{content: content, end: end}
	return true, l.Fejl
}

// TagEngangs implements login.Lager.
func (l *Lager) TagEngangs(_ context.Context, _ oio.CVR, key [sha256.Size]byte, now time.Time) ([]byte, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, there := l.once[key]
	delete(l.once, key)
	return r.content, there && now.Before(r.end), l.Fejl
}
