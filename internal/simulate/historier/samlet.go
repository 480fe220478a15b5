package historier

import (
	"context"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
)

// samlet is the target of a process whose index lies in the ledger's own database: both are written in one transaction.
type samlet struct {
	liv  *liv
	maal *maal
}

// ImporterMed implements export.Samlet.
func (s *samlet) ImporterMed(_ context.Context, _ oio.CVR, objects []oio.Registreret, bog func([]export.Svar) export.Bogfoering) ([]export.Svar, error) {
	return svar(s.liv, func() ([]export.Svar, error) { return s.maal.importerMed(objects, bog) })
}

// importerMed is kald where both are kept or neither: what would lose an answer takes all of it back, or loses only the word that it was kept.
func (m *maal) importerMed(objects []oio.Registreret, bog func([]export.Svar) export.Bogfoering) ([]export.Svar, error) {
	m.ankom()
	answers := make([]export.Svar, len(objects))
	most, fault := len(objects), m.naeste()
	switch fault {
	case Nede, Forsinket, Halvt:
		return nil, errMaal
	case Nogle:
		most /= 2
		for i := most; i < len(objects); i++ {
			answers[i].Fejl = "prøv igen senere"
		}
	case Langsom:
		m.w.ur = m.w.ur.Add(90e9)
	}
	taken, at := m.udenAfviste(objects[:most], answers)
	said, err := m.indeks.ImporterMed(m.w.ctx, kommune, taken, func(said []export.Svar) export.Bogfoering {
		for i, answer := range said {
			answers[at[i]] = answer
		}
		return bog(answers)
	})
	if err != nil {
		return nil, err
	}
	for i := range taken {
		m.w.vogtImport(taken[i].Objekt)
	}
	m.noter(taken, said)
	if fault == Glemmer || fault == Kort {
		return nil, errMaal
	}
	return answers, nil
}
