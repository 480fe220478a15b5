package app

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"indeksbro/internal/idws"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/xmltree"
)

// beskedmaal measures messages: accepted against bare writes, and verified against bare arithmetic.
func (c *benchCmd) beskedmaal(m *miljoe, ctx context.Context, directory string) error {
	memory, err := os.MkdirTemp("/dev/shm", "indeksbro-bench-") // a file system in memory: no disk to wait for
	if err != nil {
		return fmt.Errorf("soap.ratio in memory: %w", err)
	}
	defer func() { _ = os.RemoveAll(memory) }()
	for _, store := range []struct{ name, directory string }{{"sqlite", directory}, {"memory", memory}} {
		f, err := soapRatio(ctx, m, store.directory)
		if err != nil {
			return fmt.Errorf("soap.ratio: %w", err)
		}
		f.Name += "." + store.name
		if err := c.print(m, f); err != nil {
			return err
		}
	}
	f, err := idwsRatio(m)
	if err != nil {
		return fmt.Errorf("idws.ratio: %w", err)
	}
	return c.print(m, f)
}

const (
	beskedObjekter = 100 // a call
	beskedKald     = 60
)

// fangst keeps the rows an index would store, so that they can be stored bare.
type fangst struct {
	index.Store
	rows    []index.Raekke
	persons []index.Person
}

// GemObjekter implements index.Store.
func (f *fangst) GemObjekter(_ context.Context, _ oio.CVR, rows []index.Raekke, persons []index.Person) error {
	f.rows, f.persons = rows, persons
	return nil
}

