package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/visning"
)

// Indeks is the embedded index, read side. All methods are safe for concurrent use and look only at what the boundary of who asks lets through;
// what does not exist, and what she may not see, is false or empty alike, never an error.
type Indeks interface {
	// Borger gives all objects with this citizen as primary party, in any order.
	Borger(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) ([]oio.Gemt, error)
	// Objekt gives one object.
	Objekt(ctx context.Context, u adgang.Udsnit, art oio.Art, uuid oio.UUID) (oio.Gemt, bool, error)
	// Forloeb gives the registrations of an object, oldest first; the last is what Objekt gives.
	Forloeb(ctx context.Context, u adgang.Udsnit, art oio.Art, uuid oio.UUID) ([]oio.Gemt, error)
	// Fundne gives those of some objects that there are, by identity.
	Fundne(ctx context.Context, u adgang.Udsnit, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error)
	// Sagens gives the bevillinger under a case, in any order.
	Sagens(ctx context.Context, u adgang.Udsnit, sag oio.UUID) ([]oio.Gemt, error)
	// Sagsnummer gives the cases with a number.
	Sagsnummer(ctx context.Context, u adgang.Udsnit, nummer string) ([]oio.Gemt, error)
	// Enhedens gives at most n open cases a unit is responsible for, after a case; the zero one is before the first.
	Enhedens(ctx context.Context, u adgang.Udsnit, enhed, efter oio.UUID, n int) ([]oio.Gemt, error)
	// FindNavn gives at most n citizens whose name holds all words of navn, by name.
	FindNavn(ctx context.Context, u adgang.Udsnit, navn string, n int) ([]oio.Person, error)
	// FindCPR gives the citizen with a number.
	FindCPR(ctx context.Context, u adgang.Udsnit, cpr oio.CPR) (oio.Person, bool, error)
	// Borgeren gives the citizen behind a key with what Borger gives of her; one of whom nothing may be seen is not there.
	Borgeren(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, []oio.Gemt, bool, error)
	// Person gives the citizen behind a key.
	Person(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, bool, error)
	// Personer gives the next n citizens after a key, in the order of keys; the zero key is before the first.
	Personer(ctx context.Context, u adgang.Udsnit, efter oio.Borgernoegle, n int) ([]oio.Person, error)
}

// Sapaindstilling is what a municipality has decided for its caseworkers' reader.
type Sapaindstilling struct {
	Aabne   []oio.UUID // source systems opened for SAPA (R111); empty: nothing is shown
	Skjulte bool       // a case that may not be seen is told of without content (06 §1.3)
}

// Sapaindstillinger gives them as they hold now.
type Sapaindstillinger interface {
	Sapaindstilling(ctx context.Context, kommune oio.CVR) (Sapaindstilling, error)
}

// Organisation is FK Organisation as last imported.
type Organisation interface {
	// Organisation gives the tree. When it cannot be had now it gives an error, and with it the last known tree or nil.
	Organisation(ctx context.Context, kommune oio.CVR) (*organisation.Trae, error)
}

// Kontakter are the contact details the municipality wrote by hand for citizens (R080).
type Kontakter interface {
	Kontakter(ctx context.Context, kommune oio.CVR) ([]borger.ManuelKontakt, error)
}

// Visning is what the municipality has decided that its readers show. It is asked for every page, so it must be cheap.
type Visning interface {
	Visning(ctx context.Context, kommune oio.CVR) (*visning.Visninger, error)
}

// Kilde knows the citizen's source objects that the index does not have (S10).
type Kilde interface {
	IkkeIndekseret(ctx context.Context, kommune oio.CVR, borger oio.Borgernoegle) ([]Kildeobjekt, error)
}

// Kildeobjekt is a case or grant of the source that the index does not have, and why.
type Kildeobjekt struct {
	Art   oio.Art
	UUID  oio.UUID
	Navn  string // as the source calls it
	Grund visning.Grund
}

// Kaldtaeller counts calls of the citizen's page: one for cases, one for services, and whether there was anything. It knows no citizen.
type Kaldtaeller interface {
	Kaldt(dag oio.Dato, slags visning.Slags, data bool)
}

// Status says where things stand (R102). It is asked for the front page only, so it may count.
type Status interface {
	Status(ctx context.Context, kommune oio.CVR) (Stand, error)
}

// Friskhed says how fresh the data is. It is asked for every caseworker's page, so it must be cheap.
type Friskhed interface {
	Friskhed(ctx context.Context, kommune oio.CVR) (Alder, error)
}

// Bremse limits how often somebody may do something: she goes on at once, or after the time it tells.
type Bremse interface {
	Tag(hvem string) (vent time.Duration)
}

// Varsler are what operations must see to, each in a sentence for people and without personal data. It is asked for the front page of an
// administrator.
type Varsler interface {
	Varsler(ctx context.Context) []string
}

