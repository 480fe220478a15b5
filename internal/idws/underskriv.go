package idws

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/xmltree"
)

// Par is a private key with its certificate.
type Par struct {
	Noegle     *rsa.PrivateKey
	Certifikat *x509.Certificate
}

// Besked is what goes into an envelope.
type Besked struct {
	V12            bool // SOAP 1.2, else 1.1
	Action         string
	MessageID      string
	RelatesTo      string // of an answer
	To             string // of a request
	TransaktionsID string // goes along unsigned
	Krop           []byte // content of the body, with its own namespaces
	Liberty        bool   // the header Framework of the older binding
}

// gyldig is how long a message is: the profile's five minutes.
const gyldig = 5 * time.Minute

// Underskriver signs with one key.
type Underskriver struct{ Par Par }

// MedCertifikat signs a message that shows the signer's certificate: a request for a token, or a service's answer.
func (u *Underskriver) MedCertifikat(b Besked, now time.Time) ([]byte, error) {
	token := fmt.Sprintf(`<wsse:BinarySecurityToken wsu:Id="sec-binsectoken" ValueType="%s" EncodingType="%s">%s</wsse:BinarySecurityToken>`, x509v3, base64B, base64.StdEncoding.EncodeToString(u.Par.Certifikat.Raw))
	keyInfo := fmt.Sprintf(`<wsse:SecurityTokenReference><wsse:Reference URI="#sec-binsectoken" ValueType="%s"></wsse:Reference></wsse:SecurityTokenReference>`, x509v3)
	return u.pak(b, token, keyInfo, "", now)
}

// MedToken signs a request to a service with the key that the token names. The token's bytes go in as they are.
func (u *Underskriver) MedToken(b Besked, t *Token, now time.Time) ([]byte, error) {
	reference := fmt.Sprintf(`<wsse:KeyIdentifier ValueType="%s">%s</wsse:KeyIdentifier>`, samlID, t.ID)
	open := func(id string) string {
		return fmt.Sprintf(`<wsse:SecurityTokenReference xmlns:wsse11="%s"%s wsse11:TokenType="%s">%s</wsse:SecurityTokenReference>`, rumWsse11, id, samlV2, reference)
	}
	return u.pak(b, t.XML+open(` wsu:Id="sec-str"`), open(""), t.ID, now)
}

const pladsTilUnderskrift = "<wsse:Underskrift/>"

// pak writes the envelope without its signature, digests what is to be signed, and puts the signature in.
func (u *Underskriver) pak(b Besked, token, keyInfo, assertionID string, now time.Time) ([]byte, error) {
	envelope := kuvert(b, token, now)
	doc, err := xmltree.Laes([]byte(envelope), xmltree.Graenser{Bytes: 64 << 20, Knuder: 10_000_000})
	if err != nil {
		return nil, fmt.Errorf("the message cannot be signed: %w", err)
	}
	info := signedInfo(doc, assertionID)
	digest := sha256.Sum256([]byte(info))
	value, err := rsa.SignPKCS1v15(rand.Reader, u.Par.Noegle, crypto.SHA256, digest[:])
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	signature := `<ds:Signature xmlns:ds="` + rumDs + `">` + info + `<ds:SignatureValue>` + base64.StdEncoding.EncodeToString(value) + `</ds:SignatureValue><ds:KeyInfo>` + keyInfo + `</ds:KeyInfo></ds:Signature>`
	before, after, found := strings.Cut(envelope, pladsTilUnderskrift)
	if !found {
		return nil, errors.New("the message has no place for its signature")
	}
	return []byte(before + signature + after), nil
}

