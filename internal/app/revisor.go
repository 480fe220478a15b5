package app

import (
	"context"
	"sync"
	"time"

	"indeksbro/internal/oio"
	rev "indeksbro/internal/revision"
	"indeksbro/internal/seal"
	"indeksbro/internal/web"
)

// revisor keeps audit entries (R116). What comes while a write is under way goes together into the next, so that many readers share a
// transaction; each waits until her own entry is kept.
type revisor struct {
	db      datalager
	kommune oio.CVR
	noegler *seal.Noegler

	mu      sync.Mutex
	venter  []ventendePost
	skriver bool
}

type ventendePost struct {
	post rev.Post
	done chan error
}

const (
	revisionsbundt = 256              // entries in one transaction at most
	revisionsfrist = 15 * time.Second // a write that takes longer has failed
)

// gem keeps one entry. The error says that it may not be kept.
func (r *revisor) gem(ctx context.Context, p rev.Post) error {
	done := make(chan error, 1)
	r.mu.Lock()
	r.venter = append(r.venter, ventendePost{p, done})
	if !r.skriver {
		r.skriver = true
		go r.skriv(context.WithoutCancel(ctx))
	}
	r.mu.Unlock()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// skriv writes what waits until nothing does.
func (r *revisor) skriv(ctx context.Context) {
	for {
		r.mu.Lock()
		n := min(len(r.venter), revisionsbundt)
		now := r.venter[:n:n]
		r.venter = r.venter[n:]
		if n == 0 {
			r.venter, r.skriver = nil, false
			r.mu.Unlock()
			return
		}
		r.mu.Unlock()
		posts := make([]rev.Post, n)
		for i := range now {
			posts[i] = now[i].post
		}
		limited, cancel := context.WithTimeout(ctx, revisionsfrist)
		err := r.db.GemRevision(limited, r.kommune, posts, r.noegler.Revision)
		cancel()
		for i := range now {
			now[i].done <- err
		}
	}
}

// Opslag implements web.Audit.
func (b *bro) Opslag(ctx context.Context, o web.Opslag) error { return b.revisor.gem(ctx, b.post(o)) }

// post is a look-up as it is kept: free text masked, what was searched for sealed.
func (b *bro) post(o web.Opslag) rev.Post {
	p := rev.Post{Tid: o.Hvornaar, Hvem: oio.MaskCPR(o.Hvem), Borger: o.Borger, Hvad: rev.Hvad(oio.MaskCPR(o.Hvad)), Indhold: rev.Indhold{
		Roller: o.Roller.String(), Gruppe: oio.MaskCPR(o.Gruppe), Formaal: oio.MaskCPR(o.Formaal), Objekter: o.Objekter, Antal: o.Antal, Fra: oio.MaskCPR(o.Fra),
	}}
	if !o.Objekt.IsZero() {
		p.Indhold.Objekt = &o.Objekt
	}
	if o.Soegning != "" {
		p.Indhold.Soegning = b.noegler.Seal([]byte(oio.MaskCPR(o.Soegning)), rev.Soegekontekst)
	}
	return p
}
