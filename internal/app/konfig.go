package app

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"indeksbro/internal/oio"
)

// indstilling is one setting: a flag, which the environment and the configuration file may give too. A flag goes before the
// environment, the environment before the file.
type indstilling struct {
	navn  string // in the file; a part before a full stop is a group. The flag is the same with hyphens, --mail-relay
	serve bool   // of `serve` only
	liste bool
	proev func(string) error // of one value; nil: any text
	hvad  string
}

func (i *indstilling) flag() string { return strings.ReplaceAll(i.navn, ".", "-") }

func (i *indstilling) env() string {
	return envFor + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(i.navn))
}

// envFor begins the names of environment variables, kunMiljoe those that are never flags: secrets, and what tests and development use.
const envFor = "INDEKSBRO_"

var kunMiljoe = []string{adgangskodeVar, mailAdgangskodeVar, konfigVar, "INDEKSBRO_STS_ENTITY", "INDEKSBRO_SOAK"}

// konfigVar names the configuration file where --config does not.
const konfigVar = envFor + "CONFIG"

var indstillinger = []indstilling{
	{navn: "data", hvad: "directory of the embedded database and keys"},
	{navn: "db", proev: databaseURL, hvad: "PostgreSQL instead of the embedded database, without a password (that stands in PGPASSWORD, PGPASSFILE or INDEKSBRO_DB)"},
	{navn: "db-read", proev: databaseURL, hvad: "a replica for reading"},
	{navn: "kommune", proev: func(s string) error { _, err := oio.ParseCVR(s); return err }, hvad: "CVR number of the municipality"},
	{navn: "log-level", proev: etAf("debug", "info", "warn", "error"), hvad: "debug, info, warn or error"},
	{navn: "otel", proev: httpURL, hvad: "OTLP endpoint for traces, http(s)://HOST:PORT; none: no traces"},
	{navn: "addr", serve: true, proev: hostPort, hvad: "address to serve on, HOST:PORT"},
	{navn: "mail.relay", serve: true, proev: hostPort, hvad: "mail server for warnings, HOST:PORT; none: no mail"},
	{navn: "mail.fra", serve: true, proev: mailadresse, hvad: "sender of warnings"},
	{navn: "mail.til", serve: true, liste: true, proev: mailadresse, hvad: "receivers of warnings"},
	{navn: "mail.bruger", serve: true, hvad: "user at the mail server; none: no log-in"},
	{navn: "mail.adgangskode-fil", serve: true, proev: enFil, hvad: "file with the password, or INDEKSBRO_MAIL_PASSWORD"},
	{navn: "login.adresse", serve: true, proev: httpURL, hvad: "the address browsers have, https://…; needed for log-in services, and behind a proxy that ends TLS"},
	{navn: "login.ledig", serve: true, proev: varighed, hvad: "unused for so long, a log-in ends; 30m by default"},
	{navn: "login.laengst", serve: true, proev: varighed, hvad: "after so long a log-in ends whatever one does; 8h by default"},
	{navn: "login.oidc-udsteder", serve: true, proev: httpURL, hvad: "OpenID Connect issuer for staff; none: they cannot log in that way"},
	{navn: "login.oidc-klient", serve: true, hvad: "our client id there"},
	{navn: "login.oidc-hemmelighed-fil", serve: true, proev: enFil, hvad: "file with the client's secret"},
	{navn: "login.oidc-privilegier", serve: true, hvad: "claim with the privileges; by default the usual names are tried"},
	{navn: "login.oidc-bruger", serve: true, hvad: "claim with the user's id; preferred_username, else sub, by default"},
	{navn: "login.oidc-scopes", serve: true, hvad: "scopes to ask for besides openid, by blanks"},
	{navn: "login.borger-udsteder", serve: true, proev: httpURL, hvad: "OpenID Connect issuer for citizens, a broker of MitID; none: they cannot log in"},
	{navn: "login.borger-klient", serve: true, hvad: "our client id there"},
	{navn: "login.borger-hemmelighed-fil", serve: true, proev: enFil, hvad: "file with the client's secret"},
	{navn: "login.borger-cpr", serve: true, hvad: "claim with the CPR number; by default the usual names are tried"},
	{navn: "login.borger-scopes", serve: true, hvad: "scopes to ask for besides openid, by blanks"},
	{navn: "login.saml-metadata", serve: true, proev: enFil, hvad: "metadata of an OIOSAML identity provider for staff; none: they cannot log in that way"},
	{navn: "login.saml-certifikat", serve: true, proev: enFil, hvad: "our certificate and key towards it, PEM or PKCS#12"},
	{navn: "login.saml-entitet", serve: true, hvad: "our entity id; by default the address of our metadata"},
	{navn: "login.nsis-medarbejder", serve: true, proev: etAf("low", "substantial", "high"), hvad: "least NSIS level of staff; none: any"},
	{navn: "login.nsis-borger", serve: true, proev: etAf("any", "low", "substantial", "high"), hvad: "least NSIS level of citizens; substantial by default"},
}

