package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/oio"
)

// udsnitSpor is a step that has ended.
type udsnitSpor struct {
	spor
	navn     string
	fra, til time.Time
	err      error
	attrs    []slog.Attr
}

// otlp sends traces to a collector (OpenTelemetry's OTLP over HTTP with JSON). A collector that does not answer costs nothing but the
// traces: what does not fit the queue is left out and counted.
type otlp struct {
	adresse string
	kommune string
	http    *http.Client
	koe     chan udsnitSpor
	log     *slog.Logger
}

const (
	otlpKoe    = 4096
	otlpBundt  = 512
	otlpHvert  = 2 * time.Second
	otlpFrist  = 5 * time.Second
	otlpSidste = time.Second // for what is left at a stop
)

func nyOTLP(endpoint string, kommune oio.CVR, log *slog.Logger) *otlp {
	address := strings.TrimSuffix(endpoint, "/")
	if !strings.HasSuffix(address, "/v1/traces") {
		address += "/v1/traces"
	}
	return &otlp{adresse: address, kommune: string(kommune), http: &http.Client{Timeout: otlpFrist}, koe: make(chan udsnitSpor, otlpKoe), log: log}
}

// tag takes a step that has ended. It never waits.
func (o *otlp) tag(s udsnitSpor) {
	select {
	case o.koe <- s:
	default: // the collector is behind; the work is not
	}
}

// run sends until the context ends, and then what is left.
func (o *otlp) run(ctx context.Context) error {
	ticker := time.NewTicker(otlpHvert)
	defer ticker.Stop()
	var batch []udsnitSpor
	silent := false
	send := func(ctx context.Context) {
		if len(batch) == 0 {
			return
		}
		err := o.send(ctx, batch)
		if err != nil && !silent {
			o.log.Warn("traces cannot be sent; they are left out until the collector answers", "err", err)
		}
		silent, batch = err != nil, batch[:0]
	}
	for {
		select {
		case s := <-o.koe:
			if batch = append(batch, s); len(batch) == otlpBundt {
				send(ctx)
			}
		case <-ticker.C:
			send(ctx)
		case <-ctx.Done():
			for len(o.koe) > 0 && len(batch) < otlpKoe {
				batch = append(batch, <-o.koe)
			}
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), otlpSidste)
			defer cancel()
			send(last)
			return nil
		}
	}
}

func (o *otlp) send(ctx context.Context, batch []udsnitSpor) error {
	body, err := json.Marshal(o.besked(batch))
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, o.adresse, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := o.http.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10))
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("the collector answered %s", answer.Status)
	}
	return nil
}

// The message, as far as we fill it (opentelemetry-proto v1, JSON: ids in hexadecimal, 64-bit numbers as strings).
type (
	otlpNoegle struct {
		Key   string     `json:"key"`
		Value otlpVaerdi `json:"value"`
	}
	otlpVaerdi struct {
		Tekst *string `json:"stringValue,omitempty"`
		Tal   *string `json:"intValue,omitempty"`
	}
	otlpSpan struct {
		TraceID    string       `json:"traceId"`
		SpanID     string       `json:"spanId"`
		ParentID   string       `json:"parentSpanId,omitempty"`
		Name       string       `json:"name"`
		Kind       int          `json:"kind"`
		Start      string       `json:"startTimeUnixNano"`
		End        string       `json:"endTimeUnixNano"`
		Attributes []otlpNoegle `json:"attributes,omitempty"`
		Status     otlpStatus   `json:"status"`
	}
	otlpStatus struct {
		Code    int    `json:"code,omitempty"` // 2: error
		Message string `json:"message,omitempty"`
	}
)

func (o *otlp) besked(batch []udsnitSpor) any {
	spans := make([]otlpSpan, len(batch))
	for i, s := range batch {
		spans[i] = s.span()
	}
	v := nyVersion()
	type m = map[string]any
	return m{"resourceSpans": []m{{
		"resource":   m{"attributes": []otlpNoegle{tekst("service.name", "indeksbro"), tekst("service.version", v.Version), tekst("indeksbro.kommune", o.kommune)}},
		"scopeSpans": []m{{"scope": m{"name": "indeksbro"}, "spans": spans}},
	}}}
}

func (s udsnitSpor) span() otlpSpan {
	const internal, server, client = 1, 2, 3
	span := otlpSpan{TraceID: hex.EncodeToString(s.trace[:]), SpanID: hex.EncodeToString(s.trin[:]), Name: s.navn, Kind: internal,
		Start: strconv.FormatInt(s.fra.UnixNano(), 10), End: strconv.FormatInt(s.til.UnixNano(), 10)}
	switch s.navn {
	case "feed":
		span.Kind = server
	case "index message":
		span.Kind = client
	}
	if s.over != ([8]byte{}) {
		span.ParentID = hex.EncodeToString(s.over[:])
	}
	for _, a := range s.attrs {
		if a.Value.Kind() == slog.KindInt64 {
			n := strconv.FormatInt(a.Value.Int64(), 10)
			span.Attributes = append(span.Attributes, otlpNoegle{"indeksbro." + a.Key, otlpVaerdi{Tal: &n}})
			continue
		}
		span.Attributes = append(span.Attributes, tekst("indeksbro."+a.Key, oio.MaskCPR(a.Value.String())))
	}
	if s.err != nil {
		span.Status = otlpStatus{2, oio.MaskCPR(s.err.Error())}
	}
	return span
}

func tekst(key, value string) otlpNoegle { return otlpNoegle{key, otlpVaerdi{Tekst: &value}} }
