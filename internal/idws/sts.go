package idws

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

// Codes of the token service (05b D.2). Of those, 100 may be tried again; the others need a person.
const (
	stsUventet   = 100
	stsUkendt    = 101
	stsMisdannet = 103
)

// ErrIkkeAftalt is what a Tilladelse gives when there is no agreement for the caller.
var ErrIkkeAftalt = errors.New("no service agreement")

// Udsteder is a token service for a local chain.
type Udsteder struct {
	Par      Par
	Navn     string         // entity id
	Klienter *x509.CertPool // who may have issued callers' certificates
	Levetid  time.Duration  // of tokens; at most eight hours
	// Tilladelse says what a caller may do at a service on behalf of an authority. ErrIkkeAftalt: nothing.
	Tilladelse func(caller *x509.Certificate, cvr oio.CVR, audience string) ([]Rolle, error)
	Nu         func() time.Time
}

// The ways in, under the service's address.
const restSti = "/runtime/api/rest/wstrust/v1/issue"

// hoejstLevetid is what a wish for a lifetime is cut to.
const hoejstLevetid = 8 * time.Hour

// Handler answers requests for tokens: WS-Trust at its root, and the REST variant under it.
func (u *Udsteder) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /", u.soap)
	mux.HandleFunc("POST "+restSti, u.rest)
	return mux
}

const maxRST = 1 << 20

// oenske is what a caller asks for.
type oenske struct {
	caller   *x509.Certificate
	cvr      oio.CVR
	audience string
}

// stsFejl is an answer that there will be no token.
type stsFejl struct {
	kode  int
	tekst string
}

func (f *stsFejl) Error() string { return fmt.Sprintf("%d: %s", f.kode, f.tekst) }

func (u *Udsteder) udsted(o oenske, now time.Time) (*Token, error) {
	if u.Klienter != nil {
		if _, err := o.caller.Verify(x509.VerifyOptions{Roots: u.Klienter, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
			return nil, &stsFejl{stsUkendt, "the caller's certificate is not trusted"}
		}
	}
	roles, err := u.Tilladelse(o.caller, o.cvr, o.audience)
	if err == nil && len(roles) == 0 {
		err = ErrIkkeAftalt
	}
	if errors.Is(err, ErrIkkeAftalt) {
		return nil, &stsFejl{stsUkendt, err.Error()} // says which agreement is lacking
	}
	if err != nil {
		return nil, &stsFejl{stsUventet, "the agreement could not be looked up"}
	}
	t := Token{Udsteder: u.Navn, Audience: o.audience, Fra: now, Til: now.Add(min(u.Levetid, hoejstLevetid)), Holder: o.caller, CVR: o.cvr, Roller: roles}
	return Udsted(u.Par, t, now)
}

// soap answers a signed RequestSecurityToken.
func (u *Udsteder) soap(w http.ResponseWriter, r *http.Request) {
	now := u.Nu()
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRST))
	if err != nil {
		u.fault(w, &stsFejl{stsMisdannet, "the request cannot be read"})
		return
	}
	doc, err := xmltree.Laes(data, xmltree.Graenser{Bytes: maxRST})
	if err != nil {
		u.fault(w, &stsFejl{stsMisdannet, "the request is not XML"})
		return
	}
	wish, messageID, err := laesRST(doc, now)
	if err != nil {
		u.fault(w, err)
		return
	}
	token, err := u.udsted(wish, now)
	if err != nil {
		u.fault(w, err)
		return
	}
	answer := Besked{V12: true, Action: actionIssued, MessageID: "urn:uuid:" + tilfaeldigUUID(), RelatesTo: messageID, Krop: rstr(token)}
	signed, err := (&Underskriver{u.Par}).MedCertifikat(answer, now)
	if err != nil {
		u.fault(w, &stsFejl{stsUventet, "the answer could not be signed"})
		return
	}
	w.Header().Set("Content-Type", "application/soap+xml; charset=utf-8")
	_, _ = w.Write(signed) // a caller that went away is no concern of ours
}

func (u *Udsteder) fault(w http.ResponseWriter, err error) {
	var known *stsFejl
	if !errors.As(err, &known) {
		known = &stsFejl{stsMisdannet, "the request's signature is not accepted"}
	}
	w.Header().Set("Content-Type", "application/soap+xml; charset=utf-8")
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = fmt.Fprintf(w, `<s:Envelope xmlns:s="%s"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="en">%s</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`, rumSoap12, esc(known.Error()))
}

// laesRST verifies a request by the certificate it shows, and reads it by name: real clients differ in order.
func laesRST(doc *xmltree.Document, now time.Time) (oenske, string, error) {
	var o oenske
	p, err := laes(doc)
	if err != nil {
		return o, "", err
	}
	if _, err := p.tidsstempel(now); err != nil {
		return o, "", err
	}
	if o.caller, err = certifikat(p.bst.Tekst()); err != nil {
		return o, "", &stsFejl{stsMisdannet, "no certificate in BinarySecurityToken"}
	}
	key, isRSA := o.caller.PublicKey.(*rsa.PublicKey)
	if !isRSA {
		return o, "", &stsFejl{stsMisdannet, "the certificate's key is no RSA key"}
	}
	covered, err := p.underskrift(key)
	if err != nil {
		return o, "", err
	}
	if err := p.daekket(covered, "Action", "MessageID", "To"); err != nil {
		return o, "", err
	}
	rst := p.body.Barn(rumWst, "RequestSecurityToken")
	o.audience = strings.TrimSpace(rst.Barn(rumWsp, "AppliesTo").Barn(rumWsa, "EndpointReference").Barn(rumWsa, "Address").Tekst())
	proof, err := certifikat(rst.Barn(rumWst, "UseKey").Barn(rumWsse, "BinarySecurityToken").Tekst())
	if err != nil || !proof.Equal(o.caller) {
		return o, "", &stsFejl{stsMisdannet, "UseKey must hold the certificate that signed the request"}
	}
	if o.cvr, err = claim(rst); err != nil || o.audience == "" {
		return o, "", &stsFejl{stsMisdannet, "AppliesTo or the claim of a CVR number is missing"}
	}
	return o, p.header.Barn(rumWsa, "MessageID").Tekst(), nil
}

