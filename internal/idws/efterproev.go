package idws

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/xmltree"
)

// Fejl is why a message is not believed. The caller is told subcode and Tekst; Aarsag is for the log alone, since it would help a forger.
type Fejl struct {
	Subkode string // 05b D.7
	Tekst   string
	Aarsag  string
}

// Error is for the log.
func (f *Fejl) Error() string { return f.Subkode + ": " + f.Aarsag }

func fejl(subcode, why string) error {
	text := map[string]string{
		"wsse:FailedCheck": "the signature does not hold", "wsse:InvalidSecurityToken": "the token is not accepted", "wsse:InvalidSecurity": "the security header is not accepted",
		"wsu:MessageExpired": "the message is too old, or its clock is ahead", "wsse:FailedAuthentication": "the caller is not accepted",
		"wsa:MessageAddressingHeaderRequired": "an addressing header is missing", "wsa:InvalidAddressingHeader": "an addressing header is not accepted",
	}[subcode]
	return &Fejl{subcode, text, why}
}

// skaev is how much clocks may differ.
const skaev = 5 * time.Minute

// hoejstGyldig is the longest a message may say it lives.
const hoejstGyldig = 10 * time.Minute

// beskyttet is a security header taken apart.
type beskyttet struct {
	header, body, security, timestamp, signature, assertion, bst xmltree.Element
	byID                                                         map[string]xmltree.Element
}

// laes finds the parts, each exactly once at its place, and all ids.
func laes(doc *xmltree.Document) (*beskyttet, error) {
	root := doc.Rod()
	rum := root.Navn().Rum
	if root.Navn().Lokal != "Envelope" || (rum != rumSoap11 && rum != rumSoap12) {
		return nil, fejl("wsse:InvalidSecurity", "no envelope")
	}
	p := &beskyttet{byID: map[string]xmltree.Element{}}
	for _, part := range []struct {
		to   *xmltree.Element
		name string
	}{{&p.header, "Header"}, {&p.body, "Body"}} {
		var err error
		if *part.to, err = netop(root, rum, part.name); err != nil {
			return nil, err
		}
	}
	var err error
	if p.security, err = netop(p.header, rumWsse, "Security"); err != nil {
		return nil, err
	}
	if p.timestamp, err = netop(p.security, rumWsu, "Timestamp"); err != nil {
		return nil, err
	}
	if p.signature, err = netop(p.security, rumDs, "Signature"); err != nil {
		return nil, err
	}
	p.assertion, p.bst = p.security.Barn(rumSaml, "Assertion"), p.security.Barn(rumWsse, "BinarySecurityToken")
	for e := range root.Alle {
		for _, name := range [...]struct{ rum, lokal string }{{rumWsu, "Id"}, {"", "ID"}, {"", "Id"}, {"", "id"}} {
			id, has := e.Attribut(name.rum, name.lokal)
			if !has {
				continue
			}
			if _, twice := p.byID[id]; twice || id == "" {
				return nil, fejl("wsse:InvalidSecurity", "an id is used twice")
			}
			p.byID[id] = e
		}
	}
	return p, nil
}

// netop is the one child of a name; none or several is an error.
func netop(parent xmltree.Element, rum, lokal string) (xmltree.Element, error) {
	var found xmltree.Element
	for e := range parent.Boern {
		if e.Er(rum, lokal) {
			if !found.IsZero() {
				return found, fejl("wsse:InvalidSecurity", lokal+" stands twice")
			}
			found = e
		}
	}
	if found.IsZero() {
		return found, fejl("wsse:InvalidSecurity", lokal+" is missing")
	}
	return found, nil
}

