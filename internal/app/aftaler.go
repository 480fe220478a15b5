package app

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"indeksbro/internal/aftale"
	"indeksbro/internal/idws"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/klassifikation"
	fk "indeksbro/internal/soap/organisation"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydelsehent"
	"indeksbro/internal/soap/ydi"
)

// entiteter are the services as messages and tokens name them.
var entiteter = map[string]aftale.Tjeneste{
	sdi.EntityID: aftale.SDI, ydi.EntityID: aftale.YDI, ydelsehent.EntityID: aftale.YdelseHent, klassifikation.EntityID: aftale.Klassifikation, fk.EntityID: aftale.Organisation,
}

// aftalebog reads the municipalities' service agreements, each time anew as far as something has come: the store tells in one short question.
// It is safe for concurrent use.
type aftalebog struct {
	db datalager

	mu     sync.Mutex
	kendte map[oio.CVR]*laesteAftaler
}

type laesteAftaler struct {
	nr      int64            // of the last fact looked at
	fakta   []program.Faktum // those about agreements
	aftaler aftale.Bog
}

// bog is one municipality's agreements as they stand now.
func (a *aftalebog) bog(ctx context.Context, kommune oio.CVR) (aftale.Bog, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	known := a.kendte[kommune]
	if known == nil {
		known = &laesteAftaler{aftaler: aftale.Bog{}}
	}
	fresh, err := a.db.FaktaEfter(ctx, kommune, known.nr)
	if err != nil || len(fresh) == 0 {
		return known.aftaler, err
	}
	known.nr = fresh[len(fresh)-1].Nr
	for _, f := range fresh {
		if f.Emne == program.Serviceaftale || f.Emne == program.Aftale {
			known.fakta = append(known.fakta, f)
		}
	}
	known.aftaler = aftale.Laes(program.NyStand(known.fakta)) // a new one: others may be reading the old
	if a.kendte == nil {
		a.kendte = map[oio.CVR]*laesteAftaler{}
	}
	a.kendte[kommune] = known
	return known.aftaler, nil
}

// af are the agreements that hold for a certificate on behalf of an authority at a service. Where there are none, the error says which is
// lacking.
func (a *aftalebog) af(ctx context.Context, c *x509.Certificate, cvr oio.CVR, service string) ([]aftale.Aftale, error) {
	book, err := a.bog(ctx, cvr)
	if err != nil {
		return nil, err
	}
	print, state := tommel(c), ""
	var found []aftale.Aftale
	for _, one := range book.Alle() {
		if one.Tjeneste != entiteter[service] || !slices.Contains(one.Certifikater, print) {
			continue
		}
		if one.Gaelder() {
			found = append(found, one)
		} else if state == "" {
			state = " that holds (" + string(one.Ret) + " is " + string(one.Tilstand()) + ")"
		}
	}
	if len(found) > 0 {
		return found, a.navngiv(ctx, cvr, found)
	}
	return nil, fmt.Errorf("%w: %s (certificate %s…) has none%s on behalf of CVR %s at %s; see `indeksbro aftale list`", idws.ErrIkkeAftalt, oio.MaskCPR(c.Subject.CommonName), print[:16], state, string(cvr), service)
}

// navngiv puts the care record of the policy where an agreement is of the municipality's own.
func (a *aftalebog) navngiv(ctx context.Context, cvr oio.CVR, agreements []aftale.Aftale) error {
	p, err := a.db.Politik(ctx, cvr)
	for i := range agreements {
		if agreements[i].Egen() {
			agreements[i].System = oio.ITSystem{UUID: p.System, Navn: p.SystemNavn}
		}
	}
	return err
}

