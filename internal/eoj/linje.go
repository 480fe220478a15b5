package eoj

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"indeksbro/internal/oio"
)

// Limits of one line. A source that needs more has put something into the feed that does not belong there.
const (
	MaxLinje = 1 << 20 // bytes
	MaxID    = 200     // characters
	maxTekst = 4096    // characters of any other text
)

// Fejl is what is wrong with one line. Neither text ever quotes a value, since a value may be a CPR number.
type Fejl struct {
	Felt    string // the field, or empty when the line as a whole is meant
	Message string // English, for logs and the command line
	Dansk   string // for people on pages
}

// Error says which field and what is wrong, in English.
func (f *Fejl) Error() string {
	if f.Felt == "" {
		return f.Message
	}
	return f.Felt + ": " + f.Message
}

func fejl(felt, message, dansk string) *Fejl {
	return &Fejl{Felt: felt, Message: message, Dansk: dansk}
}

// linje is the union of all fields of all kinds of lines; which of them count depends on Type.
type linje struct {
	Type    Type   `json:"type"`
	ID      string `json:"id"`
	Version *int64 `json:"version"`
	Objekt  Type   `json:"objekt"`

	Navn          string   `json:"navn"`
	Borgerrettet  bool     `json:"borgerrettet"`
	Administrativ bool     `json:"administrativ"`
	Lov           string   `json:"lov"`
	Paragraf      string   `json:"paragraf"`
	Sagstype      string   `json:"sagstype"`
	Standard      Standard `json:"standard"`
	Kode          string   `json:"kode"`
	Art           string   `json:"art"`
	Pakke         bool     `json:"pakke"`
	Hold          bool     `json:"hold"`
	Aktiv         *bool    `json:"aktiv"`
	Overordnet    string   `json:"overordnet"`
	Sagsansvarlig bool     `json:"sagsansvarlig"`
	Usynlig       bool     `json:"usynlig"`
	PNummer       string   `json:"pnummer"`
	CVR           string   `json:"cvr"`

	CPR         string          `json:"cpr"`
	PartNavn    string          `json:"partNavn"`
	Titel       string          `json:"titel"`
	Sagsnummer  string          `json:"sagsnummer"`
	Enhed       string          `json:"enhed"`
	Facet       string          `json:"facet"`
	Oprettet    string          `json:"oprettet"`
	Afsluttet   string          `json:"afsluttet"`
	Foelsomhed  string          `json:"foelsomhed"`
	Fremdrift   []fremdriftJSON `json:"fremdrift"`
	Registreret string          `json:"registreret"`

	Sag     string          `json:"sag"`
	Ydelse  string          `json:"ydelse"`
	Fra     string          `json:"fra"`
	Til     string          `json:"til"`
	Maengde string          `json:"maengde"`
	Beloeb  json.RawMessage `json:"beloeb"`
}

type fremdriftJSON struct {
	Status string `json:"status"`
	Fra    string `json:"fra"`
}

// ParseLinje reads one line of the feed. The error is always a *Fejl and never quotes a value.
func ParseLinje(line []byte) (Post, error) {
	if len(line) > MaxLinje {
		return nil, fejl("", fmt.Sprintf("line is longer than %d bytes", MaxLinje), fmt.Sprintf("linjen er længere end %d byte", MaxLinje))
	}
	if !utf8.Valid(line) {
		return nil, fejl("", "line is not UTF-8", "linjen er ikke UTF-8")
	}
	var l linje
	if err := json.Unmarshal(line, &l); err != nil {
		return nil, jsonFejl(err)
	}
	if err := l.checkKey(); err != nil {
		return nil, err
	}
	post, err := l.post()
	if err != nil {
		return nil, err
	}
	return post, nil
}

// jsonFejl words a decoding error without the decoder's own text, which may quote what it read.
func jsonFejl(err error) *Fejl {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return fejl(kind.Field, "has the wrong kind of value", "har en forkert slags værdi")
	}
	return fejl("", "line is not one JSON object", "linjen er ikke ét JSON-objekt")
}

func (l *linje) checkKey() error {
	if err := checkID("id", l.ID, true); err != nil {
		return err
	}
	switch {
	case l.Version == nil:
		return fejl("version", "is missing", "mangler")
	case *l.Version < 0:
		return fejl("version", "must not be negative", "må ikke være negativ")
	}
	return nil
}

