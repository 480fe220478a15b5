package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/seal"
)

// egenNoegleFil is where a municipality's own secret lies: outside the database, as the master does.
func egenNoegleFil(directory string, kommune oio.CVR) string {
	return filepath.Join(directory, "keys", string(kommune)+".key")
}

// apiNoegleFil is where the key of a municipality's machines lies; the first municipality of an installation has api.key.
func apiNoegleFil(directory string, kommune oio.CVR) string {
	return filepath.Join(directory, "keys", "api-"+string(kommune)+".key")
}

// laesEgenNoegle reads a municipality's own secret; nil: it has none.
func laesEgenNoegle(directory string, kommune oio.CVR) ([]byte, error) {
	own, err := os.ReadFile(egenNoegleFil(directory, kommune))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return own, err
}

// lavEgenNoegle makes the secret where there is none, and gives its fingerprint.
func lavEgenNoegle(directory string, kommune oio.CVR) (fingerprint string, err error) {
	own, err := readOrMake(egenNoegleFil(directory, kommune), func() []byte {
		own := make([]byte, seal.MasterSize)
		rand.Read(own) // never fails (crypto/rand)
		return own
	})
	if err != nil {
		return "", fmt.Errorf("the municipality's own key: %w", err)
	}
	return noegleaftryk(own), nil
}

func noegleaftryk(own []byte) string {
	sum := sha256.Sum256(own)
	return hex.EncodeToString(sum[:])
}

// proevEgenNoegle refuses to go on where the municipality's own secret is gone or another: what was written from then on could not be read
// together with what was written before.
func (b *bro) proevEgenNoegle(ctx context.Context, directory string) error {
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	own, err := laesEgenNoegle(directory, b.kommune)
	switch {
	case err != nil:
		return fmt.Errorf("the municipality's own key: %w", err)
	case p.EgenNoegle == "" && own == nil, own != nil && p.EgenNoegle == noegleaftryk(own):
		return nil
	case own == nil:
		return inputError("%s is missing; what is kept of %s cannot be read without it, so put it back", egenNoegleFil(directory, b.kommune), b.kommune)
	case p.EgenNoegle == "":
		known, err := b.db.Kommuner(ctx)
		if err != nil || !slices.Contains(known, b.kommune) {
			return err // it is being made
		}
		return inputError("%s is not of the data of %s, which was sealed without it; move it away", egenNoegleFil(directory, b.kommune), b.kommune)
	}
	return inputError("%s is another than the one %s was sealed with; put that back", egenNoegleFil(directory, b.kommune), b.kommune)
}

// kommuneAfNoegle is the municipality that a machine's key names; keys from before there were several name none.
func kommuneAfNoegle(authorization string) (oio.CVR, bool) {
	key, bearer := strings.CutPrefix(authorization, "Bearer "+noeglePraefiks)
	named, _, parted := strings.Cut(key, "_")
	if !bearer || !parted {
		return "", false
	}
	kommune, err := oio.ParseCVR(named)
	return kommune, err == nil
}

// noeglePraefiks begins every key; the CVR number of its municipality follows.
const noeglePraefiks = "ib_"

// nyMaskinnoegle makes a key that names its municipality.
func nyMaskinnoegle(kommune oio.CVR) string {
	return noeglePraefiks + string(kommune) + "_" + strings.ToLower(rand.Text()+rand.Text())
}

// vaelgDrift holds a choice about the installation against its other municipalities.
func (b *bro) vaelgDrift(ctx context.Context, key, value string) error {
	switch key {
	case politik.EgenNoegle, politik.Lukket:
		return inputError("policy %s is written by `indeksbro kommune` alone", key)
	case politik.Vaert:
		var wanted politik.Politik
		wanted, err := wanted.Set(key, value)
		if err != nil {
			return inputError("%w", err)
		}
		return b.ledigeVaerter(ctx, wanted.Vaerter())
	}
	return nil
}

// ledigeVaerter refuses host names that another municipality has.
func (b *bro) ledigeVaerter(ctx context.Context, names []string) error {
	known, err := b.db.Kommuner(ctx)
	if err != nil {
		return err
	}
	for _, kommune := range known {
		if kommune == b.kommune {
			continue
		}
		p, err := b.db.Politik(ctx, kommune)
		if err != nil {
			return err
		}
		for _, name := range p.Vaerter() {
			if slices.Contains(names, name) {
				return inputError("the host name %s is %s's (%s)", name, p.Navn, kommune)
			}
		}
	}
	return nil
}
