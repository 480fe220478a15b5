package index

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
)

// Soeg lists the objects a search finds, by UUID. The boundary of who asks is part of the question, and each object is held against it once
// more when it is opened.
func (x *Index) Soeg(ctx context.Context, kommune oio.CVR, s Soegning) ([]oio.Gemt, error) {
	keys, err := x.Ring.Kommune(kommune)
	if err != nil {
		return nil, err
	}
	if s.Udsnit != nil && (s.Udsnit.Kommune != kommune || s.Udsnit.Tomt()) {
		return nil, nil
	}
	want := s.Antal
	if want == 0 {
		want = 500
	}
	var found []oio.Gemt
	opener := aabner{keys: keys}
	s.Slank = true
	for s.Antal = want; ; s.Antal = max(want-len(found), 50) {
		read := 0
		err := x.Store.SoegObjekter(ctx, kommune, s, func(row Raekke) error {
			read++
			s.Efter = row.UUID
			if len(found) == want {
				return nil
			}
			object, err := opener.open(&row)
			if err != nil {
				return err
			}
			visible, err := x.ser(s.Udsnit, &row, &object)
			if visible {
				found = append(found, object)
			}
			return err
		})
		if s.Uordnet {
			slices.SortFunc(found, func(a, b oio.Gemt) int {
				return a.Objekt.Identitet().Compare(b.Objekt.Identitet())
			})
		}
		if err != nil || len(found) == want || read < s.Antal || s.Uordnet {
			return found, err
		}
	}
}

// ser holds an opened object against a boundary; nil lets everything through.
func (x *Index) ser(u *adgang.Udsnit, row *Raekke, g *oio.Gemt) (bool, error) {
	if u == nil {
		return true, nil
	}
	e := adgang.Af(g.Objekt)
	e.Profil = row.Profil
	numbers := row.Emner
	if row.Foer && g.Fuld != nil && !u.Aaben {
		if x.Besked == nil {
			return false, nil
		}
		profil, services, err := x.Besked(g)
		if err != nil {
			return false, err
		}
		e.Profil, numbers = profil, emnerAf(services)
	}
	if len(numbers) == 0 {
		numbers = []string{e.KLE}
	}
	return slices.ContainsFunc(numbers, func(number string) bool {
		e.KLE = number
		visible, _ := u.Ser(e)
		return visible
	}), nil
}

// emnerAf are the KLE numbers of several services; nil where there is only one, since the object tells it.
func emnerAf(services []*oio.Bevilling) []string {
	if len(services) < 2 {
		return nil
	}
	numbers := make([]string, len(services))
	for i, b := range services {
		numbers[i] = b.KLE.Noegle
	}
	return numbers
}

// dele parts the grants of several services into one object each, and leaves out the services that lie outside the boundary (06 §1.5). The
// whole message goes, since it tells of all.
func (x *Index) dele(u *adgang.Udsnit, all []oio.Gemt) ([]oio.Gemt, error) {
	if x.Besked == nil || !slices.ContainsFunc(all, medYdelser) {
		return all, nil
	}
	parted := make([]oio.Gemt, 0, len(all))
	for i := range all {
		g := &all[i]
		if !medYdelser(*g) {
			parted = append(parted, *g)
			continue
		}
		profil, services, err := x.Besked(g)
		if err != nil {
			return nil, err
		}
		if len(services) < 2 {
			parted = append(parted, *g)
			continue
		}
		for _, b := range services {
			e := adgang.Af(b)
			e.Profil = profil
			if visible, _ := u.Ser(e); visible {
				parted = append(parted, oio.Gemt{Objekt: b, Tidspunkt: g.Tidspunkt, StsTidspunkt: g.StsTidspunkt})
			}
		}
	}
	return parted, nil
}

// medYdelser reports whether an object may be of several services: only a message can tell.
func medYdelser(g oio.Gemt) bool { return g.Fuld != nil && g.Objekt.ObjektArt() == oio.ArtBevilling }

// maxAlle is how many objects of a citizen or a case are read at most.
const maxAlle = 10_000

// Borger lists everything with a citizen as primary party that may be seen.
func (x *Index) Borger(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) ([]oio.Gemt, error) {
	if borger.IsZero() {
		return nil, nil // an empty key must never mean everybody
	}
	return x.laes(ctx, u, Soegning{Borger: borger, Antal: maxAlle, Uordnet: true})
}

// BorgersArt lists those of one kind.
func (x *Index) BorgersArt(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle, art oio.Art) ([]oio.Gemt, error) {
	if borger.IsZero() {
		return nil, nil // an empty key must never mean everybody
	}
	return x.laes(ctx, u, Soegning{Borger: borger, Art: art, Antal: maxAlle, Uordnet: true})
}

// Sagens lists the grants under a case that may be seen.
func (x *Index) Sagens(ctx context.Context, u adgang.Udsnit, sag oio.UUID) ([]oio.Gemt, error) {
	if sag.IsZero() {
		return nil, nil
	}
	return x.laes(ctx, u, Soegning{Art: oio.ArtBevilling, Sag: sag, Antal: maxAlle, Uordnet: true})
}

// Enhedens lists at most n open cases of a responsible unit that may be seen, after an object; the zero one is before the first.
func (x *Index) Enhedens(ctx context.Context, u adgang.Udsnit, enhed, efter oio.UUID, n int) ([]oio.Gemt, error) {
	if enhed.IsZero() {
		return nil, nil
	}
	return x.laes(ctx, u, Soegning{Art: oio.ArtSag, Enhed: enhed, Status: Aaben, Efter: efter, Antal: n})
}

