package idws

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"slices"
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
	ids                                                          []navngivet
	tokenSum                                                     [sha256.Size]byte // of the assertion's canonical form with nothing left out
	summeret                                                     bool              // tokenSum is made
}

// navngivet is an element with an id.
type navngivet struct {
	id string
	e  xmltree.Element
}

// flestIds is how many ids and how many references a message may have: what is signed is fewer than a dozen, and each reference costs
// a canonical form.
const flestIds = 64

// plader are buffers for canonical forms.
var plader = sync.Pool{New: func() any { b := make([]byte, 0, 16<<10); return &b }}

// stoerstePlade is the largest buffer that is kept: one large message must not hold memory for good.
const stoerstePlade = 256 << 10

func laegTilbage(b *[]byte, used []byte) {
	if cap(used) <= stoerstePlade {
		*b = used[:0]
		plader.Put(b)
	}
}

// laes finds the parts, each exactly once at its place, and all ids.
func laes(doc *xmltree.Document) (*beskyttet, error) {
	root := doc.Rod()
	rum := root.Navn().Rum
	if root.Navn().Lokal != "Envelope" || (rum != rumSoap11 && rum != rumSoap12) {
		return nil, fejl("wsse:InvalidSecurity", "no envelope")
	}
	p := &beskyttet{ids: make([]navngivet, 0, 12)}
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
	for e := range root.MedAttribut("Id", "ID", "id") {
		for name, id := range e.HverAttribut {
			if !erId(name) {
				continue
			}
			if _, twice := p.med(id); twice || id == "" || len(p.ids) == flestIds {
				return nil, fejl("wsse:InvalidSecurity", "an id is empty or used twice, or there are more than can be signed")
			}
			p.ids = append(p.ids, navngivet{id, e})
		}
	}
	return p, nil
}

// erId reports whether an attribute names its element for references.
func erId(name xmltree.Navn) bool {
	switch name.Lokal {
	case "Id":
		return name.Rum == "" || name.Rum == rumWsu
	case "ID", "id":
		return name.Rum == ""
	}
	return false
}

// med is the element of an id.
func (p *beskyttet) med(id string) (xmltree.Element, bool) {
	for i := range p.ids {
		if p.ids[i].id == id {
			return p.ids[i].e, true
		}
	}
	return xmltree.Element{}, false
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
func (p *beskyttet) underskrift(key *rsa.PublicKey) (daekning, error) {
	plade := plader.Get().(*[]byte)
	buffer := *plade
	defer func() { laegTilbage(plade, buffer) }()
	info, buffer, err := signeret(p.signature, key, buffer)
	if err != nil {
		return nil, err
	}
	covered := make(daekning, 0, 12)
	for ref := range info.Boern {
		if !ref.Er(rumDs, "Reference") {
			continue
		}
		target, inclusive, err := p.maal(ref)
		if err != nil {
			return nil, err
		}
		if len(covered) == flestIds {
			return nil, fejl("wsse:FailedCheck", "more references than can be needed")
		}
		sum := p.tokenSum
		if target != p.assertion || len(inclusive) > 0 || !p.summeret {
			buffer = target.AppendC14N(buffer[:0], inclusive, xmltree.Element{})
			sum = sha256.Sum256(buffer)
		}
		if !sammeSum(ref, sum) {
			return nil, fejl("wsse:FailedCheck", "a digest differs: "+target.Navn().Lokal)
		}
		covered = append(covered, target)
	}
	return covered, nil
}

// daekning are the elements a signature covers.
type daekning []xmltree.Element

func (d daekning) har(e xmltree.Element) bool { return slices.Contains(d, e) }

// signeret verifies the value of a signature over its SignedInfo, which it gives. buffer is written over.
func signeret(signature xmltree.Element, key *rsa.PublicKey, buffer []byte) (xmltree.Element, []byte, error) {
	info, err := netop(signature, rumDs, "SignedInfo")
	if err != nil {
		return info, buffer, err
	}
	method := info.Barn(rumDs, "CanonicalizationMethod")
	if alg, _ := method.Attribut("", "Algorithm"); alg != algC14N {
		return info, buffer, fejl("wsse:FailedCheck", "another canonicalisation")
	}
	if alg, _ := info.Barn(rumDs, "SignatureMethod").Attribut("", "Algorithm"); alg != algRSASHA256 {
		return info, buffer, fejl("wsse:FailedCheck", "another signature method")
	}
	value, err := afkod(signature.Barn(rumDs, "SignatureValue").Tekst())
	if err != nil {
		return info, buffer, fejl("wsse:FailedCheck", "the value is not base64")
	}
	buffer = info.AppendC14N(buffer[:0], prefixliste(method), xmltree.Element{})
	digest := sha256.Sum256(buffer)
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], value) != nil {
		return info, buffer, fejl("wsse:FailedCheck", "the signature does not verify")
	}
	return info, buffer, nil
}

func afkod(s string) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil && strings.ContainsAny(s, " \t\r\n") {
		return base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	}
	return raw, err
}

func prefixliste(e xmltree.Element) []string {
	list, _ := e.Barn(rumEc, "InclusiveNamespaces").Attribut("", "PrefixList")
	return strings.Fields(list)
}

func sammeSum(ref xmltree.Element, sum [sha256.Size]byte) bool {
	if alg, _ := ref.Barn(rumDs, "DigestMethod").Attribut("", "Algorithm"); alg != algSHA256 {
		return false
	}
	told := ref.Barn(rumDs, "DigestValue").Tekst()
	var text [44]byte // of 32 bytes in base64
	base64.StdEncoding.Encode(text[:], sum[:])
	if told == string(text[:]) {
		return true // a digest is no secret: what stands in the message is what was made of it
	}
	want, err := afkod(told)
	return err == nil && subtle.ConstantTimeCompare(want, sum[:]) == 1
}

