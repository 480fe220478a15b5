package program

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/faelles"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
	"indeksbro/internal/ydelsestype"
)

const (
	afklaringssti = sti + "/afklaringer"
	fki           = "FKI@kombit.dk"
)

// Efterlyst is a name that municipalities wait for an answer about.
type Efterlyst struct {
	Art                 mapping.Art
	Navn, Lov, Paragraf string
	Kommuner            []string // by name
}

// Svarfejl is an answer that cannot hang on the board.
type Svarfejl struct{ Err error }

// Error is for logs.
func (f *Svarfejl) Error() string { return "the answer cannot be put up: " + f.Err.Error() }

// Unwrap gives the reason.
func (f *Svarfejl) Unwrap() error { return f.Err }

// afklaringsruter are the pages of what nobody could find (R015, R047).
func (s *Sider) afklaringsruter(r web.Ramme) {
	r.Som(faellesroller, "GET "+afklaringssti, s.afklaringer)
	r.Som(adgang.CuraAdministrator, "POST "+afklaringssti+"/sendt", s.noterSendt)
	r.Som(adgang.CuraAdministrator, "POST "+afklaringssti+"/svar", s.noterSvar)
	r.Som(adgang.CuraAdministrator, "POST "+afklaringssti+"/anvend", s.anvend)
	r.Som(adgang.Programleder, "POST "+afklaringssti+"/opslag", s.svarTilAlle)
}

// afklaringView is the list with everything that may answer it.
type afklaringView struct {
	Venter, Besvarede, Anvendte []afklaring
	Usendte                     int
	Tekst, Brev                 string
	Svar                        []faelles.Svar
	Efterlyste                  []efterlyst
	Typer                       []ydelsestype.Type // that may be chosen
	Fravalg                     []ydelsestype.Fravalg
	Nye                         []ydelsestype.Type
	Aendret                     []ydelsestype.Change
	Idag                        string
	Besked                      page.Besked
	Kvittering                  vaerksted.Kvittering
}

// afklaring is a question with the answers others got.
type afklaring struct {
	rules.Afklaring
	Svarene []faelles.Svar
}

// efterlyst is a name others wait about, with the answer that hangs on the board, if any.
type efterlyst struct {
	Efterlyst
	Svar []faelles.Svar
}

func (s *Sider) afklaringer(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	b := page.Besked{}
	switch said := r.URL.Query(); {
	case said.Has("sendt"):
		b.Gjort = "Det er noteret, at spørgsmålene er sendt til FKI."
	case said.Has("svaret"):
		b.Gjort = "Svaret er noteret."
	case said.Has("delt"):
		b.Gjort = "Svaret er noteret og vises for de andre kommuner."
	case said.Has("fortrudt"):
		b.Gjort = "Det er fortrudt."
	}
	return s.visAfklaringer(w, r, id, b)
}

func (s *Sider) visAfklaringer(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	v := &afklaringView{Tekst: rules.Afklaringstekst(bord.Snapshot, s.ramme.Site.Kommune), Besked: b, Kvittering: fortrudt(r.URL.Query()), Idag: oio.DatoOf(s.Nu()).String(), Fravalg: ydelsestype.IkkeOprettet()}
	v.Brev = "mailto:" + fki + "?" + strings.ReplaceAll(url.Values{"subject": {"Afklaring af ydelsestyper og KLE for " + s.ramme.Site.Kommune}, "body": {v.Tekst}}.Encode(), "+", "%20")
	if v.Svar, err = s.Faelles.Svarene(r.Context()); err != nil {
		return err
	}
	for _, a := range rules.Afklaringer(bord.Snapshot) {
		one := afklaring{Afklaring: a}
		switch {
		case a.Venter():
			one.Svarene = slices.DeleteFunc(faelles.Til(v.Svar, a.Art, a.Navn, a.Lov, a.Paragraf), func(s faelles.Svar) bool {
				return a.Tilstand == rules.PaaVej && s.Slags == faelles.PaaVej // that is known
			})
			v.Venter = append(v.Venter, one)
			if a.Tilstand == rules.Spurgt {
				v.Usendte++
			}
		case a.Tilstand == rules.Besvaret:
			v.Besvarede = append(v.Besvarede, one)
		default:
			v.Anvendte = append(v.Anvendte, one)
		}
	}
	wanted, err := s.Faelles.Efterlyste(r.Context())
	if err != nil {
		return err
	}
	for _, e := range wanted {
		v.Efterlyste = append(v.Efterlyste, efterlyst{e, faelles.Til(v.Svar, e.Art, e.Navn, e.Lov, e.Paragraf)})
	}
	if err := v.katalog(bord); err != nil {
		return err
	}
	status := http.StatusOK
	if len(b.Fejl) > 0 {
		status = http.StatusUnprocessableEntity
	}
	s.ramme.Site.Vis(w, r, status, s.side("Afklaringer", id), afklaringsside(v))
	return nil
}

