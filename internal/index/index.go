// Package index is the embedded indexes, FK Sags- og Dokumentindeks and FK Ydelsesindeks: it stores, replaces, removes and
// finds objects, and keeps every registration with the two times it was registered until the object is removed for good.
//
// It promises that the same content again changes nothing, that an object is stored whole or not at all, and that no CPR number
// rests unsealed. It does not judge whether content is right (that is the sender's projection, and later the wire's rules)
// and keeps its rows through the Store it declares.
package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
)

// Raekke is an object as it rests: what it is found by in columns, the rest sealed.
type Raekke struct {
	Art          oio.Art
	UUID         oio.UUID
	Borger       oio.Borgernoegle
	KLE          string
	Enhed        oio.UUID
	System       oio.UUID
	Sag          oio.UUID // of a bevilling
	Fra, Til     oio.Dato // Til exclusive, zero while open
	Aftryk       seal.Aftryk
	Noegle       seal.Aftryk // keyed hash of the BrugervendtNoegle; zero where it is not looked for
	Tidspunkt    time.Time
	StsTidspunkt time.Time
	Indhold      []byte // sealed
	Stille       bool   // no news of it is told (UdenNotifikation); not kept
	Graenser
}

// Graenser are what of an object a data boundary is held against beside KLE, unit and system (06 §1.5).
type Graenser struct {
	Foelsomhed oio.Foelsomhed // zero: not stated, counts as the highest
	Profil     []oio.UUID     // Sikkerhedsprofil; nil: none
	Emner      []string       // of a grant of several services: all their KLE numbers
	Nummer     seal.Aftryk    // keyed hash of a case's number; zero: of no case
	Foer       bool           // the row is from before these were kept: only the object itself tells
}

// Person is a citizen as she rests.
type Person struct {
	Borger    oio.Borgernoegle
	Navn      string
	Soegenavn string
	CPR       []byte // sealed
}

// Soegning chooses objects. Zero fields do not limit.
type Soegning struct {
	Art    oio.Art
	Borger oio.Borgernoegle
	KLE    string // a number of two, four or six digits; shorter ones take all below
	Enhed  oio.UUID
	System oio.UUID
	Sag    oio.UUID
	Aktiv  oio.Dato       // in force on this date
	I      oio.Virkning   // in force some time in this period
	Status Status         // open or ended
	Nummer seal.Aftryk    // the case with a number
	Efter  oio.UUID       // continue after this object
	Antal  int            // at most so many; zero: 500
	Udsnit *adgang.Udsnit // who asks; nil: the exporter and the verifier, who are not limited
	// Slank asks only for what an object is opened and held against a boundary by: Art, UUID, the times, Graenser without Nummer, and Indhold, which
	// holds while the row is told of and not longer. A store may give more.
	Slank bool
	// Uordnet asks for the objects as they lie, where nobody goes on after the last: to put them in order costs more than to find them.
	Uordnet bool
}

// Status is whether an object has an end. Zero is either.
type Status uint8

// An open case or grant has no end yet; an ended one has, be it in the future.
const (
	Aaben Status = iota + 1
	Afsluttet
)

