package app

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"os"
	"strings"
	"time"
)

// mailAdgangskodeVar names the password at the mail server.
const mailAdgangskodeVar = "INDEKSBRO_MAIL_PASSWORD"

// mailvalg is how mail is sent, and where warnings go.
type mailvalg struct {
	Relay          string   `placeholder:"HOST:PORT" help:"Mail server for warnings of certificates and reminders of the programme; none: no mail."`
	Fra            string   `placeholder:"ADDRESS" help:"Sender of warnings and reminders."`
	Til            []string `placeholder:"ADDRESS" help:"Receivers of warnings."`
	Bruger         string   `placeholder:"USER" help:"User at the mail server, whose password is in INDEKSBRO_MAIL_PASSWORD or in a file."`
	AdgangskodeFil string   `placeholder:"FILE" help:"File with that password."`
}

// postbud carries mail to one server. It encrypts where the server can, and gives no password where it cannot.
type postbud struct {
	valg        mailvalg
	adgangskode string
}

// nytPostbud is nil when no mail is asked for.
func nytPostbud(v mailvalg, env []string) (*postbud, error) {
	if v.Relay == "" {
		return nil, nil
	}
	if err := hostPort(v.Relay); err != nil {
		return nil, inputError("mail.relay: %w", err)
	}
	if v.Fra == "" || len(v.Til) == 0 {
		return nil, inputError("mail.relay: mail needs a sender and a receiver; set mail.fra and mail.til")
	}
	for _, address := range append([]string{v.Fra}, v.Til...) {
		if err := mailadresse(address); err != nil {
			return nil, inputError("mail: %q: %w", address, err)
		}
	}
	p := &postbud{valg: v}
	for _, entry := range env {
		if password, found := strings.CutPrefix(entry, mailAdgangskodeVar+"="); found {
			p.adgangskode = password
		}
	}
	if v.AdgangskodeFil != "" {
		text, err := os.ReadFile(v.AdgangskodeFil)
		if err != nil {
			return nil, inputError("mail.adgangskode-fil: %w", err)
		}
		p.adgangskode = strings.TrimRight(string(text), "\r\n")
	}
	if v.Bruger != "" && p.adgangskode == "" {
		return nil, inputError("mail.bruger: there is no password; give it in %s or mail.adgangskode-fil", mailAdgangskodeVar)
	}
	return p, nil
}

// mailFrist is how long one mail may take.
const mailFrist = 30 * time.Second

// send delivers one mail to all receivers, or to none.
func (p *postbud) send(ctx context.Context, to []string, subject, text string, now time.Time) (err error) {
	ctx, cancel := context.WithTimeout(ctx, mailFrist)
	defer cancel()
	host, port, err := net.SplitHostPort(p.valg.Relay)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", p.valg.Relay)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = connection.SetDeadline(time.Unix(1, 0)) }) // whatever waits, waits no longer
	defer stop()
	config := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if port == "465" {
		connection = tls.Client(connection, config)
	}
	client, err := smtp.NewClient(connection, host)
	if err != nil {
		return errors.Join(fmt.Errorf("mail: %w", err), connection.Close())
	}
	defer func() { _ = client.Close() }()
	if can, _ := client.Extension("STARTTLS"); can {
		if err := client.StartTLS(config); err != nil {
			return fmt.Errorf("mail: %w", err)
		}
	}
	if p.valg.Bruger != "" {
		if err := client.Auth(smtp.PlainAuth("", p.valg.Bruger, p.adgangskode, host)); err != nil {
			return fmt.Errorf("mail: %w", err)
		}
	}
	return p.aflever(client, to, subject, text, now)
}

func (p *postbud) aflever(client *smtp.Client, receivers []string, subject, text string, now time.Time) error {
	from, err := mail.ParseAddress(p.valg.Fra)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := client.Mail(from.Address); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	var names []string
	for _, receiver := range receivers {
		to, err := mail.ParseAddress(receiver)
		if err != nil {
			return fmt.Errorf("mail: %w", err)
		}
		if err := client.Rcpt(to.Address); err != nil {
			return fmt.Errorf("mail: %w", err)
		}
		names = append(names, to.String())
	}
	body, err := client.Data()
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if _, err := body.Write(brev(from.String(), strings.Join(names, ", "), subject, text, now)); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := body.Close(); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	_ = client.Quit() // it is delivered already
	return nil
}

// brev is a mail as it is written (RFC 5322, 2045).
func brev(from, to, subject, text string, now time.Time) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
		from, to, mime.QEncoding.Encode("utf-8", subject), now.Format(time.RFC1123Z))
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(text)) // to memory
	_ = w.Close()
	return b.Bytes()
}
