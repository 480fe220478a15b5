package adgang

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"indeksbro/internal/oio"
)

// Linjefejl is what is wrong with one line, or one role, of a file of roles.
type Linjefejl struct {
	Linje   int // 1 is the first line, or the first role of a JSON file
	Dansk   string
	English string
}

// Error is for commands and logs.
func (f Linjefejl) Error() string { return fmt.Sprintf("line %d: %s", f.Linje, f.English) }

// Rollefejl are all faults of a file; with one, nothing of it is taken.
type Rollefejl []Linjefejl

// Error is the first fault and how many more there are.
func (f Rollefejl) Error() string {
	if len(f) == 1 {
		return f[0].Error()
	}
	return fmt.Sprintf("%v (and %d more)", f[0], len(f)-1)
}

// What a catalogue may be at most: bytes of its file, and roles.
const (
	MaxRollefil = 8 << 20
	maxRoller   = 20_000
)

// sapaFra begins the addresses of user-system roles of SAPA Overblik: whoever has one looks citizens up there.
const sapaFra = "http://sapaoverblik.dk/roles/usersystemrole/"

// rettigheden is the right a user-system role gives, by its address or its name; false when it is another system's.
func rettigheden(text string) (Ret, bool) {
	text = strings.TrimSpace(text)
	for _, r := range Rettigheder {
		if strings.EqualFold(text, string(r)) || text == r.Adresse() {
			return r, true
		}
	}
	switch {
	case strings.EqualFold(text, "Hop fra Overblik til fagsystem"):
		return Hop, true
	case strings.HasPrefix(text, sapaFra), strings.EqualFold(text, "SAPA Overblik"):
		return Opslag, true
	}
	return "", false
}

// LaesRoller reads a list of job-function roles as role catalogues export it: JSON when it begins as that, else CSV with semicolons. The
// error is a Rollefejl when lines are wrong.
func LaesRoller(raw []byte, kommune oio.CVR) ([]Jobrolle, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	switch trimmed := bytes.TrimSpace(raw); {
	case len(raw) > MaxRollefil:
		return nil, Rollefejl{{1, "filen er for stor", "the file is too large"}}
	case len(trimmed) == 0:
		return nil, Rollefejl{{1, "filen er tom", "the file is empty"}}
	case trimmed[0] == '[' || trimmed[0] == '{':
		return parseRollerJSON(trimmed, kommune)
	}
	return parseRollerCSV(raw, kommune)
}

// rollekolonner are the headings of the CSV file, by what is meant.
var rollekolonner = map[string]string{
	"rolle": "navn", "navn": "navn", "jobfunktionsrolle": "navn", "jobfunktion": "navn", "name": "navn",
	"id": "id", "rolleid": "id", "identifier": "id", "uuid": "id",
	"brugersystemrolle": "ret", "brugersystemroller": "ret", "systemrolle": "ret", "systemroller": "ret", "userrole": "ret",
	"kle": "kle", "foelsomhed": "foelsomhed", "følsomhed": "foelsomhed", "orgenhed": "enheder", "enhed": "enheder", "enheder": "enheder", "organisation": "enheder",
	"itsystem": "systemer", "it-system": "systemer", "fagsystem": "systemer", "antal": "antal", "antalbrugere": "antal", "brugere": "antal", "holders": "antal",
}