func kuvert(b Besked, token string, now time.Time) string {
	var out strings.Builder
	rum := rumSoap11
	if b.V12 {
		rum = rumSoap12
	}
	out.WriteString(`<s:Envelope xmlns:s="` + rum + `" xmlns:wsa="` + rumWsa + `" xmlns:wsse="` + rumWsse + `" xmlns:wsu="` + rumWsu + `"><s:Header>`)
	header := func(name, id, value string) {
		if value != "" {
			out.WriteString(`<wsa:` + name + ` wsu:Id="` + id + `">` + string(xmltree.AppendTekst(nil, value)) + `</wsa:` + name + `>`)
		}
	}
	header("Action", "action", b.Action)
	header("MessageID", "msgid", b.MessageID)
	header("RelatesTo", "relatesto", b.RelatesTo)
	if b.To != "" {
		out.WriteString(`<wsa:ReplyTo wsu:Id="replyto"><wsa:Address>` + anonymus + `</wsa:Address></wsa:ReplyTo>`)
	}
	header("To", "to", b.To)
	if b.Liberty {
		out.WriteString(`<sbf:Framework xmlns:sbf="` + rumSbf + `" version="2.0" xmlns:p="urn:liberty:sb:profile" p:profile="urn:liberty:sb:profile:basic" wsu:Id="sbfprofile"></sbf:Framework>`)
	}
	if b.TransaktionsID != "" {
		out.WriteString(`<rh:RequestHeader xmlns:rh="` + rumHoved + `"><rh:TransactionUUID>` + string(xmltree.AppendTekst(nil, b.TransaktionsID)) + `</rh:TransactionUUID></rh:RequestHeader>`)
	}
	out.WriteString(`<wsse:Security s:mustUnderstand="1"><wsu:Timestamp wsu:Id="sec-ts"><wsu:Created>` + now.UTC().Format(tidsform) + `</wsu:Created><wsu:Expires>` + now.Add(gyldig).UTC().Format(tidsform) +
		`</wsu:Expires></wsu:Timestamp>` + token + pladsTilUnderskrift + `</wsse:Security></s:Header><s:Body wsu:Id="body">`)
	out.Write(b.Krop)
	out.WriteString(`</s:Body></s:Envelope>`)
	return out.String()
}

// signedInfo digests every element with a wsu:Id of the envelope itself, and the token through its reference. It is written in
// canonical form, so it is signed as it stands.
func signedInfo(doc *xmltree.Document, assertionID string) string {
	var info strings.Builder
	info.WriteString(`<ds:SignedInfo xmlns:ds="` + rumDs + `"><ds:CanonicalizationMethod Algorithm="` + algC14N + `"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="` + algRSASHA256 + `"></ds:SignatureMethod>`)
	var buffer []byte
	reference := func(id, transform string, e xmltree.Element) {
		buffer = e.AppendC14N(buffer[:0], nil, xmltree.Element{})
		sum := sha256.Sum256(buffer)
		info.WriteString(`<ds:Reference URI="#` + id + `"><ds:Transforms>` + transform + `</ds:Transforms><ds:DigestMethod Algorithm="` + algSHA256 + `"></ds:DigestMethod><ds:DigestValue>` +
			base64.StdEncoding.EncodeToString(sum[:]) + `</ds:DigestValue></ds:Reference>`)
	}
	const plain = `<ds:Transform Algorithm="` + algC14N + `"></ds:Transform>`
	const str = `<ds:Transform Algorithm="` + algSTR + `"><wsse:TransformationParameters xmlns:wsse="` + rumWsse + `"><ds:CanonicalizationMethod Algorithm="` + algC14N + `"></ds:CanonicalizationMethod></wsse:TransformationParameters></ds:Transform>`
	var assertion xmltree.Element
	for e := range underskrevne(doc) {
		id, _ := e.Attribut(rumWsu, "Id")
		if e.Er(rumSaml, "Assertion") {
			assertion = e
			continue
		}
		if id == "" {
			continue
		}
		if assertionID != "" && e.Er(rumWsse, "SecurityTokenReference") {
			reference(id, str, assertion)
			continue
		}
		reference(id, plain, e)
	}
	info.WriteString(`</ds:SignedInfo>`)
	return info.String()
}

// underskrevne are the places of an envelope that are signed: headers, the body, and the children of the security header.
func underskrevne(doc *xmltree.Document) func(yield func(xmltree.Element) bool) {
	return func(yield func(xmltree.Element) bool) {
		for part := range doc.Rod().Boern {
			if part.Navn().Lokal == "Body" {
				if !yield(part) {
					return
				}
				continue
			}
			for header := range part.Boern {
				if header.Er(rumWsse, "Security") {
					for e := range header.Boern {
						if !yield(e) {
							return
						}
					}
				} else if !yield(header) {
					return
				}
			}
		}
	}
}
