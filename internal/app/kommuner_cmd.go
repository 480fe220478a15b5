package app

import (
	"context"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
)

// kommuneCmd is about which municipalities an installation has.
type kommuneCmd struct {
	Ny    kommuneNyCmd    `cmd:"" help:"Take a municipality in: keys of its own, name, host names; shows what comes next."`
	List  kommuneListCmd  `cmd:"" help:"Which municipalities there are, and how they stand."`
	Udtag kommuneUdtagCmd `cmd:"" help:"Write everything of one municipality in open formats."`
	Slet  kommuneSletCmd  `cmd:"" help:"Delete everything of one municipality with its keys, and keep a signed proof."`
	Bevis kommuneBevisCmd `cmd:"" help:"Hold the proof of a deletion against its signature."`
}

type kommuneNyCmd struct {
	CVR   string   `arg:"" name:"CVR" help:"Its CVR number."`
	Navn  string   `required:"" placeholder:"NAME" help:"What it is called, as readers see it: \"Solby Kommune\"."`
	Vaert []string `placeholder:"HOST" help:"Host names under which its pages and API are."`
	Af    string   `placeholder:"WHO" help:"Who takes it in; default the user of this machine."`
	JSON  bool     `name:"json" help:"Print what was made as JSON."`
}

// Help shows an example.
func (kommuneNyCmd) Help() string {
	return "Example: indeksbro kommune ny 22222222 --navn \"Solby Kommune\" --vaert solby.indeksbro.example\n\nThe municipality gets a secret of its own in DIR/keys/CVR.key and a key for its machines in DIR/keys/api-CVR.key. A service that runs takes it up within half a minute. Where several machines serve one PostgreSQL, copy both files to each first."
}

// nyKommune is what is said of a municipality that is taken in.
type nyKommune struct {
	CVR     oio.CVR
	Navn    string
	Vaerter []string
	Af      string
}

// kleFra is what a new municipality imports of KLE until it says otherwise (R062).
const kleFra = "27,29"

// maxKommunenavn is how long a municipality's name may be.
const maxKommunenavn = 100

// tagInd makes a municipality of the installation; nothing is made of what cannot be.
func (b *bro) tagInd(ctx context.Context, m *miljoe, n nyKommune) error {
	n.Navn = strings.TrimSpace(n.Navn)
	if n.Navn == "" || utf8.RuneCountInString(n.Navn) > maxKommunenavn || oio.MaskCPR(n.Navn) != n.Navn || strings.ContainsAny(n.Navn, "\n\r\t") {
		return inputError("want a name of at most %d characters, with nothing like a CPR number in it", maxKommunenavn)
	}
	var p politik.Politik
	p, err := p.Set(politik.Vaert, strings.Join(n.Vaerter, ","))
	if err != nil {
		return inputError("%w", err)
	}
	there, err := b.db.Raekker(ctx, n.CVR)
	if err != nil {
		return err
	}
	for _, rows := range there {
		if rows > 0 {
			return inputError("%s is there already; see `indeksbro kommune list`", n.CVR)
		}
	}
	if err := (&bro{db: b.db, kommune: n.CVR}).ledigeVaerter(ctx, p.Vaerter()); err != nil {
		return err
	}
	fingerprint, err := lavEgenNoegle(m.data, n.CVR)
	if err != nil {
		return err
	}
	b.ring.Glem(n.CVR)
	if _, err := kommunensAPINoegle(m.data, n.CVR); err != nil {
		return err
	}
	for _, choice := range [][2]string{{politik.EgenNoegle, fingerprint}, {"navn", n.Navn}, {"kle-filter", kleFra}, {politik.Vaert, p.Vaert}} {
		if err := b.db.SetPolitik(ctx, n.CVR, choice[0], choice[1], oio.MaskCPR(n.Af), m.Nu()); err != nil {
			return err
		}
	}
	return nil
}

