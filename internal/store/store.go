// Package store is the storage contract: everything the rest of the program keeps, as one interface, and Exercise, the test
// that every implementation passes before it is used. It promises nothing of its own; store/sqlite does the keeping.
//
// Every method is about one municipality and must never show or touch another's, but Close, Kommuner and the three that read the notice board
// (Kommunestande, Kommunedage, Tavle): what hangs there is shown to all, and nothing of it is about a citizen. Writes hold whole or
// not at all, and once answered they survive a crash.
package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger"
	"indeksbro/internal/export"
	"indeksbro/internal/haendelse"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/program"
	"indeksbro/internal/projection"
	"indeksbro/internal/revision"
	"indeksbro/internal/suggest"
	"indeksbro/internal/tavle"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/verifikation"
	"indeksbro/internal/visning"
	"indeksbro/internal/ydelsestype"
)

// ErrUtilgaengelig is what a store answers when what it keeps its data in could not be reached, however often it was tried: nothing is
// wrong with what was asked. Whoever works on his own waits and asks again, and tells; whoever answers a person says so.
var ErrUtilgaengelig = errors.New("the database cannot be reached")

// ErrFuldt is what a store answers when there is no room for a write: nothing of it was kept, everything before it was.
var ErrFuldt = errors.New("there is no room left on the disk with the database; make room and do it again: what was taken before is kept, and nothing of this was")

// ErrSkrivebeskyttet is what a store answers when it may be read and not written to.
var ErrSkrivebeskyttet = errors.New("the database may only be read: let the program's user write to its file and its directory, and do it again")

// Nyere is the error of opening a database that a newer program has brought further: this one does not know what stands in it.
type Nyere struct{ Har, Kender int64 }

// Error gives the numbers.
func (n *Nyere) Error() string {
	return fmt.Sprintf("the database has schema %d, and this program knows schemas up to %d", n.Har, n.Kender)
}

// IndeksTal is what the embedded indexes hold.
type IndeksTal struct {
	Sager, Bevillinger, Borgere int
	SidstAendret                time.Time // zero: never
}