func parseRollerCSV(raw []byte, kommune oio.CVR) ([]Jobrolle, error) {
	reader := csv.NewReader(bytes.NewReader(raw))
	reader.Comma, reader.FieldsPerRecord, reader.TrimLeadingSpace = ';', -1, true
	heading, err := reader.Read()
	if err != nil {
		return nil, Rollefejl{{1, "filen kan ikke læses som CSV med semikolon", "it is no CSV with semicolons"}}
	}
	column := map[string]int{}
	for i, name := range heading {
		if meant, known := rollekolonner[strings.ToLower(strings.ReplaceAll(strings.TrimSpace(name), " ", ""))]; known {
			column[meant] = i
		}
	}
	l := rollelaeser{kommune: kommune, nr: map[string]int{}}
	for _, needed := range []string{"navn", "id", "ret"} {
		if _, found := column[needed]; !found {
			l.fejl(1, "overskrifterne skal mindst være rolle;id;brugersystemroller", "the headings must at least be rolle;id;brugersystemroller")
			return nil, l.brud
		}
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := reader.FieldPos(0)
		if err != nil {
			var wrong *csv.ParseError
			if errors.As(err, &wrong) {
				line = wrong.Line
			}
			l.fejl(line, "linjen kan ikke læses: anførselstegn passer ikke", "quotes do not match")
			break
		}
		cell := func(meant string) string {
			if i, found := column[meant]; found && i < len(record) {
				return strings.TrimSpace(record[i])
			}
			return ""
		}
		if strings.Join(record, "") == "" {
			continue
		}
		one := linje{nr: line, navn: cell("navn"), id: cell("id"), retter: splitRetter(cell("ret")), antal: cell("antal"), graenser: map[string]string{}}
		for limit, name := range map[string]string{"kle": GraenseKLE, "foelsomhed": GraenseFoelsomhed, "enheder": GraenseEnhed, "systemer": GraenseSystem} {
			if text := cell(limit); text != "" {
				one.graenser[name] = text
			}
		}
		l.tag(one)
	}
	return l.slut()
}

// splitRetter takes several user-system roles in one cell apart.
func splitRetter(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == '|' || r == '\n' })
}

// katalogJSON is one role as OS2rollekatalog-like exports have it; both Danish and English names are taken.
type katalogJSON struct {
	ID        any    `json:"id"`
	Navn      string `json:"navn"`
	Name      string `json:"name"`
	Antal     *int   `json:"antal"`
	Holders   *int   `json:"holders"`
	UserRoles []struct {
		Identifier  string `json:"identifier"`
		Name        string `json:"name"`
		Constraints []struct {
			Type  string `json:"type"`
			Value string `json:"value"`
		} `json:"constraints"`
	} `json:"userRoles"`
}

func parseRollerJSON(raw []byte, kommune oio.CVR) ([]Jobrolle, error) {
	var roles []katalogJSON
	if raw[0] == '{' {
		var around struct {
			Roles  []katalogJSON `json:"roles"`
			Roller []katalogJSON `json:"roller"`
		}
		if err := json.Unmarshal(raw, &around); err != nil {
			return nil, Rollefejl{{1, "filen er ikke gyldig JSON", "it is no valid JSON: " + oio.MaskCPR(err.Error())}}
		}
		roles = append(around.Roles, around.Roller...)
	} else if err := json.Unmarshal(raw, &roles); err != nil {
		return nil, Rollefejl{{1, "filen er ikke gyldig JSON", "it is no valid JSON: " + oio.MaskCPR(err.Error())}}
	}
	l := rollelaeser{kommune: kommune, nr: map[string]int{}}
	for i, role := range roles {
		base := linje{nr: i + 1, navn: role.Navn + role.Name}
		switch id := role.ID.(type) {
		case string:
			base.id = id
		case float64:
			base.id = strconv.FormatFloat(id, 'f', -1, 64)
		}
		if n := role.Antal; n != nil {
			base.antal = strconv.Itoa(*n)
		} else if n := role.Holders; n != nil {
			base.antal = strconv.Itoa(*n)
		}
		for _, r := range role.UserRoles {
			one := base
			one.retter, one.graenser = []string{r.Identifier}, map[string]string{}
			if r.Identifier == "" {
				one.retter = []string{r.Name}
			}
			for _, c := range r.Constraints {
				one.graenser[graenseNavn(c.Type)] = c.Value
			}
			l.tag(one)
		}
		if len(role.UserRoles) == 0 {
			l.tag(base)
		}
	}
	return l.slut()
}

