package app

import (
	"indeksbro/internal/rules"
)

type rulesCmd struct {
	JSON bool `name:"json" help:"Print one JSON object a line."`
}

// Help shows an example.
func (rulesCmd) Help() string { return "Example: indeksbro rules" }

// Run lists the rules in order of number.
func (c *rulesCmd) Run(m *miljoe) error {
	for _, r := range rules.Alle() {
		if c.JSON {
			if err := m.printJSON(r); err != nil {
				return err
			}
			continue
		}
		m.printf("%s  %-9s  %-28s  %s\n", r.Nummer, r.Slags, r.Hvor, r.English)
	}
	return nil
}
