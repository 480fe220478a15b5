package oio

import (
	"encoding/hex"
	"errors"
	"time"
)

// Borgernoegle finds a citizen without telling who it is: a keyed hash of the CPR number. It may stand in columns and
// addresses; without the key, which never lies in the database, it leads nowhere.
type Borgernoegle [16]byte

// String writes 32 hexadecimal digits.
func (b Borgernoegle) String() string { return hex.EncodeToString(b[:]) }

// IsZero reports whether no citizen is meant.
func (b Borgernoegle) IsZero() bool { return b == Borgernoegle{} }

// ParseBorgernoegle reads 32 hexadecimal digits.
func ParseBorgernoegle(s string) (Borgernoegle, error) {
	var b Borgernoegle
	if len(s) != 2*len(b) {
		return b, errors.New("want 32 hexadecimal digits")
	}
	if _, err := hex.Decode(b[:], []byte(s)); err != nil {
		return Borgernoegle{}, errors.New("want 32 hexadecimal digits")
	}
	return b, nil
}

// Gemt is an object as an index holds it, with the two times it was registered (SF1470 §6).
type Gemt struct {
	Objekt       Objekt
	Tidspunkt    time.Time // by the source
	StsTidspunkt time.Time // by the index
	Fuld         []byte    // the whole message, where the source said more than Objekt can hold
}

// Person is a citizen an index knows of.
type Person struct {
	Noegle Borgernoegle
	Navn   string
	CPR    CPR
}
