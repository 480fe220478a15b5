package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/sheet"
	pages "indeksbro/internal/web/vaerksted"
)

// filer takes the workbench's files through the same doors as the command line.
type filer struct{ t *tjeneste }

var _ pages.Filer = filer{}

// Ark implements pages.Filer.
func (f filer) Ark(ctx context.Context, r io.Reader, navn, af string) (string, error) {
	sum, err := f.t.b.indlaesArk(ctx, r, navn, af, f.t.m.Nu())
	var faults *sheet.Fejlliste
	if errors.As(err, &faults) {
		refused := &pages.FilFejl{Flere: faults.Flere}
		for _, one := range faults.Fejl {
			refused.Fejl = append(refused.Fejl, pages.Fejllinje{Sted: one.Sted(), Tekst: oio.MaskCPR(one.Dansk)})
		}
		return "", refused
	}
	if err != nil {
		return "", err
	}
	f.t.changed()
	text := fmt.Sprintf("%d sagstyper, %d ydelser og %d enheder læst. %d beslutninger taget.", sum.Sagstyper.Laest, sum.Ydelser.Laest, sum.Enheder.Laest, sum.Beslutninger)
	for _, column := range sum.Overset {
		text += " Ikke læst: " + column + "."
	}
	return oio.MaskCPR(text), nil
}

// SkrivArk implements pages.Filer.
func (f filer) SkrivArk(ctx context.Context, w io.Writer, format string) error {
	return f.t.b.skrivArk(ctx, w, format, f.t.m.Nu())
}

// KLE implements pages.Filer.
func (f filer) KLE(ctx context.Context, r io.Reader, filter string) (string, error) {
	plan, err := kle.Parse(r)
	if err != nil {
		return "", &pages.FilFejl{Fejl: []pages.Fejllinje{{Tekst: "Det er ikke en emneplan fra KLE, eller den er beskadiget. Hent den igen fra KLE-online."}}}
	}
	_, counts, err := importKLE(ctx, f.t.m, f.t.b, plan, &filter)
	var wrong *exitError
	if errors.As(err, &wrong) && wrong.code == exitInput {
		return "", &pages.FilFejl{Fejl: []pages.Fejllinje{{Tekst: "Filtret passer ikke til planen. Skriv numre som 27,29 eller 17.03."}}}
	}
	if err != nil {
		return "", err
	}
	f.t.changed()
	return fmt.Sprintf("KLE er hentet: %d emner.", counts.Emner), nil
}

// Organisation implements pages.Filer.
func (f filer) Organisation(ctx context.Context, r io.Reader) (string, error) {
	tree, err := organisation.Parse(r)
	var line *organisation.Fejl
	if errors.As(err, &line) {
		return "", &pages.FilFejl{Fejl: []pages.Fejllinje{{Sted: fmt.Sprintf("Linje %d", line.Linje), Tekst: "Linjen er ikke en enhed, som den skal være. Hent filen igen fra FK Organisation."}}}
	}
	if err != nil {
		return "", &pages.FilFejl{Fejl: []pages.Fejllinje{{Tekst: "Filen kan ikke læses. Hent den igen fra FK Organisation."}}}
	}
	if _, _, err := f.t.b.importOrganisation(ctx, f.t.m, tree); err != nil {
		return "", err
	}
	f.t.changed()
	return fmt.Sprintf("FK Organisation er hentet: %d enheder.", tree.Len()), nil
}
