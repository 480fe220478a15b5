package idws

import (
	"bytes"
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

// Henter fetches tokens and keeps them while they hold.
type Henter struct {
	Adresse string              // of the token service
	REST    bool                // the REST variant, else WS-Trust
	STS     *x509.Certificate   // pinned: what it has not signed is not believed
	Andre   []*x509.Certificate // believed beside it: the one before, or the one to come
	Navn    string              // its entity id
	Par     Par                 // the caller's
	HTTP    *http.Client        // for the REST variant, with the caller's certificate
	Nu      func() time.Time

	mu     sync.Mutex
	holdt  map[string]*Token
	kaldes map[string]chan struct{} // one fetch a token, however many wait
}

// fornyes is how long before its end a token is renewed.
const fornyes = 5 * time.Minute

// Token gives a token for a service on behalf of an authority: the one held, or a new one.
func (h *Henter) Token(ctx context.Context, cvr oio.CVR, audience string) (*Token, error) {
	key := audience + " " + string(cvr) + " " + aftryk(h.Par.Certifikat)
	for {
		h.mu.Lock()
		if t := h.holdt[key]; t != nil && h.Nu().Add(fornyes).Before(t.Til) {
			h.mu.Unlock()
			return t, nil
		}
		waiting := h.kaldes[key]
		if waiting == nil {
			waiting = make(chan struct{})
			if h.kaldes == nil {
				h.kaldes, h.holdt = map[string]chan struct{}{}, map[string]*Token{}
			}
			h.kaldes[key] = waiting
			h.mu.Unlock()
			return h.ny(ctx, key, cvr, audience, waiting)
		}
		h.mu.Unlock()
		select {
		case <-waiting:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (h *Henter) ny(ctx context.Context, key string, cvr oio.CVR, audience string, waiting chan struct{}) (*Token, error) {
	fetch := h.wstrust
	if h.REST {
		fetch = h.rest
	}
	t, err := fetch(ctx, cvr, audience)
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.kaldes, key)
	close(waiting)
	if err != nil {
		return nil, fmt.Errorf("token for %s from %s: %w", audience, h.Adresse, err)
	}
	h.holdt[key] = t
	return t, nil
}

// Smid throws held tokens of a service away, after it has refused one.
func (h *Henter) Smid(audience string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for key := range h.holdt {
		if strings.HasPrefix(key, audience+" ") {
			delete(h.holdt, key)
		}
	}
}

func (h *Henter) wstrust(ctx context.Context, cvr oio.CVR, audience string) (*Token, error) {
	now := h.Nu()
	ask := Besked{V12: true, Action: actionIssue, MessageID: "urn:uuid:" + tilfaeldigUUID(), To: h.Adresse, Krop: rst(h.Par, cvr, audience)}
	message, err := (&Underskriver{h.Par}).MedCertifikat(ask, now)
	if err != nil {
		return nil, err
	}
	answer, err := h.post(ctx, h.Adresse, `application/soap+xml; charset=utf-8; action="`+actionIssue+`"`, message)
	if err != nil {
		return nil, err
	}
	doc, err := xmltree.Laes(answer, xmltree.Graenser{Bytes: maxRST})
	if err != nil {
		return nil, fmt.Errorf("the answer is not XML: %w", err)
	}
	if reason := fault(doc); reason != "" {
		return nil, errors.New(reason)
	}
	var body xmltree.Element
	for _, signer := range h.signere() {
		if body, err = EfterproevSvar(doc, signer, ask.MessageID, h.Nu()); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	issued := body.Barn(rumWst, "RequestSecurityTokenResponseCollection").Barn(rumWst, "RequestSecurityTokenResponse").Barn(rumWst, "RequestedSecurityToken").Barn(rumSaml, "Assertion")
	return h.godkend(issued, cvr, audience)
}

// fault is the reason of a SOAP fault, empty when there is none.
func fault(doc *xmltree.Document) string {
	rum := doc.Rod().Navn().Rum
	f := doc.Rod().Barn(rum, "Body").Barn(rum, "Fault")
	if f.IsZero() {
		return ""
	}
	return f.Barn(rum, "Reason").Barn(rum, "Text").Tekst() + f.Barn("", "faultstring").Tekst()
}

// signere are who is believed now: the one pinned, and those beside it that have not run out.
func (h *Henter) signere() []*x509.Certificate {
	all := []*x509.Certificate{h.STS}
	for _, c := range h.Andre {
		if h.Nu().Before(c.NotAfter) {
			all = append(all, c)
		}
	}
	return all
}

// godkend holds a token against what was asked before it is used.
func (h *Henter) godkend(issued xmltree.Element, cvr oio.CVR, audience string) (*Token, error) {
	if issued.IsZero() {
		return nil, errors.New("the answer holds no token")
	}
	var t *Token
	err := errors.New("no token service is trusted")
	for _, signer := range h.signere() {
		key, isRSA := signer.PublicKey.(*rsa.PublicKey)
		if !isRSA {
			continue
		}
		if t, err = laesToken(issued, key); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	if err := t.tjek(h.Navn, audience, h.Nu()); err != nil {
		return nil, err
	}
	if !t.Holder.Equal(h.Par.Certifikat) || t.CVR != cvr {
		return nil, errors.New("the token is for another holder or authority")
	}
	return t, nil
}

func rst(p Par, cvr oio.CVR, audience string) []byte {
	return []byte(`<wst:RequestSecurityToken xmlns:wst="` + rumWst + `"><wst:TokenType>` + samlV2 + `</wst:TokenType><wst:RequestType>` + rumWst + `/Issue</wst:RequestType>` +
		`<wsp:AppliesTo xmlns:wsp="` + rumWsp + `"><wsa:EndpointReference xmlns:wsa="` + rumWsa + `"><wsa:Address>` + esc(audience) + `</wsa:Address></wsa:EndpointReference></wsp:AppliesTo>` +
		`<wst:Claims Dialect="` + rumAuth + `/authclaims"><auth:ClaimType xmlns:auth="` + rumAuth + `" Uri="` + attrCVR + `" Optional="false"><auth:Value>` + esc(string(cvr)) + `</auth:Value></auth:ClaimType></wst:Claims>` +
		`<wst:KeyType>` + rumWst + `/PublicKey</wst:KeyType><wst:UseKey><wsse:BinarySecurityToken xmlns:wsse="` + rumWsse + `" ValueType="` + x509v3 + `" EncodingType="` + base64B + `">` +
		base64.StdEncoding.EncodeToString(p.Certifikat.Raw) + `</wsse:BinarySecurityToken></wst:UseKey></wst:RequestSecurityToken>`)
}

func (h *Henter) rest(ctx context.Context, cvr oio.CVR, audience string) (*Token, error) {
	ask := restAnmodning{TokenType: samlV2, RequestType: rumWst + "/Issue", KeyType: rumWst + "/PublicKey", UseKey: base64.StdEncoding.EncodeToString(h.Par.Certifikat.Raw)}
	ask.AnvenderKontekst.Cvr = string(cvr)
	ask.AppliesTo.EndpointReference.Address = audience
	message, err := json.Marshal(ask)
	if err != nil {
		return nil, err
	}
	answer, err := h.post(ctx, strings.TrimSuffix(h.Adresse, "/")+restSti, "application/json", message)
	if err != nil {
		return nil, err
	}
	var told restSvar
	if err := json.Unmarshal(answer, &told); err != nil {
		return nil, fmt.Errorf("the answer is no token: %.200s", answer)
	}
	raw, err := base64.StdEncoding.DecodeString(told.RequestedSecurityToken.Assertion)
	if err != nil {
		return nil, errors.New("the token is not base64")
	}
	doc, err := xmltree.Laes(raw, xmltree.Graenser{Bytes: maxRST})
	if err != nil {
		return nil, err
	}
	return h.godkend(doc.Rod(), cvr, audience)
}

func (h *Henter) post(ctx context.Context, url, kind string, message []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(message))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", kind)
	response, err := h.HTTP.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	return io.ReadAll(io.LimitReader(response.Body, maxRST))
}