func varighed(s string) error {
	if d, err := time.ParseDuration(s); err != nil || d < time.Minute {
		return errors.New("want a time of at least a minute, such as 30m or 8h")
	}
	return nil
}

func etAf(words ...string) func(string) error {
	return func(s string) error {
		if !slices.Contains(words, s) {
			return fmt.Errorf("want one of %s", strings.Join(words, ", "))
		}
		return nil
	}
}

func hostPort(s string) error {
	if _, port, err := net.SplitHostPort(s); err != nil || port == "" {
		return errors.New("want HOST:PORT")
	}
	return nil
}

func httpURL(s string) error {
	if u, err := url.Parse(s); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return errors.New("want http://HOST:PORT or https://HOST:PORT")
	}
	return nil
}

func databaseURL(s string) error {
	if u, err := url.Parse(s); err != nil || !strings.HasPrefix(u.Scheme, "postgres") {
		return errors.New("want postgres://USER@HOST/DATABASE")
	}
	return nil
}

func mailadresse(s string) error {
	if _, err := mail.ParseAddress(s); err != nil {
		return errors.New("want a mail address")
	}
	return nil
}

func enFil(s string) error {
	if info, err := os.Stat(s); err != nil || info.IsDir() {
		return errors.New("there is no such file")
	}
	return nil
}

// konfig is what the file and the environment say.
type konfig struct {
	fil       string
	vaerdier  map[string]konfigvaerdi // by name
	problemer []konfigproblem
}

type konfigvaerdi struct {
	tekst string // lists with commas, as the flag takes them
	fra   string
}

// konfigproblem is one thing that is wrong. Line 0: in the environment, or the file as a whole.
type konfigproblem struct {
	fil            string
	linje, kolonne int
	tekst          string
}

// String is file, line, column and what to do, the way editors jump to.
func (p konfigproblem) String() string {
	if p.linje == 0 {
		return p.fil + ": " + p.tekst
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.fil, p.linje, p.kolonne, p.tekst)
}

// laesKonfig reads the file, when there is one, and the environment over it. Everything wrong is kept, nothing wrong is used.
func laesKonfig(file string, environ []string) *konfig {
	k := &konfig{fil: file, vaerdier: make(map[string]konfigvaerdi)}
	if file != "" {
		k.laesFil()
	}
	k.laesMiljoe(environ)
	slices.SortStableFunc(k.problemer, func(a, b konfigproblem) int { return cmp.Compare(a.linje, b.linje) })
	return k
}

// maxKonfig is how large a configuration file may be.
const maxKonfig = 1 << 20

func (k *konfig) laesFil() {
	text, err := os.ReadFile(k.fil)
	switch {
	case err != nil:
		k.problem(nil, "cannot be read: %s", errors.Unwrap(err))
		return
	case len(text) > maxKonfig:
		k.problem(nil, "is larger than 1 MiB")
		return
	}
	parsed, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	var syntax *yaml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		k.problem(syntax.Token, "is not YAML: %s", syntax.Message)
		return
	case err != nil:
		k.problem(nil, "is not YAML")
		return
	}
	for i, doc := range parsed.Docs {
		if i > 0 {
			k.problem(doc.GetToken(), "a second document; one is enough")
			return
		}
		k.gruppe(doc.Body, "", make(map[string]int))
	}
}

// gruppe reads the settings of a mapping; seen has the lines of those that were read before.
func (k *konfig) gruppe(node ast.Node, prefix string, seen map[string]int) {
	var values []*ast.MappingValueNode
	switch n := node.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		k.problem(node.GetToken(), "%swant KEY: VALUE", forNavn(strings.TrimSuffix(prefix, ".")))
		return
	}
	for _, v := range values {
		at := v.Key.GetToken()
		name := prefix + at.Value
		if line, twice := seen[name]; twice {
			k.problem(at, "%s: stands in line %d already", name, line)
			continue
		}
		seen[name] = at.Position.Line
		if slices.ContainsFunc(indstillinger, func(i indstilling) bool { return strings.HasPrefix(i.navn, name+".") }) {
			k.gruppe(v.Value, name+".", seen)
			continue
		}
		k.en(at, name, v.Value)
	}
}

// en reads one setting.
func (k *konfig) en(at *token.Token, name string, value ast.Node) {
	known := findIndstilling(name)
	if known == nil {
		if hemmeligtNavn(name) {
			k.problem(at, "%s: a secret does not stand in this file; give it by environment or in a file of its own", name)
			return
		}
		k.problem(at, "%s: is not known%s", name, naermeste(name))
		return
	}
	texts, ok := vaerdierAf(value, known.liste)
	if !ok {
		what := "one value"
		if known.liste {
			what = "a list of values"
		}
		k.problem(at, "%s: want %s", name, what)
		return
	}
	good := true
	for _, t := range texts {
		switch {
		case harHemmelighed(t):
			k.problem(at, "%s: has a secret in it, which does not stand in this file; give it by environment or in a file of its own", name)
		case known.proev != nil && known.proev(t) != nil:
			k.problem(at, "%s: %v", name, known.proev(t))
		default:
			continue
		}
		good = false
	}
	if good {
		k.vaerdier[name] = konfigvaerdi{strings.Join(texts, ","), fmt.Sprintf("%s:%d", k.fil, at.Position.Line)}
	}
}

