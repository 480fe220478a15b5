// Package politik is what a municipality has chosen for itself: one table of keys with meaning, default and check, and the
// values that hold. Nothing here acts; projection, export and mirror read it.
package politik

import (
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"indeksbro/internal/oio"
)

// Politik is a municipality's choices.
type Politik struct {
	Navn                string   // the municipality's name, as readers see it
	Organisation        oio.UUID // its Organisation in FK Organisation; zero: derived from the CVR number
	System              oio.UUID // the care record's instance; zero: derived from the CVR number
	SystemNavn          string
	HoldBack            bool          // R028: an unmapped ydelse waits
	EgenFSIII           bool          // R021: FSIII forebyggelse og genoptræning is used in the care record itself
	Model               int           // R075: 1 detailed, 2 high up
	DefaultEnhed        oio.UUID      // R007's override
	Procent             float64       // R100: share of the objects
	Borgere             int           // R100: citizens
	KendtSag            string        // R101: id of a case every full file must have; empty: none
	Strict              bool          // feeds are taken whole or not at all
	KLEFilter           string        // R062, remembered from the last import that gave one
	SapaSkjulte         bool          // SAPA tells that there is a case, without its content, where a caseworker may not see it (06 §1.3)
	SOAPMild            bool          // messages are judged as the real indexes are believed to, not by every rule of the guides
	SOAPHenvisninger    bool          // a removal over SOAP tells who refers to what goes (SDI-83); it reads the whole index
	MaalSDI             string        // address of the Sags- og Dokumentindeks to export to; empty: the embedded one
	MaalYDI             string        // address of the Ydelsesindeks to export to, without the service's name; empty: the embedded one
	MaalSTS             string        // address of the token service for those
	Certifikat          string        // file with the client certificate and its key, PEM or PKCS#12
	KildeKlassifikation string        // address of FK Klassifikation for the daily import; empty: files are imported by hand
	KildeOrganisation   string        // address of FK Organisation for it
	Haendelser          string        // address that is told of changed objects; empty: nobody
	HaendelseForm       string        // in which form: FormCloudEvents or FormBesked
	FartSDI             float64       // R098: objects a second to the Sags- og Dokumentindeks, as agreed; 0: no limit
	FartYDI             float64       // R098: to the Ydelsesindeks
	Samtidige           int           // calls at the same time to an index by address
	Portion             int           // objects a call to it, at most
	Stille              Stilletid     // hours in which nothing is sent
	Samling             time.Duration // changes wait so long for others of their object; negative: as the target is
	RevisionMaaneder    int           // R116: how long the audit log is kept
	RevisionGentaget    int           // R116: so many look-ups of one citizen by one user in a period raise an alarm
	RevisionKLE         string        // R116: KLE numbers whose look-ups raise an alarm, as a data boundary tells them
	Arbejdstid          Stilletid     // R116: look-ups outside it raise an alarm; zero: not asked
	Noedadgang          bool          // R116: a caseworker may open a citizen beyond her boundary, with a reason, for NoedMinutter
	BorgerSerLog        bool          // R116: citizens see which departments looked them up
	MaalFrist           time.Duration // how long an index by address may take to answer a call
	Proeve              string        // R099: the sagstyper of a test run, separated by commas; empty: all that are marked
	BarnetsLov          string        // R053: A, B or C, how children's cases passed from SEL to Barnets lov; empty: not told
	Vaert               string        // host names under which browsers and machines ask for the municipality, separated by commas; empty: none of its own
	EgenNoegle          string        // fingerprint of the municipality's own secret; empty: its keys are made of the installation's
	Lukket              string        // since when nothing is done for it, since it is being deleted; empty: it is served
}

// Default is what holds until a municipality chooses otherwise.
// Korsbæk has the identities of the official examples (05a §7.2).
func Default(kommune oio.CVR) Politik {
	p := Politik{
		Navn: "Kommune " + string(kommune), SystemNavn: "EOJ", HoldBack: true, SOAPHenvisninger: true, Model: 1, HaendelseForm: FormCloudEvents, Procent: 2, Borgere: 100, Samtidige: 4, Portion: portionMest, Samling: -1, MaalFrist: 2 * time.Minute,
		RevisionMaaneder: 6, RevisionGentaget: 10, Arbejdstid: Stilletid{Fra: 6 * time.Hour, Til: 18 * time.Hour},
		Organisation: oio.NameUUID("organisation/" + string(kommune)), System: oio.NameUUID("it-system/" + string(kommune)),
	}
	if kommune == oio.Korsbaek {
		p.Navn, p.SystemNavn = "Korsbæk Kommune", "Fiktivt EOJ"
		p.Organisation = oio.MustUUID("0235dc7b-11c4-4ee5-b685-9f638f5cd032")
	}
	return p
}