// Store keeps the rows.
type Store interface {
	// GemObjekter keeps rows in one transaction: a new one is added, one with another Aftryk replaces what is there, which
	// becomes history; an equal one changes nothing.
	GemObjekter(ctx context.Context, kommune oio.CVR, rows []Raekke, persons []Person) error
	// GemMed is GemObjekter and export.Ledger.Skriv in one transaction.
	GemMed(ctx context.Context, kommune oio.CVR, rows []Raekke, persons []Person, b export.Bogfoering) error
	// FjernObjekter removes objects with their history, and citizens that have no objects left. Unknown ones are no error.
	FjernObjekter(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) error
	SoegObjekter(ctx context.Context, kommune oio.CVR, s Soegning, yield func(Raekke) error) error
	// Identiteter tells the identities of a kind and a system's objects from fra to til, both included, in any order.
	Identiteter(ctx context.Context, kommune oio.CVR, art oio.Art, system, fra, til oio.UUID, yield func(oio.UUID) error) error
	// ObjekterMed gives the objects there are of the given identities.
	ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) ([]Raekke, error)
	// NoegleBrugt reports whether another object than this has the key.
	NoegleBrugt(ctx context.Context, kommune oio.CVR, key seal.Aftryk, other oio.UUID) (bool, error)
	Registreringer(ctx context.Context, kommune oio.CVR, art oio.Art, id oio.UUID) ([]Raekke, error) // oldest first; the last is what holds now
	// Of citizens with a boundary only those are given of whom one object at least may lie within; nil does not limit.
	Personer(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, efter oio.Borgernoegle, n int) ([]Person, error)
	PersonMed(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, borger oio.Borgernoegle) (Person, bool, error)
	PersonerNavn(ctx context.Context, kommune oio.CVR, u *adgang.Udsnit, soegenavn string, n int) ([]Person, error)
	// Foer gives at most n of the rows that are from before their Graenser were kept, and SaetGraenser keeps them.
	Foer(ctx context.Context, kommune oio.CVR, efter oio.UUID, n int) ([]Raekke, error)
	SaetGraenser(ctx context.Context, kommune oio.CVR, rows []Raekke) error
}

// Index is both embedded indexes of an installation.
type Index struct {
	Store Store
	Ring  *seal.Ring
	Nu    func() time.Time
	// Besked reads what only a whole message tells of an object: its Sikkerhedsprofil, and the services of a grant, each by itself. Nil: nobody
	// can, and an object from before these were kept is not shown to who is limited.
	Besked func(g *oio.Gemt) (profil []oio.UUID, ydelser []*oio.Bevilling, err error)

	skriver sync.Mutex // held from looking to writing where one depends on the other
}

var (
	_ export.Indeks = (*Index)(nil)
	_ export.Samlet = (*Index)(nil)
)

// context binds a sealed content to its object.
func sealContext(id oio.UUID) string { return "indeks/" + id.String() }

// Importer stores objects (SF1470 importer, YDI importer): new ones are added, changed ones get a new registration.
func (x *Index) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	b, err := x.bundt(kommune, objects)
	if err != nil {
		return nil, err
	}
	if err := x.Store.GemObjekter(ctx, kommune, b.rows, b.citizens()); err != nil {
		return nil, err
	}
	return b.answers, nil
}

// ImporterMed implements export.Samlet for a ledger that Store keeps too.
func (x *Index) ImporterMed(ctx context.Context, kommune oio.CVR, objects []oio.Registreret, bog func([]export.Svar) export.Bogfoering) ([]export.Svar, error) {
	b, err := x.bundt(kommune, objects)
	if err != nil {
		return nil, err
	}
	if err := x.Store.GemMed(ctx, kommune, b.rows, b.citizens(), bog(b.answers)); err != nil {
		return nil, err
	}
	return b.answers, nil
}

// bundt is what a call wants to store: rows of the objects that can be, and an answer about each object.
type bundt struct {
	rows    []Raekke
	at      []int // the object a row is of
	persons map[oio.Borgernoegle]Person
	answers []export.Svar
}

func (x *Index) bundt(kommune oio.CVR, objects []oio.Registreret) (*bundt, error) {
	keys, err := x.Ring.Kommune(kommune)
	if err != nil {
		return nil, err
	}
	b := &bundt{answers: make([]export.Svar, len(objects)), rows: make([]Raekke, 0, len(objects)), persons: make(map[oio.Borgernoegle]Person)}
	now := x.Nu()
	for i := range objects {
		row, part, err := x.row(keys, objects[i], now)
		if err != nil {
			b.answers[i].Fejl = err.Error()
			continue
		}
		b.answers[i].OK = true
		b.rows, b.at = append(b.rows, row), append(b.at, i)
		if _, known := b.persons[row.Borger]; !known && !row.Borger.IsZero() {
			b.persons[row.Borger] = person(keys, row.Borger, part)
		}
	}
	return b, nil
}