// tidsstempel judges the message's own window.
func (p *beskyttet) tidsstempel(now time.Time) (expires time.Time, err error) {
	created, errA := time.Parse(time.RFC3339, p.timestamp.Barn(rumWsu, "Created").Tekst())
	expires, errB := time.Parse(time.RFC3339, p.timestamp.Barn(rumWsu, "Expires").Tekst())
	if errA != nil || errB != nil || created.After(now.Add(skaev)) || !now.Before(expires.Add(skaev)) || expires.Sub(created) > hoejstGyldig || expires.Before(created) {
		return expires, fejl("wsu:MessageExpired", "the timestamp is out of its window")
	}
	return expires, nil
}

// underskrift verifies the signature with a key and gives the nodes it covers.
func (p *beskyttet) underskrift(key *rsa.PublicKey) (map[xmltree.Element]bool, error) {
	info, err := signeret(p.signature, key)
	if err != nil {
		return nil, err
	}
	covered := map[xmltree.Element]bool{}
	buffer := make([]byte, 0, 16<<10)
	for ref := range info.Boern {
		if !ref.Er(rumDs, "Reference") {
			continue
		}
		target, inclusive, err := p.maal(ref)
		if err != nil {
			return nil, err
		}
		buffer = target.AppendC14N(buffer[:0], inclusive, xmltree.Element{})
		if !sammeSum(ref, buffer) {
			return nil, fejl("wsse:FailedCheck", "a digest differs: "+target.Navn().Lokal)
		}
		covered[target] = true
	}
	return covered, nil
}

// signeret verifies the value of a signature over its SignedInfo, which it gives.
func signeret(signature xmltree.Element, key *rsa.PublicKey) (xmltree.Element, error) {
	info, err := netop(signature, rumDs, "SignedInfo")
	if err != nil {
		return info, err
	}
	method := info.Barn(rumDs, "CanonicalizationMethod")
	if alg, _ := method.Attribut("", "Algorithm"); alg != algC14N {
		return info, fejl("wsse:FailedCheck", "another canonicalisation")
	}
	if alg, _ := info.Barn(rumDs, "SignatureMethod").Attribut("", "Algorithm"); alg != algRSASHA256 {
		return info, fejl("wsse:FailedCheck", "another signature method")
	}
	value, err := afkod(signature.Barn(rumDs, "SignatureValue").Tekst())
	if err != nil {
		return info, fejl("wsse:FailedCheck", "the value is not base64")
	}
	digest := sha256.Sum256(info.AppendC14N(make([]byte, 0, 4<<10), prefixliste(method), xmltree.Element{}))
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], value) != nil {
		return info, fejl("wsse:FailedCheck", "the signature does not verify")
	}
	return info, nil
}

func afkod(s string) ([]byte, error) {
	if strings.ContainsAny(s, " \t\r\n") {
		s = strings.Join(strings.Fields(s), "")
	}
	return base64.StdEncoding.DecodeString(s)
}

func prefixliste(e xmltree.Element) []string {
	list, _ := e.Barn(rumEc, "InclusiveNamespaces").Attribut("", "PrefixList")
	return strings.Fields(list)
}

func sammeSum(ref xmltree.Element, canonical []byte) bool {
	if alg, _ := ref.Barn(rumDs, "DigestMethod").Attribut("", "Algorithm"); alg != algSHA256 {
		return false
	}
	want, err := afkod(ref.Barn(rumDs, "DigestValue").Tekst())
	sum := sha256.Sum256(canonical)
	return err == nil && subtle.ConstantTimeCompare(want, sum[:]) == 1
}

