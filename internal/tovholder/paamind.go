package tovholder

import (
	"context"
	"slices"
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Brev is one mail of reminders. It holds nothing about anybody: steps, days and addresses of pages.
type Brev struct {
	Til         string
	Emne, Tekst string
	paamindet   []program.Faktum
}

// indeksbro is who reminds.
const indeksbro = "indeksbro"

// Breve are the reminders that are due now: one mail an address, each thing once a role and occasion, and none to an address that had one
// today (R121, R124). base is the address browsers have, without the last slash; empty: no links.
func (t *Tovholder) Breve(ctx context.Context, base string) ([]Brev, error) {
	h, err := t.Forhold(ctx)
	if err != nil {
		return nil, err
	}
	f := forloeb.Nyt(*h)
	contacts, err := t.Kontakter(ctx)
	if err != nil {
		return nil, err
	}
	bord, err := t.Eksport.Desk.Bord(ctx)
	if err != nil {
		return nil, err
	}
	var letters []Brev
	for _, c := range contacts {
		if c.Mail == "" || haftIDag(h.Fakta, c.Rolle.String(), h.Idag) {
			continue
		}
		for _, p := range f.Paamindelser() {
			key := p.Kode + "/" + c.Rolle.String()
			if _, told := h.Fakta.Dag(program.Paamindet, key); told || !p.Roller.Er(c.Rolle) {
				continue
			}
			i := slices.IndexFunc(letters, func(b Brev) bool { return b.Til == c.Mail })
			if i < 0 {
				i, letters = len(letters), append(letters, Brev{Til: c.Mail})
			}
			letters[i].tilfoej(&p, base)
			letters[i].paamindet = append(letters[i].paamindet, program.Faktum{Af: indeksbro, Emne: program.Paamindet, Kode: key, Dato: h.Idag})
		}
	}
	for i := range letters {
		letters[i].slut(bord.Snapshot.Politik.Navn, base)
	}
	return letters, nil
}

// haftIDag reports whether a role had a reminder today.
func haftIDag(facts *program.Stand, role string, today oio.Dato) bool {
	had := false
	facts.Alle(program.Paamindet, func(f program.Faktum) bool {
		had = f.Dato == today && strings.HasSuffix(f.Kode, "/"+role)
		return !had
	})
	return had
}

// tilfoej adds a reminder, once although somebody has several roles.
func (b *Brev) tilfoej(p *forloeb.Paamindelse, base string) {
	line := p.Saetning() + "\r\n"
	if base != "" {
		line += base + forloeb.Adresse(p.Trin.Nr) + "\r\n"
	}
	if !strings.Contains(b.Tekst, line) {
		b.Tekst += line + "\r\n"
	}
}

// slut puts the beginning and the end to the lines.
func (b *Brev) slut(kommune, base string) {
	things := strings.Count(b.Tekst, "\r\n\r\n")
	b.Emne = "Indeksbro: " + sprog.Antal(things, "opgave", "opgaver") + " venter på dig"
	where := "Log ind i Indeksbro, og vælg Programmet."
	if base != "" {
		where = "Hele programmet: " + base + "/program"
	}
	b.Tekst = "Cura på indekserne, " + kommune + "\r\n\r\n" + b.Tekst + where + "\r\n\r\nHver opgave nævnes én gang, når den bliver din, når fristen nærmer sig, og når den er overskredet.\r\n"
}

// Sendt notes that a mail was delivered, so that it is not sent again.
func (t *Tovholder) Sendt(ctx context.Context, b Brev) error {
	return t.Eksport.Noter(ctx, b.paamindet...)
}
