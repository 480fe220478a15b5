package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/sheet"
	"indeksbro/internal/standin"
	"indeksbro/internal/tovholder"
	webprogram "indeksbro/internal/web/program"
)

// tovholder is who keeps the municipality's programme together.
func (b *bro) tovholder(m *miljoe) *tovholder.Tovholder {
	return &tovholder.Tovholder{Store: b.db, Eksport: b.styring(m, nil), Kommune: b.kommune, Nu: m.Nu, Kalender: b.noegler.Kalender,
		Stop: b.stop(m)}
}

// tovholder is the same over the service's own desk.
func (t *tjeneste) tovholder() *tovholder.Tovholder {
	keeper := t.b.tovholder(t.m)
	keeper.Eksport = t.control
	return keeper
}

// programsider are its pages.
func (t *tjeneste) programsider() *webprogram.Sider {
	c := webprogram.Config{Motor: t.tovholder(), Filer: opgavefiler{t.tovholder()}, Aftalekilde: aftalekilde{t}, Nu: t.m.Nu, Leder: t.alle, PDF: t.tegn, Base: t.adresse}
	if t.demo {
		c.HentKLE = t.demoKLE
	}
	return webprogram.New(c)
}

// demoKLE imports the demo's KLE anew through the filter that is chosen: in a demo it takes effect at once (R061).
func (t *tjeneste) demoKLE(ctx context.Context) error {
	plan, err := pipe(standin.WriteEmneplan, kle.Parse)
	if err != nil {
		return fmt.Errorf("demo KLE: %w", err)
	}
	_, _, err = importKLE(ctx, t.m, t.b, plan, nil)
	t.changed()
	return err
}

// opgavefiler takes and gives the list of tasks, for pages and the command line.
type opgavefiler struct{ motor *tovholder.Tovholder }

var _ webprogram.Filer = opgavefiler{}

// SkrivOpgaver implements web/program.Filer.
func (o opgavefiler) SkrivOpgaver(ctx context.Context, w io.Writer, format string) error {
	f, err := o.motor.Forloeb(ctx)
	if err != nil {
		return err
	}
	if format == "csv" {
		return sheet.SkrivOpgaverCSV(w, f)
	}
	return sheet.SkrivOpgaver(w, f)
}

// TagOpgaver implements web/program.Filer.
func (o opgavefiler) TagOpgaver(ctx context.Context, r io.Reader, navn, who string) (int, error) {
	n, err := o.tag(ctx, r, navn, who)
	var faults *sheet.Fejlliste
	if !errors.As(err, &faults) {
		return n, err
	}
	wrong := &webprogram.FilFejl{}
	for _, f := range faults.Fejl {
		wrong.Linjer = append(wrong.Linjer, oio.MaskCPR(f.PaaDansk()))
	}
	if faults.Flere > 0 {
		wrong.Linjer = append(wrong.Linjer, fmt.Sprintf("og %d fejl mere", faults.Flere))
	}
	return 0, wrong
}

// tag takes a list, whole or not at all, and says how many things it changed. The error is a *sheet.Fejlliste when the file is wrong.
func (o opgavefiler) tag(ctx context.Context, r io.Reader, navn, who string) (int, error) {
	f, err := o.motor.Forloeb(ctx)
	if err != nil {
		return 0, err
	}
	facts, err := sheet.LaesOpgaver(r, navn, f)
	if err != nil {
		return 0, err
	}
	return o.motor.Noter(ctx, who, facts...)
}

// visIgen is how often a service shows where the municipality stands.
const visIgen = time.Minute

// visStand shows where the municipality stands on the notice board, now and then until the context ends (R120).
func (t *tjeneste) visStand(ctx context.Context) error {
	keeper := t.tovholder()
	ticker := time.NewTicker(visIgen)
	defer ticker.Stop()
	for {
		if err := keeper.VisStand(ctx); err != nil && ctx.Err() == nil {
			t.log.Warn("where the municipality stands is not shown", "next_try", visIgen, "err", err)
		}
		if _, err := t.alle.Kurve(ctx); err != nil && ctx.Err() == nil { // read ahead of the first who looks
			t.log.Warn("the progress of all municipalities is not read", "next_try", visIgen, "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// udenSlash is an address without its last slash.
func udenSlash(address string) string { return strings.TrimRight(address, "/") }
