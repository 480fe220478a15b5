package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"indeksbro/internal/haendelse"
	"indeksbro/internal/politik"
)

// fortaeller sends news of objects to the receiver that the municipality has named: in order, each until it is taken, so perhaps twice.
type fortaeller struct {
	b    *bro
	http *http.Client
}

const (
	haendelserAdGang = 100
	haendelseTid     = 10 * time.Second
)

// fortael sends until the context ends. A receiver that fails is tried again, slower each time; its news waits.
func (t *tjeneste) fortael(ctx context.Context) error {
	f := &fortaeller{t.b, &http.Client{Timeout: haendelseTid}}
	pause := tick
	for {
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
		switch err := f.send(ctx); {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			pause = min(2*pause, time.Minute)
			t.log.Warn("news could not be told; it waits", "next_try", pause, "err", err)
		default:
			pause = tick
		}
	}
}

// send tells what waits.
func (f *fortaeller) send(ctx context.Context) error {
	p, err := f.b.politik(ctx)
	if err != nil || p.Haendelser == "" {
		return err
	}
	for {
		waiting, err := f.b.db.Haendelser(ctx, f.b.kommune, haendelserAdGang)
		if err != nil || len(waiting) == 0 {
			return err
		}
		for i := range waiting {
			if err := f.en(ctx, p, &waiting[i]); err != nil {
				return err
			}
			if err := f.b.db.GlemHaendelser(ctx, f.b.kommune, waiting[i].Nr); err != nil {
				return err
			}
		}
	}
}

func (f *fortaeller) en(ctx context.Context, p politik.Politik, h *haendelse.Haendelse) error {
	body, kind := h.Besked(), "application/xml; charset=utf-8"
	if p.HaendelseForm != politik.FormBesked {
		var err error
		if body, err = h.CloudEvent(); err != nil {
			return err
		}
		kind = "application/cloudevents+json; charset=utf-8"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Haendelser, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", kind)
	answer, err := f.http.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10)) // so that the connection can be used again
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("the receiver of news answered %s", answer.Status)
	}
	return nil
}