// maal finds what a reference covers: the element of its id, or through STR-Transform the token that the element names.
func (p *beskyttet) maal(ref xmltree.Element) (xmltree.Element, []string, error) {
	uri, _ := ref.Attribut("", "URI")
	id, local := strings.CutPrefix(uri, "#")
	target, known := p.byID[id]
	if !local || !known {
		return target, nil, fejl("wsse:FailedCheck", "a reference leads nowhere")
	}
	var transforms []xmltree.Element
	for t := range ref.Barn(rumDs, "Transforms").Boern {
		transforms = append(transforms, t)
	}
	if len(transforms) != 1 {
		return target, nil, fejl("wsse:FailedCheck", "a reference without its one transform")
	}
	switch alg, _ := transforms[0].Attribut("", "Algorithm"); alg {
	case algC14N:
		return target, prefixliste(transforms[0]), nil
	case algSTR:
		parameters := transforms[0].Barn(rumWsse, "TransformationParameters").Barn(rumDs, "CanonicalizationMethod")
		if c, _ := parameters.Attribut("", "Algorithm"); c != algC14N || !target.Er(rumWsse, "SecurityTokenReference") || target.Forfader() != p.security || !p.peger(target) {
			return target, nil, fejl("wsse:FailedCheck", "the token's reference is not as it must be")
		}
		return p.assertion, prefixliste(parameters), nil
	}
	return target, nil, fejl("wsse:FailedCheck", "another transform")
}

// peger reports whether a SecurityTokenReference names this message's token.
func (p *beskyttet) peger(str xmltree.Element) bool {
	key := str.Barn(rumWsse, "KeyIdentifier")
	kind, _ := key.Attribut("", "ValueType")
	id, _ := p.assertion.Attribut("", "ID")
	return !p.assertion.IsZero() && kind == samlID && strings.TrimSpace(key.Tekst()) == id
}

// daekket holds that everything that steers the message is covered, at its place, and stands once.
func (p *beskyttet) daekket(covered map[xmltree.Element]bool, must ...string) error {
	if !covered[p.body] || !covered[p.timestamp] {
		return fejl("wsse:FailedCheck", "body or timestamp is not signed")
	}
	for _, name := range must {
		if p.header.Barn(rumWsa, name).IsZero() {
			return fejl("wsa:MessageAddressingHeaderRequired", name+" is missing")
		}
	}
	seen := map[string]bool{}
	for e := range p.header.Boern {
		if name := e.Navn(); name.Rum == rumWsa || (name.Rum == rumSbf && name.Lokal == "Framework") {
			if !covered[e] || seen[name.Lokal] {
				return fejl("wsse:FailedCheck", name.Lokal+" is not signed, or stands twice")
			}
			seen[name.Lokal] = true
		} else if understand, _ := e.Attribut(p.body.Navn().Rum, "mustUnderstand"); (understand == "1" || understand == "true") && e != p.security {
			return fejl("wsse:InvalidSecurity", "a header that must be understood is not known")
		}
	}
	return nil
}

// Kontrollant judges requests to services.
type Kontrollant struct {
	STS      *rsa.PublicKey       // of the token service, whatever certificate a message brings
	Udsteder string               // its entity id
	Adresse  func(to string) bool // our own addresses; nil: any
	Klienter *x509.CertPool       // who may have issued callers' certificates; nil: any
	Mild     bool                 // the token may be covered by its reference alone, as one client does against the real services

	mu  sync.Mutex
	set map[string]time.Time // message ids seen, until when they matter
}

// Afsender is who sent a message, and the body that was signed.
type Afsender struct {
	Token *Token
	Krop  xmltree.Element // the body itself
}

// mestHusket bounds the memory of message ids; beyond it, messages are refused until old ones have expired.
const mestHusket = 200_000