func (b *bundt) citizens() []Person {
	citizens := make([]Person, 0, len(b.persons))
	for _, p := range b.persons {
		citizens = append(citizens, p)
	}
	return citizens
}

// ErrFindes answers an import of an object that is there with other content (SDI-04, YDI-36).
const ErrFindes = "findes allerede med andet indhold"

// Optag stores objects that are new; the same content again is no error, other content is refused with ErrFindes.
func (x *Index) Optag(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	b, err := x.bundt(kommune, objects)
	if err != nil {
		return nil, err
	}
	x.skriver.Lock()
	defer x.skriver.Unlock()
	ids := make([]oio.UUID, len(b.rows))
	for i := range b.rows {
		ids[i] = b.rows[i].UUID
	}
	there, err := x.Store.ObjekterMed(ctx, kommune, ids)
	if err != nil {
		return nil, err
	}
	print := make(map[oio.UUID]seal.Aftryk, len(there))
	for i := range there {
		print[there[i].UUID] = there[i].Aftryk
	}
	fresh := b.rows[:0]
	for i, row := range b.rows {
		if was, known := print[row.UUID]; known && was != row.Aftryk {
			b.answers[b.at[i]] = export.Svar{Fejl: ErrFindes}
			continue
		}
		fresh = append(fresh, row)
	}
	if err := x.Store.GemObjekter(ctx, kommune, fresh, b.citizens()); err != nil {
		return nil, err
	}
	return b.answers, nil
}

// Laast runs fn while no other reading-then-writing call does.
func (x *Index) Laast(fn func() error) error {
	x.skriver.Lock()
	defer x.skriver.Unlock()
	return fn()
}

