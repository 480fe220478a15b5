package app

import (
	"bytes"
	"context"
	"fmt"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
)

// fillProgram hangs on the demo's notice board what a programme leader has there: where 21 municipalities stood on 14 March 2024, her sessions,
// and a question with its answer.
func fillProgram(ctx context.Context, m *miljoe, b *bro) error {
	rows, err := laesTabel(m, bytes.NewReader(generate.Kommunetabel()))
	if err != nil {
		return fmt.Errorf("demo table: %w", err)
	}
	l := b.leder(m)
	if _, err := l.Indlaes(ctx, rows, "demo"); err != nil {
		return fmt.Errorf("demo table: %w", err)
	}
	first := oio.DatoOf(m.Nu()).AddDays(-9)
	if err := l.LaegPlan(ctx, first, "https://moede.korsbaek.example/cura", "Vibeke Dam"); err != nil {
		return fmt.Errorf("demo sessions: %w", err)
	}
	for _, text := range []string{"Skal ydelser, som ingen borger får mere, også have en type?", "Hvem i FK Organisation er den sagsansvarlige enhed, når et team er lagt ned?"} {
		if err := l.Spoerg(ctx, text, first.AddDays(14), "Karen Holm"); err != nil {
			return fmt.Errorf("demo questions: %w", err)
		}
	}
	_, asked, err := l.Moeder(ctx)
	if err != nil || len(asked) == 0 {
		return fmt.Errorf("demo questions: %w", err)
	}
	if _, err := l.Besvar(ctx, asked[len(asked)-1].Noegle, "Ja. Afsluttede bevillinger sendes også, så uden type bliver de holdt tilbage.", "Vibeke Dam"); err != nil {
		return fmt.Errorf("demo answer: %w", err)
	}
	return nil
}
