package export

import (
	"context"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

// Ubesvaret stands for "sent, never answered": the index may hold the old content, the new one, or nothing.
var Ubesvaret = seal.Aftryk{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// Post is the ledger's line about one source object.
type Post struct {
	Art       oio.Art
	Nr        int64 // the source object's number in the mirror
	UUID      oio.UUID
	Grund     projection.Grund // the state follows from it
	Sagstype  string
	Borger    oio.Borgernoegle
	Oensket   seal.Aftryk      // zero: nothing should be in the index
	Kvitteret seal.Aftryk      // zero: nothing is there; Ubesvaret: nobody knows
	Sletning  int64            // the waiting deletion it belongs to; zero: none
	Derefter  projection.Grund // of a line to be removed: why, once it is done
	Fejl      string           // the index's words when it refused
}

// Taelling is one line of the ledger's own count.
type Taelling struct {
	Sagstype string
	Art      oio.Art
	Grund    projection.Grund
}

// SagRaekke is a case of the mirror, sealed as it is kept.
type SagRaekke struct {
	Nr, Seq  int64
	ID       string
	Linje    []byte // nil: deleted
	Sagstype string
	Borger   oio.Borgernoegle
	Modtaget time.Time
}

// BevillingRaekke is a grant of the mirror, sealed as it is kept.
type BevillingRaekke struct {
	Nr, Seq  int64
	ID       string
	Linje    []byte // nil: deleted
	Sag      string
	Modtaget time.Time
}

// Udsnit chooses records of the mirror: those of a sagstype (cases only), a ydelse (grants only), or an enhed.
type Udsnit struct {
	Slags projection.Slags
	ID    string
}

// Opgave is a touched input that waits to be worked through.
type Opgave struct {
	Nr      int64
	Beroert projection.Beroert
}

// Stand is how far the work has come.
type Stand struct {
	Aktiv              bool
	Grundlag           int64  // grows when a held Grundlag is out of date
	Katalog            string // catalogue release last worked with
	SagSeq, BevSeq     int64  // changes dealt with
	Seq                int64  // last change
	Sager, Bevillinger int    // what the source has now
}

// Sletning is a set of removals, those that went through by themselves and those a person decides on (R100).
type Sletning struct {
	Nr       int64     `json:"nr"`
	Tid      time.Time `json:"tid"`
	Objekter int       `json:"objekter"`
	Borgere  int       `json:"borgere"`
	Venter   bool      `json:"venter"`
	Af       string    `json:"af,omitempty"` // who approved
}

// Mirror is the reading side of the source's copy.
type Mirror interface {
	Stand(ctx context.Context, kommune oio.CVR) (Stand, error)
	Grundlag(ctx context.Context, kommune oio.CVR) (*projection.Grundlag, error)
	Opgaver(ctx context.Context, kommune oio.CVR) ([]Opgave, error)

	// AendredeSager lists cases with a change number in (after, upTo], in that order.
	AendredeSager(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]SagRaekke, error)
	AendredeBevillinger(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]BevillingRaekke, error)
	// SagerI lists cases of a cut with a number above after, in that order, that have been dealt with before (change number
	// not above seq).
	SagerI(ctx context.Context, kommune oio.CVR, cut Udsnit, seq, after int64, n int) ([]SagRaekke, error)
	BevillingerI(ctx context.Context, kommune oio.CVR, cut Udsnit, seq, after int64, n int) ([]BevillingRaekke, error)
	// BevillingerUnder lists the grants of cases that have been dealt with before.
	BevillingerUnder(ctx context.Context, kommune oio.CVR, sager []string, seq int64) ([]BevillingRaekke, error)
	// SagerNr and BevillingerNr give records by number.
	SagerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]SagRaekke, error)
	BevillingerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]BevillingRaekke, error)
	// SagerMed gives cases by id.
	SagerMed(ctx context.Context, kommune oio.CVR, ids []string) ([]SagRaekke, error)
}

// Ledger is what the indexes were told and have acknowledged.
type Ledger interface {
	// Poster gives the lines of source objects, those that have one.
	Poster(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64) (map[int64]Post, error)
	// Skriv keeps lines, moves the count, and notes how far the work has come, in one transaction.
	Skriv(ctx context.Context, kommune oio.CVR, posts []Post, moved map[Taelling]int, done Faerdig) error
	Antal(ctx context.Context, kommune oio.CVR) (map[Taelling]int, error)
	// Tal reads everything Status is made of at one moment, so that the counts add up while work goes on (R102).
	Tal(ctx context.Context, kommune oio.CVR) (Tal, error)

	// TilSletning lists lines to be removed that belong to the deletion (0: to none yet), above after.
	TilSletning(ctx context.Context, kommune oio.CVR, art oio.Art, sletning, after int64, n int) ([]Post, error)
	// AntalTilSletning counts them and the citizens behind.
	AntalTilSletning(ctx context.Context, kommune oio.CVR, sletning int64) (objects, citizens int, err error)
	Sletninger(ctx context.Context, kommune oio.CVR) ([]Sletning, error)
	// OpretSletning notes a deletion; when it waits, the removals that belong to none become its.
	OpretSletning(ctx context.Context, kommune oio.CVR, s Sletning) error
	// RetSletning notes what is left of a waiting deletion; of nothing left it waits no longer.
	RetSletning(ctx context.Context, kommune oio.CVR, nr int64, objects, citizens int) error
	GodkendSletning(ctx context.Context, kommune oio.CVR, nr int64, af string, when time.Time) error
	// Parkerede lists lines the index refused, above after.
	Parkerede(ctx context.Context, kommune oio.CVR, art oio.Art, after int64, n int) ([]Post, error)
}

// Tal is the ledger and the source counted at one moment.
type Tal struct {
	Stand      Stand
	Antal      map[Taelling]int
	Sletninger []Sletning
	Nye        map[oio.Art]int // objects the ledger has not heard of yet
	Slettede   map[oio.Art]int // objects deleted in the source that the ledger still counts
}

// Faerdig is what a write completes. Zero fields leave things as they are.
type Faerdig struct {
	SagSeq, BevSeq int64
	Opgaver        []int64 // these touched inputs are worked through
	Katalog        string
}

// Store is what an Exporter keeps its work in.
type Store interface {
	Mirror
	Ledger
}

// Svar is an index's answer about one object.
type Svar struct {
	OK   bool
	Fejl string // the index's words, without personal data
}

// Indeks is one of the two indexes as a target. Both calls are idempotent: the same content again changes nothing, and what
// is gone is removed already. An error means that nobody knows what was done; answers come in the order of the objects.
type Indeks interface {
	Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]Svar, error)
	Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]Svar, error)
}
