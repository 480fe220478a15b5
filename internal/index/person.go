package index

import (
	"context"
	"strings"

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

// FindCPR finds a citizen by number, and tells whether the indexes know her.
func (x *Index) FindCPR(ctx context.Context, kommune oio.CVR, cpr oio.CPR) (oio.Person, bool, error) {
	keys, err := x.Ring.Kommune(kommune)
	if err != nil {
		return oio.Person{}, false, err
	}
	return x.Person(ctx, kommune, keys.Borger(cpr))
}

// Person finds a citizen by key, and tells whether the indexes know her.
func (x *Index) Person(ctx context.Context, kommune oio.CVR, borger oio.Borgernoegle) (oio.Person, bool, error) {
	row, found, err := x.Store.PersonMed(ctx, kommune, borger)
	if err != nil || !found {
		return oio.Person{}, false, err
	}
	people, err := x.people(kommune, []Person{row}, nil)
	if err != nil {
		return oio.Person{}, false, err
	}
	return people[0], true, nil
}

// FindNavn lists at most n citizens whose name has words that begin as the words of navn do, by name.
func (x *Index) FindNavn(ctx context.Context, kommune oio.CVR, navn string, n int) ([]oio.Person, error) {
	rows, err := x.Store.PersonerNavn(ctx, kommune, Soegenavn(navn), n)
	return x.people(kommune, rows, err)
}

// Personer lists at most n citizens after a key.
func (x *Index) Personer(ctx context.Context, kommune oio.CVR, efter oio.Borgernoegle, n int) ([]oio.Person, error) {
	rows, err := x.Store.Personer(ctx, kommune, efter, n)
	return x.people(kommune, rows, err)
}