// ObjekterMed gives the objects there are of the given identities, whatever their kind.
func (x *Index) ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	keys, err := x.Ring.Kommune(kommune)
	if err != nil {
		return nil, err
	}
	rows, err := x.Store.ObjekterMed(ctx, kommune, ids)
	if err != nil {
		return nil, err
	}
	found := make(map[oio.UUID]oio.Gemt, len(rows))
	opener := aabner{keys: keys}
	for i := range rows {
		if found[rows[i].UUID], err = opener.open(&rows[i]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

var (
	errKind   = errors.New("object is of no kind the indexes hold")
	errBorger = errors.New("object has no citizen") // it could never be read again
)

func (x *Index) row(keys *seal.Noegler, r oio.Registreret, now time.Time) (Raekke, oio.Part, error) {
	content := r.Kanonisk
	if content == nil {
		made, err := oio.Canonical(r.Objekt)
		if err != nil {
			return Raekke{}, oio.Part{}, err
		}
		content = made
	}
	if r.Fuld != nil {
		content = append(append(bytes.Clone(content), fuldFra), r.Fuld...)
	}
	id := r.Objekt.Identitet()
	row := Raekke{
		Art: r.Objekt.ObjektArt(), UUID: id, Aftryk: keys.Aftryk(content), Tidspunkt: r.Tidspunkt, StsTidspunkt: now,
		Indhold: keys.Seal(content, sealContext(id)), Stille: r.Stille,
		Graenser: Graenser{Foelsomhed: adgang.Af(r.Objekt).Foelsomhed, Profil: r.Profil, Emner: r.Emner},
	}
	if r.Noegle != "" {
		row.Noegle = noegleAftryk(keys, row.Art, r.Noegle)
	}
	var part oio.Part
	switch o := r.Objekt.(type) {
	case *oio.Sag:
		part = o.Part
		row.KLE, row.Enhed, row.System, row.Fra, row.Til = o.KLE.Noegle, o.Ansvarlig.UUID, o.System.UUID, o.Oprettet, o.AfsluttetDato()
		row.Nummer = nummerAftryk(keys, o.Noegle)
	case *oio.Bevilling:
		part = o.Part
		row.KLE, row.Enhed, row.System, row.Fra, row.Til, row.Sag = o.KLE.Noegle, o.Ansvarlig.UUID, o.System.UUID, o.Periode.Fra, o.Periode.Til, o.Sag
	case *oio.Dokument:
		row.KLE, row.Enhed, row.System, row.Fra = o.KLE.Noegle, o.Ansvarlig.UUID, o.System.UUID, o.BrevDato
	case *oio.Effektuering:
		part = o.Part
		row.KLE, row.System, row.Fra, row.Til, row.Sag = o.KLE, o.System.UUID, o.Periode.Fra, o.Periode.Til, o.Bevilling
	default:
		return Raekke{}, oio.Part{}, errKind
	}
	if part.CPR.IsZero() {
		if r.Fuld == nil {
			return Raekke{}, oio.Part{}, errBorger
		}
		return row, part, nil // of a company, or of nobody: found by its number and case
	}
	row.Borger = keys.Borger(part.CPR)
	return row, part, nil
}

func noegleAftryk(keys *seal.Noegler, art oio.Art, key string) seal.Aftryk {
	return keys.Aftryk([]byte("noegle/" + art.String() + "/" + key))
}

// NoegleBrugt reports whether another object of the kind has this BrugervendtNoegle (SDI-22). Only objects that came as messages are
// looked at; those of our own exporter have keys derived as their identities are.
func (x *Index) NoegleBrugt(ctx context.Context, kommune oio.CVR, art oio.Art, key string, other oio.UUID) (bool, error) {
	keys, err := x.Ring.Kommune(kommune)
	if err != nil {
		return false, err
	}
	return x.Store.NoegleBrugt(ctx, kommune, noegleAftryk(keys, art, key), other)
}

// BorgerAf is the key by which the index finds a citizen.
func (x *Index) BorgerAf(kommune oio.CVR, cpr oio.CPR) (oio.Borgernoegle, error) {
	keys, err := x.Ring.Kommune(kommune)
	if err != nil {
		return oio.Borgernoegle{}, err
	}
	return keys.Borger(cpr), nil
}

// fuldFra stands between an object's canonical form and the whole message; JSON never contains it.
const fuldFra = 0

func person(keys *seal.Noegler, borger oio.Borgernoegle, part oio.Part) Person {
	name := oio.MaskCPR(part.Navn) // the name rests in clear, so that it can be searched
	return Person{Borger: borger, Navn: name, Soegenavn: Soegenavn(name), CPR: keys.Seal([]byte(part.CPR.Digits()), "person/"+borger.String())}
}

// Fjern removes objects for good (R096). What is gone already is no error.
func (x *Index) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	if err := x.Store.FjernObjekter(ctx, kommune, art, ids); err != nil {
		return nil, err
	}
	answers := make([]export.Svar, len(ids))
	for i := range answers {
		answers[i].OK = true
	}
	return answers, nil
}

// aabner opens rows one after another, each into the same place.
type aabner struct {
	keys    *seal.Noegler
	content []byte
}

// open gives a row's object.
func (a *aabner) open(row *Raekke) (oio.Gemt, error) {
	content, err := a.keys.OpenTil(a.content[:0], row.Indhold, sealContext(row.UUID))
	if err != nil {
		return oio.Gemt{}, fmt.Errorf("object %s in the index: %w", row.UUID, err)
	}
	a.content = content
	content, whole, _ := bytes.Cut(content, []byte{fuldFra})
	object, err := oio.ParseCanonical(row.Art, content)
	if err != nil {
		return oio.Gemt{}, fmt.Errorf("object %s in the index: %w", row.UUID, err)
	}
	return oio.Gemt{Objekt: object, Tidspunkt: row.Tidspunkt, StsTidspunkt: row.StsTidspunkt, Fuld: append([]byte(nil), whole...)}, nil
}

// Identiteter tells which objects of a kind and a system there are, from fra to til, both included, in any order; none of them is opened.
func (x *Index) Identiteter(ctx context.Context, kommune oio.CVR, art oio.Art, system, fra, til oio.UUID, yield func(oio.UUID) error) error {
	return x.Store.Identiteter(ctx, kommune, art, system, fra, til, yield)
}
