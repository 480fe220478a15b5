package app

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"path/filepath"

	"indeksbro/internal/adgang"
	"indeksbro/internal/web"
	"indeksbro/internal/web/login"
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
	carrier, err := nytPostbud(c.Mail, m.Env)
	if err != nil {
		return err
	}
	keyFile := filepath.Join(m.data, "keys", "api.key")
	key, err := apiKey(keyFile)
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
	t := newTjeneste(m, b, log)
	t.adresse = udenSlash(c.Login.Adresse)
	chain, err := laesKreds(filepath.Join(m.data, certMappe))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return inputError("certificates: %w; make them anew with `indeksbro certs --ny`", err)
	}
	t.maskiner = &maskiner{t: t, noegle: key}
	if t.login, err = t.nytLogin(&c.Login, key); err != nil {
		return err
	}
	pages := t.websted(web.Config{Kommune: web.Kommune{CVR: b.kommune, Navn: p.Navn}, Varsler: t, Identiteter: t.login, Login: login.Sti, LogUd: login.LogUd, Forlaeng: login.Forlaeng,
		Soegning: m.soegninger(), Log: log, Dele: []web.Del{t.login}}, adgang.CuraAdministrator|adgang.Leverandoeren)
	scheme := "http"
	if chain != nil {
		scheme, listener = "https", tls.NewListener(listener, chain.tls())
	}
	m.printf("serving %s on %s://%s (API key in %s)\n", p.Navn, scheme, listener.Addr(), keyFile)
	context.AfterFunc(ctx, func() { fortaelSystemd(m.Env, "STOPPING=1") })
	fortaelSystemd(m.Env, "READY=1")
	return t.run(ctx, listener, t.sikret(pages, t.maskiner.adgang, chain), append(extra, t.daglig, t.efterfyld, t.rydLogin,
		func(ctx context.Context) error { return t.vogtCertifikater(ctx, carrier) },
		func(ctx context.Context) error { return t.paamind(ctx, carrier) })...)
}
