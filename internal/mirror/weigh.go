package mirror

import (
	"reflect"

	"indeksbro/internal/eoj"
)

// weigher decides, for the objects of one kind in one batch, which lines are news. It works on what is known plus what the
// batch has already brought, so that several lines about one object end as one row.
type weigher struct {
	t     eoj.Type
	state map[string]*weighed
	order []string
}

type weighed struct {
	before, now Kendt
	known       bool // before the batch
	row         Raekke
	post        eoj.Post // the line of this batch that holds, if one does
	changed     bool
}

func newWeigher(t eoj.Type, known map[string]Kendt) *weigher {
	w := &weigher{t: t, state: make(map[string]*weighed)}
	for id, k := range known {
		w.state[id] = &weighed{before: k, now: k, known: true}
	}
	return w
}

func (w *weigher) weigh(e *entry) Udfald {
	s := w.state[e.row.ID]
	if s == nil {
		s = &weighed{now: Kendt{Version: -1, Slettet: -1}}
		w.state[e.row.ID] = s
	}
	outcome := Taget
	if _, deletion := e.post.(*eoj.Slet); deletion {
		outcome = w.weighDeletion(s, e)
	} else {
		outcome = w.weighLine(s, e)
	}
	if outcome == Taget && !s.changed {
		s.changed = true
		w.order = append(w.order, e.row.ID)
	}
	return outcome
}

func (w *weigher) weighLine(s *weighed, e *entry) Udfald {
	v := e.row.Version
	switch {
	case w.t.Stamdata() && v > s.now.Version:
	case s.now.Fejet && v == s.now.Version:
		// A full file left it out and a later one has it again: its own version is enough.
	case w.t.Stamdata() && v == s.now.Version:
		return repeated(s, e)
	case !w.t.Stamdata() && v > max(s.now.Version, s.now.Slettet):
	case !w.t.Stamdata() && v == s.now.Version && v > s.now.Slettet:
		return repeated(s, e)
	default:
		return Aeldre
	}
	slettet := s.now.Slettet
	if s.now.Fejet {
		slettet = -1
	}
	s.row = e.row
	s.row.Slettet = slettet
	s.post = e.post
	s.now = Kendt{Version: v, Slettet: slettet}
	return Taget
}

// repeated judges a version that is known: against the same batch here, against what is kept in compare.
func repeated(s *weighed, e *entry) Udfald {
	switch {
	case s.post == nil:
		e.mod = true
	case !reflect.DeepEqual(s.post, e.post):
		e.fejl = errAfvigende
		return Afvigende
	}
	return Gentaget
}

var errAfvigende = &eoj.Fejl{
	Felt:    "version",
	Message: "is known with another content; the first is kept",
	Dansk:   "er kendt med et andet indhold; det første er beholdt",
}

func (w *weigher) weighDeletion(s *weighed, e *entry) Udfald {
	v := e.row.Version
	switch {
	case v == s.now.Slettet && !s.now.Fejet:
		return Gentaget
	case v < s.now.Slettet || (!w.t.Stamdata() && v < s.now.Version):
		return Aeldre
	}
	s.now.Slettet, s.now.Fejet = v, false
	if w.t.Stamdata() {
		line := s.row.Linje // a newer line of the same batch stays
		s.row = e.row
		s.row.Version, s.row.Linje = s.now.Version, line
		return Taget
	}
	s.now.Version = v
	s.row = e.row
	return Taget
}

// gone reports whether a case or grant is deleted.
func (k Kendt) gone() bool { return k.Slettet >= k.Version }

// result gives one row an object that changed, in the order the objects first changed, and how the source's count moved.
func (w *weigher) result() ([]Raekke, Antal) {
	rows := make([]Raekke, 0, len(w.order))
	change := 0
	for _, id := range w.order {
		s := w.state[id]
		rows = append(rows, s.row)
		if was := s.known && !s.before.gone(); was {
			change--
		}
		if !s.now.gone() {
			change++
		}
	}
	switch w.t {
	case eoj.TypeSag:
		return rows, Antal{Sager: change}
	case eoj.TypeBevilling:
		return rows, Antal{Bevillinger: change}
	}
	return rows, Antal{}
}

// same reports whether a kept line says what a new one of the same version says.
func (l *Loader) same(kept []byte, e *entry) (bool, error) {
	line := kept
	if !e.row.Type.Stamdata() {
		opened, err := l.Noegler.Open(kept, Context(e.row.Type, e.row.ID))
		if err != nil {
			return false, err
		}
		line = opened
	}
	before, err := eoj.ParseLinje(line)
	if err != nil {
		return false, nil // kept under older rules: not the same
	}
	return reflect.DeepEqual(before, e.post), nil
}