// Sagsnummer lists the cases with a number that may be seen; several systems may have used it.
func (x *Index) Sagsnummer(ctx context.Context, u adgang.Udsnit, number string) ([]oio.Gemt, error) {
	keys, err := x.Ring.Kommune(u.Kommune)
	if err != nil {
		return nil, err
	}
	hash := nummerAftryk(keys, number)
	if hash.IsZero() {
		return nil, nil
	}
	return x.laes(ctx, u, Soegning{Art: oio.ArtSag, Nummer: hash, Antal: 50})
}

// Fundne lists those of some objects that may be seen, by identity.
func (x *Index) Fundne(ctx context.Context, u adgang.Udsnit, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	found := make(map[oio.UUID]oio.Gemt, len(ids))
	keys, err := x.Ring.Kommune(u.Kommune)
	if err != nil || len(ids) == 0 || u.Tomt() {
		return found, err
	}
	rows, err := x.Store.ObjekterMed(ctx, u.Kommune, ids)
	if err != nil {
		return nil, err
	}
	opener := aabner{keys: keys}
	for i := range rows {
		g, err := opener.open(&rows[i])
		if err != nil {
			return nil, err
		}
		visible, err := x.ser(&u, &rows[i], &g)
		if err != nil {
			return nil, err
		}
		if visible {
			found[rows[i].UUID] = g
		}
	}
	return found, nil
}

func (x *Index) laes(ctx context.Context, u adgang.Udsnit, s Soegning) ([]oio.Gemt, error) {
	s.Udsnit = &u
	found, err := x.Soeg(ctx, u.Kommune, s)
	if err != nil {
		return nil, err
	}
	return x.dele(&u, found)
}

// Objekt gives one object, and whether the index has it for who asks.
func (x *Index) Objekt(ctx context.Context, u adgang.Udsnit, art oio.Art, id oio.UUID) (oio.Gemt, bool, error) {
	history, err := x.Forloeb(ctx, u, art, id)
	if err != nil || len(history) == 0 {
		return oio.Gemt{}, false, err
	}
	return history[len(history)-1], true, nil
}

// Forloeb lists the registrations of an object that may be seen, oldest first; none where the one that holds now may not.
func (x *Index) Forloeb(ctx context.Context, u adgang.Udsnit, art oio.Art, id oio.UUID) ([]oio.Gemt, error) {
	keys, err := x.Ring.Kommune(u.Kommune)
	if err != nil {
		return nil, err
	}
	rows, err := x.Store.Registreringer(ctx, u.Kommune, art, id)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var history []oio.Gemt
	opener := aabner{keys: keys}
	for i := range rows {
		row := &rows[i]
		if i < len(rows)-1 {
			row.Foer = true // only what holds now has its limits beside it
		}
		g, err := opener.open(row)
		if err != nil {
			return nil, err
		}
		visible, err := x.ser(&u, row, &g)
		if err != nil {
			return nil, err
		}
		parts := []oio.Gemt{}
		if visible {
			if parts, err = x.dele(&u, []oio.Gemt{g}); err != nil {
				return nil, err
			}
		}
		if len(parts) > 0 {
			history = append(history, parts[0])
		} else if i == len(rows)-1 {
			return nil, nil
		}
	}
	return history, nil
}

// Historik lists all registrations of an object, whoever asks, oldest first; the last is what holds now.
func (x *Index) Historik(ctx context.Context, kommune oio.CVR, art oio.Art, id oio.UUID) ([]oio.Gemt, error) {
	keys, err := x.Ring.Kommune(kommune)
	if err != nil {
		return nil, err
	}
	rows, err := x.Store.Registreringer(ctx, kommune, art, id)
	if err != nil {
		return nil, err
	}
	history := make([]oio.Gemt, 0, len(rows))
	opener := aabner{keys: keys}
	for i := range rows {
		object, err := opener.open(&rows[i])
		if err != nil {
			return nil, err
		}
		history = append(history, object)
	}
	return history, nil
}

// Efterfyld keeps, for at most n objects from before they were kept, what a boundary is held against, and tells after which object to go
// on; the zero one when all are done.
func (x *Index) Efterfyld(ctx context.Context, kommune oio.CVR, efter oio.UUID, n int) (oio.UUID, error) {
	keys, err := x.Ring.Kommune(kommune)
	if err != nil {
		return oio.UUID{}, err
	}
	rows, err := x.Store.Foer(ctx, kommune, efter, n)
	if err != nil || len(rows) == 0 {
		return oio.UUID{}, err
	}
	opener := aabner{keys: keys}
	for i := range rows {
		row := &rows[i]
		g, err := opener.open(row)
		if err != nil {
			return oio.UUID{}, err
		}
		row.Graenser = Graenser{Foelsomhed: adgang.Af(g.Objekt).Foelsomhed}
		if s, is := g.Objekt.(*oio.Sag); is {
			row.Nummer = nummerAftryk(keys, s.Noegle)
		}
		if g.Fuld != nil {
			if x.Besked == nil {
				return oio.UUID{}, fmt.Errorf("object %s: nobody can read its message", row.UUID)
			}
			profil, services, err := x.Besked(&g)
			if err != nil {
				return oio.UUID{}, err
			}
			row.Profil, row.Emner = profil, emnerAf(services)
		}
	}
	last := rows[len(rows)-1].UUID
	if len(rows) < n {
		last = oio.UUID{}
	}
	return last, x.Store.SaetGraenser(ctx, kommune, rows)
}

// nummerAftryk is what a case's number is looked up by: letters in either case and blanks at the ends make no difference.
func nummerAftryk(keys *seal.Noegler, number string) seal.Aftryk {
	number = strings.ToLower(strings.TrimSpace(number))
	if number == "" {
		return seal.Aftryk{}
	}
	return keys.Aftryk([]byte("sagsnummer/" + number))
}