// Alder is how fresh the data is; zero times are unknown.
type Alder struct {
	Kilde              string    // the source system's name
	Hoert              time.Time // when the source last said anything
	OrganisationHentet time.Time // when FK Organisation was last fetched
}

// Tal counts objects of both kinds.
type Tal struct{ Sager, Bevillinger int }

// GrundTal counts the objects that are where they are for one reason; the reason gives the state.
type GrundTal struct {
	Grund projection.Grund
	Tal
}

// Stand is where the municipality stands. Every source object is in exactly one reason, so the reasons add up to Kilde (R102).
type Stand struct {
	Aktiv        bool // Eksporter sager is activated (R090)
	Borgere      int
	Kilde        Tal // in the source
	Indeks       Tal // in the index
	Grunde       []GrundTal
	SidstAendret time.Time // in the index
}

// Identitet is who is asking.
type Identitet struct {
	Roller  adgang.Roller
	Grupper []adgang.Gruppe  // the privilege groups of her log-in; a citizen has none
	Bruger  string           // a caseworker's user id, for the audit log
	Navn    string           // shown to herself; a citizen's may be empty, then the index tells it
	Borger  oio.Borgernoegle // of a citizen
	Kommune oio.CVR
	Vej     string    // by which way she logged in, as the log-in names it
	Sikring string    // how surely it is she, by NSIS: Low, Substantial or High; empty: not told
	Udloeb  time.Time // unused until then, the log-in ends; zero: it does not end by itself
	Laengst time.Time // then it ends whatever she does
}

// Identiteter knows who is asking. False means nobody.
type Identiteter interface {
	Hvem(r *http.Request) (Identitet, bool)
}

// Opslag is one line of the audit log (R116): who looked at whom, when, why, what gave access, what was shown, from where.
type Opslag struct {
	Hvem     string // Identitet.Bruger
	Roller   adgang.Roller
	Hvad     string           // søgning-cpr, søgning-navn, borger, sag, bevilling, or one of package revision's
	Borger   oio.Borgernoegle // zero for a search, and when the index has the object but not its citizen
	Objekt   oio.UUID         // of a case or grant
	Objekter []oio.UUID       // what else the page shows
	Antal    int              // hits of a search, objects on a page
	Formaal  string           // why, in her words or as picked
	Gruppe   string           // the job-function role that gave access; empty: those of Identitet.Grupper that may look up
	Soegning string           // what was searched for; it is kept sealed, and masked of CPR numbers
	Fra      string           // the address it was asked from
	Hvornaar time.Time
}

// Audit keeps look-ups. When it fails, nothing is shown (R116).
type Audit interface {
	Opslag(ctx context.Context, o Opslag) error
}

// Kommune is the municipality whose pages these are.
type Kommune struct {
	CVR     oio.CVR
	Navn    string
	Telefon string // the switchboard; may be empty
	Email   string // where accessibility faults are reported; may be empty
}

// Config is what the pages need. Friskhed, Varsler, Kontakter, Visning (then citizens are shown nothing), Indhold, Kilde, Kald, Login and LogUd may be left out; NytID has a default.
type Config struct {
	Kommune      Kommune
	Indeks       Indeks
	Organisation Organisation
	Status       Status
	Friskhed     Friskhed
	Varsler      Varsler
	Kontakter    Kontakter
	Visning      Visning
	Indhold      func(g *oio.Gemt) (oio.Sagsindhold, error) // what a case's message says besides the object
	Kilde        Kilde                                      // what is not in the index
	Kald         Kaldtaeller
	Identiteter  Identiteter
	Audit        Audit
	Sapa         Sapaindstillinger // nil: nothing is opened
	Tilsyn       Tilsynet          // nil: nobody jumps, and nobody goes beyond her boundary
	Login        string            // address of a log-in page; empty while there is none
	LogUd        string            // address that takes a POST to log out
	Forlaeng     string            // address that takes a POST to stay logged in; empty while there is none
	Soegning     Bremse            // how often one person may search; nil: as often as she likes
	Nu           func() time.Time
	Log          *slog.Logger
	NytID        func() string // ids of errors
	Dele         []Del         // pages of other packages, in the same frame
}

// Validate names the first field that is missing.
func (c *Config) Validate() error {
	missing := ""
	switch {
	case c.Kommune.CVR == "" || c.Kommune.Navn == "":
		missing = "Kommune"
	case c.Indeks == nil:
		missing = "Indeks"
	case c.Organisation == nil:
		missing = "Organisation"
	case c.Status == nil:
		missing = "Status"
	case c.Identiteter == nil:
		missing = "Identiteter"
	case c.Audit == nil:
		missing = "Audit"
	case c.Nu == nil:
		missing = "Nu"
	case c.Log == nil:
		missing = "Log"
	default:
		return nil
	}
	return errors.New("web: Config." + missing + " is missing")
}
