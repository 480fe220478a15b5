package app

// mailAdgangskodeVar names the password at the mail server.
const mailAdgangskodeVar = "INDEKSBRO_MAIL_PASSWORD"

// mailvalg is where warnings go.
type mailvalg struct {
	Relay          string   `placeholder:"HOST:PORT" help:"Mail server for warnings of certificates; none: no mail."`
	Fra            string   `placeholder:"ADDRESS" help:"Sender of warnings."`
	Til            []string `placeholder:"ADDRESS" help:"Receivers of warnings."`
	Bruger         string   `placeholder:"USER" help:"User at the mail server, whose password is in INDEKSBRO_MAIL_PASSWORD or in a file."`
	AdgangskodeFil string   `placeholder:"FILE" help:"File with that password."`
}
