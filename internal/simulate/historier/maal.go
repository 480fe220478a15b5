package historier

import (
	"context"
	"slices"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
)

// Maalfejl is what goes wrong with one call to a target.
type Maalfejl uint8

// What may go wrong with a call.
const (
	Gaar      Maalfejl = iota // nothing
	Nede                      // no answer, no effect
	Langsom                   // the answer takes a minute and a half
	Glemmer                   // the effect, and no answer
	Halvt                     // the effect on the first half, and no answer
	Nogle                     // the first half is taken; the others are refused, for now
	Dobbelt                   // the call is delivered twice
	Forsinket                 // no answer; the call arrives later, before the next
	Kort                      // the effect, and an answer that lacks an object
	maalfejl
)

var maalfejlOrd = [...]string{Gaar: "goes well", Nede: "is not answered", Langsom: "is answered slowly", Glemmer: "has its effect and is not answered", Halvt: "has half its effect and is not answered",
	Nogle: "is taken for the first half and refused for the rest", Dobbelt: "is delivered twice", Forsinket: "is not answered and arrives late", Kort: "has its effect and is answered with one answer too few"}

// String is the fault in words.
func (f Maalfejl) String() string { return maalfejlOrd[f] }

// maal is both targets as the world has them: the embedded index, what goes wrong on the way there, and the guards at its door.
type maal struct {
	w       *verden
	indeks  *index.Index
	fejl    []Maalfejl          // of the coming calls
	afviser map[oio.UUID]bool   // refused until it ends
	sene    []func()            // calls that are underway still
	har     map[oio.UUID]*holdt // what is there
	fri     map[oio.UUID]bool   // refused or lost: not for the sender to answer for
}

// holdt is one object that is there.
type holdt struct {
	art    oio.Art
	sag    oio.UUID
	borger string
	kle    string
}

func newMaal(w *verden) *maal {
	return &maal{w: w, afviser: map[oio.UUID]bool{}, har: map[oio.UUID]*holdt{}, fri: map[oio.UUID]bool{}}
}

// ankom lets what is underway arrive.
func (m *maal) ankom() {
	late := m.sene
	m.sene = nil
	for _, call := range late {
		m.w.tal.Fejl["a late call arrives"]++
		call()
	}
}

func (m *maal) naeste() Maalfejl {
	if len(m.fejl) == 0 {
		return Gaar
	}
	f := m.fejl[0]
	m.fejl = m.fejl[1:]
	if f != Gaar {
		m.w.tal.Fejl["a call "+f.String()]++
	}
	return f
}

// Importer implements export.Indeks.
func (m *maal) Importer(_ context.Context, _ oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	m.ankom()
	m.w.vogtAftale(objects[0].Objekt.ObjektArt())
	for _, o := range objects {
		m.w.vogtImport(o.Objekt)
	}
	objects = slices.Clone(objects)
	return m.kald(len(objects), func(from, to int, answers []export.Svar) error { return m.optag(objects[from:to], answers[from:to]) })
}

// Fjern implements export.Indeks.
func (m *maal) Fjern(_ context.Context, _ oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	m.ankom()
	m.w.vogtAftale(art)
	m.w.vogtFjern(ids)
	ids = slices.Clone(ids)
	return m.kald(len(ids), func(from, to int, answers []export.Svar) error { return m.tagUd(art, ids[from:to], answers[from:to]) })
}

// ObjekterMed implements export.Laeser.
func (m *maal) ObjekterMed(ctx context.Context, cvr oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	m.ankom()
	switch m.naeste() {
	case Gaar, Langsom, Dobbelt, Nogle, Kort:
		return m.indeks.ObjekterMed(ctx, cvr, ids)
	}
	return nil, errMaal
}

