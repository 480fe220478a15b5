package export

import (
	"context"
	"errors"
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
	Sag       int64            // of a grant: number of the case it hangs under in the index; SagUvis: nobody knows; zero: a case, or not noted yet
	Oensket   seal.Aftryk      // zero: nothing should be in the index
	Kvitteret seal.Aftryk      // zero: nothing is there; Ubesvaret: nobody knows
	Sletning  int64            // the deletion it belongs to; zero: none
	Derefter  projection.Grund // of a line to be removed: why, once it is done
	Fejl      string           // the index's words when it refused, or why there was no answer
	Siden     int64            // since when it has this reason, Unix milliseconds
	Forsoeg   int              // tries without success, one after the other
	Naeste    int64            // when it is tried again, Unix milliseconds; zero: nothing waits for a time
}

// SagUvis stands for "sent under another case than before, never answered": in the index the grant may hang under either.
const SagUvis = -1

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
	Undervejs          bool   // the plan has phases or parts that are not done
	Uvis               bool   // the plan has grants of which nobody knows what the index holds (FaseTvivlBevillinger)
	Del                int64  // the last part that was handed out
	Indsamlet          int64  // the deletion that all that belonged to none was last gathered for
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

// ErrVenterIkke answers that there is no such deletion, or that it waits no longer.
var ErrVenterIkke = errors.New("no such deletion is waiting")

// Mirror is the reading side of the source's copy.
type Mirror interface {
	Stand(ctx context.Context, kommune oio.CVR) (Stand, error)
	Grundlag(ctx context.Context, kommune oio.CVR) (*projection.Grundlag, error)
	Opgaver(ctx context.Context, kommune oio.CVR) ([]Opgave, error)

	// AendredeSager lists cases with a change number in (after, upTo], in that order.
	AendredeSager(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]SagRaekke, error)
	AendredeBevillinger(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]BevillingRaekke, error)
	// SagerI lists cases of a cut with a number in (after, upTo], in that order, that have been dealt with before (change number
	// not above seq).
	SagerI(ctx context.Context, kommune oio.CVR, cut Udsnit, seq, after, upTo int64) ([]SagRaekke, error)
	BevillingerI(ctx context.Context, kommune oio.CVR, cut Udsnit, seq, after, upTo int64) ([]BevillingRaekke, error)
	// BevillingerUnder lists the grants of cases that have been dealt with before.
	BevillingerUnder(ctx context.Context, kommune oio.CVR, sager []string, seq int64) ([]BevillingRaekke, error)
	// SagerNr and BevillingerNr give records by number.
	SagerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]SagRaekke, error)
	BevillingerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]BevillingRaekke, error)
	// SagerMed gives cases by id.
	SagerMed(ctx context.Context, kommune oio.CVR, ids []string) ([]SagRaekke, error)
}

// Planlaegning is the plan under lock: nobody else changes it until the call that gave it ends.
type Planlaegning interface {
	// Plan is the plan as it stands; changes to it are kept when the call ends without an error.
	Plan() *Plan
	// Nu is the store's own clock, one for all processes.
	Nu() time.Time
	// Klip gives the number of the n-th record of a phase after what is handed out, or of the last, and how many there are up to it.
	Klip(ctx context.Context, f *Fase, n int) (til int64, antal int, err error)
	// SidsteSletning is the number of the last deletion there is; 0: none.
	SidsteSletning(ctx context.Context) (int64, error)
	// OpretSletning notes a deletion, whose lines have been gathered, and gives it the next number.
	OpretSletning(ctx context.Context, s Sletning) (int64, error)
}

// Omfang is how much a deletion is about.
type Omfang struct {
	Objekter, Borgere int
	Klar              int // of the objects, those whose next try is not put off
}

// Under is what objects that are still to be removed hang under.
type Under struct {
	Sager   map[int64]bool            // numbers of cases; SagUvis: of one it is not known which
	Borgere map[oio.Borgernoegle]bool // citizens of those whose case was never noted
}

// Har reports whether one of the objects may hang under a case. Where no case was noted, the citizen says it; and whose a case is may never
// have been heard: then it is taken for any citizen's.
func (u Under) Har(sag *Post) bool {
	return u.Sager[sag.Nr] || u.Sager[SagUvis] || u.Borgere[sag.Borger] || len(u.Borgere) > 0 && sag.Borger.IsZero()
}

