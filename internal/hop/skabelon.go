package hop

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"indeksbro/internal/oio"
)

// Skabelon is the address of a source system's dialog integration, with the places {type}, {uuid}, {sagsnummer} and {billet}.
type Skabelon string

// Standard is the query that is added where an address names no place of its own (06 §1.7).
const Standard = "type={type}&uuid={uuid}"

// Kontakt is where SAPA takes addresses of dialog integrations (R118).
const Kontakt = "SAPA@KOMBIT.dk"

// Maal is what is jumped to.
type Maal struct {
	Type       string // sag or dokument
	UUID       oio.UUID
	Sagsnummer string
}

var pladser = []string{"{type}", "{uuid}", "{sagsnummer}", "{billet}"}

// ParseSkabelon takes an address as a person wrote it. loopback lets plain http to this machine through, for a demo.
func ParseSkabelon(text string, loopback bool) (Skabelon, error) {
	text = strings.TrimSpace(text)
	bare := text
	for _, place := range pladser {
		bare = strings.ReplaceAll(bare, place, "x")
	}
	u, err := url.Parse(bare)
	switch {
	case err != nil || u.Host == "" || len(text) > 1000:
		return "", errors.New("adressen kan ikke læses; skriv den som https://kommune.fagsystem.dk/external/dialogintegration")
	case u.Scheme != "https" && !(loopback && u.Scheme == "http" && lokal(u.Hostname())):
		return "", errors.New("adressen skal begynde med https://")
	case u.User != nil:
		return "", errors.New("adressen må ikke indeholde brugernavn eller adgangskode")
	case u.Fragment != "":
		return "", errors.New("adressen må ikke indeholde #")
	case strings.ContainsAny(bare, "{}"):
		return "", fmt.Errorf("adressen må kun have pladserne %s", strings.Join(pladser, ", "))
	case oio.MaskCPR(text) != text || strings.Contains(strings.ToLower(text), "cpr"):
		return "", errors.New("adressen må ikke handle om CPR-numre")
	}
	if !strings.Contains(text, "{uuid}") && !strings.Contains(text, "{sagsnummer}") {
		between := "?"
		if u.RawQuery != "" {
			between = "&"
		}
		text += between + Standard
	}
	return Skabelon(text), nil
}

func lokal(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Vaert is the host the address goes to, with its port when it has one.
func (s Skabelon) Vaert() string {
	u, err := url.Parse(s.tom())
	if err != nil {
		return ""
	}
	return u.Host
}

// Proeveadresse is the address without an object, for asking whether it answers.
func (s Skabelon) Proeveadresse() string {
	base, _, _ := strings.Cut(string(s), "?")
	for _, place := range pladser {
		base = strings.ReplaceAll(base, place, "")
	}
	return base
}

func (s Skabelon) tom() string {
	text := string(s)
	for _, place := range pladser {
		text = strings.ReplaceAll(text, place, "x")
	}
	return text
}

var errCPR = errors.New("the address would carry something that looks like a CPR number")

// Adresse is the address of one object, with the hand-over. An object whose number looks like a CPR number gets none.
func (s Skabelon) Adresse(m Maal, billet string) (string, error) {
	if oio.MaskCPR(m.Sagsnummer) != m.Sagsnummer {
		return "", errCPR
	}
	text := string(s)
	if billet != "" && !strings.Contains(text, "{billet}") {
		text += "&billet={billet}"
		if !strings.Contains(string(s), "?") {
			text = string(s) + "?billet={billet}"
		}
	}
	for place, value := range map[string]string{"{type}": m.Type, "{uuid}": m.UUID.String(), "{sagsnummer}": m.Sagsnummer, "{billet}": billet} {
		text = strings.ReplaceAll(text, place, url.QueryEscape(value))
	}
	return text, nil
}