// Felt is one key of the table.
type Felt struct {
	Noegle string
	Hvad   string // what it decides, in English
	Drift  bool   // about how things are run: changes nothing that is sent
	Laast  bool   // part of every object's identity: cannot change once something has been sent
	set    func(*Politik, string) error
	get    func(*Politik) string
}

var felter = []Felt{
	{Noegle: "navn", Hvad: "the municipality's name", set: name(func(p *Politik) *string { return &p.Navn }), get: func(p *Politik) string { return p.Navn }},
	{Noegle: "organisation", Hvad: "UUID of its Organisation in FK Organisation", set: uuid(func(p *Politik) *oio.UUID { return &p.Organisation }), get: func(p *Politik) string { return p.Organisation.String() }},
	{Noegle: "system", Hvad: "UUID of the care record's instance", Laast: true, set: uuid(func(p *Politik) *oio.UUID { return &p.System }), get: func(p *Politik) string { return p.System.String() }},
	{Noegle: "system-navn", Hvad: "name of the care record", set: name(func(p *Politik) *string { return &p.SystemNavn }), get: func(p *Politik) string { return p.SystemNavn }},
	{Noegle: "hold-back", Hvad: "R028: hold grants of unmapped ydelser back", set: boolean(func(p *Politik) *bool { return &p.HoldBack }), get: func(p *Politik) string { return strconv.FormatBool(p.HoldBack) }},
	{Noegle: "egen-fsiii", Hvad: "R021: FSIII forebyggelse og genoptræning is used in the care record", set: boolean(func(p *Politik) *bool { return &p.EgenFSIII }), get: func(p *Politik) string { return strconv.FormatBool(p.EgenFSIII) }},
	{Noegle: "model", Hvad: "R075: 1 detailed, 2 high up", set: setModel, get: func(p *Politik) string { return strconv.Itoa(p.Model) }},
	{Noegle: "default-enhed", Hvad: "R007: unit for cases whose own resolves to none; empty: such cases are held", set: optionalUUID(func(p *Politik) *oio.UUID { return &p.DefaultEnhed }), get: getDefaultEnhed},
	{Noegle: "deletion-percent", Drift: true, Hvad: "R100: share of the objects that may be removed without a named person", set: setProcent, get: func(p *Politik) string { return strconv.FormatFloat(p.Procent, 'f', -1, 64) }},
	{Noegle: "deletion-citizens", Drift: true, Hvad: "R100: citizens whose objects may be removed without a named person", set: setBorgere, get: func(p *Politik) string { return strconv.Itoa(p.Borgere) }},
	{Noegle: "kendt-sag", Hvad: "R101: id of a case that every full file must have", set: text(func(p *Politik) *string { return &p.KendtSag }), get: func(p *Politik) string { return p.KendtSag }},
	{Noegle: "strict", Drift: true, Hvad: "take feeds whole or not at all", set: boolean(func(p *Politik) *bool { return &p.Strict }), get: func(p *Politik) string { return strconv.FormatBool(p.Strict) }},
	{Noegle: "kle-filter", Hvad: "R062: prefixes to import, such as 27,29; empty: everything", set: text(func(p *Politik) *string { return &p.KLEFilter }), get: func(p *Politik) string { return p.KLEFilter }},
	{Noegle: "sapa-skjulte", Hvad: "tell caseworkers that there is a case they may not see, without its content", set: boolean(func(p *Politik) *bool { return &p.SapaSkjulte }), get: func(p *Politik) string { return strconv.FormatBool(p.SapaSkjulte) }},
	{Noegle: "soap-mild", Hvad: "judge messages from other systems as the real indexes are believed to, not by every rule of the guides", set: boolean(func(p *Politik) *bool { return &p.SOAPMild }), get: func(p *Politik) string { return strconv.FormatBool(p.SOAPMild) }},
	{Noegle: "soap-henvisninger", Hvad: "a removal over SOAP tells which objects refer to what goes (SDI-83); it reads the whole index", set: boolean(func(p *Politik) *bool { return &p.SOAPHenvisninger }), get: func(p *Politik) string { return strconv.FormatBool(p.SOAPHenvisninger) }},
	{Noegle: "maal-sdi", Hvad: "address of the Sags- og Dokumentindeks to export to; empty: the embedded one", set: text(func(p *Politik) *string { return &p.MaalSDI }), get: func(p *Politik) string { return p.MaalSDI }},
	{Noegle: "maal-ydi", Hvad: "address of the Ydelsesindeks to export to, up to the service's name; empty: the embedded one", set: text(func(p *Politik) *string { return &p.MaalYDI }), get: func(p *Politik) string { return p.MaalYDI }},
	{Noegle: "maal-sts", Hvad: "address of the token service for maal-sdi and maal-ydi; empty: messages go unsigned, which only a demo takes", set: text(func(p *Politik) *string { return &p.MaalSTS }), get: func(p *Politik) string { return p.MaalSTS }},
	{Noegle: "certifikat", Hvad: "file with the client certificate and its key for maal-sts, PEM or PKCS#12", set: text(func(p *Politik) *string { return &p.Certifikat }), get: func(p *Politik) string { return p.Certifikat }},
	{Noegle: "kilde-klassifikation", Hvad: "R060: address of FK Klassifikation for the daily import: Klasse, KlassifikationListeHent, or that as JSON; empty: none", set: text(func(p *Politik) *string { return &p.KildeKlassifikation }), get: func(p *Politik) string { return p.KildeKlassifikation }},
	{Noegle: "kilde-organisation", Hvad: "R079: address of FK Organisation for the daily import, up to the service's name or with {tjeneste} in its place; empty: none", set: text(func(p *Politik) *string { return &p.KildeOrganisation }), get: func(p *Politik) string { return p.KildeOrganisation }},
	{Noegle: "haendelser", Hvad: "address that is told of each object of the embedded indexes that is stored, changed or removed; empty: nobody", set: text(func(p *Politik) *string { return &p.Haendelser }), get: func(p *Politik) string { return p.Haendelser }},
	{Noegle: "haendelser-form", Hvad: "in which form: cloudevents, or haendelsesbesked as Beskedfordeler's envelope", set: setForm, get: func(p *Politik) string { return p.HaendelseForm }},
	{Noegle: "fart-sdi", Drift: true, Hvad: "R098: objects a second to the Sags- og Dokumentindeks, as agreed; 0: no limit", set: rate(func(p *Politik) *float64 { return &p.FartSDI }), get: func(p *Politik) string { return strconv.FormatFloat(p.FartSDI, 'f', -1, 64) }},
	{Noegle: "fart-ydi", Drift: true, Hvad: "R098: objects a second to the Ydelsesindeks, as agreed; 0: no limit", set: rate(func(p *Politik) *float64 { return &p.FartYDI }), get: func(p *Politik) string { return strconv.FormatFloat(p.FartYDI, 'f', -1, 64) }},
	{Noegle: "samtidige", Drift: true, Hvad: "calls at the same time to an index by address, at most", set: setSamtidige, get: func(p *Politik) string { return strconv.Itoa(p.Samtidige) }},
	{Noegle: "portion", Drift: true, Hvad: "objects in a call to an index by address, at most", set: setPortion, get: func(p *Politik) string { return strconv.Itoa(p.Portion) }},
	{Noegle: "stille-timer", Drift: true, Hvad: "hours in which nothing is sent, such as 22:00-05:30; empty: none", set: setStille, get: func(p *Politik) string { return p.Stille.String() }},
	{Noegle: "samling", Drift: true, Hvad: "seconds that changes wait for others of their object; auto: 30 for an index by address, else 0", set: setSamling, get: getSamling},
	{Noegle: "maal-frist", Drift: true, Hvad: "seconds an index by address may take to answer a call, 1 to 600; later it counts as no answer (R103)", set: setFrist, get: func(p *Politik) string { return strconv.Itoa(int(p.MaalFrist / time.Second)) }},
	{Noegle: "revision-maaneder", Drift: true, Hvad: "R116: months the audit log is kept, 6 to 60", set: setMaaneder, get: func(p *Politik) string { return strconv.Itoa(p.RevisionMaaneder) }},
	{Noegle: "revision-gentaget", Drift: true, Hvad: "R116: so many look-ups of one citizen by one user in a period raise an alarm; 0: never", set: setGentaget, get: func(p *Politik) string { return strconv.Itoa(p.RevisionGentaget) }},
	{Noegle: "revision-kle", Drift: true, Hvad: "R116: KLE numbers whose look-ups raise an alarm, such as 27.66.*; empty: none", set: text(func(p *Politik) *string { return &p.RevisionKLE }), get: func(p *Politik) string { return p.RevisionKLE }},
	{Noegle: "arbejdstid", Drift: true, Hvad: "R116: look-ups outside these hours, and at weekends, raise an alarm; empty: not asked", set: setArbejdstid, get: func(p *Politik) string { return p.Arbejdstid.String() }},
	{Noegle: "noedadgang", Drift: true, Hvad: "R116: a caseworker may open a citizen beyond the boundary for an hour, with a stated reason", set: boolean(func(p *Politik) *bool { return &p.Noedadgang }), get: func(p *Politik) string { return strconv.FormatBool(p.Noedadgang) }},
	{Noegle: "borger-ser-log", Drift: true, Hvad: "R116: citizens see which departments looked them up, when and why", set: boolean(func(p *Politik) *bool { return &p.BorgerSerLog }), get: func(p *Politik) string { return strconv.FormatBool(p.BorgerSerLog) }},
	{Noegle: "proeve", Hvad: "R099: ids of the only sagstyper that are sent for the time being, separated by commas; empty: all that are marked", set: setProeve, get: func(p *Politik) string { return p.Proeve }},
	{Noegle: "barnets-lov", Hvad: "R053: A new names from 2024, B new names later, C old names changed; empty: not told", set: setBarnetsLov, get: func(p *Politik) string { return p.BarnetsLov }},
	{Noegle: Vaert, Drift: true, Hvad: "host names under which the municipality is asked for, separated by commas; empty: none of its own", set: setVaert, get: func(p *Politik) string { return p.Vaert }},
	{Noegle: EgenNoegle, Drift: true, Hvad: "fingerprint of the municipality's own secret, as `indeksbro kommune ny` made it; empty: the installation's", set: text(func(p *Politik) *string { return &p.EgenNoegle }), get: func(p *Politik) string { return p.EgenNoegle }},
	{Noegle: Lukket, Drift: true, Hvad: "since when nothing is done for the municipality, as `indeksbro kommune slet` wrote; empty: it is served", set: text(func(p *Politik) *string { return &p.Lukket }), get: func(p *Politik) string { return p.Lukket }},
}

