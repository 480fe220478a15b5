package oio

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"strings"
)

// UUID is an OIO identity. It is compared by value and written in lower case, which is the only form the read services
// accept (05a §1.9). The zero value means "none".
type UUID [16]byte

// Navnerum is the namespace of every identity Indeksbro derives. It is written in ARCHITECTURE.md and never changes:
// a new namespace would make every object a stranger to the indexes.
var Navnerum = MustUUID("6f3d2a52-7c1b-5c9e-9a4e-0d6b1f8e2c47")

var errUUID = errors.New("not a UUID: want 8-4-4-4-12 hexadecimal digits")

// ParseUUID reads the 36-character form, upper or lower case.
func ParseUUID(s string) (UUID, error) {
	var u UUID
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return u, errUUID
	}
	for i, at := range [16]int{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34} {
		high, low := hexVaerdi[s[at]], hexVaerdi[s[at+1]]
		if high|low > 0xf {
			return UUID{}, errUUID
		}
		u[i] = high<<4 | low
	}
	return u, nil
}

// hexVaerdi is the value of a hexadecimal digit; 0xff of everything else.
var hexVaerdi = func() (values [256]byte) {
	for i := range values {
		values[i] = 0xff
	}
	for i := range byte(16) {
		values["0123456789abcdef"[i]], values["0123456789ABCDEF"[i]] = i, i
	}
	return values
}()

// Compare orders identities by their bytes, as the stores do: negative when u is before o.
func (u UUID) Compare(o UUID) int { return bytes.Compare(u[:], o[:]) }

// MustUUID is ParseUUID for constants; it panics on a malformed one.
func MustUUID(s string) UUID {
	u, err := ParseUUID(s)
	if err != nil {
		panic(err)
	}
	return u
}

// IsZero reports whether u is no identity at all.
func (u UUID) IsZero() bool { return u == UUID{} }

// String writes the lower-case 36-character form.
func (u UUID) String() string {
	var b [36]byte
	u.put(b[:])
	return string(b[:])
}

// AppendText appends the lower-case 36-character form to b.
func (u UUID) AppendText(b []byte) ([]byte, error) {
	n := len(b)
	b = append(b, make([]byte, 36)...)
	u.put(b[n:])
	return b, nil
}

func (u UUID) put(b []byte) {
	hex.Encode(b[0:8], u[0:4])
	b[8] = '-'
	hex.Encode(b[9:13], u[4:6])
	b[13] = '-'
	hex.Encode(b[14:18], u[6:8])
	b[18] = '-'
	hex.Encode(b[19:23], u[8:10])
	b[23] = '-'
	hex.Encode(b[24:36], u[10:16])
}

// MarshalText writes the zero value as the empty string, so that an absent reference stays visible as absent.
func (u UUID) MarshalText() ([]byte, error) {
	if u.IsZero() {
		return []byte{}, nil
	}
	return u.AppendText(nil)
}

// UnmarshalText is the inverse of MarshalText.
func (u *UUID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*u = UUID{}
		return nil
	}
	v, err := ParseUUID(string(b))
	if err != nil {
		return err
	}
	*u = v
	return nil
}

// NameUUID derives a version 5 UUID in Navnerum from name.
func NameUUID(name string) UUID {
	h := sha1.New()
	h.Write(Navnerum[:])
	h.Write([]byte(name))
	var u UUID
	copy(u[:], h.Sum(nil))
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return u
}

// Art is the kind of an index object.
type Art uint8

// The kinds of objects. Indeksbro exports a Sag to FK Sags- og Dokumentindeks and a Bevilling to FK Ydelsesindeks; documents and
// payments come from other systems only. The numbers are stored.
const (
	ArtSag Art = iota + 1
	ArtBevilling
	ArtDokument
	ArtEffektuering
)

// String is the word used in identities, commands and JSON.
func (a Art) String() string {
	switch a {
	case ArtSag:
		return "sag"
	case ArtBevilling:
		return "bevilling"
	case ArtDokument:
		return "dokument"
	case ArtEffektuering:
		return "effektuering"
	}
	return "ukendt"
}

// ObjectUUID is the identity on the wire of a source object: UUIDv5 of `<cvr>/<it-system uuid>/<sag|bevilling>/<id>`.
// The same object gets the same identity from any process at any time, so sending it again is harmless.
func ObjectUUID(kommune CVR, system UUID, art Art, id string) UUID {
	return NameUUID(string(kommune) + "/" + system.String() + "/" + art.String() + "/" + id)
}

// Klasse is a reference to a class in FK Klassifikation: a KLE subject, a handlingsfacet or a ydelsestype.
type Klasse struct {
	UUID   UUID   `json:"uuid"`
	Noegle string `json:"noegle"`          // BrugervendtNoegle, such as 27.35.04 or G01
	Titel  string `json:"titel,omitempty"` // Klassetitel
	// Stedfortraeder marks a UUID made from the key because no official one is known. Such a class goes to embedded
	// targets only.
	Stedfortraeder bool `json:"stedfortraeder,omitempty"`
}

// NewKlasse refers to a class by its official UUID, or by a stand-in derived from facet and key when official is empty
// or malformed. facet keeps keys of different classifications apart ("KLE", "handlingsfacet", "ydelsestype").
func NewKlasse(facet, noegle, titel, official string) Klasse {
	if u, err := ParseUUID(strings.TrimSpace(official)); err == nil {
		return Klasse{UUID: u, Noegle: noegle, Titel: titel}
	}
	return Klasse{UUID: NameUUID("klasse/" + facet + "/" + noegle), Noegle: noegle, Titel: titel, Stedfortraeder: true}
}