// katalog is what may be chosen, and what the workshop's release brought.
func (v *afklaringView) katalog(bord *vaerksted.Bord) error {
	for _, t := range bord.Snapshot.Grundlag.Katalog.Typer() {
		if t.Valgbar(bord.Snapshot.Politik.EgenFSIII) == nil {
			v.Typer = append(v.Typer, t)
		}
	}
	first, err := ydelsestype.Indlejret(ydelsestype.Releases()[0])
	if err != nil {
		return err
	}
	d := ydelsestype.Diff(first, bord.Snapshot.Grundlag.Katalog)
	v.Nye, v.Aendret = d.Nye, d.Aendret
	return nil
}

// noterSendt notes that every question that was not sent before is sent now.
func (s *Sider) noterSendt(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	day, err := oio.ParseDato(strings.TrimSpace(r.PostFormValue("dato")))
	if err != nil || day > oio.DatoOf(s.Nu()) {
		return s.visAfklaringer(w, r, id, page.Besked{Fejl: []string{"Skriv den dag, brevet blev sendt. Den kan ikke ligge i fremtiden."}})
	}
	desk := s.Desk
	bord, err := desk.Bord(r.Context())
	if err != nil {
		return err
	}
	var notes []mapping.Note
	for _, a := range rules.Afklaringer(bord.Snapshot) {
		if a.Tilstand == rules.Spurgt {
			notes = append(notes, mapping.Note{Af: hvem(id), Art: a.Art, ID: a.ID, Slags: mapping.Sendt, Kode: day.String()})
		}
	}
	if err := desk.Noter(r.Context(), notes); err != nil {
		return err
	}
	http.Redirect(w, r, afklaringssti+"?sendt=1", http.StatusSeeOther)
	return nil
}

// svarord are the answers in words.
var svarord = map[faelles.Svarslags]string{faelles.Findes: "Der er en type", faelles.PaaVej: "En ny type er på vej", faelles.Oprette: "Den oprettes ikke"}

// laesSvar reads an answer of a form about a name. The fault is for people; empty when there is none.
func laesSvar(r *http.Request, bord *vaerksted.Bord, s faelles.Svar) (faelles.Svar, string) {
	s.Slags, s.Tekst = faelles.Svarslags(r.PostFormValue("slags")), strings.Join(strings.Fields(r.PostFormValue("tekst")), " ")
	code := strings.TrimSpace(r.PostFormValue("kode"))
	switch {
	case code == "":
	case strings.EqualFold(code, "ikke"):
		s.Valg = "ikke"
	case s.Art == mapping.Sagstype:
		s.Valg = "kle=" + code
	default:
		s.Valg = "type=" + code
	}
	if s.Slags == faelles.Oprette && s.Valg == "" {
		s.Valg = "ikke" // none is made, and nothing is named in its place
	}
	v, ok := s.Mapping()
	switch {
	case svarord[s.Slags] == "":
		return s, "Vælg, hvad svaret er."
	case s.Slags == faelles.PaaVej && s.Valg != "":
		return s, "En type, der er på vej, kan ikke vælges endnu. Lad feltet være tomt."
	case s.Slags == faelles.PaaVej:
		return s, ""
	case s.Slags == faelles.Findes && s.Valg == "":
		return s, "Skriv, hvilken type eller hvilket nummer der skal bruges."
	case !ok:
		return s, "Koden kan ikke læses. Skriv en ydelsestypes nøgle eller et KLE-nummer med seks cifre."
	}
	if t, found := bord.Snapshot.Grundlag.Katalog.Find(v.Type); found {
		s.Titel = t.Navn
	} else if v.Type != "" {
		return s, "Ydelsestypen er ikke i kataloget. Vælg en fra listen."
	}
	if class, found := bord.Snapshot.KLE.Find(v.KLE); found && v.KLE.ErEmne() {
		s.Titel = class.Titel
	} else if v.KLE != "" {
		return s, "KLE-nummeret er ikke et emne i den KLE, I har hentet."
	}
	return s, ""
}

