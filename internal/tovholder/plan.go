package tovholder

import (
	"context"
	"net/mail"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

// LaegPlan begins the four weeks on a day (R121).
func (t *Tovholder) LaegPlan(ctx context.Context, start oio.Dato, af string) error {
	f, err := t.Forloeb(ctx)
	if err != nil {
		return err
	}
	fact := forloeb.Planfaktum(f, start)
	fact.Af = af
	return t.Eksport.Noter(ctx, fact)
}

// FjernPlan takes the plan back; deadlines that somebody named stay.
func (t *Tovholder) FjernPlan(ctx context.Context, af string) error {
	return t.Eksport.Noter(ctx, program.Faktum{Af: af, Emne: program.Planstart})
}

// Kontakt is where a role's reminders go.
type Kontakt struct {
	Rolle adgang.Roller
	Mail  string // empty: it gets none
}

// Kontakter are all roles of the programme with their addresses.
func (t *Tovholder) Kontakter(ctx context.Context) ([]Kontakt, error) {
	facts, err := t.Eksport.Fakta(ctx)
	if err != nil {
		return nil, err
	}
	var all []Kontakt
	for _, role := range adgang.Programfolk.Enkeltvis() {
		said, _ := facts.Kode(program.Kontakt, role.String())
		all = append(all, Kontakt{Rolle: role, Mail: said.Tekst})
	}
	return all, nil
}

// GemKontakter keeps addresses, all or none. A role that is not among them keeps what it has.
func (t *Tovholder) GemKontakter(ctx context.Context, contacts []Kontakt, af string) error {
	var facts []program.Faktum
	for _, c := range contacts {
		address := strings.TrimSpace(c.Mail)
		if address != "" {
			if read, err := mail.ParseAddress(address); err != nil || read.Address != address || oio.MaskCPR(address) != address {
				return &rules.Brud{Regel: "R124", English: "want a mail address such as karen@example.dk for " + c.Rolle.String(), Dansk: "skriv en mailadresse for " + c.Rolle.Navn() + ", som navn@kommune.dk"}
			}
		}
		facts = append(facts, program.Faktum{Emne: program.Kontakt, Kode: c.Rolle.String(), Tekst: address})
	}
	_, err := t.Noter(ctx, af, facts...)
	return err
}
