package app

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/idws"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/klassifikation"
	fk "indeksbro/internal/soap/organisation"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydelsehent"
	"indeksbro/internal/soap/ydi"
)

// aftaleFil is the table of service agreements, under DIR/certs. The operator keeps it; it is read again when it has changed.
const aftaleFil = "aftaler.csv"

// aftalehoved are its columns: who (name, UUID in the administration module, SHA-256 of the certificate), for whom, where, what, and within
// which limits (KLE numbers by blanks, highest sensitivity; empty: no limit).
var aftalehoved = []string{"system", "system_uuid", "certifikat", "cvr", "tjeneste", "ret", "kle", "foelsomhed"}

// aftale is one service agreement: a right of a system, on behalf of an authority, at a service (SF1470 §2.1, 05a §4.6).
type aftale struct {
	System     oio.ITSystem
	Certifikat string // SHA-256 in hex
	CVR        oio.CVR
	Tjeneste   string // entity id
	Ret        soap.Rolle
	KLE        []string
	Foelsomhed oio.Foelsomhed
}

// aftaler is the table as it stands in a file.
type aftaler struct {
	fil string

	mu     sync.Mutex
	laest  time.Time // the file's time when it was read
	linjer []aftale
}

// alle are the agreements in the file now. No file is no agreement.
func (a *aftaler) alle() ([]aftale, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	info, err := os.Stat(a.fil)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if info.ModTime().Equal(a.laest) {
		return a.linjer, nil
	}
	raw, err := os.ReadFile(a.fil)
	if err != nil {
		return nil, err
	}
	lines, err := laesAftaler(string(raw))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.fil, err)
	}
	a.laest, a.linjer = info.ModTime(), lines
	return lines, nil
}

// laesAftaler reads a table; an agreement that is not understood is an error, since a limit that is passed over is a hole.
func laesAftaler(text string) ([]aftale, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment, r.FieldsPerRecord = '#', len(aftalehoved)
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !slices.Equal(rows[0], aftalehoved) {
		return nil, fmt.Errorf("the first line must be %s", strings.Join(aftalehoved, ","))
	}
	var all []aftale
	for i, row := range rows[1:] {
		one, err := laesAftale(row)
		if err != nil {
			return nil, fmt.Errorf("agreement %d: %w", i+1, err)
		}
		all = append(all, one)
	}
	return all, nil
}

func laesAftale(row []string) (aftale, error) {
	a := aftale{System: oio.ITSystem{Navn: row[0]}, Certifikat: strings.ToLower(strings.ReplaceAll(row[2], ":", "")), Tjeneste: row[4], Ret: soap.Rolle(row[5]), KLE: strings.Fields(row[6])}
	var err error
	if a.System.UUID, err = oio.ParseUUID(row[1]); err != nil {
		return a, fmt.Errorf("system_uuid: %w", err)
	}
	if raw, err := hex.DecodeString(a.Certifikat); err != nil || len(raw) != sha256.Size {
		return a, errors.New("certifikat: want the certificate's SHA-256, 64 hex digits")
	}
	if a.CVR, err = oio.ParseCVR(row[3]); err != nil {
		return a, fmt.Errorf("cvr: %w", err)
	}
	if a.Ret != soap.Rediger && a.Ret != soap.Udstil {
		return a, fmt.Errorf("ret: want %s or %s", soap.Rediger, soap.Udstil)
	}
	if row[7] != "" {
		if a.Foelsomhed, err = oio.ParseFoelsomhed(row[7]); err != nil {
			return a, fmt.Errorf("foelsomhed: %w", err)
		}
	}
	for i := range a.KLE {
		a.KLE[i] = strings.TrimSuffix(strings.TrimSuffix(a.KLE[i], "*"), ".")
	}
	return a, nil
}

// af are the agreements of a certificate on behalf of an authority at a service. Where there are none, the error says which is lacking.
func (a *aftaler) af(c *x509.Certificate, cvr oio.CVR, service string) ([]aftale, error) {
	all, err := a.alle()
	if err != nil {
		return nil, err
	}
	print := tommel(c)
	found := slices.DeleteFunc(slices.Clone(all), func(one aftale) bool { return one.Certifikat != print || one.CVR != cvr || one.Tjeneste != service })
	if len(found) == 0 {
		return nil, fmt.Errorf("%w: %s (certificate %s…) has none on behalf of CVR %s at %s; the operator adds a line to %s", idws.ErrIkkeAftalt, oio.MaskCPR(c.Subject.CommonName), print[:16], string(cvr), service, aftaleFil)
	}
	return found, nil
}

// tommel is the SHA-256 of a certificate.
func tommel(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

// tilladelse is what the local token service puts into a token.
func (a *aftaler) tilladelse(caller *x509.Certificate, cvr oio.CVR, service string) ([]idws.Rolle, error) {
	found, err := a.af(caller, cvr, service)
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

// skrivAftaler is a table that gives a system every right at all services of ours on behalf of one authority: the local chain's.
func skrivAftaler(system oio.ITSystem, c *x509.Certificate, cvr oio.CVR) []byte {
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write(aftalehoved) // a builder takes everything
	for _, service := range []string{sdi.EntityID, ydi.EntityID, ydelsehent.EntityID, klassifikation.EntityID, fk.EntityID} {
		for _, right := range []soap.Rolle{soap.Rediger, soap.Udstil} {
			_ = w.Write([]string{system.Navn, system.UUID.String(), tommel(c), string(cvr), service, string(right), "", ""})
		}
	}
	w.Flush()
	return []byte(out.String())
}