// checkID holds an identifier to its length and keeps CPR numbers out of it: ids stand in keys, logs and messages.
func checkID(felt, id string, required bool) error {
	switch {
	case id == "" && required:
		return fejl(felt, "is missing", "mangler")
	case utf8.RuneCountInString(id) > MaxID:
		return fejl(felt, fmt.Sprintf("is longer than %d characters", MaxID), fmt.Sprintf("er længere end %d tegn", MaxID))
	case strings.ContainsFunc(id, unicode.IsControl):
		return fejl(felt, "contains a control character", "indeholder et styretegn")
	}
	if _, err := oio.ParseUUID(id); err == nil {
		return nil // ten digits of a UUID may look like anything
	}
	if _, _, found := oio.FindCPR(id); found {
		return fejl(felt, "looks like it contains a CPR number; give the object another id", "ser ud til at indeholde et CPR-nummer; giv objektet et andet id")
	}
	return nil
}

func (l *linje) post() (Post, error) {
	switch l.Type {
	case TypeSagstype:
		return l.sagstype()
	case TypeYdelse:
		return l.ydelse()
	case TypeEnhed:
		return l.enhed()
	case TypeSag:
		return l.sag()
	case TypeBevilling:
		return l.bevilling()
	case TypeSlet:
		return l.slet()
	case "":
		return nil, fejl("type", "is missing", "mangler")
	}
	return nil, fejl("type", "must be sagstype, ydelse, enhed, sag, bevilling or slet", "skal være sagstype, ydelse, enhed, sag, bevilling eller slet")
}

func (l *linje) slet() (Post, error) {
	switch l.Objekt {
	case TypeSagstype, TypeYdelse, TypeEnhed, TypeSag, TypeBevilling:
		return &Slet{Objekt: l.Objekt, ID: l.ID, Version: *l.Version}, nil
	}
	return nil, fejl("objekt", "must be sagstype, ydelse, enhed, sag or bevilling", "skal være sagstype, ydelse, enhed, sag eller bevilling")
}

// checkName holds the name of a type, service or unit: it is shown on pages and in logs, so no CPR number may hide in it.
func (l *linje) checkName() error {
	if strings.TrimSpace(l.Navn) == "" {
		return fejl("navn", "is missing", "mangler")
	}
	return checkPlain("navn", l.Navn)
}

func checkPlain(felt, text string) error {
	if err := checkText(felt, text); err != nil {
		return err
	}
	if _, _, found := oio.FindCPR(text); found {
		return fejl(felt, "looks like it contains a CPR number", "ser ud til at indeholde et CPR-nummer")
	}
	return nil
}

