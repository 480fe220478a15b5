// Package seal protects personal data at rest: it encrypts (AES-256-GCM), derives the keyed hash by which a citizen is found,
// and fingerprints content with a key, so that nobody who has the database alone can read or guess a CPR number.
//
// Keys come from one master secret that never lies in the database; each municipality gets its own (HKDF). A municipality may have a secret of
// its own in the master's place: when that is destroyed, nothing of it can be read again, in no copy either. Where secrets are kept is the
// caller's business.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"sync"

	"indeksbro/internal/oio"
)

// MasterSize is the length of the master secret in bytes.
const MasterSize = 32

// Aftryk is the fingerprint of a content: equal content, equal fingerprint; without the key it tells nothing. Zero means
// "no content".
type Aftryk [16]byte

// IsZero reports whether there is no content.
func (a Aftryk) IsZero() bool { return a == Aftryk{} }

// Ring holds the keys of all municipalities. It is safe for concurrent use.
type Ring struct {
	// Egen gives a municipality's own secret, or nil where the master is its secret. It is set before the ring is used; nil: none has one.
	Egen func(oio.CVR) ([]byte, error)

	master []byte
	mu     sync.Mutex
	keys   map[oio.CVR]*Noegler
}

// NewRing takes the master secret, MasterSize random bytes.
func NewRing(master []byte) (*Ring, error) {
	if len(master) != MasterSize {
		return nil, fmt.Errorf("master key must be %d bytes, got %d", MasterSize, len(master))
	}
	return &Ring{master: append([]byte(nil), master...), keys: make(map[oio.CVR]*Noegler)}, nil
}

// Kommune gives one municipality's keys.
func (r *Ring) Kommune(kommune oio.CVR) (*Noegler, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if keys, made := r.keys[kommune]; made {
		return keys, nil
	}
	secret := r.master
	if r.Egen != nil {
		own, err := r.Egen(kommune)
		if err != nil {
			return nil, fmt.Errorf("keys of %s: %w", kommune, err)
		}
		if own != nil && len(own) != MasterSize {
			return nil, fmt.Errorf("keys of %s: its own secret must be %d bytes, got %d", kommune, MasterSize, len(own))
		}
		if own != nil {
			secret = own
		}
	}
	keys, err := newNoegler(secret, kommune)
	if err != nil {
		return nil, err
	}
	r.keys[kommune] = keys
	return keys, nil
}

// Erklaering signs what an installation declares: its own key, of no municipality. Only its public half ever leaves.
func (r *Ring) Erklaering() (ed25519.PrivateKey, error) {
	seed, err := hkdf.Key(sha256.New, r.master, nil, "indeksbro/1/erklaering", ed25519.SeedSize)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// Glem lets a municipality's keys go: who asks again gets those of its secret as it is then.
func (r *Ring) Glem(kommune oio.CVR) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.keys, kommune)
}

// Noegler are the keys of one municipality. They are safe for concurrent use.
type Noegler struct {
	box      cipher.AEAD
	opslag   sync.Pool // keyed hashes for citizens
	indhold  sync.Pool // keyed hashes for contents
	kaede    sync.Pool // keyed hashes for the audit log's chain
	kalender sync.Pool // keyed hashes for secret addresses
	hop      []byte    // seed of the key that signs hand-overs
	pakke    []byte    // seed of the key that signs bundles of choices
}

func newNoegler(master []byte, kommune oio.CVR) (*Noegler, error) {
	derive := func(purpose string) ([]byte, error) {
		return hkdf.Key(sha256.New, master, []byte(kommune), "indeksbro/1/"+purpose, 32)
	}
	var keys [7][]byte
	for i, purpose := range []string{"kryptering", "opslag", "aftryk", "revision", "hop", "kalender", "faelles"} {
		key, err := derive(purpose)
		if err != nil {
			return nil, fmt.Errorf("derive key: %w", err)
		}
		keys[i] = key
	}
	block, err := aes.NewCipher(keys[0])
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	n := &Noegler{box: box}
	n.opslag.New = func() any { return hmac.New(sha256.New, keys[1]) }
	n.indhold.New = func() any { return hmac.New(sha256.New, keys[2]) }
	n.kaede.New = func() any { return hmac.New(sha256.New, keys[3]) }
	n.kalender.New = func() any { return hmac.New(sha256.New, keys[5]) }
	n.hop, n.pakke = keys[4], keys[6]
	return n, nil
}

// Seal encrypts text and binds it to context, which must be given again to open it: a sealed value moved to another row
// does not open.
func (n *Noegler) Seal(text []byte, context string) []byte {
	size := n.box.NonceSize()
	sealed := make([]byte, size, size+len(text)+n.box.Overhead())
	rand.Read(sealed) // never fails (crypto/rand)
	return n.box.Seal(sealed, sealed, text, []byte(context))
}

// ErrOpen says that a sealed value is damaged, was moved, or was sealed with another key.
var ErrOpen = errors.New("sealed value cannot be opened: wrong key, wrong place or damaged")

// Open is the inverse of Seal.
func (n *Noegler) Open(sealed []byte, context string) ([]byte, error) {
	return n.OpenTil(nil, sealed, context)
}

// OpenTil is Open that appends the text to what the caller has room for, and may use that room also when it fails.
func (n *Noegler) OpenTil(to, sealed []byte, context string) ([]byte, error) {
	size := n.box.NonceSize()
	if len(sealed) < size {
		return nil, ErrOpen
	}
	text, err := n.box.Open(to, sealed[:size], sealed[size:], []byte(context))
	if err != nil {
		return nil, ErrOpen
	}
	return text, nil
}

// Borger derives the key by which a citizen is found.
func (n *Noegler) Borger(cpr oio.CPR) oio.Borgernoegle {
	return oio.Borgernoegle(sum(&n.opslag, []byte(cpr.Digits())))
}

// Revision is the keyed hash that links the audit log's entries (R116).
func (n *Noegler) Revision(content []byte) [32]byte {
	mac := n.kaede.Get().(hash.Hash)
	defer n.kaede.Put(mac)
	mac.Reset()
	mac.Write(content)
	var full [sha256.Size]byte
	mac.Sum(full[:0])
	return full
}

// Kalender is the secret part of an address that calendars subscribe to: whoever knows it may read the programme's days.
func (n *Noegler) Kalender(content []byte) [16]byte { return sum(&n.kalender, content) }

// Hop signs hand-overs to source systems (R114). Only its public half ever leaves.
func (n *Noegler) Hop() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(n.hop) }

// Pakke signs bundles of choices for other installations (R125). Only its public half ever leaves.
func (n *Noegler) Pakke() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(n.pakke) }

// Aftryk fingerprints a content.
func (n *Noegler) Aftryk(content []byte) Aftryk { return Aftryk(sum(&n.indhold, content)) }

func sum(pool *sync.Pool, content []byte) [16]byte {
	mac := pool.Get().(hash.Hash)
	defer pool.Put(mac)
	mac.Reset()
	mac.Write(content)
	var full [sha256.Size]byte
	return [16]byte(mac.Sum(full[:0])[:16])
}
