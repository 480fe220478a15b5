package app

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	rev "indeksbro/internal/revision"
)

type revisionCmd struct {
	Verify  revisionVerifyCmd  `cmd:"" help:"Hold the audit log against its chain; name the first entry that was changed, removed or put in."`
	Liste   revisionListeCmd   `cmd:"" help:"Entries of a user or a period, the newest first."`
	Udtraek revisionUdtraekCmd `cmd:"" help:"Read a period out as CSV with the columns of SAPA's revisionslog."`
	Ryd     revisionRydCmd     `cmd:"" help:"Take out what is older than the policy revision-maaneder; serve does it every night."`
}

type revisionVerifyCmd struct {
	Kendt string `placeholder:"NR:LINK" help:"An end of the log that was noted earlier: it must still be in it."`
	JSON  bool   `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (revisionVerifyCmd) Help() string {
	return "Every entry covers the one before it by a hash with the municipality's key (R116). Note the end that is printed, outside this machine: a log that was put back as it once was holds in itself, and only an end noted later shows it.\n\nExample: indeksbro revision verify --kendt 1042:9f3c…\n\nExit code 1 when the log does not hold."
}

// Run walks the chain.
func (c *revisionVerifyCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	known, err := parseHoved(c.Kendt)
	if err != nil {
		return err
	}
	found, err := b.db.ProevRevision(ctx, b.kommune, b.noegler.Revision)
	if err != nil {
		return fmt.Errorf("verify the audit log: %w", err)
	}
	if found.Brud == nil && known.Nr > 0 {
		if found.Brud, err = b.kendtHoved(ctx, known, found.Hoved); err != nil {
			return err
		}
	}
	if c.JSON {
		if err := m.printJSON(found); err != nil {
			return err
		}
	} else if found.Brud == nil {
		m.printf("%s hold; the end is %d:%s\n", flertal(int(found.Antal), "line"), found.Hoved.Nr, found.Hoved.Led)
	} else {
		m.printf("%s hold, then %v\n", flertal(int(found.Antal), "line"), found.Brud)
	}
	if found.Brud != nil {
		return findings
	}
	return nil
}

func parseHoved(text string) (rev.Hoved, error) {
	var h rev.Hoved
	if text == "" {
		return h, nil
	}
	nr, link, _ := strings.Cut(text, ":")
	if _, err := fmt.Sscan(nr, &h.Nr); err != nil || h.Nr < 1 || h.Led.UnmarshalText([]byte(link)) != nil {
		return h, inputError("--kendt: want NR:LINK as `indeksbro revision verify` prints it")
	}
	return h, nil
}

// kendtHoved looks an end that was noted earlier up in a log that holds.
func (b *bro) kendtHoved(ctx context.Context, known, head rev.Hoved) (*rev.Brud, error) {
	entries, err := b.db.Revision(ctx, b.kommune, rev.Valg{Foer: known.Nr + 1, Antal: 1})
	if err != nil {
		return nil, err
	}
	switch {
	case known.Nr > head.Nr:
		return &rev.Brud{Nr: head.Nr + 1, Dansk: "loggen er kortere, end den har været", English: "the log is shorter than it has been"}, nil
	case len(entries) == 0 || entries[0].Nr != known.Nr:
		return nil, nil // taken out by retention, which the chain tells
	case entries[0].Led != known.Led:
		return &rev.Brud{Nr: known.Nr, Dansk: "linjen er en anden, end den har været", English: "it is another than it has been"}, nil
	}
	return nil, nil
}

// periode is the days a command asks for.
type periode struct {
	Fra    string `placeholder:"DATE" help:"First day, yyyy-mm-dd; default 30 days ago."`
	Til    string `placeholder:"DATE" help:"Last day; default today."`
	Bruger string `placeholder:"ID" help:"Only this user."`
}

func (p *periode) valg(now time.Time) (rev.Valg, error) {
	today := oio.DatoOf(now)
	from, til := today.AddDays(-30), today
	for _, day := range []struct {
		text string
		into *oio.Dato
	}{{p.Fra, &from}, {p.Til, &til}} {
		if day.text == "" {
			continue
		}
		var err error
		if *day.into, err = oio.ParseDato(day.text); err != nil {
			return rev.Valg{}, inputError("%w", err)
		}
	}
	return rev.Valg{Hvem: p.Bruger, Fra: from.Midnat().UnixMilli(), Til: til.AddDays(1).Midnat().UnixMilli()}, nil
}

type revisionListeCmd struct {
	periode
	Antal int  `default:"100" placeholder:"N" help:"At most so many."`
	JSON  bool `name:"json" help:"Print as JSON lines."`
}

// Help shows an example.
func (revisionListeCmd) Help() string {
	return "Example: indeksbro revision liste --bruger inge --fra 2026-03-01\n\nReading the log is itself logged. By citizen it is searched on the page /adgang/log, since a CPR number never stands on a command line."
}

// Run lists entries.
func (c *revisionListeCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	v, err := c.valg(m.Nu())
	if err != nil {
		return err
	}
	v.Antal = c.Antal
	entries, err := b.db.Revision(ctx, b.kommune, v)
	if err != nil {
		return err
	}
	if err := b.laestLog(ctx, m.Nu(), rev.LogLaest, len(entries)); err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		if c.JSON {
			if err := m.printJSON(e); err != nil {
				return err
			}
			continue
		}
		m.printf("%d %s %s %s %s %s\n", e.Nr, e.Tid.In(oio.Koebenhavn).Format(time.DateTime), e.Hvem, e.Hvad, e.Indhold.Gruppe, e.Indhold.Formaal)
	}
	return nil
}

// laestLog notes that a command read the log.
func (b *bro) laestLog(ctx context.Context, now time.Time, what rev.Hvad, n int) error {
	return b.revisor.gem(ctx, rev.Post{Tid: now, Hvem: af(""), Hvad: what, Indhold: rev.Indhold{Fra: "kommandolinje", Antal: n}})
}

type revisionUdtraekCmd struct{ periode }

// Help shows an example.
func (revisionUdtraekCmd) Help() string {
	return "Example: indeksbro revision udtraek --fra 2026-03-01 --til 2026-03-31 > log.csv\n\nCitizens are named by their keyed hash alone. The read-out is itself logged."
}

// Run prints the read-out, oldest last, a page at a time.
func (c *revisionUdtraekCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	v, err := c.valg(m.Nu())
	if err != nil {
		return err
	}
	if err := b.laestLog(ctx, m.Nu(), rev.LogUdtraek, 0); err != nil {
		return err
	}
	w := csv.NewWriter(m.Stdout)
	w.Comma = ';'
	_ = w.Write(rev.Kolonner)
	err = b.udtraek(ctx, v, func(row []string) error { return w.Write(row) })
	w.Flush()
	return err
}

// udtraek gives the entries of a choice as rows of the read-out.
func (b *bro) udtraek(ctx context.Context, v rev.Valg, yield func([]string) error) error {
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	u := rev.Udtraek{Kommune: b.kommune, System: p.System.String(), Aabn: b.soegning}
	v.Antal = 1000
	for {
		entries, err := b.db.Revision(ctx, b.kommune, v)
		if err != nil {
			return err
		}
		if u.Sager, err = b.sagsnumre(ctx, entries); err != nil {
			return err
		}
		for i := range entries {
			e := entries[i]
			e.Tid = e.Tid.In(oio.Koebenhavn)
			if err := yield(u.Raekke(&e)); err != nil {
				return err
			}
		}
		if len(entries) < v.Antal {
			return nil
		}
		v.Foer = entries[len(entries)-1].Nr
	}
}

// soegning opens a search term.
func (b *bro) soegning(sealed []byte) string {
	text, err := b.noegler.Open(sealed, rev.Soegekontekst)
	if err != nil {
		return "(kan ikke åbnes)"
	}
	return oio.MaskCPR(string(text))
}

// sagsnumre knows the numbers and KLE of the cases that entries are about and that are still there.
func (b *bro) sagsnumre(ctx context.Context, entries []rev.Post) (func(oio.UUID) (string, string), error) {
	known := map[oio.UUID][2]string{}
	for i := range entries {
		about := entries[i].Indhold.Objekt
		if about == nil {
			continue
		}
		if _, asked := known[*about]; asked {
			continue
		}
		known[*about] = [2]string{}
		g, found, err := b.laeser.Objekt(ctx, adgang.Alt(b.kommune), oio.ArtSag, *about)
		if err != nil {
			return nil, err
		}
		if sag, ok := g.Objekt.(*oio.Sag); found && ok {
			known[*about] = [2]string{sag.Noegle, sag.KLE.Noegle}
		}
	}
	return func(id oio.UUID) (string, string) { return known[id][0], known[id][1] }, nil
}

type revisionRydCmd struct{}

// Help says when.
func (revisionRydCmd) Help() string {
	return "Example: indeksbro revision ryd\n\nWhat is taken out leaves an entry in the chain: how many, up to which, and its link, so that the rest still verifies."
}

// Run takes out what is too old.
func (revisionRydCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	n, err := b.rydRevision(ctx, m.Nu(), af(""))
	if err != nil {
		return err
	}
	m.printf("%s taken out\n", flertal(int(n), "line"))
	return nil
}

// rydRevision takes out of the audit log what is older than the policy keeps (R116).
func (b *bro) rydRevision(ctx context.Context, now time.Time, who string) (int64, error) {
	p, err := b.politik(ctx)
	if err != nil {
		return 0, err
	}
	entry := rev.Post{Tid: now, Hvem: who, Indhold: rev.Indhold{Formaal: fmt.Sprintf("loggen gemmes i %d måneder", p.RevisionMaaneder)}}
	return b.db.RydRevision(ctx, b.kommune, now.AddDate(0, -p.RevisionMaaneder, 0), entry, b.noegler.Revision)
}

// natrydning is the nightly retention of the audit log; what fails is told and tried again the next night.
func (t *tjeneste) natrydning(ctx context.Context) {
	n, err := t.b.rydRevision(ctx, t.m.Nu(), "indeksbro")
	switch {
	case err != nil:
		t.log.Error("retention of the audit log failed", "err", err)
	case n > 0:
		t.log.Info("retention of the audit log", "entries", n)
	}
}
