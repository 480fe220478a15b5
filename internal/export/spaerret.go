package export

import (
	"context"
	"errors"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// spaerretPause is when what waits for a target that may not be called is looked at again by itself. It is due at once when the target opens.
const spaerretPause = time.Hour

// spaerretFejl is that the target may not be called until somebody has acted.
type spaerretFejl struct{ why string }

// Error implements error.
func (s *spaerretFejl) Error() string { return "not tried: " + s.why }

// spaerretAf is why a call was not made, where the target may not be called; empty for another error or none.
func spaerretAf(err error) string {
	var closed *spaerretFejl
	if errors.As(err, &closed) {
		return closed.why
	}
	return ""
}

// ikkeForsoegt reports whether an error is of a call that was never made.
func ikkeForsoegt(err error) bool { return errors.Is(err, errIkkeForsoegt) || spaerretAf(err) != "" }

// spaerring is what may not be called now, of those that objects of a kind need: their own index, and that of their cases.
type spaerring struct{ egen, sagers string }

func (e *Exporter) spaerring(ctx context.Context, art oio.Art) (s spaerring, err error) {
	if s.egen, err = e.fart(art).spaerre(ctx); err != nil || art == oio.ArtSag {
		return s, err
	}
	s.sagers, err = e.FartSDI.spaerre(ctx)
	return s, err
}

// grund says why an object is not sent; empty: it may be. A grant whose case is not in its index waits with it.
func (s spaerring) grund(udenSag bool) string {
	if s.egen == "" && udenSag {
		return s.sagers
	}
	return s.egen
}

// udsat is the line of an object that is not sent, since its target may not be called. It stays as it was but for that: no try is counted,
// and nothing is believed of the index that was not known before.
func (e *Exporter) udsat(line, before Post, why string, now time.Time) Post {
	e.lad()
	if before.Oensket == line.Oensket && (before.Grund == projection.Afvist || before.Kvitteret == Ubesvaret) && before.Nr == line.Nr {
		line = before
	} else {
		line.Kvitteret, line.Forsoeg, line.Fejl = before.Kvitteret, before.Forsoeg, why
		iIndekset(&line, before)
	}
	line.Naeste = now.Add(spaerretPause).UnixMilli()
	return line
}

// udsaetFjernelse puts removals off that may not be made now.
func (e *Exporter) udsaetFjernelse(ctx context.Context, part *Del, posts []Post, why string) error {
	e.lad()
	for i := range posts {
		posts[i].Naeste, posts[i].Fejl = e.Nu().Add(spaerretPause).UnixMilli(), why
	}
	return e.skriv(ctx, posts, nil, Skrivning{Hold: part.Hold(), Slut: true})
}