// Run takes it in.
func (c *kommuneNyCmd) Run(m *miljoe, ctx context.Context) error {
	kommune, err := oio.ParseCVR(c.CVR)
	if err != nil {
		return inputError("%w", err)
	}
	m.kommune = c.CVR
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	n := nyKommune{CVR: kommune, Navn: c.Navn, Vaerter: c.Vaert, Af: af(c.Af)}
	if err := b.tagInd(ctx, m, n); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(map[string]any{"kommune": kommune, "navn": n.Navn, "vaert": c.Vaert, "noegle": egenNoegleFil(m.data, kommune), "api": apiNoegleFil(m.data, kommune)})
	}
	host := "its host name, once `policy set vaert=` gives it one,"
	if len(c.Vaert) > 0 {
		host = c.Vaert[0]
	}
	m.printf(`%[1]s (%[2]s) is taken in.
  its own secret   %[3]s  copy it to where master.key is kept
  its API key      %[4]s  the vendor sends it as Authorization: Bearer KEY
Next:
  1. log-in: %[5]s, or the installation's services serve it too
  2. lists:  indeksbro --kommune %[2]s kle import FILE, organisation import FILE, or the policies kilde-klassifikation and kilde-organisation
  3. feed:   indeksbro --kommune %[2]s eoj load FILE, or POST /api/v1/eoj with its key
  4. people: /program under %[6]s shows the steps and whose turn it is
`, n.Navn, kommune, egenNoegleFil(m.data, kommune), apiNoegleFil(m.data, kommune), kommuneLoginFil(m.data, kommune), host)
	return nil
}

type kommuneListCmd struct {
	JSON bool `name:"json" help:"As JSON, one a line."`
}

// Help shows an example.
func (kommuneListCmd) Help() string { return "Example: indeksbro kommune list" }

// kommunelinje is one municipality of the list.
type kommunelinje struct {
	Kommune     oio.CVR `json:"kommune"`
	Navn        string  `json:"navn"`
	Vaert       string  `json:"vaert"`
	EgenNoegle  bool    `json:"egenNoegle"`
	Lukket      string  `json:"lukket,omitempty"`
	Sager       int     `json:"sager"`
	Bevillinger int     `json:"bevillinger"`
	Aktiv       bool    `json:"aktiv"`
	Hoert       string  `json:"hoert,omitempty"` // day the source last said anything
	Gjorte      int     `json:"gjorte"`          // steps of the programme that are done, as last shown
}

// kommuneliste reads how each stands; it counts nothing, so it costs little for many.
func (b *bro) kommuneliste(ctx context.Context) ([]kommunelinje, error) {
	known, err := b.db.Kommuner(ctx)
	if err != nil {
		return nil, err
	}
	done := map[oio.CVR]int{}
	shown, err := b.db.Kommunestande(ctx)
	if err != nil {
		return nil, err
	}
	for i := range shown {
		done[shown[i].Kommune] = shown[i].Kort().Gjorte
	}
	all := make([]kommunelinje, 0, len(known))
	for _, kommune := range known {
		p, err := b.db.Politik(ctx, kommune)
		if err != nil {
			return nil, err
		}
		stand, err := b.db.Stand(ctx, kommune)
		if err != nil {
			return nil, err
		}
		heard, err := b.db.SidstIndlaest(ctx, kommune)
		if err != nil {
			return nil, err
		}
		line := kommunelinje{Kommune: kommune, Navn: p.Navn, Vaert: p.Vaert, EgenNoegle: p.EgenNoegle != "", Lukket: p.Lukket, Sager: stand.Sager, Bevillinger: stand.Bevillinger, Aktiv: stand.Aktiv, Gjorte: done[kommune]}
		if !heard.IsZero() {
			line.Hoert = oio.DatoOf(heard).String()
		}
		all = append(all, line)
	}
	return all, nil
}

// Run lists them.
func (c *kommuneListCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.oversigt(ctx)
	if err != nil {
		return err
	}
	all, err := b.kommuneliste(ctx)
	if err != nil {
		return err
	}
	for _, line := range all {
		if c.JSON {
			if err := m.printJSON(line); err != nil {
				return err
			}
			continue
		}
		keys, state := "the installation's keys", "not active"
		if line.EgenNoegle {
			keys = "keys of its own"
		}
		switch {
		case line.Lukket != "":
			state = "closed since " + line.Lukket
		case line.Aktiv:
			state = "active"
		}
		m.printf("%s  %-28s %-32s %8d sager %8d bevillinger  %2d steps done  %s, %s\n", line.Kommune, line.Navn, line.Vaert, line.Sager, line.Bevillinger, line.Gjorte, state, keys)
	}
	return nil
}

// oversigt opens the installation for a command about all its municipalities: it needs none named.
func (m *miljoe) oversigt(ctx context.Context) (*bro, error) {
	if !m.database().findes() {
		return nil, inputError("there is no data in %s; `indeksbro kommune ny` takes the first municipality in", filepath.Clean(m.data))
	}
	ring, db, err := m.aabn(ctx)
	if err != nil {
		return nil, err
	}
	process, err := nyProces(m.data)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	m.opened = &bro{db: db, ring: ring, proces: process}
	return m.opened, nil
}
