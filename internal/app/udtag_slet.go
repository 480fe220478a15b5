package app

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
)

type kommuneSletCmd struct {
	CVR   string `arg:"" name:"CVR" help:"The municipality."`
	Af    string `required:"" placeholder:"WHO" help:"The person who answers for the deletion."`
	Ja    string `required:"" placeholder:"NAME" help:"The municipality's name, word for word."`
	Udtag string `placeholder:"DIR" help:"The take-out that was made of it; its fingerprint stands in the proof."`
	Trods string `placeholder:"WHY" help:"Delete although there is no take-out, or although its objects lie in indexes by address."`
	JSON  bool   `name:"json" help:"Print the proof as JSON."`
}

// Help shows an example.
func (kommuneSletCmd) Help() string {
	return "Example: indeksbro kommune slet 22222222 --af \"Karen Holm\" --ja \"Solby Kommune\" --udtag /mnt/udtag/solby\n\nThe municipality is closed first; services that run let it go within half a minute, and the same command then deletes everything of it from every table, and its own keys. The proof is signed and lies in DIR/slettet; `indeksbro kommune bevis FILE` holds it against its signature. What was sent to indexes by address must be removed there first: take the marks away or start over, and export."
}

// slettebevis is what is declared of a deletion.
type slettebevis struct {
	Kommune     oio.CVR          `json:"kommune"`
	Navn        string           `json:"navn"`
	Af          string           `json:"af"`
	Trods       string           `json:"trods,omitempty"`
	Begyndt     time.Time        `json:"begyndt"`
	Slettet     time.Time        `json:"slettet"`
	Foer        map[string]int64 `json:"foer"`            // rows by table
	Efter       map[string]int64 `json:"efter"`           // zero in every one
	Udtag       string           `json:"udtag,omitempty"` // SHA-256 of the take-out's manifest
	EgenNoegle  string           `json:"egenNoegle"`      // what became of the secret
	Installeret string           `json:"installation"`    // public key of the installation that declares it
}

// underskrevet is a proof with its signature over the very bytes of it.
type underskrevet struct {
	Bevis       json.RawMessage `json:"bevis"`
	Underskrift string          `json:"underskrift"` // Ed25519, base64
}

// slettetMappe is where proofs lie.
const slettetMappe = "slettet"

// slipFrist is how long services that run have to let a closed municipality go: the time until they look, and some for what was under way.
const slipFrist = nyeKommuner + 15*time.Second

// Run deletes, or says what must be done first.
func (c *kommuneSletCmd) Run(m *miljoe, ctx context.Context) error {
	if _, err := oio.ParseCVR(c.CVR); err != nil {
		return inputError("%w", err)
	}
	m.kommune = c.CVR
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	proof := &slettebevis{Kommune: b.kommune, Navn: p.Navn, Af: oio.MaskCPR(strings.TrimSpace(c.Af)), Trods: oio.MaskCPR(c.Trods), Begyndt: m.Nu()}
	if proof.Foer, err = b.db.Raekker(ctx, b.kommune); err != nil {
		return err
	}
	if err := c.maa(ctx, m, b, p, proof); err != nil {
		return err
	}
	if err := b.luk(ctx, m, p); err != nil {
		return err
	}
	if err := b.slet(ctx, m, p, proof); err != nil {
		return err
	}
	file, signed, err := b.skrivBevis(m, proof)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(signed)
	}
	rows := int64(0)
	for _, n := range proof.Foer {
		rows += n
	}
	m.printf("%s (%s) is deleted: %d rows in %d tables before, none after; %s\nproof: %s\nService agreements of it in %s are yours to take out, and copies made before hold what they held.\n",
		p.Navn, b.kommune, rows, len(proof.Foer), proof.EgenNoegle, file, filepath.Join(m.data, certMappe, aftaleFil))
	return nil
}