// claim is the one CVR number asked for; its Value stands in its own namespace or in none.
func claim(rst xmltree.Element) (oio.CVR, error) {
	var found oio.CVR
	for c := range rst.Barn(rumWst, "Claims").Boern {
		if uri, _ := c.Attribut("", "Uri"); uri != attrCVR {
			continue
		}
		value := c.Barn(rumAuth, "Value").Tekst() + c.Barn("", "Value").Tekst()
		cvr, err := oio.ParseCVR(strings.TrimSpace(value))
		if err != nil || found != "" {
			return "", errors.New("want one CVR number")
		}
		found = cvr
	}
	if found == "" {
		return "", errors.New("want a CVR number")
	}
	return found, nil
}

func rstr(t *Token) []byte {
	reference := `<wsse:SecurityTokenReference xmlns:wsse="` + rumWsse + `" xmlns:wsse11="` + rumWsse11 + `" wsse11:TokenType="` + samlV2 + `"><wsse:KeyIdentifier ValueType="` + samlID + `">` + t.ID + `</wsse:KeyIdentifier></wsse:SecurityTokenReference>`
	return []byte(`<wst:RequestSecurityTokenResponseCollection xmlns:wst="` + rumWst + `"><wst:RequestSecurityTokenResponse>` +
		`<wst:Lifetime><wsu:Created xmlns:wsu="` + rumWsu + `">` + t.Fra.UTC().Format(tidsform) + `</wsu:Created><wsu:Expires xmlns:wsu="` + rumWsu + `">` + t.Til.UTC().Format(tidsform) + `</wsu:Expires></wst:Lifetime>` +
		`<wsp:AppliesTo xmlns:wsp="` + rumWsp + `"><wsa:EndpointReference xmlns:wsa="` + rumWsa + `"><wsa:Address>` + esc(t.Audience) + `</wsa:Address></wsa:EndpointReference></wsp:AppliesTo>` +
		`<wst:RequestedSecurityToken>` + t.XML + `</wst:RequestedSecurityToken><wst:RequestedAttachedReference>` + reference + `</wst:RequestedAttachedReference><wst:RequestedUnattachedReference>` + reference + `</wst:RequestedUnattachedReference>` +
		`<wst:TokenType>` + samlV2 + `</wst:TokenType><wst:RequestType>` + rumWst + `/Issue</wst:RequestType><wst:KeyType>` + rumWst + `/PublicKey</wst:KeyType>` +
		`</wst:RequestSecurityTokenResponse></wst:RequestSecurityTokenResponseCollection>`)
}

// restAnmodning is the JSON form of a request (05a §4.2); mutual TLS stands for the signature.
type restAnmodning struct {
	TokenType, RequestType, KeyType string
	AnvenderKontekst                struct{ Cvr string }
	UseKey                          string
	AppliesTo                       struct{ EndpointReference struct{ Address string } }
	OnBehalfOf                      *string
}

type restSvar struct {
	RequestedSecurityToken struct{ Assertion string }
	Lifetime               struct{ Created, Expires string }
}

// amerikansk is the form of the lifetime in the REST answer; its zone is not stated, UTC is meant.
const amerikansk = "01/02/2006 15:04:05"

func (u *Udsteder) rest(w http.ResponseWriter, r *http.Request) {
	refuse := func(status int, err error) { http.Error(w, err.Error(), status) }
	if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		refuse(http.StatusUnauthorized, &stsFejl{stsUkendt, "a client certificate is needed"})
		return
	}
	var ask restAnmodning
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRST)).Decode(&ask); err != nil {
		refuse(http.StatusBadRequest, &stsFejl{stsMisdannet, "the request is not JSON"})
		return
	}
	cvr, err := oio.ParseCVR(ask.AnvenderKontekst.Cvr)
	caller, errKey := certifikat(ask.UseKey)
	if err != nil || errKey != nil || !caller.Equal(r.TLS.PeerCertificates[0]) || ask.AppliesTo.EndpointReference.Address == "" {
		refuse(http.StatusBadRequest, &stsFejl{stsMisdannet, "want a CVR number, the caller's own certificate as UseKey, and AppliesTo"})
		return
	}
	token, err := u.udsted(oenske{caller, cvr, ask.AppliesTo.EndpointReference.Address}, u.Nu())
	if err != nil {
		refuse(http.StatusForbidden, err)
		return
	}
	var answer restSvar
	answer.RequestedSecurityToken.Assertion = base64.StdEncoding.EncodeToString([]byte(token.XML))
	answer.Lifetime.Created, answer.Lifetime.Expires = token.Fra.UTC().Format(amerikansk), token.Til.UTC().Format(amerikansk)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// aftryk names a certificate.
func aftryk(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return base64.StdEncoding.EncodeToString(sum[:])
}
