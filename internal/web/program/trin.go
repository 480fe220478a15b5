package program

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/tovholder"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// trinView is one step.
type trinView struct {
	*forloeb.Trin
	page.Besked
	Forloeb  *forloeb.Forloeb
	Efter    []forloeb.Nr // wait for it
	Rette    bool         // who looks may say who sees to it
	Roller   adgang.Roller
	Opgaver  rules.Flyveliste // of an integration, in their order
	Import   *tovholder.Import
	Naeste   string // when the import runs next
	Nu       bool   // a changed filter takes effect at once
	Historie []program.Faktum
	Idag     oio.Dato
}

// trin is the page of one step (R121, R122).
func (s *Sider) trin(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	done := map[string]string{"gemt": "Det er gemt.", "opgave": "Opgaven er skrevet ind.", "fortrudt": "Datoen er taget væk.", "filter": "Filtret er gemt.", "hentet": "Filtret er gemt, og KLE er hentet."}
	return s.visTrin(w, r, id, page.Besked{Gjort: done[r.URL.Query().Get("gjort")]})
}

func (s *Sider) visTrin(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked) error {
	f, err := s.Motor.Forloeb(r.Context())
	if err != nil {
		return err
	}
	t := f.Find(forloeb.Nr(r.PathValue("nr")))
	if t == nil {
		return findesIkke()
	}
	v := trinView{Trin: t, Besked: b, Forloeb: f, Efter: forloeb.Efterfoelgere(t.Nr), Rette: maaRette(id.Roller, t.Opgave), Roller: id.Roller, Idag: f.Idag}
	if v.Historie, err = s.Motor.Historie(r.Context(), t.Nr); err != nil {
		return err
	}
	if err := s.saerligt(r, &v); err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, b.Status(), s.side("Trin "+string(t.Nr), id), trinside(&v))
	return nil
}

// saerligt is what only some steps have: the tasks of an integration, the import of KLE.
func (s *Sider) saerligt(r *http.Request, v *trinView) (err error) {
	switch v.Nr {
	case forloeb.Klassifikation:
		v.Opgaver, err = s.Motor.Klassifikationsliste(r.Context())
	case forloeb.Eksport:
		if v.Opgaver, err = s.Motor.Eksport.Flyveliste(r.Context()); err == nil {
			v.Opgaver = slices.DeleteFunc(v.Opgaver, func(p rules.Punkt) bool { return p.Faktum != program.Opgave && p.Faktum != program.Aftale })
		}
	case forloeb.KLEKoder:
		v.Import, err = s.Motor.Import(r.Context())
		v.Naeste, v.Nu = sprog.Tidspunkt(kle.NaesteImport(s.Nu())), s.HentKLE != nil
	}
	return err
}

func findesIkke() error {
	return &page.Problem{Status: http.StatusNotFound, Overskrift: "Trinnet findes ikke", Tekst: "Programmet har trin 1 til 8, A og B.", Link: page.Link{Navn: "Til programmet", Adresse: sti}}
}

func ikkeDit() error {
	return &page.Problem{Status: http.StatusForbidden, Overskrift: "Det er ikke din opgave", Tekst: "Trinnet rettes af dem, der ejer det, og af Cura-administratoren.", Link: page.Link{Navn: "Til programmet", Adresse: sti}}
}

// afvist gives what a refusal says to people; any other error is passed on.
func afvist(err error) (page.Besked, error) {
	var brud *rules.Brud
	if errors.As(err, &brud) {
		return page.Besked{Fejl: []string{sprog.StortForbogstav(brud.Dansk) + " (" + brud.Regel + ")."}}, nil
	}
	return page.Besked{}, err
}

// felt is what stands in a form's field, without the blanks around it.
func felt(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }

// dag reads a day of a form; empty is none.
func dag(r *http.Request, name string) (oio.Dato, bool) {
	text := felt(r, name)
	if text == "" {
		return 0, true
	}
	d, err := oio.ParseDato(text)
	return d, err == nil
}

// maxTekst is the longest owner or evidence, in characters.
const maxTekst = 500

// aftal keeps who sees to a step, when it must be done, and what KLIK has.
func (s *Sider) aftal(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	o, found := forloeb.Find(forloeb.Nr(r.PathValue("nr")))
	switch {
	case !found:
		return findesIkke()
	case !maaRette(id.Roller, o):
		return ikkeDit()
	}
	due, okDue := dag(r, "frist")
	said, okSaid := dag(r, "meldt")
	a := tovholder.Aftale{Ejer: felt(r, "ejer"), Frist: due, Meldt: said, Bevis: felt(r, "bevis")}
	if !okDue || !okSaid || len(a.Ejer) > maxTekst || len(a.Bevis) > maxTekst {
		return s.visTrin(w, r, id, page.Besked{Fejl: []string{"En dato skrives som 2026-04-08, og en tekst er højst 500 tegn."}})
	}
	if _, err := s.Motor.Noter(r.Context(), af(id), a.Fakta(o.Nr)...); err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visTrin(w, r, id, b)
	}
	http.Redirect(w, r, forloeb.Adresse(o.Nr)+"?gjort=gemt", http.StatusSeeOther)
	return nil
}

// opgaveemner are the subjects of the tasks of each integration.
var opgaveemner = map[forloeb.Nr]program.Emne{forloeb.Klassifikation: program.Klassifikation, forloeb.Eksport: program.Opgave}