// maa says whether it may be deleted now.
func (c *kommuneSletCmd) maa(ctx context.Context, m *miljoe, b *bro, p politik.Politik, proof *slettebevis) error {
	rows := int64(0)
	for _, n := range proof.Foer {
		rows += n
	}
	switch {
	case rows == 0:
		return inputError("there is nothing of %s; see `indeksbro kommune list`", b.kommune)
	case proof.Af == "":
		return inputError("--af: want the name of the person who answers for it")
	case c.Ja != p.Navn:
		return inputError("--ja: want the municipality's name word for word, which is %q", p.Navn)
	case c.Udtag == "" && c.Trods == "":
		return waits("there is no take-out: make one with `indeksbro --kommune %s kommune udtag DIR` and give it with --udtag, or say why not with --trods", b.kommune)
	}
	if c.Udtag != "" {
		taken, sum, err := laesUdtag(c.Udtag)
		if err != nil {
			return err
		}
		if taken.Kommune != b.kommune {
			return inputError("the take-out in %s is of %s", c.Udtag, taken.Kommune)
		}
		proof.Udtag = sum
	}
	left, err := b.udestaar(ctx, p)
	if err != nil {
		return err
	}
	if left > 0 && c.Trods == "" {
		return waits("%d objects may still lie in the indexes that maal-sdi and maal-ydi name, and nobody could remove them afterwards: take the marks away, or `indeksbro export start-over`, and export; or say why they stay with --trods", left)
	}
	return nil
}

// udestaar counts the objects that may lie in indexes by address. What lies in the embedded ones goes with the rest.
func (b *bro) udestaar(ctx context.Context, p politik.Politik) (int, error) {
	if p.MaalSDI == "" && p.MaalYDI == "" {
		return 0, nil
	}
	s, err := export.ReadStatus(ctx, b.db, b.kommune)
	if err != nil {
		return 0, err
	}
	left := 0
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		if art == oio.ArtSag && p.MaalSDI == "" || art == oio.ArtBevilling && p.MaalYDI == "" {
			continue
		}
		left += s.TilFjern[art]
		for _, state := range projection.Tilstande() {
			if state != projection.Udeladt && state != projection.Holdt {
				left += s.I(art, state)
			}
		}
	}
	return left, nil
}

// luk closes the municipality, so that no service works for it, and waits for nobody: where others may still be at it, it says when to come back.
func (b *bro) luk(ctx context.Context, m *miljoe, p politik.Politik) error {
	closed, err := time.Parse(time.RFC3339, p.Lukket)
	if err != nil {
		closed = m.Nu()
		if err := b.db.SetPolitik(ctx, b.kommune, politik.Lukket, closed.UTC().Format(time.RFC3339), "kommune slet", closed); err != nil {
			return err
		}
	}
	if m.database().egen() && !b.proces.andre() {
		return nil
	}
	if until := closed.Add(slipFrist); m.Nu().Before(until) {
		return waits("%s is closed; services that run let it go until %s: run the same command again then", b.kommune, until.In(oio.Koebenhavn).Format("15:04:05"))
	}
	return nil
}

// andre reports whether another process of this data directory is alive.
func (p *proces) andre() bool {
	all, err := os.ReadDir(p.mappe)
	if err != nil {
		return false
	}
	for _, one := range all {
		if one.Name() != p.navn && !p.doed(one.Name()) {
			return true
		}
	}
	return false
}

// slet deletes everything, counts that it is gone, and destroys the municipality's own keys last: cut short, it is run again.
func (b *bro) slet(ctx context.Context, m *miljoe, p politik.Politik, proof *slettebevis) error {
	begun := filepath.Join(m.data, slettetMappe, string(b.kommune)+".begyndt.json")
	if err := os.MkdirAll(filepath.Dir(begun), 0o700); err != nil {
		return err
	}
	var earlier slettebevis // of a run that was cut short: it counted what there was
	if text, err := os.ReadFile(begun); err == nil && json.Unmarshal(text, &earlier) == nil && earlier.Kommune == proof.Kommune {
		proof.Foer, proof.Begyndt, proof.Navn = earlier.Foer, earlier.Begyndt, earlier.Navn
	} else if err := skrivHelt(begun, proof); err != nil {
		return err
	}
	if err := b.db.SletAlt(ctx, b.kommune); err != nil {
		return err
	}
	var err error
	if proof.Efter, err = b.db.Raekker(ctx, b.kommune); err != nil {
		return err
	}
	for table, n := range proof.Efter {
		if n > 0 {
			return fmt.Errorf("%d rows of %s are in %s again: another process writes about it; stop it, and run the same command again", n, b.kommune, table)
		}
	}
	if proof.EgenNoegle, err = destruer(m.data, b.kommune, p.EgenNoegle); err != nil {
		return err
	}
	b.ring.Glem(b.kommune)
	proof.Slettet = m.Nu()
	return nil
}

