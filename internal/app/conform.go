package app

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/conform"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
)

type conformCmd struct {
	Target       string `required:"" placeholder:"URL" help:"Where the services lie: URL/SagDokumentIndeks/6, URL/YdelseIndeks/6, URL/BevillingIndeks/6."`
	SDI          string `name:"sdi" placeholder:"URL" help:"Address of Sags- og Dokumentindeks when it lies elsewhere; - leaves it out."`
	YDI          string `name:"ydi" placeholder:"URL" help:"Where YdelseIndeks/6 and BevillingIndeks/6 lie when elsewhere; - leaves them out."`
	STS          string `name:"sts" placeholder:"URL" help:"Token service; without, messages go unsigned."`
	Certifikat   string `placeholder:"FILE" help:"Client certificate and key, PEM or PKCS#12 (password in INDEKSBRO_CERT_PASSWORD)."`
	Laes         bool   `help:"Send nothing that writes."`
	Mild         bool   `help:"Expect only what the real indexes are believed to refuse."`
	Fremmed      bool   `help:"The endpoint is not ours: its answers need not name our rules."`
	Organisation string `default:"0235dc7b-11c4-4ee5-b685-9f638f5cd032" placeholder:"UUID" help:"The authority's Organisation in FK Organisation."`
	System       string `placeholder:"UUID" help:"The caller's system in its service agreement, Master of what is made; default the care record's of a new data directory."`
	JSON         bool   `name:"json" help:"One line of JSON per case."`
}

// Help shows examples.
func (conformCmd) Help() string {
	return "Examples:\n  indeksbro conform --target http://127.0.0.1:8080/soap\n  indeksbro conform --target https://127.0.0.1:8080/soap --sts https://127.0.0.1:8080/sts --certifikat DIR/certs/klient.pem\n\nTries an index by rule and operation with objects of an invented citizen, which are removed again. Exit code 1 when a case fails."
}

// Run tries the endpoint and tells case by case.
func (c *conformCmd) Run(m *miljoe, ctx context.Context) error {
	kommune := oio.Korsbaek
	if m.kommune != "" {
		var err error
		if kommune, err = oio.ParseCVR(m.kommune); err != nil {
			return inputError("--kommune: %w", err)
		}
	}
	organisation, err := oio.ParseUUID(c.Organisation)
	if err != nil {
		return inputError("--organisation: %w", err)
	}
	system := politik.Default(kommune).System
	if c.System != "" {
		if system, err = oio.ParseUUID(c.System); err != nil {
			return inputError("--system: %w", err)
		}
	}
	security, client, err := c.segl(m, kommune)
	if err != nil {
		return err
	}
	target := conform.Maal{Kommune: kommune, Organisation: organisation, System: system, Nu: m.Nu, KunLaes: c.Laes, Streng: !c.Mild && !c.Fremmed, Navngiver: !c.Fremmed}
	make := func(url, audience string, f *soap.Familie) *soap.Klient {
		return &soap.Klient{Adresse: url, Audience: audience, V12: true, Familie: f, HTTP: client, Segl: security, Nu: m.Nu}
	}
	base := strings.TrimSuffix(c.Target, "/")
	if c.SDI != "-" {
		target.SDI = make(firstOf(c.SDI, base+"/"+sdi.Adresse), sdi.EntityID, sdi.Familie)
	}
	if c.YDI != "-" {
		at := strings.TrimSuffix(firstOf(c.YDI, base), "/")
		target.YDI, target.Bevilling = make(at+"/"+ydi.Adresse, ydi.EntityID, ydi.Familie), make(at+"/"+ydi.AdresseBevilling, ydi.EntityID, ydi.Familie)
	}
	return c.koer(ctx, m, target)
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (c *conformCmd) segl(m *miljoe, kommune oio.CVR) (soap.Segl, *http.Client, error) {
	p := politik.Default(kommune)
	p.MaalSTS, p.Certifikat = c.STS, c.Certifikat
	return (&bro{kommune: kommune}).segl(m, p)
}

func (c *conformCmd) koer(ctx context.Context, m *miljoe, target conform.Maal) error {
	passed, failed, skipped := 0, 0, 0
	err := conform.Koer(ctx, target, func(r conform.Resultat) {
		word := "ok   "
		switch {
		case r.Sprunget:
			skipped++
			word = "left "
		case r.Bestaaet:
			passed++
		default:
			failed++
			word = "FAIL "
		}
		if c.JSON {
			_ = m.printJSON(r)
			return
		}
		m.printf("%s %-7s %s\n", word, r.Regel, r.Sag)
		if word == "FAIL " {
			m.printf("      sent:     %s\n      expected: %s\n      got:      %s\n", r.Sendt, r.Ventet, r.Fik)
		}
	})
	if err != nil {
		return fmt.Errorf("conform: %w", err)
	}
	if !c.JSON {
		m.printf("%d cases passed, %d failed, %d left out\n", passed, failed, skipped)
	}
	if failed > 0 {
		return waits("%d cases failed", failed)
	}
	return nil
}
