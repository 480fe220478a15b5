package app

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"path/filepath"
)

type serveCmd struct {
	Addr string   `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to serve on."`
	Mail mailvalg `embed:"" prefix:"mail-"`

	Login loginvalg `embed:"" prefix:"login-"`
}

// Help shows an example.
func (serveCmd) Help() string {
	return "Example: indeksbro serve --addr 127.0.0.1:8080\n\nThe API takes the key in DIR/keys/api.key as Authorization: Bearer KEY, and those of `indeksbro noegle`. The workbench takes the same key and your name at /log-ind. Staff and citizens log in by the services that login.oidc-…, login.saml-… and login.borger-… name (docs/log-ind.md); without one their pages answer 401.\n\nWith certificates in DIR/certs (`indeksbro certs`) it speaks TLS, takes signed messages at /soap/… and issues tokens at /sts; without, it takes no messages."
}

// Run serves until it is stopped.
func (c *serveCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	if p.Lukket != "" {
		return inputError("%s is closed since %s, to be deleted (indeksbro kommune slet); serve with --kommune of another", b.kommune, p.Lukket)
	}
	carrier, err := nytPostbud(c.Mail, m.Env)
	if err != nil {
		return err
	}
	listener, err := lyt(c.Addr)
	if err != nil {
		return err
	}
	log := jsonLog(m.Stderr, m.logLevel).With("kommune", string(b.kommune))
	m.log = log
	extra := []func(context.Context) error{}
	if m.otel != "" {
		if err := httpURL(m.otel); err != nil {
			return inputError("--otel: %w", err)
		}
		m.otlp = nyOTLP(m.otel, b.kommune, log)
		extra = append(extra, m.otlp.run)
	}
	chain, err := laesKreds(filepath.Join(m.data, certMappe))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return inputError("certificates: %w; make them anew with `indeksbro certs --ny`", err)
	}
	i, err := nyInstallation(m, b, log, &c.Login, carrier, chain)
	if err != nil {
		return err
	}
	scheme := "http"
	if chain != nil {
		scheme, listener = "https", tls.NewListener(listener, chain.tls())
	}
	m.printf("serving %s on %s://%s (API key in %s)\n", p.Navn, scheme, listener.Addr(), filepath.Join(m.data, "keys", "api.key"))
	context.AfterFunc(ctx, func() { fortaelSystemd(m.Env, "STOPPING=1") })
	fortaelSystemd(m.Env, "READY=1")
	home := i.hjemme.tjeneste
	return home.run(ctx, listener, i.handler(), append(append(extra, i.folg), i.dagligdrift(home)...)...)
}