func checkText(felt, text string) error {
	if len(text) > maxTekst && utf8.RuneCountInString(text) > maxTekst {
		return fejl(felt, fmt.Sprintf("is longer than %d characters", maxTekst), fmt.Sprintf("er længere end %d tegn", maxTekst))
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *linje) sagstype() (Post, error) {
	if err := firstError(l.checkName(), checkPlain("lov", l.Lov), checkPlain("paragraf", l.Paragraf)); err != nil {
		return nil, err
	}
	return &Sagstype{
		ID: l.ID, Version: *l.Version, Navn: strings.TrimSpace(l.Navn), Borgerrettet: l.Borgerrettet,
		Administrativ: l.Administrativ, Lov: l.Lov, Paragraf: l.Paragraf,
	}, nil
}

var arter = map[string]string{
	"": "", "monetær": "monetær", "økonomisk": "monetær", "ressourcemæssig": "ressourcemæssig", "fysisk": "fysisk",
}

func (l *linje) ydelse() (Post, error) {
	err := firstError(l.checkName(), checkID("sagstype", l.Sagstype, true), checkID("kode", l.Kode, false),
		checkPlain("lov", l.Lov), checkPlain("paragraf", l.Paragraf))
	if err != nil {
		return nil, err
	}
	art, known := arter[strings.ToLower(l.Art)]
	if !known {
		return nil, fejl("art", "must be monetær, ressourcemæssig or fysisk", "skal være monetær, ressourcemæssig eller fysisk")
	}
	standard := l.Standard
	switch standard {
	case "":
		standard = Lokal
	case Lokal:
	case FSIII, FFB:
		if l.Kode == "" {
			return nil, fejl("kode", "is missing: a service of FSIII or FFB has the standard's own code", "mangler: en ydelse fra FSIII eller FFB har standardens egen kode")
		}
	default:
		return nil, fejl("standard", "must be lokal, FSIII or FFB", "skal være lokal, FSIII eller FFB")
	}
	return &Ydelse{
		ID: l.ID, Version: *l.Version, Sagstype: l.Sagstype, Navn: strings.TrimSpace(l.Navn), Lov: l.Lov, Paragraf: l.Paragraf,
		Standard: standard, Kode: l.Kode, Art: art, Pakke: l.Pakke, Hold: l.Hold, Aktiv: l.Aktiv == nil || *l.Aktiv,
	}, nil
}

func (l *linje) enhed() (Post, error) {
	if err := firstError(l.checkName(), checkID("overordnet", l.Overordnet, false)); err != nil {
		return nil, err
	}
	if l.Overordnet == l.ID {
		return nil, fejl("overordnet", "must not be the unit itself", "må ikke være enheden selv")
	}
	// P numbers begin with 10; anything else of ten digits may be a CPR number in the wrong field.
	if l.PNummer != "" && !(digits(l.PNummer, 10) && strings.HasPrefix(l.PNummer, "10")) {
		return nil, fejl("pnummer", "must be ten digits that begin with 10", "skal være ti cifre, der begynder med 10")
	}
	if l.CVR != "" && !digits(l.CVR, 8) {
		return nil, fejl("cvr", "must be eight digits", "skal være otte cifre")
	}
	return &Enhed{
		ID: l.ID, Version: *l.Version, Navn: strings.TrimSpace(l.Navn), Overordnet: l.Overordnet, Sagsansvarlig: l.Sagsansvarlig,
		Usynlig: l.Usynlig, Aktiv: l.Aktiv == nil || *l.Aktiv, PNummer: l.PNummer, CVR: l.CVR,
	}, nil
}

func digits(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789") == "" }

func (l *linje) sag() (Post, error) {
	err := firstError(checkID("sagstype", l.Sagstype, true), checkID("enhed", l.Enhed, true),
		checkText("titel", l.Titel), checkText("partNavn", l.PartNavn), checkText("sagsnummer", l.Sagsnummer))
	if err != nil {
		return nil, err
	}
	cpr, err := oio.ParseCPR(l.CPR)
	if err != nil {
		return nil, fejl("cpr", "must be ten digits that begin with a date", "skal være ti cifre, der begynder med en dato")
	}
	sag := &Sag{
		ID: l.ID, Version: *l.Version, Sagstype: l.Sagstype, CPR: cpr, PartNavn: oneLine(l.PartNavn), Titel: oneLine(l.Titel),
		Sagsnummer: oneLine(l.Sagsnummer), Enhed: l.Enhed, Facet: l.Facet,
	}
	if sag.Facet == "" {
		sag.Facet = "G01"
	} else if !isFacet(sag.Facet) {
		return nil, fejl("facet", "must be a capital letter and two digits", "skal være et stort bogstav og to cifre")
	}
	if sag.Oprettet, err = dato("oprettet", l.Oprettet, true); err != nil {
		return nil, err
	}
	if sag.Afsluttet, err = dato("afsluttet", l.Afsluttet, false); err != nil {
		return nil, err
	}
	if sag.Afsluttet != 0 && sag.Afsluttet <= sag.Oprettet {
		return nil, fejl("afsluttet", "must be after oprettet (it is exclusive)", "skal ligge efter oprettet (datoen er eksklusiv)")
	}
	if sag.Foelsomhed, err = foelsomhed(l.Foelsomhed); err != nil {
		return nil, err
	}
	if sag.Registreret, err = tid(l.Registreret); err != nil {
		return nil, err
	}
	if sag.Fremdrift, err = l.fremdrift(); err != nil {
		return nil, err
	}
	if n := len(sag.Fremdrift); n > 0 && sag.Afsluttet != 0 && sag.Fremdrift[n-1].Status != "Afsluttet" && sag.Fremdrift[n-1].Fra >= sag.Afsluttet {
		return nil, fejl("fremdrift", "must not go on after afsluttet", "må ikke fortsætte efter afsluttet")
	}
	return sag, nil
}

// isFacet holds a handlingsfacet to its form: one capital letter (Ø too) and two digits.
func isFacet(s string) bool {
	letter, size := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(letter) && digits(s[size:], 2)
}

var statusser = map[string]int{"Opstaaet": 0, "Oplyst": 1, "Afgjort": 2, "Afsluttet": 3}

// fremdrift reads the states: the first is Opstaaet and each begins later than the one before, so that no period is empty.
// Going back (a reopened case) is allowed.
func (l *linje) fremdrift() ([]Fremdrift, error) {
	var states []Fremdrift
	for i, f := range l.Fremdrift {
		if _, known := statusser[f.Status]; !known {
			return nil, fejl("fremdrift.status", "must be Opstaaet, Oplyst, Afgjort or Afsluttet", "skal være Opstaaet, Oplyst, Afgjort eller Afsluttet")
		}
		fra, err := dato("fremdrift.fra", f.Fra, true)
		if err != nil {
			return nil, err
		}
		if i == 0 && f.Status != "Opstaaet" {
			return nil, fejl("fremdrift", "must begin with Opstaaet", "skal begynde med Opstaaet")
		}
		if i > 0 && fra <= states[i-1].Fra {
			return nil, fejl("fremdrift.fra", "must grow from state to state", "skal vokse fra tilstand til tilstand")
		}
		states = append(states, Fremdrift{Status: f.Status, Fra: fra})
	}
	return states, nil
}

func (l *linje) bevilling() (Post, error) {
	err := firstError(checkID("sag", l.Sag, true), checkID("ydelse", l.Ydelse, true), checkID("enhed", l.Enhed, false), checkText("maengde", l.Maengde))
	if err != nil {
		return nil, err
	}
	b := &Bevilling{ID: l.ID, Version: *l.Version, Sag: l.Sag, Ydelse: l.Ydelse, Enhed: l.Enhed, Maengde: oneLine(l.Maengde)}
	if b.Fra, err = dato("fra", l.Fra, true); err != nil {
		return nil, err
	}
	if b.Til, err = dato("til", l.Til, false); err != nil {
		return nil, err
	}
	if b.Til != 0 && b.Til <= b.Fra {
		return nil, fejl("til", "must be after fra (it is exclusive)", "skal ligge efter fra (datoen er eksklusiv)")
	}
	if b.Foelsomhed, err = foelsomhed(l.Foelsomhed); err != nil {
		return nil, err
	}
	if b.Registreret, err = tid(l.Registreret); err != nil {
		return nil, err
	}
	if b.Beloeb, err = beloeb(l.Beloeb); err != nil {
		return nil, err
	}
	return b, nil
}

func dato(felt, s string, required bool) (oio.Dato, error) {
	if s == "" {
		if required {
			return 0, fejl(felt, "is missing", "mangler")
		}
		return 0, nil
	}
	d, err := oio.ParseDato(s)
	if err != nil {
		return 0, fejl(felt, "must be a date that exists, yyyy-mm-dd", "skal være en dato, der findes, åååå-mm-dd")
	}
	return d, nil
}

func tid(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fejl("registreret", "must be a time with zone, as 2024-01-10T08:00:00+01:00", "skal være et tidspunkt med tidszone, som 2024-01-10T08:00:00+01:00")
	}
	return t, nil
}

func foelsomhed(s string) (oio.Foelsomhed, error) {
	if s == "" {
		return 0, nil
	}
	f, err := oio.ParseFoelsomhed(s)
	if err != nil {
		return 0, fejl("foelsomhed", "must be one of the four official values", "skal være en af de fire officielle værdier")
	}
	return f, nil
}

// beloeb takes an amount as a JSON number or as text, in kroner with a dot (YDI-40).
func beloeb(raw json.RawMessage) (string, error) {
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return "", nil
	}
	text := strings.Trim(string(raw), `"`)
	whole, fraction, dotted := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if whole == "" || strings.Trim(whole+fraction, "0123456789") != "" || (dotted && fraction == "") {
		return "", fejl("beloeb", "must be an amount in kroner such as 1234.50", "skal være et beløb i kroner som 1234.50")
	}
	return text, nil
}

// oneLine folds line breaks and other control characters into blanks: these texts are single-line in the indexes (SDI-23).
func oneLine(s string) string {
	if !strings.ContainsFunc(s, unicode.IsControl) {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == ' ' }), " ")
}
