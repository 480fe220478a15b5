package adgang

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

// The names of the attribute that carries the privileges in a SAML token, base64 of a PrivilegeList (06 §1.5).
const (
	AttributOIOSAML2 = "dk:gov:saml:attribute:Privileges_intermediate"
	AttributOIOSAML3 = "https://data.gov.dk/model/core/eid/privilegesIntermediate"
)

// The limits a privilege group may have. Any other closes it.
const (
	GraenseKLE        = "http://sts.kombit.dk/constraints/KLE/1"
	GraenseFoelsomhed = "http://sts.kombit.dk/constraints/foelsomhed/1"
	GraenseEnhed      = "http://sts.kombit.dk/constraints/orgenhed/1"
	GraenseSystem     = "http://sts.kombit.dk/constraints/itsystem/1"
)

const (
	bppRum   = "http://itst.dk/oiosaml/basic_privilege_profile"
	scopeCVR = "urn:dk:gov:saml:cvrNumberIdentifier:"

	retFra = "http://indeksbro.dk/roles/usersystemrole/"
	retTil = "/1"
)

// foelsomhedUUID are the official classes of the four steps, lowest first.
var foelsomhedUUID = [...]string{"1d81c472-0808-44cc-963d-f5ef0170ae1d", "292e85a9-8ad4-46df-9e50-f97d6837ad74", "31c09910-e011-46a5-86fb-254374421fe8", "44f4108b-26d4-46de-a90f-35e35b55b8d8"}

// Adresse is the right as a privilege's address in a token.
func (r Ret) Adresse() string { return retFra + string(r) + retTil }

// maxPrivilegier is far more than any token has.
const maxPrivilegier = 1 << 20

var errPrivilegier = errors.New("the privileges are no list of privilege groups")

// ParseAttribut reads the value of a token's attribute.
func ParseAttribut(value string) ([]Gruppe, error) {
	if len(value) > 2*maxPrivilegier {
		return nil, errPrivilegier
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(value), ""))
	if err != nil {
		return nil, fmt.Errorf("the privileges are not base64: %w", err)
	}
	return ParsePrivilegier(raw)
}

// ParsePrivilegier reads a PrivilegeList of the OIO Basic Privilege Profile, by local name and in any order, whatever namespace the root has.
// Privileges of other systems are passed over; a limit nobody knows, or one whose value cannot be read, closes its group.
func ParsePrivilegier(raw []byte) ([]Gruppe, error) {
	doc, err := xmltree.Laes(raw, xmltree.Graenser{Bytes: maxPrivilegier})
	if err != nil {
		return nil, fmt.Errorf("the privileges are not XML: %w", err)
	}
	if doc.Rod().Navn().Lokal != "PrivilegeList" {
		return nil, errPrivilegier
	}
	groups := []Gruppe{}
	for e := range doc.Rod().Boern {
		if e.Navn().Lokal != "PrivilegeGroup" {
			continue
		}
		if g := gruppeAf(e); len(g.Retter) > 0 {
			groups = append(groups, g)
		}
	}
	return groups, nil
}

func gruppeAf(e xmltree.Element) Gruppe {
	scope, _ := e.Attribut("", "Scope")
	var g Gruppe
	cvr, found := strings.CutPrefix(scope, scopeCVR)
	if g.Kommune, _ = oio.ParseCVR(cvr); !found || g.Kommune == "" {
		g.Lukket = "gruppen gælder ingen myndighed, der kendes"
	}
	for part := range e.Boern {
		switch part.Navn().Lokal {
		case "Privilege":
			address := strings.TrimSpace(part.Tekst())
			if name, ours := strings.CutPrefix(address, retFra); ours {
				g.Retter = append(g.Retter, Ret(strings.TrimSuffix(name, retTil)))
			}
		case "Constraint":
			name, _ := part.Attribut("", "Name")
			g.graens(name, part.Tekst())
		}
	}
	return g
}

// graens adds a limit. The same limit twice keeps what both allow, which is told as nothing unless they are equal: a token has each once.
func (g *Gruppe) graens(name, value string) {
	switch name {
	case GraenseKLE:
		set, err := ParseEmner(value)
		if err != nil {
			g.Lukket = "KLE-afgrænsningen kan ikke læses"
		}
		if g.KLE != nil {
			g.Lukket = "KLE-afgrænsningen står to gange"
		}
		g.KLE = append(Emner{}, set...)
	case GraenseFoelsomhed:
		if g.Foelsomhed = hoejeste(value); g.Foelsomhed == 0 {
			g.Lukket = "følsomheden kan ikke læses"
		}
	case GraenseEnhed:
		g.Enheder = g.uuider(value, "enhederne kan ikke læses")
	case GraenseSystem:
		g.Systemer = g.uuider(value, "kildesystemerne kan ikke læses")
	default:
		g.Lukket = "gruppen har en afgrænsning, der ikke kendes"
	}
}

func (g *Gruppe) uuider(value, problem string) []oio.UUID {
	ids := []oio.UUID{}
	for _, text := range liste(value) {
		id, err := oio.ParseUUID(text)
		if err != nil {
			g.Lukket = problem
			continue
		}
		ids = append(ids, id)
	}
	return ids
}

// hoejeste is the highest of the steps in a list, as classes or official values; zero when one is neither or there is none.
func hoejeste(value string) oio.Foelsomhed {
	var highest oio.Foelsomhed
	for _, text := range liste(value) {
		step, err := oio.ParseFoelsomhed(strings.ToUpper(text))
		for i, id := range foelsomhedUUID {
			if strings.EqualFold(id, text) {
				step, err = oio.Foelsomhed(i+1), nil
			}
		}
		if err != nil {
			return 0
		}
		highest = max(highest, step)
	}
	return highest
}

func liste(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r' })
}

// Privilegier is the PrivilegeList of groups, as the embedded provider issues it.
func Privilegier(groups []Gruppe) []byte {
	b := []byte(`<bpp:PrivilegeList xmlns:bpp="` + bppRum + `">`)
	constraint := func(name, value string) {
		b = append(b, `<Constraint Name="`+name+`">`...)
		b = append(xmltree.AppendTekst(b, value), `</Constraint>`...)
	}
	for i := range groups {
		g := &groups[i]
		b = append(b, `<PrivilegeGroup Scope="`+scopeCVR...)
		b = append(xmltree.AppendAttribut(b, string(g.Kommune)), `">`...)
		for _, r := range g.Retter {
			b = append(b, `<Privilege>`...)
			b = append(xmltree.AppendTekst(b, r.Adresse()), `</Privilege>`...)
		}
		if g.KLE != nil {
			constraint(GraenseKLE, g.KLE.String())
		}
		if g.Foelsomhed != 0 {
			constraint(GraenseFoelsomhed, foelsomhedUUID[g.Foelsomhed-1])
		}
		if g.Enheder != nil {
			constraint(GraenseEnhed, joined(g.Enheder))
		}
		if g.Systemer != nil {
			constraint(GraenseSystem, joined(g.Systemer))
		}
		b = append(b, `</PrivilegeGroup>`...)
	}
	return append(b, `</bpp:PrivilegeList>`...)
}

// Attribut is Privilegier as the value of a token's attribute.
func Attribut(groups []Gruppe) string { return base64.StdEncoding.EncodeToString(Privilegier(groups)) }

func joined(ids []oio.UUID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return strings.Join(texts, ",")
}
