package soap

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/xmltree"
)

// Segl makes and judges what goes over the wire on the caller's side.
type Segl interface {
	// Forsegl makes the request's envelope, with a token for the audience where one is needed.
	Forsegl(ctx context.Context, h Hoved, audience string, krop []byte, now time.Time) ([]byte, error)
	// Efterproev judges an answer: that it is the service's, and to this request.
	Efterproev(doc *xmltree.Document, relatesTo string, now time.Time) error
}

// Uforseglet sends plain envelopes and believes the answers. It is for a demo on one machine.
type Uforseglet struct{}

// Forsegl makes a plain envelope.
func (Uforseglet) Forsegl(_ context.Context, h Hoved, _ string, krop []byte, _ time.Time) ([]byte, error) {
	return AppendKuvert(nil, h, krop), nil
}

// Efterproev lets every answer pass.
func (Uforseglet) Efterproev(*xmltree.Document, string, time.Time) error { return nil }

// Klient calls the operations of one service.
type Klient struct {
	Adresse   string // URL
	Audience  string // entity id of the service
	V12       bool   // SOAP 1.2, else 1.1
	UdenHoved bool   // the transaction is named in the body, not in a RequestHeader
	Familie   *Familie
	HTTP      *http.Client
	Segl      Segl
	Nu        func() time.Time
	Sendt     func(context.Context, Sendt) // told of each message, for the log; may be nil
}

// Sendt is a message that was sent, with how it went. It says nothing of what was in it.
type Sendt struct {
	Operation, MessageID string
	TransaktionsID       string // empty where the service takes none in its header
	Tog                  time.Duration
	Fejl                 error
}

// ErrGenproev is wrapped when a call may be repeated: nobody knows whether it was carried out.
var ErrGenproev = errors.New("the call may be repeated")

// maxSvar is the largest answer read.
const maxSvar = 64 << 20

// Kald calls an operation and reads the answer into a pointer to its type. A fault of the caller's making is a *Fault; what may be
// repeated wraps ErrGenproev. A service that has too much to do, which it says with HTTP 429 or 503, is an *export.Travlt too.
func (k *Klient) Kald(ctx context.Context, op Operation, in, out any) error {
	now := k.Nu()
	head := Hoved{V12: k.V12, Action: op.Action, MessageID: "urn:uuid:" + NyUUID(), To: k.Adresse, TransaktionsID: NyUUID()}
	if k.UdenHoved {
		head.TransaktionsID = ""
	}
	message, err := k.Segl.Forsegl(ctx, head, k.Audience, k.Familie.Skriv(nil, op.Ind, in), now)
	if err != nil {
		return fmt.Errorf("%s %s: %w", op.Navn, k.Adresse, err)
	}
	answer, err := k.send(ctx, op, message)
	if k.Sendt != nil {
		k.Sendt(ctx, Sendt{op.Navn, head.MessageID, head.TransaktionsID, k.Nu().Sub(now), err})
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w: %w", op.Navn, k.Adresse, ErrGenproev, err)
	}
	if err := k.laes(answer.krop, op, head.MessageID, out, k.Nu()); err != nil {
		return fmt.Errorf("%s %s (transaction %s, HTTP %d): %w", op.Navn, k.Adresse, head.TransaktionsID, answer.status, err)
	}
	return nil
}

// svar is what came back.
type svar struct {
	status int
	krop   []byte
}

func (k *Klient) send(ctx context.Context, op Operation, message []byte) (svar, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, k.Adresse, bytes.NewReader(message))
	if err != nil {
		return svar{}, err
	}
	if k.V12 {
		request.Header.Set("Content-Type", `application/soap+xml; charset=utf-8; action="`+op.Action+`"`)
	} else {
		request.Header.Set("Content-Type", "text/xml; charset=utf-8")
		request.Header.Set("SOAPAction", `"`+op.Action+`"`)
	}
	response, err := k.HTTP.Do(request)
	if err != nil {
		return svar{}, err
	}
	defer func() { _ = response.Body.Close() }()
	answer := svar{status: response.StatusCode}
	if answer.krop, err = io.ReadAll(io.LimitReader(response.Body, maxSvar)); err != nil {
		return answer, err
	}
	if answer.status == http.StatusTooManyRequests || answer.status == http.StatusServiceUnavailable {
		return answer, &export.Travlt{Efter: efter(response.Header.Get("Retry-After"), k.Nu()), Err: fmt.Errorf("HTTP %s", response.Status)}
	}
	return answer, nil
}

// laengstEfter is the longest pause a service is granted before it is asked again: a wrong date must not end the work.
const laengstEfter = time.Hour

// efter reads Retry-After, seconds or a date (RFC 9110 §10.2.3); zero: it does not say.
func efter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, laengstEfter)
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0
	}
	return max(0, min(at.Sub(now), laengstEfter))
}

func (k *Klient) laes(answer []byte, op Operation, relatesTo string, out any, now time.Time) error {
	doc, err := xmltree.Laes(answer, xmltree.Graenser{Bytes: maxSvar, Knuder: 10_000_000})
	if err != nil {
		return fmt.Errorf("%w: the answer is not a SOAP message: %w", ErrGenproev, err)
	}
	envelope, err := LaesKuvert(doc)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrGenproev, err)
	}
	if fault := LaesFault(envelope); fault != nil { // faults may come unsigned: nothing is done on their word but to repeat or not
		if fault.Afsender {
			return fault
		}
		return fmt.Errorf("%w: %w", ErrGenproev, fault)
	}
	if err := k.Segl.Efterproev(doc, relatesTo, now); err != nil {
		return fmt.Errorf("%w: %w", ErrGenproev, err)
	}
	return k.Familie.Laes(envelope.Krop, op.Ud, out)
}

// KlartAfvist is the fault by which a service has refused a message for what stands in it; nil when the answer is unclear, or is about the
// caller and not the message.
func KlartAfvist(err error) *Fault {
	var fault *Fault
	if !errors.As(err, &fault) || errors.Is(err, ErrGenproev) || fault.Subkode != "" {
		return nil
	}
	return fault
}

// ErAfvisning reports whether a status code refuses what was sent for what stands in it, so that sending it again would not help, but
// sending less might: from 40 up to 49, without 44 and 49, which tell of the index and not of the message.
func ErAfvisning(code string) bool {
	return len(code) == 2 && code[0] == '4' && code != "44" && code != "49"
}

// Foer reports whether a time of registration lies before another; where one cannot be read, nothing is known and it does not.
func Foer(a, b *string) bool {
	if a == nil || b == nil {
		return false
	}
	first, errA := LaesTid(*a)
	second, errB := LaesTid(*b)
	return errA == nil && errB == nil && first.Before(second)
}