// noterSvar keeps what FKI answered about a name of one's own, and shows it to the others when told so.
func (s *Sider) noterSvar(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	desk := s.Desk
	bord, err := desk.Bord(r.Context())
	if err != nil {
		return err
	}
	art, err := mapping.ParseArt(r.PostFormValue("art"))
	if err != nil {
		return ulaeselig(afklaringssti)
	}
	row, found := bord.Raekke(art, r.PostFormValue("id"))
	if !found {
		return ulaeselig(afklaringssti)
	}
	of, err := s.Faelles.Saet(r.Context())
	if err != nil {
		return err
	}
	answer, fault := laesSvar(r, bord, faelles.Svar{Art: art, Navn: row.Navn, Lov: row.Lov, Paragraf: row.Paragraf, Dato: oio.DatoOf(s.Nu()), Fra: of.Navn})
	if fault != "" {
		return s.visAfklaringer(w, r, id, page.Besked{Fejl: []string{fault}})
	}
	said := "svaret"
	if r.PostFormValue("del") != "" {
		said = "delt"
		err := s.Faelles.SlaaSvarOp(r.Context(), answer, hvem(id))
		var refused *Svarfejl
		if errors.As(err, &refused) {
			return s.visAfklaringer(w, r, id, page.Besked{Fejl: []string{"Svaret kan ikke vises for andre: navnet eller teksten ligner noget om en person. Fjern krydset for at gemme det her alene."}})
		}
		if err != nil {
			return err
		}
	}
	if err := desk.Noter(r.Context(), []mapping.Note{svarnote(&answer, row.ID, hvem(id))}); err != nil {
		return err
	}
	http.Redirect(w, r, afklaringssti+"?"+said+"=1", http.StatusSeeOther)
	return nil
}

// svarnote is an answer as the row's history keeps it.
func svarnote(s *faelles.Svar, id, af string) mapping.Note {
	n := mapping.Note{Af: af, Art: s.Art, ID: id, Slags: mapping.Svar, Kode: s.Valg, Tekst: svartekst(s)}
	if s.Slags == faelles.PaaVej {
		n.Kode = mapping.PaaVej
	}
	return n
}

// svartekst is what an answer says in a sentence.
func svartekst(s *faelles.Svar) string {
	text := svarord[s.Slags]
	if v, ok := s.Mapping(); ok {
		if v.Ikke {
			text += ": den skal ikke med"
		} else {
			text += ": brug " + strings.TrimSpace(cmp.Or(string(v.KLE)+" "+s.Titel, v.Type))
		}
	}
	text += "."
	if s.Tekst != "" {
		text += " " + s.Tekst
	}
	return text
}

// fra is who got an answer, and when.
func fra(s *faelles.Svar) string { return s.Fra + " fik svar den " + sprog.Dato(s.Dato) }

// svarTag is the form's word for using an answer of the board.
func svarTag(a *afklaring, s *faelles.Svar) string {
	return tag{Art: a.Art, ID: a.ID, Set: a.Beslutning.Nr, Ord: s.Valg, Svar: "tavle " + string(s.Kommune) + " " + s.Noegle()}.String()
}

// egetTag is the word for using one's own answer, and typeTag for a type that came (R047).
func egetTag(a *afklaring) string {
	return tag{Art: a.Art, ID: a.ID, Set: a.Beslutning.Nr, Ord: a.Svar.Kode, Svar: "eget"}.String()
}

func typeTag(a *afklaring, t ydelsestype.Type) string {
	return tag{Art: a.Art, ID: a.ID, Set: a.Beslutning.Nr, Ord: "type=" + t.Noegle, Svar: "katalog"}.String()
}

// anvend uses an answer: what it would do is shown first, then it is decided with where it comes from. An answer that leads to no decision is noted.
func (s *Sider) anvend(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	word := r.PostFormValue("tag")
	t, err := laesTag(word)
	if err != nil {
		return ulaeselig(afklaringssti)
	}
	desk := s.Desk
	bord, err := desk.Bord(r.Context())
	if err != nil {
		return err
	}
	all := rules.Afklaringer(bord.Snapshot)
	i := slices.IndexFunc(all, func(a rules.Afklaring) bool { return a.Art == t.Art && a.ID == t.ID })
	if i < 0 {
		return ulaeselig(afklaringssti)
	}
	answers, err := s.Faelles.Svarene(r.Context())
	if err != nil {
		return err
	}
	reason, note, found := begrundet(&all[i], t, answers, bord)
	if !found {
		return &page.Problem{Status: http.StatusConflict, Overskrift: "Svaret er ændret imens", Tekst: "Det hænger ikke på tavlen mere, eller det er rettet. Intet er besluttet.", Raad: "Se listen igen.", Link: page.Link{Navn: "Afklaringer", Adresse: afklaringssti}}
	}
	note.Af = hvem(id)
	choice, err := mapping.ParseValg(t.Art, t.Ord)
	if t.Ord == "" || err != nil {
		if err := desk.Noter(r.Context(), []mapping.Note{note}); err != nil {
			return err
		}
		http.Redirect(w, r, afklaringssti+"?svaret=1", http.StatusSeeOther)
		return nil
	}
	wish := vaerksted.Oenske{Set: t.Set, Beslutning: mapping.Beslutning{Af: hvem(id), Art: t.Art, ID: t.ID, Valg: choice, Grund: reason}}
	v := &beslutView{Titel: "Anvend svar", Sti: afklaringssti, Handling: afklaringssti + "/anvend", Ord: []string{word}, oensker: []vaerksted.Oenske{wish}}
	if note.Slags != "" {
		v.efter = func(vaerksted.Kvittering) error { return desk.Noter(r.Context(), []mapping.Note{note}) }
	}
	return s.beslutSet(w, r, id, v)
}

