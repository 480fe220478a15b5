package app

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/alecthomas/kong"

	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
)

// dovent is a municipality's pages and API, made when somebody first asks for them: of many municipalities few are asked for at a time. What could not
// be made is tried again by the next who asks.
type dovent struct {
	byg func() (http.Handler, error)

	mu      sync.Mutex
	handler http.Handler
}

func (s *dovent) vis() (http.Handler, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.handler != nil {
		return s.handler, nil
	}
	made, err := s.byg()
	if err == nil {
		s.handler = made
	}
	return made, err
}

// kommuneLoginFil is where one of several municipalities says how its people log in.
func kommuneLoginFil(directory string, kommune oio.CVR) string {
	return filepath.Join(directory, "kommuner", string(kommune)+".yaml")
}

// loginFor is how one of the other municipalities logs in: as DIR/kommuner/CVR.yaml says, else by the services of the installation at its own address.
// Whoever logs in by those has the rights that her log-in brings for this municipality, and no other's.
func (i *installation) loginFor(kommune oio.CVR, p politik.Politik) (loginvalg, error) {
	choice := *i.login
	if hosts := p.Vaerter(); len(hosts) > 0 && choice.Adresse != "" {
		choice.Adresse = medVaert(choice.Adresse, hosts[0])
	}
	return egetLogin(kommuneLoginFil(i.m.data, kommune), choice)
}

// medVaert is an address with another host; scheme and port stay.
func medVaert(address, host string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	if _, port, err := net.SplitHostPort(u.Host); err == nil {
		host = net.JoinHostPort(host, port)
	}
	u.Host = host
	return u.String()
}

// egetLogin reads a municipality's own file: the part login of the configuration file, and nothing else. Its log-in services stand in the place of
// the installation's; what it says nothing of, the address and the times, are those.
func egetLogin(file string, common loginvalg) (loginvalg, error) {
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return common, nil
	}
	k := laesKonfig(file, nil)
	for name, value := range k.vaerdier {
		if !strings.HasPrefix(name, "login.") {
			return loginvalg{}, inputError("%s: %s is the installation's; the file of a municipality has login: and nothing else", value.fra, name)
		}
	}
	for _, p := range k.problemer {
		return loginvalg{}, inputError("%s", p)
	}
	var own struct {
		Login loginvalg `embed:"" prefix:"login-"`
	}
	values := kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for name, value := range k.vaerdier {
			if known := findIndstilling(name); known != nil && known.flag() == flag.Name {
				return value.tekst, nil
			}
		}
		return nil, nil
	})
	parser, err := kong.New(&own, kong.Name("login"), kong.Writers(io.Discard, io.Discard), kong.Resolvers(values))
	if err == nil {
		_, err = parser.Parse(nil)
	}
	if err != nil {
		return loginvalg{}, inputError("%s: %w", file, err)
	}
	for name, keep := range map[string]func(){
		"login.adresse": func() { own.Login.Adresse = common.Adresse }, "login.ledig": func() { own.Login.Ledig = common.Ledig }, "login.laengst": func() { own.Login.Laengst = common.Laengst },
	} {
		if _, said := k.vaerdier[name]; !said {
			keep()
		}
	}
	return own.Login, nil
}