// kald lets one call go as it is to go. do has the effect on a part of its objects.
func (m *maal) kald(n int, do func(from, to int, answers []export.Svar) error) ([]export.Svar, error) {
	answers := make([]export.Svar, n)
	fault := m.naeste()
	var err error
	switch fault {
	case Nede:
		return nil, errMaal
	case Forsinket:
		m.sene = append(m.sene, func() { _ = do(0, n, make([]export.Svar, n)) })
		return nil, errMaal
	case Halvt, Nogle:
		err = do(0, n/2, answers)
		for i := n / 2; i < n; i++ {
			answers[i].Fejl = "prøv igen senere"
		}
	case Dobbelt:
		if err = do(0, n, make([]export.Svar, n)); err == nil {
			err = do(0, n, answers)
		}
	default:
		err = do(0, n, answers)
	}
	switch {
	case err != nil:
		return nil, err
	case fault == Glemmer || fault == Halvt:
		return nil, errMaal
	case fault == Kort:
		return answers[:n-1], nil
	case fault == Langsom:
		m.w.ur = m.w.ur.Add(90e9)
	}
	return answers, nil
}

// optag takes objects in, but for those that are refused, and answers.
func (m *maal) optag(objects []oio.Registreret, answers []export.Svar) error {
	taken, at := m.udenAfviste(objects, answers)
	said, err := m.indeks.Importer(m.w.ctx, kommune, taken)
	if err != nil {
		return err
	}
	for i, answer := range said {
		answers[at[i]] = answer
	}
	m.noter(taken, said)
	return nil
}

// udenAfviste gives the objects that are not refused, and their places; the others are answered.
func (m *maal) udenAfviste(objects []oio.Registreret, answers []export.Svar) (taken []oio.Registreret, at []int) {
	for i, o := range objects {
		if id := o.Objekt.Identitet(); m.afviser[id] {
			answers[i].Fejl = "afvist"
			m.fri[id] = true
			m.w.tal.Fejl["an object is refused"]++
			continue
		}
		taken, at = append(taken, o), append(at, i)
	}
	return taken, at
}

// noter notes what the index took.
func (m *maal) noter(taken []oio.Registreret, said []export.Svar) {
	for i, answer := range said {
		id := taken[i].Objekt.Identitet()
		if !answer.OK {
			m.w.find("index", "the embedded index refuses %s: %s", m.w.navn(id), answer.Fejl)
			continue
		}
		m.har[id] = holdtAf(taken[i].Objekt)
		delete(m.fri, id)
		m.w.tal.Sendt++
	}
}

// tagUd removes objects, but for those that are refused, and answers.
func (m *maal) tagUd(art oio.Art, ids []oio.UUID, answers []export.Svar) error {
	var out []oio.UUID
	for i, id := range ids {
		if m.afviser[id] {
			answers[i].Fejl = "afvist"
			m.fri[id] = true
			m.w.tal.Fejl["an object is refused"]++
			continue
		}
		answers[i].OK = true
		out = append(out, id)
	}
	if _, err := m.indeks.Fjern(m.w.ctx, kommune, art, out); err != nil {
		return err
	}
	for _, id := range out {
		if m.har[id] != nil {
			m.w.tal.Fjernet++
		}
		delete(m.har, id)
	}
	return nil
}

func holdtAf(o oio.Objekt) *holdt {
	switch o := o.(type) {
	case *oio.Sag:
		return &holdt{art: oio.ArtSag, borger: o.Part.CPR.Digits(), kle: o.KLE.Noegle}
	case *oio.Bevilling:
		return &holdt{art: oio.ArtBevilling, sag: o.Sag, borger: o.Part.CPR.Digits(), kle: o.KLE.Noegle}
	}
	return &holdt{}
}

// laes looks anew at what is there, after something else than a call changed it. What is gone is not the sender's doing.
func (m *maal) laes() error {
	found, err := m.indeks.Soeg(m.w.ctx, kommune, index.Soegning{Antal: 1 << 20})
	if err != nil {
		return err
	}
	before := m.har
	m.har = map[oio.UUID]*holdt{}
	for _, g := range found {
		m.har[g.Objekt.Identitet()] = holdtAf(g.Objekt)
	}
	for id := range before {
		if m.har[id] == nil {
			m.fri[id] = true
		}
	}
	return nil
}

// direkte is the index as a verification sees and repairs it: nothing goes wrong with those calls, and a person answers for removals.
type direkte struct {
	*index.Index
	m *maal
}

// Fjern implements verifikation.Indeks.
func (d direkte) Fjern(ctx context.Context, cvr oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	for _, id := range ids {
		d.m.w.godkendt[id] = true
	}
	return d.m.Fjern(ctx, cvr, art, ids)
}
