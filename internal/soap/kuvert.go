package soap

import (
	"fmt"

	"indeksbro/internal/xmltree"
)

// The namespaces of envelopes and their headers.
const (
	Rum11 = "http://schemas.xmlsoap.org/soap/envelope/"
	Rum12 = "http://www.w3.org/2003/05/soap-envelope"
	wsa   = "http://www.w3.org/2005/08/addressing"
	// HovedRum is the namespace of RequestHeader.
	HovedRum = "http://kombit.dk/xml/schemas/RequestHeader/1/"
)

// Kuvert is an envelope as received: what its headers say, and the one element in its body.
type Kuvert struct {
	V12            bool // SOAP 1.2, else 1.1
	Action         string
	MessageID      string
	RelatesTo      string
	TransaktionsID string // RequestHeader/TransactionUUID
	Krop           xmltree.Element
	Body           xmltree.Element
}

// LaesKuvert finds what is needed in an envelope; it judges no signature.
func LaesKuvert(doc *xmltree.Document) (Kuvert, error) {
	root := doc.Rod()
	var k Kuvert
	switch {
	case root.Er(Rum12, "Envelope"):
		k.V12 = true
	case root.Er(Rum11, "Envelope"):
	default:
		return k, afsenderFejl("", "root element is "+root.Navn().String()+", want a SOAP envelope")
	}
	rum := root.Navn().Rum
	head := root.Barn(rum, "Header")
	k.Action = head.Barn(wsa, "Action").Tekst()
	k.MessageID = head.Barn(wsa, "MessageID").Tekst()
	k.RelatesTo = head.Barn(wsa, "RelatesTo").Tekst()
	k.TransaktionsID = head.Barn(HovedRum, "RequestHeader").Barn(HovedRum, "TransactionUUID").Tekst()
	k.Body = root.Barn(rum, "Body")
	k.Krop = k.Body.FoersteBarn()
	if k.Krop.IsZero() || !k.Krop.Naeste().IsZero() {
		return k, afsenderFejl("", "the body must hold exactly one element")
	}
	return k, nil
}

// Hoved is what the headers of an envelope to be written say. Empty ones are left out.
type Hoved struct {
	V12                                              bool
	Action, MessageID, RelatesTo, To, TransaktionsID string
}

// AppendKuvert appends an unsigned envelope around a body's content.
func AppendKuvert(dst []byte, h Hoved, krop []byte) []byte {
	rum := Rum11
	if h.V12 {
		rum = Rum12
	}
	dst = append(dst, `<s:Envelope xmlns:s="`+rum+`" xmlns:wsa="`+wsa+`"><s:Header>`...)
	for _, header := range [...]struct{ name, value string }{{"Action", h.Action}, {"MessageID", h.MessageID}, {"RelatesTo", h.RelatesTo}, {"To", h.To}} {
		if header.value != "" {
			dst = append(append(append(dst, "<wsa:"...), header.name...), '>')
			dst = append(append(append(xmltree.AppendTekst(dst, header.value), "</wsa:"...), header.name...), '>')
		}
	}
	if h.TransaktionsID != "" {
		dst = append(dst, `<rh:RequestHeader xmlns:rh="`+HovedRum+`"><rh:TransactionUUID>`...)
		dst = append(xmltree.AppendTekst(dst, h.TransaktionsID), `</rh:TransactionUUID></rh:RequestHeader>`...)
	}
	dst = append(append(append(dst, `</s:Header><s:Body>`...), krop...), `</s:Body></s:Envelope>`...)
	return dst
}

// Fault is an answer that no service was reached, or that it could not answer: a SOAP fault.
type Fault struct {
	Afsender bool   // the caller's mistake; else the server's, and the call may be repeated
	Subkode  string // such as wsse:InvalidSecurity; may be empty
	Tekst    string // what, where, what to do, in English; no personal data
	Dansk    string // the same; empty: PaaDansk of it
	HTTP     int    // status; 0: 400 for the caller's mistakes (500 in SOAP 1.1), 500 for the server's
}

// Error is the text.
func (f *Fault) Error() string { return f.Tekst }

func afsenderFejl(subcode, text string) error {
	return &Fault{Afsender: true, Subkode: subcode, Tekst: text}
}

// appendFault appends the fault as a body's content.
func (f *Fault) append(dst []byte, v12 bool) []byte {
	danish := f.Dansk
	if danish == "" {
		danish = PaaDansk(f.Tekst)
	}
	text := string(xmltree.AppendTekst(nil, f.Tekst))
	danish = string(xmltree.AppendTekst(nil, danish))
	if !v12 {
		code := "s:Server"
		if f.Afsender {
			code = "s:Client"
		}
		return fmt.Appendf(dst, `<s:Fault><faultcode>%s</faultcode><faultstring>%s / %s</faultstring></s:Fault>`, code, text, danish)
	}
	code, sub := "s:Receiver", ""
	if f.Afsender {
		code = "s:Sender"
	}
	if f.Subkode != "" {
		sub = `<s:Subcode><s:Value xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" ` +
			`xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">` + f.Subkode + `</s:Value></s:Subcode>`
	}
	return fmt.Appendf(dst, `<s:Fault><s:Code><s:Value>%s</s:Value>%s</s:Code><s:Reason><s:Text xml:lang="en">%s</s:Text><s:Text xml:lang="da">%s</s:Text></s:Reason></s:Fault>`, code, sub, text, danish)
}

// LaesFault is the fault in an envelope's body, or nil when there is none.
func LaesFault(k Kuvert) *Fault {
	switch {
	case k.Krop.Er(Rum11, "Fault"):
		code := k.Krop.Barn("", "faultcode").Tekst()
		return &Fault{Afsender: !hasSuffix(code, "Server"), Tekst: k.Krop.Barn("", "faultstring").Tekst()}
	case k.Krop.Er(Rum12, "Fault"):
		code := k.Krop.Barn(Rum12, "Code")
		return &Fault{
			Afsender: hasSuffix(code.Barn(Rum12, "Value").Tekst(), "Sender"), Subkode: code.Barn(Rum12, "Subcode").Barn(Rum12, "Value").Tekst(),
			Tekst: k.Krop.Barn(Rum12, "Reason").Barn(Rum12, "Text").Tekst(),
		}
	}
	return nil
}

func hasSuffix(s, suffix string) bool {
	return len(s) >= len(suffix) && s[len(s)-len(suffix):] == suffix
}
