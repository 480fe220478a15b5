package app

import (
	"context"
	"fmt"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
)

type policyCmd struct {
	Set  policySetCmd  `cmd:"" help:"Choose: KEY=VALUE."`
	Show policyShowCmd `cmd:"" help:"What holds."`
}

type policySetCmd struct {
	Choice string `arg:"" name:"KEY=VALUE" help:"See policy show for the keys."`
	Af     string `placeholder:"WHO" help:"Who chooses; default the user of this machine."`
}

// Help shows an example.
func (policySetCmd) Help() string { return "Example: indeksbro policy set hold-back=false" }

// Run notes the choice. What it touches is worked out again by the next export.
func (c *policySetCmd) Run(m *miljoe, ctx context.Context) error {
	key, value, found := strings.Cut(c.Choice, "=")
	if !found {
		return inputError("want KEY=VALUE, such as hold-back=true")
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	if err := b.vaelg(ctx, m, key, value, af(c.Af)); err != nil {
		return err
	}
	m.printf("%s=%s\n", key, strings.TrimSpace(value))
	return nil
}

// vaelg notes a choice of the municipality's, where it may be made.
func (b *bro) vaelg(ctx context.Context, m *miljoe, key, value, who string) error {
	if _, err := oio.ParseUUID(strings.TrimSpace(value)); err != nil && oio.MaskCPR(value) != value {
		return inputError("policy %s: the value looks like it contains a CPR number", key)
	}
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	if _, err := p.Set(key, value); err != nil {
		return inputError("%w", err)
	}
	felt, err := politik.Find(key)
	if err != nil {
		return inputError("%w", err)
	}
	if err := b.vaelgDrift(ctx, key, value); err != nil {
		return err
	}
	if felt.Laast {
		if err := b.laast(ctx, key); err != nil {
			return err
		}
	}
	return b.db.SetPolitik(ctx, b.kommune, key, strings.TrimSpace(value), oio.MaskCPR(who), m.Nu())
}

// laast refuses to change what every identity on the wire is made of once something may have been sent.
func (b *bro) laast(ctx context.Context, key string) error {
	counts, err := b.db.Antal(ctx, b.kommune)
	if err != nil {
		return err
	}
	if len(counts) > 0 {
		return inputError("policy %s is part of every object's identity and cannot change once the export has begun", key)
	}
	return nil
}

type policyShowCmd struct {
	JSON bool `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (policyShowCmd) Help() string { return "Example: indeksbro policy show" }

// Run prints every key, its value and what it decides.
func (c *policyShowCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	values := make(map[string]string)
	for _, felt := range politik.Felter() {
		values[felt.Noegle] = felt.Vaerdi(p)
		if !c.JSON {
			m.printf("%-44s %s\n", fmt.Sprintf("%s=%s", felt.Noegle, felt.Vaerdi(p)), felt.Hvad)
		}
	}
	if c.JSON {
		return m.printJSON(values)
	}
	return nil
}