// opgavekoder are the codes that facts about tasks have.
var opgavekoder = map[program.Emne][]string{program.Klassifikation: {"1", "2", "3", "4", "5"}, program.Opgave: {"1", "2", "4", "5"}, program.Aftale: {program.SDI, program.YDI}}

// opgaveGjort enters that a task of an integration is done, or takes it back. The vendor enters the vendor's alone (R065, R124).
func (s *Sider) opgaveGjort(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	nr := forloeb.Nr(r.PathValue("nr"))
	emne, has := opgaveemner[nr]
	if !has {
		return findesIkke()
	}
	f := program.Faktum{Emne: emne, Kode: felt(r, "kode")}
	if emne == program.Opgave && felt(r, "emne") == string(program.Aftale) {
		f.Emne = program.Aftale
	}
	switch {
	case !slices.Contains(opgavekoder[f.Emne], f.Kode):
		return findesIkke()
	case !id.Roller.Er(adgang.CuraAdministrator) && !leverandoerens(f):
		return ikkeDit()
	}
	gjort := "fortrudt"
	if felt(r, "fjern") == "" {
		var read bool
		if f.Dato, read = dag(r, "dato"); !read || f.Dato == 0 {
			return s.visTrin(w, r, id, page.Besked{Fejl: []string{"Skriv, hvilken dag opgaven blev gjort."}})
		}
		gjort = "opgave"
	}
	f.Af = af(id)
	if err := s.Motor.Eksport.Noter(r.Context(), f); err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visTrin(w, r, id, b)
	}
	http.Redirect(w, r, forloeb.Adresse(nr)+"?gjort="+gjort+"#opgaver", http.StatusSeeOther)
	return nil
}

// leverandoerens reports whether a fact is about one of the vendor's tasks.
func leverandoerens(f program.Faktum) bool {
	if f.Emne == program.Aftale {
		return false
	}
	for i, o := range rules.NyAktivering() {
		if o.Leverandoer && f.Kode == string(rune('1'+i)) {
			return true
		}
	}
	return false
}

// maaSkrive reports whether somebody may enter a task.
func (v *trinView) maaSkrive(p rules.Punkt) bool {
	return v.Roller.Er(adgang.CuraAdministrator) || v.Roller.Er(adgang.Leverandoeren) && leverandoerens(program.Faktum{Emne: p.Faktum, Kode: p.Kode})
}

// oevrige are the facts that decide the step, besides the tasks of an integration, which have their own list.
func (v *trinView) oevrige() []forloeb.Kendsgerning {
	if len(v.Opgaver) == 0 {
		return v.Fakta
	}
	return slices.DeleteFunc(slices.Clone(v.Fakta), func(k forloeb.Kendsgerning) bool {
		return strings.HasPrefix(k.Navn, "opgave-") || strings.HasPrefix(k.Navn, "aftale-")
	})
}

// kanSkrives reports whether a task may be entered now: the one that is next, in its order.
func (v *trinView) kanSkrives(p rules.Punkt) bool { return p.Lys == rules.Roed }

// filter chooses which numbers of KLE are imported (R061, R062).
func (s *Sider) filter(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	r.SetPathValue("nr", string(forloeb.KLEKoder))
	if err := s.Motor.VaelgFilter(r.Context(), felt(r, "filter"), af(id)); err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visTrin(w, r, id, b)
	}
	done := "filter"
	if s.HentKLE != nil {
		if err := s.HentKLE(r.Context()); err != nil {
			return err
		}
		done = "hentet"
	}
	http.Redirect(w, r, forloeb.Adresse(forloeb.KLEKoder)+"?gjort="+done, http.StatusSeeOther)
	return nil
}

// lysord are the words of a task's light.
var lysord = map[rules.Lys]string{rules.Groen: "Gjort", rules.Gul: "Venter", rules.Roed: "Ikke gjort"}

// emneord are the subjects of a step's history for people.
var emneord = map[program.Emne]string{
	program.Trinejer: "Ejer", program.Trinfrist: "Frist", program.Trinmeldt: "Fuldført i KLIK", program.Klassifikation: "Opgave", program.Opgave: "Opgave",
	program.Aftale: "Serviceaftale", program.Varsel: "Varsel til FKI og KMD", program.Aktiveringsdag: "Dag for aktivering", program.Pause: "Pause", program.Genoptag: "Pausen er slut",
	program.Fart: "Fart", program.Kontrol: "Kontrol", program.TrinA: "Trin A underskrevet", program.AabningBestilt: "Åbning bestilt", program.Aabnet: "Åbnet",
}

// tekstemner are the subjects whose text is somebody's own words.
var tekstemner = map[program.Emne]bool{program.Trinejer: true, program.Trinmeldt: true, program.Pause: true, program.Fart: true, program.TrinA: true, program.Aabnet: true}

// kodeemner are those whose code tells people something.
var kodeemner = map[program.Emne]bool{program.Klassifikation: true, program.Opgave: true, program.Aftale: true, program.Fart: true}

// fortalt is a fact of the history in words.
func fortalt(f program.Faktum) string {
	said := emneord[f.Emne]
	if kodeemner[f.Emne] {
		said += " " + strings.ToUpper(f.Kode)
	}
	switch {
	case f.Dato != 0:
		said += ": " + sprog.Dato(f.Dato)
	case f.Tekst == "" && f.Emne != program.Genoptag && f.Emne != program.Pause && f.Emne != program.Fart:
		said += ": taget væk"
	}
	if f.Tekst != "" && tekstemner[f.Emne] {
		said += ": " + f.Tekst
	}
	return said + "."
}

// iso is a day as a date field wants it.
func iso(d oio.Dato) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