// Ledger is what the indexes were told and have acknowledged.
type Ledger interface {
	// Planlaeg changes the plan under lock, all of what do does or nothing.
	Planlaeg(ctx context.Context, kommune oio.CVR, do func(Planlaegning) error) error
	// Poster gives the lines of source objects, those that have one.
	Poster(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64) (map[int64]Post, error)
	// Skriv keeps lines, moves the count, and tells the plan of it, in one transaction. ErrMistet: another has the part, nothing is kept.
	Skriv(ctx context.Context, kommune oio.CVR, posts []Post, moved map[Taelling]int, done Skrivning) error
	Antal(ctx context.Context, kommune oio.CVR) (map[Taelling]int, error)
	// Tal reads everything Status is made of at one moment, so that the counts add up while work goes on (R102).
	Tal(ctx context.Context, kommune oio.CVR) (Tal, error)

	// TilSletning lists lines to be removed that belong to the deletion (0: to none yet), with a number in (after, upTo], whose next try is not put off.
	TilSletning(ctx context.Context, kommune oio.CVR, art oio.Art, sletning, after, upTo int64) ([]Post, error)
	// Indsaml makes the lines of a part that belong to no deletion its deletion's, and ends the part. ErrMistet: another has the part.
	Indsaml(ctx context.Context, kommune oio.CVR, part *Del) error
	// OmfangTilSletning counts them all by deletion (0: none yet), and the citizens behind.
	OmfangTilSletning(ctx context.Context, kommune oio.CVR) (map[int64]Omfang, error)
	// Fjernes gives what grants that are still to be removed hang under, whether they go now or later.
	Fjernes(ctx context.Context, kommune oio.CVR) (Under, error)
	Sletninger(ctx context.Context, kommune oio.CVR) ([]Sletning, error)
	// RetSletning notes what is left of a waiting deletion; of nothing left it waits no longer.
	RetSletning(ctx context.Context, kommune oio.CVR, nr int64, objects, citizens int) error
	// GodkendSletning answers ErrVenterIkke where somebody was quicker.
	GodkendSletning(ctx context.Context, kommune oio.CVR, nr int64, af string, when time.Time) error
	// Udestaaende lists lines with a reason, above after.
	Udestaaende(ctx context.Context, kommune oio.CVR, art oio.Art, grund projection.Grund, after int64, n int) ([]Post, error)
	// Forfaldne gives the numbers of lines whose next try is due at a time (Unix milliseconds), in (after, upTo].
	Forfaldne(ctx context.Context, kommune oio.CVR, art oio.Art, due, after, upTo int64) ([]int64, error)
	// NaesteForsoeg is when the first of the lines that wait for a time is tried again, Unix milliseconds; zero: none waits.
	NaesteForsoeg(ctx context.Context, kommune oio.CVR) (int64, error)
	// Genproev makes lines that wait for a time due now: those without an answer, and with refused those the index refused too. It says
	// how many.
	Genproev(ctx context.Context, kommune oio.CVR, refused bool) (int, error)
	// Reserver takes a span of a target's time, shared by all processes, and says how long to wait until it begins.
	Reserver(ctx context.Context, kommune oio.CVR, art oio.Art, span time.Duration) (time.Duration, error)
}

// Tal is the ledger and the source counted at one moment.
type Tal struct {
	Stand      Stand
	Antal      map[Taelling]int
	Sletninger []Sletning
	Nye        map[oio.Art]int // objects the ledger has not heard of yet
	Slettede   map[oio.Art]int // objects deleted in the source that the ledger still counts
}

// Skrivning is what a write tells the plan. The zero Skrivning tells it nothing.
type Skrivning struct {
	Hold  Hold
	Slut  bool // the part is done
	Sendt int  // objects answered for
	Nye   int  // so many lines, the first ones, are believed to be of objects that the ledger had no line of; a store may use it, and not rely on it
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
	Uvis bool   // no clear answer: nobody knows what was done (R103)
}

// Indeks is one of the two indexes as a target. Both calls are idempotent: the same content again changes nothing, and what
// is gone is removed already. An error means that nobody knows what was done; answers come in the order of the objects.
type Indeks interface {
	Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]Svar, error)
	Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]Svar, error)
}

// Laeser is an index that can be asked what it holds. What was never answered is read back before it is sent again (R103).
type Laeser interface {
	ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error)
}

// Travlt is a target's word that it is called too much; it wants to be left alone for a while.
type Travlt struct {
	Efter time.Duration // Retry-After; zero: it did not say
	Err   error
}

// Error is the target's words.
func (t *Travlt) Error() string { return "the target is busy: " + t.Err.Error() }

// Unwrap gives the cause.
func (t *Travlt) Unwrap() error { return t.Err }
