package mirror

import (
	"context"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Kendt is what the mirror has of one object.
type Kendt struct {
	Version int64 // of the line, or for a case or grant of its deletion; -1: only a deletion has come
	Slettet int64 // version of the newest deletion; -1: none
	Fejet   bool  // gone because a full file did not have it, so its own version brings it back
}

// Raekke is one object as it is to be kept.
type Raekke struct {
	Type     eoj.Type
	ID       string
	Version  int64
	Slettet  int64 // version of the newest deletion; -1: none. A case or grant is deleted when it is not below Version
	Fejet    bool
	Modtaget time.Time
	Linje    []byte // the line as it came; sealed for cases and grants; nil: keep what is there (stamdata), or nothing
	// References, by which affected objects are found.
	Sagstype, Enhed, Sag, Ydelse string
	Borger                       oio.Borgernoegle
	Til                          oio.Dato // first day a case is closed or a grant has ended; zero: open
}

// Antal is how many cases and grants the source has more, or fewer.
type Antal struct{ Sager, Bevillinger int }

// Store keeps mirrors. WriteMirror runs do in one transaction: all of it holds, or nothing. Where several processes write, a store may
// give a run up and run do again; so do begins anew each time.
type Store interface {
	WriteMirror(ctx context.Context, kommune oio.CVR, do func(Tx) error) error
}

// Tx is one transaction on a municipality's mirror.
type Tx interface {
	// Kendte tells of those ids that are known.
	Kendte(ctx context.Context, t eoj.Type, ids []string) (map[string]Kendt, error)
	// Linjer gives the kept lines of those ids, sealed where Raekke's are.
	Linjer(ctx context.Context, t eoj.Type, ids []string) (map[string][]byte, error)
	// Gem keeps rows, each under a new change number, and adds to the count of what the source has.
	Gem(ctx context.Context, rows []Raekke, more Antal) error
	// Beroer notes what must be worked out again.
	Beroer(ctx context.Context, touched []projection.Beroert) error
	// Indlaest notes that a load was taken.
	Indlaest(ctx context.Context, l Indlaesning) error

	// Set notes what a full file has shown; with begin, from nothing.
	Set(ctx context.Context, begin bool, t eoj.Type, ids []string) error
	// Vist reports whether the full file has shown an object.
	Vist(ctx context.Context, t eoj.Type, id string) (bool, error)
	// Mangler lists up to n objects after the given one that the mirror has and the full file did not show.
	Mangler(ctx context.Context, t eoj.Type, after string, n int) ([]Mangel, error)
	// AntalMangler counts them: cases, grants, and the citizens behind the cases.
	AntalMangler(ctx context.Context) (missing Antal, citizens int, all Antal, err error)
}

// Indlaesning is a load as it is remembered. Af and Trods say who believed a full file in spite of R101, and why.
type Indlaesning struct {
	Tid       time.Time
	Sum       Sum
	Af, Trods string
}

// Mangel is an object that a full file did not show.
type Mangel struct {
	ID      string
	Version int64
}

// Venter is a reference to something the source has not sent yet; the object waits for it.
type Venter struct {
	Type     eoj.Type `json:"type"`
	ID       string   `json:"id"`
	Mangler  eoj.Type `json:"mangler"` // the kind that is missing
	MangelID string   `json:"mangelId"`
}
