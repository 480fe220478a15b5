package soap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

// Rolle is what a service agreement allows (SF1470 §2.1).
type Rolle string

// Rediger writes, Udstil reads.
const (
	Rediger Rolle = "Rediger"
	Udstil  Rolle = "Udstil"
)

// Kalder is who calls: a system on behalf of an authority, with what it may do.
type Kalder struct {
	CVR    oio.CVR // the authority
	Navn   string  // of the system
	Roller []Rolle
	// The data boundary of the agreement (SF1470 §8.3): prefixes of KLE numbers, none for all, and the highest sensitivity, zero for all.
	KLE        []string
	Foelsomhed oio.Foelsomhed
}

// MaaSe reports whether an object of this KLE number and sensitivity lies within the caller's boundary. An object whose
// sensitivity is not stated counts as the highest.
func (k Kalder) MaaSe(number string, f oio.Foelsomhed) bool {
	if f == 0 {
		f = oio.VIP
	}
	if k.Foelsomhed != 0 && f > k.Foelsomhed {
		return false
	}
	return len(k.KLE) == 0 || slices.ContainsFunc(k.KLE, func(prefix string) bool { return number == prefix || strings.HasPrefix(number, prefix+".") })
}

// Maa reports whether the caller has a role.
func (k Kalder) Maa(r Rolle) bool { return slices.Contains(k.Roller, r) }

// Kald is one call of an operation.
type Kald struct {
	Kalder         Kalder
	TransaktionsID string
	Nu             time.Time
	Ind            any // points to the input's type
}

// Handling is an operation and what it does. Udfoer gives a pointer to the output's type; its findings are for the log.
type Handling struct {
	Operation
	Rolle  Rolle
	Udfoer func(ctx context.Context, k Kald) (ud any, found []Fund, err error)
}

// Tjeneste is one service: an address with its operations.
type Tjeneste struct {
	Adresse     string // such as SagDokumentIndeks/6
	EntityID    string // the audience its tokens have
	Familie     *Familie
	Beskrivelse Beskrivelse
	Handlinger  []Handling
	Skemaregel  string  // number of the rule that a message is valid by its schema
	Doem        Doemmer // judges a message without doing anything; may be nil
}

// Sikkerhed says who calls, and seals the answers.
type Sikkerhed interface {
	// Efterproev judges a request; errors are *Fault. The body in the answer is the one that was judged.
	Efterproev(r *http.Request, doc *xmltree.Document, service *Tjeneste, now time.Time) (Kalder, error)
	// Svar makes the answer's envelope.
	Svar(h Hoved, krop []byte, now time.Time) ([]byte, error)
}

// Besked is one exchange, for whoever follows the traffic. Ind and Ud hold personal data: mask them before they are kept.
type Besked struct {
	Tid            time.Time
	Tjeneste       string
	Operation      string
	Kalder         Kalder
	TransaktionsID string
	Ind            string
	Ud             []byte
	Fund           []Fund
	Fejl           *Fault
	Varighed       time.Duration
}

// Server answers the calls of one service.
type Server struct {
	Tjeneste  *Tjeneste
	Sikkerhed Sikkerhed
	Nu        func() time.Time
	Log       *slog.Logger
	Besked    func(Besked)  // called after each exchange; may be nil
	Samtidige chan struct{} // its capacity is how many calls are worked at once; nil: no limit
}

// MaxBytes is the largest message read (SF1470 §7.5: ours, none is published).
const MaxBytes = 5 << 20

// ServeHTTP answers a call, or tells how the service is called when asked with ?wsdl.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodGet && r.URL.Query().Has("wsdl"):
		s.wsdl(w, r)
		return
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", "POST, GET")
		http.Error(w, "send a SOAP message with POST, or GET with ?wsdl for the description", http.StatusMethodNotAllowed)
		return
	}
	started := s.Nu()
	message := Besked{Tid: started, Tjeneste: s.Tjeneste.Adresse}
	answer, status := s.svar(r, &message, started)
	message.Varighed = s.Nu().Sub(started)
	kind := "text/xml; charset=utf-8"
	if strings.Contains(string(answer[:min(len(answer), 200)]), Rum12) {
		kind = "application/soap+xml; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(answer) // a caller that went away is no concern of ours
	if s.Besked != nil {
		message.Ud = answer
		s.Besked(message)
	}
}

