package export

import (
	"context"

	"indeksbro/internal/oio"
)

// Samlet is an index that lies in the ledger's own database: what it takes and what the ledger notes of it are kept together or not at all. So
// a line is written once, with the answer; there is no moment at which something was sent and nobody knows what became of it.
type Samlet interface {
	// ImporterMed is Indeks.Importer and Ledger.Skriv in one transaction; bog makes what is noted of the answers. After an error, ErrMistet
	// too, index and ledger still agree: both have it or neither.
	ImporterMed(ctx context.Context, kommune oio.CVR, objects []oio.Registreret, bog func([]Svar) Bogfoering) ([]Svar, error)
}

// Bogfoering is what the ledger notes in the transaction of a call, as Ledger.Skriv takes it.
type Bogfoering struct {
	Poster  []Post
	Flyttet map[Taelling]int
	Gjort   Skrivning
}

// afgjort is what verdicts come to: what the ledger notes before anything is sent, and what is to be sent.
type afgjort struct {
	nye, aendrede []Post // lines of objects the ledger had none of, and lines that change
	flyttet       map[Taelling]int
	sendes        []linje
}

func (d *afgjort) poster() []Post { return append(d.nye, d.aendrede...) }

// noter adds a line that is not as the ledger has it, and gives its place.
func (d *afgjort) noter(before, line Post, had bool) *sted {
	move(d.flyttet, before, line, had)
	if !had {
		d.nye = append(d.nye, line)
		return &sted{ny: true, nr: len(d.nye) - 1}
	}
	d.aendrede = append(d.aendrede, line)
	return &sted{nr: len(d.aendrede) - 1}
}

// sted is where a line is noted.
type sted struct {
	ny bool
	nr int
}

// endelig puts the lines that the answers come to in the place of those that say what will be sent.
func (d *afgjort) endelig(final []Post, moved map[Taelling]int) []Post {
	for i, p := range final {
		switch at := d.sendes[i].sted; {
		case at == nil:
			d.aendrede = append(d.aendrede, p)
		case at.ny:
			d.nye[at.nr] = p
		default:
			d.aendrede[at.nr] = p
		}
	}
	for what, n := range moved {
		d.flyttet[what] += n
	}
	return d.poster()
}

// samlet gives the index that takes what is to be sent together with the ledger; nil: it lies elsewhere, or what is sent is more than one call, or
// some of it was never answered and is read back first (R103).
func (e *Exporter) samlet(ctx context.Context, art oio.Art, lines []linje) (Samlet, error) {
	if e.Samlet == nil {
		return nil, nil
	}
	if most := e.fart(art).aftale().Portion; most > 0 && len(lines) > most {
		return nil, nil
	}
	for i := range lines {
		if lines[i].now.Forsoeg > 0 {
			return nil, nil
		}
	}
	return e.Samlet(ctx, art)
}

// sendSamlet sends and notes in one transaction.
func (e *Exporter) sendSamlet(ctx context.Context, target Samlet, part *Del, art oio.Art, d *afgjort, slut bool) error {
	k := Kald{Art: art, Del: part.Nr, Objekter: make([]oio.UUID, len(d.sendes))}
	objects, all := make([]oio.Registreret, len(d.sendes)), make([]bool, len(d.sendes))
	for i := range d.sendes {
		k.Objekter[i], objects[i], all[i] = d.sendes[i].now.UUID, d.sendes[i].objekt, true
	}
	if err := e.maa(ctx, &k); err != nil {
		return err
	}
	var sum Fremgang
	_, err := e.ring(ctx, &k, func(ctx context.Context) ([]Svar, error) {
		return target.ImporterMed(ctx, e.Kommune, objects, func(answers []Svar) Bogfoering {
			final, moved, sent := e.noter(d.sendes, answers, all, nil)
			sum = sent
			fresh := len(d.nye)
			return Bogfoering{d.endelig(final, moved), d.flyttet, Skrivning{Hold: part.Hold(), Slut: slut, Sendt: sent.Sendt + sent.Afvist, Nye: fresh}}
		})
	})
	if err == nil {
		e.tael(sum)
	}
	return err
}
