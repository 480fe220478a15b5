package app

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

type configCmd struct {
	Check configCheckCmd `cmd:"" help:"Name everything that is wrong with the configuration, with its line."`
}

type configCheckCmd struct{}

// Help lists the settings.
func (configCheckCmd) Help() string {
	var text strings.Builder
	text.WriteString("Example: indeksbro --config /etc/indeksbro/indeksbro.yaml config check\n\nA flag goes before the environment, the environment before the file. Exit code 2 when something is wrong. Secrets never stand in the file.\n")
	for i := range indstillinger {
		known := &indstillinger[i]
		fmt.Fprintf(&text, "\n%s, --%s, %s: %s\n", known.navn, known.flag(), known.env(), known.hvad)
	}
	return text.String()
}

// Run tells what is wrong, or what holds and from where.
func (configCheckCmd) Run(m *miljoe) error {
	k := m.konfig
	for _, p := range k.problemer {
		m.printf("%s\n", p)
	}
	if n := len(k.problemer); n > 0 {
		return inputError("the configuration has %s", flertal(n, "problem"))
	}
	for i := range indstillinger {
		known := &indstillinger[i]
		if v, there := k.vaerdier[known.navn]; there {
			shown := v.tekst
			if harHemmelighed(shown) { // by environment, where it may stand
				shown = "(has a password)"
			}
			m.printf("%-22s %s  (%s)\n", known.navn, shown, v.fra)
		}
	}
	m.printf("the configuration is good\n")
	return nil
}

func flertal(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// ukendteFlag are settings this program has no flag for: they are problems, never passed over.
func (k *konfig) ukendteFlag(model *kong.Application) {
	has := make(map[string]bool)
	for _, f := range model.Flags {
		has[f.Name] = true
	}
	for _, c := range model.Children {
		if c.Name == "serve" {
			for _, f := range c.Flags {
				has[f.Name] = true
			}
		}
	}
	for i := range indstillinger {
		known := &indstillinger[i]
		if v, there := k.vaerdier[known.navn]; there && !has[known.flag()] {
			k.problemer = append(k.problemer, konfigproblem{fil: v.fra, tekst: known.navn + ": this program cannot do that yet"})
			delete(k.vaerdier, known.navn)
		}
	}
}