// svar works one request through to an envelope and a status.
func (s *Server) svar(r *http.Request, message *Besked, now time.Time) ([]byte, int) {
	var envelope Kuvert
	body, action, err := s.behandl(r, &envelope, message, now)
	status := http.StatusOK
	if err != nil {
		fault := s.fault(err, message)
		body, action = fault.append(nil, envelope.V12), wsa+"/fault"
		status = fault.status(envelope.V12)
	}
	head := Hoved{V12: envelope.V12, Action: action, MessageID: "urn:uuid:" + NyUUID(), RelatesTo: envelope.MessageID, TransaktionsID: envelope.TransaktionsID}
	if err == nil {
		sealed, sealErr := s.Sikkerhed.Svar(head, body, now)
		if sealErr == nil {
			return sealed, status
		}
		s.Log.Error("the answer could not be sealed", "service", s.Tjeneste.Adresse, "error", sealErr)
		body, status = (&Fault{Tekst: "the answer could not be sealed"}).append(nil, envelope.V12), http.StatusInternalServerError
	}
	return AppendKuvert(nil, head, body), status
}

func (f *Fault) status(v12 bool) int {
	switch {
	case f.HTTP != 0:
		return f.HTTP
	case f.Afsender && v12:
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// fault is what the caller is told of an error; what is ours stays in the log.
func (s *Server) fault(err error, message *Besked) *Fault {
	var fault *Fault
	if !errors.As(err, &fault) {
		s.Log.Error("call failed", "service", s.Tjeneste.Adresse, "transaction", message.TransaktionsID, "error", err)
		fault = &Fault{Tekst: "the service could not do this now; repeat the call later"}
	}
	message.Fejl = fault
	return fault
}

func (s *Server) behandl(r *http.Request, envelope *Kuvert, message *Besked, now time.Time) (body []byte, action string, err error) {
	if s.Samtidige != nil {
		select {
		case s.Samtidige <- struct{}{}:
			defer func() { <-s.Samtidige }()
		default:
			return nil, "", &Fault{Tekst: "too many calls at once; repeat the call later", HTTP: http.StatusServiceUnavailable}
		}
	}
	doc, err := s.laes(r, message)
	if err != nil {
		return nil, "", err
	}
	if *envelope, err = LaesKuvert(doc); err != nil {
		return nil, "", err
	}
	message.TransaktionsID = envelope.TransaktionsID
	caller, err := s.Sikkerhed.Efterproev(r, doc, s.Tjeneste, now)
	if err != nil {
		return nil, "", err
	}
	message.Kalder = caller
	op, err := s.handling(r, envelope)
	if err != nil {
		return nil, "", err
	}
	message.Operation = op.Navn
	if !caller.Maa(op.Rolle) {
		return nil, "", &Fault{Afsender: true, Subkode: "wsse:FailedAuthentication", Tekst: fmt.Sprintf("%s needs the role %s in the service agreement", op.Navn, op.Rolle)}
	}
	body, err = s.udfoer(r.Context(), op, Kald{Kalder: caller, TransaktionsID: envelope.TransaktionsID, Nu: now}, envelope.Krop, message)
	return body, op.Action + "Response", err
}

// roligtFor is how much room is made for a message on the caller's word for its size alone.
const roligtFor = 1 << 20

// laes reads and parses the message, within limits; it is held once, as the text the tree points into.
func (s *Server) laes(r *http.Request, message *Besked) (*xmltree.Document, error) {
	large := &Fault{Afsender: true, Tekst: fmt.Sprintf("%s: the message is larger than %d bytes; send fewer objects", s.Tjeneste.Skemaregel, MaxBytes), HTTP: http.StatusRequestEntityTooLarge}
	if r.ContentLength > MaxBytes {
		return nil, large
	}
	var text strings.Builder
	text.Grow(int(min(max(r.ContentLength, 0), roligtFor)))
	if _, err := io.Copy(&text, io.LimitReader(r.Body, MaxBytes+1)); err != nil {
		return nil, &Fault{Afsender: true, Tekst: "the message could not be read to its end"}
	}
	if text.Len() > MaxBytes {
		return nil, large
	}
	message.Ind = text.String()
	doc, err := xmltree.LaesTekst(message.Ind, xmltree.Graenser{})
	if err != nil {
		return nil, afsenderFejl("", s.Tjeneste.Skemaregel+": the message is not XML as it must be: "+err.Error())
	}
	return doc, nil
}

// handling finds the operation by what the body holds, and holds the actions against it.
func (s *Server) handling(r *http.Request, envelope *Kuvert) (*Handling, error) {
	for i := range s.Tjeneste.Handlinger {
		op := &s.Tjeneste.Handlinger[i]
		if s.Tjeneste.Familie.navn(op.Ind) != envelope.Krop.Navn() {
			continue
		}
		if said := soapAction(r); said != "" && said != op.Action {
			return nil, afsenderFejl("wsa:ActionNotSupported", "the SOAP action is "+said+", want "+op.Action)
		}
		if envelope.Action != "" && envelope.Action != op.Action {
			return nil, afsenderFejl("wsa:InvalidAddressingHeader", "wsa:Action is "+envelope.Action+", want "+op.Action)
		}
		if s.Tjeneste.Beskrivelse.KraevAction && soapAction(r) == "" && envelope.Action == "" {
			return nil, afsenderFejl("wsa:ActionNotSupported", "the SOAP action is missing, want "+op.Action)
		}
		if strings.TrimSpace(envelope.TransaktionsID) == "" && !s.Tjeneste.Beskrivelse.UdenHoved {
			return nil, afsenderFejl("", s.hovedregel()+": the header RequestHeader with a TransactionUUID is missing (namespace "+HovedRum+")")
		}
		return op, nil
	}
	return nil, afsenderFejl("", s.Tjeneste.Skemaregel+": no operation takes "+envelope.Krop.Navn().String())
}

// hovedregel is the rule of the header that names the transaction.
func (s *Server) hovedregel() string {
	switch s.Tjeneste.Skemaregel {
	case "SDI-01":
		return "SDI-02"
	case "YDI-01":
		return "YDI-03"
	}
	return s.Tjeneste.Skemaregel
}

func soapAction(r *http.Request) string {
	if action := r.Header.Get("SOAPAction"); action != "" {
		return strings.Trim(action, `"`)
	}
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return params["action"]
}

// udfoer decodes, calls and encodes.
func (s *Server) udfoer(ctx context.Context, op *Handling, call Kald, body xmltree.Element, message *Besked) ([]byte, error) {
	call.Ind = s.Tjeneste.Familie.Tom(op.Ind)
	if err := s.Tjeneste.Familie.Laes(body, op.Ind, call.Ind); err != nil {
		return nil, afsenderFejl("", s.Tjeneste.Skemaregel+": "+err.Error())
	}
	out, found, err := op.Udfoer(ctx, call)
	message.Fund = found
	if err != nil {
		return nil, err
	}
	return s.Tjeneste.Familie.Skriv(nil, op.Ud, out), nil
}

// Tom is a new, empty value of a global element's type: a pointer to it.
func (f *Familie) Tom(qname string) any {
	return reflect.New(f.elements[f.navn(qname)].typ).Interface()
}

func (s *Server) wsdl(w http.ResponseWriter, r *http.Request) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	_, _ = w.Write(s.Tjeneste.Familie.WSDL(s.Tjeneste.Beskrivelse, scheme+"://"+r.Host+r.URL.Path))
}