// tommel is the SHA-256 of a certificate.
func tommel(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

// tilladelse is what the local token service puts into a token.
func (a *aftalebog) tilladelse(ctx context.Context, caller *x509.Certificate, cvr oio.CVR, service string) ([]idws.Rolle, error) {
	found, err := a.af(ctx, caller, cvr, service)
	if err != nil {
		return nil, err
	}
	roles := make([]idws.Rolle, len(found))
	for i, one := range found {
		roles[i] = idws.Rolle{Privilegium: privilegium + string(one.Ret) + "/1", CVR: cvr}
		limits := map[string]string{}
		if len(one.KLE) > 0 {
			limits[graense+"KLE/1"] = strings.Join(one.KLE, ",")
		}
		if one.Foelsomhed != 0 {
			limits[graense+"Foelsomhed/1"] = one.Foelsomhed.String()
		}
		if len(limits) > 0 {
			roles[i].Graenser = limits
		}
	}
	return roles, nil
}

// gem keeps agreements of a municipality, each held against the one it replaces. Nothing is kept when one cannot be.
func (a *aftalebog) gem(ctx context.Context, m *miljoe, kommune oio.CVR, agreements []aftale.Aftale) error {
	history, err := a.db.Fakta(ctx, kommune)
	if err != nil {
		return err
	}
	var facts []program.Faktum
	for i := range agreements {
		f := agreements[i].Faktum()
		f.Tid = m.Nu()
		if brud := rules.ProevFaktum(f, program.NyStand(history), oio.DatoOf(f.Tid)); brud != nil {
			return brud
		}
		history, facts = append(history, f), append(facts, f)
	}
	if len(facts) == 0 {
		return nil
	}
	return a.db.GemFakta(ctx, kommune, facts)
}

// medAlleSkridt gives an agreement that somebody says is in force: the steps that are left to there, all on one day.
func medAlleSkridt(a aftale.Aftale, af string, dag oio.Dato) (aftale.Aftale, error) {
	for _, to := range []aftale.Tilstand{aftale.Anmodet, aftale.Godkendt, aftale.Aktiv} {
		if now := a.Tilstand(); now == aftale.Aktiv || now == to || now == aftale.Godkendt && to == aftale.Anmodet {
			continue
		}
		var no *aftale.Nej
		if a, no = a.Tag(aftale.Skridt{Til: to, Dato: dag, Af: af}, dag); no != nil {
			return a, rules.AftaleBrud(no)
		}
	}
	return a, nil
}

// flestCertifikater is how many certificates an agreement is for at a time: the one in use, the one before, and the one to come.
const flestCertifikater = 3

// medCertifikat gives an agreement that is for a certificate too.
func medCertifikat(a aftale.Aftale, print string) aftale.Aftale {
	if slices.Contains(a.Certifikater, print) {
		return a
	}
	a.Certifikater = append(slices.Clone(a.Certifikater), print)
	a.Certifikater = a.Certifikater[max(0, len(a.Certifikater)-flestCertifikater):]
	return a
}

// aftalLokalt writes the agreements of the local chain: the care record may do everything at all services of ours, for one authority, with a
// certificate. What the municipality has withdrawn stays so.
func (a *aftalebog) aftalLokalt(ctx context.Context, m *miljoe, kommune oio.CVR, c *x509.Certificate) error {
	book, err := a.bog(ctx, kommune)
	if err != nil {
		return err
	}
	var made []aftale.Aftale
	for _, service := range aftale.Tjenester {
		for _, right := range []aftale.Ret{aftale.Rediger, aftale.Udstil} {
			one := book.Egen(service, right)
			if one.Tilstand() == aftale.Opsagt {
				continue
			}
			if one, err = medAlleSkridt(one, "indeksbro certs", oio.DatoOf(m.Nu())); err != nil {
				return err
			}
			made = append(made, medCertifikat(one, tommel(c)))
		}
	}
	return a.gem(ctx, m, kommune, made)
}

// aftaleFil is the table of service agreements that operators kept under DIR/certs before there were records. `aftale import` reads one.
const aftaleFil = "aftaler.csv"

// aftalehoved are its columns: who (name, UUID in the administration module, SHA-256 of the certificate), for whom, where, what, and within
// which limits (KLE numbers by blanks, highest sensitivity; empty: no limit).
var aftalehoved = []string{"system", "system_uuid", "certifikat", "cvr", "tjeneste", "ret", "kle", "foelsomhed"}

// aftalelinje is one line of it.
type aftalelinje struct {
	kommune oio.CVR
	aftale  aftale.Aftale
}

// laesAftaler reads a table; an agreement that is not understood is an error, since a limit that is passed over is a hole.
func laesAftaler(text string) ([]aftalelinje, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment, r.FieldsPerRecord = '#', len(aftalehoved)
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !slices.Equal(rows[0], aftalehoved) {
		return nil, fmt.Errorf("the first line must be %s", strings.Join(aftalehoved, ","))
	}
	var all []aftalelinje
	for i, row := range rows[1:] {
		one, err := laesAftale(row)
		if err != nil {
			return nil, fmt.Errorf("agreement %d: %w", i+1, err)
		}
		all = append(all, one)
	}
	return all, nil
}

func laesAftale(row []string) (aftalelinje, error) {
	l := aftalelinje{aftale: aftale.Aftale{System: oio.ITSystem{Navn: oio.MaskCPR(row[0])}, Ret: aftale.Ret(row[5]), KLE: strings.Fields(row[6])}}
	a := &l.aftale
	var err error
	if a.System.UUID, err = oio.ParseUUID(row[1]); err != nil {
		return l, fmt.Errorf("system_uuid: %w", err)
	}
	print, err := laesTommel(row[2])
	if err != nil {
		return l, err
	}
	a.Certifikater = []string{print}
	if l.kommune, err = oio.ParseCVR(row[3]); err != nil {
		return l, fmt.Errorf("cvr: %w", err)
	}
	if a.Tjeneste, err = laesTjeneste(row[4]); err != nil {
		return l, err
	}
	if a.Ret != aftale.Rediger && a.Ret != aftale.Udstil {
		return l, fmt.Errorf("ret: want %s or %s", aftale.Rediger, aftale.Udstil)
	}
	if row[7] != "" {
		if a.Foelsomhed, err = oio.ParseFoelsomhed(row[7]); err != nil {
			return l, fmt.Errorf("foelsomhed: %w", err)
		}
	}
	for i := range a.KLE {
		a.KLE[i] = strings.TrimSuffix(strings.TrimSuffix(a.KLE[i], "*"), ".")
	}
	return l, nil
}

// laesTommel reads the SHA-256 of a certificate.
func laesTommel(text string) (string, error) {
	print := strings.ToLower(strings.ReplaceAll(text, ":", ""))
	if raw, err := hex.DecodeString(print); err != nil || len(raw) != sha256.Size {
		return "", errors.New("certifikat: want the certificate's SHA-256, 64 hex digits")
	}
	return print, nil
}

// laesTjeneste reads a service: its short name, or its entity id.
func laesTjeneste(text string) (aftale.Tjeneste, error) {
	if t, known := entiteter[text]; known {
		return t, nil
	}
	if t := aftale.Tjeneste(text); t.Navn() != "" {
		return t, nil
	}
	return "", fmt.Errorf("tjeneste: want one of %v, or the entity id of one", aftale.Tjenester)
}

// soapret is a right as messages know it.
func soapret(r aftale.Ret) soap.Rolle { return soap.Rolle(r) }