// destruer overwrites and removes the files of a municipality's own keys, and tells what became of them.
func destruer(directory string, kommune oio.CVR, fingerprint string) (string, error) {
	told := "it had no keys of its own: who has the installation's master key reads copies made before"
	if fingerprint != "" {
		told = "its own key (SHA-256 " + fingerprint + ") is destroyed here: no copy of the database can be read without another copy of that key"
	}
	for _, file := range []string{egenNoegleFil(directory, kommune), apiNoegleFil(directory, kommune), kommuneLoginFil(directory, kommune)} {
		f, err := os.OpenFile(file, os.O_WRONLY, 0)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("destroy %s: %w", filepath.Base(file), err)
		}
		info, err := f.Stat()
		if err == nil {
			_, err = f.Write(make([]byte, info.Size()))
		}
		if err := errors.Join(err, f.Sync(), f.Close(), os.Remove(file)); err != nil {
			return "", fmt.Errorf("destroy %s: %w", filepath.Base(file), err)
		}
	}
	return told, nil
}

// skrivBevis signs the proof with the installation's key and keeps it.
func (b *bro) skrivBevis(m *miljoe, proof *slettebevis) (string, underskrevet, error) {
	key, err := b.ring.Erklaering()
	if err != nil {
		return "", underskrevet{}, err
	}
	proof.Installeret = base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
	text, err := json.Marshal(proof)
	if err != nil {
		return "", underskrevet{}, err
	}
	signed := underskrevet{text, base64.StdEncoding.EncodeToString(ed25519.Sign(key, text))}
	line, err := json.Marshal(signed)
	if err != nil {
		return "", signed, err
	}
	directory := filepath.Join(m.data, slettetMappe)
	file := filepath.Join(directory, fmt.Sprintf("%s-%s.json", b.kommune, proof.Slettet.UTC().Format("20060102T150405Z")))
	if err := os.WriteFile(file, append(line, '\n'), 0o600); err != nil {
		return "", signed, fmt.Errorf("keep the proof: %w", err)
	}
	_ = os.Remove(filepath.Join(directory, string(b.kommune)+".begyndt.json")) // what it says stands in the proof
	return file, signed, nil
}

type kommuneBevisCmd struct {
	Fil string `arg:"" name:"FILE" help:"A proof of a deletion."`
}

// Help shows an example.
func (kommuneBevisCmd) Help() string {
	return "Example: indeksbro kommune bevis indeksbro-data/slettet/22222222-20260504T120000Z.json\n\nHolds the proof against its signature, and tells whose it is: this installation's, or another's."
}

// Run holds it against its signature; any installation can.
func (c *kommuneBevisCmd) Run(m *miljoe, _ context.Context) error {
	text, err := os.ReadFile(c.Fil)
	if err != nil {
		return inputError("%w", err)
	}
	var signed underskrevet
	var proof slettebevis
	if err := errors.Join(json.Unmarshal(text, &signed), json.Unmarshal(signed.Bevis, &proof)); err != nil {
		return inputError("%s is no proof of a deletion", c.Fil)
	}
	key, keyErr := base64.StdEncoding.DecodeString(proof.Installeret)
	signature, sigErr := base64.StdEncoding.DecodeString(signed.Underskrift)
	if keyErr != nil || sigErr != nil || len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, signed.Bevis, signature) {
		return waits("the signature of %s does not hold: it is not as it was written", c.Fil)
	}
	rows, left := int64(0), int64(0)
	for _, n := range proof.Foer {
		rows += n
	}
	for _, n := range proof.Efter {
		left += n
	}
	whose := "another installation's, with the public key " + proof.Installeret
	if master, err := os.ReadFile(filepath.Join(m.data, masterFile)); err == nil {
		if ring, err := nyRing(m.data, master); err == nil {
			if own, err := ring.Erklaering(); err == nil && own.Public().(ed25519.PublicKey).Equal(ed25519.PublicKey(key)) {
				whose = "this installation's"
			}
		}
	}
	m.printf("the signature holds; it is %s\n%s (%s), deleted %s by %s: %d rows in %d tables before, %d after; %s\n", whose, proof.Navn, proof.Kommune,
		proof.Slettet.In(oio.Koebenhavn).Format("2006-01-02 15:04"), proof.Af, rows, len(proof.Foer), left, proof.EgenNoegle)
	return nil
}
