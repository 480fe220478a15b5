package soap

import (
	"context"
	"errors"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

// Forklaring is what the services would say of a message, without doing anything.
type Forklaring struct {
	Tjeneste, Operation string // empty where no service takes the message
	Fejl                string // why it is no message of ours at all: XML or schema, with the place
	Fund                []Fund
}

// Doemmer judges a decoded message of a service by its rules.
type Doemmer func(ctx context.Context, cvr oio.CVR, now time.Time, in any) ([]Fund, error)

// Forklar reads a message, an envelope or the content of one alone, finds the service that takes it, and says what would be wrong.
func Forklar(ctx context.Context, services []*Tjeneste, text []byte, cvr oio.CVR, now time.Time) (Forklaring, error) {
	var f Forklaring
	doc, err := xmltree.Laes(text, xmltree.Graenser{Bytes: MaxBytes})
	if err != nil {
		f.Fejl = BeggeSprog(err.Error())
		return f, nil
	}
	body := doc.Rod()
	if body.Navn().Lokal == "Envelope" {
		envelope, err := LaesKuvert(doc)
		if err != nil {
			f.Fejl = BeggeSprog(err.Error())
			return f, nil
		}
		body = envelope.Krop
	}
	for _, s := range services {
		for i := range s.Handlinger {
			if op := &s.Handlinger[i]; s.Familie.navn(op.Ind) == body.Navn() {
				f.Tjeneste, f.Operation = s.Adresse, op.Navn
				return f, s.forklar(ctx, &f, op, body, cvr, now)
			}
		}
	}
	f.Fejl = BeggeSprog("no operation takes " + body.Navn().String())
	return f, nil
}

func (s *Tjeneste) forklar(ctx context.Context, f *Forklaring, op *Handling, body xmltree.Element, cvr oio.CVR, now time.Time) error {
	in := s.Familie.Tom(op.Ind)
	var invalid *SkemaFejl
	if err := s.Familie.Laes(body, op.Ind, in); errors.As(err, &invalid) {
		f.Fejl = BeggeSprog(s.Skemaregel + ": " + invalid.Error())
		return nil
	}
	if s.Doem == nil {
		return nil
	}
	var err error
	f.Fund, err = s.Doem(ctx, cvr, now, in)
	return err
}
