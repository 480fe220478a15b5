package tovholder

import (
	"context"
	"strings"

	"indeksbro/internal/aftale"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

// Aftaler are the municipality's service agreements as they stand.
func (t *Tovholder) Aftaler(ctx context.Context) (aftale.Bog, error) {
	facts, err := t.Eksport.Fakta(ctx)
	if err != nil {
		return nil, err
	}
	return aftale.Laes(facts), nil
}

// Aftalehistorie is all that was kept about one agreement, oldest first.
func (t *Tovholder) Aftalehistorie(ctx context.Context, noegle string) ([]program.Faktum, error) {
	all, err := t.Store.Fakta(ctx, t.Kommune)
	var own []program.Faktum
	for _, f := range all {
		if f.Emne == program.Serviceaftale && f.Kode == noegle {
			own = append(own, f)
		}
	}
	return own, err
}

// TagSkridt takes an agreement a step on. What is given besides the step (limits, a certificate, a system's name) is kept with it. The error
// is a *rules.Brud when the order of the tasks is not kept (R065).
func (t *Tovholder) TagSkridt(ctx context.Context, wanted aftale.Aftale, s aftale.Skridt) (aftale.Aftale, error) {
	facts, err := t.Eksport.Fakta(ctx)
	if err != nil {
		return wanted, err
	}
	a, found := aftale.Laes(facts)[wanted.Noegle()]
	if !found {
		a = aftale.Aftale{System: wanted.System, Tjeneste: wanted.Tjeneste, Ret: wanted.Ret}
	}
	if s.Til == aftale.Anmodet {
		a.KLE, a.Foelsomhed = wanted.KLE, wanted.Foelsomhed
		if brud := foersteOpgave(&a, facts); brud != nil {
			return a, brud
		}
	}
	if len(wanted.Certifikater) > 0 {
		a.Certifikater = wanted.Certifikater
	}
	s.Af, s.Grund = oio.MaskCPR(strings.TrimSpace(s.Af)), oio.MaskCPR(strings.TrimSpace(s.Grund))
	if s.Til != a.Tilstand() || s.Til != aftale.Aktiv { // a certificate may be exchanged while it is in force
		var no *aftale.Nej
		if a, no = a.Tag(s, oio.DatoOf(t.Nu())); no != nil {
			return a, rules.AftaleBrud(no)
		}
	}
	f := a.Faktum()
	f.Af = s.Af
	return a, t.Eksport.Noter(ctx, f)
}

// foersteOpgave is R065: an agreement of the care record's own is requested when the Service Request has been sent.
func foersteOpgave(a *aftale.Aftale, facts *program.Stand) *rules.Brud {
	if !a.Egen() {
		return nil
	}
	var tasks rules.Aktivering
	switch {
	case a.Ret == aftale.Rediger && (a.Tjeneste == aftale.SDI || a.Tjeneste == aftale.YDI):
		tasks = rules.OpgaverOf(facts)
	case a.Ret == aftale.Udstil && a.Tjeneste == aftale.Klassifikation:
		tasks = rules.KlassifikationsopgaverOf(facts)
	default:
		return nil
	}
	if tasks[0].Dato != 0 {
		return nil
	}
	return &rules.Brud{Regel: "R065", English: "task 1, the Service Request, comes first", Dansk: "opgave 1, »" + tasks[0].Navn + "«, kommer først"}
}
