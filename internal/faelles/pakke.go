package faelles

import (
	"bytes"
	"compress/flate"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
)

// A bundle is one tar file: the manifest, the choices in two formats, and the signature, last. What is signed is the whole file with the
// signature's own bytes as zeros, so no byte of it can be another without the signature failing.
const (
	pakkeFormat   = "indeksbro/pakke/1"
	manifestFil   = "manifest.json"
	valgFil       = "valg.json"
	sssomFil      = "valg.sssom.tsv"
	underskrift   = "underskrift"
	blok          = 512
	efter         = blok - ed25519.SignatureSize + 2*blok // after the signature: the rest of its block, and the end of the file
	mindstePakke  = 2*blok + efter
	maxPakke      = 32 << 20
	fremtidLoeber = 24 * time.Hour // a sender's clock may be wrong by this much
)

// Manifest says what a bundle is.
type Manifest struct {
	Format  string    `json:"format"`
	Kommune oio.CVR   `json:"kommune"`
	Navn    string    `json:"navn,omitempty"`
	Tid     time.Time `json:"tid"` // made; a later one replaces it
	Noegle  string    `json:"noegle"`
	Filer   []Indhold `json:"filer"`
}

// Indhold is one file of a bundle.
type Indhold struct {
	Navn   string `json:"navn"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Pakke is a bundle that was opened and found whole.
type Pakke struct {
	Manifest
	Valg []Valg
	Fil  []byte // as it came
}

// koder32 writes keys in letters and the digits 2–7, which can be read aloud, and in which no CPR number can occur.
var koder32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// Fingeraftryk is what two people compare over the telephone: the first 160 bits of the key's SHA-256, in groups of four.
func Fingeraftryk(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	text := koder32.EncodeToString(sum[:20])
	var groups []string
	for group := range slices.Chunk([]byte(text), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}

// SammeFingeraftryk reports whether two fingerprints are the same, however they are written.
func SammeFingeraftryk(a, b string) bool {
	plain := func(s string) string {
		return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", ":", "").Replace(strings.TrimSpace(s)))
	}
	return plain(a) != "" && plain(a) == plain(b)
}

// Fingeraftryk is that of the key the bundle is signed with.
func (m *Manifest) Fingeraftryk() string {
	key, err := koder32.DecodeString(m.Noegle)
	if err != nil {
		return ""
	}
	return Fingeraftryk(key)
}

// Pak makes a bundle of a municipality's choices. The same choices, time and key give the same bytes.
func Pak(of Saet, choices []Valg, key ed25519.PrivateKey) ([]byte, error) {
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok || len(choices) == 0 {
		return nil, errors.New("a bundle needs a key and something to hold")
	}
	of.Tid = of.Tid.UTC().Truncate(time.Second)
	m := Manifest{Format: pakkeFormat, Kommune: of.Kommune, Navn: of.Navn, Tid: of.Tid, Noegle: koder32.EncodeToString(public)}
	contents := map[string][]byte{}
	for name, format := range map[string]Format{valgFil: JSON, sssomFil: SSSOM} {
		var text bytes.Buffer
		if err := Skriv(&text, format, of, choices); err != nil {
			return nil, err
		}
		contents[name] = text.Bytes()
	}
	for _, name := range []string{valgFil, sssomFil} {
		sum := sha256.Sum256(contents[name])
		m.Filer = append(m.Filer, Indhold{name, len(contents[name]), hex.EncodeToString(sum[:])})
	}
	manifest, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, err
	}
	contents[manifestFil], contents[underskrift] = manifest, make([]byte, ed25519.SignatureSize)
	var whole []byte
	for _, name := range []string{manifestFil, valgFil, sssomFil, underskrift} {
		whole = append(whole, tarfil(name, contents[name], of.Tid)...)
	}
	whole = append(whole, make([]byte, 2*blok)...)
	at := len(whole) - efter - ed25519.SignatureSize
	copy(whole[at:], ed25519.Sign(key, whole))
	return whole, nil
}

// ErPakke reports whether a file looks like a bundle rather than a list of choices.
func ErPakke(file []byte) bool {
	return len(file) > blok && bytes.HasPrefix(file, []byte(manifestFil+"\x00")) && bytes.HasPrefix(file[257:], []byte("ustar"))
}

// Pakkefejl is why a bundle is not taken.
type Pakkefejl struct{ Dansk, Engelsk string }

// Error is for the command line.
func (p *Pakkefejl) Error() string { return p.Engelsk }

var (
	errAendret = &Pakkefejl{"Pakken er ikke, som den blev underskrevet: den er ændret eller beskadiget på vejen. Bed om den igen.", "the bundle is not as it was signed: it was altered or damaged on its way; ask for it again"}
	errAfkort  = &Pakkefejl{"Filen er ikke en hel pakke. Måske er den kun delvist hentet.", "the file is not a whole bundle; perhaps only a part of it was fetched"}
	errFremtid = &Pakkefejl{"Pakken er dateret i fremtiden. Uret hos afsenderen eller her går forkert.", "the bundle is dated in the future; the sender's clock or ours is wrong"}
	errVersion = &Pakkefejl{"Pakken har et format, denne udgave ikke kender.", "the bundle has a format that this version does not know"}
)

// AabnPakke reads a bundle: whole, as it was signed, and with nothing in it but what its manifest names. Whether its key is trusted Godtag says.
func AabnPakke(file []byte, now time.Time) (*Pakke, error) {
	if len(file) < mindstePakke || len(file) > maxPakke || len(file)%blok != 0 || !ErPakke(file) {
		return nil, errAfkort
	}
	at := len(file) - efter - ed25519.SignatureSize
	files, err := untar(file)
	if err != nil || len(files[underskrift]) != ed25519.SignatureSize || !bytes.Equal(files[underskrift], file[at:at+ed25519.SignatureSize]) {
		return nil, errAfkort
	}
	p := &Pakke{Fil: bytes.Clone(file)}
	in := json.NewDecoder(bytes.NewReader(files[manifestFil]))
	in.DisallowUnknownFields()
	if err := in.Decode(&p.Manifest); err != nil {
		return nil, errAendret
	}
	key, err := koder32.DecodeString(p.Noegle)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errAendret
	}
	signed := bytes.Clone(file)
	clear(signed[at : at+ed25519.SignatureSize])
	if !ed25519.Verify(key, signed, file[at:at+ed25519.SignatureSize]) {
		return nil, errAendret
	}
	if p.Format != pakkeFormat {
		return nil, errVersion
	}
	if p.Tid.After(now.Add(fremtidLoeber)) {
		return nil, errFremtid
	}
	return p, p.indhold(files)
}

// indhold holds what is in the bundle against the manifest, and reads the choices.
func (p *Pakke) indhold(files map[string][]byte) error {
	if len(files) != len(p.Filer)+2 { // the manifest and the signature are not named in it
		return errAendret
	}
	for _, f := range p.Filer {
		sum := sha256.Sum256(files[f.Navn])
		if len(files[f.Navn]) != f.Bytes || hex.EncodeToString(sum[:]) != f.SHA256 {
			return errAendret
		}
	}
	choices, faults := laesJSON(files[valgFil])
	if len(faults) > 0 {
		return &Pakkefejl{"Pakken er underskrevet, men noget i den kan ikke bruges: " + faults[0].PaaDansk(), "the bundle is signed, but something in it cannot be taken: " + faults[0].Error()}
	}
	for i := range choices {
		if choices[i].Kommune != p.Kommune {
			return &Pakkefejl{"Pakken har valg fra andre end den kommune, der har underskrevet.", "the bundle holds choices of others than the municipality that signed it"}
		}
	}
	p.Valg = choices
	return nil
}

// Kendt is what a municipality knows of another's bundles: whose key it trusts, and the last bundle it took. Both may be empty.
type Kendt struct {
	Fingeraftryk string
	Sidst        []byte // the bundle, as it came
	Tid          time.Time
}

// ErrUkendt asks a person to compare a fingerprint: the bundle is whole, but nobody has said that the key is that municipality's.
type ErrUkendt struct {
	Kommune      oio.CVR
	Navn         string
	Fingeraftryk string
	Foer         string // another key that is trusted; empty: none is
}

// Error says what to do.
func (e *ErrUkendt) Error() string {
	if e.Foer != "" {
		return fmt.Sprintf("the bundle of %s is signed with another key (%s) than the one that is trusted (%s); ask the municipality whether it has a new one, and say so with --tillid", e.Kommune, e.Fingeraftryk, e.Foer)
	}
	return fmt.Sprintf("nobody has said that the key %q is %s's; ask the municipality for its fingerprint, and if it is the same, say so with --tillid", e.Fingeraftryk, e.Kommune)
}

// Dansk is what a page says.
func (e *ErrUkendt) Dansk() string {
	if e.Foer != "" {
		return "Pakken er underskrevet med en anden nøgle end den, I stoler på. Spørg kommunen, om den har fået en ny."
	}
	return "I har ikke før fået en pakke fra " + e.Navn + ". Ring til kommunen, og sammenlign fingeraftrykket."
}

// Godtag says whether a bundle that is whole may be taken: its key is the trusted one, or the one a person names now, and it is not older than the
// last. again tells that this very bundle was taken before.
func (p *Pakke) Godtag(known Kendt, trust string) (again bool, err error) {
	print := p.Fingeraftryk()
	if !SammeFingeraftryk(print, known.Fingeraftryk) && !SammeFingeraftryk(print, trust) {
		if trust != "" {
			return false, &Pakkefejl{"Fingeraftrykket, der er skrevet, er ikke pakkens. Pakken er ikke fra den, du tror.", "the fingerprint given is not the bundle's; it is not from whom you think"}
		}
		name := p.Navn
		if name == "" {
			name = string(p.Kommune)
		}
		return false, &ErrUkendt{p.Kommune, name, print, known.Fingeraftryk}
	}
	switch {
	case bytes.Equal(p.Fil, known.Sidst):
		return true, nil
	case !known.Tid.IsZero() && !p.Tid.After(known.Tid):
		return false, &Pakkefejl{"I har allerede en nyere pakke fra kommunen.", "a newer bundle of the municipality was taken already: " + known.Tid.UTC().Format(time.RFC3339)}
	}
	return false, nil
}

// Gemt is a bundle as it is kept on the board by the municipality that took it: packed, in letters and the digits 2–7.
func (p *Pakke) Gemt() string {
	var packed bytes.Buffer
	out, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		panic(err) // never: the level is a constant
	}
	_, _ = out.Write(p.Fil) // a bytes.Buffer does not fail
	_ = out.Close()
	return koder32.EncodeToString(packed.Bytes())
}

// HentGemt is the inverse of Gemt.
func HentGemt(text string) ([]byte, error) {
	packed, err := koder32.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("a bundle that was kept cannot be read: %w", err)
	}
	file, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxPakke))
	if err != nil {
		return nil, fmt.Errorf("a bundle that was kept cannot be read: %w", err)
	}
	return file, nil
}

// SidstePakke finds the last bundle of a sender that a municipality took, among the notices that hold.
func SidstePakke(held []tavle.Opslag, own, sender oio.CVR) ([]byte, error) {
	for _, o := range held {
		if o.Kommune == own && o.Art == tavle.Pakke && o.Kode == string(sender) {
			return HentGemt(o.Tekst)
		}
	}
	return nil, nil
}
