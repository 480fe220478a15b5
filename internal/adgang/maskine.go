package adgang

import (
	"crypto/sha256"
	"time"
)

// Maskineslags is what a machine shows when it comes.
type Maskineslags string

// What machines show: a key of its own, or the certificate of the connection.
const (
	Noegle     Maskineslags = "noegle"
	Certifikat Maskineslags = "certifikat"
)

// Maskine is a system that may use the API by a key or a certificate of its own. The key itself is kept nowhere, only its hash: it is
// told once, when it is made.
type Maskine struct {
	Navn     string // unique among those not removed
	Slags    Maskineslags
	Aftryk   [sha256.Size]byte // of the key, or of the certificate
	Roller   Roller
	Oprettet time.Time
	Af       string    // who let it in
	Udloeb   time.Time // zero: never
	Sidst    time.Time // when it was last used, within a minute; zero: never
	Fjernet  time.Time // zero: it holds
}

// Gyldig reports whether it holds at a time.
func (m *Maskine) Gyldig(now time.Time) bool {
	return m.Fjernet.IsZero() && (m.Udloeb.IsZero() || now.Before(m.Udloeb))
}

// The roles a machine needs at the API: to read, to give the feed, and to decide.
const (
	APILaeser  = CuraAdministrator | OrgAdministrator | Borgerblikejer | SapaAdministrator | Programleder | Leverandoeren // figures, rows, findings: nobody's data
	APIFoder   = CuraAdministrator | Leverandoeren                                                                        // gives the feed of a care record
	APISkriver = CuraAdministrator                                                                                        // decides
)
