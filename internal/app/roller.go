package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	rev "indeksbro/internal/revision"
)

type rollerCmd struct {
	Import rollerImportCmd `cmd:"" help:"Take the role catalogue's list of job-function roles, whole or not at all."`
	Liste  rollerListeCmd  `cmd:"" help:"Step A: the roles to be decided, what each would see, and how it stands."`
}

type rollerImportCmd struct {
	Fil  string `arg:"" name:"FILE" help:"CSV with semicolons, or JSON; - is standard input."`
	Af   string `placeholder:"WHO" help:"Who brings it; default the user of this machine."`
	JSON bool   `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (rollerImportCmd) Help() string {
	return "Example: indeksbro roller import roller.csv\n\nColumns of the CSV: rolle;id;brugersystemroller;kle;foelsomhed;orgenhed;itsystem;antal. The first three must be there; a role may have several lines. JSON is a list of {id, name, holders, userRoles: [{identifier, constraints: [{type, value}]}]}. What was decided about a role that has changed is open again (R110)."
}

// Run takes the file.
func (c *rollerImportCmd) Run(m *miljoe, ctx context.Context) error {
	raw, err := m.heleFilen(c.Fil, adgang.MaxRollefil)
	if err != nil {
		return err
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	done, err := b.tilsyn(m).IndlaesRoller(ctx, raw, af(c.Af))
	var faults adgang.Rollefejl
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			_, _ = fmt.Fprintln(m.Stderr, oio.MaskCPR(f.Error()))
		}
		return inputError("the file has %s; nothing of it was taken", flertal(len(faults), "fault"))
	case err != nil:
		return ruleError(err)
	case c.JSON:
		return m.printJSON(done)
	}
	m.printf("%s, %d new or changed, %d gone\n", flertal(done.Roller, "role"), done.Aendret, done.Fjernet)
	return nil
}

type rollerListeCmd struct {
	JSON bool `name:"json" help:"Print as JSON."`
}

// Help says what the code means.
func (rollerListeCmd) Help() string {
	return "Example: indeksbro roller liste\n\nLists the roles with no KLE boundary and those whose boundary touches 27.*, 29.* or any exported number (R110), each with the citizens and cases it would see once step 8 is on. Exit code 1 while one is not decided; decide on the page /adgang."
}

// Run tells step A.
func (c *rollerListeCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	a, err := b.tilsyn(m).TrinA(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := m.printJSON(map[string]any{"saetning": a.Saetning, "roller": a.Roller, "tal": a.Tal, "afsluttet": a.Afsluttet}); err != nil {
			return err
		}
	} else {
		m.printf("%s\n", a.Saetning)
		for i := range a.Roller {
			r := &a.Roller[i]
			if !r.Listes() {
				continue
			}
			why, how := "touches "+r.Roerer.String(), "not decided"
			if r.UdenKLE {
				why = "no KLE boundary"
			}
			if r.Beslutning != nil {
				how = string(r.Beslutning.Valg) + " by " + r.Beslutning.Af
			}
			f := a.Tal[r.ID]
			m.printf("%s (%s): %s; would see %d citizens, %d cases; %s\n", r.Navn, r.ID, why, f.Borgere, f.Sager, how)
		}
	}
	if a.Mangler() > 0 {
		return findings
	}
	return nil
}

type indsigtCmd struct {
	Formaal string `required:"" placeholder:"WHY" help:"Why it is read; it is kept in the audit log."`
}

// Help says where the number comes from.
func (indsigtCmd) Help() string {
	return "Reads a CPR number on standard input, never as an argument, and prints everything held about the citizen as JSON: the source's lines, the indexes with history, who has looked her up, notes that name her cases.\n\nExample: indeksbro indsigt --formaal \"borgeren har bedt om indsigt, j.nr. 26/12\" < nummer.txt > indsigt.json"
}

// Run puts the reason on record, then prints the report.
func (c *indsigtCmd) Run(m *miljoe, ctx context.Context) error {
	raw, err := io.ReadAll(io.LimitReader(m.Stdin, 64))
	if err != nil {
		return fmt.Errorf("read the number: %w", err)
	}
	cpr, err := oio.ParseCPR(strings.TrimSpace(string(raw)))
	if err != nil {
		return inputError("standard input: want a CPR number of ten digits")
	}
	if strings.TrimSpace(c.Formaal) == "" {
		return inputError("--formaal: say why")
	}
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	entry := rev.Post{Tid: m.Nu(), Hvem: af(""), Borger: b.noegler.Borger(cpr), Hvad: rev.Indsigt, Indhold: rev.Indhold{Fra: "kommandolinje", Formaal: oio.MaskCPR(c.Formaal)}}
	if err := b.revisor.gem(ctx, entry); err != nil {
		return fmt.Errorf("keep the reason: %w", err)
	}
	report, err := b.tilsyn(m).Indsigt(ctx, b.db, cpr)
	if err != nil {
		return err
	}
	return m.printJSON(report)
}