// The keys that are about the installation, not chosen by a municipality: the first may be set by whoever runs it, the others are written by
// the commands that make and delete a municipality.
const (
	Vaert      = "vaert"
	EgenNoegle = "egen-noegle"
	Lukket     = "lukket"
)

// Felter lists the keys in the order they are shown.
func Felter() []Felt { return felter }

// Vaerdi is what holds for the key, as text.
func (f Felt) Vaerdi(p Politik) string { return f.get(&p) }

// Find gives a key, or an error that names all of them.
func Find(noegle string) (Felt, error) {
	var names []string
	for _, f := range felter {
		if f.Noegle == noegle {
			return f, nil
		}
		names = append(names, f.Noegle)
	}
	sort.Strings(names)
	return Felt{}, fmt.Errorf("no policy %q; there is %s", noegle, strings.Join(names, ", "))
}

// Set gives a policy with one key changed. The error says what the key takes.
func (p Politik) Set(noegle, vaerdi string) (Politik, error) {
	f, err := Find(noegle)
	if err != nil {
		return p, err
	}
	if err := f.set(&p, strings.TrimSpace(vaerdi)); err != nil {
		return p, fmt.Errorf("policy %s: %w", noegle, err)
	}
	return p, nil
}

// name is text that must not be empty: it stands as FuldtNavn and SystemNavn on every object.
func name(field func(*Politik) *string) func(*Politik, string) error {
	set := text(field)
	return func(p *Politik, s string) error {
		if s == "" {
			return fmt.Errorf("want a name")
		}
		return set(p, s)
	}
}

