package app

import (
	"context"
	"errors"
	"time"

	"indeksbro/internal/oio"
)

// Reminders go out from seven in the morning, Danish time; what cannot be delivered is tried again an hour later.
const (
	paamindelsestime = 7
	paamindIgen      = time.Hour
	paamindLaas      = "paamind-" // the municipality and .lock: one process of a data directory sends at a time
)

// paamind mails those whose turn it is, once a day until the context ends (R121, R124). Without a mail server there is nothing to do.
// address is what browsers have for its pages.
func (t *tjeneste) paamind(ctx context.Context, carrier *postbud, address func(context.Context, *tjeneste) (string, error)) error {
	if carrier == nil {
		return nil
	}
	for {
		base, err := address(ctx, t)
		if err == nil {
			err = t.paamindNu(ctx, carrier, udenSlash(base))
		}
		if err != nil && ctx.Err() == nil {
			t.log.Error("reminders could not be sent; tried again", "next_try", paamindIgen, "err", err)
		}
		timer := time.NewTimer(paamindIgen)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
	}
}

// paamindNu sends what is due. A mail is noted when it is delivered: after a crash between the two it comes once more rather than never.
func (t *tjeneste) paamindNu(ctx context.Context, carrier *postbud, base string) error {
	if t.m.Nu().In(oio.Koebenhavn).Hour() < paamindelsestime {
		return nil
	}
	return t.alene(paamindLaas+string(t.b.kommune)+".lock", func() error {
		keeper := t.tovholder()
		letters, err := keeper.Breve(ctx, base)
		if err != nil {
			return err
		}
		for _, letter := range letters { // an address that takes none keeps none from the others
			one := carrier.send(ctx, []string{letter.Til}, letter.Emne, letter.Tekst, t.m.Nu())
			if one == nil {
				if one = keeper.Sendt(ctx, letter); one == nil {
					t.log.Info("reminded by mail")
				}
			}
			err = errors.Join(err, one)
		}
		return err
	})
}