// vaerdierAf are the texts of a scalar, or of a list of them.
func vaerdierAf(value ast.Node, list bool) ([]string, bool) {
	switch n := value.(type) {
	case *ast.StringNode:
		return []string{n.Value}, strings.TrimSpace(n.Value) != ""
	case *ast.LiteralNode:
		return []string{n.Value.Value}, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return []string{n.GetToken().Value}, true // as it is written: a CVR number keeps its zeros
	case *ast.SequenceNode:
		var texts []string
		for _, item := range n.Values {
			one, ok := vaerdierAf(item, false)
			if !ok || !list {
				return nil, false
			}
			texts = append(texts, one...)
		}
		return texts, len(texts) > 0
	}
	return nil, false
}

func (k *konfig) laesMiljoe(environ []string) {
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, envFor) || value == "" || slices.Contains(kunMiljoe, name) {
			continue
		}
		i := slices.IndexFunc(indstillinger, func(i indstilling) bool { return i.env() == name })
		if i < 0 {
			k.problemer = append(k.problemer, konfigproblem{fil: "environment", tekst: name + ": is not known"})
			continue
		}
		known := &indstillinger[i]
		texts := []string{value}
		if known.liste {
			texts = strings.Split(value, ",")
		}
		for _, t := range texts {
			if known.proev != nil && known.proev(strings.TrimSpace(t)) != nil {
				k.problemer = append(k.problemer, konfigproblem{fil: "environment", tekst: fmt.Sprintf("%s: %v", name, known.proev(t))})
				value = ""
				break
			}
		}
		if value != "" {
			k.vaerdier[known.navn] = konfigvaerdi{value, "environment"}
		}
	}
}

// problem notes one. The value is never quoted: it may be what should not stand there.
func (k *konfig) problem(at *token.Token, format string, args ...any) {
	p := konfigproblem{fil: k.fil, tekst: oio.MaskCPR(strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", " "))}
	if at != nil && at.Position != nil {
		p.linje, p.kolonne = at.Position.Line, at.Position.Column
	}
	k.problemer = append(k.problemer, p)
}

// Resolve gives flags the values nobody typed.
func (k *konfig) resolve(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	for i := range indstillinger {
		known := &indstillinger[i]
		if known.flag() != flag.Name || known.serve != (parent.Command != nil && parent.Command.Name == "serve") || (!known.serve && parent.App == nil) {
			continue
		}
		if v, there := k.vaerdier[known.navn]; there {
			return v.tekst, nil
		}
	}
	return nil, nil
}

func findIndstilling(name string) *indstilling {
	for i := range indstillinger {
		if indstillinger[i].navn == name {
			return &indstillinger[i]
		}
	}
	return nil
}

// hemmeligtNavn reports whether a key asks for a secret.
func hemmeligtNavn(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"adgangskode", "kodeord", "passw", "secret", "hemmelig", "noegle", "nøgle", "token", "key"}, func(word string) bool { return strings.Contains(name, word) })
}

// harHemmelighed reports whether a value brings one: a password in an address, or a private key.
func harHemmelighed(value string) bool {
	if u, err := url.Parse(value); err == nil {
		if _, has := u.User.Password(); has || u.Query().Has("password") {
			return true
		}
	}
	return strings.Contains(value, "PRIVATE KEY")
}

// naermeste suggests the known key that begins or ends alike.
func naermeste(name string) string {
	for _, i := range indstillinger {
		last := i.navn[strings.LastIndex(i.navn, ".")+1:]
		if strings.EqualFold(i.navn, name) || i.flag() == strings.ReplaceAll(name, "_", "-") || last == name || strings.HasPrefix(name, i.navn) {
			return "; is it " + i.navn + "?"
		}
	}
	return ""
}

func forNavn(name string) string {
	if name == "" {
		return ""
	}
	return name + ": "
}

// konfigFil finds the configuration file before the command line is read: what it says takes part in the reading.
func konfigFil(args, environ []string) string {
	for i, a := range args {
		if a == "--" {
			break
		}
		if a == "--config" && i+1 < len(args) {
			return args[i+1]
		}
		if file, found := strings.CutPrefix(a, "--config="); found {
			return file
		}
	}
	for _, entry := range environ {
		if file, found := strings.CutPrefix(entry, konfigVar+"="); found {
			return file
		}
	}
	return ""
}