func text(field func(*Politik) *string) func(*Politik, string) error {
	return func(p *Politik, s string) error {
		if utf8.RuneCountInString(s) > 255 {
			return fmt.Errorf("want at most 255 characters")
		}
		*field(p) = s
		return nil
	}
}

func boolean(field func(*Politik) *bool) func(*Politik, string) error {
	return func(p *Politik, s string) error {
		v, err := strconv.ParseBool(s)
		if err != nil {
			return fmt.Errorf("want true or false")
		}
		*field(p) = v
		return nil
	}
}

func uuid(field func(*Politik) *oio.UUID) func(*Politik, string) error {
	return func(p *Politik, s string) error {
		v, err := oio.ParseUUID(s)
		if err != nil {
			return err
		}
		if v.IsZero() {
			return fmt.Errorf("want a UUID that is not all zeros")
		}
		*field(p) = v
		return nil
	}
}

func optionalUUID(field func(*Politik) *oio.UUID) func(*Politik, string) error {
	set := uuid(field)
	return func(p *Politik, s string) error {
		if s == "" {
			*field(p) = oio.UUID{}
			return nil
		}
		return set(p, s)
	}
}

func getDefaultEnhed(p *Politik) string {
	if p.DefaultEnhed.IsZero() {
		return ""
	}
	return p.DefaultEnhed.String()
}