// Store keeps the mirror, the decisions, the ledger and the embedded indexes of all municipalities of an installation. It is
// safe for concurrent use, and reading never waits for a write.
type Store interface {
	mirror.Store
	export.Store
	index.Store
	konsekvens.Kilde
	verifikation.Store

	// Politik is the municipality's choices over politik.Default; the last about each key holds.
	Politik(ctx context.Context, kommune oio.CVR) (politik.Politik, error)
	// SetPolitik adds a choice to the history and touches everything, unless the key is one of Drift. It does not judge the value.
	SetPolitik(ctx context.Context, kommune oio.CVR, key, value, af string, when time.Time) error

	// Beslutninger is the whole history of decisions, oldest first.
	Beslutninger(ctx context.Context, kommune oio.CVR) ([]mapping.Beslutning, error)
	// Beslut adds decisions in order, fills in Nr and IStedFor, and touches what they are about.
	Beslut(ctx context.Context, kommune oio.CVR, decisions []mapping.Beslutning) error
	// Noter is everything written beside the decisions, oldest first.
	Noter(ctx context.Context, kommune oio.CVR) ([]mapping.Note, error)
	// SkrivNoter adds notes in order and fills in Nr. They touch nothing that is sent.
	SkrivNoter(ctx context.Context, kommune oio.CVR, notes []mapping.Note) error

	// Organisation is the last import; empty, never nil, when there is none.
	Organisation(ctx context.Context, kommune oio.CVR) (*organisation.Trae, error)
	// GemOrganisation replaces it whole and keeps what that changes about units that are mapped (R079).
	GemOrganisation(ctx context.Context, kommune oio.CVR, tree *organisation.Trae, touched []projection.Beroert, when time.Time) error
	// Organisationsaendringer is what imports have changed about units that were mapped then, oldest first (R079).
	Organisationsaendringer(ctx context.Context, kommune oio.CVR) ([]organisation.Aendring, error)
	// OrganisationHentet is when that was, or the zero time.
	OrganisationHentet(ctx context.Context, kommune oio.CVR) (time.Time, error)

	// Plan is the newest KLE import, or with alle every class ever imported; empty, never nil, when there is none.
	Plan(ctx context.Context, kommune oio.CVR, alle bool) (*kle.Plan, error)
	// GemPlan makes a plan the newest; classes it lacks are kept aside (R003).
	GemPlan(ctx context.Context, kommune oio.CVR, plan *kle.Plan, filter string, touched []projection.Beroert, when time.Time) error

	// KLEHentet is when the newest came, or the zero time.
	KLEHentet(ctx context.Context, kommune oio.CVR) (time.Time, error)

	// Definitioner is what imported code lists say about types, by system and code.
	Definitioner(ctx context.Context, kommune oio.CVR) ([]ydelsestype.Definition, error)
	// GemDefinitioner replaces what is known of a list's system; it touches nothing that is sent.
	GemDefinitioner(ctx context.Context, kommune oio.CVR, list *ydelsestype.Kodeliste) error

	// Faelles is what other municipalities have chosen, as imported (R125).
	Faelles(ctx context.Context, kommune oio.CVR) ([]suggest.KommuneValg, error)
	// GemFaelles replaces what is known of every municipality the choices are of; it touches nothing that is sent.
	GemFaelles(ctx context.Context, kommune oio.CVR, choices []suggest.KommuneValg) error

	// Kontakter is the history of contacts written by hand for citizens, oldest first (R080).
	Kontakter(ctx context.Context, kommune oio.CVR) ([]borger.ManuelKontakt, error)
	// SaetKontakt adds one to the history; it touches nothing that is sent.
	SaetKontakt(ctx context.Context, kommune oio.CVR, m borger.ManuelKontakt) error

	// Haendelser is the oldest news of the index's objects that is not told yet, at most n; there is some only since the policy haendelser
	// named a receiver. It is kept in the transaction of what it is about, and its numbers are never used again.
	Haendelser(ctx context.Context, kommune oio.CVR, n int) ([]haendelse.Haendelse, error)
	// GlemHaendelser forgets news up to a number: it is told.
	GlemHaendelser(ctx context.Context, kommune oio.CVR, til int64) error

	// Forfra is the last start-over (R094); zero when there never was one.
	Forfra(ctx context.Context, kommune oio.CVR) (export.Forfra, error)
	// GemForfra keeps a start-over as it stands, and gives a new one its number.
	GemForfra(ctx context.Context, kommune oio.CVR, f *export.Forfra) error

	// Fakta is the history of facts about the municipality's way to the indexes, oldest first.
	Fakta(ctx context.Context, kommune oio.CVR) ([]program.Faktum, error)
	// FaktaEfter are those after a number, oldest first: what has come since one looked.
	FaktaEfter(ctx context.Context, kommune oio.CVR, nr int64) ([]program.Faktum, error)
	// GemFakta adds facts in order and gives them their numbers; they touch nothing that is sent.
	GemFakta(ctx context.Context, kommune oio.CVR, facts []program.Faktum) error
	// Aktiveringer is each time Eksporter sager was switched on or off, oldest first.
	Aktiveringer(ctx context.Context, kommune oio.CVR) ([]program.Aktivering, error)
	// Arbejdsplan reads the plan of the work without a lock; zero when nothing was ever planned.
	Arbejdsplan(ctx context.Context, kommune oio.CVR) (export.Plan, error)
	// Holdte lists at most n of the held objects that a choice takes, after a place in the list: cases first, each kind by number (R028).
	Holdte(ctx context.Context, kommune oio.CVR, v export.Holdtvalg, after export.Holdtsted, n int) ([]export.Holdt, error)
	// Holdtomfang counts all of them by kind, reason, sagstype and ydelse.
	Holdtomfang(ctx context.Context, kommune oio.CVR) ([]export.Holdtgruppe, error)

	// Aktiver switches Eksporter sager on or off (R090). What waits to be worked through stays waiting.
	Aktiver(ctx context.Context, kommune oio.CVR, aktiv bool, af, trods string, when time.Time) error
	// Kommuner lists the municipalities that have anything, by CVR number.
	Kommuner(ctx context.Context) ([]oio.CVR, error)
	// SagerPrEnhed counts the cases of a sagstype that the source has, by enhed (R007).
	SagerPrEnhed(ctx context.Context, kommune oio.CVR, sagstype string) (map[string]int, error)
	// SidstIndlaest is when something was last taken from the source, or the zero time.
	SidstIndlaest(ctx context.Context, kommune oio.CVR) (time.Time, error)
	// IndeksTal counts the embedded indexes.
	IndeksTal(ctx context.Context, kommune oio.CVR) (IndeksTal, error)
	// GemRevision adds entries to the municipality's audit log in order, and gives them numbers and links made with its key (R116). Nothing of
	// the log can be changed afterwards.
	GemRevision(ctx context.Context, kommune oio.CVR, entries []revision.Post, key revision.Noegle) error
	// Revision gives entries of the audit log, the newest first.
	Revision(ctx context.Context, kommune oio.CVR, v revision.Valg) ([]revision.Post, error)
	// ProevRevision holds every entry against the chain, as all were at one moment.
	ProevRevision(ctx context.Context, kommune oio.CVR, key revision.Noegle) (revision.Proevet, error)
	// RydRevision takes out what is older than a moment, from the beginning, and leaves an entry in the chain that says so, made from the one
	// given. It gives how many were taken out; none leaves nothing.
	RydRevision(ctx context.Context, kommune oio.CVR, foer time.Time, entry revision.Post, key revision.Noegle) (int64, error)

	// KildeBorger gives the source's lines about a citizen, sealed: her cases, and the grants under them.
	KildeBorger(ctx context.Context, kommune oio.CVR, borger oio.Borgernoegle) ([]mirror.Raekke, error)

	// GemSession keeps that somebody is logged in, under the hash of what her browser has, until slut at the latest; indhold is sealed.
	GemSession(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, oprettet, slut time.Time, indhold []byte) error
	// Session is a session with its last use; nil content when there is none. It is never answered by a replica.
	Session(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte) (indhold []byte, seen, slut time.Time, err error)
	// SeSession notes that one was used; an earlier use changes nothing.
	SeSession(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, now time.Time) error
	// SletSession ends one.
	SletSession(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte) error
	// Engangs keeps something that may be used once, and reports whether it was not there yet.
	Engangs(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, slut time.Time, indhold []byte) (first bool, err error)
	// TagEngangs takes it away again. Of two who ask at once one finds it; after its end nobody does.
	TagEngangs(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, now time.Time) (indhold []byte, found bool, err error)
	// RydLogin forgets what has ended of both.
	RydLogin(ctx context.Context, kommune oio.CVR, now time.Time) error
	// Maskiner are the systems that use the API by something of their own, those removed too, oldest first.
	Maskiner(ctx context.Context, kommune oio.CVR) ([]adgang.Maskine, error)
	// NyMaskine adds one; a name that another has is an error.
	NyMaskine(ctx context.Context, kommune oio.CVR, m adgang.Maskine) error
	// SeMaskine notes that one was used.
	SeMaskine(ctx context.Context, kommune oio.CVR, aftryk [sha256.Size]byte, now time.Time) error
	// FjernMaskine ends one by its name; it stays in the list.
	FjernMaskine(ctx context.Context, kommune oio.CVR, navn string, now time.Time) (found bool, err error)
	// Omraadetal counts cases and grants in the embedded index by the first characters of their KLE number (2, 5 or 8): first of all source systems
	// together, then of each, both by number. It walks the index, so it is for the pages of settings.
	Omraadetal(ctx context.Context, kommune oio.CVR, length int) ([]visning.Omraadetal, error)
	// SagerAf gives the cases of the mirror that are of a citizen, in any order.
	SagerAf(ctx context.Context, kommune oio.CVR, borger oio.Borgernoegle) ([]export.SagRaekke, error)
	// TaelKald adds to the counts of calls of the citizen's page (06 §2.4).
	TaelKald(ctx context.Context, kommune oio.CVR, calls []visning.Kald) error
	// Kald is the counts by day since a day, oldest first.
	Kald(ctx context.Context, kommune oio.CVR, fra oio.Dato) ([]visning.Kald, error)

	// Indekseret counts how the cases and grants of a local name stand in the ledger and in the embedded index itself (S6).
	Indekseret(ctx context.Context, kommune oio.CVR, art mapping.Art, id string) (vaerksted.Indekseret, error)

	// GemKommunestand shows where a municipality stands (R120), in the place of what it showed before; the day keeps the last of its day in short.
	GemKommunestand(ctx context.Context, stand *tavle.Kommunestand) error
	// Kommunestande is where every municipality stands, by CVR number.
	Kommunestande(ctx context.Context) ([]tavle.Kommunestand, error)
	// Kommunedage is every municipality's days in short since a day, by day and CVR number.
	Kommunedage(ctx context.Context, fra oio.Dato) ([]tavle.Dag, error)
	// SlaaOp puts notices of a municipality on the board, in order, and gives them their numbers.
	SlaaOp(ctx context.Context, kommune oio.CVR, notices []tavle.Opslag) error
	// Tavle is every municipality's notices of some kinds, oldest first.
	Tavle(ctx context.Context, kinds ...tavle.Art) ([]tavle.Opslag, error)

	// Raekker counts the rows of a municipality in every table there is, by table, as all were at one moment.
	Raekker(ctx context.Context, kommune oio.CVR) (map[string]int64, error)
	// SletAlt deletes everything of a municipality, so that Raekker is zero in every table, and touches nothing of another. It may work in pieces:
	// cut short, it is to be run again. Nobody may write about the municipality meanwhile.
	SletAlt(ctx context.Context, kommune oio.CVR) error

	// Close ends all use of the store.
	Close() error
}
