package oio

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"unique"
)

// CVR is a municipality's or company's eight-digit number in Det Centrale Virksomhedsregister.
type CVR string

// Korsbaek is the test municipality of the official interfaces; demo, tests and documentation use it.
const Korsbaek CVR = "11111111"

// ParseCVR accepts exactly eight digits.
func ParseCVR(s string) (CVR, error) {
	if len(s) != 8 || strings.Trim(s, "0123456789") != "" {
		return "", fmt.Errorf("CVR number must be eight digits, got %d characters", len(s))
	}
	return CVR(s), nil
}

// CPR is a citizen's ten-digit number. It never prints itself: every formatting verb, text and log rendering gives a
// placeholder, so that it cannot leak through an error, a log line or a template by accident. Digits is the one way out.
//
// The digits lie behind a pointer because fmt goes around Format where a verb is wrong (%p, %w) and where a CPR is an
// unexported field; then it prints an address. Equal numbers compare equal.
type CPR struct{ digits unique.Handle[string] }

var errCPR = errors.New("CPR number must be ten digits that begin with a date")

// ParseCPR reads ten digits, with or without a hyphen or blank after the sixth. The date part may have its day raised by
// 60, as synthetic numbers have. The modulus-11 check is left out because it has not been guaranteed since 2007.
func ParseCPR(s string) (CPR, error) {
	if len(s) == 11 && (s[6] == '-' || s[6] == ' ') {
		s = s[:6] + s[7:]
	}
	if !isCPR(s) {
		return CPR{}, errCPR
	}
	return CPR{digits: unique.Make(s)}, nil
}

func isCPR(s string) bool {
	if len(s) != 10 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	day := int(s[0]-'0')*10 + int(s[1]-'0')
	month := int(s[2]-'0')*10 + int(s[3]-'0')
	if day > 60 {
		day -= 60
	}
	return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

// Digits gives the ten digits. Call it only to encrypt, to derive the lookup key, or to write the number on the wire.
func (c CPR) Digits() string {
	if c.IsZero() {
		return ""
	}
	return c.digits.Value()
}

// IsZero reports whether no number is known.
func (c CPR) IsZero() bool { return c == CPR{} }

// URN is the form a party has in the indexes (SF1470 §4.6). It contains the number, so treat it as one.
func (c CPR) URN() string { return "urn:oio:cpr-nr:" + c.Digits() }

// Syntetisk reports whether the day is raised by 60, which no real person's number is.
func (c CPR) Syntetisk() bool { return !c.IsZero() && c.Digits()[0] >= '6' }

const cprMask = "[CPR]"

// String gives a placeholder, never the number.
func (c CPR) String() string { return cprMask }

// GoString gives a placeholder, never the number.
func (c CPR) GoString() string { return cprMask }

// Format gives a placeholder for every verb.
func (c CPR) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(cprMask)) }

// LogValue gives a placeholder, never the number.
func (c CPR) LogValue() slog.Value { return slog.StringValue(cprMask) }

// MarshalText refuses: a structure with a CPR number in it must be written by code that knows it is sealing it.
func (c CPR) MarshalText() ([]byte, error) {
	return nil, errors.New("a CPR number is never marshalled as text")
}

// FindCPR returns the first place in s where ten digits (with or without a hyphen or blank after the sixth) look like a
// CPR number and stand free of other digits, and whether there is one. It is used to keep such numbers out of columns,
// logs and messages, so it would rather find one too many.
func FindCPR(s string) (start, end int, found bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' || (i > 0 && isDigit(s[i-1])) {
			continue
		}
		for _, length := range [2]int{10, 11} {
			if i+length > len(s) || (i+length < len(s) && isDigit(s[i+length])) {
				continue
			}
			if _, err := ParseCPR(s[i : i+length]); err == nil {
				return i, i + length, true
			}
		}
	}
	return 0, 0, false
}

// MaskCPR replaces everything FindCPR finds with a placeholder.
func MaskCPR(s string) string {
	for {
		start, end, found := FindCPR(s)
		if !found {
			return s
		}
		s = s[:start] + cprMask + s[end:]
	}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
