package index

import (
	"context"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
)

// Soegenavn is the form in which names are searched: lower case, single blanks, hyphens as blanks, so that each part of
// Anne-Marie is found.
func Soegenavn(navn string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(navn), "-", " ")), " ")
}

func (x *Index) person(keys *seal.Noegler, p Person) (oio.Person, error) {
	digits, err := keys.Open(p.CPR, "person/"+p.Borger.String())
	if err != nil {
		return oio.Person{}, err
	}
	cpr, err := oio.ParseCPR(string(digits))
	if err != nil {
		return oio.Person{}, err
	}
	return oio.Person{Noegle: p.Borger, Navn: p.Navn, CPR: cpr}, nil
}

func (x *Index) people(kommune oio.CVR, rows []Person, err error) ([]oio.Person, error) {
	if err != nil {
		return nil, err
	}
	keys, err := x.Ring.Kommune(kommune)
	if err != nil {
		return nil, err
	}
	people := make([]oio.Person, 0, len(rows))
	for _, row := range rows {
		p, err := x.person(keys, row)
		if err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, nil
}

// FindCPR finds a citizen by number, and tells whether the indexes know her for who asks.
func (x *Index) FindCPR(ctx context.Context, u adgang.Udsnit, cpr oio.CPR) (oio.Person, bool, error) {
	keys, err := x.Ring.Kommune(u.Kommune)
	if err != nil {
		return oio.Person{}, false, err
	}
	return x.Person(ctx, u, keys.Borger(cpr))
}

// Person finds a citizen by key, and tells whether the indexes know her for who asks: one of whom nothing may be seen is not there. The same
// questions are put whatever the answer, so that neither tells by its time.
func (x *Index) Person(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, bool, error) {
	row, found, err := x.Store.PersonMed(ctx, u.Kommune, fri(&u), borger)
	if err != nil {
		return oio.Person{}, false, err
	}
	visible, err := x.harNoget(ctx, &u, borger)
	if err != nil || !found || !visible {
		return oio.Person{}, false, err
	}
	people, err := x.people(u.Kommune, []Person{row}, nil)
	if err != nil {
		return oio.Person{}, false, err
	}
	return people[0], true, nil
}

// Borgeren is Person and Borger in one: a citizen by key, with everything that may be seen of her. The same two questions are put whatever the
// answer.
func (x *Index) Borgeren(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, []oio.Gemt, bool, error) {
	row, found, err := x.Store.PersonMed(ctx, u.Kommune, nil, borger)
	if err != nil {
		return oio.Person{}, nil, false, err
	}
	objects, err := x.Borger(ctx, u, borger)
	if err != nil || !found || len(objects) == 0 && fri(&u) != nil {
		return oio.Person{}, nil, false, err
	}
	people, err := x.people(u.Kommune, []Person{row}, nil)
	if err != nil {
		return oio.Person{}, nil, false, err
	}
	return people[0], objects, true, nil
}

// fri is a boundary for a question about people; nil where it does not limit, so that a citizen whom only her name is known of is found.
func fri(u *adgang.Udsnit) *adgang.Udsnit {
	if u.Aaben && u.Systemer == nil {
		return nil
	}
	return u
}

// harNoget reports whether one object of a citizen at least may be seen.
func (x *Index) harNoget(ctx context.Context, u *adgang.Udsnit, borger oio.Borgernoegle) (bool, error) {
	if fri(u) == nil {
		return true, nil
	}
	if borger.IsZero() {
		return false, nil
	}
	some, err := x.Soeg(ctx, u.Kommune, Soegning{Borger: borger, Antal: 1, Udsnit: u})
	return len(some) > 0, err
}

// FindNavn lists at most n citizens whose name has words that begin as the words of navn do, by name, of whom something may be seen.
func (x *Index) FindNavn(ctx context.Context, u adgang.Udsnit, navn string, n int) ([]oio.Person, error) {
	rows, err := x.Store.PersonerNavn(ctx, u.Kommune, fri(&u), Soegenavn(navn), n)
	return x.synlige(ctx, &u, rows, err)
}

// Personer lists at most n citizens after a key, of whom something may be seen.
func (x *Index) Personer(ctx context.Context, u adgang.Udsnit, efter oio.Borgernoegle, n int) ([]oio.Person, error) {
	rows, err := x.Store.Personer(ctx, u.Kommune, fri(&u), efter, n)
	return x.synlige(ctx, &u, rows, err)
}

// synlige leaves out whom the question let through although nothing of her may be seen.
func (x *Index) synlige(ctx context.Context, u *adgang.Udsnit, rows []Person, err error) ([]oio.Person, error) {
	kept := rows[:0]
	for i := 0; i < len(rows) && err == nil; i++ {
		var visible bool
		if visible, err = x.harNoget(ctx, u, rows[i].Borger); visible {
			kept = append(kept, rows[i])
		}
	}
	return x.people(u.Kommune, kept, err)
}
