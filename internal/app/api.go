package app

import (
	"context"
	"errors"
	"io"
	"strings"

	"indeksbro/internal/politik"
	"indeksbro/internal/web/api"
	pages "indeksbro/internal/web/vaerksted"
)

// apiFiler is the workbench's files for machines: the same doors, with refusals as the API tells them.
type apiFiler struct{ filer }

var _ api.Filer = apiFiler{}

func somAPI(text string, err error) (string, error) {
	var refused *pages.FilFejl
	if !errors.As(err, &refused) {
		return text, err
	}
	told := &api.AfvistFil{}
	for _, f := range refused.Fejl {
		told.Fejl = append(told.Fejl, strings.TrimPrefix(f.Sted+": "+f.Tekst, ": "))
	}
	return "", told
}

// Ark implements api.Filer.
func (f apiFiler) Ark(ctx context.Context, r io.Reader, navn, af string) (string, error) {
	return somAPI(f.filer.Ark(ctx, r, navn, af))
}

// KLE implements api.Filer.
func (f apiFiler) KLE(ctx context.Context, r io.Reader, filter string) (string, error) {
	return somAPI(f.filer.KLE(ctx, r, filter))
}

// Organisation implements api.Filer.
func (f apiFiler) Organisation(ctx context.Context, r io.Reader) (string, error) {
	return somAPI(f.filer.Organisation(ctx, r))
}

// apiPolitik is the municipality's choices for machines.
type apiPolitik struct{ t *tjeneste }

var _ api.Politik = apiPolitik{}

// Politik implements api.Politik.
func (a apiPolitik) Politik(ctx context.Context) (map[string]string, error) {
	p, err := a.t.b.politik(ctx)
	if err != nil {
		return nil, err
	}
	values := make(map[string]string)
	for _, felt := range politik.Felter() {
		values[felt.Noegle] = felt.Vaerdi(p)
	}
	return values, nil
}

// SetPolitik implements api.Politik.
func (a apiPolitik) SetPolitik(ctx context.Context, noegle, vaerdi, who string) error {
	if noegle == politik.Vaert || noegle == "certifikat" && a.t.naboer.flere() { // whose pages are at a name, and a file of the server's, which may be a neighbour's
		return &api.WordsError{Err: errors.New("policy " + noegle + " is set by whoever runs the installation, on the command line")}
	}
	err := a.t.b.vaelg(ctx, a.t.m, noegle, vaerdi, who)
	var wrong *exitError
	if errors.As(err, &wrong) && wrong.code == exitInput {
		return &api.WordsError{Err: wrong.err}
	}
	if err == nil {
		a.t.changed()
	}
	return err
}