// vaertnavn is one host name: letters, digits and hyphens between full stops, no port.
var vaertnavn = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*$`)

// setVaert takes host names as browsers send them.
func setVaert(p *Politik, s string) error {
	var names []string
	for one := range strings.SplitSeq(strings.ToLower(s), ",") {
		one = strings.TrimSuffix(strings.TrimSpace(one), ".")
		if one == "" {
			continue
		}
		if len(one) > 253 || !vaertnavn.MatchString(one) {
			return fmt.Errorf("want host names such as korsbaek.indeksbro.dk, separated by commas, without port")
		}
		names = append(names, one)
	}
	p.Vaert = strings.Join(names, ",")
	return nil
}

// Vaerter are the host names of the municipality.
func (p *Politik) Vaerter() []string {
	if p.Vaert == "" {
		return nil
	}
	return strings.Split(p.Vaert, ",")
}

// The forms in which news is told.
const (
	FormCloudEvents = "cloudevents"
	FormBesked      = "haendelsesbesked"
)

func setForm(p *Politik, s string) error {
	if s != FormCloudEvents && s != FormBesked {
		return fmt.Errorf("want %s or %s", FormCloudEvents, FormBesked)
	}
	p.HaendelseForm = s
	return nil
}

func setModel(p *Politik, s string) error {
	if s != "1" && s != "2" {
		return fmt.Errorf("want 1 or 2")
	}
	p.Model = int(s[0] - '0')
	return nil
}

func setBarnetsLov(p *Politik, s string) error {
	switch s {
	case "", "A", "B", "C":
		p.BarnetsLov = s
		return nil
	}
	return fmt.Errorf("want A, B or C, or nothing")
}

func setProcent(p *Politik, s string) error {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= 0 && v <= 100) { // NaN is no limit at all
		return fmt.Errorf("want a number from 0 to 100")
	}
	p.Procent = v
	return nil
}

func setBorgere(p *Politik, s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 0 {
		return fmt.Errorf("want a whole number, 0 or more")
	}
	p.Borgere = v
	return nil
}

// Proevet are the sagstyper of the test run; none: there is no test run.
func (p *Politik) Proevet() []string {
	if p.Proeve == "" {
		return nil
	}
	return strings.Split(p.Proeve, ",")
}

func setProeve(p *Politik, s string) error {
	var ids []string
	for id := range strings.SplitSeq(s, ",") {
		if id = strings.TrimSpace(id); id != "" {
			ids = append(ids, id)
		}
	}
	if len(s) > 10_000 {
		return fmt.Errorf("want at most 10000 bytes of ids")
	}
	p.Proeve = strings.Join(ids, ",")
	return nil
}