// Efterproev judges a request (05b D.7): addressing, window, token, signature by the token's holder, coverage, repetition.
func (k *Kontrollant) Efterproev(doc *xmltree.Document, audience string, now time.Time) (Afsender, error) {
	p, err := laes(doc)
	if err != nil {
		return Afsender{}, err
	}
	expires, err := p.tidsstempel(now)
	if err != nil {
		return Afsender{}, err
	}
	if p.assertion, err = netop(p.security, rumSaml, "Assertion"); err != nil {
		return Afsender{}, fejl("wsse:InvalidSecurityToken", "not exactly one token")
	}
	token, err := k.token(p, audience, now)
	if err != nil {
		return Afsender{}, err
	}
	key, isRSA := token.Holder.PublicKey.(*rsa.PublicKey)
	if !isRSA {
		return Afsender{}, fejl("wsse:InvalidSecurityToken", "the holder's key is no RSA key")
	}
	covered, err := p.underskrift(key)
	if err != nil {
		return Afsender{}, err
	}
	if err := p.daekket(covered, "Action", "MessageID", "To"); err != nil {
		return Afsender{}, err
	}
	if !k.tokenDaekket(p, covered) {
		return Afsender{}, fejl("wsse:FailedCheck", "the token is not covered")
	}
	if to := p.header.Barn(rumWsa, "To").Tekst(); k.Adresse != nil && !k.Adresse(to) {
		return Afsender{}, fejl("wsa:InvalidAddressingHeader", "the message is to another address")
	}
	if err := k.gentaget(p.header.Barn(rumWsa, "MessageID").Tekst(), expires, now); err != nil {
		return Afsender{}, err
	}
	return Afsender{token, p.body}, nil
}

func (k *Kontrollant) token(p *beskyttet, audience string, now time.Time) (*Token, error) {
	token, err := laesToken(p.assertion, k.STS)
	if err != nil {
		return nil, err
	}
	if err := token.tjek(k.Udsteder, audience, now); err != nil {
		return nil, err
	}
	if now.Before(token.Holder.NotBefore.Add(-skaev)) || now.After(token.Holder.NotAfter) {
		return nil, fejl("wsse:FailedAuthentication", "the caller's certificate is out of its time")
	}
	if k.Klienter != nil {
		if _, err := token.Holder.Verify(x509.VerifyOptions{Roots: k.Klienter, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
			return nil, fejl("wsse:FailedAuthentication", "the caller's certificate is not trusted")
		}
	}
	return token, nil
}

func (k *Kontrollant) tokenDaekket(p *beskyttet, covered map[xmltree.Element]bool) bool {
	if covered[p.assertion] {
		return true
	}
	if !k.Mild {
		return false
	}
	for e := range covered {
		if e.Er(rumWsse, "SecurityTokenReference") && e.Forfader() == p.security && p.peger(e) {
			return true
		}
	}
	return false
}

// gentaget refuses a message that was here before.
func (k *Kontrollant) gentaget(id string, expires, now time.Time) error {
	if id == "" {
		return fejl("wsa:MessageAddressingHeaderRequired", "MessageID is empty")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.set == nil {
		k.set = map[string]time.Time{}
	}
	if _, seen := k.set[id]; seen {
		return fejl("wsse:InvalidSecurity", "the message was here before")
	}
	if len(k.set) >= mestHusket {
		for old, until := range k.set {
			if until.Before(now) {
				delete(k.set, old)
			}
		}
		if len(k.set) >= mestHusket {
			return fejl("wsse:InvalidSecurity", "too many messages within the window")
		}
	}
	k.set[id] = expires.Add(skaev)
	return nil
}

// EfterproevSvar judges a service's answer: signed by the service's own certificate, in answer to this request, now (05b D.5).
func EfterproevSvar(doc *xmltree.Document, service *x509.Certificate, relatesTo string, now time.Time) (xmltree.Element, error) {
	p, err := laes(doc)
	if err != nil {
		return xmltree.Element{}, err
	}
	if _, err := p.tidsstempel(now); err != nil {
		return xmltree.Element{}, err
	}
	key, isRSA := service.PublicKey.(*rsa.PublicKey)
	if !isRSA {
		return xmltree.Element{}, fejl("wsse:InvalidSecurityToken", "the service's key is no RSA key")
	}
	covered, err := p.underskrift(key)
	if err != nil {
		return xmltree.Element{}, err
	}
	if err := p.daekket(covered, "Action", "RelatesTo"); err != nil {
		return xmltree.Element{}, err
	}
	if p.header.Barn(rumWsa, "RelatesTo").Tekst() != relatesTo {
		return xmltree.Element{}, fejl("wsa:InvalidAddressingHeader", "the answer is to another request")
	}
	return p.body, nil
}