// graenseNavn is a limit's address, also when only its last part but one is told.
func graenseNavn(text string) string {
	for _, name := range []string{GraenseKLE, GraenseFoelsomhed, GraenseEnhed, GraenseSystem} {
		short := strings.TrimSuffix(strings.TrimPrefix(name, "http://sts.kombit.dk/constraints/"), "/1")
		if strings.EqualFold(text, short) {
			return name
		}
	}
	return text
}

// linje is one line of a file: one group of one role.
type linje struct {
	nr              int
	navn, id, antal string
	retter          []string
	graenser        map[string]string
}

// rollelaeser gathers lines to roles, and what is wrong.
type rollelaeser struct {
	kommune oio.CVR
	roller  []Jobrolle
	nr      map[string]int // of a role in roller, by id
	brud    Rollefejl
}

func (l *rollelaeser) fejl(nr int, dansk, english string) {
	if len(l.brud) < 100 {
		l.brud = append(l.brud, Linjefejl{nr, dansk, english})
	}
}

func (l *rollelaeser) tag(one linje) {
	holders := -1
	switch {
	case one.navn == "" || one.id == "":
		l.fejl(one.nr, "rollen mangler navn eller id", "the role has no name or no id")
		return
	case len(one.navn) > 500 || len(one.id) > 200:
		l.fejl(one.nr, "navn eller id er for langt", "name or id is too long")
		return
	case oio.MaskCPR(one.navn) != one.navn, oio.MaskCPR(one.id) != one.id:
		l.fejl(one.nr, "navn eller id ligner et CPR-nummer", "name or id looks like a CPR number")
		return
	case len(one.retter) == 0:
		l.fejl(one.nr, "rollen har ingen brugersystemrolle", "the role has no user-system role")
		return
	case one.antal != "":
		n, err := strconv.Atoi(one.antal)
		if err != nil || n < 0 {
			l.fejl(one.nr, "antallet er ikke et tal", "the number of holders is no number")
			return
		}
		holders = n
	}
	at, known := l.nr[one.id]
	if !known {
		at = len(l.roller)
		l.nr[one.id] = at
		l.roller = append(l.roller, Jobrolle{ID: one.id, Navn: one.navn, Antal: holders})
	}
	role := &l.roller[at]
	if role.Navn != one.navn {
		l.fejl(one.nr, "id'et bruges af to roller med hver sit navn", "two roles of different names have the id")
		return
	}
	role.Antal = max(role.Antal, holders)
	g := Gruppe{Navn: one.navn, Kommune: l.kommune}
	for _, text := range one.retter {
		if right, ours := rettigheden(text); ours {
			g.Retter = append(g.Retter, right)
		}
	}
	if len(g.Retter) == 0 {
		return // another system's
	}
	for _, name := range []string{GraenseKLE, GraenseFoelsomhed, GraenseEnhed, GraenseSystem} {
		if value, told := one.graenser[name]; told {
			g.graens(name, value)
			delete(one.graenser, name)
			if g.Lukket != "" {
				l.fejl(one.nr, g.Lukket, "a limit cannot be read: "+name)
				return
			}
		}
	}
	if len(one.graenser) > 0 {
		g.Lukket = "gruppen har en afgrænsning, der ikke kendes" // as a log-in with it would be
	}
	role.Grupper = append(role.Grupper, g)
}

func (l *rollelaeser) slut() ([]Jobrolle, error) {
	if len(l.roller) == 0 && len(l.brud) == 0 {
		l.fejl(1, "filen har ingen roller", "there are no roles in it")
	}
	if len(l.roller) > maxRoller {
		l.fejl(1, "filen har for mange roller", "there are too many roles in it")
	}
	if len(l.brud) > 0 {
		return nil, l.brud
	}
	return l.roller, nil
}
