package revision

import (
	"crypto/hmac"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Led is the link of one entry: a keyed hash of the entry and of the link before. Zero is the link before the first.
type Led [32]byte

// IsZero reports whether there is no link.
func (l Led) IsZero() bool { return l == Led{} }

// String is the link in hexadecimal.
func (l Led) String() string { return hex.EncodeToString(l[:]) }

// MarshalText is String.
func (l Led) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText is the inverse of String.
func (l *Led) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(l) {
		return errors.New("a link is 64 hexadecimal digits")
	}
	_, err := hex.Decode(l[:], text)
	return err
}

// Noegle makes a keyed hash with the municipality's key for the log.
type Noegle func(content []byte) [32]byte

// Raa is an entry with its content as the bytes that are kept, which are what the chain covers.
type Raa struct {
	Post
	Bytes []byte
}

// Kanonisk is the one form an entry is hashed in: every field by length, so that no two entries share one.
func (r *Raa) Kanonisk(before Led) []byte {
	b := append([]byte("indeksbro/revision/1\x00"), before[:]...)
	number := func(n int64) { b = binary.BigEndian.AppendUint64(b, uint64(n)) }
	piece := func(p []byte) {
		number(int64(len(p)))
		b = append(b, p...)
	}
	number(r.Nr)
	number(r.Tid.UnixMilli())
	number(r.Fjernet)
	piece([]byte(r.Hvem))
	piece(r.Borger[:])
	piece([]byte(r.Hvad))
	piece(r.Bytes)
	return b
}

// Hoved is where a chain ends, and with what it began.
type Hoved struct {
	Nr   int64 // of the last entry
	Led  Led   // of the last entry
	Uden int64 // entries up to this one are from before there was a chain; they are covered by the first link after them
}

// Kaed numbers entries and links them to the end of a chain, and gives its new end.
func Kaed(head Hoved, entries []Raa, key Noegle) Hoved {
	for i := range entries {
		e := &entries[i]
		head.Nr++
		e.Nr, e.Tid = head.Nr, e.Tid.Truncate(time.Millisecond)
		e.Led = key(e.Kanonisk(head.Led))
		head.Led = e.Led
	}
	return head
}

// Fold is the link after entries that have none of their own, given the link before the first of them.
func Fold(before Led, entries []Raa, key Noegle) Led {
	for i := range entries {
		before = key(entries[i].Kanonisk(before))
	}
	return before
}

// Proevet is what a walk through the whole chain found.
type Proevet struct {
	Antal int64 // entries held against the chain
	Hoved Hoved // its end: kept elsewhere, it tells later whether the log was put back as it once was
	Brud  *Brud // nil: it holds
}

// Brud is the first place a chain does not hold.
type Brud struct {
	Nr      int64 // of the first entry that is wrong
	Dansk   string
	English string
}

// Error is for logs and commands.
func (b *Brud) Error() string { return fmt.Sprintf("entry %d: %s", b.Nr, b.English) }

// Proeve walks a chain, oldest entry first. Fra is where it begins: the number and link of the last entry that was taken out by Oprydning, or
// zero.
type Proeve struct {
	noegle Noegle
	head   Hoved // what the end should be
	nr     int64
	led    Led
	fra    int64
	fraLed Led
	renset bool // the entry that says where the chain begins has been met
	antal  int64
	brud   *Brud
}

// Ryddet is what the newest Oprydning says of where the chain begins.
func Ryddet(p *Post) (nr int64, led Led) {
	if p == nil || p.Hvad != Oprydning || p.Indhold.FjernetLed == nil {
		return 0, Led{}
	}
	return p.Fjernet, *p.Indhold.FjernetLed
}

// NyProeve begins a walk. head is what is kept as the chain's end; ryddet is the newest Oprydning, or nil: it is believed only when it is met,
// whole, on the way.
func NyProeve(key Noegle, head Hoved, ryddet *Post) *Proeve {
	p := &Proeve{noegle: key, head: head}
	p.fra, p.fraLed = Ryddet(ryddet)
	p.nr, p.led = p.fra, p.fraLed
	return p
}

func (p *Proeve) brydes(nr int64, dansk, english string) {
	if p.brud == nil {
		p.brud = &Brud{Nr: nr, Dansk: dansk, English: english}
	}
}

// Tag holds the next entry against the chain, and reports whether it is worth going on.
func (p *Proeve) Tag(e *Raa) bool {
	if p.brud != nil {
		return false
	}
	switch {
	case e.Nr <= p.nr:
		p.brydes(e.Nr, "linjen er sat ind: nummeret er brugt før", "it was put in: its number has been used")
		return false
	case e.Nr != p.nr+1:
		p.brydes(p.nr+1, "linjen mangler", "it is missing")
		return false
	}
	link := Led(p.noegle(e.Kanonisk(p.led)))
	switch {
	case e.Led.IsZero() && e.Nr > p.head.Uden:
		p.brydes(e.Nr, "linjen har ikke noget led, så den er sat ind eller ændret", "it has no link: it was put in or changed")
		return false
	case !e.Led.IsZero() && e.Nr <= p.head.Uden, !e.Led.IsZero() && !hmac.Equal(link[:], e.Led[:]):
		p.brydes(e.Nr, "linjen er ændret, sat ind, eller den før den er", "it was changed or put in, or the one before it was")
		return false
	}
	if e.Hvad == Oprydning {
		told := e.Post // what the chain covers is the bytes
		told.Indhold = Indhold{}
		if err := json.Unmarshal(e.Bytes, &told.Indhold); err != nil {
			p.brydes(e.Nr, "linjen kan ikke læses", "it cannot be read")
			return false
		}
		if nr, led := Ryddet(&told); nr == p.fra && led == p.fraLed {
			p.renset = true
		}
	}
	p.nr, p.led = e.Nr, link
	p.antal++
	return true
}

// Slut ends the walk. Antal is how many entries were held against the chain; the error is the first place it does not hold.
func (p *Proeve) Slut() (antal int64, brud *Brud) {
	switch {
	case p.brud != nil:
	case p.nr < p.head.Nr:
		p.brydes(p.nr+1, "linjen mangler: loggen er skåret af", "it is missing: the log was cut off")
	case p.nr > p.head.Nr:
		p.brydes(p.head.Nr+1, "linjen er sat ind efter loggens slutning", "it was put in after the log's end")
	case p.head.Nr > 0 && p.head.Uden < p.head.Nr && p.led != p.head.Led:
		p.brydes(p.head.Nr, "loggens slutning er ændret", "the log's end was changed")
	case p.fra > 0 && !p.renset:
		p.brydes(p.fra, "linjer er fjernet, uden at en oprydning i kæden siger det", "entries were removed and no retention in the chain says so")
	}
	return p.antal, p.brud
}