// begrundet is why a decision follows from an answer, and the note that keeps the answer; a note without a kind where it is kept already.
func begrundet(a *rules.Afklaring, t tag, answers []faelles.Svar, bord *vaerksted.Bord) (reason string, note mapping.Note, found bool) {
	switch {
	case t.Svar == "eget":
		return "svar fra FKI: " + a.Svar.Tekst, note, a.Svar.Kode != "" && a.Svar.Kode == t.Ord
	case t.Svar == "katalog":
		for _, one := range a.NyeTyper {
			if "type="+one.Noegle == t.Ord {
				said := "ny eller ændret type i kataloget " + string(bord.Snapshot.Grundlag.Katalog.Release()) + ": " + one.Navn + " (R047)"
				return said, mapping.Note{Art: a.Art, ID: a.ID, Slags: mapping.Svar, Kode: t.Ord, Tekst: sprog.StortForbogstav(said)}, true
			}
		}
		return "", note, false
	}
	for i := range answers {
		s := &answers[i]
		if "tavle "+string(s.Kommune)+" "+s.Noegle() == t.Svar && s.Valg == t.Ord && s.Gaelder(a.Art, a.Navn, a.Lov, a.Paragraf) {
			kept := svarnote(s, a.ID, "")
			kept.Tekst = fra(s) + ": " + kept.Tekst
			return kept.Tekst, kept, true
		}
	}
	return "", note, false
}

// svarTilAlle hangs an answer up for every municipality that waits (R015).
func (s *Sider) svarTilAlle(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	day, err := oio.ParseDato(strings.TrimSpace(r.PostFormValue("dato")))
	if err != nil || day > oio.DatoOf(s.Nu()) {
		return s.visAfklaringer(w, r, id, page.Besked{Fejl: []string{"Skriv den dag, svaret kom. Den kan ikke ligge i fremtiden."}})
	}
	of := faelles.Svar{Art: mapping.Art(r.PostFormValue("art")), Navn: strings.TrimSpace(r.PostFormValue("navn")), Lov: strings.TrimSpace(r.PostFormValue("lov")), Paragraf: strings.TrimSpace(r.PostFormValue("paragraf")), Dato: day, Fra: "Programmet"}
	if of.Art != mapping.Sagstype && of.Art != mapping.Ydelse || of.Navn == "" {
		return s.visAfklaringer(w, r, id, page.Besked{Fejl: []string{"Skriv navnet på sagstypen eller ydelsen."}})
	}
	answer, fault := laesSvar(r, bord, of)
	if fault != "" {
		return s.visAfklaringer(w, r, id, page.Besked{Fejl: []string{fault}})
	}
	err = s.Faelles.SlaaSvarOp(r.Context(), answer, hvem(id))
	var refused *Svarfejl
	if errors.As(err, &refused) {
		return s.visAfklaringer(w, r, id, page.Besked{Fejl: []string{"Svaret kan ikke hænges op: navnet eller teksten ligner noget om en person."}})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, afklaringssti+"?delt=1", http.StatusSeeOther)
	return nil
}

// afklaringsord are the states of a question in words, with the class of their colours.
var afklaringsord = map[rules.Afklaringstilstand][2]string{
	rules.Spurgt: {"Ikke sendt", "ib-stand-udestaar"}, rules.SendtTil: {"Sendt til FKI", "ib-stand-afklares"}, rules.PaaVej: {"Ny type på vej", "ib-stand-foreslaaet"},
	rules.Besvaret: {"Besvaret", "ib-stand-foreslaaet"}, rules.Anvendt: {"Anvendt", "ib-stand-besluttet"},
}

func artsord(art mapping.Art) string {
	if art == mapping.Sagstype {
		return "Sagstype"
	}
	return "Ydelse"
}

// lovord is law and paragraph behind something else.
func lovord(lov, paragraf string) string {
	if text := strings.TrimSpace(lov + " " + paragraf); text != "" {
		return ", " + text
	}
	return ""
}