// maal finds what a reference covers: the element of its id, or through STR-Transform the token that the element names.
func (p *beskyttet) maal(ref xmltree.Element) (xmltree.Element, []string, error) {
	uri, _ := ref.Attribut("", "URI")
	id, local := strings.CutPrefix(uri, "#")
	target, known := p.med(id)
	if !local || !known {
		return target, nil, fejl("wsse:FailedCheck", "a reference leads nowhere")
	}
	transform := ref.Barn(rumDs, "Transforms").FoersteBarn()
	if transform.IsZero() || !transform.Naeste().IsZero() {
		return target, nil, fejl("wsse:FailedCheck", "a reference without its one transform")
	}
	switch alg, _ := transform.Attribut("", "Algorithm"); alg {
	case algC14N:
		return target, prefixliste(transform), nil
	case algSTR:
		parameters := transform.Barn(rumWsse, "TransformationParameters").Barn(rumDs, "CanonicalizationMethod")
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
func (p *beskyttet) daekket(covered daekning, must ...string) error {
	if !covered.har(p.body) || !covered.har(p.timestamp) {
		return fejl("wsse:FailedCheck", "body or timestamp is not signed")
	}
	for _, name := range must {
		if p.header.Barn(rumWsa, name).IsZero() {
			return fejl("wsa:MessageAddressingHeaderRequired", name+" is missing")
		}
	}
	seen := make([]string, 0, 12)
	for e := range p.header.Boern {
		if name := e.Navn(); name.Rum == rumWsa || (name.Rum == rumSbf && name.Lokal == "Framework") {
			if !covered.har(e) || slices.Contains(seen, name.Lokal) {
				return fejl("wsse:FailedCheck", name.Lokal+" is not signed, or stands twice")
			}
			seen = append(seen, name.Lokal) // no more than are covered
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

	mu     sync.Mutex
	stolet *tillid
	set    map[string]time.Time // message ids seen, until when they matter
	// Tokens already verified, by the SHA-256 of their whole canonical form, signature and all: a caller shows one token for an hour,
	// and what has the same digest is the same token.
	tokens map[[sha256.Size]byte]husket
}

// tillid is who is trusted from some time on.
type tillid struct {
	klienter *x509.CertPool
	noegler  []*rsa.PublicKey
}

// Stol lets messages be held against other issuers of callers' certificates, and other keys of the token service, from now on. Several keys
// are believed while one takes over from another. What was remembered of messages stays; tokens are verified anew.
func (k *Kontrollant) Stol(clients *x509.CertPool, keys ...*rsa.PublicKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stolet, k.tokens = &tillid{clients, keys}, nil
}

func (k *Kontrollant) tillid() *tillid {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.stolet == nil {
		return &tillid{k.Klienter, []*rsa.PublicKey{k.STS}}
	}
	return k.stolet
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

// token is the message's token, verified: now, or when it came the first time.
func (k *Kontrollant) token(p *beskyttet, audience string, now time.Time) (*Token, error) {
	plade := plader.Get().(*[]byte)
	form := skriv(p.assertion, nil, *plade)
	defer func() { laegTilbage(plade, form.form) }()
	p.tokenSum, p.summeret = sha256.Sum256(form.form), true
	if held, known := k.husket(p.tokenSum); known && now.Before(held.til) {
		return held.token, k.gaelder(held.token, audience, now)
	}
	trusted := k.tillid()
	var token *Token
	err := error(fejl("wsse:InvalidSecurityToken", "no token service is trusted"))
	for _, key := range trusted.noegler {
		if token, err = laesSkrevet(p.assertion, key, form); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	if err := k.gaelder(token, audience, now); err != nil {
		return nil, err
	}
	until := token.Til
	if trusted.klienter != nil {
		chains, err := token.Holder.Verify(x509.VerifyOptions{Roots: trusted.klienter, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
		if err != nil {
			return nil, fejl("wsse:FailedAuthentication", "the caller's certificate is not trusted")
		}
		for _, c := range chains[0] {
			if c.NotAfter.Before(until) {
				until = c.NotAfter
			}
		}
	}
	k.husk(p.tokenSum, husket{token, until})
	return token, nil
}

// gaelder holds a token and its holder's certificate against service and time; that is asked of each message anew.
func (k *Kontrollant) gaelder(token *Token, audience string, now time.Time) error {
	if err := token.tjek(k.Udsteder, audience, now); err != nil {
		return err
	}
	if now.Before(token.Holder.NotBefore.Add(-skaev)) || now.After(token.Holder.NotAfter) {
		return fejl("wsse:FailedAuthentication", "the caller's certificate is out of its time")
	}
	return nil
}

// husket is a token that was verified, and until when neither it nor a certificate behind it has run out.
type husket struct {
	token *Token
	til   time.Time
}

// flestTokens bounds the memory of tokens; beyond it all are forgotten and verified anew.
const flestTokens = 4096

func (k *Kontrollant) husket(sum [sha256.Size]byte) (husket, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	held, known := k.tokens[sum]
	return held, known
}

func (k *Kontrollant) husk(sum [sha256.Size]byte, h husket) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.tokens == nil || len(k.tokens) >= flestTokens {
		k.tokens = map[[sha256.Size]byte]husket{}
	}
	k.tokens[sum] = h
}

func (k *Kontrollant) tokenDaekket(p *beskyttet, covered daekning) bool {
	if covered.har(p.assertion) {
		return true
	}
	if !k.Mild {
		return false
	}
	for _, e := range covered {
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
