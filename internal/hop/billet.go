package hop

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/oio"
)

// Varighed is how long a hand-over holds.
const Varighed = 60 * time.Second

// Billet is a hand-over: who jumps to what, from which municipality, until when. It is a JWT signed with Ed25519 (RFC 7519, RFC 8037).
type Billet struct {
	Udsteder oio.CVR  `json:"iss"` // the municipality
	Modtager string   `json:"aud"` // the source system's host
	Bruger   string   `json:"sub"` // the user's id at the municipality
	Type     string   `json:"typ"`
	UUID     oio.UUID `json:"uuid"`
	Udstedt  int64    `json:"iat"`
	Udloeber int64    `json:"exp"`
	ID       string   `json:"jti"`
}

const hoved = `{"alg":"EdDSA","typ":"JWT"}`

var b64 = base64.RawURLEncoding

// Underskriv makes a hand-over that holds for Varighed from now. id is random and never used again.
func Underskriv(key ed25519.PrivateKey, b Billet, id string, now time.Time) (string, error) {
	if oio.MaskCPR(b.Bruger) != b.Bruger {
		return "", errCPR
	}
	b.ID, b.Udstedt, b.Udloeber = id, now.Unix(), now.Add(Varighed).Unix()
	body, err := json.Marshal(b)
	if err != nil {
		return "", err
	}
	signed := b64.EncodeToString([]byte(hoved)) + "." + b64.EncodeToString(body)
	return signed + "." + b64.EncodeToString(ed25519.Sign(key, []byte(signed))), nil
}

// What is wrong with a hand-over, for the source system to tell.
var (
	ErrUlaeselig   = errors.New("overdragelsen kan ikke læses")
	ErrUnderskrift = errors.New("overdragelsen er ikke underskrevet af kommunen")
	ErrUdloebet    = errors.New("overdragelsen er udløbet")
	ErrBrugt       = errors.New("overdragelsen er brugt før")
	ErrModtager    = errors.New("overdragelsen er til et andet system")
	ErrObjekt      = errors.New("overdragelsen er til en anden sag")
)

// Kontrol takes hand-overs the way a source system should: each once. It is safe for concurrent use.
type Kontrol struct {
	Noegle   ed25519.PublicKey
	Modtager string

	mu    sync.Mutex
	brugt map[string]int64 // until when
}

// Tag verifies a hand-over to an object and uses it up.
func (k *Kontrol) Tag(text string, til oio.UUID, now time.Time) (Billet, error) {
	var b Billet
	parts := strings.Split(text, ".")
	if len(text) > 4096 || len(parts) != 3 {
		return b, ErrUlaeselig
	}
	signature, err := b64.Strict().DecodeString(parts[2])
	if err != nil {
		return b, ErrUlaeselig
	}
	if parts[0] != b64.EncodeToString([]byte(hoved)) || !ed25519.Verify(k.Noegle, []byte(parts[0]+"."+parts[1]), signature) {
		return b, ErrUnderskrift
	}
	body, err := b64.DecodeString(parts[1])
	if err != nil || json.Unmarshal(body, &b) != nil {
		return b, ErrUlaeselig
	}
	at := now.Unix()
	switch {
	case at >= b.Udloeber || at < b.Udstedt-5 || b.Udloeber-b.Udstedt > int64(Varighed/time.Second):
		return b, ErrUdloebet
	case b.Modtager != k.Modtager:
		return b, ErrModtager
	case b.UUID != til:
		return b, ErrObjekt
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for id, until := range k.brugt {
		if until <= at {
			delete(k.brugt, id)
		}
	}
	if _, used := k.brugt[b.ID]; used {
		return b, ErrBrugt
	}
	if k.brugt == nil {
		k.brugt = map[string]int64{}
	}
	k.brugt[b.ID] = b.Udloeber
	return b, nil
}