// soapRatio sends half cases and half grants, a hundred objects a call and a transaction, and writes the same rows bare.
func soapRatio(ctx context.Context, m *miljoe, directory string) (figure, error) {
	ring, err := seal.NewRing(bytes.Repeat([]byte{1}, seal.MasterSize))
	if err != nil {
		return figure{}, err
	}
	db, err := sqlite.Open(ctx, filepath.Join(directory, "soap.db"), sqlite.Options{})
	if err != nil {
		return figure{}, err
	}
	defer func() { _ = db.Close() }()
	x := &index.Index{Store: db, Ring: ring, Nu: m.Nu}
	mux := http.NewServeMux()
	for _, s := range append((&ydi.Tjeneste{Indeks: x}).SOAP(), (&sdi.Tjeneste{Indeks: x}).SOAP()) {
		mux.Handle("/soap/"+s.Adresse, &soap.Server{Tjeneste: s, Sikkerhed: soap.Aaben{CVR: oio.Korsbaek}, Nu: m.Nu, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	}
	calls := beskeder(m.Nu())
	began := time.Now()
	for _, call := range calls {
		r := httptest.NewRequest(http.MethodPost, call.sti, bytes.NewReader(call.kuvert))
		r.RemoteAddr = "127.0.0.1:1"
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		if n := bytes.Count(w.Body.Bytes(), []byte("StatusKode>20<")); n != beskedObjekter {
			return figure{}, fmt.Errorf("%d of %d objects were taken: %.300s", n, beskedObjekter, w.Body)
		}
	}
	accepted := time.Since(began)
	bare, err := bareWrites(ctx, m, filepath.Join(directory, "bare.db"), ring, calls)
	if err != nil {
		return figure{}, err
	}
	n := len(calls) * beskedObjekter
	rate, limit := float64(n)/accepted.Seconds(), float64(n)/bare.Seconds()
	return figure{"soap.ratio", rate, "objects/s", limit, rate / limit, n, "messages accepted (parsed, validated, stored); limit: bare writes of the same objects, 100 a transaction"}, nil
}

func bareWrites(ctx context.Context, m *miljoe, path string, ring *seal.Ring, calls []beskedkald) (time.Duration, error) {
	db, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	caught := make([]fangst, len(calls))
	for i, call := range calls {
		if _, err := (&index.Index{Store: &caught[i], Ring: ring, Nu: m.Nu}).Importer(ctx, oio.Korsbaek, call.objekter); err != nil {
			return 0, err
		}
	}
	began := time.Now()
	for i := range caught {
		if err := db.GemObjekter(ctx, oio.Korsbaek, caught[i].rows, caught[i].persons); err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

// beskedkald is one call: the message, where it goes, and the objects in it.
type beskedkald struct {
	sti      string
	kuvert   []byte
	objekter []oio.Registreret
}

// beskeder makes calls of invented cases and grants, in turn.
func beskeder(now time.Time) []beskedkald {
	calls := make([]beskedkald, beskedKald)
	for i := range calls {
		cases, grants := &sdi.ImporterInput{}, &ydi.ImporterInput{}
		for j := range beskedObjekter {
			s, b := benchObjekter(i*beskedObjekter + j)
			if i%2 == 0 {
				cases.Valg = append(cases.Valg, sdi.ImporterInputValg{SagIndeks: sdi.FraSag(s, now)})
				calls[i].objekter = append(calls[i].objekter, oio.Registreret{Objekt: s, Tidspunkt: now})
			} else {
				grants.Valg = append(grants.Valg, ydi.ImporterInputValg{BevillingIndeks: &ydi.BevillingImport{BevillingIndeks: *ydi.FraBevilling(b, now)}})
				calls[i].objekter = append(calls[i].objekter, oio.Registreret{Objekt: b, Tidspunkt: now})
			}
		}
		op, address, body := sdi.Operationer[0], sdi.Adresse, []byte(nil)
		if i%2 == 0 {
			body = sdi.Familie.Skriv(nil, op.Ind, cases)
		} else {
			op, address = ydi.Operationer[0], ydi.Adresse
			body = ydi.Familie.Skriv(nil, op.Ind, grants)
		}
		calls[i].sti = "/soap/" + address
		calls[i].kuvert = soap.AppendKuvert(nil, soap.Hoved{V12: true, Action: op.Action, TransaktionsID: "x"}, body)
	}
	return calls
}

func benchObjekter(n int) (*oio.Sag, *oio.Bevilling) {
	cpr, err := oio.ParseCPR(fmt.Sprintf("%02d%02d%02d%04d", 61+n%28, 1+n/28%12, n/336%100, n%10_000))
	if err != nil {
		panic(err)
	}
	owner := oio.Aktoer{UUID: oio.NameUUID("org"), Navn: "Korsbæk Kommune", CVR: oio.Korsbaek}
	unit := oio.Aktoer{UUID: oio.NameUUID(fmt.Sprint("enhed", n%50)), Navn: "Visitation", CVR: oio.Korsbaek}
	s := &oio.Sag{
		UUID: oio.NameUUID(fmt.Sprint("bench/sag/", n)), Noegle: fmt.Sprint("s-", n), Titel: "Forebyggende hjemmebesøg", Foelsomhed: oio.Foelsom, Oprettet: 20250303,
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20250303}}}, Ejer: owner, Ansvarlig: unit, Part: oio.Part{CPR: cpr, Navn: "Ida Holm"},
		KLE: oio.NewKlasse("KLE", "27.35.04", "Forebyggende", ""), Facet: oio.NewKlasse("handlingsfacet", "G01", "", ""), System: oio.ITSystem{UUID: oio.NameUUID("eoj"), Navn: "EOJ"},
	}
	return s, &oio.Bevilling{
		UUID: oio.NameUUID(fmt.Sprint("bench/bevilling/", n)), Noegle: fmt.Sprint("b-", n), Foelsomhed: oio.Foelsom, YdelseID: "1", Navn: "Hjemmebesøg", Periode: oio.Virkning{Fra: 20250310}, Ejer: owner, Ansvarlig: unit,
		Part: s.Part, Sag: s.UUID, SagNoegle: s.Noegle, SagTitel: s.Titel, Ydelsestype: oio.Klasse{UUID: oio.NameUUID("type"), Titel: "Besøg"}, Ydelsesnavn: "Besøg", KLE: s.KLE, System: s.System,
	}
}

const idwsGange = 1000

// idwsRatio verifies one signed request of one grant again and again, and does the bare arithmetic of it: two RSA verifications, and
// the digests of what is signed.
func idwsRatio(m *miljoe) (figure, error) {
	now := m.Nu()
	ca, err := idws.NyMyndighed(now)
	if err != nil {
		return figure{}, err
	}
	sts, err := ca.Udsted("STS", string(oio.Korsbaek), nil, now)
	if err != nil {
		return figure{}, err
	}
	caller, err := ca.Udsted("EOJ", string(oio.Korsbaek), nil, now)
	if err != nil {
		return figure{}, err
	}
	roles, _ := lokalAftale(caller.Certifikat, oio.Korsbaek, "")
	token, err := idws.Udsted(sts, idws.Token{Udsteder: stsEntitet, Audience: ydi.EntityID, Fra: now, Til: now.Add(time.Hour), Holder: caller.Certifikat, CVR: oio.Korsbaek, Roller: roles}, now)
	if err != nil {
		return figure{}, err
	}
	_, grant := benchObjekter(1)
	body := ydi.Familie.Skriv(nil, ydi.Operationer[0].Ind, &ydi.ImporterInput{Valg: []ydi.ImporterInputValg{{BevillingIndeks: &ydi.BevillingImport{BevillingIndeks: *ydi.FraBevilling(grant, now)}}}})
	messages := make([][]byte, idwsGange)
	for i := range messages {
		if messages[i], err = (&idws.Underskriver{Par: caller}).MedToken(idws.Besked{V12: true, Action: ydi.Operationer[0].Action, MessageID: soap.NyUUID(), To: "https://x", TransaktionsID: "x", Krop: body}, token, now); err != nil {
			return figure{}, err
		}
	}
	k := &idws.Kontrollant{STS: sts.Certifikat.PublicKey.(*rsa.PublicKey), Udsteder: stsEntitet}
	began := time.Now()
	for _, message := range messages {
		doc, err := xmltree.Laes(message, xmltree.Graenser{})
		if err != nil {
			return figure{}, err
		}
		if _, err := k.Efterproev(doc, ydi.EntityID, now); err != nil {
			return figure{}, err
		}
	}
	full := time.Since(began)
	bare, err := bareSum(caller, body, token)
	if err != nil {
		return figure{}, err
	}
	rate, limit := idwsGange/full.Seconds(), idwsGange/bare.Seconds()
	return figure{"idws.ratio", rate, "messages/s", limit, rate / limit, idwsGange, "requests verified, one core; limit: the two RSA verifications and the digests run bare"}, nil
}

func bareSum(caller idws.Par, body []byte, token *idws.Token) (time.Duration, error) {
	digest := sha256.Sum256(body)
	value, err := rsa.SignPKCS1v15(rand.Reader, caller.Noegle, crypto.SHA256, digest[:])
	if err != nil {
		return 0, err
	}
	text := []byte(token.XML)
	began := time.Now()
	for range idwsGange {
		for range 2 {
			if err := rsa.VerifyPKCS1v15(&caller.Noegle.PublicKey, crypto.SHA256, digest[:], value); err != nil {
				return 0, err
			}
		}
		sha256.Sum256(body)
		sha256.Sum256(text) // by the token's own signature, and by the message's
		sha256.Sum256(text)
	}
	return time.Since(began), nil
}
